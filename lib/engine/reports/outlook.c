/*
 * outlook.c -- where a customer's tiers lead: what is missing for the next one,
 * and when the present one is lost if nothing more happens.
 *
 * The loss is found by letting time pass for a copy of him, by the same steps
 * as ever.
 */
#include <string.h>

#include "customer/memberships.h"
#include "customer/missing.h"
#include "engine/reports/view.h"

#define MOST_MOMENTS 10000 /* at which something happens to a customer by itself */

/* A tier that may be lost. */
typedef struct holding {
    int64_t missing[LOY__MAX_MEASURES]; /* at the moment being looked at, to keep it */
    int64_t warned[LOY__MAX_MEASURES];  /* when it was first not kept */
    int64_t by;                         /* that moment; LOY_NEVER */
    uint32_t tier;
    bool kept;  /* it was earned; else it is to be entered */
    bool grace; /* it is not kept, and something protects it */
    bool open;
} holding;

static loy_measure *
measures_of(loy_customer *customer, uint32_t ladder)
{
    return &customer->measures[customer->measure_from[ladder]];
}

/* ---- What is there ---- */

static int64_t
entering(const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];

    if (ladder->up != LOY__UP_NEXT_PERIOD)
        return loy__climb_moment(state, number);
    return loy__zone_midnight(&state->program->zone,
                              loy__ladder_period_after(state, number, state->rungs[number].period));
}

static void
fill_next(loy_customer *customer, const loy__state *state, uint32_t number)
{
    const loy__ladder *ladder = &state->program->ladders[number];
    uint32_t shown = state->rungs[number].shown;
    uint32_t reached = loy__tier_for(state, number, ladder->tier_count, LOY__OF_NOW);
    uint32_t next = shown + 1;
    loy_outlook *out = &customer->outlooks[number];
    int64_t missing[LOY__MAX_MEASURES] = {0};

    *out = (loy_outlook){.ladder = ladder->name.text,
                         .tier = ladder->tiers[shown].name.text,
                         .counted = state->rungs[number].value,
                         .enters = LOY_NEVER,
                         .keep_by = LOY_NEVER,
                         .lost = LOY_NEVER};
    if (ladder->up != LOY__UP_NOW && reached > shown && !ladder->pays) {
        next = reached;
        out->enters = entering(state, number);
    }
    if (next < ladder->tier_count) {
        out->next = ladder->tiers[next].name.text;
        loy__tier_missing(state, number, next, false, LOY__OF_NOW, missing);
        out->to_next = missing[0];
    }
    for (uint32_t i = 0; ladder->measured && i < loy__track_count(ladder); i++)
        measures_of(customer, number)[i] =
            (loy_measure){.measure = ladder->measures[i],
                          .counted = state->rungs[loy__track(ladder, number, i)].value,
                          .to_next = missing[i]};
}

/* ---- What will be ---- */

/* What would keep the tier, as far as it can be told before the moment: a
 * period's count is gone after it. */
static void
look_before(loy__state *future, uint32_t number, int64_t moment, holding *own)
{
    const loy__ladder *ladder = &future->program->ladders[number];
    const loy__rung *rung = &future->rungs[number];

    loy__window_advance(future, number, moment);
    own->kept = rung->tier == own->tier;
    if (loy__periodic(ladder))
        loy__tier_missing(future, number, own->tier, own->kept,
                          ladder->best_of > 1 ? LOY__OF_BEST : LOY__OF_NOW, own->missing);
}

static bool
in_grace(const loy__state *state, uint32_t number)
{
    return state->rungs[number].drop != LOY_NEVER && !state->rungs[number].term;
}

static void
note_loss(loy_customer *customer, const loy__ladder *ladder, uint32_t number, int64_t moment,
          const holding *own)
{
    const int64_t *missing = own->by != LOY_NEVER ? own->warned : own->missing;
    loy_outlook *out = &customer->outlooks[number];

    out->lost = moment;
    out->keep_by = own->by != LOY_NEVER ? own->by : moment;
    out->to_keep = missing[0];
    for (uint32_t i = 0; ladder->measured && i < loy__track_count(ladder); i++)
        measures_of(customer, number)[i].to_keep = missing[i];
}

