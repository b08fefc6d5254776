/*
 * policy_moves_test.c -- accounts that go into others: a lost card gets a new
 * id, and two accounts of one person become one.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/moves_kit.h"
#include "kit/table_kit.h"

#define ACTIVATE(customer, sale)                                                                   \
    "'type':'activate','customer':'" customer "','receipt':{'id':'" sale "'}"

static const story stories[] = {
    {"a merge that comes late brings what has been counted since",
     "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},'ladders':{'l':{'counts'"
     ":"
     "'visits','window':{'calendar':'quarter'},'tiers':[{'id':'a','from':0},{'id':'b','from':1}]}},"
     "'rules':[{'id':'r','on':'purchase','earn':{'stars':1}}]",
     {{ON("2026-01-02") "'type':'visit','customer':'b'", NULL},
      {ON("2026-04-01") "'type':'visit','customer':'a'", NULL},
      {ON("2026-03-31") TO("merge", "a", "b"), NULL},
      {"# b 2026-04-01T10:00:00Z", "b 1"}}},
    {"what is better is what time has left: the period of the other one has ended meanwhile",
     "'currencies':{'stars':{}},'stages':{'initial':'one','names':['one']},'merges':{'tiers':'best'},"
     "'ladders':{'l':{'counts':'visits','window':{'calendar':'quarter'},'tiers':[{'id':'a','from':0},"
     "{'id':'b','from':2}]}},'rules':[{'id':'r','on':'purchase','earn':{'stars':1}}]",
     {{ON("2026-01-02") "'type':'visit','customer':'a'", NULL},
      {ON("2026-03-29") "'type':'visit','customer':'a'", NULL},
      {ON("2026-03-30") "'type':'visit','customer':'a'", NULL},
      {ON("2026-04-01") "'type':'visit','customer':'b'", NULL},
      {ON("2026-04-02") "'type':'visit','customer':'b'", NULL},
      {ON("2026-03-31") TO("merge", "a", "b"), NULL},
      {"# b 2026-04-02T10:00:00Z", "b 2"}}},
    {"the better tier that comes along prolongs the points of whoever gets it",
     "'currencies':{'stars':{'expires':{'after':'P3D','by_tier':{'l':{'gold':'P1Y'}}}}},"
     "'stages':{'initial':'one','names':['one']},'merges':{'tiers':'best'},'ladders':{'l':{"
     "'counts':'visits','tiers':[{'id':'none','from':0},{'id':'gold','from':1}]}},"
     "'rules':[{'id':'r','on':'enrol','earn':{'stars':1}}]",
     {{"'type':'visit','customer':'a'", NULL},
      {"'type':'enrol','customer':'b'", NULL},
      {"= b", "1@2026-01-05"},
      {TO("merge", "a", "b"), NULL},
      {"# b 2026-01-02T10:00:00Z", "gold 1"},
      {"= b", "1@2027-01-02"}}},
    {"a lost card: everything is there under the new id",
     STARS,
     {BOTH,
      {TO("rekey", "a", "x"), "applied rekey:send:stars=100"},
      {"? a", EMPTY},
      {"? x", FULL("100", "green", "10000", "first-purchase")},
      {"= x", "100@2027-02-01"},
      {"'type':'redeem','customer':'x','voucher':'gift'", NULL},
      {BUY("x", "10.00"), "applied base:earn:stars=10 base:count:cups=1 bought again:stage:repeat"},
      {"'type':'return','customer':'x','receipt':{'id':'1'}", NULL},
      {"? x", FULL("10", "green", "1000", "first-purchase")}}},
    {"the lost card is blocked",
     STARS,
     {BOTH,
      {ON("2026-01-02") TO("rekey", "a", "x"), NULL},
      {ON("2026-01-02") BUY("a", "10.00"), "moved /customer"},
      {ON("2026-01-03") "'type':'redeem','customer':'a','reward':'tea'", "moved /customer"},
      {ON("2026-01-03") TO("rekey", "a", "y"), "moved /customer"},
      {ON("2026-01-03") TO("merge", "a", "b"), "moved /customer"},
      {UNMERGE, "not-merged /customer"},
      {"? x", FULL("100", "green", "10000", "first-purchase")}}},
    {"the lost card is blocked, said so",
     STARS ",'rekeys':{'old':'refuse'}",
     {BOTH, {TO("rekey", "a", "x"), NULL}, {BUY("a", "10.00"), "moved /customer"}}},
    {"a purchase from before the loss that arrives late still counts",
     STARS,
     {BOTH,
      {ON("2026-01-05") TO("rekey", "a", "x"), NULL},
      {ON("2026-01-04") BUY("a", "10.00"), NULL},
      {"? x", FULL("110", "green", "11000", "repeat")}}},
    {"the old card may go on",
     STARS ",'rekeys':{'old':'follow'}",
     {BOTH,
      {TO("rekey", "a", "x"), NULL},
      {BUY("a", "10.00"), NULL},
      {TO("rekey", "x", "y"), NULL},
      {BUY("a", "10.00"), NULL},
      {"? y", FULL("120", "green", "12000", "repeat")}}},
    {"a status that the account has itself goes before one of the same kind",
     STARS,
     {BOTH,
      {"'type':'status','customer':'a','ladder':'status','tier':'black'", NULL},
      {"'type':'status','customer':'b','ladder':'status','tier':'gold'", NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {ON("2027-03-01") "'type':'visit','customer':'b'", NULL},
      {"? b", FULL("0", "gold", "0", "lost")}}},
    {"and one that it has not comes along",
     STARS,
     {BOTH,
      {"'type':'status','customer':'a','ladder':'status','tier':'black','action':'set'", NULL},
      {"'type':'status','customer':'b','ladder':'status','tier':'gold'", NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {"? b", FULL("300", "black", "30000", "first-purchase")}}},
    {"a new id must be new",
     STARS,
     {BOTH,
      {TO("rekey", "a", "b"), "already-enrolled /to"},
      {TO("rekey", "a", "a"), "already-enrolled /to"},
      {"'type':'rekey','customer':'a'", "missing-receiver /to"},
      {TO("rekey", "nobody", "x"), "unknown-customer /customer"}}},
    {"a frozen account stays frozen under its new id",
     STARS,
     {BOTH,
      {"'type':'freeze','customer':'a','reason':'stolen'", NULL},
      {TO("merge", "a", "b"), "frozen /customer"},
      {TO("rekey", "a", "x"), NULL},
      {"'type':'redeem','customer':'x','reward':'tea'", "frozen /customer"}}},
    {"two accounts become one",
     STARS,
     {BOTH,
      {TO("merge", "a", "b"), "applied merge:send:stars=100"},
      {"? a", EMPTY},
      {"? b", FULL("300", "black", "30000", "first-purchase")},
      {"= b", "300@2027-02-01"},
      {"'type':'redeem','customer':'b','voucher':'gift'", NULL},
      {"'type':'return','customer':'b','receipt':{'id':'1'}", NULL},
      {"? b", FULL("200", "gold", "20000", "first-purchase")}}},
    {"the tier counts both, said so",
     STARS ",'merges':{'tiers':'sum'}",
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {"? b", FULL("300", "black", "30000", "first-purchase")}}},
    {"the better tier alone",
     STARS ",'merges':{'tiers':'best'}",
     {BOTH,
      {TO("merge", "b", "a"), NULL},
      {"? a", FULL("300", "gold", "20000", "first-purchase")}}},
    {"later events for the old account follow",
     STARS,
     {BOTH,
      {TO("merge", "a", "b"), NULL},
      {ON("2026-02-01") BUY("a", "10.00"), NULL},
      {ON("2026-02-01") "'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {"? b", FULL("210", "gold", "21000", "repeat")}}},
    {"later events for the old account follow, said so",
     STARS ",'merges':{'old':'follow'}",
     {BOTH, {TO("merge", "a", "b"), NULL}, {BUY("a", "10.00"), NULL}}},
    {"later events for the old account are refused",
     STARS ",'merges':{'old':'refuse'}",
     {BOTH,
      {ON("2026-01-05") TO("merge", "a", "b"), NULL},
      {ON("2026-01-05") BUY("a", "10.00"), "moved /customer"},
      {ON("2026-01-04") BUY("a", "10.00"), NULL},
      {"? b", FULL("310", "black", "31000", "repeat")}}},
    {"points that wait for an event are activated by who has them now",
     "'currencies':{'stars':{'pending':{'until':'activate'}}},'rules':[{'id':'base',"
     "'on':'purchase','earn':{'stars':'total / 100'}}]",
     {{BUY("a", "100.00"), NULL},
      {BUY("b", "50.00"), NULL},
      {TO("merge", "a", "b"), NULL},
      {ACTIVATE("b", "1"), "applied activate:activate:stars=100"},
      {TO("rekey", "b", "x"), NULL},
      {ACTIVATE("x", "2"), "applied activate:activate:stars=50"},
      {"? x", "stars 150 +0 -0; first-purchase"},
      {BUY("c", "1.00"), NULL},
      {ACTIVATE("c", "2"), "wrong-customer /customer"}}},
    {"what cannot be merged",
     STARS,
     {BOTH,
      {TO("merge", "a", "nobody"), "unknown-receiver /to"},
      {TO("merge", "a", "a"), "same-customer /to"},
      {"'type':'merge','customer':'a'", "missing-receiver /to"},
      {TO("merge", "a", "b"), NULL},
      {TO("merge", "b", "a"), "moved /to"},
      {TO("merge", "a", "b"), "moved /customer"}}},
    {"caps count what both have used",
     STARS,
     {{BUY("a", "250.00"), NULL},
      {BUY("b", "100.00"), NULL},
      {TO("merge", "a", "b"), NULL},
      {BUY("b", "100.00"),
       "applied base:earn:stars=50/100 base:count:cups=1 bought again:stage:repeat"}}},
    {"a debt that comes in is filled",
     STARS,
     {BOTH,
      {"'type':'redeem','customer':'a','reward':'tea'", NULL},
      {"'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {"? a", "stars 0 +0 -60; status green 0; prospect"},
      {TO("merge", "a", "b"), "applied merge:send:stars=-60"},
      {"? b", FULL("140", "gold", "20000", "first-purchase")}}},
    {"what is held comes along, and is captured or released as before",
     STARS,
     {BOTH,
      {"'id':'h'," HOLD("a", "40"), NULL},
      {"'id':'i'," HOLD("a", "30"), NULL},
      {TO("merge", "a", "b"), "applied merge:send:stars=100"},
      {"? b", HELD("230", "70", "black", "30000")},
      {"'type':'capture','customer':'b','receipt':{'id':'h'},'points':{'stars':25}",
       "applied capture:capture:stars=25 capture:release:stars=15"},
      {"'type':'release','customer':'a','receipt':{'id':'i'}", "applied release:release:stars=30"},
      {"'type':'capture','customer':'b','receipt':{'id':'i'}", "hold-over /receipt"},
      {"= b", "275@2027-02-01"}}},
    {"what is held lapses with the other account when it would have",
     STARS,
     {BOTH,
      {ON("2026-01-02") "'ttl':'PT10M'," HOLD("a", "40"), NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {"? b", HELD("260", "40", "black", "30000")},
      {"? b 2026-01-02T10:09:00Z", HELD("260", "40", "black", "30000")},
      {"? b 2026-01-02T10:10:00Z", FULL("300", "black", "30000", "first-purchase")}}},
    {"also with one that has seen that moment already",
     STARS,
     {BOTH,
      {ON("2026-02-02") "'type':'visit','customer':'b'", NULL},
      {ON("2026-01-02") "'ttl':'PT10M'," HOLD("a", "40"), NULL},
      {ON("2026-01-02") TO("merge", "a", "b"), NULL},
      {"? b", FULL("300", "black", "30000", "first-purchase")}}},
};

/* ---- Counters ---- */

