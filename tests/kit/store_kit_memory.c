/*
 * store_kit_memory.c -- a store without memory: at whichever allocation it
 * ends, a batch is kept or not as a whole, and nothing leaks.
 */
#include "kit/memory_kit.h"
#include "kit/store_kit_check.h"

#include <stdlib.h>
#include <string.h>

enum { BATCHES = 6, WRITES = 40 };

/* Batches that make new records, kinds and tables, and let records grow. */
static void
make_batch(loy_write *writes, uint32_t batch, char (*ids)[8], const char *text)
{
    for (uint32_t i = 0; i < WRITES; i++) {
        uint32_t old = i % 2 == 0 && batch > 0;
        uint32_t key = old ? i : batch * WRITES + i;

        memcpy(ids[i], "k0000", 6);
        for (uint32_t digit = 0, rest = key; digit < 4; digit++, rest /= 10)
            ids[i][4 - digit] = (char)('0' + rest % 10);
        writes[i] = kit_write(1 + i % 4, ids[i], 5, text, old ? batch : 0);
        writes[i].size = (uint64_t)(batch + 1) * 40 * (i % 5 == 0 ? 170 : 1);
        writes[i].due = i % 3 == 0 ? (int64_t)key : LOY_NEVER;
    }
}

static int
count_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
             uint64_t revision)
{
    (void)id, (void)id_size, (void)bytes, (void)size, (void)revision;
    ++*(uint32_t *)context;
    return 1;
}

static void
expect_batch(loy_store *store, const loy_write *writes, int kept)
{
    for (uint32_t i = 0; i < WRITES; i++) {
        if (kept) {
            kit_expect(store, &writes[i], writes[i].seen + 1);
        } else {
            uint64_t size = 0;

            assert_int_equal(
                kit_read(store, writes[i].kind, writes[i].id, writes[i].id_size, NULL, 0, &size),
                writes[i].seen);
        }
    }
}

/* The n-th allocation of a store's life fails; from the first failure that is
 * seen there is memory again. */
struct life {
    memory_kit memory;
    loy_store *store;
    int failed; /* some call has said so */
};

static void
note(struct life *life, int rc)
{
    if (rc == LOY_OK)
        return;
    assert_int_equal(rc, LOY_ERR_NOMEM);
    assert_true(memory_kit_failed(&life->memory));
    assert_false(life->failed);
    life->failed = 1;
    memory_kit_fail(&life->memory, 0, MEMORY_KIT_ONCE);
}

static void
live(struct life *life, const char *text)
{
    static loy_write writes[WRITES];
    static char ids[WRITES][8];
    uint32_t heard = 0;

    for (uint32_t batch = 0; batch < BATCHES; batch++) {
        int rc;

        make_batch(writes, batch, ids, text);
        rc = kit_commit(life->store, writes, WRITES);
        note(life, rc);
        expect_batch(life->store, writes, rc == LOY_OK);
        if (rc < 0)
            assert_int_equal(kit_commit(life->store, writes, WRITES), LOY_OK);
        expect_batch(life->store, writes, 1);
        note(life, loy_store_walk(life->store, 1, NULL, 0, count_record, &heard));
        note(life, loy_store_due(life->store, 1, 5000, count_record, &heard));
    }
}

/* Returns whether an allocation failed. */
static int
one_life(const loy_kit_target *target, uint64_t fail_at, int for_good, const char *text)
{
    struct life life = {.failed = 0};
    int failed;

    memory_kit_init(&life.memory);
    memory_kit_fail(&life.memory, fail_at, for_good);
    note(&life, target->open(&life.store, &life.memory.memory));
    failed = life.failed;
    if (!failed) {
        live(&life, text);
        failed = life.failed || memory_kit_failed(&life.memory);
    }
    loy_store_close(life.store);
    memory_kit_assert_clean(&life.memory);
    return failed;
}

static void
each_allocation_may_fail(void **state)
{
    kit_run *kit = *state;
    char *text = malloc(50000);
    int for_good;

    assert_non_null(text);
    memset(text, 't', 49999);
    text[49999] = '\0';
    for (for_good = 0; for_good <= 1; for_good++) {
        uint64_t n = 1;

        while (one_life(kit->target, n, for_good, text))
            n++;
        assert_true(n > 1);
    }
    free(text);
}

static void
steady_state_does_not_allocate(void **state)
{
    kit_run *kit = *state;
    memory_kit memory;
    loy_write writes[2] = {kit_customer("c1", "0123456789", 0), kit_customer("c2", "x", 0)};
    uint64_t before = 0;

    memory_kit_init(&memory);
    assert_int_equal(kit->target->open(&kit->store, &memory.memory), LOY_OK);
    for (uint64_t i = 0; i < 1000; i++) {
        writes[0].seen = writes[1].seen = i;
        writes[0].size = 1 + i % 10;
        writes[0].due = (int64_t)i;
        assert_int_equal(kit_commit(kit->store, writes, 2), LOY_OK);
        if (i == 20)
            before = memory.allocations;
    }
    assert_int_equal(memory.allocations, before);
    loy_store_close(kit->store);
    kit->store = NULL;
    memory_kit_assert_clean(&memory);
}

const kit_check kit_memory_checks[] = {
    {"each allocation may fail", each_allocation_may_fail,
     LOY_KIT_MEMORY | LOY_KIT_LISTS | KIT_CHECK_CLOSED},
    {"nothing is allocated once records have their size", steady_state_does_not_allocate,
     LOY_KIT_MEMORY | KIT_CHECK_CLOSED},
    {NULL, NULL, 0},
};
