/*
 * base_map_test.c -- the map from text to number, against a plain list.
 */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "kit/memory_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

enum { KEYS = 3000, MISSING = 4000000000u };

static size_t
key_text(char *out, size_t number)
{
    /* Short, long and with a NUL inside. */
    if (number % 3 == 0)
        return (size_t)snprintf(out, 64, "%zu", number);
    if (number % 3 == 1)
        return (size_t)snprintf(out, 64, "a/much/longer/category/path/number/%zu", number);
    return (size_t)snprintf(out, 64, "till-%zu", number) + 1;
}

static void
the_map_equals_a_list(void **state)
{
    static uint32_t list[KEYS];
    uint64_t seed = 11;
    memory_kit memory;
    loy__map map;
    char key[64];
    size_t present = 0;
    size_t i;

    (void)state;
    memory_kit_init(&memory);
    loy__map_init(&map, &memory.memory);
    assert_true(loy__map_get(&map, "a", 1, MISSING) == MISSING);
    for (i = 0; i < KEYS; i++)
        list[i] = MISSING;
    for (i = 0; i < 4 * KEYS; i++) {
        size_t number = (size_t)random_kit_below(&seed, KEYS);
        size_t size = key_text(key, number);
        uint32_t value = (uint32_t)random_kit_below(&seed, MISSING);

        assert_true(loy__map_get(&map, key, size, MISSING) == list[number]);
        present += list[number] == MISSING;
        assert_true(loy__map_put(&map, key, size, value));
        list[number] = value;
        assert_int_equal(map.count, present);
    }
    for (i = 0; i < KEYS; i++) {
        size_t size = key_text(key, i);

        assert_true(loy__map_get(&map, key, size, MISSING) == list[i]);
    }
    loy__map_free(&map);
    memory_kit_assert_clean(&memory);
}

static void
the_empty_key_is_a_key(void **state)
{
    memory_kit memory;
    loy__map map;

    (void)state;
    memory_kit_init(&memory);
    loy__map_init(&map, &memory.memory);
    assert_true(loy__map_put(&map, "x", 1, 1));
    assert_true(loy__map_get(&map, "", 0, MISSING) == MISSING);
    assert_true(loy__map_put(&map, "", 0, 2));
    assert_true(loy__map_get(&map, "", 0, MISSING) == 2);
    assert_true(loy__map_get(&map, "x", 1, MISSING) == 1);
    loy__map_free(&map);
    memory_kit_assert_clean(&memory);
}

static void
a_failed_put_changes_nothing(void **state)
{
    uint64_t nth;

    (void)state;
    for (nth = 1;; nth++) {
        memory_kit memory;
        loy__map map;
        uint32_t i;
        uint32_t failed = MISSING;

        memory_kit_init(&memory);
        loy__map_init(&map, &memory.memory);
        memory_kit_fail(&memory, nth, MEMORY_KIT_ONCE);
        for (i = 0; i < 200; i++) {
            char key[64];
            size_t size = key_text(key, i);

            if (!loy__map_put(&map, key, size, i)) {
                assert_true(failed == MISSING);
                failed = i;
                assert_int_equal(map.count, i);
                assert_true(loy__map_get(&map, key, size, MISSING) == MISSING);
                assert_true(loy__map_put(&map, key, size, i)); /* the next try succeeds */
            }
        }
        for (i = 0; i < 200; i++) {
            char key[64];
            size_t size = key_text(key, i);

            assert_true(loy__map_get(&map, key, size, MISSING) == i);
        }
        loy__map_free(&map);
        memory_kit_assert_clean(&memory);
        assert_true((failed != MISSING) == memory_kit_failed(&memory));
        if (!memory_kit_failed(&memory))
            break;
    }
    assert_true(nth > 5);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "the map equals a list", the_map_equals_a_list);
    table_kit_test(&kit, "the empty key is a key", the_empty_key_is_a_key);
    table_kit_test(&kit, "a failed put changes nothing", a_failed_put_changes_nothing);
    return table_kit_run(&kit, "map");
}
