/*
 * accounts.h -- settings of a program about accounts themselves: what may be
 * moved by hand, and by whose consent.
 */
#ifndef LOY_PROGRAM_ACCOUNTS_H
#define LOY_PROGRAM_ACCOUNTS_H

#include "base/time.h"

#define LOY__COUNT_EACH UINT32_MAX /* a choice beside periods: each event by itself */

/* How many points may go through an account in a period. */
typedef struct loy__allowance {
    const int64_t *most; /* by currency, -1: any number; NULL: no limits at all */
    loy__period per;     /* valid unless each */
    bool each;           /* the limit is of each event by itself */
} loy__allowance;

typedef struct loy__reason {
    const char *text;
    uint32_t size;
    uint32_t reserved;
} loy__reason;

/* Points given or taken by hand. */
typedef struct loy__adjusts {
    loy__allowance allowance;
    const loy__reason *reasons; /* NULL: any words */
    uint32_t reason_count;
    uint32_t reserved;
} loy__adjusts;

typedef struct loy__accounts {
    loy__adjusts adjusts;
} loy__accounts;

#endif
