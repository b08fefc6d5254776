/*
 * advance.c -- time alone: settles those whose next deadline has come.
 *
 * What time did to a customer is kept like the answer to an event, under a key
 * that no host can use (its source is empty), so that the journal is whole.
 */
#include <string.h>

#include "engine/engine.h"
#include "engine/scan.h"

#define PORTION 100 /* customers in a commit */

/* Ids of customers that are due, one behind the other. */
typedef struct waiting {
    loy__bytes ids;
    uint32_t count;
    uint32_t limit;
} waiting;

static int
note_due(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
         uint64_t revision)
{
    waiting *list = context;

    (void)bytes;
    (void)size;
    (void)revision;
    loy__put_text(&list->ids, id, id_size);
    if (list->ids.failed)
        return LOY_ERR_NOMEM;
    list->count++;
    return list->count < list->limit;
}

/* Names what time did to a customer: NUL, customer, '@', the revision that it
 * found. */
static void
name_entry(loy_engine *engine, loy_event *event, char *name, const loy__state *state)
{
    memcpy(name, state->id, state->id_size);
    loy__format(name + state->id_size, 32, "@%llu", (unsigned long long)state->revision);
    event->id = (loy_text){.data = name, .size = (uint32_t)strlen(name)};
    loy__event_key(engine->own_key, event->source, event->id);
    engine->own_mark = loy__scan_key(event->source, event->id);
}

static int
settle_one(loy_engine *engine, const char *id, uint32_t id_size, int64_t until, loy_error *error)
{
    char name[LOY_MAX_ID + 40];
    loy_event event = LOY_EVENT_INIT;
    loy__work work;
    bool replayed;
    int result;

    event.source = (loy_text){.data = "", .size = 0};
    event.customer = (loy_text){.data = id, .size = id_size};
    event.type = (loy_text){.data = "timer", .size = 5};
    event.time = until;
    loy__work_init(&work, engine, &event, NULL, error);
    work.quoting = true; /* its key is made from what is found */
    result = loy__load(&work, &replayed);
    if (result != LOY_OK)
        return result;
    name_entry(engine, &event, name, work.state);
    work.event = NULL;
    result = loy__settle(&work, until);
    if (result == LOY_OK)
        result = loy__close_outcome(&work, LOY_OK);
    work.event = &event;
    return result == LOY_OK ? loy__commit_work(&work) : result;
}

static int
settle_portion(loy_engine *engine, const waiting *list, int64_t until, loy_error *error)
{
    int result = LOY_ERR_CONFLICT;

    for (int attempt = 0; attempt < LOY__MAX_ATTEMPTS && result == LOY_ERR_CONFLICT; attempt++) {
        loy__source ids = {.at = list->ids.data, .end = list->ids.data + list->ids.size};

        loy__group_begin(engine);
        result = LOY_OK;
        for (uint32_t i = 0; result == LOY_OK && i < list->count; i++) {
            uint32_t size;
            const char *id = loy__get_text(&ids, &size);

            result = settle_one(engine, id, size, until, error);
        }
        if (result == LOY_OK)
            result = loy__group_commit(engine, error);
    }
    return result;
}

int
loy_engine_advance(loy_engine *engine, int64_t until, uint64_t limit, uint64_t *count,
                   loy_error *error)
{
    waiting list = {0};
    uint64_t done = 0;
    int result = LOY_OK;
    int mail;

    if (count != NULL)
        *count = 0;
    if (engine == NULL || !loy__in_calendar(until))
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine is NULL or the moment outside the years 1 to 9999");
    loy__error_open(error);
    mail = loy__mail_recover(engine, until, error);
    list.ids.memory = &engine->memory;
    while (result == LOY_OK && (limit == 0 || done < limit)) {
        loy_sink sink = {.each = note_due, .context = &list};

        list.ids.size = 0;
        list.count = 0;
        list.limit = limit != 0 && limit - done < PORTION ? (uint32_t)(limit - done) : PORTION;
        result = loy__storage_due(engine, LOY_KIND_CUSTOMER, until, &sink, error);
        if (result != LOY_OK || list.count == 0)
            break;
        result = settle_portion(engine, &list, until, error);
        if (result == LOY_OK)
            done += list.count;
    }
    loy__free(&engine->memory, list.ids.data, list.ids.capacity);
    if (count != NULL)
        *count = done;
    return loy__error_close(error, result == LOY_OK ? mail : result);
}
