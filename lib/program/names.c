/*
 * names.c -- finding parts and event kinds by their ids.
 *
 * All ids of a program are in one map, each behind a byte that says what kind
 * of part it names.
 */
#include "program/names.h"

#include <string.h>

#include "base/hash.h"

#define MAX_ID 64

uint32_t
loy__name_key(const char *text, size_t size)
{
    uint64_t hash = loy__hash(text, size, 0);
    uint32_t key = (uint32_t)(hash ^ hash >> 32);

    return key == 0 ? 1 : key;
}

static size_t
part_key(char out[MAX_ID + 1], uint32_t part, const char *id, size_t size)
{
    out[0] = (char)part;
    memcpy(out + 1, id, size);
    return size + 1;
}

bool
loy__program_put(loy_program *program, uint32_t part, const char *id, size_t size, uint32_t number)
{
    char key[MAX_ID + 1];

    return size <= MAX_ID &&
           loy__map_put(&program->names, key, part_key(key, part, id, size), number);
}

uint32_t
loy__program_find(const loy_program *program, uint32_t part, const char *id, size_t size)
{
    char key[MAX_ID + 1];

    if (size == 0 || size > MAX_ID)
        return LOY__NONE;
    return loy__map_get(&program->names, key, part_key(key, part, id, size), LOY__NONE);
}

uint32_t
loy__program_kind(const loy_program *program, const char *id, size_t size)
{
    uint32_t kind = loy__program_find(program, LOY__PART_KIND, id, size);

    return kind == LOY__ON_TIMER || kind == LOY__ON_ENTER || kind == LOY__ON_MESSAGE ? LOY__NONE
                                                                                     : kind;
}
