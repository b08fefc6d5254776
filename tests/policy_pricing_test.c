/*
 * policy_pricing_test.c -- promotions: what they take off a basket, and every
 * setting of pricing but how several go together.
 */
#include "kit/pricing_kit.h"
#include "kit/table_kit.h"

#define MORE(sku, quantity, price, members)                                                        \
    "{'id':'" sku "','sku':'" sku "','quantity':" quantity ",'unit_price':'" price "'," members "}"
#define THIRDS OF("a", "1", "2.00") "," OF("b", "1", "2.00") "," OF("c", "1", "2.00")
#define FOUR PROMOTIONS("{'id':'p','amount':'4.00'}")
#define COUPONS                                                                                    \
    PROMOTIONS("{'id':'old','code':'OLD','percent':10,'until':'2025-01-01'},"                      \
               "{'id':'soon','code':'SOON','percent':10,'from':'2027-01-01'},"                     \
               "{'id':'rich','code':'RICH','percent':10,'needs':{'amount':'50.00'}},"              \
               "{'id':'vip','code':'VIP','percent':10,'when':'customer.purchases > 5'},"           \
               "{'id':'none','code':'NONE','percent':0},"                                          \
               "{'id':'good','code':'GOOD','percent':10}")
#define TAXED "'tax_percent':'15','tax_on_top':true"
#define TEN_TIMES                                                                                  \
    PROMOTIONS("{'id':'a','percent':10},{'id':'b','percent':10},{'id':'c','percent':10},"          \
               "{'id':'d','percent':10},{'id':'e','percent':10},{'id':'f','percent':10},"          \
               "{'id':'g','percent':10},{'id':'h','percent':10},{'id':'i','percent':10},"          \
               "{'id':'j','percent':10}")
#define TENTHS(f, g, h, i, j)                                                                      \
    "applied a:discount:a=1000 b:discount:a=900 c:discount:a=810 d:discount:a=729 "                \
    "e:discount:a=656 f:discount:a=" f " g:discount:a=" g " h:discount:a=" h " i:discount:a=" i    \
    " j:discount:a=" j

