/*
 * cel_terms_test.c -- the conjuncts of a condition: their shapes, their source
 * and their truth.
 */
#include "kit/table_kit.h"

#include "cel/sale.h"

#define ITSELF UINT32_MAX
#define IMPLIED 1000u

static const struct shape_case {
    const char *name;
    uint32_t shape, slot, constants;
    uint32_t inner, field; /* EXISTS; inner with IMPLIED where the test asks for more */
} shape_cases[] = {
    {"event.store == 's7'", LOY__CEL_TERM_EQ, SLOT_STORE, 1, 0, 0},
    {"'s7' == event.store", LOY__CEL_TERM_EQ, SLOT_STORE, 1, 0, 0},
    {"event.store != 's7'", LOY__CEL_TERM_NE, SLOT_STORE, 1, 0, 0},
    {"total < 5", LOY__CEL_TERM_LT, SLOT_TOTAL, 1, 0, 0},
    {"5 > total", LOY__CEL_TERM_LT, SLOT_TOTAL, 1, 0, 0},
    {"total <= 5", LOY__CEL_TERM_LE, SLOT_TOTAL, 1, 0, 0},
    {"5 >= total", LOY__CEL_TERM_LE, SLOT_TOTAL, 1, 0, 0},
    {"total > money('5.00') * 2", LOY__CEL_TERM_GT, SLOT_TOTAL, 1, 0, 0},
    {"5 < total", LOY__CEL_TERM_GT, SLOT_TOTAL, 1, 0, 0},
    {"total >= -5", LOY__CEL_TERM_GE, SLOT_TOTAL, 1, 0, 0},
    {"event.time >= timestamp('2026-01-01T00:00:00Z')", LOY__CEL_TERM_GE, SLOT_TIME, 1, 0, 0},
    {"event.store in ['s1', 's2', 's3']", LOY__CEL_TERM_IN, SLOT_STORE, 3, 0, 0},
    {"event.local.hour in []", LOY__CEL_TERM_IN, SLOT_HOUR, 0, 0, 0},
    {"event.store.under('s7')", LOY__CEL_TERM_UNDER, SLOT_STORE, 1, 0, 0},
    {"customer.is_birthday", LOY__CEL_TERM_TRUE, SLOT_BIRTHDAY, 0, 0, 0},
    {"!customer.is_birthday", LOY__CEL_TERM_FALSE, SLOT_BIRTHDAY, 0, 0, 0},
    {"lines.exists(l, l.sku == 'x')", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1, LOY__CEL_TERM_EQ,
     FIELD_SKU},
    {"lines.exists(l, 'x' != l.sku)", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1, LOY__CEL_TERM_NE,
     FIELD_SKU},
    {"lines.exists(l, l.sku in ['x', 'y'])", LOY__CEL_TERM_EXISTS, SLOT_LINES, 2, LOY__CEL_TERM_IN,
     FIELD_SKU},
    {"lines.exists(l, l.category.under('drinks'))", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1,
     LOY__CEL_TERM_UNDER, FIELD_CATEGORY},
    {"lines.exists(l, l.attributes.color == 'red')", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1,
     LOY__CEL_TERM_EQ, FIELD_COLOR},
    {"lines.exists(l, l.amount >= 500)", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1, LOY__CEL_TERM_GE,
     FIELD_AMOUNT},
    {"event.codes.exists(c, c == 'X')", LOY__CEL_TERM_EXISTS, SLOT_CODES, 1, LOY__CEL_TERM_EQ,
     ITSELF},
    {"'X' in event.codes", LOY__CEL_TERM_EXISTS, SLOT_CODES, 1, LOY__CEL_TERM_EQ, ITSELF},
    {"total == zero", LOY__CEL_TERM_SAME, SLOT_TOTAL, 0, 0, 0},
    {"zero != total", LOY__CEL_TERM_DIFFERENT, SLOT_ZERO, 0, 0, 0},
    {"total == total", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"total < zero", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.exists(l, total == zero)", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"total + 1 > 5", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"event.store.startsWith('s')", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"!(total > 5)", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"total > 5 || total < 1", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.exists(l, l.sku == event.store)", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"event.store == 's1' || event.store == 's2' || 's3' == event.store", LOY__CEL_TERM_IN,
     SLOT_STORE, 3, 0, 0},
    {"event.store in ['s1', 's2'] || event.store == 's3'", LOY__CEL_TERM_IN, SLOT_STORE, 3, 0, 0},
    {"event.local.hour == 9 || false || event.local.hour == 8 + 2", LOY__CEL_TERM_IN, SLOT_HOUR, 2,
     0, 0},
    {"event.store == 's1' || event.local.hour == 9 || event.store == 's2'", LOY__CEL_TERM_OTHER, 0,
     0, 0, 0},
    {"event.store == 's1' || event.store != 's2'", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.exists(l, l.sku == 'x' || l.sku == 'y')", LOY__CEL_TERM_EXISTS, SLOT_LINES, 2,
     LOY__CEL_TERM_IN, FIELD_SKU},
    {"lines.exists(l, lines.exists(k, k.sku == 'x' || l.sku == 'y'))", LOY__CEL_TERM_OTHER, 0, 0, 0,
     0},
    {"lines.exists(l, l.sku == 'x' && l.amount > 1)", LOY__CEL_TERM_EXISTS, SLOT_LINES, 1,
     LOY__CEL_TERM_EQ + IMPLIED, FIELD_SKU},
    {"lines.exists(l, l.amount > 1 && 1 / zero == 1 && l.sku in ['x', 'y'])", LOY__CEL_TERM_EXISTS,
     SLOT_LINES, 2, LOY__CEL_TERM_IN + IMPLIED, FIELD_SKU},
    {"lines.exists(l, 1 / zero == 1 && l.amount > total / 2)", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.exists(l, event.store == 'x')", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.filter(l, true).exists(l, l.sku == 'x')", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"lines.all(l, l.sku == 'x')", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"event.store in event.codes", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
    {"event.store in ['s1', 's' + 'x', event.codes[0]]", LOY__CEL_TERM_OTHER, 0, 0, 0, 0},
};

static void
shape_case_holds(void **state)
{
    const struct shape_case *c = *state;
    const loy__cel_term *term;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, c->name, "bool", &code, &fault, NULL), LOY_OK);
    assert_int_equal(loy__cel_term_count(code), 1);
    term = loy__cel_term_at(code, 0);
    assert_int_equal(term->shape, c->shape);
    assert_int_equal(term->constant_count, c->constants);
    assert_int_equal(term->begin, 0);
    assert_int_equal(term->end, strlen(c->name));
    if (c->shape != LOY__CEL_TERM_OTHER)
        assert_int_equal(term->slot, c->slot);
    if (c->shape == LOY__CEL_TERM_EXISTS) {
        assert_int_equal(term->inner + (term->implied ? IMPLIED : 0), c->inner);
        assert_true(term->field == c->field);
    }
    loy__cel_free(code);
    sale_close(&s);
}

