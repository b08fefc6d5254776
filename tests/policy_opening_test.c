/*
 * policy_opening_test.c -- moving in: what a customer brings from another system
 * counts as if he had always been here.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define STARS "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}}},"
#define RULES                                                                                      \
    "'vouchers':{'tea':{'expires':'P30D'}},'rules':[{'id':'base','on':'purchase','earn':"          \
    "{'stars':1}},{'id':'rich','on':'visit','when':'customer.spend >= 5000','notify':'rich'},"     \
    "{'id':'often','on':'visit','when':'customer.visits >= 4','notify':'often'}]"
#define SAVED(terms) "'currencies':{'stars':{" terms "}},"
#define POINTS_OF(day) "'points':[{'currency':'stars','points':5,'time':'" day "T10:00:00Z'}]"
#define OWN_YEARS                                                                                  \
    "'ladders':{'status':{'counts':'spend','window':{'anniversary':'P1Y'},'tiers':["               \
    "{'id':'green','from':0},{'id':'gold','from':'150.00'}]}},"
#define IMPORT(members) "'type':'import','customer':'c','opening':{" members "}"
#define ON(day) "'time':'" day "T10:00:00Z',"
#define TO_B "'type':'transfer','customer':'c','to':'b','points':{'stars':1}"

static const story rows[] = {
    {"points expire as if they had been earned here, or at their own end",
     STARS RULES,
     {{ON("2026-01-01")
           IMPORT("'points':[{'currency':'stars','points':5,'time':'2025-03-10T10:00:00Z'},"
                  "{'currency':'stars','points':7,'time':'2024-03-10T10:00:00Z'},"
                  "{'currency':'stars','points':9,'time':'2024-03-10T10:00:00Z',"
                  "'until':'2026-02-11T00:00:00Z'},"
                  "{'currency':'stars','points':3,'until':'2025-12-31T00:00:00Z'}]"),
       "applied"},
      {"= c", "9@2026-02-11 5@2026-04-01"}}},
    {"vouchers keep their end",
     STARS RULES,
     {{IMPORT("'vouchers':[{'voucher':'tea','count':2,'until':'2026-01-10T00:00:00Z'},"
              "{'voucher':'tea','count':1}]"),
       "applied import:issue:tea=2 import:issue:tea=1"},
      {ON("2026-01-09") "'type':'redeem','customer':'c','voucher':'tea'", NULL},
      {ON("2026-01-11") "'type':'redeem','customer':'c','voucher':'tea'", NULL},
      {ON("2026-01-11") "'type':'redeem','customer':'c','voucher':'tea'", "no-voucher /voucher"}}},
    {"he stands where he stood: nothing is entered, and time goes on from there",
     STARS RULES,
     {{IMPORT("'stage':{'name':'repeat','since':'2025-06-01T00:00:00Z'},"
              "'purchases':{'count':3,'last':'2025-12-20T10:00:00Z'}"),
       "applied"},
      {"? c", "stars 0 +0 -0; repeat"},
      {"? c 2026-12-01T00:00:00Z", "stars 0 +0 -0; lost"}}},
    {"where nothing is said he is new",
     STARS RULES,
     {{IMPORT("'purchases':{'count':3}"), NULL}, {"? c", "stars 0 +0 -0; prospect"}}},
    {"what he has spent is known",
     STARS RULES,
     {{IMPORT("'purchases':{'count':3,'spend':'50.00'}"), NULL},
      {"'type':'visit','customer':'c'", "applied rich:notify:rich=0"}}},
    {"purchases elsewhere are visits beside those here",
     STARS RULES,
     {{"'type':'visit','customer':'c'", "applied"},
      {IMPORT("'purchases':{'count':3}"), NULL},
      {"'type':'visit','customer':'c'", "applied often:notify:often=0"}}},
    {"points whose time begins when they mature do not expire before",
     SAVED("'pending':'P30D','expires':{'after':'P30D','from':'matured'}") RULES,
     {{ON("2026-01-01") IMPORT(POINTS_OF("2025-11-20")), "applied"},
      {"= c", "5@2026-01-20"},
      {ON("2026-01-02") "'type':'import','customer':'d','opening':{" POINTS_OF("2025-11-02") "}",
       "applied"},
      {"= d", ""}}},
    {"those of some customers never do",
     SAVED("'expires':{'after':'P30D','exempt':'customer.stage != \\'lost\\''}") RULES,
     {{ON("2026-01-01") IMPORT(POINTS_OF("2025-11-20")), "applied"}, {"= c", "5@never"}}},
    {"or wait otherwise",
     SAVED("'pending':{'after':'P30D','cases':[{'when':'customer.purchases == 0','after':'P90D'}]}")
         RULES,
     {{ON("2026-01-01") IMPORT(POINTS_OF("2025-11-20")), "applied"},
      {"? c", "stars 0 +5 -0; prospect"}}},
    {"the account is as old as he says",
     STARS "'transfers':{'age':'P30D'}," RULES,
     {{IMPORT("'enrolled':'2025-12-01T10:00:00Z','points':[{'currency':'stars','points':2}]"),
       NULL},
      {"'type':'enrol','customer':'b'", NULL},
      {TO_B, NULL}}},
    {"and else as old as the import",
     STARS "'transfers':{'age':'P30D'}," RULES,
     {{IMPORT("'points':[{'currency':'stars','points':2}]"), NULL},
      {"'type':'enrol','customer':'b'", NULL},
      {TO_B, "account-too-young /customer"}}},
    {"his own years are counted from when he enrolled",
     STARS OWN_YEARS RULES,
     {{ON("2026-01-01")
           IMPORT("'ladders':[{'ladder':'status','amount':20000,'time':'2025-10-01T10:00:00Z'}],"
                  "'enrolled':'2025-03-01T10:00:00Z'"),
       NULL},
      {"# c 2026-02-28T10:00:00Z", "gold 20000"},
      {"# c 2026-03-02T10:00:00Z", "gold 0"}}},
    {"what cannot be",
     STARS RULES,
     {{IMPORT("'stage':{'name':'king'}"), "unknown-stage /items/0"},
      {IMPORT("'vouchers':[{'voucher':'x','count':1}]"), "unknown-voucher /items/0"},
      {IMPORT("'vouchers':[{'voucher':'tea','count':0}]"), "bad-amount /items/0"},
      {IMPORT("'enrolled':'2026-01-02T10:00:00Z'"), "bad-time /opening"},
      {IMPORT("'purchases':{'count':1,'last':'2025-01-01T00:00:00Z',"
              "'first':'2025-01-02T00:00:00Z'}"),
       "bad-time /opening/purchases"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    return table_kit_run(&table, "opening");
}
