/*
 * policy_rounding_test.c -- points by steps and by rates, and where fractions
 * become whole: a story for each value of each setting.
 */
#include <stdio.h>
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#include "customer/fractions.h"

#define CURRENCY(members)                                                                          \
    "'currencies':{'stars':{" members "}},'stages':{'initial':'one','names':['one']},"
#define RULE(id, earn) "{'id':'" id "','on':'purchase','earn':{'stars':" earn "}}"
#define RATE(rate, more) "{'of':'total','rate':'" rate "'" more "}"
#define BASE(earn) "'rules':[" RULE("base", earn) "]"
#define SALE(id, lines) "'id':'" id "','type':'purchase','customer':'c1','lines':[" lines "]"
#define LINE(id, price) "{'id':'" id "','category':'food','unit_price':'" price "'}"
#define BUY(price) "'type':'purchase','customer':'c1','lines':[" LINE("1", price) "]"
#define THREE SALE("s", LINE("1", "1.30") "," LINE("2", "1.30") "," LINE("3", "2.90"))
#define BACK(sale) "'type':'return','customer':'c1','receipt':{'id':'" sale "'}"
#define PART(sale, line)                                                                           \
    "'type':'return','customer':'c1','receipt':{'id':'" sale "'},'lines':[{'id':'" line            \
    "','quantity':1}]"
#define DOUBLE "{'id':'x','on':'purchase','multiply':{'stars':'1.5'}}"
#define TWO(first, second) "'rules':[" RULE("a", first) "," RULE("b", second) "]"

