/*
 * draft_kit.h -- drafts from a short notation, for tests: JSON with single
 * quotes, and without escapes.
 */
#ifndef LOY_TESTS_DRAFT_KIT_H
#define LOY_TESTS_DRAFT_KIT_H

#include "loyalty/loyalty.h"

/* The start of a document that has all that is required. */
#define DRAFT_KIT_HEAD "'loyalty': 1, 'program': 'p', 'version': 1, 'money': 'EUR'"

/* Builds the outermost map; NULL without memory. Fails the test when the text
 * is not in the notation. */
loy_draft *draft_kit_read(const char *text, const loy_memory *memory);

/* Reads and compiles; gives the result of loy_program_new(). */
int draft_kit_compile(const char *text, loy_program **out, loy_problems *problems,
                      const loy_memory *memory);

#endif