typedef struct counting {
    const char *name;
    const char *settings;
    int64_t cups; /* of one who had 2 and one who had 3 */
} counting;

static const counting countings[] = {
    {"counters add up", STARS, 5},
    {"counters add up, said so", STARS ",'merges':{'counters':'sum'}", 5},
    {"the higher counter", STARS ",'merges':{'counters':'max'}", 3},
};

static void
counts(void **state)
{
    const counting *row = *state;
    const story_step steps[STORY_STEPS] = {{BUY("a", "1.00"), NULL}, {BUY("a", "1.00"), NULL},
                                           {BUY("b", "1.00"), NULL}, {BUY("b", "1.00"), NULL},
                                           {BUY("b", "1.00"), NULL}, {TO("merge", "a", "b"), NULL}};
    char program[2048];
    engine_kit kit;

    story_kit_program(row->settings, program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, steps);
    engine_kit_customer(&kit, "b", NULL);
    assert_int_equal(loy_customer_counter(kit.customer, 0), row->cups);
    engine_kit_close(&kit);
}

/* ---- Nothing of a forgotten customer is left ---- */

static int
look_for_words(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
               uint64_t revision)
{
    static const char word[] = "family-of-five";
    const char *at = bytes;

    (void)id;
    (void)id_size;
    (void)revision;
    for (uint64_t i = 0; i + sizeof(word) - 1 <= size; i++)
        if (memcmp(at + i, word, sizeof(word) - 1) == 0)
            ++*(int *)context;
    return 1;
}

