/*
 * time.h -- civil time without the C library: proleptic Gregorian days from
 * year 1 to 9999, ISO 8601 durations, POSIX TZ zones.
 *
 * An instant is int64 milliseconds since 1970-01-01T00:00Z; a day is int32
 * days since 1970-01-01 in some zone.
 */
#ifndef LOY_BASE_TIME_H
#define LOY_BASE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOY__DAY_MS INT64_C(86400000)
#define LOY__TIME_MIN INT64_C(-62135596800000) /* 0001-01-01T00:00Z */
#define LOY__TIME_MAX INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */

/* Whether an instant is in the years 1 to 9999. */
static inline bool
loy__in_calendar(int64_t instant)
{
    return instant >= LOY__TIME_MIN && instant <= LOY__TIME_MAX;
}

typedef struct loy__date {
    int32_t year;  /* 1..9999 */
    int32_t month; /* 1..12 */
    int32_t day;   /* 1..31 */
} loy__date;

int32_t loy__day_of(loy__date date);
loy__date loy__date_of(int32_t day);
int32_t loy__days_in_month(int32_t year, int32_t month);
bool loy__date_valid(int32_t year, int32_t month, int32_t day);
/* ISO: 1 Monday .. 7 Sunday. */
int32_t loy__weekday(int32_t day);
/* The day that an instant of local time falls on; at most what 32 bits hold. */
int32_t loy__day_of_instant(int64_t local_ms);
/* Adds months (may be negative), clamping the day to the month's end. */
int32_t loy__add_months(int32_t day, int32_t months);

typedef enum loy__period {
    LOY__PERIOD_DAY = 1,
    LOY__PERIOD_WEEK = 2, /* starts on Monday */
    LOY__PERIOD_MONTH = 3,
    LOY__PERIOD_QUARTER = 4,
    LOY__PERIOD_HALF_YEAR = 5,
    LOY__PERIOD_YEAR = 6,
    LOY__PERIOD_LIFETIME = 7 /* one period that starts at INT32_MIN */
} loy__period;

/* First day of the period that holds `day`, and of the next (INT32_MAX for
 * LIFETIME). */
int32_t loy__period_first(int32_t day, loy__period period);
static inline int32_t
loy__period_start(int32_t day, loy__period period)
{
    if (period == LOY__PERIOD_DAY)
        return day;
    return period == LOY__PERIOD_LIFETIME ? INT32_MIN : loy__period_first(day, period);
}
int32_t loy__period_next(int32_t day, loy__period period);

/* ISO 8601: PnYnMnWnDTnHnMnS, whole numbers, not negative. */
typedef struct loy__duration {
    int32_t months; /* years are 12 */
    int32_t days;   /* weeks are 7 */
    int64_t ms;
} loy__duration;

bool loy__parse_duration(const char *text, size_t size, loy__duration *out);
/* Adds months (clamped), then days. */
int32_t loy__add_to_day(int32_t day, const loy__duration *duration);
/* Takes months (clamped), then days, away. */
int32_t loy__take_from_day(int32_t day, const loy__duration *duration);

/* A POSIX TZ rule, e.g. "CET-1CEST,M3.5.0,M10.5.0/3" (M, J and n forms, hours
 * -167..167). Immutable after parsing. */
typedef struct loy__zone_change {
    int32_t kind; /* 0 none, 1 Mm.w.d, 2 Jn, 3 n */
    int32_t month, week, weekday, day;
    int32_t seconds; /* of local time after midnight */
} loy__zone_change;

/* The instants of the changes that a year has. */
typedef struct loy__zone_year {
    int64_t begin, end; /* of daylight time */
} loy__zone_year;

#define LOY__ZONE_FIRST 1970 /* years whose changes are computed in advance */
#define LOY__ZONE_YEARS 131

typedef struct loy__zone {
    int32_t standard; /* seconds east of UTC */
    int32_t daylight;
    loy__zone_change begin, end; /* of daylight time */
    bool has_daylight;
    const loy__zone_year *years; /* LOY__ZONE_YEARS of them; NULL: computed when asked for */
} loy__zone;

#define LOY__ZONE_TEXT 128 /* bytes of the longest text */

/* false: not a POSIX TZ string (a name such as Europe/Berlin is not one), or too
 * long. */
bool loy__zone_parse(const char *text, size_t size, loy__zone *out);
/* Computes the changes of the usual years in advance, for a zone that is asked
 * often; `years` has room for LOY__ZONE_YEARS and lives as long as the zone. */
void loy__zone_prepare(loy__zone *zone, loy__zone_year *years);
/* Seconds east of UTC at an instant. */
int32_t loy__zone_offset(const loy__zone *zone, int64_t instant);
/* Local date of an instant. */
int32_t loy__zone_day(const loy__zone *zone, int64_t instant);
/* The instant of a local time: ms since 1970-01-01T00:00 local. In a gap it
 * moves forward by the gap; ambiguous, it is the first. */
int64_t loy__zone_instant(const loy__zone *zone, int64_t local_ms);
/* The instant at which a local day begins. */
int64_t loy__zone_midnight(const loy__zone *zone, int32_t day);
/* instant + duration by the zone's calendar. Saturates at LOY_NEVER past
 * LOY__TIME_MAX. */
int64_t loy__zone_add(const loy__zone *zone, int64_t instant, const loy__duration *duration);

/* YYYY-MM-DD. */
bool loy__parse_date(const char *text, size_t size, int32_t *day);
/* RFC 3339 with offset, seconds and up to 3 decimals; offset in minutes. */
bool loy__parse_instant(const char *text, size_t size, int64_t *instant, int32_t *offset);
/* Writes YYYY-MM-DD, 10 bytes and NUL. */
void loy__format_date(int32_t day, char out[11]);
/* Writes RFC 3339 with the given offset, e.g. 2026-03-02T09:15:00+01:00 ('Z'
 * for 0; milliseconds only when not 0). out has room for 32 bytes. */
void loy__format_instant(int64_t instant, int32_t offset, char out[32]);

#endif
