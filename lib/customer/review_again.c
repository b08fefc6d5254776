/*
 * review_again.c -- judging a tier again by a period that has ended, of which something has
 * come back since.
 *
 * The ladder goes back to how it stood when that period ended, is judged by what is left
 * of what it had counted, and comes on to the present with what the running period has
 * counted itself. What protects a tier runs from then, too. The customer never has more
 * by it than he had.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

/* The end of the period, with what was counted then. Gives what has been since. */
static int
go_back(loy__state *state, uint32_t number, int64_t since[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review review = state->reviews[number];
    loy__rung *rung = &state->rungs[number];
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        int64_t amount = state->reviews[track].amount;

        since[i] = state->rungs[track].value;
        loy__window_take(state, track, since[i]);
        loy__bucket_take(state, track, review.period, LOY_MAX_AMOUNT);
        if (amount > 0)
            rc = loy__bucket_put(state, track, review.period, amount);
        state->rungs[track].period = review.period;
        state->rungs[track].value = amount;
    }
    since[0] -= loy__smaller(since[0], review.carried);
    rung->tier = review.tier;
    rung->base = review.base;
    rung->drop = review.drop;
    rung->since = review.since;
    return rc;
}

/* The period ends again, without a tier that it has not given. */
static void
end_again(loy__state *state, uint32_t number)
{
    int32_t next = loy__ladder_period_after(state, number, state->rungs[number].period);
    int64_t due = loy__zone_midnight(&state->program->zone, next);

    if (loy__gives_by_period(&state->program->ladders[number]))
        loy__tier_undo(state, number, due);
    loy__period_end(state, number, due, due);
}

/* What has been counted since then. */
static int
come_on(loy__state *state, uint32_t number, const int64_t since[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__rung *rung = &state->rungs[track];

        if (since[i] == 0)
            continue;
        rc = loy__bucket_put(state, track, rung->period, since[i]);
        if (rc == LOY_OK && !loy__add(rung->value, since[i], &rung->value))
            rc = LOY_ERR_INTERNAL;
    }
    return rc;
}

static void
stand(loy__rung *rung, const loy__rung *present)
{
    rung->tier = present->tier;
    rung->drop = present->drop;
    rung->since = present->since;
}

/* Stands as at present, if the running period has given the tier, and still does, or
 * protects it. */
static bool
stand_by_present(loy__state *state, uint32_t number, const loy__rung *present, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    const loy__rung then = *rung;

    if (ladder->window == LOY__WINDOW_SINCE_CHANGE || present->tier <= present->base ||
        present->since < loy__zone_midnight(&state->program->zone, present->period))
        return false;
    stand(rung, present);
    if (present->drop != LOY_NEVER || loy__tier_given(state, number, at))
        return true;
    *rung = then;
    return false;
}

/* The present tier is what it was, or the better of what both periods give. */
static void
settle_on(loy__state *state, uint32_t number, const loy__rung *present, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int64_t start = loy__zone_midnight(&state->program->zone, present->period);
    uint32_t tier = 0;

    if (stand_by_present(state, number, present, at))
        return;
    if (rung->drop <= at && rung->drop != LOY_NEVER)
        loy__grace_end(state, number, rung->drop);
    if (ladder->up != LOY__UP_NEXT_PERIOD)
        tier = loy__tier_for(state, number, present->tier + 1, LOY__OF_NOW);
    if (tier > rung->tier) {
        rung->tier = tier;
        rung->drop = LOY_NEVER;
        rung->since = present->since > start ? present->since : start;
    } else if (rung->tier == present->tier) {
        rung->since = present->since;
    }
    if (rung->tier > present->tier)
        stand(rung, present);
}

/* The tier stays, and nothing more counts for the next one. */
static void
hold_on(loy__state *state, uint32_t number, const loy__rung *present)
{
    loy__rung *rung = &state->rungs[number];
    loy__review *review = &state->reviews[number];

    stand(rung, present);
    if (rung->base > present->base)
        rung->base = present->base;
    if (rung->value > present->value) {
        int64_t more = rung->value - present->value;

        loy__window_take(state, number, more);
        review->carried -= loy__smaller(review->carried, more);
    }
}

int
loy__review_again(loy__state *state, uint32_t number, bool hold, int64_t at)
{
    int64_t since[LOY__MAX_MEASURES];
    const loy__rung present = state->rungs[number];
    int rc;

    if (!state->reviews[number].changed || !loy__review_holds(state, number))
        return LOY_OK;
    if (state->reviews[number].how != LOY__REVIEW_END)
        return loy__review_entry(state, number, hold, at);
    rc = go_back(state, number, since);
    if (rc != LOY_OK)
        return rc;
    end_again(state, number);
    rc = come_on(state, number, since);
    if (rc != LOY_OK)
        return rc;
    if (hold)
        hold_on(state, number, &present);
    else
        settle_on(state, number, &present, at);
    return LOY_OK;
}
