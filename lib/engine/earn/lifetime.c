/*
 * lifetime.c -- what events do to the time of points: activity moves their end, and
 * those of some customers have none, or wait otherwise.
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
            result = loy__life_activity(work->state, work->journal, i, work->event->time, work->now,
                                        work->kind == LOY__ON_PURCHASE);
    }
    return result;
}

/* Whether a condition on the customer holds; one that fails is reported, and does
 * not. */
static int
holds(loy__work *work, const loy__currency *currency, const loy__cel_code *condition, bool *out)
{
    loy__cel_value value = {0};
    loy__cel_error error = loy__facts_eval(work, condition, NULL, &value);

    *out = error == LOY__CEL_ERR_NONE && value.as.integer != 0;
    return error == LOY__CEL_ERR_NONE ? LOY_OK
                                      : loy__effect_add(work, LOY_EFFECT_ERROR, currency->name.text,
                                                        loy__cel_error_text(error), 0, 0);
}

int
loy__grant_terms(loy__work *work, loy__grant *grant)
{
    const loy__currency *currency = &work->program->currencies[grant->currency];
    bool found = false;
    int result = LOY_OK;

    if (grant->until == LOY_TIME_NONE && currency->life.exempt != NULL) {
        result = holds(work, currency, currency->life.exempt, &found);
        if (found)
            grant->until = LOY_NEVER;
    }
    for (uint32_t i = 0; result == LOY_OK && grant->wait == NULL && i < currency->case_count; i++) {
        result = holds(work, currency, currency->cases[i].when, &found);
        if (found)
            grant->wait = &currency->cases[i].wait;
    }
    return result;
}
