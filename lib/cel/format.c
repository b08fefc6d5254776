/*
 * format.c -- 'text with %s and %.2f'.format([...]) of CEL's strings extension.
 *
 * Verbs: %s any value, %d numbers, %f and %e numbers with decimals (6 unless
 * %.Nf says otherwise), %b %o %x %X whole numbers, %x %X texts and bytes, too.
 */
#include <string.h>

#include "base/text.h"
#include "cel/format.h"
#include "cel/function.h"
#include "cel/real.h"

#define USUAL_PRECISION 6
#define MAX_PRECISION 1000

typedef struct clause {
    char verb;
    uint32_t precision;
} clause;

/* ---- Numbers ---- */

/* Digits first..last of a number, zeros where it has none. */
static void
put_digits(loy__cel_builder *b, const char *digits, uint32_t count, int64_t first, int64_t last)
{
    for (int64_t i = first; i < last; i++)
        loy__cel_put_char(b, (char)('0' + (i >= 0 && i < count ? digits[i] : 0)));
}

static void
put_fixed(loy__cel_builder *b, char *digits, uint32_t count, int32_t exponent, uint32_t precision)
{
    /* Where the point stands among the digits. */
    int64_t point;

    count = loy__cel_real_round(digits, count, (int64_t)exponent + 1 + precision, &exponent);
    point = count > 0 ? (int64_t)exponent + 1 : 0;
    put_digits(b, digits, count, point > 0 ? 0 : point - 1, point);
    if (precision > 0)
        loy__cel_put_char(b, '.');
    put_digits(b, digits, count, point, point + precision);
}

static void
put_scientific(loy__cel_builder *b, char *digits, uint32_t count, int32_t exponent,
               uint32_t precision)
{
    uint32_t power;

    count = loy__cel_real_round(digits, count, (int64_t)precision + 1, &exponent);
    power = (uint32_t)(exponent < 0 ? -exponent : exponent);
    put_digits(b, digits, count, 0, 1);
    if (precision > 0)
        loy__cel_put_char(b, '.');
    put_digits(b, digits, count, 1, (int64_t)precision + 1);
    loy__cel_put_text(b, exponent < 0 ? "e-" : "e+");
    if (power >= 100)
        loy__cel_put_char(b, (char)('0' + power / 100));
    loy__cel_put_char(b, (char)('0' + power / 10 % 10));
    loy__cel_put_char(b, (char)('0' + power % 10));
}

/* NaN, infinities and the sign; false when there are no digits to follow. */
static bool
put_sign(loy__cel_builder *b, double value)
{
    uint64_t bits = loy__cel_real_bits(value);

    if (value != value) {
        loy__cel_put_text(b, "NaN");
        return false;
    }
    if (bits >> 63 != 0)
        loy__cel_put_char(b, '-');
    if ((bits >> 52 & 0x7ff) != 0x7ff)
        return true;
    loy__cel_put_text(b, "Infinity");
    return false;
}

void
loy__cel_put_real(loy__cel_builder *b, double value)
{
    char digits[17];
    int32_t exponent = 0;
    uint32_t count = 0;

    if (!put_sign(b, value))
        return;
    value = value < 0 ? -value : value;
    if (value != 0)
        count = loy__cel_real_digits(value, digits, &exponent);
    put_fixed(b, digits, count, exponent,
              (int64_t)count - 1 > exponent ? (uint32_t)((int64_t)count - 1 - exponent) : 0);
}

/* %f and %e. */
static loy__cel_error
put_decimals(loy__cel_builder *b, loy__cel_value value, clause c)
{
    uint32_t kind = loy__cel_kind(value);
    char digits[LOY__CEL_EXACT_DIGITS];
    int32_t exponent = 0;
    uint32_t count;
    double real = value.as.real;

    if (kind == LOY__CEL_INT)
        real = (double)value.as.integer;
    else if (kind == LOY__CEL_UINT)
        real = (double)value.as.natural;
    else if (kind != LOY__CEL_DOUBLE)
        return LOY__CEL_ERR_OVERLOAD;
    if (!put_sign(b, real))
        return LOY__CEL_ERR_NONE;
    count = loy__cel_real_exact(real, digits, &exponent);
    if (count == 0)
        exponent = 0;
    if (c.verb == 'f')
        put_fixed(b, digits, count, exponent, c.precision);
    else
        put_scientific(b, digits, count, exponent, c.precision);
    return LOY__CEL_ERR_NONE;
}

