/*
 * real_exact.c -- doubles with a chosen number of digits.
 *
 * Every double is a decimal fraction: m / 2^n is m * 5^n / 10^n. Its digits are
 * rounded once, half to even.
 */
#include "cel/large.h"
#include "cel/real.h"

#define PIECE UINT32_C(1000000000) /* nine digits at a time */

/* All digits of a natural number, leading zeros left out. */
static uint32_t
write_digits(loy__cel_large *number, char digits[LOY__CEL_EXACT_DIGITS])
{
    char reversed[LOY__CEL_EXACT_DIGITS + 9];
    uint32_t count = 0;

    while (number->count > 0) {
        uint32_t piece = loy__cel_large_divide(number, PIECE);

        for (uint32_t i = 0; i < 9; i++, piece /= 10)
            reversed[count++] = (char)(piece % 10);
    }
    while (count > 0 && reversed[count - 1] == 0)
        count--;
    for (uint32_t i = 0; i < count; i++)
        digits[i] = reversed[count - 1 - i];
    return count;
}

uint32_t
loy__cel_real_exact(double value, char digits[LOY__CEL_EXACT_DIGITS], int32_t *exponent)
{
    uint64_t bits = loy__cel_real_bits(value), mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int32_t power = (int32_t)(bits >> 52 & 0x7ff);
    loy__cel_large number;
    uint32_t count;

    if (power == 0)
        power = 1;
    else
        mantissa |= UINT64_C(1) << 52;
    power -= 1075;
    loy__cel_large_set(&number, mantissa);
    if (power > 0)
        loy__cel_large_shift(&number, (uint32_t)power);
    for (int32_t i = power; i < 0; i++)
        loy__cel_large_multiply(&number, 5, 0);
    count = write_digits(&number, digits);
    *exponent = (int32_t)count - 1 + (power < 0 ? power : 0);
    return count;
}

uint32_t
loy__cel_real_round(char *digits, uint32_t count, int64_t keep, int32_t *exponent)
{
    bool up;

    if (keep >= count)
        return count;
    if (keep < 0)
        return 0;
    up = digits[keep] > 5;
    if (digits[keep] == 5) {
        up = keep > 0 && digits[keep - 1] % 2 != 0;
        for (uint32_t i = (uint32_t)keep + 1; i < count; i++)
            up = up || digits[i] != 0;
    }
    count = (uint32_t)keep;
    if (!up)
        return count;
    while (keep > 0 && digits[keep - 1] == 9)
        digits[--keep] = 0;
    if (keep > 0) {
        digits[keep - 1]++;
        return count;
    }
    /* All nines, or nothing kept: a one before the digits that there were. */
    digits[0] = 1;
    ++*exponent;
    return count > 0 ? count : 1;
}
