/*
 * compile_branch.c -- conditions as jumps, with the errors that `&&` and `||`
 * absorb.
 *
 * An operand that may fail is covered by a handler that keeps the error and
 * goes on with the next operand. When none decides, the kept error is raised.
 */
#include "cel/emit.h"

#include "cel/function.h"
#include "cel/size.h"

/* Jumps when a value that a place holds is `sense`. */
static void
branch_place(loy__cel_emit *g, const loy__cel_node *node, uint32_t place, bool sense,
             loy__cel_label *label)
{
    if (loy__cel_kind_of(node) != LOY__T_BOOL)
        loy__cel_emit_op(g, LOY__DO_NEED_BOOL, 0, place, 0);
    loy__cel_emit_jump(g, sense ? LOY__DO_IF_TRUE : LOY__DO_IF_FALSE, label, place, 0);
}

static void
branch_value(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    branch_place(g, node, loy__cel_value_of(g, node), sense, label);
}

/* The operands of `&&` or `||`. Falls through when none is decisive; jumps to
 * `decided` when one is. */
static void
operands(loy__cel_emit *g, loy__cel_node *node, loy__cel_label *decided)
{
    bool decisive = node->kind == LOY__N_OR, kept = false;
    uint32_t error = LOY__NO_PLACE;

    for (uint32_t i = 0; i + 1 < node->count; i++)
        kept = kept || loy__cel_condition_fails(node->args[i]);
    if (kept) {
        error = loy__cel_registers(g, 1);
        loy__cel_emit_op(g, LOY__DO_CLEAR, error, 0, 0);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        uint32_t begin = g->count, mark = g->top;

        loy__cel_branch(g, node->args[i], decisive, decided);
        g->top = mark;
        if (i + 1 < node->count && loy__cel_condition_fails(node->args[i]))
            loy__cel_catch(g, begin, error);
    }
    if (kept)
        loy__cel_emit_op(g, LOY__DO_RAISE_IF, 0, error, 0);
}

static void
branch_connective(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    loy__cel_label decided = LOY__CEL_LABEL;

    if (sense == (node->kind == LOY__N_OR)) {
        operands(g, node, label);
        return;
    }
    operands(g, node, &decided);
    loy__cel_emit_jump(g, LOY__DO_JUMP, label, 0, 0);
    loy__cel_bind(g, &decided);
}

static void
branch_conditional(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    loy__cel_label otherwise = LOY__CEL_LABEL, done = LOY__CEL_LABEL;

    loy__cel_branch(g, node->args[0], false, &otherwise);
    loy__cel_branch(g, node->args[1], sense, label);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
    loy__cel_bind(g, &otherwise);
    loy__cel_branch(g, node->args[2], sense, label);
    loy__cel_bind(g, &done);
}

/* Whether the last operator of a chain compares integers, both sides being of one type.
 * Unchecked code may also calculate where a condition should stand. */
static bool
compares_integers(const loy__cel_node *node, uint32_t kind)
{
    uint32_t last = node->count - 2, op = node->ops[last];

    if (op < LOY__OP_EQ || op > LOY__OP_GE)
        return false;
    if (kind == LOY__T_BOOL)
        return op == LOY__OP_EQ || op == LOY__OP_NE;
    if (kind == LOY__T_DURATION)
        return !loy__cel_may_be_null(node->args[last + 1]) &&
               (last != 0 || !loy__cel_may_be_null(node->args[0]));
    return kind == LOY__T_INT;
}

static void
branch_integers(loy__cel_emit *g, uint32_t op, uint32_t left, uint32_t right, bool sense,
                loy__cel_label *label)
{
    bool greater = op == LOY__OP_GT || op == LOY__OP_GE;
    uint32_t a = greater ? right : left, b = greater ? left : right;

    if (op == LOY__OP_EQ || op == LOY__OP_NE)
        loy__cel_emit_jump(g, sense == (op == LOY__OP_EQ) ? LOY__DO_IF_EQ : LOY__DO_IF_NE, label,
                           left, right);
    else
        loy__cel_emit_jump(
            g, (op == LOY__OP_LT || op == LOY__OP_GT) == sense ? LOY__DO_IF_LT : LOY__DO_IF_LE,
            label, sense ? a : b, sense ? b : a);
}

