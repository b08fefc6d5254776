/*
 * parked.c -- see parked.h.
 */
#include "customer/parked.h"

#include "base/words.h"

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
