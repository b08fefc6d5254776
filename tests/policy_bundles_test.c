/*
 * policy_bundles_test.c -- promotions by which so many units cost so much together.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define BUNDLE(set, more)                                                                          \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},'promotions':[{'id':'p','set':{" set  \
    "}" more "}]"
#define BUY(lines) "'type':'purchase','customer':'c','lines':[" lines "]"
#define OF(sku, quantity, price)                                                                   \
    "{'id':'" sku "','sku':'" sku "','quantity':" quantity ",'unit_price':'" price "'}"
#define TAXED(sku, quantity, price)                                                                \
    "{'id':'" sku "','sku':'" sku "','quantity':" quantity ",'unit_price':'" price                 \
    "','tax_percent':'20','tax_on_top':true}"
#define SUMS(discount, total)                                                                      \
    " basket:price:discount=" discount " basket:price:subtotal=" total " basket:price:tax=0"       \
    " basket:price:total=" total
#define THREE "'buy':3,'price':'20.00'"

static const story stories[] = {
    {"any three for 20.00, as often as there are three",
     BUNDLE(THREE, ""),
     {{BUY(OF("a", "2", "10.00")), "applied" SUMS("0", "2000")},
      {BUY(OF("a", "3", "10.00")), "applied p:discount:a=1000" SUMS("1000", "2000")},
      {BUY(OF("a", "7", "10.00")), "applied p:discount:a=2000" SUMS("2000", "5000")}}},
    {"of several lines, each gives in proportion",
     BUNDLE(THREE, ""),
     {{BUY(OF("a", "1", "15.00") "," OF("b", "2", "10.00")),
       "applied p:discount:a=643 p:discount:b=857" SUMS("1500", "2000")}}},
    {"the cheapest first, or the dearest",
     BUNDLE("'buy':2,'price':'5.00','repeat':false", ""),
     {{BUY(OF("a", "1", "9.00") "," OF("b", "1", "4.00") "," OF("c", "1", "3.00")),
       "applied p:discount:b=114 p:discount:c=86" SUMS("200", "1400")}}},
    {"the dearest",
     BUNDLE("'buy':2,'price':'5.00','repeat':false,'pick':'dearest'", ""),
     {{BUY(OF("a", "1", "9.00") "," OF("b", "1", "4.00") "," OF("c", "1", "3.00")),
       "applied p:discount:a=554 p:discount:b=246" SUMS("800", "800")}}},
    {"only some goods, and so many units at most",
     BUNDLE(THREE ",'buy_lines':'l.sku != \\'x\\'','most':5", ""),
     {{BUY(OF("x", "9", "10.00") "," OF("a", "6", "10.00")),
       "applied p:discount:a=1000" SUMS("1000", "14000")}}},
    {"it never costs more than it did",
     BUNDLE(THREE, ""),
     {{BUY(OF("a", "3", "6.00")), "applied" SUMS("0", "1800")}}},
    {"units of a bundle are in no other set",
     BUNDLE(THREE, "},{'id':'q','set':{'buy':1,'get':1}"),
     {{BUY(OF("a", "5", "10.00")),
       "applied p:discount:a=1000 q:discount:a=1000" SUMS("2000", "3000")}}},
    {"whatever percentages are of, it is what is left that costs so much instead",
     "'pricing':{'base':'original'},'stages':{'initial':'a','names':['a'],'transitions':[]},"
     "'promotions':[{'id':'q','amount':'3.00'},{'id':'p','set':{" THREE "}}]",
     {{BUY(OF("a", "3", "10.00")),
       "applied q:discount:a=300 p:discount:a=700" SUMS("1000", "2000")}}},
    {"a price with tax of prices without it",
     BUNDLE("'buy':2,'price':'18.00'", ",'tax':'with'"),
     {{BUY(TAXED("a", "2", "10.00")),
       "applied p:discount:a=500 basket:tax:a=300 basket:price:discount=500"
       " basket:price:subtotal=1500 basket:price:tax=300 basket:price:total=1800"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "bundles");
}
