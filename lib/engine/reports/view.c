/*
 * view.c -- reading a customer as of a moment, with nothing written.
 */
#include "customer/fractions.h"
#include "customer/moving.h"
#include "engine/reports/view.h"

#include <string.h>

int
loy_customer_new(loy_customer **out, const loy_memory *memory)
{
    int result = loy__object_new(out, sizeof(**out), memory);

    if (result < 0)
        return result;
    loy__arena_init(&(*out)->arena, &(*out)->memory);
    (*out)->stage = "";
    return LOY_OK;
}

void
loy_customer_free(loy_customer *customer)
{
    loy_memory memory;

    if (customer == NULL)
        return;
    memory = customer->memory;
    loy__arena_free(&customer->arena);
    loy__free(&memory, customer, sizeof(*customer));
}

/* As a new one; what it keeps is its memory. */
static void
empty(loy_customer *customer)
{
    loy__arena_reset(&customer->arena);
    *customer = (loy_customer){.memory = customer->memory, .arena = customer->arena, .stage = ""};
}

/* ---- Filling ---- */

static void *
room(loy_customer *customer, size_t count, size_t size)
{
    return loy__arena_alloc(&customer->arena, (count + 1) * size);
}

static void
fill_standing(loy_customer *customer, const loy__state *state)
{
    const loy_program *program = state->program;

    for (uint32_t i = 0; i < program->currency_count; i++) {
        loy__points points = loy__state_points(state, i);

        customer->balances[i] = (loy_balance){.currency = program->currencies[i].name.text,
                                              .available = points.available,
                                              .pending = points.pending,
                                              .held = points.held,
                                              .debt = points.debt};
        customer->waiting[i] = loy__fraction(state, i);
    }
    for (uint32_t i = 0; i < program->ladder_count; i++) {
        customer->tiers[i] =
            (loy_standing){.ladder = program->ladders[i].name.text,
                           .tier = program->ladders[i].tiers[state->rungs[i].shown].name.text};
        customer->progress[i] = state->rungs[i].value;
    }
    for (uint32_t i = 0; i < program->counter_count; i++)
        customer->counters[i] = loy__tally_value(&state->counters[i], program->counters[i].window,
                                                 loy__zone_day(&program->zone, state->settled));
}

static void
fill_holdings(loy_customer *customer, const loy__state *state)
{
    const loy_program *program = state->program;

    for (size_t i = 0; i < state->lot_count; i++) {
        const loy__lot *lot = &state->lots[i];

        customer->lots[i] = (loy_lot){.currency = program->currencies[lot->currency].name.text,
                                      .points = lot->points,
                                      .matures = lot->matures,
                                      .expires = lot->expires,
                                      .earned_on = lot->earned_on};
    }
    for (size_t i = 0; i < state->holding_count; i++)
        customer->vouchers[i] =
            (loy_voucher){.voucher = program->vouchers[state->holdings[i].voucher].name.text,
                          .count = state->holdings[i].count,
                          .expires = state->holdings[i].expires};
    customer->lot_count = (uint32_t)state->lot_count;
    customer->voucher_count = (uint32_t)state->holding_count;
}

static int
fill_attributes(loy_customer *customer, const loy__state *state)
{
    const loy__attributes *declared = &state->program->customer_attributes;
    uint32_t count = 0;

    if (state->birthday != LOY_DAY_NONE)
        customer->attributes[count++] = (loy_attribute){
            .name = LOY_TEXT("birthday"), .number = state->birthday, .kind = LOY_VALUE_DATE};
    for (uint32_t i = 0; i < declared->count; i++) {
        const loy__value *value = &state->attributes[i];
        const loy__name *name = &declared->items[i].name;
        loy_text text = {.size = value->size};

        if (value->kind == 0)
            continue;
        if (value->kind == LOY_VALUE_TEXT) {
            text.data = loy__arena_text(&customer->arena, value->text, value->size);
            if (text.data == NULL)
                return LOY_ERR_NOMEM;
        }
        customer->attributes[count++] = (loy_attribute){.name = {name->text, name->size, 0},
                                                        .text = text,
                                                        .number = value->number,
                                                        .kind = value->kind};
    }
    customer->attribute_count = count;
    return LOY_OK;
}

static void
fill_behaviour(loy_customer *customer, const loy__state *state)
{
    customer->behaviour = (loy_behaviour){.size = sizeof(loy_behaviour),
                                          .enrolled_on = state->enrolled_on,
                                          .first_purchase_on = state->first_purchase_on,
                                          .last_purchase_on = state->last_purchase_on,
                                          .purchases = state->purchases,
                                          .visits = state->visits,
                                          .spend = state->spend,
                                          .stage_since = state->stage_since};
    customer->stage = state->program->stages[state->stage].name.text;
    customer->due = loy__state_due(state);
    memcpy(customer->id, state->id, state->id_size + 1);
}

