/*
 * parked.h -- returns whose sale is not known yet: notes of the customer, each
 * with the moment until which it waits. What the bytes behind it say is the
 * engine's.
 */
#ifndef LOY_CUSTOMER_PARKED_H
#define LOY_CUSTOMER_PARKED_H

#include "customer/notes.h"

#define LOY__PARKED_MOST 100 /* of one customer */
#define LOY__PARKED_HEAD 12  /* bytes before the event: until when, and its kind */

/* Until when a parked return waits. */
int64_t loy__parked_until(const loy__note *note);
/* The first moment at which one waits no more; LOY_NEVER. */
int64_t loy__parked_next(const loy__state *state);

#endif
