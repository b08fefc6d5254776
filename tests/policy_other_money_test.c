/*
 * policy_other_money_test.c -- sales in money of other currencies: which are taken, at
 * what rate, how sums are rounded and split, what is refused, and what comes back.
 */
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP(money, more)                                                                          \
    "'currencies':{'stars':{'payment':{'step':1,'value':'0.01'}}},'stages':{'initial':'one',"      \
    "'names':['one']},'rules':[{'id':'r','on':'purchase','earn':{'stars':'total'}}]" money more
#define TAKES(more) SHOP(",'other_money':{'currencies':['USD','JPY','KWD','CLF']" more "}", "")
#define USD(rate) ",'currency':'USD','rate':'" rate "'"
#define BUY(lines) "'type':'purchase','customer':'c','lines':[" lines "]"
#define LINE(id, price) "{'id':'" id "','unit_price':'" price "'}"
#define TEN BUY(LINE("1", "10.00"))
#define COMES_TO(money, stars) "applied rate:rate:USD=" money " r:earn:stars=" stars
#define BACK(sale) "'type':'return','customer':'c','receipt':{'id':'" sale "'}"
#define PART(sale, line) BACK(sale) ",'lines':[{'id':'" line "','quantity':1}]"

static const story taken[] = {
    {"none, unless the program says so",
     SHOP("", ""),
     {{TEN USD("0.9213"), "other-currency /currency"}, {TEN, "applied r:earn:stars=1000"}}},
    {"those that are listed",
     TAKES(""),
     {{TEN USD("0.9213"), COMES_TO("921", "921")},
      {TEN ",'currency':'CHF','rate':'1.05'", "other-currency /currency"},
      {TEN ",'currency':'usd','rate':'1.05'", "other-currency /currency"},
      {TEN ",'currency':'EUR'", "applied r:earn:stars=1000"}}},
    {"thresholds and amounts of rules are in the program's money",
     "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},'other_money':{"
     "'currencies':['USD']},'rules':[{'id':'r','on':'purchase','when':'total >= "
     "money(`9.00`)','earn':{'stars':{'of':'total','step':'1.00','points':1}}}]",
     {{TEN USD("0.8994"), "applied rate:rate:USD=899"}, {TEN USD("0.8995"), COMES_TO("900", "9")}}},
    {"with the decimals of each",
     TAKES(""),
     {{BUY(LINE("1", "1234")) ",'currency':'JPY','rate':'0.00612'",
       "applied rate:rate:JPY=755 r:earn:stars=755"},
      {BUY(LINE("1", "1.234")) ",'currency':'KWD','rate':'3'",
       "applied rate:rate:KWD=370 r:earn:stars=370"},
      {BUY(LINE("1", "0.0001")) ",'currency':'CLF','rate':'1000'",
       "applied rate:rate:CLF=10 r:earn:stars=10"}}},
    {"with the currency written behind the money",
     TAKES(""),
     {{"'lines':[{'id':'1','unit_price':'1.234'}],'type':'purchase','customer':'c','rate':'3',"
       "'currency':'KWD'",
       "applied rate:rate:KWD=370 r:earn:stars=370"}}},
    {"a rate is needed, and makes sense",
     TAKES(""),
     {{TEN ",'currency':'USD'", "missing-rate /rate"},
      {TEN USD("0"), "missing-rate /rate"},
      {TEN USD("-1"), "bad-rate /rate"},
      {TEN USD("1000000.000000000001"), "bad-rate /rate"},
      {TEN USD("1000000"), COMES_TO("1000000000", "1000000000")},
      {TEN ",'currency':'EUR','rate':'1'", "needless-rate /rate"},
      {TEN ",'rate':'0.9213'", "needless-rate /rate"},
      {BUY(LINE("1", "90000000000000.00")) USD("1000000"), "bad-rate /rate"}}},
    {"what turns into nothing",
     TAKES(""),
     {{TEN USD("0.000000000001"), "applied rate:rate:USD=0"},
      {BUY("") USD("0.9"), "applied rate:rate:USD=0"}}},
    {"money of a membership as well",
     SHOP(",'other_money':{'currencies':['USD']}",
          ",'ladders':{'l':{'counts':'purchases','tiers':[{'id':'a','from':0},{'id':'b','from':"
          "9}]}},'memberships':{'club':{'lasts':'P1M','tiers':{'l':'b'}}}"),
     {{"'type':'enrol','customer':'c'", NULL},
      {"'fee':'5.00','type':'membership','customer':'c','plan':'club','action':'start'" USD("0.5"),
       "applied rate:rate:USD=250 club:membership:start=0 l:tier:b"}}},
    {"but not what points have to do with",
     SHOP(",'other_money':{'currencies':['USD']}",
          ",'rewards':[{'id':'five','price':{'stars':5},'give':{'discount':'5.00'}}]"),
     {{TEN, NULL},
      {TEN ",'pay':{'stars':1}" USD("0.9"), "other-currency /pay"},
      {"'id':'h','type':'hold','customer':'c','points':{'stars':5}", NULL},
      {TEN ",'receipt':{'id':'h'}" USD("0.9"), "other-currency /receipt"},
      {"'type':'redeem','customer':'c','reward':'five','lines':[" LINE("1", "9.00") "]" USD("0.9"),
       "other-currency /currency"},
      {"'type':'import','customer':'d','opening':{'points':[{'currency':'stars','points':5}]}" USD(
           "0.9"),
       "other-currency /currency"}}},
};

