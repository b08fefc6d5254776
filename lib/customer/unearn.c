/*
 * unearn.c -- an earning of the event at hand that is not to be: its postings
 * become smaller, as if less had been earned.
 */
#include "customer/lots.h"

/* Takes so much out of the lot that a posting made: of those with its end the one
 * of its day, or that of an older day which it came into. */
static void
shrink_lot(loy__state *state, const loy__posting *posting, int64_t points)
{
    loy__span span = loy__lots_of(state, posting->currency);
    size_t found = span.end;

    for (size_t i = span.first; i < span.end; i++) {
        const loy__lot *lot = &state->lots[i];

        if (lot->expires == posting->expires && lot->matures == posting->matures &&
            lot->own == posting->own && lot->earned_on <= posting->earned_on &&
            (found == span.end || lot->earned_on > state->lots[found].earned_on))
            found = i;
    }
    if (found == span.end)
        return;
    state->lots[found].points -= points;
    loy__lots_sweep(state, found, found + 1);
}

static bool
is_earning(const loy__posting *posting, uint32_t currency, int64_t matures, int64_t expires)
{
    return posting->kind == LOY_ENTRY_EARN && posting->currency == currency &&
           posting->expires == expires && (posting->matures == matures || posting->matures == 0);
}

static void
drop_empty(loy__journal *journal)
{
    size_t kept = 0;

    for (size_t i = 0; i < journal->count; i++)
        if (journal->items[i].points != 0)
            journal->items[kept++] = journal->items[i];
    journal->count = kept;
}

int64_t
loy__unearn(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
            int64_t matures, int64_t expires)
{
    int64_t left = points;

    /* What lapsed as it was earned stays stated. */
    for (size_t i = 0; i < journal->count; i++)
        if (journal->items[i].kind == LOY_ENTRY_EXPIRE && journal->items[i].expires == expires &&
            journal->items[i].currency == currency)
            return 0;
    for (size_t i = journal->count; i > 0 && left > 0; i--) {
        loy__posting *posting = &journal->items[i - 1];
        int64_t part = posting->points < left ? posting->points : left;

        if (!is_earning(posting, currency, matures, expires))
            continue;
        if (posting->debt != 0)
            state->purses[currency].debt += part;
        else
            shrink_lot(state, posting, part);
        posting->points -= part;
        state->purses[currency].issued -= part;
        left -= part;
    }
    drop_empty(journal);
    return points - left;
}
