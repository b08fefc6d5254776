/*
 * holds.h -- points set aside while the customer pays: taken out of their lots,
 * not spent yet. They are captured, or go back to the lots they came from.
 */
#ifndef LOY_CUSTOMER_HOLDS_H
#define LOY_CUSTOMER_HOLDS_H

#include "customer/customer.h"

/* The lot that held points are of. */
static inline loy__lot
loy__held_lot(const loy__held *held)
{
    return (loy__lot){.points = held->points,
                      .expires = held->expires,
                      .earned_on = held->earned_on,
                      .own = held->own,
                      .currency = held->currency};
}

/* Sets points aside in spending order, a posting a lot. points > 0 and at most
 * what is available; `hold` names them. LOY_OK, LOY_ERR_NOMEM. */
int loy__hold_take(loy__state *state, loy__journal *journal, const loy__held *wanted, int64_t at);
/* Spends held points of a currency, at most what the hold has. LOY_OK,
 * LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__hold_capture(loy__state *state, loy__journal *journal, uint64_t hold, uint32_t currency,
                      int64_t points, int64_t at);
/* Gives back to their lots what a hold still has: what has lapsed there since
 * expires. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__hold_release(loy__state *state, loy__journal *journal, uint64_t hold, int64_t at);
/* What a hold has of a currency. */
int64_t loy__hold_points(const loy__state *state, uint64_t hold, uint32_t currency);
bool loy__hold_open(const loy__state *state, uint64_t hold);
/* The first moment at which a hold lapses; LOY_NEVER. */
int64_t loy__holds_next(const loy__state *state);
/* The first hold that lapses at or before a moment; false when there is none. */
bool loy__holds_due(const loy__state *state, int64_t moment, uint64_t *hold);
/* Takes out what is there still of a piece: its points. */
int64_t loy__held_withdraw(loy__state *state, const loy__held *piece);
/* Adds a piece behind the others of its currency. LOY_OK, LOY_ERR_NOMEM. */
int loy__held_put(loy__state *state, const loy__held *held);

#endif
