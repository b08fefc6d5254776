/*
 * gate_clock.c -- the time that an event says, held against when the host accepted it,
 * where the program bounds clocks: who sets a till's clock gains nothing by it.
 *
 * What becomes of messages has the time of its event, which was held against it before.
 */
#include "engine/gate.h"

static int
check_accepted(loy__work *work)
{
    int64_t accepted = work->event->accepted;

    if (accepted == LOY_TIME_NONE)
        return loy__refuse(work, "missing-accepted", "/accepted", "%s",
                           "the program holds times of events against when they were accepted: "
                           "say when that was");
    if (!loy__in_calendar(accepted))
        return loy__refuse(work, "bad-time", "/accepted", "%s",
                           "the time is outside the years 1 to 9999: write when the event was "
                           "accepted");
    return LOY_OK;
}

static bool
is_beyond(const loy__work *work)
{
    const loy__clock_bounds *bounds = &work->program->accounts.clock;
    const loy__zone *zone = &work->program->zone;
    int64_t time = work->event->time, accepted = work->event->accepted;

    return time > accepted ? time > loy__zone_add(zone, accepted, &bounds->ahead)
                           : loy__zone_add(zone, time, &bounds->behind) < accepted;
}

/* The event as if it had occurred when it was accepted; its copy lives as long as the
 * work. */
static int
judge_as_accepted(loy__work *work)
{
    loy_event *event = loy__arena_alloc(&work->engine->arena, sizeof(*event));

    if (event == NULL)
        return LOY_ERR_NOMEM;
    *event = *work->event;
    work->skew = event->time - event->accepted;
    event->time = event->accepted;
    work->event = event;
    loy__gate_scene(work);
    return loy__tell_clock(work);
}

int
loy__tell_clock(loy__work *work)
{
    int64_t skew = work->skew;
    int64_t amount = skew < 0 ? -skew : skew;

    if (skew == 0)
        return LOY_OK;
    work->now = work->event->time; /* nobody knows the customer yet */
    return loy__effect_add(work, LOY_EFFECT_CLOCK, "clock", skew < 0 ? "behind" : "ahead", amount,
                           amount);
}

int
loy__gate_clock(loy__work *work)
{
    int result;

    if (work->message != NULL)
        return LOY_OK;
    result = check_accepted(work);
    if (result != LOY_OK || !is_beyond(work))
        return result;
    if (work->program->accounts.clock.beyond == LOY__CLOCK_ACCEPTED)
        return judge_as_accepted(work);
    return work->event->time > work->event->accepted
               ? loy__refuse(work, "clock-ahead", "/time", "%s",
                             "the event says a time later than it was accepted, by more than the "
                             "program allows: set the till's clock")
               : loy__refuse(work, "clock-behind", "/time", "%s",
                             "the event says a time before it was accepted, by more than the "
                             "program allows: set the till's clock, or send events sooner");
}
