/*
 * price_take.c -- what a promotion takes off a basket as it stands: of the order as a
 * whole, of each line, or of each unit.
 */
#include "engine/price/price.h"

/* A share of an amount; what does not fit cannot be: the share is at most 1. */
static int64_t
percent_of(const loy__basket *basket, int64_t amount, int64_t percent)
{
    return loy__carry_percent(basket, amount, 0, percent);
}

/* What the step takes off that the chosen lines reach. */
static int64_t
step_off(const loy__basket *basket, const loy__promotion *promotion)
{
    int64_t reached = 0, off = 0;

    for (uint32_t i = 0; i < basket->count; i++)
        if (basket->chosen[i])
            reached += promotion->steps_by_quantity
                           ? basket->lines[i].units
                           : loy__basket_value(&basket->lines[i], basket->pricing->base);
    for (uint32_t i = 0; i < promotion->step_count && reached >= promotion->steps[i].from; i++)
        off = promotion->steps[i].off;
    return off;
}

/* Money off in all, where the promotion has a limit. */
static int64_t
limited(const loy__promotion *promotion, const loy__offer *offer, int64_t amount)
{
    return promotion->most < 0 ? amount : loy__smaller(amount, promotion->most - offer->counted);
}

int64_t
loy__give(const loy__basket *basket, const loy__promotion *promotion, uint32_t line, int64_t amount,
          loy__offer *out)
{
    const loy__priced *own = &basket->lines[line];
    int64_t counted, most;

    amount = loy__smaller(amount, own->left - own->floor - out->taken[line]);
    counted = loy__basis_of(basket, promotion, line, amount);
    most = limited(promotion, out, counted);
    if (most < counted)
        amount = loy__smaller(amount, loy__basis_entered(basket, promotion, line, most));
    out->taken[line] += amount;
    out->total += amount;
    out->counted += most;
    return amount;
}

/* ---- The order ---- */

static void
take_order(loy__basket *basket, const loy__promotion *promotion, int64_t amount, loy__offer *out)
{
    int64_t sum = 0, fraction = 0, percent = amount, wanted;

    for (uint32_t i = 0; i < basket->count; i++) {
        const loy__priced *line = &basket->lines[i];

        if (!basket->chosen[i]) {
            basket->weights[i] = basket->room[i] = 0;
            continue;
        }
        basket->weights[i] =
            loy__basis_of(basket, promotion, i, loy__basket_value(line, basket->pricing->base));
        basket->room[i] = loy__basis_of(basket, promotion, i, line->left - line->floor);
        sum += basket->weights[i];
        fraction += line->fraction;
    }
    if (promotion->off == LOY__OFF_PERCENT)
        amount = loy__carry_percent(basket, sum, fraction, percent);
    wanted = amount;
    amount = limited(promotion, out, amount);
    out->counted = loy__share(amount, basket->weights, basket->room, basket->count,
                              basket->pricing->share, basket->part, out->taken);
    for (uint32_t i = 0; i < basket->count; i++) {
        out->taken[i] = loy__smaller(loy__basis_entered(basket, promotion, i, out->taken[i]),
                                     basket->lines[i].left - basket->lines[i].floor);
        out->total += out->taken[i];
        if (basket->chosen[i] && promotion->off == LOY__OFF_PERCENT)
            loy__carry_note(basket, i, percent, out->counted == wanted, out);
    }
}

/* ---- Lines ---- */

/* Money off each of some units of a line, or a percentage of what they cost. */
static int64_t
off_some(const loy__basket *basket, const loy__promotion *promotion, uint32_t number,
         int64_t amount, int64_t units)
{
    const loy__priced *line = &basket->lines[number];
    int64_t part = 0;

    if (promotion->off != LOY__OFF_PERCENT)
        return loy__times(loy__basis_entered(basket, promotion, number, amount), units, line->left);
    loy__mul_div(loy__basket_value(line, basket->pricing->base), units * amount,
                 line->units * LOY__WHOLE, basket->pricing->rounding, &part);
    return part;
}

