/*
 * real.c -- doubles to and from decimal text by exact arithmetic on large
 * integers.
 *
 * Reading scales the decimal fraction until its quotient has 64 bits and
 * rounds that once. Writing makes digits until what is left is closer to the
 * double than to its neighbours, which gives the fewest digits that read back.
 */
#include "cel/real.h"

#include <string.h>

#include "base/text.h"
#include "cel/large.h"

#define MAX_DIGITS 800 /* more cannot change what a double rounds to, but for a last sticky one */

/* A decimal number: digits * 10^exponent. */
typedef struct decimal {
    char digits[MAX_DIGITS + 1];
    uint32_t count;
    int32_t exponent;
    bool negative;
} decimal;

static void
add_digit(decimal *number, char digit, bool fraction)
{
    if (number->count == 0 && digit == '0') {
        number->exponent -= fraction;
        return;
    }
    if (number->count < MAX_DIGITS) {
        number->digits[number->count++] = (char)(digit - '0');
        number->exponent -= fraction;
        return;
    }
    number->exponent += !fraction;
    if (digit != '0')
        number->digits[MAX_DIGITS] = 1;
}

static bool
read_exponent(const char *text, size_t size, size_t *at, int32_t *out)
{
    bool negative = *at < size && text[*at] == '-';
    int32_t value = 0;
    size_t begin;

    if (*at < size && (text[*at] == '-' || text[*at] == '+'))
        ++*at;
    for (begin = *at; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at)
        if (value < 100000)
            value = value * 10 + (text[*at] - '0');
    *out = negative ? -value : value;
    return *at > begin;
}

static bool
read_decimal(const char *text, size_t size, decimal *number)
{
    bool fraction = false, any = false;
    int32_t exponent = 0;
    size_t at = 0;

    memset(number, 0, sizeof(*number));
    if (size > 0 && (text[0] == '-' || text[0] == '+')) {
        number->negative = text[0] == '-';
        at = 1;
    }
    for (; at < size; at++) {
        if (text[at] == '.' && !fraction) {
            fraction = true;
        } else if (text[at] >= '0' && text[at] <= '9') {
            any = true;
            add_digit(number, text[at], fraction);
        } else {
            break;
        }
    }
    if (at < size && any && (text[at] | 0x20) == 'e') {
        at++;
        if (!read_exponent(text, size, &at, &exponent))
            return false;
    }
    number->exponent += exponent;
    if (number->digits[MAX_DIGITS] != 0) {
        /* What was cut off breaks ties. */
        number->count = MAX_DIGITS + 1;
        number->exponent--;
    }
    return any && at == size;
}

/* The double with a 64-bit significand (top bit set, the last one sticky) times
 * 2^exponent. */
static double
assemble(uint64_t significand, int32_t exponent)
{
    int32_t drop = 11, biased = exponent + 63 + 1023;
    uint64_t kept, rest, half;

    if (biased >= 2047)
        return loy__cel_real_of(UINT64_C(0x7ff) << 52);
    if (biased <= 0)
        drop += 1 - biased;
    if (drop > 64)
        return 0.0;
    kept = drop == 64 ? 0 : significand >> drop;
    rest = drop == 64 ? significand : significand & ((UINT64_C(1) << drop) - 1);
    half = UINT64_C(1) << (drop - 1);
    if (rest > half || (rest == half && (kept & 1) != 0))
        kept++;
    if (biased <= 0)
        return loy__cel_real_of(kept);
    /* A carry out of the significand raises the exponent, as it should. */
    return loy__cel_real_of(((uint64_t)(biased - 1) << 52) + kept);
}

