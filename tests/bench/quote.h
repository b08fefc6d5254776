/*
 * quote.h -- what a quote costs: baskets of many lines under many rules.
 */
#ifndef LOYALTY_BENCH_QUOTE_H
#define LOYALTY_BENCH_QUOTE_H

#include "w1.h"

/* A chain with `rules` promotions of five kinds: articles, categories by
 * weekday, pairs that must be there, totals by tier, and counts by store. NULL
 * without memory. */
loy_draft *quote_draft(uint32_t rules);

/* Quotes `count` baskets of `lines` lines (at most 1,000), drawn from a seed;
 * `points` becomes the sum of what they would earn. Gives nanoseconds a quote,
 * or a negative result. */
double quote_baskets(loy_engine *engine, uint32_t count, uint32_t lines, int64_t *points);

#endif
