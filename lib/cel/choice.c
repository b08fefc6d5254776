/*
 * choice.c -- one fact that may equal one constant or another: `x == 'a' || x ==
 * 'b'` becomes `x in ['a', 'b']`, which is one test, and which an index can
 * stand for.
 *
 * Only tests that cannot fail are joined, so that neither the value nor an
 * error of the whole depends on it.
 */
#include "cel/ast.h"
#include "cel/value.h"

/* A fact, an element of a loop, or a field of one: what can be named again. */
static bool
is_subject(const loy__cel_node *node)
{
    while (node->kind == LOY__N_FIELD)
        node = node->args[0];
    return node->kind == LOY__N_SLOT || node->kind == LOY__N_LOCAL;
}

/* Whether two of them are the same one. */
static bool
same_subject(const loy__cel_node *a, const loy__cel_node *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case LOY__N_SLOT:
        return a->slot == b->slot;
    case LOY__N_LOCAL:
        return a->locals[0] == b->locals[0];
    case LOY__N_FIELD:
        return a->slot == b->slot && same_subject(a->args[0], b->args[0]);
    default:
        return false;
    }
}

#define NOT_COMPARED UINT32_MAX

/* The kind of values that a fact has whose choices are joined. */
static uint32_t
kind_of(const loy__cel_node *subject)
{
    switch (loy__cel_type_known(subject->type)->kind) {
    case LOY__T_BOOL:
        return LOY__CEL_BOOL;
    case LOY__T_INT:
        return LOY__CEL_INT;
    case LOY__T_STRING:
        return LOY__CEL_STRING;
    default:
        return NOT_COMPARED;
    }
}

/* A fact that equals one of some constants. */
typedef struct choice {
    loy__cel_node *subject;
    const loy__cel_value *values;
    uint32_t count;
} choice;

static bool
read_choice(const loy__cel_node *node, choice *out)
{
    loy__cel_node *constant;

    if (node->kind != LOY__N_CHAIN || node->count != 2)
        return false;
    out->subject = node->args[0];
    constant = node->args[1];
    if (node->ops[0] == LOY__OP_EQ && out->subject->kind == LOY__N_LITERAL) {
        out->subject = node->args[1];
        constant = node->args[0];
    }
    if (constant->kind != LOY__N_LITERAL || kind_of(out->subject) == NOT_COMPARED ||
        !is_subject(out->subject))
        return false;
    out->values = &constant->value;
    out->count = 1;
    if (node->ops[0] == LOY__OP_IN && loy__cel_kind(constant->value) == LOY__CEL_LIST) {
        out->values = constant->value.as.items;
        out->count = constant->value.size;
    } else if (node->ops[0] != LOY__OP_EQ) {
        return false;
    }
    for (uint32_t i = 0; i < out->count; i++)
        if (loy__cel_kind(out->values[i]) != kind_of(out->subject))
            return false;
    return true;
}

/* Moves the choices of one fact, from operand `first` on, to the front of those
 * that are left, and gives their number and that of their constants. */
static uint32_t
gather(loy__cel_node *node, uint32_t first, const loy__cel_node *subject, uint32_t *values)
{
    uint32_t found = 0;
    choice own;

    *values = 0;
    for (uint32_t i = first; i < node->count; i++) {
        loy__cel_node *operand = node->args[i];

        if (!read_choice(operand, &own) || !same_subject(own.subject, subject))
            continue;
        for (uint32_t k = i; k > first + found; k--)
            node->args[k] = node->args[k - 1];
        node->args[first + found++] = operand;
        *values += own.count;
    }
    return found;
}

/* All constants of some choices, as a list. */
static loy__cel_node *
join_values(loy__cel_job *job, loy__cel_node *const *choices, uint32_t count, uint32_t total)
{
    loy__cel_value *values = loy__cel_job_alloc(job, total * sizeof(*values));
    loy__cel_node *list =
        loy__cel_node_new(job, LOY__N_LITERAL, choices[0]->begin, choices[count - 1]->end);
    uint32_t filled = 0;
    choice own = {0};

    if (values == NULL || list == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        read_choice(choices[i], &own);
        for (uint32_t k = 0; k < own.count; k++)
            values[filled++] = own.values[k];
    }
    list->value = (loy__cel_value){.as.items = values, .size = total, .tag = LOY__CEL_LIST};
    list->type = loy__cel_type_of(job, LOY__T_LIST, own.subject->type, NULL);
    return list->type != NULL ? list : NULL;
}

/* Makes the operand `at` of the OR the test for all choices of its fact. */
static void
join(loy__cel_job *job, loy__cel_node *node, uint32_t at, const choice *first)
{
    loy__cel_node *subject = first->subject, *joined = node->args[at], *list;
    uint32_t total, count = gather(node, at, subject, &total);

    if (count < 2 || (list = join_values(job, &node->args[at], count, total)) == NULL)
        return;
    joined->args[0] = subject;
    joined->args[1] = list;
    joined->ops[0] = LOY__OP_IN;
    joined->steps[0] = subject->type;
    for (uint32_t i = at + count; i < node->count; i++)
        node->args[i - count + 1] = node->args[i];
    node->count -= count - 1;
}

void
loy__cel_choose(loy__cel_job *job, loy__cel_node **at)
{
    loy__cel_node *node = *at;
    choice first;

    for (uint32_t i = 0; i < node->count; i++)
        if (read_choice(node->args[i], &first))
            join(job, node, i, &first);
    if (node->count > 1)
        return;
    node->args[0]->begin = node->begin;
    node->args[0]->end = node->end;
    *at = node->args[0];
}
