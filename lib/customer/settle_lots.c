/*
 * settle_lots.c -- what time does to lots: pending points mature, points
 * expire, moment by moment and in spending order within one.
 */
#include "customer/lapses.h"
#include "customer/lots.h"

int
loy__lot_mature(loy__state *state, loy__journal *journal, loy__lot *lot, int64_t at)
{
    if (!loy__fill_debt(state, journal, lot, LOY_ENTRY_MATURE, at))
        return LOY_ERR_NOMEM;
    if (lot->points == 0)
        return LOY_OK;
    if (!loy__journal_lot(journal, lot, LOY_ENTRY_MATURE, 0, at))
        return LOY_ERR_NOMEM;
    lot->matures = 0;
    return loy__lot_put(state, lot);
}

static int
mature_due(loy__state *state, loy__journal *journal, int64_t due, int64_t at)
{
    size_t i = 0;

    while (i < state->lot_count) {
        loy__lot lot = state->lots[i];
        size_t count = state->lot_count;
        int rc;

        if (lot.matures == 0 || lot.matures > due) {
            i++;
            continue;
        }
        loy__lots_remove(state, i, 1);
        rc = loy__lot_mature(state, journal, &lot, at);
        if (rc != LOY_OK)
            return rc;
        /* A new spendable lot stands before this place. */
        if (state->lot_count == count)
            i++;
    }
    return LOY_OK;
}

static int
expire_due(loy__state *state, loy__journal *journal, int64_t due, int64_t at)
{
    for (size_t i = 0; i < state->lot_count; i++) {
        loy__lot *lot = &state->lots[i];
        loy__purse *purse = &state->purses[lot->currency];

        if (lot->expires > due)
            continue;
        if (!loy__journal_lot(journal, lot, LOY_ENTRY_EXPIRE, 0, at) ||
            loy__lapse_keep(state, lot) != LOY_OK)
            return LOY_ERR_NOMEM;
        if (!loy__add(purse->expired, lot->points, &purse->expired))
            return LOY_ERR_INTERNAL;
        lot->points = 0;
    }
    loy__lots_sweep(state, 0, state->lot_count);
    return LOY_OK;
}

int
loy__lots_settle(loy__state *state, loy__journal *journal, int64_t moment)
{
    for (;;) {
        int64_t due = loy__lots_next(state);
        int64_t at = due > state->settled ? due : state->settled;
        int rc;

        if (due > moment || due == LOY_NEVER)
            return LOY_OK;
        rc = mature_due(state, journal, due, at);
        if (rc == LOY_OK)
            rc = expire_due(state, journal, due, at);
        if (rc != LOY_OK)
            return rc;
    }
}
