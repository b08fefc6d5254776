/*
 * policy_transfers_test.c -- points from account to account: what may be sent
 * and received, and that they arrive once whatever fails on the way.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"
#include "kit/trouble_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{'expires':{'after':'P12M','round_up':'month'}},'miles':{}},"           \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100','miles':1}}]"
#define BUY(customer)                                                                              \
    "'type':'purchase','customer':'" customer "','lines':[{'unit_price':'100.00'}]"
#define BUY_ON(day, customer) "'time':'" day "T10:00:00Z'," BUY(customer)
#define SEND(points, to)                                                                           \
    "'type':'transfer','customer':'a','to':'" to "','points':{'stars':" points "}"
#define SEND_ON(day, points) "'time':'" day "T10:00:00Z'," SEND(points, "b")
#define SENT(points) "applied transfer:send:stars=" points
#define BOTH                                                                                       \
    {BUY("a"), NULL},                                                                              \
    {                                                                                              \
        BUY("b"), NULL                                                                             \
    }
#define STANDS(customer, stars)                                                                    \
    "? " customer, "stars " stars " +0 -0; miles 1 +0 -0; first-purchase"

static const story stories[] = {
    {"without the setting points stay where they are",
     STARS,
     {BOTH, {SEND("10", "b"), "no-transfers /type"}}},
    {"points leave one account and arrive in the other",
     STARS ",'transfers':{}",
     {BOTH,
      {SEND("10", "b"), SENT("10")},
      {STANDS("a", "90")},
      {STANDS("b", "110")},
      {"'id':'3'," SEND("10", "b"), SENT("10")},
      {STANDS("b", "110")}}},
    {"who receives must be somebody else who exists",
     STARS ",'transfers':{}",
     {BOTH,
      {SEND("10", "nobody"), "unknown-receiver /to"},
      {SEND("10", "a"), "same-customer /to"},
      {"'type':'transfer','customer':'a','points':{'stars':10}", "missing-receiver /to"},
      {"'type':'transfer','customer':'a','to':'b'", "missing-points /points"},
      {"'type':'transfer','customer':'nobody','to':'b','points':{'stars':10}",
       "unknown-customer /customer"}}},
    {"no more than there is",
     STARS ",'transfers':{}",
     {BOTH,
      {SEND("101", "b"), "insufficient-points /points"},
      {SEND("0", "b"), "bad-amount /items/0"},
      {SEND("-5", "b"), "bad-amount /items/0"},
      {SEND("100", "b"), SENT("100")}}},
    {"a frozen account sends nothing and receives",
     STARS ",'transfers':{}",
     {BOTH,
      {"'type':'freeze','customer':'a','reason':'x'", NULL},
      {SEND("10", "b"), "frozen /customer"},
      {"'type':'transfer','customer':'b','to':'a','points':{'stars':10}", SENT("10")},
      {STANDS("a", "110")}}},
    {"only some currencies",
     STARS ",'transfers':{'currencies':['stars']}",
     {BOTH,
      {SEND("10", "b"), SENT("10")},
      {"'type':'transfer','customer':'a','to':'b','points':{'miles':1}",
       "not-transferable /points"}}},
    {"a least number",
     STARS ",'transfers':{'minimum':{'stars':50}}",
     {BOTH,
      {SEND("49", "b"), "below-minimum /points"},
      {SEND("50", "b"), SENT("50")},
      {"'type':'transfer','customer':'a','to':'b','points':{'miles':1}",
       "applied transfer:send:miles=1"}}},
    {"a fee that the sender pays",
     STARS ",'transfers':{'fee':{'stars':20}}",
     {BOTH,
      {SEND("81", "b"), "insufficient-points /points"},
      {SEND("80", "b"), "applied transfer:send:stars=80 transfer:fee:stars=20"},
      {STANDS("a", "0")},
      {STANDS("b", "180")}}},
    {"an account of some age",
     STARS ",'transfers':{'age':'P30D'}",
     {BOTH,
      {SEND_ON("2026-01-30", "10"), "account-too-young /customer"},
      {SEND_ON("2026-01-31", "10"), SENT("10")}}},
    {"limits of each transfer",
     STARS ",'transfers':{'most_out':{'stars':50},'most_in':{'stars':40}}",
     {BOTH,
      {SEND("51", "b"), "over-limit /points"},
      {SEND("41", "b"), "over-limit /to"},
      {SEND("40", "b"), SENT("40")},
      {SEND("40", "b"), SENT("40")}}},
    {"a limit of what is sent in a year",
     STARS ",'transfers':{'most_out':{'stars':50},'per':'year'}",
     {BOTH,
      {SEND("30", "b"), SENT("30")},
      {SEND("21", "b"), "over-limit /points"},
      {SEND("20", "b"), SENT("20")},
      {SEND_ON("2026-03-31", "1"), "over-limit /points"},
      {SEND_ON("2027-01-01", "50"), NULL}}},
    {"a limit of what is received in a day",
     STARS ",'transfers':{'most_in':{'stars':50},'per':'day'}",
     {BOTH,
      {SEND("30", "b"), SENT("30")},
      {"'type':'transfer','customer':'c','to':'b','points':{'stars':1}",
       "unknown-customer /customer"},
      {BUY("c"), NULL},
      {"'type':'transfer','customer':'c','to':'b','points':{'stars':21}", "over-limit /to"},
      {"'type':'transfer','customer':'c','to':'b','points':{'stars':20}", SENT("20")},
      {SEND_ON("2026-01-02", "50"), SENT("50")}}},
    {"points keep the day on which they lapse",
     STARS ",'transfers':{}",
     {{BUY_ON("2026-01-10", "a"), NULL},
      {BUY_ON("2026-02-10", "a"), NULL},
      {BUY_ON("2026-02-10", "b"), NULL},
      {SEND_ON("2026-03-10", "120"), SENT("120")},
      {"= a", "80@2027-03-01 2@never"},
      {"= b", "100@2027-02-01 120@2027-03-01 1@never"}}},
    {"points keep the day on which they lapse, said so",
     STARS ",'transfers':{'expiry':'keep'}",
     {{BUY_ON("2026-01-10", "a"), NULL},
      {BUY_ON("2026-02-10", "b"), NULL},
      {SEND_ON("2026-03-10", "20"), SENT("20")},
      {"= b", "20@2027-02-01 100@2027-03-01 1@never"}}},
    {"points lapse as if they were earned on arrival",
     STARS ",'transfers':{'expiry':'new'}",
     {{BUY_ON("2026-01-10", "a"), NULL},
      {BUY_ON("2026-02-10", "b"), NULL},
      {SEND_ON("2026-03-10", "20"), SENT("20")},
      {"= b", "100@2027-03-01 20@2027-04-01 1@never"}}},
    {"what arrives fills the debt first",
     STARS ",'transfers':{}",
     {BOTH,
      {"'type':'transfer','customer':'b','to':'a','points':{'stars':60}", SENT("60")},
      {"'type':'return','customer':'b','receipt':{'id':'2'}", NULL},
      {"? b", "stars 0 +0 -60; miles 0 +0 -0; prospect"},
      {SEND("100", "b"), SENT("100")},
      {"? b", "stars 40 +0 -0; miles 0 +0 -0; prospect"}}},
    {"the way back is a transfer, too",
     STARS ",'transfers':{}",
     {BOTH,
      {SEND("100", "b"), SENT("100")},
      {"'type':'transfer','customer':'b','to':'a','points':{'stars':200}", SENT("200")},
      {STANDS("a", "200")},
      {STANDS("b", "0")}}},
};

/* ---- Whatever fails on the way ---- */

