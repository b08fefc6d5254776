/*
 * door_run.c -- evaluators: the values of variables and the memory of an
 * evaluation.
 */
#include "base/map.h"
#include "cel/door.h"

#include <string.h>

/* A value is written into `spare`, which then becomes `bytes`: it may be lent
 * from the value before. */
typedef struct variable {
    const uint8_t *shape;
    uint64_t digest;
    void *bytes, *spare;
    size_t capacity, spare_capacity;
    bool bound;
} variable;

struct loy_cel_evaluator {
    loy_memory memory;
    loy__arena names_and_shapes;
    loy__arena arena; /* of one evaluation */
    loy__map names;
    variable *variables;
    loy__cel_value *slots;
    uint32_t count;
    uint32_t reserved;
};

static bool
copy_variables(loy_cel_evaluator *evaluator, const loy_cel_env *env)
{
    for (uint32_t i = 0; i < evaluator->count; i++) {
        const loy__cel_declared *from = &env->variables[i];
        uint8_t *shape = loy__arena_alloc(&evaluator->names_and_shapes, from->shape_size);

        if (shape == NULL || !loy__map_put(&evaluator->names, from->name, strlen(from->name), i))
            return false;
        memcpy(shape, from->shape, from->shape_size);
        evaluator->variables[i] = (variable){.shape = shape, .digest = from->digest};
    }
    return true;
}

int
loy_cel_evaluator_new(loy_cel_evaluator **out, const loy_cel_env *env, const loy_memory *memory)
{
    loy_cel_evaluator *evaluator;
    loy_memory own;
    int result;

    if (out != NULL)
        *out = NULL;
    if (out == NULL || env == NULL)
        return LOY_ERR_INVALID;
    result = loy__memory_init(&own, memory);
    if (result != LOY_OK)
        return result;
    evaluator = loy__alloc_zero(&own, sizeof(*evaluator));
    if (evaluator == NULL)
        return LOY_ERR_NOMEM;
    evaluator->memory = own;
    loy__arena_init(&evaluator->arena, &evaluator->memory);
    loy__arena_init(&evaluator->names_and_shapes, &evaluator->memory);
    loy__map_init(&evaluator->names, &evaluator->memory);
    evaluator->count = (uint32_t)env->count;
    evaluator->variables = loy__alloc_zero(&own, (env->count + 1) * sizeof(*evaluator->variables));
    evaluator->slots = loy__alloc_zero(&own, (env->count + 1) * sizeof(*evaluator->slots));
    if (evaluator->variables == NULL || evaluator->slots == NULL ||
        !copy_variables(evaluator, env)) {
        loy_cel_evaluator_free(evaluator);
        return LOY_ERR_NOMEM;
    }
    *out = evaluator;
    return LOY_OK;
}

void
loy_cel_evaluator_free(loy_cel_evaluator *evaluator)
{
    loy_memory memory;
    size_t count;

    if (evaluator == NULL)
        return;
    memory = evaluator->memory;
    count = evaluator->count + (size_t)1;
    for (uint32_t i = 0; evaluator->variables != NULL && i < evaluator->count; i++) {
        loy__free(&memory, evaluator->variables[i].bytes, evaluator->variables[i].capacity);
        loy__free(&memory, evaluator->variables[i].spare, evaluator->variables[i].spare_capacity);
    }
    loy__free(&memory, evaluator->variables, count * sizeof(*evaluator->variables));
    loy__free(&memory, evaluator->slots, count * sizeof(*evaluator->slots));
    loy__map_free(&evaluator->names);
    loy__arena_free(&evaluator->names_and_shapes);
    loy__arena_free(&evaluator->arena);
    loy__free(&memory, evaluator, sizeof(*evaluator));
}

int
loy_cel_bind(loy_cel_evaluator *evaluator, uint32_t number, const loy_cel_value *value)
{
    variable *v, before;
    size_t size;

    if (evaluator == NULL || number >= evaluator->count)
        return LOY_ERR_INVALID;
    v = &evaluator->variables[number];
    if (value == NULL) {
        v->bound = false;
        return LOY_OK;
    }
    size = loy__cel_measure(v->shape, value);
    if (size == SIZE_MAX)
        return LOY_ERR_INVALID;
    if (!loy__reserve(&evaluator->memory, &v->spare, &v->spare_capacity, size + 1, 1))
        return LOY_ERR_NOMEM;
    evaluator->slots[number] = loy__cel_take(value, v->spare);
    before = *v;
    v->bytes = before.spare;
    v->capacity = before.spare_capacity;
    v->spare = before.bytes;
    v->spare_capacity = before.capacity;
    v->bound = true;
    return LOY_OK;
}

int
loy_cel_bind_name(loy_cel_evaluator *evaluator, const char *name, const loy_cel_value *value)
{
    if (evaluator == NULL || name == NULL)
        return LOY_ERR_INVALID;
    return loy_cel_bind(evaluator, loy__map_get(&evaluator->names, name, strlen(name), UINT32_MAX),
                        value);
}

/* Whether a program was compiled for these variables and those it reads have
 * values. */
static bool
may_evaluate(const loy_cel_evaluator *evaluator, const loy_cel_program *program)
{
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(program->code, &count);

    if (program->count > evaluator->count ||
        (program->count > 0 && evaluator->variables[program->count - 1].digest != program->digest))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!evaluator->variables[slots[i]].bound)
            return false;
    return true;
}

int
loy_cel_evaluate(loy_cel_evaluator *evaluator, const loy_cel_program *program, loy_cel_value *out)
{
    loy__cel_value value;
    loy__cel_error error;
    loy__cel_run run;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = (loy_cel_value){.kind = LOY_CEL_NULL};
    if (evaluator == NULL || program == NULL || !may_evaluate(evaluator, program))
        return LOY_ERR_INVALID;
    loy__arena_reset(&evaluator->arena);
    run = (loy__cel_run){.slots = evaluator->slots, .arena = &evaluator->arena};
    error = loy__cel_eval(program->code, &run, &value);
    if (error == LOY__CEL_ERR_MEMORY)
        return LOY_ERR_NOMEM;
    if (error != LOY__CEL_ERR_NONE)
        *out = (loy_cel_value){.as.integer = (int64_t)error, .kind = LOY_CEL_ERROR};
    else if (!loy__cel_give(&evaluator->arena, value, out))
        return LOY_ERR_NOMEM;
    return LOY_OK;
}
