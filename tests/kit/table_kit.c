/*
 * table_kit.c -- tests from tables.
 */
#include "kit/table_kit.h"

#include <string.h>

void
table_kit_test(table_kit *kit, const char *name, CMUnitTestFunction test)
{
    assert_true(kit->count < TABLE_KIT_MOST);
    kit->tests[kit->count++] = (struct CMUnitTest){.name = name, .test_func = test};
}

void
table_kit_rows(table_kit *kit, CMUnitTestFunction test, const void *rows, size_t count,
               size_t row_size)
{
    size_t i;

    for (i = 0; i < count; i++) {
        const unsigned char *row = (const unsigned char *)rows + i * row_size;
        const char *name;

        memcpy(&name, row, sizeof(name));
        table_kit_test(kit, name, test);
        /* cmocka hands the row on as it is; tests only read it. */
        memcpy(&kit->tests[kit->count - 1].initial_state, &(const void *){row}, sizeof(void *));
    }
}

int
table_kit_run(table_kit *kit, const char *group)
{
    return _cmocka_run_group_tests(group, kit->tests, kit->count, NULL, NULL);
}
