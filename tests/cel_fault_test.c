/*
 * cel_fault_test.c -- what is said about a mistake in an expression: where it
 * stands, what is wrong, and what to write instead.
 */
#include "kit/table_kit.h"

#include "cel/sale.h"
#include "kit/memory_kit.h"

/* Empty text or hint: not looked at. */
static const struct fault_case {
    const char *name;
    const char *want;
    uint32_t offset;
    const char *text, *hint;
} fault_cases[] = {
    /* reading */
    {"", NULL, 0, "the expression is empty", ""},
    {"  // nothing", NULL, 12, "the expression is empty", ""},
    {"1 +", NULL, 3, "the expression ends where a value should stand", ""},
    {"(1", NULL, 2, "the expression ends where `)` should stand", ""},
    {"1 2", NULL, 2, "`2` stands where an operator or the end should", ""},
    {"[1, 2", NULL, 5, "the expression ends where `,` or `]` should stand", ""},
    {"size(1,)", NULL, 7, "`)` stands where an argument should", ""},
    {"total = 5", NULL, 6, "`=` is not an operator", "write `==`"},
    {"total > 5 & zero > 1", NULL, 10, "`&` is not an operator", "write `&&`"},
    {"event.store == 's7", NULL, 15, "a text is not closed", ""},
    {"event.store == \xe2\x80\x99s7\xe2\x80\x99", NULL, 15,
     "`\xe2\x80\x99` is not part of the language", "put texts in straight quotes: 'latte'"},
    {"'a\\qb'", NULL, 2, "an unknown escape in a text", "write \\\\ for a backslash itself"},
    {"total > 99999999999999999999", NULL, 8, "the number is too large for an int", ""},
    {"total > \x80", NULL, 0, "the expression is not well-formed UTF-8", ""},
    {"if(total)", NULL, 0, "`if` is a word that CEL keeps for itself", ""},
    {"line{id: 1}", NULL, 4, "messages cannot be built in expressions", ""},
    {"has(total)", NULL, 0, "has() wants the field of something: has(x.name)", ""},
    {"lines.exists(1, true)", NULL, 13, "exists() wants a name here, such as `l`", ""},
    {"lines.exists(l)", NULL, 6, "exists() wants a name and an expression",
     "write for example lines.exists(l, l.amount > 0)"},
    /* names */
    {"event.stor == 's7'", NULL, 0, "`event.stor` is not declared", "did you mean `event.store`?"},
    {"event.lokal.hour > 1", NULL, 0, "`event.lokal` is not declared",
     "did you mean `event.local.hour`?"},
    {"1 + totl", NULL, 4, "`totl` is not declared", "did you mean `total`?"},
    {"quux > 1", NULL, 0, "`quux` is not declared", ""},
    {"lines.exists(l, l.amont > 1)", NULL, 18, "line has no field `amont`",
     "did you mean `amount`?"},
    {"lines.amount > 1", NULL, 6, "list(line) has no field `amount`",
     "for each element write .exists(l, l.amount ...)"},
    {"total.size", NULL, 6, "int has no field `size`", ""},
    {"l.amount", NULL, 0, "`l` is not declared", ""},
    {"event.store.startWith('s')", NULL, 12, "there is no function `startWith`",
     "did you mean `startsWith`?"},
    {"foo(1)", NULL, 0, "there is no function `foo`", ""},
    /* types */
    {"total >= 50.00", NULL, 6, "`>=` cannot take int and double",
     "amounts are whole minor units: write money('50.00')"},
    {"1.5 < total", NULL, 4, "`<` cannot take double and int",
     "amounts are whole minor units: write money('1.5')"},
    {"total == '50'", NULL, 6, "`==` cannot take int and string",
     "write a number without quotes, or money('4.50')"},
    {"total && true", NULL, 0, "an operand of `&&` must be true or false, this is of type int",
     "compare it: ... > 0"},
    {"!event.store", NULL, 1, "the operand of `!` must be true or false, this is of type string",
     ""},
    {"-event.store", NULL, 0, "`-` cannot negate string", ""},
    {"total ? 1 : 2", NULL, 0,
     "the condition before `?` must be true or false, this is of type int", ""},
    {"total > 1 ? 1 : 'a'", NULL, 10,
     "both results of `? :` must have one type, not int and string", ""},
    {"[1, 'a']", NULL, 4, "all entries must have one type", ""},
    {"event.store.contains(1)", NULL, 12, "contains() cannot take (string, int)",
     "its receiver and arguments are (string, string)"},
    {"lines[0] == lines[1]", NULL, 9, "whole objects cannot be compared or joined", ""},
    {"lines + lines", NULL, 6, "whole objects cannot be compared or joined", ""},
    {"total.exists(x, x > 1)", NULL, 6, "exists() runs over a list or a map, not over int", ""},
    {"event.codes.exists(c, c)", NULL, 22,
     "what the macro asks of each element must be true or false, this is of type string", ""},
    {"spend(total)", NULL, 6, "", ""},
    {"spend(event.codes)", NULL, 6, "spend() wants a list of lines", ""},
    {"total", "bool", 0, "the result must be of type bool, this is of type int",
     "compare it with something: ... > 0"},
    {"total > 5", "int", 0, "the result must be of type int, this is of type bool", ""},
    {"4.5", "int", 0, "the result must be of type int, this is of type double",
     "amounts are whole numbers: use money('4.50') or mul_div(a, b, c)"},
    /* what the profile refuses */
    {"dyn(total) > 1", NULL, 0, "", ""},
    {"5u > 4u", NULL, 0, "uint numbers are not part of the loyalty profile", "leave out the `u`"},
    {"b'x' == b'x'", NULL, 0, "bytes are not part of the loyalty profile", "leave out the `b`"},
    {"event.time.getHours() > 14", NULL, 11,
     "getHours() without a zone would be in UTC, not in the shop's time",
     "use event.local.hour, or give an offset: getHours('+01:00')"},
    {"event.codes.exists(i, c, i > 1)", NULL, 12,
     "exists() with two names is not part of the loyalty profile", ""},
    {"money('4.505')", NULL, 6, "'4.505' is not an amount of money with up to 2 decimals",
     "write for example money('4.50')"},
    {"money(4.50)", NULL, 0, "money() wants one text with an amount", "write money('4.50')"},
    {"money('4,50')", NULL, 6, "", ""},
    {"total.per(0)", NULL, 10, "per() wants a unit above 0",
     "write for example total.per(money('1.00'))"},
    {"total.per(money('1.00') - 100)", NULL, 10, "per() wants a unit above 0", ""},
    {"total > 1 / 0", NULL, 10, "this always fails: division by zero", ""},
    {"timestamp('yesterday') < event.time", NULL, 0, "this always fails: conversion impossible",
     ""},
};

