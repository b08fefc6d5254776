/*
 * cel_door_test.c -- the expression language as a host of its own sees it: errors,
 * limits, who outlives whom.
 */
#include <string.h>

#include "kit/cel_kit.h"

/* ---- Errors and limits ---- */

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
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program = cel_kit_compile(env, c->name);
    loy_cel_evaluator *evaluator;
    loy_cel_value value, x = cel_kit_number(1);

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
    loy_cel_env *env = cel_kit_env(0, variables);
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
    loy_cel_env *env = cel_kit_env(0, variables);

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
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program = cel_kit_compile(env, "request.path == '/' ? a : 2"), *none;

    (void)state;
    assert_string_equal(loy_cel_program_type(program), "int");
    assert_true(loy_cel_program_cost(program) > 1);
    assert_int_equal(loy_cel_program_reads(program, 0), 1);
    assert_int_equal(loy_cel_program_reads(program, 1), 0);
    assert_int_equal(loy_cel_program_reads(program, 2), 1);
    assert_int_equal(loy_cel_program_reads(program, 3), 0);
    loy_cel_program_free(program);
    none = cel_kit_compile(env, "1 + 1");
    assert_int_equal(loy_cel_program_reads(none, 0), 0);
    loy_cel_program_free(none);
    assert_int_equal(loy_cel_container(env, "request"), LOY_OK);
    program = cel_kit_compile(env, "path");
    assert_int_equal(loy_cel_program_reads(program, 2), 1);
    assert_int_equal(loy_cel_container(env, "a b"), LOY_ERR_INVALID);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

/* What a name means inside a container: the number of the variable that is read. */
static const struct name_case {
    const char *name, *container;
    uint32_t number;
} name_cases[] = {
    {"x", "com.shop", 2}, {".x", "com.shop", 0},    {"x", "com", 1},
    {"shop.x", "com", 2}, {"x", "org", 0},          {"a.b", "com", 4},
    {"a.c", "com", 3},    {"a.b.c", "com.shop", 4}, {"has(a.b)", "com", 3},
};

static void
names_mean_the_longest_in_the_nearest_container(void **state)
{
    static const char *const variables[] = {"x",          "int",
                                            "com.x",      "int",
                                            "com.shop.x", "int",
                                            "com.a",      "map(string, int)",
                                            "a.b",        "map(string, int)",
                                            NULL};
    const struct name_case *c = *state;
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program;

    assert_int_equal(loy_cel_container(env, c->container), LOY_OK);
    program = cel_kit_compile(env, c->name);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(loy_cel_program_reads(program, i), i == c->number);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

static void
variables_must_be_the_same(void **state)
{
    static const char *const first[] = {"a", "int", NULL};
    static const char *const other[] = {"a", "string", NULL};
    loy_cel_env *env = cel_kit_env(0, first), *strings = cel_kit_env(0, other);
    loy_cel_program *early = cel_kit_compile(env, "a + 1"),
                    *foreign = cel_kit_compile(strings, "a"), *late;
    loy_cel_evaluator *evaluator;
    loy_cel_value value, two = cel_kit_number(2);

    (void)state;
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_declare(env, "b", "int"), LOY_OK);
    late = cel_kit_compile(env, "a + 1");
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
    env = cel_kit_env(0, first);
    early = cel_kit_compile(env, "a * 5");
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
    loy_cel_env *env = cel_kit_env(LOY_CEL_UNCHECKED, variables);
    loy_cel_program *bad = cel_kit_compile(env, "b + 1"),
                    *absorbed = cel_kit_compile(env, "b == 1 || a == 2");
    loy_cel_evaluator *evaluator;
    loy_cel_value value, two = cel_kit_number(2);

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

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, errors_are_values, error_cases);
    TABLE_KIT_ROWS(&kit, declarations_are_checked, declare_cases);
    TABLE_KIT_ROWS(&kit, names_mean_the_longest_in_the_nearest_container, name_cases);
    table_kit_test(&kit, "mistakes have a place", mistakes_have_a_place);
    table_kit_test(&kit, "options are checked", options_are_checked);
    table_kit_test(&kit, "growing texts are refused", growing_texts_are_refused);
    table_kit_test(&kit, "long formats are refused", long_formats_are_refused);
    table_kit_test(&kit, "programs know their variables", programs_know_their_variables);
    table_kit_test(&kit, "variables must be the same", variables_must_be_the_same);
    table_kit_test(&kit, "unchecked programs fail late", unchecked_programs_fail_late);
    return table_kit_run(&kit, "cel door");
}
