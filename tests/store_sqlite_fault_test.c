/*
 * store_sqlite_fault_test.c -- an SQLite store on a disk that fails: each
 * write, flush and cut in turn, once or for good, with the process dying right
 * after or going on.
 *
 * What the store answered is compared with what a recovery finds: LOY_OK must
 * be there, LOY_ERR_STORE must not, LOY_ERR_UNKNOWN may, and a batch is whole.
 */
#define _POSIX_C_SOURCE 200809L

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "kit/store_kit_check.h"
#include "kit/file_kit.h"
#include "kit/store_kit_generation.h"
#include "loyalty/sqlite.h"

enum { BATCHES = 3, SETS = 8 };

/* ---- A disk that fails ------------------------------------------------------ */

static sqlite3_vfs vfs;
static sqlite3_vfs *real_vfs;
/* SQLite has several sets of methods, by the use of a file; each gets a set
 * of ours in front, found back from the file. */
struct set {
    sqlite3_io_methods ours; /* first */
    const sqlite3_io_methods *real;
};

static struct set sets[SETS];
static int calls, fail_at, for_good;

static int
fails(void)
{
    calls++;
    return fail_at != 0 && (calls == fail_at || (for_good && calls > fail_at));
}

static const sqlite3_io_methods *
real_of(const sqlite3_file *file)
{
    return ((const struct set *)(const void *)file->pMethods)->real;
}

static int
failing_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    if (!fails())
        return real_of(file)->xWrite(file, bytes, size, at);
    if (size > 100) /* torn: half of it arrives */
        (void)real_of(file)->xWrite(file, bytes, size / 2, at);
    return fail_at % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
failing_sync(sqlite3_file *file, int flags)
{
    return fails() ? SQLITE_IOERR_FSYNC : real_of(file)->xSync(file, flags);
}

static int
failing_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return fails() ? SQLITE_IOERR_TRUNCATE : real_of(file)->xTruncate(file, size);
}

static int
failing_open(sqlite3_vfs *unused, const char *name, sqlite3_file *file, int flags, int *out)
{
    int code = real_vfs->xOpen(real_vfs, name, file, flags, out);
    struct set *set = sets;

    (void)unused;
    if (code != SQLITE_OK || file->pMethods == NULL)
        return code;
    while (set < sets + SETS && set->real != NULL && set->real != file->pMethods)
        set++;
    if (set == sets + SETS)
        abort();
    set->real = file->pMethods;
    set->ours = *set->real;
    set->ours.xWrite = failing_write;
    set->ours.xSync = failing_sync;
    set->ours.xTruncate = failing_truncate;
    file->pMethods = &set->ours;
    return SQLITE_OK;
}

static void
install_disk(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    assert_non_null(real_vfs);
    vfs = *real_vfs;
    vfs.zName = "failing";
    vfs.xOpen = failing_open;
    assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

/* ---- One life ------------------------------------------------------------------ */

/* What a process told before it died. */
struct told {
    int results[BATCHES]; /* of the commits that were tried */
    uint64_t generation;  /* the last that a commit acknowledged */
    uint64_t unknown;     /* one that may be there, or 0 */
    int failed;           /* whether the fault was met */
    int opened;
};

/* Opens a store and commits generations; after a failure the same again, as a
 * host would. The fault is armed at first or once the store is open. */
static void
live(struct told *told, loy_store **store, int nth, int good, int armed_at_first)
{
    static kit_generation made;
    uint64_t number = 1;

    calls = 0;
    for_good = good;
    fail_at = armed_at_first ? nth : 0;
    told->opened = loy_sqlite_open(store, file_kit_path(), 0, NULL, NULL) == LOY_OK;
    if (!told->opened) {
        told->failed = 1;
        return;
    }
    if (!armed_at_first)
        calls = 0;
    fail_at = nth;
    for (int i = 0; i < BATCHES; i++) {
        kit_make_generation(&made, number);
        told->results[i] = kit_commit(*store, made.writes, KIT_GENERATION_WRITES);
        if (told->results[i] == LOY_OK) {
            told->generation = number++;
            told->unknown = 0;
        } else if (told->results[i] == LOY_ERR_UNKNOWN) {
            told->unknown = number;
        }
    }
    told->failed = calls >= fail_at;
    fail_at = 0;
}

static void
expect_what_was_told(const struct told *told)
{
    loy_store *store = NULL;
    uint64_t stored;

    for (int i = 0; i < BATCHES; i++)
        assert_true(told->results[i] == LOY_OK || told->results[i] == LOY_ERR_STORE ||
                    told->results[i] == LOY_ERR_UNKNOWN);
    assert_int_equal(loy_sqlite_open(&store, file_kit_path(), 0, NULL, NULL), LOY_OK);
    stored = kit_stored_generation(store);
    if (stored != told->generation)
        assert_true(told->unknown != 0 && stored == told->unknown);
    loy_store_close(store);
}

/* Fails each call in turn until a life meets none. */
static void
fail_each_call(int good, int dies, int armed_at_first)
{
    int met = 1;

    for (int nth = 1; met; nth++) {
        struct told told = {.generation = 0};
        loy_store *store = NULL;
        int ends[2], status = 0;

        file_kit_wipe();
        assert_int_equal(pipe(ends), 0);
        if (dies) {
            pid_t child = fork();

            if (child == 0) {
                live(&told, &store, nth, good, armed_at_first);
                _exit(write(ends[1], &told, sizeof(told)) == (ssize_t)sizeof(told) ? 0 : 1);
            }
            assert_int_equal(waitpid(child, &status, 0), child);
            assert_int_equal(status, 0);
            assert_int_equal(read(ends[0], &told, sizeof(told)), sizeof(told));
        } else {
            live(&told, &store, nth, good, armed_at_first);
            loy_store_close(store);
        }
        close(ends[0]);
        close(ends[1]);
        expect_what_was_told(&told);
        met = told.failed;
        assert_true(nth > 5 || met);
    }
    file_kit_wipe();
}

static const struct fault_case {
    const char *name;
    int for_good, dies, armed_at_first;
} fault_cases[] = {
    {"one call fails, the process goes on", 0, 0, 0},
    {"one call fails, the process dies", 0, 1, 0},
    {"the disk fails for good, the process goes on", 1, 0, 0},
    {"the disk fails for good, the process dies", 1, 1, 0},
    {"one call fails while the store is made", 0, 1, 1},
    {"the disk fails for good while the store is made", 1, 1, 1},
};

static void
fault_case_holds(void **state)
{
    const struct fault_case *c = *state;

    fail_each_call(c->for_good, c->dies, c->armed_at_first);
}

int
main(void)
{
    enum { COUNT = sizeof(fault_cases) / sizeof(fault_cases[0]) };
    struct CMUnitTest tests[COUNT];
    int failed;

    /* These disks fail soon enough. */
    if (!file_kit_begin(true))
        return 1;
    install_disk();
    for (size_t i = 0; i < COUNT; i++)
        tests[i] = (struct CMUnitTest){.name = fault_cases[i].name,
                                       .test_func = fault_case_holds,
                                       .initial_state = (void *)(uintptr_t)&fault_cases[i]};
    failed = cmocka_run_group_tests_name("sqlite faults", tests, NULL, NULL);
    file_kit_end();
    return failed;
}
