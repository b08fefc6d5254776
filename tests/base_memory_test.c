/*
 * base_memory_test.c -- allocators, vectors and regions.
 */
#include <string.h>

#include "base/memory.h"
#include "kit/memory_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

static void
an_allocator_is_checked(void **state)
{
    memory_kit kit;
    loy_memory given;
    loy_memory out;

    (void)state;
    memory_kit_init(&kit);
    given = kit.memory;
    assert_int_equal(loy__memory_init(&out, &given), LOY_OK);
    assert_ptr_equal(out.context, &kit);
    given.size = sizeof(given) + 64; /* of a later version: more than is known here */
    assert_int_equal(loy__memory_init(&out, &given), LOY_OK);
    assert_int_equal(out.size, sizeof(out));
    given.size = sizeof(given) - 1;
    assert_int_equal(loy__memory_init(&out, &given), LOY_ERR_INVALID);
    given.size = sizeof(given);
    given.resize = NULL;
    assert_int_equal(loy__memory_init(&out, &given), LOY_ERR_INVALID);
}

static void
the_default_is_the_c_library(void **state)
{
    loy_memory memory;
    char *block;

    (void)state;
    assert_int_equal(loy__memory_init(&memory, NULL), LOY_OK);
    block = loy__alloc(&memory, 10);
    assert_non_null(block);
    memcpy(block, "123456789", 10);
    block = loy__resize(&memory, block, 10, 100000);
    assert_non_null(block);
    assert_string_equal(block, "123456789");
    loy__free(&memory, block, 100000);
    loy__free(&memory, NULL, 0);
}

static void
sizes_given_back_are_those_asked_for(void **state)
{
    memory_kit kit;
    unsigned char *block;
    size_t i;

    (void)state;
    memory_kit_init(&kit);
    block = loy__alloc(&kit.memory, 0);
    assert_non_null(block);
    block = loy__resize(&kit.memory, block, 0, 30);
    assert_non_null(block);
    block = loy__resize(&kit.memory, block, 30, 0);
    assert_non_null(block);
    loy__free(&kit.memory, block, 0);
    block = loy__resize(&kit.memory, NULL, 0, 8);
    assert_non_null(block);
    loy__free(&kit.memory, block, 8);
    block = loy__alloc_zero(&kit.memory, 50);
    assert_non_null(block);
    for (i = 0; i < 50; i++)
        assert_int_equal(block[i], 0);
    loy__free(&kit.memory, block, 50);
    assert_null(loy__alloc_array(&kit.memory, SIZE_MAX / 4 + 1, 4));
    block = loy__alloc_array(&kit.memory, 3, 7);
    loy__free(&kit.memory, block, 21);
    memory_kit_assert_clean(&kit);
}

static void
vectors_grow_by_half_and_keep_what_they_hold(void **state)
{
    memory_kit kit;
    int32_t *items = NULL;
    size_t capacity = 0;
    size_t i;

    (void)state;
    memory_kit_init(&kit);
    for (i = 0; i < 10000; i++) {
        assert_true(loy__reserve(&kit.memory, &items, &capacity, i + 1, sizeof(*items)));
        assert_true(capacity >= i + 1);
        items[i] = (int32_t)i;
    }
    for (i = 0; i < 10000; i++)
        assert_int_equal(items[i], i);
    assert_true(kit.allocations < 25);
    assert_true(capacity < 15001);
    loy__free(&kit.memory, items, capacity * sizeof(*items));
    memory_kit_assert_clean(&kit);
}

static void
a_vector_that_cannot_grow_stays(void **state)
{
    memory_kit kit;
    int64_t *items = NULL;
    int64_t *before;
    size_t capacity = 0;

    (void)state;
    memory_kit_init(&kit);
    assert_true(loy__reserve(&kit.memory, &items, &capacity, 4, sizeof(*items)));
    items[3] = 33;
    before = items;
    memory_kit_fail(&kit, 1, MEMORY_KIT_FOR_GOOD);
    assert_false(loy__reserve(&kit.memory, &items, &capacity, 5, sizeof(*items)));
    assert_false(loy__reserve(&kit.memory, &items, &capacity, SIZE_MAX / 8 + 1, sizeof(*items)));
    assert_ptr_equal(items, before);
    assert_int_equal(capacity, 4);
    assert_true(items[3] == 33);
    assert_true(loy__reserve(&kit.memory, &items, &capacity, 4, sizeof(*items)));
    loy__free(&kit.memory, items, capacity * sizeof(*items));
    memory_kit_assert_clean(&kit);
}