static const story rows[] = {
    {"steps: 10.50 has one of 10.00",
     CURRENCY("") BASE("{'of':'total','step':'10.00','points':1}"),
     {{BUY("10.50"), "applied base:earn:stars=1"},
      {BUY("9.99"), "applied"},
      {BUY("30.00"), "applied base:earn:stars=3"}}},
    {"a step may give several points, and count other things",
     CURRENCY("") BASE("{'of':'lines.map(l, l.quantity).sum()','step':2,'points':5}"),
     {{SALE("s", "{'id':'1','quantity':5,'unit_price':'1.00'}"), "applied base:earn:stars=10"}}},
    {"a rate: 0.1 on 105.00 is 10.5",
     CURRENCY("'scale':1") BASE(RATE("0.1", "")),
     {{BUY("105.00"), "applied base:earn:stars=105"}}},
    {"a rate rounds down",
     CURRENCY("") BASE(RATE("0.1", "")),
     {{BUY("105.00"), "applied base:earn:stars=10"},
      {BUY("109.99"), "applied base:earn:stars=10"}}},
    {"half up",
     CURRENCY("") BASE(RATE("0.1", ",'rounding':'half-up'")),
     {{BUY("104.99"), "applied base:earn:stars=10"},
      {BUY("105.00"), "applied base:earn:stars=11"}}},
    {"half to even",
     CURRENCY("") BASE(RATE("0.1", ",'rounding':'half-even'")),
     {{BUY("105.00"), "applied base:earn:stars=10"},
      {BUY("115.00"), "applied base:earn:stars=12"},
      {BUY("105.01"), "applied base:earn:stars=11"}}},
    {"up",
     CURRENCY("") BASE(RATE("0.1", ",'rounding':'ceil'")),
     {{BUY("100.01"), "applied base:earn:stars=11"},
      {BUY("100.00"), "applied base:earn:stars=10"}}},
    {"the currency's rounding is the default",
     CURRENCY("'rounding':'half-up'") BASE(RATE("0.1", "")),
     {{BUY("105.00"), "applied base:earn:stars=11"}}},
    {"and holds for what multipliers make of plain amounts",
     CURRENCY("'rounding':'half-up'") "'rules':[" RULE("a", "3") "," DOUBLE "]",
     {{BUY("1.00"), "applied a:earn:stars=3 x:multiply:stars=2"}}},
    {"which are rounded down by default",
     CURRENCY("") "'rules':[" RULE("a", "3") "," DOUBLE "]",
     {{BUY("1.00"), "applied a:earn:stars=3 x:multiply:stars=1"}}},
    {"a multiplier acts on the exact amount",
     CURRENCY("") "'rules':[" RULE("a", RATE("1", "")) "," DOUBLE "]",
     {{BUY("1.40"), "applied a:earn:stars=1 x:multiply:stars=1"}}},
    {"rounded for each rule",
     CURRENCY("'round_at':'rule'") TWO(RATE("0.5", ""), RATE("0.5", "")),
     {{BUY("1.50"), "applied"}, {BUY("3.00"), "applied a:earn:stars=1 b:earn:stars=1"}}},
    {"rounded for each line",
     CURRENCY("'round_at':'line','rounding':'half-up'") BASE(RATE("1", "")),
     {{THREE, "applied base:earn:stars=5"}, {BUY("5.50"), "applied base:earn:stars=6"}}},
    {"each line has its own points, which come back with it",
     CURRENCY("") BASE(RATE("1", ",'round_at':'line','rounding':'half-up'")),
     {{THREE, "applied base:earn:stars=5"},
      {PART("s", "3"), "applied return:clawback:stars=3"},
      {PART("s", "1"), "applied return:clawback:stars=1"},
      {BACK("s"), "applied return:clawback:stars=1"}}},
    {"line by line through a named expression",
     CURRENCY("") "'let':{'food':'spend(lines.filter(l, l.category == `food`))'}," BASE(
         "{'of':'food','rate':1,'round_at':'line'}"),
     {{SALE("s", LINE("1", "1.90") "," LINE("2", "1.90") ",{'id':'3','unit_price':'9.00'}"),
       "applied base:earn:stars=2"}}},
    {"what is no sum over lines has none",
     CURRENCY("") BASE("{'of':'total + 100','rate':1,'round_at':'line'}"),
     {{SALE("s", LINE("1", "1.00") "," LINE("2", "1.00")),
       "applied base:error:what earns is not a sum over lines=0"}}},
    {"rounded once for the event",
     CURRENCY("'round_at':'event'") TWO(RATE("0.5", ""), RATE("0.5", "")),
     {{BUY("1.50"), "applied a:earn:stars=1"},
      {BUY("3.00"), "applied a:earn:stars=2 b:earn:stars=1"},
      {"? c1", "stars 4 +0 -0; one"}}},
    {"the sum of an event rounds as the currency does",
     CURRENCY("'round_at':'event','rounding':'half-even'") TWO(RATE("0.5", ""), RATE("0.5", "")),
     {{BUY("2.50"), "applied a:earn:stars=1 b:earn:stars=1"},
      {BUY("3.50"), "applied a:earn:stars=2 b:earn:stars=2"}}},
    {"a fraction waits for the next",
     CURRENCY("'fractions':'keep'") BASE(RATE("0.1", "")),
     {{BUY("105.00"), "applied base:earn:stars=10"},
      {BUY("105.00"), "applied base:earn:stars=11"},
      {BUY("3.00"), "applied"},
      {BUY("7.00"), "applied base:earn:stars=1"},
      {"? c1", "stars 22 +0 -0; one"}}},
    {"and is dropped where it is not kept",
     CURRENCY("'fractions':'drop'") BASE(RATE("0.1", "")),
     {{BUY("105.00"), "applied base:earn:stars=10"},
      {BUY("105.00"), "applied base:earn:stars=10"}}},
    {"one rule may keep what others drop",
     CURRENCY("") TWO(RATE("0.1", ",'round_at':'ledger'"), RATE("0.1", "")),
     {{BUY("5.00"), "applied"}, {BUY("5.00"), "applied a:earn:stars=1"}}},
    {"a return takes its fraction, and the point that it made",
     CURRENCY("'round_at':'ledger'") BASE(RATE("0.1", "")),
     {{"'id':'p','type':'purchase','customer':'c1','lines':[" LINE("1", "5.00") "]", "applied"},
      {"'id':'q','type':'purchase','customer':'c1','lines':[" LINE("1", "5.00") "]",
       "applied base:earn:stars=1"},
      {BACK("p"), "applied return:clawback:stars=1"},
      {BUY("5.00"), "applied base:earn:stars=1"},
      {BACK("q"), "applied return:clawback:stars=1"},
      {"? c1", "stars 0 +0 -0; one"}}},
    {"points that a cap cuts lose their fraction",
     CURRENCY("'fractions':'keep'") "'caps':[{'id':'c','currency':'stars','limit':10,'per':'day'}]"
                                    "," BASE(RATE("0.1", "")),
     {{BUY("8.00"), "applied"},
      {BUY("105.00"), "applied base:earn:stars=10/11"},
      {"'time':'2026-01-02T10:00:00Z'," BUY("2.00"), "applied base:earn:stars=1"}}},
};

