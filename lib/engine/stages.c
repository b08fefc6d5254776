/*
 * stages.c -- the lifecycle: which transition of the table is taken, and what
 * happens on entering a stage.
 */
#include "customer/lifecycle.h"
#include "engine/engine.h"

static bool
holds(loy__work *work, const loy__transition *transition)
{
    loy__cel_value value;
    loy__cel_error error;

    if (transition->when == NULL)
        return true;
    error = loy__facts_eval(work, transition->when, NULL, &value);
    return error == LOY__CEL_ERR_NONE && value.as.integer != 0;
}

uint32_t
loy__stage_transition(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;

    for (uint32_t i = 0; i < program->transition_count; i++) {
        const loy__transition *transition = &program->transitions[i];

        if (!loy__bit(transition->from, work->state->stage) || transition->to == work->state->stage)
            continue;
        if (transition->timed != (scene->kind == LOY__ON_TIMER))
            continue;
        if (transition->timed ? loy__transition_moment(work->state, transition) != scene->time
                              : transition->trigger != scene->kind)
            continue;
        if (holds(work, transition))
            return i;
    }
    return LOY__NONE;
}

/* What the clock would have done long ago, had a sale never been, it did then. */
static int64_t
moment_of(const loy__work *work, const loy__scene *scene)
{
    return work->settling && work->unbought ? scene->time : work->now;
}

static int
enter(loy__work *work, const loy__scene *scene, uint32_t stage, const char *reason, uint32_t depth,
      bool told)
{
    const loy__rule_list *rules = &work->program->by_stage[stage];
    loy__scene entered = *scene;
    int result;

    if (stage == work->state->stage)
        return LOY_OK;
    if (work->entered >= LOY__MAX_ENTERED || depth >= LOY__MAX_ENTERED)
        return loy__effect_add(work, LOY_EFFECT_ERROR, reason,
                               "stages lead to each other without end", 0, 0);
    work->entered++;
    loy__stage_enter(work->state, stage, moment_of(work, scene), told);
    result = loy__effect_add(work, LOY_EFFECT_STAGE, reason, work->program->stages[stage].name.text,
                             0, 0);
    if (result != LOY_OK || rules->count == 0)
        return result;
    entered.kind = LOY__ON_ENTER;
    result = loy__facts_fill(work, &entered);
    if (result == LOY_OK)
        result = loy__pass_run(work, &entered, rules, depth + 1);
    return result;
}

int
loy__enter_stage(loy__work *work, const loy__scene *scene, uint32_t stage, const char *reason,
                 uint32_t depth)
{
    return enter(work, scene, stage, reason, depth, !work->settling);
}

int
loy__enter_next(loy__work *work, const loy__scene *scene, uint32_t transition)
{
    const loy__transition *next = &work->program->transitions[transition];

    return enter(work, scene, next->to, next->reason, 0,
                 scene->kind != LOY__ON_PURCHASE && scene->kind != LOY__ON_TIMER);
}
