/*
 * engine_fault_test.c -- whatever fails, an event is kept wholly or not at all,
 * and applying it again ends where an untroubled run ends.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/memory_kit.h"
#include "kit/ordeal_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
    "\"other_money\":{\"currencies\":[\"USD\"]},\"attributes\":{\"customer\":{\"plan\":\"text\"}},"
    "\"let\":{\"drinks\":\"spend(lines.filter(l, l.category.under('drinks')))\"},"
    "\"currencies\":{\"stars\":{\"pending\":\"P1D\",\"expires\":{\"after\":\"P1M\"},\"payment\":{"
    "\"step\":1,\"value\":\"0.10\"},\"fractions\":\"keep\",\"convert\":{\"points\":2,\"at\":"
    "\"expiry\","
    "\"into\":{\"gems\":1}}},\"gems\":{\"convert\":{\"points\":3,\"issue\":\"free\"}}},"
    "\"adjusts\":{\"approval\":{\"stars\":2}},\"bases\":{\"goods\":{\"tax\":false}},\"groups\":[{"
    "\"id\":\"g\",\"rules\":[\"rate\","
    "\"loser\"],\"mode\":\"highest\"}],"
    "\"budgets\":[{\"id\":\"all\",\"currency\":\"stars\",\"limit\":12,\"rules\":[\"rate\"],"
    "\"by\":\"event.store\"}],"
    "\"ladders\":{\"status\":{\"counts\":\"spend\",\"crossing\":\"split\",\"window\":{\"rolling\":"
    "\"P12M\"},\"tiers\":[{"
    "\"id\":\"a\",\"from\":0},{\"id\":\"b\",\"from\":\"20.00\"}]}},"
    "\"memberships\":{\"club\":{\"lasts\":\"P1M\",\"tiers\":{\"status\":\"b\"},\"forfeits\":"
    "\"stars\"}},"
    "\"vouchers\":{\"free\":{\"expires\":\"P1M\"}},\"counters\":{\"card\":{\"every\":2,\"issue\":"
    "\"free\"}},"
    "\"returns\":{\"method\":\"re-evaluate\",\"rewards\":\"void\",\"burns\":\"share\",\"tier\":"
    "\"review\"},"
    "\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":40,\"per\":\"day\",\"freed\":true}]"
    ","
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"drinks / 100 + total / "
    "100\"},\"count\":{\"card\":1}},"
    "{\"id\":\"x2\",\"on\":\"purchase\",\"when\":\"customer.tiers.status == "
    "'b'\",\"multiply\":{\"stars\":\"2\"}},"
    "{\"id\":\"rate\",\"on\":\"purchase\",\"earn\":{\"stars\":{\"of\":\"base.goods\",\"rate\":"
    "\"0.35\"}},\"limit\":{\"customer\":2,\"by\":\"event.channel\"}},"
    "{\"id\":\"loser\",\"on\":\"purchase\",\"earn\":{\"stars\":1},\"pending\":\"P2D\"},"
    "{\"id\":\"hi\",\"on\":\"enter:at-risk\",\"earn\":{\"stars\":5},\"issue\":\"free\",\"notify\":"
    "\"come back\"}]}";

static const char *const events[] = {
    ORDEAL_EVENT(
        "1", "2026-01-01T10:00:00Z",
        "\"type\":\"enrol\",\"attributes\":{\"plan\":\"family\",\"birthday\":\"1990-02-28\"}"),
    ORDEAL_EVENT("2", "2026-01-02T10:00:00Z",
                 "\"type\":\"purchase\",\"codes\":[\"SPRING\"]," ORDEAL_LINES),
    ORDEAL_EVENT("3", "2026-01-03T10:00:00Z", "\"type\":\"purchase\"," ORDEAL_LINES),
    ORDEAL_EVENT("4", "2026-01-05T10:00:00Z",
                 "\"type\":\"purchase\",\"pay\":{\"stars\":12}," ORDEAL_LINES),
    ORDEAL_EVENT(
        "5", "2026-01-06T10:00:00Z",
        "\"type\":\"return\",\"receipt\":{\"id\":\"2\"},\"lines\":[{\"id\":\"1\",\"quantity\":1}]"),
    ORDEAL_EVENT("6", "2026-01-06T10:00:00Z", "\"type\":\"redeem\",\"voucher\":\"free\""),
    ORDEAL_EVENT("7", "2026-01-06T10:00:00Z",
                 "\"type\":\"adjust\",\"points\":{\"stars\":-3},\"reason\":\"test\","
                 "\"approver\":\"bob\""),
    ORDEAL_EVENT("8", "2026-01-06T10:00:00Z", "\"type\":\"redeem\",\"voucher\":\"free\""),
    ORDEAL_EVENT("9", "2026-06-06T10:00:00Z", "\"type\":\"visit\""),
    ORDEAL_EVENT("10", "2026-06-07T10:00:00Z", "\"type\":\"void\",\"receipt\":{\"id\":\"4\"}"),
    ORDEAL_EVENT("11", "2026-06-08T10:00:00Z",
                 "\"type\":\"status\",\"ladder\":\"status\",\"tier\":\"b\",\"until\":"
                 "\"2026-06-20T10:00:00Z\""),
    ORDEAL_EVENT("12", "2026-06-09T10:00:00Z",
                 "\"type\":\"membership\",\"plan\":\"club\",\"action\":\"start\",\"fee\":\"5.00\""),
    ORDEAL_EVENT("13", "2026-06-10T10:00:00Z",
                 "\"type\":\"purchase\",\"currency\":\"USD\",\"rate\":\"0.77\"," ORDEAL_LINES),
    ORDEAL_EVENT("14", "2026-07-12T10:00:00Z", "\"type\":\"visit\""),
};
#define EVENTS (sizeof(events) / sizeof(events[0]))

/* Conditions and amounts that build texts, and run out of memory themselves. */
#define TEN_WORDS "lorem ipsum dolor sit amet consetetur sadipscing elitr sed diam "
#define SAID TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS
static const char talking[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"events\":[\"review\"],"
    "\"attributes\":{\"event\":{\"text\":\"text\"}},\"currencies\":{\"stars\":{}},\"rules\":["
    "{\"id\":\"when\",\"on\":\"review\",\"when\":\"event.attributes.text.upperAscii().contains('"
    "DOLOR')\","
    "\"earn\":{\"stars\":1}},"
    "{\"id\":\"much\",\"on\":\"review\",\"earn\":{\"stars\":\"event.attributes.text.lowerAscii()."
    "contains("
    "'dolor') && event.attributes.text.upperAscii().contains('SED') ? 2 : 1\"}}]}";

static const char review[] = ORDEAL_EVENT(
    "1", "2026-01-01T10:00:00Z", "\"type\":\"review\",\"attributes\":{\"text\":\"" SAID "\"}");

static void
expressions_run_out_of_memory(void **state)
{
    bool reached = true;

    (void)state;
    for (uint64_t nth = 1; reached; nth++) {
        const loy_event *event;
        memory_kit memory;
        loy_engine *engine = NULL;
        engine_kit kit;
        int result;

        memory_kit_init(&memory);
        engine_kit_open(&kit, talking);
        assert_int_equal(loy_engine_new(&engine, kit.program, kit.store, &memory.memory), LOY_OK);
        assert_int_equal(loy_json_event(kit.reader, review, strlen(review), &event, NULL), LOY_OK);
        memory_kit_fail(&memory, nth, MEMORY_KIT_ONCE);
        result = loy_engine_apply(engine, event, kit.outcome, NULL);
        reached = memory_kit_failed(&memory);
        assert_int_equal(result, reached ? LOY_ERR_NOMEM : LOY_OK);
        memory_kit_fail(&memory, 0, 0);
        if (reached)
            assert_int_equal(loy_engine_apply(engine, event, kit.outcome, NULL), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit),
                            "applied when:earn:stars=1 much:earn:stars=2");
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        engine_kit_close(&kit);
    }
}

