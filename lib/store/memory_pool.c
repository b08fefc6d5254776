/*
 * memory_pool.c -- blocks by size class: four classes to each doubling, from
 * 16 bytes to 32 KiB.
 *
 * What remains of a chunk when it is too small for a block is cut into free
 * blocks, so nothing is lost but less than 32 bytes.
 */
#include "store/memory_pool.h"

#include "base/macros.h"

enum {
    UNIT = 16,
    LARGEST = 32768, /* size of the last class */
    FIRST_CHUNK = 16384,
    LAST_CHUNK = 1 << 20,
    CHUNK_HEAD = 16,
    LARGE_HEAD = 32
};

/* A free block, or the head before a large one that is in use. */
struct loy__pool_block {
    struct loy__pool_block *next;
    struct loy__pool_block *prior;
    size_t size; /* of a large block with its head */
};

struct loy__pool_chunk {
    struct loy__pool_chunk *next;
    size_t size;
};

_Static_assert(sizeof(struct loy__pool_block) <= LARGE_HEAD, "the head of a large block");
_Static_assert(sizeof(struct loy__pool_chunk) <= CHUNK_HEAD, "the head of a chunk");

void
loy__pool_init(loy__pool *pool, const loy_memory *memory)
{
    *pool = (loy__pool){.memory = memory};
}

void
loy__pool_free(loy__pool *pool)
{
    while (pool->chunks != NULL) {
        struct loy__pool_chunk *chunk = pool->chunks;

        pool->chunks = chunk->next;
        loy__free(pool->memory, chunk, chunk->size);
    }
    while (pool->large != NULL) {
        struct loy__pool_block *block = pool->large;

        pool->large = block->next;
        loy__free(pool->memory, block, block->size);
    }
    loy__pool_init(pool, pool->memory);
}

/* The size of a class: 16, 32, 48, 64, then 80, 96, 112, 128, 160, 192, ... */
static size_t
class_size(unsigned index)
{
    unsigned doubling = index / 4;

    if (doubling == 0)
        return (size_t)UNIT * (index + 1);
    return ((size_t)UNIT * (4 + index % 4 + 1)) << (doubling - 1);
}

/* The smallest class that holds size, 1 .. LARGEST. */
static unsigned
class_above(size_t size)
{
    size_t last = size == 0 ? 0 : (size - 1) / UNIT; /* the unit that holds the last byte */
    unsigned doubling;

    if (last < 4)
        return (unsigned)last;
    doubling = loy__highest_bit(last) - 2;
    return 4 * doubling + (unsigned)(last >> doubling);
}

static void
put_free(loy__pool *pool, void *memory, unsigned class)
{
    struct loy__pool_block *block = memory;

    block->next = pool->free[class];
    pool->free[class] = block;
}

/* Cuts what is left of the newest chunk into free blocks. */
static void
use_rest(loy__pool *pool)
{
    while (pool->left >= 2 * UNIT) {
        unsigned class = pool->left >= LARGEST ? LOY__POOL_CLASSES : class_above(pool->left) + 1;

        while (class -- > 0 && class_size(class) > pool->left)
            continue;
        put_free(pool, pool->next, class);
        pool->next += class_size(class);
        pool->left -= class_size(class);
    }
    pool->left = 0;
}

static int
add_chunk(loy__pool *pool, size_t need)
{
    size_t size = pool->chunks == NULL ? FIRST_CHUNK : 2 * pool->chunks->size;
    struct loy__pool_chunk *chunk;

    if (size > LAST_CHUNK)
        size = LAST_CHUNK;
    while (size < need + CHUNK_HEAD)
        size *= 2;
    chunk = loy__alloc(pool->memory, size);
    if (chunk == NULL)
        return LOY_ERR_NOMEM;
    use_rest(pool);
    *chunk = (struct loy__pool_chunk){.next = pool->chunks, .size = size};
    pool->chunks = chunk;
    pool->next = (unsigned char *)chunk + CHUNK_HEAD;
    pool->left = size - CHUNK_HEAD;
    return LOY_OK;
}

static void *
take_large(loy__pool *pool, size_t size, size_t *capacity)
{
    struct loy__pool_block *block;

    if (size > SIZE_MAX - LARGE_HEAD)
        return NULL;
    block = loy__alloc(pool->memory, size + LARGE_HEAD);
    if (block == NULL)
        return NULL;
    *block = (struct loy__pool_block){.next = pool->large, .size = size + LARGE_HEAD};
    if (pool->large != NULL)
        pool->large->prior = block;
    pool->large = block;
    *capacity = size;
    return (unsigned char *)block + LARGE_HEAD;
}

static void
give_large(loy__pool *pool, void *memory)
{
    struct loy__pool_block *block = (void *)((unsigned char *)memory - LARGE_HEAD);

    if (block->next != NULL)
        block->next->prior = block->prior;
    if (block->prior != NULL)
        block->prior->next = block->next;
    else
        pool->large = block->next;
    loy__free(pool->memory, block, block->size);
}

void *
loy__pool_take(loy__pool *pool, size_t size, size_t *capacity)
{
    struct loy__pool_block *block;
    unsigned class;
    size_t bytes;

    if (size > LARGEST)
        return take_large(pool, size, capacity);
    class = class_above(size < 2 * UNIT ? 2 * UNIT : size);
    bytes = class_size(class);
    block = pool->free[class];
    if (block != NULL) {
        pool->free[class] = block->next;
    } else {
        if (pool->left < bytes && add_chunk(pool, bytes) < 0)
            return NULL;
        block = (void *)pool->next;
        pool->next += bytes;
        pool->left -= bytes;
    }
    *capacity = bytes;
    return block;
}

void
loy__pool_give(loy__pool *pool, void *block, size_t capacity)
{
    if (block == NULL)
        return;
    if (capacity > LARGEST)
        give_large(pool, block);
    else
        put_free(pool, block, class_above(capacity));
}
