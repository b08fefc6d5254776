/*
 * draw.c -- points that are taken from several currencies, one after the other.
 */
#include "engine/engine.h"

/* What the customer has of it: what he may overdraw is taken only when no
 * currency has any more. */
static int64_t
there_is(const loy__work *work, uint32_t currency)
{
    int64_t spendable = loy__spendable(work, currency), points;

    if (work->family != NULL)
        return spendable;
    points = loy__state_points(work->state, currency).available + loy__held_points(work, currency);
    return points < spendable ? points : spendable;
}

int64_t
loy__draw_available(const loy__work *work, const loy__draw *draw)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < draw->count; i++)
        if (!loy__add(sum, loy__spendable(work, draw->currencies[i]), &sum))
            return INT64_MAX;
    return sum;
}

/* Takes points of one currency, those first that the hold has. */
static int
take(loy__work *work, uint32_t currency, int64_t points)
{
    int64_t held = loy__held_points(work, currency);
    int result = LOY_OK;

    if (held > points)
        held = points;
    if (held > 0)
        result = loy__held_spend(work, currency, held);
    if (result == LOY_OK && points > held)
        result = loy__spend(work, currency, points - held);
    return result;
}

int
loy__draw_take(loy__work *work, const loy__draw *draw, int64_t points)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && points > 0 && i < 2 * draw->count; i++) {
        uint32_t currency = draw->currencies[i % draw->count];
        int64_t part = i < draw->count ? there_is(work, currency) : loy__spendable(work, currency);

        if (part > points)
            part = points;
        if (part == 0)
            continue;
        points -= part;
        result = take(work, currency, part);
    }
    return result == LOY_OK && points > 0 ? LOY_ERR_INTERNAL : result;
}
