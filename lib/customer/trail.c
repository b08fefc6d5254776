/*
 * trail.c -- see trail.h. A note is a byte, whether the account's own or brought,
 * and the key of a sale.
 */
#include "customer/trail.h"

#include <string.h>

enum { OWN = 0, BROUGHT = 1, HEAD = 1 };

bool
loy__trail_sound(const unsigned char *data, uint32_t size)
{
    return size > HEAD && size <= HEAD + LOY__TRAIL_KEY && data[0] <= BROUGHT;
}

static loy_text
key_of(const loy__note *note)
{
    return (loy_text){.data = (const char *)note->data + HEAD, .size = note->size - HEAD};
}

static const loy__note *
own_note(const loy__state *state)
{
    const loy__note *note;

    for (uint32_t i = 0; (note = loy__note_find(state, LOY__NOTE_TRAIL, i)) != NULL; i++)
        if (note->data[0] == OWN)
            return note;
    return NULL;
}

loy_text
loy__trail_newest(const loy__state *state)
{
    const loy__note *note = own_note(state);

    return note == NULL ? (loy_text){0} : key_of(note);
}

int
loy__trail_lead(loy__state *state, loy_text source, loy_text id)
{
    const loy__note *note = own_note(state);
    unsigned char data[HEAD + LOY__TRAIL_KEY];

    if (note != NULL)
        loy__note_remove(state, note);
    data[0] = OWN;
    memcpy(data + HEAD, source.data, source.size);
    data[HEAD + source.size] = '\0';
    memcpy(data + HEAD + source.size + 1, id.data, id.size);
    return loy__note_add(state, LOY__NOTE_TRAIL, data, HEAD + source.size + 1 + id.size);
}

loy_text
loy__trail_end(const loy__state *state, uint32_t nth)
{
    const loy__note *note = loy__note_find(state, LOY__NOTE_TRAIL, nth);

    return note == NULL ? (loy_text){0} : key_of(note);
}

void
loy__trail_forget(loy__state *state)
{
    const loy__note *note;

    while ((note = loy__note_find(state, LOY__NOTE_TRAIL, 0)) != NULL)
        loy__note_remove(state, note);
}

/* The same end, as one that was brought. */
static uint32_t
brought(const loy__note *note, unsigned char data[HEAD + LOY__TRAIL_KEY])
{
    memcpy(data, note->data, note->size);
    data[0] = BROUGHT;
    return note->size;
}

int
loy__trail_absorb(loy__state *state, const loy__note *note)
{
    unsigned char data[HEAD + LOY__TRAIL_KEY];
    uint32_t size = brought(note, data);

    return loy__note_add(state, LOY__NOTE_TRAIL, data, size);
}

void
loy__trail_part(loy__state *state, const loy__note *note)
{
    unsigned char data[HEAD + LOY__TRAIL_KEY];
    uint32_t size = brought(note, data);
    const loy__note *there = loy__note_equal(state, LOY__NOTE_TRAIL, data, size);

    if (there != NULL)
        loy__note_remove(state, there);
}
