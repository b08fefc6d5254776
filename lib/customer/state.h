/*
 * state.h -- what one customer's state is, settled up to a moment, and its stored
 * form; customer.h says what may be done to it.
 *
 * What always holds: points of lots are positive; a balance is the sum of what
 * remains in lots; debt > 0 implies that no lot of that currency is spendable;
 * per currency issued - spent - expired - reversed = lots + held - debt; every change
 * of points appends to the journal.
 */
#ifndef LOY_CUSTOMER_STATE_H
#define LOY_CUSTOMER_STATE_H

#include "base/bytes.h"
#include "customer/chain.h"
#include "customer/memos.h"
#include "customer/steps.h"

/* ---- The journal: what happened to points, in order ---- */

typedef struct loy__posting {
    int64_t points;  /* positive; ADJUST, TRANSFER: signed */
    int64_t time;    /* the moment it took effect */
    int64_t matures; /* of the lot: 0 once spendable */
    int64_t expires; /* of the lot; LOY_NEVER */
    uint32_t currency;
    uint32_t kind;     /* LOY_ENTRY_... */
    uint32_t debt;     /* 1: fills or deepens the debt, no lot is touched */
    int32_t earned_on; /* of the lot */
    int64_t was;       /* EXTEND: when the lot expired before */
    uint32_t own;      /* of the lot */
    uint32_t reserved;
} loy__posting;

typedef struct loy__journal {
    const loy_memory *memory; /* borrowed */
    loy__posting *items;
    size_t count;
    size_t capacity;
} loy__journal;

bool loy__journal_add(loy__journal *journal, const loy__posting *posting);
void loy__journal_free(loy__journal *journal);

/* ---- The state ---- */

typedef struct loy__lot {
    int64_t points;
    int64_t matures;   /* 0 once spendable */
    int64_t expires;   /* LOY_NEVER */
    int32_t earned_on; /* day by the clock of the currency: clock.h */
    uint32_t currency;
    uint32_t own; /* 1: its end is its own, which nothing prolongs */
    uint32_t reserved;
} loy__lot;

/* Lots that nothing has looked at since the record was read: packed.h. */
typedef struct loy__packed {
    unsigned char *bytes;
    size_t capacity; /* of the bytes */
    size_t first, count;
    int64_t points; /* their sum */
    uint32_t currency;
    uint32_t reserved;
} loy__packed;

typedef struct loy__purse {
    int64_t debt;
    int64_t issued; /* lifetime sums, for reports */
    int64_t spent;
    int64_t expired;
    int64_t reversed;
} loy__purse;

/* What a ladder counted on a day, in a month, or in the running period. */
typedef struct loy__bucket {
    int64_t amount;
    int32_t day; /* first day it stands for */
    uint32_t ladder;
} loy__bucket;

typedef struct loy__rung {
    /* When the buckets fall below an amount, as it was found last; not stored. */
    int64_t falls, falls_below; /* 0: nothing found */
    int64_t value;              /* sum of the buckets in the window */
    int64_t drop;               /* when the tier is judged next: changes.c; LOY_NEVER */
    int64_t since;              /* when the present tier was entered */
    int32_t period;             /* with periods: first day of the running one; else LOY_DAY_NONE */
    int32_t rolled;             /* ROLLING: the day by which all that leaves has left; not stored */
    uint32_t tier;              /* what was earned */
    uint32_t shown;             /* what the customer has, by statuses.h; not stored */
    uint32_t lived;             /* the one that ends of points go by, by lives.h; not stored */
    uint32_t base; /* of `tier`, what is his whatever the running period counts: see loy__secures */
    bool term;     /* drop is the end of the time that the tier lasts, not of a grace */
} loy__rung;

/* Before anything was counted. */
#define LOY__RUNG_FRESH                                                                            \
    ((loy__rung){.drop = LOY_NEVER,                                                                \
                 .since = LOY_TIME_NONE,                                                           \
                 .period = LOY_DAY_NONE,                                                           \
                 .rolled = LOY_DAY_NONE})

