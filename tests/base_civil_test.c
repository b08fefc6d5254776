/*
 * base_civil_test.c -- the calendar, counted day by day from 0001-01-01, and
 * the arithmetic of months and periods.
 */
#include <string.h>

#include "base/time.h"
#include "kit/table_kit.h"

static int32_t
day(const char *text)
{
    int32_t out;

    assert_true(loy__parse_date(text, strlen(text), &out));
    return out;
}

static int
month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (month == 2 && (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)))
        return 29;
    return lengths[month - 1];
}

/* Every day of the calendar, as one would tick it off on a wall. */
static void
all_days_in_their_order(void **state)
{
    int32_t number = -719162;
    int weekday = 1; /* 0001-01-01 was a Monday */
    int year;
    int month;
    int d;

    (void)state;
    for (year = 1; year <= 9999; year++) {
        for (month = 1; month <= 12; month++) {
            assert_int_equal(loy__days_in_month(year, month), month_length(year, month));
            for (d = 1; d <= month_length(year, month); d++) {
                loy__date date = loy__date_of(number);

                if (date.year != year || date.month != month || date.day != d ||
                    loy__day_of((loy__date){year, month, d}) != number ||
                    loy__weekday(number) != weekday)
                    fail_msg("%04d-%02d-%02d", year, month, d);
                number++;
                weekday = weekday % 7 + 1;
            }
        }
    }
    assert_int_equal(number - 1, 2932896);
    assert_int_equal(loy__day_of((loy__date){1970, 1, 1}), 0);
}

static void
instants_are_floored(void **state)
{
    (void)state;
    assert_int_equal(loy__day_of_instant(0), 0);
    assert_int_equal(loy__day_of_instant(-1), -1);
    assert_int_equal(loy__day_of_instant(LOY__DAY_MS - 1), 0);
    assert_int_equal(loy__day_of_instant(LOY__DAY_MS), 1);
    assert_int_equal(loy__day_of_instant(-LOY__DAY_MS), -1);
    assert_int_equal(loy__day_of_instant(-LOY__DAY_MS - 1), -2);
    assert_int_equal(loy__day_of_instant(LOY__TIME_MIN), -719162);
    assert_int_equal(loy__day_of_instant(LOY__TIME_MAX), 2932896);
    assert_int_equal(loy__day_of_instant(INT64_MAX), INT32_MAX);
    assert_int_equal(loy__day_of_instant(INT64_MIN), INT32_MIN);
}

static const struct valid_row {
    const char *name;
    int32_t year, month, day;
    bool valid;
} valid_rows[] = {
    {"first", 1, 1, 1, true},
    {"last", 9999, 12, 31, true},
    {"year 0", 0, 1, 1, false},
    {"year 10000", 10000, 1, 1, false},
    {"leap day", 2024, 2, 29, true},
    {"no leap day", 2023, 2, 29, false},
    {"century", 1900, 2, 29, false},
    {"fourth century", 2000, 2, 29, true},
    {"month 0", 2024, 0, 1, false},
    {"month 13", 2024, 13, 1, false},
    {"day 0", 2024, 1, 0, false},
    {"April 31", 2024, 4, 31, false},
    {"negative day", 2024, 1, -1, false},
};

static void
dates_are_checked(void **state)
{
    const struct valid_row *row = *state;

    assert_true(loy__date_valid(row->year, row->month, row->day) == row->valid);
}

static const struct months_row {
    const char *name;
    const char *from;
    int32_t months;
    const char *to;
} months_rows[] = {
    {"plain", "2026-03-15", 1, "2026-04-15"},
    {"clamped to February", "2026-01-31", 1, "2026-02-28"},
    {"clamped to a leap day", "2024-01-31", 1, "2024-02-29"},
    {"leap day, a year on", "2024-02-29", 12, "2025-02-28"},
    {"leap day, four years on", "2024-02-29", 48, "2028-02-29"},
    {"leap day, to a century", "2096-02-29", 48, "2100-02-28"},
    {"over the year's end", "2026-11-30", 3, "2027-02-28"},
    {"none", "2026-05-31", 0, "2026-05-31"},
    {"back", "2026-03-31", -1, "2026-02-28"},
    {"back over the year", "2026-01-15", -2, "2025-11-15"},
    {"not remembered", "2026-02-28", 1, "2026-03-28"},
    {"past the end", "9999-12-01", 1, "9999-12-31"},
    {"far past the end", "2026-12-01", INT32_MAX, "9999-12-31"},
    {"before the start", "0001-01-15", -1, "0001-01-01"},
    {"far before the start", "2026-01-15", INT32_MIN, "0001-01-01"},
};

