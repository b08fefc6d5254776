/*
 * door.c -- the public door of the language: environments and programs, each of
 * which owns all it needs.
 *
 * A program may be evaluated where the variables that it was compiled for stand
 * under the same numbers: a digest of their names and types, taken after each
 * declaration, tells.
 */
#include "cel/door.h"
#include "base/hash.h"
#include "base/text.h"

#include <string.h>

#define MAX_NAME 255
#define DEFAULT_ITEMS 500

/* ---- Environments ---- */

static int
read_options(const loy_cel_options *given, loy__cel_options *out)
{
    static const loy_cel_options usual = LOY_CEL_OPTIONS_INIT;
    const loy_cel_options *options = given != NULL ? given : &usual;

    if (options->size < sizeof(*options))
        return LOY_ERR_VERSION;
    if (options->flags > LOY_CEL_RULES || options->money_digits > 18)
        return LOY_ERR_INVALID;
    *out = (loy__cel_options){
        .rules = options->flags == LOY_CEL_RULES,
        .unchecked = options->flags == LOY_CEL_UNCHECKED,
        .money_digits = options->money_digits,
        .budget = options->budget,
        .max_items = options->max_items != 0 ? options->max_items : DEFAULT_ITEMS,
    };
    return LOY_OK;
}

int
loy_cel_env_new(loy_cel_env **out, const loy_cel_options *options, const loy_memory *memory)
{
    loy__cel_options inner;
    loy_memory own;
    loy_cel_env *env;
    int result;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    result = loy__memory_init(&own, memory);
    if (result == LOY_OK)
        result = read_options(options, &inner);
    if (result != LOY_OK)
        return result;
    env = loy__alloc_zero(&own, sizeof(*env));
    if (env == NULL)
        return LOY_ERR_NOMEM;
    env->memory = own;
    loy__arena_init(&env->arena, &env->memory);
    result = loy__cel_env_new(&env->inner, &inner, &env->memory);
    if (result == LOY_OK)
        *out = env;
    else
        loy_cel_env_free(env);
    return result;
}

