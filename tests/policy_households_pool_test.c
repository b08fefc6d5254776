/*
 * policy_households_pool_test.c -- households whose points are one account.
 */
#include "kit/engine_kit.h"
#include "kit/households_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

static const story stories[] = {
    {"a pool has the points of all",
     HOUSEHOLDS("'kind':'pool'"),
     {{ON("2026-01-10") BUY("a", "60.00"), NULL},
      {ON("2026-02-10") BUY("b", "60.00"), NULL},
      {ON("2026-02-11") DOES("a", "create"), "applied"},
      {ON("2026-02-11") DOES("b", "join"), NULL},
      {"= home", "60@2027-02-01 60@2027-03-01"},
      {"? a", STANDS("0", "first-purchase")},
      {ON("2026-02-12") BUY("b", "10.00"), NULL},
      {ON("2026-02-13") REDEEM("a", "tea"), "applied tea:reward:tea=100"},
      {"? home", STANDS("30", "first-purchase")},
      {ON("2026-02-14") "'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {"? home", "stars 0 +0 -30; first-purchase"}}},
    {"points that paid before he joined go where all his points have gone",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {"'id':'p',"
       "'type':'purchase','customer':'a','pay':{'stars':50},'lines':[{'unit_price':'100.00'}]",
       NULL},
      {DOES("a", "create"), NULL},
      {"? home", NEW("110")},
      {"'type':'void','customer':'a','receipt':{'id':'p'}",
       "applied void:clawback:stars=100 a:restore:stars=50"},
      {"? a", STANDS("0", "first-purchase")},
      {"= home", "60@2027-02-01"}}},
    {"what occurred before stays with the member",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {ON("2026-02-11") DOES("a", "create"), NULL},
      {ON("2026-02-10") BUY("a", "10.00"), NULL},
      {"? a", STANDS("10", "first-purchase")},
      {"? home", NEW("60")}}},
    {"a frozen member earns for the pool and spends nothing of it",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "200"), NULL},
      {DOES("a", "create"), NULL},
      {"'type':'freeze','customer':'a','reason':'x'", NULL},
      {REDEEM("a", "tea"), "frozen /customer"},
      {"'type':'purchase','customer':'a','pay':{'stars':1},'lines':[{'unit_price':'10.00'}]",
       "frozen /customer"},
      {BUY("a", "10.00"), NULL},
      {"? home", STANDS("210", "first-purchase")}}},
    {"nobody sends himself what is his household's",
     HOUSEHOLDS("'kind':'pool'") ",'transfers':{}",
     {{GIVE("a", "60"), NULL},
      {DOES("a", "create"), NULL},
      {"'type':'transfer','customer':'a','to':'a','points':{'stars':10}", "same-customer /to"},
      {"? home", NEW("60")}}},
    {"debts do not go into a pool",
     HOUSEHOLDS("'kind':'pool'"),
     {{BUY("a", "200.00"), NULL},
      {REDEEM("a", "tea"), NULL},
      {"'type':'return','customer':'a','receipt':{'id':'1'}", NULL},
      {DOES("a", "create"), "in-debt /customer"}}},
    {"who leaves a pool leaves his points",
     HOUSEHOLDS("'kind':'pool'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "41"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {LEAVE("b"), NULL},
      {"? b", NEW("0")},
      {"? home", NEW("101")},
      {BUY("b", "10.00"), NULL},
      {"? b", STANDS("10", "first-purchase")},
      {LEAVE("a"), NULL},
      {"? a", NEW("101")},
      {"? home", NEW("0")}}},
    {"who leaves a pool leaves his points, said so",
     HOUSEHOLDS("'kind':'pool','leave':'keep'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "41"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {LEAVE("b"), NULL},
      {"? b", NEW("0")}}},
    {"the last one gets what is pending, too",
     "'currencies':{'stars':{'pending':'P14D'}},'rules':[{'id':'base','on':'purchase','earn':"
     "{'stars':'total / 100'}}],'households':{'kind':'pool'}",
     {{BUY("a", "60.00"), NULL},
      {DOES("a", "create"), NULL},
      {BUY("a", "10.00"), NULL},
      {"? home", "stars 0 +70 -0; first-purchase"},
      {LEAVE("a"), NULL},
      {"? a", "stars 0 +70 -0; first-purchase"},
      {"? home", "stars 0 +0 -0; first-purchase"}}},
    {"who leaves a pool gets an equal share, to the point",
     HOUSEHOLDS("'kind':'pool','leave':'share'"),
     {{GIVE("a", "60"), NULL},
      {GIVE("b", "40"), NULL},
      {GIVE("c", "1"), NULL},
      {DOES("a", "create"), NULL},
      {DOES("b", "join"), NULL},
      {DOES("c", "join"), NULL},
      {LEAVE("a"), NULL},
      {"? a", NEW("34")},
      {LEAVE("c"), NULL},
      {"? c", NEW("33")},
      {LEAVE("b"), NULL},
      {"? b", NEW("34")},
      {"? home", NEW("0")}}},
};

/* Two join the last place of a pool at once: who arrives second goes back with
 * what he brought. */
static void
last_place_is_taken_once(void **state)
{
    const story_step start[STORY_STEPS] = {{GIVE("a", "10"), NULL},
                                           {GIVE("b", "20"), NULL},
                                           {GIVE("c", "40"), NULL},
                                           {DOES("a", "create"), NULL}};
    const story_step first[STORY_STEPS] = {{"'id':'j'," DOES("c", "join"), "applied"}};
    const story_step ends[STORY_STEPS] = {{"'id':'v','type':'visit','customer':'z'", NULL},
                                          {"? home", NEW("50")},
                                          {"? b", NEW("20")},
                                          {"'id':'l'," LEAVE("b"), "no-household /customer"}};
    char program[2048];
    engine_kit kit, other;
    fault_kit fault;
    loy_store *inner;

    (void)state;
    story_kit_program(HOUSEHOLDS("'kind':'pool','most':2"), program, sizeof(program));
    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&fault, inner);
    engine_kit_open_over(&kit, program, &fault.store);
    engine_kit_open_over(&other, program, inner);
    story_kit_steps(&other, start);
    trouble_kit_strand(&kit, &fault, "'id':'t'," DOES("b", "join"));
    story_kit_steps(&other, first);
    story_kit_steps(&kit, ends);
    engine_kit_close(&kit);
    engine_kit_close(&other);
    loy_store_close(inner);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    table_kit_test(&table, "the last place is taken once", last_place_is_taken_once);
    return table_kit_run(&table, "households pool");
}