/* How a track, and its ladder, stood before its tier was judged last: reviews.h. */
typedef struct loy__review {
    int64_t amount;      /* what counted then */
    int64_t carried;     /* of it, what counts on */
    int64_t drop, since; /* of the rung of the ladder, like the three below */
    int32_t period;
    uint32_t tier, base;
    uint32_t how; /* LOY__REVIEW_...; 0: nothing is known */
    bool term;
    bool changed; /* since then; not stored */
    int64_t at;   /* when that was */
} loy__review;

/* A counter, or the use of a cap, in its window. */
typedef struct loy__tally {
    int64_t value;
    int32_t start; /* first day of the window that the value is of */
    uint32_t reserved;
} loy__tally;

typedef struct loy__holding {
    int64_t expires; /* LOY_NEVER */
    int64_t count;
    uint32_t voucher;
    uint32_t reserved;
} loy__holding;

/* Points of one lot that are set aside: see holds.h. */
typedef struct loy__held {
    int64_t points;
    int64_t expires; /* of the lot */
    int64_t lapses;  /* when they go back by themselves; LOY_NEVER */
    uint64_t hold;   /* which hold: the digest of its event */
    int32_t earned_on;
    uint32_t currency;
    uint32_t own; /* of the lot */
    uint32_t reserved;
} loy__held;

/* Points that have expired: see lapses.h. */
typedef struct loy__lapsed {
    int64_t points;
    int64_t expired; /* the moment */
    uint32_t currency;
    uint32_t reserved;
} loy__lapsed;

/* The last event that prolonged the points of a currency: see lives.h. */
typedef struct loy__active {
    int64_t moment;
    int64_t other; /* the last one that was no purchase; LOY_TIME_NONE */
    uint32_t currency;
    uint32_t reserved;
} loy__active;

typedef struct loy__value {
    char *text; /* LOY_VALUE_TEXT: in the state's arena */
    int64_t number;
    uint32_t size;
    uint32_t symbol;
    uint32_t kind; /* 0: not set */
    uint32_t reserved;
} loy__value;

/* Something known about the account that most do not have: notes.h. */
typedef struct loy__note {
    const unsigned char *data; /* in the state's arena */
    uint32_t size;
    uint32_t tag;
} loy__note;

