/*
 * part.c -- one account goes out of another again: it gets back what it
 * brought, as far as that is still there. What was spent or has lapsed since
 * stays where it happened.
 */
#include "customer/duplicates.h"
#include "customer/fractions.h"
#include "customer/holds.h"
#include "customer/ladders.h"
#include "customer/lapses.h"
#include "customer/lifecycle.h"
#include "customer/lots.h"
#include "customer/moving.h"
#include "customer/reviews.h"
#include "customer/trail.h"

/* ---- Points ---- */

/* How a lot fits what is wanted. */
enum { EXACT, ALIKE, CHANGED, NOT };

/* Points that wait still are not among those that can be spent, unless an event may have
 * activated them. */
static int
fits(const loy__state *state, const loy__lot *lot, const loy__lot *wanted, int64_t at)
{
    const loy__currency *currency = &state->program->currencies[wanted->currency];
    bool matured = lot->matures == 0 && (wanted->matures <= at || currency->activates);
    bool moved = currency->life.special && !wanted->own && !lot->own;

    if (lot->matures != wanted->matures && !matured)
        return NOT;
    if (lot->expires != wanted->expires)
        return moved ? CHANGED : NOT;
    if (lot->matures != wanted->matures && wanted->matures > at)
        return CHANGED;
    return lot->earned_on == wanted->earned_on && lot->own == wanted->own ? EXACT : ALIKE;
}

/* Takes up to `wanted` points of lots that fit in one way. */
static int
take_fitting(loy__state *state, loy__journal *journal, loy__state *image, loy__lot *wanted, int how,
             int64_t at)
{
    loy__span span = loy__lots_of(state, wanted->currency);

    for (size_t i = span.first; wanted->points > 0 && i < span.end; i++) {
        loy__lot *lot = &state->lots[i];
        loy__lot part = *lot;
        int rc;

        if (lot->points == 0 || fits(state, lot, wanted, at) != how)
            continue;
        part.points = loy__smaller(lot->points, wanted->points);
        lot->points -= part.points;
        wanted->points -= part.points;
        part.earned_on = wanted->earned_on;
        rc = loy__lot_put(image, &part);
        if (rc != LOY_OK)
            return rc;
        part.points = -part.points;
        if (!loy__journal_lot(journal, &part, LOY_ENTRY_TRANSFER, 0, at))
            return LOY_ERR_NOMEM;
    }
    loy__lots_sweep(state, span.first, span.end);
    return LOY_OK;
}

/* Takes up to `wanted` points of lots that end when the image's ended: the very ones first,
 * then those that may have matured, or moved where ends move. */
static int
take_lot(loy__state *state, loy__journal *journal, loy__state *image, loy__lot wanted, int64_t at)
{
    int rc = LOY_OK;

    for (int how = EXACT; rc == LOY_OK && how < NOT; how++)
        rc = take_fitting(state, journal, image, &wanted, how, at);
    return rc;
}

static int
take_lots(loy__state *state, loy__journal *journal, loy__state *image, int64_t at)
{
    int rc = LOY_OK;
    loy__lot *wanted;
    size_t count;

    loy__lots_unpack(image);
    count = image->lot_count;
    wanted = loy__arena_alloc(&image->arena, (count + 1) * sizeof(*wanted));
    if (wanted == NULL)
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        wanted[i] = image->lots[i];
    image->lot_count = 0;
    for (size_t i = 0; rc == LOY_OK && i < count; i++)
        rc = take_lot(state, journal, image, wanted[i], at);
    return rc;
}

/* Holds that are open still go along; what has left them since is looked for where
 * it would have gone back to. */
static int
take_held(loy__state *state, loy__journal *journal, loy__state *image, int64_t at)
{
    size_t count = image->held_count;
    loy__held *wanted = loy__arena_alloc(&image->arena, (count + 1) * sizeof(*wanted));
    int rc = LOY_OK;

    if (wanted == NULL)
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < count; i++)
        wanted[i] = image->held[i];
    image->held_count = 0;
    for (size_t i = 0; rc == LOY_OK && i < count; i++) {
        loy__held piece = wanted[i];
        loy__lot lot = loy__held_lot(&piece);

        piece.points = loy__held_withdraw(state, &piece);
        lot.points = -piece.points;
        if (piece.points > 0)
            rc = loy__journal_lot(journal, &lot, LOY_ENTRY_TRANSFER, 0, at)
                     ? loy__held_put(image, &piece)
                     : LOY_ERR_NOMEM;
        lot.points = wanted[i].points - piece.points;
        if (rc == LOY_OK)
            rc = take_lot(state, journal, image, lot, at);
    }
    return rc;
}

/* Leaves so much of a sum with the account that it goes out of. */
static void
leave_behind(int64_t *sum, int64_t *much)
{
    int64_t part = loy__smaller(*sum, *much);

    *sum -= part;
    *much -= part;
}

/* What was issued follows from the rest: points are in lots, or went as the sums
 * say, or are owed. Neither side has been issued less than nothing. */
static bool
balance(loy__purse *back, const loy__purse *own, int64_t lots)
{
    int64_t over;

    if (!loy__add(back->spent, back->expired, &back->issued) ||
        !loy__add(back->issued, back->reversed, &back->issued) ||
        !loy__add(back->issued, lots, &back->issued))
        return false;
    back->debt = loy__smaller(back->debt, back->issued);
    back->issued -= back->debt;
    if (back->issued <= own->issued)
        return true;
    over = back->issued - own->issued;
    back->issued = own->issued;
    leave_behind(&back->spent, &over);
    leave_behind(&back->expired, &over);
    leave_behind(&back->reversed, &over);
    return over == 0;
}

