/*
 * number.h -- integers that cannot wrap: checked sums and products, products
 * through a 128-bit intermediate, named rounding, exact splits, decimals.
 */
#ifndef LOY_BASE_NUMBER_H
#define LOY_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"

static inline int64_t
loy__smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Each is true when the exact result fits and was stored. */
static inline bool
loy__add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    if (loy__sum_wraps(a, b, &sum))
        return false;
    *out = sum;
    return true;
}

static inline bool
loy__sub(int64_t a, int64_t b, int64_t *out)
{
    int64_t difference;

    if (loy__difference_wraps(a, b, &difference))
        return false;
    *out = difference;
    return true;
}

bool loy__mul(int64_t a, int64_t b, int64_t *out);

typedef enum loy__rounding {
    LOY__FLOOR = 1,     /* toward minus infinity */
    LOY__CEIL = 2,      /* toward plus infinity */
    LOY__HALF_UP = 3,   /* nearest, ties away from zero */
    LOY__HALF_EVEN = 4, /* nearest, ties to the even one */
    LOY__TRUNCATE = 5   /* toward zero */
} loy__rounding;

/* a * b / c with the named rounding; false when c is 0 or the result does not
 * fit. The product is exact. */
bool loy__mul_div(int64_t a, int64_t b, int64_t c, loy__rounding rounding, int64_t *out);

/* Splits total (0 or more) in proportion to weights (0 or more): parts sum to
 * total exactly, floors first, then one each to the largest remainders, ties by
 * position. All weights 0: everything to the first part. false: count is 0 or
 * the sum of weights does not fit. `parts` may not overlap `weights`. No
 * allocation; O(count), times the bits of the sum of weights. */
bool loy__split(int64_t total, const int64_t *weights, size_t count, int64_t *parts);

/* One of the amounts that somebody has. */
typedef int64_t loy__amount_at(const void *of, size_t i);
/* The nth largest of `count` amounts below `most`; below 0: it is none of them. 0 when
 * there are fewer. Found by halving, so that many cost no square. */
int64_t loy__nth_largest(const void *of, loy__amount_at *at, size_t count, size_t nth,
                         int64_t most);

/* An exact decimal "12", "-0.5", "1.25" as value * 10^-digits: at most
 * `digits` decimals, no exponent, no blanks, no plus sign. false otherwise. */
bool loy__parse_decimal(const char *text, size_t size, uint32_t digits, int64_t *out);

/* 10^n for n 0..18. */
int64_t loy__power10(uint32_t n);

#endif
