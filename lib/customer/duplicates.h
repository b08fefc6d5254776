/*
 * duplicates.h -- vouchers of an account that goes into another, and back again.
 */
#ifndef LOY_CUSTOMER_DUPLICATES_H
#define LOY_CUSTOMER_DUPLICATES_H

#include "customer/notes.h"

/* Takes the vouchers of an account that comes in: all, or of each kind only what is
 * more than there is already, as the program says. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL on overflow. */
int loy__vouchers_absorb(loy__state *state, const loy__state *from, int64_t at);
/* Lets go again, into the image of the account, what is left of them and what was
 * not taken. */
void loy__vouchers_part(loy__state *state, loy__state *image);
bool loy__duplicate_sound(const unsigned char *data, uint32_t size);

#endif
