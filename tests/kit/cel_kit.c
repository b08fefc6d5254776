/*
 * cel_kit.c -- see cel_kit.h.
 */
#include "kit/cel_kit.h"

#include <string.h>

loy_cel_value
cel_kit_number(int64_t value)
{
    return (loy_cel_value){.as.integer = value, .kind = LOY_CEL_INT};
}

loy_cel_value
cel_kit_text(const char *words)
{
    return (loy_cel_value){
        .as.text = words, .size = (uint32_t)strlen(words), .kind = LOY_CEL_STRING};
}

loy_cel_value
cel_kit_items(uint32_t kind, const loy_cel_value *elements, uint32_t size)
{
    return (loy_cel_value){.as.items = elements, .size = size, .kind = kind};
}

loy_cel_env *
cel_kit_env(uint32_t flags, const char *const *names_and_types)
{
    loy_cel_options options = LOY_CEL_OPTIONS_INIT;
    loy_cel_env *env;

    options.flags = flags;
    assert_int_equal(loy_cel_env_new(&env, &options, NULL), LOY_OK);
    for (; *names_and_types != NULL; names_and_types += 2)
        assert_int_equal(loy_cel_declare(env, names_and_types[0], names_and_types[1]), LOY_OK);
    return env;
}

loy_cel_program *
cel_kit_compile(loy_cel_env *env, const char *source)
{
    loy_cel_program *program;
    loy_error error = LOY_ERROR_INIT;

    if (loy_cel_compile(&program, env, source, strlen(source), NULL, &error) != LOY_OK)
        fail_msg("%s: %s", source, error.text);
    return program;
}
