/*
 * fractions.c -- see fractions.h. The note is the key of the currency and the
 * fraction.
 */
#include "customer/fractions.h"

#include "base/words.h"
#include "customer/notes.h"

static const loy__note *
find(const loy__state *state, uint32_t currency)
{
    uint32_t key = state->program->currencies[currency].name.key;

    for (size_t i = 0; i < state->note_count; i++)
        if (state->notes[i].tag == LOY__NOTE_FRACTION && loy__load32(state->notes[i].data) == key)
            return &state->notes[i];
    return NULL;
}

int64_t
loy__fraction(const loy__state *state, uint32_t currency)
{
    const loy__note *note = state->note_count > 0 ? find(state, currency) : NULL;

    return note != NULL ? loy__load_i64(note->data + 4) : 0;
}

int
loy__fraction_set(loy__state *state, uint32_t currency, int64_t fraction)
{
    const loy__note *note = find(state, currency);
    unsigned char bytes[LOY__FRACTION_SIZE];

    if (note != NULL)
        loy__note_remove(state, note);
    if (fraction == 0)
        return LOY_OK;
    loy__store32(bytes, state->program->currencies[currency].name.key);
    loy__store_i64(bytes + 4, fraction);
    return loy__note_add(state, LOY__NOTE_FRACTION, bytes, sizeof(bytes));
}