void
loy_cel_env_free(loy_cel_env *env)
{
    loy_memory memory;

    if (env == NULL)
        return;
    memory = env->memory;
    loy__cel_env_free(env->inner);
    loy__arena_free(&env->arena);
    loy__free(&memory, env->variables, env->capacity * sizeof(*env->variables));
    loy__free(&memory, env, sizeof(*env));
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Names with dots between them. */
static bool
is_name(const char *text)
{
    bool begins = true;
    size_t size = 0;

    for (; text[size] != '\0' && size <= MAX_NAME; size++) {
        char c = text[size];

        if (!is_letter(c) && (begins || ((c < '0' || c > '9') && c != '.')))
            return false;
        begins = c == '.';
    }
    return !begins && size <= MAX_NAME;
}

/* Whether the profile of loyalty programs has values of a shape. */
static bool
is_in_profile(const uint8_t *shape, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (shape[i] == LOY__T_DYN || shape[i] == LOY__T_UINT || shape[i] == LOY__T_BYTES)
            return false;
    return true;
}

/* Everything that may fail comes before the inner declaration, which is the last
 * and all or nothing. */
int
loy_cel_declare(loy_cel_env *env, const char *name, const char *type)
{
    const loy__cel_typed *parsed;
    loy__cel_declared next = {.digest = 0};
    uint8_t *shape;
    int result;

    if (env == NULL || name == NULL || type == NULL || !is_name(name))
        return LOY_ERR_INVALID;
    next.name = loy__arena_text(&env->arena, name, strlen(name));
    shape = loy__arena_alloc(&env->arena, 3 * strlen(type) + 1);
    if (next.name == NULL || shape == NULL ||
        !loy__reserve(&env->memory, &env->variables, &env->capacity, env->count + 1,
                      sizeof(*env->variables)))
        return LOY_ERR_NOMEM;
    result = loy__cel_env_type(env->inner, type, &parsed);
    if (result != LOY_OK)
        return result;
    next.shape = shape;
    next.shape_size = loy__cel_shape(parsed, shape);
    if (env->inner->options.rules && !is_in_profile(shape, next.shape_size))
        return LOY_ERR_INVALID;
    result = loy__cel_env_variable(env->inner, name, type, 0, (uint32_t)env->count);
    if (result != LOY_OK)
        return result;
    next.digest = env->count > 0 ? env->variables[env->count - 1].digest : 0;
    next.digest = loy__hash(name, strlen(name) + 1, next.digest);
    next.digest = loy__hash(shape, next.shape_size, next.digest);
    env->variables[env->count++] = next;
    return LOY_OK;
}

int
loy_cel_container(loy_cel_env *env, const char *name)
{
    if (env == NULL || name == NULL || (name[0] != '\0' && !is_name(name)))
        return LOY_ERR_INVALID;
    return loy__cel_env_container(env->inner, name);
}

/* ---- Programs ---- */

/* Where a byte of the source stands, as people count. */
static void
find_place(const char *text, size_t offset, loy_error *error)
{
    size_t line = 0;

    error->line = 1;
    for (size_t i = 0; i < offset; i++)
        if (text[i] == '\n') {
            error->line++;
            line = i + 1;
        }
    error->column = (uint32_t)loy__utf8_count(text + line, offset - line) + 1;
}

static int
explain(loy_error *error, int code, const loy__cel_fault *fault, const char *text, size_t size)
{
    if (error == NULL || error->size < sizeof(*error))
        return code;
    *error = (loy_error){.size = error->size, .code = code};
    if (code != LOY_ERR_PROGRAM) {
        loy__format(error->text, sizeof(error->text), "%s", loy_result_text(code));
        return code;
    }
    find_place(text, fault->offset < size ? fault->offset : size, error);
    loy__format(error->text, sizeof(error->text), "%s", fault->text);
    loy__format(error->hint, sizeof(error->hint), "%s", fault->hint);
    return code;
}

int
loy_cel_compile(loy_cel_program **out, loy_cel_env *env, const char *text, size_t size,
                const char *want, loy_error *error)
{
    loy_cel_program *program;
    loy__cel_fault fault;
    int result;

    if (out != NULL)
        *out = NULL;
    if (out == NULL || env == NULL || (text == NULL && size > 0))
        return explain(error, LOY_ERR_INVALID, NULL, NULL, 0);
    program = loy__alloc_zero(&env->memory, sizeof(*program));
    if (program == NULL)
        return explain(error, LOY_ERR_NOMEM, NULL, NULL, 0);
    program->memory = env->memory;
    program->count = (uint32_t)env->count;
    program->digest = env->count > 0 ? env->variables[env->count - 1].digest : 0;
    result = loy__cel_compile(&program->code, env->inner, size > 0 ? text : "", size, want, &fault,
                              NULL);
    if (result == LOY_OK) {
        *out = program;
        return LOY_OK;
    }
    loy_cel_program_free(program);
    return explain(error, result, &fault, size > 0 ? text : "", size);
}

void
loy_cel_program_free(loy_cel_program *program)
{
    loy_memory memory;

    if (program == NULL)
        return;
    memory = program->memory;
    loy__cel_free(program->code);
    loy__free(&memory, program, sizeof(*program));
}

const char *
loy_cel_program_type(const loy_cel_program *program)
{
    return program != NULL ? loy__cel_type(program->code) : "";
}

uint64_t
loy_cel_program_cost(const loy_cel_program *program)
{
    return program != NULL ? loy__cel_cost(program->code) : 0;
}

int
loy_cel_program_reads(const loy_cel_program *program, uint32_t number)
{
    uint32_t count;
    const uint32_t *slots;

    if (program == NULL)
        return 0;
    slots = loy__cel_slots(program->code, &count);
    while (count > 0 && slots[count - 1] > number)
        count--;
    return count > 0 && slots[count - 1] == number;
}

const char *
loy_cel_error_text(int64_t error)
{
    return error >= LOY_CEL_ERR_OVERFLOW && error <= LOY_CEL_ERR_ARGUMENT
               ? loy__cel_error_text((loy__cel_error)error)
               : "unknown error";
}
