/*
 * settle.c -- the third step: brings a customer forward to a moment, as if a
 * clock had ticked: each deadline at its own moment, in order.
 *
 * Within one moment: points that expire turn, lots mature, lots expire, holds lapse,
 * other points turn, vouchers expire, ladders in their order, the stage's timer, timer rules in the
 * program's order. Settling to t1 and then to t2 equals settling to t2.
 */
#include "customer/holds.h"
#include "customer/ladders.h"
#include "customer/lapses.h"
#include "customer/lives.h"
#include "engine/engine.h"
#include "engine/returns/returns.h"

loy__scene
loy__timer_scene(const loy__work *work, int64_t moment)
{
    const loy__zone *zone = &work->program->zone;
    int32_t day = loy__zone_day(zone, moment);

    return (loy__scene){.time = moment,
                        .kind = LOY__ON_TIMER,
                        .offset = loy__zone_offset(zone, moment) / 60,
                        .local_day = day,
                        .day = day};
}

/* The stage's timed transition, if its moment is the one at hand. */
static int
run_stage_timer(loy__work *work, const loy__scene *scene)
{
    uint32_t at = loy__stage_transition(work, scene);

    if (at == LOY__NONE)
        return LOY_OK;
    return work->unbought && loy__return_had_next(work, at)
               ? loy__return_stage(work, work->program->transitions[at].to, scene->time)
               : loy__enter_next(work, scene, at);
}

static bool
fires(const loy__work *work, const loy__scene *scene, uint32_t nth)
{
    uint32_t number = work->program->by_kind[LOY__ON_TIMER].rules[nth];

    return loy__timer_rule_moment(work->state, &work->program->rules[number]) == scene->time;
}

/* Of the rules that fire with the nth, from there on, those that stand in groups;
 * the nth is one. */
static uint32_t
gather(const loy__work *work, const loy__scene *scene, uint32_t nth, uint32_t *rules)
{
    const loy__rule_list *timers = &work->program->by_kind[LOY__ON_TIMER];
    uint32_t count = 0;

    for (uint32_t i = nth; i < timers->count; i++)
        if (work->program->rules[timers->rules[i]].seat_count > 0 && fires(work, scene, i))
            rules[count++] = timers->rules[i];
    return count;
}

/* One by one, but for those in groups: they are judged together, at the place of
 * the first. */
static int
run_timer_rules(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    const loy__rule_list *timers = &program->by_kind[LOY__ON_TIMER];
    uint32_t *seated = NULL;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < timers->count; i++) {
        loy__rule_list list = {.rules = &timers->rules[i], .count = 1};
        bool in_group = program->rules[timers->rules[i]].seat_count > 0;

        if (!fires(work, scene, i) || (in_group && seated != NULL))
            continue;
        if (work->unbought && loy__return_had_rule(work, timers->rules[i])) {
            result = loy__return_rule(work, scene, timers->rules[i]);
            continue;
        }
        if (in_group) {
            seated = loy__arena_alloc(&work->engine->arena, timers->count * sizeof(*seated));
            if (seated == NULL)
                return LOY_ERR_NOMEM;
            list = (loy__rule_list){.rules = seated, .count = gather(work, scene, i, seated)};
        }
        result = loy__facts_fill(work, scene);
        if (result == LOY_OK)
            result = loy__pass_run(work, scene, &list, 0);
    }
    return result;
}

static int
run_timers(loy__work *work, int64_t moment)
{
    loy__scene scene = loy__timer_scene(work, moment);
    int result = loy__facts_fill(work, &scene);

    if (result == LOY_OK)
        result = run_stage_timer(work, &scene);
    if (result == LOY_OK)
        result = run_timer_rules(work, &scene);
    if (result == LOY_OK && work->state->timers_from < moment)
        work->state->timers_from = moment;
    return result;
}

/* Periods that are over count nothing of what comes as the next ones begin. */
static int
end_periods(loy__work *work, int64_t moment)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->program->ladder_count; i++)
        if (loy__period_due(work->state, i, moment) && loy__ladder_settle(work->state, i, moment))
            result = loy__tier_changed(work, i, work->now);
    return result;
}

/* What ends at a moment ends before what comes at it: a tier that maturing points reach is
 * reached now, not when the customer was settled last. */
