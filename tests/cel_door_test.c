/*
 * cel_door_test.c -- the expression language as a host of its own sees it:
 * values of every kind, errors, who outlives whom, memory.
 */
#include "kit/table_kit.h"

#include <string.h>

#include "kit/memory_kit.h"
#include "loyalty/cel.h"

static loy_cel_value
number(int64_t value)
{
    return (loy_cel_value){.as.integer = value, .kind = LOY_CEL_INT};
}

static loy_cel_value
text(const char *words)
{
    return (loy_cel_value){
        .as.text = words, .size = (uint32_t)strlen(words), .kind = LOY_CEL_STRING};
}

static loy_cel_value
items(uint32_t kind, const loy_cel_value *elements, uint32_t size)
{
    return (loy_cel_value){.as.items = elements, .size = size, .kind = kind};
}

static loy_cel_env *
open_env(uint32_t flags, const char *const *names_and_types)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_cel_env *env;

    options.flags = flags;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_OK);
    for (; *names_and_types != NULL; names_and_types += 2)
        assert_int_equal(loy_cel_declare(env, names_and_types[0], names_and_types[1]), LOY_OK);
    return env;
}

static loy_cel_program *
compiled(loy_cel_env *env, const char *source)
{
    loy_cel_program *program;
    loy_error error = LOY_ERROR_INIT;

    if (loy_cel_compile(&program, env, source, strlen(source), NULL, &error) != LOY_OK)
        fail_msg("%s: %s", source, error.text);
    return program;
}

/* ---- Values ---- */

static const struct type_case {
    const char *name; /* of the type */
    const char *source;
    uint32_t kind;
} type_cases[] = {
    {"null", "null", LOY_CEL_NULL},
    {"bool", "true", LOY_CEL_BOOL},
    {"int", "-9223372036854775808", LOY_CEL_INT},
    {"uint", "18446744073709551615u", LOY_CEL_UINT},
    {"double", "-0.5e300", LOY_CEL_DOUBLE},
    {"string", "'caf\xc3\xa9'", LOY_CEL_STRING},
    {"string", "''", LOY_CEL_STRING},
    {"bytes", "b'\\xff\\x00'", LOY_CEL_BYTES},
    {"timestamp", "timestamp('2026-03-02T08:15:00.5Z')", LOY_CEL_TIMESTAMP},
    {"timestamp", "timestamp('0001-01-01T00:00:00Z')", LOY_CEL_TIMESTAMP},
    {"duration", "duration('-90m')", LOY_CEL_DURATION},
    {"list(int)", "[1, 2, 3]", LOY_CEL_LIST},
    {"list(int)", "[]", LOY_CEL_LIST},
    {"list(list(string))", "[['a', 'bc'], [], ['']]", LOY_CEL_LIST},
    {"map(string, int)", "{'a': 1, 'b': 2}", LOY_CEL_MAP},
    {"map(int, map(bool, string))", "{7: {true: 'x'}, 8: {}}", LOY_CEL_MAP},
    {"type", "type(1)", LOY_CEL_TYPE},
    {"optional_type(int)", "optional.of(4)", LOY_CEL_OPTIONAL},
    {"optional_type(int)", "optional.none()", LOY_CEL_OPTIONAL},
    {"dyn", "[1, 'a', {2u: [null, 1.5]}]", LOY_CEL_LIST},
};

/* What an expression gives can be bound, and is then what the expression gives. */
static void
values_come_out_and_go_in(void **state)
{
    const struct type_case *c = *state;
    const char *const variables[] = {"x", c->name, "other", "list(map(string, uint))", NULL};
    loy_cel_env *env = open_env(0, variables);
    loy_cel_program *program = compiled(env, c->source), *same, *read;
    loy_cel_evaluator *evaluator;
    loy_cel_value value, wrong = items(LOY_CEL_LIST, NULL, 1);
    char source[256] = "dyn(x) == dyn(";

    strcat(strcat(source, c->source), ")");
    same = compiled(env, source);
    read = compiled(env, "x");
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    loy_cel_env_free(env);
    assert_int_equal(loy_cel_evaluate(evaluator, program, &value), LOY_OK);
    assert_int_equal(value.kind, c->kind);
    /* Again and again, from what the one before lent. */
    for (int round = 0; round < 3; round++) {
        assert_int_equal(loy_cel_bind(evaluator, 0, &value), LOY_OK);
        assert_int_equal(loy_cel_evaluate(evaluator, same, &value), LOY_OK);
        assert_int_equal(value.kind, LOY_CEL_BOOL);
        assert_int_equal(value.as.integer, 1);
        assert_int_equal(loy_cel_evaluate(evaluator, read, &value), LOY_OK);
        assert_int_equal(value.kind, c->kind);
    }
    assert_int_equal(loy_cel_bind(evaluator, 1, &value),
                     value.kind == LOY_CEL_LIST && value.size == 0 ? LOY_OK : LOY_ERR_INVALID);
    assert_int_equal(loy_cel_bind(evaluator, 0, &wrong), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_evaluate(evaluator, same, &value), LOY_OK);
    assert_int_equal(value.as.integer, 1);
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(program);
    loy_cel_program_free(same);
    loy_cel_program_free(read);
}

