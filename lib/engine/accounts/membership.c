/*
 * membership.c -- plans that a customer pays for: they start, are renewed and
 * cancelled by events, and end by time. What a plan forfeits is lost with it.
 */
#include "customer/memberships.h"
#include "engine/engine.h"

enum { ACTION_START, ACTION_RENEW, ACTION_CANCEL, ACTION_UNKNOWN };

static const char *const actions[ACTION_UNKNOWN] = {"start", "renew", "cancel"};

static uint32_t
action_of(const loy_event *event)
{
    return loy__action_of(event, actions, ACTION_UNKNOWN);
}

static uint32_t
plan_of(const loy__work *work)
{
    return loy__program_find(work->program, LOY__PART_PLAN, work->event->plan.data,
                             work->event->plan.size);
}

/* When a membership that starts or is renewed ends; LOY_TIME_NONE: nobody says. */
static int64_t
end_of(const loy__work *work, uint32_t number, int64_t from)
{
    const loy__plan *plan = &work->program->plans[number];
    int64_t end;

    if (work->event->until != LOY_TIME_NONE)
        return work->event->until;
    if (!plan->lasts)
        return LOY_TIME_NONE;
    end = loy__zone_add(&work->program->zone, from, &plan->length);
    return end > LOY__TIME_MAX ? LOY__TIME_MAX : end;
}

static int
admit_end(loy__work *work, uint32_t action)
{
    const loy_event *event = work->event;

    if (action == ACTION_CANCEL && event->until != LOY_TIME_NONE)
        return loy__refuse(work, "conflicting-members", "/until", "%s",
                           "the program says when a cancelled plan ends: leave it out");
    if (event->fee < 0 || event->fee > LOY_MAX_AMOUNT)
        return loy__refuse(work, "bad-amount", "/fee", "%s",
                           "the fee is below 0 or absurdly large");
    return loy__admit_until(work);
}

int
loy__admit_membership(loy__work *work)
{
    uint32_t action = action_of(work->event);
    uint32_t plan = plan_of(work);
    bool runs;

    if (plan == LOY__NONE)
        return loy__refuse(work, "unknown-plan", "/plan", "%s",
                           "the program has no such plan: name one of `memberships`");
    if (action == ACTION_UNKNOWN)
        return loy__refuse(work, "unknown-action", "/action", "%s",
                           "write \"start\", \"renew\" or \"cancel\"");
    runs = loy__membership_find(work->state, plan) != NULL;
    if (runs && action == ACTION_START)
        return loy__refuse(work, "already-member", "/plan", "%s",
                           "the plan runs already: renew it");
    if (!runs && action != ACTION_START)
        return loy__refuse(work, "no-membership", "/plan", "%s", "the plan does not run: start it");
    if (action != ACTION_CANCEL && end_of(work, plan, work->now) == LOY_TIME_NONE)
        return loy__refuse(work, "missing-until", "/until", "%s",
                           "neither the event nor the plan says when it ends");
    return admit_end(work, action);
}

static int
say(loy__work *work, uint32_t plan, const char *action, int64_t money)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = work->program->plans[plan].name.text,
                           .name = action,
                           .money = money,
                           .time = work->now,
                           .kind = LOY_EFFECT_MEMBERSHIP};
    return LOY_OK;
}

/* ---- The end ---- */

static int
forfeit(loy__work *work, uint32_t plan, uint32_t currency)
{
    int64_t points = 0;
    int result = loy__forfeit(work->state, work->journal, currency, work->now, &points);

    if (result != LOY_OK || points == 0)
        return result;
    return loy__effect_add(work, LOY_EFFECT_FORFEIT, work->program->plans[plan].name.text,
                           work->program->currencies[currency].name.text, points, points);
}

static int
end(loy__work *work, const loy__note *note, uint32_t plan)
{
    int result;

    loy__note_remove(work->state, note);
    result = say(work, plan, "end", 0);
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        if (loy__bit(work->program->plans[plan].forfeits, i))
            result = forfeit(work, plan, i);
    return result;
}

int
loy__end_memberships(loy__work *work, int64_t moment)
{
    const loy__note *note;
    int64_t until;
    bool ended = false;
    int result = LOY_OK;

    while (result == LOY_OK && (note = loy__membership_next(work->state, &until)) != NULL &&
           until <= moment) {
        result = end(work, note, loy__membership_read(work->state, note).plan);
        ended = true;
    }
    return result == LOY_OK && ended ? loy__review_ladders(work, work->now) : result;
}

/* ---- Events ---- */

int
loy__act_membership(loy__work *work)
{
    uint32_t action = action_of(work->event);
    uint32_t plan = plan_of(work);
    const loy__note *note = loy__membership_find(work->state, plan);
    loy__membership own = {.since = work->event->time, .until = work->event->time, .plan = plan};
    int result;

    if (note != NULL)
        own = loy__membership_read(work->state, note);
    own.cancelled = action == ACTION_CANCEL;
    if (action != ACTION_CANCEL)
        own.until = end_of(work, plan, own.until);
    result = say(work, plan, actions[action], work->event->fee);
    if (result == LOY_OK && own.cancelled && work->program->plans[plan].cancel == LOY__CANCEL_NOW)
        return end(work, note, plan);
    return result == LOY_OK ? loy__membership_put(work->state, &own) : result;
}
