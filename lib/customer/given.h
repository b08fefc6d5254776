/*
 * given.h -- a place in a household that was given up because of a merge: nobody
 * has two. It is known to who the two are now, until the merge is undone.
 *
 * The note is the id of the account that came in and what it found: the note of
 * the household that was left, or nothing where its own was. Each is a text behind
 * its size.
 */
#ifndef LOY_CUSTOMER_GIVEN_H
#define LOY_CUSTOMER_GIVEN_H

#include "customer/state.h"

/* Notes that the household of a customer, or of who came in (NULL), was left. LOY_OK
 * or LOY_ERR_NOMEM. */
int loy__given_add(loy__state *state, const char *came, uint32_t size, const loy__note *household);
/* What was given up because of an account, or NULL; whose it was: his own has the note of the
 * household in *data, that of who came in has no size. */
const loy__note *loy__given_find(const loy__state *state, const char *came, uint32_t size,
                                 const char **data, uint32_t *data_size);
bool loy__given_sound(const unsigned char *data, uint32_t size);

#endif
