/*
 * answer_write.c -- writing the record of an event. Equal answers give equal
 * bytes.
 */
#include "base/macros.h"
#include "engine/answer/answer.h"

#include <string.h>

static void
put_head(unsigned char *at, const loy__answer_head *head, const loy_outcome *outcome)
{
    loy__store64(at + LOY__ANSWER_AT_DIGEST, head->digest);
    loy__store_i64(at + LOY__ANSWER_AT_TIME, head->time);
    loy__store_i64(at + LOY__ANSWER_AT_PROGRAM, head->version);
    loy__store_i32(at + LOY__ANSWER_AT_OFFSET, head->offset);
    loy__store32(at + LOY__ANSWER_AT_BALANCES, (uint32_t)outcome->balance_count);
    loy__store32(at + LOY__ANSWER_AT_TIERS, (uint32_t)outcome->tier_count);
    loy__store32(at + LOY__ANSWER_AT_EFFECTS, (uint32_t)outcome->effect_count);
    loy__store32(at + LOY__ANSWER_AT_ENTRIES, (uint32_t)outcome->entry_count);
    loy__store32(at + LOY__ANSWER_AT_CUSTOMER, head->customer_size);
    loy__store32(at + LOY__ANSWER_AT_TYPE, head->type_size);
    loy__store64(at + LOY__ANSWER_AT_CHAIN, head->chain);
}

/* A text of the outcome itself, whose size the head has; few have any. */
static inline unsigned char *
put_word(unsigned char *start, uint32_t size_at, unsigned char *at, const char *text)
{
    size_t size = text[0] == '\0' ? 0 : strlen(text);

    loy__store32(start + size_at, (uint32_t)size);
    return size == 0 ? at : loy__store_text(at, text, size);
}

static unsigned char *
put_texts(loy__bytes *bytes, const loy__answer_head *head, const loy_outcome *outcome)
{
    size_t stage = loy__text_size(outcome->stage, outcome->stage_size);
    size_t most = LOY__ANSWER_HEAD + (size_t)head->customer_size + head->type_size + 4 +
                  head->member_size + stage + sizeof(outcome->code) + sizeof(outcome->text) +
                  sizeof(outcome->path);
    unsigned char *start = loy__bytes_open(bytes, most);
    unsigned char *at;

    if (start == NULL)
        return NULL;
    put_head(start, head, outcome);
    at = loy__store_text(start + LOY__ANSWER_HEAD, head->customer, head->customer_size);
    at = loy__store_text(at, head->type, head->type_size);
    if (head->member != NULL) {
        loy__store32(at, head->member_size);
        at = loy__store_text(at + 4, head->member, head->member_size);
    }
    loy__store32(start + LOY__ANSWER_AT_STAGE, (uint32_t)stage);
    at = loy__store_text(at, outcome->stage, stage);
    at = put_word(start, LOY__ANSWER_AT_CODE, at, outcome->code);
    at = put_word(start, LOY__ANSWER_AT_TEXT, at, outcome->text);
    return put_word(start, LOY__ANSWER_AT_PATH, at, outcome->path);
}

static unsigned char *
put_balances(loy__bytes *bytes, unsigned char *at, const loy_outcome *outcome)
{
    for (size_t i = 0; i < outcome->balance_count; i++) {
        const loy_balance *balance = &outcome->balances[i].told;
        size_t name = loy__text_size(balance->currency, outcome->balances[i].size);
        unsigned char *start = loy__bytes_room(bytes, at, LOY__ITEM_HEAD + 4 * 8 + name);
        uint32_t flags = 0;

        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, balance->available);
        at = loy__store_unless(at + 8, balance->pending, 0, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, balance->held, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, balance->debt, 0, LOY__ITEM_THIRD, &flags);
        loy__store32(start, flags);
        loy__store32(start + 4, (uint32_t)name);
        at = loy__store_text(at, balance->currency, name);
    }
    return at;
}

static unsigned char *
put_tiers(loy__bytes *bytes, unsigned char *at, const loy_outcome *outcome)
{
    for (size_t i = 0; i < outcome->tier_count; i++) {
        const loy_standing *standing = &outcome->tiers[i].told;
        size_t ladder = loy__text_size(standing->ladder, outcome->tiers[i].ladder_size);
        size_t tier = loy__text_size(standing->tier, outcome->tiers[i].tier_size);

        at = loy__bytes_room(bytes, at, LOY__ITEM_HEAD + ladder + tier);
        if (at == NULL)
            return NULL;
        loy__store32(at, (uint32_t)ladder);
        loy__store32(at + 4, (uint32_t)tier);
        at = loy__store_text(at + LOY__ITEM_HEAD, standing->ladder, ladder);
        at = loy__store_text(at, standing->tier, tier);
    }
    return at;
}

