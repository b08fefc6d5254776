/*
 * record_buckets.c -- reading what ladders counted, of which there may be many
 * buckets, in one pass.
 */
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
