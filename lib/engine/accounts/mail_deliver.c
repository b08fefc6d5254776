/*
 * mail_deliver.c -- messages arrive: each as an event of its receiver's, in a
 * commit of its own; then they leave the sender's record.
 */
#include <string.h>

#include "engine/engine.h"

#define MOST_ROUNDS 64 /* of answers to answers in one call */

/* The event that a message becomes. */
static loy_event
event_of(const loy__message *message)
{
    loy_event event = LOY_EVENT_INIT;

    event.source = message->source;
    event.id = message->id;
    event.type = (loy_text){.data = "message", .size = 7};
    event.customer = message->receiver;
    event.other = message->sender;
    event.time = message->time;
    event.offset = message->offset;
    /* What it names is the receiver's, but for a transfer that arrives. */
    if (loy__mail_names_event(message->kind) && message->kind != LOY__MAIL_POINTS) {
        loy__source body = {.at = message->body, .end = message->body + message->size};

        event.receipt_source.data = loy__get_text(&body, &event.receipt_source.size);
        event.receipt_id.data = loy__get_text(&body, &event.receipt_id.size);
    }
    return event;
}

/* Puts it into the group at hand, unless it has arrived before. */
static int
put_into_group(loy_engine *engine, const loy__message *message, bool *replayed, loy_error *error)
{
    loy_event event = event_of(message);
    loy__work work;
    int result;

    loy__work_init(&work, engine, &event, NULL, error);
    work.message = message;
    result = loy__run_event(&work, replayed);
    return result == LOY_OK && !*replayed ? loy__commit_work(&work) : result;
}

static int
arrive(loy_engine *engine, const loy__message *message, loy_error *error)
{
    int result = LOY_ERR_CONFLICT;

    for (int attempt = 0; attempt < LOY__MAX_ATTEMPTS && result == LOY_ERR_CONFLICT; attempt++) {
        uint32_t waiting = engine->mail.sender_count;
        size_t size = engine->mail.senders.size;
        bool replayed;

        loy__group_begin(engine);
        result = put_into_group(engine, message, &replayed, error);
        if (result == LOY_OK && !replayed)
            result = loy__group_commit(engine, error);
        if (result == LOY_OK)
            continue;
        engine->mail.sender_count = waiting;
        engine->mail.senders.size = size;
    }
    return result;
}

/* Copies messages to where they stay while they are delivered. */
static int
fill_bag(loy_engine *engine, const unsigned char *messages, size_t size, loy__source *out)
{
    loy__bytes *bag = &engine->mail.bag;

    if (!loy__reserve(bag->memory, &bag->data, &bag->capacity, size, 1))
        return LOY_ERR_NOMEM;
    memcpy(bag->data, messages, size);
    *out = (loy__source){.at = bag->data, .end = bag->data + size};
    return LOY_OK;
}

int
loy__mail_along(loy__work *work)
{
    loy_engine *engine = work->engine;
    const loy__bytes *along = &engine->mail.along;
    loy_error *error = work->error;
    char sender[LOY_MAX_ID];
    uint32_t size = work->state->id_size;
    loy__source messages;
    loy__message message;
    bool replayed;
    int result = fill_bag(engine, along->data, along->size, &messages);

    memcpy(sender, work->state->id, size);
    while (result == LOY_OK && loy__mail_next(&messages, &message)) {
        message.sender = (loy_text){.data = sender, .size = size};
        result = put_into_group(engine, &message, &replayed, error);
    }
    return result;
}

static bool
same_name(loy_text a, loy_text b)
{
    return loy__text_equal(a.data, a.size, b.data, b.size);
}

static bool
delivered(loy__source bag, const loy__message *message)
{
    loy__message one;

    while (loy__mail_next(&bag, &one))
        if (same_name(one.source, message->source) && same_name(one.id, message->id))
            return true;
    return false;
}

