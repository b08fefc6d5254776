/*
 * answer_read.c -- reading the record of an event, whose bytes are never
 * trusted: the checksum first, then every size, count and number.
 */
#include "engine/answer/answer.h"

#include <string.h>

/* There is no edition 0 behind the first, and no list of no claims. */
static int
get_edits(loy__source *source, uint32_t flags, loy__answer_head *head, loy__arena *arena)
{
    loy__edits *edits = loy__arena_zeroed(arena, sizeof(*edits));

    if (edits == NULL)
        return LOY_ERR_NOMEM;
    head->edits = edits;
    if ((flags & LOY__ANSWER_HAS_EDITIONS) != 0) {
        edits->first = loy__get64(source);
        edits->editions = loy__get64(source);
        source->failed |= edits->editions == 0;
    }
    if ((flags & LOY__ANSWER_HAS_CLAIMS) == 0)
        return LOY_OK;
    edits->claim_count = loy__get32(source);
    if (edits->claim_count == 0 || !loy__get_room(source, edits->claim_count, LOY__CLAIM_SIZE))
        return LOY_ERR_CORRUPT;
    edits->claims = loy__get(source, (size_t)edits->claim_count * LOY__CLAIM_SIZE);
    return LOY_OK;
}

static int
get_links(loy__source *source, const unsigned char *start, loy__answer_head *head,
          loy__arena *arena)
{
    uint32_t flags = loy__load32(start + LOY__ANSWER_AT_VERDICT) &
                     (LOY__ANSWER_HAS_EDITIONS | LOY__ANSWER_HAS_CLAIMS);

    head->chain = loy__load64(start + LOY__ANSWER_AT_CHAIN);
    head->seal = loy__seal_of(start);
    head->edits = NULL;
    return flags == 0 ? LOY_OK : get_edits(source, flags, head, arena);
}

static void
get_head(loy__source *source, const unsigned char *start, loy__answer_head *head)
{
    head->digest = loy__load64(start + LOY__ANSWER_AT_DIGEST);
    head->time = loy__load_i64(start + LOY__ANSWER_AT_TIME);
    head->version = loy__load_i64(start + LOY__ANSWER_AT_PROGRAM);
    head->offset = loy__load_i32(start + LOY__ANSWER_AT_OFFSET);
    head->customer_size = loy__load32(start + LOY__ANSWER_AT_CUSTOMER);
    head->customer = (const char *)loy__get(source, head->customer_size);
    head->type_size = loy__load32(start + LOY__ANSWER_AT_TYPE);
    head->type = (const char *)loy__get(source, head->type_size);
    head->member = NULL;
    head->member_size = 0;
    if ((loy__load32(start + LOY__ANSWER_AT_VERDICT) & LOY__ANSWER_HAS_MEMBER) != 0)
        head->member = loy__get_text(source, &head->member_size);
}

/* A text of the record, kept by the outcome; NULL without memory. */
static const char *
get_string(loy__source *source, size_t size, loy_outcome *outcome)
{
    const char *data = (const char *)loy__get(source, size);

    return source->failed ? "" : loy__arena_text(&outcome->texts, data, size);
}

static void
get_fixed(loy__source *source, uint32_t size, char *out, size_t capacity)
{
    const unsigned char *data = loy__get(source, size);

    if (source->failed || size >= capacity) {
        source->failed = true;
        return;
    }
    memcpy(out, data, size);
    out[size] = '\0';
}

static int
get_words(loy__source *source, const unsigned char *start, loy_outcome *outcome)
{
    outcome->verdict = loy__load32(start + LOY__ANSWER_AT_VERDICT) & 0xFF;
    if (outcome->verdict != LOY_VERDICT_APPLIED && outcome->verdict != LOY_VERDICT_REFUSED)
        source->failed = true;
    outcome->stage_size = loy__load32(start + LOY__ANSWER_AT_STAGE);
    outcome->stage = get_string(source, outcome->stage_size, outcome);
    get_fixed(source, loy__load32(start + LOY__ANSWER_AT_CODE), outcome->code,
              sizeof(outcome->code));
    get_fixed(source, loy__load32(start + LOY__ANSWER_AT_TEXT), outcome->text,
              sizeof(outcome->text));
    get_fixed(source, loy__load32(start + LOY__ANSWER_AT_PATH), outcome->path,
              sizeof(outcome->path));
    return outcome->stage == NULL ? LOY_ERR_NOMEM : LOY_OK;
}