/* 10.05 at one half. */
#define HALF BUY(LINE("1", "10.05")) USD("0.5")
/* 10.03 at one half. */
#define ODD BUY(LINE("1", "10.03")) USD("0.5")

static const story rounded[] = {
    {"half up", TAKES(",'rounding':'half-up'"), {{HALF, COMES_TO("503", "503")}}},
    {"half up, by itself", TAKES(""), {{HALF, COMES_TO("503", "503")}}},
    {"half to the even",
     TAKES(",'rounding':'half-even'"),
     {{HALF, COMES_TO("502", "502")}, {ODD, COMES_TO("502", "502")}}},
    {"down", TAKES(",'rounding':'floor'"), {{HALF, COMES_TO("502", "502")}}},
    {"up",
     TAKES(",'rounding':'ceil'"),
     {{BUY(LINE("1", "10.01")) USD("0.5"), COMES_TO("501", "501")}}},
};

/* What conditions read of three lines. */
#define LINES3 LINE("1", "0.33") "," LINE("2", "0.33") "," LINE("3", "0.33")
#define EACH(what)                                                                                 \
    "'currencies':{'stars':{},'one':{},'two':{},'three':{}},'stages':{'initial':'one',"            \
    "'names':['one']},'other_money':{'currencies':['USD']},'rules':["                              \
    "{'id':'one','on':'purchase','earn':{'one':'lines[0]." what                                    \
    "'}},{'id':'two','on':'purchase','earn':{'two':'lines[1]." what                                \
    "'}},{'id':'three','on':'purchase','earn':{'three':'lines[2]." what "'}}]"
#define PARTS(money, a, b, c)                                                                      \
    "applied rate:rate:USD=" money " one:earn:one=" a " two:earn:two=" b " three:earn:three=" c

