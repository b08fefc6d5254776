/*
 * arena.c -- regions: a chain of blocks that fill up one after the other and
 * are given back together.
 *
 * Blocks before `current` are in use, those after it are empty and wait.
 */
#include "base/memory.h"

#include <string.h>

#define SMALLEST ((size_t)1024)
#define LARGEST ((size_t)1 << 18)

struct loy__arena_block {
    loy__arena_block *next;
    unsigned char *data; /* aligned, behind this header */
    size_t capacity;
};

static size_t
block_size(size_t capacity)
{
    return sizeof(loy__arena_block) + LOY__ARENA_ALIGN - 1 + capacity;
}

void
loy__arena_init(loy__arena *arena, const loy_memory *memory)
{
    *arena = (loy__arena){.memory = memory};
}

static loy__arena_block *
block_new(const loy__arena *arena, size_t need)
{
    size_t capacity = arena->current == NULL ? SMALLEST : arena->current->capacity;
    loy__arena_block *block;
    unsigned char *data;

    if (arena->current != NULL && capacity <= LARGEST / 2)
        capacity *= 2;
    if (capacity > LARGEST)
        capacity = LARGEST;
    if (capacity < need)
        capacity = need;
    block = loy__alloc(arena->memory, block_size(capacity));
    if (block == NULL)
        return NULL;
    data = (unsigned char *)(block + 1);
    data += (LOY__ARENA_ALIGN - (uintptr_t)data % LOY__ARENA_ALIGN) % LOY__ARENA_ALIGN;
    *block = (loy__arena_block){.data = data, .capacity = capacity};
    return block;
}

/* Takes from the start of a block. */
static void
open_block(loy__arena *arena, loy__arena_block *block)
{
    arena->current = block;
    arena->next = block == NULL ? NULL : block->data;
    arena->left = block == NULL ? 0 : block->capacity;
}

/* Moves on to an empty block with room, a waiting one or a new one. */
void *
loy__arena_more(loy__arena *arena, size_t size)
{
    loy__arena_block **link = arena->current == NULL ? &arena->first : &arena->current->next;
    loy__arena_block *block = *link;
    size_t need;

    if (size > SIZE_MAX - block_size(LOY__ARENA_ALIGN)) {
        arena->failed = true;
        return NULL;
    }
    need = size == 0 ? LOY__ARENA_ALIGN
                     : (size + LOY__ARENA_ALIGN - 1) / LOY__ARENA_ALIGN * LOY__ARENA_ALIGN;
    if (block == NULL || block->capacity < need) {
        block = block_new(arena, need);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
        block->next = *link;
        *link = block;
    }
    open_block(arena, block);
    arena->next += need;
    arena->left -= need;
    return block->data;
}

unsigned char *
loy__arena_open(loy__arena *arena, size_t least)
{
    if (arena->left < least) {
        unsigned char *start = loy__arena_more(arena, least);

        if (start == NULL)
            return NULL;
        arena->left += (size_t)(arena->next - start);
        arena->next = start;
    }
    return arena->next;
}

void *
loy__arena_zeroed(loy__arena *arena, size_t size)
{
    void *memory = loy__arena_alloc(arena, size);

    if (memory != NULL && size > 0)
        memset(memory, 0, size);
    return memory;
}

char *
loy__arena_text(loy__arena *arena, const char *data, size_t size)
{
    char *text;

    if (size == SIZE_MAX)
        return NULL;
    text = loy__arena_alloc(arena, size + 1);
    if (text == NULL)
        return NULL;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

void
loy__arena_reset(loy__arena *arena)
{
    open_block(arena, arena->first);
    arena->failed = false;
}

void
loy__arena_free(loy__arena *arena)
{
    loy__arena_block *block = arena->first;

    while (block != NULL) {
        loy__arena_block *next = block->next;

        loy__free(arena->memory, block, block_size(block->capacity));
        block = next;
    }
    loy__arena_init(arena, arena->memory);
}
