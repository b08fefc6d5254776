/*
 * check_call.c -- which overload a call means.
 */
#include "cel/check.h"

#include <string.h>

#define MAX_NAME 64

/* What is sought: a name, called as a method or not. */
typedef struct call {
    const char *name;
    uint32_t size;
    bool method;
} call;

static bool
is_named(const loy__cel_function *function, const call *sought)
{
    bool method = (function->flags & LOY__FN_METHOD) != 0;

    return (method == sought->method || (function->flags & LOY__FN_BOTH) != 0) &&
           loy__text_equal(function->name, strlen(function->name), sought->name, sought->size);
}

static bool
is_allowed(const loy__cel_checker *c, const loy__cel_function *function)
{
    return (function->flags & (c->rules ? LOY__FN_RULES : LOY__FN_PLAIN)) != 0;
}

/* Turns `math.abs(x)`, read as a method of `math`, into a call of "math.abs"
 * when there is such a function. */
static bool
qualify(loy__cel_node *node)
{
    char name[MAX_NAME];
    uint32_t count;
    const loy__cel_function *functions = loy__cel_functions(&count);
    call sought = {.name = name};
    size_t size;

    if ((node->flags & LOY__F_METHOD) == 0 || !loy__cel_dotted(node->args[0], name, sizeof(name)))
        return false;
    size = strlen(name);
    if (size + 1 + node->name_size + 1 > sizeof(name))
        return false;
    name[size] = '.';
    memcpy(name + size + 1, node->name, node->name_size);
    sought.size = (uint32_t)(size + 1 + node->name_size);
    for (uint32_t i = 0; i < count; i++) {
        if (!is_named(&functions[i], &sought))
            continue;
        node->name = functions[i].name;
        node->name_size = sought.size;
        node->flags &= (uint8_t)~LOY__F_METHOD;
        node->args++;
        node->count--;
        return true;
    }
    return false;
}

/* Parses the next of a list of types with commas between them. */
static const loy__cel_typed *
next_param(loy__cel_checker *c, const char **text, loy__cel_params *params)
{
    const char *begin = *text, *end = begin;
    uint32_t depth = 0;

    for (; *end != '\0' && (*end != ',' || depth != 0); end++) {
        if (*end == '(')
            depth++;
        else if (*end == ')')
            depth--;
    }
    *text = *end == ',' ? end + 1 : end;
    return loy__cel_type_parse(c->job, begin, (size_t)(end - begin), params);
}

static bool
is_open(const loy__cel_typed *type)
{
    type = loy__cel_type_known(type);
    return type->kind == LOY__T_DYN || (type->params[0] != NULL && is_open(type->params[0])) ||
           (type->params[1] != NULL && is_open(type->params[1]));
}

/* Whether more than one overload may fit at run time. */
static bool
any_open(const loy__cel_node *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        if (is_open(node->args[i]->type))
            return true;
    return false;
}

/* Whether an argument fits as far as its kind goes, which is all that unchecked code asks. */
static bool
fits_roughly(const loy__cel_typed *want, const loy__cel_typed *given)
{
    loy__cel_trail trail = {.count = 0};
    bool open;

    want = loy__cel_type_known(want);
    given = loy__cel_type_known(given);
    open = want->kind == LOY__T_PARAM || given->kind == LOY__T_PARAM;
    return open || want->kind == given->kind || loy__cel_type_accepts(&trail, want, given);
}

/* Whether the arguments fit an overload; gives its result. Where types are not known, a
 * parameter that two arguments share may stand for two. */
static const loy__cel_typed *
match(loy__cel_checker *c, const loy__cel_node *node, const loy__cel_function *function)
{
    loy__cel_params params = {{NULL}}, unknown = {{NULL}};
    bool open = c->lenient || any_open(node);
    const char *text = function->params;
    const loy__cel_typed *want = NULL, *result;
    uint32_t mark = c->trail.count;

    for (uint32_t i = 0; i < node->count; i++) {
        const loy__cel_typed *given = node->args[i]->type;

        if (*text != '\0')
            want = next_param(c, &text, &params);
        else if ((function->flags & LOY__FN_MANY) == 0)
            want = NULL;
        if (want == NULL || !(c->lenient ? fits_roughly(want, given)
                                         : loy__cel_type_accepts(&c->trail, want, given))) {
            loy__cel_trail_undo(&c->trail, mark);
            return NULL;
        }
    }
    if (*text != '\0' || (node->count == 0 && function->params[0] != '\0')) {
        loy__cel_trail_undo(&c->trail, mark);
        return NULL;
    }
    c->trail.count = mark;
    result = loy__cel_type_parse(c->job, function->result, strlen(function->result),
                                 open ? &unknown : &params);
    if (result == NULL)
        return loy__cel_type_simple(LOY__T_DYN);
    return open ? loy__cel_type_final(c->job, result) : result;
}

