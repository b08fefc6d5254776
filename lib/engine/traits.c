/*
 * traits.c -- what is known of each rule before any event: what it has that
 * most have not, and when its amount is 0 without being computed.
 */
#include <string.h>

#include "engine/engine.h"

static uint8_t
traits_of(const loy__rule *rule)
{
    bool others = rule->count_count > 0 || rule->issue_count > 0 || rule->notify != NULL ||
                  rule->stage != LOY__NONE;

    return (uint8_t)((rule->factor_count > 0 ? LOY__RULE_FACTORS : 0) |
                     (others ? LOY__RULE_OTHERS : 0));
}

/* The named expression that is all that the code reads, if it is an integer
 * and the code gives 0 for 0; else LOY__NONE. Code that reads one slot alone is
 * a function of it, so once is enough to ask. */
static uint32_t
zero_with(loy_engine *engine, const loy__cel_code *code)
{
    const loy_program *program = engine->program;
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);
    loy__cel_value value;

    if (count != 1 || slots[0] < program->facts.lets ||
        strcmp(loy__cel_type(program->lets[slots[0] - program->facts.lets].code), "int") != 0)
        return LOY__NONE;
    engine->slots[slots[0]] = loy__cel_int(0);
    engine->run.rows = NULL;
    if (loy__cel_eval(code, &engine->run, &value) != LOY__CEL_ERR_NONE ||
        loy__cel_kind(value) != LOY__CEL_INT || value.as.integer != 0)
        return LOY__NONE;
    return slots[0];
}

bool
loy__traits_init(loy_engine *engine)
{
    const loy_program *program = engine->program;

    engine->traits =
        loy__alloc_array(&engine->memory, program->rule_count, sizeof(*engine->traits));
    if (engine->traits == NULL)
        return false;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const loy__rule *rule = &program->rules[i];

        engine->traits[i] = (loy__traits){.bits = traits_of(rule), .zero_with = LOY__NONE};
        if (rule->earn_count == 1 && rule->earns[0].code != NULL)
            engine->traits[i].zero_with = zero_with(engine, rule->earns[0].code);
    }
    return true;
}

void
loy__traits_free(loy_engine *engine)
{
    loy__free(&engine->memory, engine->traits,
              engine->program->rule_count * sizeof(*engine->traits));
}
