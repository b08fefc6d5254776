/*
 * reviews.c -- see reviews.h: what is kept of how a ladder stood, and what comes back
 * of it.
 *
 * What a track had counted in the period before the running one is kept as a sum, beside
 * the buckets that a later review looks at still. Nothing is kept while the customer has
 * no tier to lose, or where a return lowers nothing.
 */
#include "customer/reviews.h"

#include <string.h>

#include "customer/ladders.h"

void
loy__reviews_clear(loy__state *state)
{
    memset(state->reviews, 0, state->program->track_count * sizeof(*state->reviews));
    state->review_count = 0;
}

/* Tiers that were paid for are judged at their end. */
static bool
judges_again(const loy_program *program, const loy__ladder *ladder)
{
    return program->returns.tier != LOY__TIER_NEVER && !ladder->pays &&
           ladder->counts != LOY__COUNT_BALANCE;
}

/* The first day that counts. */
static int32_t
first_day(const loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int32_t first = loy__zone_day(&state->program->zone, at);

    if (loy__periodic(ladder))
        return state->rungs[number].period;
    if (ladder->window == LOY__WINDOW_LIFETIME)
        return loy__day_of((loy__date){.year = 1, .month = 1, .day = 1});
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        loy__buckets span = loy__buckets_of(state, loy__track(ladder, number, i));

        if (span.first < span.end && state->buckets[span.first].day < first)
            first = state->buckets[span.first].day;
    }
    return first;
}

/* Whether all that counted then still does: what is left of that shows in what counts now,
 * also for the tier that was reached by it. */
static bool
counts_on(const loy__state *state, uint32_t number, const loy__review *review, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    return loy__outlasts_entry(ladder) &&
           review->period >=
               loy__bucket_stays(state, number, loy__zone_day(&state->program->zone, at));
}

/* How the ladder stands; where an event reaches several things at once, before all of
 * them. */
static loy__review
standing(const loy__state *state, uint32_t number, uint32_t how, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review *known = &state->reviews[number];
    const loy__rung *rung = &state->rungs[number];

    if (how != LOY__REVIEW_END && known->how > LOY__REVIEW_END &&
        (known->at == at || counts_on(state, number, known, at)))
        return (loy__review){.drop = known->drop,
                             .since = known->since,
                             .period = ladder->window == LOY__WINDOW_ROLLING
                                           ? first_day(state, number, at)
                                           : known->period,
                             .tier = known->tier,
                             .base = known->base,
                             .how = known->how == LOY__REVIEW_ENTRY ? known->how : how,
                             .term = known->term,
                             .at = at};
    return (loy__review){.drop = rung->drop,
                         .since = rung->since,
                         .period = first_day(state, number, at),
                         .tier = rung->tier,
                         .base = rung->base < rung->tier ? rung->base : rung->tier,
                         .how = how,
                         .term = rung->term,
                         .at = at};
}

void
loy__review_keep(loy__state *state, uint32_t number, uint32_t how, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review own = standing(state, number, how, at);

    loy__review_forget(state, number);
    if (!judges_again(state->program, ladder))
        return;
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);

        state->reviews[track] = own;
        state->reviews[track].amount = state->rungs[track].value;
        state->review_count++;
    }
}

void
loy__review_renew(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    int32_t first = first_day(state, number, at);

    for (uint32_t i = 0; loy__outlasts_entry(ladder) && i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__review *review = &state->reviews[track];

        review->amount = state->rungs[track].value;
        review->period = first;
        review->at = at;
    }
}

void
loy__review_begin(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    if (!loy__outlasts_entry(ladder))
        return;
    loy__review_keep(state, number, LOY__REVIEW_ENTRY, at);
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        loy__review *review = &state->reviews[loy__track(ladder, number, i)];

        if (review->how == 0)
            return;
        review->tier = review->base = 0;
        review->drop = LOY_NEVER;
    }
}