static const loy__cel_typed *
unknown_function(loy__cel_checker *c, loy__cel_node *node, const loy__cel_function *elsewhere)
{
    uint32_t count, found = 0;
    const loy__cel_function *functions = loy__cel_functions(&count);
    const char *candidates[256], *near;

    if (c->lenient)
        return loy__cel_raise(node, LOY__CEL_ERR_OVERLOAD);
    if (elsewhere != NULL) {
        LOY__CEL_FAULT(c->job, node->at, "%.*s() is not part of the %s", (int)node->name_size,
                       node->name, c->rules ? "loyalty profile" : "plain language");
        if (c->rules && strcmp(elsewhere->name, "dyn") == 0)
            LOY__CEL_HINT(c->job, node->at, "every expression is checked: leave dyn() out");
        return loy__cel_type_simple(LOY__T_DYN);
    }
    for (uint32_t i = 0; i < count && found < 256; i++)
        if (is_allowed(c, &functions[i]))
            candidates[found++] = functions[i].name;
    near = loy__nearest(node->name, node->name_size, candidates, found);
    LOY__CEL_FAULT(c->job, node->at, "there is no function `%.*s`", (int)node->name_size,
                   node->name);
    if (near != NULL)
        LOY__CEL_HINT(c->job, node->at, "did you mean `%s`?", near);
    return loy__cel_type_simple(LOY__T_DYN);
}

static const loy__cel_typed *
wrong_arguments(loy__cel_checker *c, loy__cel_node *node, const loy__cel_function *known)
{
    bool method = (node->flags & LOY__F_METHOD) != 0;
    char given[160] = "", type[96], before[160];

    if (c->lenient)
        return loy__cel_raise(node, LOY__CEL_ERR_OVERLOAD);
    for (uint32_t i = 0; i < node->count; i++) {
        loy__cel_type_write(type, sizeof(type), node->args[i]->type);
        memcpy(before, given, sizeof(before));
        loy__format(given, sizeof(given), "%s%s%s", before, i == 0 ? "" : ", ", type);
    }
    LOY__CEL_FAULT(c->job, node->at, "%.*s() cannot take (%s)", (int)node->name_size, node->name,
                   given);
    if (method)
        LOY__CEL_HINT(c->job, node->at, "its receiver and arguments are (%s)", known->params);
    else
        LOY__CEL_HINT(c->job, node->at, "its arguments are (%s)", known->params);
    return loy__cel_type_simple(LOY__T_DYN);
}

/* Compiled as a loop over its argument: sum(), spend(), and size() where that
 * saves building a list or marks rows. */
static void
make_loop(loy__cel_node *node, uint32_t loop)
{
    const loy__cel_node *range = node->args[0];
    const loy__cel_typed *type = loy__cel_type_known(range->type);
    bool rows =
        type->kind == LOY__T_LIST && loy__cel_type_known(type->params[0])->kind == LOY__T_OBJECT;

    if (loop == LOY__LOOP_SIZE && range->kind != LOY__N_LOOP && !rows)
        return;
    node->kind = LOY__N_LOOP;
    node->op = (uint8_t)loop;
}

static const loy__cel_typed *
resolve_overload(loy__cel_checker *c, loy__cel_node *node, const call *sought)
{
    uint32_t count;
    const loy__cel_function *functions = loy__cel_functions(&count), *known = NULL, *chosen = NULL,
                            *elsewhere = NULL;
    const loy__cel_typed *type = NULL;

    for (uint32_t i = 0; i < count; i++) {
        const loy__cel_typed *result;

        if (!is_named(&functions[i], sought))
            continue;
        elsewhere = &functions[i];
        if (!is_allowed(c, &functions[i]))
            continue;
        if (known == NULL)
            known = &functions[i];
        if (chosen != NULL && !any_open(node))
            break;
        result = match(c, node, &functions[i]);
        if (result == NULL)
            continue;
        type = chosen == NULL || loy__cel_type_same(type, result)
                   ? result
                   : loy__cel_type_simple(LOY__T_DYN);
        chosen = &functions[i];
    }
    if (known == NULL)
        return unknown_function(c, node, elsewhere);
    if (chosen == NULL)
        return wrong_arguments(c, node, known);
    if (c->rules && !loy__cel_profile_call(c, node, chosen))
        return node->type;
    node->slot = (uint32_t)(chosen - functions);
    if (any_open(node))
        node->flags |= LOY__F_OPEN;
    if (chosen->loop != 0)
        make_loop(node, chosen->loop);
    return type;
}

const loy__cel_typed *
loy__cel_check_call(loy__cel_checker *c, loy__cel_node *node)
{
    bool local = (node->flags & LOY__F_METHOD) != 0 && loy__cel_node_is_name(node->args[0]) &&
                 loy__cel_local_find(c, node->args[0]->name, node->args[0]->name_size) != NULL;
    call sought;

    if (!local)
        qualify(node);
    sought = (call){node->name, node->name_size, (node->flags & LOY__F_METHOD) != 0};
    if (c->rules && !sought.method && loy__text_equal(sought.name, sought.size, "money", 5))
        return loy__cel_profile_money(c, node);
    for (uint32_t i = 0; i < node->count; i++)
        loy__cel_check_node(c, node->args[i]);
    if (c->job->result != LOY_OK)
        return loy__cel_type_simple(LOY__T_DYN);
    return resolve_overload(c, node, &sought);
}
