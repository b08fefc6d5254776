/*
 * expiry.c -- when points expire that count their time from a moment.
 */
#include "program/program.h"

#define LAST_DAY 2932896 /* 9999-12-31 */

/* The last day of the period that holds a day. */
static int32_t
last_of(const loy__currency *currency, int32_t day)
{
    loy__date date;

    if (currency->round_up != LOY__PERIOD_YEAR)
        return loy__period_next(day, currency->round_up) - 1;
    date = loy__date_of(day);
    if (date.month > currency->year_ends)
        date.year++;
    date.month = currency->year_ends;
    date.day = loy__days_in_month(date.year, date.month);
    return date.year > 9999 ? LAST_DAY + 1 : loy__day_of(date);
}

int64_t
loy__expiry_after(const loy__currency *currency, const loy__zone *zone, const loy__duration *after,
                  int64_t from)
{
    int32_t day;

    if (currency->edge == LOY__EDGE_INSTANT)
        return loy__zone_add(zone, from, after);
    day = loy__add_to_day(loy__zone_day(zone, from), after);
    if (currency->round_up != LOY__PERIOD_DAY && day <= LAST_DAY)
        day = last_of(currency, day);
    if (currency->edge == LOY__EDGE_END_OF_DAY)
        day++;
    return day > LAST_DAY ? LOY_NEVER : loy__zone_midnight(zone, day);
}

int64_t
loy__currency_expiry(const loy__currency *currency, const loy__zone *zone, int64_t earned)
{
    return currency->expires ? loy__expiry_after(currency, zone, &currency->after, earned)
                             : LOY_NEVER;
}
