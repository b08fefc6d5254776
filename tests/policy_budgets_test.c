/*
 * policy_budgets_test.c -- how often a rule may be used, budgets that all
 * customers share, and what returns give back of either: a story for each value
 * of each setting.
 */
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define HEAD "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},"
#define RULE(id, members) "{'id':'" id "','on':'purchase'," members "}"
#define LIMITED(limit) HEAD "'rules':[" RULE("r", "'earn':{'stars':5},'limit':{" limit "}") "]"
#define BY(customer, day)                                                                          \
    "'type':'purchase','customer':'" customer "','time':'2026-03-" day                             \
    "T10:00:00Z','lines':[{'id':'1','unit_price':'10.00'},{'id':'2','unit_price':'30.00'}]"
#define BUY_FOR(price)                                                                             \
    "'type':'purchase','customer':'c1','time':'2026-03-02T10:00:00Z','lines':[{'unit_price':"      \
    "'" price "'}]"
#define RECEIPT(number) ",'attributes':{'receipt':'" number "'}"
#define BACK(sale, day)                                                                            \
    "'type':'return','customer':'c1','time':'2026-03-" day "T12:00:00Z','receipt':{'id':'" sale "'}"
#define PART(sale, day, line) BACK(sale, day) ",'lines':[{'id':'" line "','quantity':1}]"
#define NO "applied"
#define YES "applied r:earn:stars=5"

#define BUDGET(members) HEAD "'budgets':[{'id':'b','rules':['r']," members "}],"
#define POINTS(members)                                                                            \
    BUDGET("'currency':'stars','limit':100" members)                                               \
    "'rules':[" RULE("r", "'earn':{'stars':'spend(lines) / 100'}") "]"
#define TIMES(members) BUDGET("'times':2" members) "'rules':[" RULE("r", "'earn':{'stars':5}") "]"
#define FORTY "applied r:earn:stars=40"
/* Ten and thirty stars, each of its line. */
#define LINE_BY_LINE                                                                               \
    "'rules':[" RULE("r", "'earn':{'stars':{'of':'total','rate':'1','round_at':'line'}}") "]"

