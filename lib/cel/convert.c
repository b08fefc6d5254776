/*
 * convert.c -- conversions between kinds: int(), uint(), double(), string(),
 * bytes(), bool(), type() and dyn().
 *
 * A conversion is exact or truncates a fraction; what does not fit is an
 * error. Numbers are read and written without the locale.
 */
#include "base/text.h"

#include <string.h>

#include "cel/function.h"
#include "cel/real.h"
#include "cel/timetext.h"
#include "cel/type.h"
#include "cel/value.h"

/* Decimal digits with an optional sign, as magnitude and sign. */
static bool
read_whole(loy__cel_value text, bool *negative, uint64_t *out)
{
    uint32_t at = text.size > 0 && (text.as.text[0] == '-' || text.as.text[0] == '+') ? 1 : 0;
    uint64_t value = 0;

    *negative = at == 1 && text.as.text[0] == '-';
    if (at == text.size)
        return false;
    for (; at < text.size; at++) {
        uint32_t digit = (uint32_t)(unsigned char)text.as.text[at] - '0';

        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

static loy__cel_error
int_of_text(loy__cel_value text, loy__cel_value *out)
{
    uint64_t magnitude;
    bool negative;

    if (!read_whole(text, &negative, &magnitude) ||
        magnitude > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return LOY__CEL_ERR_CONVERT;
    if (negative && magnitude != 0)
        *out = loy__cel_int(-(int64_t)(magnitude - 1) - 1);
    else
        *out = loy__cel_int((int64_t)magnitude);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_to_int(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_INT:
        *out = arg;
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_TIMESTAMP:
        *out = loy__cel_int(arg.as.integer);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_UINT:
        if (arg.as.natural > (uint64_t)INT64_MAX)
            return LOY__CEL_ERR_OVERFLOW;
        *out = loy__cel_int(arg.as.integer);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_DOUBLE:
        /* Both ends are out: they may stand for what was rounded to them. */
        if (!(arg.as.real > -9223372036854775808.0 && arg.as.real < 9223372036854775808.0))
            return LOY__CEL_ERR_OVERFLOW;
        *out = loy__cel_int((int64_t)arg.as.real);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_STRING:
        return int_of_text(arg, out);
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
}

loy__cel_error
loy__cel_to_uint(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];
    uint64_t value = arg.as.natural;
    bool negative = false;

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_UINT:
        break;
    case LOY__CEL_INT:
        if (arg.as.integer < 0)
            return LOY__CEL_ERR_OVERFLOW;
        break;
    case LOY__CEL_DOUBLE:
        if (!(arg.as.real > -1.0 && arg.as.real < 18446744073709551616.0))
            return LOY__CEL_ERR_OVERFLOW;
        value = arg.as.real < 0 ? 0 : (uint64_t)arg.as.real;
        break;
    case LOY__CEL_STRING:
        if (!read_whole(arg, &negative, &value) || negative)
            return LOY__CEL_ERR_CONVERT;
        break;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
    *out = (loy__cel_value){.as.natural = value, .tag = LOY__CEL_UINT};
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_to_double(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];
    double value;

    switch (loy__cel_kind(arg)) {
    case LOY__CEL_DOUBLE:
        value = arg.as.real;
        break;
    case LOY__CEL_INT:
        value = (double)arg.as.integer;
        break;
    case LOY__CEL_UINT:
        value = (double)arg.as.natural;
        break;
    case LOY__CEL_STRING:
        if (!loy__cel_real_parse(arg.as.text, arg.size, &value))
            return LOY__CEL_ERR_CONVERT;
        break;
    default:
        return LOY__CEL_ERR_OVERLOAD;
    }
    *out = (loy__cel_value){.as.real = value, .tag = LOY__CEL_DOUBLE};
    return LOY__CEL_ERR_NONE;
}

static size_t
write_whole(uint64_t magnitude, bool negative, char *out)
{
    char digits[24];
    size_t count = 0, length = 0;

    do {
        digits[count++] = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude != 0);
    if (negative)
        out[length++] = '-';
    while (count > 0)
        out[length++] = digits[--count];
    return length;
}

/* The text of a value that is no text; 0 for kinds that have none. */
static size_t
write_value(loy__cel_value value, char out[LOY__CEL_TIME_SIZE])
{
    switch (loy__cel_kind(value)) {
    case LOY__CEL_BOOL:
        memcpy(out, value.as.integer != 0 ? "true" : "false", 5);
        return value.as.integer != 0 ? 4 : 5;
    case LOY__CEL_INT:
        return write_whole(value.as.integer < 0 ? 0 - value.as.natural : value.as.natural,
                           value.as.integer < 0, out);
    case LOY__CEL_UINT:
        return write_whole(value.as.natural, false, out);
    case LOY__CEL_DOUBLE:
        return loy__cel_real_write(value.as.real, out);
    case LOY__CEL_TIMESTAMP:
        return loy__cel_write_timestamp(value, out);
    case LOY__CEL_DURATION:
        return loy__cel_write_duration(value.as.integer, out);
    default:
        return 0;
    }
}

loy__cel_error
loy__cel_to_string(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];
    uint32_t kind = loy__cel_kind(arg);
    char text[LOY__CEL_TIME_SIZE];
    size_t size;
    char *copy;

    if (kind == LOY__CEL_STRING || kind == LOY__CEL_BYTES) {
        if (kind == LOY__CEL_BYTES && !loy__utf8_valid(arg.as.text, arg.size))
            return LOY__CEL_ERR_CONVERT;
        arg.tag = kind == LOY__CEL_STRING ? arg.tag : LOY__CEL_STRING;
        *out = arg;
        return LOY__CEL_ERR_NONE;
    }
    size = write_value(arg, text);
    if (size == 0)
        return LOY__CEL_ERR_OVERLOAD;
    copy = loy__arena_text(call->arena, text, size);
    if (copy == NULL)
        return LOY__CEL_ERR_MEMORY;
    *out = loy__cel_string(copy, (uint32_t)size, 0);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_to_bytes(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value arg = call->args[0];

    if (loy__cel_kind(arg) != LOY__CEL_STRING && loy__cel_kind(arg) != LOY__CEL_BYTES)
        return LOY__CEL_ERR_OVERLOAD;
    arg.tag = LOY__CEL_BYTES;
    *out = arg;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_to_bool(const loy__cel_call *call, loy__cel_value *out)
{
    static const char *const words[][2] = {
        {"false", "true"}, {"False", "True"}, {"FALSE", "TRUE"}, {"f", "t"}, {"F", "T"}, {"0", "1"},
    };
    loy__cel_value arg = call->args[0];

    if (loy__cel_kind(arg) == LOY__CEL_BOOL) {
        *out = arg;
        return LOY__CEL_ERR_NONE;
    }
    if (loy__cel_kind(arg) != LOY__CEL_STRING)
        return LOY__CEL_ERR_OVERLOAD;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        for (size_t truth = 0; truth < 2; truth++)
            if (loy__text_equal(arg.as.text, arg.size, words[i][truth], strlen(words[i][truth]))) {
                *out = loy__cel_bool(truth != 0);
                return LOY__CEL_ERR_NONE;
            }
    return LOY__CEL_ERR_CONVERT;
}

loy__cel_error
loy__cel_type_of_value(const loy__cel_call *call, loy__cel_value *out)
{
    static const uint8_t types[] = {
        [LOY__CEL_NULL] = LOY__T_NULL,
        [LOY__CEL_BOOL] = LOY__T_BOOL,
        [LOY__CEL_INT] = LOY__T_INT,
        [LOY__CEL_UINT] = LOY__T_UINT,
        [LOY__CEL_DOUBLE] = LOY__T_DOUBLE,
        [LOY__CEL_STRING] = LOY__T_STRING,
        [LOY__CEL_BYTES] = LOY__T_BYTES,
        [LOY__CEL_LIST] = LOY__T_LIST,
        [LOY__CEL_MAP] = LOY__T_MAP,
        [LOY__CEL_TYPE] = LOY__T_TYPE,
        [LOY__CEL_TIMESTAMP] = LOY__T_TIMESTAMP,
        [LOY__CEL_DURATION] = LOY__T_DURATION,
        [LOY__CEL_ROW] = LOY__T_OBJECT,
        [LOY__CEL_ROWS] = LOY__T_LIST,
        [LOY__CEL_OPTIONAL] = LOY__T_OPTIONAL,
    };
    const char *name = loy__cel_type_name(types[loy__cel_kind(call->args[0])]);

    *out = (loy__cel_value){.as.text = name, .size = (uint32_t)strlen(name), .tag = LOY__CEL_TYPE};
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_identity(const loy__cel_call *call, loy__cel_value *out)
{
    *out = call->args[0];
    return LOY__CEL_ERR_NONE;
}
