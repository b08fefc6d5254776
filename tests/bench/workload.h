/*
 * workload.h -- the common benchmark workload: a year of sales of a chain with
 * 100,000 members, 2,000 articles and 20 stores, from integers alone, so that
 * every implementation sees the same events.
 *
 * Four streams of SplitMix64, each from its own seed. Money is in cents, days
 * count from 2025-01-01, times are UTC.
 */
#ifndef LOYALTY_BENCH_WORKLOAD_H
#define LOYALTY_BENCH_WORKLOAD_H

#include <stdint.h>

enum {
    WORKLOAD_MEMBERS = 100000,
    WORKLOAD_SKUS = 2000,
    WORKLOAD_CATEGORIES = 50,
    WORKLOAD_STORES = 20,
    WORKLOAD_GIFT_CARDS = 49, /* their category */
    WORKLOAD_MONTHS = 12,
    WORKLOAD_PROMOTIONS = 10000,
    WORKLOAD_SKU_PROMOTIONS = 1000 /* the first of them */
};

typedef struct workload_member {
    uint32_t spend[WORKLOAD_MONTHS]; /* of 2024, by month */
    uint32_t visits;
    uint32_t birth_month; /* 1..12 */
    uint32_t points;      /* of the opening lot; 0: none */
    int32_t earned_on;    /* its day, before 2025 */
} workload_member;

typedef struct workload_line {
    uint16_t sku;
    uint8_t category;
    uint8_t quantity;
    uint32_t amount;
} workload_line;

typedef struct workload_event {
    uint32_t time; /* seconds since 2025-01-01 */
    uint32_t member;
    uint32_t first_line;
    uint16_t redeem; /* points to pay with */
    uint8_t store;
    uint8_t line_count;
} workload_event;

/* Points for every unit of an article, or a part of the amount of a category
 * in one store, on one weekday, for some hours. */
typedef struct workload_promotion {
    uint16_t sku;
    uint8_t points;
    uint8_t store;
    uint8_t category;
    uint8_t weekday;    /* 0: Monday */
    uint8_t begin, end; /* hours */
    uint8_t percent;    /* points for 100.00 */
} workload_promotion;

typedef struct workload {
    workload_member *members;
    workload_event *events;
    workload_line *lines;
    uint32_t price[WORKLOAD_SKUS];
    uint32_t event_count;
    uint32_t line_count;
} workload;

/* A number below a limit from a stream, whose state it steps. */
uint32_t workload_draw(uint64_t *state, uint32_t below);
/* Draws the promotions of W2. */
void workload_promotions(workload_promotion out[WORKLOAD_PROMOTIONS]);
/* 0, or -1 without memory. */
int workload_make(workload *out, uint32_t events);
void workload_free(workload *made);

#endif
