/*
 * compile_rows.c -- loops over objects that are one instruction: sums, numbers
 * and exists() over a fact, with tests of fields against constants.
 *
 * Anything else about the loop, and it is compiled as a loop.
 */
#include "cel/emit.h"

#define MAX_TESTS 8

typedef struct test {
    uint32_t op, field;
    loy__cel_value constant;
} test;

typedef struct rows {
    loy__cel_node *source;
    const loy__cel_object *object;
    uint32_t number; /* of the object type */
    uint32_t count;
    test tests[MAX_TESTS];
} rows;

/* The instruction whose condition is a shape, for fields of one kind. */
static uint32_t
operation(uint32_t shape, uint32_t kind)
{
    static const uint8_t integers[] = {
        [LOY__CEL_TERM_EQ] = LOY__DO_IF_EQ,
        [LOY__CEL_TERM_NE] = LOY__DO_IF_NE,
        [LOY__CEL_TERM_LT] = LOY__DO_IF_LT,
        [LOY__CEL_TERM_LE] = LOY__DO_IF_LE,
        [LOY__CEL_TERM_GT] = LOY__DO_IF_GT,
        [LOY__CEL_TERM_GE] = LOY__DO_IF_GE,
        [LOY__CEL_TERM_IN] = LOY__DO_IF_AMONG,
        [LOY__CEL_TERM_UNDER] = 0,
        [LOY__CEL_TERM_TRUE] = LOY__DO_IF_TRUE,
        [LOY__CEL_TERM_FALSE] = LOY__DO_IF_FALSE,
        [LOY__CEL_TERM_EXISTS] = 0,
    };
    static const uint8_t texts[] = {
        [LOY__CEL_TERM_EQ] = LOY__DO_IF_SAME,
        [LOY__CEL_TERM_NE] = LOY__DO_IF_DIFFERENT,
        [LOY__CEL_TERM_IN] = LOY__DO_IF_LISTED,
        [LOY__CEL_TERM_UNDER] = LOY__DO_IF_UNDER,
        [LOY__CEL_TERM_EXISTS] = 0,
    };

    if (kind == LOY__CEL_STRING)
        return texts[shape];
    return kind == LOY__CEL_INT || kind == LOY__CEL_BOOL || kind == LOY__CEL_DURATION
               ? integers[shape]
               : 0;
}

/* The kind of the values of a field, LOY__CEL_ERROR for one that has no tests. */
static uint32_t
field_kind(const rows *r, uint32_t field)
{
    switch (r->object->fields[field].type->kind) {
    case LOY__T_BOOL:
        return LOY__CEL_BOOL;
    case LOY__T_INT:
        return LOY__CEL_INT;
    case LOY__T_STRING:
        return LOY__CEL_STRING;
    case LOY__T_DURATION:
        return LOY__CEL_DURATION;
    default:
        return LOY__CEL_ERROR;
    }
}

static bool
add_test(rows *r, const loy__cel_local *element, const loy__cel_node *node)
{
    loy__cel_term term = {.shape = LOY__CEL_TERM_OTHER};
    test *next = &r->tests[r->count];
    uint32_t kind;

    if (r->count == MAX_TESTS || !loy__cel_element_test(element, node, &term) ||
        term.field == UINT32_MAX)
        return false;
    kind = field_kind(r, term.field);
    for (uint32_t i = 0; i < term.constant_count; i++)
        if (loy__cel_kind(term.constants[i]) != kind)
            return false;
    next->op = operation(term.inner, kind);
    next->field = term.field;
    next->constant = loy__cel_bool(true);
    if (term.inner == LOY__CEL_TERM_IN)
        next->constant = (loy__cel_value){
            .as.items = term.constants, .size = term.constant_count, .tag = LOY__CEL_LIST};
    else if (term.constant_count == 1)
        next->constant = term.constants[0];
    r->count++;
    return next->op != 0;
}

/* A condition that is one test, or tests that must all hold. */
static bool
add_tests(rows *r, const loy__cel_local *element, const loy__cel_node *condition)
{
    if (condition->kind != LOY__N_AND)
        return add_test(r, element, condition);
    for (uint32_t i = 0; i < condition->count; i++)
        if (!add_test(r, element, condition->args[i]))
            return false;
    return true;
}

