/*
 * memory_kit.h -- an allocator for tests: it counts what is outstanding,
 * checks that sizes given back are those asked for, and fails when told to.
 *
 *     memory_kit kit;
 *     memory_kit_init(&kit);
 *     for (n = 1;; n++) {
 *         memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
 *         rc = loy_something(..., &kit.memory);
 *         if (!memory_kit_failed(&kit)) break;   // it needs fewer than n
 *         assert_int_equal(rc, LOY_ERR_NOMEM);
 *     }
 *     memory_kit_assert_clean(&kit);
 */
#ifndef LOY_TESTS_MEMORY_KIT_H
#define LOY_TESTS_MEMORY_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loyalty/loyalty.h"

typedef struct memory_kit {
    loy_memory memory;    /* hand &kit.memory to the library */
    size_t blocks;        /* outstanding */
    size_t bytes;         /* outstanding, as asked for */
    size_t peak;          /* most bytes outstanding at once */
    uint64_t allocations; /* requests for new or more memory, failed ones too */
    uint64_t fail_at;     /* request that fails, counted from the last fail call; 0: none */
    uint64_t requests;    /* since that call */
    bool for_good;        /* all later requests fail, too */
    bool failed;          /* a request has failed since that call */
} memory_kit;

enum { MEMORY_KIT_ONCE = 0, MEMORY_KIT_FOR_GOOD = 1 };

void memory_kit_init(memory_kit *kit);
/* The nth request from now on (1: the next) fails; 0: none. */
void memory_kit_fail(memory_kit *kit, uint64_t nth, int for_good);
bool memory_kit_failed(const memory_kit *kit);
/* Fails the test when memory is outstanding. */
void memory_kit_assert_clean(const memory_kit *kit);

#endif
