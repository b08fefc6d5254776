/*
 * memberships.h -- plans that a customer has paid for, until they end.
 *
 * They are notes that name plans by their keys: one of a plan that a program
 * does not have has no effect and does not end.
 */
#ifndef LOY_CUSTOMER_MEMBERSHIPS_H
#define LOY_CUSTOMER_MEMBERSHIPS_H

#include "customer/notes.h"

typedef struct loy__membership {
    int64_t since;
    int64_t until;
    uint32_t plan;  /* number in the program; LOY__NONE: another program's */
    bool cancelled; /* it is not to go on after its end */
} loy__membership;

/* The membership of a note. */
loy__membership loy__membership_read(const loy__state *state, const loy__note *note);
/* The note of a plan's membership, or NULL: it does not run. */
const loy__note *loy__membership_find(const loy__state *state, uint32_t plan);
/* Adds a membership, or changes the one of its plan. LOY_OK or LOY_ERR_NOMEM. */
int loy__membership_put(loy__state *state, const loy__membership *membership);
/* Takes over another account's membership, or its end for one's own of the plan,
 * where that ends sooner. LOY_OK or LOY_ERR_NOMEM. */
int loy__membership_absorb(loy__state *state, const loy__note *other);
/* The membership that ends first; its end in `moment`, LOY_NEVER and NULL when
 * none ends. */
const loy__note *loy__membership_next(const loy__state *state, int64_t *moment);
/* The highest tier of a ladder that memberships give; 0 when none does. */
uint32_t loy__membership_tier(const loy__state *state, uint32_t ladder);
/* Whether the bytes of a note are a membership. */
bool loy__membership_sound(const unsigned char *bytes, uint32_t size);

#endif
