/*
 * settle_ladders.c -- what time does to tiers: reviews at the end of calendar
 * periods, credits that leave a rolling window, and the end of a grace.
 */
#include "customer/ladders.h"

/* The grace is over: the tier is kept if it was earned again meanwhile. */
static void
end_grace(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int64_t value = rung->value;
    uint32_t tier = rung->tier;

    if (value < loy__tier_keep(ladder, tier)) {
        int64_t before = 0;

        if (ladder->window == LOY__WINDOW_CALENDAR)
            before = loy__window_before(state, number);
        tier = loy__tier_for(ladder, before > value ? before : value, tier);
    }
    if (ladder->window == LOY__WINDOW_CALENDAR)
        loy__window_restart(state, number, rung->period, rung->period);
    loy__tier_enter(rung, tier, at);
}

/* A calendar period has ended: its value decides about the tier, and counting
 * starts again. */
static void
end_period(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    const loy__tier *tier = &ladder->tiers[rung->tier];
    int32_t ended = rung->period;
    int32_t next = loy__period_next(ended, ladder->period);

    if (rung->value >= loy__tier_keep(ladder, rung->tier))
        rung->drop = LOY_NEVER;
    else if (!tier->has_grace)
        loy__tier_enter(rung, loy__tier_for(ladder, rung->value, rung->tier), at);
    else
        loy__grace_start(state, number, due);
    loy__window_restart(state, number, next, rung->drop == LOY_NEVER ? next : ended);
}

/* What happens at one moment that loy__ladder_next gave. */
static void
step(loy__state *state, uint32_t number, int64_t due)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int64_t at = due > state->settled ? due : state->settled;

    loy__window_advance(state, number, at);
    if (rung->drop <= due && rung->drop != LOY_NEVER) {
        end_grace(state, number, at);
    } else if (ladder->window == LOY__WINDOW_CALENDAR) {
        int32_t next = loy__period_next(rung->period, ladder->period);

        if (loy__zone_midnight(&state->program->zone, next) <= due)
            end_period(state, number, due, at);
    } else {
        loy__tier_judge(state, number, at);
    }
}

bool
loy__ladder_settle(loy__state *state, uint32_t ladder, int64_t moment)
{
    for (;;) {
        int64_t due = loy__ladder_next(state, ladder);

        if (due > moment || due == LOY_NEVER)
            break;
        loy__status_settle(state, ladder, due);
        step(state, ladder, due);
    }
    loy__window_advance(state, ladder, moment);
    return loy__tier_show(state, ladder);
}