/* What a note says, "" where there is none; NULL without memory. */
static const char *
told(loy_customer *customer, const loy__state *state, uint32_t tag)
{
    const loy__note *note = loy__note_find(state, tag, 0);

    return note == NULL ? ""
                        : loy__arena_text(&customer->arena, (const char *)note->data, note->size);
}

static bool
fill_notes(loy_customer *customer, const loy__state *state)
{
    const loy__note *household = loy__note_find(state, LOY__NOTE_HOUSEHOLD, 0);
    loy__moved moved;

    customer->frozen = told(customer, state, LOY__NOTE_FROZEN);
    customer->moved_to = "";
    if (loy__moved_to(state, &moved))
        customer->moved_to = loy__arena_text(&customer->arena, moved.id, moved.id_size);
    customer->household = "";
    if (household != NULL)
        customer->household =
            loy__arena_text(&customer->arena, (const char *)household->data + LOY__HOUSEHOLD_HEAD,
                            household->size - LOY__HOUSEHOLD_HEAD);
    return customer->frozen != NULL && customer->moved_to != NULL && customer->household != NULL;
}

static int
fill(loy_customer *customer, loy__state *state)
{
    const loy_program *program = state->program;

    loy__lots_unpack(state);
    empty(customer);
    customer->balances = room(customer, program->currency_count, sizeof(loy_balance));
    customer->tiers = room(customer, program->ladder_count, sizeof(loy_standing));
    customer->progress = room(customer, program->ladder_count, sizeof(int64_t));
    customer->counters = room(customer, program->counter_count, sizeof(int64_t));
    customer->waiting = room(customer, program->currency_count, sizeof(int64_t));
    customer->lots = room(customer, state->lot_count, sizeof(loy_lot));
    customer->vouchers = room(customer, state->holding_count, sizeof(loy_voucher));
    customer->attributes =
        room(customer, program->customer_attributes.count + 1u, sizeof(loy_attribute));
    if (customer->balances == NULL || customer->tiers == NULL || customer->progress == NULL ||
        customer->counters == NULL || customer->waiting == NULL || customer->lots == NULL ||
        customer->vouchers == NULL || customer->attributes == NULL ||
        !loy__view_schedule(customer, state))
        return LOY_ERR_NOMEM;
    customer->currency_count = program->currency_count;
    customer->ladder_count = program->ladder_count;
    customer->counter_count = program->counter_count;
    fill_standing(customer, state);
    fill_holdings(customer, state);
    fill_behaviour(customer, state);
    if (!fill_notes(customer, state) || !loy__view_given(customer, state))
        return LOY_ERR_NOMEM;
    return fill_attributes(customer, state);
}

/* ---- Reading ---- */

static int
look(loy_engine *engine, const char *id, size_t id_size, int64_t at, loy_customer *customer,
     loy_error *error)
{
    loy_event event = LOY_EVENT_INIT;
    loy__work work;
    bool replayed;
    int result;

    if (engine == NULL || id == NULL || customer == NULL || id_size == 0 || id_size > LOY_MAX_ID ||
        (at != LOY_TIME_NONE && !loy__in_calendar(at)))
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine, the id or the customer is NULL, the id not 1 to 255 bytes, "
                         "or the moment outside the years 1 to 9999");
    event.customer = (loy_text){.data = id, .size = (uint32_t)id_size};
    event.source = event.id = event.customer;
    loy__group_begin(engine);
    loy__work_init(&work, engine, &event, NULL, error);
    work.quoting = true;
    result = loy__load(&work, &replayed);
    if (result != LOY_OK)
        return result;
    if (!work.state->exists)
        return loy__fail(error, LOY_ERR_NOT_FOUND, "", "there is no customer %.*s", (int)id_size,
                         id);
    work.event = NULL;
    if (at != LOY_TIME_NONE)
        result = loy__settle(&work, at);
    if (result == LOY_OK)
        result = fill(customer, work.state);
    return result == LOY_OK ? loy__outlook_fill(&work, customer) : result;
}

int
loy_engine_customer(loy_engine *engine, const char *id, size_t id_size, int64_t at,
                    loy_customer *customer, loy_error *error)
{
    int result;

    loy__error_open(error);
    result = look(engine, id, id_size, at, customer, error);
    if (result != LOY_OK && customer != NULL)
        empty(customer);
    return loy__error_close(error, result);
}
