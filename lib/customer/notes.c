/*
 * notes.c -- see notes.h. In a record a note is its tag and its size, 4 bytes
 * each, and its bytes; a tally is the key of its currency, the first day of
 * its window and its value, and where it is kept by texts the hash of one.
 */
#include "customer/duplicates.h"
#include "customer/notes.h"

#include <string.h>

#include "base/words.h"
#include "customer/fractions.h"
#include "customer/memberships.h"
#include "customer/moving.h"
#include "customer/parked.h"
#include "customer/statuses.h"
#include "customer/trail.h"

#define HEAD 8
#define TALLY_SIZE 16
#define TEXT_SIZE 8
#define LONG_AGO 800 /* days: two years, and the longest period that is counted */

const loy__note *
loy__note_find(const loy__state *state, uint32_t tag, uint32_t nth)
{
    for (size_t i = 0; i < state->note_count; i++)
        if (state->notes[i].tag == tag && nth-- == 0)
            return &state->notes[i];
    return NULL;
}

uint32_t
loy__note_total(const loy__state *state, uint32_t tag)
{
    uint32_t total = 0;

    for (size_t i = 0; i < state->note_count; i++)
        total += state->notes[i].tag == tag;
    return total;
}

const loy__note *
loy__note_equal(const loy__state *state, uint32_t tag, const void *data, size_t size)
{
    for (size_t i = 0; i < state->note_count; i++) {
        const loy__note *note = &state->notes[i];

        if (note->tag == tag && note->size == size &&
            (size == 0 || memcmp(note->data, data, size) == 0))
            return note;
    }
    return NULL;
}

int
loy__note_add(loy__state *state, uint32_t tag, const void *data, size_t size)
{
    unsigned char *copy = loy__arena_alloc(&state->arena, size + 1);
    size_t at = state->note_count;

    if (copy == NULL || !loy__reserve(&state->memory, &state->notes, &state->note_capacity,
                                      state->note_count + 1, sizeof(*state->notes)))
        return LOY_ERR_NOMEM;
    if (size > 0)
        memcpy(copy, data, size);
    for (; at > 0 && state->notes[at - 1].tag > tag; at--)
        state->notes[at] = state->notes[at - 1];
    state->notes[at] = (loy__note){.data = copy, .size = (uint32_t)size, .tag = tag};
    state->note_count++;
    return LOY_OK;
}

void
loy__note_remove(loy__state *state, const loy__note *note)
{
    size_t at = (size_t)(note - state->notes);

    state->note_count--;
    memmove(&state->notes[at], &state->notes[at + 1],
            (state->note_count - at) * sizeof(*state->notes));
}

/* ---- Tallies ---- */

static uint32_t
key_of(const loy__state *state, uint32_t currency)
{
    return currency == LOY__NONE ? 0 : state->program->currencies[currency].name.key;
}

/* What a tally is of: a key and, where that is kept by texts, the hash of one. */
typedef struct tally_of {
    uint64_t text; /* 0: none */
    uint32_t tag;
    uint32_t key;
} tally_of;

static tally_of
of_note(const loy__note *note)
{
    return (tally_of){.text = note->size > TALLY_SIZE ? loy__load64(note->data + TALLY_SIZE) : 0,
                      .tag = note->tag,
                      .key = loy__load32(note->data)};
}

static loy__note *
find_tally(const loy__state *state, const tally_of *of, loy__tally *tally)
{
    *tally = (loy__tally){.start = LOY_DAY_NONE};
    for (size_t i = 0; i < state->note_count; i++) {
        loy__note *note = &state->notes[i];
        tally_of own;

        if (note->tag != of->tag)
            continue;
        own = of_note(note);
        if (own.key != of->key || own.text != of->text)
            continue;
        tally->start = loy__load_i32(note->data + 4);
        tally->value = loy__load_i64(note->data + 8);
        return note;
    }
    return NULL;
}

int64_t
loy__note_key_tally(const loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                    loy__period window, int32_t day)
{
    const tally_of of = {.text = text, .tag = tag, .key = key};
    loy__tally tally;

    find_tally(state, &of, &tally);
    return loy__tally_value(&tally, window, day);
}

static int
put_tally(loy__state *state, const tally_of *of, const loy__note *before, const loy__tally *tally)
{
    unsigned char bytes[TALLY_SIZE + TEXT_SIZE];

    if (before != NULL)
        loy__note_remove(state, before);
    loy__store32(bytes, of->key);
    loy__store_i32(bytes + 4, tally->start);
    loy__store_i64(bytes + 8, tally->value);
    loy__store64(bytes + TALLY_SIZE, of->text);
    return loy__note_add(state, of->tag, bytes, TALLY_SIZE + (of->text != 0 ? TEXT_SIZE : 0));
}

/* Texts may be many: those that were last met long before a day are forgotten. */
static void
forget_texts(loy__state *state, const tally_of *of, int32_t day)
{
    for (size_t i = state->note_count; i > 0; i--) {
        const loy__note *note = &state->notes[i - 1];
        int32_t start;

        if (note->tag != of->tag || note->size == TALLY_SIZE || of_note(note).key != of->key)
            continue;
        start = loy__load_i32(note->data + 4);
        if (start != INT32_MIN && start < day - LONG_AGO)
            loy__note_remove(state, note);
    }
}

int
loy__note_key_count(loy__state *state, uint32_t tag, uint32_t key, uint64_t text,
                    loy__period window, int32_t day, int64_t amount)
{
    const tally_of of = {.text = text, .tag = tag, .key = key};
    const loy__note *note;
    loy__tally tally;

    if (text != 0)
        forget_texts(state, &of, day);
    note = find_tally(state, &of, &tally);
    if (!loy__tally_add(&tally, window, day, amount))
        return LOY_ERR_INTERNAL;
    return put_tally(state, &of, note, &tally);
}

