/*
 * ordeal_kit.c -- see ordeal_kit.h.
 */
#include "kit/ordeal_kit.h"

#include <stdbool.h>
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/fault_kit.h"
#include "kit/memory_kit.h"

static int
add_to_image(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
             uint64_t revision)
{
    ordeal_image *out = context;

    (void)revision;
    assert_true(out->size + id_size + size <= sizeof(out->bytes));
    memcpy(out->bytes + out->size, id, id_size);
    memcpy(out->bytes + out->size + id_size, bytes, size);
    out->size += id_size + size;
    return 1;
}

static void
take_image(const loy_store *store, ordeal_image *out)
{
    out->size = 0;
    assert_int_equal(loy_store_walk(store, LOY_KIND_CUSTOMER, NULL, 0, add_to_image, out), LOY_OK);
    assert_int_equal(loy_store_walk(store, LOY_KIND_EVENT, NULL, 0, add_to_image, out), LOY_OK);
    assert_int_equal(loy_store_walk(store, LOY_KIND_USES, NULL, 0, add_to_image, out), LOY_OK);
}

/* What a troubled run leaves is what the untroubled one does. */
static void
assert_same_end(const ordeal *t, const loy_store *store)
{
    static ordeal_image found; /* too large for the stack */

    take_image(store, &found);
    assert_int_equal(found.size, t->expected.size);
    assert_memory_equal(found.bytes, t->expected.bytes, found.size);
}

static void
run_untroubled(ordeal *t)
{
    engine_kit kit;

    assert_true(t->count <= ORDEAL_KIT_EVENTS);
    engine_kit_open(&kit, t->program);
    for (size_t i = 0; i < t->count; i++) {
        assert_int_equal(engine_kit_apply(&kit, t->events[i]), LOY_OK);
        assert_true(strlen(engine_kit_outcome(&kit)) < sizeof(t->answers[i]));
        strcpy(t->answers[i], engine_kit_outcome(&kit));
    }
    take_image(kit.store, &t->expected);
    engine_kit_close(&kit);
}

typedef struct row {
    const char *name;
    ordeal *history;
    int kind;
    int times;
    int result;
} row;

static row rows[] = {
    {"a load that fails once", NULL, FAULT_LOAD, 1, LOY_ERR_STORE},
    {"a commit that fails once", NULL, FAULT_COMMIT, 1, LOY_ERR_STORE},
    {"a conflict is tried again at once", NULL, FAULT_CONFLICT, 3, LOY_OK},
    {"a conflict for ever", NULL, FAULT_CONFLICT, 16, LOY_ERR_CONFLICT},
    {"kept, and nobody knows", NULL, FAULT_UNKNOWN_KEPT, 1, LOY_ERR_UNKNOWN},
    {"not kept, and nobody knows", NULL, FAULT_UNKNOWN_NOT_KEPT, 1, LOY_ERR_UNKNOWN},
};

/* Runs the history; at one of its events the fault strikes, once so many calls of
 * its kind have succeeded, and the event is applied again. False where it has
 * fewer calls. */
static bool
strike(const row *r, size_t at, int skip)
{
    const ordeal *t = r->history;
    bool struck = false;
    fault_kit faults;
    loy_store *inner = NULL;
    engine_kit kit;

    assert_int_equal(loy_memory_store_open(&inner, NULL), LOY_OK);
    fault_kit_init(&faults, inner);
    engine_kit_open_over(&kit, t->program, &faults.store);
    for (size_t i = 0; i < t->count; i++) {
        int result, seen;

        fault_kit_arm(&faults, i == at ? r->kind : FAULT_NONE, skip, r->times);
        result = engine_kit_apply(&kit, t->events[i]);
        seen = faults.seen;
        fault_kit_arm(&faults, FAULT_NONE, 0, 0);
        assert_int_equal(result, seen > 0 ? r->result : LOY_OK);
        assert_true(seen == 0 || seen == r->times);
        struck = struck || seen > 0;
        assert_int_equal(engine_kit_apply(&kit, t->events[i]), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit), t->answers[i]);
    }
    assert_same_end(t, inner);
    engine_kit_close(&kit);
    loy_store_close(inner);
    return struck;
}

/* At each call of each event. */
static void
store_fails(void **state)
{
    const row *r = *state;

    for (size_t at = 0; at < r->history->count; at++) {
        int calls = 0;

        while (strike(r, at, calls))
            calls++;
        assert_true(calls > 0);
    }
}

