/*
 * store_sqlite_test.c -- the SQLite store under the conformance kit, in a
 * folder of its own.
 */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/store_kit.h"
#include "loyalty/sqlite.h"

static char folder[] = "/tmp/store_sqlite_test-XXXXXX";
static char path[sizeof(folder) + 16];

static int
open_file(loy_store **out, const loy_memory *memory)
{
    loy_error error = LOY_ERROR_INIT;
    int rc = loy_sqlite_open(out, path, LOY_SQLITE_FULL, memory, &error);

    if (rc < 0)
        fprintf(stderr, "%s: %s\n", path, error.text);
    return rc;
}

static void
wipe_files(void)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[sizeof(path) + 4];

    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
}

static const loy_kit_target target = {
    .name = "sqlite",
    .features = LOY_KIT_DURABLE | LOY_KIT_PROCESSES | LOY_KIT_FILE | LOY_KIT_LISTS,
    .open = open_file,
    .wipe = wipe_files,
};

int
main(void)
{
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/store.db", folder);
    failed = loy_kit_run(&target);
    rmdir(folder);
    return failed;
}
