/*
 * record_buckets.c -- reading what ladders counted, of which there may be many
 * buckets, in one pass.
 */
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

/* Reads the buckets of the track that the first of them is of, and sums up those
 * that count. Their order depends on no program: any other was not written. NULL
 * for what cannot be. */
static const unsigned char *
read_track(loy__state *state, const unsigned char *p, const unsigned char *end)
{
    const uint32_t track = loy__load32(p + 12);
    loy__bucket *bucket = LOY_END(state->buckets, state->bucket_count);
    loy__rung *rung = &state->rungs[track];
    int32_t first = loy__periodic(&state->program->ladders[track]) ? rung->period : LOY_DAY_NONE;
    int32_t last = LOY__FIRST_DAY - 1;
    int64_t sum = 0;

    for (; p != end && loy__load32(p + 12) == track; p += LOY__BUCKET_SIZE) {
        int64_t amount = loy__load_i64(p);
        int32_t day = loy__load_i32(p + 8);

        if (amount <= 0 || day <= last)
            return NULL;
        last = day;
        *bucket++ = (loy__bucket){.amount = amount, .day = day, .ladder = track};
        if (day >= first && !loy__add(sum, amount, &sum))
            return NULL;
    }
    rung->value = sum;
    state->bucket_count = (size_t)(bucket - state->buckets);
    return last <= LOY__LAST_DAY ? p : NULL;
}

int
loy__buckets_read(loy__state *state, const loy__record *record)
{
    const unsigned char *p = record->items[LOY__TAG_BUCKET];
    const unsigned char *end = p + (size_t)record->counts[LOY__TAG_BUCKET] * LOY__BUCKET_SIZE;
    uint32_t least = 0; /* the track that may come next */

    if (!loy__reserve(&state->memory, &state->buckets, &state->bucket_capacity,
                      record->counts[LOY__TAG_BUCKET], sizeof(*state->buckets)))
        return LOY_ERR_NOMEM;
    while (p != end) {
        uint32_t track = loy__load32(p + 12);

        if (track < least || track >= state->program->track_count)
            return LOY_ERR_CORRUPT;
        p = read_track(state, p, end);
        if (p == NULL)
            return LOY_ERR_CORRUPT;
        least = track + 1;
    }
    return LOY_OK;
}
