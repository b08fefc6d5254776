/*
 * terms.c -- the conjuncts of a condition and the simple shapes among them.
 *
 * A shape is an exact description: a term with a shape is true precisely when
 * the shape says so, and cannot fail. That lets an index stand for the term. A
 * shape that is only implied says when the term is false.
 */
#include "cel/emit.h"
#include "cel/function.h"

#include <string.h>

/* A test of one subject: a slot, or inside exists() the element or its field. */
typedef struct test {
    const loy__cel_local *element; /* NULL: subjects are slots */
    uint32_t shape;
    uint32_t subject; /* slot or field; UINT32_MAX: the element itself */
    const loy__cel_value *constants;
    uint32_t count;
} test;

static bool
is_subject(test *t, const loy__cel_node *node)
{
    if (t->element == NULL) {
        t->subject = node->slot;
        return node->kind == LOY__N_SLOT;
    }
    t->subject = node->kind == LOY__N_FIELD ? node->slot : UINT32_MAX;
    if (node->kind == LOY__N_FIELD)
        node = node->args[0];
    return node->kind == LOY__N_LOCAL && node->locals[0] == t->element;
}

static bool
is_scalar(const loy__cel_value *value)
{
    uint32_t kind = loy__cel_kind(*value);

    return kind == LOY__CEL_BOOL || kind == LOY__CEL_INT || kind == LOY__CEL_STRING ||
           kind == LOY__CEL_TIMESTAMP || kind == LOY__CEL_DURATION;
}

static bool
take_constants(test *t, const loy__cel_value *constants, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!is_scalar(&constants[i]))
            return false;
    t->constants = constants;
    t->count = count;
    return true;
}

static uint32_t
shape_of(uint32_t op, bool mirrored)
{
    static const uint8_t shapes[][2] = {
        [LOY__OP_EQ] = {LOY__CEL_TERM_EQ, LOY__CEL_TERM_EQ},
        [LOY__OP_NE] = {LOY__CEL_TERM_NE, LOY__CEL_TERM_NE},
        [LOY__OP_LT] = {LOY__CEL_TERM_LT, LOY__CEL_TERM_GT},
        [LOY__OP_LE] = {LOY__CEL_TERM_LE, LOY__CEL_TERM_GE},
        [LOY__OP_GT] = {LOY__CEL_TERM_GT, LOY__CEL_TERM_LT},
        [LOY__OP_GE] = {LOY__CEL_TERM_GE, LOY__CEL_TERM_LE},
    };

    return op >= LOY__OP_EQ && op <= LOY__OP_GE ? shapes[op][mirrored] : LOY__CEL_TERM_OTHER;
}

/* Two facts that are compared with each other. */
static bool
test_pair(test *t, const loy__cel_node *left, uint32_t op, const loy__cel_node *right)
{
    uint32_t kind = loy__cel_kind_of(left);

    if (t->element != NULL || left->kind != LOY__N_SLOT || right->kind != LOY__N_SLOT ||
        left->slot == right->slot || (op != LOY__OP_EQ && op != LOY__OP_NE) ||
        (kind != LOY__T_INT && kind != LOY__T_BOOL) || loy__cel_kind_of(right) != kind)
        return false;
    t->shape = op == LOY__OP_EQ ? LOY__CEL_TERM_SAME : LOY__CEL_TERM_DIFFERENT;
    t->subject = left->slot;
    return true;
}

static bool
test_chain(test *t, const loy__cel_node *node)
{
    const loy__cel_node *left = node->args[0], *right = node->args[1];
    uint32_t op = node->ops[0];

    if (node->count == 2 && test_pair(t, left, op, right))
        return true;
    if (node->count != 2 || loy__cel_kind_of(left) == LOY__T_DYN ||
        loy__cel_kind_of(right) == LOY__T_DYN)
        return false;
    if (op == LOY__OP_IN) {
        t->shape = LOY__CEL_TERM_IN;
        return right->kind == LOY__N_LITERAL && loy__cel_kind(right->value) == LOY__CEL_LIST &&
               is_subject(t, left) && take_constants(t, right->value.as.items, right->value.size);
    }
    t->shape = shape_of(op, left->kind == LOY__N_LITERAL);
    if (t->shape == LOY__CEL_TERM_OTHER)
        return false;
    if (left->kind == LOY__N_LITERAL)
        return is_subject(t, right) && take_constants(t, &left->value, 1);
    return right->kind == LOY__N_LITERAL && is_subject(t, left) &&
           take_constants(t, &right->value, 1);
}

static bool
test_call(test *t, const loy__cel_node *node)
{
    uint32_t count;

    t->shape = LOY__CEL_TERM_UNDER;
    return loy__cel_functions(&count)[node->slot].run == loy__cel_under &&
           node->args[1]->kind == LOY__N_LITERAL && is_subject(t, node->args[0]) &&
           take_constants(t, &node->args[1]->value, 1);
}

/* Fills the test that a node is; false when it is none. */
static bool
read_test(test *t, const loy__cel_node *node)
{
    t->count = 0;
    t->constants = NULL;
    switch (node->kind) {
    case LOY__N_CHAIN:
        return test_chain(t, node);
    case LOY__N_CALL:
        return test_call(t, node);
    case LOY__N_NOT:
        t->shape = LOY__CEL_TERM_FALSE;
        return loy__cel_kind_of(node->args[0]) == LOY__T_BOOL && is_subject(t, node->args[0]);
    default:
        t->shape = LOY__CEL_TERM_TRUE;
        return loy__cel_kind_of(node) == LOY__T_BOOL && is_subject(t, node);
    }
}