static unsigned char *
put_effects(loy__bytes *bytes, unsigned char *at, const loy_outcome *outcome, int64_t time)
{
    const loy__effect *own = outcome->effects, *end = LOY_END(own, outcome->effect_count);
    const char *named = NULL; /* most have the name of the one before */
    uint32_t balance = LOY__NONE;

    for (; own < end; own++) {
        const loy_effect *effect = &own->told;
        size_t rule = loy__text_size(effect->rule, own->rule_size);
        uint32_t flags = effect->kind;
        unsigned char *start;
        size_t name;

        if (effect->name != named)
            balance = loy__balance_of(outcome, effect->name);
        named = effect->name;
        name = balance == LOY__NONE ? loy__text_size(named, own->name_size) : 0;
        start = loy__bytes_room(bytes, at, LOY__ITEM_HEAD + 4 * 8 + rule + name);
        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, effect->amount);
        at = loy__store_unless(at + 8, effect->wanted, effect->amount, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, effect->money, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, effect->time, time, LOY__ITEM_THIRD, &flags);
        if (balance != LOY__NONE)
            flags |= LOY__ITEM_BY_BALANCE;
        loy__store32(start, flags | (uint32_t)rule << 16);
        loy__store32(start + 4, balance != LOY__NONE ? balance : (uint32_t)name);
        at = loy__store_text(loy__store_text(at, effect->rule, rule), effect->name, name);
    }
    return at;
}

static unsigned char *
put_entries(loy__bytes *bytes, unsigned char *at, const loy_outcome *outcome, int64_t time)
{
    const loy_entry *entry = outcome->entries, *end = LOY_END(entry, outcome->entry_count);

    for (; entry < end; entry++) {
        unsigned char *start = loy__bytes_room(bytes, at, LOY__ITEM_HEAD + 5 * 8);
        uint32_t flags = entry->kind | (entry->debt != 0 ? LOY__ITEM_DEBT : 0);

        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, entry->points);
        at = loy__store_unless(at + 8, entry->time, time, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, entry->matures, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, entry->expires, LOY_NEVER, LOY__ITEM_THIRD, &flags);
        at = loy__store_unless(at, entry->was, entry->expires, LOY__ITEM_FOURTH, &flags);
        loy__store32(start, flags);
        loy__store32(start + 4, loy__balance_of(outcome, entry->currency));
    }
    return at;
}

/* What few have; *flags: what there is. */
static LOY_APART unsigned char *
put_edits(loy__bytes *bytes, unsigned char *at, const loy__edits *edits, uint32_t *flags)
{
    size_t size = (size_t)edits->claim_count * LOY__CLAIM_SIZE;

    at = loy__bytes_room(bytes, at, LOY__EDITIONS_SIZE + 4 + size);
    if (at == NULL)
        return NULL;
    if (edits->editions > 0) {
        *flags |= LOY__ANSWER_HAS_EDITIONS;
        loy__store64(at, edits->first);
        loy__store64(at + 8, edits->editions);
        at += LOY__EDITIONS_SIZE;
    }
    if (size == 0)
        return at;
    *flags |= LOY__ANSWER_HAS_CLAIMS;
    loy__store32(at, edits->claim_count);
    memcpy(at + 4, edits->claims, size);
    return at + 4 + size;
}

static int
seal(loy__bytes *bytes, const unsigned char *end, uint32_t verdict)
{
    unsigned char *start = bytes->data;

    if (end == NULL || (uint64_t)(end - start) > UINT32_MAX)
        return LOY_ERR_NOMEM;
    bytes->size = (size_t)(end - start);
    loy__store32(start + LOY__ANSWER_AT_VERDICT, verdict);
    loy__seal(start, (uint32_t)bytes->size, LOY__ANSWER_MAGIC, LOY__ANSWER_VERSION);
    return LOY_OK;
}

int
loy__answer_write(loy__bytes *bytes, const loy__answer_head *head, const loy_outcome *outcome,
                  const loy__receipt *receipt)
{
    unsigned char *at = put_texts(bytes, head, outcome);
    uint32_t flags = outcome->verdict | (receipt != NULL ? LOY__ANSWER_HAS_RECEIPT : 0) |
                     (head->member != NULL ? LOY__ANSWER_HAS_MEMBER : 0);

    at = put_tiers(bytes, put_balances(bytes, at, outcome), outcome);
    at = put_entries(bytes, put_effects(bytes, at, outcome, head->time), outcome, head->time);
    if (head->edits != NULL)
        at = put_edits(bytes, at, head->edits, &flags);
    if (receipt != NULL)
        at = loy__receipt_write(receipt, outcome, bytes, at);
    return seal(bytes, at, flags);
}
