/*
 * policy_households_time_test.c -- when one member spends, time has passed for the others as
 * well: each is drawn on as he stands then, whatever his points have become meanwhile.
 */
#include "kit/households_kit.h"
#include "kit/table_kit.h"

#define VIEW                                                                                       \
    "'rewards':[{'id':'tea','price':{'stars':100}}],'households':{'kind':'view',"                  \
    "'draw':'head-first'},'stages':{'initial':'s','names':['s'],'transitions':[]}"
#define GIVEN(customer, points) ON("2026-01-10") GIVE(customer, points)
#define MORE(day, customer, points)                                                                \
    ON(day)                                                                                        \
    "'type':'adjust','customer':'" customer "','reason':'x','points':{'stars':" points "}"
#define TOGETHER                                                                                   \
    {ON("2026-01-10") DOES("a", "create"), NULL},                                                  \
    {                                                                                              \
        ON("2026-01-10") DOES("b", "join"), NULL                                                   \
    }
#define TEA(day) ON(day) REDEEM("a", "tea")
#define SHORT "insufficient-points /reward"
#define HAS(customer, stars) "? " customer, "stars " stars " +0 -0; s"

static const story stories[] = {
    {"points that turned into vouchers are not drawn",
     VIEW ",'currencies':{'stars':{'convert':{'points':50,'at':'month','issue':'cup'}}},"
          "'vouchers':{'cup':{}}",
     {{GIVEN("a", "40"), NULL},
      {GIVEN("b", "95"), NULL},
      TOGETHER,
      {TEA("2026-02-10"), SHORT},
      {MORE("2026-02-10", "a", "60"), NULL},
      {TEA("2026-02-10"), "applied a:draw:stars=100 tea:reward:tea=100"},
      {MORE("2026-02-10", "b", "55"), NULL},
      {TEA("2026-02-11"), "applied b:draw:stars=100 tea:reward:tea=100"}}},
    {"before they turn, they are",
     VIEW ",'currencies':{'stars':{'convert':{'points':50,'at':'month','issue':'cup'}}},"
          "'vouchers':{'cup':{}}",
     {{GIVEN("a", "40"), NULL},
      {GIVEN("b", "95"), NULL},
      TOGETHER,
      {TEA("2026-01-30"), "applied a:draw:stars=40 b:draw:stars=60 tea:reward:tea=100"}}},
    {"what they turned into is, where it is points",
     VIEW ",'currencies':{'miles':{'convert':{'points':5,'at':'expiry','into':{'stars':10}},"
          "'expires':{'after':'P20D'}},'stars':{}}",
     {{GIVEN("a", "40"), NULL},
      {ON("2026-01-10") "'type':'adjust','customer':'a','reason':'x','points':{'miles':30}", NULL},
      {ON("2026-01-10") DOES("b", "create"), "unknown-customer /customer"},
      {ON("2026-01-10") DOES("a", "create"), NULL},
      {GIVEN("b", "1"), NULL},
      {ON("2026-01-10") DOES("b", "join"), NULL},
      {ON("2026-01-20") REDEEM("b", "tea"), SHORT},
      {ON("2026-02-10") REDEEM("b", "tea"), "applied a:draw:stars=100 tea:reward:tea=100"}}},
    {"what a plan took with its end is not drawn",
     VIEW ",'currencies':{'stars':{}},'memberships':{'plus':{'lasts':'P1M','forfeits':['stars']}}",
     {{GIVEN("a", "40"), NULL},
      {GIVEN("b", "95"), NULL},
      {ON("2026-01-10") "'type':'membership','customer':'b','plan':'plus','action':'start'", NULL},
      TOGETHER,
      {TEA("2026-02-20"), SHORT},
      {HAS("b", "95")},
      {TEA("2026-02-09"), "applied a:draw:stars=40 b:draw:stars=60 tea:reward:tea=100"}}},
    {"what a hold gave back, when it lapsed, is",
     VIEW ",'currencies':{'stars':{}}",
     {{GIVEN("a", "40"), NULL},
      {GIVEN("b", "95"), NULL},
      {ON("2026-01-10") "'type':'hold','customer':'b','ttl':'P1D','points':{'stars':80}", NULL},
      TOGETHER,
      {TEA("2026-01-10"), SHORT},
      {TEA("2026-01-12"), "applied a:draw:stars=40 b:draw:stars=60 tea:reward:tea=100"}}},
    {"what time itself gave is",
     VIEW ",'currencies':{'stars':{}},'rules':[{'id':'come','on':'timer','when':"
          "'customer.days_since_purchase > 20','earn':{'stars':70},'notify':'come'}]",
     {{GIVEN("a", "40"), NULL},
      {ON("2026-01-10") BUY("b", "1.00"), NULL},
      TOGETHER,
      {TEA("2026-01-20"), SHORT},
      {TEA("2026-02-10"), "applied a:draw:stars=40 b:draw:stars=60 tea:reward:tea=100"},
      {HAS("b", "10")}}},
    {"and each hold finds what it sets aside",
     VIEW ",'currencies':{'stars':{'convert':{'points':50,'at':'month','issue':'cup'}}},"
          "'vouchers':{'cup':{}}",
     {{GIVEN("a", "40"), NULL},
      {GIVEN("b", "95"), NULL},
      TOGETHER,
      {ON("2026-02-10") "'type':'hold','customer':'a','points':{'stars':90}",
       "insufficient-points /points"},
      {ON("2026-02-10") "'type':'hold','customer':'a','points':{'stars':85}",
       "applied a:draw:stars=40 b:draw:stars=45 hold:hold:stars=85"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "households in time");
}
