/*
 * activate.c -- pending points that an event makes spendable before their time,
 * or that wait for nothing else.
 */
#include "customer/clock.h"
#include "customer/lives.h"
#include "customer/lots.h"

/* Whether a lot may hold points of a key whose end has moved: they wait for the
 * same, and it has points at least as old. Where they wait for a moment, it is
 * theirs alone. */
static bool
has_moved(const loy__lot *lot, const loy__lot *key)
{
    return lot->matures == key->matures && lot->expires != key->expires && lot->own == 0 &&
           (key->matures != LOY_NEVER || lot->earned_on <= key->earned_on);
}

static bool
is_exact(const loy__lot *lot, const loy__lot *key)
{
    return lot->matures == key->matures && lot->expires == key->expires;
}

int64_t
loy__pending_points(const loy__state *state, const loy__lot *key)
{
    loy__span span = loy__lots_loose(state, key->currency);
    int64_t points = 0;

    for (size_t i = span.pending; i < span.end; i++)
        if (is_exact(&state->lots[i], key) || has_moved(&state->lots[i], key))
            points += state->lots[i].points;
    return points;
}

/* The lot of a key and its day, or else of another day, or else one to which its
 * points may have moved; the end of the span when there is none. */
static size_t
find_pending(const loy__state *state, const loy__lot *key, loy__span span)
{
    size_t same = span.end, moved = span.end;

    for (size_t i = span.pending; i < span.end; i++) {
        if (is_exact(&state->lots[i], key) && state->lots[i].earned_on == key->earned_on)
            return i;
        if (same == span.end && is_exact(&state->lots[i], key))
            same = i;
        if (moved == span.end && has_moved(&state->lots[i], key))
            moved = i;
    }
    return same < span.end ? same : moved;
}

/* A part of a pending lot becomes spendable, with the end that it has from now
 * on where its time begins only now. */
static int
activate(loy__state *state, loy__journal *journal, size_t index, int64_t points, int64_t at,
         int64_t *expires)
{
    loy__lot *lot = &state->lots[index];
    loy__lot part = *lot;

    part.points = points;
    lot->points -= points;
    if (lot->points == 0)
        loy__lots_remove(state, index, 1);
    if (state->program->currencies[part.currency].life.from == LOY__LIFE_MATURED && !part.own) {
        int64_t was = part.expires;

        part.earned_on = loy__clock_day(state, part.currency, at);
        part.expires = loy__life_end(state, part.currency, at);
        if (part.expires != was &&
            !loy__journal_add(journal, &(loy__posting){.points = points,
                                                       .time = at,
                                                       .matures = part.matures,
                                                       .expires = part.expires,
                                                       .was = was,
                                                       .currency = part.currency,
                                                       .kind = LOY_ENTRY_EXTEND,
                                                       .earned_on = part.earned_on}))
            return LOY_ERR_NOMEM;
    }
    *expires = part.expires;
    return loy__lot_mature(state, journal, &part, at);
}

int
loy__pending_activate(loy__state *state, loy__journal *journal, const loy__lot *key, int64_t at,
                      int64_t *expires)
{
    int64_t left = key->points;

    while (left > 0) {
        loy__span span = loy__lots_loose(state, key->currency);
        size_t i = find_pending(state, key, span);
        int64_t part;
        int rc;

        if (i == span.end)
            return LOY_ERR_INTERNAL;
        part = state->lots[i].points < left ? state->lots[i].points : left;
        rc = activate(state, journal, i, part, at, expires);
        if (rc != LOY_OK)
            return rc;
        left -= part;
    }
    return LOY_OK;
}
