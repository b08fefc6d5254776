/*
 * customer.h -- the door of this room: all that may be done to a customer's state.
 * Nothing here reads a store, runs a rule or knows an event.
 *
 * A call that fails for want of memory or for overflow leaves a state that must be
 * thrown away, never stored.
 */
#ifndef LOY_CUSTOMER_CUSTOMER_H
#define LOY_CUSTOMER_CUSTOMER_H

#include "customer/state.h"

/* ---- Points: lots.c, packed.c, earn.c, burn.c, unearn.c, settle_lots.c ---- */

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

/* ---- tallies.c: counters and caps ---- */

/* The value in the window that holds `day`, or in the latest when that is past:
 * a late event cannot open a cap again. */
int64_t loy__tally_value(const loy__tally *tally, loy__period window, int32_t day);
/* Adds in that window; false on overflow. Taking from a window that is past
 * changes nothing. */
bool loy__tally_add(loy__tally *tally, loy__period window, int32_t day, int64_t amount);
/* Takes back what was counted on a day: only while its window lasts, and never below
 * nothing. */
void loy__tally_free(loy__tally *tally, loy__period window, int32_t day, int64_t amount);

/* ---- vouchers.c ---- */

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
