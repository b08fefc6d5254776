/*
 * history.c -- the last events of a customer, kept in his record as long as an
 * earlier one may still come. The note is, little-endian: a hash of the program,
 * the number of items, and for each its moment, what was given, and three texts
 * behind their sizes: the event, the state and the receipt before it.
 */
#include <string.h>

#include "customer/notes.h"
#include "engine/late/late.h"
#include "engine/returns/snapshot.h"

#define LEAST_ITEM 28 /* bytes */

bool
loy__history_takes(uint32_t kind)
{
    static const uint32_t others[] = {LOY__ON_TRANSFER, LOY__ON_REKEY,    LOY__ON_MERGE,
                                      LOY__ON_UNMERGE,  LOY__ON_REFERRAL, LOY__ON_HOUSEHOLD,
                                      LOY__ON_ERASE,    LOY__ON_MESSAGE,  LOY__NONE};

    for (size_t i = 0; i < LOY_COUNT(others); i++)
        if (others[i] == kind)
            return false;
    return true;
}

static bool
is_given(const loy_effect *effect)
{
    return effect->money != 0 || effect->kind == LOY_EFFECT_GIFT ||
           effect->kind == LOY_EFFECT_REWARD || effect->kind == LOY_EFFECT_USE;
}

uint64_t
loy__history_given(const loy_outcome *outcome)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < outcome->effect_count; i++) {
        const loy_effect *effect = &outcome->effects[i].told;
        bool counted = effect->kind == LOY_EFFECT_GIFT || effect->kind == LOY_EFFECT_USE;

        if (!is_given(effect))
            continue;
        hash = loy__hash(effect->name, strlen(effect->name), hash ^ effect->kind);
        hash = loy__hash_word(hash, (uint64_t)effect->money);
        hash = loy__hash_word(hash, counted ? (uint64_t)effect->amount : 0);
    }
    return hash;
}

/* ---- Items ---- */

static int
note_state(const loy__state *state, loy__arena *arena, loy__past *out)
{
    loy__bytes bytes = loy__bytes_in(arena);

    if (!state->exists) {
        out->moment = LOY_TIME_NONE;
        return LOY_OK;
    }
    if (loy__state_encode(state, loy__state_due(state), &bytes) != LOY_OK)
        return LOY_ERR_NOMEM;
    loy__arena_take(arena, bytes.size);
    out->moment = state->settled;
    out->state = bytes.data;
    out->state_size = (uint32_t)bytes.size;
    return LOY_OK;
}

static int
note_event(const loy_event *event, loy__arena *arena, loy__past *out)
{
    loy__bytes bytes = loy__bytes_in(arena);

    loy__event_write_whole(event, &bytes);
    if (bytes.failed)
        return LOY_ERR_NOMEM;
    loy__arena_take(arena, bytes.size);
    out->event = bytes.data;
    out->event_size = (uint32_t)bytes.size;
    return LOY_OK;
}

static int
note_receipt(const loy__work *work, loy__arena *arena, loy__past *out)
{
    unsigned char *copy;

    if (!work->returned_changed)
        return LOY_OK;
    copy = loy__arena_alloc(arena, work->returned_size);
    if (copy == NULL)
        return LOY_ERR_NOMEM;
    memcpy(copy, work->returned_bytes, work->returned_size);
    out->receipt = copy;
    out->receipt_size = (uint32_t)work->returned_size;
    return LOY_OK;
}

int
loy__history_note(const loy__work *work, loy__arena *arena, loy__past *out)
{
    const loy_event event = loy__event_told(work);
    int result;

    *out = (loy__past){.given = loy__history_given(work->outcome)};
    result = note_state(work->state, arena, out);
    if (result == LOY_OK)
        result = note_event(&event, arena, out);
    return result == LOY_OK ? note_receipt(work, arena, out) : result;
}

/* ---- Reading ---- */

static const unsigned char *
get_text(loy__source *source, uint32_t *size)
{
    const char *text = loy__get_text(source, size);

    return *size > 0 ? (const unsigned char *)text : NULL;
}

static bool
is_sound(const loy__past *item, bool first)
{
    if (first && item->moment == LOY_TIME_NONE)
        return item->state == NULL;
    return item->state != NULL && (first || item->event != NULL) && loy__in_calendar(item->moment);
}

/* The items of a note that this program wrote. Its bytes are copied: those of the
 * customer go when he becomes another. */
