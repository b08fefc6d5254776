/*
 * former.c -- engines of their own that run the rules of sales again: for the
 * program, and for its former versions that a host lends.
 */
#include <string.h>

#include "engine/returns/snapshot.h"

/* One that runs the rules of a program; `engine` NULL: not needed so far. */
typedef struct loy__former {
    const loy_program *program;
    loy_engine *engine;
    uint64_t key; /* loy__snapshot_program */
} loy__former;

static int
add(loy_engine *engine, const loy_program *program)
{
    size_t count = engine->former_count;

    if (!loy__reserve(&engine->memory, &engine->formers, &engine->former_capacity, count + 1,
                      sizeof(*engine->formers)))
        return LOY_ERR_NOMEM;
    engine->formers[count] =
        (loy__former){.program = program, .key = loy__snapshot_program(program)};
    engine->former_count = count + 1;
    return LOY_OK;
}

static loy__former *
find(const loy_engine *engine, uint64_t key)
{
    for (size_t i = 0; i < engine->former_count; i++)
        if (engine->formers[i].key == key)
            return &engine->formers[i];
    return NULL;
}

int
loy__former_open(loy_engine *engine, uint64_t key, loy_engine **out)
{
    loy__former *former = find(engine, key);
    int result = LOY_OK;

    *out = NULL;
    if (former == NULL && key == loy__snapshot_program(engine->program)) {
        result = add(engine, engine->program);
        former = find(engine, key);
    }
    if (former == NULL)
        return result == LOY_OK ? LOY__REFUSED : result;
    if (former->engine == NULL)
        result = loy_engine_new(&former->engine, former->program, &engine->store, &engine->memory);
    *out = former->engine;
    return result;
}

void
loy__formers_free(loy_engine *engine)
{
    for (size_t i = 0; i < engine->former_count; i++)
        loy_engine_free(engine->formers[i].engine);
    loy__free(&engine->memory, engine->formers, engine->former_capacity * sizeof(*engine->formers));
}

int
loy_engine_lend(loy_engine *engine, const loy_program *program)
{
    if (engine == NULL || program == NULL ||
        strcmp(program->name.text, engine->program->name.text) != 0 ||
        strcmp(program->money, engine->program->money) != 0)
        return LOY_ERR_INVALID;
    if (find(engine, loy__snapshot_program(program)) != NULL)
        return LOY_OK;
    return add(engine, program);
}

int
loy__formers_lend(const loy_engine *engine, loy_engine *to)
{
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < engine->former_count; i++)
        result = loy_engine_lend(to, engine->formers[i].program);
    return result;
}
