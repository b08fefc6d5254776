/*
 * store_sqlite_tail_test.c -- the newest events of an SQLite store, whose keys
 * are indexed a thousand at a time: two open stores on one file never keep a
 * key twice and never miss one, wherever it stands.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/memory.h"
#include "base/reply.h"
#include "kit/file_kit.h"
#include "kit/store_kit_check.h"
#include "loyalty/sqlite.h"

enum { MANY = 2500, TAIL = 1000 /* how many keys wait */ };

/* Two stores on the file; in `both[0]` and later in `both[1]` somebody works. */
static loy_store *both[2];

static int
open_both(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        if (loy_sqlite_open(&both[i], file_kit_path(), LOY_SQLITE_NORMAL, NULL, NULL) < 0)
            return -1;
    }
    return 0;
}

static int
close_both(void **state)
{
    (void)state;
    loy_store_close(both[0]);
    loy_store_close(both[1]);
    file_kit_wipe();
    return 0;
}

static loy_write
event(char id[16], unsigned number, uint64_t seen)
{
    snprintf(id, 16, "till%ce%u", '\0', number);
    return kit_write(LOY_KIND_EVENT, id, 5 + strlen(id + 5), id + 5, seen);
}

static int
add(loy_store *store, unsigned number)
{
    char id[16];
    loy_write write = event(id, number, 0);

    return kit_commit(store, &write, 1);
}

static void
expect(loy_store *store, unsigned number, uint64_t revision)
{
    char id[16];
    loy_write write = event(id, number, 0);

    kit_expect(store, &write, revision);
}

static int64_t
number_of(const char *sql)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t number;

    assert_int_equal(sqlite3_open(file_kit_path(), &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

/* Each store sees what the other added, in the index and behind it, and
 * refuses to keep it again. */
static void
stores_see_each_others_events(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MANY; i++)
        assert_int_equal(add(both[i / 700 % 2], i), LOY_OK);
    assert_true(number_of("SELECT count(*) FROM event_keys") >= TAIL);
    assert_true(number_of("SELECT count(*) FROM event_keys") < MANY);
    for (unsigned i = 0; i < MANY; i += 7) {
        expect(both[0], i, 1);
        expect(both[1], i, 1);
        assert_int_equal(add(both[i % 2], i), LOY_ERR_CONFLICT);
    }
    expect(both[0], MANY, 0);
    assert_int_equal(number_of("SELECT count(*) FROM event_records"), MANY);
    assert_int_equal(number_of("SELECT count(DISTINCT key) FROM event_records"), MANY);
}

/* A store that has not looked since: its commit does. */
static void
commit_finds_what_was_added_since(void **state)
{
    (void)state;
    assert_int_equal(add(both[0], 1), LOY_OK);
    expect(both[1], 1, 1);
    for (unsigned i = 2; i < 2 * TAIL + 10; i++)
        assert_int_equal(add(both[0], i), LOY_OK);
    assert_int_equal(add(both[1], 2), LOY_ERR_CONFLICT);            /* indexed meanwhile */
    assert_int_equal(add(both[1], 2 * TAIL + 5), LOY_ERR_CONFLICT); /* in the tail */
    assert_int_equal(add(both[1], 2 * TAIL + 10), LOY_OK);
    expect(both[0], 2 * TAIL + 10, 1);
}

/* A later revision of an event, indexed or not, by the store that did not
 * write it. */
static void
events_are_updated_wherever_they_stand(void **state)
{
    static const unsigned numbers[] = {0, TAIL - 1, TAIL, TAIL + 5};
    char id[16];

    (void)state;
    for (unsigned i = 0; i < TAIL + 6; i++)
        assert_int_equal(add(both[0], i), LOY_OK);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        loy_write write = event(id, numbers[i], 1);

        assert_int_equal(kit_commit(both[1], &write, 1), LOY_OK);
        assert_int_equal(kit_commit(both[0], &write, 1), LOY_ERR_CONFLICT);
        expect(both[0], numbers[i], 2);
    }
}

/* The commit that would have indexed the keys is undone. */
static void
conflict_leaves_the_tail_as_it_was(void **state)
{
    char ids[2][16];
    loy_write writes[2] = {event(ids[0], TAIL, 0), event(ids[1], 3, 0)};

    (void)state;
    for (unsigned i = 0; i < TAIL; i++)
        assert_int_equal(add(both[0], i), LOY_OK);
    assert_int_equal(kit_commit(both[0], writes, 2), LOY_ERR_CONFLICT);
    assert_int_equal(number_of("SELECT count(*) FROM event_keys"), 0);
    for (unsigned i = 0; i < TAIL; i += 50)
        expect(both[i % 4 / 2], i, 1);
    expect(both[0], TAIL, 0);
    assert_int_equal(kit_commit(both[0], writes, 1), LOY_OK);
    assert_int_equal(number_of("SELECT count(*) FROM event_keys"), TAIL);
    expect(both[1], TAIL, 1);
}

