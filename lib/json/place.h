/*
 * place.h -- where in a JSON text the values are that JSON pointers name.
 */
#ifndef LOY_JSON_PLACE_H
#define LOY_JSON_PLACE_H

#include "base/memory.h"

typedef struct loy__place {
    const char *pointer; /* JSON pointer (RFC 6901), borrowed */
    uint32_t offset;     /* 1-based character inside the text value, 0: its beginning */
    uint32_t key;        /* 1: where the member's name stands, not its value */
    uint32_t line;       /* receives 1-based lines, and columns in characters */
    uint32_t column;
    /* The search's own: */
    uint64_t hash;
    uint32_t length; /* of the part of the pointer that is sought */
    uint32_t next;
} loy__place;

/* Finds all places in one walk over the text, which must be well-formed JSON.
 * A pointer to what is not there gives the nearest value above it. false: no
 * memory, and nothing is filled. */
bool loy__json_places(loy__place *places, size_t count, const char *text, size_t size,
                      const loy_memory *memory);

#endif
