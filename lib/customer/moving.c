/*
 * moving.c -- an account leaves, or becomes another: see moving.h.
 */
#include "customer/moving.h"

#include <string.h>

#include "base/words.h"
#include "customer/holds.h"
#include "customer/lots.h"

#define HEAD 12 /* bytes of a note before the id */

bool
loy__moved_sound(const unsigned char *data, uint32_t size)
{
    uint32_t how = size > HEAD ? loy__load32(data + 8) : 0;

    return how >= LOY__MOVED_MERGE && how <= LOY__MOVED_REKEY && size - HEAD <= LOY_MAX_ID;
}

bool
loy__moved_to(const loy__state *state, loy__moved *out)
{
    const loy__note *note = loy__note_find(state, LOY__NOTE_MOVED, 0);

    if (note == NULL)
        return false;
    *out = (loy__moved){.time = loy__load_i64(note->data),
                        .how = loy__load32(note->data + 8),
                        .id = (const char *)note->data + HEAD,
                        .id_size = note->size - HEAD};
    return true;
}

static int
note_moved(loy__state *state, const loy__moved *to)
{
    unsigned char note[HEAD + LOY_MAX_ID];

    loy__store_i64(note, to->time);
    loy__store32(note + 8, to->how);
    memcpy(note + HEAD, to->id, to->id_size);
    return loy__note_add(state, LOY__NOTE_MOVED, note, HEAD + to->id_size);
}

/* Postings for all points of an account; `sign` -1: they go. */
static bool
post_all(loy__journal *journal, loy__state *state, int64_t sign, int64_t at)
{
    bool kept = true;

    loy__lots_unpack(state);
    for (size_t i = 0; i < state->lot_count; i++) {
        loy__lot lot = state->lots[i];

        lot.points *= sign;
        kept = kept && loy__journal_lot(journal, &lot, LOY_ENTRY_TRANSFER, 0, at);
    }
    for (size_t i = 0; i < state->held_count; i++) {
        loy__lot lot = loy__held_lot(&state->held[i]);

        lot.points *= sign;
        kept = kept && loy__journal_lot(journal, &lot, LOY_ENTRY_TRANSFER, 0, at);
    }
    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        loy__lot debt = {
            .points = -sign * state->purses[i].debt, .expires = LOY_NEVER, .currency = i};

        if (debt.points != 0)
            kept = kept && loy__journal_lot(journal, &debt, LOY_ENTRY_TRANSFER, 1, at);
    }
    return kept;
}

int
loy__state_leave(loy__state *state, loy__journal *journal, const loy__moved *to, int64_t at)
{
    uint64_t revision = state->revision;
    loy__chain chain = state->chain;
    int64_t settled = state->settled;
    int32_t enrolled_on = state->enrolled_on;
    char id[LOY_MAX_ID];
    uint32_t id_size = state->id_size;

    if (!post_all(journal, state, -1, at))
        return LOY_ERR_NOMEM;
    memcpy(id, state->id, id_size);
    loy__state_clear(state, id, id_size);
    state->revision = revision;
    state->chain = chain;
    state->settled = state->timers_from = state->stage_since = settled;
    state->enrolled_on = enrolled_on;
    state->exists = true;
    return note_moved(state, to);
}

int
loy__lots_leave(loy__state *state, loy__journal *journal, int64_t at)
{
    loy__lots_unpack(state);
    for (size_t i = 0; i < state->lot_count; i++) {
        loy__lot lot = state->lots[i];

        state->purses[lot.currency].issued -= lot.points;
        lot.points = -lot.points;
        if (!loy__journal_lot(journal, &lot, LOY_ENTRY_TRANSFER, 0, at))
            return LOY_ERR_NOMEM;
    }
    state->lot_count = 0;
    return LOY_OK;
}

int
loy__state_become(loy__state *state, loy__journal *journal, const loy__state *from, int64_t at)
{
    uint64_t revision = state->revision;
    loy__chain chain = state->chain;
    char id[LOY_MAX_ID];
    uint32_t id_size = state->id_size;
    int rc;

    memcpy(id, state->id, id_size);
    rc = loy__state_copy(state, from);
    if (rc != LOY_OK)
        return rc;
    memcpy(state->id, id, id_size);
    state->id[id_size] = '\0';
    state->id_size = id_size;
    state->revision = revision;
    state->chain = chain;
    state->exists = true;
    return post_all(journal, state, 1, at) ? LOY_OK : LOY_ERR_NOMEM;
}
