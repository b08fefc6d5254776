/*
 * map.h -- a hash map from text to a 32-bit number, for symbols and names.
 *
 * Open addressing; keys are copied into an arena of the map's own; never shrinks.
 */
#ifndef LOY_BASE_MAP_H
#define LOY_BASE_MAP_H

#include "base/memory.h"
#include "base/words.h"

typedef struct loy__map_slot {
    const char *key; /* NULL: free */
    uint32_t size;
    uint32_t value;
    uint64_t hash;
} loy__map_slot;

typedef struct loy__map {
    const loy_memory *memory; /* borrowed */
    loy__map_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    uint64_t filter[9]; /* by size, the last of 8 and more: bits of the keys' loy__map_bit */
    loy__arena keys;
} loy__map;

void loy__map_init(loy__map *map, const loy_memory *memory);
void loy__map_free(loy__map *map);
/* Adds or replaces; false without memory. */
bool loy__map_put(loy__map *map, const char *key, size_t size, uint32_t value);

/* Of a key under 8 bytes, as loy__load_short gives it: never the same for two
 * keys of one size. */
static inline uint64_t
loy__map_hash(uint64_t word)
{
    return word * UINT64_C(0x9E3779B97F4A7C15);
}

/* Most texts that are looked up are in no map: their size and a few bits tell. */
static inline uint32_t
loy__map_bit(uint64_t hash)
{
    return (uint32_t)(hash >> 58);
}

/* Where looking for a hash begins. */
static inline size_t
loy__map_start(const loy__map *map, uint64_t hash)
{
    return (size_t)(hash >> 32) & (map->capacity - 1);
}

/* loy__map_get of a key under 8 bytes. */
static inline uint32_t
loy__map_word(const loy__map *map, uint64_t word, size_t size, uint32_t missing)
{
    uint64_t hash = loy__map_hash(word);
    size_t at;

    if ((map->filter[size] >> loy__map_bit(hash) & 1) == 0)
        return missing;
    at = loy__map_start(map, hash);
    for (; map->slots[at].key != NULL; at = (at + 1) & (map->capacity - 1))
        if (map->slots[at].hash == hash && map->slots[at].size == size)
            return map->slots[at].value;
    return missing;
}

/* loy__map_get of any other key. */
uint32_t loy__map_search(const loy__map *map, const char *key, size_t size, uint32_t missing);

/* The value, or `missing`. */
static inline uint32_t
loy__map_get(const loy__map *map, const char *key, size_t size, uint32_t missing)
{
    if (size < 8)
        return loy__map_word(map, loy__load_short((const unsigned char *)key, size), size, missing);
    return loy__map_search(map, key, size, missing);
}

#endif