static int
split_purse(loy__state *state, loy__journal *journal, loy__state *image, uint32_t currency,
            int64_t at)
{
    loy__purse *own = &state->purses[currency];
    loy__purse *back = &image->purses[currency];
    loy__points points = loy__state_points(image, currency);
    loy__lot debt = {.expires = LOY_NEVER, .currency = currency};

    back->debt = points.available > 0 ? 0 : loy__smaller(back->debt, own->debt);
    back->spent = loy__smaller(back->spent, own->spent);
    back->expired = loy__smaller(back->expired, own->expired);
    back->reversed = loy__smaller(back->reversed, own->reversed);
    if (!balance(back, own, points.available + points.pending + points.held))
        return LOY_ERR_INTERNAL;
    own->issued -= back->issued;
    own->spent -= back->spent;
    own->expired -= back->expired;
    own->reversed -= back->reversed;
    own->debt -= back->debt;
    debt.points = back->debt;
    return back->debt == 0 || loy__journal_lot(journal, &debt, LOY_ENTRY_TRANSFER, 1, at)
               ? LOY_OK
               : LOY_ERR_NOMEM;
}

/* What waits of a point goes back as far as it waits still. */
static int
split_fraction(loy__state *state, loy__state *image, uint32_t currency)
{
    int64_t own = loy__fraction(state, currency);
    int64_t back = loy__smaller(own, loy__fraction(image, currency));
    int rc = LOY_OK;

    if (back > 0)
        rc = loy__fraction_set(state, currency, own - back);
    return rc == LOY_OK && loy__fraction(image, currency) != back
               ? loy__fraction_set(image, currency, back)
               : rc;
}

/* ---- What was counted ---- */

static void
give_tally(loy__tally *own, const loy__tally *image)
{
    if (own->start == image->start)
        own->value -= loy__smaller(own->value, image->value);
}

static void
give_tallies(loy__state *state, const loy__state *image)
{
    const loy_program *program = state->program;

    if (program->accounts.merges.counters == LOY__MERGE_SUM)
        for (uint32_t i = 0; i < program->counter_count; i++)
            give_tally(&state->counters[i], &image->counters[i]);
    for (uint32_t i = 0; i < program->cap_count; i++)
        give_tally(&state->caps[i], &image->caps[i]);
}

static int
give_ladders(loy__state *state, const loy__state *image, int64_t at)
{
    int rc = LOY_OK;

    if (state->program->accounts.merges.tiers != LOY__MERGE_SUM)
        return LOY_OK;
    for (size_t i = 0; rc == LOY_OK && i < image->bucket_count; i++)
        rc = loy__review_move(state, image, &image->buckets[i], true, at);
    for (uint32_t i = 0; i < state->program->ladder_count; i++)
        loy__review_part(state, image, i);
    return rc;
}

/* What an account brings along that was never the other's: plans it has paid for,
 * returns that wait for its sales, accounts that came into it, who brought it. */
static bool
is_brought(uint32_t tag)
{
    return tag == LOY__NOTE_MEMBERSHIP || tag == LOY__NOTE_PARKED || tag == LOY__NOTE_CAME ||
           tag == LOY__NOTE_REFERRER || tag == LOY__NOTE_DUPLICATE || tag == LOY__NOTE_GIVEN;
}

/* And what it has used. */
static int
give_notes(loy__state *state, const loy__state *image)
{
    int rc = LOY_OK;

    for (size_t i = 0; rc == LOY_OK && i < image->note_count; i++) {
        const loy__note *note = &image->notes[i];
        const loy__note *own = NULL;

        if (loy__note_is_tally(note->tag))
            rc = loy__note_part(state, note);
        else if (note->tag == LOY__NOTE_STATUS)
            loy__status_part(state, note);
        else if (note->tag == LOY__NOTE_TRAIL)
            loy__trail_part(state, note);
        else if (is_brought(note->tag))
            own = loy__note_equal(state, note->tag, note->data, note->size);
        if (own != NULL)
            loy__note_remove(state, own);
    }
    return rc;
}

int
loy__state_part(loy__state *state, loy__journal *journal, loy__state *image, int64_t at)
{
    int rc = take_lots(state, journal, image, at);

    if (rc == LOY_OK)
        rc = take_held(state, journal, image, at);
    for (uint32_t i = 0; rc == LOY_OK && i < state->program->currency_count; i++) {
        rc = split_purse(state, journal, image, i, at);
        if (rc == LOY_OK)
            rc = split_fraction(state, image, i);
    }
    if (state->lapsed_count + image->lapsed_count > 0)
        loy__lapses_part(state, image);
    if (rc == LOY_OK)
        rc = give_ladders(state, image, at);
    if (rc == LOY_OK)
        rc = give_notes(state, image);
    if (rc != LOY_OK)
        return rc;
    give_tallies(state, image);
    loy__vouchers_part(state, image);
    state->purchases -= loy__smaller(state->purchases, image->purchases);
    loy__lifecycle_part(state, image);
    state->visits -= loy__smaller(state->visits, image->visits);
    return loy__sub(state->spend, image->spend, &state->spend) ? LOY_OK : LOY_ERR_INTERNAL;
}
