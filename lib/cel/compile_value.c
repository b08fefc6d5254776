/*
 * compile_value.c -- values: how a checked tree becomes instructions.
 *
 * A leaf has a place and needs no code; anything else is computed into a
 * register that the caller names. Registers are given back as a stack.
 */
#include "cel/emit.h"

#include "cel/function.h"
#include "cel/size.h"

/* Where a leaf lies, LOY__NO_PLACE when the node is none. A name that cel.bind() gave to
 * an error raises it here. */
static uint32_t
place_of(loy__cel_emit *g, const loy__cel_node *node)
{
    switch (node->kind) {
    case LOY__N_LITERAL:
        return loy__cel_constant(g, node->value);
    case LOY__N_SLOT:
        return loy__cel_slot(g, node->slot);
    case LOY__N_LOCAL:
        if (node->locals[0]->fails)
            loy__cel_emit_op(g, LOY__DO_RAISE_IF, 0, node->locals[0]->error, 0);
        return node->locals[0]->place;
    case LOY__N_FIELD:
        g->fields[loy__cel_type_known(node->args[0]->type)->number] |= UINT64_C(1) << node->slot;
        if (node->args[0]->kind == LOY__N_LOCAL && node->args[0]->locals[0]->place == g->row)
            return LOY__PLACE_ROW | node->slot;
        return LOY__NO_PLACE;
    default:
        return LOY__NO_PLACE;
    }
}

uint32_t
loy__cel_value_of(loy__cel_emit *g, loy__cel_node *node)
{
    uint32_t place = place_of(g, node);

    if (place == LOY__NO_PLACE) {
        place = loy__cel_registers(g, 1);
        loy__cel_value_into(g, node, place);
        g->top = place + 1;
    }
    return place;
}

void
loy__cel_name_value(loy__cel_emit *g, loy__cel_node *bind)
{
    loy__cel_local *local = bind->locals[0];
    uint32_t begin;

    if (!local->fails) {
        local->place = loy__cel_value_of(g, bind->args[0]);
        return;
    }
    local->error = loy__cel_registers(g, 1);
    loy__cel_emit_op(g, LOY__DO_CLEAR, local->error, 0, 0);
    begin = g->count;
    local->place = loy__cel_value_of(g, bind->args[0]);
    loy__cel_catch(g, begin, local->error);
}

/* The instruction of an operator on two operands of known types. */
static uint32_t
operation(uint32_t op, bool ints)
{
    switch (op) {
    case LOY__OP_ADD:
        return ints ? LOY__DO_ADD_INT : LOY__DO_ADD;
    case LOY__OP_SUB:
        return ints ? LOY__DO_SUB_INT : LOY__DO_SUB;
    case LOY__OP_MUL:
        return ints ? LOY__DO_MUL_INT : LOY__DO_MUL;
    case LOY__OP_DIV:
        return ints ? LOY__DO_DIV_INT : LOY__DO_DIV;
    case LOY__OP_MOD:
        return ints ? LOY__DO_MOD_INT : LOY__DO_MOD;
    case LOY__OP_EQ:
    case LOY__OP_NE:
        return LOY__DO_EQUAL;
    case LOY__OP_LT:
    case LOY__OP_GT:
        return LOY__DO_LESS;
    case LOY__OP_IN:
        return LOY__DO_IN;
    default:
        return LOY__DO_LESS_EQUAL;
    }
}

/* left op right, for the operator of one step of a chain. */
static void
emit_step(loy__cel_emit *g, loy__cel_node *node, uint32_t step, uint32_t into, uint32_t left)
{
    uint32_t op = node->ops[step], mark = g->top;
    uint32_t right = loy__cel_value_of(g, node->args[step + 1]);
    bool ints = loy__cel_type_known(node->steps[step])->kind == LOY__T_INT &&
                loy__cel_kind_of(node->args[step + 1]) == LOY__T_INT;
    loy__cel_label done = LOY__CEL_LABEL, is = LOY__CEL_LABEL;

    if (op == LOY__OP_GT || op == LOY__OP_GE)
        loy__cel_emit_op(g, operation(op, ints), into, right, left);
    else
        loy__cel_emit_op(g, operation(op, ints), into, left, right);
    if (op == LOY__OP_NE) {
        loy__cel_emit_jump(g, LOY__DO_IF_TRUE, &is, into, 0);
        loy__cel_emit_op(g, LOY__DO_MOVE, into, loy__cel_constant(g, loy__cel_bool(true)), 0);
        loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
        loy__cel_bind(g, &is);
        loy__cel_emit_op(g, LOY__DO_MOVE, into, loy__cel_constant(g, loy__cel_bool(false)), 0);
        loy__cel_bind(g, &done);
    }
    g->top = mark;
}

