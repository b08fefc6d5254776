/*
 * record_lists.c -- reading lots and buckets, of which there may be many: in
 * one pass while they stand in the order of the program, as they do unless it
 * has changed.
 */
#include "base/words.h"
#include "customer/buckets.h"
#include "customer/lots.h"
#include "customer/record.h"

static bool
parse_lot(loy__lot *lot, uint32_t currency, const unsigned char *p)
{
    lot->points = loy__load_i64(p);
    lot->matures = loy__load_i64(p + 8);
    lot->expires = loy__load_i64(p + 16);
    lot->earned_on = loy__load_i32(p + 24);
    lot->currency = currency;
    lot->own = lot->points < 0;
    lot->reserved = 0;
    if (lot->own && lot->points >= -INT64_MAX)
        lot->points = -lot->points;
    return lot->points > 0 && lot->matures >= 0 && loy__day_known(lot->earned_on);
}

int
loy__lot_read(loy__state *state, uint32_t currency, const unsigned char *payload)
{
    loy__lot lot;

    return parse_lot(&lot, currency, payload) ? loy__lot_put(state, &lot) : LOY_ERR_CORRUPT;
}

static bool
parse_bucket(loy__bucket *bucket, uint32_t ladder, const unsigned char *p)
{
    bucket->amount = loy__load_i64(p);
    bucket->day = loy__load_i32(p + 8);
    bucket->ladder = ladder;
    return bucket->amount > 0 && loy__day_known(bucket->day);
}

int
loy__bucket_read(loy__state *state, uint32_t ladder, const unsigned char *payload)
{
    loy__bucket bucket;

    return parse_bucket(&bucket, ladder, payload)
               ? loy__bucket_put(state, ladder, bucket.day, bucket.amount)
               : LOY_ERR_CORRUPT;
}

/* Reads lots for as long as they are spendable, of one currency and in the
 * order of their expiry, as nearly all are. Returns how many. */
static uint32_t
read_plain(loy__lot *lots, const unsigned char *p, uint32_t count)
{
    uint32_t currency = loy__load32(p + LOY__LOT_SIZE - 4);
    int64_t last = INT64_MIN;
    uint32_t i;

    for (i = 0; i < count; i++, p += LOY__LOT_SIZE) {
        loy__lot *lot = &lots[i];

        if (!parse_lot(lot, loy__load32(p + LOY__LOT_SIZE - 4), p) || lot->matures != 0 ||
            lot->currency != currency || lot->expires <= last)
            break;
        last = lot->expires;
    }
    return i;
}

int
loy__lots_read(loy__state *state, const loy__record *record)
{
    const loy_program *program = state->program;
    const unsigned char *p = record->items[LOY__TAG_LOT];
    uint32_t count = record->counts[LOY__TAG_LOT];
    uint32_t i = 0;

    if (count == 0)
        return LOY_OK;
    if (!loy__reserve(&state->memory, &state->lots, &state->lot_capacity, count,
                      sizeof(*state->lots)))
        return LOY_ERR_NOMEM;
    if (loy__load32(p + LOY__LOT_SIZE - 4) < program->currency_count &&
        program->currencies[loy__load32(p + LOY__LOT_SIZE - 4)].spend_order != LOY__SPEND_OLDEST)
        i = read_plain(state->lots, p, count);
    state->lot_count = i;
    for (p += (size_t)i * LOY__LOT_SIZE; i < count; i++, p += LOY__LOT_SIZE) {
        uint32_t currency = loy__load32(p + LOY__LOT_SIZE - 4);

        if (currency >= program->currency_count || loy__lot_read(state, currency, p) != LOY_OK)
            return LOY_ERR_CORRUPT;
    }
    return LOY_OK;
}

int
loy__buckets_read(loy__state *state, const loy__record *record)
{
    const unsigned char *p = record->items[LOY__TAG_BUCKET];
    uint32_t count = record->counts[LOY__TAG_BUCKET];

    if (!loy__reserve(&state->memory, &state->buckets, &state->bucket_capacity, count,
                      sizeof(*state->buckets)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++, p += LOY__BUCKET_SIZE) {
        uint32_t ladder = loy__load32(p + LOY__BUCKET_SIZE - 4);
        loy__bucket *bucket = &state->buckets[i];

        /* Their order depends on no program: any other was not written. */
        if (ladder >= state->program->track_count || !parse_bucket(bucket, ladder, p) ||
            (i > 0 && (ladder < bucket[-1].ladder ||
                       (ladder == bucket[-1].ladder && bucket->day <= bucket[-1].day))))
            return LOY_ERR_CORRUPT;
    }
    state->bucket_count = count;
    return LOY_OK;
}
