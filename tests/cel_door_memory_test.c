/*
 * cel_door_memory_test.c -- memory of expressions may run out, and is asked for once.
 */
#include "kit/cel_kit.h"
#include "kit/memory_kit.h"

/* All of it once, with an allocator that may say no; LOY_OK when nothing did. */
static int
use_everything(const loy_memory *memory)
{
    static const char source[] = "names.map(n, n + '!').filter(n, n != x)";
    loy_cel_value names[] = {cel_kit_text("a"), cel_kit_text("b")},
                  list = cel_kit_items(LOY_CEL_LIST, names, 2);
    loy_cel_value x = cel_kit_text("a!"), value;
    loy_cel_env *env = NULL;
    loy_cel_program *program = NULL;
    loy_cel_evaluator *evaluator = NULL;
    int result = loy_cel_env_new(&env, NULL, memory);

    if (result == LOY_OK)
        result = loy_cel_container(env, "com.example");
    if (result == LOY_OK)
        result = loy_cel_declare(env, "names", "list(string)");
    if (result == LOY_OK)
        result = loy_cel_declare(env, "x", "string");
    if (result == LOY_OK)
        result = loy_cel_compile(&program, env, source, sizeof(source) - 1, NULL, NULL);
    if (result == LOY_OK)
        result = loy_cel_evaluator_new(&evaluator, env, memory);
    if (result == LOY_OK)
        result = loy_cel_bind(evaluator, 0, &list);
    if (result == LOY_OK)
        result = loy_cel_bind(evaluator, 1, &x);
    if (result == LOY_OK)
        result = loy_cel_evaluate(evaluator, program, &value);
    if (result == LOY_OK) {
        assert_int_equal(value.size, 1);
        assert_memory_equal(loy_cel_at(&value, 0)->as.text, "b!", 2);
    }
    loy_cel_evaluator_free(evaluator);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
    return result;
}

static void
memory_may_run_out(void **state)
{
    memory_kit kit;

    (void)state;
    for (int for_good = 0; for_good < 2; for_good++) {
        uint64_t n = 1;

        memory_kit_init(&kit);
        for (;; n++) {
            int result;

            memory_kit_fail(&kit, n, for_good);
            result = use_everything(&kit.memory);
            memory_kit_assert_clean(&kit);
            if (!memory_kit_failed(&kit))
                break;
            assert_int_equal(result, LOY_ERR_NOMEM);
        }
        assert_true(n > 10);
    }
}

static void
nothing_allocates_once_warm(void **state)
{
    static const char *const variables[] = {"names", "list(string)", NULL};
    loy_cel_env *env = cel_kit_env(0, variables);
    loy_cel_program *program = cel_kit_compile(env, "names.map(n, n + '!')");
    loy_cel_value names[] = {cel_kit_text("a"), cel_kit_text("bcd"), cel_kit_text("")};
    loy_cel_evaluator *evaluator;
    memory_kit kit;
    uint64_t warm = 0;

    (void)state;
    memory_kit_init(&kit);
    assert_int_equal(loy_cel_evaluator_new(&evaluator, env, &kit.memory), LOY_OK);
    for (uint32_t i = 0; i < 20; i++) {
        loy_cel_value list = cel_kit_items(LOY_CEL_LIST, names, i < 4 ? 3 : i % 4), value;

        assert_int_equal(loy_cel_bind(evaluator, 0, &list), LOY_OK);
        assert_int_equal(loy_cel_evaluate(evaluator, program, &value), LOY_OK);
        assert_int_equal(value.size, list.size);
        if (i == 3)
            warm = kit.allocations;
    }
    assert_int_equal(kit.allocations, warm);
    loy_cel_evaluator_free(evaluator);
    memory_kit_assert_clean(&kit);
    loy_cel_program_free(program);
    loy_cel_env_free(env);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "memory may run out", memory_may_run_out);
    table_kit_test(&kit, "nothing allocates once warm", nothing_allocates_once_warm);
    return table_kit_run(&kit, "cel door memory");
}
