/*
 * base_zone_test.c -- POSIX TZ zones: known moments by hand, and thousands of
 * moments against the C library's own reading of the same strings.
 */
#define _DEFAULT_SOURCE

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"
#include "loyalty/loyalty.h"

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define SYDNEY "AEST-10AEDT,M10.1.0,M4.1.0/3"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
#define DUBLIN "IST-1GMT0,M10.5.0,M3.5.0/1"
#define SANTIAGO "<-04>4<-03>,M9.1.6/24,M4.1.6/24"
#define GAZA "EET-2EEST,M3.4.4/50,M10.4.4/50"
#define ALL_YEAR "EST5EDT,0/0,J365/25"
#define KATHMANDU "<+0545>-5:45"
#define SIXTY "abcdefghijklmnopqrstabcdefghijklmnopqrstabcdefghijklmnopqrst"

static loy__zone
zone(const char *text)
{
    loy__zone out;

    assert_true(loy__zone_parse(text, strlen(text), &out));
    return out;
}

static int64_t
instant(const char *text)
{
    int64_t out;
    int32_t offset;

    assert_true(loy__parse_instant(text, strlen(text), &out, &offset));
    return out;
}

static const struct parse_row {
    const char *name; /* the text itself */
    bool good;
    int32_t standard, daylight;
} parse_rows[] = {
    {"UTC0", true, 0, 0},
    {"CET-1", true, 3600, 3600},
    {BERLIN, true, 3600, 7200},
    {NEW_YORK, true, -18000, -14400},
    {LORD_HOWE, true, 37800, 39600},
    {DUBLIN, true, 3600, 0},
    {KATHMANDU, true, 20700, 20700},
    {"<-1234>+12:34:56", true, -45296, -45296},
    {"ABC24", true, -86400, -86400},
    {"XST-3XDT-4,J60/0,J300/0", true, 10800, 14400},
    {"XST-3XDT,0,365/-167:59:59", true, 10800, 14400},
    {"", false, 0, 0},
    {"UTC", false, 0, 0},
    {"Europe/Berlin", false, 0, 0},
    {":CET-1", false, 0, 0},
    {"CE-1", false, 0, 0},
    {"<+0", false, 0, 0},
    {"<+01-1", false, 0, 0},
    {"CET-1 ", false, 0, 0},
    {"CET-25", false, 0, 0},
    {"CET-1:60", false, 0, 0},
    {"CET-1CEST", false, 0, 0},
    {"CET-1CEST,M3.5.0", false, 0, 0},
    {"CET-1CEST,M3.5.0,", false, 0, 0},
    {"CET-1CEST,M13.5.0,M10.5.0", false, 0, 0},
    {"CET-1CEST,M3.0.0,M10.5.0", false, 0, 0},
    {"CET-1CEST,M3.6.0,M10.5.0", false, 0, 0},
    {"CET-1CEST,M3.5.7,M10.5.0", false, 0, 0},
    {"CET-1CEST,M3.5,M10.5.0", false, 0, 0},
    {"CET-1CEST,J0,J100", false, 0, 0},
    {"CET-1CEST,J366,J100", false, 0, 0},
    {"CET-1CEST,366,100", false, 0, 0},
    {"CET-1CEST,M3.5.0/168,M10.5.0", false, 0, 0},
    {"CET-1CEST,M3.5.0,M10.5.0/3x", false, 0, 0},
    {"CET-99999999999", false, 0, 0},
    {"A" SIXTY SIXTY "LONG0", true, 0, 0},
    {"A" SIXTY SIXTY "TOOLONG00", false, 0, 0},
};

static void
strings_are_read(void **state)
{
    const struct parse_row *row = *state;
    loy__zone out = {.standard = 77, .daylight = 77};

    assert_true(loy__zone_parse(row->name, strlen(row->name), &out) == row->good);
    assert_int_equal(out.standard, row->good ? row->standard : 77);
    assert_int_equal(out.daylight, row->good ? row->daylight : 77);
}

/* What is read of a string stops at its size. */
static void
a_prefix_is_no_zone(void **state)
{
    loy__zone out;
    size_t size;

    (void)state;
    for (size = 6; size < sizeof(BERLIN) - 1; size++) {
        if (memcmp(&BERLIN[size - 2], ".0", 2) == 0 && size > 17)
            continue; /* M10.5.0 without its time */
        assert_false(loy__zone_parse(BERLIN, size, &out));
    }
}

