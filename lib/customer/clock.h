/*
 * clock.h -- by whose clock the days end with which points expire.
 */
#ifndef LOY_CUSTOMER_CLOCK_H
#define LOY_CUSTOMER_CLOCK_H

#include "customer/state.h"

/* The zone whose days count for points of a currency that come in now, or whose
 * end moves: the program's, that of the store of the event at hand, or that in
 * which the customer lives. The program's where those are not known. */
const loy__zone *loy__clock_zone(const loy__state *state, uint32_t currency);
/* The day in that zone. */
static inline int32_t
loy__clock_day(loy__state *state, uint32_t currency, int64_t instant)
{
    return state->program->currencies[currency].clock == LOY__CLOCK_PROGRAM
               ? loy__state_day(state, instant)
               : loy__zone_day(loy__clock_zone(state, currency), instant);
}
/* By how many days a clock (LOY__CLOCK_...) is ahead of the program's: -2 to 2. */
int32_t loy__clock_ahead(loy__state *state, uint32_t clock, int64_t instant);

#endif
