/*
 * mail_record.c -- the record of what a customer has sent that has not arrived,
 * version 6.
 *
 * After the seal (base/seal.h) stands how often it was written, 8 bytes, then message by
 * message: kind, offset, time, then source, id, receiver and body, each behind its size.
 */
#include "base/seal.h"
#include "engine/engine.h"

#define MAGIC UINT32_C(0x004D594C) /* "LYM" */
#define VERSION 6
#define AT_EDITION LOY__SEAL_SIZE
#define HEAD (LOY__SEAL_SIZE + 8)

int
loy__mail_check(const void *record, uint64_t size, uint64_t *edition)
{
    const unsigned char *bytes = record;
    int result = loy__seal_check(bytes, (size_t)size, HEAD, MAGIC, VERSION);

    *edition = result == LOY_OK ? loy__load64(bytes + AT_EDITION) : 0;
    return result;
}

int
loy__mail_load(loy_engine *engine, const char *sender, uint32_t size, loy__source *messages,
               loy__mailed *mailed, loy_error *error)
{
    loy__stored record;
    const unsigned char *bytes;
    int result = loy__storage_find(engine, LOY_KIND_MESSAGES,
                                   (loy_text){.data = sender, .size = size}, &record, error);

    *messages = (loy__source){0};
    *mailed = (loy__mailed){.revision = record.revision};
    bytes = record.bytes;
    if (result != LOY_OK || bytes == NULL)
        return result;
    result = loy__mail_check(bytes, record.size, &mailed->edition);
    if (result < 0)
        return loy__fail(error, result, "", "the messages of %.*s cannot be read: %s", (int)size,
                         sender, loy_result_text(result));
    *messages = (loy__source){.at = bytes + HEAD, .end = bytes + record.size};
    return LOY_OK;
}

static loy_text
get_name(loy__source *source)
{
    loy_text text = {0};

    text.data = loy__get_text(source, &text.size);
    if (text.size == 0 || text.size > LOY_MAX_ID)
        source->failed = true;
    return text;
}

bool
loy__mail_next(loy__source *messages, loy__message *out)
{
    if (messages->at == messages->end || messages->failed)
        return false;
    *out = (loy__message){.kind = loy__get32(messages)};
    out->offset = (int32_t)loy__get32(messages);
    out->time = loy__get_i64(messages);
    out->source = get_name(messages);
    out->id = get_name(messages);
    out->receiver = get_name(messages);
    out->body = (const unsigned char *)loy__get_text(messages, &out->size);
    return !messages->failed;
}

void
loy__mail_write(loy__bytes *out, const loy__message *message)
{
    unsigned char *at = loy__bytes_open(out, 16);

    if (at == NULL)
        return;
    loy__store32(at, message->kind);
    loy__store_i32(at + 4, message->offset);
    loy__store_i64(at + 8, message->time);
    loy__bytes_close(out, at + 16);
    loy__put_text(out, message->source.data, message->source.size);
    loy__put_text(out, message->id.data, message->id.size);
    loy__put_text(out, message->receiver.data, message->receiver.size);
    loy__put_text(out, (const char *)message->body, message->size);
}

void
loy__mail_open(loy__bytes *record)
{
    unsigned char *at;

    record->size = 0;
    record->failed = false;
    at = loy__bytes_open(record, HEAD);
    if (at != NULL)
        loy__bytes_close(record, at + HEAD);
}

/* When the first message wants to go. */
static int64_t
due_of(const loy__bytes *record)
{
    loy__source messages = {.at = record->data + HEAD, .end = record->data + record->size};
    loy__message first;

    return loy__mail_next(&messages, &first) ? first.time : LOY_NEVER;
}

int
loy__mail_put(loy_engine *engine, const char *sender, uint32_t size, const loy__mailed *mailed)
{
    loy__bytes *record = &engine->mail.outbox;
    loy_write write = {.id = sender,
                       .owner = sender,
                       .seen = mailed->revision,
                       .id_size = size,
                       .owner_size = size,
                       .kind = LOY_KIND_MESSAGES};

    if (record->failed || record->size > UINT32_MAX)
        return LOY_ERR_NOMEM;
    loy__store64(record->data + AT_EDITION, mailed->edition + 1);
    loy__seal(record->data, (uint32_t)record->size, MAGIC, VERSION);
    write.bytes = record->data;
    write.size = record->size;
    write.due = due_of(record);
    return loy__overlay_put(&engine->overlay, &write) ? LOY_OK : LOY_ERR_NOMEM;
}
