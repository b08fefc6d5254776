/*
 * ladders.c -- credits to a ladder, and the tier that follows from what it
 * counts: up when enough is counted, down when time or a return takes away
 * what kept it.
 *
 * What a window counts never grows by time alone, so the only moments that
 * matter are those at which it falls below what keeps the present tier, those
 * at which a tier that was reached is entered, and the ends of periods.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

void
loy__ladder_enter(loy__state *state, uint32_t ladder, uint32_t tier, int64_t at)
{
    loy__window_advance(state, ladder, at);
    loy__tier_enter(state, ladder, tier, at);
    state->rungs[ladder].base = tier;
    loy__review_forget(state, ladder);
}

/* ---- Credits ---- */

/* The day under which a credit is kept, or LOY_DAY_NONE when it does not count
 * any more. */
static int32_t
bucket_day(loy__state *state, uint32_t track, int32_t day, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[track];
    const loy__rung *rung = &state->rungs[track];
    loy__buckets span;

    if (loy__periodic(ladder))
        return day < rung->period ? LOY_DAY_NONE : rung->period;
    if (ladder->window == LOY__WINDOW_ROLLING) {
        if (day < loy__bucket_stays(state, track, loy__state_day(state, at)))
            return LOY_DAY_NONE;
        /* Days of a month that leave together are one bucket. */
        if (ladder->period == LOY__PERIOD_MONTH && ladder->length.days == 0)
            return loy__state_month(state, day);
        return day;
    }
    /* A lifetime has one bucket, under the day of its first credit. */
    span = loy__buckets_of(state, track);
    return span.first < span.end ? state->buckets[span.end - 1].day : day;
}

static int
add_credit(loy__state *state, uint32_t track, int64_t amount, int32_t day)
{
    loy__rung *rung = &state->rungs[track];
    int64_t less;

    if (amount > 0) {
        if (!loy__add(rung->value, amount, &rung->value))
            return LOY_ERR_INTERNAL;
        return loy__bucket_put(state, track, day, amount);
    }
    if (!loy__sub(0, amount, &less))
        return LOY_ERR_INTERNAL;
    rung->value -= loy__bucket_take(state, track, day, less);
    return LOY_OK;
}

int
loy__ladder_credit(loy__state *state, uint32_t track, int64_t amount, int32_t day, int64_t at)
{
    uint32_t number = loy__track_ladder(state, track);
    int32_t bucket;
    bool again;
    int result;

    loy__window_advance(state, number, at);
    bucket = amount < 0 && loy__review_before(state, number, day)
                 ? LOY_DAY_NONE
                 : bucket_day(state, track, day, at);
    if (amount == 0 || state->program->ladders[track].counts == LOY__COUNT_BALANCE)
        return LOY_OK;
    if (bucket == LOY_DAY_NONE)
        return loy__periodic(&state->program->ladders[number]) || state->review_count > 0
                   ? loy__review_credit(state, track, amount, day)
                   : LOY_OK;
    /* What is earned again lasts anew. */
    again = state->rungs[number].term && !state->program->ladders[number].pays &&
            !loy__tier_kept(state, number, LOY__OF_NOW);
    result = add_credit(state, track, amount, bucket);
    if (again && loy__tier_kept(state, number, LOY__OF_NOW))
        loy__tier_keep(state, number, at);
    else if (result == LOY_OK && state->review_count > 0 &&
             state->reviews[number].how != LOY__REVIEW_END)
        result = loy__review_credit(state, track, amount, day);
    return result;
}

/* ---- Judging ---- */

void
loy__tier_judge(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];

    loy__window_advance(state, number, at);
    if (ladder->up == LOY__UP_NOW && loy__tier_near(state, number) &&
        loy__tier_climb(state, number, LOY__OF_NOW, at))
        return;
    if (rung->tier == 0)
        return;
    if (ladder->lasts == LOY__LASTS_TERM) {
        /* A grace that is made up for is over, and the tier lasts anew. */
        if (!rung->term && loy__tier_kept(state, number, LOY__OF_NOW))
            loy__tier_keep(state, number, at);
    } else if (loy__judged_always(ladder)) {
        if (loy__tier_kept(state, number, LOY__OF_NOW))
            rung->drop = LOY_NEVER;
        else
            loy__tier_lose(state, number, LOY__OF_NOW, at, at);
    }
}

