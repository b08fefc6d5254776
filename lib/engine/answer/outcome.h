/*
 * outcome.h -- the answer to an event inside the engine.
 */
#ifndef LOY_ENGINE_OUTCOME_H
#define LOY_ENGINE_OUTCOME_H

#include <string.h>

#include "customer/customer.h"

/* What the caller sees, with the sizes of its texts: the answer's record has
 * them. A size of 0 is not known. */
typedef struct loy__effect {
    loy_effect told;
    uint32_t rule_size, name_size;
} loy__effect;

typedef struct loy__balance {
    loy_balance told;
    uint32_t size;
} loy__balance;

typedef struct loy__standing {
    loy_standing told;
    uint32_t ladder_size, tier_size;
} loy__standing;

static inline size_t
loy__text_size(const char *text, uint32_t size)
{
    return size != 0 ? size : strlen(text);
}

struct loy_outcome {
    loy_memory memory;
    loy__arena texts; /* of an answer that was read from a record */
    loy__effect *effects;
    loy_entry *entries;
    loy__balance *balances;
    loy__standing *tiers;
    size_t effect_count, effect_capacity;
    size_t entry_count, entry_capacity;
    size_t balance_count, balance_capacity;
    size_t tier_count, tier_capacity;
    const char *stage;
    uint32_t stage_size;
    const char *customer; /* who is shown, where he is not the event's; "" */
    uint32_t verdict;
    uint32_t replayed;
    char code[48];
    char text[256];
    char path[128];
};

void loy__outcome_reset(loy_outcome *outcome);
/* Where the next effects are written, so many at most, or NULL without memory. */
static inline loy__effect *
loy__outcome_room(loy_outcome *outcome, size_t most)
{
    if (!loy__reserve(&outcome->memory, &outcome->effects, &outcome->effect_capacity,
                      outcome->effect_count + most, sizeof(*outcome->effects)))
        return NULL;
    return &outcome->effects[outcome->effect_count];
}

/* One more effect, to be filled, or NULL without memory. */
static inline loy__effect *
loy__outcome_next(loy_outcome *outcome)
{
    loy__effect *next = loy__outcome_room(outcome, 1);

    if (next != NULL)
        outcome->effect_count++;
    return next;
}

/* The same, of which no size is known. */
static inline loy_effect *
loy__outcome_effect(loy_outcome *outcome)
{
    loy__effect *effect = loy__outcome_next(outcome);

    if (effect == NULL)
        return NULL;
    effect->rule_size = effect->name_size = 0;
    return &effect->told;
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
        if (outcome->balances[i].told.currency == name)
            return i;
    return LOY__NONE;
}

#endif
