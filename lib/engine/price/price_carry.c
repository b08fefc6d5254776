/*
 * price_carry.c -- percentages one after the other, each of what was left before
 * rounding: the part of a smallest unit by which each line is off.
 *
 * Such parts are small differences of products that may not fit. They are taken
 * modulo 2^64, which leaves them exact.
 */
#include "engine/price/price.h"

static int64_t
difference(int64_t a, int64_t b, int64_t c, int64_t d)
{
    return (int64_t)((uint64_t)a * (uint64_t)b - (uint64_t)c * (uint64_t)d);
}

int64_t
loy__carry_percent(const loy__basket *basket, int64_t amount, int64_t fraction, int64_t percent)
{
    int64_t part = 0, more = 0, rest;

    if (fraction == 0) {
        loy__mul_div(amount, percent, LOY__WHOLE, basket->pricing->rounding, &part);
        return part;
    }
    loy__mul_div(amount, percent, LOY__WHOLE, LOY__FLOOR, &part);
    rest = difference(amount, percent, part, LOY__WHOLE) + fraction * percent / LOY__WHOLE;
    for (; rest < 0; part--)
        rest += LOY__WHOLE;
    loy__mul_div(rest, 1, LOY__WHOLE, basket->pricing->rounding, &more);
    return part + more > 0 ? part + more : 0;
}

void
loy__carry_note(const loy__basket *basket, uint32_t line, int64_t percent, bool whole,
                loy__offer *offer)
{
    const loy__priced *own = &basket->lines[line];

    if (basket->pricing->carries)
        offer->fractions[line] =
            whole ? own->fraction - own->fraction * percent / LOY__WHOLE +
                        difference(offer->taken[line], LOY__WHOLE, own->left, percent)
                  : 0;
}
