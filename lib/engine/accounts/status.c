/*
 * status.c -- tiers given by hand: as a gift, to match another program's, or
 * to put right what went wrong.
 */
#include "customer/statuses.h"
#include "engine/engine.h"

enum { ACTION_FLOOR, ACTION_SET, ACTION_ENTER, ACTION_END, ACTION_UNKNOWN };

static uint32_t
action_of(const loy_event *event)
{
    static const char *const actions[ACTION_UNKNOWN] = {"floor", "set", "enter", "end"};

    return event->action.size == 0 ? ACTION_FLOOR : loy__action_of(event, actions, ACTION_UNKNOWN);
}

static uint32_t
ladder_of(const loy__work *work)
{
    uint32_t ladder = loy__program_find(work->program, LOY_PART_LADDER, work->event->ladder.data,
                                        work->event->ladder.size);

    return ladder < work->program->ladder_count ? ladder : LOY__NONE;
}

static uint32_t
tier_of(const loy__work *work, uint32_t ladder)
{
    const loy__ladder *own = &work->program->ladders[ladder];
    const loy_text tier = work->event->tier;

    for (uint32_t i = 0; i < own->tier_count; i++)
        if (loy__text_equal(own->tiers[i].name.text, own->tiers[i].name.size, tier.data, tier.size))
            return i;
    return LOY__NONE;
}

/* Whether a tier can stay that nothing was counted for. */
static bool
may_last(const loy__ladder *ladder, uint32_t tier)
{
    return !loy__judged_always(ladder) || ladder->guaranteed || ladder->tiers[tier].has_grace;
}

int
loy__admit_status(loy__work *work)
{
    uint32_t ladder = ladder_of(work);
    uint32_t action = action_of(work->event);

    if (ladder == LOY__NONE)
        return loy__refuse(work, "unknown-ladder", "/ladder", "%s",
                           "the program has no such ladder: name one of `ladders`");
    if (action == ACTION_UNKNOWN)
        return loy__refuse(work, "unknown-action", "/action", "%s",
                           "write \"floor\", \"set\", \"enter\" or \"end\"");
    if (action == ACTION_END && work->event->tier.size > 0)
        return loy__refuse(work, "conflicting-members", "/tier", "%s",
                           "\"end\" takes back what was given, whichever tier: leave it out");
    if (action != ACTION_END && tier_of(work, ladder) == LOY__NONE)
        return loy__refuse(work, "unknown-tier", "/tier", "%s has no such tier",
                           work->program->ladders[ladder].name.text);
    if ((action == ACTION_ENTER || action == ACTION_END) && work->event->until != LOY_TIME_NONE)
        return loy__refuse(work, "conflicting-members", "/until", "%s",
                           "only floor and set have an end: leave it out");
    if (action == ACTION_ENTER && !may_last(&work->program->ladders[ladder], tier_of(work, ladder)))
        return loy__refuse(work, "not-lasting", "/action", "%s",
                           "a tier of this ladder is held only while enough is counted: give it "
                           "with floor or set");
    return loy__admit_until(work);
}

int
loy__act_status(loy__work *work)
{
    int64_t until = work->event->until;
    uint32_t action = action_of(work->event);
    uint32_t ladder = ladder_of(work);
    uint32_t tier = action == ACTION_END ? 0 : tier_of(work, ladder);
    int result;

    switch (action) {
    case ACTION_END:
        loy__status_clear(work->state, ladder);
        return LOY_OK;
    case ACTION_ENTER:
        loy__ladder_enter(work->state, ladder, tier, work->now);
        return LOY_OK;
    default:
        result = loy__status_put(work->state, ladder,
                                 action == ACTION_SET ? LOY__STATUS_SET : LOY__STATUS_FLOOR, tier,
                                 until == LOY_TIME_NONE ? LOY_NEVER : until);
        /* Of what comes late the end may have gone by. */
        loy__status_settle(work->state, ladder, work->now);
        return result;
    }
}