#define PROGRAM STARS ",'transfers':{'most_in':{'stars':150},'per':'lifetime'}"

typedef struct fault_row {
    const char *name;
    int kind;
    int countdown;
    int times;
} fault_row;

static const fault_row troubles[] = {
    {"the first load", FAULT_LOAD, 0, 1},
    {"a load when it is kept", FAULT_LOAD, 1, 1},
    {"a load of the mail", FAULT_LOAD, 2, 1},
    {"a load of the receiver", FAULT_LOAD, 3, 1},
    {"a load when it is cleared", FAULT_LOAD, 4, 1},
    {"all loads after the commit", FAULT_LOAD, 2, -1},
    {"the commit of the sender", FAULT_COMMIT, 0, 1},
    {"the commit of the receiver", FAULT_COMMIT, 1, 1},
    {"the commit that clears", FAULT_COMMIT, 2, 1},
    {"all commits but the first", FAULT_COMMIT, 1, -1},
    {"a conflict of the sender", FAULT_CONFLICT, 0, 1},
    {"conflicts of the receiver", FAULT_CONFLICT, 1, 3},
    {"conflicts of the receiver for ever", FAULT_CONFLICT, 1, -1},
    {"a conflict when it is cleared", FAULT_CONFLICT, 2, 2},
    {"kept and nobody knows: the sender", FAULT_UNKNOWN_KEPT, 0, 1},
    {"kept and nobody knows: the receiver", FAULT_UNKNOWN_KEPT, 1, 1},
    {"kept and nobody knows: cleared", FAULT_UNKNOWN_KEPT, 2, 1},
    {"not kept and nobody knows: the sender", FAULT_UNKNOWN_NOT_KEPT, 0, 1},
    {"not kept and nobody knows: the receiver", FAULT_UNKNOWN_NOT_KEPT, 1, 1},
    {"not kept and nobody knows: cleared", FAULT_UNKNOWN_NOT_KEPT, 2, 1},
};

