/*
 * memory.c -- the door to the caller's allocator, and the C library's behind
 * it when the caller brought none: nothing else in the library calls malloc.
 *
 * An allocator never sees a request for 0 bytes except to free, so that an
 * empty block is a block like any other.
 */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *
default_resize(void *context, void *old, size_t old_size, size_t new_size)
{
    (void)context;
    (void)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

int
loy__memory_init(loy_memory *out, const loy_memory *given)
{
    if (given == NULL) {
        *out = (loy_memory){.size = sizeof(*out), .resize = default_resize};
        return LOY_OK;
    }
    if (given->size < sizeof(*given) || given->resize == NULL)
        return LOY_ERR_INVALID;
    *out = *given;
    out->size = sizeof(*out);
    return LOY_OK;
}

static size_t
asked(size_t size)
{
    return size == 0 ? 1 : size;
}

void *
loy__alloc(const loy_memory *memory, size_t size)
{
    return memory->resize(memory->context, NULL, 0, asked(size));
}

void *
loy__alloc_zero(const loy_memory *memory, size_t size)
{
    void *block = loy__alloc(memory, size);

    if (block != NULL)
        memset(block, 0, asked(size));
    return block;
}

void *
loy__alloc_array(const loy_memory *memory, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return loy__alloc(memory, count * size);
}

void *
loy__resize(const loy_memory *memory, void *old, size_t old_size, size_t new_size)
{
    if (old == NULL)
        return loy__alloc(memory, new_size);
    return memory->resize(memory->context, old, asked(old_size), asked(new_size));
}

void
loy__free(const loy_memory *memory, void *block, size_t size)
{
    if (block != NULL)
        memory->resize(memory->context, block, asked(size), 0);
}

void
loy__zero(void *memory, size_t size)
{
    memset(memory, 0, size);
}

bool
loy__grow(const loy_memory *memory, void *items, size_t *capacity, size_t need, size_t size)
{
    size_t limit = SIZE_MAX / (size == 0 ? 1 : size);
    size_t grown = *capacity;
    void *block;

    if (need > limit)
        return false;
    grown = grown > limit - grown / 2 ? limit : grown + grown / 2;
    if (grown < 4 && limit >= 4)
        grown = 4;
    if (grown < need)
        grown = need;
    /* A vector's pointer has its own type: it is read and written as bytes. */
    memcpy(&block, items, sizeof(block));
    block = loy__resize(memory, block, *capacity * size, grown * size);
    if (block == NULL)
        return false;
    memcpy(items, &block, sizeof(block));
    *capacity = grown;
    return true;
}

int
loy__object_new(void *out, size_t size, const loy_memory *memory)
{
    void *object = NULL;
    loy_memory own;
    int result;

    if (out == NULL)
        return LOY_ERR_INVALID;
    memcpy(out, &object, sizeof(object)); /* a pointer of any type, written as bytes */
    result = loy__memory_init(&own, memory);
    if (result < 0)
        return result;
    object = loy__alloc_zero(&own, size);
    if (object == NULL)
        return LOY_ERR_NOMEM;
    memcpy(object, &own, sizeof(own));
    memcpy(out, &object, sizeof(object));
    return LOY_OK;
}
