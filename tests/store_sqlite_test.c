/*
 * store_sqlite_test.c -- the SQLite store under the conformance kit, in a
 * folder of its own.
 */
#include <stdio.h>

#include "kit/file_kit.h"
#include "kit/store_kit.h"
#include "loyalty/sqlite.h"

static int
open_file(loy_store **out, const loy_memory *memory)
{
    loy_error error = LOY_ERROR_INIT;
    int rc = loy_sqlite_open(out, file_kit_path(), LOY_SQLITE_FULL, memory, &error);

    if (rc < 0)
        fprintf(stderr, "%s: %s\n", file_kit_path(), error.text);
    return rc;
}

static const loy_kit_target target = {
    .name = "sqlite",
    .features = LOY_KIT_DURABLE | LOY_KIT_PROCESSES | LOY_KIT_FILE | LOY_KIT_LISTS,
    .open = open_file,
    .wipe = file_kit_wipe,
};

int
main(void)
{
    int failed;

    if (!file_kit_begin(false))
        return 1;
    failed = loy_kit_run(&target);
    file_kit_end();
    return failed;
}
