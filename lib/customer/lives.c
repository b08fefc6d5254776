/*
 * lives.c -- ends of points that move.
 *
 * Every end that is moved is posted with the one before. Lots with an end of
 * their own stay as they are; what is held moves with the lots it came from.
 */
#include "customer/lives.h"

#include <string.h>

#include "customer/clock.h"
#include "customer/holds.h"
#include "customer/lots.h"

static int64_t
later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t
loy__life_end(const loy__state *state, uint32_t currency, int64_t from)
{
    const loy__currency *definition = &state->program->currencies[currency];
    const loy__zone *zone = loy__clock_zone(state, currency);
    const loy__life *life = &definition->life;
    int64_t end;

    if (life->has_since)
        from = later(from, life->since);
    end = loy__currency_expiry(definition, zone, from);
    for (uint32_t i = 0; i < life->tier_count; i++) {
        const loy__tier_life *own = &life->tiers[i];

        if (state->rungs[own->ladder].shown == own->tier)
            end = later(end, own->never ? LOY_NEVER
                                        : loy__expiry_after(definition, zone, &own->after, from));
    }
    return end;
}

/* What is known of a currency's activity; NULL: there was none. */
static loy__active *
find_active(const loy__state *state, uint32_t currency)
{
    for (size_t i = 0; i < state->active_count; i++)
        if (state->actives[i].currency == currency)
            return &state->actives[i];
    return NULL;
}

/* The last activity, or LOY_TIME_NONE; and the last that was no purchase. */
static int64_t
last_activity(const loy__state *state, uint32_t currency)
{
    const loy__active *active = find_active(state, currency);

    return active == NULL ? LOY_TIME_NONE : active->moment;
}

static int64_t
last_other(const loy__state *state, uint32_t currency)
{
    const loy__active *active = find_active(state, currency);

    return active == NULL ? LOY_TIME_NONE : active->other;
}

/* The end that activity has given the points of a currency; LOY_TIME_NONE. */
static int64_t
end_of_active(const loy__state *state, uint32_t currency)
{
    int64_t active = last_activity(state, currency);

    return active == LOY_TIME_NONE ? active : loy__life_end(state, currency, active);
}

int
loy__active_at(loy__state *state, uint32_t currency, int64_t moment, int64_t other)
{
    size_t at = 0;

    while (at < state->active_count && state->actives[at].currency < currency)
        at++;
    if (at == state->active_count || state->actives[at].currency != currency) {
        if (!loy__reserve(&state->memory, &state->actives, &state->active_capacity,
                          state->active_count + 1, sizeof(*state->actives)))
            return LOY_ERR_NOMEM;
        for (size_t i = state->active_count++; i > at; i--)
            state->actives[i] = state->actives[i - 1];
    }
    state->actives[at] = (loy__active){.moment = moment, .other = other, .currency = currency};
    return LOY_OK;
}

void
loy__life_begin(loy__state *state, loy__lot *lot, int64_t earned, int64_t at)
{
    const loy__life *life = &state->program->currencies[lot->currency].life;
    int64_t from = earned;
    int64_t active;

    if (life->from == LOY__LIFE_MATURED && lot->matures == LOY_NEVER) {
        lot->expires = LOY_NEVER; /* until it begins */
        return;
    }
    if (life->from == LOY__LIFE_MATURED && lot->matures > earned) {
        from = lot->matures;
        lot->earned_on = loy__clock_day(state, lot->currency, from);
    }
    lot->expires = loy__life_end(state, lot->currency, from);
    if (life->from != LOY__LIFE_ACTIVITY)
        return;
    /* Points that come without activity share the end of the others, unless that
     * is past. */
    active = end_of_active(state, lot->currency);
    if (active > at)
        lot->expires = active;
}

void
loy__life_share(const loy__state *state, loy__lot *lot, int64_t at)
{
    int64_t active = end_of_active(state, lot->currency);

    if (active > at)
        lot->expires = later(lot->expires, active);
}

/* ---- Moving ends ---- */

int
loy__lot_extend(loy__state *state, loy__journal *journal, size_t index, int64_t points,
                int64_t expires, int64_t at)
{
    loy__lot *lot = &state->lots[index];
    loy__lot part = *lot;
    loy__posting posting = {.points = points,
                            .time = at,
                            .matures = lot->matures,
                            .expires = expires,
                            .was = lot->expires,
                            .currency = lot->currency,
                            .kind = LOY_ENTRY_EXTEND,
                            .earned_on = lot->earned_on,
                            .own = lot->own};

    part.points = points;
    part.expires = expires;
    if (!loy__journal_add(journal, &posting))
        return LOY_ERR_NOMEM;
    lot->points -= points;
    if (lot->points == 0)
        loy__lots_remove(state, index, 1);
    return loy__lot_put(state, &part);
}

/* How ends move: what the new one is of a lot. */
typedef struct move {
    int64_t (*end)(const loy__state *state, const struct move *move, const loy__lot *lot);
    int64_t at;
    int64_t from; /* ACTIVITY: the new end; TIERS: the end of what begins now */
    bool lost;    /* TIERS: one that gave these points their time */
} move;

