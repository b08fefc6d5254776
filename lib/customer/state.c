/*
 * state.c -- the life of a customer's state: made once for a program, emptied
 * and filled for one customer after another without allocating.
 */
#include "customer/buckets.h"
#include "customer/notes.h"
#include "customer/packed.h"
#include "customer/record.h"
#include "customer/reviews.h"

#include <string.h>

#include "base/bytes.h"

/* The arrays that a program's counts size stand in one block. */
static size_t
block_size(const loy_program *program)
{
    return program->currency_count * sizeof(loy__purse) + program->track_count * sizeof(loy__rung) +
           (program->counter_count + (size_t)program->cap_count) * sizeof(loy__tally) +
           program->customer_attributes.count * sizeof(loy__value) + sizeof(int64_t);
}

int
loy__state_init(loy__state *state, const loy_program *program, const loy_memory *memory)
{
    unsigned char *block;

    *state = (loy__state){.program = program, .memory = *memory};
    loy__arena_init(&state->arena, &state->memory);
    state->block_size = block_size(program);
    block = loy__alloc_zero(&state->memory, state->block_size);
    state->keys_size = loy__keys_size(program);
    state->keys = loy__alloc(&state->memory, state->keys_size);
    state->purses = (loy__purse *)(void *)block;
    state->expiries =
        loy__alloc_array(&state->memory, program->currency_count, sizeof(*state->expiries));
    state->leavings = loy__alloc_array(&state->memory, LOY__LEAVINGS, sizeof(*state->leavings));
    state->stayings = loy__alloc_array(&state->memory, LOY__LEAVINGS, sizeof(*state->stayings));
    state->timing = loy__alloc(&state->memory, sizeof(*state->timing));
    state->reviews =
        loy__alloc_zero(&state->memory, program->track_count * sizeof(*state->reviews));
    if (program->home != 0)
        state->home = loy__alloc_zero(&state->memory, sizeof(*state->home));
    if (block == NULL || state->keys == NULL || state->expiries == NULL ||
        state->leavings == NULL || state->stayings == NULL || state->timing == NULL ||
        state->reviews == NULL || (program->home != 0 && state->home == NULL)) {
        loy__state_free(state);
        return LOY_ERR_NOMEM;
    }
    loy__keys_write(program, state->keys);
    loy__record_init(state);
    for (uint32_t i = 0; i < program->currency_count; i++)
        state->expiries[i] = (loy__expiry){.day = LOY_DAY_NONE};
    state->timing->stage = LOY__NONE;
    for (uint32_t i = 0; i < LOY__LEAVINGS; i++) {
        state->leavings[i] = (loy__leaving){.day = LOY_DAY_NONE};
        state->stayings[i] = (loy__staying){.today = LOY_DAY_NONE};
    }
    state->rungs = (loy__rung *)(void *)(state->purses + program->currency_count);
    state->counters = (loy__tally *)(void *)(state->rungs + program->track_count);
    state->caps = state->counters + program->counter_count;
    state->attributes = (loy__value *)(void *)(state->caps + program->cap_count);
    state->month_of = LOY_DAY_NONE;
    loy__state_clear(state, "", 0);
    return LOY_OK;
}

void
loy__state_free(loy__state *state)
{
    const loy_memory *memory = &state->memory;

    if (state->program == NULL)
        return;
    loy__free(memory, state->purses, state->block_size);
    loy__free(memory, state->keys, state->keys_size);
    loy__free(memory, state->expiries, state->program->currency_count * sizeof(*state->expiries));
    loy__free(memory, state->leavings, LOY__LEAVINGS * sizeof(*state->leavings));
    loy__free(memory, state->stayings, LOY__LEAVINGS * sizeof(*state->stayings));
    loy__free(memory, state->timing, sizeof(*state->timing));
    loy__free(memory, state->reviews, state->program->track_count * sizeof(*state->reviews));
    loy__free(memory, state->home, sizeof(*state->home));
    loy__free(memory, state->lots, state->lot_capacity * sizeof(*state->lots));
    loy__free(memory, state->packed.bytes, state->packed.capacity);
    loy__free(memory, state->buckets, state->bucket_capacity * sizeof(*state->buckets));
    loy__free(memory, state->holdings, state->holding_capacity * sizeof(*state->holdings));
    loy__free(memory, state->notes, state->note_capacity * sizeof(*state->notes));
    loy__free(memory, state->held, state->held_capacity * sizeof(*state->held));
    loy__free(memory, state->actives, state->active_capacity * sizeof(*state->actives));
    loy__free(memory, state->lapsed, state->lapsed_capacity * sizeof(*state->lapsed));
    loy__arena_free(&state->arena);
    *state = (loy__state){0};
}

void
loy__state_open(loy__state *state, const char *id, size_t id_size)
{
    loy__arena_reset(&state->arena);
    *loy__store_text((unsigned char *)state->id, id, id_size) = '\0';
    state->id_size = (uint32_t)id_size;
    state->revision = 0;
    state->due = LOY_TIME_NONE;
    state->recalled = 0;
    state->store = NULL;
    state->sold = LOY_TIME_NONE;
    state->lot_count = state->bucket_count = state->holding_count = 0;
    state->packed.count = 0;
    state->note_count = state->held_count = 0;
    state->active_count = state->lapsed_count = 0;
    if (state->review_count > 0)
        loy__reviews_clear(state);
    state->foreign = NULL;
    state->foreign_size = 0;
}