static const story split[] = {
    {"lines sum to the basket, by the largest remainder",
     EACH("amount"),
     {{BUY(LINES3) USD("0.5"), PARTS("50", "17", "17", "16")}}},
    {"and so do their discounts",
     EACH("discount"),
     {{BUY("{'id':'1','unit_price':'5.00','discount':'0.33'},{'id':'2','unit_price':'5.00',"
           "'discount':'0.33'},{'id':'3','unit_price':'5.00','discount':'0.33'}") USD("0.5"),
       PARTS("701", "17", "17", "16")}}},
    {"and taxes",
     EACH("tax"),
     {{BUY("{'id':'1','unit_price':'5.00','tax':'0.33'},{'id':'2','unit_price':'5.00','tax':'0.33'"
           "},{'id':'3','unit_price':'5.00','tax':'0.33'}") USD("0.5"),
       PARTS("750", "17", "17", "16")}}},
    {"what many units cost is no discount",
     EACH("discount"),
     {{BUY("{'id':'1','quantity':3,'unit_price':'0.33'},{'id':'2','quantity':1000,'unit_price':"
           "'0.07'},{'id':'3','quantity':'0.37','unit_price':'9.99','discount':'0.30'}")
           USD("0.62"),
       "applied rate:rate:USD=4612 three:earn:three=19"}}},
    {"taxes of an order go by what its lines come to",
     "'pricing':{'tax':'order'}," EACH("tax"),
     {{BUY("{'id':'1','quantity':1000,'unit_price':'0.07','tax':'7.00'},{'id':'2','unit_price':"
           "'0.33','tax':'0.10'},{'id':'3','unit_price':'0.34'}") USD("0.62"),
       "applied rate:rate:USD=4382 one:earn:one=434 two:earn:two=6"}}},
    {"what one unit costs is rounded by itself",
     EACH("unit_price"),
     {{BUY("{'id':'1','quantity':3,'unit_price':'0.33'},{'id':'2','unit_price':'0.33'},{'id':'3',"
           "'unit_price':'0.34'}") USD("0.5"),
       PARTS("83", "17", "17", "17")}}},
};

static const story back[] = {
    {"what was earned on it, at the rate of the sale",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), COMES_TO("900", "900")},
      {BACK("s") ",'currency':'USD'", "applied return:rate:USD=900 return:clawback:stars=900"},
      {"? c", "stars 0 +0 -0; one"}}},
    {"whether or not the return says the currency",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), NULL},
      {BACK("s"), "applied return:rate:USD=900 return:clawback:stars=900"}}},
    {"by a void",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), NULL},
      {"'type':'void','customer':'c','receipt':{'id':'s'}",
       "applied void:rate:USD=900 void:clawback:stars=900"}}},
    {"line by line what was kept of it",
     TAKES(""),
     {{"'id':'s'," BUY(LINES3) USD("0.5"), COMES_TO("50", "50")},
      {PART("s", "1"), "applied return:rate:USD=17 return:clawback:stars=17"},
      {PART("s", "2"), "applied return:rate:USD=17 return:clawback:stars=17"},
      {PART("s", "3"), "applied return:rate:USD=16 return:clawback:stars=16"},
      {"? c", "stars 0 +0 -0; one"}}},
    {"by the rules again, over what is kept",
     SHOP(",'other_money':{'currencies':['USD']}", ",'returns':{'method':'re-evaluate'}"),
     {{"'id':'s'," BUY(LINES3) USD("0.5"), COMES_TO("50", "50")},
      {PART("s", "3"), "applied return:rate:USD=16 return:clawback:stars=16"},
      {PART("s", "1"), "applied return:rate:USD=17 return:clawback:stars=17"}}},
    {"by the rules again, unit by unit: below the threshold nothing is kept",
     "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},'other_money':{"
     "'currencies':['USD']},'returns':{'method':'re-evaluate'},'rules':[{'id':'r','on':'purchase',"
     "'when':'total >= money(`0.40`)','earn':{'stars':'total'}}]",
     {{"'id':'s'," BUY("{'id':'1','quantity':4,'unit_price':'0.33'}") USD("0.5"),
       COMES_TO("66", "66")},
      {PART("s", "1"), "applied return:rate:USD=16 return:clawback:stars=16"},
      {PART("s", "1"), "applied return:rate:USD=17 return:clawback:stars=50"},
      {BACK("s"), "applied return:rate:USD=33"},
      {"? c", "stars 0 +0 -0; one"}}},
    {"not at a rate of its own, nor in money of another sale",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), NULL},
      {"'id':'e'," TEN, NULL},
      {BACK("s") USD("0.8"), "needless-rate /rate"},
      {BACK("s") ",'currency':'JPY'", "other-currency /currency"},
      {BACK("e") ",'currency':'USD'", "other-currency /currency"},
      {BACK("s") ",'currency':'EUR'", NULL}}},
    {"nor as an amount, but in the program's money",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), NULL},
      {BACK("s") ",'amount':'5.00','currency':'USD'", "other-currency /amount"},
      {BACK("s") ",'amount':'4.50'", "applied return:rate:USD=450 return:clawback:stars=450"}}},
    {"in exchange for something else, each at its own rate",
     TAKES(""),
     {{"'id':'s'," TEN USD("0.9"), NULL},
      {"'id':'x','type':'exchange','customer':'c','receipt':{'id':'s'},'lines':[" LINE(
           "1", "5.00") "]" USD("0.5"),
       "applied rate:rate:USD=250 r:earn:stars=250 exchange:rate:USD=900 "
       "exchange:clawback:stars=900"},
      {BACK("x") ",'currency':'USD'", "applied return:rate:USD=250 return:clawback:stars=250"}}},
    {"a late one takes its place at the rate that it had",
     SHOP(",'other_money':{'currencies':['USD']}",
          ",'late':{'events':'re-evaluate','within':'P7D'},'caps':[{'id':'c','currency':'stars',"
          "'limit':1000,'per':'lifetime'}]"),
     {{BUY(LINE("1", "3.33")) USD("0.5") ",'time':'2026-01-03T10:00:00Z'", COMES_TO("167", "167")},
      {BUY(LINE("1", "7.77")) ",'time':'2026-01-02T10:00:00Z'",
       "applied r:earn:stars=777 late:late:in-order=1"},
      {"? c", "stars 944 +0 -0; one"}}},
};