static int
move_lots(loy__state *state, loy__journal *journal, uint32_t currency, const move *how)
{
    loy__span span = loy__lots_of(state, currency);
    size_t i = span.first;

    /* A lot that moved may come to stand behind this place, where its end is
     * found to be right. */
    while (i < loy__lots_of(state, currency).end) {
        const loy__lot *lot = &state->lots[i];
        int64_t end = lot->own ? lot->expires : how->end(state, how, lot);
        int rc;

        if (end == lot->expires) {
            i++;
            continue;
        }
        rc = loy__lot_extend(state, journal, i, lot->points, end, how->at);
        if (rc != LOY_OK)
            return rc;
        i = span.first;
    }
    for (i = 0; i < state->held_count; i++) {
        loy__held *held = &state->held[i];
        loy__lot lot = loy__held_lot(held);

        if (held->currency == currency && !held->own)
            held->expires = how->end(state, how, &lot);
    }
    return LOY_OK;
}

static int64_t
end_by_activity(const loy__state *state, const move *how, const loy__lot *lot)
{
    (void)state;
    return later(lot->expires, how->from);
}

int
loy__life_activity(loy__state *state, loy__journal *journal, uint32_t currency, int64_t moment,
                   int64_t at, bool purchase)
{
    move how = {.end = end_by_activity, .at = at};
    int64_t active = last_activity(state, currency);
    int64_t other = later(last_other(state, currency), purchase ? LOY_TIME_NONE : moment);
    int rc = loy__active_at(state, currency, later(active, moment), other);

    if (rc != LOY_OK || active >= moment)
        return rc;
    how.from = loy__life_end(state, currency, moment);
    return move_lots(state, journal, currency, &how);
}

int
loy__life_absorb(loy__state *state, loy__journal *journal, const loy__state *from, int64_t at)
{
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < state->program->currency_count; i++) {
        move how = {.end = end_by_activity, .at = at};
        int64_t moment = later(last_activity(state, i), last_activity(from, i));

        if (moment == LOY_TIME_NONE)
            continue;
        rc = loy__active_at(state, i, moment, later(last_other(state, i), last_other(from, i)));
        how.from = loy__life_end(state, i, moment);
        /* What is past prolongs nothing. */
        if (rc == LOY_OK && how.from > at)
            rc = move_lots(state, journal, i, &how);
    }
    return rc;
}

/* The end that a lot has for the tiers at hand: that of activity, unless it is
 * past, or by itself. */
static int64_t
end_of(const loy__state *state, const loy__lot *lot, int64_t at)
{
    const loy__life *life = &state->program->currencies[lot->currency].life;
    int64_t from = loy__zone_midnight(loy__clock_zone(state, lot->currency), lot->earned_on);
    int64_t shared;

    if (life->from == LOY__LIFE_MATURED && lot->matures == LOY_NEVER)
        return LOY_NEVER; /* it has not begun */
    shared = life->from == LOY__LIFE_ACTIVITY ? end_of_active(state, lot->currency) : 0;
    return shared > at ? shared : loy__life_end(state, lot->currency, from);
}

static int64_t
end_by_undoing(const loy__state *state, const move *how, const loy__lot *lot)
{
    return lot->expires == how->from ? end_of(state, lot, how->at) : lot->expires;
}

int
loy__life_back(loy__state *state, loy__journal *journal, uint32_t currency, int64_t purchase,
               int64_t at)
{
    loy__active *active = find_active(state, currency);
    move how = {.end = end_by_undoing, .at = at};
    int64_t moment = active == NULL ? LOY_TIME_NONE : later(active->other, purchase);

    if (active == NULL || moment >= active->moment)
        return LOY_OK;
    how.from = loy__life_end(state, currency, active->moment);
    active->moment = moment;
    if (moment == LOY_TIME_NONE) {
        state->active_count--;
        memmove(active, active + 1,
                (size_t)(state->actives + state->active_count - active) * sizeof(*active));
    }
    return move_lots(state, journal, currency, &how);
}

static int64_t
end_by_tiers(const loy__state *state, const move *how, const loy__lot *lot)
{
    int64_t end = end_of(state, lot, how->at);

    if (end >= lot->expires)
        return end;
    if (!how->lost)
        return lot->expires;
    end = later(end, how->from);
    return end < lot->expires ? end : lot->expires;
}

static bool
has_lost(const loy__state *state, const loy__life *life)
{
    for (uint32_t i = 0; i < life->tier_count; i++) {
        const loy__rung *rung = &state->rungs[life->tiers[i].ladder];

        if (rung->lived == life->tiers[i].tier && rung->shown != rung->lived)
            return true;
    }
    return false;
}

int
loy__life_tiers(loy__state *state, loy__journal *journal, int64_t at)
{
    move how = {.end = end_by_tiers, .at = at};
    bool changed = false;
    int rc = LOY_OK;

    for (uint32_t i = 0; i < state->program->ladder_count; i++)
        changed = changed || state->rungs[i].shown != state->rungs[i].lived;
    for (uint32_t i = 0; changed && rc == LOY_OK && i < state->program->currency_count; i++) {
        const loy__life *life = &state->program->currencies[i].life;

        if (life->tier_count == 0)
            continue;
        how.from = loy__life_end(state, i, at);
        how.lost = has_lost(state, life);
        rc = move_lots(state, journal, i, &how);
    }
    for (uint32_t i = 0; i < state->program->ladder_count; i++)
        state->rungs[i].lived = state->rungs[i].shown;
    return rc;
}

static int64_t
end_since(const loy__state *state, const move *how, const loy__lot *lot)
{
    return lot->expires == LOY_NEVER ? end_of(state, lot, how->at) : lot->expires;
}

int
loy__life_since(loy__state *state, loy__journal *journal, int64_t at)
{
    move how = {.end = end_since, .at = at};
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < state->program->currency_count; i++)
        if (state->program->currencies[i].life.has_since)
            rc = move_lots(state, journal, i, &how);
    return rc;
}