static double
nearest_double(const decimal *number)
{
    loy__cel_large top, bottom;
    uint64_t quotient = 0;
    int32_t shift;

    loy__cel_large_set(&top, 0);
    for (uint32_t i = 0; i < number->count; i++)
        loy__cel_large_multiply(&top, 10, (uint32_t)number->digits[i]);
    loy__cel_large_set(&bottom, 1);
    for (int32_t i = 0; i < number->exponent; i++)
        loy__cel_large_multiply(&top, 10, 0);
    for (int32_t i = 0; i > number->exponent; i--)
        loy__cel_large_multiply(&bottom, 10, 0);
    /* Bring top/bottom into [1, 2). */
    shift = (int32_t)loy__cel_large_bits(&top) - (int32_t)loy__cel_large_bits(&bottom);
    if (shift > 0)
        loy__cel_large_shift(&bottom, (uint32_t)shift);
    else
        loy__cel_large_shift(&top, (uint32_t)-shift);
    if (loy__cel_large_compare(&top, &bottom) < 0) {
        loy__cel_large_shift(&top, 1);
        shift--;
    }
    for (uint32_t i = 0; i < 64; i++) {
        quotient <<= 1;
        if (loy__cel_large_compare(&top, &bottom) >= 0) {
            loy__cel_large_subtract(&top, &bottom);
            quotient |= 1;
        }
        loy__cel_large_shift(&top, 1);
    }
    if (loy__cel_large_bits(&top) != 0)
        quotient |= 1;
    return assemble(quotient, shift - 63);
}

static bool
is_word(const char *text, size_t size, const char *word)
{
    if (strlen(word) != size)
        return false;
    for (size_t i = 0; i < size; i++)
        if ((text[i] | 0x20) != word[i])
            return false;
    return true;
}

static bool
read_special(const char *text, size_t size, double *out)
{
    bool negative = size > 0 && text[0] == '-';
    size_t skip = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;

    text += skip;
    size -= skip;
    if (is_word(text, size, "inf") || is_word(text, size, "infinity"))
        *out = loy__cel_real_of((UINT64_C(0x7ff) | (negative ? 0x800u : 0u)) << 52);
    else if (is_word(text, size, "nan"))
        *out = loy__cel_real_of(UINT64_C(0x7ff8) << 48);
    else
        return false;
    return true;
}

bool
loy__cel_real_parse(const char *text, size_t size, double *out)
{
    decimal number;
    double value;
    int64_t magnitude;

    if (read_special(text, size, out))
        return true;
    if (!read_decimal(text, size, &number))
        return false;
    magnitude = (int64_t)number.exponent + number.count;
    if (number.count == 0 || magnitude < -400)
        value = 0.0;
    else if (magnitude > 400)
        value = loy__cel_real_of(UINT64_C(0x7ff) << 52);
    else
        value = nearest_double(&number);
    *out = number.negative ? -value : value;
    return true;
}

/* ---- Writing ---- */

/* The double as r/s with half the gaps to its neighbours, lower and upper, over
 * the same s. */
typedef struct fraction {
    loy__cel_large r, s, lower, upper;
    bool even; /* the neighbours' midpoints read back as this double */
} fraction;

static void
open_fraction(fraction *f, double value)
{
    uint64_t bits = loy__cel_real_bits(value), mantissa = bits & ((UINT64_C(1) << 52) - 1);
    int32_t exponent = (int32_t)(bits >> 52 & 0x7ff);
    uint32_t wide;

    /* Below a power of two the gap is half of that above. */
    wide = mantissa == 0 && exponent > 1;
    if (exponent == 0)
        exponent = 1;
    else
        mantissa |= UINT64_C(1) << 52;
    exponent -= 1075;
    f->even = (mantissa & 1) == 0;
    loy__cel_large_set(&f->r, mantissa);
    loy__cel_large_set(&f->s, 1);
    loy__cel_large_set(&f->lower, 1);
    loy__cel_large_shift(&f->r, 1 + wide + (exponent > 0 ? (uint32_t)exponent : 0));
    loy__cel_large_shift(&f->s, 1 + wide + (exponent < 0 ? (uint32_t)-exponent : 0));
    loy__cel_large_shift(&f->lower, exponent > 0 ? (uint32_t)exponent : 0);
    f->upper = f->lower;
    loy__cel_large_shift(&f->upper, wide);
}

