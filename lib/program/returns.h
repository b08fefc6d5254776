/*
 * returns.h -- what happens when goods come back.
 */
#ifndef LOY_PROGRAM_RETURNS_H
#define LOY_PROGRAM_RETURNS_H

#include <stdbool.h>

#include "base/time.h"

/* Where points that a sale gave are taken from. */
enum {
    LOY__TAKE_NONE = 0,
    LOY__TAKE_PENDING = 1, /* what is pending of the sale itself */
    LOY__TAKE_LOT = 2,     /* what expires as the sale's points do, of its day first */
    LOY__TAKE_NEWEST = 3,  /* any others */
    LOY__TAKE_OLDEST = 4
};
#define LOY__TAKE_STEPS 4

enum { LOY__METHOD_LINE = 1, LOY__METHOD_PROPORTION = 2, LOY__METHOD_REEVALUATE = 3 };
enum { LOY__UNKNOWN_REFUSE = 1, LOY__UNKNOWN_PARK = 2 };
enum { LOY__RULES_SALE = 1, LOY__RULES_CURRENT = 2 };
enum { LOY__REFUNDS_CUMULATIVE = 1, LOY__REFUNDS_EACH = 2 };
enum { LOY__BURNS_FULL = 1, LOY__BURNS_SHARE = 2, LOY__BURNS_NEVER = 3 };
enum { LOY__REWARDS_KEEP = 1, LOY__REWARDS_VOID = 2, LOY__REWARDS_RECOVER = 3 };
enum { LOY__VOUCHERS_RESTORE = 1, LOY__VOUCHERS_KEEP = 2 };
enum { LOY__STAGE_RESTORE = 1, LOY__STAGE_KEEP = 2 };
enum { LOY__TIER_NOW = 1, LOY__TIER_REVIEW = 2, LOY__TIER_NEVER = 3 };

/* What comes back: the settings of a program. */
typedef struct loy__returns {
    loy__duration window;
    loy__duration park; /* how long a return waits for its sale */
    uint32_t unknown;   /* LOY__UNKNOWN_... */
    uint32_t method;    /* LOY__METHOD_... */
    uint32_t refunds;   /* LOY__REFUNDS_... */
    uint32_t rules;     /* LOY__RULES_... */
    uint32_t burns;     /* LOY__BURNS_... */
    uint32_t rewards;   /* LOY__REWARDS_... */
    uint32_t vouchers;  /* LOY__VOUCHERS_... */
    uint32_t stage;     /* LOY__STAGE_... */
    uint32_t tier;      /* LOY__TIER_... */
    uint8_t order[LOY__TAKE_STEPS];
    bool snapshot; /* rules are run again: sales keep what that takes */
} loy__returns;

#endif
