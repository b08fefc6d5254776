/*
 * household.h -- spending of a household whose members keep their points: what each
 * of them has, and what each of them gives.
 */
#ifndef LOY_ENGINE_HOUSEHOLD_H
#define LOY_ENGINE_HOUSEHOLD_H

#include "engine/engine.h"

/* A member who may be drawn on. */
typedef struct loy__relative {
    const char *id;
    loy__lot *lots; /* spendable, in spending order, less what was drawn */
    size_t lot_count;
    uint32_t id_size;
    bool self; /* the customer of the event */
} loy__relative;

typedef struct loy__family {
    loy__relative *members; /* in the order in which they joined */
    uint32_t count;
    uint32_t reserved;
} loy__family;

/* ---- household_draw.c ---- */

/* What all members have of a currency. */
int64_t loy__family_available(const loy__work *work, uint32_t currency);
/* Takes points from the members as the program says. */
int loy__family_spend(loy__work *work, uint32_t currency, int64_t points);

/* ---- household_load.c ---- */

/* Reads the members of the customer's household, if it is one that draws on
 * them: work->family. */
int loy__family_load(loy__work *work);

#endif
