/*
 * kinds.c -- what each kind of event does beside its rules: may it happen, what
 * it does at once, and what it leaves in the customer's behaviour.
 */
#include "engine/returns/exchange.h"
#include "engine/earn/birthday.h"
#include "engine/returns/snapshot.h"

int
loy__admit(loy__work *work)
{
    int result = LOY_OK;

    work->keeps_receipt = work->kind == LOY__ON_PURCHASE || work->kind == LOY__ON_EXCHANGE;
    if (work->state->note_count > 0)
        result = loy__admit_account(work);
    if (result == LOY_OK && work->event->flags != 0 && loy__spends(work))
        result = loy__admit_offline(work);
    if (result == LOY_OK && work->keeps_receipt && work->program->pricing.count > 0) {
        result = loy__facts_fill(work, &work->scene);
        if (result == LOY_OK)
            result = loy__price_basket(work);
    }
    if (result == LOY_OK && work->kind == LOY__ON_PURCHASE &&
        (work->event->item_count > 0 || work->event->receipt_id.size > 0))
        result = loy__admit_payment(work);
    if (result == LOY_OK)
        result = loy__facts_fill(work, &work->scene);
    if (result != LOY_OK)
        return result;
    switch (work->kind) {
    case LOY__ON_RETURN:
    case LOY__ON_VOID:
    case LOY__ON_EXCHANGE:
        return loy__admit_return(work);
    case LOY__ON_REDEEM:
        return loy__admit_redeem(work);
    case LOY__ON_ADJUST:
        return loy__admit_adjust(work);
    case LOY__ON_IMPORT:
        return loy__admit_import(work);
    case LOY__ON_HOLD:
        return loy__admit_hold(work);
    case LOY__ON_CAPTURE:
    case LOY__ON_RELEASE:
        return loy__admit_capture(work);
    case LOY__ON_EXTEND:
        return loy__admit_extend(work);
    case LOY__ON_REINSTATE:
        return loy__admit_reinstate(work);
    case LOY__ON_ACTIVATE:
        return loy__admit_activate(work);
    case LOY__ON_ENROL:
        return loy__admit_profile(work);
    case LOY__ON_PROFILE:
        return loy__admit_birthday(work);
    case LOY__ON_FREEZE:
    case LOY__ON_UNFREEZE:
        return loy__admit_freeze(work);
    case LOY__ON_STATUS:
        return loy__admit_status(work);
    case LOY__ON_MEMBERSHIP:
        return loy__admit_membership(work);
    case LOY__ON_TRANSFER:
        return loy__admit_transfer(work);
    case LOY__ON_REKEY:
    case LOY__ON_MERGE:
    case LOY__ON_UNMERGE:
        return loy__admit_move(work);
    case LOY__ON_REFERRAL:
        return loy__admit_referral(work);
    case LOY__ON_HOUSEHOLD:
        return loy__admit_household(work);
    default:
        return LOY_OK;
    }
}

/* The rules are to find what the snapshot has: the customer before he pays. */
static int
act_sale(loy__work *work)
{
    int result = loy__snapshot_keep(work);

    return result == LOY_OK ? loy__act_payment(work) : result;
}

