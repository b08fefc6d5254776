/*
 * answer.c -- the record of an event: its head, the answer that was given, and
 * a sale's receipt.
 *
 * Names are written out, so that an answer stays readable, and replays to the
 * byte, whatever programs come later. Balances stand first: entries name their
 * currency by its position there.
 */
#include <string.h>

#include "engine/engine.h"

#define VERSION 1
#define CHECKSUM_AT 1
#define BODY_AT 9
#define SEED UINT64_C(0x6c6f79616c747931)

static void
put_string(loy__bytes *bytes, const char *text)
{
    loy__put_text(bytes, text, strlen(text));
}

static void
put_head(loy__bytes *bytes, const loy__answer_head *head)
{
    loy__put_u64(bytes, head->digest);
    loy__put_int(bytes, head->time);
    loy__put_int(bytes, head->offset);
    loy__put_int(bytes, head->version);
    loy__put_text(bytes, head->customer, head->customer_size);
    loy__put_text(bytes, head->type, head->type_size);
}

static void
put_standing(loy__bytes *bytes, const loy_outcome *outcome)
{
    loy__put_var(bytes, outcome->balance_count);
    for (size_t i = 0; i < outcome->balance_count; i++) {
        const loy_balance *balance = &outcome->balances[i];

        put_string(bytes, balance->currency);
        loy__put_int(bytes, balance->available);
        loy__put_int(bytes, balance->pending);
        loy__put_int(bytes, balance->held);
        loy__put_int(bytes, balance->debt);
    }
    loy__put_var(bytes, outcome->tier_count);
    for (size_t i = 0; i < outcome->tier_count; i++) {
        put_string(bytes, outcome->tiers[i].ladder);
        put_string(bytes, outcome->tiers[i].tier);
    }
    put_string(bytes, outcome->stage);
}

static void
put_effects(loy__bytes *bytes, const loy_outcome *outcome, int64_t time)
{
    loy__put_var(bytes, outcome->effect_count);
    for (size_t i = 0; i < outcome->effect_count; i++) {
        const loy_effect *effect = &outcome->effects[i];

        loy__put_u8(bytes, effect->kind);
        put_string(bytes, effect->rule);
        put_string(bytes, effect->name);
        loy__put_int(bytes, effect->amount);
        loy__put_int(bytes, effect->wanted);
        loy__put_int(bytes, effect->money);
        loy__put_int(bytes, effect->time - time);
    }
}

static uint32_t
balance_of(const loy_outcome *outcome, const char *currency)
{
    uint32_t at = 0;

    while (at < outcome->balance_count && outcome->balances[at].currency != currency &&
           strcmp(outcome->balances[at].currency, currency) != 0)
        at++;
    return at;
}

static void
put_entries(loy__bytes *bytes, const loy_outcome *outcome, int64_t time)
{
    loy__put_var(bytes, outcome->entry_count);
    for (size_t i = 0; i < outcome->entry_count; i++) {
        const loy_entry *entry = &outcome->entries[i];

        loy__put_u8(bytes, entry->kind | (entry->debt ? 128u : 0));
        loy__put_var(bytes, balance_of(outcome, entry->currency));
        loy__put_int(bytes, entry->points);
        loy__put_int(bytes, entry->time - time);
        loy__put_int(bytes, entry->matures);
        loy__put_int(bytes, entry->expires);
    }
}

static int
seal(loy__bytes *bytes)
{
    loy__bytes checksum = {.data = bytes->data + CHECKSUM_AT, .capacity = 8};

    if (bytes->failed)
        return LOY_ERR_NOMEM;
    loy__put_u64(&checksum, loy__hash(bytes->data + BODY_AT, bytes->size - BODY_AT, SEED));
    return LOY_OK;
}

int
loy__answer_write(loy__bytes *bytes, const loy__answer_head *head, const loy_outcome *outcome,
                  const loy__receipt *receipt)
{
    bytes->size = 0;
    bytes->failed = false;
    loy__put_u8(bytes, VERSION);
    loy__put_u64(bytes, 0);
    put_head(bytes, head);
    loy__put_u8(bytes, outcome->verdict);
    put_string(bytes, outcome->code);
    put_string(bytes, outcome->text);
    put_string(bytes, outcome->path);
    put_standing(bytes, outcome);
    put_effects(bytes, outcome, head->time);
    put_entries(bytes, outcome, head->time);
    loy__put_u8(bytes, receipt != NULL);
    if (receipt != NULL)
        loy__receipt_write(receipt, bytes);
    return seal(bytes);
}

/* ---- Reading ---- */

static void
get_head(loy__source *source, loy__answer_head *head)
{
    head->digest = loy__get_u64(source);
    head->time = loy__get_int(source);
    head->offset = (int32_t)loy__get_int(source);
    head->version = loy__get_int(source);
    head->customer = loy__get_text(source, &head->customer_size);
    head->type = loy__get_text(source, &head->type_size);
    head->reserved = 0;
}

/* A text of the record, kept by the outcome; NULL without memory or bytes. */
static const char *
get_string(loy__source *source, loy_outcome *outcome)
{
    uint32_t size;
    const char *data = loy__get_text(source, &size);

    if (source->failed)
        return "";
    return loy__arena_text(&outcome->texts, data, size);
}