static int
get_balances(loy__source *source, uint32_t count, loy_outcome *outcome)
{
    if (!loy__get_room(source, count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    if (!loy__reserve(&outcome->memory, &outcome->balances, &outcome->balance_capacity, count,
                      sizeof(*outcome->balances)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        loy_balance *balance = &outcome->balances[i].told;
        uint32_t flags = loy__get32(source);
        uint32_t name = loy__get32(source);

        balance->available = loy__get_i64(source);
        balance->pending = loy__get_unless(source, 0, LOY__ITEM_FIRST, flags);
        balance->held = loy__get_unless(source, 0, LOY__ITEM_SECOND, flags);
        balance->debt = loy__get_unless(source, 0, LOY__ITEM_THIRD, flags);
        balance->currency = get_string(source, name, outcome);
        outcome->balances[i].size = name;
        if (balance->currency == NULL)
            return LOY_ERR_NOMEM;
    }
    outcome->balance_count = count;
    return LOY_OK;
}

static int
get_tiers(loy__source *source, uint32_t count, loy_outcome *outcome)
{
    if (!loy__get_room(source, count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    if (!loy__reserve(&outcome->memory, &outcome->tiers, &outcome->tier_capacity, count,
                      sizeof(*outcome->tiers)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t ladder = loy__get32(source);
        uint32_t tier = loy__get32(source);

        outcome->tiers[i] = (loy__standing){.ladder_size = ladder, .tier_size = tier};
        outcome->tiers[i].told.ladder = get_string(source, ladder, outcome);
        outcome->tiers[i].told.tier = get_string(source, tier, outcome);
        if (outcome->tiers[i].told.ladder == NULL || outcome->tiers[i].told.tier == NULL)
            return LOY_ERR_NOMEM;
    }
    outcome->tier_count = count;
    return LOY_OK;
}

/* The name of an effect, its own or that of a balance. */
static const char *
get_name(loy__source *source, uint32_t flags, uint32_t number, loy_outcome *outcome)
{
    if ((flags & LOY__ITEM_BY_BALANCE) == 0)
        return get_string(source, number, outcome);
    if (number < outcome->balance_count)
        return outcome->balances[number].told.currency;
    source->failed = true;
    return "";
}

static int
get_effects(loy__source *source, uint32_t count, loy_outcome *outcome, int64_t time)
{
    if (!loy__get_room(source, count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    if (!loy__reserve(&outcome->memory, &outcome->effects, &outcome->effect_capacity, count,
                      sizeof(*outcome->effects)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        loy_effect *effect = &outcome->effects[i].told;
        uint32_t flags = loy__get32(source);
        uint32_t name = loy__get32(source);

        effect->kind = flags & 0xFF;
        effect->reserved = 0;
        effect->amount = loy__get_i64(source);
        effect->wanted = loy__get_unless(source, effect->amount, LOY__ITEM_FIRST, flags);
        effect->money = loy__get_unless(source, 0, LOY__ITEM_SECOND, flags);
        effect->time = loy__get_unless(source, time, LOY__ITEM_THIRD, flags);
        effect->rule = get_string(source, flags >> 16, outcome);
        outcome->effects[i].rule_size = flags >> 16;
        outcome->effects[i].name_size = 0;
        effect->name = get_name(source, flags, name, outcome);
        if (loy_effect_kind_name(effect->kind) == NULL)
            source->failed = true;
        if (effect->rule == NULL || effect->name == NULL)
            return LOY_ERR_NOMEM;
    }
    outcome->effect_count = count;
    return LOY_OK;
}

static int
get_entries(loy__source *source, uint32_t count, loy_outcome *outcome, int64_t time)
{
    if (!loy__get_room(source, count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    if (!loy__reserve(&outcome->memory, &outcome->entries, &outcome->entry_capacity, count,
                      sizeof(loy_entry)))
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        loy_entry *entry = &outcome->entries[i];
        uint32_t flags = loy__get32(source);
        uint32_t balance = loy__get32(source);

        if (balance >= outcome->balance_count)
            return LOY_ERR_CORRUPT;
        entry->kind = flags & 0xFF;
        entry->debt = (flags & LOY__ITEM_DEBT) != 0;
        entry->currency = outcome->balances[balance].told.currency;
        entry->points = loy__get_i64(source);
        entry->time = loy__get_unless(source, time, LOY__ITEM_FIRST, flags);
        entry->matures = loy__get_unless(source, 0, LOY__ITEM_SECOND, flags);
        entry->expires = loy__get_unless(source, LOY_NEVER, LOY__ITEM_THIRD, flags);
        entry->was = loy__get_unless(source, entry->expires, LOY__ITEM_FOURTH, flags);
        if (loy_entry_kind_name(entry->kind) == NULL ||
            (entry->points <= 0 &&
             ((entry->kind != LOY_ENTRY_ADJUST && entry->kind != LOY_ENTRY_TRANSFER) ||
              entry->points == 0)))
            source->failed = true;
    }
    outcome->entry_count = count;
    return LOY_OK;
}

static int
get_outcome(loy__source *source, const unsigned char *start, loy_outcome *outcome)
{
    int64_t time = loy__load_i64(start + LOY__ANSWER_AT_TIME);
    int result;

    loy__outcome_reset(outcome);
    result = get_words(source, start, outcome);
    if (result == LOY_OK)
        result = get_balances(source, loy__load32(start + LOY__ANSWER_AT_BALANCES), outcome);
    if (result == LOY_OK)
        result = get_tiers(source, loy__load32(start + LOY__ANSWER_AT_TIERS), outcome);
    if (result == LOY_OK)
        result = get_effects(source, loy__load32(start + LOY__ANSWER_AT_EFFECTS), outcome, time);
    if (result == LOY_OK)
        result = get_entries(source, loy__load32(start + LOY__ANSWER_AT_ENTRIES), outcome, time);
    return result;
}

int
loy__answer_read(const void *data, size_t size, loy__answer_head *head, loy_outcome *outcome,
                 loy__receipt *receipt, bool *has_receipt, loy__arena *arena)
{
    const unsigned char *start = data;
    loy__source source;
    int result =
        loy__seal_check(start, size, LOY__ANSWER_HEAD, LOY__ANSWER_MAGIC, LOY__ANSWER_VERSION);

    if (result < 0)
        return result;
    source = (loy__source){.at = start + LOY__ANSWER_HEAD, .end = start + size};
    get_head(&source, start, head);
    result = get_outcome(&source, start, outcome);
    if (result == LOY_OK)
        result = get_links(&source, start, head, arena);
    *has_receipt = (loy__load32(start + LOY__ANSWER_AT_VERDICT) & LOY__ANSWER_HAS_RECEIPT) != 0;
    if (result == LOY_OK && *has_receipt && receipt != NULL)
        result = loy__receipt_read(receipt, outcome, &source, arena);
    return result < 0 ? result : source.failed ? LOY_ERR_CORRUPT : LOY_OK;
}
