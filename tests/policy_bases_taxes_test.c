/*
 * policy_bases_taxes_test.c -- bases before and after discounts, with tax and without:
 * whoever took something off, however the tax is told, and when a part comes back.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define FOUR                                                                                       \
    "'bases':{'paid':{},'net':{'tax':false},'list':{'discounts':'before'},"                        \
    "'list-net':{'discounts':'before','tax':false}},'stages':{'initial':'one','names':['one']},"   \
    "'currencies':{'a':{},'b':{},'c':{},'d':{},'gems':{'payment':{'step':1,'value':'20.00',"       \
    "'as':'discount'}}},'rules':[{'id':'r','on':'purchase','earn':{'a':'base.paid / 100',"         \
    "'b':'base.net / 100','c':'base.list / 100','d':'base.list_net / 100'}}]"
#define HALF ",'promotions':[{'id':'half','percent':50}]"
#define NOTHING ",'promotions':[{'id':'half','code':'X','percent':50}]"
#define AGAIN ",'returns':{'method':'re-evaluate'}"
#define BUY(line)                                                                                  \
    "'type':'purchase','customer':'c','lines':[{'id':'x','quantity':10,'unit_price':'12.00'," line \
    "}]"
#define HAS(a, b, c, d, gems)                                                                      \
    {                                                                                              \
        "? c",                                                                                     \
            "a " a " +0 -0; b " b " +0 -0; c " c " +0 -0; d " d " +0 -0; gems " gems " +0 -0; one" \
    }
#define BACK(what) "'type':'return','customer':'c','receipt':{'id':'1'}" what
#define FOUR_UNITS ",'lines':[{'id':'x','quantity':4}]"

static const story stories[] = {
    {"a rate tells the tax in the price",
     FOUR,
     {{BUY("'tax_percent':20"), NULL}, HAS("120", "100", "120", "100", "0")}},
    {"also where promotions take nothing off",
     FOUR NOTHING,
     {{BUY("'tax_percent':20"), NULL}, HAS("120", "100", "120", "100", "0")}},
    {"or the tax on top of it",
     FOUR,
     {{BUY("'tax_percent':20,'tax_on_top':true"), NULL}, HAS("144", "120", "144", "120", "0")}},
    {"on top of all prices, said once",
     FOUR ",'prices':'without-tax'",
     {{BUY("'tax_percent':20"), NULL}, HAS("144", "120", "144", "120", "0")}},
    {"which promotions know, too",
     FOUR ",'prices':'without-tax'" HALF,
     {{BUY("'tax_percent':20"), "applied half:discount:x=6000 basket:tax:x=1200 "
                                "basket:price:discount=6000 basket:price:subtotal=6000 "
                                "basket:price:tax=1200 basket:price:total=7200 r:earn:a=72 "
                                "r:earn:b=60 r:earn:c=144 r:earn:d=120"}}},
    {"what promotions take off is a discount",
     FOUR HALF,
     {{BUY("'tax_percent':20"), NULL}, HAS("60", "50", "120", "100", "0")}},
    {"beside the one of the till",
     FOUR HALF,
     {{BUY("'tax':'10.00','discount':'60.00'"), NULL}, HAS("30", "25", "120", "100", "0")}},
    {"what points take off is one",
     FOUR,
     {{"'type':'import','customer':'c','opening':{'points':[{'currency':'gems','points':5}]}",
       NULL},
      {BUY("'tax_percent':20") ",'pay':{'gems':3}", NULL},
      HAS("60", "50", "120", "100", "2")}},
    {"a part comes back with its part, by line",
     FOUR HALF,
     {{BUY("'tax_percent':20"), NULL}, {BACK(FOUR_UNITS), NULL}, HAS("36", "30", "72", "60", "0")}},
    {"and by what the rest would have earned",
     FOUR HALF AGAIN,
     {{BUY("'tax_percent':20"), NULL},
      {BACK(FOUR_UNITS), NULL},
      HAS("36", "30", "72", "60", "0"),
      {BACK(""), NULL},
      HAS("0", "0", "0", "0", "0")}},
    {"with a tax that is told as money",
     FOUR HALF AGAIN,
     {{BUY("'tax':'20.00'"), NULL}, {BACK(FOUR_UNITS), NULL}, HAS("36", "30", "72", "60", "0")}},
    {"with tax on top and a discount of the till",
     FOUR AGAIN,
     {{BUY("'tax_percent':20,'tax_on_top':true,'discount':'60.00'"), NULL},
      HAS("72", "60", "144", "120", "0"),
      {BACK(FOUR_UNITS), NULL},
      HAS("43", "36", "86", "72", "0")}},
    {"money for no line in particular takes its part of each",
     FOUR HALF AGAIN,
     {{BUY("'tax_percent':20"), NULL},
      {BACK(",'amount':'30.00'"), NULL},
      HAS("30", "25", "60", "50", "0")}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "policy_bases_taxes");
}
