/*
 * ladders.h -- what the files about ladders share: finding tiers, entering
 * them, and bringing the window up to a moment.
 */
#ifndef LOY_CUSTOMER_LADDERS_H
#define LOY_CUSTOMER_LADDERS_H

#include "customer/buckets.h"
#include "customer/statuses.h"

/* What must be counted to keep a tier. */
int64_t loy__tier_keep(const loy__ladder *ladder, uint32_t tier);
/* The highest tier, below `end`, whose threshold a value reaches. */
uint32_t loy__tier_for(const loy__ladder *ladder, int64_t value, uint32_t end);
/* Enters a tier, ending a grace. */
void loy__tier_enter(loy__rung *rung, uint32_t tier, int64_t at);
/* Judges the tier that is earned. */
void loy__tier_judge(loy__state *state, uint32_t ladder, int64_t at);
/* Starts the grace of the present tier, unless it has started. */
void loy__grace_start(loy__state *state, uint32_t ladder, int64_t at);
/* Lets go what has left the window by a moment, as far as that needs no
 * review of the tier. */
void loy__window_advance(loy__state *state, uint32_t ladder, int64_t at);
/* Starts a calendar ladder's period, keeping the buckets from `oldest` on. */
void loy__window_restart(loy__state *state, uint32_t ladder, int32_t period, int32_t oldest);
/* What a calendar ladder counted in the period before the running one, kept
 * while a grace runs. */
int64_t loy__window_before(const loy__state *state, uint32_t ladder);

#endif
