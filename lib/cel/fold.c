/*
 * fold.c -- computing at load what does not depend on facts.
 *
 * In the loyalty profile a constant part that ends in an error is a fault; in
 * the plain language it keeps its error for the run.
 */
#include "cel/ast.h"
#include "cel/env.h"
#include "cel/function.h"
#include "cel/size.h"
#include "cel/value.h"

#include <string.h>

static bool
all_literal(const loy__cel_node *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        if (node->args[i]->kind != LOY__N_LITERAL)
            return false;
    return true;
}

static void
make_literal(loy__cel_node *node, loy__cel_value value)
{
    node->kind = LOY__N_LITERAL;
    node->value = value;
    node->count = 0;
}

/* A constant part has a value or an error. */
static void
settle(loy__cel_job *job, loy__cel_node *node, loy__cel_error error, loy__cel_value value)
{
    if (error == LOY__CEL_ERR_NONE)
        make_literal(node, value);
    else if (error == LOY__CEL_ERR_MEMORY)
        job->result = job->result == LOY_OK ? LOY_ERR_NOMEM : job->result;
    else if (job->env->options.rules)
        LOY__CEL_FAULT(job, node->at, "this always fails: %s", loy__cel_error_text(error));
}

/* The arguments as values in a row; NULL without memory. */
static loy__cel_value *
values_of(loy__cel_job *job, const loy__cel_node *node)
{
    loy__cel_value *values = loy__cel_job_alloc(job, node->count * sizeof(*values));

    for (uint32_t i = 0; values != NULL && i < node->count; i++)
        values[i] = node->args[i]->value;
    return values;
}

static const loy__cel_function *
function_of(const loy__cel_node *node)
{
    uint32_t count;

    return &loy__cel_functions(&count)[node->slot];
}

static bool
is_per(const loy__cel_node *node)
{
    return function_of(node)->run == loy__cel_per;
}

static void
fold_call(loy__cel_job *job, loy__cel_node *node)
{
    const loy__cel_function *function = function_of(node);
    loy__cel_call call = {.arena = job->arena,
                          .args = values_of(job, node),
                          .count = node->count,
                          .data = function->data};
    loy__cel_value value;
    loy__cel_error error;

    if (call.args == NULL || function->run == NULL)
        return;
    error = function->run(&call, &value);
    settle(job, node, error, value);
}

static void
fold_collection(loy__cel_job *job, loy__cel_node *node)
{
    loy__cel_value *items = values_of(job, node);

    if (items == NULL || node->ops != NULL)
        return;
    if (node->kind == LOY__N_LIST) {
        make_literal(
            node, (loy__cel_value){.as.items = items, .size = node->count, .tag = LOY__CEL_LIST});
        return;
    }
    /* Keys of a literal are few; a repeated one fails when it runs. */
    for (uint32_t i = 0; i < node->count; i += 2) {
        if (!loy__cel_is_key(items[i]))
            return;
        for (uint32_t j = 0; j < i; j += 2)
            if (loy__cel_equal(items[i], items[j])) {
                settle(job, node, LOY__CEL_ERR_ARGUMENT, items[i]);
                return;
            }
    }
    make_literal(node,
                 (loy__cel_value){.as.items = items, .size = node->count / 2, .tag = LOY__CEL_MAP});
}

static loy__cel_error
operate(loy__cel_job *job, uint32_t op, loy__cel_value a, loy__cel_value b, loy__cel_value *out)
{
    loy__cel_error error = LOY__CEL_ERR_NONE;
    bool truth = false;
    int order = LOY__UNORDERED;

    switch (op) {
    case LOY__OP_EQ:
    case LOY__OP_NE:
        truth = loy__cel_equal(a, b) == (op == LOY__OP_EQ);
        break;
    case LOY__OP_IN:
        error = loy__cel_member(a, b, &truth);
        break;
    case LOY__OP_LT:
    case LOY__OP_LE:
        error = loy__cel_order(a, b, &order);
        truth = order == LOY__LESS || (order == LOY__SAME && op == LOY__OP_LE);
        break;
    case LOY__OP_GT:
    case LOY__OP_GE:
        error = loy__cel_order(a, b, &order);
        truth = order == LOY__MORE || (order == LOY__SAME && op == LOY__OP_GE);
        break;
    default:
        return loy__cel_arithmetic(job->arena, op, a, b, out);
    }
    *out = loy__cel_bool(truth);
    return error;
}

