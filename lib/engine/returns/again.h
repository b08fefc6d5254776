/*
 * again.h -- the rules of a sale that are run again: over which basket, and what
 * came of it.
 */
#ifndef LOY_ENGINE_AGAIN_H
#define LOY_ENGINE_AGAIN_H

#include "engine/returns/returns.h"
#include "engine/returns/snapshot.h"

typedef struct loy__again {
    loy__work *work;
    loy__refund *refund;
    loy__snapshot snapshot;
    loy__receipt run;    /* what the rules gave when they were run again */
    int64_t *quantities; /* of each line of the basket to be run */
    int64_t *amounts;
    int64_t *lists;           /* before anything was taken off */
    const loy_line **origins; /* what each line was in the sale */
    int64_t *parts;           /* per award, of the first that is alike: what to take in all */
} loy__again;

/* ---- returns_basket.c: the quantities and amounts to be run ---- */

/* What the customer keeps, so much money having been paid back for no line in
 * particular. */
int loy__basket_kept(loy__again *again, int64_t refunded);
/* What comes back now; of an amount of money, all that was kept at its price. */
int loy__basket_back(loy__again *again);
/* All that was sold. */
int loy__basket_whole(loy__again *again);
/* The event of the sale with the basket, what its lines cost, and their origins; *paid:
 * of its money, what points paid. */
int loy__basket_event(loy__again *again, loy_event *event, int64_t *paid);

#endif
