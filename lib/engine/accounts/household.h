/*
 * household.h -- spending of a household whose members keep their points: what each
 * of them has, and what each of them gives.
 */
#ifndef LOY_ENGINE_HOUSEHOLD_H
#define LOY_ENGINE_HOUSEHOLD_H

#include "customer/notes.h"
#include "engine/engine.h"

/* A member who may be drawn on. */
typedef struct loy__relative {
    const char *id;
    loy__lot *lots; /* spendable, in spending order, less what was drawn */
    size_t lot_count;
    uint32_t id_size;
    bool self;  /* the customer of the event */
    bool holds; /* of a pledge: something is set aside, also where it cannot be spent */
} loy__relative;

typedef struct loy__family {
    loy__relative *members; /* in the order in which they joined */
    uint32_t count;
    uint32_t reserved;
} loy__family;

/* ---- household.c ---- */

/* The household that a note of a member names. */
static inline loy_text
loy__household_of(const loy__note *member)
{
    return (loy_text){.data = (const char *)member->data + LOY__HOUSEHOLD_HEAD,
                      .size = member->size - LOY__HOUSEHOLD_HEAD};
}

/* Whether the points are the household's. */
bool loy__is_pool(const loy__work *work);
/* How many members a household has; 0: it is none. */
uint32_t loy__member_count(const loy__state *household);
/* Whether a member may spend what is the household's. */
bool loy__spends_for_all(const loy__work *work, const loy__state *household, const char *id,
                         uint32_t size);
/* What goes into a pool must be free of debts and holds. */
int loy__admit_pooling(loy__work *work, const loy__state *state, const char *path);
/* Whether a member has been one for long enough to leave: see `households.stay`. */
int loy__admit_stay(loy__work *work, const loy__note *member);
/* What the customer did in a pool that he leaves he may still undo there. */
int loy__note_left(loy__work *work, loy_text household);
/* Tells a household what the customer has to do with who was its member, maybe under
 * another id: LEAVE, RENAME or GONE. */
int loy__tell_household(loy__work *work, uint32_t kind, loy_text household, loy_text before);

/* ---- household_place.c ---- */

/* The customer is in no household any more, as far as he knows. */
void loy__leave_household(loy__state *state);
/* Whether a merge may bring both into one household. */
int loy__admit_place(loy__work *work);
/* What an account that came in has in a household is the customer's now. */
int loy__take_place(loy__work *work, const loy__state *from);
/* All that a member of a pool has goes into it. */
int loy__pool_lots(loy__work *work);
/* What of it goes back with the account's image; the account takes it up again. */
int loy__give_place(loy__work *work, loy__state *image);
int loy__resume_place(loy__work *work);

/* ---- household_draw.c ---- */

/* What all members have of a currency. */
int64_t loy__family_points(const loy__family *family, uint32_t currency);
/* Takes points from the members as the program says, each part by `take`, with an
 * effect. */
int loy__family_take(loy__work *work, const loy__family *family, uint32_t currency, int64_t points,
                     int (*take)(loy__work *work, const loy__relative *member, uint32_t currency,
                                 int64_t points));
/* The same: they are spent. */
int loy__family_spend(loy__work *work, uint32_t currency, int64_t points);
/* Somebody spent in between: the whole is tried again. */
int loy__family_changed(loy__work *work);

/* ---- household_hold.c ---- */

/* Sets points of the members aside, each with himself. */
int loy__family_hold(loy__work *work, uint32_t currency, int64_t points);
/* Reads what members have set aside for the hold that the event names: work->pledge. */
int loy__pledge_load(loy__work *work);
/* Spends of it; gives back the rest. */
int loy__pledge_capture(loy__work *work, uint32_t currency, int64_t points);
int loy__pledge_release(loy__work *work);

/* ---- household_load.c ---- */

/* Reads the members of the customer's household, if it is one that draws on
 * them: work->family. */
int loy__family_load(loy__work *work);
/* Reads a customer into the state for others, following an account that went into
 * another: the state's id is that of the last. *found: there is one. */
int loy__member_read(loy__work *work, const char *id, uint32_t id_size, bool *found);
/* The moment at which what the event tells a member happens to him: the event's, or
 * what he has seen, where that is later. */
static inline int64_t
loy__member_present(const loy__work *work, const loy__state *member)
{
    return work->event->time > member->settled ? work->event->time : member->settled;
}

#endif
