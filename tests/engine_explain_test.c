/*
 * engine_explain_test.c -- for every rule: fired, or why not, with the term that
 * decided, its facts and the smallest change; and a quote that writes nothing.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/table_kit.h"

#define RULE(members) "{\"id\":\"r\"," members "}"
#define PROGRAM(rules)                                                                             \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":{" \
    "}},"                                                                                          \
    "\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":5,\"per\":\"day\"}],"              \
    "\"rules\":[" rules "]}"
#define WHEN(condition)                                                                            \
    PROGRAM(RULE("\"on\":\"purchase\",\"when\":\"" condition "\",\"earn\":{\"stars\":1}"))

static const char sale[] =
    "{\"source\":\"till\",\"id\":\"1\",\"type\":\"purchase\",\"time\":\"2026-03-02T11:15:00+01:"
    "00\","
    "\"customer\":\"c1\",\"store\":\"s1\",\"lines\":[{\"id\":\"1\",\"sku\":\"TEA\",\"category\":"
    "\"drinks/tea\",\"quantity\":1,\"unit_price\":\"47.60\"}]}";

typedef struct row {
    const char *name;
    const char *program;
    const char *why;
    const char *term;
    const char *values;
    const char *change;
} row;

static const row rows[] = {
    {"it fires", WHEN("event.store == 's1'"), "fired", "", "", ""},
    {"it lacks money", WHEN("total >= money('50.00')"), "condition", "total >= money('50.00')",
     "total = 47.60", "total must be at least 50.00 (2.40 more)"},
    {"more than a bound", WHEN("customer.purchases > 3"), "condition", "customer.purchases > 3",
     "customer.purchases = 0", "customer.purchases must be at least 4 (4 more)"},
    {"less than a bound", WHEN("event.local.hour < 10"), "condition", "event.local.hour < 10",
     "event.local.hour = 11", "event.local.hour must be at most 9 (2 less)"},
    {"the first term that is false",
     WHEN("event.store == 's1' && event.local.hour >= 14 && total > 0"), "condition",
     "event.local.hour >= 14", "event.local.hour = 11",
     "event.local.hour must be at least 14 (3 more)"},
    {"another store", WHEN("event.store in ['s2', 's3']"), "condition",
     "event.store in ['s2', 's3']", "event.store = 's1'", "event.store must be 's2' or 's3'"},
    {"something in the basket", WHEN("lines.exists(l, l.category.under('food'))"), "condition",
     "lines.exists(l, l.category.under('food'))", "lines = 1 line", "add a line under 'food'"},
    {"another kind of event", PROGRAM(RULE("\"on\":\"visit\",\"earn\":{\"stars\":1}")), "trigger",
     "", "", ""},
    {"out of its dates",
     PROGRAM(RULE("\"on\":\"purchase\",\"until\":\"2026-01-01\",\"earn\":{\"stars\":1}")),
     "validity", "", "", ""},
    {"capped", PROGRAM(RULE("\"on\":\"purchase\",\"earn\":{\"stars\":8}")), "capped", "", "", ""},
    {"nothing to give",
     PROGRAM(RULE("\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100000\"}")), "nothing", "",
     "", ""},
    {"it cannot be computed", WHEN("100 / (total - 4760) > 1"), "error", "", "",
     "division by zero"},
};

static void
explains(void **state)
{
    const row *r = *state;
    loy_explanation *explanation = NULL;
    const loy_event *event = NULL;
    const loy_why *why;
    engine_kit kit;

    engine_kit_open(&kit, r->program);
    assert_int_equal(loy_explanation_new(&explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_event(kit.reader, sale, strlen(sale), &event, NULL), LOY_OK);
    assert_int_equal(loy_engine_explain(kit.engine, event, kit.outcome, explanation, NULL), LOY_OK);
    assert_int_equal(loy_explanation_count(explanation), 1);
    why = loy_explanation_at(explanation, 0);
    assert_string_equal(loy_why_name(why->why), r->why);
    assert_string_equal(why->term, r->term);
    assert_string_equal(why->values, r->values);
    assert_string_equal(why->change, r->change);
    loy_explanation_free(explanation);
    engine_kit_close(&kit);
}

/* Asked for ten times, a quote leaves the store as it was and is what comes. */
static void
quote_writes_nothing(void **state)
{
    const loy_event *event = NULL;
    loy_store *inner = NULL;
    fault_kit seen;
    engine_kit kit;
    char quoted[512];

    (void)state;
    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&seen, inner);
    engine_kit_open_over(&kit, PROGRAM(RULE("\"on\":\"purchase\",\"earn\":{\"stars\":3}")),
                         &seen.store);
    assert_int_equal(loy_json_event(kit.reader, sale, strlen(sale), &event, NULL), LOY_OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(loy_engine_quote(kit.engine, event, kit.outcome, NULL), LOY_OK);
    strcpy(quoted, engine_kit_outcome(&kit));
    assert_int_equal(seen.commits, 0);
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), "not found");
    assert_int_equal(engine_kit_apply(&kit, sale), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), quoted);
    engine_kit_close(&kit);
    loy_store_close(inner);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, explains, rows);
    table_kit_test(&tests, "a quote writes nothing", quote_writes_nothing);
    return table_kit_run(&tests, "engine_explain");
}
