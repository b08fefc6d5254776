/*
 * history_kit.h -- a history told as documents, run twice: time passes by itself,
 * and everybody is settled hour after hour. Both must come to the same.
 */
#ifndef LOYALTY_KIT_HISTORY_H
#define LOYALTY_KIT_HISTORY_H

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

/* One row of a table of histories. NULL: not looked at. */
typedef struct history {
    const char *name;
    const char *program;
    const char *events;   /* one a line, of customer c1 */
    const char *outcome;  /* of the last event, as engine_kit_outcome tells it */
    const char *entries;  /* of the last event */
    const char *at;       /* the moment of the view; NULL: the last event's */
    const char *customer; /* as history_kit_customer tells him */
} history;

/* Balances and lots: "stars 9 +0 -0: 5<2026-04-01T00:00:00Z 4". */
const char *history_kit_customer(engine_kit *kit, const char *at);
/* Runs a history both ways; the state of a cmocka test is its row. */
void history_kit_run(void **state);

#endif
