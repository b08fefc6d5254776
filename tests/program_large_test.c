/*
 * program_large_test.c -- programs of many rules, limits on their number, and
 * ids whose hashes collide.
 */
#include "kit/table_kit.h"

#include <stdlib.h>
#include <string.h>

#include "program/program.h"

static loy_draft *
new_draft(void)
{
    loy_draft *draft;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    return draft;
}

static void
write_id(char out[9], char letter, uint32_t number)
{
    uint32_t i;

    out[0] = letter;
    out[8] = '\0';
    for (i = 7; i > 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
}

/* ---- Many rules ---- */

static void
ten_thousand_rules_are_listed_in_order(void **state)
{
    static const char *const on[] = {"purchase", "visit", "review"};
    loy_draft *draft = new_draft();
    loy_program *program;
    loy_rule *rule;
    char id[9];
    uint32_t i;

    (void)state;
    loy_node_add_text(loy_node_list(loy_draft_root(draft), "events"), "review");
    loy_draft_currency(draft, "stars");
    for (i = 0; i < 10000; i++) {
        write_id(id, 'r', i);
        rule = loy_draft_rule(draft, id, on[i % 3]);
        loy_rule_when(rule, "event.store == 's1' && total > 100");
        loy_rule_earn(rule, "stars", "1");
    }
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    assert_int_equal(program->rule_count, 10000);
    assert_int_equal(program->by_kind[LOY__ON_VISIT].count, 3333);
    assert_int_equal(program->by_kind[LOY__ON_DECLARED].count, 3333);
    for (i = 0; i < 3334; i++)
        assert_int_equal(program->by_kind[LOY__ON_PURCHASE].rules[i], 3 * i);
    assert_int_equal(loy__program_find(program, LOY_PART_RULE, "r0009999", 8), 9999);
    loy_program_free(program);
}

/* ---- Limits ---- */

static void
expect_problem(loy_draft *draft, const char *code, const char *path)
{
    loy_problems *problems;
    loy_program *program;

    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    assert_int_equal(loy_program_new(&program, draft, problems), LOY_ERR_PROGRAM);
    assert_int_equal(loy_problems_count(problems, 0), 1);
    assert_string_equal(loy_problems_at(problems, 0)->code, code);
    assert_string_equal(loy_problems_at(problems, 0)->path, path);
    loy_problems_free(problems);
    loy_draft_free(draft);
}

static void
a_currency_too_many(void **state)
{
    loy_draft *draft = new_draft();
    char id[9];
    uint32_t i;

    (void)state;
    for (i = 0; i <= LOY__MAX_CURRENCIES; i++) {
        write_id(id, 'c', i);
        loy_draft_currency(draft, id);
    }
    expect_problem(draft, "out-of-range", "/currencies");
}

/* ---- Hashes ---- */

typedef struct hashed {
    uint32_t key, number;
} hashed;

static int
by_key(const void *a, const void *b)
{
    const hashed *left = a, *right = b;

    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

/* Two ids of one hash: among 200,000 there are four or five pairs. */
static void
find_pair(char first[9], char second[9])
{
    enum { COUNT = 200000 };
    hashed *all = malloc(COUNT * sizeof(*all));
    uint32_t i;

    assert_non_null(all);
    for (i = 0; i < COUNT; i++) {
        write_id(first, 'v', i);
        all[i] = (hashed){.key = loy__name_key(first, 8), .number = i};
        assert_int_not_equal(all[i].key, 0);
    }
    qsort(all, COUNT, sizeof(*all), by_key);
    for (i = 1; i < COUNT && all[i].key != all[i - 1].key; i++)
        ;
    assert_true(i < COUNT);
    write_id(first, 'v', all[i - 1].number);
    write_id(second, 'v', all[i].number);
    free(all);
}

static void
ids_of_one_hash_are_refused(void **state)
{
    char first[9], second[9], path[32] = "/vouchers/";
    loy_draft *draft = new_draft();
    loy_node *vouchers = loy_node_map(loy_draft_root(draft), "vouchers");

    (void)state;
    find_pair(first, second);
    loy_node_map(vouchers, first);
    loy_node_map(vouchers, second);
    strcat(path, second);
    expect_problem(draft, "key-collision", path);
}

static void
parts_of_two_kinds_may_share_an_id(void **state)
{
    loy_draft *draft = new_draft();
    loy_program *program;

    (void)state;
    loy_draft_currency(draft, "coffee");
    loy_node_map(loy_node_map(loy_draft_root(draft), "vouchers"), "coffee");
    loy_node_map(loy_node_map(loy_draft_root(draft), "counters"), "coffee");
    loy_draft_reward(draft, "coffee");
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_program_free(program);
    loy_draft_free(draft);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "ten thousand rules are listed in order",
                   ten_thousand_rules_are_listed_in_order);
    table_kit_test(&kit, "a currency too many", a_currency_too_many);
    table_kit_test(&kit, "ids of one hash are refused", ids_of_one_hash_are_refused);
    table_kit_test(&kit, "parts of two kinds may share an id", parts_of_two_kinds_may_share_an_id);
    return table_kit_run(&kit, "program_large");
}
