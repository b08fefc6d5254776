/*
 * program_draft_test.c -- building a draft: the same document gives the same
 * digest however it was written, and a host's mistakes are reported, not
 * crashed upon.
 */
#include "kit/draft_kit.h"
#include "kit/table_kit.h"

#include <string.h>

static void
digest_of_draft(loy_draft *draft, char out[65])
{
    loy_program *program;

    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    memcpy(out, loy_program_digest(program), 65);
    assert_int_equal(strlen(out), 64);
    loy_program_free(program);
    loy_draft_free(draft);
}

static void
digest_of(const char *text, char out[65])
{
    digest_of_draft(draft_kit_read(text, NULL), out);
}

/* ---- Equal and different documents ---- */

static const char typed_twin[] =
    "{'rewards': [{'give': {'text': 'a mug'}, 'price': {'stars': 100}, 'id': 'mug'}],"
    " 'vouchers': {'tea': {}, 'cake': {}},"
    " 'money': 'EUR', 'program': 'cafe', 'version': 7, 'loyalty': 1,"
    " 'counters': {'card': {}},"
    " 'rules': [{'earn': {'stars': '5'}, 'id': 'base', 'on': 'purchase', 'notify': 'hello',"
    "   'count': {'card': '1'}, 'multiply': {'stars': '1.5'}, 'issue': ['tea', 'cake'],"
    "   'stage': 'loyal'}],"
    " 'currencies': {'stars': {'pending': 'P14D', 'scale': 2}},"
    " 'ladders': {'status': {'tiers': [{'from': 0, 'id': 'green'}, {'id': 'gold', 'from': 500,"
    "   'grace': 'P3M'}], 'counts': 'stars earned'}}}";

static loy_draft *
build_typed(void)
{
    loy_draft *draft;
    loy_node *node;
    loy_rule *rule;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "cafe", 7, "EUR");
    node = loy_draft_currency(draft, "stars");
    loy_node_set_integer(node, "scale", 2);
    loy_node_set_bytes(node, "pending", "P14D and more", 4);
    node = loy_draft_ladder(draft, "status");
    loy_node_set_text(node, "counts", "stars earned");
    loy_ladder_tier(node, "green", 0);
    loy_node_set_text(loy_ladder_tier(node, "gold", 500), "grace", "P3M");
    loy_node_map(loy_node_map(loy_draft_root(draft), "vouchers"), "tea");
    loy_node_map(loy_node_map(loy_draft_root(draft), "vouchers"), "cake");
    loy_node_map(loy_node_map(loy_draft_root(draft), "counters"), "card");
    node = loy_draft_reward(draft, "mug");
    loy_node_set_integer(loy_node_map(node, "price"), "stars", 100);
    loy_node_set_text(loy_node_map(node, "give"), "text", "a mug");
    rule = loy_draft_rule(draft, "base", "purchase");
    loy_rule_earn(rule, "stars", "5");
    loy_rule_multiply(rule, "stars", "1.5");
    loy_rule_count(rule, "card", "1");
    loy_rule_issue(rule, "tea");
    loy_rule_issue(rule, "cake");
    loy_rule_stage(rule, "loyal");
    loy_rule_notify(rule, "hello");
    return draft;
}

static void
typed_calls_fill_the_places_of_a_document(void **state)
{
    char built[65], written[65];

    (void)state;
    digest_of_draft(build_typed(), built);
    digest_of(typed_twin, written);
    assert_string_equal(built, written);
}

static void
one_issued_voucher_is_a_text_or_a_list(void **state)
{
    char built[65], written[65];
    loy_draft *draft;

    (void)state;
    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    loy_node_map(loy_node_map(loy_draft_root(draft), "vouchers"), "tea");
    loy_rule_issue(loy_draft_rule(draft, "r", "visit"), "tea");
    digest_of_draft(draft, built);
    digest_of("{" DRAFT_KIT_HEAD ", 'vouchers': {'tea': {}},"
              " 'rules': [{'id': 'r', 'on': ['visit'], 'issue': 'tea'}]}",
              written);
    assert_string_equal(built, written);
}

