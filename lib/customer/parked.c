/*
 * parked.c -- see parked.h.
 */
#include "customer/parked.h"

#include "base/words.h"

int
loy__park(loy__state *state, const unsigned char *bytes, size_t size)
{
    return loy__note_add(state, LOY__NOTE_PARKED, bytes, size);
}

uint32_t
loy__parked_count(const loy__state *state)
{
    uint32_t count = 0;

    while (loy__note_find(state, LOY__NOTE_PARKED, count) != NULL)
        count++;
    return count;
}

int64_t
loy__parked_until(const loy__note *note)
{
    return loy__load_i64(note->data);
}

int64_t
loy__parked_next(const loy__state *state)
{
    int64_t next = LOY_NEVER;

    for (size_t i = 0; i < state->note_count; i++)
        if (state->notes[i].tag == LOY__NOTE_PARKED && loy__parked_until(&state->notes[i]) < next)
            next = loy__parked_until(&state->notes[i]);
    return next;
}
