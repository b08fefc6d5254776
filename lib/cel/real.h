/*
 * real.h -- doubles to and from decimal text, exactly and without the locale.
 */
#ifndef LOY_CEL_REAL_H
#define LOY_CEL_REAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <string.h>

#define LOY__CEL_REAL_SIZE 32

static inline uint64_t
loy__cel_real_bits(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

static inline double
loy__cel_real_of(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* The double nearest to "12", "1.5e3", "-.5", ties to even; past the largest
 * it is infinite. Also "inf", "infinity" and "nan", any case. */
bool loy__cel_real_parse(const char *text, size_t size, double *out);

/* The shortest text that reads back as the same double, the nearest one to it, ties to
 * even; returns its length. Written without an exponent from 1e-4 to below 1e21. */
size_t loy__cel_real_write(double value, char out[LOY__CEL_REAL_SIZE]);

/* The significant decimal digits of a finite positive double, at most 17, and
 * the power of ten of the first of them; returns how many. */
uint32_t loy__cel_real_digits(double value, char digits[17], int32_t *exponent);

/* More than the digits of any double, which are at most 767. */
#define LOY__CEL_EXACT_DIGITS 800

/* All digits of a finite double, its sign left out, and the power of ten of the
 * first of them; none for 0. */
uint32_t loy__cel_real_exact(double value, char digits[LOY__CEL_EXACT_DIGITS], int32_t *exponent);
/* Rounds to the first `keep` digits, half to even; returns how many there are
 * then. With 0 to keep there may be one, a power of ten higher. */
uint32_t loy__cel_real_round(char *digits, uint32_t count, int64_t keep, int32_t *exponent);

#endif
