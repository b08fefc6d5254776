/*
 * cel.h -- the expression language by itself: CEL (the Common Expression
 * Language, cel.dev) without protobuf, compiled once and evaluated often.
 *
 * An environment holds what expressions may read; a program is one compiled
 * expression; an evaluator holds the values of the variables and the memory of
 * an evaluation. The language has no loops without end, no side effects, no
 * input and no clock: an evaluation ends after a number of steps that is known
 * before (loy_cel_program_cost()).
 *
 * Conventions are those of loyalty.h. A program is immutable and may be shared
 * by any number of threads; environments and evaluators are used by one thread
 * at a time. Each of the three lives on when the others are freed.
 */
#ifndef LOYALTY_CEL_H
#define LOYALTY_CEL_H

#include "loyalty/loyalty.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Values -------------------------------------------------------------- */

/* The kinds of value, and which members of loy_cel_value hold it. */
enum {
    LOY_CEL_NULL = 0,
    LOY_CEL_BOOL = 1,       /* as.integer: 0 or 1 */
    LOY_CEL_INT = 2,        /* as.integer */
    LOY_CEL_UINT = 3,       /* as.natural */
    LOY_CEL_DOUBLE = 4,     /* as.real */
    LOY_CEL_STRING = 5,     /* as.text, size: well-formed UTF-8 */
    LOY_CEL_BYTES = 6,      /* as.text, size */
    LOY_CEL_LIST = 7,       /* as.items, size */
    LOY_CEL_MAP = 8,        /* as.items: key, value, key, value; size counts pairs */
    LOY_CEL_TYPE = 9,       /* as.text, size: its name, e.g. "list" */
    LOY_CEL_TIMESTAMP = 10, /* as.integer: seconds since 1970-01-01T00:00Z, size: nanoseconds */
    LOY_CEL_DURATION = 11,  /* as.integer: nanoseconds */
    LOY_CEL_OPTIONAL = 14,  /* as.items, size: the value and 1, or 0 for none */
    LOY_CEL_ERROR = 15      /* as.integer: LOY_CEL_ERR_...; only as a result */
};

/* One value. Texts are not NUL-terminated. The order of a map's pairs is that
 * in which they were put in; keys are of the kinds BOOL, INT, UINT and STRING,
 * and of equal keys the first counts. Values nest at most 32 deep. */
typedef struct loy_cel_value {
    union {
        int64_t integer;
        uint64_t natural;
        double real;
        const char *text;
        const struct loy_cel_value *items;
    } as;
    uint32_t size;
    uint32_t kind;
} loy_cel_value;

/* Why an evaluation has no value. */
enum {
    LOY_CEL_ERR_OVERFLOW = 1,   /* a whole number or time leaves its range */
    LOY_CEL_ERR_DIVIDE = 2,     /* a division by zero */
    LOY_CEL_ERR_KEY = 3,        /* a map has no such key */
    LOY_CEL_ERR_INDEX = 4,      /* a list has no such element */
    LOY_CEL_ERR_CONVERT = 5,    /* a conversion is impossible: int('x') */
    LOY_CEL_ERR_OVERLOAD = 6,   /* no such operation on values of these types */
    LOY_CEL_ERR_UNDECLARED = 7, /* a name that is not declared, in an unchecked program */
    LOY_CEL_ERR_ARGUMENT = 9    /* a function refuses its argument */
};

/** A short English name of a LOY_CEL_ERR_, e.g. "division by zero". Never NULL.
 * @since 0.1 */
LOY_API const char *loy_cel_error_text(int64_t error);

/** The element at an index of a list, the value of the pair at an index of a
 * map, or the value of an optional (index 0); NULL when there is none. @since 0.1 */
LOY_API const loy_cel_value *loy_cel_at(const loy_cel_value *value, uint32_t index);

/** The key of the pair at an index of a map, or NULL. @since 0.1 */
LOY_API const loy_cel_value *loy_cel_key_at(const loy_cel_value *map, uint32_t index);

/** The value that a map has for a key, compared as the language does (1, 1u and
 * 1.0 are equal), or NULL. @since 0.1 */
LOY_API const loy_cel_value *loy_cel_find(const loy_cel_value *map, const loy_cel_value *key);

/* ---- Declaring ------------------------------------------------------------ */

typedef struct loy_cel_env loy_cel_env;
typedef struct loy_cel_program loy_cel_program;
typedef struct loy_cel_evaluator loy_cel_evaluator;

enum {
    LOY_CEL_UNCHECKED = 1, /* types are looked at only while evaluating */
    LOY_CEL_RULES = 2      /* the profile of loyalty programs: whole amounts, money(), per(),
                              under(), mul_div(); no dyn, no uint, no bytes */
};

typedef struct loy_cel_options {
    uint32_t size;         /* sizeof(loy_cel_options) */
    uint32_t flags;        /* LOY_CEL_UNCHECKED or LOY_CEL_RULES, not both; 0: checked CEL */
    uint64_t budget;       /* the most steps a program may need; 0: any number */
    uint32_t max_items;    /* the longest list that steps are counted for; 0: 500 */
    uint32_t money_digits; /* decimals that money() reads, 0 to 18 */
} loy_cel_options;

