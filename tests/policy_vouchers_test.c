/*
 * policy_vouchers_test.c -- vouchers that a sale used: whether they come back
 * with its goods, and what becomes of one that has lapsed meanwhile.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define PROGRAM(returns, five)                                                                     \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},'returns':{" returns                  \
    "},'vouchers':{'five':{" five "}},'rules':[{'id':'hi','on':'visit','issue':'five'}],"          \
    "'promotions':[{'id':'p','voucher':'five','amount':'5.00'}]"
#define ON(day, members) "'time':'2026-01-" day "T10:00:00Z','customer':'c'," members
#define VISIT(day) ON(day, "'type':'visit'")
#define LINES(quantity) "'lines':[{'id':'a','sku':'a','quantity':" quantity ",'unit_price':'9.00'}]"
#define BUY(day) ON(day, "'type':'purchase','codes':['five']," LINES("2"))
#define BACK(day, sale, members) ON(day, "'type':'return','receipt':{'id':'" sale "'}" members)
#define VOID(day, sale) ON(day, "'type':'void','receipt':{'id':'" sale "'}")
#define PART ",'lines':[{'id':'a','quantity':1}]"
#define SUMS(discount, total)                                                                      \
    " basket:price:discount=" discount " basket:price:subtotal=" total " basket:price:tax=0"       \
    " basket:price:total=" total
#define USED "applied p:discount:a=500 p:use:five=1" SUMS("500", "1300")
#define NONE "applied no-voucher:decline:five=0" SUMS("0", "1800")
#define ISSUED "applied hi:issue:five=1"
#define COMES_BACK "applied return:reuse:five=1"
#define GONE "applied return:reuse:five=0/1"

#define BOUGHT                                                                                     \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},'currencies':{'stars':{}},"           \
    "'vouchers':{'five':{'expires':'P5D'},'swap':{'reward':'again'}},"                             \
    "'rewards':[{'id':'slip','price':{'stars':10},'give':{'voucher':'five'}},"                     \
    "{'id':'again','give':{'voucher':'five'}}],"                                                   \
    "'rules':[{'id':'hi','on':'visit','issue':'swap'}],"                                           \
    "'promotions':[{'id':'p','voucher':'five','amount':'5.00'}]"

static const story vouchers[] = {
    {"points buy a voucher, which takes money off a basket until it ends",
     BOUGHT,
     {{ON("01", "'type':'import','opening':{'points':[{'currency':'stars','points':25}]}"), NULL},
      {ON("01", "'type':'redeem','reward':'slip'"),
       "applied slip:reward:slip=10 slip:issue:five=1"},
      {BUY("02"), USED},
      {BUY("02"), NONE},
      {ON("03", "'type':'redeem','reward':'slip'"),
       "applied slip:reward:slip=10 slip:issue:five=1"},
      {ON("04", "'type':'redeem','reward':'slip'"), "insufficient-points /reward"},
      {BUY("09"), NONE}}},
    {"and a voucher another one",
     BOUGHT,
     {{VISIT("01"), "applied hi:issue:swap=1"},
      {ON("02", "'type':'redeem','voucher':'swap'"),
       "applied swap:use:swap=1 swap:reward:again=0 again:issue:five=1"},
      {BUY("03"), USED}}},
    {"vouchers: restore",
     PROGRAM("'vouchers':'restore'", ""),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("03", "2", ""), COMES_BACK},
      {BUY("04"), USED},
      {BUY("05"), NONE}}},
    {"vouchers: the default",
     PROGRAM("", ""),
     {{VISIT("01"), ISSUED}, {BUY("02"), USED}, {BACK("03", "2", ""), COMES_BACK}}},
    {"vouchers: keep",
     PROGRAM("'vouchers':'keep'", ""),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("03", "2", ""), "applied"},
      {BUY("04"), NONE}}},
    {"vouchers: keep, but a void says that the sale never was",
     PROGRAM("'vouchers':'keep'", ""),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {VOID("03", "2"), "applied void:reuse:five=1"},
      {BUY("04"), USED}}},
    {"a part does not bring it back, the rest does",
     PROGRAM("", ""),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("03", "2", PART), "applied"},
      {BUY("04"), NONE},
      {BACK("05", "2", PART), COMES_BACK},
      {BUY("06"), USED}}},
    {"re-evaluated, too",
     PROGRAM("'method':'re-evaluate'", ""),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("03", "2", PART), "applied"},
      {BACK("05", "2", PART), COMES_BACK}}},
    {"it has the end that it had",
     PROGRAM("", "'expires':'P10D'"),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("05", "2", ""), COMES_BACK},
      {BUY("12"), NONE}}},
    {"the one that was used, not the others",
     PROGRAM("", "'expires':'P10D'"),
     {{VISIT("01"), ISSUED},
      {VISIT("06"), ISSUED},
      {BUY("07"), USED},
      {BACK("08", "3", ""), COMES_BACK},
      {BUY("12"), USED},
      {BUY("12"), NONE}}},
    {"lapsed: expire",
     PROGRAM("", "'expires':'P10D','lapsed':'expire'"),
     {{VISIT("01"), ISSUED}, {BUY("02"), USED}, {BACK("11", "2", ""), GONE}, {BUY("11"), NONE}}},
    {"lapsed: the default",
     PROGRAM("", "'expires':'P10D'"),
     {{VISIT("01"), ISSUED}, {BUY("02"), USED}, {BACK("12", "2", ""), GONE}}},
    {"lapsed: a grace",
     PROGRAM("", "'expires':'P10D','lapsed':{'grace':'P3D'}"),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("12", "2", ""), COMES_BACK},
      {BUY("14"), USED}}},
    {"lapsed: a grace is over, too",
     PROGRAM("", "'expires':'P10D','lapsed':{'grace':'P3D'}"),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("12", "2", ""), COMES_BACK},
      {BUY("15"), NONE}}},
    {"lapsed: new",
     PROGRAM("", "'expires':'P10D','lapsed':'new'"),
     {{VISIT("01"), ISSUED},
      {BUY("02"), USED},
      {BACK("12", "2", ""), COMES_BACK},
      {BUY("21"), USED},
      {BUY("21"), NONE}}},
};

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, vouchers);
    return table_kit_run(&tests, "policy_vouchers");
}
