/*
 * program_memory_test.c -- whichever allocation fails while a program is made,
 * the answer is "out of memory", nothing leaks, and the next attempt succeeds.
 */
#include "kit/draft_kit.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"

static const struct document {
    const char *name;
    const char *text;
    int rc;
} documents[] = {
    {"a program with a part of each kind",
     "{" DRAFT_KIT_HEAD ", 'time_zone': 'CET-1CEST,M3.5.0,M10.5.0/3',"
     " 'attributes': {'customer': {'plan': 'text'}, 'event': {'rating': 'integer'},"
     "   'line': {'organic': 'boolean'}},"
     " 'events': ['review'], 'let': {'base': 'spend(lines)'},"
     " 'currencies': {'stars': {'expires': {'after': 'P1Y'}}},"
     " 'ladders': {'status': {'counts': 'stars earned', 'window': {'rolling': 'P1Y'},"
     "   'tiers': [{'id': 'green', 'from': 0}, {'id': 'gold', 'from': 500}]}},"
     " 'counters': {'card': {'every': 10, 'issue': 'tea'}},"
     " 'vouchers': {'tea': {'reward': 'mug', 'expires': 'P30D'}},"
     " 'rewards': [{'id': 'mug', 'price': {'stars': 100}, 'when': 'customer.visits > 3',"
     "   'give': {'free_item': {'sku': 'MUG'}}}],"
     " 'caps': [{'id': 'daily', 'currency': 'stars', 'limit': 50, 'per': 'day',"
     "   'rules': ['earn']}],"
     " 'stages': {'initial': 'new', 'names': ['new', 'old'], 'transitions':"
     "   [{'from': 'new', 'to': 'old', 'on': 'purchase', 'when': 'customer.purchases > 1'}]},"
     " 'rules': [{'id': 'earn', 'on': ['purchase', 'enter:old'],"
     "   'when': 'event.store == \"s1\" && base > 100',"
     "   'earn': {'stars': 'base.per(100)'}, 'count': {'card': 1}, 'issue': ['tea'],"
     "   'stage': 'old', 'notify': 'hello', 'multiply': {'stars': '1.5'}},"
     "  {'id': 'late', 'on': 'timer', 'when': 'customer.days_since_purchase > 30',"
     "   'notify': 'come back'}]}",
     LOY_OK},
    {"the usual stages", "{" DRAFT_KIT_HEAD "}", LOY_OK},
    {"a document with mistakes",
     "{" DRAFT_KIT_HEAD ", 'colour': 1, 'currencies': {'a b': {'scale': 9}},"
     " 'let': {'x': '1 +'}, 'rules': [{'id': 'r', 'on': 'purchse', 'when': 'karma > 1'},"
     " {'id': 'r'}], 'vouchers': {'v': {'reward': 'w'}}}",
     LOY_ERR_PROGRAM},
};

/* Everything that is made for a program, in one attempt. */
static int
attempt(const struct document *document, const loy_memory *memory)
{
    loy_problems *problems;
    loy_program *program = (loy_program *)&problems;
    int rc = loy_problems_new(&problems, memory);

    if (rc < 0)
        return rc;
    rc = draft_kit_compile(document->text, &program, problems, memory);
    if (rc != LOY_OK)
        assert_null(program);
    if (rc == LOY_ERR_NOMEM)
        assert_int_equal(loy_problems_count(problems, 0), 0);
    loy_program_free(program);
    loy_problems_free(problems);
    return rc;
}

static void
each_allocation_may_fail(void **state)
{
    const struct document *document = *state;
    memory_kit kit;
    uint64_t nth;
    int rc, for_good;

    for (for_good = 0; for_good <= 1; for_good++) {
        memory_kit_init(&kit);
        for (nth = 1;; nth++) {
            memory_kit_fail(&kit, nth, for_good);
            rc = attempt(document, &kit.memory);
            memory_kit_assert_clean(&kit);
            if (!memory_kit_failed(&kit))
                break;
            assert_int_equal(rc, LOY_ERR_NOMEM);
        }
        assert_true(nth > 10);
        assert_int_equal(rc, document->rc);
    }
}

/* A program built by typed calls, without a test on each line, with a map of
 * many members and a mistake. */
static int
build(const loy_memory *memory, bool mistaken)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i",
                                      "j", "k", "l", "m", "n", "o", "p", "q", "r"};
    loy_program *program;
    loy_draft *draft;
    loy_rule *rule;
    size_t i;
    int rc = loy_draft_new(&draft, memory);

    if (rc < 0)
        return rc;
    loy_draft_identify(draft, "p", 1, "EUR");
    for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        loy_draft_currency(draft, ids[i]);
    rule = loy_draft_rule(draft, "r", "purchase");
    loy_rule_earn(rule, "a", "1");
    loy_rule_earn(rule, "b", "total");
    if (mistaken)
        loy_node_add_text(loy_rule_node(rule), "no list");
    rc = loy_program_new(&program, draft, NULL);
    loy_program_free(program);
    loy_draft_free(draft);
    return rc;
}

static void
typed_calls_remember_that_memory_ran_out(void **state)
{
    memory_kit kit;
    uint64_t nth;
    int rc, mistaken;

    (void)state;
    for (mistaken = 0; mistaken <= 1; mistaken++) {
        memory_kit_init(&kit);
        for (nth = 1;; nth++) {
            memory_kit_fail(&kit, nth, MEMORY_KIT_ONCE);
            rc = build(&kit.memory, mistaken);
            memory_kit_assert_clean(&kit);
            if (!memory_kit_failed(&kit))
                break;
            assert_int_equal(rc, LOY_ERR_NOMEM);
        }
        assert_int_equal(rc, mistaken ? LOY_ERR_PROGRAM : LOY_OK);
    }
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, each_allocation_may_fail, documents);
    table_kit_test(&kit, "typed calls remember that memory ran out",
                   typed_calls_remember_that_memory_ran_out);
    return table_kit_run(&kit, "program_memory");
}
