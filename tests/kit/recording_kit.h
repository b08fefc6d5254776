/*
 * recording_kit.h -- a store in memory that remembers what it was given, and writes and
 * reads that as text: a line a record, by kind and key.
 */
#ifndef LOYALTY_KIT_RECORDING_H
#define LOYALTY_KIT_RECORDING_H

#include <stdio.h>

#include "loyalty/store.h"

enum { RECORDING_KIT_MOST = 1024 };

typedef struct recording_kit_record {
    unsigned char *bytes;
    uint64_t size, revision;
    int64_t due;
    uint32_t kind, id_size;
    unsigned char id[LOY_MAX_KEY];
} recording_kit_record;

typedef struct recording_kit {
    loy_store store;  /* hand it to an engine */
    loy_store *inner; /* in memory */
    recording_kit_record records[RECORDING_KIT_MOST];
    size_t count;
} recording_kit;

void recording_kit_open(recording_kit *kit);
void recording_kit_close(recording_kit *kit);
/* Writes all records as text. */
void recording_kit_write(const recording_kit *kit, FILE *out);
/* Keeps the records of such a text in the store, which is empty, with their revisions. */
void recording_kit_read(recording_kit *kit, FILE *in);

#endif
