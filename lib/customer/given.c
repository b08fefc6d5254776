/*
 * given.c -- see given.h.
 */
#include "customer/given.h"

#include "base/bytes.h"
#include "base/text.h"
#include "customer/notes.h"

int
loy__given_add(loy__state *state, const char *came, uint32_t size, const loy__note *household)
{
    loy__bytes note = loy__bytes_in(&state->arena);

    loy__put_text(&note, came, size);
    if (household == NULL)
        loy__put_text(&note, "", 0);
    else
        loy__put_text(&note, (const char *)household->data, household->size);
    return note.failed ? LOY_ERR_NOMEM
                       : loy__note_add(state, LOY__NOTE_GIVEN, note.data, note.size);
}

const loy__note *
loy__given_find(const loy__state *state, const char *came, uint32_t size, const char **data,
                uint32_t *data_size)
{
    const loy__note *note;

    for (uint32_t i = 0; (note = loy__note_find(state, LOY__NOTE_GIVEN, i)) != NULL; i++) {
        loy__source source = {.at = note->data, .end = note->data + note->size};
        uint32_t id_size;
        const char *id = loy__get_text(&source, &id_size);

        *data = loy__get_text(&source, data_size);
        if (loy__text_equal(id, id_size, came, size))
            return note;
    }
    return NULL;
}

bool
loy__given_sound(const unsigned char *data, uint32_t size)
{
    loy__source source = {.at = data, .end = data + size};
    uint32_t id_size, note_size;

    loy__get_text(&source, &id_size);
    loy__get_text(&source, &note_size);
    return !source.failed && source.at == source.end && id_size > 0 && id_size <= LOY_MAX_ID &&
           (note_size == 0 ||
            (note_size > LOY__HOUSEHOLD_HEAD && note_size - LOY__HOUSEHOLD_HEAD <= LOY_MAX_ID));
}
