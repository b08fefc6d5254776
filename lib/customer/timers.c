/*
 * timers.c -- moments at which time moves a customer by itself: timed
 * transitions out of the present stage, and timer rules.
 *
 * Each is judged once, at its own moment: what is not after timers_from has
 * been judged.
 */
#include "customer/conversions.h"
#include "customer/holds.h"
#include "customer/memberships.h"
#include "customer/notes.h"
#include "customer/parked.h"

static int64_t
known_moment(int64_t moment)
{
    return moment > LOY__TIME_MAX ? LOY_NEVER : moment;
}

int64_t
loy__transition_moment(const loy__state *state, const loy__transition *transition)
{
    int64_t since = transition->since_stage ? state->stage_since : state->last_purchase;

    if (!transition->timed || since == LOY_TIME_NONE || !loy__bit(transition->from, state->stage))
        return LOY_NEVER;
    return known_moment(loy__zone_add(&state->program->zone, since, &transition->after));
}

int64_t
loy__timer_rule_moment(const loy__state *state, const loy__rule *rule)
{
    int64_t day = (int64_t)state->last_purchase_on + rule->timer_days;
    int32_t last = loy__day_of_instant(LOY__TIME_MAX);

    if (state->last_purchase_on == LOY_DAY_NONE || day > last)
        return LOY_NEVER;
    return known_moment(loy__zone_midnight(&state->program->zone, (int32_t)day));
}

static void
consider(int64_t moment, int64_t after, int64_t *next)
{
    if (moment > after && moment < *next)
        *next = moment;
}

static int64_t
find_next(const loy__state *state)
{
    const loy_program *program = state->program;
    const loy__rule_list *rules = &program->by_kind[LOY__ON_TIMER];
    int64_t next = LOY_NEVER;

    for (uint32_t i = 0; i < program->transition_count; i++)
        if (program->transitions[i].timed)
            consider(loy__transition_moment(state, &program->transitions[i]), state->timers_from,
                     &next);
    for (uint32_t i = 0; i < rules->count; i++)
        consider(loy__timer_rule_moment(state, &program->rules[rules->rules[i]]),
                 state->timers_from, &next);
    return next;
}

static inline bool
has_timers(const loy_program *program)
{
    return program->transition_count + program->by_kind[LOY__ON_TIMER].count > 0;
}

/* Asked for at every moment of settling, mostly with nothing changed. */
int64_t
loy__timers_next(const loy__state *state)
{
    const loy_program *program = state->program;
    loy__timing *known = state->timing;

    if (!has_timers(program) || loy__state_erased(state)) /* nothing is said to him any more */
        return LOY_NEVER;
    if (known->stage == state->stage && known->stage_since == state->stage_since &&
        known->last_purchase == state->last_purchase &&
        known->last_purchase_on == state->last_purchase_on &&
        known->timers_from == state->timers_from)
        return known->next;
    *known = (loy__timing){.stage_since = state->stage_since,
                           .last_purchase = state->last_purchase,
                           .timers_from = state->timers_from,
                           .next = find_next(state),
                           .last_purchase_on = state->last_purchase_on,
                           .stage = state->stage};
    return known->next;
}

int64_t
loy__state_due(const loy__state *state)
{
    int64_t due = has_timers(state->program) ? loy__timers_next(state) : LOY_NEVER;
    int64_t other = loy__lots_next(state);

    /* An account that went into another is left alone. */
    if (state->note_count > 0 && loy__note_find(state, LOY__NOTE_MOVED, 0) != NULL)
        return LOY_NEVER;
    if (other < due)
        due = other;
    if (state->held_count > 0) {
        other = loy__holds_next(state);
        if (other < due)
            due = other;
    }
    if (state->note_count > 0) {
        other = loy__parked_next(state);
        if (other < due)
            due = other;
        loy__membership_next(state, &other);
        if (other < due)
            due = other;
    }
    if (state->program->converts) {
        other = loy__conversion_next(state);
        if (other < due)
            due = other;
    }
    if (state->holding_count > 0) {
        other = loy__vouchers_next(state);
        if (other < due)
            due = other;
    }
    for (uint32_t i = 0; i < state->program->ladder_count; i++) {
        other = loy__ladder_next(state, i);
        if (other < due)
            due = other;
    }
    return due;
}
