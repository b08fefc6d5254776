/*
 * policy_unmerge_test.c -- a merge that is undone: each account gets back what
 * it brought, as far as it is there.
 */
#include "kit/moves_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define OWN_YEARS                                                                                  \
    "'ladders':{'status':{'counts':'spend','window':{'anniversary':'P1Y'},'tiers':["               \
    "{'id':'green','from':0},{'id':'gold','from':'150.00'}]}}"
#define CLUB                                                                                       \
    "'ladders':{'status':{'counts':'spend','tiers':[{'id':'green','from':0},"                      \
    "{'id':'gold','from':'150.00'}]}},'memberships':{'club':{'tiers':{'status':'gold'}}}"
#define JOIN(customer, until)                                                                      \
    "'type':'membership','customer':'" customer "','plan':'club','action':'start','until':'" until \
    "T00:00:00Z'"
#define ENROL(customer) "'type':'enrol','customer':'" customer "'"
#define GIVE(customer) "'type':'adjust','customer':'" customer "','points':{'stars':9},'reason':'x'"
#define TEA(customer) "'type':'redeem','customer':'" customer "','reward':'tea'"
#define PAY(customer, members)                                                                     \
    members "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'9.00'}],"         \
            "'pay':{'stars':60}"

static const story stories[] = {
    {"a merge undone takes along what is held still",
     STARS,
     {BOTH,
      {"'id':'h'," HOLD("a", "40"), NULL},
      {TO("merge", "a", "b"), NULL},
      {UNMERGE, "applied"},
      {"? a", HELD("60", "40", "green", "10000")},
      {"? b", FULL("200", "gold", "20000", "first-purchase")},
      {"'type':'capture','customer':'b','receipt':{'id':'h'}", "wrong-customer /customer"},
      {"'type':'release','customer':'a','receipt':{'id':'h'}", NULL},
      {"= a", "100@2027-02-01"}}},
    {"and what of it went back meanwhile",
     STARS,
     {BOTH,
      {"'id':'h'," HOLD("a", "40"), NULL},
      {TO("merge", "a", "b"), NULL},
      {"'type':'release','customer':'b','receipt':{'id':'h'}", NULL},
      {UNMERGE, "applied"},
      {"= a", "100@2027-02-01"},
      {"= b", "200@2027-02-01"}}},
    {"a merge undone leaves both as they were",
     STARS ",'merges':{'tiers':'sum'}",
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {UNMERGE, "applied"},
      {"? a", FULL("100", "green", "10000", "first-purchase")},
      {"? b", FULL("200", "gold", "20000", "first-purchase")},
      {"= a", "100@2027-02-01"},
      {"'type':'redeem','customer':'a','voucher':'gift'", NULL},
      {"'type':'redeem','customer':'b','voucher':'gift'", "no-voucher /voucher"},
      {"'type':'return','customer':'b','receipt':{'id':'1'}", "wrong-customer /customer"},
      {"'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {UNMERGE, "not-merged /customer"}}},
    {"of a merge undone what was spent stays spent",
     STARS,
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {"'type':'redeem','customer':'b','reward':'tea'", NULL},
      {"'type':'redeem','customer':'b','reward':'tea'", NULL},
      {"'type':'redeem','customer':'b','reward':'tea'", NULL},
      {"'type':'redeem','customer':'b','reward':'tea'", NULL},
      {"? b", FULL("60", "black", "30000", "first-purchase")},
      {UNMERGE, "applied"},
      {"? a", FULL("60", "green", "10000", "first-purchase")},
      {"? b", FULL("0", "gold", "20000", "first-purchase")}}},
    {"points that wait go back before those that can be spent",
     "'currencies':{'stars':{'pending':'P14D'}},'stages':{'initial':'s','names':['s'],"
     "'transitions':[]},'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
     {{BUY("b", "10.00"), NULL},
      {ON("2026-01-20") BUY("a", "12.00"), NULL},
      {ON("2026-01-20") TO("merge", "a", "b"), NULL},
      {ON("2026-01-21") UNMERGE, NULL},
      {"? a", "stars 0 +12 -0; s"},
      {"? b", "stars 10 +0 -0; s"}}},
    {"and spendable ones are not taken for those that went back with a sale",
     "'currencies':{'stars':{'pending':'P14D'}},'stages':{'initial':'s','names':['s'],"
     "'transitions':[]},'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
     {{BUY("b", "10.00"), NULL},
      {"'id':'x'," ON("2026-01-20") BUY("a", "12.00"), NULL},
      {ON("2026-01-20") TO("merge", "a", "b"), NULL},
      {ON("2026-01-20") "'type':'return','customer':'b','receipt':{'id':'x'}", NULL},
      {ON("2026-01-21") UNMERGE, NULL},
      {"? a", "stars 0 +0 -0; s"},
      {"? b", "stars 10 +0 -0; s"}}},
    {"what time did meanwhile it does on the way back",
     STARS,
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {"> 2026-05-01T00:00:00Z", NULL},
      {ON("2026-05-02") UNMERGE, NULL},
      {"? a", FULL("100", "green", "10000", "at-risk")}}},
    {"a merge undone takes a debt along that was spent offline",
     STARS ",'offline':{'spend':'debt'}",
     {BOTH,
      {"'type':'redeem','customer':'a','reward':'tea'", NULL},
      {"'type':'enrol','customer':'c'", NULL},
      {"'type':'redeem','customer':'c','reward':'tea','offline':true", NULL},
      {TO("merge", "c", "a"), NULL},
      {"? a", "stars 0 +0 -20; status green 10000; first-purchase"},
      {"'type':'unmerge','customer':'c'", "applied"},
      {"? a", FULL("0", "green", "10000", "first-purchase")},
      {"? c", "stars 0 +0 -20; status green 0; prospect"}}},
    {"a merge undone takes no more along than is there",
     "'currencies':{'stars':{'payment':{'step':1,'value':'0.01'}}},"
     "'stages':{'initial':'s','names':['s'],'transitions':[]},"
     "'offline':{'spend':'debt'},'transfers':{},"
     "'rules':[{'id':'base','on':'purchase','when':'paid == 0','earn':{'stars':'total / 100'}}]",
     {{BUY("a", "100.00"), NULL},
      {BUY("b", "1.00"), NULL},
      {PAY("a", "'id':'p',"), "applied payment:pay:stars=60"},
      {"'type':'enrol','customer':'c'", NULL},
      {TO("merge", "a", "c"), NULL},
      {"'type':'void','customer':'c','receipt':{'id':'p'}", "applied void:restore:stars=60"},
      {"'type':'transfer','customer':'c','to':'b','points':{'stars':100}", NULL},
      {PAY("c", "'offline':true,"), "applied payment:pay:stars=60"},
      {"? c", "stars 0 +0 -60; s"},
      {UNMERGE, "applied"},
      {"? c", "stars 0 +0 -60; s"},
      {"? a", "stars 0 +0 -0; s"}}},
    {"years of one's own: what both have counted counts in the year that runs",
     OWN_YEARS,
     {{BUY("a", "40.00"), NULL},
      {ON("2026-03-01") BUY("b", "100.00"), NULL},
      {ON("2026-03-02") TO("merge", "a", "b"), NULL},
      {"# b 2026-12-31T10:00:00Z", "green 14000"},
      {"# b 2027-01-02T10:00:00Z", "green 0"},
      {ON("2026-03-03") UNMERGE, NULL},
      {"# a 2026-12-31T10:00:00Z", "green 4000"},
      {"# b 2026-12-31T10:00:00Z", "green 10000"}}},
    {"and so it does in the account that was there first",
     OWN_YEARS,
     {{BUY("b", "100.00"), NULL},
      {ON("2026-11-01") BUY("a", "100.00"), NULL},
      {ON("2027-01-02") BUY("b", "30.00"), NULL},
      {ON("2027-01-03") TO("merge", "a", "b"), NULL},
      {"# b 2027-01-03T10:00:00Z", "green 13000"},
      {ON("2027-01-04") UNMERGE, NULL},
      {"# b 2027-01-04T10:00:00Z", "green 3000"}}},
    {"of a year that has ended nothing is taken back",
     OWN_YEARS,
     {{BUY("b", "100.00"), NULL},
      {ON("2026-11-01") BUY("a", "100.00"), NULL},
      {ON("2026-11-03") TO("merge", "a", "b"), NULL},
      {ON("2027-01-02") BUY("b", "30.00"), NULL},
      {ON("2027-01-04") UNMERGE, NULL},
      {"# b 2027-01-04T10:00:00Z", "gold 3000"},
      {"# a 2027-01-04T10:00:00Z", "green 10000"}}},
    {"a plan goes back with who paid for it",
     CLUB,
     {{ENROL("a"), NULL},
      {ENROL("b"), NULL},
      {JOIN("a", "2026-06-01"), NULL},
      {TO("merge", "a", "b"), NULL},
      {"^ b 2026-05-01T00:00:00Z", "gold"},
      {ON("2026-01-02") UNMERGE, NULL},
      {"^ b 2026-05-01T00:00:00Z", "green"},
      {"^ a 2026-05-01T00:00:00Z", "gold"},
      {"^ a 2026-07-01T00:00:00Z", "green"}}},
    {"who has paid for a plan as well keeps it",
     CLUB,
     {{ENROL("a"), NULL},
      {ENROL("b"), NULL},
      {JOIN("a", "2026-06-01"), NULL},
      {ON("2026-01-02") JOIN("b", "2026-05-01"), NULL},
      {ON("2026-01-03") TO("merge", "a", "b"), NULL},
      {"^ b 2026-05-20T00:00:00Z", "gold"},
      {"^ b 2026-06-20T00:00:00Z", "green"},
      {ON("2026-01-04") UNMERGE, NULL},
      {"^ b 2026-04-20T00:00:00Z", "gold"},
      {"^ a 2026-05-20T00:00:00Z", "gold"}}},
    {"what was used of a limit goes back with who used it",
     "'rewards':[{'id':'tea','limit':{'customer':1},'price':{'stars':1}}],"
     "'currencies':{'stars':{}}",
     {{ENROL("a"), NULL},
      {ENROL("b"), NULL},
      {GIVE("a"), NULL},
      {GIVE("b"), NULL},
      {TEA("a"), NULL},
      {TO("merge", "a", "b"), NULL},
      {TEA("b"), "usage-limit-reached /reward"},
      {UNMERGE, NULL},
      {TEA("a"), "usage-limit-reached /reward"},
      {TEA("b"), "applied tea:reward:tea=1"}}},
    {"a status goes back with an undone merge",
     STARS,
     {BOTH,
      {"'type':'status','customer':'a','ladder':'status','tier':'black'", NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {"^ b", "black"},
      {ON("2026-01-03") UNMERGE, NULL},
      {"^ b", "gold"},
      {"^ a", "black"}}},
    {"and one that both had stays with both",
     STARS,
     {BOTH,
      {"'type':'status','customer':'a','ladder':'status','tier':'black'", NULL},
      {"'type':'status','customer':'b','ladder':'status','tier':'black'", NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {ON("2026-01-03") UNMERGE, NULL},
      {"^ b", "black"},
      {"^ a", "black"}}},
    {"who came with an account goes back with it",
     STARS,
     {BOTH,
      {BUY("c", "50.00"), NULL},
      {ON("2026-01-02") TO("merge", "c", "a"), NULL},
      {ON("2026-01-03") TO("merge", "a", "b"), NULL},
      {ON("2026-01-04") UNMERGE, NULL},
      {ON("2026-01-05") "'type':'erase','customer':'b'", NULL},
      {ON("2026-01-06") "'type':'unmerge','customer':'c'", "applied"},
      {"? c", FULL("50", "green", "5000", "first-purchase")},
      {"? a", FULL("100", "green", "10000", "first-purchase")}}},
    {"a merge, its undoing and a merge again",
     STARS,
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {UNMERGE, NULL},
      {TO("merge", "a", "b"), NULL},
      {"? b", FULL("300", "black", "30000", "first-purchase")}}},
};

/* Where the oldest points are spent first, the day on which each was earned goes back with him. */
static void
keeps_days_apart(void **state)
{
    const story_step steps[STORY_STEPS] = {{BUY("b", "10.00"), NULL},
                                           {ON("2026-01-10") BUY("a", "10.00"), NULL},
                                           {ON("2026-01-11") TO("merge", "a", "b"), NULL},
                                           {ON("2026-01-20") UNMERGE, NULL}};
    char program[1024];
    engine_kit kit;

    (void)state;
    story_kit_program("'currencies':{'stars':{'spend_order':'oldest','pending':'P2D'}},"
                      "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
                      program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, steps);
    engine_kit_customer(&kit, "b", NULL);
    assert_int_equal(loy_customer_lot(kit.customer, 0)->earned_on, 20454); /* 1 January 2026 */
    engine_kit_customer(&kit, "a", NULL);
    assert_int_equal(loy_customer_lot(kit.customer, 0)->earned_on, 20463);
    engine_kit_close(&kit);
}

/* In the end all is where it should be, once. */
static void
moves_once(void **state)
{
    const story_step start[STORY_STEPS] = {BOTH};
    const story_step merged[] = {{"'id':'v','type':'visit','customer':'c'", NULL},
                                 {"? a", EMPTY},
                                 {"? b", FULL("300", "black", "30000", "first-purchase")},
                                 {NULL, NULL}};
    const story_step parted[] = {{"'id':'w','type':'visit','customer':'c'", NULL},
                                 {"? a", FULL("100", "green", "10000", "first-purchase")},
                                 {"? b", FULL("200", "gold", "20000", "first-purchase")},
                                 {NULL, NULL}};
    const trouble troubles[] = {{.event = TO("merge", "a", "b"), .then = merged},
                                {.event = UNMERGE, .then = parted}};

    (void)state;
    trouble_kit_run(STARS ",'merges':{'tiers':'sum'}", start, troubles, 2);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    table_kit_test(&table, "the days of points", keeps_days_apart);
    table_kit_test(&table, "a merge and its undoing, whatever fails", moves_once);
    return table_kit_run(&table, "unmerge");
}
