/*
 * memory_pool.h -- blocks of bytes for the records of the memory store.
 *
 * Blocks come from large chunks and return to free lists by size class, so a
 * record that is written costs no call of the allocator in the steady state.
 * Only blocks too large for a class are the allocator's own.
 */
#ifndef LOY_STORE_MEMORY_POOL_H
#define LOY_STORE_MEMORY_POOL_H

#include "base/memory.h"

#define LOY__POOL_CLASSES 40

struct loy__pool_block;
struct loy__pool_chunk;

typedef struct loy__pool {
    const loy_memory *memory;       /* borrowed */
    struct loy__pool_chunk *chunks; /* newest first */
    struct loy__pool_block *large;  /* blocks beyond all classes */
    struct loy__pool_block *free[LOY__POOL_CLASSES];
    unsigned char *next; /* unused part of the newest chunk */
    size_t left;
} loy__pool;

void loy__pool_init(loy__pool *pool, const loy_memory *memory);
void loy__pool_free(loy__pool *pool);

/* A block of at least `size` bytes, aligned to 16; *capacity receives what it
 * holds. NULL without memory. */
void *loy__pool_take(loy__pool *pool, size_t size, size_t *capacity);

/* Gives a block back; NULL is fine. */
void loy__pool_give(loy__pool *pool, void *block, size_t capacity);

#endif
