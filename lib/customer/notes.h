/*
 * notes.h -- what is known about an account that most do not have: that it is
 * frozen, where it went, who belongs to it, how much went through it.
 *
 * A note is a tag and bytes. Notes are sorted by tag, those of one tag stand in
 * the order in which they were added; a customer without any pays four bytes.
 */
#ifndef LOY_CUSTOMER_NOTES_H
#define LOY_CUSTOMER_NOTES_H

#include "customer/customer.h"

/* Stored: never renumbered. */
enum {
    LOY__NOTE_FROZEN = 1,      /* why */
    LOY__NOTE_ADJUSTED = 2,    /* a tally: points moved by hand */
    LOY__NOTE_STATUS = 3,      /* statuses.h */
    LOY__NOTE_FRACTION = 4,    /* what waits of a point: fractions.h */
    LOY__NOTE_USED = 5,        /* a tally: uses of what is limited, by the key of its name */
    LOY__NOTE_ERASED = 6,      /* nothing: the customer asked to be forgotten */
    LOY__NOTE_BIRTHDAY = 7,    /* the moment at which it was set */
    LOY__NOTE_PARKED = 8,      /* parked.h */
    LOY__NOTE_SENT = 16,       /* a tally: points transferred to others */
    LOY__NOTE_RECEIVED = 17,   /* a tally: points transferred from others */
    LOY__NOTE_MOVED = 18,      /* where the account went: moving.h */
    LOY__NOTE_IMAGE = 19,      /* the record it had when it was merged */
    LOY__NOTE_CAME = 20,       /* the id of an account that came in */
    LOY__NOTE_REFERRER = 21,   /* when and by whom the customer was brought */
    LOY__NOTE_REFERRED = 22,   /* a tally: rewards for customers brought */
    LOY__NOTE_HOUSEHOLD = 23,  /* when the customer joined which household */
    LOY__NOTE_MEMBER = 24,     /* of a household: a member's id; the head first */
    LOY__NOTE_MEMBERSHIP = 25, /* memberships.h */
    LOY__NOTE_PLACE = 26,      /* an account whose place in the household the customer has */
    LOY__NOTE_HISTORY = 27,    /* the last events: engine/late/late.h */
    LOY__NOTE_TRAIL = 28,      /* trail.h */
    LOY__NOTE_LEFT = 29,       /* a pool that the customer was a member of */
    LOY__NOTE_DUPLICATE = 30,  /* duplicates.h */
    LOY__NOTE_GIVEN = 31,      /* a household that was left for a merge: given.h */
    LOY__NOTE_LAPSED = 32,     /* a tally: vouchers of cards that lapsed unused, by their key */
    LOY__NOTE_TAGS = 33
};

#define LOY__FRACTION_SIZE 12
#define LOY__HOUSEHOLD_HEAD 8 /* bytes before the id of a household */

/* The nth note of a tag, or NULL. */
const loy__note *loy__note_find(const loy__state *state, uint32_t tag, uint32_t nth);
/* Nothing of a frozen account is spent. */
static inline bool
loy__is_frozen(const loy__state *state)
{
    return state->note_count > 0 && loy__note_find(state, LOY__NOTE_FROZEN, 0) != NULL;
}

/* How many notes of a tag there are. */
uint32_t loy__note_total(const loy__state *state, uint32_t tag);
/* The note of a tag that says just this, or NULL. */
const loy__note *loy__note_equal(const loy__state *state, uint32_t tag, const void *data,
                                 size_t size);
/* Adds a copy. LOY_OK or LOY_ERR_NOMEM. */
int loy__note_add(loy__state *state, uint32_t tag, const void *data, size_t size);
/* Removes a note that one of the above gave. */
void loy__note_remove(loy__state *state, const loy__note *note);

/* note_tallies.c: a tally is kept for each currency, in a window as counters are
 * (tallies.c). LOY__NONE stands for no currency. */
int64_t loy__note_tally(const loy__state *state, uint32_t tag, uint32_t currency,
                        loy__period window, int32_t day);
/* Less than 0 takes back what was counted on the day. LOY_OK, LOY_ERR_NOMEM,
 * LOY_ERR_INTERNAL on overflow. */
int loy__note_count(loy__state *state, uint32_t tag, uint32_t currency, loy__period window,
                    int32_t day, int64_t amount);

/* The same for what has a key of its own, and for each text by which it is kept, by
 * its hash; 0: none. */
int64_t loy__note_key_tally(const loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                            loy__period window, int32_t day);
int loy__note_key_count(loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                        loy__period window, int32_t day, int64_t amount);
bool loy__note_is_tally(uint32_t tag);
/* Whether bytes are a tally. */
bool loy__note_tally_sound(const unsigned char *data, size_t size);
/* Adds the tally of another account: in the same window they add up, else the
 * later one holds. LOY_OK, LOY_ERR_NOMEM, LOY_ERR_INTERNAL. */
int loy__note_absorb(loy__state *state, const loy__note *tally);
/* Takes such a tally out again, as far as it counts still. LOY_OK, LOY_ERR_NOMEM. */
int loy__note_part(loy__state *state, const loy__note *tally);

/* Bytes of the notes in a record. */
size_t loy__notes_measure(const loy__state *state);
unsigned char *loy__notes_write(const loy__state *state, unsigned char *out);
/* LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_NOMEM. */
int loy__notes_read(loy__state *state, const unsigned char *bytes, size_t size);
/* LOY_OK or LOY_ERR_NOMEM. */
int loy__notes_copy(loy__state *to, const loy__state *from);

#endif
