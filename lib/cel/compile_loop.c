/*
 * compile_loop.c -- macros as loops.
 *
 * A pipeline such as lines.filter(..).map(..).sum() is one loop: the filters
 * and maps are stages, what stands at its end consumes the elements, and no
 * list is built. Only a list that is itself the result is built.
 *
 * A stage that can fail must have failed before anything is decided, as if its
 * list had been built: then all() and exists() may not leave early.
 */
#include "cel/emit.h"

#define MAX_STAGES 16

typedef struct pipe {
    loy__cel_node *stages[MAX_STAGES]; /* innermost first */
    loy__cel_node *source;
    uint32_t count;
    uint32_t base;    /* element, cursor, index */
    uint32_t element; /* the place of what reaches the consumer */
    uint32_t outer_row;
    uint64_t outer_weight;
    bool marks;     /* rows that get through are marked */
    bool fallible;  /* some stage may fail */
    uint32_t build; /* LIST_OF or MAP_OF; 0: nothing is built */
    uint32_t built; /* the register of it */
    loy__cel_label next, exit;
} pipe;

static bool
is_stage(const loy__cel_node *node)
{
    return node->kind == LOY__N_LOOP && node->locals[1] == NULL &&
           (node->op == LOY__LOOP_FILTER || node->op == LOY__LOOP_MAP ||
            node->op == LOY__LOOP_MAP_IF);
}

/* Whether a list holds objects, so that its rows can be read in place. */
static bool
holds_objects(const loy__cel_node *node)
{
    const loy__cel_typed *type = loy__cel_type_known(node->type);

    return type->kind == LOY__T_LIST && loy__cel_type_known(type->params[0])->kind == LOY__T_OBJECT;
}

static bool
body_has(const loy__cel_node *node, uint32_t flag)
{
    for (uint32_t i = 1; i < node->count; i++)
        if ((node->args[i]->flags & flag) != 0)
            return true;
    return false;
}

/* Takes the stages that feed `range` apart. */
static void
open_pipe(pipe *p, loy__cel_node *range)
{
    uint32_t count = 0;

    *p = (pipe){.source = range, .next = LOY__CEL_LABEL, .exit = LOY__CEL_LABEL};
    for (; is_stage(p->source) && count < MAX_STAGES; count++)
        p->source = p->source->args[0];
    p->count = count;
    for (; count > 0; range = range->args[0]) {
        p->stages[--count] = range;
        p->fallible =
            p->fallible || body_has(range, LOY__F_FAILS) ||
            (range->op != LOY__LOOP_MAP && loy__cel_kind_of(range->args[1]) != LOY__T_BOOL);
    }
}

static void
begin_loop(loy__cel_emit *g, pipe *p, const loy__cel_node *consumer)
{
    bool rows = holds_objects(p->source), nested = body_has(consumer, LOY__F_ROWS);
    uint64_t most = p->source->extent.length != 0 ? p->source->extent.length : 1;
    uint32_t source;

    for (uint32_t i = 0; i < p->count; i++)
        nested = nested || body_has(p->stages[i], LOY__F_ROWS);
    p->base = loy__cel_registers(g, 3);
    source = loy__cel_value_of(g, p->source);
    loy__cel_emit_op(g, LOY__DO_ITERATE, p->base, source, 0);
    if (p->build != 0)
        loy__cel_emit_op(g, p->build, p->built, p->base, 0);
    p->marks = rows && g->depth == 0;
    p->outer_weight = g->weight;
    p->outer_row = g->row;
    g->weight = most > UINT64_MAX / g->weight ? UINT64_MAX : g->weight * most;
    g->depth++;
    loy__cel_bind(g, &p->next);
    if (rows && !nested) {
        g->row = p->base;
        loy__cel_emit_jump(g, LOY__DO_NEXT_ROW, &p->exit, p->base, 0);
    } else {
        g->row = rows ? LOY__NO_PLACE : g->row;
        loy__cel_emit_jump(
            g, p->count == 0 && consumer->locals[1] != NULL ? LOY__DO_NEXT_PAIR : LOY__DO_NEXT,
            &p->exit, p->base, 0);
    }
    p->element = p->base;
}

static void
emit_stages(loy__cel_emit *g, pipe *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        loy__cel_node *stage = p->stages[i];

        stage->locals[0]->place = p->element;
        if (stage->op != LOY__LOOP_MAP)
            loy__cel_branch(g, stage->args[1], false, &p->next);
        if (stage->op != LOY__LOOP_FILTER)
            p->element = loy__cel_value_of(g, stage->args[stage->count - 1]);
    }
}

