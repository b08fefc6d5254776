/*
 * store_memory_test.c -- the memory store under the conformance kit.
 */
#include "kit/store_kit.h"

static const loy_kit_target target = {
    .name = "memory",
    .features = LOY_KIT_MEMORY | LOY_KIT_LISTS,
    .open = loy_memory_store_open,
};

int
main(void)
{
    return loy_kit_run(&target);
}
