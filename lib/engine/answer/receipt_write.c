/*
 * receipt_write.c -- writing what a sale keeps for its returns: its lines, what
 * it gave and which lines earned it, and the points that paid for it.
 *
 * Awards of one sale mostly share their lot and their lines: each is written as
 * what it differs in from the one before.
 */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "engine/answer/receipt.h"

#define LINE_MOST (3 * 8) /* bytes of a line in all columns but that of ids */

/* Where a name is written: as the number of a balance, or as text. */
static unsigned char *
put_name(unsigned char *start, unsigned char *at, uint32_t flags, uint32_t balance,
         const char *name, uint32_t size)
{
    if (balance != LOY__NONE) {
        loy__store32(start, flags | LOY__ITEM_BY_BALANCE);
        loy__store32(start + 4, balance);
        return at;
    }
    loy__store32(start, flags);
    loy__store32(start + 4, size);
    return loy__store_text(at, name, size);
}

/* Whether an id is a number, written as tills number their lines. */
static inline bool
is_number(const loy__sold *line, uint32_t number)
{
    uint32_t at = line->id_size;

    if (number < 10)
        return at == 1 && line->id[0] == (char)('0' + number);
    for (; number > 0 && at > 0 && line->id[at - 1] == (char)('0' + number % 10); number /= 10)
        at--;
    return number == 0 && at == 0;
}

/* Writes the columns of amounts and of quantities, and tells which columns the lines need
 * beside the first. */
static uint32_t
put_columns(const loy__receipt *receipt, unsigned char *at)
{
    size_t column = 8 * (size_t)receipt->line_count;
    int64_t quantities = 0, returned = 0; /* bits in which some line is not as usual */
    bool numbered = true;

    for (uint32_t i = 0; i < receipt->line_count; i++, at += 8) {
        const loy__sold line = loy__sold_at(receipt, i);

        loy__store_i64(at, line.amount);
        loy__store_i64(at + column, line.quantity);
        quantities |= line.quantity ^ 1000;
        returned |= line.returned;
        numbered = numbered && is_number(&line, i + 1);
    }
    return (quantities != 0 ? LOY__RECEIPT_HAS_QUANTITIES : 0) |
           (returned != 0 ? LOY__RECEIPT_HAS_RETURNED : 0) | (numbered ? 0 : LOY__RECEIPT_HAS_IDS);
}

static unsigned char *
put_ids(const loy__receipt *receipt, loy__bytes *bytes, unsigned char *at)
{
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        const loy__sold line = loy__sold_at(receipt, i);

        at = loy__bytes_room(bytes, at, 4 + (size_t)line.id_size);
        if (at == NULL)
            return NULL;
        loy__store32(at, line.id_size);
        at = loy__store_text(at + 4, line.id, line.id_size);
    }
    return at;
}

static unsigned char *
put_returned(const loy__receipt *receipt, unsigned char *at)
{
    for (uint32_t i = 0; i < receipt->line_count; i++, at += 8)
        loy__store_i64(at, receipt->lines[i].returned);
    return at;
}

static unsigned char *
put_lines(const loy__receipt *receipt, loy__bytes *bytes, unsigned char *at)
{
    uint32_t columns;

    at = loy__bytes_room(bytes, at, 4 + receipt->line_count * (size_t)LINE_MOST);
    if (at == NULL)
        return NULL;
    columns = put_columns(receipt, at + 4);
    loy__store32(at, columns);
    at += 4 + 8 * (size_t)receipt->line_count;
    if ((columns & LOY__RECEIPT_HAS_QUANTITIES) != 0)
        at += 8 * (size_t)receipt->line_count;
    if ((columns & LOY__RECEIPT_HAS_RETURNED) != 0)
        at = put_returned(receipt, at);
    return (columns & LOY__RECEIPT_HAS_IDS) != 0 ? put_ids(receipt, bytes, at) : at;
}

static inline unsigned char *
put_mask(unsigned char *at, const uint64_t *mask, const uint64_t *before, uint32_t words,
         uint32_t *flags)
{
    if (loy__mask_same(mask, before, words)) {
        *flags |= LOY__ITEM_SAME_MASK;
        return at;
    }
    if (mask == NULL)
        return at;
    *flags |= LOY__ITEM_MASK;
    loy__store64(at, mask[0]);
    for (uint32_t w = 1; w < words; w++)
        loy__store64(at + 8 * (size_t)w, mask[w]);
    return at + 8 * (size_t)words;
}

/* Writes the awards like one that was written; *mask: of the last. */
static unsigned char *
put_more(const loy__award *award, uint32_t balance, uint32_t words, loy__bytes *bytes,
         unsigned char *at, const uint64_t **mask)
{
    const loy__portion *portion = award->more, *end = LOY_END(portion, award->more_count);
    size_t most = LOY__ITEM_HEAD + 8 + 8 * (size_t)words + award->name_size;

    at = loy__bytes_room(bytes, at, award->more_count * most);
    for (; at != NULL && portion < end; portion++) {
        unsigned char *start = at;
        uint32_t flags = award->kind;

        loy__store_i64(start + LOY__ITEM_HEAD, portion->amount);
        at = put_mask(start + LOY__ITEM_HEAD + 8, portion->mask, *mask, words, &flags);
        at = put_name(start, at, flags, balance, award->name, award->name_size);
        *mask = portion->mask;
    }
    return at;
}

