/*
 * w1.h -- the workload as libloyalty sees it: the program of 20 rules, the
 * members' opening state, and the sales as events in memory.
 */
#ifndef LOYALTY_BENCH_W1_H
#define LOYALTY_BENCH_W1_H

#include "loyalty/loyalty.h"
#include "workload.h"

/* 2025-01-01T00:00Z in milliseconds. */
#define WORKLOAD_START INT64_C(1735689600000)
#define WORKLOAD_DAY INT64_C(86400000)

typedef struct sales {
    loy_event *events;
    loy_line *lines;
    loy_item *payments;
    char (*event_ids)[12];
    const workload *from;
} sales;

/* NULL with a message on standard error. */
loy_program *w1_program(void);
/* Imports every member; 0, or a negative result. */
int w1_open(loy_engine *engine, const workload *from);
/* 0, or -1 without memory. */
int sales_make(sales *out, const workload *from);
void sales_free(sales *made);
/* "c123" for a member. */
void member_id(uint32_t member, char out[12]);

#endif
