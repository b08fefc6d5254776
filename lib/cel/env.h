/*
 * env.h -- what has been declared: variables, object types, the container.
 */
#ifndef LOY_CEL_ENV_H
#define LOY_CEL_ENV_H

#include "base/map.h"
#include "cel/type.h"

typedef struct loy__cel_variable {
    const char *name; /* NUL-terminated */
    const loy__cel_typed *type;
    uint32_t size;
    uint32_t unit;
    uint32_t slot;
    loy__cel_extent extent; /* length 0: that of its type */
} loy__cel_variable;

/* Fields are variables, too: `slot` is their place in the row. */
typedef struct loy__cel_object {
    const char *name;
    const loy__cel_typed *type;
    loy__cel_variable *fields;
    uint32_t count;
} loy__cel_object;

struct loy__cel_env {
    loy__cel_options options;
    loy_memory memory;
    loy__arena arena;
    loy__map names; /* of variables -> index */
    loy__cel_variable *variables;
    size_t count, capacity;
    loy__cel_object *objects;
    size_t object_count, object_capacity;
    const char *container; /* "" at the root */
};

/* A type text, read into the environment's own memory; LOY_ERR_INVALID when it is
 * none. */
int loy__cel_env_type(loy__cel_env *env, const char *text, const loy__cel_typed **out);

const loy__cel_variable *loy__cel_env_find(const loy__cel_env *env, const char *name, size_t size);
/* Whether some variable is called `name` followed by a dot and more. */
bool loy__cel_env_has_below(const loy__cel_env *env, const char *name, size_t size);
/* The declared name most like a wrong one, or NULL. */
const char *loy__cel_env_nearest(loy__cel_job *job, const char *name, size_t size);

/* How long the fact in a slot may be. */
loy__cel_extent loy__cel_env_extent_of(const loy__cel_env *env, uint32_t slot,
                                       const loy__cel_typed *type);

/* NULL when the object has no such field. */
const loy__cel_variable *loy__cel_object_field(const loy__cel_object *object, const char *name,
                                               size_t size);
const char *loy__cel_object_nearest(loy__cel_job *job, const loy__cel_object *object,
                                    const char *name, size_t size);

/* The type called `name`, or NULL. */
const loy__cel_typed *loy__cel_env_object_type(const loy__cel_env *env, const char *name,
                                               size_t size);

#endif
