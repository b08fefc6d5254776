/*
 * ladders.c -- what events count on the ladders, and the changes of tier that
 * follow, as effects.
 */
#include "customer/ladders.h"
#include "customer/lives.h"
#include "engine/engine.h"

int
loy__tier_changed(loy__work *work, uint32_t ladder, int64_t at)
{
    const loy__ladder *rungs = &work->program->ladders[ladder];
    uint32_t tier = work->state->rungs[ladder].shown;
    loy_effect *effect = loy__outcome_effect(work->outcome);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = rungs->name.text,
                           .name = rungs->tiers[tier].name.text,
                           .amount = work->state->rungs[ladder].value,
                           .wanted = work->state->rungs[ladder].value,
                           .time = at,
                           .kind = LOY_EFFECT_TIER};
    return LOY_OK;
}

int
loy__tiers_changed(loy__work *work, int64_t at)
{
    return work->program->tiers_prolong ? loy__life_tiers(work->state, work->journal, at) : LOY_OK;
}

int
loy__review_ladders(loy__work *work, int64_t at)
{
    for (uint32_t i = 0; i < work->program->ladder_count; i++)
        if (!loy__tier_rests(work->state, i, at) && loy__ladder_review(work->state, i, at)) {
            int result = loy__tier_changed(work, i, at);

            if (result != LOY_OK)
                return result;
        }
    return loy__tiers_changed(work, at);
}

int
loy__credit_tracks(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount, int32_t day)
{
    for (uint32_t i = 0; i < work->program->track_count; i++) {
        const loy__ladder *ladder = &work->program->ladders[i];
        int result;

        if (ladder->counts != counts ||
            ((counts == LOY__COUNT_EARNED || counts == LOY__COUNT_MATURED) &&
             ladder->currency != currency))
            continue;
        result = loy__ladder_credit(work->state, i, amount, day, work->now);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- Points, when they are earned and when they mature ---- */

int
loy__credit_points(loy__work *work, uint32_t currency, int64_t points, int32_t day, int64_t matures)
{
    int result = loy__credit_ladders(work, LOY__COUNT_EARNED, currency, points, day);

    if (result != LOY_OK || matures > work->now || !loy__any_ladder(work, LOY__COUNT_MATURED))
        return result;
    if (matures > 0)
        day = loy__state_day(work->state, matures);
    return loy__credit_ladders(work, LOY__COUNT_MATURED, currency, points, day);
}

int
loy__credit_matured(loy__work *work, size_t first)
{
    int result = LOY_OK;

    if (!loy__any_ladder(work, LOY__COUNT_MATURED))
        return LOY_OK;
    for (size_t i = first; result == LOY_OK && i < work->journal->count; i++) {
        const loy__posting *posting = &work->journal->items[i];

        if (posting->kind == LOY_ENTRY_MATURE)
            result =
                loy__credit_ladders(work, LOY__COUNT_MATURED, posting->currency, posting->points,
                                    loy__state_day(work->state, posting->time));
    }
    return result;
}

int
loy__uncredit_earned(loy__work *work, uint32_t currency, int64_t points, int32_t day,
                     int64_t matures, size_t first)
{
    int result = loy__credit_ladders(work, LOY__COUNT_EARNED, currency, -points, day);

    if (result != LOY_OK || !loy__any_ladder(work, LOY__COUNT_MATURED))
        return result;
    /* What was pending still has not been counted. */
    for (size_t i = first; i < work->journal->count; i++) {
        const loy__posting *posting = &work->journal->items[i];

        if (posting->kind == LOY_ENTRY_REVERSE && posting->currency == currency &&
            posting->matures != 0)
            points -= posting->points;
    }
    if (matures > 0)
        day = loy__state_day(work->state, matures);
    return loy__credit_ladders(work, LOY__COUNT_MATURED, currency, -points, day);
}