static const story limits[] = {
    {"once for each customer",
     LIMITED("'customer':1"),
     {{BY("c1", "01"), YES}, {BY("c1", "02"), NO}, {BY("c2", "02"), YES}}},
    {"once a day",
     LIMITED("'customer':1,'per':'day'"),
     {{BY("c1", "01"), YES}, {BY("c1", "01"), NO}, {BY("c1", "02"), YES}}},
    {"twice a week, which begins on Monday",
     LIMITED("'customer':2,'per':'week'"),
     {{BY("c1", "06"), YES}, {BY("c1", "07"), YES}, {BY("c1", "08"), NO}, {BY("c1", "09"), YES}}},
    {"once for all customers",
     LIMITED("'all':1"),
     {{BY("c1", "01"), YES}, {BY("c2", "02"), NO}, {BY("c1", "03"), NO}}},
    {"a return gives the use back",
     LIMITED("'customer':1,'all':1"),
     {{"'id':'s'," BY("c1", "01"), YES},
      {BY("c2", "02"), NO},
      {PART("s", "02", "1"), "applied"},
      {BY("c2", "02"), NO},
      {BACK("s", "02"), "applied return:clawback:stars=5"},
      {BY("c2", "03"), YES}}},
    {"unless it is kept",
     LIMITED("'customer':1,'freed':false"),
     {{"'id':'s'," BY("c1", "01"), YES}, {BACK("s", "02"), NULL}, {BY("c1", "03"), NO}}},
    {"a use that gives nothing does not count",
     HEAD "'rules':[" RULE("r", "'earn':{'stars':'total / 100000 * 5'},'limit':{'customer':1}") "]",
     {{BY("c1", "01"), NO},
      {"'type':'purchase','customer':'c1','time':'2026-03-02T10:00:00Z','lines':[{'unit_price':"
       "'1000.00'}]",
       YES}}},
    {"nor one that a cap leaves nothing of",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':0,'per':'day','rules':['r']}],'rules':"
          "[" RULE("r", "'earn':{'stars':5},'limit':{'customer':1}") "," RULE(
              "n", "'when':'customer.points.stars > 0','notify':'x'") "]",
     {{BY("c1", "01"), "applied r:earn:stars=0/5"}, {BY("c1", "02"), "applied r:earn:stars=0/5"}}},
    {"nor one that multiplies nothing",
     HEAD "'rules':[" RULE("b", "'earn':{'stars':'total / 10000'}") "," RULE(
         "r", "'multiply':{'stars':'2'},'limit':{'customer':1}") "]",
     {{BY("c1", "01"), NO},
      {BUY_FOR("200.00"), "applied b:earn:stars=2 r:multiply:stars=2"},
      {BUY_FOR("200.00"), "applied b:earn:stars=2"}}},
    {"nor only what is not multiplied",
     HEAD "'rules':[" RULE("b", "'earn':{'stars':'total / 4000'},'bonus':true") "," RULE(
         "r", "'multiply':{'stars':'2'},'limit':{'customer':1}") "," RULE("n",
                                                                          "'earn':{'stars':'total "
                                                                          "/ 10000'}") "]",
     {{BY("c1", "01"), "applied b:earn:stars=1"},
      {BUY_FOR("200.00"), "applied b:earn:stars=5 n:earn:stars=2 r:multiply:stars=2"}}},
    {"nor one that leads to the stage where one is",
     "'stages':{'initial':'one','names':['one','two']},'rules':[{'id':'t','on':'visit','stage':"
     "'two'}," RULE("r", "'stage':'one','limit':{'customer':1}") "]",
     {{BY("c1", "01"), NO},
      {"'type':'visit','customer':'c1','time':'2026-03-02T10:00:00Z'", "applied t:stage:two"},
      {BY("c1", "03"), "applied r:stage:one"},
      {"'type':'visit','customer':'c1','time':'2026-03-04T10:00:00Z'", "applied t:stage:two"},
      {BY("c1", "05"), NO}}},
    {"what is used up does not win in its group",
     HEAD "'groups':[{'id':'g','rules':['r','s'],'mode':'first'}],'rules':[" RULE(
         "r", "'earn':{'stars':5},'limit':{'customer':1}") "," RULE("s", "'earn':{'stars':1}") "]",
     {{BY("c1", "01"), YES}, {BY("c1", "02"), "applied s:earn:stars=1"}}},
    {"and does nothing else either",
     HEAD "'rules':[" RULE("r", "'notify':'hello','issue':'v','limit':{'customer':1}") "]",
     {{BY("c1", "01"), "applied r:issue:v=1 r:notify:hello=0"}, {BY("c1", "02"), NO}}},
    {"a rule that time fires is limited for each customer",
     HEAD "'rules':[{'id':'r','on':'timer','when':'customer.days_since_purchase >= 3','earn':"
          "{'stars':5},'limit':{'customer':1}}]",
     {{BY("c1", "01"), NO}, {BY("c1", "10"), "applied r:earn:stars=5"}, {BY("c1", "20"), NO}}},
};

