/*
 * functions.c -- the table of functions.
 *
 * What the loyalty profile has is fixed here, too: a function is in it when it
 * is exact, total or nearly so, and of use in a rule.
 */
#include "cel/function.h"

#include "base/macros.h"
#include "base/number.h"
#include "cel/ast.h"

#define METHOD (LOY__FN_METHOD | LOY__FN_PLAIN)
#define GLOBAL LOY__FN_PLAIN
#define BOTH (LOY__FN_BOTH | LOY__FN_PLAIN)
#define RULES LOY__FN_RULES
#define TOTAL LOY__FN_TOTAL
#define ONLY_RULES (LOY__FN_RULES | LOY__FN_METHOD)

/* The getters of a timestamp, in UTC and with an offset. */
#define GETTER(name, field)                                                                        \
    {name, "timestamp", "int", loy__cel_get_time, METHOD | RULES | TOTAL, field, 0},               \
    {                                                                                              \
        name, "timestamp, string", "int", loy__cel_get_time, METHOD | RULES, field, 0              \
    }
/* Those that durations have, too. */
#define CLOCK_GETTER(name, field)                                                                  \
    GETTER(name, field),                                                                           \
    {                                                                                              \
        name, "duration", "int", loy__cel_get_time, METHOD | RULES | TOTAL, field, 0               \
    }
#define REDUCER(name, type, loop)                                                                  \
    {                                                                                              \
        name, "list(" type ")", type, NULL, LOY__FN_BOTH | RULES, 0, loop                          \
    }
#define MUL_DIV(name, rounding)                                                                    \
    {                                                                                              \
        name, "int, int, int", "int", loy__cel_mul_div, RULES, rounding, 0                         \
    }
#define EXTREME(name, which)                                                                       \
    {name, "int", "int", loy__cel_extreme, GLOBAL | RULES | TOTAL | LOY__FN_MANY, which, 0},       \
        {name, "uint", "uint", loy__cel_extreme, GLOBAL | TOTAL | LOY__FN_MANY, which, 0},         \
        {name, "double", "double", loy__cel_extreme, GLOBAL | TOTAL | LOY__FN_MANY, which, 0},     \
        {name, "list(int)", "int", loy__cel_extreme, GLOBAL | RULES, which, 0},                    \
        {name, "list(uint)", "uint", loy__cel_extreme, GLOBAL, which, 0},                          \
        {name, "list(double)", "double", loy__cel_extreme, GLOBAL, which, 0},                      \
        {name, "list(dyn)", "dyn", loy__cel_extreme, GLOBAL, which, 0},                            \
    {                                                                                              \
        name, "dyn", "dyn", loy__cel_extreme, GLOBAL | LOY__FN_MANY, which, 0                      \
    }
#define ROUND(name, how)                                                                           \
    {                                                                                              \
        name, "double", "double", loy__cel_round, GLOBAL | TOTAL, how, 0                           \
    }
#define IS(name, what)                                                                             \
    {                                                                                              \
        name, "double", "bool", loy__cel_classify, GLOBAL | TOTAL, what, 0                         \
    }
#define BITS(name, how)                                                                            \
    {name, "int, int", "int", loy__cel_bits, GLOBAL | TOTAL, how, 0},                              \
    {                                                                                              \
        name, "uint, uint", "uint", loy__cel_bits, GLOBAL | TOTAL, how, 0                          \
    }
#define SHIFT(name, how)                                                                           \
    {name, "int, int", "int", loy__cel_bits, GLOBAL, how, 0},                                      \
    {                                                                                              \
        name, "uint, int", "uint", loy__cel_bits, GLOBAL, how, 0                                   \
    }
#define TEXT(name, params, result, run, data)                                                      \
    {                                                                                              \
        name, params, result, run, METHOD, data, 0                                                 \
    }

/* A conversion from one type that can fail, and from one that cannot. */
#define FROM(name, param, result, run)                                                             \
    {                                                                                              \
        name, param, result, run, GLOBAL, 0, 0                                                     \
    }
#define ALWAYS_FROM(name, param, result, run)                                                      \
    {                                                                                              \
        name, param, result, run, GLOBAL | TOTAL, 0, 0                                             \
    }

