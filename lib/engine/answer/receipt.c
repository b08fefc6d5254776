/*
 * receipt.c -- what a sale keeps for its returns: its lines, what it gave and
 * which lines earned it, and the points that paid for it.
 *
 * Awards of one sale mostly share their lot and their lines: each is written as
 * what it differs in from the one before.
 */
#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "engine/answer/answer.h"

/* Where the numbers of a receipt stand before its items. */
enum {
    AT_TIME = 0,
    AT_DAY = 8,
    AT_STATE = 12,
    AT_LINES = 16,
    AT_AWARDS = 20,
    AT_PAID = 24,
    HEAD = 28
};

/* Columns of the lines beside their amounts. */
#define HAS_QUANTITIES 1u /* some are not of one unit */
#define HAS_RETURNED 2u
#define HAS_IDS 4u /* they are not the numbers from 1 on */

#define LINE_MOST (3 * 8 + 4) /* bytes of a line in all columns, without its id */

/* Beside the state. */
#define HAS_REFUNDED 0x100u
#define HAS_SNAPSHOT 0x200u
#define IS_PART 0x400u

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

/* Which columns the lines need beside their amounts. */
static uint32_t
columns_of(const loy__receipt *receipt, size_t *texts)
{
    uint32_t columns = 0;

    *texts = 0;
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        const loy__sold *line = &receipt->lines[i];

        columns |= (line->quantity != 1000 ? HAS_QUANTITIES : 0) |
                   (line->returned != 0 ? HAS_RETURNED : 0) |
                   (is_number(line, i + 1) ? 0 : HAS_IDS);
        *texts += line->id_size;
    }
    return columns;
}

/* A column of one member each. */
static unsigned char *
put_column(const loy__receipt *receipt, size_t member, unsigned char *at)
{
    const unsigned char *from = (const unsigned char *)receipt->lines + member;

    for (uint32_t i = 0; i < receipt->line_count; i++, from += sizeof(loy__sold), at += 8) {
        int64_t value;

        memcpy(&value, from, sizeof(value));
        loy__store_i64(at, value);
    }
    return at;
}

static unsigned char *
put_lines(const loy__receipt *receipt, loy__bytes *bytes, unsigned char *at)
{
    size_t texts;
    uint32_t columns = columns_of(receipt, &texts);

    at = loy__bytes_room(bytes, at, 4 + receipt->line_count * (size_t)LINE_MOST + texts);
    if (at == NULL)
        return NULL;
    loy__store32(at, columns);
    at = put_column(receipt, offsetof(loy__sold, amount), at + 4);
    if ((columns & HAS_QUANTITIES) != 0)
        at = put_column(receipt, offsetof(loy__sold, quantity), at);
    if ((columns & HAS_RETURNED) != 0)
        at = put_column(receipt, offsetof(loy__sold, returned), at);
    for (uint32_t i = 0; (columns & HAS_IDS) != 0 && i < receipt->line_count; i++) {
        loy__store32(at, receipt->lines[i].id_size);
        at = loy__store_text(at + 4, receipt->lines[i].id, receipt->lines[i].id_size);
    }
    return at;
}

/* Masks have one word or more, and nearly always one. */
static inline bool
same_mask(const loy__award *a, const loy__award *b, uint32_t words)
{
    if (a->mask == b->mask)
        return true;
    if (a->mask == NULL || b->mask == NULL || a->mask[0] != b->mask[0])
        return false;
    return words <= 1 || memcmp(a->mask + 1, b->mask + 1, (words - 1) * sizeof(*a->mask)) == 0;
}

static inline unsigned char *
put_mask(unsigned char *at, const loy__award *award, const loy__award *before, uint32_t words,
         uint32_t *flags)
{
    if (same_mask(award, before, words)) {
        *flags |= LOY__ITEM_SAME_MASK;
        return at;
    }
    if (award->mask == NULL)
        return at;
    *flags |= LOY__ITEM_MASK;
    for (uint32_t w = 0; w < words; w++, at += 8)
        loy__store64(at, award->mask[w]);
    return at;
}