static void
get_fixed(loy__source *source, char *out, size_t capacity)
{
    uint32_t size;
    const char *data = loy__get_text(source, &size);

    if (source->failed || size >= capacity) {
        source->failed = true;
        return;
    }
    memcpy(out, data, size);
    out[size] = '\0';
}

static int
get_standing(loy__source *source, loy_outcome *outcome)
{
    outcome->balance_count = loy__get_count(source, 5);
    if (!loy__reserve(&outcome->memory, &outcome->balances, &outcome->balance_capacity,
                      outcome->balance_count, sizeof(loy_balance)))
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < outcome->balance_count; i++) {
        loy_balance *balance = &outcome->balances[i];

        balance->currency = get_string(source, outcome);
        balance->available = loy__get_int(source);
        balance->pending = loy__get_int(source);
        balance->held = loy__get_int(source);
        balance->debt = loy__get_int(source);
        if (balance->currency == NULL)
            return LOY_ERR_NOMEM;
    }
    outcome->tier_count = loy__get_count(source, 2);
    if (!loy__reserve(&outcome->memory, &outcome->tiers, &outcome->tier_capacity,
                      outcome->tier_count, sizeof(loy_standing)))
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < outcome->tier_count; i++) {
        outcome->tiers[i].ladder = get_string(source, outcome);
        outcome->tiers[i].tier = get_string(source, outcome);
        if (outcome->tiers[i].ladder == NULL || outcome->tiers[i].tier == NULL)
            return LOY_ERR_NOMEM;
    }
    outcome->stage = get_string(source, outcome);
    return outcome->stage == NULL ? LOY_ERR_NOMEM : LOY_OK;
}

static int
get_effects(loy__source *source, loy_outcome *outcome, int64_t time)
{
    outcome->effect_count = loy__get_count(source, 7);
    if (!loy__reserve(&outcome->memory, &outcome->effects, &outcome->effect_capacity,
                      outcome->effect_count, sizeof(loy_effect)))
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < outcome->effect_count; i++) {
        loy_effect *effect = &outcome->effects[i];

        effect->kind = loy__get_u8(source);
        effect->reserved = 0;
        effect->rule = get_string(source, outcome);
        effect->name = get_string(source, outcome);
        effect->amount = loy__get_int(source);
        effect->wanted = loy__get_int(source);
        effect->money = loy__get_int(source);
        effect->time = loy__get_int(source) + time;
        if (effect->rule == NULL || effect->name == NULL)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

static int
get_entries(loy__source *source, loy_outcome *outcome, int64_t time)
{
    outcome->entry_count = loy__get_count(source, 6);
    if (!loy__reserve(&outcome->memory, &outcome->entries, &outcome->entry_capacity,
                      outcome->entry_count, sizeof(loy_entry)))
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < outcome->entry_count; i++) {
        loy_entry *entry = &outcome->entries[i];
        uint32_t kind = loy__get_u8(source);
        uint64_t currency = loy__get_var(source);

        if (currency >= outcome->balance_count) {
            source->failed = true;
            return LOY_OK;
        }
        entry->kind = kind & 127;
        entry->debt = kind >> 7;
        entry->currency = outcome->balances[currency].currency;
        entry->points = loy__get_int(source);
        entry->time = loy__get_int(source) + time;
        entry->matures = loy__get_int(source);
        entry->expires = loy__get_int(source);
    }
    return LOY_OK;
}

static int
get_outcome(loy__source *source, loy_outcome *outcome, int64_t time)
{
    int result;

    loy__outcome_reset(outcome);
    outcome->verdict = loy__get_u8(source);
    get_fixed(source, outcome->code, sizeof(outcome->code));
    get_fixed(source, outcome->text, sizeof(outcome->text));
    get_fixed(source, outcome->path, sizeof(outcome->path));
    result = get_standing(source, outcome);
    if (result == LOY_OK)
        result = get_effects(source, outcome, time);
    if (result == LOY_OK)
        result = get_entries(source, outcome, time);
    return result;
}

static int
open_record(const void *data, size_t size, loy__source *source)
{
    const unsigned char *bytes = data;
    loy__source checksum = {.at = bytes + CHECKSUM_AT, .end = bytes + size};

    if (size < BODY_AT)
        return LOY_ERR_CORRUPT;
    if (bytes[0] > VERSION)
        return LOY_ERR_VERSION;
    if (bytes[0] != VERSION ||
        loy__get_u64(&checksum) != loy__hash(bytes + BODY_AT, size - BODY_AT, SEED))
        return LOY_ERR_CORRUPT;
    *source = (loy__source){.at = bytes + BODY_AT, .end = bytes + size};
    return LOY_OK;
}

int
loy__answer_read(const void *data, size_t size, loy__answer_head *head, loy_outcome *outcome,
                 loy__receipt *receipt, bool *has_receipt, loy__arena *arena)
{
    loy__source source;
    int result = open_record(data, size, &source);

    if (result < 0)
        return result;
    get_head(&source, head);
    result = get_outcome(&source, outcome, head->time);
    if (result < 0 || source.failed)
        return result < 0 ? result : LOY_ERR_CORRUPT;
    *has_receipt = loy__get_u8(&source) != 0;
    if (*has_receipt && receipt != NULL)
        result = loy__receipt_read(receipt, &source, arena);
    return result < 0 ? result : source.failed ? LOY_ERR_CORRUPT : LOY_OK;
}
