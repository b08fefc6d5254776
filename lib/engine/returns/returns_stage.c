/*
 * returns_stage.c -- the lifecycle as if a sale that has come back as a whole had
 * never been: the stage goes back to what it was before it, and the purchases that
 * are left, the stages that were told and the clock move the customer again, each at
 * its moment. Nobody is told of that, and no rule answers it: all of it has happened.
 *
 * Where the sale was the last one, time has stood still for what the one before would
 * have led to: that is done now, rules included (settle.c), unless the sale itself has
 * led to it since. Conditions are judged with the purchases of then, and all else as
 * it is now; a purchase of then has no lines any more.
 */
#include "customer/lifecycle.h"
#include "customer/lives.h"
#include "engine/returns/returns.h"

/* ---- Moving on ---- */

static bool
holds(loy__work *work, const loy__rule *rule)
{
    loy__cel_value value;

    return rule->when == NULL ||
           (loy__facts_eval(work, rule->when, NULL, &value) == LOY__CEL_ERR_NONE &&
            value.as.integer != 0);
}

int
loy__return_rule(loy__work *work, const loy__scene *scene, uint32_t number)
{
    const loy__rule *rule = &work->program->rules[number];
    int result;

    if (rule->stage == LOY__NONE || scene->time < rule->from || scene->time >= rule->until)
        return LOY_OK;
    result = loy__facts_fill(work, scene);
    if (result == LOY_OK && holds(work, rule))
        loy__stage_enter(work->state, rule->stage, scene->time, false);
    return result;
}

/* What the clock does to the stage at a moment. */
static int
tick(loy__work *work, int64_t moment)
{
    const loy__rule_list *timers = &work->program->by_kind[LOY__ON_TIMER];
    loy__scene scene = loy__timer_scene(work, moment);
    int result = loy__facts_fill(work, &scene);
    uint32_t at;

    if (result != LOY_OK)
        return result;
    at = loy__stage_transition(work, &scene);
    if (at != LOY__NONE)
        loy__stage_enter(work->state, work->program->transitions[at].to, moment, false);
    for (uint32_t i = 0; result == LOY_OK && i < timers->count; i++)
        if (loy__timer_rule_moment(work->state, &work->program->rules[timers->rules[i]]) == moment)
            result = loy__return_rule(work, &scene, timers->rules[i]);
    return result;
}

static int
pass_time(loy__work *work, int64_t until)
{
    loy__state *state = work->state;
    int result = LOY_OK;

    while (result == LOY_OK && loy__timers_next(state) <= until) {
        int64_t moment = loy__timers_next(state);

        result = tick(work, moment);
        state->timers_from = moment;
    }
    if (state->timers_from < until)
        state->timers_from = until;
    return result;
}

/* One of the purchases that are left. */
static int
buy(loy__work *work, int64_t moment)
{
    loy__state *state = work->state;
    loy__scene scene = loy__timer_scene(work, moment);
    uint32_t at;
    int result;

    scene.kind = LOY__ON_PURCHASE;
    result = loy__facts_fill(work, &scene);
    if (result != LOY_OK)
        return result;
    at = loy__stage_transition(work, &scene);
    if (at != LOY__NONE)
        loy__stage_enter(state, work->program->transitions[at].to, moment, false);
    state->purchases++;
    loy__purchase_last(state, moment);
    return LOY_OK;
}

/* ---- All that came later ---- */

/* Purchases that are left, from a moment on. */
typedef struct later {
    int64_t moments[LOY__BOUGHT + 1];
    uint32_t count;
    int64_t before; /* the last one before them; LOY_TIME_NONE */
} later;

static later
gather(const loy__state *state, int64_t moment)
{
    uint32_t bought = loy__bought_count(state->recalled);
    later found = {.before = LOY_TIME_NONE};

    for (uint32_t i = 0; i <= bought; i++) {
        int64_t at = i < bought ? state->bought[i] : state->last_purchase;

        if (at != LOY_TIME_NONE && at >= moment)
            found.moments[found.count++] = at;
        else
            found.before = at;
    }
    return found;
}

