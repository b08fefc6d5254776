/*
 * traits.c -- what is known of each rule before any event: what it has that
 * most have not, and when its amount is 0 without being computed.
 */
#include <string.h>

#include "engine/engine.h"

static uint32_t
bits_of(const loy__rule *rule)
{
    bool others = rule->count_count > 0 || rule->issue_count > 0 || rule->notify != NULL ||
                  rule->stage != LOY__NONE;

    return (rule->factor_count > 0 ? LOY__RULE_FACTORS : 0u) | (others ? LOY__RULE_OTHERS : 0u);
}

/* The named expression that is all that the code reads, or LOY__NONE. */
static uint32_t
sole_let(const loy_program *program, const loy__cel_code *code)
{
    uint32_t count;
    const uint32_t *slots = loy__cel_slots(code, &count);

    return count == 1 && slots[0] >= program->facts.lets ? slots[0] - program->facts.lets
                                                         : LOY__NONE;
}

/* The slot of that named expression, if it is an integer and the code gives 0 for
 * 0; else LOY__NONE. Code that reads one slot alone is a function of it, so once
 * is enough to ask. */
static uint32_t
zero_with(loy_engine *engine, const loy__cel_code *code)
{
    const loy_program *program = engine->program;
    uint32_t let = sole_let(program, code), slot = program->facts.lets + let;
    loy__cel_value value;

    if (let == LOY__NONE || strcmp(loy__cel_type(program->lets[let].code), "int") != 0)
        return LOY__NONE;
    engine->slots[slot] = loy__cel_int(0);
    engine->run.rows = NULL;
    if (loy__cel_eval(code, &engine->run, &value) != LOY__CEL_ERR_NONE ||
        loy__cel_kind(value) != LOY__CEL_INT || value.as.integer != 0)
        return LOY__NONE;
    return slot;
}

/* What holds for all that the rule earns. */
static uint32_t
cap_of(const loy_program *program, const loy__rule *rule)
{
    uint32_t found = LOY__NONE;

    if (rule->cap_count > 0 && rule->earn_count > 1)
        return LOY__SEVERAL;
    for (uint32_t i = 0; rule->earn_count == 1 && i < rule->cap_count; i++)
        if (program->caps[rule->caps[i]].currency == rule->earns[0].target)
            found = found == LOY__NONE ? rule->caps[i] : LOY__SEVERAL;
    return found;
}

static loy__traits
traits_of(loy_engine *engine, const loy__rule *rule)
{
    const loy__amount *only = rule->earn_count == 1 ? &rule->earns[0] : NULL;
    loy__traits traits = {.bits = bits_of(rule),
                          .zero_with = LOY__NONE,
                          .let = LOY__NONE,
                          .cap = cap_of(engine->program, rule)};

    if (only != NULL && only->formula == NULL)
        traits.sole = only;
    else if (rule->earn_count > 0)
        traits.bits |= LOY__RULE_AMOUNTS;
    if (only == NULL)
        return traits;
    if (only->code != NULL) {
        traits.zero_with = zero_with(engine, only->code);
        traits.let = sole_let(engine->program, only->code);
        traits.bits |= loy__reads_lines(&engine->program->facts, only->code) ? LOY__RULE_LINES : 0u;
    }
    return traits;
}

bool
loy__traits_init(loy_engine *engine)
{
    const loy_program *program = engine->program;

    engine->traits =
        loy__alloc_array(&engine->memory, program->rule_count, sizeof(*engine->traits));
    if (engine->traits == NULL)
        return false;
    for (uint32_t i = 0; i < program->rule_count; i++)
        engine->traits[i] = traits_of(engine, &program->rules[i]);
    return true;
}

void
loy__traits_free(loy_engine *engine)
{
    loy__free(&engine->memory, engine->traits,
              engine->program->rule_count * sizeof(*engine->traits));
}
