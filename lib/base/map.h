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
    loy__arena keys;
} loy__map;

void loy__map_init(loy__map *map, const loy_memory *memory);
void loy__map_free(loy__map *map);
/* Adds or replaces; false without memory. */
bool loy__map_put(loy__map *map, const char *key, size_t size, uint32_t value);
/* The value, or `missing`. */
uint32_t loy__map_get(const loy__map *map, const char *key, size_t size, uint32_t missing);
/* The map's own copy of a key, NUL-terminated, or NULL. */
const char *loy__map_key(const loy__map *map, const char *key, size_t size);

#endif