#define LOY_CEL_OPTIONS_INIT                                                                       \
    {                                                                                              \
        sizeof(loy_cel_options), 0, 0, 0, 2                                                        \
    }

/**
 * Makes an environment without variables.
 *
 * @param options  NULL for LOY_CEL_OPTIONS_INIT
 * @param memory   NULL for the C library's; also of its programs
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID (unknown flags, both flags, a
 *         number out of its range), LOY_ERR_VERSION (a size too small)
 * @since 0.1
 */
LOY_API int loy_cel_env_new(loy_cel_env **out, const loy_cel_options *options,
                            const loy_memory *memory);

/** Frees an environment. Its programs and evaluators stay. @since 0.1 */
LOY_API void loy_cel_env_free(loy_cel_env *env);

/**
 * Declares a variable. Variables are numbered from 0 in the order of their
 * declaration, at most 16384.
 *
 * @param name  a name, or names with dots between them: "request.path"; at most
 *              255 bytes
 * @param type  as CEL writes it: "int", "list(string)", "map(string, dyn)",
 *              "timestamp", "duration", "optional_type(int)", "type", ...
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID (not a name, declared before,
 *         not a type, too many)
 * @since 0.1
 */
LOY_API int loy_cel_declare(loy_cel_env *env, const char *name, const char *type);

/**
 * Sets the namespace in which names are looked up first ("com.example"); "" at
 * the start.
 *
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID (not a name)
 * @since 0.1
 */
LOY_API int loy_cel_container(loy_cel_env *env, const char *name);

/* ---- Compiling ------------------------------------------------------------ */

/**
 * Compiles an expression. It may read all variables declared so far.
 *
 * @param text   UTF-8, `size` bytes, at most 65536
 * @param want   the type the result must have ("bool"), or NULL for any
 * @param error  on a mistake: line, column, what is wrong and what to write
 *               instead; may be NULL
 * @return LOY_OK, LOY_ERR_PROGRAM (a mistake), LOY_ERR_NOMEM, LOY_ERR_INVALID
 * @since 0.1
 */
LOY_API int loy_cel_compile(loy_cel_program **out, loy_cel_env *env, const char *text, size_t size,
                            const char *want, loy_error *error);

/** Frees a program, with what its results lend of it. @since 0.1 */
LOY_API void loy_cel_program_free(loy_cel_program *program);

/** The type of its result, as CEL writes it. @since 0.1 */
LOY_API const char *loy_cel_program_type(const loy_cel_program *program);

/** The most steps an evaluation may take, for lists up to max_items; UINT64_MAX
 * for any greater number. @since 0.1 */
LOY_API uint64_t loy_cel_program_cost(const loy_cel_program *program);

/** 1 when it reads the variable with this number, otherwise 0. @since 0.1 */
LOY_API int loy_cel_program_reads(const loy_cel_program *program, uint32_t number);

/* ---- Evaluating ----------------------------------------------------------- */

/**
 * Makes an evaluator for the variables that an environment has now. None has a
 * value yet.
 *
 * @return LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INVALID
 * @since 0.1
 */
LOY_API int loy_cel_evaluator_new(loy_cel_evaluator **out, const loy_cel_env *env,
                                  const loy_memory *memory);

/** Frees an evaluator with its last result. @since 0.1 */
LOY_API void loy_cel_evaluator_free(loy_cel_evaluator *evaluator);

/**
 * Gives a variable a value, which is copied and stays until the next one. Memory
 * of the value before is used again. The last result is lent no longer.
 *
 * @param value  NULL takes the value away; need not live on
 * @return LOY_OK, LOY_ERR_NOMEM (the variable then has no value), LOY_ERR_INVALID:
 *         no such variable, or the value is not of its type or not a proper one;
 *         nothing has changed
 * @since 0.1
 */
LOY_API int loy_cel_bind(loy_cel_evaluator *evaluator, uint32_t number, const loy_cel_value *value);

/** As loy_cel_bind(), for the variable called `name`. @since 0.1 */
LOY_API int loy_cel_bind_name(loy_cel_evaluator *evaluator, const char *name,
                              const loy_cel_value *value);

/**
 * Evaluates a program. An evaluation that has no value, as 1 / 0, gives a value
 * of the kind LOY_CEL_ERROR. Nothing is allocated once the evaluator's memory
 * has grown to what its evaluations need.
 *
 * @param out  lent until the evaluator evaluates, binds or is freed, and no
 *             longer than the program lives
 * @return LOY_OK; LOY_ERR_NOMEM; LOY_ERR_INVALID: the program reads a variable
 *         that has no value, or was compiled for other variables than the
 *         evaluator's
 * @since 0.1
 */
LOY_API int loy_cel_evaluate(loy_cel_evaluator *evaluator, const loy_cel_program *program,
                             loy_cel_value *out);

#ifdef __cplusplus
}
#endif

#endif
