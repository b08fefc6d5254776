/*
 * changes.c -- entering tiers and losing them: when, to which, and what it
 * costs.
 *
 * rung.drop is the moment at which the present tier is judged next: the end of
 * the time that it lasts (rung.term), or of what protects it once it is not
 * kept any more, which is called off when it is kept again.
 */
#include "customer/ladders.h"
#include "customer/reviews.h"

static int64_t
within_time(int64_t moment)
{
    /* No moment at all would mean that nothing runs. */
    return moment > LOY__TIME_MAX ? LOY__TIME_MAX : moment;
}

/* The tier lasts from now on. */
static void
begin_term(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];

    rung->term = ladder->lasts == LOY__LASTS_TERM && rung->tier > 0;
    rung->drop = rung->term ? within_time(loy__zone_add(&state->program->zone, at, &ladder->term))
                            : LOY_NEVER;
}

void
loy__tier_enter(loy__state *state, uint32_t number, uint32_t tier, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    bool other = rung->tier != tier;
    int64_t surplus = 0;

    /* What payments leave is of no use to who has nothing to pay for. */
    if (other && ladder->window == LOY__WINDOW_SINCE_CHANGE && (tier > 0 || !ladder->pays))
        surplus = loy__tier_surplus(state, number);
    if (other) {
        rung->tier = tier;
        rung->since = at;
        rung->base = tier < rung->base ? tier : rung->base;
    }
    begin_term(state, number, at);
    if (!other || ladder->window != LOY__WINDOW_SINCE_CHANGE)
        return;
    for (uint32_t i = 0; i < loy__track_count(ladder); i++)
        loy__window_restart(state, loy__track(ladder, number, i), loy__state_day(state, at),
                            INT32_MAX);
    loy__window_carry(state, number, surplus);
}

/* Tiers that are paid for are entered one after the other. */
static uint32_t
climb_paying(loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    loy__rung *rung = &state->rungs[number];
    uint32_t tier = rung->tier;

    while (tier + 1 < ladder->tier_count && rung->value >= ladder->tiers[tier + 1].from)
        loy__window_take(state, number, ladder->tiers[++tier].from);
    return tier;
}

bool
loy__tier_climb(loy__state *state, uint32_t number, uint32_t which, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t tier = ladder->pays ? climb_paying(state, number)
                                 : loy__tier_for(state, number, ladder->tier_count, which);

    if (tier <= state->rungs[number].tier)
        return false;
    if (loy__keeps_entry(ladder))
        loy__review_keep(state, number, LOY__REVIEW_ENTRY, at);
    loy__tier_enter(state, number, tier, at);
    if (ladder->window == LOY__WINDOW_SINCE_CHANGE && state->reviews[number].how != 0)
        state->reviews[number].carried = state->rungs[number].value;
    return true;
}

void
loy__tier_keep(loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    if (ladder->pays)
        loy__window_take(state, number, ladder->tiers[state->rungs[number].tier].keep_from);
    if (ladder->lasts == LOY__LASTS_TERM)
        loy__review_keep(state, number, LOY__REVIEW_KEEP, at);
    begin_term(state, number, at);
}

void
loy__tier_fall(loy__state *state, uint32_t number, uint32_t which, uint32_t or_else, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t present = state->rungs[number].tier;
    uint32_t tier = loy__tier_for(state, number, present, which);
    uint32_t other = loy__tier_for(state, number, present, or_else);
    uint32_t base = loy__secures(ladder) ? state->rungs[number].base : 0;

    if (state->reviews[number].how != LOY__REVIEW_END)
        loy__review_forget(state, number);
    if (ladder->fall == LOY__FALL_ONE && present > 0) {
        loy__tier_enter(state, number, present - 1, at);
        /* What time leaves is his for the rest of the period. */
        if (loy__secures(ladder))
            state->rungs[number].base = present - 1;
        return;
    }
    if (other > tier)
        tier = other;
    if (base > tier)
        tier = base;
    if (ladder->pays)
        loy__window_take(state, number, ladder->tiers[tier].from);
    if (tier > 0)
        loy__review_begin(state, number, at);
    loy__tier_enter(state, number, tier, at);
}

bool
loy__tier_protected(const loy__state *state, uint32_t number, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__rung *rung = &state->rungs[number];

    return ladder->tiers[rung->tier].has_grace || (rung->drop != LOY_NEVER && !rung->term) ||
           (ladder->guaranteed && rung->since != LOY_TIME_NONE &&
            loy__zone_add(&state->program->zone, rung->since, &ladder->guarantee) > at);
}

/* When what counts now began to count; LOY_TIME_NONE: always. */
static int64_t
period_start(const loy__state *state, uint32_t number)
{
    return loy__periodic(&state->program->ladders[number])
               ? loy__zone_midnight(&state->program->zone, state->rungs[number].period)
               : LOY_TIME_NONE;
}

bool
loy__tier_given(const loy__state *state, uint32_t number, int64_t at)
{
    if (loy__tier_reached(state, number, state->rungs[number].tier, LOY__OF_NOW))
        return true;
    return loy__tier_kept(state, number, LOY__OF_NOW) &&
           (state->rungs[number].since < period_start(state, number) ||
            loy__tier_protected(state, number, at));
}

void
loy__tier_undo(loy__state *state, uint32_t number, int64_t due)
{
    const loy__rung *rung = &state->rungs[number];
    uint32_t tier = loy__tier_for(state, number, rung->tier, LOY__OF_NOW);
    bool kept = loy__tier_kept(state, number, LOY__OF_NOW);

    if (rung->tier <= rung->base || loy__tier_given(state, number, due) ||
        (!kept && (loy__judged_always(&state->program->ladders[number]) ||
                   loy__tier_protect(state, number, due, due))))
        return;
    /* What he had before, he had when the period began. */
    if (tier > rung->base)
        loy__tier_enter(state, number, tier, rung->since);
    else
        loy__tier_enter(state, number, rung->base, period_start(state, number));
}

bool
loy__tier_protect(loy__state *state, uint32_t number, int64_t due, int64_t at)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    const loy__zone *zone = &state->program->zone;
    loy__rung *rung = &state->rungs[number];
    const loy__tier *tier = &ladder->tiers[rung->tier];
    int64_t until = due;

    if (rung->drop != LOY_NEVER)
        return true;
    if (ladder->guaranteed && rung->since != LOY_TIME_NONE) {
        int64_t end = within_time(loy__zone_add(zone, rung->since, &ladder->guarantee));

        until = end > due ? end : due;
    }
    if (!tier->has_grace && until <= at)
        return false;
    rung->drop = tier->has_grace ? within_time(loy__zone_add(zone, until, &tier->grace)) : until;
    return true;
}

void
loy__tier_lose(loy__state *state, uint32_t number, uint32_t which, int64_t due, int64_t at)
{
    if (!loy__tier_protect(state, number, due, at))
        loy__tier_fall(state, number, which, which, at);
}

int64_t
loy__tier_surplus(const loy__state *state, uint32_t number)
{
    return loy__tier_surplus_of(state, number, state->rungs[number].value);
}

int64_t
loy__tier_surplus_of(const loy__state *state, uint32_t number, int64_t amount)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t tier = ladder->tier_count - 1;

    if (ladder->pays)
        return loy__smaller(amount, ladder->carry);
    while (tier > 0 && amount < ladder->tiers[tier].from)
        tier--;
    return tier == 0 ? 0 : loy__smaller(amount - ladder->tiers[tier].from, ladder->carry);
}
