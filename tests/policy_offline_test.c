/*
 * policy_offline_test.c -- what a till may spend that could not see the balance
 * when it decided.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'currencies':{'stars':{'expires':{'after':'P1Y'},'payment':{'step':1,'value':'0.01'}}},"      \
    "'rewards':[{'id':'coffee','price':{'stars':8}}],"                                             \
    "'stages':{'initial':'a','names':['a'],'transitions':[]},"                                     \
    "'rules':[{'id':'base','on':'purchase','when':'paid == 0','earn':{'stars':'total / 100'}}]"
#define BUY "'type':'purchase','customer':'c','lines':[{'id':'x','unit_price':'5.00'}]"
#define PAY(points)                                                                                \
    "'type':'purchase','customer':'c','offline':true,'pay':{'stars':" points "},"                  \
    "'lines':[{'id':'x','unit_price':'9.00'}]"
#define HOLD "'type':'hold','customer':'c','ttl':'P9D','points':{'stars':3}"
#define COFFEE "'type':'redeem','customer':'c','reward':'coffee','offline':true"
#define EARNED "applied base:earn:stars=5"
#define PAID(points) "applied payment:pay:stars=" points
#define NOT_OFFLINE "offline /offline"
#define SHORT "insufficient-points /pay"

static const story stories[] = {
    {"nothing is spent offline, everything else is taken",
     SHOP,
     {{BUY ",'offline':true", EARNED},
      {PAY("5"), NOT_OFFLINE},
      {COFFEE, NOT_OFFLINE},
      {"'type':'return','customer':'c','offline':true,'receipt':{'id':'1'}",
       "applied return:clawback:stars=5"}}},
    {"said so", SHOP ",'offline':{'spend':'refuse'}", {{BUY, EARNED}, {PAY("5"), NOT_OFFLINE}}},
    {"only what was set aside before",
     SHOP ",'offline':{'spend':'hold'}",
     {{BUY, EARNED},
      {HOLD, "applied hold:hold:stars=3"},
      {PAY("3"), NOT_OFFLINE},
      {PAY("4") ",'receipt':{'id':'2'}", SHORT},
      {PAY("3") ",'receipt':{'id':'2'}", PAID("3")},
      {"? c", "stars 2 +0 -0; a"}}},
    {"so much beyond the balance",
     SHOP ",'offline':{'spend':'allowance','allowance':{'stars':10}}",
     {{BUY, EARNED},
      {PAY("16"), SHORT},
      {PAY("9"), PAID("9")},
      {"? c", "stars 0 +0 -4; a"},
      {COFFEE, "insufficient-points /reward"},
      {PAY("6"), PAID("6")},
      {PAY("1"), SHORT},
      {BUY, EARNED},
      {"? c", "stars 0 +0 -5; a"}}},
    {"anything, and what comes back fills the hole first",
     SHOP ",'offline':{'spend':'debt'}",
     {{BUY, EARNED},
      {COFFEE, "applied coffee:reward:coffee=8"},
      {PAY("900"), PAID("900")},
      {"? c", "stars 0 +0 -903; a"},
      {"'type':'void','customer':'c','receipt':{'id':'3'}", "applied void:restore:stars=900"},
      {"? c", "stars 0 +0 -3; a"}}},
    {"a till that sees the balance spends no more than there is",
     SHOP ",'offline':{'spend':'debt'}",
     {{BUY, EARNED},
      {"'type':'redeem','customer':'c','reward':'coffee'", "insufficient-points /reward"},
      {"'type':'redeem','customer':'c','reward':'coffee','offline':false",
       "insufficient-points /reward"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    return table_kit_run(&table, "offline");
}
