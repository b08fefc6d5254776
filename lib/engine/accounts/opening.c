/*
 * opening.c -- moving in: what a customer brings from another system, with its
 * true dates. Only a customer without purchases and points can be imported.
 */
#include "customer/lives.h"
#include "engine/engine.h"

int
loy__admit_import(loy__work *work)
{
    const loy__state *state = work->state;

    if (state->purchases > 0 || loy__has_lots(state))
        return loy__refuse(work, "not-empty", "/customer", "%s",
                           "the customer has purchases or points already: import before the first "
                           "event, or adjust");
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);

        if (item->time != LOY_TIME_NONE && item->time > work->event->time)
            return loy__refuse(work, "bad-time", "/opening", "%s",
                               "what is imported cannot be later than the import");
    }
    return LOY_OK;
}

static int
bring_points(loy__work *work, const loy_item *item, int64_t time)
{
    uint32_t number =
        loy__program_find(work->program, LOY_PART_CURRENCY, item->name.data, item->name.size);

    /* Points that would have lapsed before they arrive never existed here. */
    if (loy__life_end(work->state, number, time) <= work->now)
        return LOY_OK;
    return loy__earn(work->state, work->journal, number, item->amount, time, work->now,
                     LOY_ENTRY_EARN, NULL, NULL);
}

static int
bring_purchases(loy__work *work, const loy_item *item, int64_t time)
{
    loy__state *state = work->state;
    int32_t day = loy__zone_day(&work->program->zone, time);

    state->purchases = item->amount;
    state->visits = item->amount;
    state->last_purchase = time;
    state->last_purchase_on = day;
    state->first_purchase_on = day;
    return LOY_OK;
}

static int
bring(loy__work *work, const loy_item *item)
{
    const loy_program *program = work->program;
    int64_t time = item->time != LOY_TIME_NONE ? item->time : work->event->time;
    int32_t day = loy__zone_day(&program->zone, time);
    uint32_t number;

    switch (item->kind) {
    case LOY_ITEM_POINTS:
        return bring_points(work, item, time);
    case LOY_ITEM_PURCHASES:
        return bring_purchases(work, item, time);
    case LOY_ITEM_COUNTER:
        number = loy__program_find(program, LOY_PART_COUNTER, item->name.data, item->name.size);
        return loy__tally_add(&work->state->counters[number], program->counters[number].window,
                              work->scene.local_day, item->amount)
                   ? LOY_OK
                   : LOY_ERR_INTERNAL;
    default:
        number = loy__program_find(program, LOY_PART_LADDER, item->name.data, item->name.size);
        return loy__ladder_credit(work->state, number, item->amount, day, work->now);
    }
}

int
loy__act_import(loy__work *work)
{
    int result = loy__act_profile(work);

    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++)
        result = bring(work, loy__item_at(work->event, i));
    return result;
}
