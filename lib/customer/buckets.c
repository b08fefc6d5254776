/*
 * buckets.c -- the vector of buckets, sorted by ladder and day.
 *
 * No bucket is empty, and no two are of the same ladder and day.
 */
#include "customer/buckets.h"

#include <string.h>

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

/* The first bucket that is not before a ladder's day. */
static size_t
place_of(const loy__state *state, uint32_t ladder, int32_t day)
{
    size_t low = 0;
    size_t high = state->bucket_count;

    while (low < high) {
        /* The end first: that is where credits of today go. */
        size_t middle = high == state->bucket_count ? high - 1 : low + (high - low) / 2;
        const loy__bucket *bucket = &state->buckets[middle];

        if (bucket->ladder < ladder || (bucket->ladder == ladder && bucket->day < day))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

loy__buckets
loy__buckets_between(const loy__state *state, uint32_t ladder)
{
    loy__buckets buckets;

    buckets.first = place_of(state, ladder, INT32_MIN);
    buckets.end = place_of(state, ladder + 1, INT32_MIN);
    return buckets;
}

/* Where a day's bucket is or belongs: mostly the last, or behind it. */
static inline size_t
find(const loy__state *state, uint32_t ladder, int32_t day)
{
    const loy__bucket *last = LOY_END(state->buckets, state->bucket_count);

    if (state->bucket_count > 0 && last[-1].ladder == ladder && last[-1].day <= day)
        return state->bucket_count - (last[-1].day == day ? 1 : 0);
    return place_of(state, ladder, day);
}

static bool
is_of(const loy__state *state, size_t index, uint32_t ladder, int32_t day)
{
    return index < state->bucket_count && state->buckets[index].ladder == ladder &&
           state->buckets[index].day == day;
}

bool
loy__buckets_reserve(loy__state *state, size_t count)
{
    return loy__reserve(&state->memory, &state->buckets, &state->bucket_capacity,
                        count + state->program->track_count, sizeof(*state->buckets));
}

/* Adds to a bucket that does not stand last, or makes one in its place. */
static LOY_APART int
put_in_place(loy__state *state, uint32_t ladder, int32_t day, int64_t amount)
{
    size_t index = place_of(state, ladder, day);
    loy__bucket *at;

    if (is_of(state, index, ladder, day)) {
        at = &state->buckets[index];
        return loy__add(at->amount, amount, &at->amount) ? LOY_OK : LOY_ERR_INTERNAL;
    }
    if (!loy__buckets_reserve(state, state->bucket_count + 1))
        return LOY_ERR_NOMEM;
    at = &state->buckets[index];
    if (index < state->bucket_count)
        memmove(at + 1, at, (state->bucket_count - index) * sizeof(*at));
    *at = (loy__bucket){.amount = amount, .day = day, .ladder = ladder};
    state->bucket_count++;
    return LOY_OK;
}

int
loy__bucket_put(loy__state *state, uint32_t ladder, int32_t day, int64_t amount)
{
    loy__bucket *end = LOY_END(state->buckets, state->bucket_count);

    state->rungs[ladder].falls_below = 0;
    if (state->bucket_count == 0 || end[-1].ladder != ladder || end[-1].day > day ||
        state->bucket_count + state->program->track_count >= state->bucket_capacity)
        return put_in_place(state, ladder, day, amount);
    if (end[-1].day == day)
        return loy__add(end[-1].amount, amount, &end[-1].amount) ? LOY_OK : LOY_ERR_INTERNAL;
    *end = (loy__bucket){.amount = amount, .day = day, .ladder = ladder};
    state->bucket_count++;
    return LOY_OK;
}

int64_t
loy__bucket_take(loy__state *state, uint32_t ladder, int32_t day, int64_t amount)
{
    size_t index = find(state, ladder, day);
    loy__bucket *at = &state->buckets[index];

    state->rungs[ladder].falls_below = 0;
    if (!is_of(state, index, ladder, day))
        return 0;
    if (at->amount > amount) {
        at->amount -= amount;
        return amount;
    }
    amount = at->amount;
    loy__buckets_remove(state, index, 1);
    return amount;
}

void
loy__buckets_remove(loy__state *state, size_t index, size_t count)
{
    if (count == 0)
        return;
    state->rungs[state->buckets[index].ladder].falls_below = 0;
    memmove(&state->buckets[index], &state->buckets[index + count],
            (state->bucket_count - index - count) * sizeof(*state->buckets));
    state->bucket_count -= count;
}

static int32_t
leaves(const loy__ladder *ladder, int32_t day)
{
    int32_t end = loy__add_to_day(day, &ladder->length);

    /* Sums of days stop at the end of the calendar. */
    return end >= LAST_DAY ? INT32_MAX : loy__period_start(end, ladder->period);
}

/* Customers share the days they are asked about: a dozen for months. */
int32_t
loy__bucket_leaves(const loy__state *state, uint32_t ladder, int32_t day)
{
    loy__leaving *known = &state->leavings[((uint32_t)day / 16 + ladder) % LOY__LEAVINGS];

    if (known->day != day || known->ladder != ladder)
        *known = (loy__leaving){
            .day = day, .ladder = ladder, .leaves = leaves(&state->program->ladders[ladder], day)};
    return known->leaves;
}

/* The later the day, the later its bucket leaves. Months have 28 to 31 days, and of
 * one that is counted as a whole the first may be 30 days back. */
int32_t
loy__bucket_finds(const loy__state *state, uint32_t ladder, int32_t today)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    const loy__duration *length = &definition->length;
    int64_t first = today - length->months * INT64_C(31) - length->days;
    int64_t end = today - length->months * INT64_C(28) - length->days + 31;

    if (first < FIRST_DAY)
        first = FIRST_DAY;
    while (first < end) {
        int32_t middle = (int32_t)(first + (end - first) / 2);

        if (leaves(definition, middle) <= today)
            first = middle + 1;
        else
            end = middle;
    }
    state->stayings[((uint32_t)today + ladder) % LOY__LEAVINGS] =
        (loy__staying){.today = today, .first = (int32_t)first, .ladder = ladder};
    return (int32_t)first;
}
