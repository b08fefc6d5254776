/*
 * exact.c -- see exact.h.
 */
#include "base/exact.h"

#define SIX INT64_C(1000000)

/* The quotient of a * b / c, rounded down, and its rest; a, b >= 0, c > 0. The
 * rest is less than c, so it is exact modulo 2^64. */
static bool
divide(int64_t a, int64_t b, int64_t c, int64_t *quotient, int64_t *rest)
{
    if (!loy__mul_div(a, b, c, LOY__FLOOR, quotient))
        return false;
    *rest = (int64_t)((uint64_t)a * (uint64_t)b - (uint64_t)*quotient * (uint64_t)c);
    return true;
}

bool
loy__exact_product(int64_t a, int64_t b, uint32_t digits, loy__exact *out)
{
    int64_t rest;

    if (!divide(a, b, loy__power10(digits), &out->whole, &rest))
        return false;
    out->part = rest * loy__power10(LOY__EXACT_DIGITS - digits);
    return true;
}

bool
loy__exact_times(loy__exact value, int64_t factor, loy__exact *out)
{
    int64_t more, rest, part;

    /* The part is a multiple of 10^6: it has ten digits at most. */
    if (!divide(value.whole, factor, SIX, &out->whole, &rest) ||
        !divide(value.part / SIX, factor, LOY__EXACT_ONE, &more, &part) ||
        !loy__add(out->whole, more, &out->whole))
        return false;
    part += rest * (LOY__EXACT_ONE / SIX);
    if (part >= LOY__EXACT_ONE && !loy__add(out->whole, 1, &out->whole))
        return false;
    out->part = part % LOY__EXACT_ONE;
    return true;
}

bool
loy__exact_round(loy__exact value, loy__rounding rounding, int64_t *out)
{
    int64_t left = LOY__EXACT_ONE - value.part;
    bool up = false;

    if (rounding == LOY__CEIL)
        up = value.part > 0;
    else if (rounding == LOY__HALF_UP)
        up = value.part >= left;
    else if (rounding == LOY__HALF_EVEN)
        up = value.part > left || (value.part == left && value.whole % 2 == 1);
    return loy__add(value.whole, up ? 1 : 0, out);
}
