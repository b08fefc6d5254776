/*
 * apply.c -- applying events, one by one or in groups, and trying again when
 * somebody else changed a customer meanwhile.
 */
#include "engine/engine.h"

static loy_text
customer_of(const loy_event *event)
{
    return event != NULL ? event->customer : (loy_text){0};
}

/* One event up to the group: nothing reaches the store yet. *half: some of its
 * records are in the group and some are not. */
LOY_INLINE int
apply_in_group(loy_engine *engine, const loy_event *event, loy_outcome *outcome, bool *half,
               loy_error *error)
{
    loy__work work;
    bool replayed;
    int result;

    *half = false;
    if (event == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s", "the event is NULL");
    loy__work_init(&work, engine, event, outcome, error);
    result = loy__run_event(&work, &replayed);
    if (result == LOY_OK && !replayed) {
        result = loy__commit_work(&work);
        if (result == LOY_OK && work.along > 0)
            result = loy__mail_along(&work);
        *half = result < 0;
    }
    if (result == LOY_ERR_NOMEM || result == LOY_ERR_INTERNAL)
        return loy__fail(error, result, "", "%s; nothing of the event was kept",
                         loy_result_text(result));
    return result;
}

/* Events of one commit. *kept: how many, even when a later one is an error:
 * those before it are kept all the same, unless it left half of itself. */
static int
apply_group(loy_engine *engine, const loy_event *const *events, uint64_t count,
            loy_outcome *const *outcomes, uint64_t *kept, loy_error *error)
{
    int result = LOY_ERR_CONFLICT;

    for (int attempt = 0; attempt < LOY__MAX_ATTEMPTS && result == LOY_ERR_CONFLICT; attempt++) {
        int first_error = LOY_OK;
        bool half = false;
        uint64_t done = 0;

        *kept = 0;
        loy__mail_forget(engine);
        loy__group_begin(engine);
        loy__storage_hint(engine, LOY_KIND_CUSTOMER, customer_of(events[0]));
        loy__storage_hold(engine, 1);
        while (done < count) {
            if (done + 1 < count)
                loy__storage_hint(engine, LOY_KIND_CUSTOMER, customer_of(events[done + 1]));
            first_error = apply_in_group(engine, events[done],
                                         outcomes != NULL ? outcomes[done] : NULL, &half, error);
            if (first_error < 0)
                break;
            done++;
            if (engine->mail.sender_count > 0)
                break; /* what it sent arrives before the next event */
        }
        result = half ? first_error : done > 0 ? loy__group_commit(engine, error) : LOY_OK;
        loy__storage_hold(engine, 0);
        if (half && first_error != LOY_ERR_CONFLICT)
            return first_error;
        if (half)
            continue; /* a customer whom it concerns has changed */
        if (result == LOY_OK) {
            *kept = done;
            /* What cannot go now is not lost, and is no error of these events. */
            if (engine->mail.sender_count > 0)
                loy__mail_deliver(engine, NULL);
            result = first_error;
            break;
        }
    }
    return result;
}

int
loy_engine_apply(loy_engine *engine, const loy_event *event, loy_outcome *outcome, loy_error *error)
{
    uint64_t kept;
    int result;

    loy__error_open(error);
    if (engine == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s", "the engine is NULL");
    if (engine->mail.stale)
        loy__mail_refresh(engine);
    result = apply_group(engine, &event, 1, outcome != NULL ? &outcome : NULL, &kept, error);
    return loy__error_close(error, result);
}

int
loy_engine_apply_batch(loy_engine *engine, const loy_event *const *events, uint64_t count,
                       uint32_t group, loy_outcome *const *outcomes, uint64_t *done,
                       loy_error *error)
{
    uint64_t at = 0;
    int result = LOY_OK;

    loy__error_open(error);
    if (done != NULL)
        *done = 0;
    if (engine == NULL || (events == NULL && count > 0) || group < 1 || group > 10000)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine or the events are NULL, or the group is not 1 to 10000");
    if (engine->mail.stale)
        loy__mail_refresh(engine);
    while (result == LOY_OK && at < count) {
        uint64_t size = count - at < group ? count - at : group;
        uint64_t kept;

        result = apply_group(engine, events + at, size, outcomes != NULL ? outcomes + at : NULL,
                             &kept, error);
        at += kept;
    }
    if (done != NULL)
        *done = at;
    return loy__error_close(error, result);
}
