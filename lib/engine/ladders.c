/*
 * ladders.c -- what events count on the ladders, and the changes of tier that
 * follow, as effects.
 */
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
    return work->program->tiers_prolong ? loy__life_tiers(work->state, work->journal, at) : LOY_OK;
}

int
loy__review_ladders(loy__work *work, int64_t at)
{
    for (uint32_t i = 0; i < work->program->ladder_count; i++)
        if (loy__ladder_review(work->state, i, at)) {
            int result = loy__tier_changed(work, i, at);

            if (result != LOY_OK)
                return result;
        }
    return LOY_OK;
}

int
loy__credit_ladders(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount,
                    int32_t day)
{
    if (amount == 0 || !loy__any_ladder(work, counts))
        return LOY_OK;
    for (uint32_t i = 0; i < work->program->track_count; i++) {
        const loy__ladder *ladder = &work->program->ladders[i];
        int result;

        if (ladder->counts != counts ||
            (counts == LOY__COUNT_EARNED && ladder->currency != currency))
            continue;
        result = loy__ladder_credit(work->state, i, amount, day, work->now);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
