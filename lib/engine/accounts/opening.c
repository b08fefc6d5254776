/*
 * opening.c -- moving in: what a customer brings from another system, with its
 * true dates. Only a customer without purchases and points can be imported.
 */
#include "customer/lifecycle.h"
#include "customer/lives.h"
#include "engine/engine.h"

static const loy_item *
find(const loy_event *event, uint32_t kind)
{
    for (uint32_t i = 0; i < event->item_count; i++)
        if (loy__item_at(event, i)->kind == kind)
            return loy__item_at(event, i);
    return NULL;
}

/* When what an item says was; the import itself where it does not say. */
static int64_t
time_of(const loy__work *work, const loy_item *item)
{
    return item->time != LOY_TIME_NONE ? item->time : work->event->time;
}

int
loy__admit_import(loy__work *work)
{
    const loy__state *state = work->state;
    const loy_item *last = find(work->event, LOY_ITEM_PURCHASES);
    const loy_item *first = find(work->event, LOY_ITEM_SPEND);

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
    if (first != NULL &&
        (last == NULL || (first->time != LOY_TIME_NONE && first->time > time_of(work, last))))
        return loy__refuse(work, "bad-time", "/opening/purchases", "%s",
                           last == NULL ? "say how many purchases there were"
                                        : "the first purchase cannot be later than the last");
    return LOY_OK;
}

static int
bring_points(loy__work *work, const loy_item *item, int64_t time)
{
    loy__grant grant = {.points = item->amount,
                        .earned = time,
                        .at = work->now,
                        .until = item->until != 0 ? item->until : LOY_TIME_NONE,
                        .currency = loy__item_currency(work, item),
                        .kind = LOY_ENTRY_EARN};
    int result = loy__grant_terms(work, &grant);

    return result == LOY_OK ? loy__bring_grant(work->state, work->journal, &grant) : result;
}

static int
bring_vouchers(loy__work *work, const loy_item *item)
{
    loy__holding holding = {.expires = item->until,
                            .count = item->amount,
                            .voucher = loy__program_find(work->program, LOY_PART_VOUCHER,
                                                         item->name.data, item->name.size)};
    const char *name = work->program->vouchers[holding.voucher].name.text;
    int result;

    if (item->until != 0 && item->until <= work->now)
        return LOY_OK;
    result = item->until != 0
                 ? loy__voucher_put(work->state, &holding)
                 : loy__voucher_issue(work->state, holding.voucher, holding.count, work->now, NULL);
    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_ISSUE, "import", name, item->amount, item->amount)
               : result;
}

/* The stage is told, not entered: what entering it does was done elsewhere. */
static void
bring_stage(loy__work *work, const loy_item *item, int64_t time)
{
    uint32_t stage =
        loy__program_find(work->program, LOY_PART_STAGE, item->name.data, item->name.size);

    loy__stage_enter(work->state, stage, time, true);
    work->state->stage_since = time;
    work->state->recalled |= LOY__TOLD;
}

static int
bring_spend(loy__work *work, const loy_item *item, int64_t time)
{
    work->state->spend = item->amount;
    if (item->time != LOY_TIME_NONE)
        work->state->first_purchase_on = loy__zone_day(&work->program->zone, time);
    return LOY_OK;
}

static int
bring_purchases(loy__work *work, const loy_item *item, int64_t time)
{
    loy__state *state = work->state;
    int32_t day = loy__zone_day(&work->program->zone, time);

    state->purchases = item->amount;
    state->visits += item->amount;
    state->last_purchase = time;
    state->last_purchase_on = day;
    if (state->first_purchase_on == LOY_DAY_NONE)
        state->first_purchase_on = day;
    return LOY_OK;
}

static int
bring(loy__work *work, const loy_item *item)
{
    const loy_program *program = work->program;
    int64_t time = time_of(work, item);
    int32_t day = loy__zone_day(&program->zone, time);
    uint32_t number;

    switch (item->kind) {
    case LOY_ITEM_POINTS:
        return bring_points(work, item, time);
    case LOY_ITEM_PURCHASES:
        return bring_purchases(work, item, time);
    case LOY_ITEM_SPEND:
        return bring_spend(work, item, time);
    case LOY_ITEM_VOUCHER:
        return bring_vouchers(work, item);
    case LOY_ITEM_ENROLLED: /* before all others */
        return LOY_OK;
    case LOY_ITEM_STAGE:
        bring_stage(work, item, time);
        return LOY_OK;
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
    const loy_item *enrolled = find(work->event, LOY_ITEM_ENROLLED);
    int result = loy__act_profile(work);

    if (enrolled != NULL) /* years of one's own are counted from then */
        work->state->enrolled_on = loy__zone_day(&work->program->zone, time_of(work, enrolled));
    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++)
        result = bring(work, loy__item_at(work->event, i));
    return result;
}
