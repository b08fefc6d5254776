/*
 * record_buckets.c -- what ladders counted in a record, of which there may be
 * many buckets.
 */
#include <stddef.h>

#include "base/macros.h"
#include "base/words.h"
#include "customer/buckets.h"
#include "customer/record.h"

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

/* In memory a bucket is laid out as in a record where words are little-endian. */
_Static_assert(sizeof(loy__bucket) == LOY__BUCKET_SIZE && offsetof(loy__bucket, day) == 8 &&
                   offsetof(loy__bucket, ladder) == 12,
               "a bucket is stored as it is");

unsigned char *
loy__buckets_put(const loy__state *state, unsigned char *p)
{
    const loy__bucket *bucket = state->buckets, *end = LOY_END(bucket, state->bucket_count);

    if (loy__is_little_endian() && bucket != end) {
        memcpy(p, bucket, state->bucket_count * LOY__BUCKET_SIZE);
        return p + state->bucket_count * LOY__BUCKET_SIZE;
    }
    for (; bucket != end; bucket++, p += LOY__BUCKET_SIZE) {
        loy__store_i64(p, bucket->amount);
        loy__store_i32(p + 8, bucket->day);
        loy__store32(p + 12, bucket->ladder);
    }
    return p;
}

static void
take_all(loy__bucket *bucket, const unsigned char *p, size_t count)
{
    if (loy__is_little_endian() && count > 0) {
        memcpy(bucket, p, count * LOY__BUCKET_SIZE);
        return;
    }
    for (; count > 0; count--, bucket++, p += LOY__BUCKET_SIZE)
        *bucket = (loy__bucket){
            .amount = loy__load_i64(p), .day = loy__load_i32(p + 8), .ladder = loy__load32(p + 12)};
}

/* Checks the buckets of the track that the first of them is of, and sums up those
 * that count. Their order depends on no program: any other was not written. NULL
 * for what cannot be. */
static const loy__bucket *
check_track(loy__state *state, const loy__bucket *bucket, const loy__bucket *end)
{
    const uint32_t track = bucket->ladder;
    loy__rung *rung = &state->rungs[track];
    int32_t first = loy__periodic(&state->program->ladders[track]) ? rung->period : LOY_DAY_NONE;
    int32_t last = LOY__FIRST_DAY - 1;
    uint64_t sum = 0, sums = 0;

    for (; bucket != end && bucket->ladder == track; bucket++) {
        int64_t amount = bucket->amount;
        int32_t day = bucket->day;

        if (amount <= 0 || day <= last)
            return NULL;
        last = day;
        sum += day >= first ? (uint64_t)amount : 0;
        sums |= sum; /* the highest bit tells when the sum does not fit */
    }
    rung->value = (int64_t)sum;
    return last <= LOY__LAST_DAY && sums >> 63 == 0 ? bucket : NULL;
}

int
loy__buckets_read(loy__state *state, const loy__record *record)
{
    size_t count = record->counts[LOY__TAG_BUCKET];
    const loy__bucket *bucket, *end;
    uint32_t least = 0; /* the track that may come next */

    if (!loy__buckets_reserve(state, count))
        return LOY_ERR_NOMEM;
    take_all(state->buckets, record->items[LOY__TAG_BUCKET], count);
    bucket = state->buckets;
    end = LOY_END(bucket, count);
    while (bucket != end) {
        uint32_t track = bucket->ladder;

        if (track < least || track >= state->program->track_count)
            return LOY_ERR_CORRUPT;
        bucket = check_track(state, bucket, end);
        if (bucket == NULL)
            return LOY_ERR_CORRUPT;
        least = track + 1;
    }
    state->bucket_count = count;
    return LOY_OK;
}