static unsigned char *
put_awards(const loy__receipt *receipt, const loy_outcome *outcome, loy__bytes *bytes,
           unsigned char *at)
{
    static const loy__award none = {.expires = LOY_NEVER};
    const loy__award *award = receipt->awards, *end = LOY_END(award, receipt->award_count);
    const loy__award *before = &none;
    const uint64_t *mask = NULL; /* of the award before */
    uint32_t balance = LOY__NONE;

    for (; award < end; before = award++) {
        size_t most = LOY__ITEM_HEAD + 5 * 8 + 8 * (size_t)receipt->words + award->name_size;
        unsigned char *start = loy__bytes_room(bytes, at, most);
        uint32_t flags = award->kind | (uint32_t)award->part << LOY__ITEM_PART_AT;

        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, award->amount);
        at = loy__store_unless(at + 8, award->taken, 0, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, award->matures, before->matures, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, award->expires, before->expires, LOY__ITEM_THIRD, &flags);
        at = loy__store_unless(at, award->recovered, 0, LOY__ITEM_FOURTH, &flags);
        at = put_mask(at, award->mask, mask, receipt->words, &flags);
        mask = award->mask;
        if (award->name != before->name)
            balance =
                loy__is_of_currency(award) ? loy__balance_of(outcome, award->name) : LOY__NONE;
        at = put_name(start, at, flags, balance, award->name, award->name_size);
        if (award->more != NULL)
            at = put_more(award, balance, receipt->words, bytes, at, &mask);
    }
    return at;
}

static unsigned char *
put_member(unsigned char *at, const loy__paid *paid, uint32_t *flags)
{
    if (paid->member == NULL)
        return at;
    *flags |= LOY__ITEM_SECOND;
    loy__store32(at, paid->member_size);
    return loy__store_text(at + 4, paid->member, paid->member_size);
}

static unsigned char *
put_paid(const loy__receipt *receipt, const loy_outcome *outcome, loy__bytes *bytes,
         unsigned char *at)
{
    for (uint32_t i = 0; i < receipt->paid_count; i++) {
        const loy__paid *paid = &receipt->paid[i];
        unsigned char *start = loy__bytes_room(
            bytes, at,
            LOY__ITEM_HEAD + 4 * 8 + 4 + (size_t)paid->member_size + (size_t)paid->name_size);
        uint32_t flags = 0;

        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, paid->points);
        loy__store_i64(at + 8, paid->expires);
        loy__store_i32(at + 16, paid->earned_on);
        loy__store32(at + 20, paid->own);
        at = loy__store_unless(at + 24, paid->restored, 0, LOY__ITEM_FIRST, &flags);
        at = put_member(at, paid, &flags);
        at = put_name(start, at, flags, loy__balance_of(outcome, paid->name), paid->name,
                      paid->name_size);
    }
    return at;
}

static unsigned char *
put_bytes(const void *data, uint32_t size, loy__bytes *bytes, unsigned char *at)
{
    if (data == NULL || at == NULL)
        return at;
    at = loy__bytes_room(bytes, at, 4 + (size_t)size);
    if (at == NULL)
        return NULL;
    loy__store32(at, size);
    memcpy(at + 4, data, size);
    return at + 4 + size;
}

static inline uint32_t
put_days(const loy__receipt *receipt)
{
    uint32_t store = (uint32_t)receipt->days[LOY__CLOCK_STORE] & 7;
    uint32_t home = (uint32_t)receipt->days[LOY__CLOCK_CUSTOMER] & 7;

    return (store | home << 3) << LOY__RECEIPT_AT_DAYS;
}

unsigned char *
loy__receipt_write(const loy__receipt *receipt, const loy_outcome *outcome, loy__bytes *bytes,
                   unsigned char *at)
{
    uint32_t flags = put_days(receipt);
    unsigned char *end;

    at = loy__bytes_room(bytes, at, LOY__RECEIPT_HEAD + 2 * 8);
    if (at == NULL)
        return NULL;
    end = loy__store_unless(at + LOY__RECEIPT_HEAD, receipt->refunded, 0, LOY__RECEIPT_HAS_REFUNDED,
                            &flags);
    end = loy__store_unless(end, receipt->bought, receipt->time, LOY__RECEIPT_HAS_BOUGHT, &flags);
    if (receipt->snapshot != NULL)
        flags |= LOY__RECEIPT_HAS_SNAPSHOT;
    if (receipt->before != NULL)
        flags |= LOY__RECEIPT_HAS_BEFORE;
    if (receipt->part != 0)
        flags |= LOY__RECEIPT_IS_PART;
    loy__store_i64(at + LOY__RECEIPT_AT_TIME, receipt->time);
    loy__store_i32(at + LOY__RECEIPT_AT_DAY, receipt->day);
    loy__store32(at + LOY__RECEIPT_AT_STATE, receipt->state | flags);
    loy__store32(at + LOY__RECEIPT_AT_LINES, receipt->line_count);
    loy__store32(at + LOY__RECEIPT_AT_AWARDS, receipt->award_count + receipt->more_count);
    loy__store32(at + LOY__RECEIPT_AT_PAID, receipt->paid_count);
    end = put_bytes(receipt->snapshot, receipt->snapshot_size, bytes, end);
    end = put_bytes(receipt->before, receipt->before_size, bytes, end);
    at = put_awards(receipt, outcome, bytes, put_lines(receipt, bytes, end));
    return put_paid(receipt, outcome, bytes, at);
}
