/*
 * action.c -- what events about statuses, memberships and households share: which
 * of its actions an event names, and until when it holds.
 */
#include <string.h>

#include "engine/engine.h"

uint32_t
loy__action_of(const loy_event *event, const char *const *actions, uint32_t count)
{
    uint32_t action = 0;

    while (action < count && !loy__text_equal(event->action.data, event->action.size,
                                              actions[action], strlen(actions[action])))
        action++;
    return action;
}

int
loy__admit_until(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->until != LOY_TIME_NONE &&
        (event->until <= event->time || event->until > LOY__TIME_MAX))
        return loy__refuse(work, "bad-time", "/until", "%s",
                           "the end is not later than the event, or after the year 9999");
    return LOY_OK;
}
