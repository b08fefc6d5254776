/*
 * cel_format_test.c -- texts that expressions put together: format() against
 * tables and against the C library's printf, and base64.
 */
#include "kit/table_kit.h"

#include <float.h>
#include <stdio.h>
#include <string.h>

#include "cel/real.h"
#include "kit/random_kit.h"
#include "loyalty/cel.h"

/* An expression and its text; "!" and the error when it has none. */
static const struct text_case {
    const char *name, *text;
} text_cases[] = {
    {"'plain'.format([])", "plain"},
    {"''.format([])", ""},
    {"'%%'.format([])", "%"},
    {"'%s and %s'.format([x, 'b'])", "7 and b"},
    {"'caf\xc3\xa9 %s'.format(['\xe2\x82\xac'])", "caf\xc3\xa9 \xe2\x82\xac"},
    {"'%s'.format([x, 'more than is asked for'])", "7"},
    {"'%s'.format([[]])", "[]"},
    {"'%s'.format([{}])", "{}"},
    {"'%s'.format([''])", ""},
    {"'%s'.format([[[x], [true, null]]])", "[[7], [true, null]]"},
    {"'%s'.format([{'b': 1, 'a': [2], 'ab': {x: 3u}}])", "{a: [2], ab: {7: 3}, b: 1}"},
    {"'%s'.format([{10: 'a', 9: 'b', 1: 'c', 100: 'd', 8: 'e'}])",
     "{1: c, 10: a, 100: d, 8: e, 9: b}"},
    {"'%s'.format([{'1': 'text', 1: 'number'}])", "{1: text, 1: number}"},
    {"'%s'.format([{1: 'number', '1': 'text'}])", "{1: number, 1: text}"},
    {"'%s %s'.format([1e21, 1e-7])", "1000000000000000000000 0.0000001"},
    {"'%s %s %s'.format([-0.0, 0.0, 100.0])", "-0 0 100"},
    {"'%d %d %d'.format([-5, 18446744073709551615u, 2.5])", "-5 18446744073709551615 2.5"},
    {"'%s %s'.format([int, {}.map(k, k) == [] ? type(1.5) : int])", "int double"},
    {"'%s'.format([duration('-1.5s')])", "-1.5s"},
    {"'%s'.format([timestamp('2026-03-02T08:15:00.25+01:00')])", "2026-03-02T07:15:00.25Z"},
    {"'%s'.format([b'\\xff'])", "!conversion impossible"},
    {"'%b %b %b'.format([true, -5, 0])", "1 -101 0"},
    {"'%o %o'.format([-8, 8u])", "-10 10"},
    {"'%x %X %x'.format([-255, 48879, 18446744073709551615u])", "-ff BEEF ffffffffffffffff"},
    {"'%x'.format([-9223372036854775807 - 1])", "-8000000000000000"},
    {"'%x %X'.format(['\xc3\xa9z', b'\\xab'])", "c3a97a AB"},
    {"'%.0f %.0f %.0f %.0f'.format([0.5, 1.5, 2.5, -0.5])", "0 2 2 -0"},
    {"'%.1f %.2f'.format([0.25, 0.005])", "0.2 0.01"},
    {"'%.1e %.0e %.3e'.format([9.99, 9.5, 0.0])", "1.0e+01 1e+01 0.000e+00"},
    {"'%e'.format([5e-324])", "4.940656e-324"},
    {"'%.2f %.2f'.format([3, 4u])", "3.00 4.00"},
    {"'%f'.format([true])", "!no such overload"},
    {"'%d'.format(['5'])", "!no such overload"},
    {"'%b'.format([1.0])", "!no such overload"},
    {"'%o'.format([true])", "!no such overload"},
    {"'%x'.format([true])", "!no such overload"},
    {"'%s'.format([optional.of(1)])", "!no such overload"},
    {"'%s'.format([])", "!index out of range"},
    {"'%'.format([1])", "!invalid argument"},
    {"'%q'.format([1])", "!invalid argument"},
    {"'%5d'.format([1])", "!invalid argument"},
    {"'%.f'.format([1.0])", "!invalid argument"},
    {"'%.'.format([1.0])", "!invalid argument"},
    {"'%.1001f'.format([1.0])", "!invalid argument"},
    {"'%.99999999999999999999f'.format([1.0])", "!invalid argument"},
    {"base64.encode(b'')", ""},
    {"base64.encode(b'f')", "Zg=="},
    {"base64.encode(b'fo')", "Zm8="},
    {"base64.encode(b'foo')", "Zm9v"},
    {"base64.encode(b'\\xff\\xfe\\xfb')", "//77"},
    {"string(base64.decode(''))", ""},
    {"string(base64.decode('Zg=='))", "f"},
    {"string(base64.decode('Zg'))", "f"},
    {"string(base64.decode('Zm8='))", "fo"},
    {"string(base64.decode('Zm9vYmE'))", "fooba"},
    {"base64.encode(base64.decode('//77AA=='))", "//77AA=="},
    {"string(base64.decode('Z'))", "!invalid argument"},
    {"string(base64.decode('Zg='))", "!invalid argument"},
    {"string(base64.decode('Zg==='))", "!invalid argument"},
    {"string(base64.decode('===='))", "!invalid argument"},
    {"string(base64.decode('Zm9v Zg'))", "!invalid argument"},
    {"string(base64.decode('Zm-_'))", "!invalid argument"},
};

