/*
 * store_sqlite_pack_test.c -- records without their zeros: every record comes
 * back as it was, takes no more room than is said, and damaged ones are
 * refused within their bytes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "kit/memory_kit.h"
#include "kit/random_kit.h"
#include "store/sqlite_store.h"

enum { LONGEST = 5000 };

static memory_kit memory;
static loy__sqlite store;

static int
begin(void **state)
{
    (void)state;
    memory_kit_init(&memory);
    store = (loy__sqlite){.memory = memory.memory};
    return 0;
}

static int
end(void **state)
{
    (void)state;
    loy__free(&store.memory, store.bytes, store.bytes_capacity);
    memory_kit_assert_clean(&memory);
    return 0;
}

/* Packs and unpacks from blocks of the very size; gives the packed size. */
static size_t
expect_back(const unsigned char *bytes, size_t size)
{
    unsigned char *packed;
    size_t packed_size;
    uint64_t back;

    assert_int_equal(loy__sqlite_pack(&store, bytes, size, &packed_size), LOY_OK);
    packed = malloc(packed_size);
    assert_non_null(packed);
    memcpy(packed, store.bytes, packed_size);
    assert_int_equal(loy__sqlite_unpack(&store, packed, packed_size, &back), LOY_OK);
    assert_int_equal(back, size);
    if (size > 0)
        assert_memory_equal(store.bytes, bytes, size);
    free(packed);
    return packed_size;
}

static void
records_come_back(void **state)
{
    static unsigned char bytes[LONGEST];
    uint64_t draw = 7;

    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        size_t size = (size_t)random_kit_below(&draw, round < 100 ? 20 : LONGEST);
        uint64_t full = random_kit_below(&draw, 101); /* per cent that are not zero */

        for (size_t i = 0; i < size; i++)
            bytes[i] =
                (unsigned char)(random_kit_below(&draw, 100) < full ? random_kit_below(&draw, 256)
                                                                    : 0);
        assert_true(expect_back(bytes, size) <= 10 + (size / 8 + 1) * 9 + 1);
    }
}

static void
zeros_take_no_room(void **state)
{
    static unsigned char bytes[8 * 600];

    (void)state;
    assert_int_equal(expect_back(bytes, 0), 1);
    assert_int_equal(expect_back(bytes, 8), 1 + 2);
    assert_int_equal(expect_back(bytes, 7), 1 + 2);
    assert_int_equal(expect_back(bytes, 8 * 256), 2 + 2);
    assert_int_equal(expect_back(bytes, 8 * 257), 2 + 4);
    assert_int_equal(expect_back(bytes, sizeof(bytes)), 2 + 6);
}

static void
format_is_fixed(void **state)
{
    static const unsigned char bytes[] = {1, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0,
                                          0, 0, 0, 0, 0, 0, 0, 0,    0, 0, 0, 0, 7};
    static const unsigned char packed[] = {26, 1 + 8 * 4, 1, 0, 0, 0, 0x80, 0, 1, 2, 0, 7};
    size_t size;

    (void)state;
    assert_int_equal(loy__sqlite_pack(&store, bytes, sizeof(bytes), &size), LOY_OK);
    assert_int_equal(size, sizeof(packed));
    assert_memory_equal(store.bytes, packed, sizeof(packed));
}

/* Cut, changed and made-up ones: an answer, and no byte read beyond them. */
static void
damaged_records_are_refused(void **state)
{
    static const unsigned char vast[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0};
    unsigned char bytes[200];
    uint64_t draw = 11;
    unsigned refused = 0;
    uint64_t back;

    (void)state;
    assert_int_equal(loy__sqlite_unpack(&store, vast, sizeof(vast), &back), LOY_ERR_STORE);
    assert_int_equal(loy__sqlite_unpack(&store, vast, 3, &back), LOY_ERR_STORE);
    assert_int_equal(loy__sqlite_unpack(&store, NULL, 0, &back), LOY_ERR_STORE);
    for (unsigned round = 0; round < 2000; round++) {
        size_t size, from = (size_t)random_kit_below(&draw, sizeof(bytes));
        unsigned char *packed;

        for (size_t i = 0; i < from; i++)
            bytes[i] = (unsigned char)(random_kit_below(&draw, 2) * random_kit_below(&draw, 256));
        assert_int_equal(loy__sqlite_pack(&store, bytes, from, &size), LOY_OK);
        size = round % 2 == 0 ? (size_t)random_kit_below(&draw, size) : size;
        packed = malloc(size + 1);
        assert_non_null(packed);
        memcpy(packed, store.bytes, size);
        if (round % 2 == 1)
            packed[random_kit_below(&draw, size)] ^=
                (unsigned char)(1 + random_kit_below(&draw, 255));
        packed = realloc(packed, size > 0 ? size : 1);
        assert_non_null(packed);
        if (loy__sqlite_unpack(&store, packed, size, &back) < 0)
            refused++;
        else
            assert_int_equal(round % 2, 1); /* a changed byte of the record shows to the engine */
        free(packed);
    }
    assert_true(refused > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_back, begin, end),
        cmocka_unit_test_setup_teardown(zeros_take_no_room, begin, end),
        cmocka_unit_test_setup_teardown(format_is_fixed, begin, end),
        cmocka_unit_test_setup_teardown(damaged_records_are_refused, begin, end),
    };

    return cmocka_run_group_tests_name("packed records", tests, NULL, NULL);
}