static const struct pair {
    const char *name;
    const char *a, *b;
    int equal;
} pairs[] = {
    {"the order of members means nothing", "'currencies': {'s': {'scale': 1, 'floor': 'zero'}}",
     "'currencies': {'s': {'floor': 'zero', 'scale': 1}}", 1},
    {"the order of currencies is kept", "'currencies': {'s': {}, 't': {}}",
     "'currencies': {'t': {}, 's': {}}", 0},
    {"the order of plans is kept", "'memberships': {'a': {}, 'b': {}}",
     "'memberships': {'b': {}, 'a': {}}", 0},
    {"the order of measures is kept",
     "'ladders': {'l': {'measures': {'a': 'visits', 'b': 'spend'}, 'tiers': [{'id': 't'}]}}",
     "'ladders': {'l': {'measures': {'b': 'spend', 'a': 'visits'}, 'tiers': [{'id': 't'}]}}", 0},
    {"the order of attributes is kept", "'attributes': {'customer': {'a': 'text', 'b': 'text'}}",
     "'attributes': {'customer': {'b': 'text', 'a': 'text'}}", 0},
    {"the groups of attributes have no order",
     "'attributes': {'customer': {'a': 'text'}, 'line': {'b': 'text'}}",
     "'attributes': {'line': {'b': 'text'}, 'customer': {'a': 'text'}}", 1},
    {"a description counts", "'about': 'one'", "'about': 'two'", 0},
    {"a default is not filled in", "'currencies': {'s': {}}", "'currencies': {'s': {'scale': 0}}",
     0},
    {"a text is no number", "'currencies': {'s': {'payment': {'step': '1'}}}",
     "'currencies': {'s': {'payment': {'step': 1}}}", 0},
    {"a list of one text is that text",
     "'vouchers': {'v': {}}, 'rules': [{'id': 'r', 'on': 'visit',"
     " 'issue': 'v'}]",
     "'rules': [{'on': ['visit'], 'issue': ['v'], 'id': 'r'}], 'vouchers': {'v': {}}", 1},
    {"texts cannot flow into each other", "'events': ['ab', 'c']", "'events': ['a', 'bc']", 0},
};

static void
digests_compare(void **state)
{
    const struct pair *pair = *state;
    char text[2][600], digest[2][65];
    int i;

    for (i = 0; i < 2; i++) {
        text[i][0] = '\0';
        strcat(text[i], "{" DRAFT_KIT_HEAD ", ");
        strcat(text[i], i == 0 ? pair->a : pair->b);
        strcat(text[i], "}");
        digest_of(text[i], digest[i]);
    }
    assert_int_equal(strcmp(digest[0], digest[1]) == 0, pair->equal);
}

/* The form is written out by hand: a tag, a length, content. */
static void
the_digest_is_pinned(void **state)
{
    char digest[65];

    (void)state;
    digest_of("{" DRAFT_KIT_HEAD "}", digest);
    assert_string_equal(digest, "dbca0edc7edf88f1b6359cf394de109647476656ed5f4b8f581fd505ffe910bc");
}

/* ---- Many members ---- */

static void
a_map_of_many_members_finds_each(void **state)
{
    loy_draft *draft;
    loy_program *program;
    loy_node *vouchers;
    char id[] = "v-0000";
    int round, i;

    (void)state;
    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    vouchers = loy_node_map(loy_draft_root(draft), "vouchers");
    for (round = 0; round < 2; round++)
        for (i = 0; i < 1000; i++) {
            id[3] = (char)('0' + i / 100);
            id[4] = (char)('0' + i / 10 % 10);
            id[5] = (char)('0' + i % 10);
            assert_non_null(loy_node_map(vouchers, id));
        }
    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    assert_int_equal(loy_program_count(program, LOY_PART_VOUCHER), 1000);
    assert_string_equal(loy_program_name(program, LOY_PART_VOUCHER, 999), "v-0999");
    loy_program_free(program);
    loy_draft_free(draft);
}

/* ---- Mistakes of a host ---- */

static void
set_in_a_list(loy_draft *draft)
{
    loy_node_set_text(loy_node_list(loy_draft_root(draft), "events"), "key", "text");
}

static void
add_to_a_map(loy_draft *draft)
{
    loy_node_add_text(loy_node_map(loy_draft_root(draft), "currencies"), "text");
}

static void
ask_a_map_for_a_list(loy_draft *draft)
{
    loy_node_map(loy_draft_root(draft), "currencies");
    assert_null(loy_node_list(loy_draft_root(draft), "currencies"));
}

static void
set_null(loy_draft *draft)
{
    loy_node_set_text(loy_draft_root(draft), "about", NULL);
}

static void
set_under_null(loy_draft *draft)
{
    loy_node_set_text(loy_draft_root(draft), NULL, "text");
}

static void
set_bad_utf8(loy_draft *draft)
{
    loy_node_set_text(loy_draft_root(draft), "about", "caf\xe9");
}

static void
set_bad_key(loy_draft *draft)
{
    loy_node_set_integer(loy_draft_root(draft), "caf\xe9", 1);
}