typedef struct bench {
    loy_cel_env *env;
    loy_cel_evaluator *evaluator;
} bench;

static void
open_bench(bench *b, uint32_t flags)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;

    options.flags = flags;
    assert_int_equal(loy_cel_env_new(&b->env, &options, NULL), LOY_OK);
    assert_int_equal(loy_cel_declare(b->env, "x", "dyn"), LOY_OK);
    assert_int_equal(loy_cel_evaluator_new(&b->evaluator, b->env, NULL), LOY_OK);
}

static void
close_bench(bench *b)
{
    loy_cel_evaluator_free(b->evaluator);
    loy_cel_env_free(b->env);
}

static loy_cel_program *
compile(const bench *b, const char *source)
{
    loy_cel_program *program;
    loy_error error = LOY_ERROR_INIT;

    if (loy_cel_compile(&program, b->env, source, strlen(source), NULL, &error) != LOY_OK)
        fail_msg("%s: %s", source, error.text);
    return program;
}

static void
assert_text(const loy_cel_value *value, const char *expected)
{
    if (value->kind == LOY_CEL_ERROR) {
        assert_int_equal(expected[0], '!');
        assert_string_equal(loy_cel_error_text(value->as.integer), expected + 1);
        return;
    }
    assert_int_equal(value->kind, LOY_CEL_STRING);
    if (strlen(expected) != value->size || memcmp(expected, value->as.text, value->size) != 0)
        fail_msg("%.*s, not %s", (int)value->size, value->as.text, expected);
}

/* Unchecked, so that what is constant and fails does so while evaluating. */
static void
texts_are_put_together(void **state)
{
    const struct text_case *c = *state;
    loy_cel_value value = {.as.integer = 7, .kind = LOY_CEL_INT};
    loy_cel_program *program;
    bench b;

    open_bench(&b, LOY_CEL_UNCHECKED);
    program = compile(&b, c->name);
    assert_int_equal(loy_cel_bind(b.evaluator, 0, &value), LOY_OK);
    assert_int_equal(loy_cel_evaluate(b.evaluator, program, &value), LOY_OK);
    assert_text(&value, c->text);
    loy_cel_program_free(program);
    close_bench(&b);
}

static double
any_double(uint64_t *random, int how)
{
    double value;

    do
        value = loy__cel_real_of(random_kit_next(random));
    while (!(value >= -DBL_MAX && value <= DBL_MAX));
    if (how == 0)
        return value;
    /* Near what people write, with many ties. */
    return (double)((int64_t)random_kit_below(random, 2000001) - 1000000) /
           (double)(UINT64_C(1) << random_kit_below(random, 12));
}

static void
decimals_are_those_of_printf(void **state)
{
    enum { ROUNDS = 300, PRECISIONS = 9 };
    static const int precisions[PRECISIONS] = {0, 1, 2, 3, 6, 15, 17, 40, 400};
    uint64_t random = 20260705;
    bench b;

    (void)state;
    open_bench(&b, 0);
    for (int p = 0; p < 2 * PRECISIONS; p++) {
        char source[64], form[16], expected[1024];
        loy_cel_program *program;

        snprintf(form, sizeof(form), "%%.%d%c", precisions[p / 2], p % 2 == 0 ? 'f' : 'e');
        snprintf(source, sizeof(source), "'%s'.format([x])", form);
        program = compile(&b, source);
        for (int round = 0; round < ROUNDS; round++) {
            loy_cel_value value = {.as.real = any_double(&random, round % 2),
                                   .kind = LOY_CEL_DOUBLE};

            snprintf(expected, sizeof(expected), "%.*f", precisions[p / 2], value.as.real);
            if (p % 2 == 1)
                snprintf(expected, sizeof(expected), "%.*e", precisions[p / 2], value.as.real);
            assert_int_equal(loy_cel_bind(b.evaluator, 0, &value), LOY_OK);
            assert_int_equal(loy_cel_evaluate(b.evaluator, program, &value), LOY_OK);
            assert_text(&value, expected);
        }
        loy_cel_program_free(program);
    }
    close_bench(&b);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, texts_are_put_together, text_cases);
    table_kit_test(&kit, "decimals are those of printf", decimals_are_those_of_printf);
    return table_kit_run(&kit, "cel format");
}
