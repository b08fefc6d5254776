/*
 * buckets.h -- what a ladder counted, day by day or month by month.
 */
#ifndef LOY_CUSTOMER_BUCKETS_H
#define LOY_CUSTOMER_BUCKETS_H

#include "base/macros.h"
#include "customer/customer.h"

/* The buckets of one ladder. */
typedef struct loy__buckets {
    size_t first, end;
} loy__buckets;

/* As loy__buckets_of, wherever they stand. */
loy__buckets loy__buckets_between(const loy__state *state, uint32_t ladder);

static inline loy__buckets
loy__buckets_of(const loy__state *state, uint32_t ladder)
{
    const loy__bucket *last = LOY_END(state->buckets, state->bucket_count);

    /* Where the last bucket is of the first track, all are. */
    if (ladder != 0 || (state->bucket_count > 0 && last[-1].ladder != 0))
        return loy__buckets_between(state, ladder);
    return (loy__buckets){.end = state->bucket_count};
}

/* Makes room for so many, and for one more of each track: time, which may not fail, puts
 * there what is carried on. */
bool loy__buckets_reserve(loy__state *state, size_t count);
/* Adds to the bucket of a day. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL on
 * overflow. amount > 0. */
int loy__bucket_put(loy__state *state, uint32_t ladder, int32_t day, int64_t amount);
/* Takes from the bucket of a day, at most what is in it; returns what it took. */
int64_t loy__bucket_take(loy__state *state, uint32_t ladder, int32_t day, int64_t amount);
void loy__buckets_remove(loy__state *state, size_t index, size_t count);
/* The day at whose start a bucket of a rolling ladder leaves the window;
 * INT32_MAX: none. */
int32_t loy__bucket_leaves(const loy__state *state, uint32_t ladder, int32_t day);
/* As loy__bucket_stays, of another day than those that are known. */
int32_t loy__bucket_finds(const loy__state *state, uint32_t ladder, int32_t today);

/* The first day whose bucket a rolling ladder still counts on a day. */
static inline int32_t
loy__bucket_stays(const loy__state *state, uint32_t ladder, int32_t today)
{
    const loy__staying *known = &state->stayings[((uint32_t)today + ladder) % LOY__LEAVINGS];

    return known->today == today && known->ladder == ladder
               ? known->first
               : loy__bucket_finds(state, ladder, today);
}

#endif