/* Of amounts that no one can add in his head: never more and never less than
 * the exact sum. */
static void
nothing_is_lost(void **state)
{
    loy__exact value, half;
    int64_t sum = 0, part = 0;

    (void)state;
    for (int64_t of = 1; of <= 2000; of += 7) {
        assert_true(loy__exact_product(of * 12345677, 1333333, 8, &value));
        assert_true(loy__exact_times(value, 500001, &half));
        assert_true(loy__exact_times(value, 499999, &value));
        sum += half.whole + value.whole;
        part += half.part + value.part;
        sum += part / LOY__EXACT_ONE;
        part %= LOY__EXACT_ONE;
    }
    /* 12345677 * 1333333 / 10^8 * (1 + 8 + ... + 1996) */
    assert_true(loy__exact_product(286 * (1 + 1996) / 2 * INT64_C(12345677), 1333333, 8, &value));
    assert_int_equal(sum, value.whole);
    assert_int_equal(part, value.part);
    assert_false(loy__exact_product(INT64_MAX, INT64_MAX, 10, &value));
    assert_true(loy__exact_product(INT64_MAX, 1000000, 6, &value));
    assert_false(loy__exact_times(value, 1000001, &value));
}

/* What waits is shown, as a decimal of a point. */
static void
waiting_is_shown(void **state)
{
    static const story_step steps[STORY_STEPS] = {{BUY("105.00"), NULL}};
    char program[2048];
    const char *text = NULL;
    engine_kit kit;

    (void)state;
    story_kit_program(CURRENCY("'fractions':'keep','scale':1") BASE(RATE("0.0123", "")), program,
                      sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, steps);
    /* 1.2915 points: 1.2, and nine hundredths and so on of a point */
    assert_int_equal(loy_engine_customer(kit.engine, "c1", 2, LOY_TIME_NONE, kit.customer, NULL),
                     LOY_OK);
    assert_int_equal(loy_customer_waiting(kit.customer, 0), INT64_C(9150000000000000));
    assert_int_equal(loy_customer_waiting(kit.customer, 1), 0);
    assert_int_equal(loy_json_customer(kit.reader, kit.customer, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, "\"waiting\": {\n    \"stars\": \"0.0915\"\n  }"));
    engine_kit_close(&kit);
}

/* Hundreds of accounts, each with 0.99 of a point that waits, become one: what
 * they bring is his, as points or waiting, and he goes on earning. */
static void
accounts_bring_what_waits(void **state)
{
    enum { ACCOUNTS = 300 };
    char program[2048], buy[160], merge[120];
    engine_kit kit;
    int64_t has;

    (void)state;
    story_kit_program(CURRENCY("'fractions':'keep'") BASE(RATE("0.99", "")), program,
                      sizeof(program));
    engine_kit_open(&kit, program);
    for (int i = 1; i <= ACCOUNTS; i++) {
        story_step steps[STORY_STEPS] = {{buy, NULL}};

        snprintf(buy, sizeof(buy),
                 "'id':'b%d','type':'purchase','customer':'c%d','lines':[{'unit_price':'1.00'}]", i,
                 i);
        snprintf(merge, sizeof(merge), "'id':'m%d','type':'merge','customer':'c%d','to':'c1'", i,
                 i);
        if (i > 1)
            steps[1] = (story_step){merge, NULL};
        story_kit_steps(&kit, steps);
    }
    assert_int_equal(loy_engine_customer(kit.engine, "c1", 2, LOY_TIME_NONE, kit.customer, NULL),
                     LOY_OK);
    has = loy_customer_balance(kit.customer, 0)->available;
    assert_true(has > 0);
    assert_int_equal(loy_customer_waiting(kit.customer, 0),
                     ACCOUNTS * (LOY__EXACT_ONE / 100 * 99) - has * LOY__EXACT_ONE);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, rows);
    table_kit_test(&tests, "exact sums lose nothing", nothing_is_lost);
    table_kit_test(&tests, "what waits is shown", waiting_is_shown);
    table_kit_test(&tests, "accounts bring what waits", accounts_bring_what_waits);
    return table_kit_run(&tests, "policy_rounding");
}
