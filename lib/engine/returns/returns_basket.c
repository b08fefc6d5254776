/*
 * returns_basket.c -- the basket over which rules are run again: what is kept of
 * a sale, what comes back of it, or all of it, at what it cost.
 */
#include "engine/returns/again.h"

/* What a line costs other than it did, it did also before anything was taken off. */
static bool
set_amount(loy__again *a, uint32_t line, int64_t amount)
{
    int64_t before = a->amounts[line];

    a->amounts[line] = amount;
    return before == 0 ||
           loy__mul_div(a->lists[line], amount, before, LOY__HALF_UP, &a->lists[line]);
}

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
        if (!set_amount(a, i, off ? a->amounts[i] - parts[i] : parts[i]))
            return LOY_ERR_INTERNAL;
    return LOY_OK;
}

/* So much of a line, at what that costs of it, which rounding may leave above its price. */
static bool
set_line(loy__again *a, uint32_t line, int64_t quantity, int64_t amount)
{
    int64_t price;

    if (!loy__mul_div(quantity, a->snapshot.event.lines[line].unit_price, 1000, LOY__HALF_UP,
                      &price))
        return false;
    a->quantities[line] = quantity;
    a->amounts[line] = amount;
    a->lists[line] = price > amount ? price : amount;
    return true;
}

int
loy__basket_kept(loy__again *a, int64_t refunded)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t back;

        if (!loy__sold_money(line, line->returned, &back) ||
            !set_line(a, i, line->quantity - line->returned, line->amount - back))
            return LOY_ERR_INTERNAL;
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
            !loy__sold_money(line, line->returned, &after) ||
            !set_line(a, i, a->work->back[i], after - before))
            return LOY_ERR_INTERNAL;
    }
    return LOY_OK;
}

int
loy__basket_whole(loy__again *a)
{
    const loy__receipt *sale = a->refund->sale;

    for (uint32_t i = 0; i < sale->line_count; i++)
        if (!set_line(a, i, sale->lines[i].quantity, sale->lines[i].amount))
            return LOY_ERR_INTERNAL;
    return LOY_OK;
}

/* The line of the sale at another quantity and amount: what was taken off, promotions
 * included, is what it costs less than before. Its tax is what it came with in the sale,
 * as far as the line may have it. */
static bool
fit_line(const loy__again *a, uint32_t number, loy_line *line)
{
    int64_t price;

    *line = a->snapshot.event.lines[number];
    line->quantity = a->quantities[number];
    if (!loy__mul_div(line->quantity, line->unit_price, 1000, LOY__HALF_UP, &price))
        return false;
    line->tax = loy__smaller(line->tax, price);
    line->discount = loy__smaller(a->lists[number] - a->amounts[number], price);
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
        if (a->quantities[i] == 0)
            continue;
        if (!fit_line(a, i, &lines[event->line_count]))
            return LOY_ERR_CORRUPT;
        sum += a->amounts[i];
        a->origins[event->line_count] = &a->snapshot.event.lines[i];
        a->amounts[event->line_count++] = a->amounts[i];
    }
    *paid = a->snapshot.paid;
    if (*paid > 0 && a->refund->total > 0 &&
        !loy__mul_div(*paid, sum, a->refund->total, LOY__FLOOR, paid))
        return LOY_ERR_CORRUPT;
    return LOY_OK;
}