/* Whether what is left plus the upper gap reaches one. */
static bool
reaches(const fraction *f)
{
    loy__cel_large sum = f->r;
    int order;

    loy__cel_large_add(&sum, &f->upper);
    order = loy__cel_large_compare(&sum, &f->s);
    return f->even ? order >= 0 : order > 0;
}

static void
times_ten(fraction *f)
{
    loy__cel_large_multiply(&f->r, 10, 0);
    loy__cel_large_multiply(&f->lower, 10, 0);
    loy__cel_large_multiply(&f->upper, 10, 0);
}

/* Scales by powers of ten until the first digit is in front of the point. */
static int32_t
scale(fraction *f)
{
    int32_t exponent = 0;

    while (reaches(f)) {
        loy__cel_large_multiply(&f->s, 10, 0);
        exponent++;
    }
    for (;;) {
        fraction next = *f;

        times_ten(&next);
        if (reaches(&next))
            return exponent - 1;
        *f = next;
        exponent--;
    }
}

uint32_t
loy__cel_real_digits(double value, char digits[17], int32_t *exponent)
{
    fraction f;
    uint32_t count = 0;
    bool low = false, high = false;

    open_fraction(&f, value);
    *exponent = scale(&f);
    while (!low && !high && count < 17) {
        char digit = 0;
        int order;

        times_ten(&f);
        while (loy__cel_large_compare(&f.r, &f.s) >= 0) {
            loy__cel_large_subtract(&f.r, &f.s);
            digit++;
        }
        order = loy__cel_large_compare(&f.r, &f.lower);
        low = f.even ? order <= 0 : order < 0;
        high = reaches(&f);
        if (low && high) {
            loy__cel_large_shift(&f.r, 1);
            order = loy__cel_large_compare(&f.r, &f.s);
            low = order < 0 || (order == 0 && digit % 2 == 0);
        }
        digits[count++] = (char)(digit + (high && !low));
    }
    return count;
}

static size_t
put_exponent(char *out, int32_t exponent)
{
    uint32_t rest = (uint32_t)(exponent < 0 ? -exponent : exponent);
    size_t length = 2;

    out[0] = 'e';
    out[1] = exponent < 0 ? '-' : '+';
    if (rest >= 100)
        out[length++] = (char)('0' + rest / 100);
    out[length++] = (char)('0' + rest / 10 % 10);
    out[length++] = (char)('0' + rest % 10);
    return length;
}

/* Digits with the point after the first `whole` of them. */
static size_t
put_plain(char *out, const char *digits, int32_t count, int32_t whole)
{
    size_t length = 0;

    if (whole <= 0)
        out[length++] = '0';
    for (int32_t i = whole < 0 ? whole : 0; i < count || i < whole; i++) {
        if (i == (whole < 0 ? whole : whole == 0 ? 0 : whole))
            out[length++] = '.';
        out[length++] = (char)('0' + (i >= 0 && i < count ? digits[i] : 0));
    }
    return length;
}

size_t
loy__cel_real_write(double value, char out[LOY__CEL_REAL_SIZE])
{
    uint64_t bits = loy__cel_real_bits(value);
    size_t length = 0;
    char digits[17];
    int32_t exponent, count;

    if (value != value) {
        memcpy(out, "NaN", 3);
        return 3;
    }
    if (bits >> 63 != 0)
        out[length++] = '-';
    bits &= UINT64_MAX >> 1;
    if (bits == UINT64_C(0x7ff) << 52) {
        memcpy(out + length, "Infinity", 8);
        return length + 8;
    }
    if (bits == 0) {
        out[length++] = '0';
        return length;
    }
    count = (int32_t)loy__cel_real_digits(loy__cel_real_of(bits), digits, &exponent);
    if (exponent >= -4 && exponent < 21)
        return length + put_plain(out + length, digits, count, exponent + 1);
    out[length++] = (char)('0' + digits[0]);
    if (count > 1)
        out[length++] = '.';
    for (int32_t i = 1; i < count; i++)
        out[length++] = (char)('0' + digits[i]);
    return length + put_exponent(out + length, exponent);
}