/* A replay is the same, and another rate is another event. */
static void
rates_are_part_of_the_event(void **state)
{
    static const char first[] = "'id':'x'," TEN USD("0.9213");
    char program[2048], text[1024];
    const char *document = NULL;
    const loy_event *event;
    engine_kit kit;

    (void)state;
    story_kit_program(TAKES(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_event(first, 1, text, sizeof(text));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
        assert_int_equal(loy_engine_quote(kit.engine, event, kit.outcome, NULL), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit), COMES_TO("921", "921"));
        assert_int_equal(loy_engine_apply(kit.engine, event, kit.outcome, NULL), LOY_OK);
        assert_int_equal(loy_json_outcome(kit.reader, event, kit.outcome, &document, NULL), LOY_OK);
        assert_non_null(strstr(document, "{\"rule\":\"rate\",\"effect\":\"rate\",\"currency\":"
                                         "\"USD\",\"rate\":\"0.9213\",\"money\":\"9.21\"}"));
    }
    story_kit_event("'id':'x'," TEN USD("0.9214"), 1, text, sizeof(text));
    assert_int_equal(engine_kit_apply(&kit, text), LOY_ERR_MISMATCH);
    engine_kit_close(&kit);
}

static void
decimals_are_told(void **state)
{
    char program[2048];
    engine_kit kit;

    (void)state;
    story_kit_program(TAKES(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    assert_int_equal(loy_program_digits_of(kit.program, "EUR", 3), 2);
    assert_int_equal(loy_program_digits_of(kit.program, "USD", 3), 2);
    assert_int_equal(loy_program_digits_of(kit.program, "JPY", 3), 0);
    assert_int_equal(loy_program_digits_of(kit.program, "KWD", 3), 3);
    assert_int_equal(loy_program_digits_of(kit.program, "CLF", 3), 4);
    assert_int_equal(loy_program_digits_of(kit.program, "CHF", 3), -1);
    assert_int_equal(loy_program_digits_of(kit.program, "USDX", 4), -1);
    assert_int_equal(loy_program_digits_of(kit.program, NULL, 3), -1);
    assert_int_equal(loy_program_digits_of(NULL, "EUR", 3), -1);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, taken);
    TABLE_KIT_ROWS(&tests, story_kit_run, rounded);
    TABLE_KIT_ROWS(&tests, story_kit_run, split);
    TABLE_KIT_ROWS(&tests, story_kit_run, back);
    table_kit_test(&tests, "rates are part of the event", rates_are_part_of_the_event);
    table_kit_test(&tests, "decimals are told", decimals_are_told);
    return table_kit_run(&tests, "policy_other_money");
}