/* A stage that was told at the moment of a purchase was told by it. */
static int
repeat(loy__work *work, const later *sales, const loy__told *told)
{
    uint32_t sale = 0, step = 0;
    int result = LOY_OK;

    while (result == LOY_OK && (sale < sales->count || step < told->count)) {
        bool buys = step == told->count ||
                    (sale < sales->count && sales->moments[sale] <= told->steps[step].since);
        int64_t moment = buys ? sales->moments[sale] : told->steps[step].since;

        result = pass_time(work, moment);
        if (result == LOY_OK && buys)
            result = buy(work, moment);
        if (!buys)
            loy__stage_enter(work->state, told->steps[step].stage, moment, true);
        sale += buys;
        step += !buys;
    }
    return result;
}

/* When the sale itself, come late, moved the stage; LOY_TIME_NONE. */
static int64_t
moved_at(const loy_outcome *outcome)
{
    int64_t moment = LOY_TIME_NONE;

    for (size_t i = 0; i < outcome->effect_count; i++)
        if (outcome->effects[i].told.kind == LOY_EFFECT_STAGE)
            moment = outcome->effects[i].told.time;
    return moment;
}

/* From a moment on, until the next one; stages of `but` are not told any more. */
static int
live_again(loy__work *work, int64_t moment, int64_t until, int64_t but)
{
    loy__state *state = work->state;
    int64_t purchases = state->purchases;
    later sales = gather(state, moment);
    loy__told told;
    int result;

    loy__stage_rewind(state, moment, but, &told);
    state->purchases -= sales.count;
    loy__purchase_last(state, sales.before);
    state->timers_from = sales.before > state->stage_since ? sales.before : state->stage_since;
    result = repeat(work, &sales, &told);
    if (result == LOY_OK)
        result = pass_time(work, until);
    state->purchases = purchases;
    return result;
}

/* Points that purchases prolong are prolonged by those that are left. */
static int
live_without(loy__work *work)
{
    const loy_program *program = work->program;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < program->currency_count; i++) {
        const uint64_t *kinds = program->currencies[i].life.activity;

        if (kinds != NULL && loy__bit(kinds, LOY__ON_PURCHASE))
            result = loy__life_back(work->state, work->journal, i, work->state->last_purchase,
                                    work->now);
    }
    return result;
}

static int
tell_stage(loy__work *work)
{
    const loy__name *name = &work->program->stages[work->state->stage].name;

    return loy__effect_add(work, LOY_EFFECT_STAGE, loy__cause(work), name->text, 0, 0);
}

int
loy__return_lifecycle(loy__work *work)
{
    loy__state *state = work->state;
    int64_t moment = work->returned.bought;
    int64_t last = state->last_purchase;
    int64_t until = state->settled;
    uint32_t stage = state->stage;
    int result;

    if (!loy__purchase_take(state, moment) || loy__state_erased(state))
        return LOY_OK;
    if (work->program->activity != NULL) {
        result = live_without(work);
        if (result != LOY_OK)
            return result;
    }
    /* What time did after a later purchase stands as it is. */
    if (state->last_purchase != last)
        until = moment;
    result = live_again(work, moment, until, moved_at(work->returned_outcome));
    return result != LOY_OK || state->stage == stage ? result : tell_stage(work);
}

int
loy__late_lifecycle(loy__work *work)
{
    loy__state *state = work->state;
    int64_t timers_from = state->timers_from;
    loy__step stage = loy__stage_at_hand(state);
    int result = live_again(work, work->event->time, state->settled, LOY_TIME_NONE);

    state->timers_from = timers_from;
    loy__stage_stand(state, &stage);
    return result;
}

/* ---- What has happened by the sale itself ---- */

bool
loy__return_had_next(const loy__work *work, uint32_t number)
{
    const loy__transition *next = &work->program->transitions[number];

    return !next->since_stage && loy__zone_add(&work->program->zone, work->returned.bought,
                                               &next->after) <= work->state->settled;
}

bool
loy__return_had_rule(const loy__work *work, uint32_t number)
{
    const loy__zone *zone = &work->program->zone;
    int64_t day = loy__zone_day(zone, work->returned.bought) +
                  (int64_t)work->program->rules[number].timer_days;

    return day <= loy__zone_day(zone, work->state->settled);
}

int
loy__return_stage(loy__work *work, uint32_t stage, int64_t moment)
{
    if (stage == work->state->stage)
        return LOY_OK;
    loy__stage_enter(work->state, stage, moment, false);
    return tell_stage(work);
}
