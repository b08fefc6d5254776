/*
 * packed.c -- see packed.h.
 */
#include "customer/packed.h"

#include "customer/lots.h"

/* The sum of their points; false unless each ends later than the one before. Two at
 * a time: there may be hundreds. */
static bool
sum_up(const unsigned char *p, uint32_t count, int64_t *points)
{
    const unsigned char *end = p + (size_t)count * LOY__PLAIN_LOT_SIZE;
    const unsigned char *pairs = p + (size_t)count / 2 * 2 * LOY__PLAIN_LOT_SIZE;
    int64_t last = INT64_MIN;
    uint64_t sum = count; /* each is stored less one, so no sum overflows */
    uint32_t days = 0;    /* the bits of all: those of the last plain day are ones */

    for (; p != pairs; p += 2 * LOY__PLAIN_LOT_SIZE) {
        int64_t one = loy__load_i64(p), other = loy__load_i64(p + LOY__PLAIN_LOT_SIZE);

        if (one <= last || other <= one)
            return false;
        last = other;
        sum += loy__load32(p + 8);
        sum += loy__load32(p + LOY__PLAIN_LOT_SIZE + 8);
        days |= loy__load32(p + 12) | loy__load32(p + LOY__PLAIN_LOT_SIZE + 12);
    }
    if (p != end) {
        if (loy__load_i64(p) <= last)
            return false;
        sum += loy__load32(p + 8);
        days |= loy__load32(p + 12);
    }
    *points = (int64_t)sum;
    return days <= LOY__LAST_PLAIN_DAY;
}

static bool
keep(loy__state *state, uint32_t currency, const unsigned char *lots, size_t count, int64_t points)
{
    loy__packed *packed = &state->packed;
    size_t size = count * LOY__PLAIN_LOT_SIZE;

    if (!loy__reserve(&state->memory, &packed->bytes, &packed->capacity, size, 1))
        return false;
    memcpy(packed->bytes, lots, size);
    packed->first = 0;
    packed->count = count;
    packed->points = points;
    packed->currency = currency;
    return true;
}

int
loy__packed_take(loy__state *state, uint32_t currency, const unsigned char *lots, uint32_t count)
{
    int64_t points;

    if (!sum_up(lots, count, &points))
        return LOY_ERR_CORRUPT;
    return keep(state, currency, lots, count, points) ? LOY_OK : LOY_ERR_NOMEM;
}

bool
loy__packed_copy(loy__state *to, const loy__state *from)
{
    const loy__packed *packed = &from->packed;

    return packed->count == 0 ||
           keep(to, packed->currency, loy__packed_at(packed, 0), packed->count, packed->points);
}

bool
loy__packed_due(const loy__state *state, uint32_t currency, int64_t moment, loy__lot *lot)
{
    const loy__packed *packed = &state->packed;

    if (packed->count == 0 || packed->currency != currency ||
        loy__load_i64(loy__packed_at(packed, 0)) > moment)
        return false;
    loy__plain_get(lot, currency, loy__packed_at(packed, 0));
    return true;
}

void
loy__packed_drop(loy__state *state)
{
    loy__packed *packed = &state->packed;
    loy__lot lot;

    loy__plain_get(&lot, packed->currency, loy__packed_at(packed, 0));
    packed->points -= lot.points;
    packed->first++;
    packed->count--;
}

void
loy__lots_unpack(loy__state *state)
{
    loy__packed *packed = &state->packed;
    size_t at;
    loy__lot *lots;

    if (packed->count == 0)
        return;
    at = loy__lots_loose(state, packed->currency).first;
    lots = &state->lots[at];
    memmove(lots + packed->count, lots, (state->lot_count - at) * sizeof(*lots));
    for (size_t i = 0; i < packed->count; i++)
        loy__plain_get(&lots[i], packed->currency, loy__packed_at(packed, i));
    state->lot_count += packed->count;
    packed->count = 0;
}
