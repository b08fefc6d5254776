/*
 * message.c -- what is said on standard error, always in the same forms.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "tool.h"

void
say(const char *format, ...)
{
    va_list arguments;

    fputs("loyalty: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static void
say_place(FILE *out, const char *file, uint64_t line, uint32_t column)
{
    fputs(file, out);
    if (line > 0)
        fprintf(out, ":%" PRIu64 ":%" PRIu32, line, column > 0 ? column : 1);
    fputs(": ", out);
}

static void
say_words(FILE *out, const char *path, const char *text, const char *hint)
{
    fprintf(out, "%s%s%s%s%s\n", path, path[0] != '\0' ? ": " : "", text,
            hint[0] != '\0' ? "; " : "", hint);
}

void
say_error(const char *file, uint64_t line, const loy_error *error)
{
    const char *text = error->text[0] != '\0' ? error->text : loy_result_text(error->code);

    say_place(stderr, file, line, error->column);
    say_words(stderr, error->path, text, error->hint);
}

void
say_problems(FILE *out, const char *file, const loy_problems *problems, uint32_t severity)
{
    for (uint32_t i = 0; i < loy_problems_count(problems, 0); i++) {
        const loy_problem *problem = loy_problems_at(problems, i);
        if (severity != 0 && problem->severity != severity)
            continue;
        say_place(out, file, problem->line, problem->column);
        if (problem->severity == LOY_SEVERITY_WARNING)
            fputs("warning: ", out);
        say_words(out, problem->path, problem->text, problem->hint);
    }
}

int
say_result(const char *what, int result, const loy_error *error)
{
    const char *text = error != NULL ? error->text : "";

    say("%s: %s%s%s", what, loy_result_text(result), text[0] != '\0' ? ": " : "", text);
    switch (result) {
    case LOY_ERR_EVENT:
    case LOY_ERR_MISMATCH:
    case LOY_ERR_DOCUMENT:
    case LOY_ERR_PROGRAM:
    case LOY_ERR_NOT_FOUND:
        return WRONG;
    default:
        return STORE_FAILED;
    }
}
