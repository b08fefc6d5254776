/*
 * mail_send.c -- messages on their way out: named after the event that sends
 * them, and kept with it.
 */
#include <string.h>

#include "base/hash.h"
#include "base/seal.h"
#include "engine/engine.h"

#define NUMBER 12 /* bytes of ":" and a number */

void
loy__mail_init(loy_engine *engine)
{
    loy__mail *mail = &engine->mail;

    mail->outgoing.memory = mail->outbox.memory = mail->bag.memory = &engine->memory;
    mail->body.memory = mail->senders.memory = mail->along.memory = &engine->memory;
    mail->stale = true;
}

static void
free_bytes(const loy_memory *memory, loy__bytes *bytes)
{
    loy__free(memory, bytes->data, bytes->capacity);
}

void
loy__mail_free(loy_engine *engine)
{
    loy__mail *mail = &engine->mail;

    free_bytes(&engine->memory, &mail->outgoing);
    free_bytes(&engine->memory, &mail->outbox);
    free_bytes(&engine->memory, &mail->bag);
    free_bytes(&engine->memory, &mail->body);
    free_bytes(&engine->memory, &mail->senders);
    free_bytes(&engine->memory, &mail->along);
    loy__state_free(&mail->other);
}

loy__bytes *
loy__mail_body(loy__work *work)
{
    loy__bytes *body = &work->engine->mail.body;

    body->size = 0;
    body->failed = false;
    return body;
}

/* A name with room for `more` bytes: one that is too long gives way to its
 * digest. */
static size_t
short_name(char *out, const char *name, size_t size, size_t more)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[32];
    loy__sha256 hash;

    if (size <= LOY_MAX_ID - more) {
        memcpy(out, name, size);
        return size;
    }
    loy__sha256_init(&hash);
    loy__sha256_add(&hash, name, size);
    loy__sha256_finish(&hash, digest);
    for (size_t i = 0; i < sizeof(digest); i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    return 2 * sizeof(digest);
}

size_t
loy__mail_source(char *out, loy_text source)
{
    const size_t prefix = sizeof(LOY__MAIL_SOURCE) - 1;

    if (source.size > prefix && memcmp(source.data, LOY__MAIL_SOURCE, prefix) == 0) {
        memcpy(out, source.data, source.size);
        return source.size;
    }
    memcpy(out, LOY__MAIL_SOURCE, prefix);
    return prefix + short_name(out + prefix, source.data, source.size, prefix);
}

size_t
loy__mail_id(char *out, loy_text id, uint32_t number)
{
    size_t size = short_name(out, id.data, id.size, NUMBER);

    loy__format(out + size, NUMBER, ":%u", number);
    return size + strlen(out + size);
}

static void
append(loy__bytes *bytes, const unsigned char *data, size_t size)
{
    unsigned char *at = size > 0 ? loy__bytes_open(bytes, size) : NULL;

    if (at == NULL)
        return;
    memcpy(at, data, size);
    loy__bytes_close(bytes, at + size);
}

int
loy__mail_begin(loy__work *work, const void *data, size_t size)
{
    loy__bytes *body = loy__mail_body(work);

    append(body, data, size);
    return body->failed ? LOY_ERR_NOMEM : LOY_OK;
}

int
loy__mail_copy(loy__work *work)
{
    return loy__mail_begin(work, work->message->body, work->message->size);
}

/* A whole account comes as it stands, which may be later than the event that
 * sends it: the receiver is brought forward to that. */
static int64_t
time_of(const loy__work *work, uint32_t kind)
{
    bool whole = kind == LOY__MAIL_MERGE || kind == LOY__MAIL_REKEY;

    return whole ? work->now : work->event->time;
}

/* Adds the body as a message, numbered among all of the event, to those of one way
 * out, of which there are `count` so far. */
static int
add_message(loy__work *work, loy__bytes *out, uint32_t *count, uint32_t kind, loy_text receiver)
{
    const loy__bytes *body = &work->engine->mail.body;
    char source[2 * LOY_MAX_ID], id[2 * LOY_MAX_ID];
    size_t source_size = loy__mail_source(source, work->event->source);
    size_t id_size = loy__mail_id(id, work->event->id, work->sent + work->along);
    const loy__message message = {.source = {.data = source, .size = (uint32_t)source_size},
                                  .id = {.data = id, .size = (uint32_t)id_size},
                                  .receiver = receiver,
                                  .time = time_of(work, kind),
                                  .offset = work->event->offset,
                                  .body = body->data,
                                  .size = (uint32_t)body->size,
                                  .kind = kind};

    if (*count == 0)
        out->size = 0;
    ++*count;
    out->failed = body->failed;
    loy__mail_write(out, &message);
    return out->failed ? LOY_ERR_NOMEM : LOY_OK;
}

int
loy__mail_send(loy__work *work, uint32_t kind, loy_text receiver)
{
    return add_message(work, &work->engine->mail.outgoing, &work->sent, kind, receiver);
}

int
loy__mail_with(loy__work *work, uint32_t kind, loy_text receiver)
{
    return add_message(work, &work->engine->mail.along, &work->along, kind, receiver);
}

int
loy__mail_keep(loy__work *work)
{
    loy_engine *engine = work->engine;
    loy__mail *mail = &engine->mail;
    const loy__state *state = work->state;
    loy__mailed mailed;
    loy__source before;
    int result = loy__mail_load(engine, state->id, state->id_size, &before, &mailed, work->error);

    if (result != LOY_OK)
        return result;
    loy__mail_open(&mail->outbox);
    append(&mail->outbox, before.at, (size_t)(before.end - before.at));
    append(&mail->outbox, mail->outgoing.data, mail->outgoing.size);
    result = loy__mail_put(engine, state->id, state->id_size, &mailed);
    if (result == LOY_OK)
        result = loy__claim_add(work, LOY_KIND_MESSAGES,
                                (loy_text){.data = state->id, .size = state->id_size},
                                mailed.edition + 1, loy__seal_of(mail->outbox.data));
    return result == LOY_OK ? loy__mail_note(engine, state->id, state->id_size) : result;
}

int
loy__mail_note(loy_engine *engine, const char *sender, uint32_t size)
{
    loy__mail *mail = &engine->mail;

    loy__put_text(&mail->senders, sender, size);
    if (mail->senders.failed)
        return LOY_ERR_NOMEM;
    mail->sender_count++;
    return LOY_OK;
}
