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

static bool
wants_words(const loy_error *error)
{
    return error != NULL && error->size >= sizeof(*error);
}

int
loy__fail(loy_error *error, int code, const char *path, const char *format, ...)
{
    va_list args;

    if (!wants_words(error))
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

void
loy__error_open(loy_error *error)
{
    if (wants_words(error))
        error->code = LOY_OK;
}

int
loy__error_close(loy_error *error, int result)
{
    if (result < 0 && wants_words(error) && error->code != result)
        loy__fail(error, result, "", "%s", loy_result_text(result));
    return result;
}
