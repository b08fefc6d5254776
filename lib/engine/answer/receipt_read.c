/*
 * receipt_read.c -- reading what a sale keeps for its returns. The bytes may be
 * anything: numbers out of their range, and counts that the rest cannot hold, make the
 * record a damaged one.
 */
#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "customer/trail.h"
#include "engine/answer/receipt.h"

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
    *size = outcome->balances[balance].size;
    return outcome->balances[balance].told.currency;
}

static void
read_column(const loy__receipt *receipt, size_t member, loy__source *source)
{
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        int64_t value = loy__get_i64(source);

        memcpy((unsigned char *)&receipt->lines[i] + member, &value, sizeof(value));
    }
}

static int
read_ids(loy__receipt *receipt, uint32_t columns, loy__source *source, loy__arena *arena)
{
    for (uint32_t i = 0; i < receipt->line_count; i++) {
        loy__sold *line = &receipt->lines[i];
        char number[12];

        if ((columns & LOY__RECEIPT_HAS_IDS) != 0) {
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
    receipt->basket = NULL;
    receipt->amounts = NULL;
    receipt->words = (receipt->line_count + 63) / 64;
    receipt->lines = loy__arena_alloc(arena, (receipt->line_count + 1u) * sizeof(*receipt->lines));
    if (receipt->lines == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < receipt->line_count; i++)
        receipt->lines[i] = (loy__sold){.quantity = 1000};
    read_column(receipt, offsetof(loy__sold, amount), source);
    if ((columns & LOY__RECEIPT_HAS_QUANTITIES) != 0)
        read_column(receipt, offsetof(loy__sold, quantity), source);
    if ((columns & LOY__RECEIPT_HAS_RETURNED) != 0)
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
        award->part = (flags & LOY__ITEM_PART) != 0 && i + 1 < receipt->award_count;
        award->more = NULL;
        award->more_count = 0;
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

/* The days that three bits say, which are a number with its sign. */
static int32_t
days_at(uint32_t state, uint32_t nth)
{
    int32_t bits = (int32_t)(state >> (LOY__RECEIPT_AT_DAYS + 3 * nth) & 7);

    return bits < 4 ? bits : bits - 8;
}

/* When it was: by the program's clock, and by those that are ahead of it or behind. */
static bool
read_days(loy__receipt *receipt, const unsigned char *at)
{
    uint32_t state = loy__load32(at + LOY__RECEIPT_AT_STATE);

    receipt->time = loy__load_i64(at + LOY__RECEIPT_AT_TIME);
    receipt->day = loy__load_i32(at + LOY__RECEIPT_AT_DAY);
    receipt->days[LOY__CLOCK_PROGRAM] = 0;
    receipt->days[LOY__CLOCK_STORE] = days_at(state, 0);
    receipt->days[LOY__CLOCK_CUSTOMER] = days_at(state, 1);
    return loy__in_calendar(receipt->day * LOY__DAY_MS);
}

int
loy__receipt_read(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source,
                  loy__arena *arena)
{
    const unsigned char *at = loy__get(source, LOY__RECEIPT_HEAD);
    int result;

    if (at == NULL || !read_days(receipt, at))
        return LOY_ERR_CORRUPT;
    receipt->state = loy__load32(at + LOY__RECEIPT_AT_STATE) & ~LOY__RECEIPT_FLAGS;
    receipt->part = (loy__load32(at + LOY__RECEIPT_AT_STATE) & LOY__RECEIPT_IS_PART) != 0;
    receipt->line_count = loy__load32(at + LOY__RECEIPT_AT_LINES);
    receipt->award_count = loy__load32(at + LOY__RECEIPT_AT_AWARDS);
    receipt->paid_count = loy__load32(at + LOY__RECEIPT_AT_PAID);
    receipt->more_count = 0;
    receipt->refunded = loy__get_unless(source, 0, LOY__RECEIPT_HAS_REFUNDED,
                                        loy__load32(at + LOY__RECEIPT_AT_STATE));
    receipt->bought = loy__get_unless(source, receipt->time, LOY__RECEIPT_HAS_BOUGHT,
                                      loy__load32(at + LOY__RECEIPT_AT_STATE));
    if (receipt->refunded < 0 || receipt->refunded > LOY_MAX_AMOUNT)
        return LOY_ERR_CORRUPT;
    receipt->snapshot = NULL;
    receipt->snapshot_size = 0;
    if ((loy__load32(at + LOY__RECEIPT_AT_STATE) & LOY__RECEIPT_HAS_SNAPSHOT) != 0)
        receipt->snapshot = (const unsigned char *)loy__get_text(source, &receipt->snapshot_size);
    receipt->before = NULL;
    receipt->before_size = 0;
    if ((loy__load32(at + LOY__RECEIPT_AT_STATE) & LOY__RECEIPT_HAS_BEFORE) != 0)
        receipt->before = loy__get_text(source, &receipt->before_size);
    if (receipt->before_size > LOY__TRAIL_KEY)
        return LOY_ERR_CORRUPT;
    result = read_lines(receipt, source, arena);
    if (result == LOY_OK)
        result = read_awards(receipt, outcome, source, arena);
    if (result == LOY_OK)
        result = read_paid(receipt, outcome, source, arena);
    return result < 0 ? result : source->failed ? LOY_ERR_CORRUPT : LOY_OK;
}
