/*
 * policy_returns_lapsed_test.c -- points that expired before their sale comes back: what
 * nobody has used is not owed.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP(expires, more)                                                                        \
    "'currencies':{'stars':{" expires "}},'stages':{'initial':'s','names':['s']},'rules':[{'id':"  \
    "'base','on':'purchase','earn':{'stars':10}}],'rewards':[{'id':'tea','price':{'stars':4},"     \
    "'give':{'text':'tea'}}]" more
#define DAYS(members) "'expires':{'after':'P10D'" members "}"
#define ON(day, members)                                                                           \
    {                                                                                              \
        members ",'customer':'c','time':'2026-" day "T10:00:00Z'", NULL                            \
    }
#define SALE(day, id) ON(day, "'id':'" id "','type':'purchase'")
#define BACK(day, sale) ON(day, "'id':'b" sale "','type':'return','receipt':{'id':'" sale "'}")
#define VOID(day, sale) ON(day, "'id':'b" sale "','type':'void','receipt':{'id':'" sale "'}")
#define TEA(day) ON(day, "'type':'redeem','reward':'tea'")
#define HAS(text)                                                                                  \
    {                                                                                              \
        "? c", "stars " text "; s"                                                                 \
    }

static const story stories[] = {
    {"nothing was used",
     SHOP(DAYS(""), ""),
     {SALE("01-05", "a"), BACK("02-05", "a"), HAS("0 +0 -0")}},
    {"what was used is owed",
     SHOP(DAYS(""), ""),
     {SALE("01-05", "a"), TEA("01-06"), BACK("02-05", "a"), HAS("0 +0 -4")}},
    {"of two sales of a day, once",
     SHOP(DAYS(""), ""),
     {SALE("01-05", "a"), SALE("01-05", "b"), TEA("01-06"), BACK("02-05", "a"), HAS("0 +0 -0"),
      BACK("02-06", "b"), HAS("0 +0 -4")}},
    {"other points stay",
     SHOP(DAYS(""), ""),
     {SALE("01-05", "a"), SALE("02-01", "b"), BACK("02-05", "a"), HAS("10 +0 -0")}},
    {"those of the sale that are left go, and no more than expired is excused",
     SHOP(DAYS(",'edge':'instant'"), ""),
     {SALE("01-05", "a"), SALE("01-06", "b"), TEA("01-07"), BACK("01-15", "a"), HAS("6 +0 -0")}},
    {"what comes back is not brought back, too",
     SHOP(DAYS(",'reinstate':'P2M'"), ""),
     {SALE("01-05", "a"),
      BACK("02-05", "a"),
      {"'type':'reinstate','points':{'stars':1},'customer':'c','time':'2026-02-06T10:00:00Z'",
       "too-late /points"}}},
    {"nor is what was brought back excused",
     SHOP(DAYS(",'reinstate':'P2M'"), ""),
     {SALE("01-05", "a"), ON("02-01", "'type':'reinstate','points':{'stars':10}"), TEA("02-02"),
      BACK("02-05", "a"), HAS("0 +0 -4")}},
    {"the end had moved",
     SHOP(DAYS(",'from':'activity'"), ""),
     {SALE("01-05", "a"), TEA("01-12"), BACK("02-05", "a"), HAS("0 +0 -4")}},
    {"a void long after is no return",
     SHOP(DAYS(""), ",'returns':{'window':'P30D'}"),
     {SALE("01-05", "a"), VOID("03-05", "a"), HAS("0 +0 -10")}},
    {"the last day of the window begins with the end of the points",
     SHOP("'expires':{'after':'P12M','edge':'start-of-day'}", ""),
     {{"'id':'a','type':'purchase','customer':'c','time':'2026-01-05T10:00:00Z'", NULL},
      {"'type':'return','customer':'c','receipt':{'id':'a'},'time':'2027-01-05T09:00:00Z'", NULL},
      HAS("0 +0 -0")}},
    {"what came late and had ended by then",
     SHOP("'expires':{'after':'P1D'}", ",'returns':{'window':'P14D'}"),
     {SALE("02-20", "b"), SALE("01-05", "a"), HAS("10 +0 -0"), BACK("01-06", "a"),
      HAS("10 +0 -0")}},
    {"what nobody knows any more when its return comes late",
     SHOP(DAYS(""), ",'returns':{'window':'P14D'}"),
     {SALE("01-05", "a"), SALE("02-20", "b"), BACK("01-06", "a"), HAS("0 +0 -0")}},
    {"points that never were his",
     "'currencies':{'stars':{}},'stages':{'initial':'s','names':['s']},'rules':[{'id':'base','on':"
     "'purchase','earn':{'stars':10},'expires':'2026-01-01'}]",
     {SALE("01-05", "a"), HAS("0 +0 -0"), BACK("01-06", "a"), HAS("0 +0 -0")}},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    return table_kit_run(&tests, "policy returns lapsed");
}
