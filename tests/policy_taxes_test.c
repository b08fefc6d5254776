/*
 * policy_taxes_test.c -- taxes where they meet points that pay, promotions and returns:
 * each is reckoned from what its line costs then, and rounded once.
 */
#include "kit/pricing_kit.h"
#include "kit/table_kit.h"

#define POINTS                                                                                     \
    STILL "'currencies':{'a':{},'cents':{'payment':{'step':1,'value':'0.01','short':'clamp'}},"    \
          "'off':{'payment':{'step':1,'value':'0.01','as':'discount'}}},"
#define HAVE                                                                                       \
    {                                                                                              \
        "'type':'import','customer':'c','opening':{'points':[{'currency':'cents','points':99999}," \
        "{'currency':'off','points':99999}]}",                                                     \
            NULL                                                                                   \
    }
#define EARNS(amount) "'rules':[{'id':'r','on':'purchase','earn':{'a':'" amount "'}}]"
#define TAXES EARNS("lines.map(l, l.tax).sum().per(1)")
#define BASE(members) "'bases':{'spent':{" members "}}," EARNS("base.spent")
#define LINE(id, price, more) "{'id':'" id "','unit_price':'" price "'" more "}"
#define ON_TOP(percent) ",'tax_percent':" percent ",'tax_on_top':true"
#define TWO LINE("x", "11.50", ON_TOP("15")) "," LINE("y", "11.50", ON_TOP("15"))
#define TOGETHER "'pricing':{'tax':'order'},"
#define AGAIN "'returns':{'method':'re-evaluate'},"
#define BACK(lines) "'type':'return','customer':'c','receipt':{'id':'1'},'lines':[" lines "]"
#define HAS(points)                                                                                \
    {                                                                                              \
        "? c", "a " points " +0 -0; cents 0 +0 -0; off 0 +0 -0; a"                                 \
    }

static const story stories[] = {
    {"points pay the tax on top, also where there are no promotions",
     POINTS TAXES,
     {HAVE,
      {BUY(LINE("x", "100.00", ON_TOP("15") ",'fixed_tax':'1.00'")) ",'pay':{'cents':99999}",
       "applied payment:pay:cents=11600/99999 r:earn:a=1500"}}},
    {"beside points that are a discount they pay the tax on top of what is left",
     POINTS TAXES,
     {HAVE,
      {BUY(LINE("x", "120.00", ON_TOP("20"))) ",'pay':{'cents':99999,'off':6000}",
       "applied payment:pay:cents=7200/99999 payment:pay:off=6000 payment:discount:x=6000 "
       "r:earn:a=1200"}}},
    {"the tax of what such a discount leaves is rounded once",
     POINTS TAXES,
     {HAVE,
      {BUY(LINE("x", "0.13", ON_TOP("20"))) ",'pay':{'off':1}",
       "applied payment:pay:off=1 payment:discount:x=1 r:earn:a=2"}}},
    {"taxes of the order, also where there are no promotions",
     POINTS TOGETHER TAXES,
     {{BUY(TWO), "applied r:earn:a=345"}}},
    {"and of what it cost before discounts",
     POINTS TOGETHER PROMOTIONS("{'id':'p','code':'P','percent':50}") "," BASE(
         "'discounts':'before'"),
     {{BUY(TWO), "applied basket:tax:x=173 basket:tax:y=172" SUMS("0", "2300", "345",
                                                                  "2645") " r:earn:a=2645"}}},
    {"a price contains no more tax than it comes to",
     POINTS TAXES,
     {{BUY(LINE("x", "5.00", ",'discount':'4.50','tax':'0.80'")), "applied r:earn:a=50"}}},
    {"a line that is kept has the tax that it had",
     POINTS AGAIN PROMOTIONS("{'id':'p','percent':50}") "," BASE(""),
     {{BUY(LINE("x", "10.00", ",'tax':'1.91','tax_on_top':true") "," LINE("y", "1.00", "")), NULL},
      HAS("646"),
      {BACK("{'id':'y','quantity':1}"), NULL},
      HAS("596")}},
    {"units that are kept cost before discounts what they cost",
     POINTS AGAIN PROMOTIONS("{'id':'p','amount':'1.00'}") "," BASE("'discounts':'before'"),
     {{BUY(OF("x", "3", "1.00")), NULL},
      HAS("300"),
      {BACK("{'id':'x','quantity':1}"), NULL},
      HAS("200")}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "policy_taxes");
}
