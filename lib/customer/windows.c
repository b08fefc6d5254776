/*
 * windows.c -- which buckets a ladder counts: all, those of the running
 * period, or those of the last so many days or months.
 *
 * rung.value is always the sum of the buckets that count, or for a ladder that
 * follows a balance what can be spent. A ladder whose tier cannot change with
 * time catches up here, whenever it is next looked at; any other is brought
 * forward by loy__ladder_settle at each moment that matters.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

static void
roll(loy__state *state, uint32_t track, int32_t today)
{
    loy__buckets span = loy__buckets_of(state, track);
    int32_t first = loy__bucket_stays(state, track, today);
    size_t i = span.first;

    for (; i < span.end && state->buckets[i].day < first; i++)
        state->rungs[track].value -= state->buckets[i].amount;
    if (i > span.first)
        loy__buckets_remove(state, span.first, i - span.first);
}

static inline void
roll_all(loy__state *state, uint32_t number, int32_t today)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__rung *rung = &state->rungs[track];

        if (rung->rolled != today && rung->value > 0)
            roll(state, track, today);
        rung->rolled = today;
    }
}

bool
loy__window_reviewed(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];

    if (rung->tier != 0 || rung->drop != LOY_NEVER)
        return true;
    if (ladder->up == LOY__UP_NOW && ladder->best_of < 2)
        return false;
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        loy__buckets span = loy__buckets_of(state, loy__track(ladder, number, i));

        if (span.first < span.end)
            return true;
    }
    return false;
}

/* Windows that begin anew, and what follows a balance. */
static LOY_APART void
move_other(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int32_t start;

    if (ladder->counts == LOY__COUNT_BALANCE)
        rung->value = loy__state_points(state, ladder->currency).available;
    if (!loy__periodic(ladder))
        return;
    start = loy__ladder_period(state, number, loy__state_day(state, at));
    if (rung->period != LOY_DAY_NONE &&
        (start <= rung->period || loy__window_reviewed(state, number)))
        return;
    loy__review_forget(state, number);
    for (uint32_t i = 0; i < loy__track_count(ladder); i++)
        loy__window_restart(state, loy__track(ladder, number, i), start, start);
}

void
loy__window_move(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    if (ladder->window != LOY__WINDOW_ROLLING || ladder->counts == LOY__COUNT_BALANCE)
        move_other(state, number, at);
    if (ladder->window == LOY__WINDOW_ROLLING)
        roll_all(state, number, loy__state_day(state, at));
}

void
loy__window_restart(loy__state *state, uint32_t track, int32_t period, int32_t oldest)
{
    loy__buckets span = loy__buckets_of(state, track);
    loy__rung *rung = &state->rungs[track];
    size_t i = span.first;

    while (i < span.end && state->buckets[i].day < oldest)
        i++;
    loy__buckets_remove(state, span.first, i - span.first);
    span = loy__buckets_of(state, track);
    rung->period = period;
    rung->value = 0;
    for (i = span.first; i < span.end; i++)
        if (state->buckets[i].day >= period)
            rung->value += state->buckets[i].amount;
}

void
loy__window_carry(loy__state *state, uint32_t track, int64_t amount)
{
    loy__rung *rung = &state->rungs[track];

    if (amount > 0 && loy__bucket_put(state, track, rung->period, amount) == LOY_OK)
        rung->value += amount;
}

void
loy__window_take(loy__state *state, uint32_t track, int64_t amount)
{
    loy__rung *rung = &state->rungs[track];
    loy__buckets span = loy__buckets_of(state, track);
    size_t i = span.first;

    while (amount > 0 && i < loy__buckets_of(state, track).end) {
        const loy__bucket *bucket = &state->buckets[i];
        int64_t had = bucket->amount;
        int64_t taken;

        if (rung->period != LOY_DAY_NONE && bucket->day < rung->period) {
            i++;
            continue;
        }
        taken = loy__bucket_take(state, track, bucket->day, amount);
        rung->value -= taken;
        amount -= taken;
        i += taken < had ? 1 : 0;
    }
}

int32_t
loy__window_oldest(const loy__state *state, uint32_t track)
{
    uint32_t number = loy__track_ladder(state, track);
    int32_t oldest = state->rungs[number].period;

    for (uint32_t i = 1; i < state->program->ladders[number].best_of; i++)
        oldest = loy__ladder_period(state, number, oldest - 1);
    return oldest;
}

int64_t
loy__window_amount(const loy__state *state, uint32_t track, uint32_t which)
{
    loy__buckets span = loy__buckets_of(state, track);
    const loy__rung *rung = &state->rungs[track];
    int64_t amount = which == LOY__OF_BEFORE ? 0 : rung->value;
    int32_t oldest = which == LOY__OF_BEST ? loy__window_oldest(state, track) : LOY_DAY_NONE;

    for (size_t i = span.first; which != LOY__OF_NOW && i < span.end; i++) {
        const loy__bucket *bucket = &state->buckets[i];

        if (bucket->day >= rung->period)
            break;
        if (bucket->day < oldest)
            continue;
        if (which == LOY__OF_BEFORE)
            amount += bucket->amount;
        else if (bucket->amount > amount)
            amount = bucket->amount;
    }
    return amount;
}
