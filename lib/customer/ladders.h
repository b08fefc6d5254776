/*
 * ladders.h -- what the files about ladders share.
 *
 * A ladder counts one measure or several over one window. Each measure is a
 * track: a number under which it has its buckets and their sum. That of the
 * first is the ladder's own; those of the others stand behind all ladders.
 */
#ifndef LOY_CUSTOMER_LADDERS_H
#define LOY_CUSTOMER_LADDERS_H

#include "customer/buckets.h"
#include "customer/statuses.h"

/* Which of the amounts that a track counted is looked at. */
enum {
    LOY__OF_NOW = 0,    /* in the window */
    LOY__OF_BEFORE = 1, /* in the period before the running one, kept while a grace runs */
    LOY__OF_BEST = 2    /* in the best of the last periods and the running one */
};

static inline uint32_t
loy__track_count(const loy__ladder *ladder)
{
    return 1 + ladder->measure_count;
}

static inline uint32_t
loy__track(const loy__ladder *ladder, uint32_t number, uint32_t index)
{
    return index == 0 ? number : ladder->first_measure + index - 1;
}

/* The ladder of a track. */
static inline uint32_t
loy__track_ladder(const loy__state *state, uint32_t track)
{
    uint32_t measure_of = state->program->ladders[track].measure_of;

    return measure_of == 0 ? track : measure_of - 1;
}

/* ---- periods.c: calendars, anniversaries, programme years ---- */

/* The first day of a ladder's period that holds a day, and of the one after the
 * period that begins on a day; INT32_MAX: there is none. */
int32_t loy__ladder_period(const loy__state *state, uint32_t ladder, int32_t day);
int32_t loy__ladder_period_after(const loy__state *state, uint32_t ladder, int32_t start);
/* The day under which what another account has counted counts here. The period
 * that ran there is the one that runs here, unless this has begun since. */
int32_t loy__ladder_day_here(const loy__state *state, const loy__state *from,
                             const loy__bucket *bucket);

/* ---- windows.c: what counts ---- */

/* As loy__window_advance, where something may leave. */
void loy__window_move(loy__state *state, uint32_t ladder, int64_t at);

/* Lets go what has left the window by a moment, as far as that needs no
 * review of the tier. */
static inline void
loy__window_advance(loy__state *state, uint32_t ladder, int64_t at)
{
    const loy__ladder *definition = &state->program->ladders[ladder];

    if (definition->window != LOY__WINDOW_ROLLING || definition->counts == LOY__COUNT_BALANCE ||
        state->rungs[ladder].rolled != loy__state_day(state, at))
        loy__window_move(state, ladder, at);
}

/* Whether the end of a period decides about the tier. */
bool loy__window_reviewed(const loy__state *state, uint32_t ladder);
/* Whether a period is over by then that has still to say something about the tier. */
bool loy__period_due(const loy__state *state, uint32_t ladder, int64_t moment);
/* Starts a period of one track, keeping the buckets from `oldest` on. */
void loy__window_restart(loy__state *state, uint32_t track, int32_t period, int32_t oldest);
/* Begins the running period of a track with what is carried on; its bucket has room. */
void loy__window_carry(loy__state *state, uint32_t track, int64_t amount);
/* Takes from what counts now, the oldest first; no more than there is. */
void loy__window_take(loy__state *state, uint32_t track, int64_t amount);
/* The oldest period that the end of the running one looks at. */
int32_t loy__window_oldest(const loy__state *state, uint32_t track);
/* LOY__OF_... */
int64_t loy__window_amount(const loy__state *state, uint32_t track, uint32_t which);

/* ---- tiers.c: what tiers ask for ---- */