static const loy_cel_value one = {.as.integer = 1, .kind = LOY_CEL_INT};
static const loy_cel_value half_pair[] = {{.as.real = 0.5, .kind = LOY_CEL_DOUBLE},
                                          {.as.integer = 1, .kind = LOY_CEL_INT}};
static const loy_cel_value mixed[] = {
    {.as.integer = 1, .kind = LOY_CEL_INT},
    {.as.text = "a", .size = 1, .kind = LOY_CEL_STRING},
};

static const struct improper_case {
    const char *name, *type;
    loy_cel_value value;
} improper_cases[] = {
    {"a truth of 2", "dyn", {.as.integer = 2, .kind = LOY_CEL_BOOL}},
    {"not UTF-8", "dyn", {.as.text = "\xc3(", .size = 2, .kind = LOY_CEL_STRING}},
    {"a text that is not there", "dyn", {.as.text = NULL, .size = 2, .kind = LOY_CEL_STRING}},
    {"elements that are not there", "dyn", {.as.items = NULL, .size = 2, .kind = LOY_CEL_LIST}},
    {"two values of an optional", "dyn", {.as.items = mixed, .size = 2, .kind = LOY_CEL_OPTIONAL}},
    {"a double as a key", "dyn", {.as.items = half_pair, .size = 1, .kind = LOY_CEL_MAP}},
    {"before the first year",
     "dyn",
     {.as.integer = INT64_C(-62135596801), .kind = LOY_CEL_TIMESTAMP}},
    {"after the last year",
     "dyn",
     {.as.integer = INT64_C(253402300800), .kind = LOY_CEL_TIMESTAMP}},
    {"a second of nanoseconds", "dyn", {.size = 1000000000, .kind = LOY_CEL_TIMESTAMP}},
    {"an error", "dyn", {.as.integer = LOY_CEL_ERR_KEY, .kind = LOY_CEL_ERROR}},
    {"a kind that is none", "dyn", {.kind = 12}},
    {"an int for a uint", "uint", {.as.integer = 1, .kind = LOY_CEL_INT}},
    {"null for a string", "string", {.kind = LOY_CEL_NULL}},
    {"a list of two types", "list(int)", {.as.items = mixed, .size = 2, .kind = LOY_CEL_LIST}},
    {"a key of another type",
     "map(string, string)",
     {.as.items = mixed, .size = 1, .kind = LOY_CEL_MAP}},
    {"a value of another type",
     "map(int, int)",
     {.as.items = mixed, .size = 1, .kind = LOY_CEL_MAP}},
    {"an optional of another type",
     "optional_type(string)",
     {.as.items = &one, .size = 1, .kind = LOY_CEL_OPTIONAL}},
};

static void
improper_values_are_refused(void **state)
{
    const struct improper_case *c = *state;
    const char *const variables[] = {"x", c->type, NULL};
    loy_cel_env *env = open_env(0, variables);
    loy_cel_program *program = compiled(env, "x");
    loy_cel_evaluator *evaluator;
    loy_cel_value value;

    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &c->value), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_evaluate(evaluator, program, &value), LOY_ERR_INVALID);
    assert_int_equal(value.kind, LOY_CEL_NULL);
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

static void
values_nest_only_so_deep(void **state)
{
    static const char *const variables[] = {"x", "dyn", NULL};
    loy_cel_env *env = open_env(0, variables);
    loy_cel_evaluator *evaluator;
    loy_cel_value nest[40];

    (void)state;
    nest[0] = number(1);
    for (int i = 1; i < 40; i++)
        nest[i] = items(LOY_CEL_LIST, &nest[i - 1], 1);
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &nest[32]), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &nest[33]), LOY_ERR_INVALID);
    loy_cel_evaluator_free(evaluator);
    loy_cel_env_free(env);
}

