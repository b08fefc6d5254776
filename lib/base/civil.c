/*
 * civil.c -- the proleptic Gregorian calendar: days, dates, months, periods.
 *
 * A year is reckoned from March, so that the leap day is its last. Results of
 * month arithmetic stay within the years 1 to 9999.
 */
#include "base/time.h"

#define DAYS_IN_ERA 146097  /* 400 years */
#define DAYS_TO_1970 719468 /* 0000-03-01 .. 1970-01-01 */
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-(a + 1)) / b) - 1;
}

/* Days before a month in a year that starts in March (month 0). */
static int32_t
days_before(int32_t march_month)
{
    return (153 * march_month + 2) / 5;
}

int32_t
loy__day_of(loy__date date)
{
    int64_t year = date.month > 2 ? date.year : (int64_t)date.year - 1;
    int64_t era = floor_div(year, 400);
    int64_t in_era = year - era * 400;
    int32_t march_month = (date.month + 9) % 12;
    int64_t days = in_era * 365 + in_era / 4 - in_era / 100 + days_before(march_month) + date.day;

    return (int32_t)(era * DAYS_IN_ERA + days - 1 - DAYS_TO_1970);
}

loy__date
loy__date_of(int32_t day)
{
    int64_t since = (int64_t)day + DAYS_TO_1970;
    int64_t era = floor_div(since, DAYS_IN_ERA);
    int32_t in_era = (int32_t)(since - era * DAYS_IN_ERA);
    /* Leap days up to here taken out, all years have 365 days. */
    int32_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int32_t march_month = (5 * in_year + 2) / 153;
    int32_t month = march_month < 10 ? march_month + 3 : march_month - 9;

    return (loy__date){.year = (int32_t)(era * 400) + year + (month <= 2 ? 1 : 0),
                       .month = month,
                       .day = in_year - days_before(march_month) + 1};
}

int32_t
loy__days_in_month(int32_t year, int32_t month)
{
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (month == 2)
        return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool
loy__date_valid(int32_t year, int32_t month, int32_t day)
{
    return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
           day <= loy__days_in_month(year, month);
}

int32_t
loy__weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday. */
    return (int32_t)(((int64_t)day % 7 + 7 + 3) % 7) + 1;
}

int32_t
loy__day_of_instant(int64_t local_ms)
{
    int64_t day = floor_div(local_ms, LOY__DAY_MS);

    if (day < INT32_MIN)
        return INT32_MIN;
    return day > INT32_MAX ? INT32_MAX : (int32_t)day;
}

int32_t
loy__add_months(int32_t day, int32_t months)
{
    loy__date date = loy__date_of(day);
    int64_t total = (int64_t)date.year * 12 + date.month - 1 + months;
    int32_t longest;

    if (total < 12)
        return FIRST_DAY;
    if (total >= 10000 * 12)
        return LAST_DAY;
    date.year = (int32_t)(total / 12);
    date.month = (int32_t)(total % 12) + 1;
    longest = loy__days_in_month(date.year, date.month);
    if (date.day > longest)
        date.day = longest;
    return loy__day_of(date);
}

/* Months of a period that is made of months, 0 for another. */
static int32_t
period_months(loy__period period)
{
    switch (period) {
    case LOY__PERIOD_MONTH:
        return 1;
    case LOY__PERIOD_QUARTER:
        return 3;
    case LOY__PERIOD_HALF_YEAR:
        return 6;
    case LOY__PERIOD_YEAR:
        return 12;
    case LOY__PERIOD_DAY:
    case LOY__PERIOD_WEEK:
    case LOY__PERIOD_LIFETIME:
        break;
    }
    return 0;
}

int32_t
loy__period_start(int32_t day, loy__period period)
{
    int32_t months = period_months(period);
    loy__date date;

    if (period == LOY__PERIOD_LIFETIME)
        return INT32_MIN;
    if (period == LOY__PERIOD_WEEK)
        return day - (loy__weekday(day) - 1);
    if (months == 0)
        return day;
    date = loy__date_of(day);
    date.day = 1;
    date.month -= (date.month - 1) % months;
    return loy__day_of(date);
}

int32_t
loy__period_next(int32_t day, loy__period period)
{
    int32_t start = loy__period_start(day, period);
    loy__date date;

    if (period == LOY__PERIOD_LIFETIME)
        return INT32_MAX;
    if (period == LOY__PERIOD_DAY)
        return start + 1;
    if (period == LOY__PERIOD_WEEK)
        return start + 7;
    date = loy__date_of(start);
    date.month += period_months(period);
    if (date.month > 12) {
        date.month -= 12;
        date.year++;
    }
    return loy__day_of(date);
}

static int32_t
within_calendar(int64_t day)
{
    if (day < FIRST_DAY)
        return FIRST_DAY;
    return day > LAST_DAY ? LAST_DAY : (int32_t)day;
}

int32_t
loy__add_to_day(int32_t day, const loy__duration *duration)
{
    return within_calendar((int64_t)loy__add_months(day, duration->months) + duration->days);
}

int32_t
loy__take_from_day(int32_t day, const loy__duration *duration)
{
    int32_t months = duration->months == INT32_MIN ? INT32_MAX : -duration->months;

    return within_calendar((int64_t)loy__add_months(day, months) - duration->days);
}
