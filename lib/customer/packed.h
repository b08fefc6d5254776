/*
 * packed.h -- lots of a customer that nothing has looked at since his record was
 * read.
 *
 * They are the first spendable lots of one currency, which spends what ends
 * soonest, in the bytes of the record (plain lots: record.h). They stand before
 * the other lots of their currency and become lots when somebody asks for those
 * (loy__lots_of), for which there is always room. An event of a customer with
 * years of them takes the first as they end, adds behind the last, and knows the
 * sum.
 */
#ifndef LOY_CUSTOMER_PACKED_H
#define LOY_CUSTOMER_PACKED_H

#include "base/words.h"
#include "customer/state.h"

#define LOY__PLAIN_LOT_SIZE 16
/* Any day from 1970 to this one is in the calendar. */
#define LOY__LAST_PLAIN_DAY ((UINT32_C(1) << 21) - 1)
#define LOY__MOST_PLAIN_POINTS (INT64_C(1) << 32)

static inline bool
loy__lot_is_plain(const loy__lot *lot)
{
    return (lot->matures | lot->own) == 0 && lot->points <= LOY__MOST_PLAIN_POINTS &&
           (uint32_t)lot->earned_on <= LOY__LAST_PLAIN_DAY;
}

static inline void
loy__plain_put(const loy__lot *lot, unsigned char *p)
{
    uint64_t points = (uint64_t)lot->points - 1;
    uint64_t day = (uint32_t)lot->earned_on;

    loy__store_i64(p, lot->expires);
    loy__store64(p + 8, points | day << 32);
}

/* False when these bytes are no plain lot. */
static inline bool
loy__plain_get(loy__lot *lot, uint32_t currency, const unsigned char *p)
{
    uint64_t word = loy__load64(p + 8);

    *lot = (loy__lot){.points = (int64_t)(word & UINT32_MAX) + 1,
                      .expires = loy__load_i64(p),
                      .earned_on = (int32_t)(word >> 32 & LOY__LAST_PLAIN_DAY),
                      .currency = currency};
    return word >> 32 <= LOY__LAST_PLAIN_DAY;
}

/* Takes over so many plain lots, there being no lot of their currency yet, and
 * room for them among the lots. LOY_OK, LOY_ERR_NOMEM, or LOY_ERR_CORRUPT: they
 * are not plain lots in the order in which they end. */
int loy__packed_take(loy__state *state, uint32_t currency, const unsigned char *lots,
                     uint32_t count);
/* Has those of another state, with room for them among the lots; false without
 * memory. */
bool loy__packed_copy(loy__state *to, const loy__state *from);
/* The first of them that ends at or before a moment; false: there is none. */
bool loy__packed_due(const loy__state *state, uint32_t currency, int64_t moment, loy__lot *lot);
/* Takes away the first, of which there is one. */
void loy__packed_drop(loy__state *state);

static inline const unsigned char *
loy__packed_at(const loy__packed *packed, size_t index)
{
    return packed->bytes + (packed->first + index) * LOY__PLAIN_LOT_SIZE;
}

/* What they come to of a currency. */
static inline int64_t
loy__packed_points(const loy__state *state, uint32_t currency)
{
    return state->packed.count > 0 && state->packed.currency == currency ? state->packed.points : 0;
}

#endif
