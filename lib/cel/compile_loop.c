/*
 * compile_loop.c -- macros as loops: what becomes of the elements that reach the
 * end of a pipe.
 *
 * A stage that can fail must have failed before anything is decided, as if its
 * list had been built: then all() and exists() may not leave early.
 */
#include "cel/pipe.h"

/* ---- Quantifiers ---- */

/* What to do when an element decides: leave, or note it and go on where later
 * elements may still fail or are to be marked. */
static void
emit_decision(loy__cel_emit *g, loy__cel_pipe *p, uint32_t noted, bool exists,
              loy__cel_label *decided)
{
    loy__cel_label note = LOY__CEL_LABEL;

    if (exists)
        loy__cel_pipe_mark(g, p);
    if (!p->fallible) {
        if (!p->marks || !exists) {
            loy__cel_emit_jump(g, LOY__DO_JUMP, decided, 0, 0);
            return;
        }
        loy__cel_emit_jump(g, LOY__DO_IF_TRACING, &note, 0, 0);
        loy__cel_emit_jump(g, LOY__DO_JUMP, decided, 0, 0);
    }
    loy__cel_bind(g, &note);
    loy__cel_emit_op(g, LOY__DO_MOVE, noted, loy__cel_constant(g, loy__cel_bool(true)), 0);
}

/* all() and exists(): jumps to `decided` when an element decides, falls through
 * when none does. */
static void
emit_quantifier(loy__cel_emit *g, loy__cel_node *node, loy__cel_label *decided)
{
    bool exists = node->op == LOY__LOOP_EXISTS;
    bool fails = loy__cel_condition_fails(node->args[1]);
    uint32_t noted = loy__cel_registers(g, 2), error = noted + 1, begin;
    loy__cel_label hit = LOY__CEL_LABEL;
    loy__cel_pipe p;

    loy__cel_emit_op(g, LOY__DO_CLEAR, noted, 0, 0);
    if (fails)
        loy__cel_emit_op(g, LOY__DO_CLEAR, error, 0, 0);
    loy__cel_pipe_open(g, &p, node, 0);
    if (!exists)
        loy__cel_pipe_mark(g, &p);
    begin = g->count;
    loy__cel_branch(g, node->args[1], exists, &hit);
    if (fails)
        loy__cel_catch(g, begin, error);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &p.next, 0, 0);
    loy__cel_bind(g, &hit);
    emit_decision(g, &p, noted, exists, decided);
    loy__cel_pipe_close(g, &p);
    if (p.fallible || (p.marks && exists))
        loy__cel_emit_jump(g, LOY__DO_IF_TRUE, decided, noted, 0);
    if (fails)
        loy__cel_emit_op(g, LOY__DO_RAISE_IF, 0, error, 0);
}

/* exists_one() counts; it absorbs nothing and runs to the end. */
static void
emit_exactly_one(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    uint32_t one = loy__cel_constant(g, loy__cel_int(1)), hits = loy__cel_registers(g, 1);
    loy__cel_pipe p;

    loy__cel_emit_op(g, LOY__DO_MOVE, hits, loy__cel_constant(g, loy__cel_int(0)), 0);
    loy__cel_pipe_open(g, &p, node, 0);
    loy__cel_branch(g, node->args[1], false, &p.next);
    loy__cel_pipe_mark(g, &p);
    loy__cel_emit_op(g, LOY__DO_ADD_INT, hits, hits, one);
    loy__cel_pipe_close(g, &p);
    loy__cel_emit_jump(g, sense ? LOY__DO_IF_EQ : LOY__DO_IF_NE, label, hits, one);
}

void
loy__cel_branch_loop(loy__cel_emit *g, loy__cel_node *node, bool sense, loy__cel_label *label)
{
    loy__cel_label decided = LOY__CEL_LABEL;
    uint32_t found = loy__cel_registers(g, 1);

    if (loy__cel_exists_into(g, node, found)) {
        loy__cel_emit_jump(g, sense ? LOY__DO_IF_TRUE : LOY__DO_IF_FALSE, label, found, 0);
    } else if (node->op == LOY__LOOP_EXISTS_ONE) {
        emit_exactly_one(g, node, sense, label);
    } else if (sense == (node->op == LOY__LOOP_EXISTS)) {
        emit_quantifier(g, node, label);
    } else {
        emit_quantifier(g, node, &decided);
        loy__cel_emit_jump(g, LOY__DO_JUMP, label, 0, 0);
        loy__cel_bind(g, &decided);
    }
}

/* ---- Reductions ---- */

/* What a sum of nothing is, by the type of its elements. */
static loy__cel_value
zero_of(uint32_t kind)
{
    static const uint8_t kinds[] = {
        [LOY__T_INT] = LOY__CEL_INT,
        [LOY__T_UINT] = LOY__CEL_UINT,
        [LOY__T_DOUBLE] = LOY__CEL_DOUBLE,
        [LOY__T_DURATION] = LOY__CEL_DURATION,
    };
    loy__cel_value zero = {.as.integer = 0, .tag = kinds[kind]};

    if (kind == LOY__T_DOUBLE)
        zero.as.real = 0.0;
    return zero;
}

static void
emit_sum(loy__cel_emit *g, loy__cel_node *node, uint32_t total)
{
    uint32_t kind = loy__cel_kind_of(node);
    loy__cel_pipe p;

    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, zero_of(kind)), 0);
    loy__cel_pipe_open(g, &p, node, 0);
    loy__cel_pipe_mark(g, &p);
    loy__cel_emit_op(g, kind == LOY__T_INT ? LOY__DO_ADD_INT : LOY__DO_ADD, total, total,
                     p.element);
    loy__cel_pipe_close(g, &p);
}

