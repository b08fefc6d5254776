/*
 * w2.h -- workload W2: the chain of W1 with 10,000 promotions in place of its
 * rules R02 to R16.
 */
#ifndef LOYALTY_BENCH_W2_H
#define LOYALTY_BENCH_W2_H

#include "w1.h"

/* The program with `promotions` of them: the first 10,000 are those of the
 * workload, the others are like them but for stores and articles that no sale
 * has. NULL without memory. In the long form each rule says in its condition, too,
 * which lines it asks for: it matches the same events. */
loy_draft *w2_draft(uint32_t promotions, bool is_long);

#endif
