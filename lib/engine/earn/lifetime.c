/*
 * lifetime.c -- what events do to the end of points: activity moves it, and some
 * customers' points have none.
 */
#include "customer/lives.h"
#include "engine/engine.h"

int
loy__note_activity(loy__work *work)
{
    const loy_program *program = work->program;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < program->currency_count; i++) {
        const uint64_t *kinds = program->currencies[i].life.activity;

        if (kinds != NULL && loy__bit(kinds, work->kind))
            result =
                loy__life_activity(work->state, work->journal, i, work->event->time, work->now);
    }
    return result;
}

int
loy__is_exempt(loy__work *work, uint32_t currency, bool *exempt)
{
    const loy__currency *definition = &work->program->currencies[currency];
    loy__cel_value value;
    loy__cel_error error;

    *exempt = false;
    if (definition->life.exempt == NULL)
        return LOY_OK;
    error = loy__facts_eval(work, definition->life.exempt, NULL, &value);
    if (error != LOY__CEL_ERR_NONE)
        return loy__effect_add(work, LOY_EFFECT_ERROR, definition->name.text,
                               loy__cel_error_text(error), 0, 0);
    *exempt = value.as.integer != 0;
    return LOY_OK;
}
