/*
 * types.c -- types with parameters: making, comparing, unifying, and the text
 * notation.
 */
#include "cel/env.h"

#include <string.h>

static const loy__cel_typed simple[] = {
    {.kind = LOY__T_DYN},      {.kind = LOY__T_NULL},  {.kind = LOY__T_BOOL},
    {.kind = LOY__T_INT},      {.kind = LOY__T_UINT},  {.kind = LOY__T_DOUBLE},
    {.kind = LOY__T_STRING},   {.kind = LOY__T_BYTES}, {.kind = LOY__T_TIMESTAMP},
    {.kind = LOY__T_DURATION},
};

/* How the notation names each kind; the first is the one that is written. */
static const struct {
    const char *name;
    uint32_t kind;
    uint32_t params;
} names[] = {
    {"dyn", LOY__T_DYN, 0},
    {"null", LOY__T_NULL, 0},
    {"bool", LOY__T_BOOL, 0},
    {"int", LOY__T_INT, 0},
    {"uint", LOY__T_UINT, 0},
    {"double", LOY__T_DOUBLE, 0},
    {"string", LOY__T_STRING, 0},
    {"bytes", LOY__T_BYTES, 0},
    {"timestamp", LOY__T_TIMESTAMP, 0},
    {"duration", LOY__T_DURATION, 0},
    {"list", LOY__T_LIST, 1},
    {"map", LOY__T_MAP, 2},
    {"type", LOY__T_TYPE, 1},
    {"optional_type", LOY__T_OPTIONAL, 1},
    {"null_type", LOY__T_NULL, 0},
    {"google.protobuf.Timestamp", LOY__T_TIMESTAMP, 0},
    {"google.protobuf.Duration", LOY__T_DURATION, 0},
};

const loy__cel_typed *
loy__cel_type_simple(uint32_t kind)
{
    return &simple[kind];
}

const loy__cel_typed *
loy__cel_type_of(loy__cel_job *job, uint32_t kind, const loy__cel_typed *a, const loy__cel_typed *b)
{
    loy__cel_typed *type = loy__cel_job_alloc(job, sizeof(*type));

    if (type == NULL)
        return &simple[LOY__T_DYN];
    type->kind = kind;
    type->params[0] = a;
    type->params[1] = b;
    return type;
}

const loy__cel_typed *
loy__cel_type_variable(loy__cel_job *job)
{
    return loy__cel_type_of(job, LOY__T_PARAM, NULL, NULL);
}

const loy__cel_typed *
loy__cel_type_known(const loy__cel_typed *type)
{
    while (type->kind == LOY__T_PARAM && type->bound != NULL)
        type = type->bound;
    return type;
}

const loy__cel_typed *
loy__cel_type_final(loy__cel_job *job, const loy__cel_typed *type)
{
    const loy__cel_typed *a = NULL, *b = NULL;

    type = loy__cel_type_known(type);
    if (type->kind == LOY__T_PARAM)
        return &simple[LOY__T_DYN];
    if (type->params[0] != NULL)
        a = loy__cel_type_final(job, type->params[0]);
    if (type->params[1] != NULL)
        b = loy__cel_type_final(job, type->params[1]);
    if (a == type->params[0] && b == type->params[1])
        return type;
    return loy__cel_type_of(job, type->kind, a, b);
}

bool
loy__cel_type_same(const loy__cel_typed *a, const loy__cel_typed *b)
{
    a = loy__cel_type_known(a);
    b = loy__cel_type_known(b);
    if (a == b)
        return true;
    if (a->kind != b->kind || a->kind == LOY__T_PARAM)
        return false;
    if (a->kind == LOY__T_OBJECT)
        return a->number == b->number;
    for (uint32_t i = 0; i < 2; i++) {
        if ((a->params[i] == NULL) != (b->params[i] == NULL))
            return false;
        if (a->params[i] != NULL && !loy__cel_type_same(a->params[i], b->params[i]))
            return false;
    }
    return true;
}

void
loy__cel_trail_undo(loy__cel_trail *trail, uint32_t mark)
{
    while (trail->count > mark)
        trail->bound[--trail->count]->bound = NULL;
}

static bool
occurs(const loy__cel_typed *variable, const loy__cel_typed *type)
{
    type = loy__cel_type_known(type);
    if (type == variable)
        return true;
    return (type->params[0] != NULL && occurs(variable, type->params[0])) ||
           (type->params[1] != NULL && occurs(variable, type->params[1]));
}

static bool
bind(loy__cel_trail *trail, const loy__cel_typed *variable, const loy__cel_typed *type)
{
    /* Variables are made by loy__cel_type_variable, in writable memory. */
    loy__cel_typed *target = (loy__cel_typed *)(uintptr_t)variable;

    if (trail->count == sizeof(trail->bound) / sizeof(trail->bound[0]) || occurs(variable, type))
        return false;
    target->bound = type;
    trail->bound[trail->count++] = target;
    return true;
}

static bool
takes_null(uint32_t kind)
{
    return kind == LOY__T_TIMESTAMP || kind == LOY__T_DURATION || kind == LOY__T_OPTIONAL;
}

