/*
 * customer_kit.h -- small programs and readable states for tests of the
 * customer room: parts are set up by hand, days are numbers, and what a state
 * holds is told as text.
 *
 * A lot reads 100 for spendable points that never expire, 100<30 when they
 * expire at the start of day 30, 100~5<30 while pending until day 5.
 */
#ifndef LOY_TESTS_CUSTOMER_KIT_H
#define LOY_TESTS_CUSTOMER_KIT_H

#include "customer/customer.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"

enum { CUSTOMER_KIT_MOST = 8 }; /* parts of a kind */

typedef struct customer_kit {
    memory_kit memory;
    loy_program program;
    loy__currency currencies[CUSTOMER_KIT_MOST];
    loy__ladder ladders[CUSTOMER_KIT_MOST];
    loy__tier tiers[CUSTOMER_KIT_MOST][CUSTOMER_KIT_MOST];
    loy__counter counters[CUSTOMER_KIT_MOST];
    loy__cap caps[CUSTOMER_KIT_MOST];
    loy__voucher vouchers[CUSTOMER_KIT_MOST];
    loy__stage stages[CUSTOMER_KIT_MOST];
    loy__attribute attributes[CUSTOMER_KIT_MOST];
    loy__transition transitions[CUSTOMER_KIT_MOST];
    loy__rule rules[CUSTOMER_KIT_MOST];
    uint64_t from[CUSTOMER_KIT_MOST];
    uint32_t timer_rules[CUSTOMER_KIT_MOST];
    loy__rule_list by_kind[LOY__ON_DECLARED];
    loy__state state;
    loy__journal journal;
} customer_kit;

/* An empty program in UTC with one stage. */
void customer_kit_init(customer_kit *kit);
void customer_kit_zone(customer_kit *kit, const char *zone);
/* Parts are named by a text; durations are ISO 8601, NULL for none. */
loy__currency *customer_kit_currency(customer_kit *kit, const char *name, const char *pending,
                                     const char *after);
loy__ladder *customer_kit_ladder(customer_kit *kit, const char *name, uint32_t window,
                                 loy__period period, const char *length);
loy__tier *customer_kit_tier(customer_kit *kit, const char *name, int64_t from, int64_t keep_from,
                             const char *grace);
void customer_kit_counter(customer_kit *kit, const char *name);
void customer_kit_cap(customer_kit *kit, const char *name);
void customer_kit_voucher(customer_kit *kit, const char *name, const char *after);
void customer_kit_stage(customer_kit *kit, const char *name);
void customer_kit_attribute(customer_kit *kit, const char *name, uint32_t kind);
/* A timed transition from stage `from`, and a timer rule. */
loy__transition *customer_kit_transition(customer_kit *kit, uint32_t from, const char *after);
void customer_kit_timer(customer_kit *kit, int32_t days);
/* Makes the state, of customer "anna". */
void customer_kit_start(customer_kit *kit);
/* Frees it, and fails the test when memory is outstanding. */
void customer_kit_end(customer_kit *kit);

/* Start of a day in UTC. */
int64_t customer_kit_day(int32_t day);
loy__duration customer_kit_duration(const char *text);
/* "100<30 50~5<30": all lots, with the name of a currency before its first. */
const char *customer_kit_lots(customer_kit *kit, char *out, size_t capacity);
/* The journal since the last call: "E100<30 B20<30", debt postings with '!',
 * those not at the start of `day` with their day: "X20<30@30". Empties it. */
const char *customer_kit_journal(customer_kit *kit, int32_t day, char *out, size_t capacity);
/* Fails the test unless what the state promises holds. */
void customer_kit_check(const loy__state *state);
/* The bytes of the state, in a buffer to be freed with customer_kit_release. */
typedef loy__bytes customer_kit_bytes;

customer_kit_bytes customer_kit_encode(customer_kit *kit);
void customer_kit_release(customer_kit *kit, customer_kit_bytes *bytes);

#endif