static const struct offset_row {
    const char *name;
    const char *zone;
    const char *instant;
    int32_t seconds;
} offset_rows[] = {
    {"Berlin, last second of winter", BERLIN, "2026-03-29T00:59:59Z", 3600},
    {"Berlin, first second of summer", BERLIN, "2026-03-29T01:00:00Z", 7200},
    {"Berlin, last second of summer", BERLIN, "2026-10-25T00:59:59Z", 7200},
    {"Berlin, first second of winter", BERLIN, "2026-10-25T01:00:00Z", 3600},
    {"New York, before spring", NEW_YORK, "2026-03-08T06:59:59Z", -18000},
    {"New York, spring", NEW_YORK, "2026-03-08T07:00:00Z", -14400},
    {"New York, before autumn", NEW_YORK, "2026-11-01T05:59:59Z", -14400},
    {"New York, autumn", NEW_YORK, "2026-11-01T06:00:00Z", -18000},
    {"Sydney, New Year is summer", SYDNEY, "2026-01-01T00:00:00Z", 39600},
    {"Sydney, before autumn", SYDNEY, "2026-04-04T15:59:59Z", 39600},
    {"Sydney, autumn", SYDNEY, "2026-04-04T16:00:00Z", 36000},
    {"Sydney, spring", SYDNEY, "2026-10-03T16:00:00Z", 39600},
    {"Lord Howe shifts by half an hour", LORD_HOWE, "2026-10-03T15:30:00Z", 39600},
    {"Dublin, winter is the other time", DUBLIN, "2026-01-01T00:00:00Z", 0},
    {"Dublin, summer is standard", DUBLIN, "2026-07-01T00:00:00Z", 3600},
    {"Santiago changes at 24:00", SANTIAGO, "2026-09-06T03:59:59Z", -14400},
    {"Santiago, a second later", SANTIAGO, "2026-09-06T04:00:00Z", -10800},
    {"Gaza, 50 hours after Thursday", GAZA, "2026-03-28T00:00:00Z", 10800},
    {"Gaza, a second earlier", GAZA, "2026-03-27T23:59:59Z", 7200},
    {"all year, winter", ALL_YEAR, "2026-01-01T05:00:00Z", -14400},
    {"all year, at the seam", ALL_YEAR, "2026-01-01T04:59:59Z", -14400},
    {"all year, summer", ALL_YEAR, "2026-07-01T05:00:00Z", -14400},
    {"a change that leads into the next year", "XST0XDT,J100,J365/167", "2027-01-06T05:59:59Z",
     3600},
    {"and its end there", "XST0XDT,J100,J365/167", "2027-01-06T22:00:00Z", 0},
    {"a change that leads into the year before", "XST0XDT,J1/-48,J100", "2025-12-30T00:00:00Z",
     3600},
    {"and a second earlier", "XST0XDT,J1/-48,J100", "2025-12-29T23:59:59Z", 0},
    {"J60 is 1 March in a leap year", "XST0XDT,J60/0,J300", "2024-02-29T23:59:59Z", 0},
    {"J60 begins", "XST0XDT,J60/0,J300", "2024-03-01T00:00:00Z", 3600},
    {"59 is 29 February in a leap year", "XST0XDT,59/0,J300", "2024-02-29T00:00:00Z", 3600},
    {"the first year", BERLIN, "0001-01-01T00:00:00Z", 3600},
    {"the last year", SYDNEY, "9999-12-31T23:59:59Z", 39600},
};

static void
offsets_are_known(void **state)
{
    const struct offset_row *row = *state;
    loy__zone z = zone(row->zone);
    loy__zone_year years[LOY__ZONE_YEARS];

    assert_int_equal(loy__zone_offset(&z, instant(row->instant)), row->seconds);
    loy__zone_prepare(&z, years);
    assert_int_equal(loy__zone_offset(&z, instant(row->instant)), row->seconds);
}

