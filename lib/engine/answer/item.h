/*
 * item.h -- what all items of an answer's record have in common: flags, and
 * numbers that are left out where they are what they nearly always are.
 */
#ifndef LOY_ENGINE_ITEM_H
#define LOY_ENGINE_ITEM_H

#include "base/bytes.h"

/* Flags of items; the names of flags are those of what is there. */
enum {
    LOY__ITEM_FIRST = 1u << 8, /* the first, second, third of the brackets */
    LOY__ITEM_SECOND = 1u << 9,
    LOY__ITEM_THIRD = 1u << 10,
    LOY__ITEM_BY_BALANCE = 1u << 11, /* its name is that of a balance */
    LOY__ITEM_MASK = 1u << 12,       /* AWARD: it has a mask */
    LOY__ITEM_SAME_MASK = 1u << 13,  /* AWARD: that of the award before */
    LOY__ITEM_DEBT = 1u << 14,       /* ENTRY */
    LOY__ITEM_FOURTH = 1u << 15,
    LOY__ITEM_PART_AT = 16,
    LOY__ITEM_PART = 1u << LOY__ITEM_PART_AT /* AWARD: of the award behind it */
};

#define LOY__ITEM_HEAD 8 /* bytes before the first number of an item */

/* Writes a number that is not what it nearly always is, and flags it. */
static inline unsigned char *
loy__store_unless(unsigned char *at, int64_t value, int64_t usual, uint32_t flag, uint32_t *flags)
{
    if (value == usual)
        return at;
    *flags |= flag;
    loy__store_i64(at, value);
    return at + 8;
}

static inline int64_t
loy__get_unless(loy__source *source, int64_t usual, uint32_t flag, uint32_t flags)
{
    return (flags & flag) != 0 ? loy__get_i64(source) : usual;
}

#endif
