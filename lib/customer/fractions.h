/*
 * fractions.h -- what a customer has earned of a point and not got yet, in a
 * currency that keeps fractions: units of 1 / LOY__EXACT_ONE of its smallest
 * unit. A note; none where nothing waits.
 */
#ifndef LOY_CUSTOMER_FRACTIONS_H
#define LOY_CUSTOMER_FRACTIONS_H

#include "base/exact.h"
#include "customer/state.h"

/* What an account brings to another adds up there, to less than this. */
#define LOY__FRACTION_MOST (256 * LOY__EXACT_ONE)

int64_t loy__fraction(const loy__state *state, uint32_t currency);
/* LOY_OK or LOY_ERR_NOMEM. */
int loy__fraction_set(loy__state *state, uint32_t currency, int64_t fraction);

#endif
