/*
 * policy_memberships_test.c -- plans that customers pay for: how long they run,
 * how they end, and what is lost with them.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define CLUB(members)                                                                              \
    "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},"                        \
    "'ladders':{'l':{'counts':'visits','tiers':[{'id':'a','from':0},{'id':'b','from':9}]}},"       \
    "'memberships':{'club':{" members "}},'rules':[{'id':'m','on':'visit','when':"                 \
    "'customer.membership.club','earn':{'stars':1}}]"
#define ON(day) "'time':'2026-" day "T10:00:00Z',"
#define VISIT "'type':'visit','customer':'c'"
#define PLAN(action) "'type':'membership','customer':'c','plan':'club','action':'" action "'"
#define GAIN "'type':'adjust','customer':'c','reason':'x','points':{'stars':5}"
#define MEMBER "applied m:earn:stars=1"

static const story stories[] = {
    {"it runs from its start for as long as the plan says",
     CLUB("'lasts':'P1M'"),
     {{ON("01-01") VISIT, "applied"},
      {ON("01-05") PLAN("start"), NULL},
      {ON("02-04") VISIT, MEMBER},
      {ON("02-05") VISIT, "applied club:membership:end=0"}}},
    {"from its start also where that comes late",
     CLUB("'lasts':'P1M'"),
     {{ON("01-20") VISIT, "applied"},
      {ON("01-05") PLAN("start"), NULL},
      {ON("02-04") VISIT, MEMBER},
      {ON("02-06") VISIT, "applied club:membership:end=0"}}},
    {"so late that it is over",
     CLUB("'lasts':'P1M','forfeits':['stars']"),
     {{ON("02-20") VISIT, "applied"},
      {ON("02-20") GAIN, NULL},
      {ON("01-05") PLAN("start"),
       "applied club:membership:start=0 club:membership:end=0 club:forfeit:stars=5"},
      {"? c", "stars 0 +0 -0; l a 1; one"}}},
    {"renewed from its end",
     CLUB("'lasts':'P1M'"),
     {{ON("01-01") VISIT, "applied"},
      {ON("01-05") PLAN("start"), NULL},
      {ON("01-20") PLAN("renew"), "applied club:membership:renew=0"},
      {ON("03-04") VISIT, MEMBER},
      {ON("03-05") VISIT, "applied club:membership:end=0"}}},
    {"cancelled, it runs for what was paid, and its tier with it",
     CLUB("'lasts':'P1M','tiers':{'l':'b'}"),
     {{ON("01-01") VISIT, "applied"},
      {ON("01-05") PLAN("start"), "applied club:membership:start=0 l:tier:b"},
      {ON("01-06") PLAN("cancel"), "applied club:membership:cancel=0"},
      {ON("02-04") VISIT, MEMBER},
      {ON("02-05") VISIT, "applied club:membership:end=0 l:tier:a"}}},
    {"or ends at once, and what it forfeits with it",
     CLUB("'lasts':'P1M','cancel':'now','forfeits':['stars']"),
     {{ON("01-01") VISIT, "applied"},
      {ON("01-05") PLAN("start"), NULL},
      {ON("01-05") GAIN, NULL},
      {ON("01-06") PLAN("cancel"), "applied club:membership:cancel=0 club:membership:end=0 "
                                   "club:forfeit:stars=5"},
      {ON("01-07") VISIT, "applied"}}},
};

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    return table_kit_run(&tests, "policy_memberships");
}
