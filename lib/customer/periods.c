/*
 * periods.c -- the periods that a ladder counts in: those of the calendar,
 * programme years with a first day of their own, and those that begin for each
 * customer with the day that he enrolled on or that his tier changed on.
 *
 * A customer's own periods are counted from that day, not from one another: so
 * the 31st is the end of every month, and comes back after a short one.
 */
#include "customer/ladders.h"

#define FIRST_DAY (-719162) /* 0001-01-01 */

/* The day that a customer's own periods are counted from. */
static int32_t
anchor(const loy__state *state, uint32_t number)
{
    const loy__rung *rung = &state->rungs[number];

    if (state->program->ladders[number].window == LOY__WINDOW_SINCE_CHANGE &&
        rung->since != LOY_TIME_NONE)
        return loy__zone_day(&state->program->zone, rung->since);
    return state->enrolled_on != LOY_DAY_NONE ? state->enrolled_on : 0;
}

/* Which of the periods of a length, from an anchor, holds a day. */
static int32_t
index_of(int32_t from, const loy__duration *length, int32_t day)
{
    loy__date a, b;
    int32_t months, index;

    if (day <= from || (length->months == 0 && length->days == 0))
        return 0;
    if (length->months == 0)
        return (day - from) / length->days;
    a = loy__date_of(from);
    b = loy__date_of(day);
    months = (b.year - a.year) * 12 + b.month - a.month;
    index = months / length->months;
    return index > 0 && loy__add_months(from, index * length->months) > day ? index - 1 : index;
}

static int32_t
start_of(int32_t from, const loy__duration *length, int32_t index)
{
    loy__duration times = {.months = index * length->months, .days = index * length->days};

    return loy__add_to_day(from, &times);
}

/* The year that begins on a day of its own. */
static int32_t
year_start(const loy__ladder *ladder, int32_t day)
{
    int32_t year = loy__date_of(day).year;
    loy__date first = {
        .year = year, .month = (int32_t)(ladder->starts / 32), .day = (int32_t)ladder->starts % 32};
    int32_t start = loy__day_of(first);

    if (start <= day)
        return start;
    first.year--;
    return first.year < 1 ? FIRST_DAY : loy__day_of(first);
}

int32_t
loy__ladder_period(const loy__state *state, uint32_t number, int32_t day)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int32_t from;

    if (ladder->window == LOY__WINDOW_CALENDAR)
        return ladder->starts == 0 ? loy__period_start(day, ladder->period)
                                   : year_start(ladder, day);
    from = anchor(state, number);
    return start_of(from, &ladder->length, index_of(from, &ladder->length, day));
}

int32_t
loy__ladder_period_after(const loy__state *state, uint32_t number, int32_t start)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int32_t from, next;

    if (ladder->window == LOY__WINDOW_CALENDAR && ladder->starts == 0)
        return loy__period_next(start, ladder->period);
    if (ladder->window == LOY__WINDOW_CALENDAR)
        return year_start(ladder, start + 366);
    from = anchor(state, number);
    next = start_of(from, &ladder->length, index_of(from, &ladder->length, start) + 1);
    /* The calendar ends, and so do periods without a length. */
    return next > start ? next : INT32_MAX;
}

int32_t
loy__ladder_day_here(const loy__state *state, const loy__state *from, const loy__bucket *bucket)
{
    const loy__zone *zone = &state->program->zone;
    uint32_t track = bucket->ladder;
    uint32_t number = loy__track_ladder(state, track);
    int32_t period = state->rungs[track].period;
    int32_t today; /* of the other account, when it was looked at last */

    if (!loy__periodic(&state->program->ladders[number]) || from->settled == LOY_TIME_NONE)
        return bucket->day;
    today = loy__zone_day(zone, from->settled);
    return bucket->day < period && period <= today && bucket->day == from->rungs[track].period &&
                   loy__ladder_period_after(from, number, bucket->day) > today
               ? period
               : bucket->day;
}
