/*
 * render.h -- a value as text, in the notation of CEL, so that tables of tests
 * can say what they expect.
 */
#ifndef LOY_TESTS_CEL_RENDER_H
#define LOY_TESTS_CEL_RENDER_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cel/cel.h"

typedef struct rendering {
    char text[512];
    size_t size;
} rendering;

static inline void
render_add(rendering *r, const char *format, ...)
{
    va_list args;
    int added;

    va_start(args, format);
    added = vsnprintf(r->text + r->size, sizeof(r->text) - r->size, format, args);
    va_end(args);
    if (added > 0 && r->size + (size_t)added < sizeof(r->text))
        r->size += (size_t)added;
}

static inline void render_value(rendering *r, loy__cel_value value);

static inline void
render_items(rendering *r, const loy__cel_value *items, uint32_t count, uint32_t step)
{
    for (uint32_t i = 0; i < count; i += step) {
        render_add(r, "%s", i == 0 ? "" : ", ");
        render_value(r, items[i]);
        if (step == 2) {
            render_add(r, ": ");
            render_value(r, items[i + 1]);
        }
    }
}

static inline void
render_collection(rendering *r, loy__cel_value value)
{
    bool map = loy__cel_kind(value) == LOY__CEL_MAP;

    render_add(r, map ? "{" : "[");
    render_items(r, value.as.items, map ? 2 * value.size : value.size, map ? 2 : 1);
    render_add(r, map ? "}" : "]");
}

static inline void
render_value(rendering *r, loy__cel_value value)
{
    switch (loy__cel_kind(value)) {
    case LOY__CEL_NULL:
        render_add(r, "null");
        break;
    case LOY__CEL_BOOL:
        render_add(r, "%s", value.as.integer != 0 ? "true" : "false");
        break;
    case LOY__CEL_INT:
        render_add(r, "%lld", (long long)value.as.integer);
        break;
    case LOY__CEL_UINT:
        render_add(r, "%lluu", (unsigned long long)value.as.natural);
        break;
    case LOY__CEL_DOUBLE:
        render_add(r, "%.17gd", value.as.real);
        break;
    case LOY__CEL_STRING:
        render_add(r, "'%.*s'", (int)value.size, value.as.text);
        break;
    case LOY__CEL_BYTES:
        render_add(r, "b'%.*s'", (int)value.size, value.as.text);
        break;
    case LOY__CEL_TYPE:
        render_add(r, "%.*s", (int)value.size, value.as.text);
        break;
    case LOY__CEL_LIST:
    case LOY__CEL_MAP:
        render_collection(r, value);
        break;
    case LOY__CEL_OPTIONAL:
        render_add(r, value.size != 0 ? "some(" : "none(");
        render_items(r, value.as.items, value.size, 1);
        render_add(r, ")");
        break;
    default:
        render_add(r, "kind %u of %lld", loy__cel_kind(value), (long long)value.as.integer);
    }
}

/* What code gives: a value, or an error as !text. */
static inline const char *
render_result(rendering *r, const loy__cel_code *code, const loy__cel_run *run)
{
    loy__cel_value value = {.tag = LOY__CEL_NULL};
    loy__cel_error error = loy__cel_eval(code, run, &value);

    r->text[0] = '\0';
    r->size = 0;
    if (error != LOY__CEL_ERR_NONE)
        render_add(r, "!%s", loy__cel_error_text(error));
    else
        render_value(r, value);
    return r->text;
}

#endif
