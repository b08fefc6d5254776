/*
 * cel_model_make.c -- drawing trees. The first choice of each kind is a leaf,
 * so that a source of nothing but zeros ends every tree.
 */
#include <string.h>

#include "base/macros.h"
#include "kit/cel_model.h"

enum { DEEPEST = 6 };

static cel_model_node *make(cel_model *m, cel_model_type type, uint32_t depth);

static uint64_t
draw(cel_model *m, uint64_t below)
{
    return m->draw(m->context, below);
}

/* A node, or when there is no room the last one, as a leaf that is of no use. */
static cel_model_node *
add(cel_model *m, cel_model_kind kind, cel_model_type type, int64_t number)
{
    cel_model_node *node =
        &m->nodes[m->node_count < CEL_MODEL_NODES ? m->node_count : CEL_MODEL_NODES - 1];

    if (m->node_count < CEL_MODEL_NODES)
        m->node_count++;
    *node = (cel_model_node){.kind = kind, .type = type, .number = number};
    return node;
}

static cel_model_node *
with(cel_model_node *node, cel_model_node *a, cel_model_node *b, cel_model_node *c)
{
    node->args[0] = a;
    node->args[1] = b;
    node->args[2] = c;
    node->count = c != NULL ? 3 : b != NULL ? 2 : a != NULL ? 1 : 0;
    return node;
}

/* ---- Leaves ---- */

/* A name in scope that means something of a type, or NULL. */
static cel_model_node *
make_local(cel_model *m, cel_model_type type)
{
    uint32_t fits[CEL_MODEL_SCOPES], count = 0;
    cel_model_node *node;

    for (uint32_t i = 0; i < m->scope_count; i++) {
        bool hidden = m->scopes[i].type != type;

        for (uint32_t k = i + 1; k < m->scope_count; k++)
            hidden = hidden || m->scopes[k].name == m->scopes[i].name;
        if (!hidden)
            fits[count++] = i;
    }
    if (count == 0)
        return NULL;
    node = add(m, CEL_MODEL_LOCAL, type, fits[draw(m, count)]);
    node->name = m->scopes[node->number].name;
    return node;
}

static cel_model_node *
make_constant(cel_model *m, cel_model_type type)
{
    cel_model_node *node = add(m, CEL_MODEL_CONSTANT, type, 0);

    if (type == CEL_MODEL_INT)
        node->number = cel_model_number(m);
    else if (type == CEL_MODEL_BOOL)
        node->number = (int64_t)draw(m, 2);
    else
        node->text = cel_model_text(m);
    return node;
}

static cel_model_node *
make_fact(cel_model *m, cel_model_type type)
{
    enum { TEXTS = CEL_MODEL_INTS + CEL_MODEL_BOOLS, CODES = TEXTS + CEL_MODEL_TEXTS };

    switch (type) {
    case CEL_MODEL_INT:
        return add(m, CEL_MODEL_FACT, type, (int64_t)draw(m, CEL_MODEL_INTS));
    case CEL_MODEL_BOOL:
        return add(m, CEL_MODEL_FACT, type, CEL_MODEL_INTS + (int64_t)draw(m, CEL_MODEL_BOOLS));
    case CEL_MODEL_TEXT:
        return add(m, CEL_MODEL_FACT, type, TEXTS + (int64_t)draw(m, CEL_MODEL_TEXTS));
    case CEL_MODEL_TEXT_LIST:
        return add(m, CEL_MODEL_FACT, type, CODES);
    default:
        return add(m, CEL_MODEL_FACT, CEL_MODEL_LINE_LIST, CODES + 1 + (int64_t)draw(m, 2));
    }
}

static cel_model_node *
make_field(cel_model *m, cel_model_type type, uint32_t depth)
{
    uint32_t field = type == CEL_MODEL_TEXT_LIST ? CEL_MODEL_TAGS : (uint32_t)draw(m, 2);

    if (type == CEL_MODEL_INT)
        field += CEL_MODEL_AMOUNT;
    return with(add(m, CEL_MODEL_FIELD, type, field), make(m, CEL_MODEL_LINE, depth), NULL, NULL);
}