/* Gives the consumer's names their places. */
static void
name_elements(const pipe *p, loy__cel_node *node)
{
    if (node->locals[1] != NULL) {
        node->locals[0]->place = p->base + 2;
        node->locals[1]->place = p->base;
    } else if (node->locals[0] != NULL) {
        node->locals[0]->place = p->element;
    }
}

/* A loop that fills a list or map in a register of its own. */
static void
open_building(loy__cel_emit *g, pipe *p, loy__cel_node *node, uint32_t build)
{
    open_pipe(p, node->args[0]);
    if (node->locals[1] != NULL) {
        /* Indexes count the elements of a list that must then exist. */
        p->count = 0;
        p->source = node->args[0];
        p->fallible = false;
    }
    if (build != 0) {
        p->build = build;
        p->built = loy__cel_registers(g, 1);
    }
    begin_loop(g, p, node);
    emit_stages(g, p);
    name_elements(p, node);
}

static void
open_loop(loy__cel_emit *g, pipe *p, loy__cel_node *node)
{
    open_building(g, p, node, 0);
}

static void
emit_mark(loy__cel_emit *g, const pipe *p)
{
    if (p->marks)
        loy__cel_emit_op(g, LOY__DO_MARK, 0, p->base, 0);
}

static void
close_loop(loy__cel_emit *g, pipe *p)
{
    loy__cel_emit_jump(g, LOY__DO_JUMP, &p->next, 0, 0);
    loy__cel_bind(g, &p->exit);
    g->weight = p->outer_weight;
    g->row = p->outer_row;
    g->depth--;
}

static uint32_t
boolean(loy__cel_emit *g, bool value)
{
    return loy__cel_constant(g, loy__cel_bool(value));
}

/* ---- Quantifiers ---- */

/* What to do when an element decides: leave, or note it and go on where later
 * elements may still fail or are to be marked. */
static void
emit_decision(loy__cel_emit *g, pipe *p, uint32_t noted, bool exists, loy__cel_label *decided)
{
    loy__cel_label note = LOY__CEL_LABEL;

    if (exists)
        emit_mark(g, p);
    if (!p->fallible) {
        if (!p->marks || !exists) {
            loy__cel_emit_jump(g, LOY__DO_JUMP, decided, 0, 0);
            return;
        }
        loy__cel_emit_jump(g, LOY__DO_IF_TRACING, &note, 0, 0);
        loy__cel_emit_jump(g, LOY__DO_JUMP, decided, 0, 0);
    }
    loy__cel_bind(g, &note);
    loy__cel_emit_op(g, LOY__DO_MOVE, noted, boolean(g, true), 0);
}

/* all() and exists(): jumps to `decided` when an element decides, falls through
 * when none does. */
static void
emit_quantifier(loy__cel_emit *g, loy__cel_node *node, loy__cel_label *decided)
{
    bool exists = node->op == LOY__LOOP_EXISTS;
    bool fails = (node->args[1]->flags & LOY__F_FAILS) != 0 ||
                 loy__cel_kind_of(node->args[1]) != LOY__T_BOOL;
    uint32_t noted = loy__cel_registers(g, 2), error = noted + 1, begin;
    loy__cel_label hit = LOY__CEL_LABEL;
    pipe p;

    loy__cel_emit_op(g, LOY__DO_CLEAR, noted, 0, 0);
    if (fails)
        loy__cel_emit_op(g, LOY__DO_CLEAR, error, 0, 0);
    open_loop(g, &p, node);
    if (!exists)
        emit_mark(g, &p);
    begin = g->count;
    loy__cel_branch(g, node->args[1], exists, &hit);
    if (fails)
        loy__cel_catch(g, begin, error);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &p.next, 0, 0);
    loy__cel_bind(g, &hit);
    emit_decision(g, &p, noted, exists, decided);
    close_loop(g, &p);
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
    pipe p;

    loy__cel_emit_op(g, LOY__DO_MOVE, hits, loy__cel_constant(g, loy__cel_int(0)), 0);
    open_loop(g, &p, node);
    loy__cel_branch(g, node->args[1], false, &p.next);
    emit_mark(g, &p);
    loy__cel_emit_op(g, LOY__DO_ADD_INT, hits, hits, one);
    close_loop(g, &p);
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
    pipe p;

    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, zero_of(kind)), 0);
    open_loop(g, &p, node);
    emit_mark(g, &p);
    loy__cel_emit_op(g, kind == LOY__T_INT ? LOY__DO_ADD_INT : LOY__DO_ADD, total, total,
                     p.element);
    close_loop(g, &p);
}

