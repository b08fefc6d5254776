/*
 * customer_record_parts_test.c -- records under other programs: parts are found by key, and
 * what is gone waits in the record until it is there again.
 */
#include "kit/record_kit.h"

static void
parts_in_another_order_are_found(void **data)
{
    record_pair p;
    const loy__state *there = &p.other.state;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_SWAPPED);
    assert_int_equal(record_kit_decode(&p.other, &p.bytes), LOY_OK);
    customer_kit_check(there);
    assert_int_equal(there->foreign_size, 0);
    assert_memory_equal(&there->purses[1], &p.kit.state.purses[0], sizeof(loy__purse));
    assert_int_equal(there->rungs[0].tier, 2);
    assert_int_equal(there->rungs[0].value, 21);
    assert_string_equal(there->attributes[1].text, "caf\xc3\xa9");
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(record_kit_decode(&p.kit, &bytes), LOY_OK);
    record_kit_same(&p.kit, &p.bytes);
    customer_kit_release(&p.other, &bytes);
    record_kit_end(&p);
}

/* Parts that are gone wait in the record until they are there again. */
static void
parts_that_are_gone_return(void **data)
{
    record_pair p;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    assert_int_equal(record_kit_decode(&p.other, &p.bytes), LOY_OK);
    customer_kit_check(&p.other.state);
    assert_true(p.other.state.foreign_size > 0);
    assert_int_equal(p.other.state.stage, 0);
    assert_int_equal(p.other.state.rungs[0].tier, 0); /* silver is gone */
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(record_kit_decode(&p.other, &bytes), LOY_OK);
    record_kit_same(&p.other, &bytes);
    assert_int_equal(record_kit_decode(&p.kit, &bytes), LOY_OK);
    assert_int_equal(p.kit.state.stage, 1);
    assert_int_equal(p.kit.state.foreign_size, 0);
    /* Only the tier that was gone is not as it was. */
    p.kit.state.rungs[0].tier = 1;
    record_kit_same(&p.kit, &p.bytes);
    customer_kit_release(&p.other, &bytes);
    record_kit_end(&p);
}

/* Two ladders, or the first of them alone. */
static void
set_up_ladders(customer_kit *kit, uint32_t count, uint32_t window, loy__period period)
{
    static const char *const names[2] = {"one", "two"};

    customer_kit_init(kit);
    for (uint32_t i = 0; i < count; i++) {
        customer_kit_ladder(kit, names[i], window, period, "P5D");
        customer_kit_tier(kit, "base", 0, 0, NULL);
        customer_kit_tier(kit, "gold", 20, 20, "P7D");
    }
}

static void
set_up_terms(customer_kit *kit, uint32_t count)
{
    set_up_ladders(kit, count, LOY__WINDOW_ROLLING, LOY__PERIOD_DAY);
    for (uint32_t i = 0; i < count; i++) {
        kit->ladders[i].lasts = LOY__LASTS_TERM;
        kit->ladders[i].term = customer_kit_duration("P30D");
    }
    customer_kit_start(kit);
}

static void
set_up_periods(customer_kit *kit, uint32_t count)
{
    set_up_ladders(kit, count, LOY__WINDOW_CALENDAR, LOY__PERIOD_YEAR);
    customer_kit_start(kit);
}

/* A program that has less of it reads and writes the record, and it comes back with all. */
static void
there_and_back(customer_kit *kit, customer_kit *other)
{
    customer_kit_bytes bytes = customer_kit_encode(kit), between;

    assert_int_equal(record_kit_decode(other, &bytes), LOY_OK);
    between = customer_kit_encode(other);
    assert_int_equal(record_kit_decode(kit, &between), LOY_OK);
    record_kit_same(kit, &bytes);
    customer_kit_release(other, &between);
    customer_kit_release(kit, &bytes);
}

static void
a_tier_that_is_gone_returns_with_its_term(void **data)
{
    customer_kit kit, other;

    (void)data;
    set_up_terms(&kit, 2);
    set_up_terms(&other, 1);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, 20, 1, customer_kit_day(1)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 1, customer_kit_day(1)));
    kit.state.settled = customer_kit_day(1);
    there_and_back(&kit, &other);
    assert_false(loy__ladder_settle(&kit.state, 1, customer_kit_day(31)));
    assert_true(kit.state.rungs[1].drop == customer_kit_day(38));
    assert_true(loy__ladder_settle(&kit.state, 1, customer_kit_day(38)));
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

/* What the running period alone has earned of a tier can be taken back within it,
 * also when the ladder was gone meanwhile. */
static void
a_tier_that_is_gone_returns_with_what_secures_it(void **data)
{
    customer_kit kit, other;

    (void)data;
    set_up_periods(&kit, 2);
    set_up_periods(&other, 1);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, 20, 1, customer_kit_day(1)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 1, customer_kit_day(1)));
    there_and_back(&kit, &other);
    assert_int_equal(kit.state.rungs[1].tier, 1);
    assert_int_equal(kit.state.rungs[1].base, 0);
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

/* And so can what the period before it has given. */
static void
a_ladder_that_is_gone_returns_with_what_judged_it(void **data)
{
    customer_kit kit, other;

    (void)data;
    set_up_periods(&kit, 2);
    set_up_periods(&other, 1);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, 20, 1, customer_kit_day(1)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 1, customer_kit_day(1)));
    assert_false(loy__ladder_settle(&kit.state, 1, customer_kit_day(366)));
    assert_int_equal(kit.state.review_count, 1);
    there_and_back(&kit, &other);
    assert_int_equal(other.state.review_count, 0);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, -20, 1, customer_kit_day(366)), LOY_OK);
    assert_int_equal(loy__ladder_fall_back(&kit.state, 1, customer_kit_day(366)), LOY_OK);
    assert_true(kit.state.rungs[1].drop == customer_kit_day(365 + 7)); /* its grace */
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

static void
a_stage_that_was_left_does_not_return(void **data)
{
    record_pair p;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    assert_int_equal(record_kit_decode(&p.other, &p.bytes), LOY_OK);
    p.other.state.stage_since = customer_kit_day(9);
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(record_kit_decode(&p.kit, &bytes), LOY_OK);
    assert_int_equal(p.kit.state.stage, 0);
    assert_int_equal(p.kit.state.foreign_size, 0);
    customer_kit_release(&p.other, &bytes);
    record_kit_end(&p);
}

/* The order of lots follows the program that reads. */
static void
another_spending_order_sorts_again(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, "P30D")->spend_order = LOY__SPEND_OLDEST;
    customer_kit_start(&kit);
    kit.currencies[0].after.days = 90;
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 5, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    kit.currencies[0].after.days = 30;
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 6, customer_kit_day(1),
                               customer_kit_day(1), LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_int_equal(kit.state.lots[0].points, 5);
    bytes = customer_kit_encode(&kit);
    kit.currencies[0].spend_order = LOY__SPEND_SOONEST;
    assert_int_equal(record_kit_decode(&kit, &bytes), LOY_OK);
    assert_int_equal(kit.state.lots[0].points, 6);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_in_another_order_are_found),
        cmocka_unit_test(parts_that_are_gone_return),
        cmocka_unit_test(a_tier_that_is_gone_returns_with_its_term),
        cmocka_unit_test(a_tier_that_is_gone_returns_with_what_secures_it),
        cmocka_unit_test(a_ladder_that_is_gone_returns_with_what_judged_it),
        cmocka_unit_test(a_stage_that_was_left_does_not_return),
        cmocka_unit_test(another_spending_order_sorts_again),
    };

    return cmocka_run_group_tests_name("customer record parts", tests, NULL, NULL);
}
