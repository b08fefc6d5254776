/*
 * account.c -- accounts that are not like the others: a frozen one earns, but
 * spends nothing until it is thawed.
 */
#include "customer/notes.h"
#include "engine/accounts/household.h"

bool
loy__spends(const loy__work *work)
{
    return work->kind == LOY__ON_REDEEM || work->kind == LOY__ON_HOLD ||
           work->kind == LOY__ON_TRANSFER || work->kind == LOY__ON_MERGE ||
           (work->kind == LOY__ON_PURCHASE && work->event->item_count > 0);
}

bool
loy__debits(const loy__work *work)
{
    return loy__spends(work) || work->kind == LOY__ON_CAPTURE ||
           (work->kind == LOY__ON_PURCHASE && work->event->receipt_id.size > 0);
}

/* Whether the event spends what all members of a household have: a till that is
 * offline sees none of them. */
static bool
draws(const loy__work *work)
{
    return !loy__is_offline(work) &&
           ((work->kind == LOY__ON_REDEEM && work->event->reward.size > 0) ||
            work->kind == LOY__ON_HOLD ||
            (work->kind == LOY__ON_PURCHASE && work->event->item_count > 0));
}

int
loy__admit_account(loy__work *work)
{
    const loy__note *frozen = loy__note_find(work->state, LOY__NOTE_FROZEN, 0);
    int result = loy__admit_erased(work);

    if (result != LOY_OK)
        return result;
    if (frozen == NULL || !loy__debits(work)) {
        result = loy__refuse_moved(work);
        if (result == LOY_OK && work->member.size > 0 && loy__spends(work) &&
            !loy__spends_for_all(work, work->state, work->member.data, work->member.size))
            return loy__refuse(work, "not-head", "/customer", "%s",
                               "only the head of the household spends: see `households.spend`");
        return result == LOY_OK && draws(work) ? loy__family_load(work) : result;
    }
    /* Why stands with the customer alone, so that it can be forgotten. */
    return loy__refuse(work, "frozen", "/customer", "%s",
                       "the account is frozen: it earns, but spends nothing until an unfreeze "
                       "event");
}

/* What takes back, and what others have sent, is taken still. */
int
loy__admit_full(loy__work *work)
{
    switch (work->kind) {
    case LOY__ON_RETURN:
    case LOY__ON_VOID:
    case LOY__ON_RELEASE:
    case LOY__ON_UNMERGE:
    case LOY__ON_ERASE:
    case LOY__ON_MESSAGE:
        return LOY_OK;
    default:
        return loy__refuse(work, "out-of-range", "/customer", "%s",
                           "the account has had more points, or more spend, than can be counted");
    }
}

int
loy__admit_freeze(loy__work *work)
{
    bool frozen = loy__is_frozen(work->state);

    if (work->event->reason.size == 0)
        return loy__refuse(work, "missing-reason", "/reason", "%s",
                           "freezing or unfreezing an account needs a reason: write why");
    if (frozen == (work->kind == LOY__ON_UNFREEZE))
        return LOY_OK;
    return frozen ? loy__refuse(work, "already-frozen", "/customer", "%s",
                                "the account is frozen already")
                  : loy__refuse(work, "not-frozen", "/customer", "%s", "the account is not frozen");
}

int
loy__act_freeze(loy__work *work)
{
    loy_text reason = work->event->reason;

    if (work->kind == LOY__ON_FREEZE)
        return loy__note_add(work->state, LOY__NOTE_FROZEN, reason.data, reason.size);
    loy__note_remove(work->state, loy__note_find(work->state, LOY__NOTE_FROZEN, 0));
    return LOY_OK;
}
