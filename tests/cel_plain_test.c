/*
 * cel_plain_test.c -- the plain language: all kinds of values, conversions,
 * unchecked code, and the extensions. The conformance suite covers more; these
 * tests need no data.
 */
#include "kit/table_kit.h"

#include "base/macros.h"
#include "cel/render.h"

typedef struct plain_case {
    const char *name; /* the expression */
    const char *result;
} plain_case;

static const plain_case checked_cases[] = {
    /* numbers */
    {"1u + 2u", "3u"},
    {"u - 6u", "!overflow"},
    {"18446744073709551615u + u", "!overflow"},
    {"u * 18446744073709551615u", "!overflow"},
    {"u / (u - 5u)", "!division by zero"},
    {"0.1 + 0.2", "0.30000000000000004d"},
    {"1.0 / 0.0", "infd"},
    {"-5.5", "-5.5d"},
    {"d / 0.0 > 1e308", "true"},
    {"dyn(1) == 1u && dyn(1u) == 1.0", "true"},
    {"dyn(-1) < 0u", "true"},
    {"dyn(1.5) > 1", "true"},
    {"dyn(-1) == 18446744073709551615u", "false"},
    {"[dyn(1), dyn(1u), dyn(1.0), dyn('1')].map(x, x == 1)", "[true, true, true, false]"},
    {"0.0 / 0.0 == 0.0 / 0.0", "false"},
    {"[0.0 / 0.0] == [0.0 / 0.0]", "false"},
    {"dyn(1) + 1u", "!no such overload"},
    {"dyn('a') < 1", "!no such overload"},
    /* conversions */
    {"int(5u) + int('-7') + int(3.99)", "1"},
    {"int(-9.223372036854775808e18)", "!overflow"},
    {"int(18446744073709551615u)", "!overflow"},
    {"int('9223372036854775808')", "!conversion impossible"},
    {"int('-9223372036854775808')", "-9223372036854775808"},
    {"int(' 1')", "!conversion impossible"},
    {"uint(-1)", "!overflow"},
    {"uint(3.5)", "3u"},
    {"double('1e3') + double(1) + double(1u)", "1002d"},
    {"string(-12) + string(12u) + string(true) + string(1.5)", "'-1212true1.5'"},
    {"string(b'\\xff')", "!conversion impossible"},
    {"bytes('\\u00e9') == b'\\303\\251'", "true"},
    {"bool('true') && !bool('F')", "true"},
    {"bool('yes')", "!conversion impossible"},
    {"string(timestamp('2026-03-02T09:15:00.120+01:00'))", "'2026-03-02T08:15:00.12Z'"},
    {"string(duration('-1.5h'))", "'-5400s'"},
    {"string(duration('1ms'))", "'0.001s'"},
    {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "!overflow"},
    {"timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "!overflow"},
    {"duration('9223372036854775807ns') + duration('1ns')", "!overflow"},
    {"timestamp('2026-02-30T00:00:00Z')", "!conversion impossible"},
    {"timestamp('2026-02-03')", "!conversion impossible"},
    {"duration('1 h')", "!conversion impossible"},
    {"duration('300000000000s')", "!conversion impossible"},
    {"int(timestamp('1970-01-02T00:00:00Z'))", "86400"},
    /* types */
    {"type(1)", "int"},
    {"type(null)", "null_type"},
    {"type(type(1))", "type"},
    {"type([1]) == list && type({}) == map", "true"},
    {"type(timestamp(0))", "google.protobuf.Timestamp"},
    /* bytes and texts */
    {"b'ab' + b'c'", "b'abc'"},
    {"size(b'\\303\\251') + size('\\303\\251')", "4"},
    {"'a' < 'b' && b'a' < b'ab'", "true"},
    {"r'\\n' + '\\x41\\101\\u0041'", "'\\nAAA'"},
    {"'''a'b\"c'''", "'a'b\"c'"},
    {"'tacocat'.charAt(3)", "'o'"},
    {"'tacocat'.charAt(8)", "!index out of range"},
    {"'caf\xc3\xa9 \xe2\x98\x95'.substring(3, 6)", "'\xc3\xa9 \xe2\x98\x95'"},
    {"'abc'.substring(2, 1)", "!index out of range"},
    {"'banana'.indexOf('na', 3) * 10 + 'banana'.lastIndexOf('na', 3)", "42"},
    {"'a,b,,c,'.split(',')", "['a', 'b', '', 'c', '']"},
    {"'a,b,c'.split(',', 2)", "['a', 'b,c']"},
    {"'caf\xc3\xa9'.split('')", "['c', 'a', 'f', '\xc3\xa9']"},
    {"''.split(',')", "['']"},
    {"''.split('')", "[]"},
    {"['a', 'b'].join('-') + ['c'].join()", "'a-bc'"},
    {"'aXbXc'.replace('X', '--') + 'aXbXc'.replace('X', '', 1)", "'a--b--cabXc'"},
    {"'abc'.replace('', '-')", "'-a-b-c-'"},
    {"'h\xc3\xa9y'.reverse()", "'y\xc3\xa9h'"},
    {"strings.quote('a\"b\\n')", "'\"a\\\"b\\n\"'"},
    {"br'\\n' == Br'\\n'", "true"},
    /* lists and maps */
    {"[[,], [1,], {,}, {1: 2,}]", "[[], [1], {}, {1: 2}]"},
    {"[1, 'a', null]", "[1, 'a', null]"},
    {"[1] + [2] == [1, 2] && [1] != [2]", "true"},
    {"{'a': 1, 'b': [2]} == {'b': [2], 'a': 1}", "true"},
    {"{1: 'a'}[dyn(1u)] + {1: 'a'}[dyn(1.0)]", "'aa'"},
    {"{1: 'a', 2: 'b', 1: 'c'}", "!invalid argument"},
    {"{'a': 1}.b", "!no such key"},
    {"has({'a': null}.a)", "true"},
    {"m.a + m['b']", "3"},
    {"m.c", "!no such key"},
    {"m.all(k, m[k] > 0) && m.exists(k, v, k == 'b' && v == 2)", "true"},
    {"[5, 6].all(i, v, i + 5 == v)", "true"},
    {"[5, 6].exists_one(i, v, i == 1 && v == 6)", "true"},
    {"[5, 6].transformList(i, v, i * v)", "[0, 6]"},
    {"[5, 6].transformList(i, v, i > 0, v)", "[6]"},
    {"[5, 6].transformMap(i, v, v * 2)", "{0: 10, 1: 12}"},
    {"m.transformMap(k, v, v > 1, k + 'x')", "{'b': 'bx'}"},
    {"m.transformMapEntry(k, v, {v: k})", "{1: 'a', 2: 'b'}"},
    {"m.transformMapEntry(k, v, {0: k})", "!invalid argument"},
    {"m.transformMapEntry(k, v, {?v: v > 1 ? optional.of(k) : optional.none()})", "{2: 'b'}"},
    {"m.map(k, k).size()", "2"},
    {"[[1, 2], [3]].map(l, l.map(x, x * 2))", "[[2, 4], [6]]"},
    /* optionals */
    {"m[?'a']", "some(1)"},
    {"m.?c", "none()"},
    {"m.?c.orValue(7) + m.?a.orValue(1 / zero)", "8"},
    {"[?m.?a, ?m.?c, 9]", "[1, 9]"},
    {"{?'x': m.?a, ?'y': m.?c}", "{'x': 1}"},
    {"m.?a.optMap(x, x + 1)", "some(2)"},
    {"m.?a.optFlatMap(x, optional.none())", "none()"},
    {"optional.ofNonZeroValue('').or(optional.of('x')).value()", "'x'"},
    {"optional.none().value()", "!invalid argument"},
    {"{'a': {'b': 1}}.?a.b", "some(1)"},
    /* names stand for what they name */
    {"cel.bind(x, 1 / zero, zero == 0 || x > 1)", "true"},
    {"cel.bind(x, 1 / zero, x > 1 || zero == 0)", "true"},
    {"cel.bind(x, 1 / zero, x)", "!division by zero"},
    {"cel.bind(x, 1 / zero, cel.bind(y, x, [1, 2].exists(e, e == y || e == 2)))", "true"},
    {"[0, 1].map(i, cel.bind(x, 6 / i, i > 0 && x > 5))", "[false, true]"},
    /* null in the place of a time, a duration or an optional */
    {"(zero == 0 ? null : duration('0')) == duration('0') ? 'same' : 'other'", "'other'"},
    {"(zero == 0 ? null : duration('0')) < duration('1s')", "!no such overload"},
    {"[duration('0'), null][zero + 1] < duration('1s') || zero == 0", "true"},
    {"(zero == 0 ? null : timestamp(0)) < timestamp(1) || zero == 0", "true"},
    {"(zero == 0 ? null : optional.of(1)).hasValue() || zero == 0", "true"},
    {"int(null) == 1 || zero == 0", "true"},
    {"string(null)", "!no such overload"},
    /* what is dyn stays unknown where it joins what is not */
    {"(['a'] + dyn([timestamp(0) + duration('2ns')])).exists(e, e == 'bc')", "false"},
    {"(m == {} ? optional.of('a') : optional.none()).orValue(dyn(zero)) == 0", "true"},
    {"(m == {} ? optional.of('a') : optional.none()).or(optional.of(dyn(5))).value() == 5", "true"},
    /* mathematics */
    {"[math.ceil(1.2), math.floor(-1.2), math.round(-2.5), math.trunc(-1.7)]",
     "[2d, -2d, -3d, -1d]"},
    {"[math.round(0.49999999999999994), math.ceil(4503599627370497.5)]", "[0d, 4503599627370498d]"},
    {"[math.sign(-3), math.abs(-3)]", "[-1, 3]"},
    {"[math.sign(-2.5), 1.0 / math.sign(-0.0)]", "[-1d, infd]"},
    {"[math.sqrt(2.0), math.sqrt(49), math.sqrt(0.01), math.sqrt(1e-310)]",
     "[1.4142135623730951d, 7d, 0.10000000000000001d, 9.9999999999999857e-156d]"},
    {"math.isNaN(math.sqrt(-1.0)) && math.isInf(1.0 / 0.0) && math.isFinite(1.0)", "true"},
    {"[math.bitAnd(6, 3), math.bitOr(6, 3), math.bitXor(6, 3), math.bitNot(0)]", "[2, 7, 5, -1]"},
    {"[math.bitShiftLeft(1, 63), math.bitShiftRight(-1, 63), math.bitShiftLeft(1, 64)]",
     "[-9223372036854775808, 1, 0]"},
    {"math.bitShiftLeft(1, zero - 1)", "!invalid argument"},
    {"math.greatest(1, 2.5, 2u)", "2.5d"},
    {"math.least([3, 1u, 2.0])", "1u"},
};

/* Unchecked: faults of types and names are errors at run time. */
static const plain_case unchecked_cases[] = {
    {"nobody || true", "true"},
    {"nobody && true", "!undeclared name"},
    {"true && 'x'", "!no such overload"},
    {"'x' || true", "true"},
    {"zero || true", "true"},
    {"u && m || d || d < 3.0", "true"},
    {"!(m && zero == 1)", "true"},
    {"u || zero == 1", "!no such overload"},
    {"m < m || true", "true"},
    {"m.a - 'a' == 1 || 'a' - 'b' == 'c' || 1.0 % d == d || true", "true"},
    {"(type(d) < type(u)) || zero == 0", "true"},
    {"zero - 1 || zero == 0", "true"},
    {"zero * 1 || zero == 1", "!no such overload"},
    {"zero + 1 ? 'a' : 'b'", "!no such overload"},
    {"m.a / zero ? 'a' : 'b'", "!division by zero"},
    {"int(false ? d : 'a') == 1 || zero == 0", "true"},
    {"optional.of('a').or(m.?a).orValue(zero)", "'a'"},
    {"[zero].filter(x, x == 1).join()", "''"},
    {"f(1) || true", "true"},
    {"f(1)", "!no such overload"},
    {"google.protobuf.Timestamp.a", "!no such overload"},
    {"1 + 'a' == 2 || true", "true"},
    {"1 + 1.0", "!no such overload"},
    {"'a'.nothing", "!no such overload"},
    {"zero ? 1 : 2", "!no such overload"},
    {"[1, 2].exists(x, x)", "!no such overload"},
    {"[1, true].exists(x, x)", "true"},
    {"[1, 2].filter(x, x)", "!no such overload"},
    {"5.exists(x, true)", "!no such overload"},
    {"!'x'", "!no such overload"},
    {"{1.5: 2}", "!no such overload"},
    {"true ? 1 : 'a'", "1"},
    {"m.a < m.b", "true"},
};

#define OF_64 "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
#define LONG_NAME OF_64 OF_64 OF_64 OF_64

/* What the plain language refuses when it is checked. */
static const plain_case refused_cases[] = {
    {"1 + 1.0", "`+` cannot take int and double"},
    {"1 == 1u", "`==` cannot take int and uint"},
    {"'a'.matches('a')", "there is no function `matches`"},
    {"'a'.find('a')", "there is no function `find`"},
    {"spend([1])", "spend() is not part of the plain language"},
    {"[1].sum()", "sum() is not part of the plain language"},
    {"true ? 1 : 'a'", "both results of `? :` must have one type, not int and string"},
    {"{1.5: 2}", "a key must be a bool, a number or a text"},
    {"0X1F", "`X1F` stands where an operator or the end should"},
    {"rb'a'", "`'a'` stands where an operator or the end should"},
    {"[,1]", "`,` stands where a value should"},
    {"{,,}", "`,` stands where a value should"},
    {"nobody.?a.b", "`nobody` is not declared"},
    {"nobody.a." LONG_NAME, "`nobody` is not declared"},
    {LONG_NAME ".a.b > 0", "`" OF_64 "...` is not declared"},
};

/* What the checker deduces. */
static const plain_case deduced_cases[] = {
    {"[int, string]", "list(type(dyn))"},
    {"[int, type([])]", "list(type(dyn))"},
    {"[type([]), int]", "list(type(dyn))"},
    {"[type([1]), type([2])]", "list(type(list(int)))"},
    {"zero == 0 ? [int] : [uint, double]", "list(type(dyn))"},
};

static loy__cel_env *
declare(const loy_memory *memory, bool unchecked)
{
    loy__cel_options options = {.unchecked = unchecked};
    loy__cel_env *env;

    assert_int_equal(loy__cel_env_new(&env, &options, memory), LOY_OK);
    assert_int_equal(loy__cel_env_variable(env, "u", "uint", 0, 0), LOY_OK);
    assert_int_equal(loy__cel_env_variable(env, "d", "double", 0, 1), LOY_OK);
    assert_int_equal(loy__cel_env_variable(env, "m", "map(string, int)", 0, 2), LOY_OK);
    assert_int_equal(loy__cel_env_variable(env, "zero", "int", 0, 3), LOY_OK);
    return env;
}

/* What is looked at: the value, the fault or the type. */
enum { VALUE, FAULT, TYPE };

static void
run_case(const plain_case *c, bool unchecked, int what)
{
    const loy__cel_value pairs[] = {loy__cel_string("a", 1, 0), loy__cel_int(1),
                                    loy__cel_string("b", 1, 0), loy__cel_int(2)};
    const loy__cel_value slots[] = {
        {.as.natural = 5, .tag = LOY__CEL_UINT},
        {.as.real = 2.5, .tag = LOY__CEL_DOUBLE},
        {.as.items = pairs, .size = 2, .tag = LOY__CEL_MAP},
        loy__cel_int(0),
    };
    loy__cel_code *code = NULL;
    loy__cel_fault fault;
    loy__cel_env *env;
    loy_memory memory;
    loy__arena arena;
    rendering r;

    assert_int_equal(loy__memory_init(&memory, NULL), LOY_OK);
    loy__arena_init(&arena, &memory);
    env = declare(&memory, unchecked);
    loy__cel_compile(&code, env, c->name, strlen(c->name), NULL, &fault, NULL);
    if (what == FAULT) {
        assert_null(code);
        assert_string_equal(fault.text, c->result);
    } else if (code == NULL) {
        fail_msg("%s", fault.text);
    } else if (what == TYPE) {
        assert_string_equal(loy__cel_type(code), c->result);
    } else {
        assert_string_equal(
            render_result(&r, code, &(loy__cel_run){.slots = slots, .arena = &arena}), c->result);
    }
    loy__cel_free(code);
    loy__cel_env_free(env);
    loy__arena_free(&arena);
}

static void
checked_case_holds(void **state)
{
    run_case(*state, false, VALUE);
}

static void
unchecked_case_holds(void **state)
{
    run_case(*state, true, VALUE);
}

static void
refused_case_holds(void **state)
{
    run_case(*state, false, FAULT);
}

static void
deduced_case_holds(void **state)
{
    run_case(*state, false, TYPE);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, checked_case_holds, checked_cases);
    TABLE_KIT_ROWS(&kit, unchecked_case_holds, unchecked_cases);
    TABLE_KIT_ROWS(&kit, refused_case_holds, refused_cases);
    TABLE_KIT_ROWS(&kit, deduced_case_holds, deduced_cases);
    return table_kit_run(&kit, "cel plain");
}
