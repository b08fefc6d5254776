/*
 * cel_rows_test.c -- loops over rows that are one instruction give the values
 * and mark the rows of the same loops written so that they are not.
 */
#include "kit/table_kit.h"

#include <stdio.h>

#include "cel/sale.h"

/* A test as a filter is simple; inside a conditional it is not. */
static const struct test_case {
    const char *name;
} test_cases[] = {
    {"l.category == 'gift-card'"},
    {"'gift-card' == l.category"},
    {"l.category != 'gift-card'"},
    {"l.category == 'food/pastry'"},
    {"l.category == ''"},
    {"l.attributes.color == ''"},
    {"l.attributes.color != ''"},
    {"l.category in ['food/pastry', 'drinks/coffee', '']"},
    {"!(l.category in ['food/pastry'])"},
    {"l.category.under('drinks')"},
    {"l.category.under('')"},
    {"!l.category.under('drinks')"},
    {"l.sku in []"},
    {"l.amount == 250"},
    {"l.amount != 250"},
    {"l.amount < 900"},
    {"l.amount <= 900"},
    {"l.amount > 900"},
    {"l.amount >= 900"},
    {"900 < l.amount"},
    {"900 >= l.amount"},
    {"l.amount in [250, 2000]"},
    {"l.quantity == 1 && l.amount > 250"},
    {"l.sku != 'latte' && l.category != 'gift-card' && l.amount > -1 && l.amount < 9000"},
    {"l.quantity == 1 && l.quantity == 1 && l.quantity == 1 && l.quantity == 1 && "
     "l.quantity == 1 && l.quantity == 1 && l.quantity == 1 && l.quantity == 1 && l.amount < 300"},
    {"l.amount > 250 || l.quantity == 1"},
    {"l.amount > l.quantity"},
    {"true"},
};

static const struct reading {
    const char *simple, *plain;
} readings[] = {
    {"spend(lines.filter(l, %s))", "lines.map(l, (%s) ? [l.amount] : []).map(x, x.sum()).sum()"},
    {"lines.filter(l, %s).map(l, l.quantity).sum()", "lines.map(l, (%s) ? l.quantity : 0).sum()"},
    {"lines.filter(l, %s).size()", "lines.map(l, (%s) ? 1 : 0).sum()"},
    {"lines.filter(x, x.amount < 2000).filter(l, %s).size()",
     "lines.map(l, l.amount < 2000 && (%s) ? 1 : 0).sum()"},
    {"lines.exists(l, %s) ? 1 : 0", "lines.map(l, (%s) ? 1 : 0).max()"},
    {"!lines.exists(l, %s) ? 1 : 0", "1 - lines.map(l, (%s) ? 1 : 0).max()"},
    {"lines.filter(x, x.amount < 2000).exists(l, %s) ? 1 : 0",
     "lines.map(l, l.amount < 2000 && (%s) ? 1 : 0).max()"},
    {"[1, 2].map(n, spend(lines.filter(l, %s)) * n).sum()",
     "3 * lines.map(l, (%s) ? l.amount : 0).sum()"},
};

enum { WORDS = 3, MANY = 64 * WORDS - 5 };

static loy__cel_value
value_of(sale *s, const char *pattern, const char *test, uint64_t *rows)
{
    char text[512];
    loy__cel_run run = {.slots = s->slots, .arena = &s->arena, .rows = rows, .row_words = WORDS};
    loy__cel_value value = {0};
    loy__cel_fault fault;
    loy__cel_code *code;
    const char *gap = strstr(pattern, "%s");

    snprintf(text, sizeof(text), "%.*s%s%s", (int)(gap - pattern), pattern, test, gap + 2);
    if (sale_compile(s, text, "int", &code, &fault, NULL) != LOY_OK)
        fail_msg("%s: %s", text, fault.text);
    assert_int_equal(loy__cel_eval(code, &run, &value), LOY__CEL_ERR_NONE);
    loy__cel_free(code);
    return value;
}

