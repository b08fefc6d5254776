/*
 * record.c -- taking the stored form of a customer apart, and what must hold
 * once it has been read.
 *
 * Bytes are never trusted: the checksum comes first, then sizes, counts and
 * numbers of parts are checked, then the sums that the state promises.
 */
#include "base/macros.h"
#include "customer/lifecycle.h"
#include "customer/record.h"
#include "customer/statuses.h"

#include "base/seal.h"
#include "base/words.h"

static uint64_t
rows_size(const uint32_t *part_counts)
{
    return (uint64_t)part_counts[LOY__SECTION_CURRENCY] * LOY__PURSE_SIZE +
           (uint64_t)part_counts[LOY__SECTION_LADDER] * LOY__RUNG_SIZE +
           ((uint64_t)part_counts[LOY__SECTION_COUNTER] + part_counts[LOY__SECTION_CAP]) *
               LOY__TALLY_SIZE;
}

void
loy__record_init(loy__state *state)
{
    for (uint32_t i = 0; i < LOY__SECTION_COUNT; i++)
        state->part_counts[i] = loy__load32(state->keys + 4 * (size_t)i);
    state->rows_size = (size_t)rows_size(state->part_counts);
    state->program_hash = loy__hash(state->program->digest, strlen(state->program->digest), 0);
}

/* Where each section starts; false when they do not fill the record. Sums of
 * counts of 32 bits cannot overflow here. */
static bool
locate(loy__record *record, uint64_t rows)
{
    const unsigned char *start = record->bytes;
    const uint32_t *counts = record->counts;
    uint64_t lots = LOY__HEADER_SIZE + (uint64_t)record->keys_size + rows;
    uint64_t buckets = lots + record->lots_size;
    uint64_t holdings = buckets + (uint64_t)counts[LOY__TAG_BUCKET] * LOY__BUCKET_SIZE;
    uint64_t values = holdings + (uint64_t)counts[LOY__TAG_HOLDING] * LOY__HOLDING_SIZE;
    uint64_t lifecycle = values + record->values_size;
    uint64_t foreign =
        lifecycle + (record->stage > LOY__STAGE_MASK ? loy__lifecycle_size(record->stage) : 0);
    uint64_t notes = foreign + record->foreign_size;
    uint64_t id = notes + record->notes_size;

    if (id + record->id_size != record->size)
        return false;
    record->rows = start + LOY__HEADER_SIZE + record->keys_size;
    record->items[LOY__TAG_LOT] = start + lots;
    record->items[LOY__TAG_BUCKET] = start + buckets;
    record->items[LOY__TAG_HOLDING] = start + holdings;
    record->items[LOY__TAG_VALUE] = start + values;
    record->lifecycle = start + lifecycle;
    record->foreign = start + foreign;
    record->notes = start + notes;
    record->id = start + id;
    return true;
}

/* Whose parts the numbers mean; what is found in the keys only where they have to
 * be translated. */
static bool
read_keys(const loy__state *state, loy__record *record)
{
    const unsigned char *bytes = record->bytes + LOY__HEADER_SIZE;
    uint64_t program = loy__load64(record->bytes + LOY__AT_PROGRAM);

    record->own = record->keys_size == state->keys_size && program == state->program_hash;
    record->same = record->own || (record->keys_size == state->keys_size &&
                                   memcmp(bytes, state->keys, state->keys_size) == 0);
    record->part_counts = record->same ? state->part_counts : record->keys.counts;
    return record->same || loy__keys_read(&record->keys, bytes, record->keys_size);
}

static bool
take_apart(const loy__state *state, loy__record *record)
{
    const unsigned char *bytes = record->bytes;

    record->keys_size = loy__load32(bytes + LOY__AT_KEYS_SIZE);
    record->values_size = loy__load32(bytes + LOY__AT_VALUES_SIZE);
    record->foreign_size = loy__load32(bytes + LOY__AT_FOREIGN_SIZE);
    record->id_size = loy__load32(bytes + LOY__AT_ID_SIZE);
    record->lots_size = loy__load32(bytes + LOY__AT_LOTS_SIZE);
    record->counts[LOY__TAG_BUCKET] = loy__load32(bytes + LOY__AT_BUCKETS);
    record->counts[LOY__TAG_HOLDING] = loy__load32(bytes + LOY__AT_HOLDINGS);
    record->counts[LOY__TAG_VALUE] = loy__load32(bytes + LOY__AT_VALUES);
    record->notes_size = loy__load32(bytes + LOY__AT_NOTES_SIZE);
    record->stage = loy__load32(bytes + LOY__AT_STAGE);
    return record->keys_size <= record->size - LOY__HEADER_SIZE && read_keys(state, record) &&
           locate(record, record->same ? state->rows_size : rows_size(record->part_counts)) &&
           record->id_size == state->id_size &&
           loy__same_bytes(record->id, state->id, record->id_size);
}

static inline bool
is_moment(int64_t moment)
{
    return moment == LOY_TIME_NONE || loy__in_calendar(moment);
}

static inline bool
is_day(int32_t day)
{
    return day == LOY_DAY_NONE || loy__day_known(day);
}

