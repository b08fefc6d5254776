/*
 * rerun.c -- judges a late event in its place, and those behind it again: as
 * one group of an engine of its own, which is never committed.
 *
 * What the store has of these events, and of sales that they bring back, is
 * later than the place: the group is seeded with what was there before, so that
 * nobody asks the store for it.
 */
#include <string.h>

#include "engine/late/late.h"
#include "engine/returns/snapshot.h"

/* ---- The engine ---- */

static int
open_engine(loy_engine *engine)
{
    int result = LOY_OK;

    if (engine->past == NULL)
        result = loy_engine_new(&engine->past, engine->program, &engine->store, &engine->memory);
    if (result == LOY_OK)
        result = loy__formers_lend(engine, engine->past);
    if (result == LOY_OK)
        engine->past->sequential = engine->sequential;
    return result;
}

/* ---- The group ---- */

/* A record as it was; `bytes` NULL: there was none. What is there already, of an
 * earlier moment, stands. */
static int
seed(const loy__rerun *r, uint32_t kind, loy_text key, const void *bytes, size_t size)
{
    loy__overlay *overlay = &r->engine->overlay;
    loy_write write = {.bytes = bytes,
                       .size = size,
                       .owner = "",
                       .due = LOY_NEVER,
                       .id_size = key.size,
                       .kind = kind};

    if (loy__overlay_find(overlay, kind, key.data, key.size) != NULL)
        return LOY_OK;
    write.id = loy__arena_text(&overlay->arena, key.data, key.size);
    return write.id != NULL && loy__overlay_keep(overlay, &write, NULL) ? LOY_OK : LOY_ERR_NOMEM;
}

static int
seed_event(const loy__rerun *r, loy_text source, loy_text id, const void *bytes, size_t size)
{
    char room[LOY_MAX_KEY + 1];
    loy_text key = {.data = room};

    key.size = loy__event_key(room, source, id);
    return seed(r, LOY_KIND_EVENT, key, bytes, size);
}

/* The sale that an event names, where the group that the late event is of has
 * written it. */
static int
seed_named(const loy__rerun *r, const loy_event *event)
{
    const loy_text source = loy__receipt_source(event);
    char room[LOY_MAX_KEY + 1];
    loy_text key = {.data = room};
    const loy_write *write;

    if (event->receipt_id.size == 0 || event->receipt_id.size > LOY_MAX_ID ||
        source.size > LOY_MAX_ID)
        return LOY_OK;
    key.size = loy__event_key(room, source, event->receipt_id);
    write = loy__overlay_find(&r->work->engine->overlay, LOY_KIND_EVENT, key.data, key.size);
    return write == NULL ? LOY_OK : seed(r, LOY_KIND_EVENT, key, write->bytes, (size_t)write->size);
}

static int
read_event(const loy__rerun *r, const loy__past *item, loy_event *out)
{
    loy__source source = {.at = item->event, .end = item->event + item->event_size};

    return loy__event_read_whole(out, &source, &r->work->engine->arena);
}

/* None of these events has happened yet, and nothing of what they bring back has
 * come back by them. */
static int
seed_later(const loy__rerun *r, const loy__past *items, const loy_event *events, uint32_t count)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        result = seed_event(r, events[i].source, events[i].id, NULL, 0);
    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        if (items[i].receipt_size > 0)
            result = seed_event(r, loy__receipt_source(&events[i]), events[i].receipt_id,
                                items[i].receipt, items[i].receipt_size);
    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        result = seed_named(r, &events[i]);
    return result == LOY_OK ? seed_named(r, r->work->event) : result;
}

/* ---- One after the other ---- */

/* Time passes for the customer; he may not exist yet. */
static int
settle(const loy__rerun *r, int64_t moment)
{
    loy_event event = LOY_EVENT_INIT;
    loy__work own;
    int result;

    event.customer = r->work->event->customer;
    event.time = moment;
    loy__work_init(&own, r->engine, &event, NULL, r->work->error);
    result = loy__load_customer(&own);
    own.event = NULL;
    if (result == LOY_OK)
        result = loy__settle(&own, moment);
    own.event = &event;
    return result == LOY_OK && own.state->exists ? loy__commit_customer(&own) : result;
}

/* One event, with its records in the group. */
static int
judge(loy__work *own)
{
    bool replayed;
    int result;

    own->past = true;
    result = loy__run_event(own, &replayed);
    if (result == LOY_OK && replayed)
        return LOY_ERR_INTERNAL;
    if (result == LOY_OK && own->outcome->verdict == LOY_VERDICT_APPLIED)
        result = loy__commit_work(own);
    return result;
}