static const loy__cel_function functions[] = {
    {"size", "string", "int", loy__cel_size, BOTH | RULES | TOTAL, 0, 0},
    {"size", "bytes", "int", loy__cel_size, BOTH | TOTAL, 0, 0},
    {"size", "list(A)", "int", loy__cel_size, BOTH | RULES | TOTAL, 0, LOY__LOOP_SIZE},
    {"size", "map(A, B)", "int", loy__cel_size, BOTH | RULES | TOTAL, 0, 0},
    {"contains", "string, string", "bool", loy__cel_contains, METHOD | RULES | TOTAL, 0, 0},
    {"startsWith", "string, string", "bool", loy__cel_has_affix, METHOD | RULES | TOTAL,
     LOY__FN_AT_START, 0},
    {"endsWith", "string, string", "bool", loy__cel_has_affix, METHOD | RULES | TOTAL,
     LOY__FN_AT_END, 0},
    {"lowerAscii", "string", "string", loy__cel_change_case, METHOD | RULES | TOTAL, LOY__FN_LOWER,
     0},
    {"upperAscii", "string", "string", loy__cel_change_case, METHOD | RULES | TOTAL, LOY__FN_UPPER,
     0},
    {"trim", "string", "string", loy__cel_trim, METHOD | RULES | TOTAL, 0, 0},
    EXTREME("math.greatest", LOY__FN_GREATEST),
    EXTREME("math.least", LOY__FN_LEAST),
    {"math.abs", "int", "int", loy__cel_abs, GLOBAL | RULES, 0, 0},
    {"math.abs", "uint", "uint", loy__cel_abs, GLOBAL | TOTAL, 0, 0},
    {"math.abs", "double", "double", loy__cel_abs, GLOBAL | TOTAL, 0, 0},
    {"math.sign", "int", "int", loy__cel_sign, GLOBAL | TOTAL, 0, 0},
    {"math.sign", "uint", "uint", loy__cel_sign, GLOBAL | TOTAL, 0, 0},
    {"math.sign", "double", "double", loy__cel_sign, GLOBAL | TOTAL, 0, 0},
    {"math.sqrt", "int", "double", loy__cel_sqrt, GLOBAL | TOTAL, 0, 0},
    {"math.sqrt", "uint", "double", loy__cel_sqrt, GLOBAL | TOTAL, 0, 0},
    {"math.sqrt", "double", "double", loy__cel_sqrt, GLOBAL | TOTAL, 0, 0},
    ROUND("math.ceil", LOY__MATH_CEIL),
    ROUND("math.floor", LOY__MATH_FLOOR),
    ROUND("math.round", LOY__MATH_ROUND),
    ROUND("math.trunc", LOY__MATH_TRUNC),
    IS("math.isNaN", LOY__MATH_IS_NAN),
    IS("math.isInf", LOY__MATH_IS_INF),
    IS("math.isFinite", LOY__MATH_IS_FINITE),
    BITS("math.bitAnd", LOY__MATH_AND),
    BITS("math.bitOr", LOY__MATH_OR),
    BITS("math.bitXor", LOY__MATH_XOR),
    {"math.bitNot", "int", "int", loy__cel_bits, GLOBAL | TOTAL, LOY__MATH_NOT, 0},
    {"math.bitNot", "uint", "uint", loy__cel_bits, GLOBAL | TOTAL, LOY__MATH_NOT, 0},
    SHIFT("math.bitShiftLeft", LOY__MATH_LEFT),
    SHIFT("math.bitShiftRight", LOY__MATH_RIGHT),
    TEXT("charAt", "string, int", "string", loy__cel_char_at, 0),
    TEXT("indexOf", "string, string", "int", loy__cel_index_of, LOY__FN_AT_START),
    TEXT("indexOf", "string, string, int", "int", loy__cel_index_of, LOY__FN_AT_START),
    TEXT("lastIndexOf", "string, string", "int", loy__cel_index_of, LOY__FN_AT_END),
    TEXT("lastIndexOf", "string, string, int", "int", loy__cel_index_of, LOY__FN_AT_END),
    TEXT("join", "list(string)", "string", loy__cel_join_texts, 0),
    TEXT("join", "list(string), string", "string", loy__cel_join_texts, 0),
    TEXT("replace", "string, string, string", "string", loy__cel_replace, 0),
    TEXT("replace", "string, string, string, int", "string", loy__cel_replace, 0),
    TEXT("split", "string, string", "list(string)", loy__cel_split, 0),
    TEXT("split", "string, string, int", "list(string)", loy__cel_split, 0),
    TEXT("substring", "string, int", "string", loy__cel_substring, 0),
    TEXT("substring", "string, int, int", "string", loy__cel_substring, 0),
    TEXT("reverse", "string", "string", loy__cel_reverse_text, 0),
    TEXT("format", "string, list(dyn)", "string", loy__cel_format, 0),
    {"base64.encode", "bytes", "string", loy__cel_base64_encode, GLOBAL | TOTAL, 0, 0},
    {"base64.decode", "string", "bytes", loy__cel_base64_decode, GLOBAL, 0, 0},
    {"strings.quote", "string", "string", loy__cel_quote, GLOBAL | TOTAL, 0, 0},
    {"optional.none", "", "optional_type(A)", loy__cel_optional, GLOBAL | TOTAL, LOY__OPTIONAL_NONE,
     0},
    {"optional.of", "A", "optional_type(A)", loy__cel_optional, GLOBAL | TOTAL, LOY__OPTIONAL_OF,
     0},
    {"optional.ofNonZeroValue", "A", "optional_type(A)", loy__cel_optional, GLOBAL | TOTAL,
     LOY__OPTIONAL_NON_ZERO, 0},
    {"hasValue", "optional_type(A)", "bool", loy__cel_has_some, METHOD | TOTAL, 0, 0},
    {"value", "optional_type(A)", "A", loy__cel_some, METHOD, 0, 0},
    {"or", "optional_type(A), optional_type(A)", "optional_type(A)", loy__cel_or, METHOD | TOTAL, 0,
     0},
    {"orValue", "optional_type(A), A", "A", loy__cel_or_value, METHOD | TOTAL, 0, 0},
    {"timestamp", "timestamp", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES | TOTAL, 0, 0},
    {"timestamp", "string", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES, 0, 0},
    {"timestamp", "int", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES, 0, 0},
    {"duration", "duration", "duration", loy__cel_to_duration, GLOBAL | RULES | TOTAL, 0, 0},
    {"duration", "string", "duration", loy__cel_to_duration, GLOBAL | RULES, 0, 0},
    ALWAYS_FROM("int", "int", "int", loy__cel_to_int),
    FROM("int", "uint", "int", loy__cel_to_int),
    FROM("int", "double", "int", loy__cel_to_int),
    FROM("int", "string", "int", loy__cel_to_int),
    ALWAYS_FROM("int", "timestamp", "int", loy__cel_to_int),
    ALWAYS_FROM("uint", "uint", "uint", loy__cel_to_uint),
    FROM("uint", "int", "uint", loy__cel_to_uint),
    FROM("uint", "double", "uint", loy__cel_to_uint),
    FROM("uint", "string", "uint", loy__cel_to_uint),
    ALWAYS_FROM("double", "double", "double", loy__cel_to_double),
    ALWAYS_FROM("double", "int", "double", loy__cel_to_double),
    ALWAYS_FROM("double", "uint", "double", loy__cel_to_double),
    FROM("double", "string", "double", loy__cel_to_double),
    ALWAYS_FROM("string", "string", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "bool", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "int", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "uint", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "double", "string", loy__cel_to_string),
    FROM("string", "bytes", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "timestamp", "string", loy__cel_to_string),
    ALWAYS_FROM("string", "duration", "string", loy__cel_to_string),
    ALWAYS_FROM("bytes", "bytes", "bytes", loy__cel_to_bytes),
    ALWAYS_FROM("bytes", "string", "bytes", loy__cel_to_bytes),
    ALWAYS_FROM("bool", "bool", "bool", loy__cel_to_bool),
    FROM("bool", "string", "bool", loy__cel_to_bool),
    ALWAYS_FROM("type", "A", "type(A)", loy__cel_type_of_value),
    ALWAYS_FROM("dyn", "A", "dyn", loy__cel_identity),
    GETTER("getFullYear", LOY__GET_YEAR),
    GETTER("getMonth", LOY__GET_MONTH),
    GETTER("getDate", LOY__GET_DATE),
    GETTER("getDayOfMonth", LOY__GET_DAY_OF_MONTH),
    GETTER("getDayOfWeek", LOY__GET_DAY_OF_WEEK),
    GETTER("getDayOfYear", LOY__GET_DAY_OF_YEAR),
    CLOCK_GETTER("getHours", LOY__GET_HOURS),
    CLOCK_GETTER("getMinutes", LOY__GET_MINUTES),
    CLOCK_GETTER("getSeconds", LOY__GET_SECONDS),
    CLOCK_GETTER("getMilliseconds", LOY__GET_MILLISECONDS),
    REDUCER("sum", "int", LOY__LOOP_SUM),
    REDUCER("sum", "duration", LOY__LOOP_SUM),
    REDUCER("min", "int", LOY__LOOP_MIN),
    REDUCER("max", "int", LOY__LOOP_MAX),
    {"spend", "A", "int", NULL, RULES, 0, LOY__LOOP_SPEND},
    {"per", "int, int", "int", loy__cel_per, ONLY_RULES, 0, 0},
    {"under", "string, string", "bool", loy__cel_under, ONLY_RULES | TOTAL, 0, 0},
    MUL_DIV("mul_div", LOY__FLOOR),
    MUL_DIV("mul_div_half_up", LOY__HALF_UP),
    MUL_DIV("mul_div_half_even", LOY__HALF_EVEN),
    MUL_DIV("mul_div_ceil", LOY__CEIL),
};

const loy__cel_function *
loy__cel_functions(uint32_t *count)
{
    *count = (uint32_t)LOY_COUNT(functions);
    return functions;
}
