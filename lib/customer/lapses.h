/*
 * lapses.h -- points that have expired: kept for as long as they may still be brought
 * back, where the currency says so, or as their sale may come back.
 */
#ifndef LOY_CUSTOMER_LAPSES_H
#define LOY_CUSTOMER_LAPSES_H

#include "customer/state.h"

/* Remembers the points of a lot that expires. LOY_OK or LOY_ERR_NOMEM. */
int loy__lapse_keep(loy__state *state, const loy__lot *lot);
/* Adds points that expired at a moment. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__lapse_put(loy__state *state, uint32_t currency, int64_t points, int64_t expired);
/* What may still be brought back at a moment. */
int64_t loy__lapse_points(const loy__state *state, uint32_t currency, int64_t at);
/* How many of the points that a sale gave, at `since`, have expired unspent, as far as
 * that is known: nobody owes them. They are forgotten. */
int64_t loy__lapse_excuse(loy__state *state, const loy__lot *sold, int64_t since);
/* Takes points that may be brought back, those first that expired last, and gives
 * them to a new lot, whose end is `until` or, when that is LOY_TIME_NONE, as if it
 * had been earned now. points > 0 and at most what there is. */
int loy__lapse_undo(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
                    int64_t until, int64_t at);
/* One account goes out of another again: what may be brought back goes with it, as
 * far as it is still there, and neither has more of it than has expired. */
void loy__lapses_part(loy__state *state, loy__state *image);
/* Forgets what neither they nor their sale can bring back any more at a moment. */
void loy__lapses_settle(loy__state *state, int64_t moment);

#endif