/* Asks for a customer and an event at once, as the engine does for each event. */
static uint64_t
load_with_customer(loy_store *store, unsigned number)
{
    struct loy__reply replies[2];
    loy_memory memory;
    char id[16];
    loy_write write = event(id, number, 0);
    loy_fetch fetches[2] = {
        {.id = "c", .id_size = 1, .kind = LOY_KIND_CUSTOMER, .reply = &replies[0]},
        {.id = id, .id_size = write.id_size, .kind = LOY_KIND_EVENT, .reply = &replies[1]}};
    uint64_t revision;

    assert_int_equal(loy__memory_init(&memory, NULL), LOY_OK);
    for (size_t i = 0; i < 2; i++)
        loy__reply_init(&replies[i], &memory);
    assert_int_equal(store->load(store->context, fetches, 2), LOY_OK);
    revision = replies[1].revision;
    for (size_t i = 0; i < 2; i++)
        loy__reply_free(&replies[i]);
    return revision;
}

/* What the loads of a group did not find is added without another look only while
 * nobody else has written. */
static void
group_adds_what_it_did_not_find(void **state)
{
    static const unsigned others[] = {0, 1, 2 * TAIL}; /* events of the other store meanwhile */
    unsigned next = 1;

    (void)state;
    assert_int_equal(add(both[0], 0), LOY_OK);
    expect(both[1], 0, 1);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        unsigned wanted = next;

        both[1]->hold(both[1]->context, 1);
        assert_int_equal(load_with_customer(both[1], wanted), 0);
        assert_int_equal(load_with_customer(both[1], wanted + 1), 0);
        for (unsigned k = 0; k < others[i]; k++)
            assert_int_equal(add(both[0], next++), LOY_OK);
        assert_int_equal(add(both[1], wanted), others[i] == 0 ? LOY_OK : LOY_ERR_CONFLICT);
        assert_int_equal(load_with_customer(both[1], wanted), 1);
        assert_int_equal(add(both[1], wanted), LOY_ERR_CONFLICT);
        both[1]->hold(both[1]->context, 0);
        next += others[i] == 0 ? 1 : 0;
    }
    assert_int_equal(number_of("SELECT count(*) - count(DISTINCT key) FROM event_records"), 0);
}

struct walk {
    char last[16];
    uint32_t last_size;
    unsigned count;
};

static int
take(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
     uint64_t revision)
{
    struct walk *walk = context;
    uint32_t common = id_size < walk->last_size ? id_size : walk->last_size;
    int order = memcmp(walk->last, id, common);

    assert_true(order < 0 || (order == 0 && walk->last_size < id_size));
    assert_true(id_size <= sizeof(walk->last) && size == id_size - 5 && revision == 1);
    assert_memory_equal(bytes, id + 5, (size_t)size);
    memcpy(walk->last, id, id_size);
    walk->last_size = id_size;
    walk->count++;
    return 1;
}

static void
walk_merges_the_tail(void **state)
{
    struct walk walk = {.count = 0};
    char id[16];
    loy_write from = event(id, 2, 0);

    (void)state;
    for (unsigned i = MANY; i-- > 0;)
        assert_int_equal(add(both[0], i * 7919 % MANY), LOY_OK);
    assert_int_equal(loy_store_walk(both[1], LOY_KIND_EVENT, NULL, 0, take, &walk), LOY_OK);
    assert_int_equal(walk.count, MANY);
    walk = (struct walk){.count = 0};
    assert_int_equal(loy_store_walk(both[1], LOY_KIND_EVENT, from.id, from.id_size, take, &walk),
                     LOY_OK);
    assert_int_equal(walk.count, number_of("SELECT count(*) FROM events WHERE event > 'e2'"));
}

/* A batch longer than the tail. */
static void
long_batches_are_kept(void **state)
{
    static char ids[3 * TAIL][16];
    static loy_write writes[3 * TAIL];

    (void)state;
    for (unsigned i = 0; i < 3 * TAIL; i++)
        writes[i] = event(ids[i], i, 0);
    assert_int_equal(kit_commit(both[0], writes, 3 * TAIL), LOY_OK);
    assert_int_equal(add(both[0], 5), LOY_ERR_CONFLICT);
    expect(both[1], 3 * TAIL - 1, 1);
    assert_int_equal(add(both[0], 3 * TAIL), LOY_OK);
    assert_int_equal(number_of("SELECT count(*) FROM event_keys"), 3 * TAIL);
    expect(both[0], 3 * TAIL - 1, 1);
    expect(both[0], 3 * TAIL, 1);
    assert_int_equal(add(both[1], 3 * TAIL), LOY_ERR_CONFLICT);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_both, close_both)
    const struct CMUnitTest tests[] = {
        TEST(stores_see_each_others_events),
        TEST(commit_finds_what_was_added_since),
        TEST(events_are_updated_wherever_they_stand),
        TEST(conflict_leaves_the_tail_as_it_was),
        TEST(group_adds_what_it_did_not_find),
        TEST(walk_merges_the_tail),
        TEST(long_batches_are_kept),
    };
    int failed;

    if (!file_kit_begin(false))
        return 1;
    failed = cmocka_run_group_tests_name("the tail of an SQLite store", tests, NULL, NULL);
    file_kit_end();
    return failed;
}
