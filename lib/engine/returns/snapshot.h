/*
 * snapshot.h -- what a sale keeps so that its rules can be run again: the event
 * and the customer as the rules found him.
 */
#ifndef LOY_ENGINE_SNAPSHOT_H
#define LOY_ENGINE_SNAPSHOT_H

#include "engine/engine.h"

typedef struct loy__snapshot {
    loy_event event;
    uint64_t program;           /* a hash of the digest of the program that decided */
    int64_t paid;               /* money paid with points */
    const unsigned char *state; /* the customer's record, before the event */
    uint32_t state_size;
    uint32_t reserved;
} loy__snapshot;

/* What snapshots know a program by. */
uint64_t loy__snapshot_program(const loy_program *program);
/* Notes the event at hand, admitted but not acted on, for its receipt, where
 * the program may ask for it. LOY_OK or LOY_ERR_NOMEM. */
int loy__snapshot_keep(loy__work *work);
/* Borrows from the receipt; lists are in the arena. LOY_OK, LOY_ERR_CORRUPT,
 * LOY_ERR_NOMEM. */
int loy__snapshot_read(const loy__receipt *receipt, loy__snapshot *out, loy__arena *arena);

/* ---- former.c ---- */

/* The engine that runs the rules of the program with a key. LOY__REFUSED: it is
 * neither the program nor lent. */
int loy__former_open(loy_engine *engine, uint64_t key, loy_engine **out);
void loy__formers_free(loy_engine *engine);
/* Lends another engine all versions that were lent. LOY_OK or LOY_ERR_NOMEM. */
int loy__formers_lend(const loy_engine *engine, loy_engine *to);

/* ---- event_copy.c: what rules and returns read of an event, as bytes ---- */

void loy__event_write(const loy_event *event, loy__bytes *bytes);
/* Texts are borrowed from the source. LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_NOMEM. */
int loy__event_read(loy_event *out, loy__source *source, loy__arena *arena);
/* The same with all that an event says. */
void loy__event_write_whole(const loy_event *event, loy__bytes *bytes);
int loy__event_read_whole(loy_event *out, loy__source *source, loy__arena *arena);

#endif
