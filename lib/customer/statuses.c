/*
 * statuses.c -- see statuses.h. The bytes of the note: the keys of ladder and
 * tier, the mode, 1 when it came with another account, 4 bytes each, and the end.
 */
#include "customer/statuses.h"

#include <string.h>

#include "base/words.h"
#include "customer/keys.h"
#include "customer/memberships.h"

#define SIZE 24
#define AT_CAME 12

typedef struct status {
    int64_t until;
    uint32_t ladder; /* its key */
    uint32_t tier;   /* its key */
    uint32_t mode;
} status;

static status
read(const loy__note *note)
{
    return (status){.ladder = loy__load32(note->data),
                    .tier = loy__load32(note->data + 4),
                    .mode = loy__load32(note->data + 8),
                    .until = loy__load_i64(note->data + 16)};
}

static uint32_t
key_of(const loy__state *state, uint32_t ladder)
{
    return state->program->ladders[ladder].name.key;
}

/* The first status of a ladder at or after an index of the notes; the number
 * of notes when there is none. */
static size_t
find(const loy__state *state, uint32_t key, size_t index)
{
    for (; index < state->note_count; index++)
        if (state->notes[index].tag == LOY__NOTE_STATUS &&
            loy__load32(state->notes[index].data) == key)
            break;
    return index;
}

int
loy__status_put(loy__state *state, uint32_t ladder, uint32_t mode, uint32_t tier, int64_t until)
{
    uint32_t key = key_of(state, ladder);
    unsigned char bytes[SIZE];

    for (size_t i = find(state, key, 0); i < state->note_count; i = find(state, key, i + 1))
        if (read(&state->notes[i]).mode == mode) {
            loy__note_remove(state, &state->notes[i]);
            break;
        }
    loy__store32(bytes, key);
    loy__store32(bytes + 4, state->program->ladders[ladder].tiers[tier].name.key);
    loy__store32(bytes + 8, mode);
    loy__store32(bytes + AT_CAME, 0);
    loy__store_i64(bytes + 16, until);
    return loy__note_add(state, LOY__NOTE_STATUS, bytes, sizeof(bytes));
}

int
loy__status_absorb(loy__state *state, const loy__note *other)
{
    status theirs = read(other);
    uint32_t key = theirs.ladder;
    unsigned char bytes[SIZE];

    for (size_t i = find(state, key, 0); i < state->note_count; i = find(state, key, i + 1))
        if (read(&state->notes[i]).mode == theirs.mode)
            return LOY_OK;
    memcpy(bytes, other->data, SIZE);
    loy__store32(bytes + AT_CAME, 1);
    return loy__note_add(state, LOY__NOTE_STATUS, bytes, SIZE);
}

void
loy__status_part(loy__state *state, const loy__note *other)
{
    uint32_t key = read(other).ladder;

    for (size_t i = find(state, key, 0); i < state->note_count; i = find(state, key, i + 1)) {
        const unsigned char *own = state->notes[i].data;

        if (loy__load32(own + AT_CAME) != 0 && memcmp(own, other->data, AT_CAME) == 0 &&
            memcmp(own + AT_CAME + 4, other->data + AT_CAME + 4, SIZE - AT_CAME - 4) == 0) {
            loy__note_remove(state, &state->notes[i]);
            return;
        }
    }
}

void
loy__status_clear(loy__state *state, uint32_t ladder)
{
    uint32_t key = key_of(state, ladder);
    size_t i = 0;

    while ((i = find(state, key, i)) < state->note_count)
        loy__note_remove(state, &state->notes[i]);
}

bool
loy__status_at(const loy__state *state, uint32_t nth, loy__status *out)
{
    const loy__note *note = loy__note_find(state, LOY__NOTE_STATUS, nth);
    status own;

    if (note == NULL)
        return false;
    own = read(note);
    *out = (loy__status){.until = own.until, .mode = own.mode};
    out->ladder = loy__part_of(state->program, LOY__SECTION_LADDER, own.ladder, 0);
    if (out->ladder >= state->program->ladder_count)
        out->ladder = LOY__NONE;
    if (out->ladder != LOY__NONE)
        out->tier = loy__tier_of(&state->program->ladders[out->ladder], own.tier);
    if (out->tier == LOY__NONE)
        out->ladder = LOY__NONE;
    return true;
}

int64_t
loy__status_next(const loy__state *state, uint32_t ladder)
{
    uint32_t key = key_of(state, ladder);
    int64_t next = LOY_NEVER;

    for (size_t i = find(state, key, 0); i < state->note_count; i = find(state, key, i + 1)) {
        int64_t until = read(&state->notes[i]).until;

        if (until < next)
            next = until;
    }
    return next;
}

void
loy__status_settle(loy__state *state, uint32_t ladder, int64_t moment)
{
    uint32_t key = key_of(state, ladder);
    size_t i = 0;

    while ((i = find(state, key, i)) < state->note_count)
        if (read(&state->notes[i]).until <= moment)
            loy__note_remove(state, &state->notes[i]);
        else
            i++;
}

uint32_t
loy__status_tier(const loy__state *state, uint32_t ladder)
{
    uint32_t tier = state->rungs[ladder].tier;
    uint32_t key = key_of(state, ladder);
    uint32_t paid = loy__membership_tier(state, ladder);
    uint32_t mode = 0;

    if (paid > tier)
        tier = paid;
    for (size_t i = find(state, key, 0); i < state->note_count; i = find(state, key, i + 1)) {
        status own = read(&state->notes[i]);
        uint32_t given = loy__tier_of(&state->program->ladders[ladder], own.tier);

        if (given == LOY__NONE || own.mode < mode)
            continue;
        if (own.mode == LOY__STATUS_SET || given > tier)
            tier = given;
        mode = own.mode;
    }
    return tier;
}

bool
loy__status_sound(const unsigned char *bytes, uint32_t size)
{
    uint32_t mode = size == SIZE ? loy__load32(bytes + 8) : 0;

    return (mode == LOY__STATUS_FLOOR || mode == LOY__STATUS_SET) &&
           loy__load32(bytes + AT_CAME) <= 1;
}
