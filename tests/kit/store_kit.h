/*
 * store_kit.h -- the conformance kit: what every storage backend must do,
 * through the public store header only, so that it runs against a stranger's.
 *
 * A test program describes its backend and calls loy_kit_run():
 *
 *     static const loy_kit_target target = {
 *         .name = "mine", .features = LOY_KIT_DURABLE, .open = open_mine, .wipe = wipe_mine };
 *     int main(void) { return loy_kit_run(&target); }
 */
#ifndef LOY_TESTS_STORE_KIT_H
#define LOY_TESTS_STORE_KIT_H

#include "loyalty/store.h"

/* What a backend promises; checks of what it does not promise are left out. */
enum {
    LOY_KIT_DURABLE = 1,   /* what was committed is there after close and open */
    LOY_KIT_PROCESSES = 2, /* several processes may have it open at once */
    LOY_KIT_FILE = 4,      /* kept in files of this process: a file size limit stops a commit */
    LOY_KIT_MEMORY = 8,    /* all its memory comes from the loy_memory given to open */
    LOY_KIT_LISTS = 16     /* it can walk and list what is due */
};

typedef struct loy_kit_target {
    const char *name;
    uint32_t features;
    /* Opens the backend, always the same place; memory NULL: the C library's.
     * Closed with loy_store_close(). */
    int (*open)(loy_store **out, const loy_memory *memory);
    /* Removes all that was ever kept; called while nothing is open. NULL where
     * closing does so. */
    void (*wipe)(void);
} loy_kit_target;

/* Runs all checks, each a cmocka test; returns how many failed. */
int loy_kit_run(const loy_kit_target *target);

#endif
