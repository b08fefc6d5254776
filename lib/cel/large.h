/*
 * large.h -- natural numbers of up to 8192 bits, for exact decimal conversion.
 *
 * Sizes are bounded by what doubles need; nothing here checks for more.
 */
#ifndef LOY_CEL_LARGE_H
#define LOY_CEL_LARGE_H

#include <stdint.h>

#define LOY__LARGE_WORDS 256

typedef struct loy__cel_large {
    uint32_t words[LOY__LARGE_WORDS]; /* least first; those past count are not set */
    uint32_t count;                   /* the last one is not 0 */
} loy__cel_large;

void loy__cel_large_set(loy__cel_large *number, uint64_t value);
/* number * factor + more */
void loy__cel_large_multiply(loy__cel_large *number, uint32_t factor, uint32_t more);
/* number / by; returns the remainder. */
uint32_t loy__cel_large_divide(loy__cel_large *number, uint32_t by);
void loy__cel_large_shift(loy__cel_large *number, uint32_t bits);
void loy__cel_large_add(loy__cel_large *number, const loy__cel_large *other);
/* Of a number that is not smaller. */
void loy__cel_large_subtract(loy__cel_large *number, const loy__cel_large *other);
int loy__cel_large_compare(const loy__cel_large *a, const loy__cel_large *b);
uint32_t loy__cel_large_bits(const loy__cel_large *number);

#endif