bool loy__tier_reached(const loy__state *state, uint32_t ladder, uint32_t tier, uint32_t which);
/* Whether the present tier is kept. */
bool loy__tier_kept(const loy__state *state, uint32_t ladder, uint32_t which);
/* The highest tier below `end` that is reached. */
uint32_t loy__tier_for(const loy__state *state, uint32_t ladder, uint32_t end, uint32_t which);
/* When time alone takes away what keeps the present tier of a rolling window. */
int64_t loy__tier_falls(const loy__state *state, uint32_t ladder);

/* ---- changes.c: entering and losing tiers ---- */

/* Enters a tier, or begins anew the time that it lasts; a grace is over. */
void loy__tier_enter(loy__state *state, uint32_t ladder, uint32_t tier, int64_t at);
/* Enters the highest tier that is reached, when it is above the present one. */
bool loy__tier_climb(loy__state *state, uint32_t ladder, uint32_t which, int64_t at);
/* Whether what counts now may reach a tier above the present one: each asks for more
 * than the one below it. */
static inline bool
loy__tier_near(const loy__state *state, uint32_t ladder)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    const loy__rung *rung = &state->rungs[ladder];
    uint32_t next = rung->tier + 1;

    return next < definition->tier_count &&
           (definition->measured || rung->value >= definition->tiers[next].from);
}
/* The present tier goes on, and is paid for where tiers are. */
void loy__tier_keep(loy__state *state, uint32_t ladder, int64_t at);
/* The present tier, which is lost at `due`, waits until its guarantee and its grace
 * have ended; false: nothing protects it any more. */
bool loy__tier_protect(loy__state *state, uint32_t ladder, int64_t due, int64_t at);
/* Whether a grace or a guarantee would protect the present tier. */
bool loy__tier_protected(const loy__state *state, uint32_t ladder, int64_t at);
/* Whether what counts now gives the present tier: it reaches it, or where it was had before,
 * or is protected, keeps it. */
bool loy__tier_given(const loy__state *state, uint32_t ladder, int64_t at);
/* The present tier is not kept: it falls, or waits until what protects it has
 * ended. */
void loy__tier_lose(loy__state *state, uint32_t ladder, uint32_t which, int64_t due, int64_t at);
/* A tier that the running period has earned, and that it does not reach any more, is lost
 * at `due`: but for what protects it, the customer has what he had without. */
void loy__tier_undo(loy__state *state, uint32_t ladder, int64_t due);
/* Falls to the better of what two amounts deserve, or by one. */
void loy__tier_fall(loy__state *state, uint32_t ladder, uint32_t which, uint32_t or_else,
                    int64_t at);
/* What is above the tier that it reaches, as far as it may be carried on: of what counts
 * now, and of an amount. */
int64_t loy__tier_surplus(const loy__state *state, uint32_t ladder);
int64_t loy__tier_surplus_of(const loy__state *state, uint32_t ladder, int64_t amount);

/* ---- settle_ladders.c ---- */

/* A period has ended: it decides about the tier, and counting starts again. */
void loy__period_end(loy__state *state, uint32_t ladder, int64_t due, int64_t at);
/* All that has become due by a moment. */
void loy__ladder_run(loy__state *state, uint32_t ladder, int64_t moment);
/* What protected the tier is over. */
void loy__grace_end(loy__state *state, uint32_t ladder, int64_t at);

/* ---- ladders.c ---- */

/* Judges the tier that is earned. */
void loy__tier_judge(loy__state *state, uint32_t ladder, int64_t at);
/* Whether nobody needs to judge it: the customer has the lowest one, and what counts
 * at that moment reaches no other. */
static inline bool
loy__tier_rests(loy__state *state, uint32_t ladder, int64_t at)
{
    const loy__rung *rung = &state->rungs[ladder];

    loy__window_advance(state, ladder, at);
    return rung->tier == 0 && rung->shown == 0 && state->note_count == 0 &&
           !loy__tier_near(state, ladder);
}

/* When a tier that has been reached is entered; LOY_NEVER: none has. */
int64_t loy__climb_moment(const loy__state *state, uint32_t ladder);

#endif
