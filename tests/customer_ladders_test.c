/*
 * customer_ladders_test.c -- what ladders count and when tiers change: each
 * row is a ladder and a story of days, with what must be true after each step.
 *
 * Day 0 is 1970-01-01, a Thursday; day 31 is 1 February, day 365 1 January.
 */
#include "kit/customer_kit.h"

enum op { END, CREDIT, SETTLE, REVIEW };

typedef struct step {
    enum op op;
    int32_t at; /* the day at whose start it happens */
    int64_t amount;
    int32_t day; /* CREDIT: the day it is of */
    int64_t value;
    uint32_t tier;
    int32_t next; /* day of the next moment that matters, 0 none */
} step;

typedef struct story {
    const char *name;
    uint32_t window;
    loy__period period;
    const char *length;
    const char *grace;
    int64_t keep; /* of the highest tier */
    step steps[12];
} story;

#define LIFETIME LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL
#define YEARLY LOY__WINDOW_CALENDAR, LOY__PERIOD_YEAR, NULL
#define ROLLING(length, by) LOY__WINDOW_ROLLING, LOY__PERIOD_##by, length

/* Tiers: 0 from 0, 1 from 100, 2 from 200. */
static const story stories[] = {
    {"lifetime: up at once, two tiers in one step, and never down by time",
     LIFETIME,
     NULL,
     200,
     {{CREDIT, 1, 99, 1, 99, 0, 0},
      {CREDIT, 1, 1, 1, 100, 1, 0},
      {CREDIT, 2, 500, 2, 600, 2, 0},
      {SETTLE, 9000, 0, 0, 600, 2, 0}}},
    {"lifetime: down when a return takes it away, not below nothing",
     LIFETIME,
     NULL,
     150,
     {{CREDIT, 1, 200, 1, 200, 2, 0},
      {CREDIT, 2, -50, 1, 150, 2, 0},
      {CREDIT, 3, -1, 1, 149, 1, 0},
      {CREDIT, 4, -500, 1, 0, 0, 0}}},
    {"rolling days: a year counts to the day",
     ROLLING("P12M", DAY),
     NULL,
     200,
     {{CREDIT, 10, 100, 10, 100, 1, 375},
      {CREDIT, 20, 100, 20, 200, 2, 375},
      {SETTLE, 374, 0, 0, 200, 2, 375},
      {SETTLE, 375, 0, 0, 100, 1, 385},
      {SETTLE, 385, 0, 0, 0, 0, 0}}},
    {"rolling days: only what makes the tier fall matters",
     ROLLING("P10D", DAY),
     NULL,
     100,
     {{CREDIT, 1, 50, 1, 50, 0, 0},
      {CREDIT, 2, 100, 2, 150, 1, 12},
      {CREDIT, 3, 150, 3, 300, 2, 13},
      {SETTLE, 11, 0, 0, 250, 2, 13},
      {REVIEW, 12, 0, 0, 150, 2, 13},
      {SETTLE, 13, 0, 0, 0, 0, 0}}},
    {"rolling days: nothing is due without a tier to lose",
     ROLLING("P10D", DAY),
     NULL,
     200,
     {{CREDIT, 1, 90, 1, 90, 0, 0}, {SETTLE, 11, 0, 0, 0, 0, 0}, {CREDIT, 11, 90, 11, 90, 0, 0}}},
    {"rolling days: a late credit counts on its own day",
     ROLLING("P10D", DAY),
     NULL,
     200,
     {{CREDIT, 9, 60, 9, 60, 0, 0},
      {CREDIT, 9, 60, 5, 120, 1, 15},
      {CREDIT, 20, 60, 10, 0, 0, 0},
      {CREDIT, 20, 60, 11, 60, 0, 0}}},
    {"rolling days: a return takes from its own day",
     ROLLING("P10D", DAY),
     NULL,
     200,
     {{CREDIT, 1, 60, 1, 60, 0, 0},
      {CREDIT, 2, 60, 2, 120, 1, 11},
      {CREDIT, 3, -100, 1, 60, 0, 0},
      {CREDIT, 3, -5, 1, 60, 0, 0}}},
    {"rolling months: a month leaves as a whole",
     ROLLING("P1M", MONTH),
     NULL,
     200,
     {{CREDIT, 10, 100, 10, 100, 1, 31},
      {CREDIT, 30, 1, 30, 101, 1, 31},
      {SETTLE, 31, 0, 0, 0, 0, 0}}},
    {"rolling months: by days, each day leaves in its own month",
     ROLLING("P40D", MONTH),
     NULL,
     200,
     {{CREDIT, 0, 100, 0, 100, 1, 31},
      {CREDIT, 20, 100, 20, 200, 2, 31},
      {SETTLE, 31, 0, 0, 100, 1, 59},
      {SETTLE, 59, 0, 0, 0, 0, 0}}},
    {"rolling: a short month clamps",
     ROLLING("P1M", DAY),
     NULL,
     200,
     {{CREDIT, 29, 60, 29, 60, 0, 0},
      {CREDIT, 30, 60, 30, 120, 1, 58},
      {SETTLE, 58, 0, 0, 0, 0, 0}}},
    {"grace: the drop waits",
     ROLLING("P10D", DAY),
     "P5D",
     200,
     {{CREDIT, 1, 200, 1, 200, 2, 11},
      {SETTLE, 11, 0, 0, 0, 2, 16},
      {SETTLE, 15, 0, 0, 0, 2, 16},
      {SETTLE, 16, 0, 0, 0, 0, 0}}},
    {"grace: called off when it counts enough again",
     ROLLING("P10D", DAY),
     "P5D",
     150,
     {{CREDIT, 1, 200, 1, 200, 2, 11},
      {SETTLE, 11, 0, 0, 0, 2, 16},
      {CREDIT, 12, 150, 12, 150, 2, 22},
      {SETTLE, 16, 0, 0, 150, 2, 22},
      {SETTLE, 22, 0, 0, 0, 2, 27}}},
    {"grace: the drop is to what is reached then",
     ROLLING("P10D", DAY),
     "P5D",
     200,
     {{CREDIT, 1, 200, 1, 200, 2, 11},
      {SETTLE, 11, 0, 0, 0, 2, 16},
      {CREDIT, 12, 199, 12, 199, 2, 16},
      {SETTLE, 16, 0, 0, 199, 1, 22}}},
    {"grace: several moments in one step",
     ROLLING("P10D", DAY),
     "P5D",
     200,
     {{CREDIT, 1, 200, 1, 200, 2, 11}, {SETTLE, 90, 0, 0, 0, 0, 0}}},
    {"grace of no time",
     ROLLING("P10D", DAY),
     "P0D",
     200,
     {{CREDIT, 1, 200, 1, 200, 2, 11}, {SETTLE, 11, 0, 0, 0, 0, 0}}},
    {"calendar: kept through the next year, then lost",
     YEARLY,
     NULL,
     200,
     {{CREDIT, 300, 200, 300, 200, 2, 365},
      {SETTLE, 365, 0, 0, 0, 2, 730},
      {CREDIT, 400, 120, 400, 120, 2, 730},
      {SETTLE, 730, 0, 0, 0, 1, 1096},
      {SETTLE, 1096, 0, 0, 0, 0, 0}}},
    {"calendar: keeping asks for less than entering",
     YEARLY,
     NULL,
     50,
     {{CREDIT, 300, 200, 300, 200, 2, 365},
      {SETTLE, 365, 0, 0, 0, 2, 730},
      {CREDIT, 400, 50, 400, 50, 2, 730},
      {SETTLE, 730, 0, 0, 0, 2, 1096}}},
    {"calendar: starts again without a tier to lose, when next looked at",
     YEARLY,
     NULL,
     200,
     {{CREDIT, 300, 90, 300, 90, 0, 0},
      {CREDIT, 370, 90, 370, 90, 0, 0},
      {CREDIT, 371, 50, 300, 90, 0, 0},
      {CREDIT, 371, -50, 300, 90, 0, 0},
      {CREDIT, 371, -50, 370, 40, 0, 0}}},
    {"calendar: a return does not take the tier before the review",
     YEARLY,
     NULL,
     200,
     {{CREDIT, 300, 200, 300, 200, 2, 365},
      {CREDIT, 301, -150, 300, 50, 2, 365},
      {SETTLE, 365, 0, 0, 0, 0, 0}}},
    {"calendar grace: kept when the running year is enough by then",
     YEARLY,
     "P1M",
     200,
     {{CREDIT, 300, 200, 300, 200, 2, 365},
      {SETTLE, 730, 0, 0, 0, 2, 761},
      {CREDIT, 740, 200, 740, 200, 2, 761},
      {SETTLE, 761, 0, 0, 200, 2, 1096}}},
    {"calendar grace: the drop is to the better of both years",
     YEARLY,
     "P1M",
     200,
     {{CREDIT, 300, 200, 300, 200, 2, 365},
      {CREDIT, 366, 150, 366, 150, 2, 730},
      {SETTLE, 730, 0, 0, 0, 2, 761},
      {CREDIT, 740, 20, 740, 20, 2, 761},
      {SETTLE, 761, 0, 0, 20, 1, 1096},
      {SETTLE, 1096, 0, 0, 0, 0, 0}}},
    {"calendar grace: longer than the period, judged once",
     LOY__WINDOW_CALENDAR,
     LOY__PERIOD_MONTH,
     NULL,
     "P45D",
     200,
     {{CREDIT, 5, 200, 5, 200, 2, 31},
      {SETTLE, 31, 0, 0, 0, 2, 59},
      {SETTLE, 59, 0, 0, 0, 2, 90},
      {SETTLE, 90, 0, 0, 0, 2, 104},
      {SETTLE, 104, 0, 0, 0, 0, 0}}},
};

