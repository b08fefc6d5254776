/*
 * match.c -- the fourth step: which rules of a list fire.
 *
 * Rules are judged in the program's order. A condition that fails to compute
 * is reported as an effect, and its rule does not fire.
 */
#include "engine/engine.h"

static int
report(loy__work *work, const loy__rule *rule, loy__cel_error error)
{
    loy__why_error(work, rule->number, error);
    return loy__effect_add(work, LOY_EFFECT_ERROR, rule->name.text, loy__cel_error_text(error), 0,
                           0);
}

/* The first conjunct that decided against a rule: for explanations only. */
static uint32_t
failed_term(loy__work *work, const loy__rule *rule)
{
    loy__cel_run run = {.slots = work->engine->slots, .arena = &work->engine->arena};
    uint32_t count = loy__cel_term_count(rule->when);

    for (uint32_t i = 0; i < count; i++) {
        loy__cel_value value;

        if (loy__cel_eval_term(rule->when, i, &run, &value) == LOY__CEL_ERR_NONE &&
            value.as.integer == 0)
            return i;
    }
    return 0;
}

static int
judge(loy__work *work, const loy__scene *scene, const loy__rule *rule, bool *fires)
{
    loy__cel_value value;
    loy__cel_error error;

    *fires = false;
    if (scene->time < rule->from || scene->time >= rule->until) {
        loy__why_rule(work, rule->number, LOY_WHY_VALIDITY, 0);
        return LOY_OK;
    }
    if (rule->when == NULL) {
        *fires = true;
        return LOY_OK;
    }
    error = loy__facts_eval(work, rule->when, NULL, &value);
    if (error != LOY__CEL_ERR_NONE)
        return report(work, rule, error);
    *fires = value.as.integer != 0;
    if (!*fires && work->why != NULL)
        loy__why_rule(work, rule->number, LOY_WHY_CONDITION, failed_term(work, rule));
    return LOY_OK;
}

int
loy__match(loy__work *work, const loy__scene *scene, const loy__rule_list *list, loy__pass *pass)
{
    pass->fired_count = 0;
    if (list->count == 0)
        return LOY_OK;
    pass->fired = loy__arena_alloc(&work->engine->arena, list->count * sizeof(*pass->fired));
    if (pass->fired == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < list->count; i++) {
        bool fires;
        int result = judge(work, scene, &work->program->rules[list->rules[i]], &fires);

        if (result != LOY_OK)
            return result;
        if (fires) {
            pass->fired[pass->fired_count++] = list->rules[i];
            loy__why_rule(work, list->rules[i], LOY_WHY_FIRED, 0);
        }
    }
    return LOY_OK;
}