/* The first `steps` operators of a chain. */
static uint32_t
chain_value(loy__cel_emit *g, loy__cel_node *node, uint32_t steps, uint32_t into)
{
    uint32_t left;

    if (steps == 0)
        return loy__cel_value_of(g, node->args[0]);
    left = place_of(g, node->args[0]);
    if (left == LOY__NO_PLACE) {
        left = into;
        loy__cel_value_into(g, node->args[0], into);
    }
    for (uint32_t i = 0; i < steps; i++) {
        emit_step(g, node, i, into, left);
        left = into;
    }
    return into;
}

uint32_t
loy__cel_chain_left(loy__cel_emit *g, loy__cel_node *node)
{
    if (node->count == 2)
        return loy__cel_value_of(g, node->args[0]);
    return chain_value(g, node, node->count - 2, loy__cel_registers(g, 1));
}

/* The truth of a node that is compiled as jumps. */
static void
truth_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    loy__cel_label is_false = LOY__CEL_LABEL, done = LOY__CEL_LABEL;

    loy__cel_branch(g, node, false, &is_false);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, loy__cel_constant(g, loy__cel_bool(true)), 0);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
    loy__cel_bind(g, &is_false);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, loy__cel_constant(g, loy__cel_bool(false)), 0);
    loy__cel_bind(g, &done);
}

static void
conditional_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    loy__cel_label otherwise = LOY__CEL_LABEL, done = LOY__CEL_LABEL;

    loy__cel_branch(g, node->args[0], false, &otherwise);
    loy__cel_value_into(g, node->args[1], place);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
    loy__cel_bind(g, &otherwise);
    loy__cel_value_into(g, node->args[2], place);
    loy__cel_bind(g, &done);
}

/* or() and orValue(): the second argument only when there is none. */
static void
alternative_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place, bool unwrap)
{
    loy__cel_label some = LOY__CEL_LABEL, done = LOY__CEL_LABEL;

    loy__cel_value_into(g, node->args[0], place);
    loy__cel_emit_op(g, LOY__DO_NEED_OPTIONAL, 0, place, 0);
    loy__cel_emit_jump(g, LOY__DO_IF_SOME, &some, place, 0);
    loy__cel_value_into(g, node->args[1], place);
    if (!unwrap)
        loy__cel_emit_op(g, LOY__DO_NEED_OPTIONAL, 0, place, 0);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
    loy__cel_bind(g, &some);
    if (unwrap)
        loy__cel_emit_op(g, LOY__DO_FIELD, place, place, 0);
    loy__cel_bind(g, &done);
}

static void
call_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t count, first;
    const loy__cel_function *function = &loy__cel_functions(&count)[node->slot];

    if (function->run == loy__cel_per) {
        uint32_t left = loy__cel_value_of(g, node->args[0]);

        loy__cel_emit_op(g, LOY__DO_PER, place, left, loy__cel_value_of(g, node->args[1]));
        return;
    }
    if (function->run == loy__cel_size) {
        loy__cel_emit_op(g, LOY__DO_SIZE, place, loy__cel_value_of(g, node->args[0]), 0);
        return;
    }
    if (function->run == loy__cel_or || function->run == loy__cel_or_value) {
        alternative_into(g, node, place, function->run == loy__cel_or_value);
        return;
    }
    first = loy__cel_registers(g, node->count != 0 ? node->count : 1);
    for (uint32_t i = 0; i < node->count; i++) {
        loy__cel_value_into(g, node->args[i], first + i);
        g->top = first + node->count;
    }
    loy__cel_emit_op(g, LOY__DO_CALL, first, node->slot, node->count);
    loy__cel_charge(g, loy__cel_steps_of_call(node));
    loy__cel_emit_op(g, LOY__DO_MOVE, place, first, 0);
}

static void
list_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t mark = g->top;

    loy__cel_emit_op(g, LOY__DO_LIST, place, 0, node->count);
    for (uint32_t i = 0; i < node->count; i++) {
        bool maybe = node->ops != NULL && node->ops[i] != 0;

        loy__cel_emit_op(g, maybe ? LOY__DO_PUSH_MAYBE : LOY__DO_PUSH, place,
                         loy__cel_value_of(g, node->args[i]), 0);
        g->top = mark;
    }
}

