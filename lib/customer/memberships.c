/*
 * memberships.c -- see memberships.h. The bytes of the note: the key of the
 * plan, 1 when it is cancelled, 4 bytes each, when it began and when it ends.
 */
#include "customer/memberships.h"

#include <string.h>

#include "base/words.h"

#define SIZE 24

static uint32_t
plan_of(const loy__state *state, uint32_t key)
{
    for (uint32_t i = 0; i < state->program->plan_count; i++)
        if (state->program->plans[i].name.key == key)
            return i;
    return LOY__NONE;
}

loy__membership
loy__membership_read(const loy__state *state, const loy__note *note)
{
    return (loy__membership){.since = loy__load_i64(note->data + 8),
                             .until = loy__load_i64(note->data + 16),
                             .plan = plan_of(state, loy__load32(note->data)),
                             .cancelled = loy__load32(note->data + 4) != 0};
}

const loy__note *
loy__membership_find(const loy__state *state, uint32_t plan)
{
    const loy__note *note;

    for (uint32_t n = 0; (note = loy__note_find(state, LOY__NOTE_MEMBERSHIP, n)) != NULL; n++)
        if (loy__load32(note->data) == state->program->plans[plan].name.key)
            return note;
    return NULL;
}

int
loy__membership_put(loy__state *state, const loy__membership *membership)
{
    const loy__note *note = loy__membership_find(state, membership->plan);
    unsigned char bytes[SIZE];

    if (note != NULL)
        loy__note_remove(state, note);
    loy__store32(bytes, state->program->plans[membership->plan].name.key);
    loy__store32(bytes + 4, membership->cancelled ? 1 : 0);
    loy__store_i64(bytes + 8, membership->since);
    loy__store_i64(bytes + 16, membership->until);
    return loy__note_add(state, LOY__NOTE_MEMBERSHIP, bytes, sizeof(bytes));
}

int
loy__membership_absorb(loy__state *state, const loy__note *other)
{
    unsigned char bytes[SIZE];

    memcpy(bytes, other->data, SIZE);
    for (size_t i = 0; i < state->note_count; i++) {
        const loy__note *note = &state->notes[i];

        if (note->tag != LOY__NOTE_MEMBERSHIP ||
            loy__load32(note->data) != loy__load32(other->data))
            continue;
        if (loy__load_i64(note->data + 16) >= loy__load_i64(other->data + 16))
            return LOY_OK;
        memcpy(bytes + 8, note->data + 8, 8); /* one's own goes on */
        loy__note_remove(state, note);
        break;
    }
    return loy__note_add(state, LOY__NOTE_MEMBERSHIP, bytes, SIZE);
}

const loy__note *
loy__membership_next(const loy__state *state, int64_t *moment)
{
    const loy__note *first = NULL;
    const loy__note *note;

    *moment = LOY_NEVER;
    for (uint32_t n = 0; (note = loy__note_find(state, LOY__NOTE_MEMBERSHIP, n)) != NULL; n++) {
        loy__membership own = loy__membership_read(state, note);

        if (own.plan == LOY__NONE || own.until >= *moment)
            continue;
        *moment = own.until;
        first = note;
    }
    return first;
}

uint32_t
loy__membership_tier(const loy__state *state, uint32_t ladder)
{
    const loy__note *note;
    uint32_t tier = 0;

    for (uint32_t n = 0; (note = loy__note_find(state, LOY__NOTE_MEMBERSHIP, n)) != NULL; n++) {
        uint32_t plan = plan_of(state, loy__load32(note->data));

        if (plan != LOY__NONE && state->program->plans[plan].tiers[ladder] > tier)
            tier = state->program->plans[plan].tiers[ladder];
    }
    return tier;
}

bool
loy__membership_sound(const unsigned char *bytes, uint32_t size)
{
    return size == SIZE && loy__load32(bytes + 4) <= 1 &&
           loy__in_calendar(loy__load_i64(bytes + 8)) &&
           loy__in_calendar(loy__load_i64(bytes + 16));
}