static unsigned char *
put_awards(const loy__receipt *receipt, const loy_outcome *outcome, loy__bytes *bytes,
           unsigned char *at)
{
    static const loy__award none = {.expires = LOY_NEVER};
    const loy__award *award = receipt->awards, *end = LOY_END(award, receipt->award_count);
    const loy__award *before = &none;

    for (; award < end; before = award++) {
        size_t most = LOY__ITEM_HEAD + 5 * 8 + 8 * (size_t)receipt->words + award->name_size;
        unsigned char *start = loy__bytes_room(bytes, at, most);
        uint32_t flags = award->kind;

        if (start == NULL)
            return NULL;
        at = start + LOY__ITEM_HEAD;
        loy__store_i64(at, award->amount);
        at = loy__store_unless(at + 8, award->taken, 0, LOY__ITEM_FIRST, &flags);
        at = loy__store_unless(at, award->matures, before->matures, LOY__ITEM_SECOND, &flags);
        at = loy__store_unless(at, award->expires, before->expires, LOY__ITEM_THIRD, &flags);
        at = loy__store_unless(at, award->recovered, 0, LOY__ITEM_FOURTH, &flags);
        at = put_mask(at, award, before, receipt->words, &flags);
        at = put_name(start, at, flags, loy__balance_of(outcome, award->name), award->name,
                      award->name_size);
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
put_snapshot(const loy__receipt *receipt, loy__bytes *bytes, unsigned char *at)
{
    if (receipt->snapshot == NULL)
        return at;
    at = loy__bytes_room(bytes, at, 4 + (size_t)receipt->snapshot_size);
    if (at == NULL)
        return NULL;
    loy__store32(at, receipt->snapshot_size);
    memcpy(at + 4, receipt->snapshot, receipt->snapshot_size);
    return at + 4 + receipt->snapshot_size;
}

unsigned char *
loy__receipt_write(const loy__receipt *receipt, const loy_outcome *outcome, loy__bytes *bytes,
                   unsigned char *at)
{
    uint32_t flags = 0;
    unsigned char *end;

    at = loy__bytes_room(bytes, at, HEAD + 8);
    if (at == NULL)
        return NULL;
    end = loy__store_unless(at + HEAD, receipt->refunded, 0, HAS_REFUNDED, &flags);
    if (receipt->snapshot != NULL)
        flags |= HAS_SNAPSHOT;
    if (receipt->part != 0)
        flags |= IS_PART;
    loy__store_i64(at + AT_TIME, receipt->time);
    loy__store_i32(at + AT_DAY, receipt->day);
    loy__store32(at + AT_STATE, receipt->state | flags);
    loy__store32(at + AT_LINES, receipt->line_count);
    loy__store32(at + AT_AWARDS, receipt->award_count);
    loy__store32(at + AT_PAID, receipt->paid_count);
    end = put_snapshot(receipt, bytes, end);
    at = put_awards(receipt, outcome, bytes, put_lines(receipt, bytes, end));
    return put_paid(receipt, outcome, bytes, at);
}

/* ---- Reading ---- */

static const char *
get_name(loy__source *source, const loy_outcome *outcome, uint32_t flags, uint32_t *size)
{
    uint32_t balance = *size;

    if ((flags & LOY__ITEM_BY_BALANCE) == 0)
        return (const char *)loy__get(source, *size);
    *size = 0;
    if (balance >= outcome->balance_count) {
        source->failed = true;
        return "";
    }
    *size = (uint32_t)strlen(outcome->balances[balance].currency);
    return outcome->balances[balance].currency;
}

static void
read_column(const loy__receipt *receipt, size_t member, loy__source *source)
{
    unsigned char *to = (unsigned char *)receipt->lines + member;

    for (uint32_t i = 0; i < receipt->line_count; i++, to += sizeof(loy__sold)) {
        int64_t value = loy__get_i64(source);

        memcpy(to, &value, sizeof(value));
    }
}

static int
read_ids(loy__receipt *receipt, uint32_t columns, loy__source *source, loy__arena *arena)
{
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        loy__sold *line = &receipt->lines[i];
        char number[12];

        if ((columns & HAS_IDS) != 0) {
            line->id = loy__get_text(source, &line->id_size);
            continue;
        }
        loy__format(number, sizeof(number), "%u", i + 1);
        line->id_size = (uint32_t)strlen(number);
        line->id = loy__arena_text(arena, number, line->id_size);
        if (line->id == NULL)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

static int
read_lines(loy__receipt *receipt, loy__source *source, loy__arena *arena)
{
    int64_t left = LOY_MAX_AMOUNT; /* no basket comes to more */
    uint32_t columns = loy__get32(source);

    if (!loy__get_room(source, receipt->line_count, 8))
        return LOY_ERR_CORRUPT;
    receipt->words = (receipt->line_count + 63) / 64;
    receipt->lines = loy__arena_alloc(arena, (receipt->line_count + 1u) * sizeof(*receipt->lines));
    if (receipt->lines == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->line_count; i++)
        receipt->lines[i] = (loy__sold){.quantity = 1000};
    read_column(receipt, offsetof(loy__sold, amount), source);
    if ((columns & HAS_QUANTITIES) != 0)
        read_column(receipt, offsetof(loy__sold, quantity), source);
    if ((columns & HAS_RETURNED) != 0)
        read_column(receipt, offsetof(loy__sold, returned), source);
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        const loy__sold *line = &receipt->lines[i];

        if (line->quantity <= 0 || line->amount < 0 || line->amount > left || line->returned < 0 ||
            line->returned > line->quantity)
            source->failed = true;
        left -= source->failed ? 0 : line->amount;
    }
    return source->failed ? LOY_ERR_CORRUPT : read_ids(receipt, columns, source, arena);
}

static int
read_mask(loy__award *award, const loy__award *before, uint32_t flags, uint32_t words,
          loy__source *source, loy__arena *arena)
{
    uint64_t *mask;

    award->mask = (flags & LOY__ITEM_SAME_MASK) != 0 ? before->mask : NULL;
    if ((flags & LOY__ITEM_MASK) == 0)
        return LOY_OK;
    mask = loy__arena_alloc(arena, (words + 1u) * sizeof(*mask));
    if (mask == NULL)
        return LOY_ERR_NOMEM;
    mask[0] = 0; /* of a sale without lines, too */
    for (uint32_t w = 0; w < words; w++)
        mask[w] = loy__get64(source);
    award->mask = mask;
    return LOY_OK;
}

static int
read_awards(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source,
            loy__arena *arena)
{
    loy__award before = {.expires = LOY_NEVER};

    if (!loy__get_room(source, receipt->award_count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    receipt->awards =
        loy__arena_alloc(arena, (receipt->award_count + 1u) * sizeof(*receipt->awards));
    if (receipt->awards == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->award_count; i++) {
        loy__award *award = &receipt->awards[i];
        uint32_t flags = loy__get32(source);

        award->kind = flags & 0xFF;
        award->name_size = loy__get32(source);
        award->amount = loy__get_i64(source);
        award->taken = loy__get_unless(source, 0, LOY__ITEM_FIRST, flags);
        award->matures = loy__get_unless(source, before.matures, LOY__ITEM_SECOND, flags);
        award->expires = loy__get_unless(source, before.expires, LOY__ITEM_THIRD, flags);
        award->recovered = loy__get_unless(source, 0, LOY__ITEM_FOURTH, flags);
        if (read_mask(award, &before, flags, receipt->words, source, arena) < 0)
            return LOY_ERR_NOMEM;
        award->name = get_name(source, outcome, flags, &award->name_size);
        if (award->kind < LOY__AWARD_POINTS || award->kind >= LOY__AWARD_KINDS ||
            award->amount < 0 || award->taken < 0 || award->taken > award->amount ||
            award->recovered < 0 || award->recovered > award->amount)
            source->failed = true;
        before = *award;
    }
    return LOY_OK;
}

static int
read_paid(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source, loy__arena *arena)
{
    if (!loy__get_room(source, receipt->paid_count, LOY__ITEM_HEAD))
        return LOY_ERR_CORRUPT;
    receipt->paid = loy__arena_alloc(arena, (receipt->paid_count + 1u) * sizeof(*receipt->paid));
    if (receipt->paid == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->paid_count; i++) {
        loy__paid *paid = &receipt->paid[i];
        uint32_t flags = loy__get32(source);

        paid->name_size = loy__get32(source);
        paid->points = loy__get_i64(source);
        paid->expires = loy__get_i64(source);
        paid->earned_on = (int32_t)loy__get32(source);
        paid->own = loy__get32(source) & 1;
        paid->restored = loy__get_unless(source, 0, LOY__ITEM_FIRST, flags);
        paid->member = NULL;
        paid->member_size = 0;
        if ((flags & LOY__ITEM_SECOND) != 0)
            paid->member = loy__get_text(source, &paid->member_size);
        paid->name = get_name(source, outcome, flags, &paid->name_size);
        if (paid->points <= 0 || paid->restored < 0 || paid->restored > paid->points ||
            paid->member_size > LOY_MAX_ID)
            source->failed = true;
    }
    return LOY_OK;
}

int
loy__receipt_read(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source,
                  loy__arena *arena)
{
    const unsigned char *at = loy__get(source, HEAD);
    int result;

    if (at == NULL)
        return LOY_ERR_CORRUPT;
    receipt->time = loy__load_i64(at + AT_TIME);
    receipt->day = loy__load_i32(at + AT_DAY);
    receipt->state = loy__load32(at + AT_STATE) & ~(HAS_REFUNDED | HAS_SNAPSHOT | IS_PART);
    receipt->part = (loy__load32(at + AT_STATE) & IS_PART) != 0;
    receipt->line_count = loy__load32(at + AT_LINES);
    receipt->award_count = loy__load32(at + AT_AWARDS);
    receipt->paid_count = loy__load32(at + AT_PAID);
    receipt->refunded = loy__get_unless(source, 0, HAS_REFUNDED, loy__load32(at + AT_STATE));
    if (receipt->refunded < 0 || receipt->refunded > LOY_MAX_AMOUNT)
        return LOY_ERR_CORRUPT;
    receipt->snapshot = NULL;
    receipt->snapshot_size = 0;
    if ((loy__load32(at + AT_STATE) & HAS_SNAPSHOT) != 0)
        receipt->snapshot = (const unsigned char *)loy__get_text(source, &receipt->snapshot_size);
    result = read_lines(receipt, source, arena);
    if (result == LOY_OK)
        result = read_awards(receipt, outcome, source, arena);
    if (result == LOY_OK)
        result = read_paid(receipt, outcome, source, arena);
    return result < 0 ? result : source->failed ? LOY_ERR_CORRUPT : LOY_OK;
}
