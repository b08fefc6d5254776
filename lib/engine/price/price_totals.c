/*
 * price_totals.c -- what a basket comes to after its promotions: taxes, and the sums.
 *
 * Taxes contained in prices are those contained in what is left to pay; taxes
 * on top come to it. The rules see on each line the tax of what is left of it,
 * without fixed ones.
 */
#include "engine/price/price.h"

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
    int64_t *taxes;
    int64_t off = 0, net = 0, tax = 0;
    int result = loy__taxes_settle(work, NULL, &taxes);

    for (uint32_t i = 0; i < basket->count && result == LOY_OK; i++) {
        const loy_line *line = loy__line_at(work->event, i);
        const loy__priced *own = &basket->lines[i];
        int64_t all = taxes[i] + loy__fixed_tax(line);

        off += own->amount - own->left;
        net += own->left - (loy__taxed_on_top(work->program, line) ? 0 : taxes[i]);
        tax += all;
        result = show_tax(basket, i, all);
    }
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "discount", off);
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "subtotal", net);
    if (result == LOY_OK)
        result = show(work, LOY_EFFECT_PRICE, "tax", tax);
    return result == LOY_OK ? show(work, LOY_EFFECT_PRICE, "total", net + tax) : result;
}
