/*
 * shots_kit.h -- what a store holds at one moment, to be read again with a record
 * of it changed, gone, or as it was at another moment; and stories lived with a shot
 * behind each step.
 */
#ifndef LOYALTY_KIT_SHOTS_H
#define LOYALTY_KIT_SHOTS_H

#include "kit/story_kit.h"

enum { SHOTS_KIT_RECORDS = 512 };

typedef struct shots_record {
    unsigned char *bytes; /* the shot's; NULL: gone */
    uint64_t size, revision;
    uint32_t kind, id_size;
    char id[LOY_MAX_KEY];
} shots_record;

/* One moment. `store` reads it: it can walk, and nothing else. */
typedef struct shots_kit {
    loy_store store;
    shots_record records[SHOTS_KIT_RECORDS]; /* by kind, then id */
    uint32_t count;
} shots_kit;

void shots_kit_take(shots_kit *shot, const loy_store *from);
void shots_kit_free(shots_kit *shot);
/* The record with that key, or NULL. */
shots_record *shots_kit_find(shots_kit *shot, const shots_record *like);

/* A story, with a shot behind each step and an engine over each shot. */
typedef struct shots_history {
    shots_kit shots[STORY_STEPS];
    size_t count;
    engine_kit kit; /* of the story itself */
    loy_engine *over[STORY_STEPS];
} shots_history;

void shots_kit_live(shots_history *h, const story *row);
void shots_kit_end(shots_history *h);

#endif
