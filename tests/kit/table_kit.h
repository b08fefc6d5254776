/*
 * table_kit.h -- tests from tables: each row passes or fails by itself, under
 * its own name.
 */
#ifndef LOY_TESTS_TABLE_KIT_H
#define LOY_TESTS_TABLE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { TABLE_KIT_MOST = 1024 };

typedef struct table_kit {
    struct CMUnitTest tests[TABLE_KIT_MOST];
    size_t count;
} table_kit;

/* Adds a test for each row; a row starts with `const char *name`. The test
 * finds its row in *state. */
void table_kit_rows(table_kit *kit, CMUnitTestFunction test, const void *rows, size_t count,
                    size_t row_size);
/* Adds a test that has no row. */
void table_kit_test(table_kit *kit, const char *name, CMUnitTestFunction test);
/* Runs them all; the result is main's. */
int table_kit_run(table_kit *kit, const char *group);

#define TABLE_KIT_ROWS(kit, test, rows)                                                            \
    table_kit_rows((kit), (test), (rows), sizeof(rows) / sizeof((rows)[0]), sizeof((rows)[0]))

#endif
