/*
 * store_kit_check.h -- what the checks of the conformance kit share: an open
 * store with its target, and short ways to write and to expect records.
 */
#ifndef LOY_TESTS_STORE_KIT_CHECK_H
#define LOY_TESTS_STORE_KIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/store_kit.h"

enum { KIT_CHECK_PLAIN = 0, KIT_CHECK_CLOSED = 1 << 16 /* the check opens for itself */ };

typedef struct kit_check {
    const char *name;
    void (*run)(void **state); /* *state: a kit_run */
    uint32_t needs;            /* LOY_KIT_... that the target must promise, KIT_CHECK_... */
} kit_check;

typedef struct kit_run {
    const loy_kit_target *target;
    loy_store *store;
} kit_run;

extern const kit_check kit_record_checks[], kit_list_checks[], kit_model_checks[],
    kit_spend_checks[], kit_crash_checks[], kit_memory_checks[];

/* A write of a text as the bytes; ids may hold NUL. */
loy_write kit_write(uint32_t kind, const char *id, size_t id_size, const char *text, uint64_t seen);

/* As kit_write, with an id that ends at its NUL. */
loy_write kit_customer(const char *id, const char *text, uint64_t seen);

int kit_commit(loy_store *store, const loy_write *writes, uint32_t count);

/* The record's bytes (at most capacity) and revision; fails the test when it
 * cannot be read. */
uint64_t kit_read(loy_store *store, uint32_t kind, const char *id, size_t id_size, void *bytes,
                  uint64_t capacity, uint64_t *size);

/* Fails the test unless the record is as said; revision 0: it is absent. */
void kit_expect(loy_store *store, const loy_write *write, uint64_t revision);

/* Closes and opens again. */
void kit_reopen(kit_run *kit);

#endif
