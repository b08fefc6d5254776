/*
 * lives.h -- points whose end is not fixed when they are earned: it moves with
 * activity, with tiers, or begins with a date. Of several ends that apply, the
 * latest holds.
 */
#ifndef LOY_CUSTOMER_LIVES_H
#define LOY_CUSTOMER_LIVES_H

#include "customer/state.h"

/* The end of points whose time runs from a moment, for the tiers that the
 * customer has. */
int64_t loy__life_end(const loy__state *state, uint32_t currency, int64_t from);
/* Sets the end of a lot that comes in, earned at a moment and posted at another. */
void loy__life_begin(loy__state *state, loy__lot *lot, int64_t earned, int64_t at);
/* Points that come back share the end that activity has given the others, if it
 * is later than theirs and not past. */
void loy__life_share(const loy__state *state, loy__lot *lot, int64_t at);
/* Something happened that prolongs the points of a currency. LOY_OK,
 * LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__life_activity(loy__state *state, loy__journal *journal, uint32_t currency, int64_t moment,
                       int64_t at, bool purchase);
/* The purchase that prolonged them never was; the last one that is left was at a
 * moment, LOY_TIME_NONE: none. Points have the end that activity gives them without
 * it, or their own. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__life_back(loy__state *state, loy__journal *journal, uint32_t currency, int64_t purchase,
                   int64_t at);
/* The points of another account have come in: all share the later activity of the
 * two. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__life_absorb(loy__state *state, loy__journal *journal, const loy__state *from, int64_t at);
/* Tiers may have changed since it was called last: what they give now prolongs at
 * once; where one is lost that gave points their time, they have the time that they
 * would have from now on, or that of their own, and no more than before. */
int loy__life_tiers(loy__state *state, loy__journal *journal, int64_t at);
/* Points from before expiry was switched on get their end. */
int loy__life_since(loy__state *state, loy__journal *journal, int64_t at);
/* Remembers the last activity, and the last that was no purchase. LOY_OK or
 * LOY_ERR_NOMEM. */
int loy__active_at(loy__state *state, uint32_t currency, int64_t moment, int64_t other);
/* Moves the end of points of a lot, which has as many, with its posting. */
int loy__lot_extend(loy__state *state, loy__journal *journal, size_t index, int64_t points,
                    int64_t expires, int64_t at);

#endif
