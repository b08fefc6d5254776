/*
 * price_basis.c -- money of a promotion that is meant with or without tax, on lines
 * whose prices are entered the other way.
 *
 * Lines without a rate of tax are the same either way.
 */
#include "engine/price/price.h"

/* The rate by which the basis of a promotion is above the price of a line as it
 * is entered: positive where it adds the tax, negative where it leaves it out. */
static int64_t
rate_above(const loy__basket *basket, const loy__promotion *promotion, uint32_t line)
{
    const loy_line *own = loy__line_at(basket->work->event, line);
    bool on_top = loy__taxed_on_top(basket->work->program, own);

    if (promotion->tax == LOY__TAX_WITH && on_top)
        return own->tax_rate;
    return promotion->tax == LOY__TAX_WITHOUT && !on_top ? -own->tax_rate : 0;
}

static int64_t
scaled(int64_t amount, int64_t up, int64_t down)
{
    int64_t out = amount;

    loy__mul_div(amount, up, down, LOY__HALF_UP, &out);
    return out;
}

int64_t
loy__basis_of(const loy__basket *basket, const loy__promotion *promotion, uint32_t line,
              int64_t amount)
{
    int64_t rate = rate_above(basket, promotion, line);

    if (rate == 0)
        return amount;
    return rate > 0 ? scaled(amount, LOY__WHOLE + rate, LOY__WHOLE)
                    : scaled(amount, LOY__WHOLE, LOY__WHOLE - rate);
}

int64_t
loy__basis_entered(const loy__basket *basket, const loy__promotion *promotion, uint32_t line,
                   int64_t amount)
{
    int64_t rate = rate_above(basket, promotion, line);

    if (rate == 0)
        return amount;
    return rate > 0 ? scaled(amount, LOY__WHOLE, LOY__WHOLE + rate)
                    : scaled(amount, LOY__WHOLE - rate, LOY__WHOLE);
}
