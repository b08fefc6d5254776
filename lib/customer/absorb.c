/*
 * absorb.c -- one account takes another in: points with their lots, debts, what
 * was counted, what is held.
 */
#include "customer/duplicates.h"
#include "customer/fractions.h"
#include "customer/holds.h"
#include "customer/ladders.h"
#include "customer/lapses.h"
#include "customer/lifecycle.h"
#include "customer/lives.h"
#include "customer/lots.h"
#include "customer/memberships.h"
#include "customer/moving.h"
#include "customer/reviews.h"
#include "customer/trail.h"

/* ---- Points ---- */

/* What is spendable fills a debt that came in. */
static int
fill_from_lots(loy__state *state, loy__journal *journal, uint32_t currency, int64_t at)
{
    loy__purse *purse = &state->purses[currency];
    int64_t points = loy__state_points(state, currency).available;
    loy__lot filled = {.expires = LOY_NEVER, .currency = currency};
    int rc;

    if (points > purse->debt)
        points = purse->debt;
    if (points == 0)
        return LOY_OK;
    rc = loy__burn(state, journal, currency, points, at, LOY_ENTRY_TRANSFER);
    if (rc != LOY_OK)
        return rc;
    purse->issued += points; /* they stay in the account */
    purse->debt -= points;
    filled.points = points;
    return loy__journal_lot(journal, &filled, LOY_ENTRY_TRANSFER, 1, at) ? LOY_OK : LOY_ERR_NOMEM;
}

static int
absorb_purse(loy__state *state, loy__journal *journal, const loy__purse *from, uint32_t currency,
             int64_t at)
{
    loy__purse *purse = &state->purses[currency];
    loy__lot debt = {.points = -from->debt, .expires = LOY_NEVER, .currency = currency};

    if (!loy__add(purse->issued, from->issued, &purse->issued) ||
        !loy__add(purse->spent, from->spent, &purse->spent) ||
        !loy__add(purse->expired, from->expired, &purse->expired) ||
        !loy__add(purse->reversed, from->reversed, &purse->reversed) ||
        !loy__add(purse->debt, from->debt, &purse->debt))
        return LOY_ERR_INTERNAL;
    if (from->debt > 0 && !loy__journal_lot(journal, &debt, LOY_ENTRY_TRANSFER, 1, at))
        return LOY_ERR_NOMEM;
    return fill_from_lots(state, journal, currency, at);
}

static int
absorb_held(loy__state *state, loy__journal *journal, const loy__held *held, int64_t at)
{
    const loy__lot lot = loy__held_lot(held);

    if (!loy__journal_lot(journal, &lot, LOY_ENTRY_TRANSFER, 0, at))
        return LOY_ERR_NOMEM;
    return loy__held_put(state, held);
}

/* Fractions add up; should they come to hundreds of points, those are given now. */
static int
absorb_fraction(loy__state *state, loy__journal *journal, const loy__state *from, uint32_t currency,
                int64_t at)
{
    int64_t brought = loy__fraction(from, currency);
    int64_t waits = loy__fraction(state, currency) + brought;
    int rc = LOY_OK;

    if (brought == 0)
        return LOY_OK;
    if (waits >= LOY__FRACTION_MOST) {
        rc = loy__earn(state, journal, currency, waits / LOY__EXACT_ONE, at, at, LOY_ENTRY_EARN,
                       NULL, NULL);
        waits %= LOY__EXACT_ONE;
    }
    return rc == LOY_OK ? loy__fraction_set(state, currency, waits) : rc;
}

