/*
 * record.h -- the stored form of a customer, version 7.
 *
 * All words are little-endian, days are 4 bytes, moments and amounts 8. After
 * a header of 152 bytes, of which the first 16 are a seal (base/seal.h), stand, one
 * after the other:
 *
 *   keys      4 bytes a part and 4 a ladder, attribute and kind of part: keys.h
 *   purses    40 bytes a currency: debt, issued, spent, expired, reversed
 *   rungs     24 bytes a track: drop, since, period, tier: 2 bytes, and 15 bits how
 *             many tiers of it the running period alone has earned; the highest
 *             bit says that the tier lasts until drop
 *   counters  16 bytes each: value, first day of the window, 0
 *   caps      16 bytes each, likewise
 *   lots      in groups of one currency, in their order: 8 bytes a group, currency
 *             (its highest bit: plain lots) and count, and its lots. Plain ones can
 *             be spent, have no end of their own and at most 2^32 points: 16 bytes
 *             each: expires, points less one, earned on. Others take 32: points,
 *             matures, expires, earned on, own
 *   buckets   16 bytes each: amount, day, track
 *   holdings  20 bytes each: expires, count, voucher
 *   values    16 bytes and the text each: attribute, size of text, number
 *   purchases 8 bytes each: the moment; of those before the last one, sixteen at most
 *   stages    12 bytes each: since, stage, whose highest bit says that it was told; of
 *             those that were left, sixteen at most: lifecycle.h
 *   foreign   12 bytes and what was kept each: tag, key, size
 *   notes     8 bytes and what it says each: tag, size; notes.h
 *   extras    of what few customers have, where there is any: tag, size and the
 *             items, by tag
 *   id        of the customer
 *
 * The word of the stage has it in 2 bytes, then 6 bits how many purchases stand there,
 * 9 bits how many stages, and whether the stage was told.
 *
 * Numbers of parts are positions in the keys. So a customer of a program with
 * one currency, a ladder of three tiers, the seven default stages, a counter,
 * a cap and a voucher takes 340 bytes and his id, 8 for his lots and 16 for each
 * of them: with points that expire at the end of a month, at most twelve or so.
 * Extras are:
 *
 *   held      40 bytes each: points (negative: with an end of their own), expires,
 *             lapses, hold, earned on, currency
 *   active    20 bytes each: moment, the one that was no purchase, currency
 *   lapsed    20 bytes each: points, moment, currency
 *   reviews   60 bytes each: amount, carried, drop, since, when, period, keys of tier
 *             and base, how it was judged (its highest bit: drop was the end of the time
 *             that the tier lasted), track
 */
#ifndef LOY_CUSTOMER_RECORD_H
#define LOY_CUSTOMER_RECORD_H

#include "base/seal.h"
#include "customer/keys.h"
#include "customer/packed.h"

#define LOY__RECORD_MAGIC UINT32_C(0x0043594C) /* "LYC", before the version */
#define LOY__RECORD_VERSION 7

/* Where the members of the header stand. */
enum {
    LOY__AT_SETTLED = LOY__SEAL_SIZE,
    LOY__AT_TIMERS_FROM = 24,
    LOY__AT_STAGE_SINCE = 32,
    LOY__AT_LAST_PURCHASE = 40,
    LOY__AT_PURCHASES = 48,
    LOY__AT_VISITS = 56,
    LOY__AT_SPEND = 64,
    LOY__AT_ENROLLED_ON = 72,
    LOY__AT_FIRST_PURCHASE_ON = 76,
    LOY__AT_LAST_PURCHASE_ON = 80,
    LOY__AT_BIRTHDAY = 84,
    LOY__AT_STAGE = 88,
    LOY__AT_KEYS_SIZE = 92,
    LOY__AT_LOTS_SIZE = 96, /* bytes */
    LOY__AT_BUCKETS = 100,  /* counts */
    LOY__AT_HOLDINGS = 104,
    LOY__AT_VALUES = 108,
    LOY__AT_VALUES_SIZE = 112, /* bytes */
    LOY__AT_FOREIGN_SIZE = 116,
    LOY__AT_ID_SIZE = 120,
    LOY__AT_NOTES_SIZE = 124, /* bytes, and those of the extras behind them */
    LOY__AT_DUE = 128,        /* loy__state_due under the program that wrote it, */
    LOY__AT_PROGRAM = 136,    /* which is this one: a hash of its digest */
    LOY__AT_CHAIN = 144,      /* chain.h */
    LOY__HEADER_SIZE = 152
};

