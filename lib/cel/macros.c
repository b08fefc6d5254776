/*
 * macros.c -- calls that are not calls: has(), the loops over lists and maps,
 * cel.bind(), and optMap().
 *
 * They keep their shape as nodes of the tree, so that a pipeline of loops can
 * be compiled into one.
 */
#include "cel/ast.h"

#include <string.h>

static const struct {
    const char *name;
    uint8_t loop;
    uint8_t names;       /* how many names it introduces */
    uint8_t least, most; /* arguments beside the receiver */
} loops[] = {
    {"all", LOY__LOOP_ALL, 1, 2, 2},
    {"all", LOY__LOOP_ALL, 2, 3, 3},
    {"exists", LOY__LOOP_EXISTS, 1, 2, 2},
    {"exists", LOY__LOOP_EXISTS, 2, 3, 3},
    {"exists_one", LOY__LOOP_EXISTS_ONE, 1, 2, 2},
    {"existsOne", LOY__LOOP_EXISTS_ONE, 1, 2, 2},
    {"exists_one", LOY__LOOP_EXISTS_ONE, 2, 3, 3},
    {"existsOne", LOY__LOOP_EXISTS_ONE, 2, 3, 3},
    {"filter", LOY__LOOP_FILTER, 1, 2, 2},
    {"map", LOY__LOOP_MAP, 1, 2, 2},
    {"map", LOY__LOOP_MAP_IF, 1, 3, 3},
    {"transformList", LOY__LOOP_TO_LIST, 2, 3, 4},
    {"transformMap", LOY__LOOP_TO_MAP, 2, 3, 4},
    {"transformMapEntry", LOY__LOOP_TO_ENTRIES, 2, 3, 4},
};

static bool
is_called(const loy__cel_node *call, const char *name)
{
    return loy__text_equal(call->name, call->name_size, name, strlen(name));
}

/* A local for the name that argument `index` must be. */
static loy__cel_local *
introduce(loy__cel_job *job, const loy__cel_node *call, uint32_t index)
{
    const loy__cel_node *arg = call->args[index];
    loy__cel_local *local;

    if (!loy__cel_node_is_name(arg)) {
        LOY__CEL_FAULT(job, arg->begin, "%.*s() wants a name here, such as `l`",
                       (int)call->name_size, call->name);
        return NULL;
    }
    local = loy__cel_job_alloc(job, sizeof(*local));
    if (local != NULL) {
        local->name = arg->name;
        local->size = arg->name_size;
    }
    return local;
}

static loy__cel_node *
make_loop(loy__cel_job *job, loy__cel_node *call, size_t which)
{
    uint32_t names = loops[which].names, count = call->count - names;
    loy__cel_node *node = loy__cel_node_new(job, LOY__N_LOOP, call->begin, call->end), *args[3];

    if (node == NULL)
        return NULL;
    node->op = loops[which].loop;
    node->at = call->at;
    node->name = call->name;
    node->name_size = call->name_size;
    for (uint32_t i = 0; i < names; i++) {
        node->locals[i] = introduce(job, call, 1 + i);
        if (node->locals[i] == NULL)
            return NULL;
    }
    if (names == 2 && loy__text_equal(node->locals[0]->name, node->locals[0]->size,
                                      node->locals[1]->name, node->locals[1]->size)) {
        LOY__CEL_FAULT(job, call->args[2]->begin, "the two names of %.*s() must differ",
                       (int)call->name_size, call->name);
        return NULL;
    }
    args[0] = call->args[0];
    for (uint32_t i = 1; i < count; i++)
        args[i] = call->args[i + names];
    return loy__cel_node_adopt(job, node, args, count) ? node : NULL;
}

static loy__cel_node *
make_has(loy__cel_job *job, loy__cel_node *call)
{
    loy__cel_node *arg = call->count == 1 ? call->args[0] : NULL;

    if (arg == NULL || arg->kind != LOY__N_SELECT || (arg->flags & LOY__F_OPTIONAL) != 0) {
        LOY__CEL_FAULT(job, call->begin, "has() wants the field of something: has(x.name)");
        return NULL;
    }
    arg->kind = LOY__N_HAS;
    arg->begin = call->begin;
    arg->end = call->end;
    return arg;
}

static loy__cel_node *
make_bind(loy__cel_job *job, loy__cel_node *call)
{
    loy__cel_node *node;

    if (call->count != 4) {
        LOY__CEL_FAULT(job, call->at, "cel.bind() wants a name, its value and an expression");
        return NULL;
    }
    node = loy__cel_node_new(job, LOY__N_BIND, call->begin, call->end);
    if (node == NULL || !loy__cel_node_adopt(job, node, call->args + 2, 2))
        return NULL;
    node->at = call->at;
    node->locals[0] = introduce(job, call, 1);
    return node->locals[0] != NULL ? node : NULL;
}