/* constant in slot: some element equals it. */
static bool
contains_constant(const loy__cel_node *node, loy__cel_term *term)
{
    if (node->kind != LOY__N_CHAIN || node->count != 2 || node->ops[0] != LOY__OP_IN ||
        node->args[0]->kind != LOY__N_LITERAL || node->args[1]->kind != LOY__N_SLOT ||
        loy__cel_kind_of(node->args[1]) != LOY__T_LIST || !is_scalar(&node->args[0]->value))
        return false;
    term->shape = LOY__CEL_TERM_EXISTS;
    term->inner = LOY__CEL_TERM_EQ;
    term->slot = node->args[1]->slot;
    term->field = UINT32_MAX;
    term->constants = &node->args[0]->value;
    term->constant_count = 1;
    return true;
}

bool
loy__cel_element_test(const loy__cel_local *element, const loy__cel_node *node, loy__cel_term *term)
{
    test inner = {.element = element};

    if (!read_test(&inner, node))
        return false;
    term->shape = LOY__CEL_TERM_EXISTS;
    term->inner = inner.shape;
    term->field = inner.subject;
    term->constants = inner.constants;
    term->constant_count = inner.count;
    return true;
}

/* exists() over the elements of a fact. */
static bool
is_exists(const loy__cel_node *node)
{
    return node->kind == LOY__N_LOOP && node->op == LOY__LOOP_EXISTS && node->locals[1] == NULL &&
           node->args[0]->kind == LOY__N_SLOT && loy__cel_kind_of(node->args[0]) == LOY__T_LIST;
}

bool
loy__cel_exists_test(const loy__cel_node *node, loy__cel_term *term)
{
    if (contains_constant(node, term))
        return true;
    if (!is_exists(node) || !loy__cel_element_test(node->locals[0], node->args[1], term))
        return false;
    term->slot = node->args[0]->slot;
    return true;
}

/* Whether few elements pass, as far as one can tell. */
static bool
is_selective(uint32_t shape)
{
    return shape == LOY__CEL_TERM_EQ || shape == LOY__CEL_TERM_IN || shape == LOY__CEL_TERM_UNDER;
}

bool
loy__cel_some_test(const loy__cel_local *element, const loy__cel_node *condition,
                   loy__cel_term *term)
{
    loy__cel_term found = *term;
    bool any = false;

    if (condition->kind != LOY__N_AND)
        return loy__cel_element_test(element, condition, term);
    for (uint32_t i = 0; i < condition->count; i++) {
        if (!loy__cel_element_test(element, condition->args[i], &found) ||
            (any && !is_selective(found.inner)))
            continue;
        *term = found;
        any = true;
        if (is_selective(found.inner))
            break;
    }
    return any;
}

/* exists() of an element that must pass several tests, of which one is simple.
 * Where no element passes that one, each makes the whole test false, whatever
 * the others say, errors included. */
static bool
implies_exists(const loy__cel_node *node, loy__cel_term *term)
{
    if (!is_exists(node) || !loy__cel_some_test(node->locals[0], node->args[1], term))
        return false;
    term->slot = node->args[0]->slot;
    term->implied = true;
    return true;
}

static void
classify(loy__cel_term *term, const loy__cel_node *node)
{
    test t = {.element = NULL};

    if (loy__cel_exists_test(node, term) || implies_exists(node, term) || !read_test(&t, node))
        return;
    term->shape = t.shape;
    term->slot = t.subject;
    term->constants = t.constants;
    term->constant_count = t.count;
}

/* The code of one term, with the slots that it reads. */
static void
emit_term(loy__cel_emit *g, loy__cel_node *node, loy__cel_term *term, uint32_t *entry, bool whole)
{
    uint32_t *slots = g->slots, count = g->slot_count, capacity = g->slot_capacity;

    term->begin = node->begin;
    term->end = node->end;
    classify(term, node);
    if (whole) {
        *entry = 0;
    } else {
        g->slots = NULL;
        g->slot_count = g->slot_capacity = 0;
        *entry = g->count;
        loy__cel_emit_op(g, LOY__DO_RETURN, 0, loy__cel_value_of(g, node), 0);
    }
    term->slots = g->slots;
    term->slot_count = g->slot_count;
    g->slots = slots;
    g->slot_count = count;
    g->slot_capacity = capacity;
    g->top = 0;
}

/* The need of an amount, as a term of its own. */
static bool
find_need(loy__cel_emit *g, loy__cel_node *root, loy__cel_extras *extras)
{
    loy__cel_term *need = loy__cel_job_alloc(g->job, sizeof(*need));

    if (need == NULL)
        return false;
    if (loy__cel_kind_of(root) != LOY__T_INT || !loy__cel_needs(root, need))
        return true;
    need->begin = root->begin;
    need->end = root->end;
    need->slots = &need->slot;
    need->slot_count = 1;
    extras->need = need;
    return true;
}

bool
loy__cel_emit_terms(loy__cel_emit *g, loy__cel_node *root, loy__cel_extras *extras)
{
    bool many = root->kind == LOY__N_AND;
    uint32_t count = many ? root->count : 1;

    if (loy__cel_kind_of(root) != LOY__T_BOOL)
        return find_need(g, root, extras);
    extras->terms = loy__cel_job_alloc(g->job, count * sizeof(*extras->terms));
    extras->entries = loy__cel_job_alloc(g->job, count * sizeof(*extras->entries));
    if (extras->terms == NULL || extras->entries == NULL)
        return false;
    extras->term_count = count;
    g->measured = true;
    g->top = 0;
    for (uint32_t i = 0; i < count; i++)
        emit_term(g, many ? root->args[i] : root, &extras->terms[i], &extras->entries[i], !many);
    return g->job->result == LOY_OK;
}
