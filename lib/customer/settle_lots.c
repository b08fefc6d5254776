/*
 * settle_lots.c -- what time does to lots: pending points mature, points
 * expire, moment by moment and in spending order within one.
 */
#include "customer/lapses.h"
#include "customer/lots.h"
#include "customer/packed.h"

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

/* The first of a currency's pending lots that is due, or the end of its lots. */
static size_t
find_mature(const loy__state *state, uint32_t currency, int64_t due, size_t *end)
{
    loy__span span = loy__lots_loose(state, currency);
    size_t i = span.pending;

    while (i < span.end && state->lots[i].matures > due)
        i++;
    *end = span.end;
    return i;
}

static int
mature_due(loy__state *state, loy__journal *journal, uint32_t currency, int64_t due, int64_t at)
{
    size_t end;
    size_t i = find_mature(state, currency, due, &end);

    for (; i < end; i = find_mature(state, currency, due, &end)) {
        loy__lot lot = state->lots[i];
        int rc;

        loy__lots_remove(state, i, 1);
        rc = loy__lot_mature(state, journal, &lot, at);
        if (rc != LOY_OK)
            return rc;
    }
    return LOY_OK;
}

static int
expire_lot(loy__state *state, loy__journal *journal, loy__lot *lot, int64_t at)
{
    int64_t *expired = &state->purses[lot->currency].expired;

    if (!loy__journal_lot(journal, lot, LOY_ENTRY_EXPIRE, 0, at) ||
        loy__lapse_keep(state, lot) != LOY_OK)
        return LOY_ERR_NOMEM;
    if (!loy__add(*expired, lot->points, expired))
        return LOY_ERR_INTERNAL;
    lot->points = 0;
    return LOY_OK;
}

static int
expire_due(loy__state *state, loy__journal *journal, uint32_t currency, int64_t due, int64_t at)
{
    loy__span span = loy__lots_loose(state, currency);
    bool sorted = state->program->currencies[currency].spend_order != LOY__SPEND_OLDEST;
    size_t end = span.first;
    loy__lot packed;

    while (loy__packed_due(state, currency, due, &packed)) {
        int rc = expire_lot(state, journal, &packed, at);

        if (rc != LOY_OK)
            return rc;
        loy__packed_drop(state);
    }
    for (size_t i = span.first; i < span.end; i++) {
        int rc;

        if (state->lots[i].expires > due) {
            /* None of the spendable ones behind it is due, either. */
            if (sorted && i < span.pending)
                i = span.pending - 1;
            continue;
        }
        rc = expire_lot(state, journal, &state->lots[i], at);
        if (rc != LOY_OK)
            return rc;
        end = i + 1;
    }
    loy__lots_sweep(state, span.first, end);
    return LOY_OK;
}

int
loy__lots_settle(loy__state *state, loy__journal *journal, int64_t moment)
{
    for (;;) {
        int64_t due = loy__lots_next(state);
        int64_t at = due > state->settled ? due : state->settled;
        uint32_t currencies = state->program->currency_count;
        int rc = LOY_OK;

        if (due > moment || due == LOY_NEVER)
            return LOY_OK;
        for (uint32_t i = 0; rc == LOY_OK && i < currencies; i++)
            rc = mature_due(state, journal, i, due, at);
        for (uint32_t i = 0; rc == LOY_OK && i < currencies; i++)
            rc = expire_due(state, journal, i, due, at);
        if (rc != LOY_OK)
            return rc;
    }
}
