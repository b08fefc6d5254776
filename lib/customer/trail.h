/*
 * trail.h -- the way to the sales whose receipts keep a copy of the customer, for
 * the day on which he asks to be forgotten.
 *
 * The account knows the newest of them, and each receipt the one before: so the
 * account stays small however many there are. An account that came in brings the
 * end of its own way along.
 */
#ifndef LOY_CUSTOMER_TRAIL_H
#define LOY_CUSTOMER_TRAIL_H

#include "customer/notes.h"

#define LOY__TRAIL_KEY (2 * LOY_MAX_ID + 1) /* bytes of the longest key */

/* The key of the newest sale: source, NUL, id; without data where there is none.
 * Lent until the state is cleared. */
loy_text loy__trail_newest(const loy__state *state);
/* Makes a sale the newest. LOY_OK or LOY_ERR_NOMEM. */
int loy__trail_lead(loy__state *state, loy_text source, loy_text id);
/* The nth end of a way, the account's own or one that was brought. */
loy_text loy__trail_end(const loy__state *state, uint32_t nth);
void loy__trail_forget(loy__state *state);

bool loy__trail_sound(const unsigned char *data, uint32_t size);
/* Takes the end of a way of an account that comes in, and lets it go again.
 * LOY_OK or LOY_ERR_NOMEM. */
int loy__trail_absorb(loy__state *state, const loy__note *note);
void loy__trail_part(loy__state *state, const loy__note *note);

#endif