static int
note(loy__rerun *r, const loy__work *own)
{
    loy__history *history = r->history;
    int result = loy__history_note(own, &r->work->engine->arena, &history->items[history->count]);

    history->count++;
    return result;
}

/* What it did by itself, for the difference. */
static int
keep_journal(loy__rerun *r)
{
    const loy__journal *journal = &r->engine->journal;
    loy__arena *arena = &r->work->engine->arena;
    loy__journal *own = loy__arena_zeroed(arena, sizeof(*own));
    size_t size = journal->count * sizeof(*own->items);

    if (own == NULL)
        return LOY_ERR_NOMEM;
    own->items = loy__arena_alloc(arena, size);
    if (own->items == NULL)
        return LOY_ERR_NOMEM;
    if (size > 0)
        memcpy(own->items, journal->items, size);
    own->count = journal->count;
    r->journal = own;
    return LOY_OK;
}

static int
judge_late(loy__rerun *r)
{
    loy__work own;
    int result;

    loy__work_init(&own, r->engine, r->work->event, r->work->outcome, r->work->error);
    own.why = r->work->why;
    result = judge(&own);
    if (result != LOY_OK)
        return result;
    r->refused = own.outcome->verdict == LOY_VERDICT_REFUSED;
    if (r->refused || own.sent > 0) {
        r->obstacle = "refusal";
        return LOY_OK;
    }
    result = keep_journal(r);
    return result == LOY_OK ? note(r, &own) : result;
}

static int
judge_again(loy__rerun *r, const loy__past *item, const loy_event *event)
{
    loy__work own;
    int result;

    loy__work_init(&own, r->engine, event, NULL, r->work->error);
    result = judge(&own);
    if (result != LOY_OK)
        return result;
    if (own.outcome->verdict == LOY_VERDICT_REFUSED || own.sent > 0)
        r->obstacle = "refusal";
    else if (loy__history_given(own.outcome) != item->given)
        r->obstacle = "price";
    r->again++;
    return r->obstacle == NULL ? note(r, &own) : LOY_OK;
}

/* ---- The whole ---- */

/* The items before the place stay; there is room for all and the late event. */
static int
open_history(loy__rerun *r, uint32_t place)
{
    const loy__history *old = r->work->history;
    loy__arena *arena = &r->work->engine->arena;

    r->history = loy__arena_zeroed(arena, sizeof(*r->history));
    if (r->history == NULL)
        return LOY_ERR_NOMEM;
    r->history->items = loy__arena_alloc(arena, (old->count + 2u) * sizeof(*old->items));
    if (r->history->items == NULL)
        return LOY_ERR_NOMEM;
    if (place > 0)
        memcpy(r->history->items, old->items, place * sizeof(*old->items));
    r->history->count = place;
    r->history->placed = true;
    return LOY_OK;
}

static int
read_events(const loy__rerun *r, const loy__past *items, uint32_t count, loy_event **out)
{
    int result = LOY_OK;

    *out = loy__arena_alloc(&r->work->engine->arena, (count + 1u) * sizeof(**out));
    if (*out == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        result = read_event(r, &items[i], &(*out)[i]);
    return result;
}

/* The customer as the event before the place left him. */
static int
seed_customer(const loy__rerun *r, const loy__past *before)
{
    return seed(r, LOY_KIND_CUSTOMER, r->work->event->customer, before->state, before->state_size);
}

int
loy__rerun_from(loy__rerun *r, uint32_t place)
{
    loy_engine *engine = r->work->engine;
    const loy__past *later = r->work->history->items + place;
    uint32_t count = r->work->history->count - place;
    int64_t present = r->work->state->settled;
    loy_event *events = NULL;
    int result = open_engine(engine);

    r->engine = engine->past;
    if (result == LOY_OK)
        result = open_history(r, place);
    if (result == LOY_OK)
        result = read_events(r, later, count, &events);
    if (result != LOY_OK)
        return result;
    loy__group_begin(r->engine);
    result = seed_customer(r, later - 1);
    if (result == LOY_OK)
        result = seed_event(r, r->work->event->source, r->work->event->id, NULL, 0);
    if (result == LOY_OK)
        result = seed_later(r, later, events, count);
    if (result == LOY_OK)
        result = settle(r, r->work->event->time);
    if (result == LOY_OK)
        result = judge_late(r);
    for (uint32_t i = 0; result == LOY_OK && r->obstacle == NULL && i < count; i++)
        result = judge_again(r, &later[i], &events[i]);
    return result == LOY_OK && r->obstacle == NULL ? settle(r, present) : result;
}
