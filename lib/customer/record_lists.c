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

    return parse_lot(&lot, currency, payload) ? loy__lot_insert(state, &lot) : LOY_ERR_CORRUPT;
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

/* Whether a lot stands behind the one before it in the spending order. */
static bool
follows(const loy__lot *lot, const loy__lot *before, bool oldest)
{
    if (oldest && lot->earned_on != before->earned_on)
        return lot->earned_on > before->earned_on;
    return lot->expires > before->expires;
}

/* Reads lots for as long as they are spendable, of one currency and its expiry,
 * and in their order, as nearly all are. Returns how many. */
static uint32_t
read_plain(loy__lot *lots, const unsigned char *p, uint32_t count, bool oldest)
{
    uint32_t currency = loy__load32(p + LOY__LOT_SIZE - 4);
    uint32_t i;

    for (i = 0; i < count; i++, p += LOY__LOT_SIZE) {
        loy__lot lot = {.points = loy__load_i64(p),
                        .expires = loy__load_i64(p + 16),
                        .earned_on = loy__load_i32(p + 24),
                        .currency = currency};

        if (lot.points <= 0 || loy__load_i64(p + 8) != 0 || !loy__day_known(lot.earned_on) ||
            loy__load32(p + LOY__LOT_SIZE - 4) != currency ||
            (i > 0 && !follows(&lot, &lots[i - 1], oldest)))
            break;
        lots[i] = lot;
    }
    return i;
}

int
loy__lots_read(loy__state *state, const loy__record *record)
{
    const loy_program *program = state->program;
    const unsigned char *p = record->items[LOY__TAG_LOT];
    uint32_t count = record->counts[LOY__TAG_LOT];
    uint32_t i, currency;

    if (count == 0)
        return LOY_OK;
    currency = loy__load32(p + LOY__LOT_SIZE - 4);
    if (currency >= program->currency_count)
        return LOY_ERR_CORRUPT;
    if (!loy__reserve(&state->memory, &state->lots, &state->lot_capacity, count,
                      sizeof(*state->lots)))
        return LOY_ERR_NOMEM;
    i = read_plain(state->lots, p, count,
                   program->currencies[currency].spend_order == LOY__SPEND_OLDEST);
    state->lot_count = i;
    for (p += (size_t)i * LOY__LOT_SIZE; i < count; i++, p += LOY__LOT_SIZE) {
        currency = loy__load32(p + LOY__LOT_SIZE - 4);
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
    uint32_t tracks = state->program->track_count;
    loy__bucket last = {.day = INT32_MIN};
    loy__bucket *bucket;

    if (!loy__reserve(&state->memory, &state->buckets, &state->bucket_capacity, count,
                      sizeof(*state->buckets)))
        return LOY_ERR_NOMEM;
    bucket = state->buckets;
    for (uint32_t i = 0; i < count; i++, p += LOY__BUCKET_SIZE) {
        loy__bucket next;

        /* Their order depends on no program: any other was not written. */
        if (!parse_bucket(&next, loy__load32(p + LOY__BUCKET_SIZE - 4), p) ||
            next.ladder >= tracks ||
            (next.ladder == last.ladder ? next.day <= last.day : next.ladder < last.ladder))
            return LOY_ERR_CORRUPT;
        *bucket++ = last = next;
    }
    state->bucket_count = count;
    return LOY_OK;
}
