/*
 * policy_bases_test.c -- what counts as spend, by named bases, and on what
 * multipliers act: a story for each value of each setting.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define HEAD                                                                                       \
    "'currencies':{'cents':{'payment':{'step':1,'value':'0.01'}}},"                                \
    "'stages':{'initial':'one','names':['one']},"                                                  \
    "'parts':{'shipping':'shipping','tips':['tip','gratuity'],'fees':'fees','gift_cards':"         \
    "'gift-card'},"
#define RULES(base) "'rules':[{'id':'r','on':'purchase','earn':{'cents':'" base "'}}]"
#define BASE(members) HEAD "'bases':{'goods':{" members "}}," RULES("base.goods")

#define LINE(category, price, more) "{'category':'" category "','unit_price':'" price "'" more "}"
#define BUY(lines) "'type':'purchase','customer':'c1','lines':[" lines "]"
/* 100.00 less 20.00 with 12.77 tax in it; 5.00, 3.00, 2.00 and 50.00 of the
 * parts that are no goods. */
#define ALL                                                                                        \
    BUY(LINE("food", "100.00", ",'discount':'20.00','tax':'12.77'") "," LINE(                      \
        "shipping/express", "5.00",                                                                \
        ",'tax':'0.80'") "," LINE("gratuity", "3.00",                                              \
                                  "") "," LINE("fees", "2.00", "") "," LINE("gift-card", "50.00",  \
                                                                            ""))

