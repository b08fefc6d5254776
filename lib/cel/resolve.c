/*
 * resolve.c -- what names mean: locals of macros, declared facts with dots in
 * their names, fields of objects, types.
 *
 * A chain a.b.c is resolved as a whole: the longest declared name that it
 * begins with is the fact, the rest are fields.
 */
#include "cel/check.h"

#include <string.h>

#define MAX_PATH 64
#define MAX_DOTTED 256

/* A chain of selections, outermost last: nodes[i] adds names[i]. */
typedef struct path {
    loy__cel_node *nodes[MAX_PATH];
    uint32_t count;
} path;

loy__cel_local *
loy__cel_local_find(const loy__cel_checker *c, const char *name, uint32_t size)
{
    for (const loy__cel_local *local = c->scope; local != NULL; local = local->outer)
        if (loy__text_equal(local->name, local->size, name, size))
            return (loy__cel_local *)(uintptr_t)local;
    return NULL;
}

bool
loy__cel_dotted(const loy__cel_node *node, char *out, size_t capacity)
{
    size_t used = 0;

    if (node->kind == LOY__N_SELECT) {
        if ((node->flags & LOY__F_OPTIONAL) != 0 || !loy__cel_dotted(node->args[0], out, capacity))
            return false;
        used = strlen(out);
        if (used + 1 < capacity)
            out[used++] = '.';
    } else if (node->kind != LOY__N_NAME) {
        return false;
    }
    if (used + node->name_size + 1 > capacity)
        return false;
    memcpy(out + used, node->name, node->name_size);
    out[used + node->name_size] = '\0';
    return true;
}

static const loy__cel_typed *
select_member(loy__cel_checker *c, loy__cel_node *node, const loy__cel_typed *base)
{
    char text[96];

    base = loy__cel_type_known(base);
    if (base->kind == LOY__T_MAP)
        return base->params[1];
    if (base->kind != LOY__T_DYN && base->kind != LOY__T_PARAM && !c->lenient) {
        loy__cel_type_write(text, sizeof(text), base);
        LOY__CEL_FAULT(c->job, node->at, "%s has no field `%.*s`", text, (int)node->name_size,
                       node->name);
        if (base->kind == LOY__T_LIST)
            LOY__CEL_HINT(c->job, node->at, "for each element write .exists(l, l.%.*s ...)",
                          (int)node->name_size, node->name);
    }
    return loy__cel_type_simple(LOY__T_DYN);
}

/* nodes[at] selects from something whose type is known: a map or an optional. */
static const loy__cel_typed *
select_plain(loy__cel_checker *c, loy__cel_node *node, const loy__cel_typed *base)
{
    bool optional = (node->flags & LOY__F_OPTIONAL) != 0;
    const loy__cel_typed *type;

    base = loy__cel_type_known(base);
    if (base->kind == LOY__T_OPTIONAL) {
        optional = true;
        base = base->params[0];
    }
    type = select_member(c, node, base);
    if (node->kind == LOY__N_HAS)
        return loy__cel_type_simple(LOY__T_BOOL);
    return optional ? loy__cel_type_of(c->job, LOY__T_OPTIONAL, type, NULL) : type;
}

/* Joins the names of nodes first..last with dots. 0 when they are too long or not only
 * names; then `out` holds those before. */
static uint32_t
join_names(const path *p, uint32_t first, uint32_t last, const char *prefix, char *out)
{
    size_t size = strlen(prefix);

    out[0] = '\0';
    if (size >= MAX_DOTTED)
        return 0;
    memcpy(out, prefix, size);
    for (uint32_t i = first; i <= last; i++) {
        const loy__cel_node *node = p->nodes[i];

        if (size + node->name_size + 2 > MAX_DOTTED || (node->flags & LOY__F_OPTIONAL) != 0) {
            out[size] = '\0';
            return 0;
        }
        if (size != 0)
            out[size++] = '.';
        memcpy(out + size, node->name, node->name_size);
        size += node->name_size;
    }
    out[size] = '\0';
    return (uint32_t)size;
}

