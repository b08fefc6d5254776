/*
 * multiply.c -- what the multipliers of an event come to, as the program
 * combines them.
 */
#include "engine/engine.h"

static bool
combine(uint32_t how, int64_t *factor, int64_t next)
{
    switch (how) {
    case LOY__MULTIPLY_PRODUCT:
        return loy__mul_div(*factor, next, LOY__FACTOR_ONE, LOY__FLOOR, factor);
    case LOY__MULTIPLY_MAX:
        *factor = next > *factor ? next : *factor;
        return true;
    case LOY__MULTIPLY_NEWEST:
        *factor = next;
        return true;
    default:
        return loy__add(*factor, next - LOY__FACTOR_ONE, factor);
    }
}

/* What a rule multiplies a currency by, or NULL. */
static const loy__factor *
factor_in(const loy__rule *rule, uint32_t currency)
{
    for (uint32_t i = 0; i < rule->factor_count; i++)
        if (rule->factors[i].currency == currency)
            return &rule->factors[i];
    return NULL;
}

/* Of the rules that multiply a currency the one that came into force last, of
 * equals the one written last: its position in `fired`. */
static uint32_t
newest(const loy__work *work, const loy__pass *pass, uint32_t currency)
{
    const loy__rule *rules = work->program->rules;
    uint32_t found = LOY__NONE;

    for (uint32_t i = 0; i < pass->fired_count; i++)
        if (factor_in(&rules[pass->fired[i]], currency) != NULL &&
            (found == LOY__NONE || rules[pass->fired[i]].from >= rules[pass->fired[found]].from))
            found = i;
    return found;
}

bool
loy__factor_of(const loy__work *work, const loy__pass *pass, uint32_t currency, int64_t *factor)
{
    uint32_t how = work->program->multiply;
    uint32_t only = how == LOY__MULTIPLY_NEWEST ? newest(work, pass, currency) : LOY__NONE;
    bool first = true;

    *factor = LOY__FACTOR_ONE;
    for (uint32_t i = 0; i < pass->fired_count; i++) {
        const loy__factor *next = factor_in(&work->program->rules[pass->fired[i]], currency);

        if (next == NULL || (only != LOY__NONE && i != only))
            continue;
        if (first && how == LOY__MULTIPLY_MAX)
            *factor = next->value;
        else if (!combine(how, factor, next->value))
            return false;
        first = false;
    }
    if (*factor < 0)
        *factor = 0;
    return true;
}

void
loy__factor_shares(const loy__work *work, const loy__pass *pass, uint32_t currency, int64_t *shares)
{
    uint32_t only =
        work->program->multiply == LOY__MULTIPLY_NEWEST ? newest(work, pass, currency) : LOY__NONE;

    for (uint32_t i = 0; i < pass->fired_count; i++) {
        const loy__factor *factor = factor_in(&work->program->rules[pass->fired[i]], currency);
        bool acts = factor != NULL && factor->value > LOY__FACTOR_ONE;

        shares[i] = acts && (only == LOY__NONE || only == i) ? factor->value - LOY__FACTOR_ONE : 0;
    }
}
