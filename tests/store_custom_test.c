/*
 * store_custom_test.c -- the backend of examples/custom_store.c, as a stranger
 * would write it, under the conformance kit.
 */
#include "../examples/custom_store.c"

#include <stdio.h>

#include "kit/store_kit.h"

static char folder[] = "/tmp/store_custom_test-XXXXXX";
static char path[sizeof(folder) + 16];

static int
open_file(loy_store **out, const loy_memory *memory)
{
    (void)memory;
    return custom_store_open(out, path);
}

static void
wipe_file(void)
{
    remove(path);
}

static const loy_kit_target target = {
    .name = "custom",
    .features = LOY_KIT_DURABLE | LOY_KIT_FILE,
    .open = open_file,
    .wipe = wipe_file,
};

int
main(void)
{
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(path, sizeof(path), "%s/store.log", folder);
    failed = loy_kit_run(&target);
    remove(folder);
    return failed;
}
