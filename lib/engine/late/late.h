/*
 * late.h -- events that come late and take their place: what is kept of a
 * customer's last events, and how those after the late one are judged again.
 *
 * The history is a note of the customer's record. It has the customer as he was
 * before the first event that is kept and after each of them, so that any late
 * event finds him as he was when it occurred. From there everything goes the
 * one way that all events go, in an engine of its own whose records stay in its
 * group: what that leaves is the customer as if all had come in order. The
 * answers that were given stay; the answer to the late event has the difference.
 */
#ifndef LOY_ENGINE_LATE_H
#define LOY_ENGINE_LATE_H

#include "engine/engine.h"

/* What is kept at most; the oldest go first. */
#define LOY__HISTORY_EVENTS 100
#define LOY__HISTORY_BYTES ((size_t)1 << 18)

/* One event that is kept, and what it left. The first of a history has only
 * what it left: later events build on it. */
typedef struct loy__past {
    int64_t moment; /* the customer had been settled to; LOY_TIME_NONE: he did not exist */
    uint64_t given; /* loy__history_given of its outcome */
    const unsigned char *event;   /* loy__event_write_whole; NULL: the first */
    const unsigned char *state;   /* the customer's record, without a history; size 0: none */
    const unsigned char *receipt; /* the record of the sale that came back, before it; size 0 */
    uint32_t event_size, state_size, receipt_size;
    uint32_t reserved;
} loy__past;

typedef struct loy__history {
    loy__past *items; /* in the order in which they are judged; at least one */
    uint32_t count;
    bool placed; /* the event at hand stands in it */
} loy__history;

/* A late event that takes its place. */
typedef struct loy__rerun {
    loy__work *work;             /* of the late event */
    loy_engine *engine;          /* judges it, and the later ones again */
    loy__history *history;       /* as it becomes */
    const loy__journal *journal; /* what the late event did by itself */
    const char *obstacle;        /* why it cannot take its place; NULL: it can */
    uint32_t again;              /* later events that were judged again */
    bool refused;                /* it would have been refused in its place */
} loy__rerun;

/* ---- history.c ---- */

/* Takes the history out of the customer just loaded, to work->history; begins
 * one where there is none. LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_NOMEM. */
int loy__history_open(loy__work *work);
/* Puts the history of an event that was applied, with it, into the customer. */
int loy__history_keep(loy__work *work);
/* Whether events of a kind can be judged again: they concern nobody else. */
bool loy__history_takes(uint32_t kind);
/* What the till was told to charge and to hand out, as a hash: it stands. */
uint64_t loy__history_given(const loy_outcome *outcome);
/* Fills one item with an event of the customer's and what it left. */
int loy__history_note(const loy__work *work, loy__arena *arena, loy__past *out);

/* ---- rerun.c ---- */

/* Judges the late event in its place and the later ones behind it. LOY_OK with
 * or without an obstacle, or an error. */
int loy__rerun_from(loy__rerun *rerun, uint32_t place);

/* ---- difference.c ---- */

/* Makes the customer the one that the rerun left, and posts what that changes. */
int loy__late_difference(loy__rerun *rerun);

/* ---- place.c ---- */

/* Where the program says so, lets an event that comes late take its place. *done:
 * it was judged there, and LOY_OK or LOY__REFUSED is the result. Otherwise it is
 * for the present, and *obstacle says why, NULL where it does not come late. */
int loy__late_place(loy__work *work, bool *done, const char **obstacle);

/* ---- receipts.c ---- */

/* Puts what sales keep for their returns, as the rerun left it, under the answers
 * that were given. */
int loy__late_commit(loy__work *work);

#endif
