/*
 * w1.h -- the workload as libloyalty sees it: the program of 20 rules, the
 * members' opening state, and the sales as events in memory.
 */
#ifndef LOYALTY_BENCH_W1_H
#define LOYALTY_BENCH_W1_H

#include <stdbool.h>

#include "loyalty/loyalty.h"
#include "workload.h"

/* 2025-01-01T00:00Z in milliseconds. */
#define WORKLOAD_START INT64_C(1735689600000)
#define WORKLOAD_DAY INT64_C(86400000)

/* What is read anew for each sale: the receipt's number and the member's card. */
typedef struct sale_ids {
    char event[12];
    char customer[12];
} sale_ids;

typedef struct sales {
    loy_event *events;
    loy_line *lines;
    loy_item *payments;
    sale_ids *ids;
    const workload *from;
} sales;

/* What W1 and W2 have in common: expiry, tiers, payment, the daily cap and a
 * point for every 1.00. NULL without memory. */
loy_draft *chain_draft(const char *id);
void define_rule(loy_draft *draft, const char *id, const char *when, const char *points);
/* The program of 20 rules. */
loy_draft *w1_draft(void);
/* Imports every member, with or without his stamps; 0, or a negative result. */
int chain_open(loy_engine *engine, const workload *from, bool stamps);
/* 0, or -1 without memory. */
int sales_make(sales *out, const workload *from);
void sales_free(sales *made);
/* "c123" for a member. */
void member_id(uint32_t member, char out[12]);

#endif
