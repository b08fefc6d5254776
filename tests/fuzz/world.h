/*
 * world.h -- an engine over a store in memory with a program that uses most of
 * what programs can do, and what must hold of it after every call.
 */
#ifndef LOY_TESTS_FUZZ_WORLD_H
#define LOY_TESTS_FUZZ_WORLD_H

#include "fuzz/fuzz.h"
#include "loyalty/json.h"
#include "loyalty/store.h"

typedef struct fuzz_world {
    const loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_json_reader *reader;
    loy_outcome *outcome, *again;
    loy_customer *customer;
    loy_report *report;
} fuzz_world;

/* The program, read once. */
const loy_program *fuzz_program(void);
/* The same with other parts, so that its customers' records need translation. */
const loy_program *fuzz_other_program(void);

void fuzz_world_open(fuzz_world *world, const loy_program *program);
void fuzz_world_close(fuzz_world *world);

/* Everything that an outcome says, in a number; whether it was replayed apart. */
uint64_t fuzz_outcome_digest(const loy_outcome *outcome);
/* Everything that is stored, in a number. */
uint64_t fuzz_store_digest(const loy_store *store);
/* What an error must be after a result. */
void fuzz_require_error(const loy_error *error, int result);
/* Balances are lots less debt, and totals add up; for the customer with an id,
 * or with NULL for the report. Reading may fail with what was planted. */
void fuzz_require_balances(fuzz_world *world, const char *id, size_t id_size, int64_t at);
void fuzz_require_totals(fuzz_world *world, int64_t at);

/* Applies an event, and again, with all that must then hold. The result. */
int fuzz_apply(fuzz_world *world, const loy_event *event);
/* Asks for an outcome, which changes nothing, and gives its digest. */
int fuzz_quote(fuzz_world *world, const loy_event *event, uint64_t *digest);

/* Keeps a record as a backend would find it; `seen` 0: there is none yet. */
void fuzz_plant(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size,
                const void *bytes, uint64_t size, uint64_t seen);
/* Takes a copy of a record, at most `capacity` bytes; its size. */
size_t fuzz_take(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size,
                 uint8_t *bytes, size_t capacity);
/* Applies documents, one a line: all must be kept. */
void fuzz_apply_lines(fuzz_world *world, const char *lines);

/* ---- Records ---- */

/* Changes a record as the input says: words, bytes, cuts and insertions.
 * Returns the new size, at most `capacity`. */
size_t fuzz_mutate(fuzz_input *input, uint8_t *bytes, size_t size, size_t capacity);
/* Makes size and checksum of a record what they must be. */
void fuzz_seal(uint8_t *bytes, size_t size);

#endif
