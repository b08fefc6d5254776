/*
 * engine.c -- making and freeing an engine: a program, a store, and the
 * workspace that all its events use again and again.
 */
#include "engine/returns/snapshot.h"

static bool
alloc_numbers(loy_engine *engine)
{
    const loy_program *program = engine->program;
    const loy_memory *memory = &engine->memory;

    engine->slots =
        loy__alloc_zero(memory, (program->facts.slot_count + 1u) * sizeof(loy__cel_value));
    engine->earned = loy__alloc_array(memory, program->currency_count, sizeof(loy__earned));
    engine->capped = loy__alloc_zero(memory, (program->cap_count + 1u) * sizeof(*engine->capped));
    for (uint32_t i = 0; i < program->track_count; i++)
        engine->ladder_counts |= 1u << program->ladders[i].counts;
    engine->local_day = LOY_DAY_NONE;
    engine->run = (loy__cel_run){.slots = engine->slots, .arena = &engine->arena};
    return engine->slots != NULL && engine->earned != NULL && engine->capped != NULL &&
           loy__traits_init(engine);
}

static bool
alloc_parts(loy_engine *engine)
{
    const loy_memory *memory = &engine->memory;

    return loy__state_init(&engine->state, engine->program, memory) == LOY_OK &&
           loy__state_init(&engine->shown, engine->program, memory) == LOY_OK &&
           (!engine->program->crosses ||
            loy__state_init(&engine->trial, engine->program, memory) == LOY_OK) &&
           loy_outcome_new(&engine->scratch, memory) == LOY_OK &&
           loy_outcome_new(&engine->sale_outcome, memory) == LOY_OK &&
           loy__state_init(&engine->mail.other, engine->program, memory) == LOY_OK &&
           loy_outcome_new(&engine->shown_outcome, memory) == LOY_OK;
}

static void
init_empty(loy_engine *engine)
{
    const loy_memory *memory = &engine->memory;

    loy__arena_init(&engine->arena, memory);
    loy__arena_init(&engine->shown_arena, memory);
    loy__overlay_init(&engine->overlay, memory);
    engine->journal.memory = memory;
    for (size_t i = 0; i < LOY_COUNT(engine->replies); i++) {
        loy__reply_init(&engine->replies[i], memory);
        engine->replies[i].borrows = 1;
    }
    loy__reply_init(&engine->other_reply, memory);
    for (size_t i = 0; i < LOY_COUNT(engine->columns); i++)
        loy__writer_init(&engine->columns[i], memory);
    loy__writer_init(&engine->names, memory);
    loy__mail_init(engine);
    engine->claims.memory = memory;
}

int
loy_engine_new(loy_engine **out, const loy_program *program, const loy_store *store,
               const loy_memory *memory)
{
    loy_memory own;
    loy_engine *engine;
    int result;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    if (program == NULL)
        return LOY_ERR_INVALID;
    result = loy__store_check(store);
    if (result == LOY_OK)
        result = loy__memory_init(&own, memory);
    if (result < 0)
        return result;
    engine = loy__alloc_zero(&own, sizeof(*engine));
    if (engine == NULL)
        return LOY_ERR_NOMEM;
    engine->memory = own;
    engine->program = program;
    engine->store = *store;
    init_empty(engine);
    if (!alloc_numbers(engine) || !alloc_parts(engine)) {
        loy_engine_free(engine);
        return LOY_ERR_NOMEM;
    }
    *out = engine;
    return LOY_OK;
}

static void
free_numbers(loy_engine *engine)
{
    const loy_program *program = engine->program;
    const loy_memory *memory = &engine->memory;

    loy__free(memory, engine->slots, (program->facts.slot_count + 1u) * sizeof(loy__cel_value));
    loy__free(memory, engine->earned, program->currency_count * sizeof(loy__earned));
    loy__free(memory, engine->capped, (program->cap_count + 1u) * sizeof(*engine->capped));
    loy__traits_free(engine);
    loy__free(memory, engine->rows, engine->row_capacity * sizeof(loy__cel_value));
    loy__free(memory, engine->awards, engine->award_capacity * sizeof(loy__award));
    loy__free(memory, engine->paid, engine->paid_capacity * sizeof(loy__paid));
    loy__free(memory, engine->marks, engine->mark_capacity * sizeof(*engine->marks));
    for (size_t i = 0; i < LOY_COUNT(engine->passes); i++) {
        loy__free(memory, engine->passes[i].decisions,
                  engine->passes[i].capacity * sizeof(loy__decision));
        loy__free(memory, engine->passes[i].fired,
                  engine->passes[i].fired_capacity * sizeof(uint32_t));
    }
}

void
loy_engine_free(loy_engine *engine)
{
    loy_memory memory;

    if (engine == NULL)
        return;
    memory = engine->memory;
    loy__formers_free(engine);
    loy_engine_free(engine->past);
    free_numbers(engine);
    loy__state_free(&engine->state);
    loy__state_free(&engine->shown);
    loy__state_free(&engine->trial);
    loy__journal_free(&engine->journal);
    loy_outcome_free(engine->scratch);
    loy_outcome_free(engine->sale_outcome);
    loy_outcome_free(engine->shown_outcome);
    for (size_t i = 0; i < LOY_COUNT(engine->replies); i++)
        loy__reply_free(&engine->replies[i]);
    loy__reply_free(&engine->other_reply);
    for (size_t i = 0; i < LOY_COUNT(engine->columns); i++)
        loy__writer_free(&engine->columns[i]);
    loy__writer_free(&engine->names);
    loy__overlay_free(&engine->overlay);
    loy__mail_free(engine);
    loy__free(&memory, engine->claims.data, engine->claims.capacity);
    loy__arena_free(&engine->shown_arena);
    loy__arena_free(&engine->arena);
    loy__free(&memory, engine, sizeof(*engine));
}