/* `x in [...]` with a list of constants of the type of x. */
static uint32_t
membership(const loy__cel_node *left, const loy__cel_node *right, bool sense)
{
    uint32_t kind = loy__cel_kind_of(left);

    if (right->kind != LOY__N_LITERAL || loy__cel_kind_of(right) != LOY__T_LIST ||
        loy__cel_type_known(loy__cel_type_known(right->type)->params[0])->kind != kind)
        return 0;
    if (kind == LOY__T_INT)
        return sense ? LOY__DO_IF_AMONG : LOY__DO_IF_NOT_AMONG;
    if (kind == LOY__T_STRING)
        return sense ? LOY__DO_IF_LISTED : LOY__DO_IF_NOT_LISTED;
    return 0;
}

/* A comparison as one instruction; false when there is none for its types. */
static bool
branch_chain(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    uint32_t last = node->count - 2, op = node->ops[last], left, right, among;
    uint32_t kind = loy__cel_type_known(node->steps[last])->kind;
    bool same = kind == loy__cel_kind_of(node->args[last + 1]);
    bool texts = same && kind == LOY__T_STRING && (op == LOY__OP_EQ || op == LOY__OP_NE);

    among = op == LOY__OP_IN && last == 0 ? membership(node->args[0], node->args[1], sense) : 0;
    if (among == 0 && !texts && !(same && compares_integers(node, kind)))
        return false;
    left = loy__cel_chain_left(g, node);
    loy__cel_charge(g, loy__cel_steps_of_chain(node));
    right = loy__cel_value_of(g, node->args[last + 1]);
    if (among != 0)
        loy__cel_emit_jump(g, among, label, left, right);
    else if (texts)
        loy__cel_emit_jump(g, sense == (op == LOY__OP_EQ) ? LOY__DO_IF_SAME : LOY__DO_IF_DIFFERENT,
                           label, left, right);
    else
        branch_integers(g, op, left, right, sense, label);
    return true;
}

static bool
branch_under(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    uint32_t count, left;

    if (loy__cel_functions(&count)[node->slot].run != loy__cel_under)
        return false;
    left = loy__cel_value_of(g, node->args[0]);
    loy__cel_emit_jump(g, sense ? LOY__DO_IF_UNDER : LOY__DO_IF_NOT_UNDER, label, left,
                       loy__cel_value_of(g, node->args[1]));
    return true;
}

static void
branch_kind(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    switch (node->kind) {
    case LOY__N_AND:
    case LOY__N_OR:
        branch_connective(g, node, sense, label);
        return;
    case LOY__N_NOT:
        loy__cel_branch(g, node->args[0], !sense, label);
        return;
    case LOY__N_COND:
        branch_conditional(g, node, sense, label);
        return;
    case LOY__N_CHAIN:
        if (branch_chain(g, node, sense, label))
            return;
        break;
    case LOY__N_CALL:
        if (branch_under(g, node, sense, label))
            return;
        break;
    case LOY__N_LOOP:
        if (loy__cel_is_quantifier(node)) {
            loy__cel_branch_loop(g, node, sense, label);
            return;
        }
        break;
    case LOY__N_BIND:
        loy__cel_name_value(g, node);
        loy__cel_branch(g, node->args[1], sense, label);
        return;
    default:
        break;
    }
    branch_value(g, node, sense, label);
}

void
loy__cel_branch(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    uint32_t mark = g->top;

    if (g->job->result != LOY_OK)
        return;
    branch_kind(g, node, sense, label);
    g->top = mark;
}