static cel_model_node *
make_leaf(cel_model *m, cel_model_type type)
{
    uint64_t choice = draw(m, 4);
    cel_model_node *node = NULL;

    if (type == CEL_MODEL_LINE) {
        node = make_local(m, type);
        return node != NULL
                   ? node
                   : with(add(m, CEL_MODEL_INDEX, type, 0), make_fact(m, CEL_MODEL_LINE_LIST),
                          add(m, CEL_MODEL_CONSTANT, CEL_MODEL_INT, 0), NULL);
    }
    if (choice == 1 && type <= CEL_MODEL_TEXT)
        return make_constant(m, type);
    if (choice >= 2)
        node = make_local(m, type);
    if (node == NULL && choice == 3 && type != CEL_MODEL_BOOL && type != CEL_MODEL_INT_LIST &&
        type != CEL_MODEL_LINE_LIST)
        node = make_field(m, type, 0);
    if (node == NULL && type == CEL_MODEL_INT_LIST)
        return with(add(m, CEL_MODEL_LIST, type, 0), make_fact(m, CEL_MODEL_INT),
                    make_constant(m, CEL_MODEL_INT), NULL);
    return node != NULL ? node : make_fact(m, type);
}

/* ---- Loops and names ---- */

static cel_model_type
element_of(cel_model_type list)
{
    return list == CEL_MODEL_INT_LIST    ? CEL_MODEL_INT
           : list == CEL_MODEL_TEXT_LIST ? CEL_MODEL_TEXT
                                         : CEL_MODEL_LINE;
}

static bool
open_scope(cel_model *m, cel_model_node *node, cel_model_type type)
{
    if (m->scope_count == CEL_MODEL_SCOPES)
        return false;
    node->scope = m->scope_count;
    node->name = (uint32_t)draw(m, 3);
    m->scopes[m->scope_count].name = node->name;
    m->scopes[m->scope_count++].type = type;
    return true;
}

static cel_model_node *
make_loop(cel_model *m, uint32_t loop, cel_model_type type, cel_model_type range, uint32_t depth)
{
    cel_model_node *node = add(m, CEL_MODEL_LOOP, type, loop);
    cel_model_type body = loop < CEL_MODEL_MAP ? CEL_MODEL_BOOL : element_of(type);

    with(node, make(m, range, depth), NULL, NULL);
    if (!open_scope(m, node, element_of(range)))
        return make_leaf(m, type);
    if (loop == CEL_MODEL_MAP_IF)
        with(node, node->args[0], make(m, CEL_MODEL_BOOL, depth), make(m, body, depth));
    else
        with(node, node->args[0], make(m, body, depth), NULL);
    m->scope_count--;
    return node;
}

static cel_model_type
draw_list_type(cel_model *m)
{
    static const cel_model_type types[] = {CEL_MODEL_LINE_LIST, CEL_MODEL_LINE_LIST,
                                           CEL_MODEL_TEXT_LIST, CEL_MODEL_INT_LIST};

    return types[draw(m, LOY_COUNT(types))];
}

static cel_model_node *
make_binding(cel_model *m, cel_model_type type, uint32_t depth)
{
    cel_model_type of = (cel_model_type)draw(m, CEL_MODEL_LINE_LIST + 1);
    cel_model_node *node = add(m, CEL_MODEL_BINDING, type, 0), *value = make(m, of, depth);

    if (!open_scope(m, node, of))
        return make_leaf(m, type);
    with(node, value, make(m, type, depth), NULL);
    m->scope_count--;
    return node;
}

static cel_model_node *
make_call(cel_model *m, uint32_t call, cel_model_type type, cel_model_type a, cel_model_type b,
          uint32_t depth)
{
    cel_model_node *first = make(m, a, depth), *second = make(m, b, depth);

    return with(add(m, CEL_MODEL_CALL, type, call), first, second, NULL);
}

static cel_model_node *
make_call_of_one(cel_model *m, uint32_t call, cel_model_type type, cel_model_type a, uint32_t depth)
{
    return with(add(m, CEL_MODEL_CALL, type, call), make(m, a, depth), NULL, NULL);
}

static cel_model_node *
make_operator(cel_model *m, char letter, cel_model_type type, cel_model_type of, uint32_t depth)
{
    cel_model_node *a = make(m, of, depth), *b = make(m, of, depth);

    return with(add(m, CEL_MODEL_OPERATOR, type, letter), a, b, NULL);
}

