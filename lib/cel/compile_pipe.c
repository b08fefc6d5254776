/*
 * compile_pipe.c -- the loop of a macro up to its body, and its end.
 *
 * A pipeline such as lines.filter(..).map(..).sum() is one loop: the filters
 * and maps are stages, what stands at its end consumes the elements, and no
 * list is built. Only a list that is itself the result is built.
 */
#include "cel/pipe.h"

bool
loy__cel_is_stage(const loy__cel_node *node)
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
open_pipe(loy__cel_pipe *p, loy__cel_node *range)
{
    uint32_t count = 0;

    *p = (loy__cel_pipe){.source = range, .next = LOY__CEL_LABEL, .exit = LOY__CEL_LABEL};
    for (; loy__cel_is_stage(p->source) && count < LOY__PIPE_STAGES; count++)
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
begin_loop(loy__cel_emit *g, loy__cel_pipe *p, const loy__cel_node *consumer)
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
emit_stages(loy__cel_emit *g, loy__cel_pipe *p)
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
name_elements(const loy__cel_pipe *p, loy__cel_node *node)
{
    if (node->locals[1] != NULL) {
        node->locals[0]->place = p->base + 2;
        node->locals[1]->place = p->base;
    } else if (node->locals[0] != NULL) {
        node->locals[0]->place = p->element;
    }
}

void
loy__cel_pipe_open(loy__cel_emit *g, loy__cel_pipe *p, loy__cel_node *node, uint32_t build)
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

void
loy__cel_pipe_mark(loy__cel_emit *g, const loy__cel_pipe *p)
{
    if (p->marks)
        loy__cel_emit_op(g, LOY__DO_MARK, 0, p->base, 0);
}

void
loy__cel_pipe_close(loy__cel_emit *g, loy__cel_pipe *p)
{
    loy__cel_emit_jump(g, LOY__DO_JUMP, &p->next, 0, 0);
    loy__cel_bind(g, &p->exit);
    g->weight = p->outer_weight;
    g->row = p->outer_row;
    g->depth--;
}
