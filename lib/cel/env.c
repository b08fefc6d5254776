/*
 * env.c -- declaring facts and the types of objects.
 */
#include "cel/env.h"

#include <string.h>

#include "cel/code.h"
#include "cel/size.h"

int
loy__cel_env_new(loy__cel_env **out, const loy__cel_options *options, const loy_memory *memory)
{
    loy__cel_env *env;

    *out = NULL;
    env = loy__alloc_zero(memory, sizeof(*env));
    if (env == NULL)
        return LOY_ERR_NOMEM;
    env->options = *options;
    env->memory = *memory;
    env->container = "";
    loy__arena_init(&env->arena, &env->memory);
    loy__map_init(&env->names, &env->memory);
    *out = env;
    return LOY_OK;
}

void
loy__cel_env_free(loy__cel_env *env)
{
    loy_memory memory;

    if (env == NULL)
        return;
    memory = env->memory;
    loy__free(&memory, env->variables, env->capacity * sizeof(*env->variables));
    loy__free(&memory, env->objects, env->object_capacity * sizeof(*env->objects));
    loy__map_free(&env->names);
    loy__arena_free(&env->arena);
    loy__free(&memory, env, sizeof(*env));
}

int
loy__cel_env_container(loy__cel_env *env, const char *name)
{
    const char *copy = loy__arena_text(&env->arena, name, strlen(name));

    if (copy == NULL)
        return LOY_ERR_NOMEM;
    env->container = copy;
    return LOY_OK;
}

int
loy__cel_env_type(loy__cel_env *env, const char *text, const loy__cel_typed **out)
{
    loy__cel_fault fault;
    loy__cel_job job = {.env = env, .arena = &env->arena, .fault = &fault};

    *out = loy__cel_type_parse(&job, text, strlen(text), NULL);
    if (job.result != LOY_OK)
        return job.result;
    return *out != NULL ? LOY_OK : LOY_ERR_INVALID;
}

static int
fill_variable(loy__cel_env *env, loy__cel_variable *variable, const char *name, const char *type,
              uint32_t unit, uint32_t slot)
{
    int result = loy__cel_env_type(env, type, &variable->type);

    if (result != LOY_OK)
        return result;
    variable->name = loy__arena_text(&env->arena, name, strlen(name));
    if (variable->name == NULL)
        return LOY_ERR_NOMEM;
    variable->size = (uint32_t)strlen(name);
    variable->unit = unit;
    variable->slot = slot;
    variable->extent = (loy__cel_extent){0, 0};
    return LOY_OK;
}

int
loy__cel_env_object(loy__cel_env *env, const char *name, const loy__cel_field *fields,
                    uint32_t count, uint32_t *number)
{
    loy__cel_object object = {.count = count};
    loy__cel_typed *type;

    if (count > 64)
        return LOY_ERR_INVALID;
    object.fields = loy__arena_alloc(&env->arena, (count + 1) * sizeof(*object.fields));
    object.name = loy__arena_text(&env->arena, name, strlen(name));
    type = loy__arena_alloc(&env->arena, sizeof(*type));
    if (object.fields == NULL || object.name == NULL || type == NULL ||
        !loy__reserve(&env->memory, &env->objects, &env->object_capacity, env->object_count + 1,
                      sizeof(*env->objects)))
        return LOY_ERR_NOMEM;
    *type = (loy__cel_typed){
        .kind = LOY__T_OBJECT, .number = (uint32_t)env->object_count, .name = object.name};
    object.type = type;
    for (uint32_t i = 0; i < count; i++) {
        int result = fill_variable(env, &object.fields[i], fields[i].name, fields[i].type,
                                   fields[i].unit, i);

        if (result != LOY_OK)
            return result;
    }
    env->objects[env->object_count] = object;
    *number = (uint32_t)env->object_count++;
    return LOY_OK;
}

int
loy__cel_env_variable(loy__cel_env *env, const char *name, const char *type, uint32_t unit,
                      uint32_t slot)
{
    loy__cel_variable variable;
    int result;

    if (slot > LOY__PLACE_MAX || loy__cel_env_find(env, name, strlen(name)) != NULL)
        return LOY_ERR_INVALID;
    result = fill_variable(env, &variable, name, type, unit, slot);
    if (result != LOY_OK)
        return result;
    if (!loy__reserve(&env->memory, &env->variables, &env->capacity, env->count + 1,
                      sizeof(*env->variables)) ||
        !loy__map_put(&env->names, variable.name, variable.size, (uint32_t)env->count))
        return LOY_ERR_NOMEM;
    env->variables[env->count++] = variable;
    return LOY_OK;
}

/* The variable of a slot; they are mostly declared in the order of their slots. */
static loy__cel_variable *
variable_of(const loy__cel_env *env, uint32_t slot)
{
    if (slot < env->count && env->variables[slot].slot == slot)
        return &env->variables[slot];
    for (size_t i = 0; i < env->count; i++)
        if (env->variables[i].slot == slot)
            return &env->variables[i];
    return NULL;
}

void
loy__cel_env_extent(loy__cel_env *env, uint32_t slot, const loy__cel_code *code)
{
    loy__cel_variable *variable = variable_of(env, slot);

    if (variable != NULL)
        variable->extent = (loy__cel_extent){code->length, code->inner};
}

loy__cel_extent
loy__cel_env_extent_of(const loy__cel_env *env, uint32_t slot, const loy__cel_typed *type)
{
    const loy__cel_variable *variable = variable_of(env, slot);

    return variable != NULL && variable->extent.length != 0 ? variable->extent
                                                            : loy__cel_extent_of_type(env, type);
}

const loy__cel_variable *
loy__cel_env_find(const loy__cel_env *env, const char *name, size_t size)
{
    uint32_t index = loy__map_get(&env->names, name, size, UINT32_MAX);

    return index != UINT32_MAX ? &env->variables[index] : NULL;
}

bool
loy__cel_env_has_below(const loy__cel_env *env, const char *name, size_t size)
{
    for (size_t i = 0; i < env->count; i++)
        if (env->variables[i].size > size && env->variables[i].name[size] == '.' &&
            memcmp(env->variables[i].name, name, size) == 0)
            return true;
    return false;
}

static const char *
nearest(loy__cel_job *job, const loy__cel_variable *variables, size_t count, const char *name,
        size_t size)
{
    const char **candidates = loy__cel_job_alloc(job, count * sizeof(*candidates));

    if (candidates == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        candidates[i] = variables[i].name;
    return loy__nearest(name, size, candidates, count);
}

const char *
loy__cel_env_nearest(loy__cel_job *job, const char *name, size_t size)
{
    return nearest(job, job->env->variables, job->env->count, name, size);
}

const loy__cel_variable *
loy__cel_object_field(const loy__cel_object *object, const char *name, size_t size)
{
    for (uint32_t i = 0; i < object->count; i++)
        if (loy__text_equal(object->fields[i].name, object->fields[i].size, name, size))
            return &object->fields[i];
    return NULL;
}

const char *
loy__cel_object_nearest(loy__cel_job *job, const loy__cel_object *object, const char *name,
                        size_t size)
{
    return nearest(job, object->fields, object->count, name, size);
}

const loy__cel_typed *
loy__cel_env_object_type(const loy__cel_env *env, const char *name, size_t size)
{
    for (size_t i = 0; i < env->object_count; i++)
        if (loy__text_equal(env->objects[i].name, strlen(env->objects[i].name), name, size))
            return env->objects[i].type;
    return NULL;
}