static int
absorb_points(loy__state *state, loy__journal *journal, loy__state *from, int64_t at)
{
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < state->program->currency_count; i++) {
        rc = absorb_purse(state, journal, &from->purses[i], i, at);
        if (rc == LOY_OK)
            rc = absorb_fraction(state, journal, from, i, at);
    }
    loy__lots_unpack(from);
    for (size_t i = 0; rc == LOY_OK && i < from->lot_count; i++) {
        loy__lot lot = from->lots[i];

        if (lot.matures <= at)
            lot.matures = 0;
        rc = loy__lot_receive(state, journal, &lot, LOY_ENTRY_TRANSFER, at);
    }
    for (size_t i = 0; rc == LOY_OK && i < from->held_count; i++)
        rc = absorb_held(state, journal, &from->held[i], at);
    for (size_t i = 0; rc == LOY_OK && i < from->lapsed_count; i++)
        rc = loy__lapse_put(state, from->lapsed[i].currency, from->lapsed[i].points,
                            from->lapsed[i].expired);
    return rc == LOY_OK ? loy__life_absorb(state, journal, from, at) : rc;
}

/* ---- What was counted ---- */

static bool
absorb_tally(loy__tally *to, const loy__tally *from, bool highest)
{
    if (from->start > to->start) {
        *to = *from;
        return true;
    }
    if (from->start < to->start)
        return true;
    if (!highest)
        return loy__add(to->value, from->value, &to->value);
    if (from->value > to->value)
        to->value = from->value;
    return true;
}

/* Limits hold for the one person that both were: what was used adds up. */
static bool
absorb_tallies(loy__state *state, const loy__state *from)
{
    const loy_program *program = state->program;
    bool highest = program->accounts.merges.counters == LOY__MERGE_MAX;
    bool fits = true;

    for (uint32_t i = 0; i < program->counter_count; i++)
        fits = fits && absorb_tally(&state->counters[i], &from->counters[i], highest);
    for (uint32_t i = 0; i < program->cap_count; i++)
        fits = fits && absorb_tally(&state->caps[i], &from->caps[i], false);
    return fits;
}

static void
enter_better_tier(loy__rung *rung, const loy__rung *from)
{
    if (from->base > rung->base)
        rung->base = from->base;
    if (from->tier <= rung->tier)
        return;
    rung->tier = from->tier;
    rung->since = from->since;
    rung->drop = from->drop;
    rung->term = from->term;
}

/* What both counted, by each of the ladder's measures. */
static int
sum_ladder(loy__state *state, const loy__state *from, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    bool better = from->rungs[number].tier > state->rungs[number].tier;
    int rc;

    loy__window_advance(state, number, at);
    rc = loy__review_absorb(state, from, number, better);
    for (uint32_t k = 0; k < loy__track_count(ladder); k++) {
        uint32_t track = loy__track(ladder, number, k);
        loy__buckets span = loy__buckets_of(from, track);

        for (size_t i = span.first; rc == LOY_OK && i < span.end; i++)
            rc = loy__review_move(state, from, &from->buckets[i], false, at);
    }
    if (rc == LOY_OK)
        rc = loy__review_join(state, from, number, better, at);
    enter_better_tier(&state->rungs[number], &from->rungs[number]);
    return rc;
}

static int
replace_track(loy__state *state, const loy__state *from, uint32_t track)
{
    loy__buckets span = loy__buckets_of(state, track);
    int rc = LOY_OK;

    loy__buckets_remove(state, span.first, span.end - span.first);
    span = loy__buckets_of(from, track);
    for (size_t i = span.first; rc == LOY_OK && i < span.end; i++)
        rc = loy__bucket_put(state, track, from->buckets[i].day, from->buckets[i].amount);
    state->rungs[track] = from->rungs[track];
    state->review_count += from->reviews[track].how != 0;
    state->review_count -= state->reviews[track].how != 0;
    state->reviews[track] = from->reviews[track];
    return rc;
}

/* The ladder of whoever stands higher, whole. */
static int
best_ladder(loy__state *state, const loy__state *from, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *other = &from->rungs[number];
    loy__rung *rung = &state->rungs[number];
    const loy__rung own = *rung;
    int rc = LOY_OK;

    if (other->tier < rung->tier || (other->tier == rung->tier && other->value <= rung->value))
        return LOY_OK;
    for (uint32_t k = 0; rc == LOY_OK && k < loy__track_count(ladder); k++)
        rc = replace_track(state, from, loy__track(ladder, number, k));
    /* What he was seen to have last: the change is told, and moves his points. */
    rung->shown = own.shown;
    rung->lived = own.lived;
    return rc;
}

