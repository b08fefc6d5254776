/*
 * ladders.c -- credits to a ladder, and the tier that follows from what it
 * counts: up at once, down when time or a return takes away what kept it.
 *
 * What a window counts never grows by time alone, so the only moments that
 * matter are those at which it falls below what keeps the present tier.
 */
#include "customer/ladders.h"

int64_t
loy__tier_keep(const loy__ladder *ladder, uint32_t tier)
{
    const loy__tier *definition = &ladder->tiers[tier];

    /* A calendar review may ask for more than entering did. Where the tier is
     * judged all the time, that would be entering and leaving without end. */
    if (ladder->window != LOY__WINDOW_CALENDAR && definition->keep_from > definition->from)
        return definition->from;
    return definition->keep_from;
}

uint32_t
loy__tier_for(const loy__ladder *ladder, int64_t value, uint32_t end)
{
    uint32_t tier = end > 0 ? end - 1 : 0;

    while (tier > 0 && value < ladder->tiers[tier].from)
        tier--;
    return tier;
}

void
loy__tier_enter(loy__rung *rung, uint32_t tier, int64_t at)
{
    rung->drop = LOY_NEVER;
    if (rung->tier != tier) {
        rung->tier = tier;
        rung->since = at;
    }
}

void
loy__ladder_enter(loy__state *state, uint32_t ladder, uint32_t tier, int64_t at)
{
    loy__tier_enter(&state->rungs[ladder], tier, at);
}

void
loy__grace_start(loy__state *state, uint32_t ladder, int64_t at)
{
    loy__rung *rung = &state->rungs[ladder];
    const loy__tier *tier = &state->program->ladders[ladder].tiers[rung->tier];

    if (rung->drop != LOY_NEVER)
        return;
    rung->drop = loy__zone_add(&state->program->zone, at, &tier->grace);
    /* No drop at all would mean that no grace runs. */
    if (rung->drop > LOY__TIME_MAX)
        rung->drop = LOY__TIME_MAX;
}

/* The day under which a credit is kept, or LOY_DAY_NONE when it does not count
 * any more. */
static int32_t
bucket_day(loy__state *state, uint32_t number, int32_t day, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];
    loy__buckets span;

    switch (ladder->window) {
    case LOY__WINDOW_ROLLING:
        if (loy__bucket_left(state, number, day, loy__state_day(state, at)))
            return LOY_DAY_NONE;
        /* Days of a month that leave together are one bucket. */
        if (ladder->period == LOY__PERIOD_MONTH && ladder->length.days == 0)
            return loy__period_start(day, LOY__PERIOD_MONTH);
        return day;
    case LOY__WINDOW_CALENDAR:
        return day < rung->period ? LOY_DAY_NONE : rung->period;
    default:
        /* A lifetime has one bucket, under the day of its first credit. */
        span = loy__buckets_of(state, number);
        return span.first < span.end ? state->buckets[span.end - 1].day : day;
    }
}

int
loy__ladder_credit(loy__state *state, uint32_t ladder, int64_t amount, int32_t day, int64_t at)
{
    loy__rung *rung = &state->rungs[ladder];
    int64_t less;

    loy__window_advance(state, ladder, at);
    day = bucket_day(state, ladder, day, at);
    if (day == LOY_DAY_NONE || amount == 0)
        return LOY_OK;
    if (amount > 0) {
        if (!loy__add(rung->value, amount, &rung->value))
            return LOY_ERR_INTERNAL;
        return loy__bucket_put(state, ladder, day, amount);
    }
    if (!loy__sub(0, amount, &less))
        return LOY_ERR_INTERNAL;
    rung->value -= loy__bucket_take(state, ladder, day, less);
    return LOY_OK;
}

void
loy__tier_judge(loy__state *state, uint32_t ladder, int64_t at)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    loy__rung *rung = &state->rungs[ladder];
    const loy__tier *tier = &definition->tiers[rung->tier];
    uint32_t reached;

    loy__window_advance(state, ladder, at);
    reached = loy__tier_for(definition, rung->value, definition->tier_count);
    if (reached > rung->tier)
        loy__tier_enter(rung, reached, at);
    else if (rung->tier == 0 || definition->window == LOY__WINDOW_CALENDAR)
        return;
    else if (rung->value >= loy__tier_keep(definition, rung->tier))
        rung->drop = LOY_NEVER;
    else if (!tier->has_grace && rung->drop == LOY_NEVER)
        loy__tier_enter(rung, reached, at);
    else
        loy__grace_start(state, ladder, at);
}

bool
loy__ladder_review(loy__state *state, uint32_t ladder, int64_t at)
{
    loy__tier_judge(state, ladder, at);
    return loy__tier_show(state, ladder);
}

void
loy__ladder_hold(loy__state *state, uint32_t ladder, int64_t until)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    loy__rung *rung = &state->rungs[ladder];

    if (rung->tier == 0 || definition->window == LOY__WINDOW_CALENDAR || rung->drop != LOY_NEVER ||
        rung->value >= loy__tier_keep(definition, rung->tier))
        return;
    if (until <= LOY__TIME_MAX && definition->tiers[rung->tier].has_grace)
        loy__grace_start(state, ladder, until);
    else
        rung->drop = until < LOY__TIME_MAX ? until : LOY__TIME_MAX;
}

/* When a ladder that is judged all the time stops keeping its tier. */
static int64_t
fall(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];
    int64_t keep = loy__tier_keep(ladder, rung->tier);
    loy__buckets span = loy__buckets_of(state, number);
    int64_t sum = 0;

    /* Thresholds of a newer program: now. */
    if (rung->value < keep)
        return state->settled == LOY_TIME_NONE ? LOY_NEVER : state->settled;
    if (ladder->window == LOY__WINDOW_LIFETIME)
        return LOY_NEVER;
    for (size_t i = span.end; i > span.first && keep > 0; i--) {
        sum += state->buckets[i - 1].amount;
        if (sum >= keep)
            return loy__zone_midnight(&state->program->zone,
                                      loy__bucket_leaves(state, number, state->buckets[i - 1].day));
    }
    return LOY_NEVER;
}

/* When time may change the tier that is earned. */
static int64_t
next_of_tier(const loy__state *state, uint32_t ladder)
{
    const loy__ladder *definition = &state->program->ladders[ladder];
    const loy__rung *rung = &state->rungs[ladder];
    int64_t next = rung->drop;

    if (rung->tier == 0)
        return LOY_NEVER;
    if (definition->window != LOY__WINDOW_CALENDAR) {
        if (next == LOY_NEVER)
            next = fall(state, ladder);
    } else if (rung->period == LOY_DAY_NONE) {
        next = state->settled == LOY_TIME_NONE ? LOY_NEVER : state->settled;
    } else {
        int64_t end = loy__zone_midnight(&state->program->zone,
                                         loy__period_next(rung->period, definition->period));

        next = end < next ? end : next;
    }
    return next > LOY__TIME_MAX ? LOY_NEVER : next;
}

int64_t
loy__ladder_next(const loy__state *state, uint32_t ladder)
{
    int64_t next = next_of_tier(state, ladder);
    int64_t end = state->note_count == 0 ? LOY_NEVER : loy__status_next(state, ladder);

    return end < next ? end : next;
}
