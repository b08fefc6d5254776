/*
 * function.h -- the functions of the language: their overloads for the checker
 * and what runs.
 */
#ifndef LOY_CEL_FUNCTION_H
#define LOY_CEL_FUNCTION_H

#include "cel/cel.h"

/* Arguments in order, the receiver first. */
typedef struct loy__cel_call {
    loy__arena *arena;
    const loy__cel_value *args;
    uint32_t count;
    uint32_t data; /* of the function */
} loy__cel_call;

/* `out` may be one of the arguments. Must itself refuse kinds that it does not
 * know with LOY__CEL_ERR_OVERLOAD: unchecked code and dyn bring any. */
typedef loy__cel_error (*loy__cel_native)(const loy__cel_call *call, loy__cel_value *out);

enum {
    LOY__FN_METHOD = 1, /* receiver.name(...); otherwise name(...) */
    LOY__FN_BOTH = 2,   /* either way */
    LOY__FN_RULES = 4,  /* part of the loyalty profile */
    LOY__FN_PLAIN = 8,  /* part of the plain language */
    LOY__FN_TOTAL = 16, /* never fails on arguments of its types */
    LOY__FN_MANY = 32   /* the last parameter may be given again and again */
};

/* Variants that share one function: its data. */
enum {
    LOY__FN_LEAST = 0,
    LOY__FN_GREATEST = 1,
    LOY__FN_AT_START = 0,
    LOY__FN_AT_END = 1,
    LOY__FN_LOWER = 0,
    LOY__FN_UPPER = 1
};

/* One overload. Those of one name and style stand together and share `run` and
 * `data`. */
typedef struct loy__cel_function {
    const char *name;
    const char *params; /* "string, int"; capital letters are type variables */
    const char *result;
    loy__cel_native run;
    uint32_t flags;
    uint32_t data;
    uint32_t loop; /* LOY__LOOP_...: compiled as a loop over its argument */
} loy__cel_function;

/* The table, in no order that matters. */
const loy__cel_function *loy__cel_functions(uint32_t *count);

loy__cel_error loy__cel_size(const loy__cel_call *call, loy__cel_value *out);

/* convert.c */
loy__cel_error loy__cel_to_int(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_uint(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_double(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_string(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_bytes(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_bool(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_type_of_value(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_identity(const loy__cel_call *call, loy__cel_value *out);

/* numbers.c */
loy__cel_error loy__cel_extreme(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_abs(const loy__cel_call *call, loy__cel_value *out);

/* strings.c */
loy__cel_error loy__cel_contains(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_has_affix(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_change_case(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_trim(const loy__cel_call *call, loy__cel_value *out);

/* math.c; what each does is its data */
loy__cel_error loy__cel_round(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_classify(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_sign(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_sqrt(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_bits(const loy__cel_call *call, loy__cel_value *out);

enum {
    LOY__MATH_CEIL = 1,
    LOY__MATH_FLOOR,
    LOY__MATH_ROUND,
    LOY__MATH_TRUNC,
    LOY__MATH_IS_NAN,
    LOY__MATH_IS_INF,
    LOY__MATH_IS_FINITE,
    LOY__MATH_AND,
    LOY__MATH_OR,
    LOY__MATH_XOR,
    LOY__MATH_NOT,
    LOY__MATH_LEFT,
    LOY__MATH_RIGHT
};

/* substrings.c */
loy__cel_error loy__cel_char_at(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_substring(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_index_of(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_join_texts(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_replace(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_split(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_reverse_text(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_quote(const loy__cel_call *call, loy__cel_value *out);

/* format.c, base64.c */
loy__cel_error loy__cel_format(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_base64_encode(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_base64_decode(const loy__cel_call *call, loy__cel_value *out);

/* optionals.c; or() and orValue() need their second argument only when the
 * first is none, and are compiled so */
loy__cel_error loy__cel_optional(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_has_some(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_some(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_or(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_or_value(const loy__cel_call *call, loy__cel_value *out);

enum { LOY__OPTIONAL_NONE = 1, LOY__OPTIONAL_OF, LOY__OPTIONAL_NON_ZERO };

/* time.c; the data of a getter is one of the fields below */
loy__cel_error loy__cel_get_time(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_timestamp(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_to_duration(const loy__cel_call *call, loy__cel_value *out);

enum {
    LOY__GET_YEAR = 1,
    LOY__GET_MONTH,
    LOY__GET_DATE,
    LOY__GET_DAY_OF_MONTH,
    LOY__GET_DAY_OF_WEEK,
    LOY__GET_DAY_OF_YEAR,
    LOY__GET_HOURS,
    LOY__GET_MINUTES,
    LOY__GET_SECONDS,
    LOY__GET_MILLISECONDS
};

/* profile.c; the data of mul_div is its loy__rounding */
loy__cel_error loy__cel_per(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_under(const loy__cel_call *call, loy__cel_value *out);
loy__cel_error loy__cel_mul_div(const loy__cel_call *call, loy__cel_value *out);

#endif
