/*
 * check_chain.c -- the types of operators: a chain is walked from its left end.
 */
#include "cel/check.h"

#include <string.h>

static const char *const symbols[] = {
    [LOY__OP_ADD] = "+", [LOY__OP_SUB] = "-", [LOY__OP_MUL] = "*", [LOY__OP_DIV] = "/",
    [LOY__OP_MOD] = "%", [LOY__OP_EQ] = "==", [LOY__OP_NE] = "!=", [LOY__OP_LT] = "<",
    [LOY__OP_LE] = "<=", [LOY__OP_GT] = ">",  [LOY__OP_GE] = ">=", [LOY__OP_IN] = "in",
};

static bool
is_open(const loy__cel_typed *type)
{
    return type->kind == LOY__T_DYN || type->kind == LOY__T_PARAM;
}

/* Operands of one kind: which kinds an operator takes. */
static bool
takes(uint32_t op, uint32_t kind)
{
    switch (kind) {
    case LOY__T_INT:
    case LOY__T_UINT:
        return true;
    case LOY__T_DOUBLE:
        return op != LOY__OP_MOD;
    case LOY__T_STRING:
    case LOY__T_BYTES:
        return op == LOY__OP_ADD || op >= LOY__OP_LT;
    case LOY__T_BOOL:
    case LOY__T_TIMESTAMP:
        return op >= LOY__OP_LT;
    case LOY__T_DURATION:
        return op == LOY__OP_ADD || op == LOY__OP_SUB || op >= LOY__OP_LT;
    case LOY__T_LIST:
        return op == LOY__OP_ADD;
    default:
        return false;
    }
}

/* Time arithmetic: timestamp and duration mixed. */
static const loy__cel_typed *
time_type(uint32_t op, uint32_t left, uint32_t right)
{
    bool stamps = left == LOY__T_TIMESTAMP && right == LOY__T_TIMESTAMP;
    bool mixed = (left == LOY__T_TIMESTAMP && right == LOY__T_DURATION) ||
                 (op == LOY__OP_ADD && left == LOY__T_DURATION && right == LOY__T_TIMESTAMP);

    if (op == LOY__OP_SUB && stamps)
        return loy__cel_type_simple(LOY__T_DURATION);
    if (op <= LOY__OP_SUB && mixed)
        return loy__cel_type_simple(LOY__T_TIMESTAMP);
    return NULL;
}

static const loy__cel_typed *
arithmetic_type(loy__cel_checker *c, uint32_t op, const loy__cel_typed *left,
                const loy__cel_typed *right)
{
    const loy__cel_typed *dyn = loy__cel_type_simple(LOY__T_DYN), *type, *joint;

    if (is_open(left) || is_open(right)) {
        const loy__cel_typed *other = is_open(left) ? right : left;

        if (is_open(other))
            return dyn;
        if (other->kind == LOY__T_TIMESTAMP || other->kind == LOY__T_DURATION)
            return op <= LOY__OP_SUB ? dyn : NULL;
        if (other->kind == LOY__T_LIST && op == LOY__OP_ADD)
            return loy__cel_type_of(c->job, LOY__T_LIST, dyn, NULL);
        return takes(op, other->kind) ? other : NULL;
    }
    type = time_type(op, left->kind, right->kind);
    if (type != NULL)
        return type;
    if (left->kind != right->kind || !takes(op, left->kind))
        return NULL;
    if (left->kind != LOY__T_LIST)
        return left;
    joint = loy__cel_join(c, left, right);
    return joint != NULL || c->rules ? joint : loy__cel_type_of(c->job, LOY__T_LIST, dyn, NULL);
}

/* The type of `left op right`, NULL when there is none. */
static const loy__cel_typed *
operator_type(loy__cel_checker *c, uint32_t op, const loy__cel_typed *left,
              const loy__cel_typed *right)
{
    const loy__cel_typed *boolean = loy__cel_type_simple(LOY__T_BOOL);

    left = loy__cel_type_known(left);
    right = loy__cel_type_known(right);
    switch (op) {
    case LOY__OP_EQ:
    case LOY__OP_NE:
        return loy__cel_fits(c, left, right) || loy__cel_fits(c, right, left) ? boolean : NULL;
    case LOY__OP_IN:
        if (right->kind == LOY__T_LIST || right->kind == LOY__T_MAP)
            return loy__cel_fits(c, right->params[0], left) ? boolean : NULL;
        return is_open(right) ? boolean : NULL;
    case LOY__OP_LT:
    case LOY__OP_LE:
    case LOY__OP_GT:
    case LOY__OP_GE:
        if (is_open(left) || is_open(right))
            return is_open(left) && (is_open(right) || takes(op, right->kind)) ? boolean
                   : takes(op, left->kind)                                     ? boolean
                                                                               : NULL;
        return left->kind == right->kind && takes(op, left->kind) ? boolean : NULL;
    default:
        return arithmetic_type(c, op, left, right);
    }
}

static void
refuse(loy__cel_checker *c, const loy__cel_node *node, uint32_t step, const loy__cel_typed *left,
       const loy__cel_typed *right)
{
    char texts[2][96];

    loy__cel_type_write(texts[0], sizeof(texts[0]), left);
    loy__cel_type_write(texts[1], sizeof(texts[1]), right);
    LOY__CEL_FAULT(c->job, node->marks[step], "`%s` cannot take %s and %s",
                   symbols[node->ops[step]], texts[0], texts[1]);
    loy__cel_profile_hint(c, node->args[step], node->args[step + 1], node->marks[step]);
}

/* Whole objects take no operator: their rows have no identity of their own. */
static bool
takes_objects(const loy__cel_checker *c, const loy__cel_node *node, uint32_t step,
              const loy__cel_typed *left)
{
    left = loy__cel_type_known(left);
    while (left->kind == LOY__T_LIST)
        left = loy__cel_type_known(left->params[0]);
    if (left->kind != LOY__T_OBJECT)
        return false;
    LOY__CEL_FAULT(c->job, node->marks[step], "whole objects cannot be compared or joined");
    LOY__CEL_HINT(c->job, node->marks[step], "compare a field of each, for example a.id == b.id");
    return true;
}

const loy__cel_typed *
loy__cel_check_chain(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *left = loy__cel_check_node(c, node->args[0]);

    node->unit = node->args[0]->unit;
    node->steps = loy__cel_job_alloc(c->job, node->count * sizeof(loy__cel_typed *));
    if (node->steps == NULL)
        return loy__cel_type_simple(LOY__T_DYN);
    for (uint32_t i = 0; i + 1 < node->count; i++) {
        const loy__cel_typed *right = loy__cel_check_node(c, node->args[i + 1]), *type;

        node->steps[i] = left;
        if (takes_objects(c, node, i, left))
            return left;
        loy__cel_units(c, node, node->ops[i], node->args[i + 1]->unit, node->marks[i]);
        type = operator_type(c, node->ops[i], left, right);
        if (type == NULL && !c->lenient) {
            refuse(c, node, i, left, right);
            return loy__cel_type_simple(LOY__T_DYN);
        }
        left = type != NULL ? type : loy__cel_type_simple(LOY__T_DYN);
    }
    return left;
}
