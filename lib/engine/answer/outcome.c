/*
 * outcome.c -- the answer to an event, as the caller holds it.
 *
 * Names in it are lent by the program that decided, or by the outcome's own
 * texts when the answer was read from a record. Its vectors keep their memory
 * from one event to the next.
 */
#include "engine/engine.h"

int
loy_outcome_new(loy_outcome **out, const loy_memory *memory)
{
    int result = loy__object_new(out, sizeof(**out), memory);

    if (result < 0)
        return result;
    loy__arena_init(&(*out)->texts, &(*out)->memory);
    (*out)->stage = "";
    (*out)->customer = "";
    return LOY_OK;
}

void
loy_outcome_free(loy_outcome *outcome)
{
    loy_memory memory;

    if (outcome == NULL)
        return;
    memory = outcome->memory;
    loy__free(&memory, outcome->effects, outcome->effect_capacity * sizeof(*outcome->effects));
    loy__free(&memory, outcome->entries, outcome->entry_capacity * sizeof(loy_entry));
    loy__free(&memory, outcome->balances, outcome->balance_capacity * sizeof(*outcome->balances));
    loy__free(&memory, outcome->tiers, outcome->tier_capacity * sizeof(*outcome->tiers));
    loy__arena_free(&outcome->texts);
    loy__free(&memory, outcome, sizeof(*outcome));
}

void
loy__outcome_reset(loy_outcome *outcome)
{
    loy__arena_reset(&outcome->texts);
    outcome->effect_count = 0;
    outcome->entry_count = 0;
    outcome->balance_count = 0;
    outcome->tier_count = 0;
    outcome->stage = "";
    outcome->customer = "";
    outcome->verdict = LOY_VERDICT_NONE;
    outcome->replayed = 0;
    outcome->code[0] = '\0';
    outcome->text[0] = '\0';
    outcome->path[0] = '\0';
}

bool
loy__outcome_standing(loy_outcome *outcome, const loy__state *state)
{
    const loy_program *program = state->program;

    if (!loy__reserve(&outcome->memory, &outcome->balances, &outcome->balance_capacity,
                      program->currency_count, sizeof(*outcome->balances)) ||
        !loy__reserve(&outcome->memory, &outcome->tiers, &outcome->tier_capacity,
                      program->ladder_count, sizeof(*outcome->tiers)))
        return false;
    for (uint32_t i = 0; i < program->currency_count; i++) {
        const loy__name *name = &program->currencies[i].name;
        loy__points points = loy__state_points(state, i);

        outcome->balances[i] = (loy__balance){.told = {.currency = name->text,
                                                       .available = points.available,
                                                       .pending = points.pending,
                                                       .held = points.held,
                                                       .debt = points.debt},
                                              .size = name->size};
    }
    outcome->balance_count = program->currency_count;
    for (uint32_t i = 0; i < program->ladder_count; i++) {
        const loy__name *ladder = &program->ladders[i].name;
        const loy__name *tier = &program->ladders[i].tiers[state->rungs[i].shown].name;

        outcome->tiers[i] = (loy__standing){.told = {.ladder = ladder->text, .tier = tier->text},
                                            .ladder_size = ladder->size,
                                            .tier_size = tier->size};
    }
    outcome->tier_count = program->ladder_count;
    outcome->stage = "";
    outcome->stage_size = 0;
    if (state->exists) {
        outcome->stage = program->stages[state->stage].name.text;
        outcome->stage_size = program->stages[state->stage].name.size;
    }
    return true;
}

bool
loy__outcome_entries(loy_outcome *outcome, const loy_program *program, const loy__journal *journal)
{
    if (!loy__reserve(&outcome->memory, &outcome->entries, &outcome->entry_capacity, journal->count,
                      sizeof(loy_entry)))
        return false;
    for (size_t i = 0; i < journal->count; i++) {
        const loy__posting *posting = &journal->items[i];

        outcome->entries[i] =
            (loy_entry){.currency = program->currencies[posting->currency].name.text,
                        .points = posting->points,
                        .time = posting->time,
                        .matures = posting->matures,
                        .expires = posting->expires,
                        .kind = posting->kind,
                        .debt = posting->debt,
                        .was = posting->kind == LOY_ENTRY_EXTEND ? posting->was : posting->expires};
    }
    outcome->entry_count = journal->count;
    return true;
}

uint32_t
loy_outcome_verdict(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->verdict : LOY_VERDICT_NONE;
}

uint32_t
loy_outcome_replayed(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->replayed : 0;
}

const char *
loy_outcome_reason(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->code : "";
}

const char *
loy_outcome_reason_text(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->text : "";
}

const char *
loy_outcome_reason_path(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->path : "";
}

uint32_t
loy_outcome_effect_count(const loy_outcome *outcome)
{
    return outcome != NULL ? (uint32_t)outcome->effect_count : 0;
}

const loy_effect *
loy_outcome_effect(const loy_outcome *outcome, uint32_t index)
{
    return outcome != NULL && index < outcome->effect_count ? &outcome->effects[index].told : NULL;
}

uint32_t
loy_outcome_entry_count(const loy_outcome *outcome)
{
    return outcome != NULL ? (uint32_t)outcome->entry_count : 0;
}

const loy_entry *
loy_outcome_entry(const loy_outcome *outcome, uint32_t index)
{
    return outcome != NULL && index < outcome->entry_count ? &outcome->entries[index] : NULL;
}

uint32_t
loy_outcome_balance_count(const loy_outcome *outcome)
{
    return outcome != NULL ? (uint32_t)outcome->balance_count : 0;
}

const loy_balance *
loy_outcome_balance(const loy_outcome *outcome, uint32_t index)
{
    return outcome != NULL && index < outcome->balance_count ? &outcome->balances[index].told
                                                             : NULL;
}

uint32_t
loy_outcome_tier_count(const loy_outcome *outcome)
{
    return outcome != NULL ? (uint32_t)outcome->tier_count : 0;
}

const loy_standing *
loy_outcome_tier(const loy_outcome *outcome, uint32_t index)
{
    return outcome != NULL && index < outcome->tier_count ? &outcome->tiers[index].told : NULL;
}

const char *
loy_outcome_customer(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->customer : "";
}

const char *
loy_outcome_stage(const loy_outcome *outcome)
{
    return outcome != NULL ? outcome->stage : "";
}