static int
count_waiting(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
              uint64_t revision)
{
    (void)id;
    (void)id_size;
    (void)bytes;
    (void)size;
    (void)revision;
    ++*(int *)context;
    return 1;
}

/* Both stand as if nothing had failed, and nothing is on its way. */
static void
assert_arrived(engine_kit *kit, const loy_store *store)
{
    int waiting = 0;

    assert_string_equal(engine_kit_customer(kit, "a", NULL),
                        "stars 40 +0 -0; miles 1 +0 -0; first-purchase");
    assert_int_equal(
        loy_store_due(store, LOY_KIND_MESSAGES, LOY_NEVER - 1, count_waiting, &waiting), LOY_OK);
    assert_int_equal(waiting, 0);
}

static void
start(engine_kit *kit, fault_kit *fault, loy_store **inner)
{
    const story_step steps[STORY_STEPS] = {BOTH};

    trouble_kit_open(kit, fault, inner, PROGRAM, steps);
}

/* How the mail is found after the trouble. */
enum { BY_REPLAY, BY_RECEIVER, BY_ADVANCE, BY_ANOTHER_ENGINE, WAYS };

static void
recover(engine_kit *kit, const fault_kit *fault, int way, const char *event)
{
    engine_kit other;
    const story_step visit[STORY_STEPS] = {{"'id':'v','type':'visit','customer':'b'", NULL}};
    char program[2048];

    switch (way) {
    case BY_RECEIVER:
        story_kit_steps(kit, visit);
        break;
    case BY_ADVANCE:
        assert_int_equal(loy_engine_advance(kit->engine, INT64_C(1767300000000), 0, NULL, NULL),
                         LOY_OK);
        break;
    case BY_ANOTHER_ENGINE:
        story_kit_program(PROGRAM, program, sizeof(program));
        engine_kit_open_over(&other, program, &fault->store);
        story_kit_steps(&other, visit);
        engine_kit_close(&other);
        break;
    default:
        assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
        break;
    }
}