/* A whole number in the base 2^bits. */
static void
put_in_base(loy__cel_builder *b, loy__cel_value value, uint32_t bits, const char *symbols)
{
    uint64_t rest = value.as.natural;
    char digits[64];
    size_t at = sizeof(digits);

    if (loy__cel_kind(value) == LOY__CEL_INT && value.as.integer < 0) {
        loy__cel_put_char(b, '-');
        rest = 0 - rest;
    }
    do {
        digits[--at] = symbols[rest & ((1u << bits) - 1)];
        rest >>= bits;
    } while (rest != 0);
    loy__cel_put_bytes(b, digits + at, sizeof(digits) - at);
}

/* %b, %o, %x and %X. */
static loy__cel_error
put_bits(loy__cel_builder *b, loy__cel_value value, clause c)
{
    const char *symbols = c.verb == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    uint32_t kind = loy__cel_kind(value), bits = c.verb == 'b' ? 1 : c.verb == 'o' ? 3 : 4;

    if (kind == LOY__CEL_INT || kind == LOY__CEL_UINT || (kind == LOY__CEL_BOOL && c.verb == 'b')) {
        put_in_base(b, value, bits, symbols);
        return LOY__CEL_ERR_NONE;
    }
    if (bits != 4 || (kind != LOY__CEL_STRING && kind != LOY__CEL_BYTES))
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t i = 0; i < value.size; i++) {
        unsigned char byte = (unsigned char)value.as.text[i];

        loy__cel_put_char(b, symbols[byte >> 4]);
        loy__cel_put_char(b, symbols[byte & 15]);
    }
    return LOY__CEL_ERR_NONE;
}

/* ---- The format ---- */

/* Reads what follows a `%`. */
static bool
read_clause(loy__cel_value format, uint32_t *at, clause *out)
{
    *out = (clause){.precision = USUAL_PRECISION};
    if (*at < format.size && format.as.text[*at] == '.') {
        uint32_t begin = ++*at;

        out->precision = 0;
        for (; *at < format.size && format.as.text[*at] >= '0' && format.as.text[*at] <= '9';
             ++*at) {
            out->precision = out->precision * 10 + (uint32_t)(format.as.text[*at] - '0');
            if (out->precision > MAX_PRECISION)
                return false;
        }
        if (*at == begin)
            return false;
    }
    if (*at >= format.size)
        return false;
    out->verb = format.as.text[(*at)++];
    return strchr("sdfeboxX", out->verb) != NULL && out->verb != '\0';
}

static loy__cel_error
put_clause(loy__cel_builder *b, clause c, loy__cel_value value)
{
    uint32_t kind = loy__cel_kind(value);

    switch (c.verb) {
    case 's':
        return loy__cel_put_value(b, value);
    case 'd':
        if (kind != LOY__CEL_INT && kind != LOY__CEL_UINT && kind != LOY__CEL_DOUBLE)
            return LOY__CEL_ERR_OVERLOAD;
        return loy__cel_put_value(b, value);
    case 'f':
    case 'e':
        return put_decimals(b, value, c);
    default:
        return put_bits(b, value, c);
    }
}

loy__cel_error
loy__cel_format(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value format = call->args[0], args = call->args[1];
    loy__cel_builder b = {.arena = call->arena};
    loy__cel_error error = LOY__CEL_ERR_NONE;
    uint32_t used = 0;

    if (loy__cel_kind(format) != LOY__CEL_STRING || loy__cel_kind(args) != LOY__CEL_LIST)
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t at = 0; at < format.size && error == LOY__CEL_ERR_NONE;) {
        char c = format.as.text[at++];
        clause next;

        if (c != '%') {
            loy__cel_put_char(&b, c);
        } else if (at < format.size && format.as.text[at] == '%') {
            loy__cel_put_char(&b, '%');
            at++;
        } else if (!read_clause(format, &at, &next)) {
            error = LOY__CEL_ERR_ARGUMENT;
        } else if (used == args.size) {
            error = LOY__CEL_ERR_INDEX;
        } else {
            error = put_clause(&b, next, args.as.items[used++]);
        }
    }
    return error == LOY__CEL_ERR_NONE ? loy__cel_built(&b, out) : error;
}