/* Others may have sent, or cleared, meanwhile: only what is in the bag goes. */
static int
clear(loy_engine *engine, const char *sender, uint32_t size, loy__source bag, loy_error *error)
{
    int result = LOY_ERR_CONFLICT;

    for (int attempt = 0; attempt < LOY__MAX_ATTEMPTS && result == LOY_ERR_CONFLICT; attempt++) {
        loy__source messages;
        loy__message message;
        loy__mailed mailed;
        bool cleared = false;

        loy__group_begin(engine);
        result = loy__mail_load(engine, sender, size, &messages, &mailed, error);
        if (result != LOY_OK)
            return result;
        loy__mail_open(&engine->mail.outbox);
        while (loy__mail_next(&messages, &message)) {
            if (delivered(bag, &message))
                cleared = true;
            else
                loy__mail_write(&engine->mail.outbox, &message);
        }
        if (!cleared)
            return LOY_OK;
        result = loy__mail_put(engine, sender, size, &mailed);
        if (result == LOY_OK)
            result = loy__group_commit(engine, error);
    }
    return result;
}

/* All that one customer has sent. */
static int
deliver_of(loy_engine *engine, const char *sender, uint32_t size, loy_error *error)
{
    loy__source messages, done;
    loy__message message;
    loy__mailed mailed;
    size_t length;
    int result;

    loy__group_begin(engine);
    result = loy__mail_load(engine, sender, size, &messages, &mailed, error);
    length = (size_t)(messages.end - messages.at);
    if (result != LOY_OK || length == 0)
        return result;
    result = fill_bag(engine, messages.at, length, &messages);
    if (result != LOY_OK)
        return result;
    done = messages;
    while (loy__mail_next(&messages, &message)) {
        message.sender = (loy_text){.data = sender, .size = size};
        result = arrive(engine, &message, error);
        if (result != LOY_OK)
            return result;
    }
    if (messages.failed)
        return LOY_ERR_CORRUPT;
    return clear(engine, sender, size, done, error);
}

int
loy__mail_deliver(loy_engine *engine, loy_error *error)
{
    loy__mail *mail = &engine->mail;
    size_t at = 0;
    int result = LOY_OK;

    for (int round = 0; result == LOY_OK && at < mail->senders.size; round++) {
        char sender[LOY_MAX_ID];
        loy__source source = {.at = mail->senders.data + at,
                              .end = mail->senders.data + mail->senders.size};
        uint32_t size;
        const char *name = loy__get_text(&source, &size);

        if (round >= MOST_ROUNDS)
            break;
        memcpy(sender, name, size);
        at += 4 + (size_t)size;
        result = deliver_of(engine, sender, size, error);
    }
    if (result != LOY_OK || at < mail->senders.size)
        mail->stale = true;
    loy__mail_forget(engine);
    return result;
}

static int
note_sender(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
            uint64_t revision)
{
    loy_engine *engine = context;
    int result;

    (void)bytes;
    (void)size;
    (void)revision;
    if (id_size > LOY_MAX_ID)
        return LOY_ERR_CORRUPT;
    result = loy__mail_note(engine, id, id_size);
    return result != LOY_OK ? result : engine->mail.sender_count < MOST_ROUNDS / 2;
}

int
loy__mail_recover(loy_engine *engine, int64_t until, loy_error *error)
{
    loy_sink sink = {.each = note_sender, .context = engine};
    int result = LOY_OK;
    bool more = true;

    while (result == LOY_OK && more) {
        loy__mail_forget(engine);
        result = loy__storage_due(engine, LOY_KIND_MESSAGES, until, &sink, error);
        more = engine->mail.sender_count > 0;
        if (result == LOY_OK && more)
            result = loy__mail_deliver(engine, error);
    }
    return result;
}

void
loy__mail_forget(loy_engine *engine)
{
    engine->mail.senders.size = 0;
    engine->mail.senders.failed = false;
    engine->mail.sender_count = 0;
}

/* What cannot be delivered now is tried again before the next event. */
void
loy__mail_refresh(loy_engine *engine)
{
    engine->mail.stale = false;
    if (engine->store.due != NULL && loy__mail_recover(engine, LOY__TIME_MAX, NULL) != LOY_OK)
        engine->mail.stale = true;
}