bool
loy__cel_type_accepts(loy__cel_trail *trail, const loy__cel_typed *to, const loy__cel_typed *from)
{
    to = loy__cel_type_known(to);
    from = loy__cel_type_known(from);
    if (to == from)
        return true;
    if (to->kind == LOY__T_PARAM)
        return bind(trail, to, from);
    if (from->kind == LOY__T_PARAM)
        return bind(trail, from, to);
    if (to->kind == LOY__T_DYN || from->kind == LOY__T_DYN)
        return true;
    if (from->kind == LOY__T_NULL && takes_null(to->kind))
        return true;
    if (to->kind != from->kind)
        return false;
    if (to->kind == LOY__T_OBJECT)
        return to->number == from->number;
    if (to->kind == LOY__T_TYPE)
        return true;
    for (uint32_t i = 0; i < 2 && to->params[i] != NULL; i++)
        if (!loy__cel_type_accepts(trail, to->params[i], from->params[i]))
            return false;
    return true;
}

/* ---- Notation ---- */

typedef struct reader {
    loy__cel_job *job;
    const char *text;
    size_t size, at;
    loy__cel_params *params;
    uint32_t depth;
} reader;

static bool
is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
}

static void
skip_spaces(reader *r)
{
    while (r->at < r->size && r->text[r->at] == ' ')
        r->at++;
}

static bool
take(reader *r, char c)
{
    skip_spaces(r);
    if (r->at >= r->size || r->text[r->at] != c)
        return false;
    r->at++;
    return true;
}

static const loy__cel_typed *read_type(reader *r);

static const loy__cel_typed *
read_params(reader *r, uint32_t kind, uint32_t count)
{
    const loy__cel_typed *params[2] = {NULL, NULL};

    if (!take(r, '('))
        return loy__cel_type_of(r->job, kind, &simple[LOY__T_DYN],
                                count == 2 ? &simple[LOY__T_DYN] : NULL);
    for (uint32_t i = 0; i < count; i++) {
        params[i] = read_type(r);
        if (params[i] == NULL || !take(r, i + 1 < count ? ',' : ')'))
            return NULL;
    }
    return loy__cel_type_of(r->job, kind, params[0], params[1]);
}

static const loy__cel_typed *
read_param(reader *r, char letter)
{
    const loy__cel_typed **named = &r->params->named[letter - 'A'];

    if (*named == NULL)
        *named = loy__cel_type_variable(r->job);
    return *named;
}

static const loy__cel_typed *
read_type(reader *r)
{
    const loy__cel_typed *type = NULL;
    const char *name;
    size_t begin;

    skip_spaces(r);
    begin = r->at;
    name = r->text + begin;
    while (r->at < r->size && is_name_char(r->text[r->at]))
        r->at++;
    if (r->at == begin || ++r->depth > 16)
        return NULL;
    if (r->params != NULL && r->at - begin == 1 && *name >= 'A' && *name <= 'Z') {
        r->depth--;
        return read_param(r, *name);
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (!loy__text_equal(name, r->at - begin, names[i].name, strlen(names[i].name)))
            continue;
        type = names[i].params == 0 ? &simple[names[i].kind]
                                    : read_params(r, names[i].kind, names[i].params);
        r->depth--;
        return type;
    }
    r->depth--;
    return loy__cel_env_object_type(r->job->env, name, r->at - begin);
}

const loy__cel_typed *
loy__cel_type_parse(loy__cel_job *job, const char *text, size_t size, loy__cel_params *params)
{
    reader r = {.job = job, .text = text, .size = size, .params = params};
    const loy__cel_typed *type = read_type(&r);

    skip_spaces(&r);
    return r.at == size ? type : NULL;
}

const char *
loy__cel_type_name(uint32_t kind)
{
    if (kind == LOY__T_TIMESTAMP)
        return "google.protobuf.Timestamp";
    if (kind == LOY__T_DURATION)
        return "google.protobuf.Duration";
    if (kind == LOY__T_NULL)
        return "null_type";
    return kind < LOY__T_OBJECT ? names[kind].name : "object";
}

void
loy__cel_type_write(char *out, size_t capacity, const loy__cel_typed *type)
{
    char inner[2][96];

    type = loy__cel_type_known(type);
    if (type->kind == LOY__T_OBJECT) {
        loy__format(out, capacity, "%s", type->name);
    } else if (type->kind == LOY__T_PARAM) {
        loy__format(out, capacity, "dyn");
    } else if (type->params[0] == NULL) {
        loy__format(out, capacity, "%s", names[type->kind].name);
    } else {
        loy__cel_type_write(inner[0], sizeof(inner[0]), type->params[0]);
        if (type->params[1] == NULL) {
            loy__format(out, capacity, "%s(%s)", names[type->kind].name, inner[0]);
        } else {
            loy__cel_type_write(inner[1], sizeof(inner[1]), type->params[1]);
            loy__format(out, capacity, "%s(%s, %s)", names[type->kind].name, inner[0], inner[1]);
        }
    }
}