static int
read_header(loy__state *state, const unsigned char *bytes)
{
    state->settled = loy__load_i64(bytes + LOY__AT_SETTLED);
    state->timers_from = loy__load_i64(bytes + LOY__AT_TIMERS_FROM);
    state->stage_since = loy__load_i64(bytes + LOY__AT_STAGE_SINCE);
    state->last_purchase = loy__load_i64(bytes + LOY__AT_LAST_PURCHASE);
    state->purchases = loy__load_i64(bytes + LOY__AT_PURCHASES);
    state->visits = loy__load_i64(bytes + LOY__AT_VISITS);
    state->spend = loy__load_i64(bytes + LOY__AT_SPEND);
    state->enrolled_on = loy__load_i32(bytes + LOY__AT_ENROLLED_ON);
    state->first_purchase_on = loy__load_i32(bytes + LOY__AT_FIRST_PURCHASE_ON);
    state->last_purchase_on = loy__load_i32(bytes + LOY__AT_LAST_PURCHASE_ON);
    state->birthday = loy__load_i32(bytes + LOY__AT_BIRTHDAY);
    state->chain = loy__load64(bytes + LOY__AT_CHAIN);
    state->exists = true;
    /* Nothing counts so far, and one more must fit. */
    if (state->purchases < 0 || state->purchases > INT64_MAX / 2 || state->visits < 0 ||
        state->visits > INT64_MAX / 2)
        return LOY_ERR_CORRUPT;
    if (!is_moment(state->settled) || !is_moment(state->timers_from) ||
        !is_moment(state->stage_since) || !is_moment(state->last_purchase))
        return LOY_ERR_CORRUPT;
    return is_day(state->enrolled_on) && is_day(state->first_purchase_on) &&
                   is_day(state->last_purchase_on) && is_day(state->birthday)
               ? LOY_OK
               : LOY_ERR_CORRUPT;
}

/* Adds amounts that are positive; false when the sum does not fit. */
static bool
sum_up(int64_t *sum, int64_t amount)
{
    if (amount > INT64_MAX - *sum)
        return false;
    *sum += amount;
    return true;
}

/* issued - spent - expired - reversed = lots + held - debt, by differences that fit
 * because no member is negative. */
static bool
purse_holds(const loy__purse *purse, int64_t lots)
{
    int64_t left = purse->issued - purse->spent;

    return loy__sub(left, purse->expired, &left) && loy__sub(left, purse->reversed, &left) &&
           left == lots - purse->debt;
}

/* What may be brought back has expired. */
static bool
lapses_hold(const loy__state *state, uint32_t currency)
{
    int64_t sum = 0;

    for (size_t k = 0; k < state->lapsed_count; k++)
        if (state->lapsed[k].currency == currency && !sum_up(&sum, state->lapsed[k].points))
            return false;
    return sum <= state->purses[currency].expired;
}

/* What the purses say is in the lots, and nothing is spendable while there is
 * debt. */
static bool
balances_hold(const loy__state *state)
{
    const loy__lot *lot = state->lots, *end = LOY_END(lot, state->lot_count);

    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        const loy__purse *purse = &state->purses[i];
        int64_t sum = loy__packed_points(state, i);

        if (purse->debt > 0 && (sum > 0 || (lot != end && lot->currency == i && lot->matures == 0)))
            return false;
        for (; lot != end && lot->currency == i; lot++)
            if (!sum_up(&sum, lot->points))
                return false;
        for (size_t k = 0; k < state->held_count; k++)
            if (state->held[k].currency == i && !sum_up(&sum, state->held[k].points))
                return false;
        if (!purse_holds(purse, sum) || (state->lapsed_count > 0 && !lapses_hold(state, i)))
            return false;
    }
    return true;
}

/* What a ladder that follows a balance looks at, and the tiers that all this
 * comes to. */
static void
show_ladders(loy__state *state)
{
    for (uint32_t i = 0; i < state->program->ladder_count; i++) {
        const loy__ladder *ladder = &state->program->ladders[i];

        if (ladder->counts == LOY__COUNT_BALANCE)
            state->rungs[i].value = loy__state_points(state, ladder->currency).available;
        loy__tier_show(state, i);
        state->rungs[i].lived = state->rungs[i].shown;
    }
}

/* Sums up what the ladders count now. */
static bool
count_ladders(loy__state *state)
{
    const loy__bucket *bucket = state->buckets, *end;

    if (state->bucket_count == 0)
        return true;
    end = bucket + state->bucket_count;
    while (bucket != end) {
        uint32_t ladder = bucket->ladder;
        loy__rung *rung = &state->rungs[ladder];
        int32_t first = LOY_DAY_NONE;
        int64_t sum = 0;

        if (loy__periodic(&state->program->ladders[ladder]))
            first = rung->period;
        for (; bucket != end && bucket->ladder == ladder; bucket++)
            if (bucket->day >= first && !sum_up(&sum, bucket->amount))
                return false;
        rung->value = sum;
    }
    return true;
}

/* Of a record with the program's keys every part is read; nobody needs to have values. */
static void
begin(loy__state *state, bool same)
{
    if (same)
        for (uint32_t i = 0; i < state->program->customer_attributes.count; i++)
            state->attributes[i] = (loy__value){0};
    else
        loy__state_clear_parts(state);
}

int
loy__state_decode(loy__state *state, const char *id, size_t id_size, const void *bytes, size_t size)
{
    int rc = loy__seal_check(bytes, size, LOY__HEADER_SIZE, LOY__RECORD_MAGIC, LOY__RECORD_VERSION);
    loy__record record; /* filled by take_apart */

    record.bytes = bytes;
    record.size = size;
    loy__state_open(state, id, id_size);
    if (rc == LOY_OK && !take_apart(state, &record))
        rc = LOY_ERR_CORRUPT;
    if (rc != LOY_OK)
        return rc;
    begin(state, record.same);
    rc = read_header(state, bytes);
    if (rc == LOY_OK)
        rc = loy__record_read(state, &record);
    if (rc == LOY_OK && (!balances_hold(state) || (!record.same && !count_ladders(state))))
        rc = LOY_ERR_CORRUPT;
    if (rc == LOY_OK)
        show_ladders(state);
    if (rc == LOY_OK && record.own)
        state->due = loy__load_i64(record.bytes + LOY__AT_DUE);
    return rc;
}