static void
emit_spend(loy__cel_emit *g, loy__cel_node *node, uint32_t total)
{
    const loy__cel_typed *list = loy__cel_type_known(node->args[0]->type);
    uint32_t amount = LOY__PLACE_ROW | node->slot;
    loy__cel_pipe p;

    g->fields[loy__cel_type_known(list->params[0])->number] |= UINT64_C(1) << node->slot;
    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, loy__cel_int(0)), 0);
    loy__cel_pipe_open(g, &p, node, 0);
    loy__cel_pipe_mark(g, &p);
    if (g->row != p.element) {
        amount = loy__cel_registers(g, 1);
        loy__cel_emit_op(g, LOY__DO_FIELD, amount, p.element, node->slot);
    }
    loy__cel_emit_op(g, LOY__DO_ADD_INT, total, total, amount);
    loy__cel_pipe_close(g, &p);
}

static void
emit_size(loy__cel_emit *g, loy__cel_node *node, uint32_t total)
{
    loy__cel_pipe p;

    if (!loy__cel_is_stage(node->args[0])) {
        uint32_t list = loy__cel_value_of(g, node->args[0]);

        if (g->depth == 0)
            loy__cel_emit_op(g, LOY__DO_MARK_ALL, 0, list, 0);
        loy__cel_emit_op(g, LOY__DO_SIZE, total, list, 0);
        return;
    }
    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, loy__cel_int(0)), 0);
    loy__cel_pipe_open(g, &p, node, 0);
    loy__cel_pipe_mark(g, &p);
    loy__cel_emit_op(g, LOY__DO_ADD_INT, total, total, loy__cel_constant(g, loy__cel_int(1)));
    loy__cel_pipe_close(g, &p);
}

/* min() and max() of ints; of nothing there is none. */
static void
emit_extreme(loy__cel_emit *g, loy__cel_node *node, uint32_t best)
{
    bool least = node->op == LOY__LOOP_MIN;
    uint32_t any = loy__cel_registers(g, 1), a, b;
    loy__cel_label compare = LOY__CEL_LABEL, keep = LOY__CEL_LABEL, done = LOY__CEL_LABEL;
    loy__cel_pipe p;

    loy__cel_emit_op(g, LOY__DO_CLEAR, any, 0, 0);
    loy__cel_pipe_open(g, &p, node, 0);
    loy__cel_pipe_mark(g, &p);
    a = least ? best : p.element;
    b = least ? p.element : best;
    loy__cel_emit_jump(g, LOY__DO_IF_TRUE, &compare, any, 0);
    loy__cel_emit_op(g, LOY__DO_MOVE, any, loy__cel_constant(g, loy__cel_bool(true)), 0);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &keep, 0, 0);
    loy__cel_bind(g, &compare);
    loy__cel_emit_jump(g, LOY__DO_IF_LE, &p.next, a, b);
    loy__cel_bind(g, &keep);
    loy__cel_emit_op(g, LOY__DO_MOVE, best, p.element, 0);
    loy__cel_pipe_close(g, &p);
    loy__cel_emit_jump(g, LOY__DO_IF_TRUE, &done, any, 0);
    loy__cel_emit_op(g, LOY__DO_RAISE, LOY__CEL_ERR_ARGUMENT, 0, 0);
    loy__cel_bind(g, &done);
}

/* ---- Lists and maps ---- */

static void
emit_list(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    bool maps = node->op != LOY__LOOP_FILTER;
    uint32_t value;
    loy__cel_pipe p;

    loy__cel_pipe_open(g, &p, node, LOY__DO_LIST_OF);
    if (!maps || node->count == 3)
        loy__cel_branch(g, node->args[1], false, &p.next);
    loy__cel_pipe_mark(g, &p);
    value = maps ? loy__cel_value_of(g, node->args[node->count - 1]) : p.element;
    loy__cel_emit_op(g, LOY__DO_PUSH, p.built, value, 0);
    loy__cel_pipe_close(g, &p);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, p.built, 0);
}

static void
emit_map(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t value;
    loy__cel_pipe p;

    loy__cel_pipe_open(g, &p, node, LOY__DO_MAP_OF);
    if (node->count == 3)
        loy__cel_branch(g, node->args[1], false, &p.next);
    value = loy__cel_value_of(g, node->args[node->count - 1]);
    loy__cel_charge(g, node->args[0]->extent.length / 4);
    if (node->op == LOY__LOOP_TO_MAP)
        loy__cel_emit_op(g, LOY__DO_PUT, p.built, p.base + 2, value);
    else
        loy__cel_emit_op(g, LOY__DO_PUT_ENTRY, p.built, value, 0);
    loy__cel_pipe_close(g, &p);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, p.built, 0);
}

void
loy__cel_loop_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    switch (node->op) {
    case LOY__LOOP_SUM:
        if (!loy__cel_sum_into(g, node, place))
            emit_sum(g, node, place);
        break;
    case LOY__LOOP_SPEND:
        if (!loy__cel_sum_into(g, node, place))
            emit_spend(g, node, place);
        break;
    case LOY__LOOP_SIZE:
        if (!loy__cel_is_stage(node->args[0]) || !loy__cel_sum_into(g, node, place))
            emit_size(g, node, place);
        break;
    case LOY__LOOP_MIN:
    case LOY__LOOP_MAX:
        emit_extreme(g, node, place);
        break;
    case LOY__LOOP_MAP:
    case LOY__LOOP_MAP_IF:
    case LOY__LOOP_FILTER:
    case LOY__LOOP_TO_LIST:
        emit_list(g, node, place);
        break;
    case LOY__LOOP_TO_MAP:
    case LOY__LOOP_TO_ENTRIES:
        emit_map(g, node, place);
        break;
    default:
        break;
    }
}
