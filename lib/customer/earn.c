/*
 * earn.c -- points that come in: earned, adjusted upwards, given back.
 *
 * What is spendable at once fills the debt before it makes a lot. What has
 * already lapsed when it is posted (the event came very late) is stated as
 * expired and fills nothing.
 */
#include "customer/clock.h"
#include "customer/lapses.h"
#include "customer/lives.h"
#include "customer/lots.h"

bool
loy__pay_debt(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind, int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];
    loy__lot part = *lot;

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
            !loy__journal_lot(journal, lot, LOY_ENTRY_EXPIRE, 0, at) ||
            loy__lapse_keep(state, lot) != LOY_OK)
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

/* What expires at the edge of a day of the program has one expiry for each day of
 * earning. */
static inline int64_t
expiry(loy__state *state, uint32_t currency, int64_t earned, int32_t day)
{
    const loy__currency *definition = &state->program->currencies[currency];
    loy__expiry *known = &state->expiries[currency];

    if (definition->clock != LOY__CLOCK_PROGRAM)
        return loy__currency_expiry(definition, loy__clock_zone(state, currency), earned);
    if (definition->edge == LOY__EDGE_INSTANT || known->day != day) {
        known->expires = loy__currency_expiry(definition, &state->program->zone, earned);
        known->day = day;
    }
    return known->expires;
}

/* The lot of points that come. */
LOY_INLINE void
fill_lot(loy__state *state, const loy__grant *grant, loy__lot *lot)
{
    const loy_program *program = state->program;
    const loy__currency *definition = &program->currencies[grant->currency];
    const loy__wait *wait = grant->wait != NULL ? grant->wait : &definition->pending;

    *lot = (loy__lot){.points = grant->points,
                      .currency = grant->currency,
                      .earned_on = loy__clock_day(state, grant->currency, grant->earned)};
    /* A correction is meant to be usable now. 0 says spendable, so points that
     * would mature before 1970 are so at once. */
    if (wait->how != LOY__WAIT_NOT && grant->kind == LOY_ENTRY_EARN)
        lot->matures = wait->how == LOY__WAIT_EVENT
                           ? LOY_NEVER
                           : loy__zone_add(&program->zone, grant->earned, &wait->after);
    if (lot->matures < 0)
        lot->matures = 0;
    if (grant->until != LOY_TIME_NONE) {
        lot->expires = grant->until;
        lot->own = 1;
    } else if (definition->life.special) {
        loy__life_begin(state, lot, grant->earned, grant->at);
    } else {
        lot->expires = expiry(state, grant->currency, grant->earned, lot->earned_on);
    }
}

static inline int
issue(loy__state *state, loy__journal *journal, const loy__grant *grant, loy__lot *lot)
{
    loy__purse *purse = &state->purses[grant->currency];

    if (lot->matures <= grant->at)
        lot->matures = 0;
    if (!loy__add(purse->issued, grant->points, &purse->issued))
        return LOY_ERR_INTERNAL;
    return loy__lot_receive(state, journal, lot, grant->kind, grant->at);
}

LOY_INLINE int
earn(loy__state *state, loy__journal *journal, const loy__grant *grant, int64_t *matures,
     int64_t *expires)
{
    loy__lot lot;

    fill_lot(state, grant, &lot);
    if (matures != NULL)
        *matures = lot.matures;
    if (expires != NULL)
        *expires = lot.expires;
    return issue(state, journal, grant, &lot);
}

int
loy__earn_grant(loy__state *state, loy__journal *journal, const loy__grant *grant, int64_t *matures,
                int64_t *expires)
{
    return earn(state, journal, grant, matures, expires);
}

int
loy__bring_grant(loy__state *state, loy__journal *journal, const loy__grant *grant)
{
    loy__lot lot;

    fill_lot(state, grant, &lot);
    return lot.expires <= grant->at ? LOY_OK : issue(state, journal, grant, &lot);
}

int
loy__earn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
          int64_t earned, int64_t at, uint32_t kind, int64_t *matures, int64_t *expires)
{
    const loy__grant grant = {.points = points,
                              .earned = earned,
                              .at = at,
                              .until = LOY_TIME_NONE,
                              .currency = currency,
                              .kind = kind};

    return earn(state, journal, &grant, matures, expires);
}

/* The end of spent points that come back after theirs. */
static int64_t
end_of_lapsed(loy__state *state, const loy__lot *lot, int64_t at)
{
    const loy__currency *definition = &state->program->currencies[lot->currency];
    loy__lot fresh = *lot;

    switch (definition->life.lapse.how) {
    case LOY__LAPSED_GRACE:
        return loy__expiry_after(definition, loy__clock_zone(state, lot->currency),
                                 &definition->life.lapse.grace, at);
    case LOY__LAPSED_NEW:
        loy__life_begin(state, &fresh, at, at);
        return fresh.expires;
    default:
        return lot->expires;
    }
}

static int
come_back(loy__state *state, loy__journal *journal, const loy__lot *lot, uint32_t kind, int64_t at)
{
    const loy__life *life = &state->program->currencies[lot->currency].life;
    loy__lot back = *lot;

    if (life->renews && kind == LOY_ENTRY_RESTORE) {
        back.own = 0;
        back.earned_on = loy__clock_day(state, lot->currency, at);
        loy__life_begin(state, &back, at, at);
    } else if (life->from == LOY__LIFE_ACTIVITY && !lot->own) {
        loy__life_share(state, &back, at);
    }
    if (back.expires <= at)
        back.expires = end_of_lapsed(state, &back, at);
    return loy__lot_receive(state, journal, &back, kind, at);
}

int
loy__restore_lot(loy__state *state, loy__journal *journal, const loy__lot *lot, int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];

    if (lot->points > purse->spent)
        return LOY_ERR_INTERNAL;
    purse->spent -= lot->points;
    return come_back(state, journal, lot, LOY_ENTRY_RESTORE, at);
}

int
loy__regain_lot(loy__state *state, loy__journal *journal, const loy__lot *lot, uint32_t kind,
                int64_t at)
{
    loy__purse *purse = &state->purses[lot->currency];

    if (!loy__add(purse->issued, lot->points, &purse->issued))
        return LOY_ERR_INTERNAL;
    return come_back(state, journal, lot, kind, at);
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
