/*
 * policy_pricing_units_test.c -- promotions of units behind one another: what reduced some
 * units of a line parts them from the others, and the next one takes each at what it costs.
 */
#include "kit/pricing_kit.h"
#include "kit/table_kit.h"

#define HALF "{'id':'p','percent':50,'units':1}" /* of the cheapest */
#define AFTER_HALF(next) STILL PROMOTIONS(HALF "," next)
#define THREE BUY(OF("a", "3", "10.00"))

static const story stories[] = {
    {"the dearest unit is one that was left alone",
     AFTER_HALF("{'id':'q','percent':50,'units':1,'pick':'dearest'}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=500" SUMS("1000", "2000", "0", "2000")}}},
    {"the cheapest is the one that was not",
     AFTER_HALF("{'id':'q','percent':50,'units':1}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=250" SUMS("750", "2250", "0", "2250")}}},
    {"two of them are both kinds",
     AFTER_HALF("{'id':'q','percent':50,'units':2},{'id':'r','percent':100,'units':2}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=750 r:discount:a=750" SUMS("2000", "1000", "0",
                                                                                "1000")}}},
    {"where all units of a line cost less they stay alike",
     STILL PROMOTIONS("{'id':'p','percent':50,'units':3},{'id':'q','percent':50,'units':1}"),
     {{THREE, "applied p:discount:a=1500 q:discount:a=250" SUMS("1750", "1250", "0", "1250")}}},
    {"a unit that was made cheaper stands before another line",
     STILL PROMOTIONS("{'id':'p','amount':'7.00','units':1,'pick':'dearest'},"
                      "{'id':'q','percent':100,'units':1}"),
     {{BUY(OF("a", "2", "10.00") "," OF("b", "1", "6.00")),
       "applied p:discount:a=700 q:discount:a=300" SUMS("1000", "1600", "0", "1600")}}},
    {"of units that cost the same the first line's goes first",
     STILL PROMOTIONS("{'id':'p','amount':'4.00','units':1,'pick':'dearest'},"
                      "{'id':'q','percent':100,'units':1}"),
     {{BUY(OF("a", "2", "10.00") "," OF("b", "2", "6.00")),
       "applied p:discount:a=400 q:discount:a=600" SUMS("1000", "2200", "0", "2200")}}},
    {"a set gives what costs least",
     AFTER_HALF("{'id':'q','set':{'buy':2,'get':1}}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=500" SUMS("1000", "2000", "0", "2000")}}},
    {"and what it took up is not there again",
     AFTER_HALF("{'id':'q','set':{'buy':1,'get':1}},{'id':'r','percent':100,'units':1}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=500 r:discount:a=1000" SUMS("2000", "1000",
                                                                                 "0", "1000")}}},
    {"a bundle of the dearest",
     AFTER_HALF("{'id':'q','set':{'buy':2,'price':'8.00','pick':'dearest'}}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=1200" SUMS("1700", "1300", "0", "1300")}}},
    {"or of the cheapest",
     AFTER_HALF("{'id':'q','set':{'buy':2,'price':'8.00'}}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=700" SUMS("1200", "1800", "0", "1800")}}},
    {"what reduces the line reduces all its units in proportion",
     AFTER_HALF("{'id':'q','percent':10},{'id':'r','percent':100,'units':1,'pick':'dearest'}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=250 r:discount:a=900" SUMS("1650", "1350", "0",
                                                                                "1350")}}},
    {"a budget that cuts it leaves the unit dearer",
     STILL "'budgets':[{'id':'fund','promotions':['p'],'money':'3.00'}]," PROMOTIONS(
         "{'id':'p','percent':50,'units':1},{'id':'q','percent':100,'units':1}"),
     {{THREE, "applied p:discount:a=300/500 q:discount:a=700" SUMS("1000", "2000", "0", "2000")}}},
    {"in a contest for lines each follows its own",
     STILL "'pricing':{'groups':{'g':'best-line'}}," PROMOTIONS(
         "{'id':'p','percent':50,'units':1,'group':'g'," SKU(
             "a") "},"
                  "{'id':'q','percent':20,'units':1,'group':'g'," SKU(
                      "b") "},"
                           "{'id':'r','percent':100,'units':2}"),
     {{BUY(OF("a", "3", "10.00") "," OF("b", "3", "8.00")),
       "applied p:discount:a=500 q:discount:b=160 r:discount:a=500 r:discount:b=640" SUMS(
           "1800", "3600", "0", "3600")}}},
    {"of the price before it may be more than units cost, and the others of the line bear that",
     STILL "'pricing':{'base':'original'}," PROMOTIONS(
         HALF ",{'id':'q','percent':80,'units':2},{'id':'r','percent':80,'units':2},"
              "{'id':'s','amount':'9.00','on':'units'}"),
     {{THREE,
       "applied p:discount:a=500 q:discount:a=1600 r:discount:a=900" SUMS("3000", "0", "0", "0")}}},
    {"of the price before, where the program says so",
     STILL "'pricing':{'base':'original'}," PROMOTIONS(
         HALF ",{'id':'q','percent':30,'units':1,'pick':'dearest'}"),
     {{THREE, "applied p:discount:a=500 q:discount:a=300" SUMS("800", "2200", "0", "2200")}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "promotions of units");
}
