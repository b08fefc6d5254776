/*
 * view.h -- a customer as the caller holds him: copies, so that the engine may
 * go on to others.
 */
#ifndef LOY_ENGINE_VIEW_H
#define LOY_ENGINE_VIEW_H

#include "engine/engine.h"

struct loy_customer {
    loy_memory memory;
    loy__arena arena; /* all arrays and texts below */
    loy_balance *balances;
    loy_standing *tiers;
    int64_t *progress;
    loy_outlook *outlooks; /* one a ladder */
    loy_measure *measures; /* of all ladders */
    loy_membership *memberships;
    loy_status *statuses;
    uint32_t membership_count, status_count;
    uint32_t *measure_from; /* by ladder: where its measures stand; and their end */
    int64_t *counters;
    int64_t *waiting; /* one a currency */
    loy_lot *lots;
    loy_voucher *vouchers;
    loy_attribute *attributes;
    loy_expiring *expiring;
    const char *stage;
    const char *frozen;
    const char *moved_to;
    const char *household;
    loy_behaviour behaviour;
    int64_t due;
    uint32_t currency_count, ladder_count, counter_count;
    uint32_t lot_count, voucher_count, attribute_count, expiring_count;
    char id[LOY_MAX_ID + 1];
};

/* view_schedule.c; false without memory. */
bool loy__view_schedule(loy_customer *customer, const loy__state *state);

/* view_given.c; false without memory. */
bool loy__view_given(loy_customer *customer, const loy__state *state);

/* outlook.c: where the tiers lead, once the rest of the view is filled. LOY_OK,
 * LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__outlook_fill(const loy__work *work, loy_customer *customer);

#endif
