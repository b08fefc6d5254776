/*
 * problem_kit.h -- one mistake in a short document, and what is said of it.
 */
#ifndef LOY_TESTS_PROBLEM_KIT_H
#define LOY_TESTS_PROBLEM_KIT_H

#include "loyalty/loyalty.h"

typedef struct problem_row {
    const char *name;
    const char *body; /* follows DRAFT_KIT_HEAD */
    const char *code, *path;
} problem_row;

/* Tests of table_kit; their row is a problem_row. The body has just one problem:
 * a mistake, so that there is no program, or a warning. */
void problem_kit_mistake(void **state);
void problem_kit_warning(void **state);
/* Compiles head and body, for the result that is wanted; how many problems there
 * are. The list is the caller's. */
uint32_t problem_kit_compile(const char *body, int want, loy_problems **problems);

#endif
