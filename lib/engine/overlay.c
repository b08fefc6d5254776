/*
 * overlay.c -- a small table of the records that a group of events will write.
 */
#include "engine/overlay.h"

#include <string.h>

#include "base/hash.h"

#define FIRST_BUCKETS 16

void
loy__overlay_init(loy__overlay *overlay, const loy_memory *memory)
{
    memset(overlay, 0, sizeof(*overlay));
    loy__arena_init(&overlay->arena, memory);
}

void
loy__overlay_free(loy__overlay *overlay)
{
    const loy_memory *memory = overlay->arena.memory;

    loy__free(memory, overlay->writes, overlay->capacity * sizeof(*overlay->writes));
    loy__free(memory, overlay->hashes, overlay->hash_capacity * sizeof(*overlay->hashes));
    loy__free(memory, overlay->buckets, overlay->bucket_count * sizeof(*overlay->buckets));
    loy__arena_free(&overlay->arena);
    memset(overlay, 0, sizeof(*overlay));
}

void
loy__overlay_clear(loy__overlay *overlay)
{
    if (overlay->count > 0)
        memset(overlay->buckets, 0, overlay->bucket_count * sizeof(*overlay->buckets));
    overlay->count = 0;
    loy__arena_reset(&overlay->arena);
}

/* The bucket that holds the key, or the free one where it belongs. */
static size_t
find_bucket(const loy__overlay *overlay, uint64_t hash, uint32_t kind, const char *id,
            uint32_t id_size)
{
    size_t at = hash & (overlay->bucket_count - 1);

    while (overlay->buckets[at] != 0) {
        size_t index = overlay->buckets[at] - 1;
        const loy_write *write = &overlay->writes[index];

        if (overlay->hashes[index] == hash && write->kind == kind && write->id_size == id_size &&
            memcmp(write->id, id, id_size) == 0)
            break;
        at = (at + 1) & (overlay->bucket_count - 1);
    }
    return at;
}

const loy_write *
loy__overlay_find(const loy__overlay *overlay, uint32_t kind, const char *id, uint32_t id_size)
{
    size_t at;

    if (overlay->count == 0)
        return NULL;
    at = find_bucket(overlay, loy__hash(id, id_size, kind), kind, id, id_size);
    return overlay->buckets[at] == 0 ? NULL : &overlay->writes[overlay->buckets[at] - 1];
}

/* Keeps at least half of the buckets free. */
static bool
grow(loy__overlay *overlay)
{
    const loy_memory *memory = overlay->arena.memory;
    size_t old = overlay->bucket_count;
    size_t want = old == 0 ? FIRST_BUCKETS : old * 2;
    uint32_t *buckets = loy__alloc_zero(memory, want * sizeof(*buckets));

    if (buckets == NULL)
        return false;
    loy__free(memory, overlay->buckets, old * sizeof(*buckets));
    overlay->buckets = buckets;
    overlay->bucket_count = want;
    for (size_t i = 0; i < overlay->count; i++) {
        const loy_write *write = &overlay->writes[i];
        size_t at =
            find_bucket(overlay, overlay->hashes[i], write->kind, write->id, write->id_size);

        buckets[at] = (uint32_t)i + 1;
    }
    return true;
}

static const void *
keep(loy__overlay *overlay, const void *data, uint64_t size)
{
    void *copy = loy__arena_alloc(&overlay->arena, size > 0 ? (size_t)size : 1);

    if (copy != NULL && size > 0)
        memcpy(copy, data, (size_t)size);
    return copy;
}

bool
loy__overlay_put(loy__overlay *overlay, const loy_write *write)
{
    const loy_memory *memory = overlay->arena.memory;
    uint64_t hash = loy__hash(write->id, write->id_size, write->kind);
    const void *bytes = keep(overlay, write->bytes, write->size);
    loy_write *put;
    size_t at;

    if (bytes == NULL ||
        !loy__reserve(memory, &overlay->writes, &overlay->capacity, overlay->count + 1,
                      sizeof(*overlay->writes)) ||
        !loy__reserve(memory, &overlay->hashes, &overlay->hash_capacity, overlay->count + 1,
                      sizeof(*overlay->hashes)))
        return false;
    if ((overlay->count + 1) * 2 > overlay->bucket_count && !grow(overlay))
        return false;
    at = find_bucket(overlay, hash, write->kind, write->id, write->id_size);
    if (overlay->buckets[at] == 0) {
        put = &overlay->writes[overlay->count];
        *put = *write;
        put->id = keep(overlay, write->id, write->id_size);
        put->owner = keep(overlay, write->owner, write->owner_size);
        if (put->id == NULL || put->owner == NULL)
            return false;
        overlay->hashes[overlay->count++] = hash;
        overlay->buckets[at] = (uint32_t)overlay->count;
    }
    put = &overlay->writes[overlay->buckets[at] - 1];
    put->bytes = bytes;
    put->size = write->size;
    put->due = write->due;
    return true;
}
