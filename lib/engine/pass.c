/*
 * pass.c -- match, decide and post for one list of rules in one scene.
 */
#include "engine/engine.h"

/* Whether a rule counts anything; one that fails does not, and says so later. */
static bool
counts(const loy__work *work, const loy__rule *rule)
{
    for (uint32_t i = 0; i < rule->count_count; i++) {
        loy__cel_value value = loy__cel_int(rule->counts[i].constant);

        if ((rule->counts[i].code == NULL ||
             loy__facts_eval(work, rule->counts[i].code, NULL, &value) == LOY__CEL_ERR_NONE) &&
            value.as.integer > 0)
            return true;
    }
    return false;
}

bool
loy__pass_gives(const loy__work *work, const loy__pass *pass, uint32_t position)
{
    const loy__rule *rule = &work->program->rules[pass->fired[position]];

    if (rule->factor_count > 0 || rule->issue_count > 0 || rule->notify != NULL ||
        rule->stage != LOY__NONE || counts(work, rule))
        return true;
    for (size_t i = 0; i < pass->count; i++)
        if (pass->decisions[i].rule == rule->number)
            return true;
    return false;
}

uint32_t
loy__pass_position(const loy__pass *pass, uint32_t rule)
{
    uint32_t low = 0, high = pass->fired_count;

    while (high - low > 1) { /* they ascend */
        uint32_t middle = low + (high - low) / 2;

        if (pass->fired[middle] <= rule)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void
loy__pass_drop(loy__pass *pass, const bool *out)
{
    size_t decisions = 0;
    uint32_t fired = 0;

    for (size_t i = 0; i < pass->count; i++)
        if (!out[loy__pass_position(pass, pass->decisions[i].rule)])
            pass->decisions[decisions++] = pass->decisions[i];
    pass->count = decisions;
    for (uint32_t i = 0; i < pass->fired_count; i++)
        if (!out[i])
            pass->fired[fired++] = pass->fired[i];
    pass->fired_count = fired;
}

int
loy__pass_run(loy__work *work, const loy__scene *scene, const loy__rule_list *list, uint32_t depth)
{
    loy__pass *pass = &work->engine->passes[depth];
    struct loy__crossing *crossing = work->crossing;
    int result;

    if (scene != &work->scene) /* what follows from the event is not split with it */
        work->crossing = NULL;
    pass->count = 0;
    pass->fired_count = 0;
    pass->depth = depth;
    result = loy__match(work, scene, list, pass);
    if (result == LOY_OK)
        result = loy__decide(work, scene, pass);
    if (result == LOY_OK)
        result = loy__post(work, scene, pass);
    work->crossing = crossing;
    return result;
}

int
loy__effect_add(loy__work *work, uint32_t kind, const char *rule, const char *name, int64_t amount,
                int64_t wanted)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = rule,
                           .name = name,
                           .amount = amount,
                           .wanted = wanted,
                           .time = work->now,
                           .kind = kind};
    return LOY_OK;
}

int
loy__effect_about(loy__work *work, uint32_t kind, const char *rule, loy_text name, int64_t amount,
                  int64_t money)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = rule,
                           .name = loy__arena_text(&work->outcome->texts, name.data, name.size),
                           .amount = amount,
                           .wanted = amount,
                           .money = money,
                           .time = work->now,
                           .kind = kind};
    if (effect->name != NULL)
        return LOY_OK;
    effect->name = "";
    return LOY_ERR_NOMEM;
}