/* ---- Optionals ---- */

static loy__cel_node *
make_call(loy__cel_job *job, const loy__cel_node *origin, const char *name, uint32_t flags,
          loy__cel_node *arg)
{
    loy__cel_node *node = loy__cel_node_new(job, LOY__N_CALL, origin->begin, origin->end);

    if (node == NULL || (arg == NULL && flags != 0) ||
        !loy__cel_node_adopt(job, node, &arg, arg != NULL ? 1 : 0))
        return NULL;
    node->at = origin->at;
    node->name = name;
    node->name_size = (uint32_t)strlen(name);
    node->flags = (uint8_t)flags;
    return node;
}

static loy__cel_node *
make_binding(loy__cel_job *job, const loy__cel_node *origin, loy__cel_local *local,
             loy__cel_node *value, loy__cel_node *body)
{
    loy__cel_node *node = loy__cel_node_new(job, LOY__N_BIND, origin->begin, origin->end);
    loy__cel_node *args[2] = {value, body};

    if (node == NULL || local == NULL || value == NULL || body == NULL ||
        !loy__cel_node_adopt(job, node, args, 2))
        return NULL;
    node->at = origin->at;
    node->locals[0] = local;
    return node;
}

/* The optional that optMap() is called on, under a name nobody can write. */
static loy__cel_node *
make_subject(loy__cel_job *job, const loy__cel_node *origin)
{
    loy__cel_node *node = loy__cel_node_new(job, LOY__N_NAME, origin->begin, origin->end);

    if (node != NULL) {
        node->name = "@";
        node->name_size = 1;
    }
    return node;
}

/* x.optMap(y, e): x.hasValue() ? optional.of(e with y = x.value()) : none;
 * optFlatMap() leaves out optional.of(). */
static loy__cel_node *
make_optional_map(loy__cel_job *job, loy__cel_node *call, bool flat)
{
    loy__cel_local *subject = loy__cel_job_alloc(job, sizeof(*subject));
    loy__cel_node *args[3], *node, *value;

    if (subject == NULL)
        return NULL;
    subject->name = "@";
    subject->size = 1;
    value = make_call(job, call, "value", LOY__F_METHOD, make_subject(job, call));
    args[0] = make_call(job, call, "hasValue", LOY__F_METHOD, make_subject(job, call));
    args[1] = make_binding(job, call, introduce(job, call, 1), value, call->args[2]);
    if (args[1] != NULL && !flat)
        args[1] = make_call(job, call, "optional.of", 0, args[1]);
    args[2] = make_call(job, call, "optional.none", 0, NULL);
    node = loy__cel_node_new(job, LOY__N_COND, call->begin, call->end);
    if (node == NULL || args[0] == NULL || args[1] == NULL || args[2] == NULL ||
        !loy__cel_node_adopt(job, node, args, 3))
        return NULL;
    node->at = call->at;
    return make_binding(job, call, subject, call->args[0], node);
}

static loy__cel_node *
wrong_count(loy__cel_job *job, const loy__cel_node *call)
{
    LOY__CEL_FAULT(job, call->at, "%.*s() wants a name and an expression", (int)call->name_size,
                   call->name);
    LOY__CEL_HINT(job, call->at, "write for example lines.%.*s(l, l.amount > 0)",
                  (int)call->name_size, call->name);
    return NULL;
}

loy__cel_node *
loy__cel_macro(loy__cel_job *job, loy__cel_node *call)
{
    bool known = false;

    if ((call->flags & LOY__F_METHOD) == 0)
        return is_called(call, "has") ? make_has(job, call) : call;
    if (is_called(call, "bind") && loy__cel_node_is_name(call->args[0]) &&
        is_called(call->args[0], "cel"))
        return make_bind(job, call);
    if (call->count == 3 && (is_called(call, "optMap") || is_called(call, "optFlatMap")))
        return make_optional_map(job, call, is_called(call, "optFlatMap"));
    for (size_t i = 0; i < sizeof(loops) / sizeof(loops[0]); i++) {
        if (!is_called(call, loops[i].name))
            continue;
        if (call->count - 1 >= loops[i].least && call->count - 1 <= loops[i].most)
            return make_loop(job, call, i);
        known = true;
    }
    return known ? wrong_count(job, call) : call;
}
