/*
 * record_write.c -- writing a state down. Equal states give equal bytes.
 */
#include "base/macros.h"
#include "base/seal.h"
#include "base/words.h"
#include "customer/lifecycle.h"
#include "customer/notes.h"
#include "customer/record.h"

static unsigned char *
put_bytes(unsigned char *p, const void *data, size_t size)
{
    if (size > 0)
        memcpy(p, data, size);
    return p + size;
}

static uint32_t
tier_word(const loy__ladder *ladder, const loy__rung *rung)
{
    uint32_t climbed =
        loy__gives_by_period(ladder) && rung->tier > rung->base ? rung->tier - rung->base : 0;

    return rung->tier | climbed << 16 | (rung->term ? LOY__RUNG_TERM : 0);
}

static unsigned char *
put_rows(const loy__state *state, unsigned char *p)
{
    const loy_program *program = state->program;

    for (uint32_t i = 0; i < program->currency_count; i++, p += LOY__PURSE_SIZE) {
        loy__store_i64(p, state->purses[i].debt);
        loy__store_i64(p + 8, state->purses[i].issued);
        loy__store_i64(p + 16, state->purses[i].spent);
        loy__store_i64(p + 24, state->purses[i].expired);
        loy__store_i64(p + 32, state->purses[i].reversed);
    }
    for (uint32_t i = 0; i < program->track_count; i++, p += LOY__RUNG_SIZE) {
        loy__store_i64(p, state->rungs[i].drop);
        loy__store_i64(p + 8, state->rungs[i].since);
        loy__store_i32(p + 16, state->rungs[i].period);
        loy__store32(p + 20, tier_word(&program->ladders[i], &state->rungs[i]));
    }
    /* The caps stand behind the counters in the state, too. */
    for (uint32_t i = 0; i < program->counter_count + program->cap_count;
         i++, p += LOY__TALLY_SIZE) {
        loy__store_i64(p, state->counters[i].value);
        loy__store_i32(p + 8, state->counters[i].start);
        loy__store32(p + 12, 0);
    }
    return p;
}

static unsigned char *
put_holdings(const loy__state *state, unsigned char *p)
{
    for (size_t i = 0; i < state->holding_count; i++, p += LOY__HOLDING_SIZE) {
        loy__store_i64(p, state->holdings[i].expires);
        loy__store_i64(p + 8, state->holdings[i].count);
        loy__store32(p + 16, state->holdings[i].voucher);
    }
    return p;
}

static unsigned char *
put_values(const loy__state *state, unsigned char *p)
{
    for (uint32_t i = 0; i < state->program->customer_attributes.count; i++) {
        const loy__value *value = &state->attributes[i];

        if (value->kind == 0)
            continue;
        loy__store32(p, i);
        loy__store32(p + 4, value->kind == LOY_VALUE_TEXT ? value->size : 0);
        loy__store_i64(p + 8, value->kind == LOY_VALUE_TEXT ? 0 : value->number);
        p += LOY__VALUE_SIZE;
        if (value->kind == LOY_VALUE_TEXT)
            p = put_bytes(p, value->text, value->size);
    }
    return p;
}

/* How many attributes are set, and the bytes they take. */
static uint32_t
measure_values(const loy__state *state, uint64_t *bytes)
{
    uint32_t count = 0;

    *bytes = 0;
    for (uint32_t i = 0; i < state->program->customer_attributes.count; i++) {
        const loy__value *value = &state->attributes[i];

        if (value->kind == 0)
            continue;
        count++;
        *bytes += LOY__VALUE_SIZE + (value->kind == LOY_VALUE_TEXT ? (uint64_t)value->size : 0);
    }
    return count;
}

