/*
 * record_lots.c -- lots in a record. Of the customers with many, nearly all lots
 * are plain: they take half of the bytes and are read and written in one pass.
 *
 * Which lots are plain, and where a group ends, follows from the lots alone:
 * equal states have equal bytes.
 */
#include "base/words.h"
#include "customer/lots.h"
#include "customer/record.h"

/* Of plain lots: any day from 1970 to this one is in the calendar. */
#define LAST_PLAIN_DAY ((UINT32_C(1) << 21) - 1)
#define MOST_PLAIN_POINTS (INT64_C(1) << 32)

static inline bool
is_plain(const loy__lot *lot)
{
    return (lot->matures | lot->own) == 0 && lot->points <= MOST_PLAIN_POINTS &&
           (uint32_t)lot->earned_on <= LAST_PLAIN_DAY;
}

/* ---- Writing ---- */

uint64_t
loy__lots_most(const loy__state *state)
{
    return (uint64_t)state->lot_count * (LOY__LOT_GROUP + LOY__LOT_SIZE);
}

static inline void
put_plain(const loy__lot *lot, unsigned char *p)
{
    uint64_t points = (uint64_t)lot->points - 1;
    uint64_t day = (uint32_t)lot->earned_on;

    loy__store_i64(p, lot->expires);
    loy__store64(p + 8, points | day << 32);
}

static void
put_wide(const loy__lot *lot, unsigned char *p)
{
    loy__store_i64(p, lot->points);
    loy__store_i64(p + 8, lot->matures);
    loy__store_i64(p + 16, lot->expires);
    loy__store_i32(p + 24, lot->earned_on);
    loy__store32(p + 28, lot->own);
}

unsigned char *
loy__lots_put(const loy__state *state, unsigned char *p)
{
    const loy__lot *lot = state->lots, *end = LOY_END(lot, state->lot_count);

    while (lot != end) {
        unsigned char *head = p;
        const loy__lot *first = lot;
        const uint32_t currency = lot->currency;
        const bool plain = is_plain(lot);

        p += LOY__LOT_GROUP;
        if (plain)
            for (; lot != end && lot->currency == currency && is_plain(lot);
                 lot++, p += LOY__PLAIN_LOT_SIZE)
                put_plain(lot, p);
        else
            for (; lot != end && lot->currency == currency && !is_plain(lot);
                 lot++, p += LOY__LOT_SIZE)
                put_wide(lot, p);
        loy__store32(head, currency | (plain ? LOY__PLAIN_LOTS : 0));
        loy__store32(head + 4, (uint32_t)(lot - first));
    }
    return p;
}

/* ---- Reading ---- */

bool
loy__lot_group_next(loy__lot_group *group, const unsigned char **p, uint32_t *left)
{
    uint32_t head;
    uint64_t size;

    if (*left < LOY__LOT_GROUP)
        return false;
    head = loy__load32(*p);
    group->count = loy__load32(*p + 4);
    group->currency = head & ~LOY__PLAIN_LOTS;
    group->size = (head & LOY__PLAIN_LOTS) != 0 ? LOY__PLAIN_LOT_SIZE : LOY__LOT_SIZE;
    size = LOY__LOT_GROUP + (uint64_t)group->count * group->size;
    if (size > *left)
        return false;
    group->lots = *p + LOY__LOT_GROUP;
    *p += size;
    *left -= (uint32_t)size;
    return true;
}

static inline bool
parse_plain(loy__lot *lot, uint32_t currency, const unsigned char *p)
{
    uint64_t word = loy__load64(p + 8);

    *lot = (loy__lot){.points = (int64_t)(word & UINT32_MAX) + 1,
                      .expires = loy__load_i64(p),
                      .earned_on = (int32_t)(word >> 32 & LAST_PLAIN_DAY),
                      .currency = currency};
    return word >> 32 <= LAST_PLAIN_DAY;
}

