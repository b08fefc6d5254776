/*
 * cel_hostile_test.c -- expressions that are written to cost much: each is
 * refused when it is loaded, by a limit of the grammar or by its computed cost,
 * and what is allowed beside it has a cost that says what it does.
 *
 * Nothing here is timed: the cost is what is promised.
 */
#include "kit/table_kit.h"

#include <stdio.h>
#include <string.h>

#include "cel/sale.h"
#include "kit/draft_kit.h"

enum { BUDGET = 2000000 /* what programs have */, LONGEST = 65536 };

typedef struct text {
    char bytes[2 * LONGEST];
    size_t size;
} text;

/* Appends a pattern, with a number for each '#'. */
static void
add(text *to, const char *pattern, int number)
{
    for (; *pattern != '\0'; pattern++) {
        int wrote = snprintf(to->bytes + to->size, sizeof(to->bytes) - to->size,
                             *pattern == '#' ? "%d" : "%c", *pattern == '#' ? number : *pattern);

        assert_true(wrote >= 0 && (size_t)wrote < sizeof(to->bytes) - to->size);
        to->size += (size_t)wrote;
    }
}

/* ---- Generators: an expression of a given size ---- */

typedef struct form {
    const char *open; /* '#': which of them */
    const char *core;
    const char *close;
    bool inside_out; /* the opening parts count down */
} form;

static void
write_form(text *to, const form *shape, int count)
{
    to->size = 0;
    for (int i = 0; i < count; i++)
        add(to, shape->open, shape->inside_out ? count - i : i);
    add(to, shape->core, 0);
    for (int i = 0; i < count; i++)
        add(to, shape->close, i + 1);
}

static const form brackets = {"(", "1", ")", false};
static const form lists = {"[", "1", "]", false};
static const form maps = {"{'a': ", "1", "}", false};
static const form conditionals = {"zero == 1 ? 1 : ", "2", "", false};
static const form conditions = {"(zero == 1 ? ", "1", " : 2)", false};
static const form calls = {"", "event.store", ".trim()", false};
static const form indexes = {"", "{'a': 1}", "['a']", false};
static const form minus = {"-(", "zero", ")", false};
static const form loops = {"lines.exists(l#, ", "true", ")", false};
static const form mapped = {"lines.map(l#, ", "1", ")", false};
static const form chained = {"", "lines", ".filter(l, l.amount > 5)", false};
static const form sums = {"total * ", "1", "", false};
static const form joined_texts = {"event.store + ", "event.store", "", false};
static const form joined_lists = {"event.codes + ", "event.codes", "", false};
/* cel.bind(a3, cel.bind(a2, cel.bind(a1, X, a1 + a1), a2 + a2), a3 + a3) */
static const form doubled_texts = {"cel.bind(a#, ", "event.store", ", a# + a#)", true};
static const form doubled_lists = {"cel.bind(a#, ", "event.codes", ", a# + a#)", true};
static const form doubled_constants = {"cel.bind(a#, ", "'0123456789'", ", a# + a#)", true};
static const form doubled_sums = {"cel.bind(a#, ", "total", ", a# + a#)", true};

/* ---- What is refused ---- */

static const struct refused_case {
    const char *name;
    const form *form;
    int count;
    const char *fault; /* a part of it */
} refused_cases[] = {
    {"64 brackets", &brackets, 64, "more than 64 levels of nesting"},
    {"30000 brackets", &brackets, 30000, "more than 64 levels of nesting"},
    {"1000 lists in lists", &lists, 1000, "more than 64 levels of nesting"},
    {"1000 maps in maps", &maps, 1000, "more than 64 levels of nesting"},
    {"1000 conditionals on the right", &conditionals, 1000, "more than 64 levels of nesting"},
    {"1000 conditionals inside", &conditions, 1000, "more than 64 levels of nesting"},
    {"1000 loops inside each other", &loops, 1000, "more than 64 levels of nesting"},
    {"1000 signs", &minus, 1000, "more than 64 levels of nesting"},
    {"9000 calls on one text", &calls, 9000, "nested too deeply"},
    {"9000 indexes", &indexes, 9000, "nested too deeply"},
    {"2000 filters in a row", &chained, 2000, "nested too deeply"},
    {"a long expression", &sums, 9000, "longer than 65536 bytes"},
    {"3 loops inside each other", &loops, 3, "steps, more than the limit"},
    {"60 loops inside each other", &loops, 60, "steps, more than the limit"},
    {"3 maps that build lists", &mapped, 3, "steps, more than the limit"},
    {"60 maps that build lists", &mapped, 60, "steps, more than the limit"},
    {"4000 texts joined one by one", &joined_texts, 4000, "steps, more than the limit"},
    {"4000 lists joined one by one", &joined_lists, 4000, "steps, more than the limit"},
    {"a text doubled 24 times", &doubled_texts, 24, "steps, more than the limit"},
    {"a text doubled 60 times", &doubled_texts, 60, "steps, more than the limit"},
    {"a list doubled 24 times", &doubled_lists, 24, "steps, more than the limit"},
    {"a list doubled 60 times", &doubled_lists, 60, "steps, more than the limit"},
    {"a constant doubled 60 times", &doubled_constants, 60, "steps, more than the limit"},
};