static void
parts_are_lent(void **state)
{
    loy_cel_value list[] = {number(5), text("x")};
    loy_cel_value pairs[] = {
        number(1), text("one"), text("two"), number(2), {.as.natural = 3, .kind = LOY_CEL_UINT},
        number(3)};
    loy_cel_value l = items(LOY_CEL_LIST, list, 2), m = items(LOY_CEL_MAP, pairs, 3);
    loy_cel_value some = items(LOY_CEL_OPTIONAL, list, 1), none = items(LOY_CEL_OPTIONAL, NULL, 0);
    loy_cel_value real = {.as.real = 3.0, .kind = LOY_CEL_DOUBLE}, key = text("two"), five = *list;

    (void)state;
    assert_ptr_equal(loy_cel_at(&l, 1), &list[1]);
    assert_null(loy_cel_at(&l, 2));
    assert_null(loy_cel_at(&five, 0));
    assert_null(loy_cel_at(NULL, 0));
    assert_ptr_equal(loy_cel_at(&some, 0), &list[0]);
    assert_null(loy_cel_at(&none, 0));
    assert_ptr_equal(loy_cel_at(&m, 1), &pairs[3]);
    assert_ptr_equal(loy_cel_key_at(&m, 1), &pairs[2]);
    assert_null(loy_cel_key_at(&m, 3));
    assert_null(loy_cel_key_at(&l, 0));
    assert_ptr_equal(loy_cel_find(&m, &key), &pairs[3]);
    assert_ptr_equal(loy_cel_find(&m, &real), &pairs[5]);
    assert_null(loy_cel_find(&m, &five));
    assert_null(loy_cel_find(&m, &l));
    assert_null(loy_cel_find(&l, &key));
    assert_null(loy_cel_find(NULL, &key));
}

/* ---- Errors ---- */

static const struct error_case {
    const char *name;
    int64_t error;
    const char *words;
} error_cases[] = {
    {"9223372036854775807 + x", LOY_CEL_ERR_OVERFLOW, "overflow"},
    {"1 / (x - 1)", LOY_CEL_ERR_DIVIDE, "division by zero"},
    {"{'a': 1}[string(x)]", LOY_CEL_ERR_KEY, "no such key"},
    {"[1][x]", LOY_CEL_ERR_INDEX, "index out of range"},
    {"int('x' + string(x))", LOY_CEL_ERR_CONVERT, "conversion impossible"},
    {"dyn(x) + dyn('a')", LOY_CEL_ERR_OVERLOAD, "no such overload"},
    {"{x: 'a', 1: 'b'}", LOY_CEL_ERR_ARGUMENT, "invalid argument"},
};

static void
errors_are_values(void **state)
{
    static const char *const variables[] = {"x", "int", NULL};
    const struct error_case *c = *state;
    loy_cel_env *env = open_env(0, variables);
    loy_cel_program *program = compiled(env, c->name);
    loy_cel_evaluator *evaluator;
    loy_cel_value value, x = number(1);

    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_bind_name(evaluator, "x", &x), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, program, &value), LOY_OK);
    assert_int_equal(value.kind, LOY_CEL_ERROR);
    assert_int_equal(value.as.integer, c->error);
    assert_string_equal(loy_cel_error_text(value.as.integer), c->words);
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

static void
mistakes_have_a_place(void **state)
{
    static const char *const variables[] = {"total", "int", NULL};
    static const char source[] = "total > 1 &&\n  '\xc3\xa9' == totl";
    loy_cel_env *env = open_env(0, variables);
    loy_error error = LOY_ERROR_INIT;
    loy_cel_program *program;

    (void)state;
    assert_int_equal(loy_cel_compile(&program, env, source, sizeof(source) - 1, NULL, &error),
                     LOY_ERR_PROGRAM);
    assert_null(program);
    assert_int_equal(error.code, LOY_ERR_PROGRAM);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 10);
    assert_string_equal(error.text, "`totl` is not declared");
    assert_string_equal(error.hint, "did you mean `total`?");
    assert_int_equal(loy_cel_compile(&program, env, "total", 5, "bool", &error), LOY_ERR_PROGRAM);
    assert_int_equal(loy_cel_compile(&program, env, "total", 5, "boool", &error), LOY_ERR_PROGRAM);
    assert_string_equal(error.text, "`boool` is not a type");
    assert_int_equal(loy_cel_compile(&program, env, NULL, 0, NULL, NULL), LOY_ERR_PROGRAM);
    assert_int_equal(loy_cel_compile(&program, env, NULL, 1, NULL, &error), LOY_ERR_INVALID);
    assert_int_equal(error.code, LOY_ERR_INVALID);
    assert_int_equal(loy_cel_compile(NULL, env, "1", 1, NULL, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_compile(&program, NULL, "1", 1, NULL, NULL), LOY_ERR_INVALID);
    loy_cel_env_free(env);
}