/* A name that stands for a type, e.g. int; the node becomes its literal. */
static bool
resolve_type(loy__cel_checker *c, loy__cel_node *node, const char *name, uint32_t size)
{
    const loy__cel_typed *type;
    const char *text;

    if (c->rules)
        return false;
    type = loy__cel_type_parse(c->job, name, size, NULL);
    if (type == NULL || type->kind == LOY__T_OBJECT || type->kind == LOY__T_DYN ||
        loy__text_equal(name, size, "null", 4))
        return false;
    text = loy__cel_type_name(type->kind);
    node->kind = LOY__N_LITERAL;
    node->count = 0;
    node->value =
        (loy__cel_value){.as.text = text, .size = (uint32_t)strlen(text), .tag = LOY__CEL_TYPE};
    node->type = loy__cel_type_of(c->job, LOY__T_TYPE, type, NULL);
    return true;
}

/* Makes nodes[last] the declared thing that names 0..last spell, if any. */
static bool
resolve_spelt(loy__cel_checker *c, path *p, uint32_t last, const char *container)
{
    char name[MAX_DOTTED];
    uint32_t size = join_names(p, 0, last, container, name);
    const loy__cel_variable *variable;
    loy__cel_node *node = p->nodes[last];

    if (size == 0)
        return false;
    variable = loy__cel_env_find(c->env, name, size);
    if (variable == NULL)
        return resolve_type(c, node, name, size);
    if (node->kind == LOY__N_HAS)
        return false;
    node->kind = LOY__N_SLOT;
    node->slot = variable->slot;
    node->unit = (uint8_t)variable->unit;
    node->type = variable->type;
    node->count = 0;
    return true;
}

/* Makes nodes[last] what names 0..last spell in the container or around it. */
static bool
resolve_around(loy__cel_checker *c, path *p, uint32_t last)
{
    char container[MAX_DOTTED], *dot;

    loy__format(container, sizeof(container), "%s",
                (p->nodes[0]->flags & LOY__F_ROOT) != 0 ? "" : c->env->container);
    while (!resolve_spelt(c, p, last, container)) {
        if (container[0] == '\0')
            return false;
        dot = strrchr(container, '.');
        *(dot != NULL ? dot : container) = '\0';
    }
    return true;
}

/* Finds the longest declared name that the path begins with; returns the index of the node
 * that it ends at, or count. */
static uint32_t
resolve_declared(loy__cel_checker *c, path *p)
{
    for (uint32_t last = p->count; last-- > 0;)
        if (resolve_around(c, p, last))
            return last;
    return p->count;
}

static const loy__cel_typed *
unknown_name(loy__cel_checker *c, const path *p)
{
    char name[MAX_DOTTED];
    const char *near;
    uint32_t last = p->count - 1;

    if (c->lenient)
        return loy__cel_raise(p->nodes[last], LOY__CEL_ERR_UNDECLARED);
    /* Name as much of the path as is known plus one. */
    for (uint32_t i = 0; i < last; i++) {
        uint32_t size = join_names(p, 0, i, "", name);

        if (!loy__cel_env_has_below(c->env, name, size)) {
            last = i;
            break;
        }
    }
    join_names(p, 0, p->count - 1, "", name);
    near = loy__cel_env_nearest(c->job, name, strlen(name));
    join_names(p, 0, last, "", name);
    if (near == NULL)
        near = loy__cel_env_nearest(c->job, name, strlen(name));
    if (name[0] == '\0')
        loy__format(name, sizeof(name), "%.*s...", MAX_PATH, p->nodes[0]->name);
    LOY__CEL_FAULT(c->job, p->nodes[0]->begin, "`%s` is not declared", name);
    if (near != NULL)
        LOY__CEL_HINT(c->job, p->nodes[0]->begin, "did you mean `%s`?", near);
    return loy__cel_type_simple(LOY__T_DYN);
}

/* Makes the longest run of names from `first` a field of an object; returns
 * the last node it took, or count after a fault. */