/* Constants of terms carry the symbols of the options. */
static void
constants_are_interned(void **state)
{
    const loy__cel_term *term;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(
        sale_compile(&s, "event.store in ['latte', 'tea', 's7']", "bool", &code, &fault, NULL),
        LOY_OK);
    term = loy__cel_term_at(code, 0);
    assert_int_equal(loy__cel_symbol(term->constants[0]), sale_intern(NULL, "latte", 5));
    assert_int_equal(loy__cel_symbol(term->constants[1]), 0);
    assert_int_equal(loy__cel_symbol(term->constants[2]), sale_intern(NULL, "s7", 2));
    loy__cel_free(code);
    sale_close(&s);
}

static const struct split_case {
    const char *name;
    const char *terms[4]; /* sources */
    const char *results;  /* t true, f false, ! error */
} split_cases[] = {
    {"total > 5", {"total > 5"}, "t"},
    {"total > 5 && zero == 1", {"total > 5", "zero == 1"}, "tf"},
    {"total > 5 && (zero == 0 || total < 1) && 1 / zero == 1",
     {"total > 5", "zero == 0 || total < 1", "1 / zero == 1"},
     "tt!"},
    {"lines.exists(l, l.sku == 'latte') && !customer.is_birthday",
     {"lines.exists(l, l.sku == 'latte')", "!customer.is_birthday"},
     "tt"},
    {"true && total > 5 && 1 == 1 && zero == 0", {"total > 5", "zero == 0"}, "tt"},
    {"total > 5 || zero == 1", {"total > 5 || zero == 1"}, "t"},
};