static const story budgets[] = {
    {"points for all customers, the last earning cut",
     POINTS(""),
     {{BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {BY("c3", "01"), "applied r:earn:stars=20/40"},
      {BY("c4", "01"), "applied r:earn:stars=0/40"}}},
    {"or not given at all",
     POINTS(",'partial':false"),
     {{BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {BY("c3", "01"), "applied r:earn:stars=0/40"}}},
    {"nor of any line, where points are rounded line by line",
     BUDGET("'currency':'stars','limit':95,'partial':false") LINE_BY_LINE,
     {{BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {BY("c3", "01"), "applied r:earn:stars=0/40"}}},
    {"each month anew",
     POINTS(",'per':'month'"),
     {{BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {BY("c3", "31"), "applied r:earn:stars=20/40"},
      {"'type':'purchase','customer':'c3','time':'2026-04-01T10:00:00Z','lines':[{'unit_price':"
       "'40.00'}]",
       FORTY}}},
    {"a return gives its points back, line by line",
     POINTS(""),
     {{"'id':'s'," BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {PART("s", "02", "2"), "applied return:clawback:stars=30"},
      {BY("c3", "02"), FORTY},
      {BY("c4", "02"), "applied r:earn:stars=10/40"}}},
    {"unless they are kept",
     POINTS(",'freed':false"),
     {{"'id':'s'," BY("c1", "01"), FORTY},
      {BY("c2", "01"), FORTY},
      {BACK("s", "02"), NULL},
      {BY("c3", "02"), "applied r:earn:stars=20/40"}}},
    {"uses of all customers",
     TIMES(""),
     {{BY("c1", "01"), YES}, {BY("c1", "01"), YES}, {BY("c2", "01"), NO}}},
    {"each day anew",
     TIMES(",'per':'day'"),
     {{BY("c1", "01"), YES}, {BY("c2", "01"), YES}, {BY("c3", "01"), NO}, {BY("c3", "02"), YES}}},
    {"uses come back with the sale",
     TIMES(""),
     {{"'id':'s'," BY("c1", "01"), YES},
      {BY("c1", "01"), YES},
      {BACK("s", "02"), NULL},
      {BY("c2", "02"), YES},
      {BY("c2", "02"), NO}}},
    {"two rules share one budget in one event",
     HEAD "'budgets':[{'id':'b','rules':['r','s'],'times':1}],'rules':[" RULE(
         "r", "'earn':{'stars':5}") "," RULE("s", "'earn':{'stars':1}") "]",
     {{BY("c1", "01"), YES}}},
    {"what fails uses none of it",
     HEAD "'counters':{'n':{}},'budgets':[{'id':'b','rules':['s','r'],'times':1}],'rules':[" RULE(
         "s", "'count':{'n':'0 - customer.visits'}") "," RULE("r", "'earn':{'stars':5}") "]",
     {{"'type':'visit','customer':'c1'", NULL},
      {BY("c1", "01"), "applied s:error:the amount is negative=0 r:earn:stars=5"},
      {BY("c1", "01"), "applied s:error:the amount is negative=0"}}},
    {"and the points of one",
     HEAD "'budgets':[{'id':'b','rules':['r','s'],'currency':'stars','limit':7}],'rules':[" RULE(
         "r", "'earn':{'stars':5}") "," RULE("s", "'earn':{'stars':4}") "]",
     {{BY("c1", "01"), "applied r:earn:stars=5 s:earn:stars=2/4"}}},
    {"but not the points of another currency",
     "'currencies':{'stars':{},'miles':{}},'stages':{'initial':'one','names':['one']},'budgets':["
     "{'id':'b','rules':['r'],'currency':'stars','limit':100},"
     "{'id':'m','rules':['r'],'currency':'miles','limit':100}],'rules':[" RULE(
         "r", "'earn':{'stars':60,'miles':60}") "]",
     {{BY("c1", "01"), "applied r:earn:stars=60 r:earn:miles=60"},
      {BY("c1", "01"), "applied r:earn:stars=40/60 r:earn:miles=40/60"}}},
    {"caps come first: what they cut is left for others",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':10,'per':'day'}],"
          "'budgets':[{'id':'b','rules':['r'],'currency':'stars','limit':25}],'rules':[" RULE(
              "r", "'earn':{'stars':40}") "]",
     {{BY("c1", "01"), "applied r:earn:stars=10/40"},
      {BY("c2", "01"), "applied r:earn:stars=10/40"},
      {BY("c3", "01"), "applied r:earn:stars=5/40"}}},
};

#define CAPPED(members)                                                                            \
    HEAD "'caps':[{'id':'c','currency':'stars','limit':50,'per':'week'" members "}],"              \
         "'rules':[" RULE("r", "'earn':{'stars':'spend(lines) / 100'}") "]"

/* ---- Budgets that are kept by a text ---- */

#define STORE(store) ",'store':'" store "'"
#define EACH(members) POINTS(",'by':'event.store'" members)

static const story kept[] = {
    {"each store has a budget of its own",
     EACH(""),
     {{BY("c1", "01") STORE("a"), FORTY},
      {BY("c2", "01") STORE("a"), FORTY},
      {BY("c3", "01") STORE("a"), "applied r:earn:stars=20/40"},
      {BY("c3", "01") STORE("b"), FORTY},
      {BY("c3", "01") STORE("a"), "applied r:earn:stars=0/40"},
      {BY("c3", "01"), FORTY}}},
    {"also in each period",
     EACH(",'per':'week'"),
     {{BY("c1", "08") STORE("a"), FORTY},
      {BY("c2", "08") STORE("a"), FORTY},
      {BY("c3", "08") STORE("a"), "applied r:earn:stars=20/40"},
      {BY("c3", "09") STORE("a"), FORTY}}},
    {"what comes back elsewhere goes back to where it was taken",
     EACH(",'per':'month'"),
     {{"'id':'s'," BY("c1", "01") STORE("a"), FORTY},
      {BY("c2", "01") STORE("a"), FORTY},
      {BY("c2", "01") STORE("b"), FORTY},
      {PART("s", "02", "2") STORE("b"), "applied return:clawback:stars=30"},
      {BY("c3", "01") STORE("a"), FORTY},
      {BY("c3", "01") STORE("a"), "applied r:earn:stars=10/40"},
      {BY("c3", "01") STORE("b"), FORTY},
      {BY("c3", "01") STORE("b"), "applied r:earn:stars=20/40"}}},
    {"uses of a terminal, by an attribute of the event",
     "'attributes':{'event':{'terminal':'text'}}," TIMES(",'by':'event.attributes.terminal'"),
     {{BY("c1", "01") ",'attributes':{'terminal':'x'}", YES},
      {BY("c2", "01") ",'attributes':{'terminal':'x'}", YES},
      {BY("c3", "01") ",'attributes':{'terminal':'x'}", NO},
      {BY("c3", "01") ",'attributes':{'terminal':'y'}", YES}}},
    {"by any text that can be told, however long it is",
     TIMES(
         ",'by':'event.store + `This is a text that goes on and on, which is to say that it is so "
         "long that no record has a name like it: nobody would give it to a store, but who knows "
         "what the future brings`'"),
     {{BY("c1", "01") STORE("a"), YES},
      {BY("c2", "01") STORE("a"), YES},
      {BY("c3", "01") STORE("a"), NO},
      {BY("c3", "01") STORE("b"), YES}}},
    {"a rule once a day in each store",
     LIMITED("'customer':1,'per':'day','by':'event.store'"),
     {{BY("c1", "01") STORE("a"), YES},
      {BY("c1", "01") STORE("a"), NO},
      {BY("c1", "01") STORE("b"), YES},
      {BY("c2", "01") STORE("b"), YES},
      {BY("c1", "01") STORE("b"), NO},
      {BY("c1", "02") STORE("b"), YES},
      {BY("c1", "01") STORE("b"), NO}}},
    {"a rule so often in each store for all customers",
     LIMITED("'all':1,'by':'event.store'"),
     {{BY("c1", "01") STORE("a"), YES},
      {BY("c2", "01") STORE("a"), NO},
      {BY("c2", "01") STORE("b"), YES}}},
    {"one award for a receipt, whoever shows it and under whatever id",
     "'attributes':{'event':{'receipt':'text'}}," LIMITED(
         "'all':1,'by':'event.store + `/` + event.attributes.receipt'"),
     {{BY("c1", "01") STORE("a") RECEIPT("77"), YES},
      {BY("c1", "02") STORE("a") RECEIPT("77"), NO},
      {"'source':'other'," BY("c2", "01") STORE("a") RECEIPT("77"), NO},
      {BY("c2", "01") STORE("b") RECEIPT("77"), YES},
      {BACK("1", "03") STORE("a"), NULL},
      {BY("c2", "04") STORE("a") RECEIPT("77"), YES}}},
    {"its use is given back where it was",
     LIMITED("'customer':1,'by':'event.store'"),
     {{"'id':'s'," BY("c1", "01") STORE("a"), YES},
      {BY("c1", "01") STORE("b"), YES},
      {BACK("s", "02") STORE("b"), NULL},
      {BY("c1", "03") STORE("b"), NO},
      {BY("c1", "03") STORE("a"), YES}}},
    {"what was used long ago is forgotten, and what is used for ever is not",
     HEAD
     "'rules':[" RULE("r", "'earn':{'stars':5},'limit':{'customer':1,'per':'year','by':"
                           "'event.store'}") "," RULE("s", "'earn':{'stars':1},'limit':{'customer':"
                                                           "1,'by':'event.store'}") "]",
     {{BY("c1", "01") STORE("a"), "applied r:earn:stars=5 s:earn:stars=1"},
      {BY("c1", "02") STORE("b"), "applied r:earn:stars=5 s:earn:stars=1"},
      {"'type':'purchase','customer':'c1','store':'b','time':'2029-01-01T10:00:00Z','lines':[]",
       YES},
      {BY("c1", "02") STORE("b"), NO},
      {BY("c1", "02") STORE("a"), YES}}},
    {"two accounts become one: in each store they add up",
     LIMITED("'customer':2,'by':'event.store'"),
     {{BY("c1", "01") STORE("a"), YES},
      {BY("c2", "01") STORE("a"), YES},
      {BY("c2", "01") STORE("b"), YES},
      {"'type':'merge','customer':'c2','to':'c1','time':'2026-03-02T10:00:00Z'", NULL},
      {BY("c1", "03") STORE("a"), NO},
      {BY("c1", "03") STORE("b"), YES},
      {BY("c1", "03") STORE("b"), NO}}},
    {"where it cannot be told, nothing is given",
     TIMES(",'by':'{`a`: `x`}[event.store]'"),
     {{BY("c1", "01") STORE("a"), YES},
      {BY("c2", "01") STORE("b"), "applied r:error:no such key=0"}}},
};

#define ON(day)                                                                                    \
    "'type':'purchase','customer':'c1','time':'2026-" day                                          \
    "T10:00:00Z','lines':[{'id':'1','unit_price':'10.00'},{'id':'2','unit_price':'30.00'}]"

static const story caps[] = {
    {"of a quarter",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':50,'per':'quarter'}]," LINE_BY_LINE,
     {{ON("01-01"), FORTY}, {ON("03-31"), "applied r:earn:stars=10/40"}, {ON("04-01"), FORTY}}},
    {"of a half-year",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':50,'per':'half-year'}]," LINE_BY_LINE,
     {{ON("01-01"), FORTY}, {ON("06-30"), "applied r:earn:stars=10/40"}, {ON("07-01"), FORTY}}},
    {"of each event by itself",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':35,'per':'event'}]," LINE_BY_LINE,
     {{BY("c1", "01"), "applied r:earn:stars=35/40"},
      {BY("c1", "01"), "applied r:earn:stars=35/40"}}},
    {"of each event, or not at all",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':35,'per':'event','partial':false},"
          "{'id':'d','currency':'stars','limit':100,'per':'day'}]," LINE_BY_LINE,
     {{BY("c1", "01"), "applied r:earn:stars=0/40"}}},
    {"what comes back makes room under a cap",
     CAPPED(""),
     {{"'id':'s'," BY("c1", "02"), FORTY},
      {BACK("s", "03"), "applied return:clawback:stars=40"},
      {BY("c1", "04"), FORTY},
      {BY("c1", "05"), "applied r:earn:stars=10/40"}}},
    {"unless a cap that was used stays used",
     CAPPED(",'freed':false"),
     {{"'id':'s'," BY("c1", "02"), FORTY},
      {BACK("s", "03"), NULL},
      {BY("c1", "04"), "applied r:earn:stars=10/40"}}},
    {"also line by line, where it says so",
     CAPPED(",'freed':true"),
     {{"'id':'s'," BY("c1", "02"), FORTY},
      {PART("s", "03", "2"), "applied return:clawback:stars=30"},
      {BY("c1", "04"), FORTY},
      {BY("c1", "05"), "applied r:earn:stars=0/40"}}},
    {"but not in another period",
     CAPPED(",'freed':true"),
     {{"'id':'s'," BY("c1", "02"), FORTY},
      {BY("c1", "09"), FORTY},
      {BACK("s", "10"), NULL},
      {BY("c1", "11"), "applied r:earn:stars=10/40"}}},
    {"what is earned line by line is cut from the last line",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':35,'per':'day'}]," LINE_BY_LINE,
     {{"'id':'s'," BY("c1", "02"), "applied r:earn:stars=35/40"},
      {PART("s", "03", "2"), "applied return:clawback:stars=25"}}},
    {"or not given at all, of any line",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':35,'per':'day','partial':false},"
          "{'id':'d','currency':'stars','limit':60,'per':'month'}]," LINE_BY_LINE,
     {{BY("c1", "02"), "applied r:earn:stars=0/40"},
      {BY("c1", "03"), "applied r:earn:stars=0/40"}}},
    {"as much as the rules take back when they are run again",
     "'returns':{'method':'re-evaluate'}," HEAD
     "'caps':[{'id':'c','currency':'stars','limit':50,'per':'week'}],'rules':[" RULE(
         "r", "'when':'total >= 4000','earn':{'stars':40}") "]",
     {{"'id':'s'," BY("c1", "02"), FORTY},
      {PART("s", "03", "1"), "applied return:clawback:stars=40"},
      {BY("c1", "04"), FORTY},
      {BY("c1", "05"), "applied r:earn:stars=10/40"}}},
    {"points that a budget does not leave use no cap",
     HEAD "'caps':[{'id':'c','currency':'stars','limit':10,'per':'week'}],'budgets':[{'id':'b',"
          "'rules':['r'],'currency':'stars','limit':0}],'rules':[" RULE(
              "r", "'earn':{'stars':1}") "," RULE("s", "'earn':{'stars':5}") "]",
     {{BY("c1", "02"), "applied r:earn:stars=0/1 s:earn:stars=5"},
      {BY("c1", "03"), "applied r:earn:stars=0/1 s:earn:stars=4/5"}}},
    {"for the rules that it names",
     CAPPED(",'freed':true,'rules':['r']"),
     {{"'id':'s'," BY("c1", "02"), FORTY}, {BACK("s", "03"), NULL}, {BY("c1", "04"), FORTY}}},
};

/* In one group as by single events, and a quote uses nothing. */
static void
groups_share_a_budget(void **state)
{
    static const char *const customers[] = {BY("c1", "01"), BY("c2", "01"), BY("c3", "01")};
    const loy_event *events[3];
    loy_json_reader *readers[3];
    loy_outcome *outcomes[3];
    char program[2048], text[1024];
    uint64_t done;
    engine_kit kit;

    (void)state;
    story_kit_program(POINTS(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    for (size_t i = 0; i < 3; i++) {
        story_kit_event(customers[i], i + 1, text, sizeof(text));
        assert_int_equal(loy_json_reader_new(&readers[i], kit.program, NULL), LOY_OK);
        assert_int_equal(loy_json_event(readers[i], text, strlen(text), &events[i], NULL), LOY_OK);
        assert_int_equal(loy_outcome_new(&outcomes[i], NULL), LOY_OK);
    }
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(loy_engine_quote(kit.engine, events[i % 3], outcomes[0], NULL), LOY_OK);
    assert_int_equal(loy_engine_apply_batch(kit.engine, events, 3, 3, outcomes, &done, NULL),
                     LOY_OK);
    assert_int_equal(done, 3);
    assert_int_equal(loy_outcome_effect(outcomes[1], 0)->amount, 40);
    assert_int_equal(loy_outcome_effect(outcomes[2], 0)->amount, 20);
    assert_int_equal(loy_outcome_effect(outcomes[2], 0)->wanted, 40);
    for (size_t i = 0; i < 3; i++) {
        loy_json_reader_free(readers[i]);
        loy_outcome_free(outcomes[i]);
    }
    engine_kit_close(&kit);
}

/* The explanation tells a limit from a budget. */
static void
reasons_are_told(void **state)
{
    loy_explanation *explanation = NULL;
    const loy_event *event;
    char program[2048], text[1024];
    engine_kit kit;

    (void)state;
    story_kit_program(HEAD
                      "'budgets':[{'id':'b','rules':['s'],'currency':'stars','limit':3}],"
                      "'rules':[" RULE("r", "'earn':{'stars':5},'limit':{'customer':0}") "," RULE(
                          "s", "'earn':{'stars':4}") "]",
                      program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_event(BY("c1", "01"), 1, text, sizeof(text));
    assert_int_equal(loy_explanation_new(&explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
    assert_int_equal(loy_engine_explain(kit.engine, event, kit.outcome, explanation, NULL), LOY_OK);
    assert_string_equal(loy_why_name(loy_explanation_at(explanation, 0)->why), "limited");
    assert_int_equal(loy_explanation_at(explanation, 0)->wanted, 5);
    assert_string_equal(loy_why_name(loy_explanation_at(explanation, 1)->why), "budget");
    assert_int_equal(loy_explanation_at(explanation, 1)->granted, 3);
    assert_int_equal(loy_explanation_at(explanation, 1)->wanted, 4);
    loy_explanation_free(explanation);
    engine_kit_close(&kit);
}

/* Two engines over one store: who comes second reads the budget again. */
static void
engines_share_a_budget(void **state)
{
    static const char *const customers[] = {BY("c1", "01"), BY("c2", "01"), BY("c3", "01")};
    char program[2048], text[1024];
    loy_engine *other = NULL;
    int64_t granted = 0;
    engine_kit kit;

    (void)state;
    story_kit_program(POINTS(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    assert_int_equal(loy_engine_new(&other, kit.program, kit.store, NULL), LOY_OK);
    for (size_t i = 0; i < 3; i++) {
        const loy_event *event;

        story_kit_event(customers[i], i + 1, text, sizeof(text));
        assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
        assert_int_equal(
            loy_engine_apply(i % 2 == 0 ? kit.engine : other, event, kit.outcome, NULL), LOY_OK);
        granted += loy_outcome_effect(kit.outcome, 0)->amount;
    }
    assert_int_equal(granted, 100);
    loy_engine_free(other);
    engine_kit_close(&kit);
}

/* What is used of each budget stands in the report, in the period of its moment. */
static void
report_tells_budgets(void **state)
{
    static const story_step steps[STORY_STEPS] = {{BY("c1", "01"), NULL},
                                                  {BY("c2", "02") STORE("a"), NULL},
                                                  {BY("c2", "02") STORE("b"), NULL}};
    static const int64_t second = INT64_C(1772445600000); /* 2026-03-02T10:00Z */
    char program[2048];
    loy_report *report = NULL;
    const char *text = NULL;
    engine_kit kit;

    (void)state;
    story_kit_program(HEAD
                      "'budgets':[{'id':'all','rules':['r'],'currency':'stars','limit':100},"
                      "{'id':'daily','rules':['r'],'times':3,'per':'day'},"
                      "{'id':'shops','rules':['r'],'times':9,'per':'week','by':'event.store'},"
                      "{'id':'ever','rules':['r'],'times':9,'by':'event.store'}],'rules':[" RULE(
                          "r", "'earn':{'stars':'total / 100'}") "]",
                      program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, steps);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_report_budget_count(report), 0);
    assert_int_equal(loy_engine_report(kit.engine, second, report, NULL), LOY_OK);
    assert_int_equal(loy_report_budget_count(report), 4);
    assert_string_equal(loy_report_budget(report, 0)->budget, "all");
    assert_string_equal(loy_report_budget(report, 0)->currency, "stars");
    assert_int_equal(loy_report_budget(report, 0)->limit, 100);
    assert_int_equal(loy_report_budget(report, 0)->used, 100);
    assert_string_equal(loy_report_budget(report, 1)->currency, "");
    assert_int_equal(loy_report_budget(report, 1)->used, 2);
    assert_int_equal(loy_report_budget(report, 2)->used, 2);
    assert_int_equal(loy_report_budget(report, 3)->used, 3);
    assert_null(loy_report_budget(report, 4));
    assert_int_equal(loy_json_report(kit.reader, report, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, "\"daily\": {\n"));
    assert_int_equal(loy_engine_report(kit.engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    assert_int_equal(loy_report_budget(report, 0)->used, 100);
    assert_int_equal(loy_report_budget(report, 1)->used, 0);
    assert_int_equal(loy_report_budget(report, 2)->used, 0);
    assert_int_equal(loy_report_budget(report, 3)->used, 3);
    loy_report_free(report);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, limits);
    TABLE_KIT_ROWS(&tests, story_kit_run, budgets);
    TABLE_KIT_ROWS(&tests, story_kit_run, kept);
    TABLE_KIT_ROWS(&tests, story_kit_run, caps);
    table_kit_test(&tests, "a group of events shares a budget", groups_share_a_budget);
    table_kit_test(&tests, "the explanation tells a limit from a budget", reasons_are_told);
    table_kit_test(&tests, "engines share a budget", engines_share_a_budget);
    table_kit_test(&tests, "the report tells what is used", report_tells_budgets);
    return table_kit_run(&tests, "policy_budgets");
}
