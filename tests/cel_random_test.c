/*
 * cel_random_test.c -- random expressions: what the compiler makes of them
 * against a model that walks the same tree.
 */
#include "kit/table_kit.h"

#include <string.h>

#include "kit/cel_model.h"
#include "kit/random_kit.h"

enum { ROUNDS = 12000 };

static uint64_t
draw(void *context, uint64_t below)
{
    return random_kit_below(context, below);
}

static const struct language {
    const char *name;
    bool plain;
} languages[] = {{"the loyalty profile", false}, {"the plain language", true}};

/* One tree, over four sets of facts. Returns whether it was compiled. */
static bool
check_tree(cel_model *model, loy__cel_env *env, loy__arena *arena)
{
    cel_model_node *root =
        cel_model_make(model, (cel_model_type)draw(model->context, CEL_MODEL_LINE_LIST + 1));
    loy__cel_code *code = NULL;
    loy__cel_fault fault;

    if (root == NULL)
        return false;
    if (loy__cel_compile(&code, env, model->source, model->source_size, NULL, &fault, NULL) < 0) {
        if (strstr(fault.text, "this always fails") == NULL &&
            strstr(fault.text, "per() wants a unit") == NULL)
            fail_msg("%s: %s", fault.text, model->source);
        return false;
    }
    for (int round = 0; round < 4; round++) {
        const char *wrong;

        cel_model_fill(model);
        wrong = cel_model_check(model, root, code, arena);
        if (wrong != NULL)
            fail_msg("%s: %s", wrong, model->source);
    }
    loy__cel_free(code);
    return true;
}

static void
compiled_equals_walked(void **state)
{
    static cel_model model;
    const struct language *language = *state;
    loy__cel_options options = {.rules = !language->plain, .intern = cel_model_intern};
    uint64_t random = 20260302, compiled = 0;
    loy_memory memory;
    loy__cel_env *env;
    loy__arena arena;

    assert_int_equal(loy__memory_init(&memory, NULL), LOY_OK);
    loy__arena_init(&arena, &memory);
    assert_int_equal(loy__cel_env_new(&env, &options, &memory), LOY_OK);
    assert_int_equal(cel_model_declare(&model, env), LOY_OK);
    model.plain = language->plain;
    model.draw = draw;
    model.context = &random;
    for (int i = 0; i < ROUNDS; i++) {
        compiled += check_tree(&model, env, &arena);
        loy__arena_reset(&arena);
    }
    assert_true(compiled > ROUNDS / 2);
    loy__arena_free(&arena);
    loy__cel_env_free(env);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, compiled_equals_walked, languages);
    return table_kit_run(&kit, "cel random");
}
