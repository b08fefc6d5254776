/*
 * ladder.h -- what ladders count over which time, and what their tiers ask for.
 */
#ifndef LOY_PROGRAM_LADDER_H
#define LOY_PROGRAM_LADDER_H

#include <stdbool.h>

#include "base/time.h"
#include "cel/cel.h"
#include "program/name.h"

enum {
    LOY__COUNT_EARNED = 1, /* points earned of `currency` */
    LOY__COUNT_SPEND = 2,
    LOY__COUNT_PURCHASES = 3,
    LOY__COUNT_VISITS = 4,
    LOY__COUNT_AMOUNT = 5,  /* `amount` on events of `trigger` */
    LOY__COUNT_BALANCE = 6, /* nothing: what can be spent of `currency` decides */
    LOY__COUNT_MATURED = 7  /* as EARNED, when the points mature */
};
enum {
    LOY__WINDOW_LIFETIME = 1,
    LOY__WINDOW_CALENDAR = 2,
    LOY__WINDOW_ROLLING = 3,
    LOY__WINDOW_ANNIVERSARY = 4, /* periods from the day of enrolment */
    LOY__WINDOW_SINCE_CHANGE = 5 /* periods from the day of the last change of tier */
};
/* When a tier that is reached is entered. */
enum { LOY__UP_NOW = 0, LOY__UP_NEXT_DAY = 1, LOY__UP_NEXT_MONTH = 2, LOY__UP_NEXT_PERIOD = 3 };
/* To which tier a customer falls who does not keep his. */
enum { LOY__FALL_DESERVED = 0, LOY__FALL_ONE = 1 };
/* How long a tier lasts. */
enum {
    LOY__LASTS_USUAL = 0, /* NEXT_PERIOD where there are periods, else WHILE */
    LOY__LASTS_WHILE = 1, /* as long as enough is counted */
    LOY__LASTS_PERIOD = 2,
    LOY__LASTS_NEXT_PERIOD = 3,
    LOY__LASTS_TERM = 4 /* `term`, from when it was last earned */
};

/* An amount that a measure must have counted. */
typedef struct loy__tier_need {
    int64_t from;
    uint32_t track; /* number of a ladder, or of a measure behind them */
    uint32_t other; /* 1: begins another alternative */
} loy__tier_need;

typedef struct loy__tier_needs {
    const loy__tier_need
        *items; /* any alternative, all of its needs; NULL: the ladder's own amount */
    uint32_t count;
    uint32_t reserved;
} loy__tier_needs;
/* By which tier an event earns that leads to a higher one. */
enum { LOY__CROSSING_BEFORE = 1, LOY__CROSSING_AFTER = 2, LOY__CROSSING_SPLIT = 3 };

typedef struct loy__tier {
    loy__name name;
    int64_t from;
    int64_t keep_from;
    loy__tier_needs enter, keep; /* instead of these two, with several measures */
    loy__duration grace;
    bool has_grace;
} loy__tier;

typedef struct loy__ladder {
    loy__name name;
    const loy__tier *tiers; /* lowest first; tiers[0].from is 0 */
    uint32_t tier_count;
    uint32_t counts;   /* LOY__COUNT_... */
    uint32_t currency; /* LOY__COUNT_EARNED, BALANCE, MATURED */
    uint32_t trigger;  /* LOY__COUNT_AMOUNT: number of the event kind */
    const loy__cel_code *amount;
    uint32_t window;         /* LOY__WINDOW_... */
    loy__period period;      /* CALENDAR: the period; ROLLING: DAY or MONTH buckets */
    loy__duration length;    /* ROLLING, ANNIVERSARY, SINCE_CHANGE (nothing: no end) */
    loy__duration term;      /* LOY__LASTS_TERM */
    loy__duration guarantee; /* valid when guaranteed: not lost before, from entering it */
    int64_t carry;           /* the most of a surplus that begins the next period; 0: none */
    uint32_t starts;         /* CALENDAR year: month * 32 + day of its first day; 0: 1 January */
    uint32_t best_of;        /* so many periods, of which the best decides; 0 or 1: the last */
    uint32_t up;             /* LOY__UP_... */
    uint32_t fall;           /* LOY__FALL_... */
    uint32_t lasts;          /* LOY__LASTS_... */
    bool guaranteed;
    bool pays;            /* entering and keeping a tier takes its amount out of what was counted */
    bool measured;        /* its tiers ask for measures */
    bool keeps_otherwise; /* some tier without a grace is kept by other amounts than reach it */
    uint32_t measure_of;  /* of a measure that is no ladder: its ladder's number + 1 */
    uint32_t first_measure;      /* number of the second measure, where there are several */
    uint32_t measure_count;      /* behind the first, which the ladder counts itself */
    const char *const *measures; /* their ids, when measured */
    uint32_t crossing;           /* LOY__CROSSING_... */
} loy__ladder;

/* Whether what a ladder counts begins anew from time to time. */
static inline bool
loy__periodic(const loy__ladder *ladder)
{
    return ladder->window == LOY__WINDOW_CALENDAR || ladder->window >= LOY__WINDOW_ANNIVERSARY;
}

/* Whether tiers are judged all the time, not at certain moments only. */
static inline bool
loy__judged_always(const loy__ladder *ladder)
{
    return ladder->lasts == LOY__LASTS_WHILE ||
           (ladder->lasts == LOY__LASTS_USUAL && !loy__periodic(ladder));
}

/* Whether a period that begins secures the tier until its end: only what it counts
 * itself can be taken back within it. */
static inline bool
loy__secures(const loy__ladder *ladder)
{
    return loy__periodic(ladder) && ladder->window != LOY__WINDOW_SINCE_CHANGE && !ladder->pays &&
           ladder->lasts != LOY__LASTS_TERM && !loy__judged_always(ladder);
}

/* Whether a tier that what counts now has given asks for what reaches it, and not for what
 * keeps it, as soon as something comes back: of a rolling window that is not to be seen. */
static inline bool
loy__gives_by_period(const loy__ladder *ladder)
{
    return loy__secures(ladder) ||
           (ladder->keeps_otherwise && loy__judged_always(ladder) && !ladder->pays &&
            ladder->counts != LOY__COUNT_BALANCE && ladder->window != LOY__WINDOW_ROLLING &&
            ladder->window != LOY__WINDOW_SINCE_CHANGE);
}

/* Whether a tier may be kept by what is left of a rolling window that had reached it. */
static inline bool
loy__outlasts_entry(const loy__ladder *ladder)
{
    return ladder->keeps_otherwise && ladder->window == LOY__WINDOW_ROLLING &&
           loy__judged_always(ladder);
}

/* Whether what counted when a tier was reached is kept, to judge it again: where what counts
 * later does not tell whether it would have been. */
static inline bool
loy__keeps_entry(const loy__ladder *ladder)
{
    return ladder->window == LOY__WINDOW_SINCE_CHANGE || ladder->lasts == LOY__LASTS_TERM ||
           loy__outlasts_entry(ladder);
}

#endif
