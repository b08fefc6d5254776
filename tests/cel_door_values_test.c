/*
 * cel_door_values_test.c -- values of every kind go in and come out, are lent, and
 * are refused when they are none.
 */
#include <string.h>

#include "kit/cel_kit.h"

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
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program = cel_kit_compile(env, c->source), *same, *read;
    loy_cel_evaluator *evaluator;
    loy_cel_value value, wrong = cel_kit_items(LOY_CEL_LIST, NULL, 1);
    char source[256] = "dyn(x) == dyn(";

    strcat(strcat(source, c->source), ")");
    same = cel_kit_compile(env, source);
    read = cel_kit_compile(env, "x");
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
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program = cel_kit_compile(env, "x");
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
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_evaluator *evaluator;
    loy_cel_value nest[40];

    (void)state;
    nest[0] = cel_kit_number(1);
    for (int i = 1; i < 40; i++)
        nest[i] = cel_kit_items(LOY_CEL_LIST, &nest[i - 1], 1);
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, NULL), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &nest[32]), LOY_OK);
    assert_int_equal(loy_cel_bind(evaluator, 0, &nest[33]), LOY_ERR_INVALID);
    loy_cel_evaluator_free(evaluator);
    loy_cel_env_free(env);
}

static void
parts_are_lent(void **state)
{
    loy_cel_value list[] = {cel_kit_number(5), cel_kit_text("x")};
    loy_cel_value pairs[] = {cel_kit_number(1),
                             cel_kit_text("one"),
                             cel_kit_text("two"),
                             cel_kit_number(2),
                             {.as.natural = 3, .kind = LOY_CEL_UINT},
                             cel_kit_number(3)};
    loy_cel_value l = cel_kit_items(LOY_CEL_LIST, list, 2),
                  m = cel_kit_items(LOY_CEL_MAP, pairs, 3);
    loy_cel_value some = cel_kit_items(LOY_CEL_OPTIONAL, list, 1),
                  none = cel_kit_items(LOY_CEL_OPTIONAL, NULL, 0);
    loy_cel_value real = {.as.real = 3.0, .kind = LOY_CEL_DOUBLE}, key = cel_kit_text("two"),
                  five = *list;

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

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, values_come_out_and_go_in, type_cases);
    TABLE_KIT_ROWS(&kit, improper_values_are_refused, improper_cases);
    table_kit_test(&kit, "values nest only so deep", values_nest_only_so_deep);
    table_kit_test(&kit, "parts are lent", parts_are_lent);
    return table_kit_run(&kit, "cel door values");
}
