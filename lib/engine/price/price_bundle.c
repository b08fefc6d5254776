/*
 * price_bundle.c -- so many units that cost so much together: which units are in the
 * bundles, and what each line gives of the difference.
 *
 * Units of a bundle are used: they are not there for the next set.
 */
#include "engine/price/price.h"

/* How many bundles the chosen lines make. */
static int64_t
count_bundles(const loy__basket *basket, const loy__set *set)
{
    int64_t units = 0, bundles;

    for (uint32_t i = 0; i < basket->count; i++)
        units += basket->chosen[i] ? loy__unused(&basket->lines[i]) : 0;
    if (set->most >= 0)
        units = loy__smaller(units, set->most);
    bundles = units / set->buy;
    return set->repeat ? bundles : loy__smaller(bundles, 1);
}

/* Takes up so many units of the lines in their order; what they cost, as the
 * promotion counts money, is the weight of each line, and what it may give its room. */
static int64_t
take_up(loy__basket *basket, const loy__promotion *promotion, int64_t left, loy__offer *out)
{
    uint32_t count = loy__basket_order(basket, promotion, promotion->set.pick);
    int64_t cost = 0;

    for (uint32_t i = 0; i < count && left > 0; i++)
        left -= loy__take_up(basket, out, basket->order[i], left);
    for (uint32_t i = 0; i < basket->count; i++) {
        const loy__priced *line = &basket->lines[i];
        int64_t own = out->held[i];

        basket->weights[i] = loy__basis_of(basket, promotion, i, own);
        basket->room[i] =
            loy__basis_of(basket, promotion, i, loy__smaller(own, line->left - line->floor));
        cost += basket->weights[i];
    }
    return cost;
}

int
loy__take_bundles(loy__basket *basket, const loy__promotion *promotion, loy__offer *out)
{
    const loy__set *set = &promotion->set;
    int64_t bundles, off;
    int result = loy__basket_choose(basket, promotion,
                                    set->buy_lines != NULL ? set->buy_lines : promotion->lines);

    if (result != LOY_OK)
        return result;
    loy__basket_leave_closed(basket);
    bundles = count_bundles(basket, set);
    off = take_up(basket, promotion, bundles * set->buy, out);
    off -= loy__times(promotion->amount, bundles, off);
    if (promotion->most >= 0)
        off = loy__smaller(off, promotion->most);
    out->counted = loy__share(off, basket->weights, basket->room, basket->count,
                              basket->pricing->share, basket->part, out->taken);
    for (uint32_t i = 0; i < basket->count; i++) {
        out->taken[i] = loy__smaller(loy__basis_entered(basket, promotion, i, out->taken[i]),
                                     basket->lines[i].left - basket->lines[i].floor);
        out->held[i] -= loy__smaller(out->taken[i], out->held[i]);
        out->total += out->taken[i];
    }
    return LOY_OK;
}