static const story stories[] = {
    {"percentages are of what is left, one after the other",
     STILL PROMOTIONS(
         "{'id':'forty','percent':40," SKU("a") "},"
                                                "{'id':'voucher','code':'V','percent':70}"),
     {{BUY_WITH("'V'", OF("a", "1", "100.00")),
       "applied forty:discount:a=4000 voucher:discount:a=4200" SUMS("8200", "1800", "0", "1800")}}},
    {"or all of the original price, and never more than the line",
     STILL "'pricing':{'base':'original'}," PROMOTIONS(
         "{'id':'forty','percent':40},{'id':'seventy','percent':70}"),
     {{BUY(OF("a", "1", "100.00")),
       "applied forty:discount:a=4000 seventy:discount:a=6000" SUMS("10000", "0", "0", "0")}}},
    {"percentages of what was left after rounding",
     STILL "'pricing':{'carry':'rounded'}," TEN_TIMES,
     {{BUY(OF("a", "1", "100.00")),
       TENTHS("591", "531", "478", "431", "387") SUMS("6513", "3487", "0", "3487")}}},
    {"or before it",
     STILL "'pricing':{'carry':'exact'}," TEN_TIMES,
     {{BUY(OF("a", "1", "100.00")),
       TENTHS("590", "531", "478", "430", "387") SUMS("6511", "3489", "0", "3489")}}},
    {"before it, of several lines and line by line",
     STILL "'pricing':{'carry':'exact'}," PROMOTIONS(
         "{'id':'p','percent':50},{'id':'q','percent':50,'on':'lines'},{'id':'r','percent':50}"),
     {{BUY(OF("a", "1", "0.01") "," OF("b", "1", "0.02")),
       "applied p:discount:a=1 p:discount:b=1 q:discount:b=1" SUMS("3", "0", "0", "0")},
      {BUY(OF("a", "1", "1.01") "," OF("b", "1", "1.01")),
       "applied p:discount:a=51 p:discount:b=50 q:discount:a=25 q:discount:b=25 "
       "r:discount:a=12 r:discount:b=13" SUMS("176", "26", "0", "26")}}},
    {"of the original price there is nothing to carry",
     STILL "'pricing':{'base':'original','carry':'exact'}," PROMOTIONS(
         "{'id':'p','percent':20},{'id':'q','percent':20},{'id':'r','percent':20,'on':'lines'}"),
     {{BUY(OF("a", "1", "1.01")),
       "applied p:discount:a=20 q:discount:a=20 r:discount:a=20" SUMS("60", "41", "0", "41")}}},
    {"left-over cents: the largest remainders, ties by position",
     STILL FOUR,
     {{BUY(THIRDS), "applied p:discount:a=134 p:discount:b=133 p:discount:c=133" SUMS(
                        "400", "200", "0", "200")}}},
    {"left-over cents: the first lines",
     STILL "'pricing':{'share':'first'}," PROMOTIONS("{'id':'p','amount':'0.05'}"),
     {{BUY(OF("a", "1", "1.00") "," OF("b", "1", "2.00")),
       "applied p:discount:a=2 p:discount:b=3" SUMS("5", "295", "0", "295")}}},
    {"left-over cents: the last line",
     STILL "'pricing':{'share':'last'}," FOUR,
     {{BUY(THIRDS), "applied p:discount:a=133 p:discount:b=133 p:discount:c=134" SUMS(
                        "400", "200", "0", "200")}}},
    {"half a cent goes up",
     STILL PROMOTIONS("{'id':'p','percent':5}"),
     {{BUY(OF("a", "1", "17.50")), "applied p:discount:a=88" SUMS("88", "1662", "0", "1662")}}},
    {"half a cent goes down",
     STILL "'pricing':{'rounding':'floor'}," PROMOTIONS("{'id':'p','percent':5}"),
     {{BUY(OF("a", "1", "17.50")), "applied p:discount:a=87" SUMS("87", "1663", "0", "1663")}}},
    {"half a cent goes to the even one",
     STILL "'pricing':{'rounding':'half-even'}," PROMOTIONS("{'id':'p','percent':5}"),
     {{BUY(OF("a", "1", "0.50")), "applied p:discount:a=2" SUMS("2", "48", "0", "48")}}},
    {"any part of a cent goes up",
     STILL "'pricing':{'rounding':'ceil'}," PROMOTIONS("{'id':'p','percent':'0.1'}"),
     {{BUY(OF("a", "1", "0.10")), "applied p:discount:a=1" SUMS("1", "9", "0", "9")}}},
    {"a minimum is of what is left",
     STILL PROMOTIONS("{'id':'p','amount':'50.00'},"
                      "{'id':'q','amount':'10.00','needs':{'amount':'100.00'}}"),
     {{BUY(OF("a", "1", "149.99")), "applied p:discount:a=5000" SUMS("5000", "9999", "0", "9999")},
      {BUY(OF("a", "1", "150.00")),
       "applied p:discount:a=5000 q:discount:a=1000" SUMS("6000", "9000", "0", "9000")}}},
    {"or of what it came to",
     STILL "'pricing':{'needs':'original'}," PROMOTIONS(
         "{'id':'p','amount':'50.00'},{'id':'q','amount':'10.00','needs':{'amount':'100.00'}}"),
     {{BUY(OF("a", "1", "100.00")),
       "applied p:discount:a=5000 q:discount:a=1000" SUMS("6000", "4000", "0", "4000")}}},
    {"a minimum with tax, without it, and as prices are entered",
     STILL PROMOTIONS("{'id':'w','gift':{'sku':'W'},'needs':{'amount':'115.00','tax':'with'}},"
                      "{'id':'o','gift':{'sku':'O'},'needs':{'amount':'115.00','tax':'without'}},"
                      "{'id':'e','gift':{'sku':'E'},'needs':{'amount':'115.00',"
                      "'tax':'as-entered'}}"),
     {{BUY(MORE("a", "1", "100.00", TAXED)),
       "applied w:gift:W=1 basket:tax:a=1500" SUMS("0", "10000", "1500", "11500")}}},
    {"an amount with tax off prices without it, without tax off prices that contain it, and as "
     "they are entered",
     STILL PROMOTIONS("{'id':'w','code':'W','amount':'11.50','tax':'with'},"
                      "{'id':'o','code':'O','amount':'10.00','tax':'without'},"
                      "{'id':'e','code':'E','amount':'10.00','tax':'as-entered'}"),
     {{BUY_WITH("'W'", MORE("a", "1", "100.00", TAXED)),
       "applied w:discount:a=1000 basket:tax:a=1350" SUMS("1000", "9000", "1350", "10350")},
      {BUY_WITH("'O'", MORE("a", "1", "60.00", "'tax_percent':20")),
       "applied o:discount:a=1200 basket:tax:a=800" SUMS("1200", "4000", "800", "4800")},
      {BUY_WITH("'E'", MORE("a", "1", "60.00", "'tax_percent':20")),
       "applied e:discount:a=1000 basket:tax:a=833" SUMS("1000", "4167", "833", "5000")},
      {BUY_WITH("'W'", OF("a", "1", "100.00")),
       "applied w:discount:a=1150" SUMS("1150", "8850", "0", "8850")}}},
    {"with tax it is spread by prices with tax, and never takes more than there is",
     STILL PROMOTIONS("{'id':'w','amount':'300.00','tax':'with','most':'23.00'}"),
     {{BUY(MORE("a", "1", "100.00", TAXED) "," OF("b", "1", "115.00")),
       "applied w:discount:a=1000 w:discount:b=1150 basket:tax:a=1350" SUMS("2150", "19350", "1350",
                                                                            "20700")},
      {BUY(MORE("a", "1", "10.00", TAXED)),
       "applied w:discount:a=1000" SUMS("1000", "0", "0", "0")}}},
    {"with tax off each unit, and to a price with tax",
     STILL PROMOTIONS("{'id':'u','code':'U','amount':'2.30','on':'units','tax':'with'},"
                      "{'id':'c','code':'C','percent':50,'on':'units','tax':'with','most':'5.75'},"
                      "{'id':'p','code':'P','price':'4.60','tax':'with'}"),
     {{BUY_WITH("'U'", MORE("a", "2", "10.00", TAXED)),
       "applied u:discount:a=400 basket:tax:a=240" SUMS("400", "1600", "240", "1840")},
      {BUY_WITH("'C'", MORE("a", "2", "10.00", TAXED)),
       "applied c:discount:a=500 basket:tax:a=225" SUMS("500", "1500", "225", "1725")},
      {BUY_WITH("'P'", MORE("a", "1", "10.00", TAXED)),
       "applied p:discount:a=600 basket:tax:a=60" SUMS("600", "400", "60", "460")}}},
    {"on each line",
     STILL PROMOTIONS("{'id':'p','amount':'1.00','on':'lines'}"),
     {{BUY(OF("a", "3", "2.00") "," OF("b", "1", "0.50")),
       "applied p:discount:a=100 p:discount:b=50" SUMS("150", "500", "0", "500")}}},
    {"a percentage of so many units of each line",
     STILL PROMOTIONS("{'id':'p','percent':10,'on':'lines','units':2}"),
     {{BUY(OF("a", "3", "2.00") "," OF("b", "1", "0.50")),
       "applied p:discount:a=40 p:discount:b=5" SUMS("45", "605", "0", "605")}}},
    {"on each unit, rounded unit by unit",
     STILL PROMOTIONS("{'id':'p','percent':'17.5','on':'units'}"),
     {{BUY(OF("a", "2", "77.77")),
       "applied p:discount:a=2722" SUMS("2722", "12832", "0", "12832")}}},
    {"on the cheapest units, or the dearest",
     STILL PROMOTIONS("{'id':'p','percent':50,'units':2},"
                      "{'id':'q','amount':'1.00','units':1,'pick':'dearest'}"),
     {{BUY(OF("a", "1", "10.00") "," OF("b", "3", "2.00")),
       "applied p:discount:b=200 q:discount:a=100" SUMS("300", "1300", "0", "1300")}}},
    {"the first unit and the next ones",
     STILL PROMOTIONS("{'id':'p','amount':'1.13','next':'2.11','on':'units','units':5}"),
     {{BUY(OF("a", "10", "50.00")),
       "applied p:discount:a=957" SUMS("957", "49043", "0", "49043")}}},
    {"to a price, and at most so much",
     STILL PROMOTIONS("{'id':'p','price':'7.50','most':'4.00'}"),
     {{BUY(OF("a", "2", "9.00") "," OF("b", "1", "5.00")),
       "applied p:discount:a=300" SUMS("300", "2000", "0", "2000")},
      {BUY(OF("a", "9", "9.00")), "applied p:discount:a=400" SUMS("400", "7700", "0", "7700")}}},
    {"to a price, whatever percentages are of",
     STILL "'pricing':{'base':'original'}," PROMOTIONS("{'id':'p','amount':'2.00'},"
                                                       "{'id':'q','price':'5.00'}"),
     {{BUY(OF("a", "1", "10.00")),
       "applied p:discount:a=200 q:discount:a=300" SUMS("500", "500", "0", "500")}}},
    {"by steps of the amount",
     STILL PROMOTIONS("{'id':'p','steps':[{'from':0,'percent':10},{'from':'20.00','percent':15}]}"),
     {{BUY(OF("a", "1", "19.99")), "applied p:discount:a=200" SUMS("200", "1799", "0", "1799")},
      {BUY(OF("a", "1", "20.00")), "applied p:discount:a=300" SUMS("300", "1700", "0", "1700")}}},
    {"by steps of money",
     STILL PROMOTIONS("{'id':'p','steps':[{'from':'10.00','amount':'1.00'},"
                      "{'from':'20.00','amount':'3.00'}]}"),
     {{BUY(OF("a", "1", "9.99")), "applied" SUMS("0", "999", "0", "999")},
      {BUY(OF("a", "1", "19.99")), "applied p:discount:a=100" SUMS("100", "1899", "0", "1899")},
      {BUY(OF("a", "2", "10.00")), "applied p:discount:a=300" SUMS("300", "1700", "0", "1700")}}},
    {"by steps of the quantity",
     STILL PROMOTIONS("{'id':'p','steps_by':'quantity','steps':[{'from':10,'percent':15}]}"),
     {{BUY(OF("a", "9", "1.00")), "applied" SUMS("0", "900", "0", "900")},
      {BUY(OF("a", "10", "1.00")), "applied p:discount:a=150" SUMS("150", "850", "0", "850")}}},
    {"a minimum price holds, the others take what it cannot",
     STILL PROMOTIONS("{'id':'p','amount':'36.00'}"),
     {{BUY(MORE("t", "2", "50.00", "'minimum_price':'45.00'") "," MORE(
           "k", "2", "20.00", "'minimum_price':'15.00'") "," OF("m", "1", "30.00") "," OF("c", "1",
                                                                                          "10.00")),
       "applied p:discount:t=1000 p:discount:k=1000 p:discount:m=1200 p:discount:c=400" SUMS(
           "3600", "14400", "0", "14400")}}},
    {"what is not to be reduced neither counts nor gives",
     STILL PROMOTIONS("{'id':'p','percent':20,'needs':{'quantity':2}}"),
     {{BUY(MORE("a", "2", "12.00", "'reducible':false")),
       "applied" SUMS("0", "2400", "0", "2400")}}},
    {"buy so many, get so many of them free, again and again",
     STILL PROMOTIONS("{'id':'p','set':{'buy':2,'get':1}}"),
     {{BUY(OF("a", "4", "3.00") "," OF("b", "3", "1.00")),
       "applied p:discount:b=200" SUMS("200", "1300", "0", "1300")}}},
    {"once, and the dearest",
     STILL PROMOTIONS("{'id':'p','set':{'buy':1,'get':1,'repeat':false,'pick':'dearest'}}"),
     {{BUY(OF("a", "2", "3.00") "," OF("b", "2", "1.00")),
       "applied p:discount:a=300" SUMS("300", "500", "0", "500")}}},
    {"of other goods, at most so many, for less",
     STILL PROMOTIONS("{'id':'p','percent':10,'set':{'buy':6,'get':4,'most':5,"
                      "'buy_lines':'l.sku == \\'t\\'','get_lines':'l.sku == \\'h\\''}}"),
     {{BUY(OF("t", "13", "10.00") "," OF("h", "9", "30.00")),
       "applied p:discount:h=1500" SUMS("1500", "38500", "0", "38500")}}},
    {"the free one may be among those bought",
     STILL PROMOTIONS("{'id':'p','set':{'buy':3,'get':1,'shared':true,"
                      "'get_lines':'l.sku == \\'c\\''}}"),
     {{BUY(OF("a", "1", "10.00") "," OF("b", "1", "5.00") "," OF("c", "1", "2.00")),
       "applied p:discount:c=200" SUMS("200", "1500", "0", "1500")}}},
    {"units of one set are not there for the next",
     STILL PROMOTIONS("{'id':'p','set':{'buy':50,'get':1000,'repeat':false}},"
                      "{'id':'q','set':{'buy':10,'get':20,'repeat':false}}"),
     {{BUY(OF("a", "540", "2.50") "," OF("b", "540", "2.50")),
       "applied p:discount:a=135000 p:discount:b=115000 q:discount:b=5000" SUMS("255000", "15000",
                                                                                "0", "15000")}}},
    {"nor those that are bought for nothing",
     STILL PROMOTIONS("{'id':'p','set':{'buy':1,'get':1,'most':1}},"
                      "{'id':'q','set':{'buy':2,'get':1}}"),
     {{BUY(OF("a", "6", "1.00")),
       "applied p:discount:a=100 q:discount:a=100" SUMS("200", "400", "0", "400")}}},
    {"a minimum without the tax that a line came with",
     STILL PROMOTIONS("{'id':'p','percent':10,'needs':{'amount':'10.00','tax':'without'}}"),
     {{BUY(MORE("a", "1", "11.90", "'tax':'1.91'")),
       "applied basket:tax:a=191" SUMS("0", "999", "191", "1190")},
      {BUY(MORE("a", "1", "11.90", "'tax':'1.90'")),
       "applied p:discount:a=119 basket:tax:a=171" SUMS("119", "900", "171", "1071")}}},
    {"gifts on top, by what was bought",
     STILL PROMOTIONS("{'id':'p','gift':{'sku':'PEN','quantity':3},'set':{'buy':10}}"),
     {{BUY(OF("a", "9", "1.00")), "applied" SUMS("0", "900", "0", "900")},
      {BUY(OF("a", "20", "1.00")), "applied p:gift:PEN=6" SUMS("0", "2000", "0", "2000")}}},
    {"taxes of each line",
     STILL PROMOTIONS("{'id':'p','code':'FREE','percent':100}"),
     {{BUY(MORE("a", "1", "11.50", TAXED) "," MORE("b", "1", "11.50", TAXED)),
       "applied basket:tax:a=173 basket:tax:b=173" SUMS("0", "2300", "346", "2646")},
      {BUY_WITH("'FREE'", MORE("a", "1", "11.50", TAXED) "," MORE("b", "1", "11.50", TAXED)),
       "applied p:discount:a=1150 p:discount:b=1150" SUMS("2300", "0", "0", "0")}}},
    {"taxes of the order",
     STILL "'pricing':{'tax':'order'}," PROMOTIONS("{'id':'p','code':'FREE','percent':100}"),
     {{BUY(MORE("a", "1", "11.50", TAXED) "," MORE("b", "1", "11.50", TAXED)),
       "applied basket:tax:a=173 basket:tax:b=172" SUMS("0", "2300", "345", "2645")},
      {BUY_WITH("'FREE'", MORE("a", "1", "11.50", TAXED) "," MORE("b", "1", "11.50", TAXED)),
       "applied p:discount:a=1150 p:discount:b=1150" SUMS("2300", "0", "0", "0")}}},
    {"contained taxes and deposits",
     STILL PROMOTIONS("{'id':'p','percent':50}"),
     {{BUY(MORE("a", "1", "350.00", "'tax_percent':20") "," MORE(
           "b", "1", "100.00", "'tax_percent':15,'tax_on_top':true,'fixed_tax':'10.00'")),
       "applied p:discount:a=17500 p:discount:b=5000 basket:tax:a=2917 basket:tax:b=1750" SUMS(
           "22500", "19583", "4667", "24250")}}},
    {"points pay the tax on top, too",
     STILL
     "'currencies':{'cents':{'payment':{'step':1,'value':'0.01','short':'clamp'}}}," PROMOTIONS(
         "{'id':'p','percent':50}"),
     {{"'type':'import','customer':'c','opening':{'points':[{'currency':'cents',"
       "'points':99999}]}",
       NULL},
      {BUY(MORE("a", "1", "100.00", TAXED ",'fixed_tax':'1.00'")) ",'pay':{'cents':99999}",
       "applied p:discount:a=5000 basket:tax:a=850" SUMS("5000", "5000", "850",
                                                         "5850") " payment:pay:cents=5850/99999"}}},
    {"what they pay of it is of no line",
     STILL "'currencies':{'cents':{'payment':{'step':1,'value':'0.01'}},'stars':{}},"
           "'bases':{'own':{'paid_with_points':false}},'rules':[{'id':'r','on':'purchase','earn':"
           "{'stars':{'of':'base.own','rate':'1'}}}]," PROMOTIONS("{'id':'p','percent':50}"),
     {{"'type':'import','customer':'c','opening':{'points':[{'currency':'cents',"
       "'points':99999}]}",
       NULL},
      {BUY(MORE("a", "1", "100.00", TAXED)) ",'pay':{'cents':5600}",
       "applied p:discount:a=5000 basket:tax:a=750" SUMS("5000", "5000", "750",
                                                         "5750") " payment:pay:cents=5600"},
      {BUY(MORE("a", "1", "100.00", TAXED)) ",'pay':{'cents':4600}",
       "applied p:discount:a=5000 basket:tax:a=750" SUMS(
           "5000", "5000", "750", "5750") " payment:pay:cents=4600 r:earn:stars=4"}}},
    {"a line contains no more tax than it costs",
     STILL PROMOTIONS("{'id':'p','code':'FREE','percent':100}"),
     {{BUY(MORE("a", "1", "10.00", "'discount':'9.50','tax':'1.60'")),
       "applied basket:tax:a=50" SUMS("0", "0", "50", "50")}}},
    {"a sale that points made cheaper gives back no use of a promotion of that name",
     STILL
     "'currencies':{'cents':{'payment':{'step':1,'value':'0.01','as':'discount'}}}," PROMOTIONS(
         "{'id':'payment','code':'P','amount':'1.00','limit':{'customer':1}}"),
     {{"'type':'import','customer':'c','opening':{'points':[{'currency':'cents',"
       "'points':100}]}",
       NULL},
      {BUY_WITH("'P'", OF("a", "1", "9.00")), NULL},
      {BUY(OF("a", "1", "9.00")) ",'pay':{'cents':100}", NULL},
      {"'type':'return','customer':'c','receipt':{'id':'3'}", NULL},
      {BUY_WITH("'P'", OF("a", "1", "9.00")),
       "applied usage-limit-reached:decline:P=0" SUMS("0", "900", "0", "900")}}},
    {"codes that did nothing, and why",
     STILL COUPONS,
     {{BUY_WITH("'good','OLD','SOON','RICH','VIP','NONE','GOOD','GOOD'", OF("a", "1", "10.00")),
       "applied good:discount:a=100 code-unknown:decline:good=0 code-expired:decline:OLD=0 "
       "code-not-valid:decline:SOON=0 minimum-not-met:decline:RICH=0 not-eligible:decline:VIP=0 "
       "no-effect:decline:NONE=0" SUMS("100", "900", "0", "900")}}},
    {"points are earned on what is left",
     STILL "'currencies':{'stars':{}}," PROMOTIONS(
         "{'id':'p','percent':10}") ",'rules':[{'id':'r','on':'purchase','earn':{'stars':'total."
                                    "per(100)'}}]",
     {{BUY(OF("a", "1", "100.00")),
       "applied p:discount:a=1000" SUMS("1000", "9000", "0", "9000") " r:earn:stars=90"},
      {"'type':'return','customer':'c','receipt':{'id':'1'}", "applied return:clawback:stars=90"}}},
    {"rules see the tax of what is left",
     STILL "'currencies':{'stars':{}}," PROMOTIONS(
         "{'id':'p','percent':50}") ",'rules':[{'id':'r','on':'purchase','earn':{'stars':"
                                    "'lines.map(l, l.tax).sum().per(1)'}}]",
     {{BUY(MORE("a", "1", "100.00", TAXED) "," MORE("b", "1", "12.00", "'tax_percent':20")),
       "applied p:discount:a=5000 p:discount:b=600 basket:tax:a=750 basket:tax:b=100" SUMS(
           "5600", "5500", "850", "6350") " r:earn:stars=850"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "pricing");
}
