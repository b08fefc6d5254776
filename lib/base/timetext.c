/*
 * timetext.c -- dates and instants as text: ISO 8601 dates, RFC 3339 times.
 */
#include "base/time.h"

#define MINUTE_MS INT64_C(60000)

/* `count` digits at text[at]; -1 when they are not there. */
static int32_t
digits(const char *text, size_t size, size_t at, size_t count)
{
    int32_t value = 0;
    size_t i;

    if (size < at + count)
        return -1;
    for (i = at; i < at + count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool
loy__parse_date(const char *text, size_t size, int32_t *day)
{
    loy__date date;

    if (size != 10 || text[4] != '-' || text[7] != '-')
        return false;
    date.year = digits(text, size, 0, 4);
    date.month = digits(text, size, 5, 2);
    date.day = digits(text, size, 8, 2);
    if (!loy__date_valid(date.year, date.month, date.day))
        return false;
    *day = loy__day_of(date);
    return true;
}

/* hh:mm:ss and up to three decimals; moves `at` behind it. */
static bool
parse_clock(const char *text, size_t size, size_t *at, int64_t *ms)
{
    int32_t hour = digits(text, size, *at, 2);
    int32_t minute = digits(text, size, *at + 3, 2);
    int32_t second = digits(text, size, *at + 6, 2);
    int32_t scale = 100;

    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
        text[*at + 2] != ':' || text[*at + 5] != ':')
        return false;
    *ms = ((int64_t)hour * 60 + minute) * MINUTE_MS + (int64_t)second * 1000;
    *at += 8;
    if (*at == size || text[*at] != '.')
        return true;
    ++*at;
    if (digits(text, size, *at, 1) < 0)
        return false;
    for (; digits(text, size, *at, 1) >= 0; ++*at) {
        if (scale == 0)
            return false;
        *ms += (int64_t)(text[*at] - '0') * scale;
        scale /= 10;
    }
    return true;
}

/* Z, +hh:mm or -hh:mm, and nothing behind it. */
static bool
parse_offset(const char *text, size_t size, size_t at, int32_t *offset)
{
    int32_t hour;
    int32_t minute;

    if (at + 1 == size && (text[at] == 'Z' || text[at] == 'z')) {
        *offset = 0;
        return true;
    }
    if (at + 6 != size || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
        return false;
    hour = digits(text, size, at + 1, 2);
    minute = digits(text, size, at + 4, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *offset = hour * 60 + minute;
    if (text[at] == '-')
        *offset = -*offset;
    return true;
}

bool
loy__parse_instant(const char *text, size_t size, int64_t *instant, int32_t *offset)
{
    int32_t day;
    int32_t minutes;
    int64_t ms;
    size_t at = 11;

    if (size < 20 || (text[10] != 'T' && text[10] != 't') || !loy__parse_date(text, 10, &day) ||
        !parse_clock(text, size, &at, &ms) || !parse_offset(text, size, at, &minutes))
        return false;
    ms += day * LOY__DAY_MS - minutes * MINUTE_MS;
    if (!loy__in_calendar(ms))
        return false;
    *instant = ms;
    *offset = minutes;
    return true;
}

static char *
put_digits(char *out, int64_t value, int count)
{
    int i;

    for (i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + count;
}

void
loy__format_date(int32_t day, char out[11])
{
    loy__date date;

    if (day < LOY__TIME_MIN / LOY__DAY_MS)
        day = (int32_t)(LOY__TIME_MIN / LOY__DAY_MS);
    if (day > LOY__TIME_MAX / LOY__DAY_MS)
        day = (int32_t)(LOY__TIME_MAX / LOY__DAY_MS);
    date = loy__date_of(day);
    put_digits(out, date.year, 4);
    out[4] = '-';
    put_digits(out + 5, date.month, 2);
    out[7] = '-';
    put_digits(out + 8, date.day, 2);
    out[10] = '\0';
}

static char *
put_clock(char *out, int64_t ms)
{
    out = put_digits(out, ms / 3600000, 2);
    *out++ = ':';
    out = put_digits(out, ms / 60000 % 60, 2);
    *out++ = ':';
    out = put_digits(out, ms / 1000 % 60, 2);
    if (ms % 1000 != 0) {
        *out++ = '.';
        out = put_digits(out, ms % 1000, 3);
    }
    return out;
}

static char *
put_offset(char *out, int32_t offset)
{
    int32_t minutes = offset < 0 ? -offset : offset;

    if (offset == 0) {
        *out++ = 'Z';
        return out;
    }
    *out++ = offset < 0 ? '-' : '+';
    out = put_digits(out, minutes / 60, 2);
    *out++ = ':';
    return put_digits(out, minutes % 60, 2);
}

void
loy__format_instant(int64_t instant, int32_t offset, char out[32])
{
    int64_t local;
    int32_t day;

    if (instant < LOY__TIME_MIN)
        instant = LOY__TIME_MIN;
    if (instant > LOY__TIME_MAX)
        instant = LOY__TIME_MAX;
    local = instant + offset * MINUTE_MS;
    if (!loy__in_calendar(local)) {
        /* The local year has no four digits: say it in UTC. */
        local = instant;
        offset = 0;
    }
    day = loy__day_of_instant(local);
    loy__format_date(day, out);
    out[10] = 'T';
    out = put_clock(out + 11, local - day * LOY__DAY_MS);
    out = put_offset(out, offset);
    *out = '\0';
}
