/*
 * policy_returns_terms_test.c -- the tier that is counted since the last change, or lasts for
 * some time, when the sale that earned it comes back.
 */
#include "kit/periods_kit.h"
#include "kit/table_kit.h"

#define ANEW(members) LADDER("'window':{'since_change':'P3M'}," members)
#define TERM(window) LADDER("'window':" window ",'lasts':'P3M'," TIERS)

#define AT(time, sale, euros)                                                                      \
    {                                                                                              \
        "'id':'" sale "','type':'purchase','customer':'c','time':'" time "',"                      \
        "'lines':[{'id':'1','unit_price':'" euros "'}]",                                           \
            NULL                                                                                   \
    }

static const story stories[] = {
    {"since change: what had been counted goes on",
     ANEW(TIERS),
     {SALE("01-05", "a", "20.00"), SALE("02-05", "b", "40.00"), TIER("02-06", "gold"),
      SALE("02-10", "c", "25.00"), BACK("03-01", "b"), COUNT("03-01", "green 4500"),
      SALE("03-02", "d", "5.00"), COUNT("03-02", "gold 0")}},
    {"since change: on the day of the change",
     ANEW(TIERS),
     {ON("02-05", "'id':'a','type':'purchase','lines':[{'id':'1','unit_price':'60.00'}]"),
      AT("2026-02-05T11:00:00Z", "b", "30.00"), COUNT("02-06", "gold 3000"), BACK("02-06", "b"),
      COUNT("02-06", "gold 0"), BACK("02-07", "a"), COUNT("02-07", "green 0")}},
    {"since change: what has been counted since is enough with it",
     ANEW(TIERS),
     {SALE("01-05", "a", "20.00"), SALE("02-05", "b", "40.00"), SALE("02-10", "c", "35.00"),
      BACK("03-01", "b"), COUNT("03-01", "gold 3500"), TIER("05-04", "gold"),
      TIER("05-05", "green")}},
    {"since change: what is left is enough",
     ANEW(TIERS),
     {SALE("01-05", "a", "20.00"), SALE("02-05", "b", "50.00"), BACK("03-01", "a"),
      COUNT("03-01", "gold 0")}},
    {"since change: of the window itself it is judged at its end",
     ANEW(TIERS),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "40.00"), BACK("03-01", "b"),
      COUNT("03-01", "gold 0"), TIER("04-04", "gold"), TIER("04-05", "green")}},
    {"since change: of the window that kept it",
     ANEW(TIERS),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), TIER("04-06", "gold"),
      BACK("04-07", "b"), TIER("04-07", "green")}},
    {"since change: older",
     ANEW(TIERS),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), TIER("04-06", "gold"),
      BACK("04-07", "a"), TIER("04-07", "gold")}},
    {"since change: a tier below",
     ANEW(TIERS),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "110.00"), TIER("02-06", "black"),
      BACK("02-07", "b"), TIER("04-04", "gold"), TIER("04-05", "green")}},
    {"since change: its end had come meanwhile",
     ANEW(TIERS),
     {SALE("01-05", "a", "60.00"), SALE("04-02", "b", "110.00"), TIER("04-06", "black"),
      BACK("04-07", "b"), TIER("04-07", "green")}},
    {"since change, review: at its end",
     ANEW(TIERS) ",'returns':{'tier':'review'}",
     {SALE("01-05", "a", "60.00"), BACK("03-01", "a"), TIER("04-04", "gold"),
      TIER("04-05", "green")}},
    {"since change, never",
     ANEW(TIERS) ",'returns':{'tier':'never'}",
     {SALE("01-05", "a", "60.00"), BACK("03-01", "a"), TIER("04-04", "gold"),
      TIER("04-05", "green")}},
    {"since change: the surplus goes with it",
     ANEW("'surplus':{'carry':true}," TIERS),
     {SALE("01-05", "a", "40.00"), SALE("01-06", "b", "30.00"), COUNT("01-07", "gold 2000"),
      SALE("01-08", "c", "5.00"), BACK("01-09", "a"), COUNT("01-09", "green 3500")}},
    {"a term: what earned it",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "20.00"), BACK("03-01", "a"),
      TIER("03-01", "green")}},
    {"a term: of what was counted since",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "20.00"), BACK("03-01", "b"),
      TIER("04-04", "gold"), TIER("04-05", "green")}},
    {"a term: what has begun it anew",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), BACK("03-01", "b"),
      TIER("04-04", "gold"), TIER("04-05", "green")}},
    {"a term: and what it had before is over",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), TIER("04-20", "gold"),
      BACK("04-21", "b"), TIER("04-21", "green")}},
    {"a term: what had earned it before",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "60.00"), BACK("03-01", "a"),
      TIER("05-04", "gold"), TIER("05-05", "green")}},
    {"a term: back to a lower tier and its end",
     TERM("{'calendar':'month'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "110.00"), BACK("03-01", "b"),
      TIER("04-04", "gold"), TIER("04-05", "green")}},
    {"a term, rolling: what has left the window counted then",
     TERM("{'rolling':'P1M'}"),
     {SALE("01-05", "a", "40.00"), SALE("01-10", "b", "20.00"), SALE("02-20", "c", "30.00"),
      BACK("03-01", "a"), TIER("03-01", "green")}},
    {"a term, rolling: what is left reaches a lower tier as it began anew",
     TERM("{'rolling':'P4M'}"),
     {SALE("01-05", "a", "60.00"), SALE("01-06", "b", "60.00"), TIER("04-10", "black"),
      TIER("05-20", "black"), BACK("05-21", "b"), TIER("05-21", "gold"), TIER("07-05", "gold"),
      TIER("07-06", "green")}},
    {"a term, rolling: what counts now is enough",
     TERM("{'rolling':'P3M'}"),
     {SALE("01-05", "a", "60.00"), SALE("02-20", "c", "50.00"), BACK("03-01", "a"),
      TIER("04-04", "gold")}},
    {"a term, lifetime: of what came late",
     LADDER("'window':'lifetime','lasts':'P3M','tiers':[{'id':'green','from':0},"
            "{'id':'gold','from':'50','keep_from':'10'}]"),
     {SALE("02-05", "a", "40.00"), SALE("01-05", "b", "20.00"), TIER("02-06", "gold"),
      BACK("02-07", "b"), TIER("02-07", "green")}},
    {"a term, since change",
     TERM("{'since_change':true}"),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "20.00"), BACK("03-01", "a"),
      COUNT("03-01", "green 2000")}},
    {"a term, since change: on the day on which it ended",
     TERM("{'since_change':true}"),
     {SALE("01-05", "a", "60.00"), AT("2026-04-05T09:00:00Z", "b", "5.00"),
      AT("2026-04-05T10:00:00Z", "c", "8.00"), AT("2026-04-05T11:00:00Z", "d", "30.00"),
      COUNT("04-06", "green 3800"), BACK("04-06", "b"), COUNT("04-06", "green 3800"),
      BACK("04-07", "c"), COUNT("04-07", "green 3000")}},
    {"a term, since change: at the moment at which it ended",
     TERM("{'since_change':true}"),
     {SALE("01-05", "a", "60.00"), SALE("04-05", "b", "70.00"), COUNT("04-06", "gold 0"),
      BACK("04-07", "b"), TIER("04-07", "green")}},
    {"a term, review: at its end",
     TERM("{'calendar':'month'}") ",'returns':{'tier':'review'}",
     {SALE("01-05", "a", "60.00"), BACK("03-01", "a"), TIER("04-04", "gold"),
      TIER("04-05", "green")}},
    {"a term, guarantee: at its end",
     LADDER("'window':{'calendar':'month'},'lasts':'P3M','guarantee':'P2M'," TIERS),
     {SALE("01-05", "a", "60.00"), BACK("03-01", "a"), TIER("04-04", "gold"),
      TIER("04-05", "green")}},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    return table_kit_run(&tests, "policy returns terms");
}