static void
months_clamp(void **state)
{
    const struct months_row *row = *state;

    assert_int_equal(loy__add_months(day(row->from), row->months), day(row->to));
}

static const struct period_row {
    const char *name;
    const char *day;
    loy__period period;
    const char *start;
    const char *next;
} period_rows[] = {
    {"day", "2026-03-02", LOY__PERIOD_DAY, "2026-03-02", "2026-03-03"},
    {"week of a Monday", "2026-03-02", LOY__PERIOD_WEEK, "2026-03-02", "2026-03-09"},
    {"week of a Sunday", "2026-03-08", LOY__PERIOD_WEEK, "2026-03-02", "2026-03-09"},
    {"week over the year", "2027-01-01", LOY__PERIOD_WEEK, "2026-12-28", "2027-01-04"},
    {"week before 1970", "1969-12-31", LOY__PERIOD_WEEK, "1969-12-29", "1970-01-05"},
    {"month", "2024-02-29", LOY__PERIOD_MONTH, "2024-02-01", "2024-03-01"},
    {"December", "2026-12-31", LOY__PERIOD_MONTH, "2026-12-01", "2027-01-01"},
    {"first quarter", "2026-03-31", LOY__PERIOD_QUARTER, "2026-01-01", "2026-04-01"},
    {"last quarter", "2026-10-01", LOY__PERIOD_QUARTER, "2026-10-01", "2027-01-01"},
    {"first half", "2026-06-30", LOY__PERIOD_HALF_YEAR, "2026-01-01", "2026-07-01"},
    {"second half", "2026-07-01", LOY__PERIOD_HALF_YEAR, "2026-07-01", "2027-01-01"},
    {"year", "2026-07-01", LOY__PERIOD_YEAR, "2026-01-01", "2027-01-01"},
};

static void
periods_start_and_end(void **state)
{
    const struct period_row *row = *state;

    assert_int_equal(loy__period_start(day(row->day), row->period), day(row->start));
    assert_int_equal(loy__period_next(day(row->day), row->period), day(row->next));
}

static void
a_period_is_what_lies_between_its_ends(void **state)
{
    int period;
    int32_t d;

    (void)state;
    for (period = LOY__PERIOD_DAY; period <= LOY__PERIOD_YEAR; period++) {
        loy__period p = (loy__period)period;

        for (d = -1500; d < 30000; d += 7) {
            int32_t start = loy__period_start(d, p);
            int32_t next = loy__period_next(d, p);

            assert_true(start <= d && d < next);
            assert_int_equal(loy__period_start(start, p), start);
            assert_int_equal(loy__period_start(next, p), next);
            assert_int_equal(loy__period_start(next - 1, p), start);
        }
    }
    assert_int_equal(loy__period_start(5, LOY__PERIOD_LIFETIME), INT32_MIN);
    assert_int_equal(loy__period_next(5, LOY__PERIOD_LIFETIME), INT32_MAX);
    assert_int_equal(loy__period_next(day("9999-12-31"), LOY__PERIOD_MONTH), 2932897);
}

static const struct sum_row {
    const char *name;
    const char *from;
    loy__duration duration;
    const char *sum;
    const char *difference;
} sum_rows[] = {
    {"months before days", "2026-01-31", {1, 1, 0}, "2026-03-01", "2025-12-30"},
    {"a year", "2024-02-29", {12, 0, 0}, "2025-02-28", "2023-02-28"},
    {"days", "2026-03-01", {0, 14, 0}, "2026-03-15", "2026-02-15"},
    {"nothing", "2026-03-01", {0, 0, 0}, "2026-03-01", "2026-03-01"},
    {"clamped to the calendar", "2026-03-01", {0, INT32_MAX, 0}, "9999-12-31", "0001-01-01"},
};

static void
durations_move_days(void **state)
{
    const struct sum_row *row = *state;

    assert_int_equal(loy__add_to_day(day(row->from), &row->duration), day(row->sum));
    assert_int_equal(loy__take_from_day(day(row->from), &row->duration), day(row->difference));
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "all days in their order", all_days_in_their_order);
    table_kit_test(&kit, "instants are floored", instants_are_floored);
    TABLE_KIT_ROWS(&kit, dates_are_checked, valid_rows);
    TABLE_KIT_ROWS(&kit, months_clamp, months_rows);
    TABLE_KIT_ROWS(&kit, periods_start_and_end, period_rows);
    table_kit_test(&kit, "a period is what lies between its ends",
                   a_period_is_what_lies_between_its_ends);
    TABLE_KIT_ROWS(&kit, durations_move_days, sum_rows);
    return table_kit_run(&kit, "civil");
}
