/*
 * literal.c -- what the literals of the source mean: numbers and the escapes
 * of strings and bytes.
 */
#include "cel/lexer.h"
#include "cel/real.h"

#include <string.h>

static uint32_t
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (uint32_t)(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return (uint32_t)(c - 'A') + 10;
    return 16;
}

/* Digits as an unsigned number; false past 64 bits. */
static bool
read_natural(const char *text, size_t size, uint64_t *out)
{
    bool hex = size > 2 && (text[1] | 0x20) == 'x';
    uint32_t base = hex ? 16 : 10;
    uint64_t value = 0;

    for (size_t i = hex ? 2 : 0; i < size; i++) {
        uint32_t digit = hex_digit(text[i]);

        if (value > (UINT64_MAX - digit) / base)
            return false;
        value = value * base + digit;
    }
    *out = value;
    return true;
}

static bool
int_literal(loy__cel_job *job, loy__cel_token token, bool negative, loy__cel_value *out)
{
    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0), value;

    if (!read_natural(job->text + token.begin, token.end - token.begin, &value) || value > limit) {
        LOY__CEL_FAULT(job, token.begin, "the number is too large for an int");
        return false;
    }
    if (negative)
        *out = loy__cel_int(value == 0 ? 0 : -(int64_t)(value - 1) - 1);
    else
        *out = loy__cel_int((int64_t)value);
    return true;
}

static bool
uint_literal(loy__cel_job *job, loy__cel_token token, bool negative, loy__cel_value *out)
{
    uint64_t value;

    if (negative || !read_natural(job->text + token.begin, token.end - 1 - token.begin, &value)) {
        LOY__CEL_FAULT(job, token.begin, "the number does not fit in a uint");
        return false;
    }
    *out = (loy__cel_value){.as.natural = value, .tag = LOY__CEL_UINT};
    return true;
}

static bool
double_literal(loy__cel_job *job, loy__cel_token token, bool negative, loy__cel_value *out)
{
    double value;

    if (!loy__cel_real_parse(job->text + token.begin, token.end - token.begin, &value)) {
        LOY__CEL_FAULT(job, token.begin, "the number is not a double");
        return false;
    }
    *out = (loy__cel_value){.as.real = negative ? -value : value, .tag = LOY__CEL_DOUBLE};
    return true;
}

/* Reads `count` digits of a base; UINT32_MAX when one is missing. */
static uint32_t
read_code(const char *text, size_t size, uint32_t count, uint32_t base)
{
    uint32_t value = 0;

    if (size < count)
        return UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t digit = hex_digit(text[i]);

        if (digit >= base)
            return UINT32_MAX;
        value = value * base + digit;
    }
    return value;
}

static bool
simple_escape(char c, char *out)
{
    static const char from[] = "abfnrtv\\?\"'`", to[] = "\a\b\f\n\r\t\v\\?\"'`";
    const char *found = c != '\0' ? strchr(from, c) : NULL;

    if (found == NULL)
        return false;
    *out = to[found - from];
    return true;
}

/* Decodes the escape whose letter is at text[0]; returns the bytes read, 0 when
 * it is none. In bytes, a numeric escape is a byte; elsewhere a code point. */
static size_t
read_escape(const char *text, size_t size, bool bytes, char *out, size_t *written)
{
    uint32_t digits = 0, base = 16, code;
    size_t skip = 1;

    if (size == 0)
        return 0;
    *written = 1;
    if (simple_escape(text[0], out))
        return 1;
    if (text[0] == 'x' || text[0] == 'X') {
        digits = 2;
    } else if (text[0] == 'u' && !bytes) {
        digits = 4;
    } else if (text[0] == 'U' && !bytes) {
        digits = 8;
    } else if (text[0] >= '0' && text[0] <= '3') {
        digits = 3;
        base = 8;
        skip = 0;
    } else {
        return 0;
    }
    code = read_code(text + skip, size - skip, digits, base);
    if (code > 0x10ffff || (!bytes && code >= 0xd800 && code <= 0xdfff))
        return 0;
    if (bytes)
        *out = (char)(unsigned char)code;
    else
        *written = loy__utf8_put(out, code);
    return skip + digits;
}

/* The text between the quotes, with escapes resolved. */
static bool
decode(loy__cel_job *job, const char *text, size_t size, bool bytes, loy__cel_value *out)
{
    /* No escape is longer than what it stands for. */
    char *data = loy__cel_job_alloc(job, size + 1);
    size_t length = 0;

    if (data == NULL)
        return false;
    for (size_t i = 0; i < size;) {
        size_t written = 0, used;

        if (text[i] != '\\') {
            data[length++] = text[i++];
            continue;
        }
        used = read_escape(text + i + 1, size - i - 1, bytes, data + length, &written);
        if (used == 0) {
            LOY__CEL_FAULT(job, (uint32_t)(text + i - job->text), "an unknown escape in a text");
            LOY__CEL_HINT(job, (uint32_t)(text + i - job->text),
                          "write \\\\ for a backslash itself");
            return false;
        }
        length += written;
        i += 1 + used;
    }
    *out = loy__cel_string(data, (uint32_t)length, 0);
    return true;
}

static bool
text_literal(loy__cel_job *job, loy__cel_token token, loy__cel_value *out)
{
    const char *begin = job->text + token.begin, *end = job->text + token.end;
    bool bytes = token.kind == LOY__TOKEN_BYTES, raw = false;
    ptrdiff_t width;

    for (; *begin != '"' && *begin != '\''; begin++)
        raw = raw || *begin == 'r' || *begin == 'R';
    width = end - begin >= 6 && begin[1] == begin[0] && begin[2] == begin[0] ? 3 : 1;
    begin += width;
    end -= width;
    if (raw)
        *out = loy__cel_string(begin, (uint32_t)(end - begin), 0);
    else if (!decode(job, begin, (size_t)(end - begin), bytes, out))
        return false;
    if (bytes)
        out->tag = LOY__CEL_BYTES;
    return true;
}

bool
loy__cel_literal(loy__cel_job *job, loy__cel_token token, bool negative, loy__cel_value *out)
{
    switch (token.kind) {
    case LOY__TOKEN_INT:
        return int_literal(job, token, negative, out);
    case LOY__TOKEN_UINT:
        return uint_literal(job, token, negative, out);
    case LOY__TOKEN_DOUBLE:
        return double_literal(job, token, negative, out);
    default:
        return text_literal(job, token, out);
    }
}
