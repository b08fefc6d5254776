/*
 * missing.h -- how far a customer is from a tier.
 */
#ifndef LOY_CUSTOMER_MISSING_H
#define LOY_CUSTOMER_MISSING_H

#include "customer/ladders.h"

/* What each measure of a ladder (its own first) has still to count to enter a
 * tier, or to keep it: of several alternatives the nearest. `which` is
 * LOY__OF_...; `missing` has room for all measures. */
void loy__tier_missing(const loy__state *state, uint32_t ladder, uint32_t tier, bool keep,
                       uint32_t which, int64_t *missing);

#endif
