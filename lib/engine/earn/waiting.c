/*
 * waiting.c -- fractions of points that wait for the next earning: what an
 * event leaves of them, and what its return takes back.
 *
 * An award of kind WAITING is by how much the fraction grew, which may be less
 * than nothing; it is stored with OFFSET added, so that it is positive.
 */
#include "customer/fractions.h"
#include "engine/engine.h"

#define OFFSET LOY__FRACTION_MOST

/* Whether caps left all that was wanted: points that are cut lose their
 * fraction, and what waited before goes on waiting. */
static bool
is_whole(const loy__pass *pass, uint32_t currency)
{
    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (decision->kind == LOY_EFFECT_EARN && decision->target == currency &&
            decision->granted < decision->wanted)
            return false;
    }
    return true;
}

int
loy__post_waiting(loy__work *work, const loy__pass *pass, uint32_t currency, int64_t matures,
                  int64_t expires)
{
    const loy__name *name = &work->program->currencies[currency].name;
    int64_t before = loy__fraction(work->state, currency);
    int64_t after = pass->waiting[currency];
    int result;

    if (after < 0 || after == before || !is_whole(pass, currency))
        return LOY_OK;
    result = loy__fraction_set(work->state, currency, after);
    if (result != LOY_OK)
        return result;
    return loy__award_note(work, &(loy__award){.amount = OFFSET + after - before,
                                               .matures = matures,
                                               .expires = expires,
                                               .name = name->text,
                                               .name_size = name->size,
                                               .kind = LOY__AWARD_WAITING});
}

/* What was waiting may have become a point meanwhile: *more is taken then. */
int
loy__return_waiting(loy__work *work, uint32_t currency, int64_t amount, int64_t *more)
{
    int64_t waits = loy__fraction(work->state, currency) - (amount - OFFSET);

    *more = 0;
    while (waits < 0) {
        waits += LOY__EXACT_ONE;
        ++*more;
    }
    return loy__fraction_set(work->state, currency, waits);
}
