/*
 * cel_profile_test.c -- what expressions of the loyalty profile give on the
 * facts of one sale: values, errors, and the rows they looked at.
 */
#include "kit/table_kit.h"

#include "cel/render.h"
#include "cel/sale.h"

/* The expression is the name of its test. A result is written as in CEL, an
 * error as !text. */
struct value_case {
    const char *name;
    const char *result;
};

static const struct value_case value_cases[] = {
    /* numbers */
    {"1 + 2 * 3", "7"},
    {"7 / 2", "3"},
    {"-7 / 2", "-3"},
    {"-7 % 3", "-1"},
    {"7 - 3 - 2", "2"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"0x1F", "31"},
    {"- - zero", "0"},
    {"huge + 1", "!overflow"},
    {"huge - 1", "9223372036854775806"},
    {"-huge - 2", "!overflow"},
    {"huge * 2", "!overflow"},
    {"total / zero", "!division by zero"},
    {"total % zero", "!division by zero"},
    {"-(-huge - 1)", "!overflow"},
    {"(-huge - 1) / (zero - 1)", "!overflow"},
    {"math.greatest(1, total, 3)", "3150"},
    {"math.least(total, 100)", "100"},
    {"math.least([total, 7, 9])", "7"},
    {"math.abs(zero - 5)", "5"},
    {"math.abs(-huge - 1)", "!overflow"},
    /* comparisons, on both sides of each limit */
    {"event.local.hour >= 15", "true"},
    {"event.local.hour >= 16", "false"},
    {"event.local.hour > 14", "true"},
    {"event.local.hour > 15", "false"},
    {"event.local.hour <= 15", "true"},
    {"event.local.hour <= 14", "false"},
    {"event.local.hour < 16", "true"},
    {"event.local.hour < 15", "false"},
    {"15 <= event.local.hour", "true"},
    {"16 <= event.local.hour", "false"},
    {"!(event.local.hour < 15)", "true"},
    {"!(event.local.hour <= 15)", "false"},
    {"!(event.local.hour > 15)", "true"},
    {"!(event.local.hour >= 15)", "false"},
    {"event.local.hour == 15 || zero == 1", "true"},
    {"event.local.hour != 15 || zero != 0", "false"},
    {"(total > 5) == true", "true"},
    {"total + 1 > 3150 && total - 1 < 3150", "true"},
    {"event.store < 's8' && 's6' < event.store", "true"},
    {"event.store >= 's7' && event.store <= 's7'", "true"},
    /* logic */
    {"event.store == 's7' && event.local.hour >= 14", "true"},
    {"event.store == 's8' || event.local.hour >= 14", "true"},
    {"customer.is_birthday ? 1 : 2", "2"},
    {"customer.is_birthday ? 1 : zero == 0 ? 3 : 4", "3"},
    {"(zero == 0 ? event.store == 's7' : false) && true", "true"},
    {"false || customer.is_birthday", "false"},
    {"!customer.is_birthday", "true"},
    {"!!customer.is_birthday", "false"},
    /* errors beside what decides */
    {"1 / zero == 1 || true", "true"},
    {"1 / zero == 1 || total > 0", "true"},
    {"total > 0 || 1 / zero == 1", "true"},
    {"1 / zero == 1 || total < 0", "!division by zero"},
    {"1 / zero == 1 && total < 0", "false"},
    {"total < 0 && 1 / zero == 1", "false"},
    {"1 / zero == 1 && total > 0", "!division by zero"},
    {"total > 0 && 1 / zero == 1", "!division by zero"},
    {"(1 / zero == 1 || total < 0) && total < 0", "false"},
    {"(1 / zero == 1 && total > 0) || total > 0", "true"},
    {"huge + 1 > 0 || 1 / zero > 0 || total < 0", "!overflow"},
    {"huge + 1 > 0 && 1 / zero > 0 && total < 0", "false"},
    {"!(1 / zero == 1 && total < 0)", "true"},
    {"(1 / zero == 1 ? 1 : 2) == 1 || total > 0", "true"},
    /* texts */
    {"event.store + '-' + 'x'", "'s7-x'"},
    {"event.store == \"s7\"", "true"},
    {"'\\u00fcber'.size()", "4"},
    {"size(event.store)", "2"},
    {"event.store.contains('7')", "true"},
    {"event.store.contains('')", "true"},
    {"event.store.startsWith('s7x')", "false"},
    {"event.store.endsWith('7')", "true"},
    {"'SPRING'.lowerAscii()", "'spring'"},
    {"event.store.upperAscii() == 'S7'", "true"},
    {"' a b\\t'.trim()", "'a b'"},
    {"event.store in ['s1', 's7']", "true"},
    {"event.store in ['s1', 's2']", "false"},
    {"event.local.hour in [9, 15]", "true"},
    {"event.local.hour in [9, 10]", "false"},
    {"!(event.local.hour in [9, 10])", "true"},
    {"event.local.hour in [9, zero + 15]", "true"},
    {"event.store in []", "false"},
    {"'SPRING' in event.codes", "true"},
    {"'spring' in event.codes", "false"},
    {"event.codes.exists(c, c.startsWith('X-'))", "true"},
    {"event.codes[1]", "'X-9'"},
    {"event.codes[2]", "!index out of range"},
    {"event.codes[zero - 1]", "!index out of range"},
    {"event.codes == ['SPRING', 'X-9']", "true"},
    {"(event.codes + ['a']).size()", "3"},
    /* maps */
    {"{'s7': 5, 's8': 6}[event.store]", "5"},
    {"{'s9': 5}[event.store]", "!no such key"},
    {"event.store in {'s7': 1}", "true"},
    {"has({'a': 1}.a) && !has({'a': 1}.b)", "true"},
    {"{'a': total}.a", "3150"},
    {"{event.store: 1, 's7': 2}", "!invalid argument"},
    {"{'a': 1, 'b': 2}.exists(k, k == 'b')", "true"},
    /* lines */
    {"lines.size()", "3"},
    {"size(lines)", "3"},
    {"none.size()", "0"},
    {"lines[1].sku", "'croissant'"},
    {"lines[3].sku", "!index out of range"},
    {"lines[0].attributes.color", "'red'"},
    {"has(lines[0].sku)", "true"},
    {"lines.exists(l, l.sku == 'latte')", "true"},
    {"lines.exists(l, l.sku == 'tea')", "false"},
    {"!lines.exists(l, l.sku == 'tea')", "true"},
    {"lines.all(l, l.amount > 0)", "true"},
    {"lines.all(l, l.amount > 250)", "false"},
    {"none.all(l, l.amount > 250)", "true"},
    {"none.exists(l, l.amount > 250)", "false"},
    {"lines.exists_one(l, l.attributes.color == 'red')", "true"},
    {"lines.exists_one(l, l.quantity == 1)", "false"},
    {"lines.filter(l, l.amount > 300).size()", "2"},
    {"lines.map(l, l.amount).sum()", "3150"},
    {"lines.map(l, l.quantity > 1, l.amount).sum()", "900"},
    {"none.map(l, l.amount).sum()", "0"},
    {"lines.map(l, huge).sum()", "!overflow"},
    {"lines.map(l, l.amount).max()", "2000"},
    {"lines.map(l, l.amount).min()", "250"},
    {"none.map(l, l.amount).max()", "!invalid argument"},
    {"[3, 1, 2].max() + [3, 1, 2].min()", "4"},
    {"sum([1, 2, 3])", "6"},
    {"lines.map(l, l.sku)", "['latte', 'croissant', 'gift']"},
    {"lines.filter(l, l.amount < 1000).map(l, l.sku)", "['latte', 'croissant']"},
    {"lines.filter(l, l.amount < 1000).filter(l, l.quantity > 1).map(l, l.amount).map(a, a * 2)",
     "[1800]"},
    {"spend(lines)", "3150"},
    {"spend(lines.filter(l, l.category != 'gift-card'))", "1150"},
    {"spend(lines.map(l, l.quantity > 1, l))", "900"},
    {"spend(none)", "0"},
    {"lines.filter(l, l.category.under('drinks')).size()", "1"},
    {"lines.filter(l, l.category.under('drink')).size()", "0"},
    {"lines.filter(l, !l.category.under('drinks/coffee')).size()", "2"},
    {"'drinks'.under('drinks/coffee')", "false"},
    {"lines.exists(l, l.tags.exists(t, t == 'hot'))", "true"},
    {"lines.exists(l, 'hot' in l.tags && l.amount == 900)", "true"},
    {"lines.filter(l, l.tags.size() > 0).map(l, l.tags.size()).sum()", "2"},
    {"lines.filter(l, lines.exists(m, m.amount > l.amount)).size()", "2"},
    {"lines.map(l, l.amount + lines.filter(m, m.sku != l.sku).map(m, m.amount).sum()).min()",
     "3150"},
    {"lines.map(l, l.amount - lines.map(m, m.amount).min())", "[650, 0, 1750]"},
    {"lines.exists(l, lines.exists(m, m.amount == l.amount + 650) && l.amount == 250)", "true"},
    {"[1, 2].map(x, lines.map(l, l.quantity * x).sum())", "[4, 8]"},
    {"cel.bind(x, lines.filter(l, l.amount > 300), x.size() * x.map(l, l.amount).sum())", "5800"},
    {"cel.bind(a, total / 2, a + a)", "3150"},
    {"cel.bind(a, total, cel.bind(b, a + 1, b - a))", "1"},
    {"cel.bind(b, event.store == 's7', b && !customer.is_birthday)", "true"},
    {"lines.map(l, cel.bind(x, l.amount, x + x)).sum()", "6300"},
    /* all() and exists() absorb, exists_one(), map() and filter() do not */
    {"lines.exists(l, 10 / (l.quantity - 2) < 0)", "true"},
    {"lines.exists(l, 10 / (l.quantity - 2) > 0)", "!division by zero"},
    {"lines.all(l, 10 / (l.quantity - 2) > 0)", "false"},
    {"lines.all(l, 10 / (l.quantity - 2) < 0)", "!division by zero"},
    {"lines.exists_one(l, 10 / (l.quantity - 1) == 10)", "!division by zero"},
    {"lines.filter(l, 10 / (l.quantity - 1) > 0).size()", "!division by zero"},
    {"lines.filter(l, 10 / (l.quantity - 1) == 10).exists(l, true)", "!division by zero"},
    {"lines.map(l, 10 / (l.quantity - 1)).exists(x, x == 10)", "!division by zero"},
    {"lines.map(l, 10 / (l.quantity - 1)).exists(x, x == 10) || true", "true"},
    {"lines.map(l, 10 / l.quantity).exists(x, x == 5)", "true"},
    {"lines.filter(l, 10 / l.quantity == 10).all(l, l.amount > 0)", "true"},
    {"lines.filter(l, 10 / l.quantity == 10).all(l, l.amount > 250)", "false"},
    /* money and rounding */
    {"money('4.50')", "450"},
    {"money('-0.05')", "-5"},
    {"money('12')", "1200"},
    {"spend(lines.filter(l, l.category != 'gift-card')).per(money('1.00'))", "11"},
    {"(zero - 1).per(100)", "-1"},
    {"(zero - 100).per(100)", "-1"},
    {"total.per(zero)", "!division by zero"},
    {"total.per(zero - 1)", "!invalid argument"},
    {"mul_div(zero - 5, 1, 2)", "-3"},
    {"mul_div_ceil(zero - 5, 1, 2)", "-2"},
    {"mul_div_half_up(zero + 5, 1, 2)", "3"},
    {"mul_div_half_even(zero + 5, 1, 2)", "2"},
    {"mul_div_half_up(zero - 5, 1, 2)", "-3"},
    {"mul_div(huge, huge, huge)", "9223372036854775807"},
    {"mul_div(huge, 2, 1)", "!overflow"},
    {"mul_div(total, 1, zero)", "!division by zero"},
    /* time */
    {"event.time > timestamp('2026-03-02T09:15:00+01:00')", "true"},
    {"event.time - timestamp('2026-03-01T08:15:00.5Z') == duration('24h')", "true"},
    {"event.time + duration('1h30m') > event.time", "true"},
    {"event.time.getHours('+01:00')", "9"},
    {"event.time.getHours('-09:00')", "23"},
    {"event.time.getDate('-09:00')", "1"},
    {"event.time.getDayOfWeek('UTC')", "1"},
    {"event.time.getMonth('UTC') + event.time.getFullYear('UTC')", "2028"},
    {"event.time.getDayOfYear('UTC')", "60"},
    {"event.time.getMilliseconds('UTC')", "500"},
    {"event.time.getHours('Mars/Olympus')", "!invalid argument"},
    {"(event.time - timestamp('2026-03-02T00:00:00Z')).getMinutes()", "495"},
    {"[duration('1h'), duration('30m')].sum() == duration('90m')", "true"},
};