static const struct declare_case {
    const char *name, *type;
    int result;
} declare_cases[] = {
    {"a", "int", LOY_OK},
    {"a.b_2.C", "map(string, list(dyn))", LOY_OK},
    {"known", "int", LOY_ERR_INVALID},
    {"", "int", LOY_ERR_INVALID},
    {".a", "int", LOY_ERR_INVALID},
    {"a.", "int", LOY_ERR_INVALID},
    {"a..b", "int", LOY_ERR_INVALID},
    {"2a", "int", LOY_ERR_INVALID},
    {"a b", "int", LOY_ERR_INVALID},
    {"a", "number", LOY_ERR_INVALID},
    {"a", "list(int", LOY_ERR_INVALID},
    {"a", "", LOY_ERR_INVALID},
    {"a", NULL, LOY_ERR_INVALID},
};

static void
declarations_are_checked(void **state)
{
    static const char *const variables[] = {"known", "int", NULL};
    const struct declare_case *c = *state;
    loy_cel_env *env = open_env(0, variables);

    assert_int_equal(loy_cel_declare(env, c->name, c->type), c->result);
    loy_cel_env_free(env);
}

static void
options_are_checked(void **state)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_error error = LOY_ERROR_INIT;
    loy_cel_program *program;
    loy_cel_env *env;

    (void)state;
    options.flags = LOY_CEL_RULES | LOY_CEL_UNCHECKED;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_ERR_INVALID);
    options.flags = 8;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_ERR_INVALID);
    options.flags = LOY_CEL_RULES;
    options.money_digits = 19;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_ERR_INVALID);
    options.money_digits = 3;
    options.size = 4;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_ERR_VERSION);
    options.size = sizeof(options);
    options.budget = 100;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_OK);
    assert_int_equal(loy_cel_declare(env, "x", "dyn"), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_declare(env, "xs", "list(int)"), LOY_OK);
    assert_int_equal(loy_cel_compile(&program, env, "money('4.505')", 14, NULL, NULL), LOY_OK);
    loy_cel_program_free(program);
    assert_int_equal(loy_cel_compile(&program, env, "xs.sum()", 8, NULL, &error), LOY_ERR_PROGRAM);
    assert_non_null(strstr(error.text, "limit of 100"));
    loy_cel_env_free(env);
    assert_int_equal(loy_cel_env_new(NULL, NULL, NULL), LOY_ERR_INVALID);
}

/* Neither compiling nor evaluating builds a text that grows with every call. */
static void
growing_texts_are_refused(void **state)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_error error = LOY_ERROR_INIT;
    char source[2048] = "'0123456789'";
    loy_cel_program *program;
    loy_cel_env *env;

    (void)state;
    for (int i = 0; i < 30; i++)
        strcat(source, ".replace('', '0123456789')");
    options.budget = 1000000;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_OK);
    assert_int_equal(loy_cel_compile(&program, env, source, strlen(source), NULL, &error),
                     LOY_ERR_PROGRAM);
    assert_non_null(strstr(error.text, "limit of 1000000"));
    loy_cel_env_free(env);
}

/* '%.999f%.999f...'.format(xs) writes a thousand digits for six letters. */
static void
long_formats_are_refused(void **state)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_error error = LOY_ERROR_INIT;
    static char source[32768] = "'";
    loy_cel_program *program;
    loy_cel_env *env;

    (void)state;
    for (size_t at = 1; at < 24000; at += 6)
        memcpy(source + at, "%.999f", 7);
    strcat(source, "'.format(xs).size()");
    options.budget = 1000000;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_OK);
    assert_int_equal(loy_cel_declare(env, "xs", "list(double)"), LOY_OK);
    assert_int_equal(loy_cel_compile(&program, env, source, strlen(source), NULL, &error),
                     LOY_ERR_PROGRAM);
    assert_non_null(strstr(error.text, "limit of 1000000"));
    assert_int_equal(
        loy_cel_compile(&program, env, "'%.2f euros'.format(xs)", 23, "string", &error), LOY_OK);
    assert_true(loy_cel_program_cost(program) < 20000);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