static void
fault_case_holds(void **state)
{
    const struct fault_case *c = *state;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, c->name, c->want, &code, &fault, NULL), LOY_ERR_PROGRAM);
    assert_null(code);
    assert_true(fault.text[0] != '\0');
    if (c->text[0] != '\0')
        assert_string_equal(fault.text, c->text);
    if (c->hint[0] != '\0')
        assert_string_equal(fault.hint, c->hint);
    assert_int_equal(fault.offset, c->offset);
    sale_close(&s);
}

/* A mix of units is legal and warned of. */
static const struct unit_case {
    const char *name;
    const char *warning; /* empty: none */
    uint32_t offset;
} unit_cases[] = {
    {"total + customer.points.stars", "money and points are mixed here", 6},
    {"total > customer.points.stars", "money and points are mixed here", 6},
    {"spend(lines) - customer.purchases", "money and counts are mixed here", 13},
    {"total > 5000", "", 0},
    {"total > money('50.00')", "", 0},
    {"total.per(money('1.00')) + customer.points.stars", "", 0},
    {"total / 100 + total", "", 0},
    {"lines.exists(l, l.amount > customer.points.stars)", "money and points are mixed here", 25},
    {"cel.bind(x, total, x + customer.points.stars)", "money and points are mixed here", 21},
    {"lines.map(l, l.amount).sum() > customer.points.stars", "money and points are mixed here", 29},
};

static void
unit_case_holds(void **state)
{
    const struct unit_case *c = *state;
    loy__cel_fault fault, warning;
    loy__cel_code *code;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    if (sale_compile(&s, c->name, NULL, &code, &fault, &warning) != LOY_OK)
        fail_msg("%s", fault.text);
    assert_string_equal(warning.text, c->warning);
    if (c->warning[0] != '\0')
        assert_int_equal(warning.offset, c->offset);
    loy__cel_free(code);
    sale_close(&s);
}

/* Writes `count` times `open`, then `core`, then as often `close`. */
static char *
nest(const char *open, const char *core, const char *close, size_t count)
{
    size_t size = (strlen(open) + strlen(close)) * count + strlen(core) + 1;
    char *text = malloc(size);

    assert_non_null(text);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(text, open);
    strcat(text, core);
    for (size_t i = 0; i < count; i++)
        strcat(text, close);
    return text;
}

static const struct depth_case {
    const char *name, *open, *core, *close;
    size_t count;
    int result;
} depth_cases[] = {
    {"63 brackets", "(", "1", ")", 63, LOY_OK},
    {"64 brackets", "(", "1", ")", 64, LOY_ERR_PROGRAM},
    {"many brackets", "(", "1", ")", 20000, LOY_ERR_PROGRAM},
    {"many open brackets", "(", "", "", 60000, LOY_ERR_PROGRAM},
    {"many open lists", "[", "", "", 60000, LOY_ERR_PROGRAM},
    {"many minus signs", "-", "zero", "", 60000, LOY_OK},
    {"many exclamation marks", "!", "true", "", 60001, LOY_OK},
    {"a long sum", "zero + ", "1", "", 5000, LOY_OK},
    {"a long conjunction", "zero == 0 && ", "true", "", 1000, LOY_OK},
    {"a long disjunction", "zero / 1 == 1 || ", "true", "", 1000, LOY_OK},
    {"24 conditionals", "zero == 1 ? 1 : ", "2", "", 24, LOY_OK},
    {"many conditionals", "zero == 1 ? 1 : ", "2", "", 4000, LOY_ERR_PROGRAM},
    {"many selections", "", "event", ".a", 10000, LOY_ERR_PROGRAM},
    {"many indexes", "", "lines", "[0]", 10000, LOY_ERR_PROGRAM},
    {"many calls", "", "event.store", ".trim()", 10000, LOY_ERR_PROGRAM},
    {"a long list", "", "[1", ",1", 1, LOY_ERR_PROGRAM},
    {"too long a text", "1 + ", "1", "", 20000, LOY_ERR_PROGRAM},
};

