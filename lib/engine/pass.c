/*
 * pass.c -- match, decide and post for one list of rules in one scene.
 */
#include "engine/engine.h"

int
loy__pass_run(loy__work *work, const loy__scene *scene, const loy__rule_list *list, uint32_t depth)
{
    loy__pass *pass = &work->engine->passes[depth];
    int result;

    pass->count = 0;
    pass->fired_count = 0;
    pass->depth = depth;
    result = loy__match(work, scene, list, pass);
    if (result == LOY_OK)
        result = loy__decide(work, scene, pass);
    if (result == LOY_OK)
        result = loy__post(work, scene, pass);
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
