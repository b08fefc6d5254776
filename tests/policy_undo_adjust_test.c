/*
 * policy_undo_adjust_test.c -- an adjustment that is undone by a void: what was given
 * is taken back, what was taken goes back to its lots, and what it had used of what
 * may be moved by hand is free again.
 */
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP(currency, more)                                                                       \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}" currency                \
    "}},'rewards':[{'id':'tea','price':{'stars':60}}],'rules':["                                   \
    "{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}],"                               \
    "'stages':{'initial':'s','names':['s'],'transitions':[]}" more
#define ON(day) "'time':'" day "T10:00:00Z',"
#define ON_TOO(day) ",'time':'" day "T10:00:00Z'"
#define BUY(price) "'type':'purchase','customer':'a','lines':[{'unit_price':'" price "'}]"
#define ADJUST(id, points)                                                                         \
    "'id':'" id "','type':'adjust','customer':'a','reason':'goodwill','points':{'stars':" points "}"
#define UNDO(id) "'type':'void','customer':'a','receipt':{'id':'" id "'}"
/* 50 stars until February, 50 until March. */
#define STARS                                                                                      \
    {ON("2025-01-10") BUY("50.00"), NULL},                                                         \
    {                                                                                              \
        ON("2025-02-10") BUY("50.00"), NULL                                                        \
    }
#define MOST(per) ",'adjusts':{'most':{'stars':100},'per':'" per "'}"

static const story rows[] = {
    {"what was given goes",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "30") ON_TOO("2025-03-01"), NULL},
      {UNDO("x"), "applied void:clawback:stars=30"},
      {"= a", "50@2026-02-01 50@2026-03-01"},
      {UNDO("x"), "return-too-much /receipt"}}},
    {"what was taken goes back to its lots",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "-60"), NULL},
      {"= a", "40@2026-03-01"},
      {UNDO("x"), "applied void:restore:stars=10 void:restore:stars=50"},
      {"= a", "50@2026-02-01 50@2026-03-01"}}},
    {"once, wherever the answer goes",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "-60"), NULL},
      {"'id':'v'," UNDO("x"), NULL},
      {"'id':'v'," UNDO("x"), NULL},
      {"? a", "stars 100 +0 -0; s"}}},
    {"given points that are spent are owed",
     SHOP("", ""),
     {{"'type':'enrol','customer':'a'", NULL},
      {ADJUST("x", "70"), NULL},
      {"'type':'redeem','customer':'a','reward':'tea'", NULL},
      {UNDO("x"), "applied void:clawback:stars=70"},
      {"? a", "stars 0 +0 -60; s"}}},
    {"or written off",
     SHOP(",'floor':'zero'", ""),
     {{"'type':'enrol','customer':'a'", NULL},
      {ADJUST("x", "70"), NULL},
      {"'type':'redeem','customer':'a','reward':'tea'", NULL},
      {UNDO("x"), "applied void:clawback:stars=10/70 void:write-off:stars=60"},
      {"? a", "stars 0 +0 -0; s"}}},
    {"a debt that was made goes",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "-130") ",'overdraw':true", NULL},
      {"? a", "stars 0 +0 -30; s"},
      {UNDO("x"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01"},
      {"? a", "stars 100 +0 -0; s"}}},
    {"also when later points have filled it",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "-130") ON_TOO("2025-12-01") ",'overdraw':true", NULL},
      {ON("2025-12-02") BUY("40.00"), NULL},
      {"= a", "10@2027-01-01"},
      {ON("2025-12-03") UNDO("x"), NULL},
      {"= a", "50@2026-02-01 50@2026-03-01 40@2027-01-01"}}},
    {"with the end that the customer's tier gives",
     "'currencies':{'stars':{'expires':{'after':'P12M','by_tier':{'l':{'t1':'never'}}}}},"
     "'ladders':{'l':{'counts':'purchases','tiers':[{'id':'t0','from':0},{'id':'t1','from':1}]}},"
     "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}],"
     "'stages':{'initial':'s','names':['s'],'transitions':[]}",
     {{ON("2025-01-10") BUY("50.00"), NULL},
      {ADJUST("x", "-80") ON_TOO("2025-01-11") ",'overdraw':true", NULL},
      {ON("2025-01-12") BUY("40.00"), NULL},
      {ON("2025-01-13") UNDO("x"), NULL},
      {"= a", "90@never"}}},
    {"what all may move in a day is free again",
     SHOP("", MOST("day")),
     {STARS,
      {ADJUST("x", "60"), NULL},
      {ADJUST("y", "-60"), "over-limit /points"},
      {UNDO("x"), NULL},
      {ADJUST("z", "-60"), NULL},
      {ADJUST("w", "60"), "over-limit /points"},
      {ON("2026-01-02") UNDO("z"), NULL},
      {ADJUST("v", "70") ON_TOO("2026-01-02"), NULL},
      {ADJUST("u", "40") ON_TOO("2026-01-02"), "over-limit /points"}}},
    {"and what one employee may",
     SHOP("", ",'adjusts':{'most':{'stars':100},'per':'day','by':'source'}"),
     {STARS,
      {ADJUST("x", "60") ",'source':'joe'", NULL},
      {ADJUST("y", "-60") ",'source':'joe'", "over-limit /points"},
      {"'type':'void','customer':'a','source':'joe','receipt':{'id':'x'}", NULL},
      {ADJUST("z", "100") ",'source':'joe'", NULL}}},
    {"by the customer's own void alone",
     SHOP("", ""),
     {STARS,
      {ADJUST("x", "30"), NULL},
      {"'type':'return','customer':'a','receipt':{'id':'x'}", "no-sale /receipt"},
      {"'type':'enrol','customer':'b'", NULL},
      {"'type':'void','customer':'b','receipt':{'id':'x'}", "wrong-customer /customer"}}},
    {"what a pool was given goes back to it",
     SHOP("", ",'households':{'kind':'pool'}"),
     {STARS,
      {ADJUST("x", "-60"), NULL},
      {"'type':'household','customer':'a','action':'create','household':'home'", NULL},
      {ADJUST("y", "-10"), NULL},
      {UNDO("y"), "applied void:restore:stars=10"},
      {UNDO("x"), "applied void:restore:stars=10 void:restore:stars=50"},
      {"? home", "stars 100 +0 -0; s"}}},
    {"a listed reason stands with the answer",
     SHOP("", ",'adjusts':{'reasons':['goodwill','mistake']}"),
     {STARS, {ADJUST("x", "30"), "applied goodwill:adjust:stars=30"}}},
};

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    return table_kit_run(&table, "undone adjustments");
}
