/*
 * problem_kit.c -- see problem_kit.h.
 */
#include "kit/problem_kit.h"

#include <stdio.h>
#include <string.h>

#include "kit/draft_kit.h"
#include "kit/table_kit.h"

uint32_t
problem_kit_compile(const char *body, int want, loy_problems **problems)
{
    char text[2000];
    loy_program *program;

    assert_true(strlen(body) + 200 < sizeof(text));
    snprintf(text, sizeof(text), "{%s, %s}", DRAFT_KIT_HEAD, body);
    assert_int_equal(loy_problems_new(problems, NULL), LOY_OK);
    assert_int_equal(draft_kit_compile(text, &program, *problems, NULL), want);
    loy_program_free(program);
    return loy_problems_count(*problems, 0);
}

static void
check_one(const problem_row *row, int want, uint32_t severity)
{
    loy_problems *problems;
    const loy_problem *problem;

    assert_int_equal(problem_kit_compile(row->body, want, &problems), 1);
    problem = loy_problems_at(problems, 0);
    assert_string_equal(problem->code, row->code);
    assert_string_equal(problem->path, row->path);
    assert_int_equal(problem->severity, severity);
    assert_true(problem->text[0] != '\0');
    loy_problems_free(problems);
}

void
problem_kit_mistake(void **state)
{
    check_one(*state, LOY_ERR_PROGRAM, LOY_SEVERITY_ERROR);
}

void
problem_kit_warning(void **state)
{
    check_one(*state, LOY_OK, LOY_SEVERITY_WARNING);
}