static int
count_words(const loy_store *store)
{
    int count = 0;

    for (uint32_t kind = LOY_KIND_CUSTOMER; kind <= LOY_KIND_MESSAGES; kind++)
        assert_int_equal(loy_store_walk(store, kind, NULL, 0, look_for_words, &count), LOY_OK);
    return count;
}

static void
forgets_merged(void **state)
{
    const story_step merges[STORY_STEPS] = {
        {"'type':'enrol','customer':'a','attributes':{'plan':'family-of-five'}", NULL},
        BOTH,
        {TO("merge", "a", "b"), NULL}};
    const story_step erases[STORY_STEPS] = {
        {"'id':'e'," ON("2026-01-02") "'type':'erase','customer':'b'", NULL},
        {"'id':'u'," ON("2026-01-03") UNMERGE, "not-merged /customer"}};
    char program[2048];
    engine_kit kit;

    (void)state;
    story_kit_program(STARS ",'attributes':{'customer':{'plan':'text'}}", program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, merges);
    assert_true(count_words(kit.store) > 1); /* the survivor's, and what was brought */
    story_kit_steps(&kit, erases);
    assert_int_equal(count_words(kit.store), 0);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    TABLE_KIT_ROWS(&table, counts, countings);
    table_kit_test(&table, "a merged customer is forgotten wholly", forgets_merged);
    return table_kit_run(&table, "moves");
}
