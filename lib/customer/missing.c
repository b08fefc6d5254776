/*
 * missing.c -- see missing.h. Of several alternatives the nearest is that whose
 * farthest measure lacks the smallest part of what it needs.
 */
#include "customer/missing.h"

#define WHOLE 1000000 /* of a need, when all of it is missing */

static int64_t
lacking(const loy__state *state, uint32_t track, int64_t from, uint32_t which)
{
    int64_t has = loy__window_amount(state, track, which);

    return has >= from ? 0 : from - has;
}

static int64_t
part_lacking(const loy__state *state, const loy__tier_need *need, uint32_t which)
{
    int64_t part = 0;

    if (need->from > 0 && !loy__mul_div(lacking(state, need->track, need->from, which), WHOLE,
                                        need->from, LOY__CEIL, &part))
        part = WHOLE;
    return part;
}

/* The first need of the nearest alternative. */
static uint32_t
nearest(const loy__state *state, const loy__tier_needs *needs, uint32_t which)
{
    uint32_t best = 0;
    int64_t least = INT64_MAX;

    for (uint32_t first = 0, i = 0; first < needs->count; first = i) {
        int64_t most = 0;

        do {
            int64_t part = part_lacking(state, &needs->items[i], which);

            most = part > most ? part : most;
        } while (++i < needs->count && needs->items[i].other == 0);
        if (most < least) {
            least = most;
            best = first;
        }
    }
    return best;
}

static uint32_t
measure_of(const loy__ladder *ladder, uint32_t number, uint32_t track)
{
    return track == number ? 0 : track - ladder->first_measure + 1;
}

/* Tiers that are paid for are entered one after the other. */
static int64_t
price_up_to(const loy__state *state, uint32_t number, uint32_t tier)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int64_t sum = 0;

    for (uint32_t i = state->rungs[number].tier + 1; i <= tier; i++)
        if (!loy__add(sum, ladder->tiers[i].from, &sum))
            return INT64_MAX;
    return sum;
}

void
loy__tier_missing(const loy__state *state, uint32_t number, uint32_t tier, bool keep,
                  uint32_t which, int64_t *missing)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__tier *own = &ladder->tiers[tier];
    const loy__tier_needs *needs = keep ? &own->keep : &own->enter;
    uint32_t i;

    for (i = 0; i < loy__track_count(ladder); i++)
        missing[i] = 0;
    if (!ladder->measured) {
        int64_t from = keep ? own->keep_from : own->from;

        if (ladder->pays && !keep)
            from = price_up_to(state, number, tier);
        missing[0] = lacking(state, number, from, which);
        return;
    }
    i = nearest(state, needs, which);
    if (i < needs->count)
        do {
            const loy__tier_need *need = &needs->items[i];

            missing[measure_of(ladder, number, need->track)] =
                lacking(state, need->track, need->from, which);
        } while (++i < needs->count && needs->items[i].other == 0);
}
