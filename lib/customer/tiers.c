/*
 * tiers.c -- what a tier asks for: an amount of what the ladder counts, or
 * several measures, all of them or any of several sets.
 */
#include "customer/ladders.h"

/* Whether all needs of one alternative are met. */
static bool
meets(const loy__state *state, const loy__tier_needs *needs, uint32_t which)
{
    bool met = true;

    for (uint32_t i = 0; i < needs->count; i++) {
        const loy__tier_need *need = &needs->items[i];

        if (need->other != 0) {
            if (met)
                return true;
            met = true;
        }
        met = met && loy__window_amount(state, need->track, which) >= need->from;
    }
    return met;
}

bool
loy__tier_reached(const loy__state *state, uint32_t ladder, uint32_t tier, uint32_t which)
{
    const loy__tier *definition = &state->program->ladders[ladder].tiers[tier];

    if (definition->enter.items != NULL)
        return meets(state, &definition->enter, which);
    return (which == LOY__OF_NOW ? state->rungs[ladder].value
                                 : loy__window_amount(state, ladder, which)) >= definition->from;
}

bool
loy__tier_kept(const loy__state *state, uint32_t ladder, uint32_t which)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    uint32_t number = state->rungs[ladder].tier;
    const loy__tier *tier = &definition->tiers[number];

    if (tier->keep.items != NULL) {
        if (meets(state, &tier->keep, which))
            return true;
    } else if ((which == LOY__OF_NOW
                    ? state->rungs[ladder].value
                    : loy__window_amount(state, ladder, which)) >= tier->keep_from) {
        return true;
    }
    /* A review may ask for more than entering did. Where the tier is judged all
     * the time, that would be entering and leaving without end. */
    return loy__judged_always(definition) && loy__tier_reached(state, ladder, number, which);
}

uint32_t
loy__tier_for(const loy__state *state, uint32_t ladder, uint32_t end, uint32_t which)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    int64_t value = state->rungs[ladder].value;
    uint32_t tier = end > 0 ? end - 1 : 0;

    if (which == LOY__OF_NOW && !definition->measured) {
        while (tier > 0 && value < definition->tiers[tier].from)
            tier--;
        return tier;
    }
    while (tier > 0 && !loy__tier_reached(state, ladder, tier, which))
        tier--;
    return tier;
}

/* ---- When time takes it away ---- */

static int64_t
find_fall(const loy__state *state, uint32_t track, int64_t amount)
{
    loy__buckets span = loy__buckets_of(state, track);
    int64_t sum = 0;

    for (const loy__bucket *first = state->buckets + span.first, *at = state->buckets + span.end;
         at != first;) {
        sum += (--at)->amount;
        if (sum >= amount)
            return loy__zone_midnight(&state->program->zone,
                                      loy__bucket_leaves(state, track, at->day));
    }
    return LOY_TIME_NONE;
}

/* When a rolling window counts less than an amount that it counts now. Asked for
 * several times an event, with the same answer until the buckets change. */
static int64_t
falls_below(const loy__state *state, uint32_t track, int64_t amount)
{
    loy__rung *rung = &state->rungs[track];

    if (amount <= 0)
        return LOY_NEVER;
    if (rung->falls_below != amount) {
        rung->falls = find_fall(state, track, amount);
        rung->falls_below = amount;
    }
    return rung->falls;
}

/* The last moment of the alternatives, each of which ends with the first of its
 * needs. LOY_TIME_NONE: none is met. */
static int64_t
needs_fall(const loy__state *state, const loy__tier_needs *needs)
{
    int64_t last = LOY_TIME_NONE;
    int64_t first = LOY_NEVER;

    for (uint32_t i = 0; i < needs->count; i++) {
        const loy__tier_need *need = &needs->items[i];
        int64_t moment;

        if (need->other != 0) {
            last = first > last ? first : last;
            first = LOY_NEVER;
        }
        moment = falls_below(state, need->track, need->from);
        first = moment < first ? moment : first;
    }
    return first > last ? first : last;
}

static int64_t
later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

int64_t
loy__tier_falls(const loy__state *state, uint32_t ladder)
{
    const loy__tier *tier = &state->program->ladders[ladder].tiers[state->rungs[ladder].tier];

    if (state->program->ladders[ladder].window != LOY__WINDOW_ROLLING)
        return LOY_NEVER;
    /* What falls below the larger amount does so first: the smaller one alone
     * says when both have. */
    if (tier->enter.items == NULL && tier->keep.items == NULL)
        return falls_below(state, ladder,
                           tier->from < tier->keep_from ? tier->from : tier->keep_from);
    return later(tier->enter.items != NULL ? needs_fall(state, &tier->enter)
                                           : falls_below(state, ladder, tier->from),
                 tier->keep.items != NULL ? needs_fall(state, &tier->keep)
                                          : falls_below(state, ladder, tier->keep_from));
}
