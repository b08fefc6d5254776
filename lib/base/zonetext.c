/*
 * zonetext.c -- reading the TZ strings of POSIX, with rules for daylight time.
 *
 * A zone with daylight time must say when it begins and ends: POSIX leaves the
 * default to the platform, and here all platforms agree.
 */
#include "base/time.h"

typedef struct reader {
    const char *text;
    size_t size;
    size_t at;
} reader;

static bool
take(reader *in, char c)
{
    if (in->at == in->size || in->text[in->at] != c)
        return false;
    in->at++;
    return true;
}

static bool
is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* CET or <+03>; at least three characters. */
static bool
read_name(reader *in)
{
    bool quoted = take(in, '<');
    size_t start = in->at;

    while (in->at < in->size) {
        char c = in->text[in->at];

        if (!is_letter(c) && !(quoted && (is_digit(c) || c == '+' || c == '-')))
            break;
        in->at++;
    }
    return in->at - start >= 3 && (!quoted || take(in, '>'));
}

static bool
read_number(reader *in, int32_t low, int32_t high, int32_t *out)
{
    size_t start = in->at;
    int32_t value = 0;

    while (in->at < in->size && is_digit(in->text[in->at]) && in->at - start < 4)
        value = value * 10 + (in->text[in->at++] - '0');
    *out = value;
    return in->at > start && value >= low && value <= high;
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool
read_time(reader *in, int32_t max_hours, int32_t *seconds)
{
    bool negative = take(in, '-');
    int32_t hours;
    int32_t minutes = 0;
    int32_t rest = 0;

    if (!negative)
        take(in, '+');
    if (!read_number(in, 0, max_hours, &hours))
        return false;
    if (take(in, ':')) {
        if (!read_number(in, 0, 59, &minutes))
            return false;
        if (take(in, ':') && !read_number(in, 0, 59, &rest))
            return false;
    }
    *seconds = (hours * 60 + minutes) * 60 + rest;
    if (negative)
        *seconds = -*seconds;
    return true;
}

static bool
read_change(reader *in, loy__zone_change *out)
{
    *out = (loy__zone_change){.kind = 3, .seconds = 2 * 3600};
    if (take(in, 'M')) {
        out->kind = 1;
        if (!read_number(in, 1, 12, &out->month) || !take(in, '.') ||
            !read_number(in, 1, 5, &out->week) || !take(in, '.') ||
            !read_number(in, 0, 6, &out->weekday))
            return false;
    } else if (take(in, 'J')) {
        out->kind = 2;
        if (!read_number(in, 1, 365, &out->day))
            return false;
    } else if (!read_number(in, 0, 365, &out->day)) {
        return false;
    }
    return !take(in, '/') || read_time(in, 167, &out->seconds);
}

bool
loy__zone_parse(const char *text, size_t size, loy__zone *out)
{
    reader in = {.text = text, .size = size};
    loy__zone zone = {0};
    int32_t west;

    if (size > LOY__ZONE_TEXT || !read_name(&in) || !read_time(&in, 24, &west))
        return false;
    zone.standard = -west;
    zone.daylight = -west;
    if (in.at < in.size) {
        if (!read_name(&in))
            return false;
        zone.has_daylight = true;
        zone.daylight = zone.standard + 3600;
        if (in.at < in.size && in.text[in.at] != ',') {
            if (!read_time(&in, 24, &west))
                return false;
            zone.daylight = -west;
        }
        if (!take(&in, ',') || !read_change(&in, &zone.begin) || !take(&in, ',') ||
            !read_change(&in, &zone.end) || in.at != in.size)
            return false;
    }
    *out = zone;
    return true;
}
