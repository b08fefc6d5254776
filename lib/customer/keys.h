/*
 * keys.h -- the keys section of a record: which parts its numbers mean.
 *
 * Words: the counts of currencies, ladders, counters, caps, vouchers, stages
 * and attributes; a key for each currency; for each ladder its key, the number
 * of its tiers and their keys; a key for each counter, cap, voucher and stage;
 * key and kind of each attribute. A record whose keys are the program's own
 * needs no translation.
 */
#ifndef LOY_CUSTOMER_KEYS_H
#define LOY_CUSTOMER_KEYS_H

#include "customer/state.h"

typedef enum loy__section {
    LOY__SECTION_CURRENCY = 0,
    LOY__SECTION_LADDER = 1,
    LOY__SECTION_COUNTER = 2,
    LOY__SECTION_CAP = 3,
    LOY__SECTION_VOUCHER = 4,
    LOY__SECTION_STAGE = 5,
    LOY__SECTION_ATTRIBUTE = 6,
    LOY__SECTION_COUNT = 7
} loy__section;

/* The keys of a record, checked: every count fits the section. */
typedef struct loy__keys {
    const unsigned char *parts[LOY__SECTION_COUNT]; /* the first key of each */
    uint32_t counts[LOY__SECTION_COUNT];
} loy__keys;

size_t loy__keys_size(const loy_program *program);
void loy__keys_write(const loy_program *program, unsigned char *out);
/* false: the bytes are not a keys section. */
bool loy__keys_read(loy__keys *keys, const unsigned char *bytes, size_t size);
/* The key of the part at an index below the section's count. */
uint32_t loy__keys_at(const loy__keys *keys, loy__section section, uint32_t index);
/* Kind of an attribute. */
uint32_t loy__keys_kind(const loy__keys *keys, uint32_t index);
/* The keys of a ladder's tiers, and how many. */
const unsigned char *loy__keys_tiers(const loy__keys *keys, uint32_t ladder, uint32_t *count);

/* The number of the program's part with a key, or LOY__NONE; of attributes,
 * the kind must be the same, too. */
uint32_t loy__part_of(const loy_program *program, loy__section section, uint32_t key,
                      uint32_t kind);
/* The number of a ladder's tier with a key, or LOY__NONE. */
uint32_t loy__tier_of(const loy__ladder *ladder, uint32_t key);

#endif
