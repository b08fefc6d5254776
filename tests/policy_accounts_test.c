/*
 * policy_accounts_test.c -- accounts that are frozen, and what may be moved by
 * hand.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'payment':{'step':1,'value':'0.01'}},'miles':{}},"                     \
    "'rewards':[{'id':'coffee','price':{'stars':5}}],'vouchers':{'gift':{}},"                      \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"                       \
    "{'id':'hello','on':'visit','issue':'gift'}]"
#define ADJUST(points, reason)                                                                     \
    "'type':'adjust','customer':'c','points':{'stars':" points "},'reason':'" reason "'"
#define ADJUST_ON(day, points)                                                                     \
    "'time':'" day "T10:00:00Z','type':'adjust','customer':'c','points':{'stars':" points "},"     \
    "'reason':'x'"
#define BUY "'type':'purchase','customer':'c','lines':[{'unit_price':'10.00'}]"
#define FREEZE "'type':'freeze','customer':'c','reason':'stolen'"
#define UNFREEZE "'type':'unfreeze','customer':'c','reason':'found'"
#define MOVED(points) "applied adjust:adjust:stars=" points
#define OVER "over-limit /points"

static const story stories[] = {
    {"a frozen account earns, but spends nothing",
     STARS,
     {{BUY, NULL},
      {"'type':'visit','customer':'c'", NULL},
      {FREEZE, "applied"},
      {BUY, "applied base:earn:stars=10 bought again:stage:repeat"},
      {"'type':'redeem','customer':'c','reward':'coffee'", "frozen /customer"},
      {"'type':'redeem','customer':'c','voucher':'gift'", "frozen /customer"},
      {"'type':'purchase','customer':'c','pay':{'stars':1},'lines':[{'unit_price':'10.00'}]",
       "frozen /customer"},
      {"'type':'return','customer':'c','receipt':{'id':'4'}", NULL},
      {ADJUST("-1", "fraud"), MOVED("-1")},
      {FREEZE, "already-frozen /customer"},
      {UNFREEZE, "applied"},
      {"'type':'redeem','customer':'c','reward':'coffee'", "applied coffee:reward:coffee=5"},
      {UNFREEZE, "not-frozen /customer"}}},
    {"nor what was set aside before",
     STARS,
     {{BUY, NULL},
      {"'id':'h','type':'hold','customer':'c','points':{'stars':4},'ttl':'P9D'", NULL},
      {FREEZE, NULL},
      {"'type':'capture','customer':'c','receipt':{'id':'h'}", "frozen /customer"},
      {"'type':'purchase','customer':'c','receipt':{'id':'h'},'lines':[{'unit_price':'10.00'}]",
       "frozen /customer"},
      {"'type':'release','customer':'c','receipt':{'id':'h'}", NULL}}},
    {"freezing needs a reason and an account",
     STARS,
     {{FREEZE, "unknown-customer /customer"},
      {BUY, NULL},
      {"'type':'freeze','customer':'c'", "missing-reason /reason"},
      {"'type':'unfreeze','customer':'c'", "missing-reason /reason"}}},
    {"without limits anything may be moved by hand",
     STARS,
     {{BUY, NULL}, {ADJUST("1000000", "whatever"), MOVED("1000000")}}},
    {"more is taken than there is only where the event says so, and owed",
     STARS,
     {{BUY, NULL},
      {ADJUST("-25", "typo"), "insufficient-points /points"},
      {"'overdraw':true," ADJUST("-25", "typo"), MOVED("-25")},
      {"? c", "stars 0 +0 -15; miles 0 +0 -0; first-purchase"},
      {BUY, NULL},
      {BUY, NULL},
      {"? c", "stars 5 +0 -0; miles 0 +0 -0; repeat"},
      {"'overdraw':true," ADJUST("-5", "typo"), MOVED("-5")},
      {"'overdraw':true," ADJUST("7", "typo"), MOVED("7")},
      {"'overdraw':true," BUY, "bad-flags /overdraw"}}},
    {"nor more than may be moved",
     STARS ",'adjusts':{'most':{'stars':50}}",
     {{BUY, NULL}, {"'overdraw':true," ADJUST("-51", "x"), OVER}}},
    {"a limit of what a source moves, for all customers",
     STARS ",'adjusts':{'most':{'stars':50},'per':'day','by':'source'}",
     {{BUY, NULL},
      {"'type':'enrol','customer':'d'", NULL},
      {"'source':'ann'," ADJUST_ON("2026-01-01", "30"), MOVED("30")},
      {"'source':'ann','type':'adjust','customer':'d','points':{'stars':21},'reason':'x'", OVER},
      {"'source':'ann','type':'adjust','customer':'d','points':{'miles':21},'reason':'x'", NULL},
      {"'source':'ann','type':'adjust','customer':'d','points':{'stars':20},'reason':'x'",
       MOVED("20")},
      {"'source':'ann'," ADJUST_ON("2026-01-01", "-1"), OVER},
      {"'source':'bob'," ADJUST_ON("2026-01-01", "50"), MOVED("50")},
      {"'source':'ann'," ADJUST_ON("2026-01-02", "50"), MOVED("50")}}},
    {"a limit for each customer, said so",
     STARS ",'adjusts':{'most':{'stars':50},'per':'day','by':'customer'}",
     {{BUY, NULL},
      {"'type':'enrol','customer':'d'", NULL},
      {"'source':'ann'," ADJUST_ON("2026-01-01", "50"), MOVED("50")},
      {"'source':'ann','type':'adjust','customer':'d','points':{'stars':50},'reason':'x'",
       MOVED("50")},
      {"'source':'bob'," ADJUST_ON("2026-01-01", "1"), OVER}}},
    {"a limit of each event",
     STARS ",'adjusts':{'most':{'stars':50}}",
     {{BUY, NULL},
      {ADJUST("50", "x"), MOVED("50")},
      {ADJUST("50", "x"), MOVED("50")},
      {ADJUST("51", "x"), OVER},
      {ADJUST("-51", "x"), OVER},
      {"'type':'adjust','customer':'c','points':{'miles':900},'reason':'x'",
       "applied adjust:adjust:miles=900"}}},
    {"a limit of each event, said so",
     STARS ",'adjusts':{'most':{'stars':50},'per':'event'}",
     {{BUY, NULL}, {ADJUST("50", "x"), MOVED("50")}, {ADJUST("50", "x"), MOVED("50")}}},
    {"a limit of a day counts what is given and what is taken",
     STARS ",'adjusts':{'most':{'stars':50},'per':'day'}",
     {{BUY, NULL},
      {ADJUST_ON("2026-01-01", "30"), MOVED("30")},
      {ADJUST_ON("2026-01-01", "-10"), MOVED("-10")},
      {ADJUST_ON("2026-01-01", "11"), OVER},
      {ADJUST_ON("2026-01-01", "10"), MOVED("10")},
      {ADJUST_ON("2026-01-02", "50"), MOVED("50")}}},
    {"a limit of a week, which begins on Monday",
     STARS ",'adjusts':{'most':{'stars':50},'per':'week'}",
     {{BUY, NULL},
      {ADJUST_ON("2026-01-04", "50"), MOVED("50")},
      {ADJUST_ON("2026-01-04", "1"), OVER},
      {ADJUST_ON("2026-01-05", "50"), MOVED("50")},
      {ADJUST_ON("2026-01-06", "1"), OVER}}},
    {"a limit of a month",
     STARS ",'adjusts':{'most':{'stars':50},'per':'month'}",
     {{BUY, NULL},
      {ADJUST_ON("2026-01-31", "50"), MOVED("50")},
      {ADJUST_ON("2026-02-01", "50"), MOVED("50")},
      {ADJUST_ON("2026-02-28", "1"), OVER}}},
    {"a limit of a year",
     STARS ",'adjusts':{'most':{'stars':50},'per':'year'}",
     {{BUY, NULL},
      {ADJUST_ON("2026-12-31", "50"), NULL},
      {ADJUST_ON("2026-12-31", "1"), OVER},
      {ADJUST_ON("2027-01-01", "50"), MOVED("50")}}},
    {"a limit for ever",
     STARS ",'adjusts':{'most':{'stars':50},'per':'lifetime'}",
     {{BUY, NULL},
      {ADJUST_ON("2026-01-01", "50"), MOVED("50")},
      {ADJUST_ON("2036-01-01", "1"), OVER}}},
    {"only reasons that the program lists",
     STARS ",'adjusts':{'reasons':['goodwill','mistake']}",
     {{BUY, NULL},
      {ADJUST("5", "goodwill"), "applied goodwill:adjust:stars=5"},
      {ADJUST("-5", "mistake"), "applied mistake:adjust:stars=-5"},
      {ADJUST("5", "Goodwill"), "unknown-reason /reason"},
      {ADJUST("5", ""), "missing-reason /reason"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "accounts");
}