/* Time may have gone on with whoever gets it: periods have ended for both. */
static int
absorb_ladders(loy__state *state, loy__state *from, int64_t at)
{
    const loy_program *program = state->program;
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < program->ladder_count; i++) {
        loy__ladder_run(from, i, at);
        loy__window_advance(from, i, at);
        rc = program->accounts.merges.tiers == LOY__MERGE_SUM ? sum_ladder(state, from, i, at)
                                                              : best_ladder(state, from, i);
    }
    return rc;
}

/* ---- What is known ---- */

static int32_t
first_day(int32_t a, int32_t b)
{
    if (a == LOY_DAY_NONE || b == LOY_DAY_NONE)
        return a == LOY_DAY_NONE ? b : a;
    return a < b ? a : b;
}

static bool
absorb_behaviour(loy__state *state, const loy__state *from)
{
    state->enrolled_on = first_day(state->enrolled_on, from->enrolled_on);
    state->first_purchase_on = first_day(state->first_purchase_on, from->first_purchase_on);
    loy__lifecycle_absorb(state, from);
    if (state->birthday == LOY_DAY_NONE)
        state->birthday = from->birthday;
    return loy__add(state->purchases, from->purchases, &state->purchases) &&
           loy__add(state->visits, from->visits, &state->visits) &&
           loy__add(state->spend, from->spend, &state->spend);
}

static int
absorb_values(loy__state *state, const loy__state *from)
{
    for (uint32_t i = 0; i < state->program->customer_attributes.count; i++) {
        loy__value *value = &state->attributes[i];

        if (value->kind != 0 || from->attributes[i].kind == 0)
            continue;
        *value = from->attributes[i];
        if (value->kind != LOY_VALUE_TEXT)
            continue;
        value->text = loy__arena_text(&state->arena, value->text, value->size);
        if (value->text == NULL)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

static int
absorb_notes(loy__state *state, const loy__state *from)
{
    int rc = LOY_OK;

    for (size_t i = 0; rc == LOY_OK && i < from->note_count; i++) {
        const loy__note *note = &from->notes[i];

        if (note->tag == LOY__NOTE_CAME || note->tag == LOY__NOTE_FROZEN ||
            note->tag == LOY__NOTE_PARKED || note->tag == LOY__NOTE_DUPLICATE ||
            note->tag == LOY__NOTE_GIVEN ||
            ((note->tag == LOY__NOTE_REFERRER || note->tag == LOY__NOTE_BIRTHDAY) &&
             loy__note_find(state, note->tag, 0) == NULL) ||
            (note->tag == LOY__NOTE_LEFT &&
             loy__note_equal(state, note->tag, note->data, note->size) == NULL))
            rc = loy__note_add(state, note->tag, note->data, note->size);
        else if (note->tag == LOY__NOTE_STATUS)
            rc = loy__status_absorb(state, note);
        else if (note->tag == LOY__NOTE_MEMBERSHIP)
            rc = loy__membership_absorb(state, note);
        else if (note->tag == LOY__NOTE_TRAIL)
            rc = loy__trail_absorb(state, note);
        else if (loy__note_is_tally(note->tag))
            rc = loy__note_absorb(state, note);
    }
    return rc;
}

int
loy__state_absorb(loy__state *state, loy__journal *journal, loy__state *from, int64_t at)
{
    int rc = absorb_points(state, journal, from, at);

    if (rc == LOY_OK && (!absorb_tallies(state, from) || !absorb_behaviour(state, from)))
        rc = LOY_ERR_INTERNAL;
    if (rc == LOY_OK)
        rc = absorb_ladders(state, from, at);
    if (rc == LOY_OK)
        rc = loy__vouchers_absorb(state, from, at);
    if (rc == LOY_OK)
        rc = absorb_values(state, from);
    return rc == LOY_OK ? absorb_notes(state, from) : rc;
}
