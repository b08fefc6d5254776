/*
 * golden_test.c -- the golden histories come to their digests in this build, over memory
 * and over SQLite, whatever the process's locale, time zone and allocator are. Other
 * compilers and levels of optimisation run this test (tests/run.sh), other machines
 * tests/golden/build.sh.
 */
#define _POSIX_C_SOURCE 200809L

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "golden/golden.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"
#include "loyalty/sqlite.h"

static void
assert_golden(const golden_row *row, const loy_store *store, const loy_memory *memory)
{
    golden_tally tally;
    uint64_t digest = 0;

    assert_int_equal(golden_run(row, store, memory, &digest, &tally), LOY_OK);
    if (digest != row->digest)
        fail_msg("the digest is 0x%016llX: see golden.h", (unsigned long long)digest);
}

static void
over_memory(const golden_row *row, const loy_memory *memory)
{
    loy_store *store;

    assert_int_equal(loy_memory_store_open(&store, memory), LOY_OK);
    assert_golden(row, store, memory);
    loy_store_close(store);
}

static void
a_store_in_memory(void **state)
{
    over_memory(*state, NULL);
}

static void
a_store_in_a_file(void **state)
{
    loy_store *store;

    assert_int_equal(loy_sqlite_open(&store, ":memory:", 0, NULL, NULL), LOY_OK);
    assert_golden(*state, store, NULL);
    loy_store_close(store);
}

static void
another_allocator(void **state)
{
    memory_kit memory;

    memory_kit_init(&memory);
    over_memory(*state, &memory.memory);
    memory_kit_assert_clean(&memory);
}

/* Where the C library would write other numbers and other hours. */
static void
another_locale_and_time_zone(void **state)
{
    static const char *const names[] = {"de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8", "POSIX"};
    char zone[64] = "";
    const char *before = getenv("TZ");

    if (before != NULL)
        snprintf(zone, sizeof(zone), "%s", before);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (setlocale(LC_ALL, names[i]) != NULL)
            break;
    assert_int_equal(setenv("TZ", "XXX+11:30", 1), 0);
    tzset();
    over_memory(*state, NULL);
    setlocale(LC_ALL, "C");
    assert_int_equal(before != NULL ? setenv("TZ", zone, 1) : unsetenv("TZ"), 0);
    tzset();
}

/* Digests of what never happens would say nothing. */
static void
every_kind_of_event_happens(void **state)
{
    int applied[GOLDEN_KINDS] = {0}, refused = 0;

    (void)state;
    for (int i = 0; i < GOLDEN_ROWS; i++) {
        golden_tally tally;
        uint64_t digest;
        loy_store *store;

        assert_int_equal(loy_memory_store_open(&store, NULL), LOY_OK);
        assert_int_equal(golden_run(&golden_rows[i], store, NULL, &digest, &tally), LOY_OK);
        loy_store_close(store);
        for (int k = 0; k < GOLDEN_KINDS; k++) {
            applied[k] += tally.applied[k];
            refused += tally.refused[k];
        }
    }
    for (int k = 0; k < GOLDEN_KINDS; k++)
        if (applied[k] == 0)
            fail_msg("%s never happens", golden_kinds[k]);
    assert_true(refused > 0);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, a_store_in_memory, golden_rows);
    TABLE_KIT_ROWS(&table, a_store_in_a_file, golden_rows);
    TABLE_KIT_ROWS(&table, another_allocator, golden_rows);
    TABLE_KIT_ROWS(&table, another_locale_and_time_zone, golden_rows);
    table_kit_test(&table, "every kind of event happens", every_kind_of_event_happens);
    return table_kit_run(&table, "golden histories");
}