/* What every type has: a choice of 0 .. 2. */
static cel_model_node *
make_common(cel_model *m, cel_model_type type, uint64_t choice, uint32_t depth)
{
    if (choice == 0)
        return with(add(m, CEL_MODEL_CONDITION, type, 0), make(m, CEL_MODEL_BOOL, depth),
                    make(m, type, depth), make(m, type, depth));
    if (choice == 1)
        return make_binding(m, type, depth);
    return make_leaf(m, type);
}

/* ---- By type ---- */

static cel_model_node *
make_profile_int(cel_model *m, uint64_t choice, uint32_t depth)
{
    const cel_model_type n = CEL_MODEL_INT;

    switch (choice) {
    case 0:
        return make_call_of_one(m, CEL_MODEL_SPEND, n, CEL_MODEL_LINE_LIST, depth);
    case 1:
        return make_call_of_one(m, CEL_MODEL_SUM, n, CEL_MODEL_INT_LIST, depth);
    case 2:
        return make_call_of_one(m, CEL_MODEL_MIN, n, CEL_MODEL_INT_LIST, depth);
    case 3:
        return make_call_of_one(m, CEL_MODEL_MAX, n, CEL_MODEL_INT_LIST, depth);
    case 4:
        return make_call(m, CEL_MODEL_PER, n, n, n, depth);
    default: {
        uint32_t call = CEL_MODEL_MUL_DIV + (uint32_t)draw(m, 4);
        cel_model_node *a = make(m, n, depth), *b = make(m, n, depth), *c = make(m, n, depth);

        return with(add(m, CEL_MODEL_CALL, n, call), a, b, c);
    }
    }
}

static cel_model_node *
make_int(cel_model *m, uint32_t depth)
{
    const cel_model_type n = CEL_MODEL_INT;
    uint64_t choice = draw(m, m->plain ? 16 : 22);

    if (choice < 2)
        return make_leaf(m, n);
    if (choice < 7)
        return make_operator(m, "+-*/%"[choice - 2], n, n, depth);
    switch (choice) {
    case 7:
        return make_field(m, n, depth);
    case 8:
        return with(add(m, CEL_MODEL_NEGATE, n, 0), make(m, n, depth), NULL, NULL);
    case 9:
        return make_call(m, CEL_MODEL_GREATEST + (uint32_t)draw(m, 2), n, n, n, depth);
    case 10:
        return make_call_of_one(m, CEL_MODEL_ABS, n, n, depth);
    case 11:
        return make_call_of_one(m, CEL_MODEL_SIZE, n, CEL_MODEL_TEXT, depth);
    case 12:
        return make_call_of_one(m, CEL_MODEL_SIZE, n, draw_list_type(m), depth);
    case 13:
        return with(add(m, CEL_MODEL_INDEX, n, 0), make(m, CEL_MODEL_INT_LIST, depth),
                    make(m, n, depth), NULL);
    case 14:
    case 15:
        return make_common(m, n, choice - 14, depth);
    default:
        return make_profile_int(m, choice - 16, depth);
    }
}

/* One of the types that have an equality. */
static cel_model_type
draw_comparable(cel_model *m)
{
    return (cel_model_type)draw(m, CEL_MODEL_TEXT_LIST + 1);
}

static cel_model_node *
make_membership(cel_model *m, uint32_t depth)
{
    bool texts = draw(m, 2) == 0;
    cel_model_node *a = make(m, texts ? CEL_MODEL_TEXT : CEL_MODEL_INT, depth);
    cel_model_node *b = make(m, texts ? CEL_MODEL_TEXT_LIST : CEL_MODEL_INT_LIST, depth);

    return with(add(m, CEL_MODEL_OPERATOR, CEL_MODEL_BOOL, 'n'), a, b, NULL);
}

