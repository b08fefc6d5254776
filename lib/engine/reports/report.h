/*
 * report.h -- figures over all customers, and what their parts share.
 */
#ifndef LOY_ENGINE_REPORT_H
#define LOY_ENGINE_REPORT_H

#include "engine/engine.h"

/* Points that expire at one moment. */
typedef struct loy__expiring {
    int64_t points;
    int64_t expires;
    uint32_t currency;
    uint32_t reserved;
} loy__expiring;

struct loy_report {
    loy_memory memory;
    const loy_program *program;
    loy_totals *totals;
    uint64_t *stages;
    uint64_t *tiers; /* of all ladders, one behind the other */
    int64_t *vouchers;
    loy_budget *budgets;  /* NULL: not looked at */
    loy_flow *flows;      /* NULL: not asked for */
    loy_flow *earlier;    /* what came and went before the interval */
    int64_t sales_before; /* money charged before the interval, and up to its end */
    int64_t sales;
    uint64_t customers;
    loy__arena arena;
    /* schedule.c: in no order until the report is whole. */
    loy__expiring *expiring;
    size_t expiring_count, expiring_capacity;
};

/* Empties a report for a program; false without memory. */
bool loy__report_start(loy_report *report, const loy_program *program);
/* report_budgets.c: what has been used of the budgets at a moment. */
int loy__report_budgets(loy_engine *engine, loy_report *report, int64_t at, loy_error *error);
/* Zeroed, of the report; NULL without memory. */
void *loy__report_zeros(loy_report *report, size_t count, size_t size);
/* A walk over the records of a store, for a report. */
typedef struct loy__walk {
    loy_engine *engine;
    loy_report *report;
    loy_error *error;
    int64_t from; /* of an interval */
    int64_t at;   /* its end, or the moment; LOY_TIME_NONE: customers as they are stored */
} loy__walk;

/* Brings the customer of a record to the moment of the walk, in the state of the work;
 * what that posts is in its journal. */
int loy__report_settle(const loy__walk *walk, loy__work *work, const char *id, uint32_t id_size,
                       const void *bytes, uint64_t size);

/* liability.c: a sale up to the end of the interval, or before it. */
int loy__liability_sale(loy_report *report, const loy__receipt *sale, const loy_outcome *outcome,
                        bool before);

/* schedule.c: adds what a customer has, and puts it in order. */
int loy__schedule_add(loy_report *report, loy__state *state);
int loy__schedule_close(loy_report *report);

#endif
