/*
 * number.c -- checked arithmetic on 64-bit integers, in C11 alone.
 *
 * A product is exact in two 64-bit halves before it is judged or divided.
 */
#include "base/number.h"

#include "base/macros.h"

static uint64_t
magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* A magnitude with its sign, when it fits. */
static bool
put_sign(uint64_t value, bool negative, int64_t *out)
{
    if (value > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    if (!negative)
        *out = (int64_t)value;
    else
        *out = value == 0 ? 0 : -(int64_t)(value - 1) - 1;
    return true;
}

/* The product's low half; its high half in `high`. */
static uint64_t
multiply(uint64_t a, uint64_t b, uint64_t *high)
{
    uint64_t a_low = (uint32_t)a, a_high = a >> 32;
    uint64_t b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t low = a_low * b_low;
    uint64_t cross = a_high * b_low + (low >> 32);
    uint64_t middle = a_low * b_high + (uint32_t)cross;

    *high = a_high * b_high + (cross >> 32) + (middle >> 32);
    return middle << 32 | (uint32_t)low;
}

bool
loy__mul(int64_t a, int64_t b, int64_t *out)
{
    uint64_t high;
    uint64_t low;

    if (LOY_LIKELY(a == (int32_t)a && b == (int32_t)b)) {
        *out = a * b;
        return true;
    }
    low = multiply(magnitude(a), magnitude(b), &high);
    return high == 0 && put_sign(low, (a < 0) != (b < 0), out);
}

/* One 32-bit digit of a long division: (*rest * 2^32 + digit) / by, with `by`
 * normalised to have its top bit set and *rest < by. */
static uint64_t
divide_digit(uint64_t *rest, uint32_t digit, uint64_t by)
{
    uint64_t by_high = by >> 32;
    uint64_t by_low = (uint32_t)by;
    uint64_t guess = *rest / by_high;
    uint64_t left = *rest % by_high;

    /* The guess from the leading digits is at most two too large. */
    while (guess >> 32 != 0 || guess * by_low > (left << 32 | digit)) {
        guess--;
        left += by_high;
        if (left >> 32 != 0)
            break;
    }
    *rest = (*rest << 32 | digit) - guess * by; /* modulo 2^64, where it fits */
    return guess;
}

/* (high * 2^64 + low) / by with high < by. */
static uint64_t
divide(uint64_t high, uint64_t low, uint64_t by, uint64_t *remainder)
{
    uint32_t shift = 0;
    uint64_t first;
    uint64_t second;

    if (high == 0) {
        *remainder = low % by;
        return low / by;
    }
    while (by >> 63 == 0) {
        by <<= 1;
        shift++;
    }
    if (shift > 0) {
        high = high << shift | low >> (64 - shift);
        low <<= shift;
    }
    first = divide_digit(&high, (uint32_t)(low >> 32), by);
    second = divide_digit(&high, (uint32_t)low, by);
    *remainder = high >> shift;
    return first << 32 | second;
}

static bool
rounds_up(loy__rounding rounding, bool negative, uint64_t quotient, uint64_t rest, uint64_t by)
{
    if (rest == 0)
        return false;
    switch (rounding) {
    case LOY__FLOOR:
        return negative;
    case LOY__CEIL:
        return !negative;
    case LOY__HALF_UP:
        return rest >= by - rest;
    case LOY__HALF_EVEN:
        return rest > by - rest || (rest == by - rest && quotient % 2 == 1);
    case LOY__TRUNCATE:
        break;
    }
    return false;
}

bool
loy__mul_div(int64_t a, int64_t b, int64_t c, loy__rounding rounding, int64_t *out)
{
    bool negative = (a < 0) != (b < 0);
    uint64_t by = magnitude(c);
    uint64_t high;
    uint64_t low;
    uint64_t quotient;
    uint64_t rest;

    low = multiply(magnitude(a), magnitude(b), &high);
    if (high >= by) /* c is 0, too */
        return false;
    negative = negative != (c < 0);
    quotient = divide(high, low, by, &rest);
    if (rounds_up(rounding, negative, quotient, rest, by)) {
        if (quotient == UINT64_MAX)
            return false;
        quotient++;
    }
    return put_sign(quotient, negative, out);
}

int64_t
loy__power10(uint32_t n)
{
    int64_t power = 1;

    while (n-- > 0 && power < INT64_C(1000000000000000000))
        power *= 10;
    return power;
}