static void
depth_case_holds(void **state)
{
    const struct depth_case *c = *state;
    char *text = nest(c->open, c->core, c->close, c->count);
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, text, NULL, &code, &fault, NULL), c->result);
    loy__cel_free(code);
    sale_close(&s);
    free(text);
}

static void
budget_is_kept(void **state)
{
    static const char loop[] = "lines.exists(l, lines.exists(m, m.amount > l.amount))";
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 100000), LOY_OK);
    assert_int_equal(sale_compile(&s, loop, NULL, &code, &fault, NULL), LOY_ERR_PROGRAM);
    assert_non_null(strstr(fault.text, "more than the limit of 100000"));
    assert_int_equal(sale_compile(&s, "lines.exists(l, l.amount > 5)", NULL, &code, &fault, NULL),
                     LOY_OK);
    assert_in_range(loy__cel_cost(code), 500, 5000);
    loy__cel_free(code);
    sale_close(&s);
}

static void
bad_declarations_are_refused(void **state)
{
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "integer", 0, 1), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "list(line", 0, 1), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "map(string)", 0, 1), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "", 0, 1), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "total", "int", 0, 1), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "int", 0, 1 << 20), LOY_ERR_INVALID);
    assert_int_equal(loy__cel_env_variable(s.env, "a", "map(string, list(int))", 0, 1), LOY_OK);
    sale_close(&s);
}

/* Each allocation of a compilation fails once; nothing is left behind. */
static void
compiling_survives_a_lack_of_memory(void **state)
{
    static const char *const texts[] = {
        ("spend(lines.filter(l, l.category != 'gift-card')).per(money('1.00')) > 5 && "
         "event.store in ['s1', 's7'] && (1 / zero > 1 || cel.bind(x, total, x > 5))"),
        "event.stor == 'x'",
        "lines.map(l, l.amount + 1).sum() + {'a': [1, 2]}['a'][1]",
    };
    memory_kit kit;
    int result;

    (void)state;
    memory_kit_init(&kit);
    for (size_t i = 0; i < LOY_COUNT(texts); i++) {
        for (uint64_t n = 1;; n++) {
            loy__cel_fault fault;
            loy__cel_code *code = NULL;
            sale s;

            memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
            result = sale_open(&s, &kit.memory, 0);
            if (result == LOY_OK)
                result = sale_compile(&s, texts[i], NULL, &code, &fault, NULL);
            loy__cel_free(code);
            sale_close(&s);
            if (!memory_kit_failed(&kit))
                break;
            assert_int_equal(result, LOY_ERR_NOMEM);
        }
        memory_kit_assert_clean(&kit);
    }
}

/* Running out of memory is never absorbed. */
static void
running_survives_a_lack_of_memory(void **state)
{
    static const char text[] = "(event.store + 'x').size() == 3 || true == (total > 0)";
    loy__cel_value value;
    loy__cel_fault fault;
    loy__cel_code *code;
    memory_kit kit;
    sale s;

    (void)state;
    memory_kit_init(&kit);
    assert_int_equal(sale_open(&s, &kit.memory, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, text, "bool", &code, &fault, NULL), LOY_OK);
    memory_kit_fail(&kit, 1, MEMORY_KIT_FOR_GOOD);
    assert_int_equal(
        loy__cel_eval(code, &(loy__cel_run){.slots = s.slots, .arena = &s.arena}, &value),
        LOY__CEL_ERR_MEMORY);
    loy__cel_free(code);
    sale_close(&s);
    memory_kit_assert_clean(&kit);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, fault_case_holds, fault_cases);
    TABLE_KIT_ROWS(&kit, unit_case_holds, unit_cases);
    TABLE_KIT_ROWS(&kit, depth_case_holds, depth_cases);
    table_kit_test(&kit, "the budget is kept", budget_is_kept);
    table_kit_test(&kit, "bad declarations are refused", bad_declarations_are_refused);
    table_kit_test(&kit, "compiling survives a lack of memory",
                   compiling_survives_a_lack_of_memory);
    table_kit_test(&kit, "running survives a lack of memory", running_survives_a_lack_of_memory);
    return table_kit_run(&kit, "cel faults");
}