/* Bytes of items. */
enum {
    LOY__PURSE_SIZE = 40,
    LOY__RUNG_SIZE = 24,
    LOY__RUNG_KEPT_SIZE = LOY__RUNG_SIZE + 8, /* as a foreign item */
    LOY__TALLY_SIZE = 16,
    LOY__LOT_GROUP = 8, /* before lots that are stored alike */
    LOY__LOT_SIZE = 32,
    LOY__BUCKET_SIZE = 16,
    LOY__HOLDING_SIZE = 20,
    LOY__VALUE_SIZE = 16,
    LOY__FOREIGN_SIZE = 12,
    LOY__EXTRA_HEAD = 8, /* before the items of a tag */
    LOY__HELD_SIZE = 40,
    LOY__ACTIVE_SIZE = 20,
    LOY__LAPSED_SIZE = 20,
    LOY__REVIEW_SIZE = 60
};

/* Of the last word of a rung. */
#define LOY__RUNG_TIER UINT32_C(0xFFFF)
#define LOY__RUNG_CLIMBED UINT32_C(0x7FFF) /* once the tier is shifted out */
#define LOY__RUNG_TERM UINT32_C(0x80000000)

/* In the first word of a group of lots. */
#define LOY__PLAIN_LOTS UINT32_C(0x80000000)

/* What a foreign item is: an item of its section without the number of its
 * part; a lot is never plain, a rung says no number of a tier but ends with two keys,
 * of its tier and of what the running period has not earned of it, a value starts
 * with its kind, a stage is the moment it was entered. Never renumbered. */
enum {
    LOY__TAG_PURSE = 1,
    LOY__TAG_RUNG = 2,
    LOY__TAG_COUNTER = 3,
    LOY__TAG_CAP = 4,
    LOY__TAG_LOT = 5,
    LOY__TAG_BUCKET = 6,
    LOY__TAG_HOLDING = 7,
    LOY__TAG_VALUE = 8,
    LOY__TAG_STAGE = 9,
    LOY__TAG_HELD = 10, /* from here on: extras */
    LOY__TAG_ACTIVE = 11,
    LOY__TAG_LAPSED = 12,
    LOY__TAG_REVIEW = 13,
    LOY__TAG_LAST = LOY__TAG_REVIEW
};

#define LOY__EXTRA UINT32_C(0x10000) /* in the tags of extras, which follow the notes */

/* A record taken apart; everything points into its bytes. */
typedef struct loy__record {
    const unsigned char *bytes;
    const unsigned char *rows;                  /* purses, rungs, counters and caps */
    const unsigned char *items[LOY__TAG_STAGE]; /* by tag: the sections behind them */
    const unsigned char *lifecycle;
    const unsigned char *foreign;
    const unsigned char *notes;
    const unsigned char *id;
    size_t size;
    uint32_t counts[LOY__TAG_STAGE]; /* by tag, of the sections behind the rows */
    const uint32_t *part_counts;     /* by section of the keys */
    uint32_t keys_size, lots_size, values_size, foreign_size, notes_size, id_size;
    uint32_t stage; /* with what is recalled: steps.h */
    bool own;       /* this very program wrote it */
    bool same;      /* its keys are those of the program: numbers need no translation */
    loy__keys keys; /* without parts while they are the same */
} loy__record;

/* The value of an attribute in a record. */
typedef struct loy__stored_value {
    const unsigned char *text;
    int64_t number;
    uint32_t size;
    uint32_t reserved;
} loy__stored_value;

/* ---- record.c ---- */

/* What is the same for all records of the program, when it has its keys. */
void loy__record_init(loy__state *state);

/* ---- record_items.c ---- */