static uint32_t
resolve_field(loy__cel_checker *c, path *p, uint32_t first, const loy__cel_typed *base)
{
    const loy__cel_object *object = &c->env->objects[base->number];
    loy__cel_node *inner = p->nodes[first]->args[0];
    char name[MAX_DOTTED];
    const char *near;

    for (uint32_t last = p->count; last-- > first;) {
        uint32_t size = join_names(p, first, last, "", name);
        const loy__cel_variable *field = loy__cel_object_field(object, name, size);
        loy__cel_node *node = p->nodes[last];

        if (size == 0 || field == NULL)
            continue;
        if (node->kind == LOY__N_HAS) {
            /* A declared field is always there. */
            node->kind = LOY__N_LITERAL;
            node->count = 0;
            node->value = loy__cel_bool(true);
            node->type = loy__cel_type_simple(LOY__T_BOOL);
            return last;
        }
        node->kind = LOY__N_FIELD;
        node->args[0] = inner;
        node->slot = field->slot;
        node->unit = (uint8_t)field->unit;
        node->type = field->type;
        return last;
    }
    near =
        loy__cel_object_nearest(c->job, object, p->nodes[first]->name, p->nodes[first]->name_size);
    LOY__CEL_FAULT(c->job, p->nodes[first]->at, "%s has no field `%.*s`", object->name,
                   (int)p->nodes[first]->name_size, p->nodes[first]->name);
    if (near != NULL)
        LOY__CEL_HINT(c->job, p->nodes[first]->at, "did you mean `%s`?", near);
    return p->count;
}

/* The nodes of a chain of selections from the innermost; false when too long. */
static bool
collect(loy__cel_checker *c, loy__cel_node *node, path *p)
{
    loy__cel_node *at = node;

    for (p->count = 1; at->kind == LOY__N_SELECT || at->kind == LOY__N_HAS; p->count++)
        at = at->args[0];
    if (at->kind != LOY__N_NAME)
        p->count--;
    if (p->count > MAX_PATH) {
        LOY__CEL_FAULT(c->job, node->at, "more than %d names with dots in a row", MAX_PATH);
        return false;
    }
    at = node;
    for (uint32_t i = p->count; i-- > 0; at = i > 0 ? at->args[0] : at)
        p->nodes[i] = at;
    return true;
}

/* The head of a path: gives its type and how many nodes it took. */
static const loy__cel_typed *
resolve_head(loy__cel_checker *c, path *p, uint32_t *used)
{
    loy__cel_node *first = p->nodes[0];
    loy__cel_local *local;
    uint32_t last;

    if (first->kind != LOY__N_NAME) {
        *used = 0;
        return loy__cel_check_node(c, first->args[0]);
    }
    local =
        loy__cel_node_is_name(first) ? loy__cel_local_find(c, first->name, first->name_size) : NULL;
    if (local != NULL) {
        *used = 1;
        first->kind = LOY__N_LOCAL;
        first->locals[0] = local;
        first->unit = (uint8_t)local->unit;
        first->type = local->type;
        return local->type;
    }
    last = resolve_declared(c, p);
    *used = last + 1;
    if (last < p->count)
        return p->nodes[last]->type;
    *used = p->count;
    return unknown_name(c, p);
}

const loy__cel_typed *
loy__cel_resolve(loy__cel_checker *c, loy__cel_node *node)
{
    const loy__cel_typed *type;
    uint32_t at;
    path p;

    if (!collect(c, node, &p))
        return loy__cel_type_simple(LOY__T_DYN);
    type = resolve_head(c, &p, &at);
    while (at < p.count && c->job->result == LOY_OK) {
        type = loy__cel_type_known(type);
        if (type->kind == LOY__T_OBJECT) {
            at = resolve_field(c, &p, at, type);
            if (at < p.count)
                type = p.nodes[at]->type;
        } else {
            type = select_plain(c, p.nodes[at], type);
            p.nodes[at]->type = type;
        }
        at++;
    }
    return type;
}
