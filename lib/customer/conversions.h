/*
 * conversions.h -- points that turn into something else by themselves: how many, and
 * when time does it.
 */
#ifndef LOY_CUSTOMER_CONVERSIONS_H
#define LOY_CUSTOMER_CONVERSIONS_H

#include "customer/state.h"

/* The next end of a period at which points that are there now turn; LOY_NEVER. */
int64_t loy__conversion_next(const loy__state *state);
/* How many points of a currency turn at a moment that has come: whole steps of those
 * that can be spent, or of those that expire then. None of a frozen account. */
int64_t loy__conversion_due(loy__state *state, uint32_t currency, int64_t moment);
/* Takes so many that turn at that moment, a posting a lot. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__conversion_take(loy__state *state, loy__journal *journal, uint32_t currency,
                         int64_t points, int64_t moment, int64_t at);

#endif
