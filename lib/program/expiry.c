/*
 * expiry.c -- when points that are earned at a moment expire.
 */
#include "program/program.h"

#define LAST_DAY 2932896 /* 9999-12-31 */

int64_t
loy__currency_expiry(const loy_program *program, const loy__currency *currency, int64_t earned)
{
    int32_t day;

    if (!currency->expires)
        return LOY_NEVER;
    if (currency->edge == LOY__EDGE_INSTANT)
        return loy__zone_add(&program->zone, earned, &currency->after);
    day = loy__add_to_day(loy__zone_day(&program->zone, earned), &currency->after);
    if (currency->round_up != LOY__PERIOD_DAY && day <= LAST_DAY)
        day = loy__period_next(day, currency->round_up) - 1;
    if (currency->edge == LOY__EDGE_END_OF_DAY)
        day++;
    return day > LAST_DAY ? LOY_NEVER : loy__zone_midnight(&program->zone, day);
}
