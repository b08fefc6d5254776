/*
 * expression.h -- what one condition and one amount cost, by the door of the
 * expression language.
 */
#ifndef LOYALTY_BENCH_EXPRESSION_H
#define LOYALTY_BENCH_EXPRESSION_H

#include <stdint.h>

/* Evaluates each of a handful of expressions `rounds` times over a sale that is bound
 * already, and prints a line for each. 0, or a negative result. */
int expression_costs(uint32_t rounds);

#endif
