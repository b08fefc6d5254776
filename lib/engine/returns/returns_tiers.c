/*
 * returns_tiers.c -- what a return does to ladders: it takes the credit and the
 * tier with it, or leaves the tier until it would have been judged anyway, or
 * leaves both. Those of a customer who is forgotten stay as they are.
 */
#include "engine/returns/returns.h"

int
loy__return_credit(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount)
{
    if (work->program->returns.tier == LOY__TIER_NEVER || loy__state_erased(work->state))
        return LOY_OK;
    return loy__credit_ladders(work, counts, currency, -amount, work->returned.day);
}

int
loy__return_judged(loy__work *work, int64_t **moments)
{
    uint32_t count = work->program->ladder_count;

    *moments = NULL;
    if (work->program->returns.tier != LOY__TIER_REVIEW || count == 0 ||
        loy__state_erased(work->state))
        return LOY_OK;
    *moments = loy__arena_alloc(&work->engine->arena, count * sizeof(**moments));
    if (*moments == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        (*moments)[i] = loy__ladder_next(work->state, i);
    return LOY_OK;
}

int
loy__return_hold(loy__work *work, const int64_t *moments)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && moments != NULL && i < work->program->ladder_count;
         i++)
        result = loy__ladder_hold(work->state, i, moments[i]);
    return result;
}

int
loy__return_review(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && work->program->returns.tier == LOY__TIER_NOW &&
                         i < work->program->ladder_count;
         i++)
        result = loy__ladder_fall_back(work->state, i, work->now);
    return result == LOY_OK ? loy__review_ladders(work, work->now) : result;
}
