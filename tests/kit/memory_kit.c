/*
 * memory_kit.c -- the allocator for tests.
 *
 * Each block carries its size in front of it and a mark behind it; freed and
 * outgrown memory is overwritten, and every resize moves the block, so that a
 * pointer kept too long is noticed without a sanitizer, too.
 */
#include "kit/memory_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MARK UINT64_C(0x6C6F79616C747921)

typedef union header {
    size_t size;
    max_align_t align;
} header;

static bool
fails(memory_kit *kit)
{
    kit->allocations++;
    kit->requests++;
    if (kit->fail_at == 0 || kit->requests < kit->fail_at)
        return false;
    if (kit->requests > kit->fail_at && !kit->for_good)
        return false;
    kit->failed = true;
    return true;
}

static void *
block_new(memory_kit *kit, size_t size)
{
    uint64_t mark = MARK;
    unsigned char *block = malloc(sizeof(header) + size + sizeof(mark));

    assert_non_null(block);
    memcpy(block, &(header){.size = size}, sizeof(header));
    memset(block + sizeof(header), 0xA5, size);
    memcpy(block + sizeof(header) + size, &mark, sizeof(mark));
    kit->blocks++;
    kit->bytes += size;
    if (kit->bytes > kit->peak)
        kit->peak = kit->bytes;
    return block + sizeof(header);
}

static void
block_check(const unsigned char *old, size_t old_size)
{
    header head;
    uint64_t mark;

    memcpy(&head, old - sizeof(head), sizeof(head));
    assert_true(head.size == old_size);
    memcpy(&mark, old + old_size, sizeof(mark));
    assert_true(mark == MARK);
}

static void
block_free(memory_kit *kit, unsigned char *old, size_t old_size)
{
    unsigned char *block = old - sizeof(header);

    block_check(old, old_size);
    kit->blocks--;
    kit->bytes -= old_size;
    memset(block, 0xDD, sizeof(header) + old_size + sizeof(uint64_t));
    free(block);
}

static void *
kit_resize(void *context, void *old, size_t old_size, size_t new_size)
{
    memory_kit *kit = context;
    void *block;

    if (old == NULL) {
        assert_true(old_size == 0);
        if (new_size == 0 || fails(kit))
            return NULL;
        return block_new(kit, new_size);
    }
    if (new_size == 0) {
        block_free(kit, old, old_size);
        return NULL;
    }
    block_check(old, old_size);
    if (fails(kit))
        return NULL;
    block = block_new(kit, new_size);
    memcpy(block, old, old_size < new_size ? old_size : new_size);
    block_free(kit, old, old_size);
    return block;
}

void
memory_kit_init(memory_kit *kit)
{
    *kit =
        (memory_kit){.memory = {.size = sizeof(loy_memory), .context = kit, .resize = kit_resize}};
}

void
memory_kit_fail(memory_kit *kit, uint64_t nth, int for_good)
{
    kit->fail_at = nth;
    kit->for_good = for_good == MEMORY_KIT_FOR_GOOD;
    kit->requests = 0;
    kit->failed = false;
}

bool
memory_kit_failed(const memory_kit *kit)
{
    return kit->failed;
}

void
memory_kit_assert_clean(const memory_kit *kit)
{
    assert_true(kit->blocks == 0);
    assert_true(kit->bytes == 0);
}
