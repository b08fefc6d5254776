/*
 * notes.c -- see notes.h. In a record a note is its tag and its size, 4 bytes
 * each, and its bytes.
 */
#include "customer/duplicates.h"
#include "customer/notes.h"

#include <string.h>

#include "base/words.h"
#include "customer/fractions.h"
#include "customer/given.h"
#include "customer/memberships.h"
#include "customer/moving.h"
#include "customer/parked.h"
#include "customer/statuses.h"
#include "customer/trail.h"

#define HEAD 8

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
    if (tag == LOY__NOTE_GIVEN)
        return loy__given_sound(data, size);
    if (tag == LOY__NOTE_REFERRER || tag == LOY__NOTE_HOUSEHOLD)
        return size > LOY__HOUSEHOLD_HEAD && size - LOY__HOUSEHOLD_HEAD <= LOY_MAX_ID;
    if (tag == LOY__NOTE_CAME || tag == LOY__NOTE_MEMBER || tag == LOY__NOTE_PLACE ||
        tag == LOY__NOTE_LEFT)
        return size > 0 && size <= LOY_MAX_ID;
    return !loy__note_is_tally(tag) || loy__note_tally_sound(data, size);
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
