/*
 * cel_rules.c -- expressions of the loyalty profile and of the plain language,
 * drawn from the input with their facts: what the machine makes of them against
 * the model that walks the same tree (tests/kit/cel_model.h).
 */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>

#include "kit/cel_model.h"

static bool
may_be_refused(const char *fault)
{
    return strstr(fault, "this always fails") != NULL ||
           strstr(fault, "per() wants a unit") != NULL || strstr(fault, "steps, more than") != NULL;
}

static void
check(cel_model *model, loy__cel_env *env, loy__arena *arena, const cel_model_node *root)
{
    loy__cel_code *code = NULL;
    loy__cel_fault fault;

    if (loy__cel_compile(&code, env, model->source, model->source_size, NULL, &fault, NULL) < 0) {
        if (!may_be_refused(fault.text)) {
            fprintf(stderr, "%s\n%s\n", model->source, fault.text);
            fuzz_fail("what the model writes is refused", __FILE__, __LINE__);
        }
        return;
    }
    for (int round = 0; round < 2; round++) {
        const char *wrong;

        cel_model_fill(model);
        wrong = cel_model_check(model, root, code, arena);
        if (wrong != NULL) {
            fprintf(stderr, "%s\n%s\n", model->source, wrong);
            fuzz_fail("the machine and the model agree", __FILE__, __LINE__);
        }
    }
    loy__cel_free(code);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static cel_model model;
    fuzz_input input = {data, data + size};
    loy__cel_options options = {.intern = cel_model_intern, .budget = 50000000, .max_items = 8};
    cel_model_node *root;
    loy_memory memory;
    loy__cel_env *env;
    loy__arena arena;

    model.plain = fuzz_below(&input, 4) == 3;
    model.draw = fuzz_below;
    model.context = &input;
    options.rules = !model.plain;
    FUZZ_REQUIRE(loy__memory_init(&memory, fuzz_memory()) == LOY_OK);
    loy__arena_init(&arena, &memory);
    FUZZ_REQUIRE(loy__cel_env_new(&env, &options, &memory) == LOY_OK);
    FUZZ_REQUIRE(cel_model_declare(&model, env) == LOY_OK);
    root = cel_model_make(&model, (cel_model_type)fuzz_below(&input, CEL_MODEL_LINE_LIST + 1));
    if (root != NULL)
        check(&model, env, &arena, root);
    loy__arena_free(&arena);
    loy__cel_env_free(env);
    return 0;
}