static void
value_case_holds(void **state)
{
    const struct value_case *c = *state;
    loy__cel_fault fault;
    loy__cel_code *code;
    rendering r;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    if (sale_compile(&s, c->name, NULL, &code, &fault, NULL) != LOY_OK)
        fail_msg("%s (%s)", fault.text, fault.hint);
    assert_string_equal(
        render_result(&r, code, &(loy__cel_run){.slots = s.slots, .arena = &s.arena}), c->result);
    loy__cel_free(code);
    sale_close(&s);
}

/* Bit n: line n is marked. Marking never changes the value. */
static const struct rows_case {
    const char *name;
    uint64_t rows;
} rows_cases[] = {
    {"total", 0},
    {"spend(lines)", 7},
    {"lines.map(l, l.amount).sum()", 7},
    {"lines.size()", 7},
    {"spend(lines.filter(l, l.category != 'gift-card'))", 3},
    {"lines.filter(l, l.quantity == 1).size()", 6},
    {"lines.filter(l, l.quantity == 1).filter(l, l.amount < 300).map(l, l.amount).sum()", 2},
    {"lines.filter(l, l.quantity == 1).map(l, l.amount).max()", 6},
    {"lines.exists(l, l.quantity == 1) ? 10 : 0", 6},
    {"lines.exists(l, l.sku == 'tea') ? 10 : 0", 0},
    {"lines.exists_one(l, l.sku == 'gift') ? 10 : 0", 4},
    {"lines.all(l, l.amount > 0) ? 10 : 0", 7},
    {"lines.filter(l, l.tags.exists(t, t == 'hot')).size()", 1},
    {"lines.filter(l, lines.exists(m, m.amount > l.amount)).size()", 3},
    {"[1, 2].map(x, x + lines.size()).sum()", 0},
    {"cel.bind(x, lines.filter(l, l.amount > 300), x.map(l, l.amount).sum())", 5},
    {"spend(lines.filter(l, l.sku == 'latte')) + spend(lines.filter(l, l.sku == 'gift'))", 5},
    {"none.size() + lines[0].amount", 0},
};

