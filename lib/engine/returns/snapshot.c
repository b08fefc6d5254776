/*
 * snapshot.c -- the customer and the event as the rules found them, kept in the
 * receipt of a sale.
 */
#include <string.h>

#include "customer/trail.h"
#include "engine/returns/snapshot.h"

uint64_t
loy__snapshot_program(const loy_program *program)
{
    return loy__hash(program->digest, sizeof(program->digest) - 1, 0);
}

/* Whether the rules see when a customer was born: in what they read, or in how often
 * they may be used. */
static bool
sees_birthday(const loy_program *program)
{
    return program->birthdays.limits ||
           loy__facts_read(&program->facts, LOY__FACT_BIRTHDAY_MONTH,
                           LOY__FACT_DAYS_SINCE_BIRTHDAY) ||
           loy__bit(program->facts.used, program->customer_attributes.items[0].slot);
}

/* What no rule reads of a person is not kept beside his sales. The attributes
 * as they are, to be given back; NULL without memory. */
static loy__value *
hide_unread(loy__work *work, int32_t *birthday)
{
    const loy_program *program = work->program;
    const uint64_t *used = program->facts.used;
    loy__state *state = work->state;
    uint32_t count = program->customer_attributes.count;
    loy__value *own = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(*own));

    if (own == NULL)
        return NULL;
    memcpy(own, state->attributes, count * sizeof(*own));
    *birthday = state->birthday;
    for (uint32_t i = 0; i < count; i++)
        if (!loy__bit(used, program->customer_attributes.items[i].slot))
            state->attributes[i] = (loy__value){0};
    if (!sees_birthday(program))
        state->birthday = LOY_DAY_NONE;
    return own;
}

/* Erasing the customer must find the way to this sale, and from it to the one
 * before. */
static int
lead_here(loy__work *work)
{
    loy_text before = loy__trail_newest(work->state);

    if (before.size > 0) {
        work->sale.before = before.data;
        work->sale.before_size = before.size;
    }
    return loy__trail_lead(work->state, work->event->source, work->event->id);
}

static int
keep(loy__work *work)
{
    loy_engine *engine = work->engine;
    loy__bytes bytes = loy__bytes_in(&engine->arena);
    size_t record;
    unsigned char *at;

    at = loy__bytes_open(&bytes, 16);
    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store64(at, loy__snapshot_program(work->program));
    loy__store_i64(at + 8, work->money_paid);
    loy__bytes_close(&bytes, at + 16);
    loy__event_write(work->event, &bytes);
    record = bytes.size + 4; /* behind its size */
    loy__put_text(&bytes, "", 0);
    if (bytes.failed ||
        loy__state_encode(work->state, loy__state_due(work->state), &bytes) != LOY_OK)
        return LOY_ERR_NOMEM;
    loy__store32(bytes.data + record - 4, (uint32_t)(bytes.size - record));
    loy__arena_take(&engine->arena, bytes.size);
    work->sale.snapshot = bytes.data;
    work->sale.snapshot_size = (uint32_t)bytes.size;
    return lead_here(work);
}

int
loy__snapshot_keep(loy__work *work)
{
    loy__state *state = work->state;
    loy__value *own;
    int32_t birthday;
    int result;

    if (!work->program->returns.snapshot || work->quoting)
        return LOY_OK;
    own = hide_unread(work, &birthday);
    if (own == NULL)
        return LOY_ERR_NOMEM;
    result = keep(work);
    memcpy(state->attributes, own, work->program->customer_attributes.count * sizeof(*own));
    state->birthday = birthday;
    return result;
}

int
loy__snapshot_read(const loy__receipt *receipt, loy__snapshot *out, loy__arena *arena)
{
    loy__source source = {.at = receipt->snapshot,
                          .end = receipt->snapshot + receipt->snapshot_size};
    int result;

    out->reserved = 0;
    out->program = loy__get64(&source);
    out->paid = loy__get_i64(&source);
    result = loy__event_read(&out->event, &source, arena);
    out->state = (const unsigned char *)loy__get_text(&source, &out->state_size);
    if (result == LOY_OK && (source.failed || out->event.line_count != receipt->line_count))
        result = LOY_ERR_CORRUPT;
    return result;
}
