/*
 * price_runs.c -- which units of a line cost alike: a promotion that reduces some of them
 * parts them from the others, so that the next one finds the cheapest, and what they cost.
 *
 * What always holds: the runs of a line have its unused units, and what is left for those.
 */
#include <string.h>

#include "engine/price/price.h"

int
loy__runs_open(loy__basket *basket)
{
    loy__arena *arena = &basket->work->engine->arena;

    basket->run_count = basket->count;
    basket->runs = loy__arena_alloc(arena, (basket->count + 1u) * sizeof(*basket->runs));
    basket->order = loy__arena_alloc(arena, (basket->count + 1u) * sizeof(*basket->order));
    if (basket->runs == NULL || basket->order == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < basket->count; i++)
        basket->runs[i] =
            (loy__run){.units = basket->lines[i].units, .left = basket->lines[i].left, .line = i};
    return LOY_OK;
}

int64_t
loy__run_value(const loy__basket *basket, const loy__promotion *promotion, const loy__run *run)
{
    const loy__priced *line = &basket->lines[run->line];
    int64_t value = run->left;

    if (promotion->off == LOY__OFF_PERCENT && basket->pricing->base == LOY__BASE_ORIGINAL)
        loy__mul_div(line->amount, run->units, line->units, LOY__FLOOR, &value);
    return value;
}

int64_t
loy__cost_of(const loy__run *run, int64_t units)
{
    int64_t cost = 0;

    loy__mul_div(run->left, units, run->units, LOY__FLOOR, &cost);
    return cost;
}

int64_t
loy__take_up(const loy__basket *basket, loy__offer *out, uint32_t number, int64_t units)
{
    const loy__run *run = &basket->runs[number];
    loy__cut *cut = &out->cuts[number];
    int64_t cost;

    units = loy__smaller(units, run->units - cut->used);
    if (units <= 0)
        return 0;
    cost = loy__cost_of(run, units);
    cut->used += units;
    cut->cost += cost;
    out->used[run->line] += units;
    out->held[run->line] += cost;
    return units;
}

/* ---- Following an offer ---- */

/* The share of a part in what is left of a sum: they come to it exactly. */
static int64_t
share_of(int64_t part, int64_t *rest, int64_t *sum)
{
    int64_t share = *rest;

    if (*sum != part)
        loy__mul_div(*rest, part, *sum, LOY__FLOOR, &share);
    *rest -= share;
    *sum -= part;
    return share;
}

/* Room for one more run: numbers of runs stay, for offers that are to be followed yet. */
static int
reserve_run(loy__basket *basket)
{
    loy__arena *arena = &basket->work->engine->arena;
    size_t count = basket->run_count;
    loy__run *runs = loy__arena_alloc(arena, (count + 1) * sizeof(*runs));

    basket->order = loy__arena_alloc(arena, (count + 1) * sizeof(*basket->order));
    if (runs == NULL || basket->order == NULL)
        return LOY_ERR_NOMEM;
    memcpy(runs, basket->runs, count * sizeof(*runs));
    basket->runs = runs;
    return LOY_OK;
}

/* Rounded up, or of the price before, more may be off than units cost: the others of the
 * line bear that. */
static int64_t
left_of(int64_t cost, int64_t off)
{
    return cost > off ? cost - off : 0;
}

/* So many units cost less: all of a run, or they become one of their own. */
static int
reduce(loy__basket *basket, uint32_t number, int64_t units, int64_t off)
{
    int64_t cost = loy__cost_of(&basket->runs[number], units);
    loy__run *run;

    if (units == basket->runs[number].units) {
        basket->runs[number].left = left_of(cost, off);
        return LOY_OK;
    }
    if (reserve_run(basket) != LOY_OK)
        return LOY_ERR_NOMEM;
    run = &basket->runs[number];
    run->units -= units;
    run->left -= cost;
    basket->runs[basket->run_count++] =
        (loy__run){.units = units, .left = left_of(cost, off), .line = run->line};
    return LOY_OK;
}

/* A budget may have left less of the money off than the units were to cost less. */
static int
follow_cuts(loy__basket *basket, const loy__offer *offer)
{
    int64_t *rest = basket->weights, *sum = basket->room;
    int result = LOY_OK;

    for (uint32_t i = 0; i < basket->count; i++) {
        rest[i] = offer->taken[i];
        sum[i] = 0;
    }
    for (uint32_t i = 0; i < offer->cut_count; i++)
        sum[basket->runs[i].line] += offer->cuts[i].off;
    for (uint32_t i = 0; i < offer->cut_count && result == LOY_OK; i++) {
        const loy__cut *cut = &offer->cuts[i];
        uint32_t line = basket->runs[i].line;

        if (offer->used[line] > 0) {
            basket->runs[i].units -= cut->used;
            basket->runs[i].left -= cut->cost;
        } else if (offer->taken[line] > 0 && cut->off > 0) {
            result = reduce(basket, i, cut->reduced, share_of(cut->off, &rest[line], &sum[line]));
        }
    }
    return result;
}

/* What reduced a line as a whole, or units by more than they cost, reduced all its units in
 * proportion. */
static void
even_out(loy__basket *basket)
{
    int64_t *rest = basket->weights, *sum = basket->room, *even = basket->part;

    memset(sum, 0, basket->count * sizeof(*sum));
    for (uint32_t i = 0; i < basket->run_count; i++)
        sum[basket->runs[i].line] += basket->runs[i].left;
    for (uint32_t i = 0; i < basket->count; i++) {
        rest[i] = basket->lines[i].left - basket->lines[i].held;
        even[i] = rest[i] == sum[i];
    }
    for (uint32_t i = 0; i < basket->run_count; i++) {
        loy__run *run = &basket->runs[i];

        if (!even[run->line])
            run->left = share_of(run->left, &rest[run->line], &sum[run->line]);
    }
}

int
loy__runs_follow(loy__basket *basket, const loy__offer *offer)
{
    int result = follow_cuts(basket, offer);

    if (result == LOY_OK)
        even_out(basket);
    return result;
}