typedef struct loy__state {
    const loy_program *program; /* borrowed */
    loy_memory memory;
    loy__arena arena; /* texts of attributes and foreign items; emptied by clear */

    char id[LOY_MAX_ID + 1];
    uint32_t id_size;
    uint32_t stage;
    uint64_t revision;   /* as read; 0: the customer is not stored */
    loy__chain chain;    /* the events of the record */
    int64_t settled;     /* time has been applied up to here; LOY_TIME_NONE: never */
    int64_t due;         /* as read: before it, time changes nothing; LOY_TIME_NONE: not known */
    int64_t timers_from; /* stage and rule timers later than this have not fired */
    int64_t stage_since;
    int64_t last_purchase; /* instant; LOY_TIME_NONE */
    int64_t purchases, visits, spend;
    int32_t enrolled_on, first_purchase_on, last_purchase_on;
    int32_t birthday;            /* day; LOY_DAY_NONE */
    bool exists;                 /* stored, or enrolled by the event at hand */
    uint32_t recalled;           /* how many of these there are: steps.h */
    int64_t bought[LOY__BOUGHT]; /* purchases before the last: lifecycle.h */
    loy__step steps[LOY__STEPS];

    loy__purse *purses;     /* one a currency */
    loy__rung *rungs;       /* one a track: ladders.h */
    loy__tally *counters;   /* one a counter */
    loy__tally *caps;       /* one a cap */
    loy__value *attributes; /* one a customer attribute of the program */

    /* Sorted by (currency, spendable before pending, spending order): taking
     * from the front of a currency's spendable lots is the spending order. The
     * packed ones stand before those of their currency. */
    loy__lot *lots;
    loy__packed packed;
    loy__bucket *buckets;   /* sorted by (ladder, day) */
    loy__holding *holdings; /* sorted by (voucher, expires) */
    size_t lot_count, lot_capacity;
    size_t bucket_count, bucket_capacity;
    size_t holding_count, holding_capacity;
    loy__note *notes; /* sorted by tag */
    size_t note_count, note_capacity;
    loy__held *held; /* by currency, in the order in which they were set aside */
    size_t held_count, held_capacity;
    loy__active *actives; /* sorted by currency, for those that live by activity */
    size_t active_count, active_capacity;
    loy__lapsed *lapsed; /* sorted by (currency, moment) */
    size_t lapsed_count, lapsed_capacity;
    loy__review *reviews; /* one a track */
    size_t review_count;  /* of those that there are */

    /* Parts of the record that this program does not know, kept as they are. */
    const unsigned char *foreign;
    size_t foreign_size;

    /* Of the program, made once by init: the keys that a record carries. */
    unsigned char *keys;
    size_t keys_size, rows_size, block_size;
    uint64_t program_hash;
    uint32_t part_counts[7]; /* by loy__section: keys.h */
    /* One a currency: the expiry of what was earned on the day asked for last. */
    loy__expiry *expiries;
    loy__leaving *leavings; /* LOY__LEAVINGS of them */
    loy__staying *stayings; /* as many */
    loy__timing *timing;
    loy__home *home;         /* NULL where the program does not know where customers live */
    const loy__place *store; /* of the event at hand; NULL: none, or not known */
    int64_t sold;            /* when what comes back with it was sold; LOY_TIME_NONE: not known */
    /* The day that loy__state_day gave last, and its bounds. */
    int64_t day_from, day_until;
    int32_t day;
    /* A day of which loy__state_month was asked last, and what it gave. */
    int32_t month_of, month;
} loy__state;

/* Allocates what the program's counts ask for. LOY_OK or LOY_ERR_NOMEM. */
int loy__state_init(loy__state *state, const loy_program *program, const loy_memory *memory);
void loy__state_free(loy__state *state);
/* Of another customer: what a record need not have is empty. */
void loy__state_open(loy__state *state, const char *id, size_t id_size);
/* What a record has for every part of the program is as before its first event. */
void loy__state_clear_parts(loy__state *state);
/* A customer who does not exist: empty, stage initial, nothing settled. */
void loy__state_clear(loy__state *state, const char *id, size_t id_size);
/* Copies a state of the same program. LOY_OK or LOY_ERR_NOMEM. */
int loy__state_copy(loy__state *to, const loy__state *from);
/* As loy__state_day, for an instant of another day than the one before. */
int32_t loy__state_other_day(loy__state *state, int64_t instant);

static inline bool
loy__has_lots(const loy__state *state)
{
    return state->lot_count + state->packed.count > 0;
}

/* loy__zone_day in the program's zone. */
static inline int32_t
loy__state_day(loy__state *state, int64_t instant)
{
    if (instant >= state->day_from && instant < state->day_until)
        return state->day;
    return loy__state_other_day(state, instant);
}

/* The first of the month of a day. */
static inline int32_t
loy__state_month(loy__state *state, int32_t day)
{
    if (state->month_of != day) {
        state->month = loy__period_start(day, LOY__PERIOD_MONTH);
        state->month_of = day;
    }
    return state->month;
}

/* ---- record.c: the stored form ---- */

/* The customer of a record, whose id is this one. LOY_OK, LOY_ERR_CORRUPT,
 * LOY_ERR_VERSION, LOY_ERR_NOMEM. */
int loy__state_decode(loy__state *state, const char *id, size_t id_size, const void *bytes,
                      size_t size);
/* Appends the record to what was written. LOY_OK or LOY_ERR_NOMEM. Equal states
 * give equal bytes. `due` is loy__state_due of the state. */
int loy__state_encode(const loy__state *state, int64_t due, loy__bytes *bytes);

#endif
