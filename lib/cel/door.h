/*
 * door.h -- what the files of the public door of the language share.
 *
 * A shape says what values a variable takes: the kind of its type, and after it
 * the shapes of the type's parameters.
 */
#ifndef LOY_CEL_DOOR_H
#define LOY_CEL_DOOR_H

#include "cel/env.h"
#include "loyalty/cel.h"

typedef struct loy__cel_declared {
    const char *name;
    const uint8_t *shape;
    size_t shape_size;
    uint64_t digest; /* of this variable and all before it */
} loy__cel_declared;

struct loy_cel_env {
    loy_memory memory;
    loy__arena arena;
    loy__cel_env *inner;
    loy__cel_declared *variables;
    size_t count, capacity;
};

struct loy_cel_program {
    loy_memory memory;
    loy__cel_code *code;
    uint64_t digest;
    uint32_t count; /* of variables declared when it was compiled */
    uint32_t reserved;
};

/* Writes the shape of a type, at most three bytes for each of its notation;
 * returns its size. */
size_t loy__cel_shape(const loy__cel_typed *type, uint8_t *out);

/* How many bytes a copy of a value takes, SIZE_MAX when the value is not proper
 * or not of the shape. */
size_t loy__cel_measure(const uint8_t *shape, const loy_cel_value *value);
/* Copies a value that has been measured into so many bytes. */
loy__cel_value loy__cel_take(const loy_cel_value *value, void *bytes);
/* A value for the host, its lists and maps in the arena; false without memory. */
bool loy__cel_give(loy__arena *arena, loy__cel_value value, loy_cel_value *out);

#endif