static cel_model_node *
make_bool(cel_model *m, uint32_t depth)
{
    const cel_model_type b = CEL_MODEL_BOOL, t = CEL_MODEL_TEXT;
    uint64_t choice = draw(m, m->plain ? 17 : 19);

    if (choice < 1)
        return make_leaf(m, b);
    if (choice < 5)
        return make_operator(m, "<>{}"[choice - 1], b, draw(m, 3) == 0 ? t : CEL_MODEL_INT, depth);
    if (choice < 7)
        return make_operator(m, "=#"[choice - 5], b, draw_comparable(m), depth);
    if (choice < 11)
        return make_operator(m, "&|&|"[choice - 7], b, b, depth);
    switch (choice) {
    case 11:
        return with(add(m, CEL_MODEL_NOT, b, 0), make(m, b, depth), NULL, NULL);
    case 12:
        return make_membership(m, depth);
    case 13:
        return make_call(m, CEL_MODEL_STARTS + (uint32_t)draw(m, 3), b, t, t, depth);
    case 14:
    case 17:
        return make_loop(m, (uint32_t)draw(m, CEL_MODEL_EXISTS_ONE + 1), b, draw_list_type(m),
                         depth);
    case 15:
    case 16:
        return make_common(m, b, choice - 15, depth);
    default:
        return make_call(m, CEL_MODEL_UNDER, b, t, t, depth);
    }
}

static cel_model_node *
make_text(cel_model *m, uint32_t depth)
{
    const cel_model_type t = CEL_MODEL_TEXT;
    uint64_t choice = draw(m, m->plain ? 7 : 9);

    switch (choice) {
    case 1:
    case 2:
        return make_field(m, t, depth);
    case 3:
        return make_operator(m, '+', t, t, depth);
    case 4:
        return with(add(m, CEL_MODEL_INDEX, t, 0), make(m, CEL_MODEL_TEXT_LIST, depth),
                    make(m, CEL_MODEL_INT, depth), NULL);
    case 5:
    case 6:
        return make_common(m, t, choice - 5, depth);
    case 7:
    case 8:
        return make_call_of_one(m, CEL_MODEL_LOWER + (uint32_t)(choice - 7), t, t, depth);
    default:
        return make_leaf(m, t);
    }
}

static cel_model_node *
make_list(cel_model *m, cel_model_type type, uint32_t depth)
{
    uint64_t choice = draw(m, 8);
    cel_model_node *a;

    if (choice == 1 || (choice == 2 && type == CEL_MODEL_LINE_LIST))
        return make_loop(m, CEL_MODEL_FILTER, type, type, depth);
    if (choice == 2)
        return make_loop(m, CEL_MODEL_MAP, type, draw_list_type(m), depth);
    if (choice == 3)
        return make_loop(m, CEL_MODEL_MAP_IF, type, draw_list_type(m), depth);
    if (choice == 4 && type != CEL_MODEL_LINE_LIST)
        return make_operator(m, '+', type, type, depth);
    if (choice == 5 && type != CEL_MODEL_LINE_LIST) {
        a = make(m, element_of(type), depth);
        return with(add(m, CEL_MODEL_LIST, type, 0), a, make(m, element_of(type), depth), NULL);
    }
    if (choice == 6 || choice == 7)
        return make_common(m, type, choice - 6, depth);
    return make_leaf(m, type);
}

static cel_model_node *
make(cel_model *m, cel_model_type type, uint32_t depth)
{
    if (depth == 0 || m->node_count > CEL_MODEL_NODES / 2)
        return make_leaf(m, type);
    switch (type) {
    case CEL_MODEL_INT:
        return make_int(m, depth - 1);
    case CEL_MODEL_BOOL:
        return make_bool(m, depth - 1);
    case CEL_MODEL_TEXT:
        return make_text(m, depth - 1);
    case CEL_MODEL_LINE:
        if (draw(m, 4) != 3)
            return make_leaf(m, type);
        return with(add(m, CEL_MODEL_INDEX, type, 0), make(m, CEL_MODEL_LINE_LIST, depth - 1),
                    make(m, CEL_MODEL_INT, depth - 1), NULL);
    default:
        return make_list(m, type, depth - 1);
    }
}

/* What marks the lines that it looks at. */
static cel_model_node *
make_marking(cel_model *m)
{
    uint32_t call = m->plain || draw(m, 2) == 0 ? CEL_MODEL_SIZE : CEL_MODEL_SPEND;

    return make_call_of_one(m, call, CEL_MODEL_INT, CEL_MODEL_LINE_LIST, DEEPEST - 1);
}

cel_model_node *
cel_model_make(cel_model *model, cel_model_type type)
{
    cel_model_node *root;

    model->node_count = 0;
    model->scope_count = 0;
    root = type == CEL_MODEL_INT && draw(model, 3) == 2 ? make_marking(model)
                                                        : make(model, type, DEEPEST);
    return model->node_count < CEL_MODEL_NODES && cel_model_print(model, root) ? root : NULL;
}
