/*
 * crossing.h -- an event that leads into a higher tier: what its file hands to
 * the steps. work->crossing is NULL for all other events, nearly always.
 */
#ifndef LOY_ENGINE_CROSSING_H
#define LOY_ENGINE_CROSSING_H

#include "engine/engine.h"

typedef struct loy__crossing {
    uint32_t *shown; /* by ladder: the tier that rules see */
    uint32_t ladder; /* that is split, or LOY__NONE */
    uint32_t count;  /* of stretches */
    uint32_t at;     /* the one at hand */
    bool crosses;
    int64_t lengths[LOY__MAX_TIERS]; /* sum: what the event counts */
    uint32_t tiers[LOY__MAX_TIERS];
    loy__pass stretches[LOY__MAX_TIERS]; /* what fired in each; the rest is not used */
    uint32_t *fired;                     /* in any stretch, ascending; NULL before that is known */
    uint32_t fired_count;
} loy__crossing;

/* Sets work->crossing, and the facts as the first stretch sees them. Facts are
 * filled. */
int loy__crossing_find(loy__work *work, const loy__scene *scene);
/* Goes to a stretch: rules see its tiers. */
int loy__crossing_at(loy__work *work, uint32_t stretch);
/* What of an amount the stretch at hand has. */
int64_t loy__crossing_share(const loy__work *work, int64_t amount);
/* Adds what the other stretches give to a pass that has the amounts of the
 * first, not rounded yet. */
int loy__decide_stretches(loy__work *work, const loy__scene *scene, loy__pass *pass);
void loy__crossing_unite(const loy__work *work, loy__pass *pass);

#endif
