/*
 * memos.h -- what a state remembers of what was computed for it, so that the
 * calendar is not asked again for what customers and events have in common.
 *
 * An answer is kept with all that it follows from, never stored, and not
 * forgotten between customers.
 */
#ifndef LOY_CUSTOMER_MEMOS_H
#define LOY_CUSTOMER_MEMOS_H

#include "program/program.h"

/* When what was earned on a day expires. */
typedef struct loy__expiry {
    int64_t expires;
    int32_t day; /* LOY_DAY_NONE: not asked for yet */
    uint32_t reserved;
} loy__expiry;

/* When a bucket of a ladder leaves, as it was computed last. */
typedef struct loy__leaving {
    int32_t day; /* LOY_DAY_NONE: nothing yet */
    int32_t leaves;
    uint32_t ladder;
} loy__leaving;

/* The first day whose bucket a ladder still counts on another day. */
typedef struct loy__staying {
    int32_t today; /* LOY_DAY_NONE: nothing yet */
    int32_t first;
    uint32_t ladder;
} loy__staying;

#define LOY__LEAVINGS 16 /* of either */

/* What loy__timers_next found last, and for whom. */
typedef struct loy__timing {
    int64_t stage_since, last_purchase, timers_from;
    int64_t next;
    int32_t last_purchase_on;
    uint32_t stage; /* LOY__NONE: nothing yet */
} loy__timing;

/* The zone that a customer lives in, as it was read last: see clock.h. */
typedef struct loy__home {
    loy__zone zone; /* valid when sound */
    char text[LOY__ZONE_TEXT];
    uint32_t size;
    bool sound;
} loy__home;

#endif
