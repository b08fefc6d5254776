/*
 * offline.c -- spending that was decided where the balance could not be seen:
 * what the program lets such a till spend.
 */
#include "customer/holds.h"
#include "engine/accounts/household.h"

int
loy__admit_offline(loy__work *work)
{
    uint32_t spend = work->program->accounts.offline.spend;

    if (spend == LOY__OFFLINE_REFUSE)
        return loy__refuse(work, "offline", "/offline", "%s",
                           "points are not spent offline: the program says so under `offline`");
    if (spend == LOY__OFFLINE_HOLD && work->event->receipt_id.size == 0)
        return loy__refuse(work, "offline", "/offline", "%s",
                           "offline only points are spent that were set aside before: name the "
                           "hold");
    return LOY_OK;
}

/* How far the balance may be overdrawn by this event. */
static int64_t
overdraft(const loy__work *work, uint32_t currency)
{
    const loy__offline *offline = &work->program->accounts.offline;
    int64_t debt = work->state->purses[currency].debt;
    int64_t most = LOY_MAX_AMOUNT;

    if (!loy__is_offline(work) || offline->spend < LOY__OFFLINE_ALLOWANCE)
        return 0;
    if (offline->spend == LOY__OFFLINE_ALLOWANCE)
        most = offline->allowance[currency];
    return most > debt ? most - debt : 0;
}

int64_t
loy__spendable(const loy__work *work, uint32_t currency)
{
    int64_t held = loy__held_points(work, currency);
    int64_t sum;

    if (work->family != NULL)
        return loy__add(loy__family_points(work->family, currency), held, &sum) ? sum : INT64_MAX;
    if (loy__is_offline(work) && work->program->accounts.offline.spend == LOY__OFFLINE_HOLD)
        return held;
    return loy__state_points(work->state, currency).available + held + overdraft(work, currency);
}

int
loy__deduct(loy__work *work, uint32_t currency, int64_t points, uint32_t kind)
{
    int64_t available = loy__state_points(work->state, currency).available;
    int64_t burned = points < available ? points : available;
    size_t first = work->journal->count;
    int result = LOY_OK;

    if (burned > 0)
        result = loy__burn(work->state, work->journal, currency, burned, work->now, kind);
    if (result == LOY_OK && points > burned)
        result =
            loy__overdraw(work->state, work->journal, currency, points - burned, work->now, kind);
    return result == LOY_OK ? loy__note_paid(work, first) : result;
}

int
loy__spend(loy__work *work, uint32_t currency, int64_t points)
{
    if (work->family != NULL)
        return loy__family_spend(work, currency, points);
    return loy__deduct(work, currency, points, LOY_ENTRY_BURN);
}
