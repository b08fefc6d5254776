/*
 * returns_basket.c -- the basket over which rules are run again: what is kept of
 * a sale, what comes back of it, or all of it, at what it cost.
 */
#include "engine/returns/again.h"

/* Money for no line in particular comes off, or is all of, what lines cost. */
static int
spread(loy__again *a, int64_t money, bool off)
{
    uint32_t count = a->refund->sale->line_count;
    int64_t *parts = loy__arena_alloc(&a->work->engine->arena, (count + 1u) * sizeof(*parts));
    int64_t sum = 0;

    if (parts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        sum += a->amounts[i];
    if (money > sum)
        money = sum;
    if (sum == 0)
        return LOY_OK;
    if (!loy__split(money, a->amounts, count, parts))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < count; i++)
        a->amounts[i] = off ? a->amounts[i] - parts[i] : parts[i];
    return LOY_OK;
}

int
loy__basket_kept(loy__again *a, int64_t refunded)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t back;

        if (!loy__sold_money(line, line->returned, &back))
            return LOY_ERR_INTERNAL;
        a->quantities[i] = line->quantity - line->returned;
        a->amounts[i] = line->amount - back;
    }
    return spread(a, refunded, true);
}

int
loy__basket_back(loy__again *a)
{
    const loy__receipt *sale = a->refund->sale;
    int result;

    if (a->refund->amount > 0) {
        result = loy__basket_kept(a, sale->refunded - a->refund->amount);
        return result == LOY_OK ? spread(a, a->refund->amount, false) : result;
    }
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t before, after;

        if (!loy__sold_money(line, line->returned - a->work->back[i], &before) ||
            !loy__sold_money(line, line->returned, &after))
            return LOY_ERR_INTERNAL;
        a->quantities[i] = a->work->back[i];
        a->amounts[i] = after - before;
    }
    return LOY_OK;
}

void
loy__basket_whole(loy__again *a)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++) {
        a->quantities[i] = sale->lines[i].quantity;
        a->amounts[i] = sale->lines[i].amount;
    }
}

/* What was taken off, promotions included, and the tax that it came with, of what the
 * line costs now. */
static bool
fit_parts(loy_line *line, const loy__sold *sold, int64_t price, int64_t amount)
{
    int64_t whole, given;

    if (!loy__mul_div(sold->quantity, line->unit_price, 1000, LOY__HALF_UP, &whole))
        return false;
    given = whole - line->discount;
    line->discount = price;
    if (given > 0 && !loy__mul_div(line->tax, amount, given, LOY__FLOOR, &line->tax))
        return false;
    if (sold->amount == 0)
        return true;
    return loy__mul_div(whole > sold->amount ? whole - sold->amount : 0, amount, sold->amount,
                        LOY__FLOOR, &line->discount);
}

/* The line of the sale at another quantity and amount. */
static bool
fit_line(loy_line *line, const loy__sold *sold, int64_t quantity, int64_t amount)
{
    int64_t price;

    if (!loy__mul_div(quantity, line->unit_price, 1000, LOY__HALF_UP, &price) ||
        !fit_parts(line, sold, price, amount))
        return false;
    line->tax = line->tax < price ? line->tax : price;
    line->discount = line->discount < price ? line->discount : price;
    line->quantity = quantity;
    return true;
}

int
loy__basket_event(loy__again *a, loy_event *event, int64_t *paid)
{
    const loy__receipt *sale = a->refund->sale;
    loy_line *lines =
        loy__arena_alloc(&a->work->engine->arena, (sale->line_count + 1u) * sizeof(*lines));
    int64_t sum = 0;

    if (lines == NULL)
        return LOY_ERR_NOMEM;
    *event = a->snapshot.event;
    event->lines = lines;
    event->line_count = 0;
    event->item_count = 0;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        loy_line *line = &lines[event->line_count];

        if (a->quantities[i] == 0)
            continue;
        *line = a->snapshot.event.lines[i];
        if (!fit_line(line, &sale->lines[i], a->quantities[i], a->amounts[i]))
            return LOY_ERR_CORRUPT;
        sum += a->amounts[i];
        a->amounts[event->line_count++] = a->amounts[i];
    }
    *paid = a->snapshot.paid;
    if (*paid > 0 && a->refund->total > 0 &&
        !loy__mul_div(*paid, sum, a->refund->total, LOY__FLOOR, paid))
        return LOY_ERR_CORRUPT;
    return LOY_OK;
}