static void
put_header(const loy__state *state, unsigned char *p)
{
    loy__store_i64(p + LOY__AT_SETTLED, state->settled);
    loy__store_i64(p + LOY__AT_TIMERS_FROM, state->timers_from);
    loy__store_i64(p + LOY__AT_STAGE_SINCE, state->stage_since);
    loy__store_i64(p + LOY__AT_LAST_PURCHASE, state->last_purchase);
    loy__store_i64(p + LOY__AT_PURCHASES, state->purchases);
    loy__store_i64(p + LOY__AT_VISITS, state->visits);
    loy__store_i64(p + LOY__AT_SPEND, state->spend);
    loy__store_i32(p + LOY__AT_ENROLLED_ON, state->enrolled_on);
    loy__store_i32(p + LOY__AT_FIRST_PURCHASE_ON, state->first_purchase_on);
    loy__store_i32(p + LOY__AT_LAST_PURCHASE_ON, state->last_purchase_on);
    loy__store_i32(p + LOY__AT_BIRTHDAY, state->birthday);
    loy__store32(p + LOY__AT_STAGE, state->stage | state->recalled);
    loy__store32(p + LOY__AT_KEYS_SIZE, (uint32_t)state->keys_size);
    loy__store32(p + LOY__AT_BUCKETS, (uint32_t)state->bucket_count);
    loy__store32(p + LOY__AT_HOLDINGS, (uint32_t)state->holding_count);
    loy__store32(p + LOY__AT_FOREIGN_SIZE, (uint32_t)state->foreign_size);
    loy__store32(p + LOY__AT_ID_SIZE, state->id_size);
    loy__store64(p + LOY__AT_PROGRAM, state->program_hash);
    loy__store64(p + LOY__AT_CHAIN, state->chain);
}

/* Bytes that all the rest takes at most. */
static uint64_t
measure(const loy__state *state)
{
    return LOY__HEADER_SIZE + (uint64_t)state->keys_size + state->rows_size +
           loy__lots_most(state) + (uint64_t)state->bucket_count * LOY__BUCKET_SIZE +
           (uint64_t)state->holding_count * LOY__HOLDING_SIZE + state->foreign_size +
           state->id_size;
}

/* What is known only once the sections are written, and the seal. */
static void
close_header(unsigned char *start, uint32_t lots_size, uint32_t size)
{
    loy__store32(start + LOY__AT_LOTS_SIZE, lots_size);
    loy__seal(start, size, LOY__RECORD_MAGIC, LOY__RECORD_VERSION);
}

int
loy__state_encode(const loy__state *state, int64_t due, loy__bytes *bytes)
{
    uint64_t values_size;
    uint32_t values = measure_values(state, &values_size);
    uint64_t notes_size = state->note_count > 0 ? loy__notes_measure(state) : 0;
    uint64_t extras_size = loy__has_extras(state) ? loy__extras_measure(state) : 0;
    uint32_t lifecycle_size = state->recalled != 0 ? loy__lifecycle_size(state->recalled) : 0;
    uint64_t most = measure(state) + values_size + lifecycle_size + notes_size + extras_size;
    unsigned char *start;
    unsigned char *lots, *p;
    uint32_t lots_size;

    start = most > UINT32_MAX ? NULL : loy__bytes_open(bytes, (size_t)most);
    if (start == NULL)
        return LOY_ERR_NOMEM;
    put_header(state, start);
    loy__store_i64(start + LOY__AT_DUE, due);
    loy__store32(start + LOY__AT_VALUES, values);
    loy__store32(start + LOY__AT_VALUES_SIZE, (uint32_t)values_size);
    loy__store32(start + LOY__AT_NOTES_SIZE, (uint32_t)(notes_size + extras_size));
    lots = put_rows(state, put_bytes(start + LOY__HEADER_SIZE, state->keys, state->keys_size));
    p = loy__lots_put(state, lots);
    lots_size = (uint32_t)(p - lots);
    p = put_holdings(state, loy__buckets_put(state, p));
    p = put_values(state, p);
    if (lifecycle_size > 0)
        p = loy__lifecycle_write(state, p);
    p = put_bytes(p, state->foreign, state->foreign_size);
    if (notes_size > 0)
        p = loy__notes_write(state, p);
    if (extras_size > 0)
        p = loy__extras_put(state, p);
    p = loy__store_text(p, state->id, state->id_size);
    close_header(start, lots_size, (uint32_t)(p - start));
    loy__bytes_close(bytes, p);
    return LOY_OK;
}