bool
loy__ladder_review(loy__state *state, uint32_t ladder, int64_t at)
{
    loy__tier_judge(state, ladder, at);
    return loy__tier_show(state, ladder);
}

int
loy__ladder_fall_back(loy__state *state, uint32_t number, int64_t at)
{
    int rc;

    loy__window_advance(state, number, at);
    rc = state->review_count > 0 ? loy__review_again(state, number, false, at) : LOY_OK;
    if (rc == LOY_OK && loy__gives_by_period(&state->program->ladders[number]))
        loy__tier_undo(state, number, at);
    return rc;
}

int
loy__ladder_hold(loy__state *state, uint32_t number, int64_t until)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    int rc = state->review_count > 0 ? loy__review_again(state, number, true, until) : LOY_OK;

    if (rc != LOY_OK || rung->tier == 0 || !loy__judged_always(ladder) || rung->drop != LOY_NEVER ||
        loy__tier_kept(state, number, LOY__OF_NOW))
        return rc;
    if (until > LOY__TIME_MAX)
        rung->drop = LOY__TIME_MAX;
    else if (ladder->tiers[rung->tier].has_grace)
        loy__tier_lose(state, number, LOY__OF_NOW, until, until);
    else
        rung->drop = until;
    return LOY_OK;
}

/* ---- The moments that matter ---- */

/* Now, for what only a newer program, or a fall by one tier, finds due. */
static int64_t
at_once(const loy__state *state)
{
    return state->settled == LOY_TIME_NONE ? LOY_NEVER : state->settled;
}

int64_t
loy__climb_moment(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__period step = ladder->up == LOY__UP_NEXT_DAY ? LOY__PERIOD_DAY : LOY__PERIOD_MONTH;
    uint32_t tier = state->rungs[number].tier;
    int32_t day;

    if ((ladder->up != LOY__UP_NEXT_DAY && ladder->up != LOY__UP_NEXT_MONTH) ||
        state->settled == LOY_TIME_NONE || tier + 1 >= ladder->tier_count ||
        loy__tier_for(state, number, ladder->tier_count, LOY__OF_NOW) <= tier)
        return LOY_NEVER;
    day = loy__zone_day(&state->program->zone, state->settled);
    /* What counts in a period was not reached before it began. */
    if (loy__periodic(ladder) && day < state->rungs[number].period)
        day = state->rungs[number].period;
    return loy__zone_midnight(&state->program->zone, loy__period_next(day, step));
}

/* When the present tier is judged, but for the ends of periods. */
static int64_t
judged_next(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];

    if (rung->tier == 0)
        return LOY_NEVER;
    if (rung->drop != LOY_NEVER)
        return rung->drop;
    if (ladder->lasts == LOY__LASTS_TERM)
        return at_once(state);
    if (!loy__judged_always(ladder))
        return LOY_NEVER;
    return loy__tier_kept(state, number, LOY__OF_NOW) ? loy__tier_falls(state, number)
                                                      : at_once(state);
}

static int64_t
sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static LOY_APART int64_t
find_next(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];
    int64_t next = judged_next(state, number);

    if (ladder->up != LOY__UP_NOW)
        next = sooner(next, loy__climb_moment(state, number));
    if (loy__periodic(ladder) && loy__window_reviewed(state, number)) {
        if (rung->period == LOY_DAY_NONE)
            return at_once(state);
        next =
            sooner(next, loy__zone_midnight(&state->program->zone,
                                            loy__ladder_period_after(state, number, rung->period)));
    }
    if (state->note_count > 0)
        next = sooner(next, loy__status_next(state, number));
    return next > LOY__TIME_MAX ? LOY_NEVER : next;
}

int64_t
loy__ladder_next(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    /* Time takes nothing from the lowest tier, and gives none that is entered at once. */
    if (state->rungs[number].tier == 0 && ladder->up == LOY__UP_NOW && !loy__periodic(ladder) &&
        state->note_count == 0)
        return LOY_NEVER;
    return find_next(state, number);
}
