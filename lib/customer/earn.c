/*
 * earn.c -- points that come in: earned, adjusted upwards, given back.
 *
 * What is spendable at once fills the debt before it makes a lot. What has
 * already lapsed when it is posted (the event came very late) is stated as
 * expired and fills nothing.
 */
#include "customer/lots.h"

bool
loy__fill_debt(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind, int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];
    loy__lot part = *lot;

    if (purse->debt == 0)
        return true;
    if (part.points > purse->debt)
        part.points = purse->debt;
    purse->debt -= part.points;
    lot->points -= part.points;
    return loy__journal_lot(journal, &part, kind, 1, at);
}

int
loy__lot_receive(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind, int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];

    if (lot->expires <= at) {
        if (!loy__journal_lot(journal, lot, kind, 0, at) ||
            !loy__journal_lot(journal, lot, LOY_ENTRY_EXPIRE, 0, at))
            return LOY_ERR_NOMEM;
        return loy__add(purse->expired, lot->points, &purse->expired) ? LOY_OK : LOY_ERR_INTERNAL;
    }
    if (lot->matures == 0 && !loy__fill_debt(state, journal, lot, kind, at))
        return LOY_ERR_NOMEM;
    if (lot->points == 0)
        return LOY_OK;
    if (!loy__journal_lot(journal, lot, kind, 0, at))
        return LOY_ERR_NOMEM;
    return loy__lot_put(state, lot);
}

/* What expires at the edge of a day has one expiry for each day of earning. */
static int64_t
expiry(loy__state *state, uint32_t currency, int64_t earned, int32_t day)
{
    const loy__currency *definition = &state->program->currencies[currency];
    loy__expiry *known = &state->expiries[currency];

    if (definition->edge == LOY__EDGE_INSTANT || known->day != day) {
        known->expires = loy__currency_expiry(state->program, definition, earned);
        known->day = day;
    }
    return known->expires;
}

int
loy__earn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
          int64_t earned, int64_t at, uint32_t kind, int64_t *matures, int64_t *expires)
{
    const loy_program *program = state->program;
    const loy__currency *definition = &program->currencies[currency];
    loy__purse *purse = &state->purses[currency];
    loy__lot lot = {
        .points = points, .currency = currency, .earned_on = loy__state_day(state, earned)};

    lot.expires = expiry(state, currency, earned, lot.earned_on);
    /* A correction is meant to be usable now. 0 says spendable, so points that
     * would mature before 1970 are so at once. */
    if (definition->has_pending && kind == LOY_ENTRY_EARN)
        lot.matures = loy__zone_add(&program->zone, earned, &definition->pending);
    if (lot.matures < 0)
        lot.matures = 0;
    if (matures != NULL)
        *matures = lot.matures;
    if (expires != NULL)
        *expires = lot.expires;
    if (lot.matures <= at)
        lot.matures = 0;
    if (!loy__add(purse->issued, points, &purse->issued))
        return LOY_ERR_INTERNAL;
    return loy__lot_receive(state, journal, &lot, kind, at);
}

int
loy__lot_arrive(loy__state *state, loy__journal *journal, const loy__lot *lot, int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];
    loy__lot own = *lot;

    if (!loy__add(purse->issued, lot->points, &purse->issued))
        return LOY_ERR_INTERNAL;
    return loy__lot_receive(state, journal, &own, LOY_ENTRY_TRANSFER, at);
}

int
loy__restore(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
             int64_t expires, int32_t earned_on, int64_t at)
{
    loy__purse *purse = &state->purses[currency];
    loy__lot lot = {
        .points = points, .currency = currency, .expires = expires, .earned_on = earned_on};

    if (points > purse->spent)
        return LOY_ERR_INTERNAL;
    purse->spent -= points;
    return loy__lot_receive(state, journal, &lot, LOY_ENTRY_RESTORE, at);
}
