/*
 * reinstate.c -- points that have expired come back, as long after it as their
 * currency allows, and for the points that it asks for this.
 */
#include "customer/lapses.h"
#include "engine/engine.h"

static uint32_t
currency_of(const loy__work *work, uint32_t index)
{
    loy_text name = loy__item_at(work->event, index)->name;

    return loy__program_find(work->program, LOY_PART_CURRENCY, name.data, name.size);
}

/* What can be spent once points have come back: they fill a debt, and those whose
 * end has passed are gone again. */
static int64_t
available_then(const loy__work *work, uint32_t currency, int64_t points)
{
    int64_t available = loy__state_points(work->state, currency).available;
    int64_t debt = work->state->purses[currency].debt;
    int64_t until = work->event->until;

    if (until != LOY_TIME_NONE && until <= work->now)
        return available;
    return debt < points ? available + points - debt : available;
}

static int
admit_points(loy__work *work, uint32_t index)
{
    int64_t points = loy__item_at(work->event, index)->amount;
    uint32_t currency = currency_of(work, index);
    const loy__currency *definition = &work->program->currencies[currency];
    int64_t lapsed = loy__lapse_points(work->state, currency, work->now);

    if (!definition->life.reinstates)
        return loy__refuse(work, "no-reinstatement", "/points",
                           "%s that have expired do not come back: the currency has no "
                           "`reinstate`",
                           definition->name.text);
    if (points > lapsed)
        return loy__refuse(work, lapsed == 0 ? "too-late" : "insufficient-points", "/points",
                           "cannot bring back %lld of %s: %lld have expired so recently",
                           (long long)points, definition->name.text, (long long)lapsed);
    if (available_then(work, currency, points) < definition->life.fee)
        return loy__refuse(work, "insufficient-points", "/points",
                           "the points do not cover the fee of %lld %s",
                           (long long)definition->life.fee, definition->name.text);
    return LOY_OK;
}

int
loy__admit_reinstate(loy__work *work)
{
    int result = loy__admit_end(work);

    if (result == LOY_OK && work->event->item_count == 0)
        result = loy__refuse(work, "missing-points", "/points", "%s",
                             "name the currency and how many points");
    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++) {
        if (loy__item_repeated(work->event, i))
            return loy__refuse(work, "wrong-item", "/points", "%s", "a currency is named twice");
        result = admit_points(work, i);
    }
    return result;
}

/* The fee is paid with what has come back, too. */
static int
take_fee(loy__work *work, uint32_t currency)
{
    const loy__currency *definition = &work->program->currencies[currency];
    int64_t fee = definition->life.fee;
    int result;

    if (fee == 0)
        return LOY_OK;
    result = loy__burn(work->state, work->journal, currency, fee, work->now, LOY_ENTRY_BURN);
    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_PAY, "reinstate", definition->name.text, fee, fee)
               : result;
}

int
loy__act_reinstate(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++) {
        int64_t points = loy__item_at(work->event, i)->amount;
        uint32_t currency = currency_of(work, i);

        result = loy__lapse_undo(work->state, work->journal, currency, points, work->event->until,
                                 work->now);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_REINSTATE, "reinstate",
                                     work->program->currencies[currency].name.text, points, points);
        if (result == LOY_OK)
            result = take_fee(work, currency);
    }
    return result;
}
