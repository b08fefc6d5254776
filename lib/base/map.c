/*
 * map.c -- a table from text to number, open addressing with linear probing.
 *
 * At most half of the slots are taken: most searches are for texts that are
 * not there, and end at the first or second slot.
 */
#include "base/map.h"

#include <string.h>

#include "base/hash.h"

void
loy__map_init(loy__map *map, const loy_memory *memory)
{
    *map = (loy__map){.memory = memory};
    loy__arena_init(&map->keys, memory);
}

void
loy__map_free(loy__map *map)
{
    loy__free(map->memory, map->slots, map->capacity * sizeof(*map->slots));
    loy__arena_free(&map->keys);
    loy__map_init(map, map->memory);
}

static uint64_t
filter_bit(const char *key, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)key;

    return UINT64_C(1) << (size < 8 ? loy__map_bit(loy__map_hash(loy__load_short(bytes, size)))
                                    : bytes[0] & 63);
}

static uint64_t
hash_of(const char *key, size_t size)
{
    if (size < 8)
        return loy__map_hash(loy__load_short((const unsigned char *)key, size));
    return loy__hash(key, size, 0);
}

/* Hashes of short keys are equal only for equal keys. */
static bool
holds(const loy__map_slot *slot, const char *key, size_t size, uint64_t hash)
{
    return slot->hash == hash && slot->size == size &&
           (size < 8 || memcmp(slot->key, key, size) == 0);
}

/* The slot that holds the key, or the free one where it belongs. */
static loy__map_slot *
find(const loy__map *map, const char *key, size_t size, uint64_t hash)
{
    size_t at = loy__map_start(map, hash);

    for (;;) {
        loy__map_slot *slot = &map->slots[at];

        if (slot->key == NULL || holds(slot, key, size, hash))
            return slot;
        at = (at + 1) & (map->capacity - 1);
    }
}

static bool
grow(loy__map *map)
{
    loy__map larger = *map;
    size_t i;

    larger.capacity = map->capacity == 0 ? 16 : map->capacity * 2;
    if (larger.capacity > SIZE_MAX / sizeof(*larger.slots))
        return false;
    larger.slots = loy__alloc_zero(map->memory, larger.capacity * sizeof(*larger.slots));
    if (larger.slots == NULL)
        return false;
    for (i = 0; i < map->capacity; i++) {
        const loy__map_slot *slot = &map->slots[i];

        if (slot->key != NULL)
            *find(&larger, slot->key, slot->size, slot->hash) = *slot;
    }
    loy__free(map->memory, map->slots, map->capacity * sizeof(*map->slots));
    *map = larger;
    return true;
}

bool
loy__map_put(loy__map *map, const char *key, size_t size, uint32_t value)
{
    uint64_t hash = hash_of(key, size);
    loy__map_slot *slot;
    const char *copy;

    if (size > UINT32_MAX)
        return false;
    if (map->count >= map->capacity / 2 && !grow(map))
        return false;
    slot = find(map, key, size, hash);
    if (slot->key == NULL) {
        copy = loy__arena_text(&map->keys, key, size);
        if (copy == NULL)
            return false;
        *slot = (loy__map_slot){.key = copy, .size = (uint32_t)size, .hash = hash};
        map->count++;
        map->filter[size < 8 ? size : 8] |= filter_bit(key, size);
    }
    slot->value = value;
    return true;
}

uint32_t
loy__map_search(const loy__map *map, const char *key, size_t size, uint32_t missing)
{
    const loy__map_slot *slot;

    if ((map->filter[8] & filter_bit(key, size)) == 0)
        return missing;
    slot = find(map, key, size, hash_of(key, size));
    return slot->key == NULL ? missing : slot->value;
}
