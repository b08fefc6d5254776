/*
 * view_given.c -- what a customer has by somebody's word: memberships that run,
 * and tiers that were given by hand.
 */
#include "customer/memberships.h"
#include "customer/statuses.h"
#include "engine/reports/view.h"

static bool
fill_memberships(loy_customer *customer, const loy__state *state)
{
    const loy_program *program = state->program;
    uint32_t count = 0;

    customer->memberships =
        loy__arena_alloc(&customer->arena, (program->plan_count + 1u) * sizeof(loy_membership));
    if (customer->memberships == NULL)
        return false;
    for (uint32_t i = 0; i < program->plan_count; i++) {
        const loy__note *note = loy__membership_find(state, i);
        loy__membership own;

        if (note == NULL)
            continue;
        own = loy__membership_read(state, note);
        customer->memberships[count++] = (loy_membership){.plan = program->plans[i].name.text,
                                                          .since = own.since,
                                                          .until = own.until,
                                                          .cancelled = own.cancelled};
    }
    customer->membership_count = count;
    return true;
}

static bool
fill_statuses(loy_customer *customer, const loy__state *state)
{
    const loy__ladder *ladders = state->program->ladders;
    uint32_t count = 0;
    loy__status own;

    customer->statuses =
        loy__arena_alloc(&customer->arena, (state->note_count + 1) * sizeof(loy_status));
    if (customer->statuses == NULL)
        return false;
    for (uint32_t n = 0; loy__status_at(state, n, &own); n++)
        if (own.ladder != LOY__NONE)
            customer->statuses[count++] =
                (loy_status){.ladder = ladders[own.ladder].name.text,
                             .tier = ladders[own.ladder].tiers[own.tier].name.text,
                             .until = own.until,
                             .mode = own.mode};
    customer->status_count = count;
    return true;
}

bool
loy__view_given(loy_customer *customer, const loy__state *state)
{
    return fill_memberships(customer, state) && fill_statuses(customer, state);
}
