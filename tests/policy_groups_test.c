/*
 * policy_groups_test.c -- which of several rules win, how multipliers combine,
 * and what meets a cap: a story for each value of each setting.
 */
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define STARS "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},"
#define RULE(id, members) "{'id':'" id "','on':'purchase'," members "}"
#define GIVES(id, points) RULE(id, "'earn':{'stars':" points "}")
#define GROUP(members) "'groups':[{'id':'g','rules':['b','a','c']," members "}],"
#define THREE "'rules':[" GIVES("a", "5") "," GIVES("b", "3") "," GIVES("c", "9") "]"
#define SALE "'type':'purchase','customer':'c1','lines':[{'category':'food','unit_price':'10.00'}]"

/* Rules of one group that came into force at different times. */
#define DATED                                                                                      \
    "'rules':[" RULE("a", "'from':'2025-02-01','earn':{'stars':5}") "," RULE(                      \
        "b", "'from':'2025-01-01','earn':{'stars':3}") "," GIVES("c", "9") "]"

#define BASE RULE("base", "'earn':{'stars':'total / 100'}")
#define TIMES(id, from, factor) RULE(id, "'from':'" from "','multiply':{'stars':'" factor "'}")

static const story rows[] = {
    {"without a group all take effect",
     STARS THREE,
     {{SALE, "applied a:earn:stars=5 b:earn:stars=3 c:earn:stars=9"}}},
    {"a group of all changes nothing",
     STARS GROUP("'mode':'all'") THREE,
     {{SALE, "applied a:earn:stars=5 b:earn:stars=3 c:earn:stars=9"}}},
    {"the first of the list",
     STARS GROUP("'mode':'first'") THREE,
     {{SALE, "applied b:earn:stars=3"}}},
    {"the highest", STARS GROUP("'mode':'highest'") THREE, {{SALE, "applied c:earn:stars=9"}}},
    {"the lowest",
     STARS GROUP("'mode':'lowest','within':'stars'") THREE,
     {{SALE, "applied b:earn:stars=3"}}},
    {"the newest", STARS GROUP("'mode':'newest'") DATED, {{SALE, "applied a:earn:stars=5"}}},
    {"of equally new ones the last that is written",
     STARS GROUP("'mode':'newest'") THREE,
     {{SALE, "applied c:earn:stars=9"}}},
    {"of equal ones the first of the list",
     STARS GROUP("'mode':'highest'") "'rules':[" GIVES("a", "5") "," GIVES("b", "5") "," GIVES(
         "c", "5") "]",
     {{SALE, "applied b:earn:stars=5"}}},
    {"rules that time fires at one moment are judged together",
     STARS "'groups':[{'id':'g','rules':['b','a','d'],'mode':'highest'}],'rules':["
           "{'id':'a','on':'timer','when':'customer.days_since_purchase >= 3','earn':{'stars':5}},"
           "{'id':'x','on':'timer','when':'customer.days_since_purchase >= 3','notify':'hello'},"
           "{'id':'b','on':'timer','when':'customer.days_since_purchase >= 3','earn':{'stars':9}},"
           "{'id':'c','on':'timer','when':'customer.days_since_purchase >= 3 && "
           "customer.points.stars == 9','notify':'nine'},"
           "{'id':'d','on':'timer','when':'customer.days_since_purchase >= 4','earn':"
           "{'stars':1}}]",
     {{SALE, "applied"},
      {"'type':'visit','customer':'c1','time':'2026-02-01T10:00:00Z'",
       "applied b:earn:stars=9 x:notify:hello=0 c:notify:nine=0 d:earn:stars=1"}}},
    {"a rule that gives nothing does not win",
     STARS GROUP("'mode':'first'") "'rules':[" GIVES("a", "5") "," GIVES(
         "b", "'spend(lines.filter(l, l.category == `toys`))'") "," GIVES("c", "9") "]",
     {{SALE, "applied a:earn:stars=5"}}},
    {"nor the lowest",
     STARS GROUP("'mode':'lowest'") "'rules':[" GIVES("a", "5") "," GIVES(
         "b", "'total / 100000'") "," GIVES("c", "9") "]",
     {{SALE, "applied a:earn:stars=5"}}},
    {"what loses does nothing at all",
     STARS "'groups':[{'id':'g','rules':['a','b'],'mode':'first'}],'rules':[" RULE(
         "a", "'notify':'first'") "," RULE("b",
                                           "'earn':{'stars':7},'multiply':{'stars':'2'},'"
                                           "issue':'v','notify':'second'") "," GIVES("c", "1") "]",
     {{SALE, "applied c:earn:stars=1 a:notify:first=0"}}},
    {"a multiplier is worth what it adds to the others",
     STARS "'groups':[{'id':'g','rules':['flat','double'],'mode':'highest'}],'rules':[" BASE
           "," GIVES("flat", "9") "," TIMES("double", "2025-01-01", "2") "]",
     {{SALE, "applied base:earn:stars=10 double:multiply:stars=10"}}},
    {"and loses to a flat amount that is more",
     STARS "'groups':[{'id':'g','rules':['flat','double'],'mode':'highest'}],'rules':[" BASE
           "," GIVES("flat", "11") "," TIMES("double", "2025-01-01", "2") "]",
     {{SALE, "applied base:earn:stars=10 flat:earn:stars=11"}}},
    {"who loses in one group takes no part in the next",
     STARS "'groups':[{'id':'g','rules':['a','c'],'mode':'first'},"
           "{'id':'h','rules':['c','b'],'mode':'first'}]," THREE,
     {{SALE, "applied a:earn:stars=5 b:earn:stars=3"}}},
    {"who wins may lose in the next",
     STARS "'groups':[{'id':'g','rules':['a','c'],'mode':'highest'},"
           "{'id':'h','rules':['b','c'],'mode':'first'}]," THREE,
     {{SALE, "applied b:earn:stars=3"}}},
    {"the newest multiplier alone",
     STARS "'multipliers':'newest','rules':[" BASE
           "," TIMES("x3", "2025-02-01", "3") "," TIMES("x2", "2025-01-01", "2") "]",
     {{SALE, "applied base:earn:stars=10 x3:multiply:stars=20"}}},
    {"of equally new multipliers the last that is written",
     STARS "'multipliers':'newest','rules':[" BASE
           "," TIMES("x3", "2025-01-01", "3") "," TIMES("x2", "2025-01-01", "2") "]",
     {{SALE, "applied base:earn:stars=10 x2:multiply:stars=10"}}},
    {"an earning is cut to what a cap leaves",
     STARS "'caps':[{'id':'day','currency':'stars','limit':12,'per':'day','partial':true}]," THREE,
     {{SALE, "applied a:earn:stars=5 b:earn:stars=3 c:earn:stars=4/9"}}},
    {"or not given at all",
     STARS "'caps':[{'id':'day','currency':'stars','limit':12,'per':'day','partial':false}]," THREE,
     {{SALE, "applied a:earn:stars=5 b:earn:stars=3 c:earn:stars=0/9"},
      {"? c1", "stars 8 +0 -0; one"}}},
};

