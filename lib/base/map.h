/*
 * map.h -- a hash map from text to a 32-bit number, for symbols and names.
 *
 * Open addressing; keys are copied into an arena-like store of the map's own;
 * never shrinks. Iteration is by insertion (number order is the caller's).
 */
#ifndef LOY_BASE_MAP_H
#define LOY_BASE_MAP_H

#include "base/memory.h"

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
    uint64_t filter[4]; /* bit loy__map_bit(key): some key has that bit */
    loy__arena keys;
} loy__map;

void loy__map_init(loy__map *map, const loy_memory *memory);
void loy__map_free(loy__map *map);
/* Adds or replaces; false without memory. */
bool loy__map_put(loy__map *map, const char *key, size_t size, uint32_t value);

/* Most texts that are looked up are in no map: their size and first byte tell. */
static inline uint32_t
loy__map_bit(const char *key, size_t size)
{
    return (uint32_t)(size == 0 ? 0 : (unsigned char)key[0] + 61 * size) & 255;
}

/* loy__map_get without that test. */
uint32_t loy__map_search(const loy__map *map, const char *key, size_t size, uint32_t missing);

/* The value, or `missing`. */
static inline uint32_t
loy__map_get(const loy__map *map, const char *key, size_t size, uint32_t missing)
{
    uint32_t bit = loy__map_bit(key, size);

    return (map->filter[bit >> 6] >> (bit & 63) & 1) == 0
               ? missing
               : loy__map_search(map, key, size, missing);
}

/* The map's own copy of a key, NUL-terminated, or NULL. */
const char *loy__map_key(const loy__map *map, const char *key, size_t size);

#endif
