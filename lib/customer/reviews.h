/*
 * reviews.h -- how ladders stood before their tiers were judged last: kept so that
 * what comes back of what was counted then has them judged again.
 */
#ifndef LOY_CUSTOMER_REVIEWS_H
#define LOY_CUSTOMER_REVIEWS_H

#include "customer/state.h"

/* What judged the tier. */
enum {
    LOY__REVIEW_END = 1,   /* the end of a period */
    LOY__REVIEW_ENTRY = 2, /* it was reached: a window since the last change, or a term, began */
    LOY__REVIEW_KEEP = 3,  /* its term began anew */
    LOY__REVIEW_LAST = LOY__REVIEW_KEEP
};

/* Of customers without any. */
void loy__reviews_clear(loy__state *state);

/* ---- Of one ladder ---- */

/* Before it is judged: what it has counted, and what the customer has. */
void loy__review_keep(loy__state *state, uint32_t ladder, uint32_t how, int64_t at);
/* A tier that may outlast what it was entered by is the customer's by what counts now. */
void loy__review_renew(loy__state *state, uint32_t ladder, int64_t at);
/* A tier that is left is all that counts now: without that, nothing. */
void loy__review_begin(loy__state *state, uint32_t ladder, int64_t at);
void loy__review_forget(loy__state *state, uint32_t ladder);
/* Whether it is what the tier was judged by last. */
bool loy__review_holds(const loy__state *state, uint32_t ladder);
/* Whether what comes back, and was counted on the day on which a window since the last change
 * has begun, was counted before it. */
bool loy__review_before(const loy__state *state, uint32_t ladder, int32_t day);
/* As loy__ladder_credit, for what was counted before the tier was judged: what is taken
 * there is looked at when it is judged again; what comes late, then alone. */
int loy__review_credit(loy__state *state, uint32_t track, int64_t amount, int32_t day);
/* Judges the tier again, if anything has changed of what it was judged by: it becomes
 * what it would be then, and no better. With `hold` it stays, but not what was carried on,
 * nor what a tier falls to that is lost already. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__review_again(loy__state *state, uint32_t ladder, bool hold, int64_t at);
/* The same of a tier that was entered, or began anew to last: review_entry.c. */
int loy__review_entry(loy__state *state, uint32_t ladder, bool hold, int64_t at);

/* ---- Of two accounts that become one, and of those that part again ---- */

/* Credits what another account has counted in a bucket, or takes it away. */
int loy__review_move(loy__state *state, const loy__state *other, const loy__bucket *bucket,
                     bool away, int64_t at);
/* What both had counted; `better`: how the other one's stood. */
int loy__review_absorb(loy__state *state, const loy__state *from, uint32_t ladder, bool better);
/* Once all that has come is counted: of a tier that may outlast what it was entered by, the
 * entry of the better one, by what both had counted then. Without that the customer has
 * what either of them would have. */
int loy__review_join(loy__state *state, const loy__state *from, uint32_t ladder, bool better,
                     int64_t at);
void loy__review_part(loy__state *state, const loy__state *image, uint32_t ladder);

#endif