static bool
parse_wide(loy__lot *lot, uint32_t currency, const unsigned char *p)
{
    *lot = (loy__lot){.points = loy__load_i64(p),
                      .matures = loy__load_i64(p + 8),
                      .expires = loy__load_i64(p + 16),
                      .earned_on = loy__load_i32(p + 24),
                      .currency = currency,
                      .own = loy__load32(p + 28)};
    return lot->points > 0 && lot->matures >= 0 && lot->own <= 1 && loy__day_known(lot->earned_on);
}

bool
loy__lot_widen(const loy__lot_group *group, uint32_t index, unsigned char out[LOY__LOT_SIZE])
{
    const unsigned char *p = group->lots + (size_t)index * group->size;
    loy__lot lot;

    if (group->size == LOY__LOT_SIZE) {
        memcpy(out, p, LOY__LOT_SIZE);
        return true;
    }
    if (!parse_plain(&lot, 0, p))
        return false;
    put_wide(&lot, out);
    return true;
}

int
loy__lot_read(loy__state *state, uint32_t currency, const unsigned char *payload)
{
    loy__lot lot;

    return parse_wide(&lot, currency, payload) ? loy__lot_insert(state, &lot) : LOY_ERR_CORRUPT;
}

/* Whether a spendable lot stands behind the one before it. */
static inline bool
follows(const loy__lot *lot, const loy__lot *before, bool oldest)
{
    if (oldest && lot->earned_on != before->earned_on)
        return lot->earned_on > before->earned_on;
    return lot->expires > before->expires;
}

/* Reads the lots of a plain group for as long as they stand in their order, as
 * they all do unless the program has changed it. Returns how many. */
static uint32_t
read_in_order(loy__lot *lots, const loy__lot_group *group, bool oldest)
{
    const unsigned char *p = group->lots;
    uint32_t i;

    for (i = 0; i < group->count; i++, p += LOY__PLAIN_LOT_SIZE) {
        loy__lot lot;

        if (!parse_plain(&lot, group->currency, p) ||
            (i > 0 && !follows(&lot, &lots[i - 1], oldest)))
            break;
        lots[i] = lot;
    }
    return i;
}

/* There is room for all of them. */
static int
read_group(loy__state *state, const loy__lot_group *group)
{
    const loy__currency *currency = &state->program->currencies[group->currency];
    const loy__lot *last = LOY_END(state->lots, state->lot_count);
    bool plain = group->size == LOY__PLAIN_LOT_SIZE;
    uint32_t i = 0;

    /* Only the first of its currency has nobody to be compared with. */
    if (plain && (state->lot_count == 0 || last[-1].currency < group->currency)) {
        i = read_in_order(state->lots + state->lot_count, group,
                          currency->spend_order == LOY__SPEND_OLDEST);
        state->lot_count += i;
    }
    for (; i < group->count; i++) {
        const unsigned char *p = group->lots + (size_t)i * group->size;
        loy__lot lot;

        if (!(plain ? parse_plain(&lot, group->currency, p)
                    : parse_wide(&lot, group->currency, p)) ||
            loy__lot_insert(state, &lot) != LOY_OK)
            return LOY_ERR_CORRUPT;
    }
    return LOY_OK;
}

int
loy__lots_read(loy__state *state, const loy__record *record)
{
    const unsigned char *p = record->items[LOY__TAG_LOT];
    uint32_t left = record->lots_size;
    loy__lot_group group;

    if (!loy__reserve(&state->memory, &state->lots, &state->lot_capacity,
                      left / LOY__PLAIN_LOT_SIZE, sizeof(*state->lots)))
        return LOY_ERR_NOMEM;
    while (loy__lot_group_next(&group, &p, &left)) {
        int rc = group.currency < state->program->currency_count ? read_group(state, &group)
                                                                 : LOY_ERR_CORRUPT;

        if (rc != LOY_OK)
            return rc;
    }
    return left == 0 ? LOY_OK : LOY_ERR_CORRUPT;
}