static bool
is_filter(const loy__cel_node *node)
{
    return node->kind == LOY__N_LOOP && node->op == LOY__LOOP_FILTER && node->locals[1] == NULL;
}

/* Filters of a fact that holds objects. Their order does not matter: no test
 * can fail. */
static bool
read_range(const loy__cel_emit *g, rows *r, loy__cel_node *range)
{
    const loy__cel_typed *type;

    r->source = range;
    while (is_filter(r->source))
        r->source = r->source->args[0];
    type = loy__cel_type_known(r->source->type);
    if (r->source->kind != LOY__N_SLOT || type->kind != LOY__T_LIST)
        return false;
    type = loy__cel_type_known(type->params[0]);
    if (type->kind != LOY__T_OBJECT)
        return false;
    r->number = type->number;
    r->object = &g->env->objects[type->number];
    for (; is_filter(range); range = range->args[0])
        if (!add_tests(r, range->locals[0], range->args[1]))
            return false;
    return true;
}

/* Texts of rows equal a constant that has a symbol where they have it, too. */
static uint32_t
operation_of(const loy__cel_emit *g, const test *t)
{
    const loy__cel_options *options = &g->env->options;
    bool texts = t->op == LOY__DO_IF_SAME || t->op == LOY__DO_IF_DIFFERENT;

    if (!texts || t->constant.size == 0 || options->intern == NULL ||
        options->intern(options->context, t->constant.as.text, t->constant.size) == 0)
        return t->op;
    return t->op == LOY__DO_IF_SAME ? LOY__DO_IF_SYMBOL : LOY__DO_IF_OTHER_SYMBOL;
}

static void
emit_rows(loy__cel_emit *g, const rows *r, uint32_t op, uint32_t place, uint32_t field)
{
    uint64_t weight = g->weight, most = g->env->options.max_items;

    loy__cel_emit_op(g, op, place, loy__cel_slot(g, r->source->slot), r->count);
    g->weight = most > UINT64_MAX / weight ? UINT64_MAX : weight * (most != 0 ? most : 1);
    loy__cel_emit_op(g, LOY__DO_ROWS, field, g->depth == 0, 0);
    if (field != LOY__PLACE_MAX)
        g->fields[r->number] |= UINT64_C(1) << field;
    for (uint32_t i = 0; i < r->count; i++) {
        g->fields[r->number] |= UINT64_C(1) << r->tests[i].field;
        if (loy__cel_kind(r->tests[i].constant) == LOY__CEL_LIST)
            loy__cel_charge(g, r->tests[i].constant.size);
        loy__cel_emit_op(g, operation_of(g, &r->tests[i]), 0, r->tests[i].field,
                         loy__cel_constant(g, r->tests[i].constant));
    }
    g->weight = weight;
}

/* The field whose sum is sought: of the loop itself, or of a map() before it. */
static bool
read_summed(const loy__cel_node *node, loy__cel_node **range, uint32_t *field)
{
    const loy__cel_node *map = node->args[0], *body;

    *range = node->args[0];
    *field = node->op == LOY__LOOP_SPEND ? node->slot : LOY__PLACE_MAX;
    if (node->op != LOY__LOOP_SUM)
        return true;
    if (map->kind != LOY__N_LOOP || map->op != LOY__LOOP_MAP || map->locals[1] != NULL)
        return false;
    body = map->args[1];
    *range = map->args[0];
    *field = body->slot;
    return body->kind == LOY__N_FIELD && body->args[0]->kind == LOY__N_LOCAL &&
           body->args[0]->locals[0] == map->locals[0] && loy__cel_kind_of(body) == LOY__T_INT;
}

bool
loy__cel_sum_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    loy__cel_node *range;
    uint32_t field;
    rows r = {.count = 0};

    if (!read_summed(node, &range, &field) || !read_range(g, &r, range))
        return false;
    emit_rows(g, &r, LOY__DO_SUM_ROWS, place, field);
    return true;
}

bool
loy__cel_exists_into(loy__cel_emit *g, loy__cel_node *node, uint32_t place)
{
    rows r = {.count = 0};

    if (node->op != LOY__LOOP_EXISTS || node->locals[1] != NULL ||
        !read_range(g, &r, node->args[0]) || !add_tests(&r, node->locals[0], node->args[1]))
        return false;
    emit_rows(g, &r, LOY__DO_ANY_ROW, place, LOY__PLACE_MAX);
    return true;
}
