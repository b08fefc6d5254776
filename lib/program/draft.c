/*
 * draft.c -- a program being written: the draft itself, and the calls that
 * name places in its document.
 *
 * Every typed call writes exactly what a document has at that place, so that a
 * program built in C and one that was read have the same digest.
 */
#include "program/node.h"

int
loy_draft_new(loy_draft **out, const loy_memory *memory)
{
    loy_draft *draft;
    int rc = loy__object_new(out, sizeof(**out), memory);

    if (rc < 0)
        return rc;
    draft = *out;
    loy__arena_init(&draft->arena, &draft->memory);
    draft->root = loy__node_new(draft, NULL, LOY__NODE_MAP);
    if (draft->root != NULL)
        return LOY_OK;
    loy_draft_free(draft);
    *out = NULL;
    return LOY_ERR_NOMEM;
}

void
loy_draft_free(loy_draft *draft)
{
    loy_memory memory;

    if (draft == NULL)
        return;
    memory = draft->memory;
    loy__arena_free(&draft->arena);
    loy__free(&memory, draft, sizeof(*draft));
}

loy_node *
loy_draft_root(loy_draft *draft)
{
    return draft == NULL ? NULL : draft->root;
}

void
loy_draft_identify(loy_draft *draft, const char *id, int64_t version, const char *money)
{
    loy_node *root = loy_draft_root(draft);

    loy_node_set_integer(root, "loyalty", 1);
    loy_node_set_text(root, "program", id);
    loy_node_set_integer(root, "version", version);
    loy_node_set_text(root, "money", money);
}

loy_node *
loy_draft_currency(loy_draft *draft, const char *id)
{
    return loy_node_map(loy_node_map(loy_draft_root(draft), "currencies"), id);
}

loy_node *
loy_draft_ladder(loy_draft *draft, const char *id)
{
    return loy_node_map(loy_node_map(loy_draft_root(draft), "ladders"), id);
}

/* A map with an id at the end of a list. */
static loy_node *
add_part(loy_node *list, const char *id)
{
    loy_node *part = loy_node_add_map(list);

    loy_node_set_text(part, "id", id);
    return part;
}

loy_node *
loy_ladder_tier(loy_node *ladder, const char *id, int64_t from)
{
    loy_node *tier = add_part(loy_node_list(ladder, "tiers"), id);

    loy_node_set_integer(tier, "from", from);
    return tier;
}

loy_node *
loy_draft_reward(loy_draft *draft, const char *id)
{
    return add_part(loy_node_list(loy_draft_root(draft), "rewards"), id);
}

/* ---- Rules ---- */

loy_rule *
loy_draft_rule(loy_draft *draft, const char *id, const char *on)
{
    loy_node *node = add_part(loy_node_list(loy_draft_root(draft), "rules"), id);
    loy_rule *rule;

    if (node == NULL)
        return NULL;
    loy_node_set_text(node, "on", on);
    rule = loy__arena_alloc(&draft->arena, sizeof(*rule));
    if (rule == NULL) {
        draft->failed = true;
        return NULL;
    }
    rule->node = node;
    return rule;
}

loy_node *
loy_rule_node(loy_rule *rule)
{
    return rule == NULL ? NULL : rule->node;
}

void
loy_rule_when(loy_rule *rule, const char *condition)
{
    loy_node_set_text(loy_rule_node(rule), "when", condition);
}

void
loy_rule_earn(loy_rule *rule, const char *currency, const char *amount)
{
    loy_node_set_text(loy_node_map(loy_rule_node(rule), "earn"), currency, amount);
}

void
loy_rule_multiply(loy_rule *rule, const char *currency, const char *factor)
{
    loy_node_set_text(loy_node_map(loy_rule_node(rule), "multiply"), currency, factor);
}

void
loy_rule_count(loy_rule *rule, const char *counter, const char *amount)
{
    loy_node_set_text(loy_node_map(loy_rule_node(rule), "count"), counter, amount);
}

void
loy_rule_issue(loy_rule *rule, const char *voucher)
{
    loy_node_add_text(loy_node_list(loy_rule_node(rule), "issue"), voucher);
}

void
loy_rule_stage(loy_rule *rule, const char *stage)
{
    loy_node_set_text(loy_rule_node(rule), "stage", stage);
}

void
loy_rule_notify(loy_rule *rule, const char *text)
{
    loy_node_set_text(loy_rule_node(rule), "notify", text);
}
