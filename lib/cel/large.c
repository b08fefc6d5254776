/*
 * large.c -- natural numbers of many words.
 */
#include "cel/large.h"

#include <string.h>

static void
append(loy__cel_large *number, uint32_t word)
{
    if (word != 0 && number->count < LOY__LARGE_WORDS)
        number->words[number->count++] = word;
}

void
loy__cel_large_set(loy__cel_large *number, uint64_t value)
{
    number->count = 0;
    if (value == 0)
        return;
    number->words[number->count++] = (uint32_t)value;
    append(number, (uint32_t)(value >> 32));
}

void
loy__cel_large_multiply(loy__cel_large *number, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;

    for (uint32_t i = 0; i < number->count; i++) {
        carry += (uint64_t)number->words[i] * factor;
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    append(number, (uint32_t)carry);
}

uint32_t
loy__cel_large_divide(loy__cel_large *number, uint32_t by)
{
    uint64_t rest = 0;

    for (uint32_t i = number->count; i-- > 0;) {
        rest = rest << 32 | number->words[i];
        number->words[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    while (number->count > 0 && number->words[number->count - 1] == 0)
        number->count--;
    return (uint32_t)rest;
}

void
loy__cel_large_shift(loy__cel_large *number, uint32_t bits)
{
    uint32_t whole = bits / 32, rest = bits % 32;

    if (number->count == 0 || number->count + whole > LOY__LARGE_WORDS)
        return;
    if (whole != 0) {
        memmove(number->words + whole, number->words, number->count * sizeof(uint32_t));
        memset(number->words, 0, whole * sizeof(uint32_t));
        number->count += whole;
    }
    if (rest != 0)
        loy__cel_large_multiply(number, UINT32_C(1) << rest, 0);
}

void
loy__cel_large_add(loy__cel_large *number, const loy__cel_large *other)
{
    uint64_t carry = 0;

    for (uint32_t i = 0; i < number->count || i < other->count; i++) {
        if (i == number->count)
            number->words[number->count++] = 0;
        carry += (uint64_t)number->words[i] + (i < other->count ? other->words[i] : 0);
        number->words[i] = (uint32_t)carry;
        carry >>= 32;
    }
    append(number, (uint32_t)carry);
}

void
loy__cel_large_subtract(loy__cel_large *number, const loy__cel_large *other)
{
    uint64_t borrow = 0;

    for (uint32_t i = 0; i < number->count; i++) {
        uint64_t taken = (i < other->count ? other->words[i] : 0) + borrow;

        borrow = number->words[i] < taken;
        number->words[i] = (uint32_t)(number->words[i] - taken);
    }
    while (number->count > 0 && number->words[number->count - 1] == 0)
        number->count--;
}

int
loy__cel_large_compare(const loy__cel_large *a, const loy__cel_large *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (uint32_t i = a->count; i-- > 0;)
        if (a->words[i] != b->words[i])
            return a->words[i] < b->words[i] ? -1 : 1;
    return 0;
}

uint32_t
loy__cel_large_bits(const loy__cel_large *number)
{
    uint32_t bits = number->count * 32;

    for (uint32_t top = UINT32_C(1) << 31; bits != 0; top >>= 1, bits--)
        if ((number->words[number->count - 1] & top) != 0)
            return bits;
    return 0;
}
