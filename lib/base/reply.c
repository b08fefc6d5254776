/*
 * reply.c -- taking a store's answers: a fetched record is copied into its
 * reply or borrowed, a listed one is passed to the function that asked for it.
 *
 * Whatever a backend returns or forgets, the reply itself says whether the
 * record was taken completely.
 */
#include "base/reply.h"

#include <string.h>

#include "base/memory.h"

void
loy__reply_init(struct loy__reply *reply, const loy_memory *memory)
{
    *reply = (struct loy__reply){.memory = memory};
}

void
loy__reply_free(struct loy__reply *reply)
{
    loy__free(reply->memory, reply->buffer, (size_t)reply->capacity);
    loy__reply_init(reply, reply->memory);
}

static int
reply_reserve(struct loy__reply *reply, uint64_t size)
{
    uint64_t capacity = reply->capacity < 256 ? 256 : reply->capacity;
    void *buffer;

    if (size <= reply->capacity)
        return LOY_OK;
    while (capacity < size && capacity <= UINT64_MAX / 2)
        capacity *= 2;
    if (capacity < size || capacity > SIZE_MAX)
        return LOY_ERR_NOMEM;
    buffer = loy__resize(reply->memory, reply->buffer, (size_t)reply->capacity, (size_t)capacity);
    if (buffer == NULL)
        return LOY_ERR_NOMEM;
    reply->buffer = buffer;
    reply->capacity = capacity;
    return LOY_OK;
}

int
loy_fetch_give(loy_fetch *fetch, const void *bytes, uint64_t size, uint64_t revision)
{
    struct loy__reply *reply;

    if (fetch == NULL || fetch->reply == NULL || revision == 0 || (bytes == NULL && size > 0))
        return LOY_ERR_INVALID;
    reply = fetch->reply;
    if (reply->memory != NULL && reply_reserve(reply, size) < 0) {
        reply->failed = 1;
        return LOY_ERR_NOMEM;
    }
    if (size > 0 && size <= reply->capacity)
        memcpy(reply->buffer, bytes, (size_t)size);
    reply->bytes = reply->buffer;
    reply->size = size;
    reply->revision = revision;
    return LOY_OK;
}

int
loy_fetch_lend(loy_fetch *fetch, const void *bytes, uint64_t size, uint64_t revision)
{
    struct loy__reply *reply;

    /* Whatever is wrong is told there. */
    if (fetch == NULL || fetch->reply == NULL || revision == 0 || bytes == NULL)
        return loy_fetch_give(fetch, bytes, size, revision);
    reply = fetch->reply;
    if (!reply->borrows)
        return loy_fetch_give(fetch, bytes, size, revision);
    reply->bytes = bytes;
    reply->size = size;
    reply->revision = revision;
    return LOY_OK;
}

int
loy_sink_give(loy_sink *sink, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
              uint64_t revision)
{
    if (sink == NULL || id == NULL || revision == 0 || (bytes == NULL && size > 0))
        return LOY_ERR_INVALID;
    sink->result = sink->each(sink->context, id, id_size, bytes, size, revision);
    return sink->result > 0 ? 1 : sink->result;
}

int
loy__store_error(int result)
{
    switch (result) {
    case LOY_ERR_CONFLICT:
    case LOY_ERR_UNKNOWN:
    case LOY_ERR_NOMEM:
        return result;
    default:
        return LOY_ERR_STORE;
    }
}

int
loy__store_check(const loy_store *store)
{
    if (store == NULL)
        return LOY_ERR_INVALID;
    if (store->size < sizeof(*store))
        return LOY_ERR_VERSION;
    if (store->load == NULL || store->commit == NULL)
        return LOY_ERR_INVALID;
    return LOY_OK;
}

/* A listing or a load has no conflict and no unknown end. */
static int
read_result(int result)
{
    result = loy__store_result(result);
    return result == LOY_ERR_CONFLICT || result == LOY_ERR_UNKNOWN ? LOY_ERR_STORE : result;
}

int
loy_store_read(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size, void *bytes,
               uint64_t capacity, uint64_t *size, uint64_t *revision)
{
    struct loy__reply reply = {.buffer = bytes, .capacity = capacity};
    loy_fetch fetch = {.id = id, .reply = &reply, .id_size = id_size, .kind = kind};
    int rc;

    if (size == NULL || revision == NULL)
        return LOY_ERR_INVALID;
    *size = 0;
    *revision = 0;
    if (id == NULL || (bytes == NULL && capacity > 0))
        return LOY_ERR_INVALID;
    rc = loy__store_check(store);
    if (rc < 0)
        return rc;
    rc = read_result(store->load(store->context, &fetch, 1));
    if (rc < 0)
        return rc;
    *size = reply.size;
    *revision = reply.revision;
    return LOY_OK;
}

int
loy_store_walk(const loy_store *store, uint32_t kind, const char *after, uint32_t after_size,
               loy_record_each each, void *context)
{
    loy_sink sink = {.each = each, .context = context};
    int rc = loy__store_check(store);

    if (rc < 0)
        return rc;
    if (store->walk == NULL || each == NULL)
        return LOY_ERR_INVALID;
    rc = store->walk(store->context, kind, after, after_size, &sink);
    return sink.result < 0 ? sink.result : read_result(rc);
}

int
loy_store_due(const loy_store *store, uint32_t kind, int64_t before, loy_record_each each,
              void *context)
{
    loy_sink sink = {.each = each, .context = context};
    int rc = loy__store_check(store);

    if (rc < 0)
        return rc;
    if (store->due == NULL || each == NULL)
        return LOY_ERR_INVALID;
    rc = store->due(store->context, kind, before, &sink);
    return sink.result < 0 ? sink.result : read_result(rc);
}
