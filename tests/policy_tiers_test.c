/*
 * policy_tiers_test.c -- the settings of ladders, value by value, as stories.
 *
 * A purchase of so many euros earns so many stars. Days are those of 2026.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define LADDER(members) "'ladders':{'l':{" members "}}"
#define TIERS "'tiers':[{'id':'a','from':0},{'id':'b','from':'100'},{'id':'c','from':'200'}]"
#define GRACE                                                                                      \
    "'tiers':[{'id':'a','from':0},{'id':'b','from':'100','grace':'P10D'},"                         \
    "{'id':'c','from':'200','grace':'P10D'}]"
#define SPEND "'counts':'spend',"
#define MONTH "'window':{'calendar':'month'},"
#define EARN(currency)                                                                             \
    "'currencies':{'stars':{" currency "}},"                                                       \
    "'rules':[{'id':'r','on':'purchase','earn':{'stars':'total.per(100)'}}],"

#define BUY(day, euros)                                                                            \
    {                                                                                              \
        "'type':'purchase','customer':'c','time':'2026-" day                                       \
        "T10:00:00Z','lines':[{'unit_price':'" euros "'}]",                                        \
            NULL                                                                                   \
    }
#define ENROL(day)                                                                                 \
    {                                                                                              \
        "'type':'enrol','customer':'c','time':'2026-" day "T10:00:00Z'", NULL                      \
    }
#define TIER(day, tier)                                                                            \
    {                                                                                              \
        "^ c 2026-" day "T10:00:00Z", tier                                                         \
    }
#define COUNT(day, tier)                                                                           \
    {                                                                                              \
        "# c 2026-" day "T10:00:00Z", tier                                                         \
    }
/* At the first moment of a day. */
#define DAWN(day, tier)                                                                            \
    {                                                                                              \
        "^ c 2026-" day "T00:00:00Z", tier                                                         \
    }
#define COUNT_DAWN(day, tier)                                                                      \
    {                                                                                              \
        "# c 2026-" day "T00:00:00Z", tier                                                         \
    }

