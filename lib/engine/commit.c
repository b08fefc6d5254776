/*
 * commit.c -- the seventh step: the records of one event, encoded and put into
 * the group that is committed as one: the answer under the event's key always,
 * the customer and a returned receipt unless the event was refused.
 */
#include <string.h>

#include "engine/engine.h"

static int
put(loy__work *work, uint32_t kind, const char *id, uint32_t id_size, const void *bytes,
    size_t size, uint64_t seen, int64_t due, loy_text owner)
{
    loy_write write = {.id = id,
                       .bytes = bytes,
                       .owner = owner.data,
                       .size = size,
                       .seen = seen,
                       .due = due,
                       .id_size = id_size,
                       .owner_size = owner.size,
                       .kind = kind};

    return loy__overlay_put(&work->engine->overlay, &write) ? LOY_OK : LOY_ERR_NOMEM;
}

static int
put_customer(loy__work *work)
{
    loy_engine *engine = work->engine;
    const loy__state *state = work->state;
    loy_text owner = {.data = state->id, .size = state->id_size};
    int64_t due = loy__state_due(state);
    size_t size = 0;
    int result = loy__state_encode(state, due, &engine->memory, &engine->state_bytes,
                                   &engine->state_capacity, &size);

    if (result != LOY_OK)
        return result;
    return put(work, LOY_KIND_CUSTOMER, state->id, state->id_size, engine->state_bytes, size,
               state->revision, due, owner);
}

static int
put_answer(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
           const loy__receipt *receipt, const char *key, uint32_t key_size, uint64_t seen)
{
    loy__bytes *record = &work->engine->record;
    loy_text owner = {.data = head->customer, .size = head->customer_size};
    int result = loy__answer_write(record, head, outcome, receipt);

    if (result != LOY_OK)
        return result;
    return put(work, LOY_KIND_EVENT, key, key_size, record->data, record->size, seen, LOY_NEVER,
               owner);
}

static int
put_event(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__answer_head head = {.digest = work->digest,
                                   .time = event->time,
                                   .version = work->program->version,
                                   .customer = event->customer.data,
                                   .customer_size = event->customer.size,
                                   .type = event->type.data,
                                   .type_size = event->type.size,
                                   .offset = event->offset};
    bool applied = work->outcome->verdict == LOY_VERDICT_APPLIED;

    return put_answer(work, &head, work->outcome,
                      applied && work->keeps_receipt ? &work->sale : NULL, work->engine->keys[1],
                      event->source.size + 1 + event->id.size, 0);
}

int
loy__commit_work(loy__work *work)
{
    const loy_event *event = work->event;
    bool applied = work->outcome->verdict == LOY_VERDICT_APPLIED;
    int result = put_event(work);

    if (result == LOY_OK && applied && work->sent > 0)
        result = loy__mail_keep(work);
    if (result == LOY_OK && applied)
        result = put_customer(work);
    if (result == LOY_OK && work->returned_changed) {
        uint32_t source =
            event->receipt_source.size > 0 ? event->receipt_source.size : event->source.size;

        result = put_answer(work, &work->returned_head, work->engine->sale_outcome, &work->returned,
                            work->engine->keys[2], source + 1 + event->receipt_id.size,
                            work->returned_revision);
    }
    return result;
}
