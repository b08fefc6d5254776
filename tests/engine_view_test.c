/*
 * engine_view_test.c -- views and reports that could not be filled are empty: nothing
 * in them is what was seen before.
 */
#include <stdio.h>
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/memory_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'currencies':{'stars':{'expires':{'after':'P1Y'}}},'vouchers':{'cup':{'expires':'P60D'}},"    \
    "'attributes':{'customer':{'plan':'text'}},'memberships':{'club':{'lasts':'P1Y'}},"            \
    "'ladders':{'status':{'measures':{'bought':'spend','came':'visits'},'tiers':[{'id':'green'},{" \
    "'id':'gold'"                                                                                  \
    ",'needs':{'bought':'5.00'}}]}},"                                                              \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'},'issue':'cup'}]"

enum { SALES = 200 };

static void
apply(engine_kit *kit, const char *members, size_t number)
{
    char event[1024];

    story_kit_event(members, number, event, sizeof(event));
    assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
}

/* One with many lots and vouchers, and one with few. */
static void
open_shop(engine_kit *kit)
{
    char program[2048], event[256];

    story_kit_program(SHOP, program, sizeof(program));
    engine_kit_open(kit, program);
    for (size_t i = 0; i < SALES; i++) {
        snprintf(event, sizeof(event),
                 "'time':'2026-%02u-%02uT10:00:00Z','type':'purchase','customer':'%s',"
                 "'lines':[{'id':'1','unit_price':'1.00'}]",
                 (unsigned)(1 + i / 28), (unsigned)(1 + i % 28), i < 5 ? "few" : "many");
        apply(kit, event, i + 1);
    }
    apply(kit,
          "'time':'2026-09-01T10:00:00Z','type':'profile','customer':'many',"
          "'attributes':{'plan':'family','birthday':'1990-02-28'}",
          SALES + 1);
    apply(kit,
          "'time':'2026-09-01T10:00:00Z','type':'membership','action':'start','plan':'club',"
          "'customer':'few'",
          SALES + 2);
}

static void
assert_empty(const loy_customer *view)
{
    assert_string_equal(loy_customer_id(view), "");
    assert_string_equal(loy_customer_stage(view), "");
    assert_string_equal(loy_customer_frozen(view), "");
    assert_true(loy_customer_balance(view, 0) == NULL);
    assert_true(loy_customer_tier(view, 0) == NULL);
    assert_true(loy_customer_outlook(view, 0) == NULL);
    assert_int_equal(loy_customer_measure_count(view, 0), 0);
    assert_int_equal(loy_customer_membership_count(view), 0);
    assert_int_equal(loy_customer_lot_count(view), 0);
    assert_int_equal(loy_customer_voucher_count(view), 0);
    assert_int_equal(loy_customer_expiring_count(view), 0);
    assert_int_equal(loy_customer_attribute_count(view), 0);
}

static int
look(engine_kit *kit, const char *id, loy_customer *view)
{
    return loy_engine_customer(kit->engine, id, strlen(id), LOY_TIME_NONE, view, NULL);
}

static void
without_memory_a_view_is_empty(void **state)
{
    bool failed = true;
    engine_kit kit;

    (void)state;
    open_shop(&kit);
    for (uint64_t nth = 1; failed; nth++) {
        loy_customer *view = NULL;
        memory_kit memory;
        int result;

        memory_kit_init(&memory);
        assert_int_equal(loy_customer_new(&view, &memory.memory), LOY_OK);
        assert_int_equal(look(&kit, "few", view), LOY_OK);
        assert_int_equal(loy_customer_membership_count(view), 1);
        memory_kit_fail(&memory, nth, MEMORY_KIT_FOR_GOOD);
        result = look(&kit, "many", view);
        failed = memory_kit_failed(&memory);
        assert_int_equal(result, failed ? LOY_ERR_NOMEM : LOY_OK);
        assert_true(nth > 1 || failed);
        if (failed)
            assert_empty(view);
        else
            assert_int_equal(loy_customer_lot_count(view), SALES - 5);
        loy_customer_free(view);
        memory_kit_assert_clean(&memory);
    }
    engine_kit_close(&kit);
}

static void
without_memory_a_report_is_empty(void **state)
{
    bool failed = true;
    engine_kit kit;

    (void)state;
    open_shop(&kit);
    for (uint64_t nth = 1; failed; nth++) {
        loy_report *report = NULL;
        memory_kit memory;
        int result;

        memory_kit_init(&memory);
        assert_int_equal(loy_report_new(&report, &memory.memory), LOY_OK);
        memory_kit_fail(&memory, nth, MEMORY_KIT_FOR_GOOD);
        result = loy_engine_report(kit.engine, LOY_TIME_NONE, report, NULL);
        failed = memory_kit_failed(&memory);
        assert_int_equal(result, failed ? LOY_ERR_NOMEM : LOY_OK);
        assert_true(nth > 1 || failed);
        assert_true(failed ? loy_report_customers(report) <= 2 : loy_report_customers(report) == 2);
        assert_true(loy_report_stage(report, 0) <= 2 && loy_report_tier(report, 0, 0) <= 2);
        assert_true(failed || loy_report_totals(report, 0) != NULL);
        assert_true(loy_report_vouchers(report, 0) >= 0);
        assert_true(loy_report_budget(report, 0) == NULL);
        loy_report_free(report);
        memory_kit_assert_clean(&memory);
    }
    engine_kit_close(&kit);
}

static void
who_is_not_there_is_not_seen(void **state)
{
    engine_kit kit;

    (void)state;
    open_shop(&kit);
    assert_int_equal(look(&kit, "few", kit.customer), LOY_OK);
    assert_int_equal(look(&kit, loy_customer_id(kit.customer), kit.customer), LOY_OK);
    assert_string_equal(loy_customer_id(kit.customer), "few");
    assert_int_equal(look(&kit, "nobody", kit.customer), LOY_ERR_NOT_FOUND);
    assert_empty(kit.customer);
    assert_int_equal(look(&kit, "few", kit.customer), LOY_OK);
    assert_int_equal(look(&kit, "", kit.customer), LOY_ERR_INVALID);
    assert_empty(kit.customer);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit table;

    table_kit_test(&table, "without memory a view is empty", without_memory_a_view_is_empty);
    table_kit_test(&table, "without memory a report is empty", without_memory_a_report_is_empty);
    table_kit_test(&table, "who is not there is not seen", who_is_not_there_is_not_seen);
    return table_kit_run(&table, "engine_view");
}
