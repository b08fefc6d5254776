/*
 * price_budgets.c -- budgets of money: what promotions may take off in all, together
 * with all other baskets.
 *
 * Counted is what the answer shows as taken off lines, so that what a budget has used
 * is the sum of those discounts, less those of lines that have come back.
 */
#include "engine/price/price.h"

#include <string.h>

/* The limit of a budget for the basket at hand; NULL where its text cannot be told,
 * which is reported. */
static int
fund_of(loy__basket *basket, const loy__promotion *promotion, const loy__budget *budget,
        const loy__limit **out)
{
    loy__cel_value text = {0};
    uint64_t key = 0;

    *out = NULL;
    if (budget->limit.by != NULL) {
        int result = loy__price_eval(basket, promotion, budget->limit.by, &text);

        if (result != LOY_OK || loy__cel_kind(text) != LOY__CEL_STRING)
            return result;
        key = loy__limit_hash(&text);
    }
    *out = loy__limit_kept(basket->work, &budget->limit, key);
    return *out != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

static int
left_of(loy__basket *basket, const loy__promotion *promotion, const loy__budget *budget,
        int64_t *left)
{
    const loy__limit *limit;
    int result = fund_of(basket, promotion, budget, &limit);

    *left = 0;
    return result == LOY_OK
               ? loy__budget_left(basket->work, budget, limit, basket->work->scene.day, left)
               : result;
}

int
loy__funds_allow(loy__basket *basket, const loy__promotion *promotion, int64_t *claimed,
                 int64_t wanted, int64_t *allowed)
{
    int result = LOY_OK;

    *allowed = wanted;
    for (uint32_t i = 0; i < promotion->budget_count && result == LOY_OK && *allowed > 0; i++) {
        const loy__budget *budget = &basket->work->program->budgets[promotion->budgets[i]];
        int64_t left;

        result = left_of(basket, promotion, budget, &left);
        if (claimed != NULL)
            left -= claimed[promotion->budgets[i]];
        if (*allowed > left)
            *allowed = budget->whole || left < 0 ? 0 : left;
    }
    for (uint32_t i = 0; i < promotion->budget_count && claimed != NULL; i++)
        claimed[promotion->budgets[i]] += *allowed;
    return result;
}

/* What is not taken off units of a set stays with them. */
static void
leave(const loy__basket *basket, loy__offer *offer, uint32_t line, int64_t cut)
{
    if (cut == 0)
        return;
    if (offer->used[line] > 0)
        offer->held[line] += cut;
    if (basket->pricing->carries)
        offer->fractions[line] = 0;
}

int
loy__funds_cut(loy__basket *basket, const loy__promotion *promotion, loy__offer *offer)
{
    int64_t *before, allowed;
    int result = loy__funds_allow(basket, promotion, NULL, offer->total, &allowed);

    if (result != LOY_OK || allowed == offer->total)
        return result;
    before = loy__arena_alloc(&basket->work->engine->arena, (basket->count + 1u) * sizeof(*before));
    if (before == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < basket->count; i++)
        before[i] = basket->weights[i] = basket->room[i] = offer->taken[i];
    offer->total = loy__share(allowed, basket->weights, basket->room, basket->count,
                              basket->pricing->share, basket->part, offer->taken);
    for (uint32_t i = 0; i < basket->count; i++)
        leave(basket, offer, i, before[i] - offer->taken[i]);
    if (offer->wanted == NULL)
        offer->wanted = before;
    return LOY_OK;
}

/* ---- Counting ---- */

/* Each line gives back what was taken off it. */
static int
note_lines(loy__basket *basket, const loy__limit *limit, const loy__offer *offer)
{
    loy__work *work = basket->work;
    int result = LOY_OK;

    for (uint32_t i = 0; i < basket->count && result == LOY_OK && limit->freed; i++) {
        uint64_t *mask;

        if (offer->taken[i] == 0)
            continue;
        mask = loy__facts_mask(work);
        if (mask == NULL)
            return LOY_ERR_NOMEM;
        mask[i >> 6] |= UINT64_C(1) << (i & 63);
        result = loy__limit_note(work, limit, offer->taken[i], mask, work->scene.day);
    }
    return result;
}

int
loy__funds_use(loy__basket *basket, const loy__promotion *promotion, const loy__offer *offer)
{
    loy__work *work = basket->work;
    int result = LOY_OK;

    for (uint32_t i = 0; i < promotion->budget_count && result == LOY_OK; i++) {
        const loy__budget *budget = &work->program->budgets[promotion->budgets[i]];
        const loy__limit *limit;

        result = fund_of(basket, promotion, budget, &limit);
        if (result != LOY_OK || limit == NULL)
            return result;
        result = loy__budget_count(work, budget, limit, offer->total, work->scene.day);
        if (result == LOY_OK)
            result = note_lines(basket, limit, offer);
    }
    return result;
}