/* ---- Programs and evaluators ---- */

static void
programs_know_their_variables(void **state)
{
    static const char *const variables[] = {"a", "int", "b", "int", "request.path", "string", NULL};
    loy_cel_env *env = open_env(0, variables);
    loy_cel_program *program = compiled(env, "request.path == '/' ? a : 2"), *none;

    (void)state;
    assert_string_equal(loy_cel_program_type(program), "int");
    assert_true(loy_cel_program_cost(program) > 1);
    assert_int_equal(loy_cel_program_reads(program, 0), 1);
    assert_int_equal(loy_cel_program_reads(program, 1), 0);
    assert_int_equal(loy_cel_program_reads(program, 2), 1);
    assert_int_equal(loy_cel_program_reads(program, 3), 0);
    loy_cel_program_free(program);
    none = compiled(env, "1 + 1");
    assert_int_equal(loy_cel_program_reads(none, 0), 0);
    loy_cel_program_free(none);
    assert_int_equal(loy_cel_container(env, "request"), LOY_OK);
    program = compiled(env, "path");
    assert_int_equal(loy_cel_program_reads(program, 2), 1);
    assert_int_equal(loy_cel_container(env, "a b"), LOY_ERR_INVALID);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

static void
variables_must_be_the_same(void **state)
{
    static const char *const first[] = {"a", "int", NULL};
    static const char *const other[] = {"a", "string", NULL};
    loy_cel_env *env = open_env(0, first), *strings = open_env(0, other);
    loy_cel_program *early = compiled(env, "a + 1"), *foreign = compiled(strings, "a"), *late;
    loy_cel_evaluator *evaluator;
    loy_cel_value value, two = number(2);

    (void)state;
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_declare(env, "b", "int"), LOY_OK);
    late = compiled(env, "a + 1");
    assert_int_equal(loy_cel_evaluate(evaluator, early, &value), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_bind(evaluator, 0, &two), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, early, &value), LOY_OK);
    assert_int_equal(value.as.integer, 3);
    assert_int_equal(loy_cel_evaluate(evaluator, late, &value), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_evaluate(evaluator, foreign, &value), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_bind(evaluator, 1, &two), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_bind_name(evaluator, "b", &two), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_bind_name(evaluator, "a", NULL), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, early, &value), LOY_ERR_INVALID);
    loy_cel_evaluator_free(evaluator);
    /* A later evaluator runs earlier programs, also those of an equal environment. */
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    loy_cel_program_free(early);
    loy_cel_env_free(env);
    env = open_env(0, first);
    early = compiled(env, "a * 5");
    assert_int_equal(loy_cel_bind(evaluator, 0, &two), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, late, &value), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, early, &value), LOY_OK);
    assert_int_equal(value.as.integer, 10);
    assert_int_equal(loy_cel_evaluate(evaluator, NULL, &value), LOY_ERR_INVALID);
    assert_int_equal(loy_cel_evaluate(evaluator, early, NULL), LOY_ERR_INVALID);
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(early);
    loy_cel_program_free(late);
    loy_cel_program_free(foreign);
    loy_cel_env_free(env);
    loy_cel_env_free(strings);
}

static void
unchecked_programs_fail_late(void **state)
{
    static const char *const variables[] = {"a", "int", NULL};
    loy_cel_env *env = open_env(LOY_CEL_UNCHECKED, variables);
    loy_cel_program *bad = compiled(env, "b + 1"), *absorbed = compiled(env, "b == 1 || a == 2");
    loy_cel_evaluator *evaluator;
    loy_cel_value value, two = number(2);

    (void)state;
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &two), LOY_OK);
    assert_int_equal(loy_cel_evaluate(evaluator, bad, &value), LOY_OK);
    assert_int_equal(value.kind, LOY_CEL_ERROR);
    assert_int_equal(value.as.integer, LOY_CEL_ERR_UNDECLARED);
    assert_int_equal(loy_cel_evaluate(evaluator, absorbed, &value), LOY_OK);
    assert_int_equal(value.as.integer, 1);
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(bad);
    loy_cel_program_free(absorbed);
    loy_cel_env_free(env);
}

/* ---- Memory ---- */