void
loy__review_forget(loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    for (uint32_t i = 0; state->review_count > 0 && i < loy__track_count(ladder); i++) {
        loy__review *review = &state->reviews[loy__track(ladder, number, i)];

        state->review_count -= review->how != 0;
        *review = (loy__review){0};
    }
}

bool
loy__review_holds(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review *review = &state->reviews[number];

    if (review->how == 0 || !judges_again(state->program, ladder))
        return false;
    if (review->how != LOY__REVIEW_END)
        return loy__keeps_entry(ladder);
    return loy__periodic(ladder) && ladder->lasts != LOY__LASTS_TERM &&
           (ladder->window == LOY__WINDOW_SINCE_CHANGE ||
            loy__ladder_period_after(state, number, review->period) == state->rungs[number].period);
}

/* ---- What comes back, and what comes late ---- */

/* Whether what was counted on a day was counted before a moment. */
static bool
was_before(const loy__state *state, int32_t day, int64_t at)
{
    int32_t turn = loy__zone_day(&state->program->zone, at);

    return day < turn || (day == turn && state->sold != LOY_TIME_NONE && state->sold <= at);
}

bool
loy__review_before(const loy__state *state, uint32_t number, int32_t day)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];
    /* What reached the tier at that moment was before it, what followed when time took one
     * was not. */
    bool reached = state->reviews[number].how > LOY__REVIEW_END;

    return ladder->window == LOY__WINDOW_SINCE_CHANGE && !ladder->pays &&
           rung->since != LOY_TIME_NONE && day == rung->period &&
           was_before(state, day, reached ? rung->since : rung->since - 1);
}

/* Whether the last review counted what was counted on a day. */
static bool
counted(const loy__state *state, uint32_t number, int32_t day)
{
    const loy__review *review = &state->reviews[number];

    if (!loy__review_holds(state, number))
        return false;
    if (review->how == LOY__REVIEW_END &&
        state->program->ladders[number].window != LOY__WINDOW_SINCE_CHANGE)
        return day >= review->period && loy__ladder_period(state, number, day) == review->period;
    /* Of the window before that one, unless that began with what reached the tier. */
    if (state->program->ladders[number].window == LOY__WINDOW_SINCE_CHANGE &&
        day == review->period && review->since != LOY_TIME_NONE &&
        was_before(state, day, review->since - (review->since == review->at)))
        return false;
    return day >= review->period && was_before(state, day, review->at);
}

/* In the bucket of the period that it is of, where a later review looks at it. */
static int
credit_bucket(loy__state *state, uint32_t track, int64_t amount, int32_t period)
{
    uint32_t number = loy__track_ladder(state, track);
    int64_t less;

    if (amount > 0)
        return state->program->ladders[number].best_of > 1 &&
                       period >= loy__window_oldest(state, track)
                   ? loy__bucket_put(state, track, period, amount)
                   : LOY_OK;
    if (!loy__sub(0, amount, &less))
        return LOY_ERR_INTERNAL;
    if (loy__bucket_take(state, track, period, less) > 0)
        state->reviews[number].changed = state->reviews[number].how != 0;
    return LOY_OK;
}

int
loy__review_credit(loy__state *state, uint32_t track, int64_t amount, int32_t day)
{
    uint32_t number = loy__track_ladder(state, track);
    loy__review *review = &state->reviews[track];
    int rc = LOY_OK;

    if (loy__periodic(&state->program->ladders[number]) &&
        state->program->ladders[number].window != LOY__WINDOW_SINCE_CHANGE) {
        int32_t period = loy__ladder_period(state, number, day);

        /* Before the first of a customer's own periods nothing counts. */
        if (period <= day && period < state->rungs[number].period)
            rc = credit_bucket(state, track, amount, period);
    }
    if (rc != LOY_OK || !counted(state, number, day))
        return rc;
    if (!loy__add(review->amount, amount, &review->amount))
        return LOY_ERR_INTERNAL;
    if (review->amount < 0)
        review->amount = 0;
    state->reviews[number].changed = state->reviews[number].changed || amount < 0;
    return LOY_OK;
}

