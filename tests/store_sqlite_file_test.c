/*
 * store_sqlite_file_test.c -- the file of the SQLite store: which files are
 * refused and with what words, what a shop can read in it, and what an event
 * writes.
 */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "kit/file_kit.h"
#include "kit/memory_kit.h"
#include "loyalty/sqlite.h"

static void
run_sql(const char *text)
{
    sqlite3 *database = NULL;

    assert_int_equal(sqlite3_open(file_kit_path(), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, text, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

/* The first row of a query, its columns joined by '|', NULL as "-". */
static void
expect_sql(const char *text, const char *expected)
{
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    char row[1024] = "";

    assert_int_equal(sqlite3_open(file_kit_path(), &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, text, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *value = sqlite3_column_text(statement, i);
            size_t size = strlen(row);

            snprintf(row + size, sizeof(row) - size, "%s%s", i > 0 ? "|" : "",
                     value != NULL ? (const char *)value : "-");
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    assert_string_equal(row, expected);
}

/* ---- Which files are refused ------------------------------------------------ */

static const struct refusal_case {
    const char *name;
    const char *before; /* SQL that makes the file; NULL: the bytes below */
    const char *bytes;
    int rc;
    const char *words;
} refusal_cases[] = {
    {"another program's database", "CREATE TABLE t(x)", NULL, LOY_ERR_STORE, "not a loyalty store"},
    {"another application id", "PRAGMA application_id = 7", NULL, LOY_ERR_STORE,
     "not a loyalty store"},
    {"a later schema", "PRAGMA application_id = 1819244849; PRAGMA user_version = 2", NULL,
     LOY_ERR_VERSION, "later version"},
    {"no database at all", NULL,
     "This is a letter, and it is longer than a database header is: "
     "more than a hundred bytes of ordinary text, for certain.",
     LOY_ERR_STORE, "not a database"},
};

static void
refusal_case_holds(void **state)
{
    const struct refusal_case *c = *state;
    loy_error error = LOY_ERROR_INIT;
    loy_store *store = NULL;
    memory_kit memory;

    memory_kit_init(&memory);
    if (c->before != NULL) {
        run_sql(c->before);
    } else {
        FILE *file = fopen(file_kit_path(), "w");

        assert_non_null(file);
        fputs(c->bytes, file);
        fclose(file);
    }
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 0, &memory.memory, &error), c->rc);
    assert_null(store);
    assert_int_equal(error.code, c->rc);
    assert_non_null(strstr(error.text, c->words));
    memory_kit_assert_clean(&memory);
    if (c->before != NULL)
        expect_sql("PRAGMA journal_mode", "delete"); /* the file is as it was */
}

static void
bad_arguments_are_refused(void **state)
{
    loy_error error = LOY_ERROR_INIT;
    loy_store *store = NULL;
    loy_memory bad = {.size = 4};

    (void)state;
    assert_int_equal(loy_sqlite_open(NULL, file_kit_path(), 0, NULL, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_sqlite_open(&store, NULL, 0, NULL, &error), LOY_ERR_INVALID);
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 4, NULL, &error), LOY_ERR_INVALID);
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 0, &bad, &error), LOY_ERR_INVALID);
    assert_int_equal(loy_sqlite_open(&store, "/no/such/folder/x.db", 0, NULL, &error),
                     LOY_ERR_STORE);
    assert_non_null(strstr(error.text, "unable to open"));
    loy_store_close(NULL);
}

static int
put(loy_store *store, const char *id, uint64_t seen)
{
    uint32_t size = (uint32_t)strlen(id);
    loy_write write = {.id = id,
                       .bytes = "x",
                       .owner = id,
                       .size = 1,
                       .seen = seen,
                       .due = 5,
                       .id_size = size,
                       .owner_size = size,
                       .kind = LOY_KIND_CUSTOMER};
    loy_batch batch = {.size = sizeof(batch), .count = 1, .writes = &write};

    return store->commit(store->context, &batch);
}

static void
memory_file_works(void **state)
{
    loy_store *store = NULL;

    (void)state;
    assert_int_equal(loy_sqlite_open(&store, ":memory:", 0, NULL, NULL), LOY_OK);
    assert_int_equal(put(store, "c1", 0), LOY_OK);
    assert_int_equal(put(store, "c1", 0), LOY_ERR_CONFLICT);
    assert_int_equal(put(store, "c1", 1), LOY_OK);
    loy_store_close(store);
}

/* ---- What a shop can read --------------------------------------------------------- */

static loy_program *
cafe(void)
{
    loy_draft *draft = NULL;
    loy_program *program = NULL;
    loy_node *ladder;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "cafe", 3, "EUR");
    loy_draft_currency(draft, "stars");
    ladder = loy_draft_ladder(draft, "status");
    loy_node_set_text(ladder, "counts", "stars earned");
    loy_ladder_tier(ladder, "green", 0);
    loy_ladder_tier(ladder, "gold", 10);
    loy_rule_earn(loy_draft_rule(draft, "base", "purchase"), "stars", "total.per(money('1.00'))");
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    return program;
}

static void
apply(loy_engine *engine, const char *type, const char *id, int64_t time)
{
    loy_line line = {.id = LOY_TEXT("1"), .quantity = 2000, .unit_price = 450};
    loy_event event = LOY_EVENT_INIT;

    event.source = (loy_text)LOY_TEXT("till-3");
    event.id = (loy_text){id, (uint32_t)strlen(id), 0};
    event.type = (loy_text){type, (uint32_t)strlen(type), 0};
    event.customer = (loy_text)LOY_TEXT("c42");
    event.time = time;
    if (strcmp(type, "purchase") == 0) {
        event.lines = &line;
        event.line_count = 1;
    } else {
        event.reward = (loy_text)LOY_TEXT("no-such-reward");
    }
    assert_int_equal(loy_engine_apply(engine, &event, NULL, NULL), LOY_OK);
}

