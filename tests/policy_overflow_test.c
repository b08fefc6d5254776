/*
 * policy_overflow_test.c -- what is more than can be counted fails the rule that wants
 * it, or weighs the most, and never the event.
 */
#include <stdio.h>
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define HUGE "total * 9007199254740" /* of 10.00: just what may be earned */
#define BUY "'type':'purchase','customer':'a','lines':[{'unit_price':'10.00'}]"
#define CONTEST(mode)                                                                              \
    "'currencies':{'stars':{}},'groups':[{'id':'g','mode':'" mode                                  \
    "','within':'stars','rules':['more','factor']}],'rules':["                                     \
    "{'id':'more','on':'purchase','earn':{'stars':5}},"                                            \
    "{'id':'factor','on':'purchase','multiply':{'stars':'1000000'}},"                              \
    "{'id':'base','on':'purchase','earn':{'stars':'" HUGE "'}}],"                                  \
    "'stages':{'initial':'s','names':['s'],'transitions':[]}"

static const story rows[] = {
    {"a multiplier beyond all wins, and fails",
     CONTEST("highest"),
     {{BUY, "applied base:error:overflow=0"}}},
    {"or loses",
     CONTEST("lowest"),
     {{BUY, "applied more:earn:stars=5 base:earn:stars=9007199254740000"}}},
};

/* ---- Many at once ---- */

#define LINES 1200

/* Each line by itself comes to what the sum should. */
static void
lines_that_are_no_parts(void **state)
{
    static char event[LINES * 64];
    char program[1024];
    engine_kit kit;
    size_t size;

    (void)state;
    story_kit_program("'currencies':{'stars':{}},'rules':[{'id':'r','on':'purchase','earn':{"
                      "'stars':{'of':'" HUGE " / size(lines) * size(lines) + total - total','rate':"
                      "'0.01','round_at':'line'}}},{'id':'s','on':'purchase','earn':{'stars':{'of':"
                      "'9007199254740991 + total - total','rate':'0.01','round_at':'line'}}}],"
                      "'stages':{'initial':'s','names':['s'],'transitions':[]}",
                      program, sizeof(program));
    engine_kit_open(&kit, program);
    size = (size_t)snprintf(event, sizeof(event),
                            "{\"source\":\"s\",\"id\":\"1\",\"type\":\"purchase\",\"customer\":"
                            "\"a\",\"time\":\"2026-01-01T10:00:00Z\",\"lines\":[");
    for (int i = 0; i < LINES; i++)
        size += (size_t)snprintf(event + size, sizeof(event) - size, "%s{\"unit_price\":\"0.01\"}",
                                 i > 0 ? "," : "");
    snprintf(event + size, sizeof(event) - size, "]}");
    assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
    assert_non_null(strstr(engine_kit_outcome(&kit), "s:error:what earns is not a sum over lines"));
    engine_kit_close(&kit);
}

/* A counter that nobody empties. */
static void
a_counter_that_is_full(void **state)
{
    char program[1024], event[256];
    engine_kit kit;

    (void)state;
    story_kit_program("'currencies':{'stars':{}},'counters':{'cups':{}},'rules':[{'id':'r','on':"
                      "'purchase','count':{'cups':'" HUGE "'}}],"
                      "'stages':{'initial':'s','names':['s'],'transitions':[]}",
                      program, sizeof(program));
    engine_kit_open(&kit, program);
    for (size_t i = 0; i < 1024; i++) {
        story_kit_event(BUY, i, event, sizeof(event));
        assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit), "applied r:count:cups=9007199254740000");
    }
    story_kit_event(BUY, 1024, event, sizeof(event));
    assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "applied r:error:overflow=0");
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    table_kit_test(&table, "lines that are no parts of a sum", lines_that_are_no_parts);
    table_kit_test(&table, "a counter that is full", a_counter_that_is_full);
    return table_kit_run(&table, "more than can be counted");
}
