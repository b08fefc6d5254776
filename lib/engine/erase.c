/*
 * erase.c -- a customer asks to be forgotten. Afterwards only what corrects the
 * books is taken under his id: returns, voids and arrivals of what others sent.
 */
#include "engine/engine.h"

int
loy__admit_erased(loy__work *work)
{
    if (!loy__state_erased(work->state) || work->kind == LOY__ON_RETURN ||
        work->kind == LOY__ON_VOID || work->kind == LOY__ON_MESSAGE)
        return LOY_OK;
    return loy__refuse(work, "erased", "/customer", "%s",
                       "this customer asked to be forgotten: a new start needs a new id");
}

int
loy__act_erase(loy__work *work)
{
    size_t first = work->journal->count;
    bool forfeit = work->program->accounts.erasure == LOY__ERASE_FORFEIT;
    int result = loy__state_erase(work->state, work->journal, forfeit, work->now);

    for (uint32_t i = 0; i < work->program->currency_count && result == LOY_OK; i++) {
        int64_t points = 0;

        for (size_t k = first; k < work->journal->count; k++)
            if (work->journal->items[k].currency == i &&
                work->journal->items[k].kind == LOY_ENTRY_EXPIRE)
                points += work->journal->items[k].points;
        if (points > 0)
            result = loy__effect_add(work, LOY_EFFECT_FORFEIT, "erasure",
                                     work->program->currencies[i].name.text, points, points);
    }
    return result;
}
