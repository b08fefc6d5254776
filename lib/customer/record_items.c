/*
 * record_items.c -- reading the items of a record into a state, each checked
 * for what it must be wherever it stands.
 */
#include "base/macros.h"
#include "base/text.h"
#include "base/words.h"
#include "customer/customer.h"
#include "customer/record.h"

static inline int
read_purse(loy__purse *purse, const unsigned char *p)
{
    loy__purse read = {.debt = loy__load_i64(p),
                       .issued = loy__load_i64(p + 8),
                       .spent = loy__load_i64(p + 16),
                       .expired = loy__load_i64(p + 24),
                       .reversed = loy__load_i64(p + 32)};

    *purse = read;
    /* Of none the highest bit is set. */
    return (read.debt | read.issued | read.spent | read.expired | read.reversed) < 0
               ? LOY_ERR_CORRUPT
               : LOY_OK;
}

static inline int
read_rung(loy__state *state, uint32_t index, const unsigned char *p)
{
    int64_t drop = loy__load_i64(p);
    int32_t period = loy__load_i32(p + 16);
    uint32_t word = loy__load32(p + 20);
    uint32_t tier = word & LOY__RUNG_TIER;
    uint32_t climbed = word >> 16 & LOY__RUNG_CLIMBED;
    bool runs = tier != 0 && drop != LOY_NEVER;

    state->rungs[index] = (loy__rung){.drop = runs ? drop : LOY_NEVER,
                                      .since = loy__load_i64(p + 8),
                                      .period = period,
                                      .rolled = LOY_DAY_NONE,
                                      .tier = tier,
                                      .base = tier - climbed,
                                      .term = runs && (word & LOY__RUNG_TERM) != 0};
    return tier < state->program->ladders[index].tier_count && climbed <= tier &&
                   (period == LOY_DAY_NONE || loy__day_known(period))
               ? LOY_OK
               : LOY_ERR_CORRUPT;
}

static inline int
read_tally(loy__tally *tally, const unsigned char *p)
{
    tally->value = loy__load_i64(p);
    tally->start = loy__load_i32(p + 8);
    return loy__load32(p + 12) == 0 ? LOY_OK : LOY_ERR_CORRUPT;
}

static int
read_holding(loy__state *state, uint32_t index, const unsigned char *p)
{
    loy__holding holding = {
        .expires = loy__load_i64(p), .count = loy__load_i64(p + 8), .voucher = index};

    return holding.count > 0 ? loy__voucher_put(state, &holding) : LOY_ERR_CORRUPT;
}

/* Sums that do not fit are a mistake of the bytes here. */
static int
as_corrupt(int rc)
{
    return rc == LOY_ERR_INTERNAL ? LOY_ERR_CORRUPT : rc;
}

int
loy__item_read(loy__state *state, uint32_t tag, uint32_t index, const unsigned char *payload)
{
    switch (tag) {
    case LOY__TAG_PURSE:
        return read_purse(&state->purses[index], payload);
    case LOY__TAG_RUNG:
        return read_rung(state, index, payload);
    case LOY__TAG_COUNTER:
        return read_tally(&state->counters[index], payload);
    case LOY__TAG_CAP:
        return read_tally(&state->caps[index], payload);
    case LOY__TAG_LOT:
        return as_corrupt(loy__lot_read(state, index, payload));
    case LOY__TAG_BUCKET:
        return as_corrupt(loy__bucket_read(state, index, payload));
    case LOY__TAG_HOLDING:
        return as_corrupt(read_holding(state, index, payload));
    default:
        return as_corrupt(loy__extra_read(state, tag, index, payload));
    }
}

int
loy__rows_read(loy__state *state, const loy__record *record)
{
    const loy_program *program = state->program;
    const unsigned char *p = record->rows;
    /* The caps stand behind the counters in the state, too. */
    const loy__tally *end = LOY_END(state->caps, program->cap_count);
    int rc = LOY_OK;

    for (uint32_t i = 0; i < program->currency_count; i++, p += LOY__PURSE_SIZE)
        rc |= read_purse(&state->purses[i], p);
    for (uint32_t i = 0; i < program->track_count; i++, p += LOY__RUNG_SIZE)
        rc |= read_rung(state, i, p);
    for (loy__tally *tally = state->counters; tally != end; tally++, p += LOY__TALLY_SIZE)
        rc |= read_tally(tally, p);
    return rc;
}

uint32_t
loy__item_payload(uint32_t tag)
{
    switch (tag) {
    case LOY__TAG_PURSE:
        return LOY__PURSE_SIZE;
    case LOY__TAG_RUNG:
        return LOY__RUNG_SIZE;
    case LOY__TAG_COUNTER:
    case LOY__TAG_CAP:
        return LOY__TALLY_SIZE;
    case LOY__TAG_LOT:
        return LOY__LOT_SIZE;
    case LOY__TAG_BUCKET:
        return LOY__BUCKET_SIZE - 4;
    case LOY__TAG_HOLDING:
        return LOY__HOLDING_SIZE - 4;
    case LOY__TAG_HELD:
        return LOY__HELD_SIZE - 4;
    case LOY__TAG_ACTIVE:
        return LOY__ACTIVE_SIZE - 4;
    case LOY__TAG_LAPSED:
        return LOY__LAPSED_SIZE - 4;
    case LOY__TAG_REVIEW:
        return LOY__REVIEW_SIZE - 4;
    default:
        return 0;
    }
}

loy__section
loy__item_section(uint32_t tag)
{
    switch (tag) {
    case LOY__TAG_PURSE:
    case LOY__TAG_LOT:
    case LOY__TAG_HELD:
    case LOY__TAG_ACTIVE:
    case LOY__TAG_LAPSED:
        return LOY__SECTION_CURRENCY;
    case LOY__TAG_RUNG:
    case LOY__TAG_BUCKET:
    case LOY__TAG_REVIEW:
        return LOY__SECTION_LADDER;
    case LOY__TAG_COUNTER:
        return LOY__SECTION_COUNTER;
    case LOY__TAG_CAP:
        return LOY__SECTION_CAP;
    case LOY__TAG_VALUE:
        return LOY__SECTION_ATTRIBUTE;
    case LOY__TAG_STAGE:
        return LOY__SECTION_STAGE;
    default:
        return LOY__SECTION_VOUCHER;
    }
}

static bool
number_fits(uint32_t kind, int64_t number)
{
    switch (kind) {
    case LOY_VALUE_TEXT:
        return number == 0;
    case LOY_VALUE_BOOLEAN:
        return number == 0 || number == 1;
    case LOY_VALUE_DATE:
        return number >= INT32_MIN && number <= INT32_MAX && loy__day_known((int32_t)number);
    default:
        return true;
    }
}

int
loy__item_value(loy__state *state, uint32_t index, const loy__stored_value *stored)
{
    uint32_t kind = state->program->customer_attributes.items[index].kind;
    loy__value *value = &state->attributes[index];
    const char *text = (const char *)stored->text;

    if (!number_fits(kind, stored->number) || (kind != LOY_VALUE_TEXT && stored->size > 0) ||
        !loy__utf8_valid(text, stored->size))
        return LOY_ERR_CORRUPT;
    *value = (loy__value){.number = stored->number, .size = stored->size, .kind = kind};
    if (kind != LOY_VALUE_TEXT)
        return LOY_OK;
    value->text = loy__arena_text(&state->arena, text, stored->size);
    value->symbol = loy__map_get(&state->program->symbols, text, stored->size, 0);
    return value->text != NULL ? LOY_OK : LOY_ERR_NOMEM;
}