static void
one_instruction_equals_a_loop(void **state)
{
    const struct test_case *c = *state;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    for (size_t i = 0; i < LOY_COUNT(readings); i++) {
        loy__cel_value expected = value_of(&s, readings[i].plain, c->name, NULL);
        loy__cel_value value = value_of(&s, readings[i].simple, c->name, NULL);
        uint64_t rows[WORDS] = {0}, marked[WORDS] = {0};

        if (value.as.integer != expected.as.integer)
            fail_msg("%s", readings[i].simple);
        value = value_of(&s, readings[i].simple, c->name, rows);
        assert_int_equal(value.as.integer, expected.as.integer);
        if (i < 3) {
            value_of(&s, "lines.filter(l, (%s) ? true : false).size()", c->name, marked);
            assert_memory_equal(rows, marked, sizeof(rows));
        }
    }
    sale_close(&s);
}

/* A fact may be a list of rows that was computed before. */
static void
rows_may_be_listed(void **state)
{
    loy__cel_value items[2];
    uint64_t rows[WORDS] = {0};
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    for (uint32_t i = 0; i < 2; i++)
        items[i] = (loy__cel_value){.as.fields = s.rows + (2 - i) * FIELD_COUNT,
                                    .size = 1,
                                    .tag = LOY__CEL_ROW | s.line << 8};
    s.slots[SLOT_LINES] = (loy__cel_value){.as.items = items, .size = 2, .tag = LOY__CEL_LIST};
    assert_int_equal(value_of(&s, "spend(lines)%s", "", rows).as.integer, 2250);
    assert_int_equal(
        value_of(&s, "spend(lines.filter(l, %s))", "l.sku == 'croissant'", rows).as.integer, 250);
    assert_int_equal(
        value_of(&s, "lines.exists(l, %s) ? 1 : 0", "l.sku == 'latte'", rows).as.integer, 0);
    assert_int_equal(value_of(&s, "lines.filter(l, %s).size()", "l.amount > 250", rows).as.integer,
                     1);
    assert_int_equal(rows[0], 0);
    sale_close(&s);
}

/* Of more lines than a word has bits; the last one alone has its amount. */
static void
long_baskets_equal_loops(void **state)
{
    static const char *const tests[] = {"l.sku == 'latte'", "l.sku != 'latte'",
                                        "l.sku == 'latte' && l.amount < 1000",
                                        "l.sku != 'latte' && l.amount < 1000"};
    static loy__cel_value rows[MANY * FIELD_COUNT];
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    for (size_t i = 0; i < MANY; i++)
        memcpy(&rows[i * FIELD_COUNT], &s.rows[i % 3 * FIELD_COUNT], FIELD_COUNT * sizeof(rows[0]));
    rows[(MANY - 1) * FIELD_COUNT + FIELD_AMOUNT] = loy__cel_int(7);
    s.slots[SLOT_LINES].as.fields = rows;
    s.slots[SLOT_LINES].size = MANY;
    for (size_t i = 0; i < LOY_COUNT(tests); i++) {
        uint64_t simple[WORDS] = {0}, plain[WORDS] = {0};
        int64_t sum = value_of(&s, readings[0].simple, tests[i], simple).as.integer;

        assert_int_equal(sum, value_of(&s, readings[0].plain, tests[i], NULL).as.integer);
        value_of(&s, "lines.filter(l, (%s) ? true : false).size()", tests[i], plain);
        assert_memory_equal(simple, plain, sizeof(simple));
        assert_true(simple[0] != 0 && simple[WORDS - 1] != 0);
    }
    sale_close(&s);
}

static void
sums_may_overflow(void **state)
{
    static const char text[] = "lines.filter(l, l.quantity > 0).map(l, l.amount).sum()";
    loy__cel_value value;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    s.rows[FIELD_AMOUNT] = loy__cel_int(INT64_MAX);
    assert_int_equal(sale_compile(&s, text, "int", &code, &fault, NULL), LOY_OK);
    assert_int_equal(
        loy__cel_eval(code, &(loy__cel_run){.slots = s.slots, .arena = &s.arena}, &value),
        LOY__CEL_ERR_OVERFLOW);
    loy__cel_free(code);
    sale_close(&s);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, one_instruction_equals_a_loop, test_cases);
    table_kit_test(&kit, "rows may be listed", rows_may_be_listed);
    table_kit_test(&kit, "long baskets equal loops", long_baskets_equal_loops);
    table_kit_test(&kit, "sums may overflow", sums_may_overflow);
    return table_kit_run(&kit, "cel rows");
}
