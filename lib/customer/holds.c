/*
 * holds.c -- points set aside while the customer pays.
 *
 * A hold is a list of pieces, a lot each: sorted by currency, and in the order in
 * which they were taken. What is held does not expire: the hold promises the payment. It is
 * neither available nor touched by a claw-back.
 */
#include "customer/holds.h"

#include "customer/lots.h"

int
loy__held_put(loy__state *state, const loy__held *held)
{
    size_t at = state->held_count;

    if (!loy__reserve(&state->memory, &state->held, &state->held_capacity, state->held_count + 1,
                      sizeof(*state->held)))
        return LOY_ERR_NOMEM;
    while (at > 0 && state->held[at - 1].currency > held->currency) {
        state->held[at] = state->held[at - 1];
        at--;
    }
    state->held[at] = *held;
    state->held_count++;
    return LOY_OK;
}

int
loy__hold_take(loy__state *state, loy__journal *journal, const loy__held *wanted, int64_t at)
{
    loy__span span = loy__lots_of(state, wanted->currency);
    int64_t left = wanted->points;
    int rc = LOY_OK;

    for (size_t i = span.first; rc == LOY_OK && left > 0 && i < span.pending; i++) {
        loy__lot part = state->lots[i];
        loy__held held = *wanted;

        if (part.points > left)
            part.points = left;
        left -= part.points;
        state->lots[i].points -= part.points;
        held.points = part.points;
        held.expires = part.expires;
        held.earned_on = part.earned_on;
        held.own = part.own;
        rc = loy__held_put(state, &held);
        if (rc == LOY_OK && !loy__journal_lot(journal, &part, LOY_ENTRY_HOLD, 0, at))
            rc = LOY_ERR_NOMEM;
    }
    loy__lots_sweep(state, span.first, span.pending);
    return rc != LOY_OK || left == 0 ? rc : LOY_ERR_INTERNAL;
}

/* Removes the pieces that hold no points any more. */
static void
sweep(loy__state *state)
{
    size_t kept = 0;

    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].points > 0)
            state->held[kept++] = state->held[i];
    state->held_count = kept;
}

int64_t
loy__held_withdraw(loy__state *state, const loy__held *piece)
{
    int64_t points = 0;

    for (size_t i = 0; points < piece->points && i < state->held_count; i++) {
        loy__held *held = &state->held[i];
        int64_t part = piece->points - points;

        if (held->hold != piece->hold || held->currency != piece->currency ||
            held->expires != piece->expires || held->earned_on != piece->earned_on ||
            held->own != piece->own)
            continue;
        part = held->points < part ? held->points : part;
        held->points -= part;
        points += part;
    }
    sweep(state);
    return points;
}

int
loy__hold_capture(loy__state *state, loy__journal *journal, uint64_t hold, uint32_t currency,
                  int64_t points, int64_t at)
{
    int64_t *spent = &state->purses[currency].spent;
    int64_t left = points;

    for (size_t i = 0; left > 0 && i < state->held_count; i++) {
        loy__held *held = &state->held[i];
        loy__lot part = loy__held_lot(held);

        if (held->hold != hold || held->currency != currency)
            continue;
        if (part.points > left)
            part.points = left;
        left -= part.points;
        held->points -= part.points;
        if (!loy__journal_lot(journal, &part, LOY_ENTRY_CAPTURE, 0, at))
            return LOY_ERR_NOMEM;
    }
    sweep(state);
    return left == 0 && loy__add(*spent, points, spent) ? LOY_OK : LOY_ERR_INTERNAL;
}

int
loy__hold_release(loy__state *state, loy__journal *journal, uint64_t hold, int64_t at)
{
    for (size_t i = 0; i < state->held_count; i++) {
        loy__held *held = &state->held[i];
        loy__lot lot = loy__held_lot(held);
        int rc;

        if (held->hold != hold)
            continue;
        held->points = 0;
        rc = loy__lot_receive(state, journal, &lot, LOY_ENTRY_RELEASE, at);
        if (rc != LOY_OK)
            return rc;
    }
    sweep(state);
    return LOY_OK;
}

int64_t
loy__hold_points(const loy__state *state, uint64_t hold, uint32_t currency)
{
    int64_t points = 0;

    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].hold == hold && state->held[i].currency == currency)
            points += state->held[i].points;
    return points;
}

bool
loy__hold_open(const loy__state *state, uint64_t hold)
{
    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].hold == hold)
            return true;
    return false;
}

int64_t
loy__holds_next(const loy__state *state)
{
    int64_t next = LOY_NEVER;

    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].lapses < next)
            next = state->held[i].lapses;
    return next;
}

bool
loy__holds_due(const loy__state *state, int64_t moment, uint64_t *hold)
{
    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].lapses <= moment) {
            *hold = state->held[i].hold;
            return true;
        }
    return false;
}