static int
read_note(loy__work *work, const loy__note *note, loy__history *out)
{
    loy__arena *arena = &work->engine->arena;
    unsigned char *copy = loy__arena_alloc(arena, note->size + 1u);
    loy__source source;
    uint32_t count;

    if (copy == NULL)
        return LOY_ERR_NOMEM;
    memcpy(copy, note->data, note->size);
    source = (loy__source){.at = copy, .end = copy + note->size};
    if (loy__get64(&source) != loy__snapshot_program(work->program))
        return LOY_OK;
    count = loy__get32(&source);
    if (!loy__get_room(&source, count, LEAST_ITEM))
        return LOY_ERR_CORRUPT;
    out->items = loy__arena_alloc(arena, (count + 1u) * sizeof(*out->items));
    if (out->items == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        loy__past *item = &out->items[i];

        *item = (loy__past){.moment = loy__get_i64(&source)};
        item->given = loy__get64(&source);
        item->event = get_text(&source, &item->event_size);
        item->state = get_text(&source, &item->state_size);
        item->receipt = get_text(&source, &item->receipt_size);
        if (source.failed || !is_sound(item, i == 0))
            return LOY_ERR_CORRUPT;
    }
    out->count = count;
    return LOY_OK;
}

/* From the customer as he is. */
static int
begin(loy__work *work, loy__history *out)
{
    loy__arena *arena = &work->engine->arena;

    out->items = loy__arena_alloc(arena, 2 * sizeof(*out->items));
    if (out->items == NULL)
        return LOY_ERR_NOMEM;
    out->items[0] = (loy__past){0};
    out->count = 1;
    return note_state(work->state, arena, &out->items[0]);
}

int
loy__history_open(loy__work *work)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HISTORY, 0);
    bool kept = work->program->accounts.late.events == LOY__LATE_REEVALUATE;
    loy__history *history;
    int result = LOY_OK;

    if (!kept) {
        if (note != NULL)
            loy__note_remove(work->state, note);
        return LOY_OK;
    }
    history = loy__arena_zeroed(&work->engine->arena, sizeof(*history));
    if (history == NULL)
        return LOY_ERR_NOMEM;
    if (note != NULL) {
        result = read_note(work, note, history);
        loy__note_remove(work->state, note);
    }
    if (result == LOY_OK && history->count == 0)
        result = begin(work, history);
    work->history = history;
    return result == LOY_ERR_CORRUPT ? loy__fail(work->error, result, "", "%s",
                                                 "the last events of the customer cannot be read")
                                     : result;
}

/* ---- Writing ---- */

static size_t
size_of(const loy__past *item)
{
    return LEAST_ITEM + (size_t)item->event_size + item->state_size + item->receipt_size;
}

/* Whether no event may come any more that would stand before the second item. */
static bool
is_over(const loy__work *work, const loy__past *second)
{
    return loy__zone_add(&work->program->zone, second->moment,
                         &work->program->accounts.late.within) < work->state->settled;
}

/* Forgets what is too old or too much. */
static void
trim(const loy__work *work, loy__history *history)
{
    size_t size = 0;

    for (uint32_t i = 0; i < history->count; i++)
        size += size_of(&history->items[i]);
    while (history->count > 1 &&
           (is_over(work, &history->items[1]) || history->count - 1 > LOY__HISTORY_EVENTS ||
            size > LOY__HISTORY_BYTES)) {
        size -= size_of(history->items);
        history->items++;
        history->count--;
    }
    size -= history->items->event_size + (size_t)history->items->receipt_size;
    history->items->event_size = 0;
    history->items->receipt_size = 0;
}

static void
put_bytes(loy__bytes *bytes, const unsigned char *data, uint32_t size)
{
    loy__put_text(bytes, (const char *)data, size);
}

static int
write_note(loy__work *work, const loy__history *history)
{
    loy__bytes bytes = loy__bytes_in(&work->engine->arena);
    unsigned char *at = loy__bytes_open(&bytes, 12);

    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store64(at, loy__snapshot_program(work->program));
    loy__store32(at + 8, history->count);
    loy__bytes_close(&bytes, at + 12);
    for (uint32_t i = 0; i < history->count; i++) {
        const loy__past *item = &history->items[i];

        at = loy__bytes_open(&bytes, 16);
        if (at == NULL)
            return LOY_ERR_NOMEM;
        loy__store_i64(at, item->moment);
        loy__store64(at + 8, item->given);
        loy__bytes_close(&bytes, at + 16);
        put_bytes(&bytes, item->event, item->event_size);
        put_bytes(&bytes, item->state, item->state_size);
        put_bytes(&bytes, item->receipt, item->receipt_size);
    }
    return bytes.failed ? LOY_ERR_NOMEM
                        : loy__note_add(work->state, LOY__NOTE_HISTORY, bytes.data, bytes.size);
}

int
loy__history_keep(loy__work *work)
{
    loy__history *history = work->history;
    int result = LOY_OK;

    if (!loy__history_takes(work->kind) || work->sent > 0)
        return LOY_OK; /* what others know of it stands: the next event begins anew */
    if (!history->placed) {
        result = loy__history_note(work, &work->engine->arena, &history->items[history->count]);
        history->count++;
    }
    if (result != LOY_OK)
        return result;
    trim(work, history);
    return write_note(work, history);
}
