/*
 * size.c -- how large values may become: worst cases, computed before anything
 * runs, so that steps can be counted for what texts and lists cost.
 *
 * A length is the bytes of a text or the elements of a list or map, 0 for what
 * cannot grow; `inner` is the longest of anything inside it. Facts are taken to be
 * no longer than their kind usually is, computed values as long as their parts
 * allow.
 */
#include "cel/emit.h"
#include "cel/function.h"
#include "cel/size.h"

#define TEXT_LENGTH 256 /* of a fact */
#define FORMATTED 256   /* bytes that one of a format makes of a number: '%.999f' */
#define FORMATTING 64   /* steps for it */

static uint64_t
sum(uint64_t a, uint64_t b)
{
    return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static uint64_t
product(uint64_t a, uint64_t b)
{
    return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

static uint64_t
larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

static loy__cel_extent
widest(loy__cel_extent a, loy__cel_extent b)
{
    return (loy__cel_extent){larger(a.length, b.length), larger(a.inner, b.inner)};
}

/* A value inside another. */
static loy__cel_extent
inside(loy__cel_extent outer)
{
    return (loy__cel_extent){outer.inner, outer.inner};
}

static loy__cel_extent
holding(uint64_t length, loy__cel_extent element)
{
    return (loy__cel_extent){length, larger(element.length, element.inner)};
}

loy__cel_extent
loy__cel_extent_of_type(const loy__cel_env *env, const loy__cel_typed *type)
{
    uint64_t items = env->options.max_items != 0 ? env->options.max_items : 1;

    type = loy__cel_type_known(type);
    switch (type->kind) {
    case LOY__T_STRING:
    case LOY__T_BYTES:
        return (loy__cel_extent){TEXT_LENGTH, 0};
    case LOY__T_LIST:
        return holding(items, loy__cel_extent_of_type(env, type->params[0]));
    case LOY__T_MAP:
        return holding(items, widest(loy__cel_extent_of_type(env, type->params[0]),
                                     loy__cel_extent_of_type(env, type->params[1])));
    case LOY__T_DYN:
    case LOY__T_PARAM:
    case LOY__T_OPTIONAL:
        return (loy__cel_extent){larger(items, TEXT_LENGTH), larger(items, TEXT_LENGTH)};
    default:
        return (loy__cel_extent){0, 0};
    }
}

static loy__cel_extent
of_value(const loy__cel_value *value)
{
    uint32_t kind = loy__cel_kind(*value);
    uint32_t parts = kind == LOY__CEL_MAP ? 2 * value->size : value->size;
    loy__cel_extent extent = {value->size, 0};

    if (kind != LOY__CEL_LIST && kind != LOY__CEL_MAP && kind != LOY__CEL_OPTIONAL)
        return kind == LOY__CEL_STRING || kind == LOY__CEL_BYTES ? extent : (loy__cel_extent){0, 0};
    for (uint32_t i = 0; i < parts; i++)
        extent = holding(extent.length, widest(inside(extent), of_value(&value->as.items[i])));
    return extent;
}

static loy__cel_extent
of_parts(const loy__cel_node *node, uint32_t each)
{
    loy__cel_extent extent = {node->count / each, 0};

    for (uint32_t i = 0; i < node->count; i++)
        extent = holding(extent.length, widest(inside(extent), node->args[i]->extent));
    return extent;
}

/* What an operator makes: sums of texts and lists are as long as both together. */
static loy__cel_extent
after_step(uint32_t op, loy__cel_extent left, loy__cel_extent right)
{
    if (op != LOY__OP_ADD)
        return (loy__cel_extent){0, 0};
    return (loy__cel_extent){sum(left.length, right.length), larger(left.inner, right.inner)};
}

static loy__cel_extent
of_chain(const loy__cel_node *node)
{
    loy__cel_extent extent = node->args[0]->extent;

    for (uint32_t i = 0; i + 1 < node->count; i++)
        extent = after_step(node->ops[i], extent, node->args[i + 1]->extent);
    return extent;
}

/* What a function makes of its arguments. */
static loy__cel_extent
of_call(const loy__cel_node *node)
{
    uint32_t count;
    const loy__cel_function *function = &loy__cel_functions(&count)[node->slot];
    loy__cel_extent all = {0, 0}, first = {0, 0};
    uint64_t inner;

    for (uint32_t i = 0; i < node->count; i++) {
        all.length = sum(all.length, node->args[i]->extent.length);
        all.inner = larger(all.inner, node->args[i]->extent.inner);
    }
    if (node->count > 0)
        first = node->args[0]->extent;
    inner = larger(all.inner, 1);
    if (function->run == loy__cel_replace && node->count > 2)
        return (loy__cel_extent){
            sum(first.length, product(sum(first.length, 1), node->args[2]->extent.length)), 0};
    if (function->run == loy__cel_join_texts)
        return (loy__cel_extent){product(sum(first.length, 1), sum(all.length, inner)), 0};
    if (function->run == loy__cel_format)
        return (loy__cel_extent){sum(product(first.length, FORMATTED),
                                     product(sum(all.length, 1), product(inner, inner))),
                                 0};
    if (function->run == loy__cel_split)
        return (loy__cel_extent){sum(first.length, 1), first.length};
    if (function->run == loy__cel_to_string || function->run == loy__cel_quote ||
        function->run == loy__cel_base64_encode)
        return (loy__cel_extent){sum(product(all.length, 2), 40), 0};
    if (function->run == loy__cel_optional)
        return holding(1, first);
    return (loy__cel_extent){larger(sum(all.length, 1), all.inner), all.inner};
}

static loy__cel_extent
of_loop(const loy__cel_node *node)
{
    loy__cel_extent range = node->args[0]->extent;

    switch (node->op) {
    case LOY__LOOP_FILTER:
        return range;
    case LOY__LOOP_MAP:
    case LOY__LOOP_MAP_IF:
    case LOY__LOOP_TO_LIST:
    case LOY__LOOP_TO_MAP:
    case LOY__LOOP_TO_ENTRIES:
        return holding(range.length, widest(inside(range), node->args[node->count - 1]->extent));
    default:
        return (loy__cel_extent){0, 0};
    }
}

static bool
has_size(uint32_t kind)
{
    return kind == LOY__T_STRING || kind == LOY__T_BYTES || kind == LOY__T_LIST ||
           kind == LOY__T_MAP || kind == LOY__T_DYN || kind == LOY__T_OPTIONAL ||
           kind == LOY__T_PARAM;
}

static loy__cel_extent
of_node(const loy__cel_env *env, const loy__cel_node *node)
{
    if (!has_size(loy__cel_type_known(node->type)->kind))
        return (loy__cel_extent){0, 0};
    switch (node->kind) {
    case LOY__N_LITERAL:
        return of_value(&node->value);
    case LOY__N_SLOT:
        return loy__cel_env_extent_of(env, node->slot, node->type);
    case LOY__N_LOCAL:
        return node->locals[0]->extent;
    case LOY__N_FIELD:
        return loy__cel_extent_of_type(env, node->type);
    case LOY__N_SELECT:
    case LOY__N_INDEX:
        return inside(node->args[0]->extent);
    case LOY__N_LIST:
        return of_parts(node, 1);
    case LOY__N_MAP:
        return of_parts(node, 2);
    case LOY__N_CHAIN:
        return of_chain(node);
    case LOY__N_CALL:
        return of_call(node);
    case LOY__N_COND:
        return widest(node->args[1]->extent, node->args[2]->extent);
    case LOY__N_LOOP:
        return of_loop(node);
    case LOY__N_BIND:
        return node->args[1]->extent;
    default:
        return (loy__cel_extent){0, 0};
    }
}

void
loy__cel_extents(const loy__cel_env *env, loy__cel_node *node)
{
    for (uint32_t i = 0; i < node->count; i++) {
        loy__cel_extents(env, node->args[i]);
        if (i > 0 || (node->kind != LOY__N_LOOP && node->kind != LOY__N_BIND))
            continue;
        for (uint32_t k = 0; k < 2 && node->locals[k] != NULL; k++)
            node->locals[k]->extent =
                node->kind == LOY__N_BIND ? node->args[0]->extent : inside(node->args[0]->extent);
    }
    node->extent = of_node(env, node);
}

/* ---- What operations on such values count for, beside themselves ---- */

static uint64_t
steps_of_pair(uint32_t op, loy__cel_extent a, loy__cel_extent b)
{
    uint64_t shorter = a.length < b.length ? a.length : b.length;

    if (op == LOY__OP_IN)
        return sum(b.length, product(b.length, (a.length < b.inner ? a.length : b.inner) / 64));
    if (op == LOY__OP_ADD)
        return sum(a.length, b.length) / 16;
    return product(shorter, larger(a.inner < b.inner ? a.inner : b.inner, 1)) / 256;
}

uint64_t
loy__cel_steps_of_chain(const loy__cel_node *node)
{
    loy__cel_extent left = node->args[0]->extent;
    uint64_t steps = 0;

    for (uint32_t i = 0; i + 1 < node->count; i++) {
        loy__cel_extent right = node->args[i + 1]->extent;

        steps = sum(steps, steps_of_pair(node->ops[i], left, right));
        left = after_step(node->ops[i], left, right);
    }
    return steps;
}

uint64_t
loy__cel_steps_of_call(const loy__cel_node *node)
{
    uint32_t count;
    const loy__cel_function *function = &loy__cel_functions(&count)[node->slot];
    uint64_t steps = node->extent.length, most = 0;

    for (uint32_t i = 0; i < node->count; i++) {
        steps = sum(steps, node->args[i]->extent.length);
        most = i == 0 ? node->args[0]->extent.length
                      : larger(most, product(most, node->args[i]->extent.length / 64));
    }
    steps = sum(steps / 16, most / 64);
    if (function->run == loy__cel_format)
        steps = sum(steps, product(node->args[0]->extent.length, FORMATTING));
    return steps;
}
