/*
 * zone.c -- civil time in a zone: offsets, midnights and calendar sums.
 *
 * Daylight time lasts from the latest begin to the next end, whichever of them
 * a year has first, so both hemispheres are one case.
 */
#include "base/time.h"

#include "base/number.h"
#include "loyalty/loyalty.h"

#define SECOND_MS INT64_C(1000)
#define SPILL 10 /* days that a change may lie outside its year */

static int64_t
within_calendar(int64_t instant)
{
    if (instant < LOY__TIME_MIN)
        return LOY__TIME_MIN;
    return instant > LOY__TIME_MAX ? LOY__TIME_MAX : instant;
}

typedef struct year {
    int32_t first; /* day of 1 January */
    bool leap;
} year;

static year
year_of(int32_t number)
{
    return (year){loy__day_of((loy__date){number, 1, 1}), loy__days_in_month(number, 2) == 29};
}

/* The day on which the clock changes in a year; its time may lead elsewhere. */
static int32_t
change_day(const loy__zone_change *change, year in)
{
    static const int32_t month_starts[] = {0,   31,  59,  90,  120, 151, 181,
                                           212, 243, 273, 304, 334, 365};
    int32_t begin;
    int32_t end;
    int32_t day;

    if (change->kind == 3)
        return in.first + change->day;
    if (change->kind == 2) /* 29 February has no number */
        return in.first + change->day - 1 + (in.leap && change->day > 59);
    begin = in.first + month_starts[change->month - 1] + (in.leap && change->month > 2);
    end = in.first + month_starts[change->month] + (in.leap && change->month > 1);
    day = begin + (change->weekday - loy__weekday(begin) + 7) % 7 + 7 * (change->week - 1);
    return day < end ? day : day - 7;
}

/* The instant of a change, whose time is told in the offset it ends. */
static int64_t
change_instant(const loy__zone_change *change, year in, int32_t offset)
{
    return change_day(change, in) * LOY__DAY_MS + (change->seconds - offset) * SECOND_MS;
}

static loy__zone_year
compute_year(const loy__zone *zone, int32_t number)
{
    year in = year_of(number);

    return (loy__zone_year){.begin = change_instant(&zone->begin, in, zone->standard),
                            .end = change_instant(&zone->end, in, zone->daylight)};
}

void
loy__zone_prepare(loy__zone *zone, loy__zone_year *years)
{
    if (!zone->has_daylight)
        return;
    for (int32_t i = 0; i < LOY__ZONE_YEARS; i++)
        years[i] = compute_year(zone, LOY__ZONE_FIRST + i);
    zone->years = years;
}

/* The latest change up to an instant, of those seen so far. */
typedef struct latest {
    int64_t instant;
    bool daylight;
} latest;

static void
look_at_year(const loy__zone *zone, int32_t number, int64_t instant, latest *found)
{
    uint32_t index = (uint32_t)number - LOY__ZONE_FIRST;
    loy__zone_year changes = zone->years != NULL && index < LOY__ZONE_YEARS
                                 ? zone->years[index]
                                 : compute_year(zone, number);

    if (changes.end <= instant && changes.end > found->instant)
        *found = (latest){changes.end, false};
    /* Where both meet, daylight time goes on: so zones write it all year. */
    if (changes.begin <= instant && changes.begin >= found->instant)
        *found = (latest){changes.begin, true};
}

int32_t
loy__zone_offset(const loy__zone *zone, int64_t instant)
{
    latest found = {INT64_MIN, false};
    loy__date date;

    if (!zone->has_daylight)
        return zone->standard;
    instant = within_calendar(instant);
    date = loy__date_of(loy__day_of_instant(instant));
    look_at_year(zone, date.year, instant, &found);
    /* A change may lie some days outside its year. */
    if (date.month == 12 && date.day > 31 - SPILL)
        look_at_year(zone, date.year + 1, instant, &found);
    if (found.instant == INT64_MIN || (date.month == 1 && date.day <= SPILL + 1))
        look_at_year(zone, date.year - 1, instant, &found);
    return found.daylight ? zone->daylight : zone->standard;
}

int32_t
loy__zone_day(const loy__zone *zone, int64_t instant)
{
    instant = within_calendar(instant);
    return loy__day_of_instant(instant + loy__zone_offset(zone, instant) * SECOND_MS);
}

int64_t
loy__zone_instant(const loy__zone *zone, int64_t local_ms)
{
    int32_t larger = zone->standard > zone->daylight ? zone->standard : zone->daylight;
    int32_t smaller = zone->standard < zone->daylight ? zone->standard : zone->daylight;
    int64_t early;

    if (!zone->has_daylight)
        return local_ms - zone->standard * SECOND_MS;
    /* The larger offset gives the earlier instant. Where neither offset is in
     * force, the smaller one is that before the gap. */
    early = local_ms - larger * SECOND_MS;
    if (loy__zone_offset(zone, early) == larger)
        return early;
    return local_ms - smaller * SECOND_MS;
}

int64_t
loy__zone_midnight(const loy__zone *zone, int32_t day)
{
    return loy__zone_instant(zone, day * LOY__DAY_MS);
}

int64_t
loy__zone_add(const loy__zone *zone, int64_t instant, const loy__duration *duration)
{
    int64_t local;
    int64_t sum;
    int32_t day;
    loy__date date;

    if (instant > LOY__TIME_MAX)
        return LOY_NEVER;
    instant = within_calendar(instant);
    local = instant + loy__zone_offset(zone, instant) * SECOND_MS;
    day = loy__day_of_instant(local);
    date = loy__date_of(day);
    if ((int64_t)date.year * 12 + date.month - 1 + duration->months >= 10000 * 12)
        return LOY_NEVER;
    sum = (loy__add_months(day, duration->months) + (int64_t)duration->days) * LOY__DAY_MS;
    if (!loy__add(sum, local - day * LOY__DAY_MS, &sum) || !loy__add(sum, duration->ms, &sum) ||
        sum > LOY__TIME_MAX + LOY__DAY_MS * 2)
        return LOY_NEVER;
    sum = loy__zone_instant(zone, sum);
    /* From the second pass of a repeated hour the sum is in the second, too. */
    if (sum < instant)
        sum += (zone->daylight > zone->standard ? zone->daylight - zone->standard
                                                : zone->standard - zone->daylight) *
               SECOND_MS;
    return sum > LOY__TIME_MAX ? LOY_NEVER : sum;
}
