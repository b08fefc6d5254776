/*
 * moving.h -- accounts that go into others: a lost card's, a duplicate's.
 *
 * What always holds: points, debts and lifetime sums leave one account and
 * enter the other, none is made or lost; postings of kind TRANSFER say so on
 * both sides.
 */
#ifndef LOY_CUSTOMER_MOVING_H
#define LOY_CUSTOMER_MOVING_H

#include "customer/notes.h"

#define LOY__MOST_MOVES 16 /* of an account that went on and on */

/* Stored. */
enum { LOY__MOVED_MERGE = 1, LOY__MOVED_REKEY = 2 };

/* Where an account went. */
typedef struct loy__moved {
    int64_t time;
    const char *id;
    uint32_t id_size;
    uint32_t how; /* LOY__MOVED_... */
} loy__moved;

/* False for an account that is where it always was. */
bool loy__moved_to(const loy__state *state, loy__moved *out);
/* Whether the bytes of a note say where an account went. */
bool loy__moved_sound(const unsigned char *data, uint32_t size);

/* Empties an account that goes to another, and notes where. LOY_OK,
 * LOY_ERR_NOMEM. */
int loy__state_leave(loy__state *state, loy__journal *journal, const loy__moved *to, int64_t at);
/* All lots go to another account; `issued` with them. LOY_OK, LOY_ERR_NOMEM. */
int loy__lots_leave(loy__state *state, loy__journal *journal, int64_t at);
/* Becomes what another account was, under the id that it has. LOY_OK,
 * LOY_ERR_NOMEM. */
int loy__state_become(loy__state *state, loy__journal *journal, const loy__state *from, int64_t at);
/* Takes another account in. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__state_absorb(loy__state *state, loy__journal *journal, loy__state *from, int64_t at);
/* Gives back what an account brought when it was taken in, as far as it is
 * still here; `image` becomes what it gets. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL. */
int loy__state_part(loy__state *state, loy__journal *journal, loy__state *image, int64_t at);

#endif
