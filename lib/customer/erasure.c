/*
 * erasure.c -- a customer who asked to be forgotten: what says who he is goes,
 * the books stay.
 */
#include "base/macros.h"
#include "base/words.h"
#include "customer/holds.h"
#include "customer/lots.h"
#include "customer/notes.h"
#include "customer/record.h"

bool
loy__state_erased(const loy__state *state)
{
    return state->note_count > 0 && loy__note_find(state, LOY__NOTE_ERASED, 0) != NULL;
}

/* What other programs kept about him; their points and counts stay. */
static int
forget_foreign(loy__state *state)
{
    const unsigned char *p = state->foreign;
    size_t left = state->foreign_size;
    unsigned char *kept = loy__arena_alloc(&state->arena, left + 1);
    size_t size = 0;

    if (kept == NULL)
        return LOY_ERR_NOMEM;
    while (left >= LOY__FOREIGN_SIZE) {
        size_t item = LOY__FOREIGN_SIZE + (size_t)loy__load32(p + 8);

        if (item > left)
            return LOY_ERR_CORRUPT;
        if (loy__load32(p) != LOY__TAG_VALUE) {
            memcpy(kept + size, p, item);
            size += item;
        }
        p += item;
        left -= item;
    }
    state->foreign = kept;
    state->foreign_size = size;
    return LOY_OK;
}

/* Words that somebody wrote: an account that was frozen stays so, without why. */
static int
forget_words(loy__state *state)
{
    const loy__note *frozen = loy__note_find(state, LOY__NOTE_FROZEN, 0);

    if (frozen == NULL)
        return LOY_OK;
    loy__note_remove(state, frozen);
    return loy__note_add(state, LOY__NOTE_FROZEN, "", 0);
}

/* Who brought him, when he told his birthday, and households that he could come back to. */
static void
forget_notes(loy__state *state)
{
    static const uint32_t tags[] = {LOY__NOTE_REFERRER, LOY__NOTE_BIRTHDAY, LOY__NOTE_GIVEN};

    for (size_t i = 0; i < LOY_COUNT(tags); i++) {
        const loy__note *note;

        while ((note = loy__note_find(state, tags[i], 0)) != NULL)
            loy__note_remove(state, note);
    }
}

int
loy__state_forfeit(loy__state *state, loy__journal *journal, int64_t at)
{
    uint64_t hold;

    while (loy__holds_due(state, LOY_NEVER, &hold)) {
        int rc = loy__hold_release(state, journal, hold, at);

        if (rc != LOY_OK)
            return rc;
    }
    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        int64_t points;
        int rc = loy__forfeit(state, journal, i, at, &points);

        if (rc != LOY_OK)
            return rc;
    }
    return LOY_OK;
}

int
loy__state_erase(loy__state *state)
{
    int rc = forget_foreign(state);

    if (rc == LOY_OK)
        rc = forget_words(state);
    if (rc != LOY_OK)
        return rc;
    forget_notes(state);
    for (uint32_t i = 0; i < state->program->customer_attributes.count; i++)
        state->attributes[i] = (loy__value){0};
    state->birthday = LOY_DAY_NONE;
    state->holding_count = 0;
    return loy__note_add(state, LOY__NOTE_ERASED, "", 0);
}