static void
split_case_holds(void **state)
{
    const struct split_case *c = *state;
    loy__cel_fault fault;
    loy__cel_code *code;
    loy__cel_run run;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, c->name, "bool", &code, &fault, NULL), LOY_OK);
    assert_int_equal(loy__cel_term_count(code), strlen(c->results));
    run = (loy__cel_run){.slots = s.slots, .arena = &s.arena};
    for (uint32_t i = 0; c->results[i] != '\0'; i++) {
        const loy__cel_term *term = loy__cel_term_at(code, i);
        loy__cel_value value = loy__cel_bool(false);
        loy__cel_error error = loy__cel_eval_term(code, i, &run, &value);

        assert_int_equal(term->end - term->begin, strlen(c->terms[i]));
        assert_memory_equal(c->name + term->begin, c->terms[i], strlen(c->terms[i]));
        assert_int_equal(c->results[i], error != LOY__CEL_ERR_NONE ? '!'
                                        : value.as.integer != 0    ? 't'
                                                                   : 'f');
        assert_true(term->slot_count > 0);
    }
    loy__cel_free(code);
    sale_close(&s);
}

static void
amounts_have_no_terms(void **state)
{
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    (void)state;
    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, "total + 1", "int", &code, &fault, NULL), LOY_OK);
    assert_int_equal(loy__cel_term_count(code), 0);
    loy__cel_free(code);
    sale_close(&s);
}

/* What an amount needs. Where no line passes, it is 0 without an error. */
static const struct need_case {
    const char *name;
    uint32_t inner, field; /* inner 0: nothing known */
} need_cases[] = {
    {"spend(lines.filter(l, l.sku == 'x'))", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"spend(lines.filter(l, l.sku in ['x', 'y'])).per(money('1.00'))", LOY__CEL_TERM_IN, FIELD_SKU},
    {"lines.filter(l, l.category.under('x')).map(l, huge / l.amount).sum()", LOY__CEL_TERM_UNDER,
     FIELD_CATEGORY},
    {"lines.map(l, l.sku == 'x', huge / zero).sum()", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"lines.filter(l, 1 / zero > 1 && l.sku == 'x').size()", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"lines.filter(l, l.amount > zero).filter(l, l.sku == 'x').size()", LOY__CEL_TERM_EQ,
     FIELD_SKU},
    {"2 * spend(lines.filter(l, l.sku == 'x')) / 3 % 5", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"mul_div_half_up(spend(lines.filter(l, l.sku == 'x')), 3, 100)", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"mul_div(5, lines.filter(l, l.sku == 'x').size(), 100)", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"lines.exists(l, l.sku == 'x') ? total / zero : 0", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"total > 5 && lines.exists(l, l.sku == 'x') ? 1 : 0", LOY__CEL_TERM_EQ, FIELD_SKU},
    {"spend(lines.filter(l, l.sku == 'x' || l.sku == 'y'))", LOY__CEL_TERM_IN, FIELD_SKU},
    {"event.codes.filter(c, c == 'x').size()", LOY__CEL_TERM_EQ, ITSELF},
    {"spend(lines)", 0, 0},
    {"spend(lines.filter(l, l.sku == event.store))", 0, 0},
    {"spend(lines.filter(l, l.sku == 'x' || l.category == 'y'))", 0, 0},
    {"spend(lines.filter(l, l.sku == 'x')) + 1", 0, 0},
    {"spend(lines.filter(l, l.sku == 'x')) / zero", 0, 0},
    {"spend(lines.filter(l, l.sku == 'x')).per(total)", 0, 0},
    {"lines.filter(l, l.sku == 'x').map(l, l.amount).max()", 0, 0},
    {"lines.filter(l, 1 / zero > 1).filter(l, l.sku == 'x').size()", 0, 0},
    {"lines.map(l, 1 / zero).filter(x, x == 1).size()", 0, 0},
    {"lines.map(l, l.sku).filter(x, x == 'x').size()", 0, 0},
    {"lines.exists(l, l.sku == 'x') ? 1 : 2", 0, 0},
    {"[1, 2].filter(x, x == 3).size()", 0, 0},
};