static void
rows_case_holds(void **state)
{
    const struct rows_case *c = *state;
    uint64_t rows = 0;
    loy__cel_value traced, plain;
    loy__cel_fault fault;
    loy__cel_code *code;
    loy__cel_run run;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    if (sale_compile(&s, c->name, "int", &code, &fault, NULL) != LOY_OK &&
        sale_compile(&s, c->name, "bool", &code, &fault, NULL) != LOY_OK)
        fail_msg("%s (%s)", fault.text, fault.hint);
    run = (loy__cel_run){.slots = s.slots, .arena = &s.arena, .rows = &rows, .row_words = 1};
    assert_int_equal(loy__cel_eval(code, &run, &traced), LOY__CEL_ERR_NONE);
    assert_true(rows == c->rows);
    run.rows = NULL;
    assert_int_equal(loy__cel_eval(code, &run, &plain), LOY__CEL_ERR_NONE);
    assert_true(loy__cel_equal(traced, plain));
    loy__cel_free(code);
    sale_close(&s);
}

/* No loop over the lines builds a list: what it takes from the arena is 0. */
static void
loops_take_no_memory(void **state)
{
    static const char *const loops[] = {
        "spend(lines.filter(l, l.category != 'gift-card')).per(money('1.00'))",
        "lines.filter(l, l.quantity > 0).map(l, l.amount * 2).sum()",
        "lines.exists(l, l.tags.exists(t, t == 'hot')) ? 1 : 0",
        "lines.filter(l, l.amount > 1).size()",
        "event.store == 's7' && event.local.hour in [14, 15] ? 1 : 0",
    };
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    for (size_t i = 0; i < LOY_COUNT(loops); i++) {
        loy__cel_value value;
        loy__cel_fault fault;
        loy__cel_code *code;
        loy__cel_run run = {.slots = s.slots, .arena = &s.arena};

        assert_int_equal(sale_compile(&s, loops[i], "int", &code, &fault, NULL), LOY_OK);
        assert_int_equal(loy__cel_eval(code, &run, &value), LOY__CEL_ERR_NONE);
        assert_null(s.arena.first);
        loy__cel_free(code);
    }
    sale_close(&s);
}