static void
is_refused(void **state)
{
    const struct refused_case *c = *state;
    static text made;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    write_form(&made, c->form, c->count);
    assert_int_equal(sale_open(&s, NULL, BUDGET), LOY_OK);
    assert_int_equal(loy__cel_compile(&code, s.env, made.bytes, made.size, NULL, &fault, NULL),
                     LOY_ERR_PROGRAM);
    if (strstr(fault.text, c->fault) == NULL)
        fail_msg("%s", fault.text);
    sale_close(&s);
}

/* ---- What is allowed ---- */

static const struct allowed_case {
    const char *name;
    const form *form;
    int count;
    uint64_t least, most; /* steps */
} allowed_cases[] = {
    {"63 brackets", &brackets, 63, 1, 2},
    {"a long product", &sums, 5000, 5000, 10100},
    {"one loop", &loops, 1, 500, 5000},
    {"2 loops inside each other", &loops, 2, 250000, 1500000},
    {"2 maps that build lists", &mapped, 2, 250000, 1500000},
    {"16 filters in a row", &chained, 16, 500, 100000},
    {"a number doubled 60 times", &doubled_sums, 60, 60, 500},
    {"10 texts joined", &joined_texts, 10, 20, 20000},
    {"a text doubled 3 times", &doubled_texts, 3, 6, 20000},
};

static void
is_allowed(void **state)
{
    const struct allowed_case *c = *state;
    static text made;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    write_form(&made, c->form, c->count);
    assert_int_equal(sale_open(&s, NULL, BUDGET), LOY_OK);
    if (loy__cel_compile(&code, s.env, made.bytes, made.size, NULL, &fault, NULL) != LOY_OK)
        fail_msg("%s", fault.text);
    assert_in_range(loy__cel_cost(code), c->least, c->most);
    loy__cel_free(code);
    sale_close(&s);
}

/* ---- Lists of constants ---- */

/* total in [0, 7, 14, ...] for each line: as many steps as there are tests. */
static void
searches_count_what_they_search(void **state)
{
    static text made;
    loy__cel_fault fault;
    loy__cel_code *code;
    sale s;

    (void)state;
    made.size = 0;
    add(&made, "lines.exists(l, l.amount in [1", 0);
    for (int i = 1; i < 8000; i++)
        add(&made, ",#", i * 7);
    add(&made, "])", 0);
    assert_int_equal(sale_open(&s, NULL, BUDGET), LOY_OK);
    assert_int_equal(loy__cel_compile(&code, s.env, made.bytes, made.size, NULL, &fault, NULL),
                     LOY_ERR_PROGRAM);
    assert_non_null(strstr(fault.text, "steps, more than the limit"));
    sale_close(&s);
}

/* ---- Named expressions ---- */

/* Each name is twice the one before: what one expression may not, a chain of
 * them may not. */
static void
names_do_not_hide_size(void **state)
{
    static text made;
    loy_problems *problems;
    loy_program *program;

    (void)state;
    made.size = 0;
    add(&made, "{" DRAFT_KIT_HEAD ", 'let': {'a0': 'event.store + event.store'", 0);
    for (int i = 1; i < 40; i++) {
        add(&made, ", 'a#': ", i);
        add(&made, "'a# + a#'", i - 1);
    }
    add(&made, "}}", 0);
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(draft_kit_compile(made.bytes, &program, problems, NULL), LOY_ERR_PROGRAM);
    assert_non_null(strstr(loy_problems_at(problems, 0)->path, "/let/a"));
    assert_non_null(strstr(loy_problems_at(problems, 0)->text, "steps, more than the limit"));
    loy_problems_free(problems);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, is_refused, refused_cases);
    TABLE_KIT_ROWS(&kit, is_allowed, allowed_cases);
    table_kit_test(&kit, "searches count what they search", searches_count_what_they_search);
    table_kit_test(&kit, "names do not hide size", names_do_not_hide_size);
    return table_kit_run(&kit, "cel hostile");
}