static void
set_up(customer_kit *kit, const story *tale)
{
    customer_kit_init(kit);
    customer_kit_ladder(kit, "other", LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P99D");
    customer_kit_tier(kit, "base", 0, 0, NULL);
    customer_kit_ladder(kit, "status", tale->window, tale->period, tale->length);
    customer_kit_tier(kit, "base", 0, 0, NULL);
    customer_kit_tier(kit, "silver", 100, 100, NULL);
    customer_kit_tier(kit, "gold", 200, tale->keep, tale->grace);
    customer_kit_ladder(kit, "last", LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P99D");
    customer_kit_tier(kit, "base", 0, 0, NULL);
    customer_kit_start(kit);
    for (uint32_t i = 0; i < 3; i += 2)
        assert_int_equal(loy__ladder_credit(&kit->state, i, 7, 4, 0), LOY_OK);
}

static void
story_goes_on(void **data)
{
    const story *tale = *data;
    customer_kit kit;
    const loy__rung *rung;

    set_up(&kit, tale);
    rung = &kit.state.rungs[1];
    for (const step *s = tale->steps; s->op != END; s++) {
        int64_t at = customer_kit_day(s->at);
        uint32_t tier = rung->tier;
        bool changed;

        if (s->op == CREDIT) {
            loy__ladder_settle(&kit.state, 1, at);
            tier = rung->tier;
            assert_int_equal(loy__ladder_credit(&kit.state, 1, s->amount, s->day, at), LOY_OK);
        }
        changed = s->op == SETTLE ? loy__ladder_settle(&kit.state, 1, at)
                                  : loy__ladder_review(&kit.state, 1, at);
        kit.state.settled = at;
        assert_int_equal(changed, tier != rung->tier);
        assert_int_equal(rung->value, s->value);
        assert_int_equal(rung->tier, s->tier);
        assert_int_equal(loy__ladder_next(&kit.state, 1),
                         s->next == 0 ? LOY_NEVER : customer_kit_day(s->next));
    }
    assert_int_equal(kit.state.rungs[0].value, 7);
    assert_int_equal(kit.state.rungs[2].value, 7);
    customer_kit_end(&kit);
}

static void
local_days_end_the_window(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_zone(&kit, "CET-1CEST,M3.5.0,M10.5.0/3");
    customer_kit_ladder(&kit, "status", LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P12M");
    customer_kit_tier(&kit, "base", 0, 0, NULL);
    customer_kit_tier(&kit, "silver", 100, 100, NULL);
    customer_kit_start(&kit);
    /* The credit of 2025-03-30 leaves at 00:00 of 2026-03-30, in summer time. */
    assert_int_equal(loy__ladder_credit(&kit.state, 0, 100, 20177, INT64_C(1743328800000)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 0, INT64_C(1743328800000)));
    assert_true(loy__ladder_next(&kit.state, 0) == INT64_C(1774821600000));
    assert_false(loy__ladder_settle(&kit.state, 0, INT64_C(1774821599999)));
    assert_true(loy__ladder_settle(&kit.state, 0, INT64_C(1774821600000)));
    assert_int_equal(kit.state.rungs[0].tier, 0);
    assert_true(kit.state.rungs[0].since == INT64_C(1774821600000));
    customer_kit_end(&kit);
}

static void
sums_do_not_wrap(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_ladder(&kit, "status", LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P12M");
    customer_kit_tier(&kit, "base", 0, 0, NULL);
    customer_kit_start(&kit);
    assert_int_equal(loy__ladder_credit(&kit.state, 0, INT64_MAX, 1, 0), LOY_OK);
    assert_int_equal(loy__ladder_credit(&kit.state, 0, 1, 2, 0), LOY_ERR_INTERNAL);
    assert_int_equal(loy__ladder_credit(&kit.state, 0, INT64_MIN, 1, 0), LOY_ERR_INTERNAL);
    customer_kit_end(&kit);
}

/* A newer program may ask for more than the customer has: judged at once. */
static void
new_thresholds_are_due_now(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_ladder(&kit, "status", LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL);
    customer_kit_tier(&kit, "base", 0, 0, NULL);
    customer_kit_tier(&kit, "silver", 100, 100, NULL);
    customer_kit_start(&kit);
    kit.state.settled = customer_kit_day(3);
    assert_int_equal(loy__ladder_credit(&kit.state, 0, 100, 3, customer_kit_day(3)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 0, customer_kit_day(3)));
    kit.tiers[0][1].from = kit.tiers[0][1].keep_from = 101;
    assert_int_equal(loy__ladder_next(&kit.state, 0), customer_kit_day(3));
    assert_true(loy__ladder_settle(&kit.state, 0, customer_kit_day(3)));
    assert_int_equal(loy__ladder_next(&kit.state, 0), LOY_NEVER);
    customer_kit_end(&kit);
}

/* Time may be asked to go on for ever; tiers then stand still. */
static void
the_calendar_ends(void **data)
{
    static const int32_t late = 2932500; /* in 9998 */

    (void)data;
    for (uint32_t window = LOY__WINDOW_LIFETIME; window <= LOY__WINDOW_ROLLING; window++) {
        for (int graceful = 0; graceful < 2; graceful++) {
            customer_kit kit;
            int64_t at = customer_kit_day(late);

            customer_kit_init(&kit);
            customer_kit_ladder(&kit, "status", window, LOY__PERIOD_MONTH, "P20Y");
            customer_kit_tier(&kit, "base", 0, 0, NULL);
            customer_kit_tier(&kit, "silver", 100, 100, graceful ? "P9Y" : NULL);
            customer_kit_start(&kit);
            assert_int_equal(loy__ladder_credit(&kit.state, 0, 100, late, at), LOY_OK);
            assert_true(loy__ladder_review(&kit.state, 0, at));
            kit.state.settled = at;
            if (window != LOY__WINDOW_CALENDAR) {
                assert_int_equal(loy__ladder_credit(&kit.state, 0, -1, late, at), LOY_OK);
                loy__ladder_review(&kit.state, 0, at);
            }
            loy__ladder_settle(&kit.state, 0, LOY_NEVER);
            assert_int_equal(kit.state.rungs[0].tier, 0);
            assert_true(loy__ladder_next(&kit.state, 0) == LOY_NEVER);
            customer_kit_end(&kit);
        }
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, story_goes_on, stories);
    table_kit_test(&kit, "local days end the window", local_days_end_the_window);
    table_kit_test(&kit, "sums do not wrap", sums_do_not_wrap);
    table_kit_test(&kit, "new thresholds are due now", new_thresholds_are_due_now);
    table_kit_test(&kit, "the calendar ends", the_calendar_ends);
    return table_kit_run(&kit, "customer ladders");
}
