/*
 * lots.c -- the lots of a customer in spending order: finding, adding,
 * counting.
 *
 * Sorted by currency, spendable before pending, then soonest expiry first, or
 * the day of earning first where the currency spends its oldest points first.
 * No two lots have the same key.
 */
#include "customer/lots.h"

#include <string.h>

#include "customer/packed.h"

static int
order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Where one lot stands to another: <0, 0 (the same key), >0. */
static int
compare(const loy_program *program, const loy__lot *a, const loy__lot *b)
{
    int result = order(a->currency, b->currency);

    if (result == 0)
        result = (a->matures != 0) - (b->matures != 0);
    if (result == 0 && program->currencies[a->currency].spend_order == LOY__SPEND_OLDEST)
        result = order(a->earned_on, b->earned_on);
    if (result == 0)
        result = order(a->expires, b->expires);
    if (result == 0)
        result = order(a->matures, b->matures);
    return result != 0 ? result : order(a->own, b->own);
}

/* The first lot from `low` on that is not before a currency's pending lots, or
 * not before its lots at all. */
static size_t
boundary(const loy__state *state, size_t low, uint32_t currency, bool pending)
{
    size_t high = state->lot_count;

    while (low < high) {
        /* The ends first: programs with one currency are the rule. */
        size_t middle = high == state->lot_count ? high - 1 : low + (high - low) / 2;
        const loy__lot *lot = &state->lots[middle];

        if (lot->currency < currency ||
            (lot->currency == currency && (lot->matures != 0) < pending))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

loy__span
loy__lots_between(const loy__state *state, uint32_t currency)
{
    loy__span span;

    span.first = currency == 0 ? 0 : boundary(state, 0, currency, false);
    span.pending = boundary(state, span.first, currency, true);
    span.end = boundary(state, span.pending, currency + 1, false);
    return span;
}

/* The index of a lot of this key, or of the first one behind it. */
static size_t
place_of(const loy__state *state, const loy__lot *lot, bool *found)
{
    size_t low = 0;
    size_t high = state->lot_count;

    *found = false;
    while (low < high) {
        size_t middle = high == state->lot_count ? high - 1 : low + (high - low) / 2;
        int result = compare(state->program, &state->lots[middle], lot);

        if (result == 0) {
            *found = true;
            return middle;
        }
        if (result < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a lot belongs among the packed ones. */
static bool
is_among_packed(const loy__state *state, const loy__lot *lot)
{
    const loy__packed *packed = &state->packed;

    return packed->count > 0 && lot->currency == packed->currency && lot->matures == 0 &&
           lot->expires <= loy__load_i64(loy__packed_at(packed, packed->count - 1));
}

int
loy__lot_insert(loy__state *state, const loy__lot *lot)
{
    size_t index;
    loy__lot *at;
    bool found;

    if (is_among_packed(state, lot))
        loy__lots_unpack(state);
    index = place_of(state, lot, &found);

    if (found) {
        at = &state->lots[index];
        if (lot->earned_on < at->earned_on)
            at->earned_on = lot->earned_on;
        return loy__add(at->points, lot->points, &at->points) ? LOY_OK : LOY_ERR_INTERNAL;
    }
    if (!loy__reserve(&state->memory, &state->lots, &state->lot_capacity,
                      state->lot_count + state->packed.count + 1, sizeof(*state->lots)))
        return LOY_ERR_NOMEM;
    at = &state->lots[index];
    memmove(at + 1, at, (state->lot_count - index) * sizeof(*at));
    *at = *lot;
    state->lot_count++;
    return LOY_OK;
}

/* Days of earning are told apart so that the oldest points go first. Among lots
 * of one expiry that stand together this matters no more once no sale of their
 * time can come back: they are one then, so that many years do not add up. */
static void
merge_old(loy__state *state, uint32_t currency)
{
    const loy__duration *window = &state->program->returns.window;
    loy__span span = loy__lots_of(state, currency);
    loy__lot *lots = state->lots;

    while (span.pending - span.first > 1) {
        loy__lot *first = &lots[span.first], *second = first + 1;

        if (first->expires != second->expires || first->own != second->own ||
            loy__add_to_day(second->earned_on, window) >= lots[span.pending - 1].earned_on ||
            !loy__add(first->points, second->points, &first->points))
            break;
        loy__lots_remove(state, span.first + 1, 1);
        span.pending--;
    }
}

/* Adds to the last lot or behind it where that is a spendable one that ends no
 * later, as it mostly is for what is earned; false: look for its place. */
static inline bool
add_last(loy__state *state, const loy__lot *lot)
{
    loy__lot *last = LOY_END(state->lots, state->lot_count);

    if (state->lot_count == 0 || state->lot_count + state->packed.count >= state->lot_capacity)
        return false;
    last--;
    if (((last->currency ^ lot->currency) | (last->own ^ lot->own)) != 0 ||
        (last->matures | lot->matures) != 0 || last->expires > lot->expires)
        return false;
    if (last->expires < lot->expires) {
        last[1] = *lot;
        state->lot_count++;
        return true;
    }
    if (lot->earned_on < last->earned_on)
        last->earned_on = lot->earned_on;
    return loy__add(last->points, lot->points, &last->points);
}

/* Adds to a lot that does not stand last, or puts it in its place. */
static LOY_APART int
put_in_place(loy__state *state, const loy__lot *lot, bool oldest)
{
    int result = loy__lot_insert(state, lot);

    if (result == LOY_OK && lot->matures == 0 && oldest)
        merge_old(state, lot->currency);
    return result;
}

int
loy__lot_put(loy__state *state, const loy__lot *lot)
{
    bool oldest = state->program->currencies[lot->currency].spend_order == LOY__SPEND_OLDEST;

    return !oldest && add_last(state, lot) ? LOY_OK : put_in_place(state, lot, oldest);
}

void
loy__lots_remove(loy__state *state, size_t index, size_t count)
{
    if (count == 0)
        return;
    memmove(&state->lots[index], &state->lots[index + count],
            (state->lot_count - index - count) * sizeof(*state->lots));
    state->lot_count -= count;
}

void
loy__lots_sweep(loy__state *state, size_t first, size_t end)
{
    size_t kept = first;

    for (size_t i = first; i < end; i++)
        if (state->lots[i].points > 0)
            state->lots[kept++] = state->lots[i];
    loy__lots_remove(state, kept, end - kept);
}

bool
loy__state_has_room(const loy__state *state)
{
    uint64_t figures = (uint64_t)(state->spend < 0 ? 0 : state->spend);

    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        const loy__purse *purse = &state->purses[i];

        figures |= (uint64_t)purse->issued | (uint64_t)purse->spent | (uint64_t)purse->reversed |
                   (uint64_t)purse->debt;
    }
    return figures >> 61 == 0;
}

loy__points
loy__state_points(const loy__state *state, uint32_t currency)
{
    loy__span span = loy__lots_loose(state, currency);
    loy__points points = {.available = loy__packed_points(state, currency),
                          .debt = state->purses[currency].debt};

    /* Sums of lots cannot overflow: they are at most what was issued. */
    for (size_t i = span.first; i < span.pending; i++)
        points.available += state->lots[i].points;
    for (size_t i = span.pending; i < span.end; i++)
        points.pending += state->lots[i].points;
    for (size_t i = 0; i < state->held_count; i++)
        points.held += state->held[i].currency == currency ? state->held[i].points : 0;
    return points;
}

/* The first moment of lots of several currencies, of pending ones, or of lots in another
 * order; or the one that is known. */
static LOY_APART int64_t
next_of_each(const loy__state *state, int64_t next)
{
    size_t i = 0;

    while (i < state->lot_count) {
        uint32_t currency = state->lots[i].currency;
        loy__span span = loy__lots_loose(state, currency);

        /* Of lots in the order of their expiry only the first can be next. */
        if (state->program->currencies[currency].spend_order != LOY__SPEND_OLDEST &&
            i < span.pending) {
            if (state->lots[i].expires < next)
                next = state->lots[i].expires;
            i = span.pending;
        }
        for (; i < span.end; i++) {
            const loy__lot *lot = &state->lots[i];

            if (lot->expires < next)
                next = lot->expires;
            if (lot->matures != 0 && lot->matures < next)
                next = lot->matures;
        }
    }
    return next;
}

int64_t
loy__lots_next(const loy__state *state)
{
    const loy__packed *packed = &state->packed;
    const loy__lot *last = LOY_END(state->lots, state->lot_count);
    int64_t next = packed->count > 0 ? loy__load_i64(loy__packed_at(packed, 0)) : LOY_NEVER;

    if (state->lot_count == 0)
        return next;
    /* All are spendable lots of the first currency, in the order in which they end. */
    if (last[-1].currency == 0 && last[-1].matures == 0 &&
        state->program->currencies[0].spend_order != LOY__SPEND_OLDEST)
        return loy__smaller(state->lots[0].expires, next);
    return next_of_each(state, next);
}
