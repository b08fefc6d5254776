/*
 * state.h -- one customer's state, settled up to a moment, and all that may be
 * done to it. Nothing here reads a store, runs a rule or knows an event.
 *
 * What always holds: points of lots are positive; a balance is the sum of what
 * remains in lots; debt > 0 implies that no lot of that currency is spendable;
 * per currency issued - spent - expired - reversed = lots + held - debt; every change
 * of points appends to the journal. A call that fails for want of memory or
 * for overflow leaves a state that must be thrown away, never stored.
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

/* ---- lots.c ---- */

typedef struct loy__points {
    int64_t available, pending, held, debt;
} loy__points;

loy__points loy__state_points(const loy__state *state, uint32_t currency);
/* Whether the figures leave room for one more event, and for those of another account
 * like it: what is added fits an int64 then. */
bool loy__state_has_room(const loy__state *state);
/* Makes lots of the packed ones, before anybody looks at all of them. */
void loy__lots_unpack(loy__state *state);

/* Points earned at an instant and posted at another (the same, or later for a
 * late event): pending and expiry by the currency, debt filled first by what is
 * spendable at once. `kind` is EARN or ADJUST. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL on overflow. points > 0. Gives the key of the lot (as at
 * the earning) through the last two, which may be NULL. */
int loy__earn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
              int64_t earned, int64_t at, uint32_t kind, int64_t *matures, int64_t *expires);
/* Points that come in with an end of their own, or without. */
typedef struct loy__grant {
    int64_t points;
    int64_t earned;
    int64_t at;            /* when they are posted */
    int64_t until;         /* their end; LOY_TIME_NONE: by the currency */
    const loy__wait *wait; /* NULL: by the currency */
    uint32_t currency;
    uint32_t kind; /* EARN or ADJUST */
} loy__grant;

/* As loy__earn. */
int loy__earn_grant(loy__state *state, loy__journal *journal, const loy__grant *grant,
                    int64_t *matures, int64_t *expires);
/* Points from elsewhere: those that lapsed before they came are not here. */
int loy__bring_grant(loy__state *state, loy__journal *journal, const loy__grant *grant);
/* Takes spendable points in spending order, a posting a lot. points > 0 and at
 * most what is available. `kind` is BURN, ADJUST (posted negative) or TRANSFER
 * (posted negative; `issued` goes with the points). */
int loy__burn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
              int64_t at, uint32_t kind);
/* Takes points that are not there: they become debt. All that is available was
 * taken before. `kind` is BURN or ADJUST (posted negative). LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL on overflow. */
int loy__overdraw(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
                  int64_t at, uint32_t kind);
/* Points that come from another account; `issued` moves with them. */
int loy__lot_arrive(loy__state *state, loy__journal *journal, const loy__lot *lot, int64_t at);
/* Takes back points that a sale gave: those of a lot as it was then (points,
 * currency, matures, expires, earned on), in the order that the program says: the
 * pending lot, the spendable lot of that expiry, the others; what is missing
 * becomes debt, or with another floor is given back as `written_off`. */
int loy__reverse(loy__state *state, loy__journal *journal, const loy__lot *sold, int64_t at,
                 int64_t *written_off);
/* Takes back points that came by a transfer: first those of the lot that they came
 * in, whatever the floor; the rest as loy__reverse does. By TRANSFER entries. */
int loy__recall_lot(loy__state *state, loy__journal *journal, const loy__lot *sent, int64_t at,
                    int64_t *written_off);
/* Makes an earning of the journal at hand smaller, of the lot with this key; how
 * many points it could. Call it before anything else is done to that lot. */
int64_t loy__unearn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
                    int64_t matures, int64_t expires);
/* Gives burned points back to the lot that they are of: its points, currency,
 * expiry and day. What has lapsed since is treated as the currency says. */
int loy__restore_lot(loy__state *state, loy__journal *journal, const loy__lot *lot, int64_t at);
/* The same with points that were taken by hand (an ADJUST), or sent (a TRANSFER). */
int loy__regain_lot(loy__state *state, loy__journal *journal, const loy__lot *lot, uint32_t kind,
                    int64_t at);
/* The first moment at which a lot matures or expires; LOY_NEVER. */
int64_t loy__lots_next(const loy__state *state);
/* Matures, then expires, all that is due at or before a moment, each posting
 * with its own moment (not before `floor`, the customer's present). */
int loy__lots_settle(loy__state *state, loy__journal *journal, int64_t moment);

/* ---- ladders.c ---- */

/* Adds to (or takes from, not below 0 in that bucket) what a track counted on
 * a day. A day outside the window changes nothing. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL on overflow. */
