/*
 * need.c -- what an amount needs to be anything but 0: an element of a list
 * that passes a simple test, or a fact that is not 0 itself.
 *
 * When no element does, the filters let nothing through, so that the amount is
 * 0 and nothing in it can fail. Anything less certain has no need.
 */
#include "cel/emit.h"
#include "cel/function.h"

static bool
selects(const loy__cel_node *node)
{
    return node->kind == LOY__N_LOOP && node->locals[1] == NULL &&
           (node->op == LOY__LOOP_FILTER || node->op == LOY__LOOP_MAP_IF);
}

/* A pipeline whose elements all passed a simple test of what its source holds.
 * Stages nearer to the source must not fail: they run before the test. */
static bool
pipe_needs(const loy__cel_node *node, loy__cel_term *term)
{
    const loy__cel_node *stage = NULL;

    for (; node->kind == LOY__N_LOOP; node = node->args[0]) {
        bool plain = node->op == LOY__LOOP_MAP || selects(node);
        loy__cel_term found = {.shape = LOY__CEL_TERM_OTHER};

        if (!plain || node->locals[1] != NULL)
            return false;
        if ((node->args[0]->flags & LOY__F_FAILS) != 0) {
            stage = NULL;
            continue;
        }
        if (selects(node) && loy__cel_some_test(node->locals[0], node->args[1], &found)) {
            *term = found;
            stage = node;
        } else if (node->op != LOY__LOOP_FILTER) {
            stage = NULL;
        }
    }
    if (stage == NULL || node->kind != LOY__N_SLOT || loy__cel_kind_of(node) != LOY__T_LIST)
        return false;
    term->slot = node->slot;
    return true;
}

static bool
is_number(const loy__cel_node *node, bool may_be_zero)
{
    return node->kind == LOY__N_LITERAL && loy__cel_kind(node->value) == LOY__CEL_INT &&
           (may_be_zero || node->value.as.integer != 0);
}

/* Steps that keep a 0 at 0: times anything, divided by what is not 0. */
static bool
keeps_zero(const loy__cel_node *chain, uint32_t from)
{
    for (uint32_t i = from; i + 1 < chain->count; i++) {
        uint32_t op = chain->ops[i];

        if ((op != LOY__OP_MUL && op != LOY__OP_DIV && op != LOY__OP_MOD) ||
            !is_number(chain->args[i + 1], op == LOY__OP_MUL))
            return false;
    }
    return true;
}

static bool
chain_needs(const loy__cel_node *node, loy__cel_term *term)
{
    if (node->ops[0] == LOY__OP_MUL && is_number(node->args[0], true))
        return keeps_zero(node, 1) && loy__cel_needs(node->args[1], term);
    return keeps_zero(node, 0) && loy__cel_needs(node->args[0], term);
}

static bool
call_needs(const loy__cel_node *node, loy__cel_term *term)
{
    uint32_t count;
    const loy__cel_function *function = &loy__cel_functions(&count)[node->slot];

    if (function->run == loy__cel_per)
        return is_number(node->args[1], false) && loy__cel_needs(node->args[0], term);
    if (function->run != loy__cel_mul_div || !is_number(node->args[2], false))
        return false;
    if (is_number(node->args[1], true))
        return loy__cel_needs(node->args[0], term);
    return is_number(node->args[0], true) && loy__cel_needs(node->args[1], term);
}

/* `exists ? amount : 0` */
static bool
conditional_needs(const loy__cel_node *node, loy__cel_term *term)
{
    const loy__cel_node *condition = node->args[0];
    uint32_t count = condition->kind == LOY__N_AND ? condition->count : 1;

    if (!is_number(node->args[2], true) || node->args[2]->value.as.integer != 0)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (loy__cel_exists_test(condition->kind == LOY__N_AND ? condition->args[i] : condition,
                                 term))
            return true;
    return false;
}

bool
loy__cel_needs(const loy__cel_node *node, loy__cel_term *term)
{
    switch (node->kind) {
    case LOY__N_LOOP:
        return (node->op == LOY__LOOP_SUM || node->op == LOY__LOOP_SIZE ||
                node->op == LOY__LOOP_SPEND) &&
               pipe_needs(node->args[0], term);
    case LOY__N_CHAIN:
        return chain_needs(node, term);
    case LOY__N_CALL:
        return call_needs(node, term);
    case LOY__N_COND:
        return conditional_needs(node, term);
    case LOY__N_SLOT:
        *term = (loy__cel_term){.shape = LOY__CEL_TERM_NE, .slot = node->slot};
        return loy__cel_kind_of(node) == LOY__T_INT;
    default:
        return false;
    }
}
