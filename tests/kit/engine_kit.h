/*
 * engine_kit.h -- an engine over a memory store, driven by documents: a program
 * in JSON, events in JSON, and what became of them in one line of text.
 */
#ifndef LOYALTY_KIT_ENGINE_H
#define LOYALTY_KIT_ENGINE_H

#include "loyalty/json.h"
#include "loyalty/store.h"

typedef struct engine_kit {
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_json_reader *reader;
    loy_outcome *outcome;
    loy_customer *customer;
    char text[4096]; /* of the last summary */
} engine_kit;

/* Fails the test when the program has a mistake. */
void engine_kit_open(engine_kit *kit, const char *program);
/* The same with a store of the caller's, which close() leaves open. */
void engine_kit_open_over(engine_kit *kit, const char *program, const loy_store *store);
/* Fails the test when its own store is not as it should be: engine_kit_verify(). */
void engine_kit_close(engine_kit *kit);
/* Holds all records against each other, loy_engine_verify(); what is found fails the test. */
void engine_kit_verify(engine_kit *kit);

/* Applies one event document; its result. The outcome is kit->outcome. */
int engine_kit_apply(engine_kit *kit, const char *event);
/* Applies documents, one a line; fails the test on an error. */
void engine_kit_apply_all(engine_kit *kit, const char *events);

/* "applied" or the refusal's code and path, then effects as
 * rule:kind:name=amount (/wanted where it differs), in order. */
const char *engine_kit_outcome(engine_kit *kit);
/* Entries as kind:currency=points, "!" behind those on the debt. */
const char *engine_kit_entries(engine_kit *kit);
/* The customer at a moment (RFC 3339, NULL: as stored):
 * "stars 9 +0 pending -0 debt; status gold; loyal", behind the debt "=5" where
 * points are held. */
const char *engine_kit_customer(engine_kit *kit, const char *id, const char *at);

#endif
