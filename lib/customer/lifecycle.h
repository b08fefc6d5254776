/*
 * lifecycle.h -- what the stage of a customer and the days of his purchases follow
 * from: the moments of his last purchases, and the stages that he left.
 *
 * A sale that comes back as a whole was none: the stage goes back to what it was
 * before it, and what came later is to happen again. What is older than the
 * purchases and stages that are remembered stays as it is: the first day then is that
 * of the first purchase ever.
 */
#ifndef LOY_CUSTOMER_LIFECYCLE_H
#define LOY_CUSTOMER_LIFECYCLE_H

#include "customer/customer.h"

/* A purchase at a moment, on its day in the program's zone. Timers start anew. */
void loy__purchase_add(loy__state *state, int64_t moment, int32_t day);
/* Forgets it; state->purchases is what is left. False: it is not remembered, and
 * nothing has changed. */
bool loy__purchase_take(loy__state *state, int64_t moment);
/* Sets the moment of the last purchase, with its day; LOY_TIME_NONE. */
void loy__purchase_last(loy__state *state, int64_t moment);

/* Enters a stage; nothing where it is the one at hand. */
void loy__stage_enter(loy__state *state, uint32_t stage, int64_t since, bool told);

/* Stages that were told while others followed from purchases, in their order. */
typedef struct loy__told {
    loy__step steps[LOY__STEPS + 1];
    uint32_t count;
} loy__told;

/* Takes the stage back to what it was before a moment; those told later, but for one
 * of `but` (LOY_TIME_NONE: none), are given. */
void loy__stage_rewind(loy__state *state, int64_t moment, int64_t but, loy__told *told);

/* The stage as it is, and the same again whatever it has become. */
loy__step loy__stage_at_hand(const loy__state *state);
void loy__stage_stand(loy__state *state, const loy__step *step);

/* Purchases of another account come in, or go out again; the stage stays. */
void loy__lifecycle_absorb(loy__state *state, const loy__state *from);
void loy__lifecycle_part(loy__state *state, const loy__state *image);

/* ---- In records: behind the values, and counted in the word of the stage ---- */

#define LOY__STEP_SIZE 12

static inline uint32_t
loy__lifecycle_size(uint32_t recalled)
{
    return 8 * loy__bought_count(recalled) + LOY__STEP_SIZE * loy__step_count(recalled);
}

unsigned char *loy__lifecycle_write(const loy__state *state, unsigned char *out);
/* With the numbers of the stages as they are in the record. LOY_OK, LOY_ERR_CORRUPT. */
int loy__lifecycle_read(loy__state *state, uint32_t recalled, const unsigned char *bytes);

#endif
