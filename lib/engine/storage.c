/*
 * storage.c -- the one place that calls the store: each callback once, its
 * result mapped to the codes that a host knows.
 */
#include "engine/engine.h"

static int
say(loy_engine *engine, int result, const char *what, loy_error *error)
{
    const char *words = NULL;

    if (result == LOY_OK)
        return LOY_OK;
    if (engine->store.failure != NULL)
        words = engine->store.failure(engine->store.context);
    if (words == NULL || words[0] == '\0')
        words = loy_result_text(result);
    return loy__fail(error, result, "", "the store could not %s: %s", what, words);
}

int
loy__storage_load(loy_engine *engine, loy_fetch *fetches, uint32_t count, loy_error *error)
{
    int result;

    for (uint32_t i = 0; i < count; i++)
        loy__reply_reset(fetches[i].reply);
    result = loy__store_result(engine->store.load(engine->store.context, fetches, count));
    for (uint32_t i = 0; i < count; i++) {
        const struct loy__reply *reply = fetches[i].reply;

        if (reply->failed)
            result = LOY_ERR_NOMEM;
    }
    if (result == LOY_ERR_CONFLICT || result == LOY_ERR_UNKNOWN)
        result = LOY_ERR_STORE;
    return say(engine, result, "load", error);
}

int
loy__storage_find(loy_engine *engine, uint32_t kind, loy_text id, loy__stored *out,
                  loy_error *error)
{
    const loy_write *write = loy__overlay_find(&engine->overlay, kind, id.data, id.size);
    struct loy__reply *reply = &engine->other_reply;
    loy_fetch asked = {.id = id.data, .id_size = id.size, .kind = kind, .reply = reply};
    int result;

    *out = (loy__stored){0};
    if (write != NULL) {
        *out = (loy__stored){write->bytes, (size_t)write->size, write->seen};
        return LOY_OK;
    }
    result = loy__storage_load(engine, &asked, 1, error);
    if (result == LOY_OK && reply->revision > 0)
        *out = (loy__stored){reply->bytes, (size_t)reply->size, reply->revision};
    return result;
}

void
loy__storage_hint(loy_engine *engine, uint32_t kind, loy_text id)
{
    const loy_store *store = &engine->store;

    if (store->hint != NULL && id.data != NULL && id.size > 0 && id.size <= LOY_MAX_KEY)
        store->hint(store->context, kind, id.data, id.size);
}

void
loy__storage_hold(loy_engine *engine, uint32_t on)
{
    if (engine->store.hold != NULL)
        engine->store.hold(engine->store.context, on);
}

int
loy__storage_commit(loy_engine *engine, const loy_batch *batch, loy_error *error)
{
    int result = loy__store_result(engine->store.commit(engine->store.context, batch));

    return say(engine, result, "commit", error);
}

int
loy__storage_due(loy_engine *engine, uint32_t kind, int64_t before, loy_sink *sink,
                 loy_error *error)
{
    int result;

    if (engine->store.due == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "this store cannot list what is due: it has no `due` call");
    result = engine->store.due(engine->store.context, kind, before, sink);
    if (sink->result < 0)
        return sink->result;
    return say(engine, loy__store_result(result), "list what is due", error);
}

int
loy__storage_walk(loy_engine *engine, uint32_t kind, loy_sink *sink, loy_error *error)
{
    int result;

    if (engine->store.walk == NULL)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "this store cannot list its records: it has no `walk` call");
    result = engine->store.walk(engine->store.context, kind, NULL, 0, sink);
    if (sink->result < 0)
        return sink->result;
    return say(engine, loy__store_result(result), "list its records", error);
}