/* Two purchases and a refusal, on 2 and 3 March 2026. */
static void
sell(uint32_t flags)
{
    loy_program *program = cafe();
    loy_engine *engine = NULL;
    loy_store *store = NULL;

    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), flags, NULL, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&engine, program, store, NULL), LOY_OK);
    apply(engine, "purchase", "r-1", 1772439300000);
    apply(engine, "purchase", "r-2", 1772525700500);
    apply(engine, "redeem", "r-3", 1772525800000);
    loy_engine_free(engine);
    loy_store_close(store);
    loy_program_free(program);
}

static void
customers_are_readable(void **state)
{
    (void)state;
    sell(0);
    expect_sql("SELECT id, revision, stage, tiers, balances, settled_time FROM customers",
               "c42|2|repeat|{\"status\":\"gold\"}|"
               "{\"stars\":{\"available\":18,\"pending\":0,\"held\":0,\"debt\":0}}|"
               "2026-03-03T08:15:00.500Z");
}

static void
events_are_readable(void **state)
{
    (void)state;
    sell(0);
    expect_sql("SELECT source, event, customer, type, time, verdict, reason, version FROM events"
               " WHERE event = 'r-2'",
               "till-3|r-2|c42|purchase|2026-03-03T08:15:00.500Z|applied|-|3");
    expect_sql("SELECT type, verdict, reason FROM events WHERE event = 'r-3'",
               "redeem|refused|unknown-reward");
    expect_sql("SELECT count(*), sum(revision) FROM events", "3|3");
}

static void
entries_are_readable(void **state)
{
    (void)state;
    sell(0);
    expect_sql("SELECT count(*), sum(points) FROM entries", "2|18");
    expect_sql("SELECT source, event, customer, position, kind, currency, points, time, matures,"
               " expires FROM entries ORDER BY event LIMIT 1",
               "till-3|r-1|c42|0|earn|stars|9|2026-03-02T08:15:00Z|-|-");
}

static void
columns_can_be_left_out(void **state)
{
    (void)state;
    sell(LOY_SQLITE_NO_COLUMNS | LOY_SQLITE_NORMAL);
    expect_sql("SELECT id, stage, tiers, balances, settled_time FROM customers", "c42|-|-|-|-");
    expect_sql("SELECT source, event, customer, verdict, entries FROM events WHERE event = 'r-2'",
               "till-3|r-2|-|-|-");
    expect_sql("SELECT count(*) FROM entries", "0");
}

/* The second purchase moved the deadline later: the row says so, the index
 * was not written. */
static void
later_deadline_writes_no_index(void **state)
{
    (void)state;
    sell(0);
    expect_sql("SELECT due - wake FROM customer_records", "86400500");
    expect_sql("PRAGMA integrity_check", "ok");
}

/* ---- Waiting ------------------------------------------------------------------------ */

/* Takes the write lock, says so, and keeps it for a while. */
static int
hold_the_file(int out)
{
    sqlite3 *database = NULL;
    int code = sqlite3_open(file_kit_path(), &database);

    code |= sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    code |= write(out, "x", 1) != 1;
    nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
    code |= sqlite3_exec(database, "UPDATE customer_records SET stage = 'held'", NULL, NULL, NULL);
    code |= sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(database);
    return code;
}

static void
commit_waits_for_another_process(void **state)
{
    int ends[2], status = 0;
    loy_store *store = NULL;
    char byte = 0;
    pid_t child;

    (void)state;
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 0, NULL, NULL), LOY_OK);
    assert_int_equal(put(store, "c1", 0), LOY_OK);
    loy_store_close(store);
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0)
        _exit(hold_the_file(ends[1]));
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 0, NULL, NULL), LOY_OK);
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(put(store, "c2", 0), LOY_OK);
    expect_sql("SELECT group_concat(coalesce(stage, '-')) FROM customers", "held,-");
    loy_store_close(store);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(ends[0]);
    close(ends[1]);
}

int
main(void)
{
    enum { REFUSALS = sizeof(refusal_cases) / sizeof(refusal_cases[0]) };
    const struct CMUnitTest plain[] = {
        cmocka_unit_test_teardown(bad_arguments_are_refused, file_kit_teardown),
        cmocka_unit_test_teardown(memory_file_works, file_kit_teardown),
        cmocka_unit_test_teardown(customers_are_readable, file_kit_teardown),
        cmocka_unit_test_teardown(events_are_readable, file_kit_teardown),
        cmocka_unit_test_teardown(entries_are_readable, file_kit_teardown),
        cmocka_unit_test_teardown(columns_can_be_left_out, file_kit_teardown),
        cmocka_unit_test_teardown(later_deadline_writes_no_index, file_kit_teardown),
        cmocka_unit_test_teardown(commit_waits_for_another_process, file_kit_teardown),
    };
    struct CMUnitTest refusals[REFUSALS];
    int failed;

    if (!file_kit_begin(false))
        return 1;
    for (size_t i = 0; i < REFUSALS; i++)
        refusals[i] = (struct CMUnitTest){.name = refusal_cases[i].name,
                                          .test_func = refusal_case_holds,
                                          .teardown_func = file_kit_teardown,
                                          .initial_state = (void *)(uintptr_t)&refusal_cases[i]};
    failed = cmocka_run_group_tests_name("files that are refused", refusals, NULL, NULL);
    failed += cmocka_run_group_tests_name("what is in the file", plain, NULL, NULL);
    file_kit_end();
    return failed;
}
