/*
 * timetext.c -- reading and writing timestamps, durations and offsets.
 */
#include "cel/timetext.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time.h"

#define NANOS INT64_C(1000000000)

/* Exactly `count` digits at *at. */
static bool
read_digits(const char *text, size_t size, size_t *at, size_t count, int32_t *out)
{
    int32_t value = 0;

    if (size - *at < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        char c = text[*at + i];

        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    *at += count;
    *out = value;
    return true;
}

static bool
read_char(const char *text, size_t size, size_t *at, char c)
{
    if (*at >= size || text[*at] != c)
        return false;
    ++*at;
    return true;
}

/* Digits behind a point as a fraction of 10^9. */
static bool
read_fraction(const char *text, size_t size, size_t *at, int32_t *nanos)
{
    int32_t value = 0;
    size_t count = 0;

    for (; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at, count++) {
        if (count == 9)
            return false;
        value = value * 10 + (text[*at] - '0');
    }
    for (size_t i = count; i < 9; i++)
        value *= 10;
    *nanos = value;
    return count != 0;
}

bool
loy__cel_parse_offset(const char *text, size_t size, int32_t *seconds)
{
    bool negative = size > 0 && text[0] == '-';
    size_t at = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    int32_t hours, minutes;

    if (loy__text_equal(text, size, "UTC", 3) || loy__text_equal(text, size, "Z", 1)) {
        *seconds = 0;
        return true;
    }
    if (!read_digits(text, size, &at, 2, &hours) || !read_char(text, size, &at, ':') ||
        !read_digits(text, size, &at, 2, &minutes) || at != size || hours > 23 || minutes > 59)
        return false;
    *seconds = (hours * 3600 + minutes * 60) * (negative ? -1 : 1);
    return true;
}

loy__cel_error
loy__cel_parse_timestamp(const char *text, size_t size, loy__cel_value *out)
{
    int32_t year, month, day, hour, minute, second, nanos = 0, offset;
    size_t at = 0;
    bool good = read_digits(text, size, &at, 4, &year) && read_char(text, size, &at, '-') &&
                read_digits(text, size, &at, 2, &month) && read_char(text, size, &at, '-') &&
                read_digits(text, size, &at, 2, &day) &&
                (read_char(text, size, &at, 'T') || read_char(text, size, &at, 't')) &&
                read_digits(text, size, &at, 2, &hour) && read_char(text, size, &at, ':') &&
                read_digits(text, size, &at, 2, &minute) && read_char(text, size, &at, ':') &&
                read_digits(text, size, &at, 2, &second);

    if (good && read_char(text, size, &at, '.'))
        good = read_fraction(text, size, &at, &nanos);
    if (!good || at >= size || !loy__date_valid(year, month, day) || hour > 23 || minute > 59 ||
        second > 59)
        return LOY__CEL_ERR_CONVERT;
    if (text[at] == 'z')
        offset = 0;
    else if ((text[at] != 'Z' && text[at] != '+' && text[at] != '-') ||
             !loy__cel_parse_offset(text + at, size - at, &offset))
        return LOY__CEL_ERR_CONVERT;
    return loy__cel_timestamp((int64_t)loy__day_of((loy__date){year, month, day}) * 86400 +
                                  hour * 3600 + minute * 60 + second - offset,
                              nanos, out);
}

/* The unit at *at, in nanoseconds; 0 for none. */
static int64_t
read_unit(const char *text, size_t size, size_t *at)
{
    static const struct {
        const char *name;
        int64_t nanos;
    } units[] = {{"ns", 1},       {"us", 1000}, {"\xc2\xb5s", 1000}, {"\xce\xbcs", 1000},
                 {"ms", 1000000}, {"s", NANOS}, {"m", 60 * NANOS},   {"h", 3600 * NANOS}};

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t length = strlen(units[i].name);

        if (size - *at >= length && memcmp(text + *at, units[i].name, length) == 0) {
            *at += length;
            return units[i].nanos;
        }
    }
    return 0;
}

/* One number with its unit, as negative nanoseconds: they reach further. */
static bool
read_part(const char *text, size_t size, size_t *at, int64_t *out)
{
    size_t begin = *at, digits = 0, decimals = 0;
    int64_t whole = 0, fraction = 0, scale = 1, unit;

    for (; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at, digits++)
        if (!loy__mul(whole, 10, &whole) || !loy__sub(whole, text[*at] - '0', &whole))
            return false;
    if (read_char(text, size, at, '.')) {
        for (; *at < size && text[*at] >= '0' && text[*at] <= '9'; ++*at, decimals++) {
            if (decimals >= 15)
                continue; /* below a nanosecond of any unit */
            fraction = fraction * 10 + (text[*at] - '0');
            scale *= 10;
        }
    }
    unit = read_unit(text, size, at);
    if (digits + decimals == 0 || unit == 0 || *at == begin)
        return false;
    return loy__mul(whole, unit, &whole) &&
           loy__mul_div(fraction, unit, scale, LOY__TRUNCATE, &fraction) &&
           loy__sub(whole, fraction, out);
}

loy__cel_error
loy__cel_parse_duration(const char *text, size_t size, loy__cel_value *out)
{
    bool negative = size > 0 && text[0] == '-';
    size_t at = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    int64_t total = 0;

    if (at == size)
        return LOY__CEL_ERR_CONVERT;
    if (size - at == 1 && text[at] == '0')
        at = size;
    while (at < size) {
        int64_t part;

        if (!read_part(text, size, &at, &part) || !loy__add(total, part, &total))
            return LOY__CEL_ERR_CONVERT;
    }
    if (!negative && !loy__sub(0, total, &total))
        return LOY__CEL_ERR_CONVERT;
    *out = (loy__cel_value){.as.integer = total, .tag = LOY__CEL_DURATION};
    return LOY__CEL_ERR_NONE;
}

/* Writes .123 for nanoseconds, nothing for 0. */
static size_t
write_fraction(uint32_t nanos, char *out)
{
    size_t length = 10;

    if (nanos == 0)
        return 0;
    out[0] = '.';
    for (size_t i = 9; i >= 1; i--) {
        out[i] = (char)('0' + nanos % 10);
        nanos /= 10;
    }
    while (out[length - 1] == '0')
        length--;
    return length;
}

size_t
loy__cel_write_timestamp(loy__cel_value stamp, char out[LOY__CEL_TIME_SIZE])
{
    char whole[32];
    size_t length;

    /* Ends in the Z of an instant without milliseconds. */
    loy__format_instant(stamp.as.integer * 1000, 0, whole);
    length = strlen(whole) - 1;
    memcpy(out, whole, length);
    length += write_fraction(stamp.size, out + length);
    out[length] = 'Z';
    return length + 1;
}

size_t
loy__cel_write_duration(int64_t nanos, char out[LOY__CEL_TIME_SIZE])
{
    size_t length;

    loy__format(out, LOY__CEL_TIME_SIZE, "%s%lld", nanos < 0 && nanos > -NANOS ? "-" : "",
                (long long)(nanos / NANOS));
    length = strlen(out);
    length +=
        write_fraction((uint32_t)(nanos < 0 ? -(nanos % NANOS) : nanos % NANOS), out + length);
    out[length] = 's';
    return length + 1;
}
