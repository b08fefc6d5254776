/*
 * statuses.h -- tiers by somebody's word: a floor under what is earned, or the
 * very tier, until they end.
 *
 * What is counted and earned goes on underneath as if there were none: it is
 * what the customer has again when they end. A ladder has at most one of a
 * mode; another one takes its place. They are notes, which name ladders and
 * tiers by their keys: those that a program does not have have no effect.
 */
#ifndef LOY_CUSTOMER_STATUSES_H
#define LOY_CUSTOMER_STATUSES_H

#include "customer/notes.h"

/* Stored: never renumbered. The greater overrules the lesser. */
enum {
    LOY__STATUS_FLOOR = 1, /* no lower tier */
    LOY__STATUS_SET = 2    /* this very tier */
};

typedef struct loy__status {
    int64_t until; /* LOY_NEVER */
    uint32_t ladder;
    uint32_t tier;
    uint32_t mode; /* LOY__STATUS_... */
    uint32_t reserved;
} loy__status;

/* Until LOY_NEVER: for ever. LOY_OK or LOY_ERR_NOMEM. */
int loy__status_put(loy__state *state, uint32_t ladder, uint32_t mode, uint32_t tier,
                    int64_t until);
/* Takes over another account's status, unless there is one of its ladder and mode.
 * LOY_OK or LOY_ERR_NOMEM. */
int loy__status_absorb(loy__state *state, const loy__note *other);
/* Lets go of one that came with another account, which has it again. */
void loy__status_part(loy__state *state, const loy__note *other);
/* Removes all of a ladder. */
void loy__status_clear(loy__state *state, uint32_t ladder);
/* The status that stands nth among the notes, in numbers of the program; false:
 * there is none. One that the program cannot name has the ladder LOY__NONE. */
bool loy__status_at(const loy__state *state, uint32_t nth, loy__status *out);
/* When the first of a ladder ends; LOY_NEVER. */
int64_t loy__status_next(const loy__state *state, uint32_t ladder);
/* Removes those of a ladder that have ended by a moment. */
void loy__status_settle(loy__state *state, uint32_t ladder, int64_t moment);
/* The tier that these, and what he has paid for, make of the one that was earned. */
uint32_t loy__status_tier(const loy__state *state, uint32_t ladder);

/* Brings the tier that the customer has up to date; true when it changed. */
static inline bool
loy__tier_show(loy__state *state, uint32_t ladder)
{
    loy__rung *rung = &state->rungs[ladder];
    uint32_t before = rung->shown;

    rung->shown = state->note_count == 0 ? rung->tier : loy__status_tier(state, ladder);
    return rung->shown != before;
}

/* Whether the bytes of a note are a status. */
bool loy__status_sound(const unsigned char *bytes, uint32_t size);

#endif
