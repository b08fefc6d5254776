/*
 * golden.h -- histories whose digest is known: whoever runs them, built by whichever
 * compiler for whichever machine, over whichever store, must come to the same bytes.
 *
 * The digest is over every answer, every stored record with its key and revision, and the
 * columns that stores get beside the records. It changes when a format or what is decided
 * changes: then `golden-print` (tests/golden/print.c) says the new ones, which go into
 * golden_rows once it is clear that the change was meant.
 *
 * Public headers of the core alone, and no test framework: so that it can be built for a
 * machine that has nothing else (tests/golden/build.sh).
 */
#ifndef LOYALTY_GOLDEN_H
#define LOYALTY_GOLDEN_H

#include "loyalty/store.h"

enum { GOLDEN_ROWS = 3, GOLDEN_EVENTS = 400, GOLDEN_KINDS = 15 };

typedef struct golden_row {
    const char *name;
    const char *program; /* a document with ' for " and ` for ' */
    uint64_t digest;
} golden_row;

extern const golden_row golden_rows[GOLDEN_ROWS];
extern const char *const golden_kinds[GOLDEN_KINDS];

/* What became of the events of each kind. */
typedef struct golden_tally {
    int applied[GOLDEN_KINDS];
    int refused[GOLDEN_KINDS];
} golden_tally;

/* Runs the history of a row over a store that is empty and can walk. LOY_OK or what went
 * wrong; `memory` NULL: the C library's. */
int golden_run(const golden_row *row, const loy_store *store, const loy_memory *memory,
               uint64_t *digest, golden_tally *tally);

#endif