static const story stories[] = {
    {"up: now", LADDER(SPEND MONTH "'up':'now'," TIERS), {BUY("01-10", "100"), TIER("01-10", "b")}},
    {"up: next-day",
     LADDER(SPEND MONTH "'up':'next-day'," TIERS),
     {BUY("01-10", "150"), TIER("01-10", "a"), BUY("01-10", "50"), DAWN("01-11", "c")}},
    {"up: next-day, not without what was counted",
     LADDER(SPEND MONTH "'up':'next-day'," TIERS),
     {{"'id':'x','type':'purchase','customer':'c','lines':[{'unit_price':'150'}]", NULL},
      {"'type':'return','customer':'c','receipt':{'id':'x'},'time':'2026-01-01T11:00:00Z'", NULL},
      TIER("01-02", "a")}},
    {"up: next-day, of several ladders at one moment",
     "'ladders':{'k':{" SPEND MONTH TIERS "},'l':{" SPEND "'up':'next-day'," TIERS "},'m':{" SPEND
     "'up':'next-day'," TIERS "}}",
     {BUY("01-31", "100"), TIER("01-31", "b a a"), DAWN("02-01", "b b b")}},
    {"up: next-month",
     LADDER(SPEND "'up':'next-month'," TIERS),
     {BUY("01-10", "150"), TIER("01-31", "a"), DAWN("02-01", "b"), TIER("12-31", "b")}},
    {"up: next-period",
     LADDER(SPEND "'window':{'calendar':'quarter'},'up':'next-period'," TIERS),
     {BUY("01-10", "150"), BUY("02-10", "60"), TIER("03-31", "a"), DAWN("04-01", "c"),
      BUY("05-01", "120"), TIER("06-30", "c"), DAWN("07-01", "b"), DAWN("10-01", "a")}},
    {"lasts: next-period, the default with periods",
     LADDER(SPEND MONTH TIERS),
     {BUY("01-10", "100"), TIER("02-28", "b"), DAWN("03-01", "a")}},
    {"lasts: next-period",
     LADDER(SPEND MONTH "'lasts':'next-period'," TIERS),
     {BUY("01-10", "100"), TIER("02-28", "b"), DAWN("03-01", "a")}},
    {"lasts: period",
     LADDER(SPEND MONTH "'lasts':'period'," TIERS),
     {BUY("01-10", "200"), TIER("01-31", "c"), DAWN("02-01", "a")}},
    {"lasts: period, of the one after that which reached it",
     LADDER(SPEND MONTH "'lasts':'period','up':'next-period'," TIERS),
     {BUY("01-10", "200"), TIER("01-31", "a"), DAWN("02-01", "c"), BUY("02-10", "100"),
      TIER("02-28", "c"), DAWN("03-01", "b"), DAWN("04-01", "a")}},
    {"lasts: period, then grace",
     LADDER(SPEND MONTH "'lasts':'period'," GRACE),
     {BUY("01-10", "250"), TIER("02-10", "c"), DAWN("02-11", "a")}},
    {"lasts: period, then grace, and what is counted meanwhile",
     LADDER(SPEND MONTH "'lasts':'period'," GRACE),
     {BUY("01-10", "250"), BUY("02-05", "120"), TIER("02-10", "c"), DAWN("02-11", "b"),
      TIER("03-10", "b"), DAWN("03-11", "a")}},
    {"lasts: period, then grace, made up for",
     LADDER(SPEND MONTH "'lasts':'period'," GRACE),
     {BUY("01-10", "250"), BUY("02-05", "200"), TIER("03-10", "c"), DAWN("03-11", "a")}},
    {"lasts: period, then a grace longer than the next one",
     LADDER(SPEND MONTH "'lasts':'period',"
                        "'tiers':[{'id':'a','from':0},{'id':'b','from':'100','grace':'P40D'}]"),
     {BUY("01-10", "100"), BUY("02-20", "100"), TIER("04-09", "b"), DAWN("04-10", "a")}},
    {"lasts: period, or as long as is guaranteed",
     LADDER(SPEND MONTH "'lasts':'period','guarantee':'P1M'," TIERS),
     {BUY("01-10", "200"), {"^ c 2026-02-10T09:59:59Z", "c"}, TIER("02-10", "a")}},
    {"lasts: period, then grace, and falling by one",
     LADDER(SPEND MONTH "'lasts':'period','fall':'one'," GRACE),
     {BUY("01-10", "200"), TIER("02-10", "c"), DAWN("02-11", "b"), TIER("03-10", "b"),
      DAWN("03-11", "a")}},
    {"lasts: period, then grace, and a return of what was counted meanwhile",
     LADDER(SPEND MONTH "'lasts':'period'," GRACE),
     {BUY("01-10", "250"),
      {"'id':'x','type':'purchase','customer':'c','time':'2026-02-05T10:00:00Z',"
       "'lines':[{'unit_price':'200'}]",
       NULL},
      TIER("02-12", "c"),
      {"'type':'return','customer':'c','receipt':{'id':'x'},'time':'2026-02-20T10:00:00Z'", NULL},
      {"^ c 2026-03-02T09:59:59Z", "c"},
      TIER("03-02", "a")}},
    {"lasts: while, the default without periods",
     LADDER(SPEND "'window':{'rolling':'P10D'}," TIERS),
     {BUY("01-10", "100"), TIER("01-19", "b"), DAWN("01-20", "a")}},
    {"lasts: while, with periods",
     LADDER(SPEND MONTH "'lasts':'while'," TIERS),
     {BUY("01-10", "100"), TIER("01-31", "b"), DAWN("02-01", "a")}},
    {"lasts: a duration, from when it was last earned",
     LADDER(SPEND MONTH "'lasts':'P3M'," TIERS),
     {BUY("01-10", "100"),
      BUY("03-05", "60"),
      BUY("03-20", "50"),
      TIER("06-20", "a"),
      {"> 2026-12-01T00:00:00Z", NULL}}},
    {"lasts: a duration, earned once",
     LADDER(SPEND MONTH "'lasts':'P3M'," TIERS),
     {BUY("01-10", "100"), {"^ c 2026-04-10T09:59:59Z", "b"}, TIER("04-10", "a")}},
    {"lasts: a duration, and still enough counted",
     LADDER(SPEND "'window':{'rolling':'P4M'},'lasts':'P3M'," TIERS),
     {BUY("01-10", "100"), TIER("04-10", "b"), TIER("07-09", "b"), TIER("07-10", "a")}},
    {"lasts: a duration, then grace, made up for",
     LADDER(SPEND MONTH "'lasts':'P3M'," GRACE),
     {BUY("01-10", "100"), TIER("04-19", "b"), BUY("04-19", "100"), TIER("07-19", "b"),
      TIER("07-29", "a")}},
    {"fall: deserved",
     LADDER(SPEND MONTH "'fall':'deserved'," TIERS),
     {BUY("01-10", "200"), DAWN("03-01", "a")}},
    {"fall: one",
     LADDER(SPEND MONTH "'fall':'one'," TIERS),
     {BUY("01-10", "200"), TIER("02-28", "c"), DAWN("03-01", "b"), TIER("03-31", "b"),
      DAWN("04-01", "a")}},
    {"fall: one, with grace at each",
     LADDER(SPEND "'window':{'rolling':'P10D'},'fall':'one'," GRACE),
     {BUY("01-10", "200"), DAWN("01-30", "b"), TIER("02-08", "b"), DAWN("02-09", "a")}},
    {"fall: one, from one term to the next",
     LADDER(SPEND "'window':{'rolling':'P10D'},'fall':'one','lasts':'P1M'," TIERS),
     {BUY("01-10", "200"), TIER("02-10", "b"), TIER("03-10", "a")}},
    {"guarantee: not before, and then at once",
     LADDER(SPEND "'window':{'rolling':'P10D'},'guarantee':'P1M'," TIERS),
     {BUY("01-10", "100"), {"^ c 2026-02-10T09:59:59Z", "b"}, TIER("02-10", "a")}},
    {"guarantee: then grace",
     LADDER(SPEND "'window':{'rolling':'P10D'},'guarantee':'P1M'," GRACE),
     {BUY("01-10", "100"), {"^ c 2026-02-20T09:59:59Z", "b"}, TIER("02-20", "a")}},
    {"guarantee: made up for before it ends",
     LADDER(SPEND "'window':{'rolling':'P10D'},'guarantee':'P1M'," TIERS),
     {BUY("01-10", "100"), BUY("02-09", "100"), TIER("02-18", "b"), DAWN("02-19", "a")}},
    {"guarantee: over the end of a period",
     LADDER(SPEND MONTH "'guarantee':'P2M'," TIERS),
     {BUY("01-10", "100"), {"^ c 2026-03-10T09:59:59Z", "b"}, TIER("03-10", "a")}},
    {"surplus: lost",
     LADDER(SPEND MONTH "'surplus':{'carry':false}," TIERS),
     {BUY("01-10", "180"), COUNT("02-01", "b 0")}},
    {"surplus: carried",
     LADDER(SPEND MONTH "'surplus':{'carry':true}," TIERS),
     {BUY("01-10", "180"), COUNT("02-01", "b 8000"), BUY("02-02", "20"), COUNT("03-01", "b 0")}},
    {"surplus: not of those who reach nothing",
     LADDER(SPEND MONTH "'surplus':{'carry':true}," TIERS),
     {BUY("01-10", "99"), COUNT("02-01", "a 0")}},
    {"surplus: at most so much",
     LADDER(SPEND MONTH "'surplus':{'carry':true,'most':'50'}," TIERS),
     {BUY("01-10", "180"), COUNT("02-01", "b 5000")}},
    {"surplus: carried while a grace runs",
     LADDER(SPEND MONTH "'surplus':{'carry':true}," GRACE),
     {BUY("01-10", "250"), COUNT("02-01", "c 5000"), BUY("02-10", "80"), COUNT("03-01", "c 3000"),
      COUNT_DAWN("03-11", "b 3000"), BUY("03-12", "70"), COUNT("03-12", "b 10000"),
      COUNT("04-20", "b 0")}},
    {"surplus: of a tier that is lost, since the last change",
     LADDER(SPEND "'window':{'since_change':'P1M'},'surplus':{'carry':true}," TIERS),
     {BUY("01-10", "330"), COUNT("01-10", "c 13000"), COUNT("02-10", "b 3000"),
      COUNT("03-10", "a 0")}},
    {"surplus: that reaches a tier by itself",
     LADDER(SPEND MONTH "'lasts':'period','surplus':{'carry':true}," TIERS),
     {BUY("01-10", "350"), COUNT_DAWN("02-01", "b 15000"), COUNT_DAWN("03-01", "a 5000")}},
    {"surplus: that reaches a tier which is entered later",
     LADDER(SPEND MONTH "'up':'next-day','lasts':'period','surplus':{'carry':true}," TIERS),
     {BUY("01-10", "350"), DAWN("01-11", "c"), COUNT("02-01", "a 15000"),
      COUNT_DAWN("02-02", "b 15000")}},
    {"pay: not",
     LADDER(SPEND MONTH "'pay':false," TIERS),
     {BUY("01-10", "180"), COUNT("01-11", "b 18000")}},
    {"pay: for entering, and for staying at the end of the period after",
     LADDER(SPEND MONTH "'pay':true," TIERS),
     {BUY("01-10", "180"), COUNT("01-31", "b 8000"), COUNT("02-01", "b 0"), BUY("02-02", "130"),
      COUNT("02-28", "b 13000"), COUNT_DAWN("03-01", "b 0"), COUNT_DAWN("04-01", "a 0")}},
    {"pay: one tier after the other",
     LADDER(SPEND MONTH "'pay':true," TIERS),
     {BUY("01-10", "299"), COUNT("01-10", "b 19900"), BUY("01-11", "1"), COUNT("01-11", "c 0")}},
    {"pay: a lifetime's counter, by the year",
     LADDER(SPEND "'pay':true,'lasts':'P1M'," TIERS),
     {BUY("01-10", "250"), COUNT("02-09", "b 15000"), COUNT("02-10", "b 5000"),
      COUNT("03-10", "a 5000")}},
    {"pay: what is left goes on with the tier that he falls to, but not with the lowest",
     LADDER(SPEND
            "'window':{'since_change':'P1M'},'pay':true,'fall':'one','surplus':{'carry':true}," TIERS),
     {BUY("01-10", "360"), COUNT("01-10", "c 6000"), COUNT("02-10", "b 6000"),
      COUNT("03-10", "a 0")}},
    {"window: anniversary of the 31st",
     LADDER(SPEND "'window':{'anniversary':'P1M'}," TIERS),
     {ENROL("01-31"), BUY("02-27", "60"), COUNT("02-27", "a 6000"), BUY("02-28", "100"),
      COUNT("03-30", "b 10000"), COUNT_DAWN("03-31", "b 0"), COUNT("04-29", "b 0"),
      COUNT_DAWN("04-30", "a 0")}},
    {"window: anniversary, in days",
     LADDER(SPEND "'window':{'anniversary':'P10D'}," TIERS),
     {ENROL("01-31"), BUY("02-09", "60"), BUY("02-10", "60"), COUNT("02-10", "a 6000")}},
    {"window: since the last change",
     LADDER(SPEND "'window':{'since_change':'P2M'}," TIERS),
     {ENROL("01-01"), BUY("01-20", "150"), COUNT("01-20", "b 0"), BUY("02-20", "120"),
      COUNT("03-19", "b 12000"), COUNT_DAWN("03-20", "b 0"), COUNT("05-19", "b 0"),
      COUNT_DAWN("05-20", "a 0")}},
    {"window: since the last change, without end",
     LADDER(SPEND "'window':{'since_change':true},'lasts':'P2M'," TIERS),
     {ENROL("01-01"), BUY("01-20", "60"), BUY("01-21", "60"), COUNT("01-21", "b 0"),
      BUY("02-20", "50"), BUY("03-20", "50"), COUNT("03-21", "b 10000"), COUNT("05-19", "b 10000"),
      COUNT("05-20", "b 10000"), COUNT("07-20", "b 10000")}},
    {"window: a year that begins in March",
     LADDER(SPEND "'window':{'calendar':'year','starts':'03-01'}," TIERS),
     {BUY("02-28", "60"), BUY("03-01", "60"), COUNT("03-01", "a 6000")}},
    {"window: the best of two months",
     LADDER(SPEND "'window':{'calendar':'month','best_of':2}," TIERS),
     {BUY("01-10", "100"), TIER("03-31", "b"), DAWN("04-01", "a")}},
    {"counts: a balance, spent and taken back",
     EARN("")
         LADDER("'counts':'stars balance','tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"),
      COUNT("01-10", "b 120"),
      {"'type':'adjust','customer':'c','reason':'x','points':{'stars':-21}", NULL},
      COUNT("01-11", "a 99")}},
    {"counts: a balance, by what is spendable",
     EARN("'pending':'P10D','expires':{'after':'P20D'}")
         LADDER("'counts':'stars balance','tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"), COUNT("01-10", "a 0"), COUNT("01-20", "b 120"), COUNT("01-30", "b 120"),
      COUNT_DAWN("01-31", "a 0")}},
    {"counts: a balance, with grace",
     EARN("'expires':{'after':'P20D'}")
         LADDER("'counts':'stars balance','tiers':[{'id':'a','from':0},"
                "{'id':'b','from':100,'grace':'P5D'}]"),
     {BUY("01-10", "120"), COUNT("02-04", "b 0"), COUNT_DAWN("02-05", "a 0")}},
    {"when: earned",
     EARN("'pending':'P10D'") LADDER("'counts':'stars earned','when':'earned',"
                                     "'tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"), COUNT("01-10", "b 120")}},
    {"when: matured",
     EARN("'pending':'P10D'") LADDER("'counts':'stars earned','when':'matured',"
                                     "'tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"), {"# c 2026-01-20T09:59:59Z", "a 0"}, COUNT("01-20", "b 120")}},
    {"when: matured, and what comes back before counts never",
     EARN("'pending':'P10D'")
         LADDER("'counts':'stars earned','when':'matured','window':{'calendar':'month'},"
                "'tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {{"'id':'x','type':'purchase','customer':'c','lines':[{'unit_price':'80'}]", NULL},
      {"'id':'y','type':'purchase','customer':'c','lines':[{'unit_price':'40'}]", NULL},
      {"'type':'return','customer':'c','receipt':{'id':'x'},'time':'2026-01-02T11:00:00Z'", NULL},
      COUNT("01-11", "a 40"),
      {"'type':'return','customer':'c','receipt':{'id':'y'},'time':'2026-01-12T11:00:00Z'", NULL},
      COUNT("01-12", "a 0")}},
    {"when: matured, what matures as a period begins counts in that one",
     EARN("'pending':'P21D'")
         LADDER("'counts':'stars earned','when':'matured','window':{'calendar':'month'},"
                "'tiers':[{'id':'a','from':0},{'id':'b','from':100},{'id':'c','from':200}]"),
     {BUY("01-05", "120"),
      {"'type':'purchase','customer':'c','time':'2026-01-11T00:00:00Z',"
       "'lines':[{'unit_price':'250'}]",
       NULL},
      {"# c 2026-01-31T23:59:59Z", "b 120"},
      COUNT_DAWN("02-01", "c 250"),
      COUNT_DAWN("03-01", "c 0"),
      COUNT_DAWN("04-01", "a 0")}},
    {"when: matured, and entered the day after",
     EARN("'pending':'P10D'")
         LADDER("'counts':'stars earned','when':'matured','up':'next-day',"
                "'tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"), COUNT("01-20", "a 120"), COUNT_DAWN("01-21", "b 120")}},
    {"when: matured, spendable at once",
     EARN("") LADDER("'counts':'stars earned','when':'matured',"
                     "'tiers':[{'id':'a','from':0},{'id':'b','from':100}]"),
     {BUY("01-10", "120"), COUNT("01-10", "b 120")}},
};

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, story_kit_run, stories);
    return table_kit_run(&kit, "policy tiers");
}
