/*
 * overlay.c -- a small table of the records that a group of events will write.
 */
#include "engine/overlay.h"

#include <string.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/macros.h"

#define FIRST_BUCKETS 16
#define FEW 4 /* records up to which looking at each is quicker than hashing */

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
    loy__free(memory, overlay->notes, overlay->note_capacity * sizeof(*overlay->notes));
    loy__free(memory, overlay->hashes, overlay->hash_capacity * sizeof(*overlay->hashes));
    loy__free(memory, overlay->buckets, overlay->bucket_count * sizeof(*overlay->buckets));
    loy__arena_free(&overlay->arena);
    memset(overlay, 0, sizeof(*overlay));
}

void
loy__overlay_clear(loy__overlay *overlay)
{
    if (overlay->count > FEW)
        memset(overlay->buckets, 0, overlay->bucket_count * sizeof(*overlay->buckets));
    overlay->count = 0;
    overlay->noting = overlay->asked;
    loy__arena_reset(&overlay->arena);
}

static inline bool
is_record(const loy_write *write, uint32_t kind, const char *id, uint32_t id_size)
{
    return write->kind == kind && write->id_size == id_size &&
           loy__same_bytes(write->id, id, id_size);
}

/* The bucket that holds the key, or the free one where it belongs. */
static size_t
find_bucket(const loy__overlay *overlay, uint64_t hash, uint32_t kind, const char *id,
            uint32_t id_size)
{
    size_t at = hash & (overlay->bucket_count - 1);

    while (overlay->buckets[at] != 0) {
        size_t index = overlay->buckets[at] - 1;

        if (overlay->hashes[index] == hash && is_record(&overlay->writes[index], kind, id, id_size))
            break;
        at = (at + 1) & (overlay->bucket_count - 1);
    }
    return at;
}

loy_write *
loy__overlay_search(const loy__overlay *overlay, uint32_t kind, const char *id, uint32_t id_size)
{
    size_t at;

    if (overlay->count > FEW) {
        at = find_bucket(overlay, loy__hash(id, id_size, kind), kind, id, id_size);
        return overlay->buckets[at] == 0 ? NULL : &overlay->writes[overlay->buckets[at] - 1];
    }
    for (at = 0; at < overlay->count; at++)
        if (is_record(&overlay->writes[at], kind, id, id_size))
            return &overlay->writes[at];
    return NULL;
}

static void
enter(loy__overlay *overlay, size_t index)
{
    const loy_write *write = &overlay->writes[index];
    uint64_t hash = loy__hash(write->id, write->id_size, write->kind);

    overlay->hashes[index] = hash;
    overlay->buckets[find_bucket(overlay, hash, write->kind, write->id, write->id_size)] =
        (uint32_t)index + 1;
}

/* Buckets for `need` records, at least half of them free. */
static bool
reserve_buckets(loy__overlay *overlay, size_t need)
{
    const loy_memory *memory = overlay->arena.memory;
    size_t old = overlay->bucket_count;
    size_t want = old == 0 ? FIRST_BUCKETS : old * 2;
    uint32_t *buckets;

    if (!loy__reserve(memory, &overlay->hashes, &overlay->hash_capacity, need,
                      sizeof(*overlay->hashes)))
        return false;
    if (need * 2 <= old)
        return true;
    buckets = loy__alloc_zero(memory, want * sizeof(*buckets));
    if (buckets == NULL)
        return false;
    loy__free(memory, overlay->buckets, old * sizeof(*buckets));
    overlay->buckets = buckets;
    overlay->bucket_count = want;
    for (size_t i = 0; overlay->count > FEW && i < overlay->count; i++)
        enter(overlay, i);
    return true;
}

/* Enters the newest record where its like are found. */
static void
enter_newest(loy__overlay *overlay)
{
    size_t first = overlay->count == FEW + 1 ? 0 : overlay->count - 1;

    for (size_t i = first; i < overlay->count; i++)
        enter(overlay, i);
}

static bool
add(loy__overlay *overlay, const loy_write *write, const void *note)
{
    size_t need = overlay->count + 1;

    if (!loy__reserve(overlay->arena.memory, &overlay->writes, &overlay->capacity, need,
                      sizeof(*overlay->writes)) ||
        (overlay->noting &&
         !loy__reserve(overlay->arena.memory, &overlay->notes, &overlay->note_capacity, need,
                       sizeof(*overlay->notes))) ||
        (need > FEW && !reserve_buckets(overlay, need)))
        return false;
    if (overlay->noting)
        overlay->notes[overlay->count] = note;
    overlay->writes[overlay->count++] = *write;
    if (overlay->count > FEW)
        enter_newest(overlay);
    return true;
}

/* As loy__overlay_keep, of whatever record. */
static LOY_APART bool
keep_any(loy__overlay *overlay, const loy_write *write, const void *note)
{
    loy_write *put = overlay->count == 0
                         ? NULL
                         : loy__overlay_search(overlay, write->kind, write->id, write->id_size);

    if (put == NULL)
        return add(overlay, write, note);
    put->bytes = write->bytes;
    put->size = write->size;
    put->due = write->due;
    if (overlay->noting)
        overlay->notes[put - overlay->writes] = note;
    return true;
}

/* Whether a record is the first of its kind, and nothing but room for it is needed. */
static inline bool
is_simple(const loy__overlay *overlay, const loy_write *write)
{
    if (overlay->noting || overlay->count >= FEW || overlay->count == overlay->capacity)
        return false;
    for (size_t at = 0; at < overlay->count; at++)
        if (overlay->writes[at].kind == write->kind)
            return false;
    return true;
}

bool
loy__overlay_keep(loy__overlay *overlay, const loy_write *write, const void *note)
{
    if (!is_simple(overlay, write))
        return keep_any(overlay, write, note);
    overlay->writes[overlay->count++] = *write;
    return true;
}

bool
loy__overlay_put(loy__overlay *overlay, const loy_write *write)
{
    size_t size = (size_t)write->size;
    loy_write own = *write;
    unsigned char *bytes =
        loy__arena_alloc(&overlay->arena, size + write->id_size + write->owner_size);

    if (bytes == NULL)
        return false;
    if (size > 0)
        memcpy(bytes, write->bytes, size);
    own.bytes = bytes;
    own.id = (const char *)bytes + size;
    own.owner = own.id + write->id_size;
    loy__store_text(loy__store_text(bytes + size, write->id, write->id_size), write->owner,
                    write->owner_size);
    return loy__overlay_keep(overlay, &own, NULL);
}

const void *
loy__overlay_noted(loy__overlay *overlay, const loy_write *write, size_t index)
{
    overlay->asked = true;
    return overlay->noting && index < overlay->count && &overlay->writes[index] == write
               ? overlay->notes[index]
               : NULL;
}
