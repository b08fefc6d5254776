/*
 * quote.c -- the outcome that an event would have: the same way as applying,
 * stopped before the commit.
 */
#include "engine/engine.h"

static int
run(loy_engine *engine, const loy_event *event, loy_outcome *outcome, loy_explanation *explanation,
    loy_error *error)
{
    loy__work work;
    bool replayed;
    int result;

    if (engine == NULL || event == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s", "the engine or the event is NULL");
    loy__error_open(error);
    loy__group_begin(engine);
    loy__work_init(&work, engine, event, outcome, error);
    work.quoting = true;
    work.why = explanation;
    loy__why_begin(&work);
    result = loy__run_event(&work, &replayed);
    if (result == LOY_OK)
        result = loy__why_finish(&work);
    return loy__error_close(error, result);
}

int
loy_engine_quote(loy_engine *engine, const loy_event *event, loy_outcome *outcome, loy_error *error)
{
    return run(engine, event, outcome, NULL, error);
}

int
loy_engine_explain(loy_engine *engine, const loy_event *event, loy_outcome *outcome,
                   loy_explanation *explanation, loy_error *error)
{
    if (explanation == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s", "the explanation is NULL");
    return run(engine, event, outcome, explanation, error);
}