static const struct local_row {
    const char *name;
    const char *zone;
    const char *local; /* written as if it were UTC */
    const char *instant;
} local_rows[] = {
    {"plain", BERLIN, "2026-07-01T12:00:00Z", "2026-07-01T10:00:00Z"},
    {"a gap moves forward", BERLIN, "2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"},
    {"the gap's first moment", BERLIN, "2026-03-29T02:00:00Z", "2026-03-29T01:00:00Z"},
    {"behind the gap", BERLIN, "2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"},
    {"an ambiguous time is the first", BERLIN, "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"},
    {"the last ambiguous", BERLIN, "2026-10-25T02:59:59Z", "2026-10-25T00:59:59Z"},
    {"behind the ambiguous", BERLIN, "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
    {"New York, gap", NEW_YORK, "2026-03-08T02:15:00Z", "2026-03-08T07:15:00Z"},
    {"New York, ambiguous", NEW_YORK, "2026-11-01T01:15:00Z", "2026-11-01T05:15:00Z"},
    {"Sydney, gap", SYDNEY, "2026-10-04T02:15:00Z", "2026-10-03T16:15:00Z"},
    {"Lord Howe, gap of half an hour", LORD_HOWE, "2026-10-04T02:10:00Z", "2026-10-03T15:40:00Z"},
    {"Dublin, gap", DUBLIN, "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z"},
    {"Dublin, ambiguous", DUBLIN, "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"},
    {"Santiago, midnight in the gap", SANTIAGO, "2026-09-06T00:00:00Z", "2026-09-06T04:00:00Z"},
    {"Kathmandu", KATHMANDU, "2026-01-01T00:00:00Z", "2025-12-31T18:15:00Z"},
};

static void
local_times_are_found(void **state)
{
    const struct local_row *row = *state;
    loy__zone z = zone(row->zone);

    assert_true(loy__zone_instant(&z, instant(row->local)) == instant(row->instant));
}

static const struct add_row {
    const char *name;
    const char *zone;
    const char *from;
    const char *duration;
    const char *to; /* NULL: never */
} add_rows[] = {
    {"a day over the gap has 23 hours", BERLIN, "2026-03-28T11:00:00Z", "P1D",
     "2026-03-29T10:00:00Z"},
    {"a day over the fold has 25", BERLIN, "2026-10-24T10:00:00Z", "P1D", "2026-10-25T11:00:00Z"},
    {"into the gap", BERLIN, "2026-03-28T01:30:00Z", "P1D", "2026-03-29T01:30:00Z"},
    {"months clamp", BERLIN, "2026-01-31T12:00:00Z", "P1M", "2026-02-28T12:00:00Z"},
    {"months, then days, then time", BERLIN, "2026-01-31T12:00:00Z", "P1M1DT13H",
     "2026-03-02T01:00:00Z"},
    {"the local date counts", NEW_YORK, "2026-03-01T03:00:00Z", "P1M", "2026-03-29T02:00:00Z"},
    {"a year from a leap day", "UTC0", "2024-02-29T10:00:00Z", "P1Y", "2025-02-28T10:00:00Z"},
    {"nothing", BERLIN, "2026-10-25T01:30:00Z", "P0D", "2026-10-25T01:30:00Z"},
    {"minutes inside the second pass", BERLIN, "2026-10-25T01:15:00Z", "PT10M",
     "2026-10-25T01:25:00Z"},
    {"minutes inside the first pass", BERLIN, "2026-10-25T00:15:00Z", "PT10M",
     "2026-10-25T00:25:00Z"},
    {"milliseconds stay", "UTC0", "2026-01-01T00:00:00.123Z", "PT1S", "2026-01-01T00:00:01.123Z"},
    {"to the last moment", "UTC0", "9999-12-30T23:59:59.999Z", "P1D", "9999-12-31T23:59:59.999Z"},
    {"past the last day", "UTC0", "9999-12-31T00:00:00Z", "P1D", NULL},
    {"past the last month", "UTC0", "9999-12-01T00:00:00Z", "P1M", NULL},
    {"past it by hours", "UTC0", "9999-12-31T23:00:00Z", "PT1H", NULL},
    {"past it in the east only", "AAA-1", "9999-12-31T22:30:00Z", "PT1H", "9999-12-31T23:30:00Z"},
    {"far past", "UTC0", "2026-01-01T00:00:00Z", "P10000Y", NULL},
};

static void
durations_follow_the_calendar(void **state)
{
    const struct add_row *row = *state;
    loy__zone z = zone(row->zone);
    loy__duration duration;

    assert_true(loy__parse_duration(row->duration, strlen(row->duration), &duration));
    assert_true(loy__zone_add(&z, instant(row->from), &duration) ==
                (row->to == NULL ? LOY_NEVER : instant(row->to)));
}

static void
never_stays_never(void **state)
{
    loy__zone z = zone(BERLIN);
    loy__duration day = {0, 1, 0};
    loy__duration longest = {INT32_MAX, INT32_MAX, INT64_MAX};

    (void)state;
    assert_true(loy__zone_add(&z, LOY_NEVER, &day) == LOY_NEVER);
    assert_true(loy__zone_add(&z, 0, &longest) == LOY_NEVER);
    longest.months = 0;
    assert_true(loy__zone_add(&z, 0, &longest) == LOY_NEVER);
    assert_int_equal(loy__zone_day(&z, INT64_MAX), 2932897);
    assert_int_equal(loy__zone_day(&z, INT64_MIN), -719162);
}

static void
days_begin_at_midnight(void **state)
{
    static const char *const zones[] = {BERLIN,   NEW_YORK, SYDNEY,   LORD_HOWE, DUBLIN,
                                        SANTIAGO, GAZA,     ALL_YEAR, KATHMANDU};
    size_t i;
    int32_t d;

    (void)state;
    for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
        loy__zone z = zone(zones[i]);

        for (d = 19000; d < 23000; d++) {
            int64_t midnight = loy__zone_midnight(&z, d);

            assert_int_equal(loy__zone_day(&z, midnight), d);
            assert_int_equal(loy__zone_day(&z, midnight - 1), d - 1);
        }
    }
}