/* Or a fact that is not 0. */
static const struct fact_need_case {
    const char *name;
    bool known;
} fact_need_cases[] = {
    {"total", true},
    {"total * 3 / 100", true},
    {"2 * total", true},
    {"total.per(money('1.00'))", true},
    {"mul_div(total, 3, 7)", true},
    {"total + 1", false},
    {"total - total", false},
    {"total / zero", false},
    {"7 / total", false},
};

/* What an amount needs, which is there or not; then the amount of a sale without
 * it is 0. `checks` looks at the need and takes it away. */
static void
check_need(const char *text, bool known,
           void (*checks)(const loy__cel_term *need, sale *s, const void *row), const void *row)
{
    const loy__cel_term *need;
    loy__cel_value value;
    loy__cel_fault fault;
    loy__cel_code *code;
    loy__cel_run run;
    sale s;

    assert_int_equal(sale_open(&s, NULL, 0), LOY_OK);
    assert_int_equal(sale_compile(&s, text, "int", &code, &fault, NULL), LOY_OK);
    need = loy__cel_need(code);
    assert_int_equal(need != NULL, known);
    if (need != NULL) {
        checks(need, &s, row);
        run = (loy__cel_run){.slots = s.slots, .arena = &s.arena};
        assert_int_equal(loy__cel_eval(code, &run, &value), LOY__CEL_ERR_NONE);
        assert_true(value.as.integer == 0);
    }
    loy__cel_free(code);
    sale_close(&s);
}

static void
check_fact(const loy__cel_term *need, sale *s, const void *row)
{
    (void)row;
    assert_int_equal(need->shape, LOY__CEL_TERM_NE);
    assert_int_equal(need->slot, SLOT_TOTAL);
    assert_int_equal(need->constant_count, 0);
    s->slots[SLOT_TOTAL] = loy__cel_int(0);
}

static void
fact_need_case_holds(void **state)
{
    const struct fact_need_case *c = *state;

    check_need(c->name, c->known, check_fact, c);
}

/* No line of the sale is called x or y. */
static void
check_lines(const loy__cel_term *need, sale *s, const void *row)
{
    const struct need_case *c = row;

    (void)s;
    assert_int_equal(need->shape, LOY__CEL_TERM_EXISTS);
    assert_int_equal(need->inner, c->inner);
    assert_true(need->field == c->field);
    assert_int_equal(need->slot, c->field == ITSELF ? SLOT_CODES : SLOT_LINES);
    assert_int_equal(need->slots[0], need->slot);
    assert_true(need->constant_count > 0);
}

static void
need_case_holds(void **state)
{
    const struct need_case *c = *state;

    check_need(c->name, c->inner != 0, check_lines, c);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, need_case_holds, need_cases);
    TABLE_KIT_ROWS(&kit, fact_need_case_holds, fact_need_cases);
    TABLE_KIT_ROWS(&kit, shape_case_holds, shape_cases);
    TABLE_KIT_ROWS(&kit, split_case_holds, split_cases);
    table_kit_test(&kit, "constants are interned", constants_are_interned);
    table_kit_test(&kit, "amounts have no terms", amounts_have_no_terms);
    return table_kit_run(&kit, "cel terms");
}