bool
loy__note_is_tally(uint32_t tag)
{
    return tag == LOY__NOTE_ADJUSTED || tag == LOY__NOTE_SENT || tag == LOY__NOTE_RECEIVED ||
           tag == LOY__NOTE_USED || tag == LOY__NOTE_REFERRED;
}

int
loy__note_absorb(loy__state *state, const loy__note *tally)
{
    const tally_of of = of_note(tally);
    loy__tally other = {.start = loy__load_i32(tally->data + 4),
                        .value = loy__load_i64(tally->data + 8)};
    loy__tally own;
    const loy__note *note = find_tally(state, &of, &own);

    if (own.start > other.start)
        return LOY_OK;
    if (own.start == other.start && !loy__add(other.value, own.value, &other.value))
        return LOY_ERR_INTERNAL;
    return put_tally(state, &of, note, &other);
}

int
loy__note_part(loy__state *state, const loy__note *tally)
{
    const tally_of of = of_note(tally);
    int64_t value = loy__load_i64(tally->data + 8);
    loy__tally own;
    const loy__note *note = find_tally(state, &of, &own);

    if (note == NULL || own.start != loy__load_i32(tally->data + 4))
        return LOY_OK;
    own.value = own.value > value ? own.value - value : 0;
    return put_tally(state, &of, note, &own);
}

int64_t
loy__note_tally(const loy__state *state, uint32_t tag, uint32_t currency, loy__period window,
                int32_t day)
{
    return loy__note_key_tally(state, tag, key_of(state, currency), 0, window, day);
}

int
loy__note_count(loy__state *state, uint32_t tag, uint32_t currency, loy__period window, int32_t day,
                int64_t amount)
{
    return loy__note_key_count(state, tag, key_of(state, currency), 0, window, day, amount);
}

/* ---- In records ---- */

size_t
loy__notes_measure(const loy__state *state)
{
    size_t size = 0;

    for (size_t i = 0; i < state->note_count; i++)
        size += HEAD + state->notes[i].size;
    return size;
}

unsigned char *
loy__notes_write(const loy__state *state, unsigned char *out)
{
    for (size_t i = 0; i < state->note_count; i++) {
        const loy__note *note = &state->notes[i];

        loy__store32(out, note->tag);
        loy__store32(out + 4, note->size);
        if (note->size > 0)
            memcpy(out + HEAD, note->data, note->size);
        out += HEAD + note->size;
    }
    return out;
}

static bool
is_sound(const loy__state *state, uint32_t tag, const unsigned char *data, uint32_t size)
{
    if (tag == 0 || tag >= LOY__NOTE_TAGS)
        return false;
    if (state->note_count > 0 && state->notes[state->note_count - 1].tag > tag)
        return false;
    if (tag == LOY__NOTE_STATUS)
        return loy__status_sound(data, size);
    if (tag == LOY__NOTE_MEMBERSHIP)
        return loy__membership_sound(data, size);
    if (tag == LOY__NOTE_PARKED)
        return size >= LOY__PARKED_HEAD && loy__in_calendar(loy__load_i64(data));
    if (tag == LOY__NOTE_FRACTION) /* a few points at most */
        return size == LOY__FRACTION_SIZE && loy__load_i64(data + 4) > 0 &&
               loy__load_i64(data + 4) < LOY__FRACTION_MOST;
    if (tag == LOY__NOTE_BIRTHDAY)
        return size == 8 && loy__in_calendar(loy__load_i64(data));
    if (tag == LOY__NOTE_MOVED)
        return loy__moved_sound(data, size);
    if (tag == LOY__NOTE_TRAIL)
        return loy__trail_sound(data, size);
    if (tag == LOY__NOTE_DUPLICATE)
        return loy__duplicate_sound(data, size);
    if (tag == LOY__NOTE_REFERRER || tag == LOY__NOTE_HOUSEHOLD)
        return size > LOY__HOUSEHOLD_HEAD && size - LOY__HOUSEHOLD_HEAD <= LOY_MAX_ID;
    if (tag == LOY__NOTE_CAME || tag == LOY__NOTE_MEMBER || tag == LOY__NOTE_PLACE ||
        tag == LOY__NOTE_LEFT)
        return size > 0 && size <= LOY_MAX_ID;
    if (!loy__note_is_tally(tag))
        return true;
    /* One more amount must fit. */
    return (size == TALLY_SIZE ||
            (size == TALLY_SIZE + TEXT_SIZE && loy__load64(data + TALLY_SIZE) != 0)) &&
           loy__load_i64(data + 8) >= 0 && loy__load_i64(data + 8) <= INT64_MAX / 2;
}

int
loy__notes_read(loy__state *state, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        uint32_t tag, length;
        int rc;

        if (size < HEAD)
            return LOY_ERR_CORRUPT;
        tag = loy__load32(bytes);
        length = loy__load32(bytes + 4);
        if (length > size - HEAD || !is_sound(state, tag, bytes + HEAD, length))
            return LOY_ERR_CORRUPT;
        rc = loy__note_add(state, tag, bytes + HEAD, length);
        if (rc != LOY_OK)
            return rc;
        bytes += HEAD + (size_t)length;
        size -= HEAD + (size_t)length;
    }
    return LOY_OK;
}

int
loy__notes_copy(loy__state *to, const loy__state *from)
{
    int rc = LOY_OK;

    for (size_t i = 0; rc == LOY_OK && i < from->note_count; i++)
        rc = loy__note_add(to, from->notes[i].tag, from->notes[i].data, from->notes[i].size);
    return rc;
}
