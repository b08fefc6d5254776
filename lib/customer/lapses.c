/*
 * lapses.c -- see lapses.h: points that have expired, for when they or their sale come back.
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
    const loy__life *life = &state->program->currencies[lot->currency].life;

    if (!life->reinstates && !life->excuses)
        return LOY_OK;
    return loy__lapse_put(state, lot->currency, lot->points, lot->expires);
}

static bool
stays_for(const loy__state *state, const loy__lapsed *own, const loy__duration *time, int64_t at)
{
    return loy__zone_add(loy__clock_zone(state, own->currency), own->expired, time) >= at;
}

/* Whether points may still be brought back. */
static bool
comes_back(const loy__state *state, const loy__lapsed *own, int64_t at)
{
    const loy__life *life = &state->program->currencies[own->currency].life;

    return life->reinstates && stays_for(state, own, &life->reinstate, at);
}

int64_t
loy__lapse_points(const loy__state *state, uint32_t currency, int64_t at)
{
    int64_t points = 0;

    /* No more than what has expired, which fits. */
    for (size_t i = 0; i < state->lapsed_count; i++)
        if (state->lapsed[i].currency == currency && comes_back(state, &state->lapsed[i], at))
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

static int64_t
points_of(const loy__state *state, uint32_t currency)
{
    int64_t points = 0;

    for (size_t i = 0; i < state->lapsed_count; i++)
        if (state->lapsed[i].currency == currency)
            points += state->lapsed[i].points;
    return points;
}

/* No more than has expired. */
static void
trim(loy__state *state)
{
    for (size_t i = 0; i < state->lapsed_count; i++) {
        loy__lapsed *own = &state->lapsed[i];
        int64_t over = points_of(state, own->currency) - state->purses[own->currency].expired;

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

/* Takes points that come back out of the list, the last ones first. */
static void
take(loy__state *state, uint32_t currency, int64_t points, int64_t at)
{
    for (size_t i = state->lapsed_count; i > 0 && points > 0; i--) {
        loy__lapsed *own = &state->lapsed[i - 1];
        int64_t part = own->points < points ? own->points : points;

        if (own->currency != currency || !comes_back(state, own, at))
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
    take(state, currency, points, at);
    loy__life_begin(state, &lot, at, at);
    if (until != LOY_TIME_NONE) {
        lot.expires = until;
        lot.own = 1;
    }
    return loy__lot_receive(state, journal, &lot, LOY_ENTRY_REINSTATE, at);
}

/* ---- Points whose sale comes back ---- */

/* What of so many points has expired from one moment on up to another. */
static int64_t
excuse(loy__state *state, uint32_t currency, int64_t points, int64_t from, int64_t until)
{
    int64_t excused = 0;

    for (size_t i = 0; i < state->lapsed_count; i++) {
        loy__lapsed *own = &state->lapsed[i];
        int64_t part = loy__smaller(own->points, points - excused);

        if (own->currency != currency || own->expired < from || own->expired > until)
            continue;
        own->points -= part;
        excused += part;
    }
    return excused;
}

int64_t
loy__lapse_excuse(loy__state *state, const loy__lot *sold, int64_t since)
{
    const loy__life *life = &state->program->currencies[sold->currency].life;
    int64_t excused = excuse(state, sold->currency, sold->points, sold->expires, sold->expires);

    if (loy__ends_move(life))
        excused += excuse(state, sold->currency, sold->points - excused, since, LOY_NEVER);
    sweep(state);
    return excused;
}

/* ---- Time ---- */

static bool
is_known(const loy__state *state, const loy__lapsed *own, int64_t at)
{
    /* What was earned may have expired at the start of that day. */
    return comes_back(state, own, at) ||
           (state->program->currencies[own->currency].life.excuses &&
            stays_for(state, own, &state->program->returns.window, at - 2 * LOY__DAY_MS));
}

void
loy__lapses_settle(loy__state *state, int64_t moment)
{
    size_t kept = 0;

    for (size_t i = 0; i < state->lapsed_count; i++)
        if (is_known(state, &state->lapsed[i], moment))
            state->lapsed[kept++] = state->lapsed[i];
    state->lapsed_count = kept;
}