static void
emit_spend(loy__cel_emit *g, loy__cel_node *node, uint32_t total)
{
    const loy__cel_typed *list = loy__cel_type_known(node->args[0]->type);
    uint32_t amount = LOY__PLACE_ROW | node->slot;
    pipe p;

    g->fields[loy__cel_type_known(list->params[0])->number] |= UINT64_C(1) << node->slot;
    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, loy__cel_int(0)), 0);
    open_loop(g, &p, node);
    emit_mark(g, &p);
    if (g->row != p.element) {
        amount = loy__cel_registers(g, 1);
        loy__cel_emit_op(g, LOY__DO_FIELD, amount, p.element, node->slot);
    }
    loy__cel_emit_op(g, LOY__DO_ADD_INT, total, total, amount);
    close_loop(g, &p);
}

static void
emit_size(loy__cel_emit *g, loy__cel_node *node, uint32_t total)
{
    pipe p;

    if (!is_stage(node->args[0])) {
        uint32_t list = loy__cel_value_of(g, node->args[0]);

        if (g->depth == 0)
            loy__cel_emit_op(g, LOY__DO_MARK_ALL, 0, list, 0);
        loy__cel_emit_op(g, LOY__DO_SIZE, total, list, 0);
        return;
    }
    loy__cel_emit_op(g, LOY__DO_MOVE, total, loy__cel_constant(g, loy__cel_int(0)), 0);
    open_loop(g, &p, node);
    emit_mark(g, &p);
    loy__cel_emit_op(g, LOY__DO_ADD_INT, total, total, loy__cel_constant(g, loy__cel_int(1)));
    close_loop(g, &p);
}

/* min() and max() of ints; of nothing there is none. */
static void
emit_extreme(loy__cel_emit *g, loy__cel_node *node, uint32_t best)
{
    bool least = node->op == LOY__LOOP_MIN;
    uint32_t any = loy__cel_registers(g, 1), a, b;
    loy__cel_label compare = LOY__CEL_LABEL, keep = LOY__CEL_LABEL, done = LOY__CEL_LABEL;
    pipe p;

    loy__cel_emit_op(g, LOY__DO_CLEAR, any, 0, 0);
    open_loop(g, &p, node);
    emit_mark(g, &p);
    a = least ? best : p.element;
    b = least ? p.element : best;
    loy__cel_emit_jump(g, LOY__DO_IF_TRUE, &compare, any, 0);
    loy__cel_emit_op(g, LOY__DO_MOVE, any, boolean(g, true), 0);
    loy__cel_emit_jump(g, LOY__DO_JUMP, &keep, 0, 0);
    loy__cel_bind(g, &compare);
    loy__cel_emit_jump(g, LOY__DO_IF_LE, &p.next, a, b);
    loy__cel_bind(g, &keep);
    loy__cel_emit_op(g, LOY__DO_MOVE, best, p.element, 0);
    close_loop(g, &p);
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
    pipe p;

    open_building(g, &p, node, LOY__DO_LIST_OF);
    if (!maps || node->count == 3)
        loy__cel_branch(g, node->args[1], false, &p.next);
    emit_mark(g, &p);
    value = maps ? loy__cel_value_of(g, node->args[node->count - 1]) : p.element;
    loy__cel_emit_op(g, LOY__DO_PUSH, p.built, value, 0);
    close_loop(g, &p);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, p.built, 0);
}

static void
emit_map(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    uint32_t value;
    pipe p;

    open_building(g, &p, node, LOY__DO_MAP_OF);
    if (node->count == 3)
        loy__cel_branch(g, node->args[1], false, &p.next);
    value = loy__cel_value_of(g, node->args[node->count - 1]);
    loy__cel_charge(g, node->args[0]->extent.length / 4);
    if (node->op == LOY__LOOP_TO_MAP)
        loy__cel_emit_op(g, LOY__DO_PUT, p.built, p.base + 2, value);
    else
        loy__cel_emit_op(g, LOY__DO_PUT_ENTRY, p.built, value, 0);
    close_loop(g, &p);
    loy__cel_emit_op(g, LOY__DO_MOVE, place, p.built, 0);
}

void
loy__cel_loop_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    loy__cel_label no = LOY__CEL_LABEL, done = LOY__CEL_LABEL;

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
        if (!is_stage(node->args[0]) || !loy__cel_sum_into(g, node, place))
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
        loy__cel_branch_loop(g, node, false, &no);
        loy__cel_emit_op(g, LOY__DO_MOVE, place, boolean(g, true), 0);
        loy__cel_emit_jump(g, LOY__DO_JUMP, &done, 0, 0);
        loy__cel_bind(g, &no);
        loy__cel_emit_op(g, LOY__DO_MOVE, place, boolean(g, false), 0);
        loy__cel_bind(g, &done);
    }
}
