/*
 * store_kit_generation.h -- batches that tell whether they are whole: a
 * generation writes its number into five records of several sizes, and leaves
 * one record of its own.
 */
#ifndef LOY_TESTS_STORE_KIT_GENERATION_H
#define LOY_TESTS_STORE_KIT_GENERATION_H

#include "loyalty/store.h"

enum { KIT_GENERATION_WRITES = 6, KIT_GENERATION_LARGEST = 20000 };

typedef struct kit_generation {
    loy_write writes[KIT_GENERATION_WRITES];
    unsigned char bytes[KIT_GENERATION_LARGEST];
    char id[9];
} kit_generation;

/* The batch of a generation, from 1; it follows the one before. */
void kit_make_generation(kit_generation *made, uint64_t number);

/* The last generation that the store has; fails the test when the store has it
 * in part, or a part of the next. */
uint64_t kit_stored_generation(loy_store *store);

#endif
