/*
 * customer_timers_test.c -- moments at which time moves a customer by itself.
 */
#include "kit/customer_kit.h"

/* Stages 0 and 1; 0 -> 1 after 90 days without purchase, 1 -> 0 after two
 * months in stage 1, and timer rules for 30 and 60 days. */
static void
set_up(customer_kit *kit)
{
    customer_kit_init(kit);
    customer_kit_stage(kit, "other");
    customer_kit_transition(kit, 0, "P90D");
    customer_kit_transition(kit, 1, "P2M")->since_stage = true;
    customer_kit_timer(kit, 30);
    customer_kit_timer(kit, 60);
    customer_kit_start(kit);
}

static void
purchase(customer_kit *kit, int32_t day, int64_t into)
{
    kit->state.last_purchase_on = day;
    kit->state.last_purchase = customer_kit_day(day) + into;
    kit->state.timers_from = kit->state.last_purchase;
}

static void
nothing_without_a_purchase(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    assert_true(loy__timers_next(&kit.state) == LOY_NEVER);
    assert_true(loy__state_due(&kit.state) == LOY_NEVER);
    customer_kit_end(&kit);
}

static void
rules_at_midnight_transitions_to_the_instant(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    purchase(&kit, 10, 3600000);
    assert_int_equal(loy__timers_next(&kit.state), customer_kit_day(40));
    kit.state.timers_from = customer_kit_day(40);
    assert_int_equal(loy__timers_next(&kit.state), customer_kit_day(70));
    kit.state.timers_from = customer_kit_day(70);
    assert_int_equal(loy__timers_next(&kit.state), customer_kit_day(100) + 3600000);
    kit.state.timers_from = customer_kit_day(100) + 3600000;
    assert_true(loy__timers_next(&kit.state) == LOY_NEVER);
    purchase(&kit, 200, 0);
    assert_int_equal(loy__timers_next(&kit.state), customer_kit_day(230));
    customer_kit_end(&kit);
}

static void
only_from_the_present_stage(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    purchase(&kit, 10, 0);
    kit.state.timers_from = customer_kit_day(70);
    kit.state.stage = 1;
    kit.state.stage_since = customer_kit_day(30); /* 31 January */
    assert_true(loy__transition_moment(&kit.state, &kit.transitions[0]) == LOY_NEVER);
    assert_int_equal(loy__transition_moment(&kit.state, &kit.transitions[1]),
                     customer_kit_day(89)); /* 31 March */
    assert_int_equal(loy__timers_next(&kit.state), customer_kit_day(89));
    customer_kit_end(&kit);
}

static void
past_the_calendar_never(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    purchase(&kit, 2932880, 0); /* 9999-12-15 */
    assert_true(loy__timers_next(&kit.state) == LOY_NEVER);
    customer_kit_end(&kit);
}

static void
due_is_the_first_of_all(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_transition(&kit, 0, "P90D");
    customer_kit_currency(&kit, "stars", NULL, "P80D");
    customer_kit_voucher(&kit, "coffee", "P70D");
    customer_kit_ladder(&kit, "status", LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P60D");
    customer_kit_tier(&kit, "base", 0, 0, NULL);
    customer_kit_tier(&kit, "silver", 1, 1, NULL);
    customer_kit_start(&kit);
    purchase(&kit, 0, 0);
    assert_int_equal(loy__state_due(&kit.state), customer_kit_day(90));
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 1, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_int_equal(loy__state_due(&kit.state), customer_kit_day(80));
    assert_int_equal(loy__voucher_issue(&kit.state, 0, 1, 0, NULL), LOY_OK);
    assert_int_equal(loy__state_due(&kit.state), customer_kit_day(70));
    assert_int_equal(loy__ladder_credit(&kit.state, 0, 1, 0, 0), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 0, 0));
    assert_int_equal(loy__state_due(&kit.state), customer_kit_day(60));
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_without_a_purchase),
        cmocka_unit_test(rules_at_midnight_transitions_to_the_instant),
        cmocka_unit_test(only_from_the_present_stage),
        cmocka_unit_test(past_the_calendar_never),
        cmocka_unit_test(due_is_the_first_of_all),
    };

    return cmocka_run_group_tests_name("customer timers", tests, NULL, NULL);
}