int loy__ladder_credit(loy__state *state, uint32_t track, int64_t amount, int32_t day, int64_t at);
/* Puts the customer into a tier as if he had earned it; what is counted may
 * take it away again at the next review. */
void loy__ladder_enter(loy__state *state, uint32_t ladder, uint32_t tier, int64_t at);
/* Judges the tier: upgrade at once, drop or start of grace (rolling and
 * lifetime). True when the tier that the customer has changed. */
bool loy__ladder_review(loy__state *state, uint32_t ladder, int64_t at);
/* The next moment at which time may change the tier or empty a bucket that
 * counts; LOY_NEVER. */
int64_t loy__ladder_next(const loy__state *state, uint32_t ladder);
/* Lets buckets leave the window, starts new periods, ends grace: everything due
 * at a moment. True when the tier that the customer has changed. */
bool loy__ladder_settle(loy__state *state, uint32_t ladder, int64_t moment);

/* A return took from what is counted: the tier is judged again by what the period
 * before has counted, and one that the running period alone has earned, and that it
 * does not reach any more, is lost as others are. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__ladder_fall_back(loy__state *state, uint32_t ladder, int64_t at);
/* Keeps a tier that a return would take away until a moment at which it would
 * have been judged anyway; LOY_NEVER: for ever. As loy__ladder_fall_back. */
int loy__ladder_hold(loy__state *state, uint32_t ladder, int64_t until);

/* ---- tallies.c: counters, caps and vouchers ---- */

/* The value in the window that holds `day`, or in the latest when that is past:
 * a late event cannot open a cap again. */
int64_t loy__tally_value(const loy__tally *tally, loy__period window, int32_t day);
/* Adds in that window; false on overflow. Taking from a window that is past
 * changes nothing. */
bool loy__tally_add(loy__tally *tally, loy__period window, int32_t day, int64_t amount);
/* Takes back what was counted on a day: only while its window lasts, and never below
 * nothing. */
void loy__tally_free(loy__tally *tally, loy__period window, int32_t day, int64_t amount);
/* LOY_OK, LOY_ERR_NOMEM. */
int loy__voucher_issue(loy__state *state, uint32_t voucher, int64_t count, int64_t at,
                       int64_t *expires);
/* Adds vouchers of a kind and an end. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__voucher_put(loy__state *state, const loy__holding *holding);
int64_t loy__voucher_count(const loy__state *state, uint32_t voucher);
/* Uses the one that expires first; false when there is none. Gives its end. */
bool loy__voucher_use(loy__state *state, uint32_t voucher, int64_t *expires);
/* One that was used, with its end, is there again; *back is false where it has
 * lapsed for good. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__voucher_restore(loy__state *state, uint32_t voucher, int64_t expires, int64_t at,
                         bool *back);
/* Takes away as many as there are of so many: those of an end first, then those
 * that expire last. How many there were. */
int64_t loy__voucher_take(loy__state *state, uint32_t voucher, int64_t expires, int64_t count);
int64_t loy__vouchers_next(const loy__state *state);
/* Removes those that have expired; of cards that a return may charge they are counted.
 * LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__vouchers_settle(loy__state *state, int64_t moment);
/* How many vouchers of cards have lapsed, as they are counted, and that so many of them
 * are counted no more. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int64_t loy__vouchers_lapsed(const loy__state *state, uint32_t voucher);
int loy__vouchers_forget(loy__state *state, uint32_t voucher, int64_t count);

/* ---- forfeit.c ---- */

/* All lots of a currency are given up; how many points. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__forfeit(loy__state *state, loy__journal *journal, uint32_t currency, int64_t at,
                 int64_t *points);

/* ---- erasure.c ---- */

/* Forgets the person: attributes, birthday, vouchers and words. What was counted
 * stays. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_CORRUPT. */
int loy__state_erase(loy__state *state);
/* All points expire, those that are held too. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__state_forfeit(loy__state *state, loy__journal *journal, int64_t at);
bool loy__state_erased(const loy__state *state);

/* ---- timers.c ---- */

/* The first timed transition from the present stage, or timer rule, whose
 * moment is after timers_from: LOY_NEVER when there is none. */
int64_t loy__timers_next(const loy__state *state);
/* The moment of one transition or timer rule for this customer; LOY_NEVER. */
int64_t loy__transition_moment(const loy__state *state, const loy__transition *transition);
int64_t loy__timer_rule_moment(const loy__state *state, const loy__rule *rule);
/* The first moment at which time alone changes this customer. */
int64_t loy__state_due(const loy__state *state);

#endif