int
loy__act(loy__work *work)
{
    if (work->program->activity != NULL && loy__bit(work->program->activity, work->kind)) {
        int result = loy__note_activity(work);

        if (result != LOY_OK)
            return result;
    }
    switch (work->kind) {
    case LOY__ON_PURCHASE:
        return act_sale(work);
    case LOY__ON_EXCHANGE:
        return loy__snapshot_keep(work);
    case LOY__ON_RETURN:
    case LOY__ON_VOID:
        return loy__act_return(work);
    case LOY__ON_REDEEM:
        return loy__act_redeem(work);
    case LOY__ON_ADJUST:
        return loy__act_adjust(work);
    case LOY__ON_IMPORT:
        return loy__act_import(work);
    case LOY__ON_HOLD:
        return loy__act_hold(work);
    case LOY__ON_CAPTURE:
    case LOY__ON_RELEASE:
        return loy__act_capture(work);
    case LOY__ON_EXTEND:
        return loy__act_extend(work);
    case LOY__ON_REINSTATE:
        return loy__act_reinstate(work);
    case LOY__ON_ACTIVATE:
        return loy__act_activate(work);
    case LOY__ON_PROFILE:
    case LOY__ON_ENROL:
        return loy__act_profile(work);
    case LOY__ON_FREEZE:
    case LOY__ON_UNFREEZE:
        return loy__act_freeze(work);
    case LOY__ON_STATUS:
        return loy__act_status(work);
    case LOY__ON_MEMBERSHIP:
        return loy__act_membership(work);
    case LOY__ON_TRANSFER:
        return loy__act_transfer(work);
    case LOY__ON_REKEY:
    case LOY__ON_MERGE:
    case LOY__ON_UNMERGE:
        return loy__act_move(work);
    case LOY__ON_ERASE:
        return loy__act_erase(work);
    case LOY__ON_REFERRAL:
        return loy__act_referral(work);
    case LOY__ON_HOUSEHOLD:
        return loy__act_household(work);
    case LOY__ON_MESSAGE:
        return loy__act_message(work);
    default:
        return LOY_OK;
    }
}

int
loy__keep_lines(loy__work *work)
{
    const loy_event *event = work->event;
    loy__receipt *sale = &work->sale;

    sale->lines =
        loy__arena_alloc(&work->engine->arena, (event->line_count + 1u) * sizeof(*sale->lines));
    if (sale->lines == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < event->line_count; i++) {
        const loy_line *line = loy__line_at(event, i);

        sale->lines[i] = (loy__sold){.id = line->id.data,
                                     .id_size = line->id.size,
                                     .quantity = line->quantity,
                                     .amount = work->amounts[i]};
    }
    sale->line_count = event->line_count;
    sale->words = (event->line_count + 63) / 64;
    sale->day = work->scene.day;
    sale->time = event->time;
    return LOY_OK;
}

static void
remember_purchase(loy__work *work)
{
    loy__state *state = work->state;
    int32_t day = work->scene.day;

    if (state->first_purchase_on == LOY_DAY_NONE || day < state->first_purchase_on)
        state->first_purchase_on = day;
    if (state->last_purchase != LOY_TIME_NONE && work->event->time < state->last_purchase)
        return;
    state->last_purchase = work->event->time;
    state->last_purchase_on = day;
    /* Timers start anew, also those whose moment a late sale finds passed. */
    if (work->event->time < state->timers_from)
        state->timers_from = work->event->time;
}

static int
finish_purchase(loy__work *work)
{
    loy__state *state = work->state;
    int result;

    state->purchases++;
    state->visits++;
    if (!loy__add(state->spend, work->total, &state->spend))
        return LOY_ERR_INTERNAL;
    remember_purchase(work);
    result = loy__credit_ladders(work, LOY__COUNT_SPEND, 0, work->total, work->scene.day);
    if (result == LOY_OK)
        result = loy__credit_ladders(work, LOY__COUNT_PURCHASES, 0, 1, work->scene.day);
    if (result == LOY_OK)
        result = loy__credit_ladders(work, LOY__COUNT_VISITS, 0, 1, work->scene.day);
    if (result == LOY_OK)
        result = loy__keep_lines(work);
    return result == LOY_OK && state->note_count > 0 ? loy__referral_purchase(work) : result;
}

int
loy__finish(loy__work *work)
{
    switch (work->kind) {
    case LOY__ON_PURCHASE:
        return finish_purchase(work);
    case LOY__ON_EXCHANGE:
        return loy__finish_exchange(work);
    case LOY__ON_VISIT:
        work->state->visits++;
        return loy__credit_ladders(work, LOY__COUNT_VISITS, 0, 1, work->scene.day);
    default:
        return LOY_OK;
    }
}
