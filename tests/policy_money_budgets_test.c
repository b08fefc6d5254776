/*
 * policy_money_budgets_test.c -- budgets of money that promotions of all customers
 * share: a story for each value of each setting, and that what a budget has used is the
 * sum of the discounts that still stand.
 */
#include <string.h>

#include "kit/pricing_kit.h"
#include "kit/table_kit.h"

#define FUND(list, members) "'budgets':[{'id':'b','promotions':[" list "]," members "}],"
#define TENTH PROMOTIONS("{'id':'p','percent':10}")
#define ONE(members) STILL FUND("'p'", members) TENTH
#define ON(day) ",'time':'2026-03-" day "T10:00:00Z'"
#define STORE(store) ",'store':'" store "'"
#define HUNDRED BUY(OF("a", "1", "100.00"))
#define PAIR BUY(OF("a", "1", "100.00") "," OF("b", "3", "20.00"))
#define OFF(money, left) "applied p:discount:a=" money SUMS(money, left, "0", left)
#define CUT(money, wanted, left)                                                                   \
    "applied p:discount:a=" money "/" wanted SUMS(money, left, "0", left)
#define NONE "applied" SUMS("0", "10000", "0", "10000")
#define BACK(sale) "'type':'return','customer':'c','receipt':{'id':'" sale "'}"
#define PART(sale, line, quantity) BACK(sale) ",'lines':[{'id':'" line "','quantity':" quantity "}]"
#define UNDO(sale) "'type':'void','customer':'c','receipt':{'id':'" sale "'}"

