/*
 * policy_returns_entry_test.c -- a tier that less keeps than reaches it, when the sale comes
 * back that had reached it: the customer has what he would have had without that sale.
 */
#include "kit/periods_kit.h"
#include "kit/table_kit.h"

#define KEPT                                                                                       \
    "'tiers':[{'id':'green','from':0},{'id':'gold','from':'50','keep_from':'10'},"                 \
    "{'id':'black','from':'100','keep_from':'20'}]"
#define EVER LADDER("'window':'lifetime'," KEPT)
#define MONTH LADDER("'window':{'calendar':'month'}," KEPT)
#define ROLLING LADDER("'window':{'rolling':'P30D'}," KEPT)
#define MONTHS LADDER("'window':{'rolling':'P2M','by':'month'}," KEPT)

static const story stories[] = {
    {"lifetime: what reaches it comes back",
     EVER,
     {SALE("01-05", "a", "40.00"), SALE("02-05", "b", "20.00"), TIER("02-06", "gold"),
      BACK("03-01", "b"), TIER("03-01", "green"), SALE("03-02", "c", "10.00"),
      TIER("03-03", "gold")}},
    {"lifetime: what is left reaches it",
     EVER,
     {SALE("01-05", "a", "50.00"), SALE("02-05", "b", "20.00"), BACK("03-01", "b"),
      TIER("03-01", "gold")}},
    {"lifetime: one after the other",
     EVER,
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), TIER("02-06", "black"),
      BACK("03-01", "b"), TIER("03-01", "gold"), BACK("03-02", "a"), TIER("03-02", "green")}},
    {"lifetime: the other way round",
     EVER,
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), BACK("03-01", "a"),
      TIER("03-01", "gold"), BACK("03-02", "b"), TIER("03-02", "green")}},
    {"calendar: what reaches it comes back in its period",
     MONTH,
     {SALE("01-05", "a", "40.00"), SALE("01-06", "b", "20.00"), BACK("01-07", "b"),
      TIER("01-07", "green")}},
    {"calendar: and in the next one",
     MONTH,
     {SALE("01-05", "a", "40.00"), SALE("01-06", "b", "20.00"), TIER("02-01", "gold"),
      BACK("02-07", "b"), TIER("02-07", "green")}},
    {"calendar: what he had before is kept by less",
     MONTH,
     {SALE("01-05", "a", "60.00"), SALE("02-06", "b", "20.00"), SALE("02-07", "c", "20.00"),
      BACK("02-08", "c"), TIER("03-01", "gold"), BACK("03-02", "b"), TIER("03-02", "green")}},
    {"calendar: nor does the next one keep it by less",
     MONTH,
     {SALE("01-05", "a", "60.00"), SALE("02-06", "b", "20.00"), BACK("02-08", "a"),
      TIER("02-08", "green"), SALE("02-09", "c", "30.00"), TIER("02-10", "gold")}},
    {"rolling: what reaches it comes back",
     ROLLING,
     {SALE("01-05", "a", "40.00"), SALE("01-10", "b", "20.00"), BACK("01-12", "b"),
      TIER("01-12", "green")}},
    {"rolling: what has left the window counted then",
     ROLLING,
     {SALE("01-05", "a", "40.00"), SALE("01-30", "b", "20.00"), TIER("02-10", "gold"),
      BACK("02-11", "a"), TIER("02-11", "green")}},
    {"rolling: what is left reaches it, or what counts now",
     ROLLING,
     {SALE("01-05", "a", "60.00"), SALE("01-10", "b", "50.00"), BACK("01-12", "a"),
      TIER("01-12", "gold"), SALE("01-20", "c", "50.00"), TIER("01-20", "black"),
      BACK("02-01", "b"), TIER("02-18", "gold"), TIER("02-19", "green")}},
    {"rolling: one after the other",
     ROLLING,
     {SALE("01-05", "a", "60.00"), SALE("01-10", "b", "60.00"), BACK("01-12", "b"),
      TIER("01-12", "gold"), BACK("01-13", "a"), TIER("01-13", "green")}},
    {"rolling: the tier before that was kept by less stays",
     ROLLING,
     {SALE("01-05", "a", "60.00"), SALE("02-01", "b", "20.00"), TIER("02-05", "gold"),
      SALE("02-06", "c", "90.00"), TIER("02-06", "black"), BACK("02-07", "c"),
      TIER("02-07", "gold"), TIER("03-03", "green")}},
    {"rolling: a tier that time has left to what counts",
     ROLLING,
     {SALE("01-05", "a", "100.00"), SALE("01-20", "b", "15.00"), TIER("01-21", "black"),
      SALE("02-01", "c", "1.00"), TIER("02-04", "green"), SALE("02-05", "d", "60.00"),
      TIER("02-05", "gold"), BACK("02-06", "d"), TIER("02-06", "green")}},
    {"rolling by months",
     MONTHS,
     {SALE("01-05", "a", "40.00"), SALE("02-06", "b", "20.00"), TIER("03-06", "gold"),
      BACK("03-07", "a"), TIER("03-07", "green")}},
    {"rolling, review: when less is counted than keeps it",
     ROLLING ",'returns':{'tier':'review'}",
     {SALE("01-05", "a", "40.00"), SALE("01-10", "b", "20.00"), BACK("01-12", "b"),
      TIER("02-03", "gold"), TIER("02-04", "green")}},
    {"rolling, never",
     ROLLING ",'returns':{'tier':'never'}",
     {SALE("01-05", "a", "40.00"), SALE("01-10", "b", "20.00"), BACK("01-12", "b"),
      TIER("02-03", "gold")}},
    {"rolling: what a friend's sale gave the one who had brought him",
     "'currencies':{'stars':{}},'ladders':{'l':{'counts':'stars "
     "earned','window':{'rolling':'P30D'},"
     "'tiers':[{'id':'green','from':0},{'id':'gold','from':5,'keep_from':0}]}},'referrals':{"
     "'referrer':{'stars':5}},'rules':[{'id':'r','on':'visit','earn':{'stars':1}}]",
     {ON("01-05", "'type':'visit'"),
      {"'type':'referral','customer':'d','referrer':'c','time':'2026-01-05T10:00:00Z'", NULL},
      {"'id':'a','type':'purchase','customer':'d','time':'2026-01-06T10:00:00Z'", NULL},
      TIER("01-06", "gold"),
      {"'type':'return','customer':'d','receipt':{'id':'a'},'time':'2026-01-07T10:00:00Z'", NULL},
      TIER("01-07", "green")}},
    {"a grace keeps it",
     LADDER("'window':{'rolling':'P30D'},'tiers':[{'id':'green','from':0},"
            "{'id':'gold','from':'50','keep_from':'10','grace':'P5D'}]"),
     {SALE("01-05", "a", "40.00"), SALE("01-10", "b", "20.00"), BACK("01-12", "b"),
      TIER("02-08", "gold"), TIER("02-09", "green")}},
};

#define MERGED ",'merges':{'tiers':'sum'}"
static const story merges[] = {
    {"rolling, merged: what the other one had counted by then counts, too",
     ROLLING MERGED,
     {OF("c", "01-05", "a", "20.00"), OF("d", "01-05", "b", "30.00"),
      OF("d", "01-06", "e", "20.00"), MERGE("01-10"), TIER("01-10", "gold"), BACK("01-11", "a"),
      TIER("01-11", "gold"), BACK("01-12", "b"), TIER("01-12", "green")}},
    {"rolling, merged: he has without it what the other one brought",
     ROLLING MERGED,
     {OF("d", "01-05", "a", "60.00"), OF("c", "01-20", "b", "100.00"),
      OF("d", "02-01", "e", "20.00"), MERGE("02-05"), TIER("02-05", "black"), BACK("02-06", "b"),
      TIER("02-06", "gold")}},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    TABLE_KIT_ROWS(&tests, story_kit_run, merges);
    return table_kit_run(&tests, "policy returns entry");
}
