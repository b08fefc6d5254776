/*
 * engine_fault_test.c -- whatever fails, an event is kept wholly or not at all,
 * and applying it again ends where an untroubled run ends.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
    "\"attributes\":{\"customer\":{\"plan\":\"text\"}},"
    "\"let\":{\"drinks\":\"spend(lines.filter(l, l.category.under('drinks')))\"},"
    "\"currencies\":{\"stars\":{\"pending\":\"P1D\",\"expires\":{\"after\":\"P1M\"},\"payment\":{"
    "\"step\":1,\"value\":\"0.10\"},\"fractions\":\"keep\"}},"
    "\"bases\":{\"goods\":{\"tax\":false}},\"groups\":[{\"id\":\"g\",\"rules\":[\"rate\","
    "\"loser\"],\"mode\":\"highest\"}],"
    "\"budgets\":[{\"id\":\"all\",\"currency\":\"stars\",\"limit\":12,\"rules\":[\"rate\"]}],"
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
    "\"0.35\"}},\"limit\":{\"customer\":2}},"
    "{\"id\":\"loser\",\"on\":\"purchase\",\"earn\":{\"stars\":1}},"
    "{\"id\":\"hi\",\"on\":\"enter:at-risk\",\"earn\":{\"stars\":5},\"issue\":\"free\",\"notify\":"
    "\"come back\"}]}";

#define EVENT(id, time, members)                                                                   \
    "{\"source\":\"t\",\"id\":\"" id "\",\"time\":\"" time "\",\"customer\":\"c1\"," members "}"
#define LINES                                                                                      \
    "\"lines\":[{\"id\":\"1\",\"category\":\"drinks/"                                              \
    "tea\",\"quantity\":2,\"unit_price\":\"6.00\",\"tags\":[\"hot\"]},{\"id\":\"2\",\"quantity\":" \
    "1,\"unit_price\":\"3.00\"}]"

static const char *const events[] = {
    EVENT("1", "2026-01-01T10:00:00Z",
          "\"type\":\"enrol\",\"attributes\":{\"plan\":\"family\",\"birthday\":\"1990-02-28\"}"),
    EVENT("2", "2026-01-02T10:00:00Z", "\"type\":\"purchase\",\"codes\":[\"SPRING\"]," LINES),
    EVENT("3", "2026-01-03T10:00:00Z", "\"type\":\"purchase\"," LINES),
    EVENT("4", "2026-01-05T10:00:00Z", "\"type\":\"purchase\",\"pay\":{\"stars\":12}," LINES),
    EVENT(
        "5", "2026-01-06T10:00:00Z",
        "\"type\":\"return\",\"receipt\":{\"id\":\"2\"},\"lines\":[{\"id\":\"1\",\"quantity\":1}]"),
    EVENT("6", "2026-01-06T10:00:00Z", "\"type\":\"redeem\",\"voucher\":\"free\""),
    EVENT("7", "2026-01-06T10:00:00Z",
          "\"type\":\"adjust\",\"points\":{\"stars\":-3},\"reason\":\"test\""),
    EVENT("8", "2026-01-06T10:00:00Z", "\"type\":\"redeem\",\"voucher\":\"free\""),
    EVENT("9", "2026-06-06T10:00:00Z", "\"type\":\"visit\""),
    EVENT("10", "2026-06-07T10:00:00Z", "\"type\":\"void\",\"receipt\":{\"id\":\"4\"}"),
    EVENT("11", "2026-06-08T10:00:00Z",
          "\"type\":\"status\",\"ladder\":\"status\",\"tier\":\"b\",\"until\":"
          "\"2026-06-20T10:00:00Z\""),
    EVENT("12", "2026-06-09T10:00:00Z",
          "\"type\":\"membership\",\"plan\":\"club\",\"action\":\"start\",\"fee\":\"5.00\""),
    EVENT("13", "2026-06-10T10:00:00Z", "\"type\":\"purchase\"," LINES),
    EVENT("14", "2026-07-12T10:00:00Z", "\"type\":\"visit\""),
};
#define EVENTS (sizeof(events) / sizeof(events[0]))

/* Every record of a store, one behind the other. */
typedef struct image {
    unsigned char bytes[65536];
    size_t size;
} image;

static int
add_to_image(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
             uint64_t revision)
{
    image *out = context;

    (void)revision;
    assert_true(out->size + id_size + size <= sizeof(out->bytes));
    memcpy(out->bytes + out->size, id, id_size);
    memcpy(out->bytes + out->size + id_size, bytes, size);
    out->size += id_size + size;
    return 1;
}