/* Reads the payload of an item of a part into the state, checked. LOY_OK,
 * LOY_ERR_CORRUPT, LOY_ERR_NOMEM. */
int loy__item_read(loy__state *state, uint32_t tag, uint32_t index, const unsigned char *payload);
/* Reads purses, rungs, counters and caps of a record whose keys are the
 * program's. */
int loy__rows_read(loy__state *state, const loy__record *record);
/* As loy__item_read, for the value of an attribute. */
int loy__item_value(loy__state *state, uint32_t index, const loy__stored_value *value);
/* Bytes of an item's payload: what precedes the number of its part; 0 for a tag
 * that there is not. */
uint32_t loy__item_payload(uint32_t tag);
/* The section whose parts the items of a tag belong to. */
loy__section loy__item_section(uint32_t tag);

/* A zone can lead a day past the calendar's ends. */
#define LOY__FIRST_DAY (-719163)
#define LOY__LAST_DAY 2932897

static inline bool
loy__day_known(int32_t day)
{
    return day >= LOY__FIRST_DAY && day <= LOY__LAST_DAY;
}

/* ---- record_lots.c ---- */

/* As loy__item_read, of a lot that is not plain; LOY_ERR_INTERNAL when a sum does
 * not fit. */
int loy__lot_read(loy__state *state, uint32_t currency, const unsigned char *payload);
/* All of a record whose keys are the program's. */
int loy__lots_read(loy__state *state, const loy__record *record);
/* Bytes that lots take at most, and writing them. */
uint64_t loy__lots_most(const loy__state *state);
unsigned char *loy__lots_put(const loy__state *state, unsigned char *p);

/* A group of lots in a record. */
typedef struct loy__lot_group {
    const unsigned char *lots;
    uint32_t currency; /* by the record's keys */
    uint32_t count;
    uint32_t size; /* of each */
} loy__lot_group;

/* Takes the next group off the front; false when there is none in the bytes. */
bool loy__lot_group_next(loy__lot_group *group, const unsigned char **p, uint32_t *left);
/* A lot of a group as one that is not plain; false: it is no lot. */
bool loy__lot_widen(const loy__lot_group *group, uint32_t index, unsigned char out[LOY__LOT_SIZE]);

/* ---- record_buckets.c ---- */

/* As loy__lot_read; and as loy__lots_read, with what ladders count of them. */
int loy__bucket_read(loy__state *state, uint32_t ladder, const unsigned char *payload);
int loy__buckets_read(loy__state *state, const loy__record *record);
unsigned char *loy__buckets_put(const loy__state *state, unsigned char *p);

/* ---- record_extras.c ---- */

static inline bool
loy__has_extras(const loy__state *state)
{
    return (state->held_count | state->active_count | state->lapsed_count | state->review_count) !=
           0;
}
/* Bytes that the extras of a state take. */
uint64_t loy__extras_measure(const loy__state *state);
unsigned char *loy__extras_put(const loy__state *state, unsigned char *p);
/* As loy__item_read, for tags of extras. */
int loy__extra_read(loy__state *state, uint32_t tag, uint32_t index, const unsigned char *payload);

/* ---- record_read.c ---- */

/* Reads all items of a record. */
int loy__record_read(loy__state *state, const loy__record *record);

/* ---- record_translate.c: a record of other keys ---- */

/* Items that are being kept for the state. */
typedef struct loy__keeping {
    const loy__record *record;
    unsigned char *data;
    size_t size;
} loy__keeping;

/* Makes room for all that the record can make foreign, reads its stage and
 * brings back foreign items that the program has. */
int loy__translate_start(loy__state *state, loy__keeping *keeping, const loy__record *record);
/* Reads or keeps an item of the part with a number below the section's count. */
int loy__translate_item(loy__state *state, loy__keeping *keeping, uint32_t tag, uint32_t number,
                        const unsigned char *payload);
/* A stage that was left. */
uint32_t loy__translate_stage(const loy__state *state, const loy__keeping *keeping, uint32_t stage);
int loy__translate_value(loy__state *state, loy__keeping *keeping, uint32_t number,
                         const loy__stored_value *value);

#endif
