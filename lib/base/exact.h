/*
 * exact.h -- amounts that are not whole yet: what a rate and a factor make of
 * money, without rounding, until a named rounding is asked for.
 *
 * Never negative. Sixteen decimals hold every product of a decimal of six, a
 * factor of six and money of four.
 */
#ifndef LOY_BASE_EXACT_H
#define LOY_BASE_EXACT_H

#include "base/number.h"

#define LOY__EXACT_DIGITS 16
#define LOY__EXACT_ONE INT64_C(10000000000000000)

typedef struct loy__exact {
    int64_t whole;
    int64_t part; /* 0 .. LOY__EXACT_ONE - 1 */
} loy__exact;

/* a * b / 10^digits, for digits 0 .. 10. Each is true when it fits. */
bool loy__exact_product(int64_t a, int64_t b, uint32_t digits, loy__exact *out);
/* Times a decimal of six digits: factor / 10^6. `value` is a product of above. */
bool loy__exact_times(loy__exact value, int64_t factor, loy__exact *out);
bool loy__exact_round(loy__exact value, loy__rounding rounding, int64_t *out);

#endif