static void
take_image(const loy_store *store, image *out)
{
    out->size = 0;
    assert_int_equal(loy_store_walk(store, LOY_KIND_CUSTOMER, NULL, 0, add_to_image, out), LOY_OK);
    assert_int_equal(loy_store_walk(store, LOY_KIND_EVENT, NULL, 0, add_to_image, out), LOY_OK);
    assert_int_equal(loy_store_walk(store, LOY_KIND_USES, NULL, 0, add_to_image, out), LOY_OK);
}

static image expected;
static char answers[EVENTS][1024];

static int
run_untroubled(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, program);
    for (size_t i = 0; i < EVENTS; i++) {
        assert_int_equal(engine_kit_apply(&kit, events[i]), LOY_OK);
        assert_true(strlen(engine_kit_outcome(&kit)) < sizeof(answers[i]));
        strcpy(answers[i], engine_kit_outcome(&kit));
    }
    assert_string_equal(answers[7], "no-voucher /voucher");
    take_image(kit.store, &expected);
    engine_kit_close(&kit);
    return 0;
}

typedef struct row {
    const char *name;
    int kind;
    int times;
    int result;
} row;

static const row rows[] = {
    {"a load that fails once", FAULT_LOAD, 1, LOY_ERR_STORE},
    {"a commit that fails once", FAULT_COMMIT, 1, LOY_ERR_STORE},
    {"a conflict is tried again at once", FAULT_CONFLICT, 3, LOY_OK},
    {"a conflict for ever", FAULT_CONFLICT, 16, LOY_ERR_CONFLICT},
    {"kept, and nobody knows", FAULT_UNKNOWN_KEPT, 1, LOY_ERR_UNKNOWN},
    {"not kept, and nobody knows", FAULT_UNKNOWN_NOT_KEPT, 1, LOY_ERR_UNKNOWN},
};

/* At each event the fault strikes; then the event is applied again. */
static void
store_fails(void **state)
{
    const row *r = *state;

    for (size_t at = 0; at < EVENTS; at++) {
        fault_kit faults;
        loy_store *inner = NULL;
        engine_kit kit;
        image found;

        assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
        fault_kit_init(&faults, inner);
        engine_kit_open_over(&kit, program, &faults.store);
        for (size_t i = 0; i < EVENTS; i++) {
            fault_kit_arm(&faults, i == at ? r->kind : FAULT_NONE, 0, r->times);
            assert_int_equal(engine_kit_apply(&kit, events[i]), i == at ? r->result : LOY_OK);
            assert_int_equal(faults.seen, i == at ? r->times : 0);
            assert_int_equal(engine_kit_apply(&kit, events[i]), LOY_OK);
            assert_string_equal(engine_kit_outcome(&kit), answers[i]);
        }
        take_image(inner, &found);
        assert_int_equal(found.size, expected.size);
        assert_memory_equal(found.bytes, expected.bytes, found.size);
        engine_kit_close(&kit);
        loy_store_close(inner);
    }
}

/* Each allocation of the engine fails once, or once and for good. */
static void
fail_allocations(int for_good)
{
    uint64_t nth = 1;
    bool reached = true;

    for (; reached; nth++) {
        memory_kit memory;
        loy_engine *engine = NULL;
        engine_kit kit;
        image found;

        reached = false;
        memory_kit_init(&memory);
        engine_kit_open(&kit, program);
        memory_kit_fail(&memory, nth, for_good);
        while (loy_engine_new(&engine, kit.program, kit.store, &memory.memory) < 0) {
            assert_true(memory_kit_failed(&memory));
            memory_kit_fail(&memory, 0, 0);
            reached = true;
        }
        for (size_t i = 0; i < EVENTS; i++) {
            const loy_event *event = NULL;
            int result;

            assert_int_equal(loy_json_event(kit.reader, events[i], strlen(events[i]), &event, NULL),
                             LOY_OK);
            result = loy_engine_apply(engine, event, kit.outcome, NULL);
            if (result < 0) {
                assert_int_equal(result, LOY_ERR_NOMEM);
                memory_kit_fail(&memory, 0, 0);
                reached = true;
                assert_int_equal(loy_engine_apply(engine, event, kit.outcome, NULL), LOY_OK);
            }
            assert_int_equal(loy_outcome_replayed(kit.outcome), 0);
        }
        take_image(kit.store, &found);
        assert_int_equal(found.size, expected.size);
        assert_memory_equal(found.bytes, expected.bytes, found.size);
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        engine_kit_close(&kit);
    }
    assert_true(nth > 20);
}