/* ---- Two accounts ---- */

int
loy__review_move(loy__state *state, const loy__state *other, const loy__bucket *bucket, bool away,
                 int64_t at)
{
    uint32_t track = bucket->ladder;
    int64_t amount = away ? -bucket->amount : bucket->amount;

    if (loy__periodic(&state->program->ladders[track]) && bucket->day < other->rungs[track].period)
        return credit_bucket(state, track, amount, bucket->day);
    return loy__ladder_credit(state, track, amount, loy__ladder_day_here(state, other, bucket), at);
}

/* What of the buckets of a track was counted when a tier was entered. */
static int64_t
counted_then(const loy__state *state, uint32_t track, const loy__review *review)
{
    loy__buckets span = loy__buckets_of(state, track);
    int32_t turn = loy__zone_day(&state->program->zone, review->at);
    int64_t amount = 0;

    for (size_t i = span.first; i < span.end && state->buckets[i].day < turn; i++)
        if (state->buckets[i].day >= review->period)
            amount += state->buckets[i].amount;
    return amount;
}

/* What a customer has in any case, whatever comes back of what counts. */
static uint32_t
tier_without(const loy__state *state, uint32_t number, int64_t at)
{
    const loy__review *review = &state->reviews[number];

    return review->how != 0 && counts_on(state, number, review, at) ? review->tier
                                                                    : state->rungs[number].tier;
}

int
loy__review_join(loy__state *state, const loy__state *from, uint32_t number, bool better,
                 int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t other = tier_without(better ? state : from, number, at);

    if (!loy__outlasts_entry(ladder))
        return LOY_OK;
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        const loy__review *theirs = &from->reviews[track];
        loy__review *review = &state->reviews[track];

        if (better) {
            int64_t own = counted_then(state, track, theirs) - counted_then(from, track, theirs);

            state->review_count += theirs->how != 0;
            state->review_count -= review->how != 0;
            *review = *theirs;
            if (!loy__add(review->amount, own, &review->amount))
                return LOY_ERR_INTERNAL;
        }
        if (review->how != 0 && other > review->tier) {
            review->tier = other;
            review->drop = LOY_NEVER;
        }
    }
    return LOY_OK;
}

int
loy__review_absorb(loy__state *state, const loy__state *from, uint32_t number, bool better)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__review *theirs = &from->reviews[number];
    bool own = loy__review_holds(state, number);
    bool both = own && theirs->how == LOY__REVIEW_END &&
                state->reviews[number].how == LOY__REVIEW_END &&
                theirs->period == state->reviews[number].period;

    if (theirs->how == 0 || (own && !both && !better) || loy__outlasts_entry(ladder))
        return LOY_OK;
    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__review *review = &state->reviews[track];
        loy__review other = from->reviews[track];

        state->review_count += review->how == 0 && other.how != 0;
        if (both && (!loy__add(other.amount, review->amount, &other.amount) ||
                     !loy__add(other.carried, review->carried, &other.carried)))
            return LOY_ERR_INTERNAL;
        if (!own || better)
            *review = other;
        review->amount = other.amount;
        review->carried = other.carried;
    }
    return LOY_OK;
}

void
loy__review_part(loy__state *state, const loy__state *image, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    for (uint32_t i = 0; i < loy__track_count(ladder); i++) {
        uint32_t track = loy__track(ladder, number, i);
        loy__review *own = &state->reviews[track];
        const loy__review *other = &image->reviews[track];

        if (own->how != LOY__REVIEW_END || other->how != LOY__REVIEW_END ||
            own->period != other->period)
            continue;
        own->amount -= loy__smaller(own->amount, other->amount);
        own->carried -= loy__smaller(own->carried, other->carried);
    }
}