static void
arrives_once(void **state)
{
    const fault_row *row = *state;
    char event[512];

    story_kit_event("'id':'t'," SEND("60", "b"), 0, event, sizeof(event));
    for (int way = 0; way < WAYS; way++) {
        engine_kit kit;
        fault_kit fault;
        loy_store *inner;
        int result;

        start(&kit, &fault, &inner);
        fault_kit_arm(&fault, row->kind, row->countdown, row->times);
        result = engine_kit_apply(&kit, event);
        assert_true(fault.seen > 0);
        fault_kit_arm(&fault, FAULT_NONE, 0, 0);
        if (result != LOY_OK) /* the sender does as he is told */
            assert_int_equal(engine_kit_apply(&kit, event), LOY_OK);
        recover(&kit, &fault, way, event);
        assert_arrived(&kit, inner);
        assert_string_equal(engine_kit_customer(&kit, "b", NULL),
                            "stars 160 +0 -0; miles 1 +0 -0; first-purchase");
        engine_kit_close(&kit);
        loy_store_close(inner);
    }
}

/* Two tills let a sender go each, as there was room for either; the one whose
 * points arrive second gets them back. */
static void
goes_back_when_there_is_no_room(void **state)
{
    const story_step buys[STORY_STEPS] = {
        {"'id':'c','type':'purchase','customer':'c','lines':[{'unit_price':'100.00'}]", NULL}};
    const story_step sends[STORY_STEPS] = {
        {"'id':'u','type':'transfer','customer':'c','to':'b','points':{'stars':100}", SENT("100")}};
    const story_step ends[STORY_STEPS] = {{"'id':'v','type':'visit','customer':'c'", NULL},
                                          {STANDS("a", "100")},
                                          {STANDS("b", "200")},
                                          {STANDS("c", "0")},
                                          {"= a", "100@2027-02-01 1@never"},
                                          {"'id':'w'," SEND("50", "b"), SENT("50")},
                                          {STANDS("b", "250")}};
    char program[2048];
    engine_kit kit, other;
    fault_kit fault;
    loy_store *inner;

    (void)state;
    story_kit_program(PROGRAM, program, sizeof(program));
    start(&kit, &fault, &inner);
    engine_kit_open_over(&other, program, inner);
    story_kit_steps(&other, buys);
    trouble_kit_strand(&kit, &fault, "'id':'t'," SEND("60", "b"));
    story_kit_steps(&other, sends);
    story_kit_steps(&kit, ends);
    engine_kit_close(&other);
    engine_kit_close(&kit);
    loy_store_close(inner);
}

/* Memory runs out at every request in turn. */
static void
survives_memory(void **state)
{
    char program[2048], text[512];
    memory_kit memory;

    (void)state;
    story_kit_program(PROGRAM, program, sizeof(program));
    story_kit_event("'id':'t'," SEND("60", "b"), 0, text, sizeof(text));
    for (uint64_t n = 1;; n++) {
        const story_step steps[STORY_STEPS] = {BOTH};
        const loy_event *event = NULL;
        loy_engine *engine = NULL;
        engine_kit kit;
        int result;

        engine_kit_open(&kit, program);
        story_kit_steps(&kit, steps);
        assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
        memory_kit_init(&memory);
        assert_int_equal(loy_engine_new(&engine, kit.program, kit.store, &memory.memory), LOY_OK);
        memory_kit_fail(&memory, n, MEMORY_KIT_ONCE);
        result = loy_engine_apply(engine, event, NULL, NULL);
        assert_true(result == LOY_OK || (memory_kit_failed(&memory) && result == LOY_ERR_NOMEM));
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        assert_int_equal(loy_engine_apply(kit.engine, event, NULL, NULL), LOY_OK);
        assert_arrived(&kit, kit.store);
        engine_kit_close(&kit);
        if (!memory_kit_failed(&memory))
            break;
    }
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    TABLE_KIT_ROWS(&table, arrives_once, troubles);
    table_kit_test(&table, "what has no room goes back", goes_back_when_there_is_no_room);
    table_kit_test(&table, "memory runs out at every request", survives_memory);
    return table_kit_run(&table, "transfers");
}
