/*
 * refuse.c -- saying no: a refusal in the outcome, or words for an error. Both
 * say what, where and what to write instead.
 */
#include <stdarg.h>

#include "engine/engine.h"

/* The formats of this room use %s, %d, %u and %lld only; see base/text.h. */
int
loy__refuse(loy__work *work, const char *code, const char *path, const char *format, ...)
{
    loy_outcome *outcome = work->outcome;
    va_list args;

    outcome->verdict = LOY_VERDICT_REFUSED;
    loy__format(outcome->code, sizeof(outcome->code), "%s", code);
    loy__format(outcome->path, sizeof(outcome->path), "%s", path);
    va_start(args, format);
    loy__format_list(outcome->text, sizeof(outcome->text), format, args);
    va_end(args);
    return LOY__REFUSED;
}

int
loy__fail(loy_error *error, int code, const char *path, const char *format, ...)
{
    va_list args;

    if (error == NULL || error->size < sizeof(*error))
        return code;
    error->code = code;
    error->line = 0;
    error->column = 0;
    error->hint[0] = '\0';
    loy__format(error->path, sizeof(error->path), "%s", path);
    va_start(args, format);
    loy__format_list(error->text, sizeof(error->text), format, args);
    va_end(args);
    return code;
}