static const story rows[] = {
    {"a base of everything is the total", BASE(""), {{ALL, "applied r:earn:cents=14000"}}},
    {"with tax", BASE("'tax':true"), {{ALL, "applied r:earn:cents=14000"}}},
    {"without", BASE("'tax':false"), {{ALL, "applied r:earn:cents=12643"}}},
    {"with shipping", BASE("'shipping':true"), {{ALL, "applied r:earn:cents=14000"}}},
    {"without shipping", BASE("'shipping':false"), {{ALL, "applied r:earn:cents=13500"}}},
    {"without tips", BASE("'tips':false"), {{ALL, "applied r:earn:cents=13700"}}},
    {"without fees", BASE("'fees':false"), {{ALL, "applied r:earn:cents=13800"}}},
    {"without gift cards", BASE("'gift_cards':false"), {{ALL, "applied r:earn:cents=9000"}}},
    {"after discounts", BASE("'discounts':'after'"), {{ALL, "applied r:earn:cents=14000"}}},
    {"before discounts", BASE("'discounts':'before'"), {{ALL, "applied r:earn:cents=16000"}}},
    {"goods alone, without tax",
     BASE("'tax':false,'shipping':false,'tips':false,'fees':false,'gift_cards':false"),
     {{ALL, "applied r:earn:cents=6723"}}},
    {"tax that a discount leaves nothing of",
     BASE("'tax':false"),
     {{BUY(LINE("food", "5.00", ",'discount':'5.00','tax':'0.80'")), "applied"}}},
    {"prices with tax: it is in them",
     BASE("'tax':true") ",'prices':'with-tax'",
     {{BUY(LINE("food", "119.00", ",'tax':'19.00'")), "applied r:earn:cents=11900"}}},
    {"prices without tax: it comes on top",
     BASE("'tax':true") ",'prices':'without-tax'",
     {{BUY(LINE("food", "100.00", ",'tax':'19.00'")), "applied r:earn:cents=11900"}}},
    {"and is left out",
     BASE("'tax':false") ",'prices':'without-tax'",
     {{BUY(LINE("food", "100.00", ",'tax':'19.00'")), "applied r:earn:cents=10000"}}},
    {"what points paid counts",
     BASE("'paid_with_points':true"),
     {{BUY(LINE("food", "80.00", "")), "applied r:earn:cents=8000"},
      {BUY(LINE("food", "100.00", "")) ",'pay':{'cents':5000}",
       "applied payment:pay:cents=5000 r:earn:cents=10000"}}},
    {"or does not: half was paid, half of the net counts",
     BASE("'paid_with_points':false,'tax':false"),
     {{BUY(LINE("food", "80.00", "")), "applied r:earn:cents=8000"},
      {BUY(LINE("food", "119.00", ",'tax':'19.00'")) ",'pay':{'cents':5950}",
       "applied payment:pay:cents=5950 r:earn:cents=5000"}}},
    {"points paid all lines alike, also those that do not count",
     BASE("'paid_with_points':false,'gift_cards':false"),
     {{BUY(LINE("food", "80.00", "")), "applied r:earn:cents=8000"},
      {BUY(LINE("food", "10.00", "") "," LINE("gift-card", "30.00", "")) ",'pay':{'cents':2000}",
       "applied payment:pay:cents=2000 r:earn:cents=500"}}},
    {"several bases, in a condition, a named expression and a rate",
     HEAD
     "'bases':{'goods':{'gift_cards':false},'net-goods':{'gift_cards':false,'tax':false}},"
     "'let':{'half':'base.net_goods / 2'},'rules':["
     "{'id':'a','on':'purchase','when':'base.goods >= money(`50.00`)','earn':{'cents':'half'}},"
     "{'id':'b','on':'purchase','earn':{'cents':{'of':'base.goods','rate':'0.1','round_at':"
     "'line'}}}]",
     {{BUY(LINE("food", "47.60", ",'tax':'7.60'") "," LINE("gift-card", "30.00", "")),
       "applied b:earn:cents=4"},
      {BUY(LINE("food", "119.00", ",'tax':'19.00'")),
       "applied a:earn:cents=5000 b:earn:cents=11"}}},
    {"a line comes back with what it earned",
     BASE("'tax':false,'gift_cards':false"),
     {{"'id':'s'," BUY("{'id':'1','unit_price':'11.90','tax':'1.90'},"
                       "{'id':'2','unit_price':'5.00'},"
                       "{'id':'3','category':'gift-card','unit_price':'9.00'}"),
       "applied r:earn:cents=1500"},
      {"'type':'return','customer':'c1','receipt':{'id':'s'},'lines':[{'id':'3','quantity':1}]",
       "applied"},
      {"'type':'return','customer':'c1','receipt':{'id':'s'},'lines':[{'id':'1','quantity':1}]",
       NULL},
      {"'type':'return','customer':'c1','receipt':{'id':'s'}", NULL},
      {"? c1", "cents 0 +0 -0; one"}}},
    {"a category with a quote in it",
     "'currencies':{'cents':{}},'stages':{'initial':'one','names':['one']},'parts':{'fees':"
     "'o`clock'},'bases':{'goods':{'fees':false}}," RULES("base.goods"),
     {{BUY(LINE("o`clock", "5.00", "") "," LINE("food", "1.00", "")), "applied r:earn:cents=100"}}},
};

#define BONUS(setting)                                                                             \
    HEAD setting "'rules':[{'id':'base','on':'purchase','earn':{'cents':10}},"                     \
                 "{'id':'gift','on':'purchase','bonus':true,'earn':{'cents':5}},"                  \
                 "{'id':'x','on':'purchase','multiply':{'cents':'2'}}]"

static const story bonuses[] = {
    {"multipliers act on the base",
     BONUS(""),
     {{ALL, "applied base:earn:cents=10 gift:earn:cents=5 x:multiply:cents=10"}}},
    {"which is the default",
     BONUS("'multiply_on':'base',"),
     {{ALL, "applied base:earn:cents=10 gift:earn:cents=5 x:multiply:cents=10"}}},
    {"or on all that the event earns",
     BONUS("'multiply_on':'total',"),
     {{ALL, "applied base:earn:cents=10 gift:earn:cents=5 x:multiply:cents=15"}}},
};

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, rows);
    TABLE_KIT_ROWS(&tests, story_kit_run, bonuses);
    return table_kit_run(&tests, "policy_bases");
}
