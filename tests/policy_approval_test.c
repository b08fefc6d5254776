/*
 * policy_approval_test.c -- adjustments that one person may not make alone: who approves
 * them, when that is needed, and that the answer tells it.
 */
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define STARS                                                                                      \
    "'currencies':{'stars':{},'miles':{}},'stages':{'initial':'one','names':['one']},"             \
    "'rules':[{'id':'r','on':'visit','earn':{'stars':'customer.points.stars > 50 ? 9 : 1'}}]"
#define ASKED(more) STARS ",'adjusts':{'approval':{'stars':100}" more "}"
#define ENROL                                                                                      \
    {                                                                                              \
        "'type':'enrol','customer':'c'", NULL                                                      \
    }
#define ADJUST(points)                                                                             \
    "'source':'ann','type':'adjust','customer':'c','reason':'x','points':{" points "}"
#define BY(approver) ",'approver':'" approver "'"
#define MISSING "missing-approval /approver"

static const story stories[] = {
    {"without the setting nobody is asked",
     STARS,
     {ENROL, {ADJUST("'stars':100000"), "applied adjust:adjust:stars=100000"}}},
    {"up to the limit one person is enough",
     ASKED(""),
     {ENROL,
      {ADJUST("'stars':100"), "applied adjust:adjust:stars=100"},
      {ADJUST("'stars':-100"), "applied adjust:adjust:stars=-100"}}},
    {"above it a second one is named, whether points are given or taken",
     ASKED(""),
     {ENROL,
      {ADJUST("'stars':101"), MISSING},
      {ADJUST("'stars':101") BY(""), MISSING},
      {ADJUST("'stars':201") BY("bob"), "applied approval:approve:bob=0 adjust:adjust:stars=201"},
      {ADJUST("'stars':-101"), MISSING},
      {ADJUST("'stars':-101") BY("bob"),
       "applied approval:approve:bob=0 adjust:adjust:stars=-101"}}},
    {"who is not the one who does it",
     ASKED(""),
     {ENROL,
      {ADJUST("'stars':101") BY("ann"), "own-approval /approver"},
      {ADJUST("'stars':1") BY("ann"), "own-approval /approver"}}},
    {"of each currency by itself",
     ASKED(""),
     {ENROL,
      {ADJUST("'miles':1000"), "applied adjust:adjust:miles=1000"},
      {ADJUST("'stars':60,'miles':60"), "applied adjust:adjust:stars=60 adjust:adjust:miles=60"}}},
    {"a limit of none: each adjustment needs one",
     STARS ",'adjusts':{'approval':{'stars':0}}",
     {ENROL,
      {ADJUST("'stars':1"), MISSING},
      {ADJUST("'stars':1") BY("bob"), "applied approval:approve:bob=0 adjust:adjust:stars=1"}}},
    {"who approves without need is kept as well",
     ASKED(""),
     {ENROL,
      {ADJUST("'stars':5") BY("bob"), "applied approval:approve:bob=0 adjust:adjust:stars=5"}}},
    {"nobody approves more than may be moved at all",
     ASKED(",'most':{'stars':500}"),
     {ENROL, {ADJUST("'stars':501") BY("bob"), "over-limit /points"}}},
    {"what was approved is undone by one",
     ASKED(""),
     {ENROL,
      {"'id':'x'," ADJUST("'stars':101") BY("bob"), NULL},
      {"'source':'ann','type':'void','customer':'c','receipt':{'id':'x'}",
       "applied void:clawback:stars=101"},
      {"? c", "stars 0 +0 -0; miles 0 +0 -0; one"}}},
    {"a late event finds the approval where it was",
     ASKED("") ",'late':{'events':'re-evaluate','within':'P7D'}",
     {ENROL,
      {ADJUST("'stars':101") BY("bob") ",'time':'2026-01-03T10:00:00Z'", NULL},
      {"'type':'visit','customer':'c','time':'2026-01-04T10:00:00Z'", "applied r:earn:stars=9"},
      {"'type':'visit','customer':'c','time':'2026-01-02T10:00:00Z'",
       "applied r:earn:stars=1 late:late:in-order=2"},
      {"? c", "stars 111 +0 -0; miles 0 +0 -0; one"}}},
};

/* The answer tells it, also when it is given again; and the same event with another
 * approver is another one. */
static void
answer_tells_who_approved(void **state)
{
    static const char first[] = "'id':'x'," ADJUST("'stars':101") BY("bob");
    static const char other[] = "'id':'x'," ADJUST("'stars':101") BY("eve");
    char program[2048], text[1024];
    const loy_event *event;
    const char *document = NULL;
    engine_kit kit;

    (void)state;
    story_kit_program(ASKED(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_event("'type':'enrol','customer':'c'", 1, text, sizeof(text));
    assert_int_equal(engine_kit_apply(&kit, text), LOY_OK);
    story_kit_event(first, 2, text, sizeof(text));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(loy_json_event(kit.reader, text, strlen(text), &event, NULL), LOY_OK);
        assert_int_equal(loy_engine_apply(kit.engine, event, kit.outcome, NULL), LOY_OK);
        assert_int_equal(loy_json_outcome(kit.reader, event, kit.outcome, &document, NULL), LOY_OK);
        assert_non_null(strstr(
            document, "{\"rule\":\"approval\",\"effect\":\"approve\",\"approver\":\"bob\"}"));
    }
    story_kit_event(other, 2, text, sizeof(text));
    assert_int_equal(engine_kit_apply(&kit, text), LOY_ERR_MISMATCH);
    engine_kit_close(&kit);
}

/* The event of a host that writes none of its texts itself. */
static void
approvers_are_ids(void **state)
{
    char longest[LOY_MAX_ID + 1];
    const loy_item points = {
        .name = {"stars", 5, 0}, .amount = 101, .time = LOY_TIME_NONE, .kind = LOY_ITEM_POINTS};
    loy_event event = LOY_EVENT_INIT;
    char program[2048], text[1024];
    engine_kit kit;

    (void)state;
    memset(longest, 'b', sizeof(longest));
    story_kit_program(ASKED(""), program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_event("'type':'enrol','customer':'c'", 1, text, sizeof(text));
    assert_int_equal(engine_kit_apply(&kit, text), LOY_OK);
    event.source = (loy_text){"ann", 3, 0};
    event.id = (loy_text){"y", 1, 0};
    event.type = (loy_text){"adjust", 6, 0};
    event.customer = (loy_text){"c", 1, 0};
    event.reason = (loy_text){"x", 1, 0};
    event.time = INT64_C(1767261600000);
    event.items = &points;
    event.item_count = 1;
    event.approver = (loy_text){longest, sizeof(longest), 0};
    assert_int_equal(loy_engine_apply(kit.engine, &event, kit.outcome, NULL), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "bad-approver /approver");
    event.id = (loy_text){"z", 1, 0};
    event.approver = (loy_text){"b\n", 2, 0};
    assert_int_equal(loy_engine_apply(kit.engine, &event, kit.outcome, NULL), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "bad-text /approver");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    table_kit_test(&tests, "the answer tells who approved", answer_tells_who_approved);
    table_kit_test(&tests, "approvers are ids", approvers_are_ids);
    return table_kit_run(&tests, "policy_approval");
}