/* Each allocation of the engine fails once, or once and for good. */
static void
fail_allocations(const ordeal *t, int for_good)
{
    uint64_t nth = 1;
    bool reached = true;

    for (; reached; nth++) {
        memory_kit memory;
        loy_engine *engine = NULL;
        engine_kit kit;

        reached = false;
        memory_kit_init(&memory);
        engine_kit_open(&kit, t->program);
        memory_kit_fail(&memory, nth, for_good);
        while (loy_engine_new(&engine, kit.program, kit.store, &memory.memory) < 0) {
            assert_true(memory_kit_failed(&memory));
            memory_kit_fail(&memory, 0, 0);
            reached = true;
        }
        for (size_t i = 0; i < t->count; i++) {
            const loy_event *event = NULL;
            int result;

            assert_int_equal(
                loy_json_event(kit.reader, t->events[i], strlen(t->events[i]), &event, NULL),
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
        assert_same_end(t, kit.store);
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        engine_kit_close(&kit);
    }
    assert_true(nth > 20);
}

static void
allocation_fails_once(void **state)
{
    fail_allocations(*state, MEMORY_KIT_ONCE);
}

static void
allocations_fail_for_good(void **state)
{
    fail_allocations(*state, MEMORY_KIT_FOR_GOOD);
}

/* A batch in which an allocation fails keeps whole events only: going on behind
 * those that were kept ends where an untroubled run ends. */
static void
batches_fail_whole(void **state)
{
    const ordeal *t = *state;
    loy_json_reader *readers[ORDEAL_KIT_EVENTS];
    const loy_event *pointers[ORDEAL_KIT_EVENTS];
    engine_kit read;
    bool reached = true;

    engine_kit_open(&read, t->program);
    for (size_t i = 0; i < t->count; i++) {
        assert_int_equal(loy_json_reader_new(&readers[i], read.program, NULL), LOY_OK);
        assert_int_equal(
            loy_json_event(readers[i], t->events[i], strlen(t->events[i]), &pointers[i], NULL),
            LOY_OK);
    }
    for (uint64_t nth = 1; reached; nth++) {
        memory_kit memory;
        loy_engine *engine = NULL;
        engine_kit kit;
        uint64_t done = 0;
        int result;

        memory_kit_init(&memory);
        engine_kit_open(&kit, t->program);
        assert_int_equal(loy_engine_new(&engine, kit.program, kit.store, &memory.memory), LOY_OK);
        memory_kit_fail(&memory, nth, MEMORY_KIT_ONCE);
        result = loy_engine_apply_batch(engine, pointers, t->count, 7, NULL, &done, NULL);
        reached = memory_kit_failed(&memory);
        assert_int_equal(result, reached ? LOY_ERR_NOMEM : LOY_OK);
        memory_kit_fail(&memory, 0, 0);
        assert_int_equal(
            loy_engine_apply_batch(engine, pointers + done, t->count - done, 7, NULL, NULL, NULL),
            LOY_OK);
        assert_same_end(t, kit.store);
        loy_engine_free(engine);
        memory_kit_assert_clean(&memory);
        engine_kit_close(&kit);
    }
    for (size_t i = 0; i < t->count; i++)
        loy_json_reader_free(readers[i]);
    engine_kit_close(&read);
}

/* A batch in groups of any size leaves what single events leave. */
static void
batch_equals_singles(void **state)
{
    const ordeal *t = *state;

    for (uint32_t group = 1; group <= t->count + 1; group++) {
        loy_json_reader *readers[ORDEAL_KIT_EVENTS];
        const loy_event *pointers[ORDEAL_KIT_EVENTS];
        loy_outcome *outcomes[ORDEAL_KIT_EVENTS];
        engine_kit kit;
        uint64_t done;

        engine_kit_open(&kit, t->program);
        for (size_t i = 0; i < t->count; i++) {
            assert_int_equal(loy_json_reader_new(&readers[i], kit.program, NULL), LOY_OK);
            assert_int_equal(
                loy_json_event(readers[i], t->events[i], strlen(t->events[i]), &pointers[i], NULL),
                LOY_OK);
            assert_int_equal(loy_outcome_new(&outcomes[i], NULL), LOY_OK);
        }
        assert_int_equal(
            loy_engine_apply_batch(kit.engine, pointers, t->count, group, outcomes, &done, NULL),
            LOY_OK);
        assert_int_equal(done, t->count);
        assert_same_end(t, kit.store);
        for (size_t i = 0; i < t->count; i++) {
            loy_json_reader_free(readers[i]);
            loy_outcome_free(outcomes[i]);
        }
        engine_kit_close(&kit);
    }
}

static void
add(table_kit *tests, const char *name, CMUnitTestFunction test, ordeal *history)
{
    table_kit_test(tests, name, test);
    tests->tests[tests->count - 1].initial_state = history;
}

void
ordeal_kit_tests(table_kit *tests, ordeal *history)
{
    run_untroubled(history);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        rows[i].history = history;
    TABLE_KIT_ROWS(tests, store_fails, rows);
    add(tests, "each allocation fails once", allocation_fails_once, history);
    add(tests, "allocations fail for good", allocations_fail_for_good, history);
    add(tests, "a batch fails whole", batches_fail_whole, history);
    add(tests, "a batch equals single events", batch_equals_singles, history);
}
