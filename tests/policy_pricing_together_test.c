/*
 * policy_pricing_together_test.c -- how several promotions go together: their order,
 * which keep others out, groups, and the voucher that some share.
 */
#include "kit/pricing_kit.h"
#include "kit/table_kit.h"

#define TWO                                                                                        \
    PROMOTIONS("{'id':'ten','amount':'10.00','priority':1},"                                       \
               "{'id':'fifth','percent':20,'priority':5}")
#define GROUPED(mode)                                                                              \
    "'pricing':{'groups':{'g':'" mode                                                              \
    "'}}," PROMOTIONS("{'id':'a10','amount':'10.00','on':'lines'," SKU(                            \
        "a") ",'group':'g'},"                                                                      \
             "{'id':'all','percent':50,'group':'g'},"                                              \
             "{'id':'b4','amount':'4.00','on':'lines'," SKU("b") ",'group':'g'}")
#define PAIR OF("a", "1", "10.00") "," OF("b", "1", "4.00")

static const story stories[] = {
    {"in the order of writing",
     STILL TWO,
     {{BUY(OF("a", "1", "100.00")),
       "applied ten:discount:a=1000 fifth:discount:a=1800" SUMS("2800", "7200", "0", "7200")}}},
    {"in the order of priority",
     STILL "'pricing':{'order':'priority'}," TWO,
     {{BUY(OF("a", "1", "100.00")),
       "applied fifth:discount:a=2000 ten:discount:a=1000" SUMS("3000", "7000", "0", "7000")}}},
    {"an exclusive one keeps the others out, but not when it gives nothing",
     STILL PROMOTIONS("{'id':'ten','amount':'10.00'},"
                      "{'id':'alone','percent':20,'exclusive':true," SKU("a") "}"),
     {{BUY(OF("a", "1", "100.00")),
       "applied alone:discount:a=2000" SUMS("2000", "8000", "0", "8000")},
      {BUY(OF("b", "1", "100.00")),
       "applied ten:discount:b=1000" SUMS("1000", "9000", "0", "9000")}}},
    {"an exclusive one keeps out those after it",
     STILL PROMOTIONS("{'id':'ten','amount':'10.00'},"
                      "{'id':'last','percent':20,'exclusive':'later'," SKU(
                          "a") "},{'id':'late','code':'L','amount':'1.00'}"),
     {{BUY_WITH("'L'", OF("a", "1", "100.00")),
       "applied ten:discount:a=1000 last:discount:a=1800 "
       "better-discount-present:decline:L=0" SUMS("2800", "7200", "0", "7200")},
      {BUY_WITH("'L'", OF("b", "1", "100.00")),
       "applied ten:discount:b=1000 late:discount:b=100" SUMS("1100", "8900", "0", "8900")}}},
    {"also those of a group",
     STILL "'pricing':{'groups':{'g':'first'}}," PROMOTIONS(
         "{'id':'last','percent':20,'exclusive':'later'},"
         "{'id':'late','code':'L','amount':'1.00','group':'g'}"),
     {{BUY_WITH("'L'", OF("a", "1", "100.00")),
       "applied last:discount:a=2000 better-discount-present:decline:L=0" SUMS("2000", "8000", "0",
                                                                               "8000")}}},
    {"or from the lines that it reduced, which count all the same",
     STILL PROMOTIONS("{'id':'a','amount':'10.00','exclusive':'lines'," SKU(
         "a") "},{'id':'all','percent':10,'needs':{'amount':'95.00'}},"
              "{'id':'pair','set':{'buy':1,'get':1}}"),
     {{BUY(OF("a", "1", "100.00") "," OF("b", "1", "5.00")),
       "applied a:discount:a=1000 all:discount:b=50 pair:discount:b=450" SUMS("1500", "9000", "0",
                                                                              "9000")}}},
    {"exclusive: false",
     STILL PROMOTIONS(
         "{'id':'ten','amount':'10.00','exclusive':false},{'id':'one','amount':'1.00'}"),
     {{BUY(OF("a", "1", "100.00")),
       "applied ten:discount:a=1000 one:discount:a=100" SUMS("1100", "8900", "0", "8900")}}},
    {"all of a group",
     STILL GROUPED("all"),
     {{BUY(PAIR), "applied a10:discount:a=1000 all:discount:b=200 b4:discount:b=200" SUMS(
                      "1400", "0", "0", "0")}}},
    {"the first of a group",
     STILL GROUPED("first"),
     {{BUY(OF("b", "1", "4.00")), "applied all:discount:b=200" SUMS("200", "200", "0", "200")}}},
    {"the best of a group",
     STILL GROUPED("best"),
     {{BUY(PAIR), "applied a10:discount:a=1000" SUMS("1000", "400", "0", "400")},
      {BUY(OF("b", "1", "4.00")), "applied b4:discount:b=400" SUMS("400", "0", "0", "0")}}},
    {"the best of a group for each line",
     STILL GROUPED("best-line"),
     {{BUY(PAIR), "applied a10:discount:a=1000 b4:discount:b=400" SUMS("1400", "0", "0", "0")}}},
    {"a voucher that the customer has is used up",
     STILL "'vouchers':{'five':{'expires':'P30D'}},'rules':[{'id':'hi','on':'visit',"
           "'issue':'five'}]," PROMOTIONS("{'id':'p','voucher':'five','amount':'5.00'}"),
     {{BUY_WITH("'five'", OF("a", "1", "9.00")),
       "applied no-voucher:decline:five=0" SUMS("0", "900", "0", "900")},
      {"'type':'visit','customer':'c'", "applied hi:issue:five=1"},
      {BUY(OF("a", "1", "9.00")), "applied" SUMS("0", "900", "0", "900")},
      {BUY_WITH("'five'", OF("a", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1" SUMS("500", "400", "0", "400")},
      {BUY_WITH("'five'", OF("a", "1", "9.00")),
       "applied no-voucher:decline:five=0" SUMS("0", "900", "0", "900")}}},
    {"but not while his account is frozen",
     STILL "'vouchers':{'five':{'expires':'P30D'}},'rules':[{'id':'hi','on':'visit',"
           "'issue':'five'}]," PROMOTIONS("{'id':'p','voucher':'five','amount':'5.00'}"),
     {{"'type':'visit','customer':'c'", NULL},
      {"'type':'freeze','customer':'c','reason':'stolen'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00")),
       "applied frozen:decline:five=0" SUMS("0", "900", "0", "900")},
      {"'type':'unfreeze','customer':'c','reason':'found'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1" SUMS("500", "400", "0", "400")}}},
    {"a gift takes part in no contest for lines",
     STILL "'pricing':{'groups':{'g':'best-line'}}," PROMOTIONS(
         "{'id':'p','gift':{'sku':'PEN'},'group':'g'},"
         "{'id':'q','amount':'4.00','on':'lines','group':'g'}"),
     {{BUY(OF("a", "1", "9.00")),
       "applied p:gift:PEN=1 q:discount:a=400" SUMS("400", "500", "0", "500")}}},
    {"the next best takes the lines of who comes too late for the voucher",
     STILL "'pricing':{'groups':{'g':'best-line'}},'vouchers':{'five':{'expires':'P30D'}},"
           "'rules':[{'id':'hi','on':'visit','issue':'five'}]," PROMOTIONS(
               "{'id':'o','amount':'0.50','on':'lines','group':'g'},"
               "{'id':'x','voucher':'five','amount':'3.50','on':'lines'," SKU(
                   "b") ",'group':'g'},"
                        "{'id':'p','voucher':'five','amount':'5.00','on':'lines'," SKU(
                            "a") ",'group':'g'},"
                                 "{'id':'q','voucher':'five','amount':'4.00','on':'lines'," SKU(
                                     "b") ",'group':'g'},"
                                          "{'id':'r','amount':'3.00','on':'lines','group':'g'}"),
     {{"'type':'visit','customer':'c'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00") "," OF("b", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1 r:discount:b=300" SUMS("800", "1000", "0", "1000")},
      {BUY_WITH("'five'", OF("a", "1", "9.00") "," OF("b", "1", "9.00")),
       "applied r:discount:a=300 r:discount:b=300 no-voucher:decline:five=0" SUMS("600", "1200",
                                                                                  "0", "1200")},
      {"'type':'visit','customer':'c'", NULL},
      {"'type':'visit','customer':'c'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00") "," OF("b", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1 q:discount:b=400 q:use:five=1" SUMS("900", "900", "0",
                                                                                  "900")}}},
    {"one voucher is used once, though two promotions of a group ask for it",
     STILL "'pricing':{'groups':{'g':'best-line'}},'vouchers':{'five':{'expires':'P30D'}},"
           "'rules':[{'id':'hi','on':'visit','issue':'five'}]," PROMOTIONS(
               "{'id':'p','voucher':'five','amount':'5.00','on':'lines'," SKU(
                   "a") ",'group':'g'},"
                        "{'id':'q','voucher':'five','amount':'4.00','on':'lines'," SKU(
                            "b") ",'group':'g'}"),
     {{"'type':'visit','customer':'c'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00") "," OF("b", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1" SUMS("500", "1300", "0", "1300")},
      {"'type':'visit','customer':'c'", NULL},
      {"'type':'visit','customer':'c'", NULL},
      {BUY_WITH("'five'", OF("a", "1", "9.00") "," OF("b", "1", "9.00")),
       "applied p:discount:a=500 p:use:five=1 q:discount:b=400 q:use:five=1" SUMS("900", "900", "0",
                                                                                  "900")}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "pricing together");
}