/* The explanation says who won, and what the others would have given. */
static void
losers_are_explained(void **state)
{
    char program[2048], sale[512];
    loy_explanation *explanation = NULL;
    const loy_event *event = NULL;
    const loy_why *why;
    engine_kit kit;

    (void)state;
    story_kit_program(STARS GROUP("'mode':'highest'") THREE, program, sizeof(program));
    story_kit_event(SALE, 1, sale, sizeof(sale));
    engine_kit_open(&kit, program);
    assert_int_equal(loy_explanation_new(&explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_event(kit.reader, sale, strlen(sale), &event, NULL), LOY_OK);
    assert_int_equal(loy_engine_explain(kit.engine, event, kit.outcome, explanation, NULL), LOY_OK);
    why = loy_explanation_at(explanation, 0);
    assert_string_equal(loy_why_name(why->why), "excluded");
    assert_string_equal(why->values, "c wins in the group g");
    assert_int_equal(why->granted, 0);
    assert_int_equal(why->wanted, 5);
    why = loy_explanation_at(explanation, 2);
    assert_int_equal(why->why, LOY_WHY_FIRED);
    assert_int_equal(why->granted, 9);
    loy_explanation_free(explanation);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, rows);
    table_kit_test(&tests, "the explanation says who won", losers_are_explained);
    return table_kit_run(&tests, "policy_groups");
}