static int
settle_ladders(loy__work *work, int64_t moment, size_t first, bool turned)
{
    int result = LOY_OK;
    bool moved =
        turned || (work->journal->count > first && (loy__any_ladder(work, LOY__COUNT_MATURED) ||
                                                    loy__any_ladder(work, LOY__COUNT_BALANCE)));

    for (uint32_t i = 0; result == LOY_OK && i < work->program->ladder_count; i++)
        if (loy__ladder_next(work->state, i) <= moment &&
            loy__ladder_settle(work->state, i, moment))
            result = loy__tier_changed(work, i, work->now);
    if (result == LOY_OK)
        result = loy__credit_matured(work, first);
    for (uint32_t i = 0; moved && result == LOY_OK && i < work->program->ladder_count; i++)
        if (loy__ladder_review(work->state, i, work->now))
            result = loy__tier_changed(work, i, work->now);
    return result == LOY_OK ? loy__tiers_changed(work, work->now) : result;
}

static int
convert(loy__work *work, int64_t moment, uint32_t which, bool *any)
{
    loy__scene scene = loy__timer_scene(work, moment);

    return loy__convert(work, &scene, which, any);
}

/* Everything whose moment is `moment`. */
static int
settle_moment(loy__work *work, int64_t moment)
{
    loy__state *state = work->state;
    size_t first = work->journal->count;
    bool turned = false;
    int result;

    work->now = moment > state->settled ? moment : state->settled;
    result = end_periods(work, moment);
    if (result == LOY_OK && work->program->converts)
        result = convert(work, moment, 1u << LOY__CONVERT_EXPIRY, &turned);
    if (result == LOY_OK && loy__lots_next(state) <= moment)
        result = loy__lots_settle(state, work->journal, moment);
    if (result == LOY_OK && state->held_count > 0)
        result = loy__lapse_holds(work, moment);
    if (result == LOY_OK && state->note_count > 0)
        result = loy__lapse_parked(work, moment);
    if (result == LOY_OK && state->note_count > 0)
        result = loy__end_memberships(work, moment);
    if (result == LOY_OK && work->program->converts)
        result =
            convert(work, moment, 1u << LOY__CONVERT_ENOUGH | 1u << LOY__CONVERT_PERIOD, &turned);
    if (result == LOY_OK && loy__vouchers_next(state) <= moment)
        result = loy__vouchers_settle(state, moment);
    if (result == LOY_OK)
        result = settle_ladders(work, moment, first, turned);
    if (result == LOY_OK && loy__timers_next(state) == moment) {
        result = run_timers(work, moment);
        if (result == LOY_OK && work->program->converts)
            result = convert(work, moment, 1u << LOY__CONVERT_ENOUGH, &turned);
        if (result == LOY_OK)
            result = loy__review_ladders(work, work->now);
    }
    if (state->settled < moment)
        state->settled = moment;
    return result;
}

/* The first moment at which something is due: the one that was read, if any. */
static int64_t
next_moment(const loy__state *state)
{
    return state->settled != LOY_TIME_NONE && state->due > state->settled ? state->due
                                                                          : loy__state_due(state);
}

int
loy__settle(loy__work *work, int64_t target)
{
    loy__state *state = work->state;
    int result = LOY_OK;

    if (!state->exists)
        return LOY_OK;
    work->settling = true;
    if (work->program->ends_begin) {
        result = loy__life_since(state, work->journal, state->settled);
        state->due = LOY_TIME_NONE;
    }
    while (result == LOY_OK && target >= state->due) {
        int64_t moment = next_moment(state);

        if (moment > target)
            break;
        state->due = LOY_TIME_NONE;
        result = settle_moment(work, moment);
    }
    /* What has left a window without changing a tier leaves it now. */
    for (uint32_t i = 0; result == LOY_OK && i < work->program->ladder_count; i++)
        loy__window_advance(state, i, target);
    state->due = LOY_TIME_NONE; /* from here on he changes */
    work->settling = false;
    if (state->lapsed_count > 0)
        loy__lapses_settle(state, target);
    if (state->settled < target)
        state->settled = target;
    if (state->timers_from < target)
        state->timers_from = target;
    return result == LOY_OK && work->engine->arena.failed ? LOY_ERR_NOMEM : result;
}