/* Where a local time exists, its instant shows that local time again. */
static void
instants_return(void **state)
{
    static const char *const zones[] = {BERLIN, NEW_YORK, SYDNEY, LORD_HOWE, DUBLIN, KATHMANDU};
    uint64_t seed = 6;
    int i;

    (void)state;
    for (i = 0; i < 30000; i++) {
        loy__zone z = zone(zones[i % 6]);
        int64_t at = (int64_t)random_kit_below(&seed, 4000000000) * 1000;
        int64_t local = at + loy__zone_offset(&z, at) * INT64_C(1000);
        int64_t back = loy__zone_instant(&z, local);

        assert_true(back <= at);
        assert_true(back + loy__zone_offset(&z, back) * INT64_C(1000) == local);
    }
}

/* The C library reads the same strings. Changes that leave their year, and
 * years before 1971, are left to the tables above: not all of its versions
 * follow the rules there. */
static void
offsets_equal_the_c_library(void **state)
{
    static const char *const zones[] = {
        BERLIN,
        NEW_YORK,
        SYDNEY,
        LORD_HOWE,
        DUBLIN,
        SANTIAGO,
        GAZA,
        KATHMANDU,
        "UTC0",
        "XST3XDT,J60/0,J300/0",
        "XST-3XDT-4:30,59/1:30,J365",
        "<-12>12<-11>,300,J45/23:59:59",
        "NZST-12NZDT,M9.5.0,M4.1.0/3",
    };
    uint64_t seed = 7;
    size_t k;
    int i;

    (void)state;
    for (k = 0; k < sizeof(zones) / sizeof(zones[0]); k++) {
        loy__zone z = zone(zones[k]);
        loy__zone_year years[LOY__ZONE_YEARS];

        assert_int_equal(setenv("TZ", zones[k], 1), 0);
        tzset();
        for (i = 0; i < 6000; i++) {
            time_t at = (time_t)random_kit_below(&seed, 6000000000) + 31536000;
            struct tm local;

            if (i == 3000)
                loy__zone_prepare(&z, years);
            if (i % 2) /* near a change of some year */
                at = at / 3600 * 3600 - i % 3;
            assert_non_null(localtime_r(&at, &local));
            if (loy__zone_offset(&z, (int64_t)at * 1000) != local.tm_gmtoff)
                fail_msg("%s at %lld", zones[k], (long long)at);
        }
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, strings_are_read, parse_rows);
    TABLE_KIT_ROWS(&kit, offsets_are_known, offset_rows);
    TABLE_KIT_ROWS(&kit, local_times_are_found, local_rows);
    TABLE_KIT_ROWS(&kit, durations_follow_the_calendar, add_rows);
    table_kit_test(&kit, "a prefix is no zone", a_prefix_is_no_zone);
    table_kit_test(&kit, "never stays never", never_stays_never);
    table_kit_test(&kit, "days begin at midnight", days_begin_at_midnight);
    table_kit_test(&kit, "instants return", instants_return);
    table_kit_test(&kit, "offsets equal the C library's", offsets_equal_the_c_library);
    return table_kit_run(&kit, "zone");
}