/* Two records an event: the answer and the customer; a return also its receipt,
 * and two sales the budget. */
static void
few_records_are_written(void **state)
{
    fault_kit faults;
    loy_store *inner = NULL;
    engine_kit kit;

    (void)state;
    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&faults, inner);
    engine_kit_open_over(&kit, program, &faults.store);
    for (size_t i = 0; i < EVENTS; i++)
        assert_int_equal(engine_kit_apply(&kit, events[i]), LOY_OK);
    assert_int_equal(faults.commits, EVENTS);
    assert_int_equal(faults.writes,
                     2 * (int)EVENTS + 2 - 1 + 2); /* a return, a void, a refusal, a budget */
    engine_kit_close(&kit);
    loy_store_close(inner);
}

static table_kit tests;
static ordeal history = {program, events, EVENTS, {{0}, 0}, {{0}}};

int
main(void)
{
    ordeal_kit_tests(&tests, &history);
    assert_string_equal(history.answers[7], "no-voucher /voucher");
    assert_non_null(strstr(history.answers[6], "approval:approve:bob"));
    assert_non_null(strstr(history.answers[12], "rate:rate:USD=1155"));
    table_kit_test(&tests, "expressions run out of memory", expressions_run_out_of_memory);
    table_kit_test(&tests, "two records an event", few_records_are_written);
    return table_kit_run(&tests, "engine_fault");
}
