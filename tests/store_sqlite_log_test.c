/*
 * store_sqlite_log_test.c -- the write-ahead log of an SQLite store: a commit
 * that has returned is in it to the last byte, also one so large that pages
 * were written before its end and then again.
 */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/file_kit.h"
#include "kit/random_kit.h"
#include "kit/store_kit_check.h"
#include "loyalty/sqlite.h"

/* More pages than the store keeps in memory, fewer than it leaves in the log: a
 * checkpoint would flush it. */
enum { SMALL = 1000, LARGE = 3350, BYTES = 4000, COUNT = 2 * SMALL + LARGE };

/* Small records, large ones that drive their pages out of memory, and small
 * ones that stand between the first. */
static void
name_record(char id[16], unsigned number)
{
    unsigned nth = number < SMALL + LARGE ? number : number - SMALL - LARGE;

    snprintf(id, 16, "%c%06u%s", number >= SMALL && number < SMALL + LARGE ? 'b' : 'a', nth,
             number < SMALL + LARGE ? "" : "x");
}

/* The exit status of a process that commits all of them and dies. */
static int
commit_and_die(uint32_t flags)
{
    static char ids[COUNT][16];
    static loy_write writes[COUNT];
    static unsigned char bytes[BYTES];
    uint64_t random = 7;
    loy_store *store = NULL;

    for (size_t i = 0; i + 8 <= BYTES; i += 8) {
        uint64_t word = random_kit_next(&random);

        memcpy(bytes + i, &word, 8);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        name_record(ids[i], i);
        writes[i] = kit_customer(ids[i], "", 0);
        writes[i].bytes = bytes;
        writes[i].size = i >= SMALL && i < SMALL + LARGE ? BYTES : 16;
    }
    if (loy_sqlite_open(&store, file_kit_path(), flags, NULL, NULL) < 0)
        return 2;
    return kit_commit(store, writes, COUNT) == LOY_OK ? 0 : 1;
}

static const struct log_case {
    const char *name;
    uint32_t flags;
} log_cases[] = {
    {"with a flush at the end of a commit", LOY_SQLITE_FULL},
    {"without a flush at the end of a commit", LOY_SQLITE_NORMAL},
};

static void
log_case_holds(void **state)
{
    const struct log_case *c = *state;
    loy_store *store = NULL;
    int status = 0;
    pid_t child = fork();

    if (child == 0)
        _exit(commit_and_die(c->flags));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), c->flags, NULL, NULL), LOY_OK);
    for (unsigned i = 0; i < COUNT; i += 499) {
        uint64_t size;
        char id[16];

        name_record(id, i);
        assert_int_equal(kit_read(store, LOY_KIND_CUSTOMER, id, strlen(id), NULL, 0, &size), 1);
    }
    loy_store_close(store);
}

int
main(void)
{
    enum { CASES = sizeof(log_cases) / sizeof(log_cases[0]) };
    struct CMUnitTest tests[CASES];
    int failed;

    if (!file_kit_begin(false))
        return 1;
    for (size_t i = 0; i < CASES; i++)
        tests[i] = (struct CMUnitTest){.name = log_cases[i].name,
                                       .test_func = log_case_holds,
                                       .teardown_func = file_kit_teardown,
                                       .initial_state = (void *)(uintptr_t)&log_cases[i]};
    failed = cmocka_run_group_tests_name("the log after a death", tests, NULL, NULL);
    file_kit_end();
    return failed;
}
