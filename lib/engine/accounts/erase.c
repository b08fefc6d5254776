/*
 * erase.c -- a customer asks to be forgotten. Afterwards only what corrects the
 * books is taken under his id: returns, voids and arrivals of what others sent.
 *
 * Accounts that came into his by a merge still have the record they brought:
 * they are told to forget it, and cannot come back. So are households that he is
 * or was a member of; he is one no more, and what a pool has stays with the others.
 */
#include "customer/notes.h"
#include "engine/accounts/household.h"

int
loy__admit_erased(loy__work *work)
{
    if (!loy__state_erased(work->state) || work->kind == LOY__ON_RETURN ||
        work->kind == LOY__ON_VOID || work->kind == LOY__ON_MESSAGE)
        return LOY_OK;
    return loy__refuse(work, "erased", "/customer", "%s",
                       "this customer asked to be forgotten: a new start needs a new id");
}

static int
tell_merged(loy__work *work)
{
    const loy__note *came;
    int result = LOY_OK;

    for (uint32_t i = 0;
         result == LOY_OK && (came = loy__note_find(work->state, LOY__NOTE_CAME, i)) != NULL; i++) {
        loy__mail_body(work);
        result = loy__mail_send(work, LOY__MAIL_FORGET,
                                (loy_text){.data = (const char *)came->data, .size = came->size});
    }
    return result;
}

int
loy__admit_erase(loy__work *work)
{
    if (loy__member_count(work->state) == 0)
        return LOY_OK;
    return loy__refuse(work, "is-household", "/customer", "%s",
                       "the account is a household: its members leave it one by one, or are "
                       "forgotten themselves");
}

/* What the postings from one on took away. */
static int
show_forfeits(loy__work *work, size_t first)
{
    int result = LOY_OK;

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

int
loy__forfeit_all(loy__work *work)
{
    size_t first = work->journal->count;
    int result = loy__state_forfeit(work->state, work->journal, work->now);

    return result == LOY_OK ? show_forfeits(work, first) : result;
}

int
loy__act_erase(loy__work *work)
{
    bool forfeit = work->program->accounts.erasure == LOY__ERASE_FORFEIT;
    int result = loy__lapse_parked(work, LOY_NEVER - 1); /* whatever their time is */

    if (result == LOY_OK && forfeit)
        result = loy__forfeit_all(work);
    if (result == LOY_OK)
        result = loy__tell_households(work);
    if (result == LOY_OK)
        result = loy__state_erase(work->state);
    return result == LOY_OK ? tell_merged(work) : result;
}