static void
set_nul(loy_draft *draft)
{
    loy_node_set_bytes(loy_draft_root(draft), "about", "a\0b", 3);
}

static void
set_a_long_text(loy_draft *draft)
{
    static char text[65537];

    memset(text, 'a', 65536);
    loy_node_set_text(loy_draft_root(draft), "about", text);
}

static void
add_truth(loy_draft *draft)
{
    loy_node_add_boolean(loy_node_list(loy_draft_root(draft), "events"), 1);
}

static void
nest_too_deep(loy_draft *draft)
{
    loy_node *node = loy_node_list(loy_draft_root(draft), "events");
    int i;

    for (i = 0; i < 100; i++)
        node = loy_node_add_list(node);
    assert_null(node);
}

static void
fill_what_was_replaced(loy_draft *draft)
{
    loy_node *root = loy_draft_root(draft);
    loy_node *map = loy_node_map(root, "about");

    loy_node_set_text(root, "about", "text");
    loy_node_set_text(map, "key", "text");
}

static const struct mistake {
    const char *name;
    void (*make)(loy_draft *draft);
    const char *code, *path;
} mistakes[] = {
    {"a member in a list", set_in_a_list, "wrong-kind", "/events"},
    {"an item in a map", add_to_a_map, "wrong-kind", "/currencies"},
    {"a map asked for as a list", ask_a_map_for_a_list, "wrong-kind", "/currencies"},
    {"NULL as a text", set_null, "bad-text", "/about"},
    {"NULL as a key", set_under_null, "bad-text", ""},
    {"a text that is not UTF-8", set_bad_utf8, "bad-utf8", "/about"},
    {"a key that is not UTF-8", set_bad_key, "bad-utf8", ""},
    {"a NUL in a text", set_nul, "bad-text", "/about"},
    {"a text that is too long", set_a_long_text, "out-of-range", "/about"},
    {"truth as a kind of event", add_truth, "wrong-kind", "/events/0"},
    {"lists too deep in lists", nest_too_deep, "out-of-range",
     "/events/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"},
    {"a member of a map that is a text now", fill_what_was_replaced, "wrong-kind", "/about"},
};

static void
a_mistake_is_reported(void **state)
{
    const struct mistake *mistake = *state;
    loy_program *program;
    loy_problems *problems;
    loy_draft *draft;
    const loy_problem *problem;
    uint32_t i;

    assert_int_equal(loy_draft_new(&draft, NULL), LOY_OK);
    assert_int_equal(loy_problems_new(&problems, NULL), LOY_OK);
    loy_draft_identify(draft, "p", 1, "EUR");
    mistake->make(draft);
    assert_int_equal(loy_program_new(&program, draft, problems), LOY_ERR_PROGRAM);
    assert_null(program);
    for (i = 0; (problem = loy_problems_at(problems, i)) != NULL; i++)
        if (strcmp(problem->code, mistake->code) == 0 && strcmp(problem->path, mistake->path) == 0)
            break;
    assert_non_null(problem);
    loy_problems_free(problems);
    loy_draft_free(draft);
}

static void
null_is_accepted_everywhere(void **state)
{
    loy_program *program = (loy_program *)state;

    loy_draft_free(NULL);
    loy_problems_free(NULL);
    loy_program_free(NULL);
    assert_null(loy_draft_root(NULL));
    assert_null(loy_draft_currency(NULL, "a"));
    assert_null(loy_draft_rule(NULL, "a", "visit"));
    assert_null(loy_node_map(NULL, "a"));
    assert_null(loy_node_add_map(NULL));
    assert_null(loy_rule_node(NULL));
    loy_rule_earn(NULL, "a", "1");
    loy_node_add_integer(NULL, 1);
    loy_node_set_boolean(NULL, "a", 1);
    assert_int_equal(loy_draft_new(NULL, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_program_new(NULL, NULL, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_program_new(&program, NULL, NULL), LOY_ERR_INVALID);
    assert_null(program);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "typed calls fill the places of a document",
                   typed_calls_fill_the_places_of_a_document);
    table_kit_test(&kit, "one issued voucher is a text or a list",
                   one_issued_voucher_is_a_text_or_a_list);
    TABLE_KIT_ROWS(&kit, digests_compare, pairs);
    table_kit_test(&kit, "the digest is pinned", the_digest_is_pinned);
    table_kit_test(&kit, "a map of many members finds each", a_map_of_many_members_finds_each);
    TABLE_KIT_ROWS(&kit, a_mistake_is_reported, mistakes);
    table_kit_test(&kit, "NULL is accepted everywhere", null_is_accepted_everywhere);
    return table_kit_run(&kit, "program_draft");
}
