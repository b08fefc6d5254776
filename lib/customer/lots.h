/*
 * lots.h -- what the files about lots share: where the lots of a currency
 * stand, and how they come in and go.
 */
#ifndef LOY_CUSTOMER_LOTS_H
#define LOY_CUSTOMER_LOTS_H

#include "base/macros.h"
#include "customer/customer.h"

/* The lots of one currency: spendable ones from `first`, then pending ones. */
typedef struct loy__span {
    size_t first, pending, end;
} loy__span;

/* As loy__lots_loose, wherever they stand. */
loy__span loy__lots_between(const loy__state *state, uint32_t currency);

/* Of a currency's lots those that are not packed. */
static inline loy__span
loy__lots_loose(const loy__state *state, uint32_t currency)
{
    const loy__lot *last = LOY_END(state->lots, state->lot_count);

    /* Where the last lot is a spendable one of the first currency, all are. */
    if (currency != 0 ||
        (state->lot_count > 0 && (last[-1].currency != 0 || last[-1].matures != 0)))
        return loy__lots_between(state, currency);
    return (loy__span){.pending = state->lot_count, .end = state->lot_count};
}

static inline loy__span
loy__lots_of(loy__state *state, uint32_t currency)
{
    if (state->packed.count > 0)
        loy__lots_unpack(state);
    return loy__lots_loose(state, currency);
}

/* Puts points in their place, merging with a lot of equal key. LOY_OK,
 * LOY_ERR_NOMEM, LOY_ERR_INTERNAL on overflow. */
int loy__lot_insert(loy__state *state, const loy__lot *lot);
/* The same, and merges lots of one expiry that are too old to be told apart. */
int loy__lot_put(loy__state *state, const loy__lot *lot);
/* Closes the gap of `count` lots. */
void loy__lots_remove(loy__state *state, size_t index, size_t count);
/* Removes the lots from `first` up to `end` that hold no points any more. */
void loy__lots_sweep(loy__state *state, size_t first, size_t end);
/* Moves what a lot has into the currency's debt, which there is. */
bool loy__pay_debt(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind,
                   int64_t at);

/* The same, as far as there is any debt. */
static inline bool
loy__fill_debt(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind, int64_t at)
{
    return state->purses[lot->currency].debt == 0 || loy__pay_debt(state, journal, lot, kind, at);
}

/* One pending lot, taken out, becomes spendable. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__lot_mature(loy__state *state, loy__journal *journal, loy__lot *lot, int64_t at);
/* activate.c: what is pending of a key (currency, matures, expires, earned on), or
 * was until its end moved; and so many points of it become spendable, with the end
 * that is given back. */
int64_t loy__pending_points(const loy__state *state, const loy__lot *key);
int loy__pending_activate(loy__state *state, loy__journal *journal, const loy__lot *key, int64_t at,
                          int64_t *expires);
/* Posts points as they come in and keeps what neither debt nor time takes. LOY_OK,
 * LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__lot_receive(loy__state *state, loy__journal *journal, loy__lot *lot, uint32_t kind,
                     int64_t at);
/* Adds a posting about the points of a lot. */
bool loy__journal_lot(loy__journal *journal, const loy__lot *lot, uint32_t kind, uint32_t debt,
                      int64_t at);

#endif