static const story stories[] = {
    {"what does not fit is cut",
     ONE("'money':'25.00'"),
     {{HUNDRED, OFF("1000", "9000")},
      {HUNDRED, OFF("1000", "9000")},
      {HUNDRED, CUT("500", "1000", "9500")},
      {HUNDRED, NONE}}},
    {"in proportion to the lines, by the largest remainder",
     ONE("'money':'10.00','partial':true"),
     {{PAIR,
       "applied p:discount:a=625/1000 p:discount:b=375/600" SUMS("1000", "15000", "0", "15000")}}},
    {"or not given at all",
     ONE("'money':'25.00','partial':false"),
     {{HUNDRED, OFF("1000", "9000")},
      {HUNDRED, OFF("1000", "9000")},
      {HUNDRED, NONE},
      {BUY(OF("a", "1", "50.00")), OFF("500", "4500")}}},
    {"each day anew",
     ONE("'money':'10.00','per':'day'"),
     {{HUNDRED ON("01"), OFF("1000", "9000")},
      {HUNDRED ON("01"), NONE},
      {HUNDRED ON("02"), OFF("1000", "9000")}}},
    {"each month anew",
     ONE("'money':'10.00','per':'month'"),
     {{HUNDRED ON("01"), OFF("1000", "9000")},
      {HUNDRED ON("31"), NONE},
      {HUNDRED ",'time':'2026-04-01T10:00:00Z'", OFF("1000", "9000")}}},
    {"each store has one of its own",
     ONE("'money':'10.00','by':'event.store'"),
     {{HUNDRED STORE("x"), OFF("1000", "9000")},
      {HUNDRED STORE("x"), NONE},
      {HUNDRED STORE("y"), OFF("1000", "9000")},
      {"'id':'s'," HUNDRED STORE("z"), OFF("1000", "9000")},
      {BACK("s") STORE("x"), "applied"},
      {HUNDRED STORE("x"), NONE},
      {HUNDRED STORE("z"), OFF("1000", "9000")}}},
    {"where the text cannot be told, nothing is given",
     ONE("'money':'10.00','by':'{`x`: `y`}[event.store]'"),
     {{HUNDRED STORE("x"), OFF("1000", "9000")},
      {HUNDRED STORE("z"), "applied p:error:no such key=0" SUMS("0", "10000", "0", "10000")}}},
    {"a sale that comes back gives its money back",
     ONE("'money':'10.00','freed':true"),
     {{"'id':'s'," HUNDRED, OFF("1000", "9000")},
      {HUNDRED, NONE},
      {BACK("s"), "applied"},
      {HUNDRED, OFF("1000", "9000")},
      {HUNDRED, NONE}}},
    {"and one that is voided",
     ONE("'money':'10.00'"),
     {{"'id':'s'," HUNDRED, OFF("1000", "9000")},
      {UNDO("s"), "applied"},
      {HUNDRED, OFF("1000", "9000")}}},
    {"each line what was taken off it, and units their part",
     ONE("'money':'16.00'"),
     {{"'id':'s'," PAIR,
       "applied p:discount:a=1000 p:discount:b=600" SUMS("1600", "14400", "0", "14400")},
      {PART("s", "b", "1"), "applied"},
      {HUNDRED, CUT("200", "1000", "9800")},
      {PART("s", "b", "2"), "applied"},
      {HUNDRED, CUT("400", "1000", "9600")},
      {PART("s", "a", "1"), "applied"},
      {HUNDRED, OFF("1000", "9000")},
      {HUNDRED, NONE}}},
    {"unless it is kept",
     ONE("'money':'10.00','freed':false"),
     {{"'id':'s'," HUNDRED, OFF("1000", "9000")}, {BACK("s"), "applied"}, {HUNDRED, NONE}}},
    {"what comes back goes back to the period of the sale",
     ONE("'money':'10.00','per':'day'"),
     {{"'id':'s'," HUNDRED ON("01"), OFF("1000", "9000")},
      {HUNDRED ON("02"), OFF("1000", "9000")},
      {BACK("s") ON("02"), "applied"},
      {HUNDRED ON("02"), NONE},
      {HUNDRED ON("01"), OFF("1000", "9000")}}},
    {"an exchange takes and gives back",
     ONE("'money':'10.00'"),
     {{"'id':'s'," BUY(OF("a", "1", "50.00") "," OF("b", "1", "20.00")),
       "applied p:discount:a=500 p:discount:b=200" SUMS("700", "6300", "0", "6300")},
      {"'type':'exchange','customer':'c','receipt':{'id':'s'},'lines':[{'id':'n','sku':'n',"
       "'quantity':1,'unit_price':'40.00'}],'returned':[{'id':'b','quantity':1}]",
       "applied p:discount:n=300/400" SUMS("300", "3700", "0", "3700")},
      {HUNDRED, CUT("200", "1000", "9800")},
      {HUNDRED, NONE}}},
    {"promotions share it, one after the other",
     STILL FUND("'p','q'", "'money':'12.00'")
         PROMOTIONS("{'id':'p','percent':10},{'id':'q','amount':'5.00'}"),
     {{HUNDRED,
       "applied p:discount:a=1000 q:discount:a=200/500" SUMS("1200", "8800", "0", "8800")}}},
    {"one may be in several",
     STILL "'budgets':[{'id':'all','promotions':['p'],'money':'15.00'},{'id':'daily','promotions':"
           "['p'],'money':'8.00','per':'day'}]," TENTH,
     {{HUNDRED ON("01"), CUT("800", "1000", "9200")},
      {HUNDRED ON("02"), CUT("700", "1000", "9300")},
      {HUNDRED ON("03"), NONE}}},
    {"a code without money is declined",
     STILL FUND("'p'", "'money':'10.00'") PROMOTIONS("{'id':'p','percent':10,'code':'X'}"),
     {{HUNDRED ",'codes':['X']", OFF("1000", "9000")},
      {HUNDRED ",'codes':['X']",
       "applied budget-spent:decline:X=0" SUMS("0", "10000", "0", "10000")}}},
    {"one without money uses no voucher and keeps no other out",
     STILL FUND("'p'", "'money':'10.00','partial':false") PROMOTIONS(
         "{'id':'p','percent':10,'exclusive':true,'limit':{'customer':2}},{'id':'q','amount':"
         "'1.00'}"),
     {{HUNDRED, OFF("1000", "9000")},
      {HUNDRED, "applied q:discount:a=100" SUMS("100", "9900", "0", "9900")}}},
    {"of a group the best is told by what its budget leaves",
     STILL "'pricing':{'groups':{'g':'best'}}," FUND("'p'", "'money':'12.00'")
         PROMOTIONS("{'id':'p','percent':10,'group':'g'},{'id':'q','amount':'4.00','group':'g'}"),
     {{HUNDRED, OFF("1000", "9000")},
      {HUNDRED, "applied q:discount:a=400" SUMS("400", "9600", "0", "9600")}}},
    {"for each line: who comes too late loses it to the next best",
     STILL "'pricing':{'groups':{'g':'best-line'}}," FUND("'p','q'", "'money':'10.00'")
         PROMOTIONS("{'id':'p','percent':10,'on':'lines','group':'g'," SKU(
             "a") "},{'id':'q','percent':50,'on':'lines','group':'g'," SKU("b") "},"
                                                                                "{'id':'r','amount'"
                                                                                ":'3.00','on':'"
                                                                                "lines','group':'g'"
                                                                                "}"),
     {{BUY(OF("a", "1", "100.00") "," OF("b", "1", "10.00")),
       "applied p:discount:a=1000 r:discount:b=300" SUMS("1300", "9700", "0", "9700")}}},
    {"for each line: the last gives what is left",
     STILL "'pricing':{'groups':{'g':'best-line'}}," FUND("'p','q'", "'money':'13.00'")
         PROMOTIONS("{'id':'p','percent':10,'on':'lines','group':'g'," SKU(
             "a") "},{'id':'q','percent':50,'on':'lines','group':'g'," SKU("b") "}"),
     {{BUY(OF("a", "1", "100.00") "," OF("b", "1", "10.00")),
       "applied p:discount:a=1000 q:discount:b=300/500" SUMS("1300", "9700", "0", "9700")}}},
    {"a set that is cut leaves its units used",
     STILL FUND("'p'", "'money':'3.00'") PROMOTIONS("{'id':'p','set':{'buy':1,'get':1}," SKU(
         "a") "},{'id':'q','set':{'buy':1,'get':1}," SKU("a") "},{'id':'r','percent':10}"),
     {{BUY(OF("a", "2", "10.00")),
       "applied p:discount:a=300/1000 r:discount:a=170" SUMS("470", "1530", "0", "1530")}}},
    {"a percentage that is cut carries no fraction",
     STILL FUND("'p'", "'money':'0.01'") "'pricing':{'carry':'exact'}," PROMOTIONS(
         "{'id':'p','percent':'0.5'},{'id':'q','percent':50}"),
     {{BUY(OF("a", "1", "3.33")),
       "applied p:discount:a=1/2 q:discount:a=166" SUMS("167", "166", "0", "166")}}},
    {"a budget of nothing", ONE("'money':0"), {{HUNDRED, NONE}}},
};

