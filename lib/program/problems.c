/*
 * problems.c -- a list of mistakes and warnings with its own copies of all
 * texts.
 */
#include "program/problems.h"

#include <string.h>

#include "base/memory.h"

struct loy_problems {
    loy_memory memory;
    loy__arena texts;
    loy_problem *items;
    size_t count;
    size_t capacity;
};

int
loy_problems_new(loy_problems **out, const loy_memory *memory)
{
    int rc = loy__object_new(out, sizeof(**out), memory);

    if (rc < 0)
        return rc;
    loy__arena_init(&(*out)->texts, &(*out)->memory);
    return LOY_OK;
}

void
loy_problems_free(loy_problems *problems)
{
    loy_memory memory;

    if (problems == NULL)
        return;
    memory = problems->memory;
    loy__arena_free(&problems->texts);
    loy__free(&memory, problems->items, problems->capacity * sizeof(loy_problem));
    loy__free(&memory, problems, sizeof(*problems));
}

uint32_t
loy_problems_count(const loy_problems *problems, uint32_t severity)
{
    uint32_t count = 0;
    size_t i;

    for (i = 0; problems != NULL && i < problems->count; i++)
        count += severity == 0 || problems->items[i].severity == severity;
    return count;
}

const loy_problem *
loy_problems_at(const loy_problems *problems, uint32_t index)
{
    return problems != NULL && index < problems->count ? &problems->items[index] : NULL;
}

static const char *
copy_text(loy_problems *problems, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return "";
    return loy__arena_text(&problems->texts, text, strlen(text));
}

int
loy_problems_add(loy_problems *problems, const loy_problem *problem)
{
    loy_problem copy;

    if (problems == NULL || problem == NULL || problems->count >= UINT32_MAX)
        return LOY_ERR_INVALID;
    copy = *problem;
    copy.code = copy_text(problems, problem->code);
    copy.path = copy_text(problems, problem->path);
    copy.text = copy_text(problems, problem->text);
    copy.hint = copy_text(problems, problem->hint);
    if (copy.code == NULL || copy.path == NULL || copy.text == NULL || copy.hint == NULL ||
        !loy__reserve(&problems->memory, &problems->items, &problems->capacity, problems->count + 1,
                      sizeof(loy_problem)))
        return LOY_ERR_NOMEM;
    problems->items[problems->count++] = copy;
    return LOY_OK;
}

void
loy_problems_place(loy_problems *problems, uint32_t index, uint32_t line, uint32_t column)
{
    if (problems == NULL || index >= problems->count)
        return;
    problems->items[index].line = line;
    problems->items[index].column = column;
}

void
loy__problems_truncate(loy_problems *problems, uint32_t count)
{
    if (count < problems->count)
        problems->count = count;
}