/* What code says about itself. */
static void
code_tells_what_it_reads(void **state)
{
    loy__cel_fault fault;
    loy__cel_code *code;
    const uint32_t *slots;
    uint32_t count;
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s,
                                  "total > 0 && event.store == 's7' && total < 9 && "
                                  "lines.exists(l, l.sku == 'x' && l.attributes.color == 'y')",
                                  NULL, &code, &fault, NULL),
                     LOY_OK);
    assert_string_equal(loy__cel_type(code), "bool");
    slots = loy__cel_slots(code, &count);
    assert_int_equal(count, 3);
    assert_int_equal(slots[0], SLOT_STORE);
    assert_int_equal(slots[1], SLOT_TOTAL);
    assert_int_equal(slots[2], SLOT_LINES);
    assert_true(loy__cel_fields(code, s.line) ==
                (UINT64_C(1) << FIELD_SKU | UINT64_C(1) << FIELD_COLOR));
    loy__cel_free(code);
    assert_int_equal(sale_compile(&s, "lines.map(l, l.tags)", NULL, &code, &fault, NULL), LOY_OK);
    assert_string_equal(loy__cel_type(code), "list(list(string))");
    loy__cel_free(code);
    assert_int_equal(sale_compile(&s, "spend(lines)", NULL, &code, &fault, NULL), LOY_OK);
    assert_true(loy__cel_fields(code, s.line) == UINT64_C(1) << FIELD_AMOUNT);
    loy__cel_free(code);
    sale_close(&s);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, value_case_holds, value_cases);
    TABLE_KIT_ROWS(&kit, rows_case_holds, rows_cases);
    table_kit_test(&kit, "loops take no memory", loops_take_no_memory);
    table_kit_test(&kit, "code tells what it reads", code_tells_what_it_reads);
    return table_kit_run(&kit, "cel profile");
}
