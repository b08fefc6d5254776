/*
 * type.h -- types of expressions: what the checker computes with.
 *
 * Types are immutable and shared; only a type variable (PARAM) is bound, once,
 * while a call is resolved.
 */
#ifndef LOY_CEL_TYPE_H
#define LOY_CEL_TYPE_H

#include "cel/job.h"

enum {
    LOY__T_DYN = 0,
    LOY__T_NULL,
    LOY__T_BOOL,
    LOY__T_INT,
    LOY__T_UINT,
    LOY__T_DOUBLE,
    LOY__T_STRING,
    LOY__T_BYTES,
    LOY__T_TIMESTAMP,
    LOY__T_DURATION,
    LOY__T_LIST,
    LOY__T_MAP,
    LOY__T_TYPE,
    LOY__T_OPTIONAL,
    LOY__T_OBJECT,
    LOY__T_PARAM
};

typedef struct loy__cel_typed {
    uint32_t kind;
    uint32_t number;  /* OBJECT: its number */
    const char *name; /* OBJECT, PARAM */
    const struct loy__cel_typed *params[2];
    const struct loy__cel_typed *bound; /* PARAM: what it stands for, or NULL */
} loy__cel_typed;

/* A type without parameters, shared by all. */
const loy__cel_typed *loy__cel_type_simple(uint32_t kind);
/* list(a), map(a, b), type(a), optional_type(a). */
const loy__cel_typed *loy__cel_type_of(loy__cel_job *job, uint32_t kind, const loy__cel_typed *a,
                                       const loy__cel_typed *b);
/* A fresh variable. */
const loy__cel_typed *loy__cel_type_variable(loy__cel_job *job);

/* Follows bound variables. */
const loy__cel_typed *loy__cel_type_known(const loy__cel_typed *type);
/* As above, all the way down: variables that are still free become dyn. */
const loy__cel_typed *loy__cel_type_final(loy__cel_job *job, const loy__cel_typed *type);

bool loy__cel_type_same(const loy__cel_typed *a, const loy__cel_typed *b);

/* Bindings made by loy__cel_type_accepts since a mark can be taken back. */
typedef struct loy__cel_trail {
    loy__cel_typed *bound[64];
    uint32_t count;
} loy__cel_trail;

void loy__cel_trail_undo(loy__cel_trail *trail, uint32_t mark);

/* Whether a value of type `from` may stand where `to` is wanted; binds
 * variables on both sides. What a failed attempt bound stays on the trail. */
bool loy__cel_type_accepts(loy__cel_trail *trail, const loy__cel_typed *to,
                           const loy__cel_typed *from);

/* The names that one type text uses for its variables: A to Z. */
typedef struct loy__cel_params {
    const loy__cel_typed *named[26];
} loy__cel_params;

/* Reads a type in CEL's notation; NULL when it is not one. Capital letters are
 * variables when `params` is given. */
const loy__cel_typed *loy__cel_type_parse(loy__cel_job *job, const char *text, size_t size,
                                          loy__cel_params *params);
/* Writes CEL's notation. */
void loy__cel_type_write(char *out, size_t capacity, const loy__cel_typed *type);

/* The name of a run-time type value: "int", "null_type", ... */
const char *loy__cel_type_name(uint32_t kind);

#endif
