/*
 * price_totals.c -- what a basket comes to after its promotions: taxes, by line or by
 * rate, and the sums.
 *
 * Taxes contained in prices are those contained in what is left to pay; taxes
 * on top come to it. A fixed tax of a unit (a deposit) is never reduced. The
 * rules see on each line the tax of what is left of it, without fixed ones.
 */
#include "engine/price/price.h"

int64_t
loy__tax_of(const loy__basket *basket, uint32_t line, int64_t amount, bool *on_top)
{
    const loy_line *own = loy__line_at(basket->work->event, line);
    int64_t whole = basket->lines[line].amount, tax = 0;

    *on_top = loy__taxed_on_top(basket->work->program, own);
    if (own->tax_rate != 0)
        return loy__tax_at(amount, own->tax_rate, *on_top);
    if (whole > 0)
        loy__mul_div(own->tax, amount, whole, LOY__HALF_UP, &tax);
    return *on_top || tax < amount ? tax : amount;
}

/* The tax of all lines with the rate of one, split among them. */
static void
tax_by_rate(const loy__basket *basket, uint32_t first, int64_t *taxes)
{
    const loy_program *program = basket->work->program;
    const loy_line *like = loy__line_at(basket->work->event, first);
    bool on_top = loy__taxed_on_top(program, like);
    int64_t sum = 0;

    for (uint32_t i = 0; i < basket->count; i++) {
        const loy_line *line = loy__line_at(basket->work->event, i);
        bool same = line->tax_rate == like->tax_rate && loy__taxed_on_top(program, line) == on_top;

        basket->weights[i] = same ? basket->lines[i].left : 0;
        sum += basket->weights[i];
        if (same && i < first)
            return; /* done with that line */
    }
    loy__split(loy__tax_at(sum, like->tax_rate, on_top), basket->weights, basket->count,
               basket->part);
    for (uint32_t i = 0; i < basket->count; i++)
        taxes[i] += basket->part[i];
}

static void
compute_taxes(const loy__basket *basket, int64_t *taxes)
{
    for (uint32_t i = 0; i < basket->count; i++)
        taxes[i] = 0;
    for (uint32_t i = 0; i < basket->count; i++) {
        const loy_line *line = loy__line_at(basket->work->event, i);
        bool on_top;

        if (line->tax_rate != 0 && basket->pricing->tax == LOY__TAX_BY_ORDER)
            tax_by_rate(basket, i, taxes);
        else
            taxes[i] += loy__tax_of(basket, i, basket->lines[i].left, &on_top);
    }
}

static int
show(loy__work *work, uint32_t kind, const char *name, int64_t money)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){
        .rule = "basket", .name = name, .money = money, .time = work->now, .kind = kind};
    return LOY_OK;
}

static int
show_tax(loy__basket *basket, uint32_t line, int64_t tax)
{
    return tax == 0 ? LOY_OK
                    : loy__effect_about(basket->work, LOY_EFFECT_TAX, "basket",
                                        loy__line_at(basket->work->event, line)->id, 0, tax);
}

int
loy__price_totals(loy__basket *basket)
{
    loy__work *work = basket->work;
    int64_t *taxes = basket->room;
    int64_t off = 0, net = 0, tax = 0;
    int result = LOY_OK;

    compute_taxes(basket, taxes);
    for (uint32_t i = 0; i < basket->count && result == LOY_OK; i++) {
        const loy_line *line = loy__line_at(work->event, i);
        const loy__priced *own = &basket->lines[i];
        bool on_top = loy__taxed_on_top(work->program, line);
        int64_t fixed = 0;

        loy__line_row(work, i)[LOY__LINE_TAX] = loy__cel_int(taxes[i]);
        loy__mul_div(line->fixed_tax, line->quantity, 1000, LOY__HALF_UP, &fixed);
        off += own->amount - own->left;
        net += own->left - (on_top ? 0 : taxes[i]);
        work->tax_on_top += fixed + (on_top ? taxes[i] : 0);
        tax += taxes[i] + fixed;
        result = show_tax(basket, i, taxes[i] + fixed);
    }
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "discount", off);
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "subtotal", net);
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "tax", tax);
    return result == LOY_OK ? show(work, LOY_EFFECT_PRICE, "total", net + tax) : result;
}