static void
allocation_fails_once(void **state)
{
    (void)state;
    fail_allocations(MEMORY_KIT_ONCE);
}

static void
allocations_fail_for_good(void **state)
{
    (void)state;
    fail_allocations(MEMORY_KIT_FOR_GOOD);
}

/* A batch in which an allocation fails keeps whole events only: going on behind
 * those that were kept ends where an untroubled run ends. */
static void
batches_fail_whole(void **state)
{
    loy_json_reader *readers[EVENTS];
    const loy_event *pointers[EVENTS];
    engine_kit read;
    bool reached = true;

    (void)state;
    engine_kit_open(&read, program);
    for (size_t i = 0; i < EVENTS; i++) {
        assert_int_equal(loy_json_reader_new(&readers[i], read.program, NULL), LOY_OK);
        assert_int_equal(
            loy_json_event(readers[i], events[i], strlen(events[i]), &pointers[i], NULL), LOY_OK);
    }
    for (uint64_t nth = 1; reached; nth++) {
        memory_kit memory;
        loy_engine *engine = NULL;
        engine_kit kit;
        image found;
        uint64_t done = 0;
        int result;

        memory_kit_init(&memory);
        engine_kit_open(&kit, program);
        assert_int_equal(loy_engine_new(&engine, kit.program, kit.store, &memory.memory), LOY_OK);
        memory_kit_fail(&memory, nth, MEMORY_KIT_ONCE);
        result = loy_engine_apply_batch(engine, pointers, EVENTS, 7, NULL, &done, NULL);
        reached = memory_kit_failed(&memory);
        assert_int_equal(result, reached ? LOY_ERR_NOMEM : LOY_OK);
        memory_kit_fail(&memory, 0, 0);
        assert_int_equal(
            loy_engine_apply_batch(engine, pointers + done, EVENTS - done, 7, NULL, NULL, NULL),
            LOY_OK);
        take_image(kit.store, &found);
        assert_int_equal(found.size, expected.size);
        assert_memory_equal(found.bytes, expected.bytes, found.size);
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        engine_kit_close(&kit);
    }
    for (size_t i = 0; i < EVENTS; i++)
        loy_json_reader_free(readers[i]);
    engine_kit_close(&read);
}

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

static const char review[] = EVENT("1", "2026-01-01T10:00:00Z",
                                   "\"type\":\"review\",\"attributes\":{\"text\":\"" SAID "\"}");

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

/* A batch in groups of any size leaves what single events leave. */
static void
batch_equals_singles(void **state)
{
    (void)state;
    for (uint32_t group = 1; group <= EVENTS + 1; group++) {
        loy_json_reader *readers[EVENTS];
        const loy_event *pointers[EVENTS];
        loy_outcome *outcomes[EVENTS];
        engine_kit kit;
        image found;
        uint64_t done;

        engine_kit_open(&kit, program);
        for (size_t i = 0; i < EVENTS; i++) {
            assert_int_equal(loy_json_reader_new(&readers[i], kit.program, NULL), LOY_OK);
            assert_int_equal(
                loy_json_event(readers[i], events[i], strlen(events[i]), &pointers[i], NULL),
                LOY_OK);
            assert_int_equal(loy_outcome_new(&outcomes[i], NULL), LOY_OK);
        }
        assert_int_equal(
            loy_engine_apply_batch(kit.engine, pointers, EVENTS, group, outcomes, &done, NULL),
            LOY_OK);
        assert_int_equal(done, EVENTS);
        take_image(kit.store, &found);
        assert_int_equal(found.size, expected.size);
        assert_memory_equal(found.bytes, expected.bytes, found.size);
        for (size_t i = 0; i < EVENTS; i++) {
            loy_json_reader_free(readers[i]);
            loy_outcome_free(outcomes[i]);
        }
        engine_kit_close(&kit);
    }
}

static table_kit tests;

int
main(void)
{
    run_untroubled(NULL);
    TABLE_KIT_ROWS(&tests, store_fails, rows);
    table_kit_test(&tests, "each allocation fails once", allocation_fails_once);
    table_kit_test(&tests, "allocations fail for good", allocations_fail_for_good);
    table_kit_test(&tests, "a batch fails whole", batches_fail_whole);
    table_kit_test(&tests, "expressions run out of memory", expressions_run_out_of_memory);
    table_kit_test(&tests, "two records an event", few_records_are_written);
    table_kit_test(&tests, "a batch equals single events", batch_equals_singles);
    return table_kit_run(&tests, "engine_fault");
}
