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

/* ---- Writing ---- */

uint64_t
loy__lots_most(const loy__state *state)
{
    return (uint64_t)state->lot_count * (LOY__LOT_GROUP + LOY__LOT_SIZE) + LOY__LOT_GROUP +
           (uint64_t)state->packed.count * LOY__PLAIN_LOT_SIZE;
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

/* Writes lots for as long as they are of a currency and plain, or are not. */
static inline const loy__lot *
put_group(const loy__lot *lot, const loy__lot *end, uint32_t currency, bool plain,
          unsigned char **p)
{
    unsigned char *at = *p;

    if (plain)
        for (; lot != end && lot->currency == currency && loy__lot_is_plain(lot);
             lot++, at += LOY__PLAIN_LOT_SIZE)
            loy__plain_put(lot, at);
    else
        for (; lot != end && lot->currency == currency && !loy__lot_is_plain(lot);
             lot++, at += LOY__LOT_SIZE)
            put_wide(lot, at);
    *p = at;
    return lot;
}

/* Writes a group: the packed lots, where they come first, and what follows. */
static const loy__lot *
put_next(const loy__state *state, const loy__lot *lot, const loy__lot *end, size_t packed,
         unsigned char **p)
{
    uint32_t currency = packed > 0 ? state->packed.currency : lot->currency;
    bool plain = packed > 0 || loy__lot_is_plain(lot);
    const loy__lot *next;
    unsigned char *head = *p;

    *p += LOY__LOT_GROUP;
    if (packed > 0) {
        memcpy(*p, loy__packed_at(&state->packed, 0), packed * LOY__PLAIN_LOT_SIZE);
        *p += packed * LOY__PLAIN_LOT_SIZE;
    }
    next = put_group(lot, end, currency, plain, p);
    loy__store32(head, currency | (plain ? LOY__PLAIN_LOTS : 0));
    loy__store32(head + 4, (uint32_t)(packed + (size_t)(next - lot)));
    return next;
}

unsigned char *
loy__lots_put(const loy__state *state, unsigned char *p)
{
    const loy__lot *lot = state->lots, *end = LOY_END(lot, state->lot_count);
    size_t packed = state->packed.count;

    while (lot != end || packed > 0) {
        bool first = packed > 0 && (lot == end || lot->currency >= state->packed.currency);

        lot = put_next(state, lot, end, first ? packed : 0, &p);
        packed = first ? 0 : packed;
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
    if (!loy__plain_get(&lot, 0, p))
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

/* Few are not worth packing. */
enum { MANY = 5 };

/* Leaves the lots of a group packed but for the last, to which others may be
 * added: the first of its currency that has many. How many it took. */
static int
pack(loy__state *state, const loy__lot_group *group, uint32_t *taken)
{
    const loy__currency *currency = &state->program->currencies[group->currency];
    int rc;

    if (group->count < MANY || state->packed.count > 0 ||
        currency->spend_order == LOY__SPEND_OLDEST)
        return LOY_OK;
    rc = loy__packed_take(state, group->currency, group->lots, group->count - 1);
    if (rc == LOY_OK)
        *taken = group->count - 1;
    return rc == LOY_ERR_NOMEM ? rc : LOY_OK;
}

/* Whether a plain lot stands behind the one before it. */
static inline bool
follows(const loy_program *program, const loy__lot *lot, const loy__lot *before)
{
    if (before->currency != lot->currency)
        return before->currency < lot->currency;
    if (before->matures != 0)
        return false;
    if (program->currencies[lot->currency].spend_order == LOY__SPEND_OLDEST &&
        before->earned_on != lot->earned_on)
        return before->earned_on < lot->earned_on;
    return before->expires < lot->expires;
}

/* Reads the lots of a group behind all others for as long as they are plain and
 * stand there, as they do unless the program has changed their order. Returns how
 * many. */
static uint32_t
read_in_order(loy__state *state, const loy__lot_group *group)
{
    loy__lot *lot = LOY_END(state->lots, state->lot_count);
    const unsigned char *p = group->lots;
    uint32_t i;

    for (i = 0; i < group->count; i++, lot++, p += LOY__PLAIN_LOT_SIZE)
        if (!loy__plain_get(lot, group->currency, p) ||
            (lot != state->lots && !follows(state->program, lot, &lot[-1])))
            break;
    state->lot_count += i;
    return i;
}

/* There is room for all of them. */
static int
read_group(loy__state *state, const loy__lot_group *group)
{
    const loy__lot *last = LOY_END(state->lots, state->lot_count);
    bool plain = group->size == LOY__PLAIN_LOT_SIZE;
    uint32_t i = 0;
    int rc = LOY_OK;

    /* Only the first of its currency has nobody to be compared with. */
    if (plain && (state->lot_count == 0 || last[-1].currency < group->currency))
        rc = pack(state, group, &i);
    if (plain && state->packed.count == 0)
        i = read_in_order(state, group);
    for (; rc == LOY_OK && i < group->count; i++) {
        const unsigned char *p = group->lots + (size_t)i * group->size;
        loy__lot lot;

        if (!(plain ? loy__plain_get(&lot, group->currency, p)
                    : parse_wide(&lot, group->currency, p)) ||
            loy__lot_insert(state, &lot) != LOY_OK)
            rc = LOY_ERR_CORRUPT;
    }
    return rc;
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
