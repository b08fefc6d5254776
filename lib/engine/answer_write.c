/*
 * answer_write.c -- writing the record of an event. Equal answers give equal
 * bytes.
 */
#include "engine/answer.h"

#include <string.h>

#include "base/hash.h"

static unsigned char *
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
    return loy__store_text(
        loy__store_text(at + LOY__ANSWER_HEAD, head->customer, head->customer_size), head->type,
        head->type_size);
}

/* Texts of the outcome itself, whose sizes the head has. */
static unsigned char *
put_words(unsigned char *start, unsigned char *at, const loy_outcome *outcome)
{
    const struct {
        const char *text;
        uint32_t size_at;
    } words[] = {{outcome->stage, LOY__ANSWER_AT_STAGE},
                 {outcome->code, LOY__ANSWER_AT_CODE},
                 {outcome->text, LOY__ANSWER_AT_TEXT},
                 {outcome->path, LOY__ANSWER_AT_PATH}};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t size = words[i].text[0] == '\0' ? 0 : strlen(words[i].text);

        loy__store32(start + words[i].size_at, (uint32_t)size);
        at = loy__store_text(at, words[i].text, size);
    }
    return at;
}

static void
put_balances(loy__bytes *bytes, const loy_outcome *outcome)
{
    for (size_t i = 0; i < outcome->balance_count; i++) {
        const loy_balance *balance = &outcome->balances[i];
        size_t name = strlen(balance->currency);
        unsigned char *start = loy__bytes_open(bytes, LOY__ITEM_HEAD + 4 * 8 + name);
        unsigned char *at = start + LOY__ITEM_HEAD;
        uint32_t flags = 0;

        if (start == NULL)
            return;
        loy__store_i64(at, balance->available);
        at = loy__store_unless(at + 8, balance->pending, 0, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, balance->held, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, balance->debt, 0, LOY__ITEM_THIRD, &flags);
        loy__store32(start, flags);
        loy__store32(start + 4, (uint32_t)name);
        loy__bytes_close(bytes, loy__store_text(at, balance->currency, name));
    }
}

static void
put_tiers(loy__bytes *bytes, const loy_outcome *outcome)
{
    for (size_t i = 0; i < outcome->tier_count; i++) {
        const loy_standing *standing = &outcome->tiers[i];
        size_t ladder = strlen(standing->ladder);
        size_t tier = strlen(standing->tier);
        unsigned char *at = loy__bytes_open(bytes, LOY__ITEM_HEAD + ladder + tier);

        if (at == NULL)
            return;
        loy__store32(at, (uint32_t)ladder);
        loy__store32(at + 4, (uint32_t)tier);
        at = loy__store_text(at + LOY__ITEM_HEAD, standing->ladder, ladder);
        loy__bytes_close(bytes, loy__store_text(at, standing->tier, tier));
    }
}

static void
put_effects(loy__bytes *bytes, const loy_outcome *outcome, int64_t time)
{
    for (size_t i = 0; i < outcome->effect_count; i++) {
        const loy_effect *effect = &outcome->effects[i];
        uint32_t balance = loy__balance_of(outcome, effect->name);
        size_t rule = strlen(effect->rule);
        size_t name = balance == LOY__NONE ? strlen(effect->name) : 0;
        unsigned char *start = loy__bytes_open(bytes, LOY__ITEM_HEAD + 5 * 8 + rule + name);
        unsigned char *at = start + LOY__ITEM_HEAD;
        uint32_t flags = effect->kind;

        if (start == NULL)
            return;
        loy__store_i64(at, effect->amount);
        at = loy__store_unless(at + 8, effect->wanted, effect->amount, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, effect->money, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, effect->time, time, LOY__ITEM_THIRD, &flags);
        if (balance != LOY__NONE)
            flags |= LOY__ITEM_BY_BALANCE;
        loy__store32(start, flags | (uint32_t)rule << 16);
        loy__store32(start + 4, balance != LOY__NONE ? balance : (uint32_t)name);
        at = loy__store_text(at, effect->rule, rule);
        loy__bytes_close(bytes, loy__store_text(at, effect->name, name));
    }
}

static void
put_entries(loy__bytes *bytes, const loy_outcome *outcome, int64_t time)
{
    for (size_t i = 0; i < outcome->entry_count; i++) {
        const loy_entry *entry = &outcome->entries[i];
        unsigned char *start = loy__bytes_open(bytes, LOY__ITEM_HEAD + 4 * 8);
        unsigned char *at = start + LOY__ITEM_HEAD;
        uint32_t flags = entry->kind | (entry->debt != 0 ? LOY__ITEM_DEBT : 0);

        if (start == NULL)
            return;
        loy__store_i64(at, entry->points);
        at = loy__store_unless(at + 8, entry->time, time, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, entry->matures, 0, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, entry->expires, LOY_NEVER, LOY__ITEM_THIRD, &flags);
        loy__store32(start, flags);
        loy__store32(start + 4, loy__balance_of(outcome, entry->currency));
        loy__bytes_close(bytes, at);
    }
}

static int
seal(loy__bytes *bytes, uint32_t verdict)
{
    unsigned char *start = bytes->data;

    if (bytes->failed || bytes->size > UINT32_MAX)
        return LOY_ERR_NOMEM;
    loy__store32(start + LOY__ANSWER_AT_MAGIC,
                 LOY__ANSWER_MAGIC | (uint32_t)LOY__ANSWER_VERSION << 24);
    loy__store32(start + LOY__ANSWER_AT_SIZE, (uint32_t)bytes->size);
    loy__store32(start + LOY__ANSWER_AT_VERDICT, verdict);
    loy__store64(start + LOY__ANSWER_AT_CHECKSUM,
                 loy__checksum(start + LOY__ANSWER_AT_DIGEST, bytes->size - LOY__ANSWER_AT_DIGEST,
                               loy__load64(start + LOY__ANSWER_AT_MAGIC)));
    return LOY_OK;
}

int
loy__answer_write(loy__bytes *bytes, const loy__answer_head *head, const loy_outcome *outcome,
                  const loy__receipt *receipt)
{
    unsigned char *start;

    bytes->size = 0;
    bytes->failed = false;
    start =
        loy__bytes_open(bytes, LOY__ANSWER_HEAD + (size_t)head->customer_size + head->type_size +
                                   strlen(outcome->stage) + sizeof(outcome->code) +
                                   sizeof(outcome->text) + sizeof(outcome->path));
    if (start == NULL)
        return LOY_ERR_NOMEM;
    loy__bytes_close(bytes, put_words(start, put_head(start, head, outcome), outcome));
    put_balances(bytes, outcome);
    put_tiers(bytes, outcome);
    put_effects(bytes, outcome, head->time);
    put_entries(bytes, outcome, head->time);
    if (receipt != NULL)
        loy__receipt_write(receipt, outcome, bytes);
    return seal(bytes, outcome->verdict | (receipt != NULL ? LOY__ANSWER_HAS_RECEIPT : 0));
}
