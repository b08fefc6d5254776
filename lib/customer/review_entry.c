/*
 * review_entry.c -- judging a tier again by what counted when it was reached, or when the
 * time that it lasts began anew, of which something has come back since.
 *
 * It is kept by what is left of that, or by what has been counted since. Else the customer
 * has what this reaches, or what he had before, with the end that it had. A tier that a
 * guarantee or a grace protects is judged at its end.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

static void
set_values(loy__state *state, uint32_t number, const int64_t values[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];

    for (uint32_t i = 0; i < loy__track_count(ladder); i++)
        state->rungs[loy__track(ladder, number, i)].value = values[i];
}

/* The tier that amounts reach, up to the present one. */
static uint32_t
tier_by(loy__state *state, uint32_t number, const int64_t amounts[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t tier = state->rungs[number].tier;
    int64_t values[LOY__MAX_MEASURES];

    for (uint32_t i = 0; i < loy__track_count(ladder); i++)
        values[i] = state->rungs[loy__track(ladder, number, i)].value;
    set_values(state, number, amounts);
    if (state->reviews[number].how != LOY__REVIEW_KEEP ||
        !loy__tier_kept(state, number, LOY__OF_NOW))
        tier = loy__tier_for(state, number, tier + 1, LOY__OF_NOW);
    set_values(state, number, values);
    return tier;
}

/* What counted then, and what does now. */
static int
amounts_of(const loy__state *state, uint32_t number, int64_t then[LOY__MAX_MEASURES],
           int64_t now[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review *review = &state->reviews[number];
    bool anew = ladder->window == LOY__WINDOW_SINCE_CHANGE && review->how == LOY__REVIEW_ENTRY;

    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);

        then[i] = state->reviews[track].amount;
        now[i] = state->rungs[track].value;
        if (i == 0 && anew)
            now[i] -= loy__smaller(now[i], review->carried);
        if (anew && !loy__add(now[i], then[i], &now[i]))
            return LOY_ERR_INTERNAL;
    }
    return LOY_OK;
}

/* What was carried on goes, where not so much would have been. */
static void
take_carried(loy__state *state, uint32_t number, int64_t surplus)
{
    loy__review *review = &state->reviews[number];

    if (surplus >= review->carried)
        return;
    loy__window_take(state, number, review->carried - surplus);
    review->carried = surplus;
}

/* A window since the last change goes on as if the tier had not changed. */
static int
go_on(loy__state *state, uint32_t number, int32_t period, const int64_t now[LOY__MAX_MEASURES])
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int rc = LOY_OK;

    for (uint32_t i = 0; rc == LOY_OK && i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__rung *rung = &state->rungs[track];

        loy__window_take(state, track, rung->value);
        rung->period = period;
        if (now[i] > 0)
            rc = loy__bucket_put(state, track, period, now[i]);
        rung->value = now[i];
    }
    return rc;
}

/* As before the tier was reached, or before it began anew to last: what ended then is judged by
 * what is left of what counted. */
static int
go_back(loy__state *state, uint32_t number, const int64_t then[LOY__MAX_MEASURES],
        const int64_t now[LOY__MAX_MEASURES], int64_t at)
{
    const loy__review review = state->reviews[number];
    loy__rung *rung = &state->rungs[number];
    const loy__rung present = *rung;
    int64_t settled = state->settled;
    int rc = LOY_OK;

    rung->tier = review.tier;
    rung->base = review.base;
    rung->drop = review.drop;
    rung->term = review.term;
    rung->since = review.since;
    if (state->program->ladders[number].window == LOY__WINDOW_SINCE_CHANGE &&
        review.how == LOY__REVIEW_ENTRY)
        rc = go_on(state, number, review.period, now);
    loy__review_forget(state, number);
    if (rc != LOY_OK)
        return rc;
    /* Time passes once more, where it judges by itself. */
    if (settled > review.at && !loy__outlasts_entry(&state->program->ladders[number]))
        state->settled = review.at;
    if (review.how == LOY__REVIEW_KEEP &&
        state->program->ladders[number].window != LOY__WINDOW_SINCE_CHANGE) {
        set_values(state, number, then);
        loy__ladder_run(state, number, review.at);
        set_values(state, number, now);
    }
    loy__ladder_run(state, number, at);
    state->settled = settled;
    if (rung->tier == present.tier && rung->term && rung->drop > present.drop)
        rung->drop = present.drop;
    return LOY_OK;
}

int
loy__review_entry(loy__state *state, uint32_t number, bool hold, int64_t at)
{
    loy__review *review = &state->reviews[number];
    loy__rung *rung = &state->rungs[number];
    int64_t then[LOY__MAX_MEASURES], now[LOY__MAX_MEASURES];
    uint32_t tier, other;

    review->changed = false;
    if (amounts_of(state, number, then, now) != LOY_OK)
        return LOY_ERR_INTERNAL;
    tier = tier_by(state, number, then);
    if (tier >= rung->tier) {
        take_carried(state, number, loy__tier_surplus_of(state, number, then[0]));
        return LOY_OK;
    }
    take_carried(state, number, 0);
    other = tier_by(state, number, now);
    if (other > tier) {
        tier = other;
        loy__review_renew(state, number, at);
    }
    if (hold || tier >= rung->tier || review->tier > rung->tier ||
        loy__tier_protected(state, number, at))
        return LOY_OK;
    if (tier <= review->tier)
        return go_back(state, number, then, now, at);
    rung->tier = tier;
    return LOY_OK;
}
