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
    {                                                                                              \
        name, "list(int)", "int", loy__cel_extreme, GLOBAL | RULES, which, 0                       \
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
    {"timestamp", "timestamp", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES | TOTAL, 0, 0},
    {"timestamp", "string", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES, 0, 0},
    {"timestamp", "int", "timestamp", loy__cel_to_timestamp, GLOBAL | RULES, 0, 0},
    {"duration", "duration", "duration", loy__cel_to_duration, GLOBAL | RULES | TOTAL, 0, 0},
    {"duration", "string", "duration", loy__cel_to_duration, GLOBAL | RULES, 0, 0},
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
    {"spend", "list(A)", "int", NULL, RULES, 0, LOY__LOOP_SPEND},
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
