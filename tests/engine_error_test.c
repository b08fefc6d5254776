/*
 * engine_error_test.c -- a call of an engine that fails says why, whichever
 * allocation it was that failed.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/memory_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'currencies':{'stars':{'pending':'P1D','expires':{'after':'P1Y'}}},"                          \
    "'ladders':{'status':{'counts':'spend','tiers':[{'id':'a','from':0},{'id':'b','from':9}]}},"   \
    "'budgets':[{'id':'all','currency':'stars','limit':12,'rules':['base']}],"                     \
    "'rules':[{'id':'base','on':'purchase','when':'total > 1','earn':{'stars':'total / 100'}}]"
#define MOMENT INT64_C(1800000000000)

/* What is called: an engine over a store with a customer, and objects to fill,
 * all of which take their memory from the kit. */
typedef struct shop {
    memory_kit memory;
    engine_kit kit;
    loy_engine *engine;
    loy_outcome *outcome;
    loy_explanation *explanation;
    loy_customer *customer;
    loy_report *report;
    const loy_event *event;
} shop;

static void
open_shop(shop *s)
{
    char program[2048], text[512];

    memory_kit_init(&s->memory);
    story_kit_program(SHOP, program, sizeof(program));
    engine_kit_open(&s->kit, program);
    story_kit_event("'type':'purchase','customer':'c1','lines':[{'id':'1','unit_price':'5.00'}]", 1,
                    text, sizeof(text));
    assert_int_equal(engine_kit_apply(&s->kit, text), LOY_OK);
    story_kit_event("'type':'purchase','customer':'c1','lines':[{'id':'1','unit_price':'7.00'}]", 2,
                    text, sizeof(text));
    assert_int_equal(loy_json_event(s->kit.reader, text, strlen(text), &s->event, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&s->engine, s->kit.program, s->kit.store, &s->memory.memory),
                     LOY_OK);
    assert_int_equal(loy_outcome_new(&s->outcome, &s->memory.memory), LOY_OK);
    assert_int_equal(loy_explanation_new(&s->explanation, &s->memory.memory), LOY_OK);
    assert_int_equal(loy_customer_new(&s->customer, &s->memory.memory), LOY_OK);
    assert_int_equal(loy_report_new(&s->report, &s->memory.memory), LOY_OK);
}

static void
close_shop(shop *s)
{
    loy_report_free(s->report);
    loy_customer_free(s->customer);
    loy_explanation_free(s->explanation);
    loy_outcome_free(s->outcome);
    loy_engine_free(s->engine);
    memory_kit_assert_clean(&s->memory);
    engine_kit_close(&s->kit);
}

static int
apply(shop *s, loy_error *error)
{
    return loy_engine_apply(s->engine, s->event, s->outcome, error);
}

static int
explain(shop *s, loy_error *error)
{
    return loy_engine_explain(s->engine, s->event, s->outcome, s->explanation, error);
}

static int
advance(shop *s, loy_error *error)
{
    return loy_engine_advance(s->engine, MOMENT, 0, NULL, error);
}

static int
look(shop *s, loy_error *error)
{
    return loy_engine_customer(s->engine, "c1", 2, MOMENT, s->customer, error);
}

static int
add_up(shop *s, loy_error *error)
{
    return loy_engine_report(s->engine, MOMENT, s->report, error);
}

static int
roll(shop *s, loy_error *error)
{
    return loy_engine_flows(s->engine, 0, MOMENT, s->report, error);
}

static int
apply_table(shop *s, loy_error *error)
{
    static const int64_t times[] = {MOMENT}, prices[] = {500};
    const loy_column text = {.data = "x", .kind = LOY_COLUMN_CONSTANT, .width = 1};
    const loy_columns columns = {.size = sizeof(columns),
                                 .rows = 1,
                                 .source = text,
                                 .id = text,
                                 .customer = text,
                                 .time = {.data = times, .kind = LOY_COLUMN_INT64},
                                 .unit_price = {.data = prices, .kind = LOY_COLUMN_INT64}};

    return loy_engine_apply_columns(s->engine, &columns, 1, NULL, error);
}

static const struct call_case {
    const char *name;
    int (*call)(shop *s, loy_error *error);
} calls[] = {
    {"an event", apply},      {"an explanation", explain},
    {"time alone", advance},  {"a view of a customer", look},
    {"a report", add_up},     {"flows", roll},
    {"a table", apply_table},
};

static void
call_says_why_it_fails(void **state)
{
    const struct call_case *c = *state;
    bool reached = true;

    for (uint64_t nth = 1; reached; nth++) {
        loy_error error = LOY_ERROR_INIT;
        shop s;
        int result;

        open_shop(&s);
        memory_kit_fail(&s.memory, nth, MEMORY_KIT_ONCE);
        result = c->call(&s, &error);
        reached = memory_kit_failed(&s.memory);
        memory_kit_fail(&s.memory, 0, 0);
        assert_int_equal(result, reached ? LOY_ERR_NOMEM : LOY_OK);
        assert_int_equal(error.code, result);
        assert_true((error.text[0] != '\0') == reached);
        close_shop(&s);
    }
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, call_says_why_it_fails, calls);
    return table_kit_run(&tests, "engine_error");
}