/* Pieces of any size stay apart, aligned, and as they were written. */
static void
regions_keep_their_pieces(void **state)
{
    enum { PIECES = 2000 };
    static unsigned char *pieces[PIECES];
    static size_t sizes[PIECES];
    uint64_t seed = 12;
    memory_kit kit;
    loy__arena arena;
    int round;
    size_t i;
    size_t k;

    (void)state;
    memory_kit_init(&kit);
    loy__arena_init(&arena, &kit.memory);
    for (round = 0; round < 3; round++) {
        for (i = 0; i < PIECES; i++) {
            sizes[i] = (size_t)random_kit_below(&seed, i % 100 == 0 ? 20000 : 60);
            pieces[i] = loy__arena_alloc(&arena, sizes[i]);
            assert_non_null(pieces[i]);
            assert_int_equal((uintptr_t)pieces[i] % 16, 0);
            memset(pieces[i], (int)(i % 251), sizes[i]);
        }
        for (i = 0; i < PIECES; i++)
            for (k = 0; k < sizes[i]; k++)
                assert_int_equal(pieces[i][k], i % 251);
        loy__arena_reset(&arena);
    }
    loy__arena_free(&arena);
    memory_kit_assert_clean(&kit);
}

static void
a_warm_region_does_not_allocate(void **state)
{
    memory_kit kit;
    loy__arena arena;
    uint64_t allocations = 0;
    int round;
    size_t i;

    (void)state;
    memory_kit_init(&kit);
    loy__arena_init(&arena, &kit.memory);
    for (round = 0; round < 4; round++) {
        loy__arena_reset(&arena);
        for (i = 0; i < 1000; i++)
            assert_non_null(loy__arena_alloc(&arena, 1 + i % 300));
        if (round == 0)
            allocations = kit.allocations;
    }
    assert_true(kit.allocations == allocations);
    loy__arena_free(&arena);
    memory_kit_assert_clean(&kit);
}

static void
a_region_that_cannot_grow_stays(void **state)
{
    memory_kit kit;
    loy__arena arena;
    char *text;

    (void)state;
    memory_kit_init(&kit);
    loy__arena_init(&arena, &kit.memory);
    memory_kit_fail(&kit, 1, MEMORY_KIT_ONCE);
    assert_null(loy__arena_text(&arena, "abc", 3));
    text = loy__arena_text(&arena, "abcdef", 3);
    assert_non_null(text);
    assert_string_equal(text, "abc");
    memory_kit_fail(&kit, 1, MEMORY_KIT_FOR_GOOD);
    assert_null(loy__arena_alloc(&arena, 100000));
    assert_null(loy__arena_alloc(&arena, SIZE_MAX));
    assert_null(loy__arena_alloc(&arena, SIZE_MAX - 40));
    assert_null(loy__arena_text(&arena, "", SIZE_MAX));
    assert_non_null(loy__arena_alloc(&arena, 16)); /* what fits still fits */
    assert_string_equal(text, "abc");
    loy__arena_free(&arena);
    memory_kit_assert_clean(&kit);
    memory_kit_fail(&kit, 0, MEMORY_KIT_ONCE);
    assert_non_null(loy__arena_text(&arena, NULL, 0)); /* and is fresh again */
    loy__arena_free(&arena);
    memory_kit_assert_clean(&kit);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "an allocator is checked", an_allocator_is_checked);
    table_kit_test(&kit, "the default is the C library", the_default_is_the_c_library);
    table_kit_test(&kit, "sizes given back are those asked for",
                   sizes_given_back_are_those_asked_for);
    table_kit_test(&kit, "vectors grow by half", vectors_grow_by_half_and_keep_what_they_hold);
    table_kit_test(&kit, "a vector that cannot grow stays", a_vector_that_cannot_grow_stays);
    table_kit_test(&kit, "regions keep their pieces", regions_keep_their_pieces);
    table_kit_test(&kit, "a warm region does not allocate", a_warm_region_does_not_allocate);
    table_kit_test(&kit, "a region that cannot grow stays", a_region_that_cannot_grow_stays);
    return table_kit_run(&kit, "memory");
}
