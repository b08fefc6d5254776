/*
 * fails.c -- which parts of an expression may end in an error when they run.
 *
 * What may not needs no handler: a part is marked unless it is certain.
 */
#include "cel/ast.h"
#include "cel/function.h"

static uint32_t
kind_of(const loy__cel_node *node)
{
    return loy__cel_type_known(node->type)->kind;
}

bool
loy__cel_may_be_null(const loy__cel_node *node)
{
    uint32_t kind = kind_of(node);

    if (kind != LOY__T_TIMESTAMP && kind != LOY__T_DURATION && kind != LOY__T_OPTIONAL)
        return kind == LOY__T_NULL;
    if (node->kind == LOY__N_LITERAL)
        return loy__cel_kind(node->value) == LOY__CEL_NULL;
    return node->kind != LOY__N_SLOT && node->kind != LOY__N_FIELD && node->kind != LOY__N_CHAIN;
}

/* Whether values of one type have an order. */
static bool
is_ordered(uint32_t kind)
{
    return kind == LOY__T_BOOL || kind == LOY__T_INT || kind == LOY__T_UINT ||
           kind == LOY__T_DOUBLE || kind == LOY__T_STRING || kind == LOY__T_BYTES ||
           kind == LOY__T_TIMESTAMP || kind == LOY__T_DURATION;
}

/* Whether calculating with two values of one type may end in an error. */
static bool
calculation_fails(uint32_t op, uint32_t kind, const loy__cel_node *right)
{
    if (kind == LOY__T_DOUBLE)
        return op == LOY__OP_MOD;
    if ((op == LOY__OP_DIV || op == LOY__OP_MOD) && kind == LOY__T_INT)
        return right->kind != LOY__N_LITERAL || right->value.as.integer == 0 ||
               right->value.as.integer == -1;
    return op != LOY__OP_ADD ||
           (kind != LOY__T_STRING && kind != LOY__T_BYTES && kind != LOY__T_LIST);
}

static bool
step_fails(const loy__cel_node *node, uint32_t step)
{
    uint32_t op = node->ops[step], left = loy__cel_type_known(node->steps[step])->kind;
    const loy__cel_node *right = node->args[step + 1];

    if (op == LOY__OP_EQ || op == LOY__OP_NE)
        return false;
    if (op == LOY__OP_IN)
        return kind_of(right) != LOY__T_LIST && kind_of(right) != LOY__T_MAP;
    if (left != kind_of(right) || loy__cel_may_be_null(right) ||
        (step == 0 && loy__cel_may_be_null(node->args[0])))
        return true;
    return op > LOY__OP_MOD ? !is_ordered(left) : calculation_fails(op, left, right);
}

static bool
call_fails(const loy__cel_node *node)
{
    uint32_t count;
    const loy__cel_function *function = &loy__cel_functions(&count)[node->slot];

    if ((node->flags & LOY__F_OPEN) != 0)
        return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (loy__cel_may_be_null(node->args[i]))
            return true;
    if (function->run == loy__cel_per)
        return node->args[1]->kind != LOY__N_LITERAL;
    return (function->flags & LOY__FN_TOTAL) == 0;
}

static bool
loop_fails(const loy__cel_node *node)
{
    uint32_t range = kind_of(node->args[0]);

    if ((range != LOY__T_LIST && range != LOY__T_MAP) || node->op == LOY__LOOP_SUM ||
        node->op == LOY__LOOP_MIN || node->op == LOY__LOOP_MAX || node->op == LOY__LOOP_SPEND ||
        node->op == LOY__LOOP_TO_ENTRIES)
        return true;
    /* What selects must be a bool. */
    return node->op <= LOY__LOOP_TO_ENTRIES && node->op != LOY__LOOP_MAP &&
           (node->count == 3 || node->op == LOY__LOOP_FILTER || node->op <= LOY__LOOP_EXISTS_ONE) &&
           kind_of(node->args[1]) != LOY__T_BOOL;
}

static bool
itself_fails(const loy__cel_node *node)
{
    switch (node->kind) {
    case LOY__N_CHAIN:
        for (uint32_t i = 0; i + 1 < node->count; i++)
            if (step_fails(node, i))
                return true;
        return false;
    case LOY__N_CALL:
        return call_fails(node);
    case LOY__N_LOOP:
        return loop_fails(node);
    case LOY__N_NEGATE:
        return kind_of(node) != LOY__T_DOUBLE;
    case LOY__N_AND:
    case LOY__N_OR:
    case LOY__N_NOT:
        for (uint32_t i = 0; i < node->count; i++)
            if (kind_of(node->args[i]) != LOY__T_BOOL)
                return true;
        return false;
    case LOY__N_COND:
        return kind_of(node->args[0]) != LOY__T_BOOL;
    case LOY__N_LOCAL:
        return node->locals[0]->fails;
    case LOY__N_LITERAL:
    case LOY__N_SLOT:
    case LOY__N_FIELD:
    case LOY__N_BIND:
        return false;
    case LOY__N_LIST:
        return node->ops != NULL;
    default:
        return true;
    }
}

static bool
runs_over_objects(const loy__cel_node *node)
{
    const loy__cel_typed *type;

    if (node->kind != LOY__N_LOOP)
        return false;
    type = loy__cel_type_known(node->args[0]->type);
    return type->kind == LOY__T_LIST && loy__cel_type_known(type->params[0])->kind == LOY__T_OBJECT;
}

void
loy__cel_mark_failing(loy__cel_node *node)
{
    node->flags &= (uint8_t) ~(LOY__F_FAILS | LOY__F_ROWS);
    for (uint32_t i = 0; i < node->count; i++)
        node->flags |= node->args[i]->flags & (LOY__F_FAILS | LOY__F_ROWS);
    if (itself_fails(node))
        node->flags |= LOY__F_FAILS;
    if (runs_over_objects(node))
        node->flags |= LOY__F_ROWS;
}
