/*
 * settle_ladders.c -- what time does to tiers: the ends of periods, credits
 * that leave a rolling window, the end of the time that a tier lasts or is
 * protected, and tiers that are entered some time after they were reached.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

static uint32_t
before_or_best(const loy__ladder *ladder)
{
    return ladder->best_of > 1 ? LOY__OF_BEST : LOY__OF_BEFORE;
}

/* Whether a tier ends with the period that earned it: nothing of that counts on. */
static bool
ends_with_period(const loy__ladder *ladder)
{
    return ladder->lasts == LOY__LASTS_PERIOD && ladder->up != LOY__UP_NEXT_PERIOD;
}

/* What protected the tier is over: it is kept if it was earned again meanwhile.
 * Where it was judged by a period that has ended, that counts, too. */
void
loy__grace_end(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];

    if (loy__tier_kept(state, number, LOY__OF_NOW))
        loy__tier_keep(state, number, at);
    else
        loy__tier_fall(state, number, LOY__OF_NOW,
                       loy__periodic(ladder) && !ends_with_period(ladder) ? before_or_best(ladder)
                                                                          : LOY__OF_NOW,
                       at);
    if (loy__periodic(ladder) && ladder->best_of < 2)
        for (uint32_t i = 0; i < loy__track_count(ladder); i++)
            loy__window_restart(state, loy__track(ladder, number, i), rung->period, rung->period);
}

/* The tier has lasted its time. */
static void
end_term(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    loy__rung *rung = &state->rungs[number];

    rung->term = false;
    rung->drop = LOY_NEVER;
    if (loy__tier_kept(state, number, LOY__OF_NOW))
        loy__tier_keep(state, number, at);
    else
        loy__tier_lose(state, number, LOY__OF_NOW, due, at);
}

/* ---- The end of a period ---- */

/* Whether the tier was paid for in the running period. A window since the last
 * change begins with the payment, and is judged at its end. */
static bool
paid_within(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];

    return ladder->pays && ladder->window != LOY__WINDOW_SINCE_CHANGE &&
           rung->since >= loy__zone_midnight(&state->program->zone, rung->period);
}

/* The tier has lasted to the end of its period: it is lost whatever that has counted,
 * unless something protects it. */
static void
end_with_period(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];

    /* What was earned again while it was protected ends with this period. */
    if (loy__tier_kept(state, number, LOY__OF_NOW))
        rung->drop = LOY_NEVER;
    if (!loy__tier_protect(state, number, due, at))
        loy__tier_enter(state, number, ladder->fall == LOY__FALL_ONE ? rung->tier - 1 : 0, at);
}

/* What a period that has ended says about the tier. */
static void
judge_period(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t which = ladder->best_of > 1 ? LOY__OF_BEST : LOY__OF_NOW;
    bool later = ladder->up == LOY__UP_NEXT_PERIOD;

    if (later && loy__tier_climb(state, number, which, at))
        return;
    if (state->rungs[number].tier == 0 || ladder->lasts == LOY__LASTS_WHILE ||
        ladder->lasts == LOY__LASTS_TERM)
        return;
    if (ends_with_period(ladder))
        end_with_period(state, number, due, at);
    else if (!later && paid_within(state, number)) /* for the next one, too */
        return;
    else if (loy__tier_kept(state, number, which))
        loy__tier_keep(state, number, at);
    else
        loy__tier_lose(state, number, which, due, at);
}

/* What the period that has ended leaves for the next one: what it gave, or while a
 * grace runs what it deserved. */
static uint32_t
secured(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];
    uint32_t which = ladder->best_of > 1 ? LOY__OF_BEST : LOY__OF_NOW;

    if (rung->drop == LOY_NEVER)
        return rung->tier;
    return ends_with_period(ladder) ? 0 : loy__tier_for(state, number, rung->tier + 1, which);
}

/* The oldest period whose buckets stay: where several decide, one more than the next
 * review looks at, by which the tier may be judged again. */
static int32_t
oldest_of(const loy__state *state, uint32_t number, int32_t ended, int32_t next)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    if (ladder->best_of > 1)
        return loy__window_oldest(state, number);
    return state->rungs[number].drop != LOY_NEVER && !state->rungs[number].term ? ended : next;
}

void
loy__period_end(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int32_t ended = rung->period;
    int32_t next = loy__ladder_period_after(state, number, ended);
    int32_t oldest;
    int64_t surplus = ladder->pays ? 0 : loy__tier_surplus(state, number);

    if (ladder->lasts != LOY__LASTS_TERM)
        loy__review_keep(state, number, LOY__REVIEW_END, due);
    rung->base = 0;
    judge_period(state, number, due, at);
    if (rung->tier == 0)
        loy__review_forget(state, number);
    /* A window since the last change may have begun anew with it. */
    if (rung->period == ended) {
        rung->base = secured(state, number);
        if (ladder->pays && rung->tier > 0)
            surplus = loy__tier_surplus(state, number);
        oldest = oldest_of(state, number, ended, next);
        for (uint32_t i = 0; i < loy__track_count(ladder); i++)
            loy__window_restart(state, loy__track(ladder, number, i), next, oldest);
        loy__window_carry(state, number, surplus);
    }
    if (state->reviews[number].how == LOY__REVIEW_END)
        state->reviews[number].carried = rung->value;
    if (loy__judged_always(ladder) || rung->value > 0)
        loy__tier_judge(state, number, at);
}

bool
loy__period_due(const loy__state *state, uint32_t number, int64_t moment)
{
    const loy_program *program = state->program;
    int32_t period = state->rungs[number].period;

    return loy__periodic(&program->ladders[number]) && loy__window_reviewed(state, number) &&
           loy__zone_midnight(&program->zone, loy__ladder_period_after(state, number, period)) <=
               moment;
}

/* ---- Moment by moment ---- */

/* What happens at one moment that loy__ladder_next gave. */
static void
step(loy__state *state, uint32_t number, int64_t due)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    bool climbs = ladder->up != LOY__UP_NOW && loy__climb_moment(state, number) <= due;
    int64_t at = due > state->settled ? due : state->settled;

    /* What follows at this moment follows from it, not from earlier. */
    state->settled = at;
    loy__window_advance(state, number, at);
    if (climbs)
        loy__tier_climb(state, number, LOY__OF_NOW, at);
    else if (rung->term && rung->drop <= due)
        end_term(state, number, due, at);
    else if (rung->tier > 0 && ladder->lasts == LOY__LASTS_TERM && rung->drop == LOY_NEVER)
        end_term(state, number, due, at);
    else if (rung->drop <= due && rung->drop != LOY_NEVER)
        loy__grace_end(state, number, at);
    else if (loy__period_due(state, number, due))
        loy__period_end(state, number, due, at);
    else
        loy__tier_judge(state, number, at);
}

void
loy__ladder_run(loy__state *state, uint32_t ladder, int64_t moment)
{
    for (;;) {
        int64_t due = loy__ladder_next(state, ladder);

        if (due > moment || due == LOY_NEVER)
            break;
        if (state->note_count > 0)
            loy__status_settle(state, ladder, due);
        step(state, ladder, due);
    }
}

bool
loy__ladder_settle(loy__state *state, uint32_t ladder, int64_t moment)
{
    int64_t settled = state->settled;

    loy__ladder_run(state, ladder, moment);
    loy__window_advance(state, ladder, moment);
    /* The other ladders have not lived through this moment yet. */
    state->settled = settled;
    return loy__tier_show(state, ladder);
}