static void
look_after(loy_customer *customer, const loy__state *future, uint32_t number, int64_t moment,
           holding *own)
{
    const loy__ladder *ladder = &future->program->ladders[number];
    uint32_t shown = future->rungs[number].shown;
    bool grace = in_grace(future, number);

    if (!loy__periodic(ladder))
        loy__tier_missing(future, number, own->tier, own->kept, LOY__OF_NOW, own->missing);
    if (shown < own->tier) {
        own->open = false;
        customer->outlooks[number].then = ladder->tiers[shown].name.text;
        note_loss(customer, ladder, number, moment, own);
    } else if (grace && !own->grace && own->kept) {
        own->by = moment;
        memcpy(own->warned, own->missing, sizeof(own->warned));
    } else if (!grace) {
        own->by = LOY_NEVER;
    }
    own->grace = grace;
}

/* Whether time can still take the tier. */
static bool
may_fall(const loy__state *future, uint32_t number, const holding *own)
{
    int64_t end;

    loy__membership_next(future, &end);
    return own->open && (future->program->ladders[number].counts == LOY__COUNT_BALANCE ||
                         loy__ladder_next(future, number) != LOY_NEVER || end != LOY_NEVER);
}

static int
pass_moment(loy__work *later, loy_customer *customer, holding *holdings, int64_t moment)
{
    loy__state *future = later->state;
    int result;

    for (uint32_t i = 0; i < customer->ladder_count; i++)
        if (holdings[i].open)
            look_before(future, i, moment, &holdings[i]);
    result = loy__settle(later, moment);
    loy__outcome_reset(later->outcome);
    later->journal->count = 0;
    for (uint32_t i = 0; result == LOY_OK && i < customer->ladder_count; i++)
        if (holdings[i].open)
            look_after(customer, future, i, moment, &holdings[i]);
    return result;
}

static int
look_ahead(const loy__work *work, loy_customer *customer, holding *holdings)
{
    loy__state *future = &work->engine->shown;
    loy__work later = *work;
    int result = loy__state_copy(future, work->state);

    later.state = future;
    for (uint32_t n = 0; result == LOY_OK && n < MOST_MOMENTS; n++) {
        int64_t moment = loy__state_due(future);
        bool open = false;

        for (uint32_t i = 0; i < customer->ladder_count; i++)
            open = open || may_fall(future, i, &holdings[i]);
        if (!open || moment == LOY_NEVER)
            break;
        result = pass_moment(&later, customer, holdings, moment);
    }
    return result;
}

static int
make_room(loy_customer *customer, const loy_program *program)
{
    uint32_t count = 0;

    customer->outlooks =
        loy__arena_alloc(&customer->arena, (program->ladder_count + 1u) * sizeof(loy_outlook));
    customer->measure_from =
        loy__arena_alloc(&customer->arena, (program->ladder_count + 1u) * sizeof(uint32_t));
    customer->measures =
        loy__arena_alloc(&customer->arena, (program->track_count + 1u) * sizeof(loy_measure));
    if (customer->outlooks == NULL || customer->measure_from == NULL || customer->measures == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < program->ladder_count; i++) {
        const loy__ladder *ladder = &program->ladders[i];

        customer->measure_from[i] = count;
        count += ladder->measured ? loy__track_count(ladder) : 0;
    }
    customer->measure_from[program->ladder_count] = count;
    return LOY_OK;
}

int
loy__outlook_fill(const loy__work *work, loy_customer *customer)
{
    const loy__state *state = work->state;
    uint32_t count = work->program->ladder_count;
    holding *holdings = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(*holdings));

    if (holdings == NULL || make_room(customer, work->program) != LOY_OK)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        fill_next(customer, state, i);
        holdings[i] = (holding){.by = LOY_NEVER,
                                .tier = state->rungs[i].shown,
                                .grace = in_grace(state, i),
                                .open = state->rungs[i].shown > 0};
    }
    return look_ahead(work, customer, holdings);
}
