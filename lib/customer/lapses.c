/*
 * lapses.c -- points that have expired and may still be brought back.
 */
#include "customer/lapses.h"

#include <string.h>

#include "customer/clock.h"
#include "customer/lives.h"
#include "customer/lots.h"

int
loy__lapse_put(loy__state *state, uint32_t currency, int64_t points, int64_t expired)
{
    size_t at = 0;
    loy__lapsed *own;

    while (at < state->lapsed_count &&
           (state->lapsed[at].currency < currency ||
            (state->lapsed[at].currency == currency && state->lapsed[at].expired < expired)))
        at++;
    if (at < state->lapsed_count && state->lapsed[at].currency == currency &&
        state->lapsed[at].expired == expired)
        return loy__add(state->lapsed[at].points, points, &state->lapsed[at].points)
                   ? LOY_OK
                   : LOY_ERR_INTERNAL;
    if (!loy__reserve(&state->memory, &state->lapsed, &state->lapsed_capacity,
                      state->lapsed_count + 1, sizeof(*state->lapsed)))
        return LOY_ERR_NOMEM;
    own = &state->lapsed[at];
    memmove(own + 1, own, (state->lapsed_count - at) * sizeof(*own));
    *own = (loy__lapsed){.points = points, .expired = expired, .currency = currency};
    state->lapsed_count++;
    return LOY_OK;
}

int
loy__lapse_keep(loy__state *state, const loy__lot *lot)
{
    if (!state->program->currencies[lot->currency].life.reinstates)
        return LOY_OK;
    return loy__lapse_put(state, lot->currency, lot->points, lot->expires);
}

int64_t
loy__lapse_points(const loy__state *state, uint32_t currency)
{
    int64_t points = 0;

    /* No more than what has expired, which fits. */
    for (size_t i = 0; i < state->lapsed_count; i++)
        if (state->lapsed[i].currency == currency)
            points += state->lapsed[i].points;
    return points;
}

/* What of a lapse is in another account; goes from there. */
static int64_t
move_out(loy__state *state, const loy__lapsed *wanted)
{
    for (size_t i = 0; i < state->lapsed_count; i++) {
        loy__lapsed *own = &state->lapsed[i];
        int64_t part = own->points < wanted->points ? own->points : wanted->points;

        if (own->currency != wanted->currency || own->expired != wanted->expired)
            continue;
        own->points -= part;
        return part;
    }
    return 0;
}

/* Removes lapses without points. */
static void
sweep(loy__state *state)
{
    size_t kept = 0;

    for (size_t i = 0; i < state->lapsed_count; i++)
        if (state->lapsed[i].points > 0)
            state->lapsed[kept++] = state->lapsed[i];
    state->lapsed_count = kept;
}

/* No more than has expired. */
static void
trim(loy__state *state)
{
    for (size_t i = 0; i < state->lapsed_count; i++) {
        loy__lapsed *own = &state->lapsed[i];
        int64_t over =
            loy__lapse_points(state, own->currency) - state->purses[own->currency].expired;

        if (over > 0)
            own->points -= over < own->points ? over : own->points;
    }
    sweep(state);
}

void
loy__lapses_part(loy__state *state, loy__state *image)
{
    for (size_t i = 0; i < image->lapsed_count; i++)
        image->lapsed[i].points = move_out(state, &image->lapsed[i]);
    trim(state);
    trim(image);
}

/* Takes points out of the list, the last ones first. */
static void
take(loy__state *state, uint32_t currency, int64_t points)
{
    for (size_t i = state->lapsed_count; i > 0 && points > 0; i--) {
        loy__lapsed *own = &state->lapsed[i - 1];
        int64_t part = own->points < points ? own->points : points;

        if (own->currency != currency)
            continue;
        own->points -= part;
        points -= part;
    }
    sweep(state);
}

int
loy__lapse_undo(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
                int64_t until, int64_t at)
{
    int64_t *expired = &state->purses[currency].expired;
    loy__lot lot = {
        .points = points, .currency = currency, .earned_on = loy__clock_day(state, currency, at)};

    if (points > *expired)
        return LOY_ERR_INTERNAL;
    *expired -= points;
    take(state, currency, points);
    loy__life_begin(state, &lot, at, at);
    if (until != LOY_TIME_NONE) {
        lot.expires = until;
        lot.own = 1;
    }
    return loy__lot_receive(state, journal, &lot, LOY_ENTRY_REINSTATE, at);
}

void
loy__lapses_settle(loy__state *state, int64_t moment)
{
    const loy_program *program = state->program;
    size_t kept = 0;

    for (size_t i = 0; i < state->lapsed_count; i++) {
        const loy__lapsed *own = &state->lapsed[i];
        const loy__life *life = &program->currencies[own->currency].life;

        if (life->reinstates && loy__zone_add(loy__clock_zone(state, own->currency), own->expired,
                                              &life->reinstate) >= moment)
            state->lapsed[kept++] = *own;
    }
    state->lapsed_count = kept;
}