/* All of it once, with an allocator that may say no; LOY_OK when nothing did. */
static int
use_everything(const loy_memory *memory)
{
    static const char source[] = "names.map(n, n + '!').filter(n, n != x)";
    loy_cel_value names[] = {text("a"), text("b")}, list = items(LOY_CEL_LIST, names, 2);
    loy_cel_value x = text("a!"), value;
    loy_cel_env *env = NULL;
    loy_cel_program *program = NULL;
    loy_cel_evaluator *evaluator = NULL;
    int result = loy_cel_env_new(&env, NULL, memory);

    if (result == LOY_OK)
        result = loy_cel_container(env, "com.example");
    if (result == LOY_OK)
        result = loy_cel_declare(env, "names", "list(string)");
    if (result == LOY_OK)
        result = loy_cel_declare(env, "x", "string");
    if (result == LOY_OK)
        result = loy_cel_compile(&program, env, source, sizeof(source) - 1, NULL, NULL);
    if (result == LOY_OK)
        result = loy_cel_evaluator_new(&evaluator, env, memory);
    if (result == LOY_OK)
        result = loy_cel_bind(evaluator, 0, &list);
    if (result == LOY_OK)
        result = loy_cel_bind(evaluator, 1, &x);
    if (result == LOY_OK)
        result = loy_cel_evaluate(evaluator, program, &value);
    if (result == LOY_OK) {
        assert_int_equal(value.size, 1);
        assert_memory_equal(loy_cel_at(&value, 0)->as.text, "b!", 2);
    }
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
    return result;
}

static void
memory_may_run_out(void **state)
{
    memory_kit kit;

    (void)state;
    for (int for_good = 0; for_good < 2; for_good++) {
        uint64_t n = 1;

        memory_kit_init(&kit);
        for (;; n++) {
            int result;

            memory_kit_fail(&kit, n, for_good);
            result = use_everything(&kit.memory);
            memory_kit_assert_clean(&kit);
            if (!memory_kit_failed(&kit))
                break;
            assert_int_equal(result, LOY_ERR_NOMEM);
        }
        assert_true(n > 10);
    }
}

static void
nothing_allocates_once_warm(void **state)
{
    static const char *const variables[] = {"names", "list(string)", NULL};
    loy_cel_env *env = open_env(0, variables);
    loy_cel_program *program = compiled(env, "names.map(n, n + '!')");
    loy_cel_value names[] = {text("a"), text("bcd"), text("")};
    loy_cel_evaluator *evaluator;
    memory_kit kit;
    uint64_t warm = 0;

    (void)state;
    memory_kit_init(&kit);
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, &kit.memory), LOY_OK);
    for (uint32_t i = 0; i < 20; i++) {
        loy_cel_value list = items(LOY_CEL_LIST, names, i < 4 ? 3 : i % 4), value;

        assert_int_equal(loy_cel_bind(evaluator, 0, &list), LOY_OK);
        assert_int_equal(loy_cel_evaluate(evaluator, program, &value), LOY_OK);
        assert_int_equal(value.size, list.size);
        if (i == 3)
            warm = kit.allocations;
    }
    assert_int_equal(kit.allocations, warm);
    loy_cel_evaluator_free(evaluator);
    memory_kit_assert_clean(&kit);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, values_come_out_and_go_in, type_cases);
    TABLE_KIT_ROWS(&kit, improper_values_are_refused, improper_cases);
    TABLE_KIT_ROWS(&kit, errors_are_values, error_cases);
    TABLE_KIT_ROWS(&kit, declarations_are_checked, declare_cases);
    table_kit_test(&kit, "values nest only so deep", values_nest_only_so_deep);
    table_kit_test(&kit, "parts are lent", parts_are_lent);
    table_kit_test(&kit, "mistakes have a place", mistakes_have_a_place);
    table_kit_test(&kit, "options are checked", options_are_checked);
    table_kit_test(&kit, "growing texts are refused", growing_texts_are_refused);
    table_kit_test(&kit, "long formats are refused", long_formats_are_refused);
    table_kit_test(&kit, "programs know their variables", programs_know_their_variables);
    table_kit_test(&kit, "variables must be the same", variables_must_be_the_same);
    table_kit_test(&kit, "unchecked programs fail late", unchecked_programs_fail_late);
    table_kit_test(&kit, "memory may run out", memory_may_run_out);
    table_kit_test(&kit, "nothing allocates once warm", nothing_allocates_once_warm);
    return table_kit_run(&kit, "cel door");
}
