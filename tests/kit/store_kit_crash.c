/*
 * store_kit_crash.c -- a process that is killed in the middle of a commit, and
 * a disk that is full: every batch is there as a whole or not at all, and every
 * acknowledged one is there.
 */
#define _POSIX_C_SOURCE 200809L

#include "kit/store_kit_check.h"
#include "kit/store_kit_generation.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { KILLS = 25 };

/* Commits generations until killed or refused; tells each that was kept. */
static int
commit_generations(const loy_kit_target *target, uint64_t from, int out)
{
    static kit_generation made;
    loy_store *store = NULL;

    if (target->open(&store, NULL) < 0)
        return LOY_ERR_STORE;
    for (uint64_t number = from + 1;; number++) {
        int rc;

        kit_make_generation(&made, number);
        rc = kit_commit(store, made.writes, KIT_GENERATION_WRITES);
        if (rc < 0)
            return rc;
        if (write(out, &number, sizeof(number)) != (ssize_t)sizeof(number))
            return LOY_ERR_INTERNAL;
    }
}

/* Waits for a number. */
static uint64_t
first_told(int in, uint64_t none)
{
    uint64_t number = none;

    return read(in, &number, sizeof(number)) == (ssize_t)sizeof(number) ? number : none;
}

/* The last number in a pipe whose writer is gone. */
static uint64_t
last_told(int in, uint64_t none)
{
    uint64_t number = none, next;

    while (read(in, &next, sizeof(next)) == (ssize_t)sizeof(next))
        number = next;
    close(in);
    return number;
}

static void
killed_process_leaves_whole_batches(void **state)
{
    kit_run *kit = *state;
    uint64_t stored = 0, total = 0;

    for (uint32_t kill_number = 0; kill_number < KILLS; kill_number++) {
        int ends[2], status = 0;
        uint64_t told;
        pid_t child;

        assert_int_equal(pipe(ends), 0);
        child = fork();
        if (child == 0)
            _exit(commit_generations(kit->target, stored, ends[1]) == LOY_OK ? 0 : 1);
        assert_true(child > 0);
        close(ends[1]);
        told = kill_number % 2 == 0 ? first_told(ends[0], stored) : stored;
        nanosleep(&(struct timespec){.tv_nsec = kill_number * 379000 % 9000000}, NULL);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
        told = last_told(ends[0], told);
        assert_int_equal(kit->target->open(&kit->store, NULL), LOY_OK);
        stored = kit_stored_generation(kit->store);
        assert_true(stored == told || stored == told + 1);
        loy_store_close(kit->store);
        kit->store = NULL;
        total = stored;
    }
    assert_true(total > 0);
}

/* In a child: no file may grow past a limit. The commits that follow are kept
 * until one is refused, and then the store still reads. */
static int
fill_the_disk(const loy_kit_target *target, int out)
{
    static kit_generation made;
    struct rlimit limit = {.rlim_cur = 600000, .rlim_max = 600000};
    loy_store *store = NULL;
    uint64_t number = 0, size = 0, revision = 0;
    unsigned char bytes[8];
    int rc = LOY_OK;

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || target->open(&store, NULL) < 0)
        return 10;
    while (rc == LOY_OK && number < 100000) {
        kit_make_generation(&made, ++number);
        rc = kit_commit(store, made.writes, KIT_GENERATION_WRITES);
        if (rc == LOY_OK && write(out, &number, sizeof(number)) != (ssize_t)sizeof(number))
            return 11;
    }
    if (rc != LOY_ERR_STORE && rc != LOY_ERR_UNKNOWN)
        return 12;
    if (store->failure != NULL && store->failure(store->context) == NULL)
        return 13;
    if (loy_store_read(store, LOY_KIND_CUSTOMER, "a", 1, bytes, 8, &size, &revision) < 0)
        return 14;
    if (rc == LOY_ERR_STORE && revision != number - 1)
        return 15;
    loy_store_close(store);
    return 0;
}

static void
full_disk_refuses_the_batch(void **state)
{
    kit_run *kit = *state;
    static kit_generation made;
    int ends[2], status = 0;
    uint64_t told, stored;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        close(ends[0]);
        _exit(fill_the_disk(kit->target, ends[1]));
    }
    assert_true(child > 0);
    close(ends[1]);
    told = last_told(ends[0], 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(told > 0);
    assert_int_equal(kit->target->open(&kit->store, NULL), LOY_OK);
    stored = kit_stored_generation(kit->store);
    assert_int_equal(stored, told);
    kit_make_generation(&made, stored + 1);
    assert_int_equal(kit_commit(kit->store, made.writes, KIT_GENERATION_WRITES), LOY_OK);
    assert_int_equal(kit_stored_generation(kit->store), stored + 1);
}

const kit_check kit_crash_checks[] = {
    {"a killed process leaves whole batches", killed_process_leaves_whole_batches,
     LOY_KIT_DURABLE | LOY_KIT_FILE | KIT_CHECK_CLOSED},
    {"a full disk refuses the batch as a whole", full_disk_refuses_the_batch,
     LOY_KIT_DURABLE | LOY_KIT_FILE | KIT_CHECK_CLOSED},
    {NULL, NULL, 0},
};
