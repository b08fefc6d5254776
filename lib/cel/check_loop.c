/*
 * check_loop.c -- the types of the macros that run over lists and maps.
 */
#include "cel/check.h"

/* Types of the loop's names, by what it runs over. */
static bool
name_types(loy__cel_checker *c, loy__cel_node *node, const loy__cel_typed *range,
           const loy__cel_typed *types[2])
{
    char text[96];

    range = loy__cel_type_known(range);
    types[0] = types[1] = loy__cel_type_simple(LOY__T_DYN);
    if (range->kind == LOY__T_LIST) {
        types[0] = node->locals[1] != NULL ? loy__cel_type_simple(LOY__T_INT) : range->params[0];
        types[1] = range->params[0];
    } else if (range->kind == LOY__T_MAP) {
        types[0] = range->params[0];
        types[1] = range->params[1];
    } else if (range->kind != LOY__T_DYN && range->kind != LOY__T_PARAM && !c->lenient) {
        loy__cel_type_write(text, sizeof(text), range);
        LOY__CEL_FAULT(c->job, node->at, "%.*s() runs over a list or a map, not over %s",
                       (int)node->name_size, node->name, text);
        return false;
    }
    /* What an empty list might hold is not known, and never met. */
    for (uint32_t i = 0; i < 2; i++)
        if (loy__cel_type_known(types[i])->kind == LOY__T_PARAM)
            types[i] = loy__cel_type_simple(LOY__T_DYN);
    return true;
}

static void
check_selector(loy__cel_checker *c, loy__cel_node *node)
{
    loy__cel_check_bool(c, node->args[1], "what the macro asks of each element");
}

/* The type of the elements that a map-like loop makes. */
static const loy__cel_typed *
mapped(loy__cel_checker *c, loy__cel_node *node)
{
    loy__cel_node *result = node->args[node->count - 1];
    const loy__cel_typed *type;

    if (node->count == 3)
        check_selector(c, node);
    type = loy__cel_check_node(c, result);
    node->unit = result->unit;
    return type;
}

static const loy__cel_typed *
entries_type(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *type = loy__cel_type_known(mapped(c, node));

    if (type->kind == LOY__T_MAP || type->kind == LOY__T_DYN || c->lenient)
        return type;
    LOY__CEL_FAULT(c->job, node->args[node->count - 1]->begin,
                   "transformMapEntry() wants a map literal with one entry");
    return loy__cel_type_simple(LOY__T_DYN);
}

static const loy__cel_typed *
body_type(loy__cel_checker *c, loy__cel_node *node, const loy__cel_typed *types[2])
{
    switch (node->op) {
    case LOY__LOOP_MAP:
    case LOY__LOOP_MAP_IF:
    case LOY__LOOP_TO_LIST:
        return loy__cel_type_of(c->job, LOY__T_LIST, mapped(c, node), NULL);
    case LOY__LOOP_TO_MAP:
        return loy__cel_type_of(c->job, LOY__T_MAP, types[0], mapped(c, node));
    case LOY__LOOP_TO_ENTRIES:
        return entries_type(c, node);
    case LOY__LOOP_FILTER:
        check_selector(c, node);
        node->unit = node->args[0]->unit;
        return loy__cel_type_of(c->job, LOY__T_LIST, types[0], NULL);
    default:
        check_selector(c, node);
        return loy__cel_type_simple(LOY__T_BOOL);
    }
}

const loy__cel_typed *
loy__cel_check_loop(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *range = loy__cel_check_node(c, node->args[0]), *types[2], *type;
    const loy__cel_local *outer = c->scope;

    if (c->job->result != LOY_OK || !name_types(c, node, range, types))
        return loy__cel_type_simple(LOY__T_DYN);
    if (c->rules && node->locals[1] != NULL) {
        LOY__CEL_FAULT(c->job, node->at, "%.*s() with two names is not part of the loyalty profile",
                       (int)node->name_size, node->name);
        LOY__CEL_HINT(c->job, node->at, "use one name: lines.exists(l, l.amount > 0)");
        return loy__cel_type_simple(LOY__T_DYN);
    }
    for (uint32_t i = 0; i < 2 && node->locals[i] != NULL; i++) {
        node->locals[i]->type = types[i];
        node->locals[i]->unit = node->args[0]->unit;
        node->locals[i]->outer = c->scope;
        c->scope = node->locals[i];
    }
    type = body_type(c, node, types);
    c->scope = outer;
    return type;
}
