/*
 * story_kit.h -- policies as stories: settings, then step by step what happens
 * and what comes of it, in short texts with ' for " and ` for '.
 */
#ifndef LOYALTY_KIT_STORY_H
#define LOYALTY_KIT_STORY_H

#include "kit/engine_kit.h"

#define STORY_STEPS 20

/* `what` is one of
 *   members of an event; source "s", id (the number of the step, from 1) and
 *     time (2026-01-01T10:00:00Z) are added where they are missing;
 *   "? ID" or "? ID TIME": a customer, as engine_kit_customer() tells;
 *   "= ID": what he has of the first currency, lot by lot, as points@end;
 *   "^ ID TIME": his tiers; "# ID TIME": with what their ladders have counted;
 *   "> TIME": everybody is settled up to a moment.
 * `expect` is what engine_kit_outcome() or the above say; NULL: applied, and
 * whatever it says. */
typedef struct story_step {
    const char *what;
    const char *expect;
} story_step;

typedef struct story {
    const char *name;
    const char *settings; /* members of the program, after money */
    story_step steps[STORY_STEPS];
} story;

/* A test of table_kit; its row is a story. */
void story_kit_run(void **state);
/* The steps alone, over an engine that is open. */
void story_kit_steps(engine_kit *kit, const story_step *steps);
/* One of them; `number` counts from 1. */
void story_kit_step(engine_kit *kit, const story_step *step, size_t number);
/* A program document of settings, for engine_kit_open(). */
void story_kit_program(const char *settings, char *out, size_t capacity);
/* One event of short form as a document. */
void story_kit_event(const char *members, size_t number, char *out, size_t capacity);

#endif
