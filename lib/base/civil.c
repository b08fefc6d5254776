/*
 * civil.c -- the proleptic Gregorian calendar: days, dates, months, periods.
 *
 * A year is reckoned from March, so that the leap day is its last, and days
 * from an era of 400 years that no 32-bit day precedes, so that nothing is
 * negative. Dividing by 365.25 and by 30.6 is multiplying by fractions that are
 * exact for all days of a century and of a year. Results of month arithmetic
 * stay within the years 1 to 9999.
 */
#include "base/time.h"

#define DAYS_IN_ERA 146097  /* 400 years */
#define DAYS_TO_1970 719468 /* 0000-03-01 .. 1970-01-01 */
#define ERAS 14700          /* before the year 0: more than 2^31 days */
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

static int64_t
floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-(a + 1)) / b) - 1;
}

int32_t
loy__day_of(loy__date date)
{
    bool before_march = date.month <= 2;
    uint64_t year = (uint64_t)((int64_t)date.year + ERAS * 400) - before_march;
    uint64_t century = year / 100;
    uint32_t month = (uint32_t)date.month + (before_march ? 12 : 0);
    uint64_t days = year * 1461 / 4 - century + century / 4 + (979 * month - 2919) / 32;

    return (int32_t)((int64_t)days + date.day - 1 - DAYS_TO_1970 - (int64_t)ERAS * DAYS_IN_ERA);
}

loy__date
loy__date_of(int32_t day)
{
    uint64_t since = (uint64_t)((int64_t)day + DAYS_TO_1970 + (int64_t)ERAS * DAYS_IN_ERA);
    uint64_t quarters = 4 * since + 3; /* of a day: 36524.25 days make a century */
    uint64_t century = quarters / DAYS_IN_ERA;
    uint64_t in_century = (quarters % DAYS_IN_ERA | 3) * 2939745; /* 2^32 / 1461 and a little */
    uint32_t in_year = (uint32_t)in_century / 2939745 / 4;
    uint32_t scaled = 2141 * in_year + 197913; /* 65536 a month, from month 3 on */
    bool next_year = in_year >= 306;           /* January, February */
    int64_t year = (int64_t)(century * 100 + (in_century >> 32)) - ERAS * 400;

    return (loy__date){.year = (int32_t)year + next_year,
                       .month = (int32_t)(scaled >> 16) - (next_year ? 12 : 0),
                       .day = (int32_t)((scaled & 0xFFFF) / 2141) + 1};
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
    loy__date date;
    int64_t total;
    int32_t longest;

    if (months == 0 && day >= FIRST_DAY && day <= LAST_DAY)
        return day;
    date = loy__date_of(day);
    total = (int64_t)date.year * 12 + date.month - 1 + months;
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
loy__period_first(int32_t day, loy__period period)
{
    int32_t months = period_months(period);
    loy__date date;

    if (period == LOY__PERIOD_WEEK)
        return day - (loy__weekday(day) - 1);
    if (months == 0)
        return day;
    date = loy__date_of(day);
    if (months == 1)
        return day - date.day + 1;
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