void
loy__state_clear_parts(loy__state *state)
{
    const loy_program *program = state->program;

    memset(state->purses, 0, state->block_size);
    for (uint32_t i = 0; i < program->track_count; i++)
        state->rungs[i] = LOY__RUNG_FRESH;
    for (uint32_t i = 0; i < program->counter_count + program->cap_count; i++)
        state->counters[i].start = LOY_DAY_NONE;
}

void
loy__state_clear(loy__state *state, const char *id, size_t id_size)
{
    loy__state_open(state, id, id_size);
    loy__state_clear_parts(state);
    state->stage = state->program->initial_stage;
    state->chain = 0;
    state->settled = state->timers_from = LOY_TIME_NONE;
    state->stage_since = state->last_purchase = LOY_TIME_NONE;
    state->purchases = state->visits = state->spend = 0;
    state->enrolled_on = state->first_purchase_on = state->last_purchase_on = LOY_DAY_NONE;
    state->birthday = LOY_DAY_NONE;
    state->exists = false;
}

/* Texts and foreign bytes move to the arena of the copy. */
static bool
copy_texts(loy__state *to, const loy__state *from)
{
    unsigned char *foreign;

    for (uint32_t i = 0; i < from->program->customer_attributes.count; i++) {
        const loy__value *value = &from->attributes[i];

        if (value->text == NULL)
            continue;
        to->attributes[i].text = loy__arena_text(&to->arena, value->text, value->size);
        if (to->attributes[i].text == NULL)
            return false;
    }
    if (from->foreign_size == 0)
        return true;
    foreign = loy__arena_alloc(&to->arena, from->foreign_size);
    if (foreign == NULL)
        return false;
    memcpy(foreign, from->foreign, from->foreign_size);
    to->foreign = foreign;
    return true;
}

static void
copy_plain(loy__state *to, const loy__state *from)
{
    to->stage = from->stage;
    to->revision = from->revision;
    to->chain = from->chain;
    to->settled = from->settled;
    to->timers_from = from->timers_from;
    to->stage_since = from->stage_since;
    to->last_purchase = from->last_purchase;
    to->purchases = from->purchases;
    to->visits = from->visits;
    to->spend = from->spend;
    to->enrolled_on = from->enrolled_on;
    to->first_purchase_on = from->first_purchase_on;
    to->last_purchase_on = from->last_purchase_on;
    to->birthday = from->birthday;
    to->exists = from->exists;
    to->recalled = from->recalled;
    memcpy(to->bought, from->bought, sizeof(to->bought));
    memcpy(to->steps, from->steps, sizeof(to->steps));
    to->store = from->store;
    to->sold = from->sold;
    to->lot_count = from->lot_count;
    to->bucket_count = from->bucket_count;
    to->holding_count = from->holding_count;
    to->held_count = from->held_count;
    to->active_count = from->active_count;
    to->lapsed_count = from->lapsed_count;
    to->review_count = from->review_count;
    to->foreign_size = from->foreign_size;
}

int
loy__state_copy(loy__state *to, const loy__state *from)
{
    const loy_memory *memory = &to->memory;

    if (!loy__reserve(memory, &to->lots, &to->lot_capacity, from->lot_count + from->packed.count,
                      sizeof(*to->lots)) ||
        !loy__buckets_reserve(to, from->bucket_count) ||
        !loy__reserve(memory, &to->holdings, &to->holding_capacity, from->holding_count,
                      sizeof(*to->holdings)) ||
        !loy__reserve(memory, &to->held, &to->held_capacity, from->held_count, sizeof(*to->held)) ||
        !loy__reserve(memory, &to->actives, &to->active_capacity, from->active_count,
                      sizeof(*to->actives)) ||
        !loy__reserve(memory, &to->lapsed, &to->lapsed_capacity, from->lapsed_count,
                      sizeof(*to->lapsed)))
        return LOY_ERR_NOMEM;
    loy__state_clear(to, from->id, from->id_size);
    memcpy(to->purses, from->purses, from->block_size);
    if (from->lot_count > 0)
        memcpy(to->lots, from->lots, from->lot_count * sizeof(*to->lots));
    if (from->bucket_count > 0)
        memcpy(to->buckets, from->buckets, from->bucket_count * sizeof(*to->buckets));
    if (from->holding_count > 0)
        memcpy(to->holdings, from->holdings, from->holding_count * sizeof(*to->holdings));
    if (from->held_count > 0)
        memcpy(to->held, from->held, from->held_count * sizeof(*to->held));
    if (from->lapsed_count > 0)
        memcpy(to->lapsed, from->lapsed, from->lapsed_count * sizeof(*to->lapsed));
    if (from->active_count > 0)
        memcpy(to->actives, from->actives, from->active_count * sizeof(*to->actives));
    if (from->review_count > 0)
        memcpy(to->reviews, from->reviews, from->program->track_count * sizeof(*to->reviews));
    copy_plain(to, from);
    if (!loy__packed_copy(to, from))
        return LOY_ERR_NOMEM;
    return copy_texts(to, from) ? loy__notes_copy(to, from) : LOY_ERR_NOMEM;
}

int32_t
loy__state_other_day(loy__state *state, int64_t instant)
{
    const loy__zone *zone = &state->program->zone;
    int64_t shift = loy__zone_offset(zone, instant) * INT64_C(1000);
    int64_t first;

    state->day = loy__zone_day(zone, instant);
    first = state->day * LOY__DAY_MS - shift;
    state->day_from = state->day_until = first;
    /* On a day on which the clock changes, every instant is asked for. */
    if (loy__zone_offset(zone, first) * INT64_C(1000) == shift &&
        loy__zone_offset(zone, first + LOY__DAY_MS - 1) * INT64_C(1000) == shift)
        state->day_until = first + LOY__DAY_MS;
    return state->day;
}
