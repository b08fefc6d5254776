/*
 * forfeit.c -- points that a customer gives up, as if they had expired.
 */
#include "customer/lots.h"

int
loy__forfeit(loy__state *state, loy__journal *journal, uint32_t currency, int64_t at,
             int64_t *points)
{
    loy__span span = loy__lots_of(state, currency);
    loy__purse *purse = &state->purses[currency];

    *points = 0;
    for (size_t i = span.first; i < span.end; i++) {
        const loy__lot *lot = &state->lots[i];

        if (!loy__journal_lot(journal, lot, LOY_ENTRY_EXPIRE, 0, at))
            return LOY_ERR_NOMEM;
        if (!loy__add(*points, lot->points, points))
            return LOY_ERR_INTERNAL;
    }
    loy__lots_remove(state, span.first, span.end - span.first);
    return loy__add(purse->expired, *points, &purse->expired) ? LOY_OK : LOY_ERR_INTERNAL;
}