static void
map_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t mark = g->top;

    loy__cel_emit_op(g, LOY__DO_MAP, place, 0, node->count / 2);
    /* Each key is compared with those before it. */
    loy__cel_charge(g, (uint64_t)node->count * node->count / 16);
    for (uint32_t i = 0; i < node->count; i += 2) {
        bool maybe = node->ops != NULL && node->ops[i] != 0;
        uint32_t key = loy__cel_value_of(g, node->args[i]);

        loy__cel_emit_op(g, maybe ? LOY__DO_PUT_MAYBE : LOY__DO_PUT, place, key,
                         loy__cel_value_of(g, node->args[i + 1]));
        g->top = mark;
    }
}

static void
member_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    bool optional = (node->flags & LOY__F_OPTIONAL) != 0;
    uint32_t base = loy__cel_value_of(g, node->args[0]);
    loy__cel_value name = loy__cel_string(node->name, node->name_size, 0);

    if (loy__cel_kind_of(node->args[0]) != LOY__T_LIST)
        loy__cel_charge(g, node->args[0]->extent.length / 4);
    if (node->kind == LOY__N_INDEX)
        loy__cel_emit_op(g, optional ? LOY__DO_MAYBE_INDEX : LOY__DO_INDEX, place, base,
                         loy__cel_value_of(g, node->args[1]));
    else if (node->kind == LOY__N_HAS)
        loy__cel_emit_op(g, LOY__DO_HAS, place, base, loy__cel_constant(g, name));
    else
        loy__cel_emit_op(g, optional ? LOY__DO_MAYBE_SELECT : LOY__DO_SELECT, place, base,
                         loy__cel_constant(g, name));
}

static void
compute(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    switch (node->kind) {
    case LOY__N_FIELD:
        loy__cel_emit_op(g, LOY__DO_FIELD, place, loy__cel_value_of(g, node->args[0]), node->slot);
        break;
    case LOY__N_SELECT:
    case LOY__N_HAS:
    case LOY__N_INDEX:
        member_into(g, node, place);
        break;
    case LOY__N_CALL:
        call_into(g, node, place);
        break;
    case LOY__N_LIST:
        list_into(g, node, place);
        break;
    case LOY__N_MAP:
        map_into(g, node, place);
        break;
    case LOY__N_NEGATE:
        loy__cel_emit_op(g, LOY__DO_NEGATE, place, loy__cel_value_of(g, node->args[0]), 0);
        break;
    case LOY__N_CHAIN:
        loy__cel_charge(g, loy__cel_steps_of_chain(node));
        chain_value(g, node, node->count - 1, place);
        break;
    case LOY__N_COND:
        conditional_into(g, node, place);
        break;
    case LOY__N_LOOP:
        if (loy__cel_is_quantifier(node))
            truth_into(g, node, place);
        else
            loy__cel_loop_into(g, node, place);
        break;
    case LOY__N_BIND:
        loy__cel_name_value(g, node);
        loy__cel_value_into(g, node->args[1], place);
        break;
    case LOY__N_RAISE:
        loy__cel_emit_op(g, LOY__DO_RAISE, node->op, 0, 0);
        break;
    default:
        truth_into(g, node, place);
        break;
    }
}

void
loy__cel_value_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t mark = g->top, leaf = place_of(g, node);

    if (g->job->result != LOY_OK)
        return;
    if (leaf != LOY__NO_PLACE)
        loy__cel_emit_op(g, LOY__DO_MOVE, place, leaf, 0);
    else
        compute(g, node, place);
    g->top = mark;
}

void
loy__cel_emit_root(loy__cel_emit *g, loy__cel_node *root)
{
    loy__cel_label is_false = LOY__CEL_LABEL;

    if (loy__cel_kind_of(root) != LOY__T_BOOL || place_of(g, root) != LOY__NO_PLACE) {
        loy__cel_emit_op(g, LOY__DO_RETURN, 0, loy__cel_value_of(g, root), 0);
        return;
    }
    loy__cel_branch(g, root, false, &is_false);
    loy__cel_emit_op(g, LOY__DO_RETURN, 0, loy__cel_constant(g, loy__cel_bool(true)), 0);
    loy__cel_bind(g, &is_false);
    loy__cel_emit_op(g, LOY__DO_RETURN, 0, loy__cel_constant(g, loy__cel_bool(false)), 0);
}
