/*
 * index_access_test.c -- which rules an index finds: of a hundred that differ
 * in their constants, only those that ask for what the event has.
 */
#include "kit/marks_kit.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"

#include <stdio.h>
#include <string.h>

#include "engine/engine.h"
#include "loyalty/loyalty.h"
#include "program/rule_index.h"

#define RULES 100
#define NEW_YEAR INT64_C(1767225600000) /* Thursday, 2026-01-01T00:00Z */
#define HOUR INT64_C(3600000)

typedef struct row {
    const char *name;
    const char *when;   /* %u: the number of the rule */
    const char *amount; /* of points */
    uint32_t least;     /* rules found, at least and at most */
    uint32_t most;
} row;

static const row rows[] = {
    {"a text", "event.store == 's%u'", "1", 1, 1},
    {"written the other way", "'s%u' == event.store", "1", 1, 1},
    {"a number", "event.attributes.size == %u", "1", 1, 1},
    {"one of several", "event.store in ['s%u', 's7', 'other']", "1", RULES, RULES},
    {"one of several, else", "event.store in ['s%u', 'x', 'other']", "1", 1, 1},
    {"a line", "lines.exists(l, l.sku == 's%u')", "1", 2, 2},
    {"a line of several", "lines.exists(l, l.sku in ['s%u', 's8', 's1000'])", "1", RULES, RULES},
    {"a path", "lines.exists(l, l.category.under('s%u'))", "1", 1, 1},
    {"a path below", "lines.exists(l, l.category.under('s3/b%u'))", "1", 1, 1},
    {"a store by its path", "event.channel.under('c%u')", "1", 1, 1},
    {"a code", "'s%u' in event.codes", "1", 2, 2},
    {"a code, by exists", "event.codes.exists(c, c == 's%u')", "1", 2, 2},
    {"a code of several", "event.codes.exists(c, c in ['s%u', 'x'])", "1", 2, 2},
    {"two facts", "event.local.weekday == 4 && event.store == 's%u'", "1", 1, 1},
    {"two facts, one otherwise", "event.local.weekday == 5 && event.store == 's%u'", "1", 0, 0},
    {"three facts",
     "event.local.weekday == 4 && lines.exists(l, l.sku == 's%u') && event.store == 's7'", "1", 2,
     2},
    {"beside a range", "event.local.hour < 5 && event.store == 's%u'", "1", 1, 1},
    {"beside a failure", "1 / (total - total) > 0 && event.store == 's%u'", "1", 1, 1},
    {"none of none", "event.store in [] && total > %u", "1", 0, 0},
    {"no fact: all", "total > %u", "1", RULES, RULES},
    {"a negation: all", "event.store != 's%u'", "1", RULES, RULES},
    {"an alternative: all", "event.store == 's%u' || total > 5", "1", RULES, RULES},
    {"nothing is no symbol: all", "event.store == '' && total > %u", "1", RULES, RULES},
    {"an id of a line", "lines.exists(l, l.id == '%u')", "1", 3, 3},
    {"what is computed", "twice == %u", "1", 0, 0},
    {"what is computed beside a fact", "twice > 0 && event.store == 's%u'", "1", 1, 1},
    {"one or the other", "event.store == 's%u' || event.store == 'x'", "1", 1, 1},
    {"a line of one or the other", "lines.exists(l, l.sku == 's%u' || l.sku == 'x')", "1", 2, 2},
    {"a line that must be more", "lines.exists(l, l.amount > total && l.sku == 's%u')", "1", 2, 2},
    {"an amount", NULL, "spend(lines.filter(l, l.sku == 's%u')) * 5 / 100", 2, 2},
    {"an amount beside a fact", "event.store == 's7'",
     "lines.filter(l, l.category == 's%u').map(l, l.quantity).sum() * 2", 1, 1},
    {"an amount beside what may fail: all", "100 / total > 5",
     "spend(lines.filter(l, l.sku == 's%u'))", RULES, RULES},
    {"an amount that is never nothing: all", NULL, "spend(lines.filter(l, l.sku == 's%u')) + 1",
     RULES, RULES},
};

/* ---- Programs ---- */

/* Fills %u, which may stand several times. */
static const char *
numbered(char out[200], const char *form, uint32_t number)
{
    size_t used = 0;

    for (; *form != '\0' && used < 180; form++)
        if (form[0] == '%' && form[1] == 'u') {
            used += (size_t)snprintf(out + used, 16, "%u", (unsigned)number);
            form++;
        } else {
            out[used++] = *form;
        }
    out[used] = '\0';
    return out;
}

static loy_draft *
draft_of(const row *from, uint32_t rules, const loy_memory *memory)
{
    loy_draft *draft = NULL;
    char text[200];
    loy_node *root;

    if (loy_draft_new(&draft, memory) < 0)
        return NULL;
    loy_draft_identify(draft, "p", 1, "EUR");
    loy_draft_currency(draft, "stars");
    root = loy_draft_root(draft);
    loy_node_set_text(loy_node_map(loy_node_map(root, "attributes"), "event"), "size", "integer");
    loy_node_set_text(loy_node_map(root, "let"), "twice", "total * 2");
    for (uint32_t i = 0; i < rules; i++) {
        loy_rule *rule = loy_draft_rule(draft, numbered(text, "r%u", i), "purchase");

        if (from->when != NULL)
            loy_rule_when(rule, numbered(text, from->when, i));
        loy_rule_earn(rule, "stars", numbered(text, from->amount, i));
    }
    return draft;
}