static void
fold_chain(loy__cel_job *job, loy__cel_node *node)
{
    loy__cel_value value = node->args[0]->value;
    loy__cel_error error = LOY__CEL_ERR_NONE;

    for (uint32_t i = 0; i + 1 < node->count && error == LOY__CEL_ERR_NONE; i++)
        error = operate(job, node->ops[i], value, node->args[i + 1]->value, &value);
    settle(job, node, error, value);
}

static bool
is_bool(const loy__cel_node *node, bool value)
{
    return node->kind == LOY__N_LITERAL && loy__cel_kind(node->value) == LOY__CEL_BOOL &&
           (node->value.as.integer != 0) == value;
}

/* One operand that decides makes the whole; those that do not fall away. */
static void
fold_connective(loy__cel_node **at)
{
    loy__cel_node *node = *at;
    bool decisive = node->kind == LOY__N_OR;
    uint32_t kept = 0;

    for (uint32_t i = 0; i < node->count; i++)
        if (is_bool(node->args[i], decisive)) {
            make_literal(node, loy__cel_bool(decisive));
            return;
        }
    for (uint32_t i = 0; i < node->count; i++)
        if (!is_bool(node->args[i], !decisive))
            node->args[kept++] = node->args[i];
    if (kept == 0)
        make_literal(node, loy__cel_bool(!decisive));
    else if (kept > 1 || loy__cel_type_known(node->args[0]->type)->kind == LOY__T_BOOL)
        node->count = kept;
    if (node->kind != LOY__N_LITERAL && node->count == 1)
        *at = node->args[0];
}

static void
fold_member(loy__cel_job *job, loy__cel_node *node)
{
    loy__cel_value base = node->args[0]->value, value = {.tag = LOY__CEL_NULL};
    loy__cel_error error;

    if ((node->flags & LOY__F_OPTIONAL) != 0 || loy__cel_kind(base) == LOY__CEL_OPTIONAL)
        return;
    if (node->kind == LOY__N_INDEX) {
        error = loy__cel_index(base, node->args[1]->value, &value);
        settle(job, node, error, value);
    } else if (loy__cel_kind(base) == LOY__CEL_MAP) {
        const loy__cel_value *found =
            loy__cel_map_find(base, loy__cel_string(node->name, node->name_size, 0));

        if (node->kind == LOY__N_HAS)
            make_literal(node, loy__cel_bool(found != NULL));
        else
            settle(job, node, found != NULL ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_KEY,
                   found != NULL ? *found : value);
    }
}

static void
fold_constant(loy__cel_job *job, loy__cel_node *node)
{
    loy__cel_value value = {.tag = LOY__CEL_NULL};
    loy__cel_error error;

    switch (node->kind) {
    case LOY__N_CALL:
        loy__cel_extents(job->env, node);
        if (node->extent.length <= LOY__CEL_MAX_SOURCE) /* what is longer costs its steps */
            fold_call(job, node);
        break;
    case LOY__N_LIST:
    case LOY__N_MAP:
        fold_collection(job, node);
        break;
    case LOY__N_CHAIN:
        fold_chain(job, node);
        break;
    case LOY__N_NEGATE:
        error = loy__cel_negate(node->args[0]->value, &value);
        settle(job, node, error, value);
        break;
    case LOY__N_SELECT:
    case LOY__N_HAS:
    case LOY__N_INDEX:
        fold_member(job, node);
        break;
    case LOY__N_NOT:
        if (loy__cel_kind(node->args[0]->value) == LOY__CEL_BOOL)
            make_literal(node, loy__cel_bool(node->args[0]->value.as.integer == 0));
        break;
    default:
        break;
    }
}

void
loy__cel_fold(loy__cel_job *job, loy__cel_node **root)
{
    loy__cel_node *node = *root;

    for (uint32_t i = 0; i < node->count && job->result == LOY_OK; i++) {
        loy__cel_fold(job, &node->args[i]);
        if (node->kind == LOY__N_BIND && i == 0)
            node->locals[0]->fails = (node->args[0]->flags & LOY__F_FAILS) != 0;
    }
    if (job->result != LOY_OK)
        return;
    if (node->kind == LOY__N_AND || node->kind == LOY__N_OR)
        fold_connective(root);
    else if (node->kind == LOY__N_COND &&
             (is_bool(node->args[0], true) || is_bool(node->args[0], false)))
        *root = node->args[is_bool(node->args[0], true) ? 1 : 2];
    else if (node->kind != LOY__N_LITERAL && all_literal(node))
        fold_constant(job, node);
    if (node->kind == LOY__N_CALL && is_per(node))
        loy__cel_profile_unit(job, node->args[1]);
    if (node->kind == LOY__N_OR && *root == node)
        loy__cel_choose(job, root);
    if (*root == node)
        loy__cel_mark_failing(node);
}