static void
take_lines(loy__basket *basket, const loy__promotion *promotion, int64_t amount, loy__offer *out)
{
    for (uint32_t i = 0; i < basket->count; i++) {
        const loy__priced *line = &basket->lines[i];
        int64_t units = promotion->units > 0 ? loy__smaller(line->units, promotion->units) : 1;
        bool all = promotion->units == 0 || units == line->units;
        int64_t value, given;

        if (!basket->chosen[i])
            continue;
        if (promotion->off == LOY__OFF_PERCENT && all)
            value = loy__carry_percent(basket, loy__basket_value(line, basket->pricing->base),
                                       line->fraction, amount);
        else
            value = off_some(basket, promotion, i, amount, units);
        given = loy__give(basket, promotion, i, value, out);
        if (promotion->off == LOY__OFF_PERCENT)
            loy__carry_note(basket, i, amount, all && given == value, out);
    }
}

/* ---- Units ---- */

/* Of units that cost alike each is rounded by itself; of others their sum. */
static int64_t
percent_of_units(const loy__basket *basket, int64_t value, int64_t all, int64_t units,
                 int64_t percent)
{
    int64_t part = 0;

    if (value % all == 0)
        return percent_of(basket, value / all, percent) * units;
    loy__mul_div(value, units * percent, all * LOY__WHOLE, basket->pricing->rounding, &part);
    return part;
}

int64_t
loy__take_units(const loy__basket *basket, const loy__promotion *promotion, const loy__run *run,
                int64_t amount, int64_t units)
{
    int64_t all = run->units;
    int64_t value = loy__run_value(basket, promotion, run);
    int64_t cost = loy__cost_of(run, units);
    int64_t next = promotion->next < 0 ? amount : promotion->next;

    if (promotion->off == LOY__OFF_PERCENT)
        return percent_of_units(basket, value, all, units, amount);
    amount = loy__basis_entered(basket, promotion, run->line, amount);
    next = loy__basis_entered(basket, promotion, run->line, next);
    switch (promotion->off) {
    case LOY__OFF_TO_PRICE:
        return cost - loy__times(amount, units, cost);
    default:
        if (value % all == 0) { /* never more than a unit costs */
            amount = loy__smaller(amount, value / all);
            next = loy__smaller(next, value / all);
        }
        return loy__smaller(amount + loy__times(next, units - 1, cost), cost);
    }
}

static void
take_units(loy__basket *basket, const loy__promotion *promotion, int64_t amount, loy__offer *out)
{
    uint32_t count = loy__basket_order(basket, promotion, promotion->pick);
    int64_t left = promotion->units > 0 ? promotion->units : INT64_MAX;

    for (uint32_t i = 0; i < count && left > 0; i++) {
        const loy__run *run = &basket->runs[basket->order[i]];
        loy__cut *cut = &out->cuts[basket->order[i]];

        cut->reduced = loy__smaller(run->units, left);
        cut->off = loy__give(basket, promotion, run->line,
                             loy__take_units(basket, promotion, run, amount, cut->reduced), out);
        left -= cut->reduced;
    }
}

/* ---- Any of them ---- */

static int
money_of(loy__basket *basket, const loy__promotion *promotion, int64_t *amount)
{
    loy__cel_value value = loy__cel_int(promotion->amount);
    int result = LOY_OK;

    if (promotion->amount_code != NULL)
        result = loy__price_eval(basket, promotion, promotion->amount_code, &value);
    *amount = value.as.integer > 0 ? loy__smaller(value.as.integer, LOY_MAX_AMOUNT) : 0;
    return result;
}

int
loy__take(loy__basket *basket, const loy__promotion *promotion, loy__offer *out)
{
    int64_t amount;
    int result = loy__offer_new(basket, out);

    if (result == LOY_OK && promotion->off == LOY__OFF_GIFT)
        return loy__count_gifts(basket, promotion, &out->gifts);
    if (result == LOY_OK && promotion->off == LOY__OFF_BUNDLE)
        return loy__take_bundles(basket, promotion, out);
    if (result == LOY_OK)
        result = money_of(basket, promotion, &amount);
    if (result == LOY_OK)
        result = loy__basket_choose(basket, promotion, promotion->lines);
    if (result != LOY_OK)
        return result;
    if (promotion->off == LOY__OFF_PERCENT)
        amount = promotion->percent;
    if (promotion->step_count > 0)
        amount = step_off(basket, promotion);
    loy__basket_leave_closed(basket);
    if (promotion->set.buy > 0)
        return loy__take_set(basket, promotion, amount, out);
    if (promotion->on == LOY__ON_ORDER)
        take_order(basket, promotion, amount, out);
    else if (promotion->on == LOY__ON_LINES)
        take_lines(basket, promotion, amount, out);
    else
        take_units(basket, promotion, amount, out);
    return LOY_OK;
}