static int
program_of(loy_program **out, const row *from, uint32_t rules, const loy_memory *memory)
{
    loy_draft *draft = draft_of(from, rules, memory);
    int result = draft == NULL ? LOY_ERR_NOMEM : loy_program_new(out, draft, NULL);

    loy_draft_free(draft);
    return result;
}

/* ---- The event ---- */

static int
apply(loy_engine *engine, int64_t time)
{
    static const loy_text codes[] = {LOY_TEXT("s5"), LOY_TEXT("none"), LOY_TEXT("s6")};
    static const loy_line lines[] = {
        {.id = LOY_TEXT("1"),
         .sku = LOY_TEXT("s8"),
         .category = LOY_TEXT("s3/b4/c5"),
         .quantity = 1000,
         .unit_price = 100},
        {.id = LOY_TEXT("2"), .sku = LOY_TEXT("s9"), .quantity = 1000, .unit_price = 100},
        {.id = LOY_TEXT("3"),
         .sku = LOY_TEXT("s8"),
         .category = LOY_TEXT("s3"),
         .quantity = 1000,
         .unit_price = 100},
    };
    static const loy_attribute size = {
        .name = LOY_TEXT("size"), .kind = LOY_VALUE_INTEGER, .number = 42};
    loy_event event = LOY_EVENT_INIT;

    event.source = (loy_text)LOY_TEXT("till");
    event.id = (loy_text)LOY_TEXT("e1");
    event.type = (loy_text)LOY_TEXT("purchase");
    event.customer = (loy_text)LOY_TEXT("ann");
    event.store = (loy_text)LOY_TEXT("s7");
    event.channel = (loy_text)LOY_TEXT("c2/web");
    event.time = time;
    event.codes = codes;
    event.code_count = LOY_COUNT(codes);
    event.lines = lines;
    event.line_count = LOY_COUNT(lines);
    event.attributes = &size;
    event.attribute_count = 1;
    return loy_engine_apply(engine, &event, NULL, NULL);
}

/* The number of rules found for the event. */
static uint32_t
found(const loy_program *program, int64_t time)
{
    const loy__rule_index *index = program->by_kind[LOY__ON_PURCHASE].index;
    loy__marks marks;
    uint32_t count;
    loy_store *store;
    loy_engine *engine;

    assert_non_null(index);
    assert_int_equal(loy_memory_store_open(&store, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&engine, program, store, NULL), LOY_OK);
    assert_int_equal(apply(engine, time), LOY_OK);
    assert_int_equal(loy__candidates(engine, index, time, &marks), LOY_OK);
    count = marks_kit_take(index, &marks);
    loy_engine_free(engine);
    loy_store_close(store);
    return count;
}

static void
rules_are_found(void **state)
{
    const row *own = *state;
    loy_program *program;

    assert_int_equal(program_of(&program, own, RULES, NULL), LOY_OK);
    assert_in_range(found(program, NEW_YEAR + HOUR), own->least, own->most);
    loy_program_free(program);
}

/* ---- Time ---- */

static void
rules_of_other_days_are_not_found(void **state)
{
    loy_draft *draft = draft_of(&(row){.amount = "1"}, 0, NULL);
    loy_program *program;

    (void)state;
    for (uint32_t i = 0; i < RULES; i++) {
        char text[40];
        loy_rule *rule;

        snprintf(text, sizeof(text), "r%u", (unsigned)i);
        rule = loy_draft_rule(draft, text, "purchase");
        loy_rule_earn(rule, "stars", "1");
        snprintf(text, sizeof(text), "2026-01-%02uT%02u:00:00Z", 1 + i / 24, i % 24);
        loy_node_set_text(loy_rule_node(rule), i % 2 == 0 ? "from" : "until", text);
    }
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    /* 50 have begun or will end at each moment; of 100 moments 63 are kept. */
    for (int64_t hour = 0; hour < 110; hour++)
        assert_in_range(found(program, NEW_YEAR + hour * HOUR), 50, 53);
    loy_program_free(program);
}

/* ---- Memory ---- */

static int
attempt(const loy_memory *memory)
{
    loy_program *program = NULL;
    loy_store *store = NULL;
    loy_engine *engine = NULL;
    int result = program_of(&program, &rows[0], 12, memory);

    if (result == LOY_OK)
        result = loy_memory_store_open(&store, memory);
    if (result == LOY_OK)
        result = loy_engine_new(&engine, program, store, memory);
    if (result == LOY_OK)
        result = apply(engine, NEW_YEAR);
    loy_engine_free(engine);
    loy_store_close(store);
    loy_program_free(program);
    return result;
}

static void
each_allocation_may_fail(void **state)
{
    memory_kit kit;
    uint64_t nth;
    int result;

    (void)state;
    memory_kit_init(&kit);
    for (nth = 1;; nth++) {
        memory_kit_fail(&kit, nth, MEMORY_KIT_ONCE);
        result = attempt(&kit.memory);
        memory_kit_assert_clean(&kit);
        if (!memory_kit_failed(&kit))
            break;
        assert_int_equal(result, LOY_ERR_NOMEM);
    }
    assert_int_equal(result, LOY_OK);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, rules_are_found, rows);
    table_kit_test(&kit, "rules of other days are not found", rules_of_other_days_are_not_found);
    table_kit_test(&kit, "each allocation may fail", each_allocation_may_fail);
    return table_kit_run(&kit, "index_access");
}
