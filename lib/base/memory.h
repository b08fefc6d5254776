/*
 * memory.h -- every allocation of the library goes through here, to the
 * allocator of the object that asks.
 *
 * loy__alloc gives uninitialised memory, NULL on failure. Sizes given back
 * must be those asked for. Vectors grow by half and keep their memory when
 * emptied, so that nothing allocates in the steady state.
 */
#ifndef LOY_BASE_MEMORY_H
#define LOY_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loyalty/loyalty.h"

/* A checked copy of the caller's allocator; the C library's when NULL.
 * LOY_ERR_INVALID for a table too small or without a function. */
int loy__memory_init(loy_memory *out, const loy_memory *given);

void *loy__alloc(const loy_memory *memory, size_t size);
void *loy__alloc_zero(const loy_memory *memory, size_t size);
/* count * size, NULL on overflow, too. */
void *loy__alloc_array(const loy_memory *memory, size_t count, size_t size);
void *loy__resize(const loy_memory *memory, void *old, size_t old_size, size_t new_size);
void loy__free(const loy_memory *memory, void *block, size_t size);
/* Zeroes what is larger than a compiler should zero word by word. */
void loy__zero(void *memory, size_t size);

/* As loy__reserve, when there is no room yet. */
bool loy__grow(const loy_memory *memory, void *items, size_t *capacity, size_t need, size_t size);
/* A zeroed object whose first member is its own loy_memory, through `out`, which
 * points at the caller's pointer: NULL on failure. */
int loy__object_new(void *out, size_t size, const loy_memory *memory);

/* Makes room for `need` elements of `size` bytes in a vector; false: no memory,
 * nothing changed. `items` points at the vector's pointer. */
static inline bool
loy__reserve(const loy_memory *memory, void *items, size_t *capacity, size_t need, size_t size)
{
    return need <= *capacity || loy__grow(memory, items, capacity, need, size);
}

/* A region that is given back as a whole. Blocks are kept by reset, so a
 * region used again and again allocates only while it grows. Returned memory
 * is aligned to 16 and uninitialised. */
typedef struct loy__arena_block loy__arena_block;

typedef struct loy__arena {
    const loy_memory *memory; /* borrowed */
    loy__arena_block *first;
    loy__arena_block *current;
    unsigned char *next; /* in the current block, aligned */
    size_t left;         /* of it, a multiple of LOY__ARENA_ALIGN */
    bool failed;         /* since the last reset somebody got no memory */
} loy__arena;

#define LOY__ARENA_ALIGN ((size_t)16)

void loy__arena_init(loy__arena *arena, const loy_memory *memory);
/* As loy__arena_alloc, from the next block. */
void *loy__arena_more(loy__arena *arena, size_t size);

static inline void *
loy__arena_alloc(loy__arena *arena, size_t size)
{
    size_t need = (size + LOY__ARENA_ALIGN - 1) & ~(LOY__ARENA_ALIGN - 1);
    void *memory = arena->next;

    if (size > arena->left || arena->left == 0)
        return loy__arena_more(arena, size);
    arena->next += need;
    arena->left -= need;
    return memory;
}

/* Room for at least `least` bytes, of which nothing is taken yet: the next call
 * that is not loy__arena_take gives it to somebody else. arena->left says how
 * much there is. NULL without memory. */
unsigned char *loy__arena_open(loy__arena *arena, size_t least);
/* Takes the first bytes of what was opened. */
static inline void
loy__arena_take(loy__arena *arena, size_t size)
{
    size_t need = (size + LOY__ARENA_ALIGN - 1) & ~(LOY__ARENA_ALIGN - 1);

    arena->next += need;
    arena->left -= need;
}

/* As loy__arena_alloc, zeroed. */
void *loy__arena_zeroed(loy__arena *arena, size_t size);
/* A NUL-terminated copy; NULL without memory. */
char *loy__arena_text(loy__arena *arena, const char *data, size_t size);
void loy__arena_reset(loy__arena *arena);
void loy__arena_free(loy__arena *arena);

#endif
