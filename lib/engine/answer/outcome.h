/*
 * outcome.h -- the answer to an event inside the engine.
 */
#ifndef LOY_ENGINE_OUTCOME_H
#define LOY_ENGINE_OUTCOME_H

#include "customer/state.h"

struct loy_outcome {
    loy_memory memory;
    loy__arena texts; /* of an answer that was read from a record */
    loy_effect *effects;
    loy_entry *entries;
    loy_balance *balances;
    loy_standing *tiers;
    size_t effect_count, effect_capacity;
    size_t entry_count, entry_capacity;
    size_t balance_count, balance_capacity;
    size_t tier_count, tier_capacity;
    const char *stage;
    const char *customer; /* who is shown, where he is not the event's; "" */
    uint32_t verdict;
    uint32_t replayed;
    char code[48];
    char text[256];
    char path[128];
};

void loy__outcome_reset(loy_outcome *outcome);
/* One more effect, to be filled, or NULL without memory. */
static inline loy_effect *
loy__outcome_effect(loy_outcome *outcome)
{
    if (!loy__reserve(&outcome->memory, &outcome->effects, &outcome->effect_capacity,
                      outcome->effect_count + 1, sizeof(loy_effect)))
        return NULL;
    return &outcome->effects[outcome->effect_count++];
}

/* Balances, tiers and stage of a state; entries of a journal. */
bool loy__outcome_standing(loy_outcome *outcome, const loy__state *state);
bool loy__outcome_entries(loy_outcome *outcome, const loy_program *program,
                          const loy__journal *journal);

/* The balance of this very name, or LOY__NONE: names of currencies that an
 * effect, an entry and a balance share are one text. */
static inline uint32_t
loy__balance_of(const loy_outcome *outcome, const char *name)
{
    for (uint32_t i = 0; i < outcome->balance_count; i++)
        if (outcome->balances[i].currency == name)
            return i;
    return LOY__NONE;
}

#endif
