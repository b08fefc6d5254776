/*
 * program.c -- a program document to a compiled program.
 *
 * Everything that is wrong is found in one go: what a document cannot say
 * (fractions, null) by the tree, the rest by the compiler. Then every problem
 * gets its place, and all are handed over in the order of the document.
 */
#include "json/tree.h"

#include <stdlib.h>
#include <string.h>

#include "json/document.h"
#include "json/place.h"
#include "loyalty/json.h"

typedef struct found {
    const loy_problem *problem;
    uint32_t line;
    uint32_t column;
    uint32_t index; /* keeps the order of those at one place */
    bool dropped;
} found;

static int
add_problem(loy_problems *problems, const char *code, const char *text, const char *hint,
            uint32_t line, uint32_t column)
{
    const loy_problem problem = {
        .code = code,
        .path = "",
        .text = text,
        .hint = hint,
        .severity = LOY_SEVERITY_ERROR,
        .line = line,
        .column = column,
    };

    return problems == NULL ? LOY_OK : loy_problems_add(problems, &problem);
}

static int
compare_found(const void *a, const void *b)
{
    const found *x = a;
    const found *y = b;

    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Problems that are about a member's name rather than its value. */
static bool
about_name(const loy_problem *problem)
{
    return strcmp(problem->code, "unknown-member") == 0 || strcmp(problem->code, "not-built") == 0;
}

/* The compiler's word on a value that the tree has refused adds nothing: the
 * first `own` of the sorted-in problems are the tree's. */
static void
drop_repeated(found *all, uint32_t count, uint32_t own)
{
    for (uint32_t i = 1; i < count; i++) {
        const found *before = &all[i - 1];
        all[i].dropped = all[i].index >= own && (before->index < own || before->dropped) &&
                         strcmp(all[i].problem->path, before->problem->path) == 0;
    }
}

static int
hand_over(const found *all, uint32_t count, loy_problems *to)
{
    int rc = LOY_OK;

    for (uint32_t i = 0; i < count && rc == LOY_OK; i++) {
        loy_problem problem = *all[i].problem;
        problem.line = all[i].line;
        problem.column = all[i].column;
        if (!all[i].dropped)
            rc = loy_problems_add(to, &problem);
    }
    return rc;
}

/* Copies problems in the order of the document. */
static int
deliver(const loy_problems *from, uint32_t own, loy_problems *to, const char *text, size_t size,
        const loy_memory *memory)
{
    uint32_t count = loy_problems_count(from, 0);
    loy__place *places = loy__alloc_array(memory, count, sizeof(*places));
    found *all = loy__alloc_array(memory, count, sizeof(*all));
    int rc = LOY_ERR_NOMEM;

    if (places == NULL || all == NULL)
        goto out;
    for (uint32_t i = 0; i < count; i++) {
        const loy_problem *problem = loy_problems_at(from, i);
        places[i] = (loy__place){
            .pointer = problem->path, .offset = problem->offset, .key = about_name(problem)};
    }
    if (!loy__json_places(places, count, text, size, memory))
        goto out;
    for (uint32_t i = 0; i < count; i++)
        all[i] = (found){loy_problems_at(from, i), places[i].line, places[i].column, i, false};
    qsort(all, count, sizeof(*all), compare_found);
    drop_repeated(all, count, own);
    rc = hand_over(all, count, to);
out:
    loy__free(memory, places, count * sizeof(*places));
    loy__free(memory, all, count * sizeof(*all));
    return rc;
}

/* Compiles a tree; problems go to `found_problems`, `own` of them the tree's. */
static int
compile(loy_program **out, json_t *document, loy_problems *problems, uint32_t *own,
        const loy_memory *memory)
{
    loy_draft *draft;
    int rc = loy_draft_new(&draft, memory);

    if (rc < 0)
        return rc;
    rc = loy__json_tree(loy_draft_root(draft), document, problems);
    *own = loy_problems_count(problems, 0);
    if (rc == LOY_OK)
        rc = loy_program_new(out, draft, problems);
    if (rc == LOY_OK && *own > 0) {
        loy_program_free(*out);
        *out = NULL;
        rc = LOY_ERR_PROGRAM;
    }
    loy_draft_free(draft);
    return rc;
}

static int
read_program(loy_program **out, json_t *document, loy_problems *problems, const char *text,
             size_t size, const loy_memory *memory)
{
    loy_problems *all;
    uint32_t own = 0;
    int delivered = LOY_OK;
    int rc = loy_problems_new(&all, memory);

    if (rc < 0)
        return rc;
    rc = compile(out, document, all, &own, memory);
    if (problems != NULL && loy_problems_count(all, 0) > 0)
        delivered = deliver(all, own, problems, text, size, memory);
    loy_problems_free(all);
    if (delivered < 0) {
        loy_program_free(*out);
        *out = NULL;
        return delivered;
    }
    return rc;
}

int
loy_json_program(loy_program **out, const char *text, size_t size, loy_problems *problems,
                 const loy_memory *memory)
{
    loy__json_fault fault;
    loy_memory own;
    json_t *document;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    if (text == NULL || size > INT32_MAX)
        return LOY_ERR_INVALID;
    rc = loy__memory_init(&own, memory);
    if (rc < 0)
        return rc;
    rc = loy__json_load(&document, text, size, &fault);
    if (rc == LOY_ERR_DOCUMENT) {
        rc = add_problem(problems, "syntax", fault.text, fault.hint, fault.line, fault.column);
        return rc < 0 ? rc : LOY_ERR_PROGRAM;
    }
    if (rc < 0)
        return rc;
    if (json_is_object(document)) {
        rc = read_program(out, document, problems, text, size, &own);
    } else {
        rc = add_problem(problems, "wrong-kind", "a program must be a map { }", "", 1, 1);
        rc = rc < 0 ? rc : LOY_ERR_PROGRAM;
    }
    json_decref(document);
    return rc;
}
