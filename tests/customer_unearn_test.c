/*
 * customer_unearn_test.c -- an earning of the event at hand that is not to be
 * leaves the lots of others as they are, whatever end they share.
 */
#include "kit/customer_kit.h"

/* Gives the end. */
static int64_t
earn(customer_kit *kit, int64_t points, int day, int64_t until)
{
    const loy__grant grant = {.points = points,
                              .earned = customer_kit_day(day),
                              .at = customer_kit_day(day),
                              .until = until,
                              .kind = LOY_ENTRY_EARN};
    int64_t expires;

    kit->journal.count = 0; /* another event */
    assert_int_equal(loy__earn_grant(&kit->state, &kit->journal, &grant, NULL, &expires), LOY_OK);
    return expires;
}

static void
unearn(customer_kit *kit, int64_t points, int64_t end)
{
    assert_true(loy__unearn(&kit->state, &kit->journal, 0, points, 0, end) == points);
    customer_kit_check(&kit->state);
}

/* Two lots with the end of January. */
static void
points_of_the_same_end_stay_with_their_day(void **data)
{
    customer_kit kit;
    int64_t end;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, "P1D")->spend_order = LOY__SPEND_OLDEST;
    kit.currencies[0].round_up = LOY__PERIOD_MONTH;
    customer_kit_start(&kit);
    end = earn(&kit, 30, 1, LOY_TIME_NONE);
    assert_true(earn(&kit, 20, 5, LOY_TIME_NONE) == end);
    unearn(&kit, 15, end);
    assert_int_equal(kit.state.lot_count, 2);
    assert_int_equal(kit.state.lots[0].points, 30);
    assert_int_equal(kit.state.lots[1].points, 5);
    customer_kit_end(&kit);
}

static void
points_with_an_end_of_their_own_are_told_apart(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, "P30D");
    customer_kit_start(&kit);
    earn(&kit, 30, 1, LOY_TIME_NONE);
    earn(&kit, 20, 5, customer_kit_day(31));
    unearn(&kit, 20, customer_kit_day(31));
    assert_int_equal(kit.state.lot_count, 1);
    assert_int_equal(kit.state.lots[0].points, 30);
    assert_int_equal(kit.state.lots[0].own, 0);
    customer_kit_end(&kit);
}

/* What came together has the day of the older one. */
static void
points_that_came_together_are_one_lot(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, NULL);
    customer_kit_start(&kit);
    earn(&kit, 30, 1, LOY_TIME_NONE);
    earn(&kit, 20, 5, LOY_TIME_NONE);
    assert_true(loy__unearn(&kit.state, &kit.journal, 0, 50, 0, LOY_NEVER) == 20);
    customer_kit_check(&kit.state);
    assert_int_equal(kit.state.lot_count, 1);
    assert_int_equal(kit.state.lots[0].points, 30);
    assert_int_equal(kit.journal.count, 0);
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_of_the_same_end_stay_with_their_day),
        cmocka_unit_test(points_with_an_end_of_their_own_are_told_apart),
        cmocka_unit_test(points_that_came_together_are_one_lot),
    };

    return cmocka_run_group_tests_name("customer unearn", tests, NULL, NULL);
}
