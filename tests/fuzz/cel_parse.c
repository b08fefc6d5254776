/*
 * cel_parse.c -- any bytes as an expression of the plain language, checked and
 * unchecked, and of the loyalty profile: reading ends, and what compiles runs.
 *
 * What runs is bounded by the cost that is computed at load.
 */
#include "fuzz/fuzz.h"

#include "base/macros.h"
#include "cel/cel.h"
#include "cel/sale.h"

enum { BUDGET = 200000 };

static int
declare_plain(loy__cel_env *env)
{
    static const char *const variables[][2] = {
        {"u", "uint"},     {"d", "double"},      {"m", "map(string, int)"},
        {"zero", "int"},   {"a.b", "list(dyn)"}, {"s", "string"},
        {"y", "bytes"},    {"x", "dyn"},         {"t", "timestamp"},
        {"w", "duration"}, {"n", "null_type"},
    };
    int result = LOY_OK;

    for (uint32_t i = 0; i < LOY_COUNT(variables) && result == LOY_OK; i++)
        result = loy__cel_env_variable(env, variables[i][0], variables[i][1], 0, i);
    return result;
}

static void
run(const loy__cel_code *code, const loy__cel_value *slots, loy__arena *arena)
{
    uint64_t rows = 0;
    loy__cel_run how = {.slots = slots, .arena = arena, .rows = &rows, .row_words = 1};
    loy__cel_value first = loy__cel_int(0), value = loy__cel_int(0);
    loy__cel_error error = loy__cel_eval(code, &how, &first);

    how.rows = NULL;
    FUZZ_REQUIRE(loy__cel_eval(code, &how, &value) == error);
    for (uint32_t i = 0; i < loy__cel_term_count(code); i++)
        (void)loy__cel_eval_term(code, i, &how, &value);
}

static void
try_in(loy__cel_env *env, const loy__cel_value *slots, loy__arena *arena, const char *text,
       size_t size)
{
    loy__cel_fault fault, warning;
    loy__cel_code *code = NULL;
    int result = loy__cel_compile(&code, env, text, size, NULL, &fault, &warning);

    FUZZ_REQUIRE((result == LOY_OK) == (code != NULL));
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_PROGRAM);
    if (result == LOY_OK) {
        run(code, slots, arena);
    } else {
        FUZZ_REQUIRE(fault.text[0] != '\0' && fault.offset <= size);
        FUZZ_REQUIRE(strlen(fault.text) < sizeof(fault.text) &&
                     strlen(fault.hint) < sizeof(fault.hint));
    }
    loy__cel_free(code);
}

static void
try_plain(const loy_memory *memory, loy__arena *arena, bool unchecked, const char *text,
          size_t size)
{
    static const loy__cel_value pairs[] = {{.as.text = "a", .size = 1, .tag = LOY__CEL_STRING},
                                           {.as.integer = 1, .tag = LOY__CEL_INT},
                                           {.as.text = "b", .size = 1, .tag = LOY__CEL_STRING},
                                           {.as.integer = INT64_MIN, .tag = LOY__CEL_INT}};
    static const loy__cel_value slots[] = {
        {.as.natural = UINT64_MAX, .tag = LOY__CEL_UINT},
        {.as.real = -2.5, .tag = LOY__CEL_DOUBLE},
        {.as.items = pairs, .size = 2, .tag = LOY__CEL_MAP},
        {.as.integer = 0, .tag = LOY__CEL_INT},
        {.as.items = pairs, .size = 4, .tag = LOY__CEL_LIST},
        {.as.text = "caf\xc3\xa9 \xf0\x9f\x98\x80", .size = 10, .tag = LOY__CEL_STRING},
        {.as.text = "\xff\x00", .size = 2, .tag = LOY__CEL_BYTES},
        {.as.text = "b", .size = 1, .tag = LOY__CEL_STRING},
        {.as.integer = -1, .size = 999999999, .tag = LOY__CEL_TIMESTAMP},
        {.as.integer = INT64_MIN, .tag = LOY__CEL_DURATION},
        {.tag = LOY__CEL_NULL},
    };
    loy__cel_options options = {.unchecked = unchecked, .budget = BUDGET, .max_items = 20};
    loy__cel_env *env;

    FUZZ_REQUIRE(loy__cel_env_new(&env, &options, memory) == LOY_OK);
    FUZZ_REQUIRE(declare_plain(env) == LOY_OK);
    try_in(env, slots, arena, text, size);
    loy__cel_env_free(env);
    loy__arena_reset(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    loy_memory memory;
    loy__arena arena;
    sale s;

    FUZZ_REQUIRE(loy__memory_init(&memory, fuzz_memory()) == LOY_OK);
    loy__arena_init(&arena, &memory);
    try_plain(&memory, &arena, false, (const char *)data, size);
    try_plain(&memory, &arena, true, (const char *)data, size);
    FUZZ_REQUIRE(sale_open(&s, fuzz_memory(), BUDGET) == LOY_OK);
    try_in(s.env, s.slots, &s.arena, (const char *)data, size);
    sale_close(&s);
    loy__arena_free(&arena);
    return 0;
}
