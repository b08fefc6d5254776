/*
 * windows.c -- which buckets a ladder counts: all, those of the running
 * period, or those of the last so many days or months.
 *
 * rung.value is always the sum of the buckets that count. A ladder whose tier
 * cannot fall catches up here, whenever it is next looked at; one whose tier
 * can fall is brought forward by loy__ladder_settle at each moment that
 * matters.
 */
#include "customer/ladders.h"

static void
roll(loy__state *state, uint32_t number, int32_t today)
{
    loy__buckets span = loy__buckets_of(state, number);
    size_t i = span.first;

    for (; i < span.end; i++) {
        const loy__bucket *bucket = &state->buckets[i];

        if (!loy__bucket_left(state, number, bucket->day, today))
            break;
        state->rungs[number].value -= bucket->amount;
    }
    if (i > span.first)
        loy__buckets_remove(state, span.first, i - span.first);
}

void
loy__window_advance(loy__state *state, uint32_t ladder, int64_t at)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    loy__rung *rung = &state->rungs[ladder];
    int32_t start, today;

    if (definition->window == LOY__WINDOW_LIFETIME)
        return;
    if (definition->window == LOY__WINDOW_ROLLING) {
        today = loy__state_day(state, at);
        if (rung->rolled != today && rung->value > 0)
            roll(state, ladder, today);
        rung->rolled = today;
        return;
    }
    start = loy__period_start(loy__state_day(state, at), definition->period);
    if (rung->period == LOY_DAY_NONE ||
        (start > rung->period && rung->tier == 0 && rung->drop == LOY_NEVER))
        loy__window_restart(state, ladder, start, start);
}

void
loy__window_restart(loy__state *state, uint32_t ladder, int32_t period, int32_t oldest)
{
    loy__buckets span = loy__buckets_of(state, ladder);
    loy__rung *rung = &state->rungs[ladder];
    size_t i = span.first;

    while (i < span.end && state->buckets[i].day < oldest)
        i++;
    loy__buckets_remove(state, span.first, i - span.first);
    span = loy__buckets_of(state, ladder);
    rung->period = period;
    rung->value = 0;
    for (i = span.first; i < span.end; i++)
        if (state->buckets[i].day >= period)
            rung->value += state->buckets[i].amount;
}

int64_t
loy__window_before(const loy__state *state, uint32_t ladder)
{
    loy__buckets span = loy__buckets_of(state, ladder);
    int64_t sum = 0;

    for (size_t i = span.first; i < span.end; i++)
        if (state->buckets[i].day < state->rungs[ladder].period)
            sum += state->buckets[i].amount;
    return sum;
}
