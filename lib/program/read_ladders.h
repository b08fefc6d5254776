/*
 * read_ladders.h -- what the readers of ladders share.
 */
#ifndef LOY_PROGRAM_READ_LADDERS_H
#define LOY_PROGRAM_READ_LADDERS_H

#include "program/read.h"

/* The members of a ladder. */
enum {
    LOY__LADDER_COUNTS,
    LOY__LADDER_MEASURES,
    LOY__LADDER_WHEN,
    LOY__LADDER_WINDOW,
    LOY__LADDER_UP,
    LOY__LADDER_LASTS,
    LOY__LADDER_GUARANTEE,
    LOY__LADDER_FALL,
    LOY__LADDER_SURPLUS,
    LOY__LADDER_PAY,
    LOY__LADDER_TIERS,
    LOY__LADDER_CROSSING,
    LOY__LADDER_MEMBERS
};

/* A ladder that is being read. */
typedef struct loy__ladder_reading {
    loy__ladder *tracks; /* all ladders, and behind them the measures that are none */
    const loy_node *node;
    const loy_node *values[LOY__LADDER_MEMBERS];
    const loy_node *measures; /* NULL: it counts one thing */
    uint32_t number;
} loy__ladder_reading;

/* ---- read_measures.c ---- */

/* What a ladder, or one of its measures, counts. */
void loy__read_counts(loy__reader *reader, const loy_node *node, loy__ladder *out);
/* The measures behind the first become tracks from program->track_count on. */
void loy__read_measures(loy__reader *reader, const loy__ladder_reading *reading);
/* The track of a measure, or LOY__NONE with a mistake noted. */
uint32_t loy__read_track(loy__reader *reader, const loy__ladder_reading *reading,
                         const loy_node *node);
/* Tracks that a ladder needs beside its own. */
uint32_t loy__further_tracks(const loy_node *ladder);

/* ---- read_windows.c ---- */

void loy__read_window(loy__reader *reader, const loy_node *node, loy__ladder *out);

/* ---- read_tiers.c ---- */

void loy__read_tiers(loy__reader *reader, const loy__ladder_reading *reading);
/* An amount of what a track counts, at least this. */
int64_t loy__read_counted(loy__reader *reader, const loy_node *node, const loy__ladder *track,
                          int64_t least);

/* ---- read_standing.c ---- */

/* How tiers are entered, last and are lost. The window and the tiers are read. */
void loy__read_standing(loy__reader *reader, const loy__ladder_reading *reading);

/* ---- read_crossing.c ---- */

void loy__read_crossing(loy__reader *reader, const loy_node *node, loy__ladder *out);

#endif