/* What the budget has used, as the report tells. */
static int64_t
used(engine_kit *kit)
{
    loy_report *report = NULL;
    int64_t found;

    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(kit->engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    assert_int_equal(loy_report_budget_count(report), 1);
    assert_int_equal(loy_report_budget(report, 0)->kind, LOY_BUDGET_MONEY);
    assert_string_equal(loy_report_budget(report, 0)->currency, "");
    assert_int_equal(loy_report_budget(report, 0)->limit, 2500);
    found = loy_report_budget(report, 0)->used;
    loy_report_free(report);
    return found;
}

static void
report_tells_what_is_used(void **state)
{
    static const story_step first[STORY_STEPS] = {{"'id':'s'," PAIR, NULL}, {HUNDRED, NULL}};
    static const story_step then[STORY_STEPS] = {{PART("s", "b", "1"), NULL}};
    loy_report *report = NULL;
    const char *text = NULL;
    char program[2048];
    engine_kit kit;

    (void)state;
    story_kit_program(ONE("'money':'25.00'"), program, sizeof(program));
    engine_kit_open(&kit, program);
    assert_int_equal(used(&kit), 0);
    story_kit_steps(&kit, first);
    assert_int_equal(used(&kit), 2500);
    story_kit_steps(&kit, then);
    assert_int_equal(used(&kit), 2300);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(kit.engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    assert_int_equal(loy_json_report(kit.reader, report, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, "\"limit\": \"25.00\""));
    assert_non_null(strstr(text, "\"used\": \"23.00\""));
    loy_report_free(report);
    engine_kit_close(&kit);
}

static void
quotes_use_nothing(void **state)
{
    char program[2048], text[1024];
    const loy_event *event;
    const char *document = NULL;
    engine_kit kit;

    (void)state;
    story_kit_program(ONE("'money':'25.00'"), program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_event(BUY(OF("a", "1", "400.00")), 1, text, sizeof(text));
    assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(loy_engine_quote(kit.engine, event, kit.outcome, NULL), LOY_OK);
        assert_int_equal(loy_outcome_effect(kit.outcome, 0)->money, 2500);
        assert_int_equal(loy_outcome_effect(kit.outcome, 0)->wanted, 4000);
    }
    assert_int_equal(loy_json_outcome(kit.reader, event, kit.outcome, &document, NULL), LOY_OK);
    assert_non_null(strstr(document, "\"money\":\"25.00\",\"wanted\":\"40.00\""));
    assert_int_equal(used(&kit), 0);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    table_kit_test(&tests, "the report tells what is used", report_tells_what_is_used);
    table_kit_test(&tests, "quotes use nothing", quotes_use_nothing);
    return table_kit_run(&tests, "policy_money_budgets");
}
