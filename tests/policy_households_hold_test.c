/*
 * policy_households_hold_test.c -- a hold on what the members of a household have: each
 * has his part set aside, it is captured, released or lapses back to his lots, whatever
 * fails and wherever he goes meanwhile.
 */
#include "kit/households_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define VIEW(draw) HOUSEHOLDS("'kind':'view','draw':'" draw "'")
#define HOLD(customer, points)                                                                     \
    "'id':'h','type':'hold','customer':'" customer "','points':{'stars':" points "}"
#define OF_HOLD(type, customer)                                                                    \
    "'id':'" type "','type':'" type "','customer':'" customer "','receipt':{'id':'h'}"
#define CAPTURE(points) OF_HOLD("capture", "a") ",'points':{'stars':" points "}"
/* a has 60, b 20, c 20; and some of it lapses. */
#define THREE                                                                                      \
    {GIVE("a", "60"), NULL}, {GIVE("b", "20"), NULL}, {GIVE("c", "20"), NULL},                     \
        {DOES("a", "create"), NULL}, {DOES("b", "join"), NULL},                                    \
    {                                                                                              \
        DOES("c", "join"), NULL                                                                    \
    }
#define HELD(free, held) "stars " free " +0 -0 =" held "; prospect"

static const story rows[] = {
    {"each gives in proportion to what he has",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "101"), "insufficient-points /points"},
      {"'id':'g','type':'hold','customer':'a','points':{'stars':50}",
       "applied a:draw:stars=30 b:draw:stars=10 c:draw:stars=10 hold:hold:stars=50"},
      {"? a", HELD("30", "30")},
      {"? b", HELD("10", "10")},
      {REDEEM("b", "tea"), "insufficient-points /reward"}}},
    {"all of it is captured",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {OF_HOLD("capture", "a"),
       "applied a:draw:stars=30 b:draw:stars=10 c:draw:stars=10 capture:capture:stars=50"},
      {"? a", NEW("30")},
      {"? b", NEW("10")},
      {"? c", NEW("10")},
      {"'id':'again',"
       "'type':'release','customer':'a','receipt':{'id':'h'}",
       "hold-over /receipt"}}},
    {"or some, in proportion to what is held, and the rest goes back",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {CAPTURE("51"), "capture-too-much /points"},
      {"'id':'c2',"
       "'type':'capture','customer':'a','receipt':{'id':'h'},'points':{'stars':20}",
       "applied a:draw:stars=12 b:draw:stars=4 c:draw:stars=4 capture:capture:stars=20 "
       "capture:release:stars=30"},
      {"? a", NEW("48")},
      {"? b", NEW("16")},
      {"? c", NEW("16")}}},
    {"the head first",
     VIEW("head-first"),
     {THREE,
      {HOLD("b", "70"), "applied a:draw:stars=60 b:draw:stars=10 hold:hold:stars=70"},
      {"'type':'capture','customer':'b','receipt':{'id':'h'},'points':{'stars':65}",
       "applied a:draw:stars=60 b:draw:stars=5 capture:capture:stars=65 capture:release:stars=5"},
      {"? a", NEW("0")},
      {"? b", NEW("15")}}},
    {"what lapses first",
     VIEW("soonest-expiry"),
     {{ON("2026-01-10") BUY("a", "60.00"), NULL},
      {ON("2025-11-10") BUY("b", "20.00"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {HOLD("a", "30") ",'time':'2026-01-11T10:00:00Z'",
       "applied a:draw:stars=10 b:draw:stars=20 hold:hold:stars=30"},
      {OF_HOLD("release", "a") ",'time':'2026-01-11T10:00:00Z'",
       "applied release:release:stars=30"},
      {"= a", "60@2027-02-01"},
      {"= b", "20@2026-12-01"}}},
    {"as long with one who is ahead",
     VIEW("head-first"),
     {THREE,
      {ON("2026-03-05") "'customer':'a','type':'visit'", NULL},
      {HOLD("b", "70") ",'time':'2026-03-04T10:00:00Z'", NULL},
      {"? a", HELD("0", "60")},
      {OF_HOLD("capture", "b") ",'points':{'stars':65},'time':'2026-03-04T10:14:59Z'", NULL},
      {"? a", NEW("0")},
      {"? b", NEW("15")}}},
    {"released it goes back to its lots",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {OF_HOLD("release", "a"), "applied release:release:stars=50"},
      {"? a", NEW("60")},
      {"? b", NEW("20")},
      {"? c", NEW("20")}}},
    {"it lapses with each of them",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {"? b 2026-01-01T10:14:59Z", HELD("10", "10")},
      {"? b 2026-01-01T10:15:00Z", NEW("20")},
      {OF_HOLD("capture", "a") ",'time':'2026-01-01T10:15:00Z'", "hold-over /receipt"},
      {"? a 2026-01-01T10:15:00Z", NEW("60")}}},
    {"it pays for a sale, with what is free beside it",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {"'id':'p','type':'purchase','customer':'a','receipt':{'id':'h'},'pay':{'stars':60},"
       "'lines':[{'unit_price':'0.60'}]",
       "applied a:draw:stars=30 b:draw:stars=10 c:draw:stars=10 a:draw:stars=6 b:draw:stars=2 "
       "c:draw:stars=2 payment:pay:stars=60 first purchase:stage:first-purchase"},
      {"? b", NEW("8")},
      {VOID("a", "p"), NULL},
      {"? b", NEW("20")},
      {"? c", NEW("20")}}},
    {"or for less of one, and the rest goes back",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {"'type':'purchase','customer':'a','receipt':{'id':'h'},'pay':{'stars':10},"
       "'lines':[{'unit_price':'0.10'}]",
       "applied a:draw:stars=6 b:draw:stars=2 c:draw:stars=2 payment:pay:stars=10 "
       "payment:release:stars=40 first purchase:stage:first-purchase"},
      {"? b", NEW("18")}}},
    {"a till that is offline pays with what all of them hold",
     VIEW("pro-rata") ",'offline':{'spend':'hold'}",
     {THREE,
      {HOLD("a", "50"), NULL},
      {"'type':'purchase','customer':'a','receipt':{'id':'h'},'pay':{'stars':50},'offline':true,"
       "'lines':[{'unit_price':'0.50'}]",
       NULL},
      {"? b", NEW("10")}}},
    {"what a capture took goes back by a void",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {OF_HOLD("capture", "a"), NULL},
      {VOID("a", "h"), "unknown-receipt /receipt"},
      {VOID("a", "capture"), "applied void:restore:stars=30 b:restore:stars=10 c:restore:stars=10"},
      {"? a", NEW("60")},
      {"? c", NEW("20")}}},
    {"who is not the head holds what is his own, where the head spends",
     HOUSEHOLDS("'kind':'view','spend':'head'"),
     {THREE,
      {HOLD("b", "21"), "insufficient-points /points"},
      {"'id':'k','type':'hold','customer':'b','points':{'stars':20}", "applied hold:hold:stars=20"},
      {"? b", HELD("0", "20")}}},
    {"who has left the household has promised it",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {LEAVE("b"), NULL},
      {OF_HOLD("capture", "a"), NULL},
      {"? b", NEW("10")}}},
    {"who is frozen spends nothing, and gets it back when time is over",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {"'type':'freeze','customer':'b','reason':'x'", NULL},
      {CAPTURE("41"), "capture-too-much /points"},
      {"'id':'c2','type':'capture','customer':'a','receipt':{'id':'h'}",
       "applied a:draw:stars=30 c:draw:stars=10 capture:capture:stars=40"},
      {"? b 2026-01-01T10:15:00Z", "stars 20 +0 -0; prospect"}}},
    {"what is set aside goes with an account into another",
     VIEW("pro-rata"),
     {THREE,
      {HOLD("a", "50"), NULL},
      {GIVE("d", "5"), NULL},
      {"'type':'merge','customer':'b','to':'d'", NULL},
      {"'type':'merge','customer':'c','to':'a'", NULL},
      {OF_HOLD("capture", "a"), "applied a:draw:stars=40 d:draw:stars=10 capture:capture:stars=50"},
      {"? d", NEW("15")},
      {"? a", NEW("40")}}},
};

/* Whatever fails, each gives once. */
static void
once_each(void **state)
{
    const story_step start[STORY_STEPS] = {THREE};
    const story_step held[STORY_STEPS] = {
        {"? a", HELD("30", "30")}, {"? b", HELD("10", "10")}, {"? c", HELD("10", "10")}};
    const story_step captured[STORY_STEPS] = {
        {"? a", NEW("48")}, {"? b", NEW("16")}, {"? c", NEW("16")}};
    const trouble troubles[] = {{HOLD("a", "50"), held, NULL, NULL},
                                {CAPTURE("20"), captured, NULL, NULL}};

    (void)state;
    trouble_kit_run(VIEW("pro-rata"), start, troubles, 2);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, rows);
    table_kit_test(&table, "once each, whatever fails", once_each);
    return table_kit_run(&table, "holds of households");
}
