/*
 * kinds.c -- what each kind of event does beside its rules: may it happen, what
 * it does at once, and what it leaves in the customer's behaviour.
 */
#include "customer/clock.h"
#include "customer/lifecycle.h"
#include "engine/returns/exchange.h"
#include "engine/earn/birthday.h"
#include "engine/returns/returns.h"
#include "engine/returns/snapshot.h"
#include "engine/taxes.h"

/* Whether points or vouchers pay for a sale, or have been set aside for it. */
static inline bool
is_paid(const loy__work *work)
{
    return work->event->item_count > 0 || work->lines_off != NULL || work->has_hold;
}

/* The rules are to find what the snapshot has: the customer before he pays. */
static int
act_sale(loy__work *work)
{
    int result = work->program->returns.snapshot ? loy__snapshot_keep(work) : LOY_OK;

    return result == LOY_OK && is_paid(work) ? loy__act_payment(work) : result;
}

/* May it happen, and what it does at once; NULL: it may, or nothing. */
static const struct kind {
    int (*admit)(loy__work *work);
    int (*act)(loy__work *work);
} kinds[LOY__ON_DECLARED] = {
    [LOY__ON_ENROL] = {loy__admit_profile, loy__act_profile},
    [LOY__ON_PROFILE] = {loy__admit_birthday, loy__act_profile},
    [LOY__ON_PURCHASE] = {NULL, act_sale},
    [LOY__ON_EXCHANGE] = {loy__admit_return, loy__snapshot_keep},
    [LOY__ON_RETURN] = {loy__admit_return, loy__act_return},
    [LOY__ON_VOID] = {loy__admit_return, loy__act_return},
    [LOY__ON_REDEEM] = {loy__admit_redeem, loy__act_redeem},
    [LOY__ON_ADJUST] = {loy__admit_adjust, loy__act_adjust},
    [LOY__ON_IMPORT] = {loy__admit_import, loy__act_import},
    [LOY__ON_HOLD] = {loy__admit_hold, loy__act_hold},
    [LOY__ON_CAPTURE] = {loy__admit_capture, loy__act_capture},
    [LOY__ON_RELEASE] = {loy__admit_capture, loy__act_capture},
    [LOY__ON_EXTEND] = {loy__admit_extend, loy__act_extend},
    [LOY__ON_REINSTATE] = {loy__admit_reinstate, loy__act_reinstate},
    [LOY__ON_ACTIVATE] = {loy__admit_activate, loy__act_activate},
    [LOY__ON_FREEZE] = {loy__admit_freeze, loy__act_freeze},
    [LOY__ON_UNFREEZE] = {loy__admit_freeze, loy__act_freeze},
    [LOY__ON_STATUS] = {loy__admit_status, loy__act_status},
    [LOY__ON_MEMBERSHIP] = {loy__admit_membership, loy__act_membership},
    [LOY__ON_TRANSFER] = {loy__admit_transfer, loy__act_transfer},
    [LOY__ON_REKEY] = {loy__admit_move, loy__act_move},
    [LOY__ON_MERGE] = {loy__admit_move, loy__act_move},
    [LOY__ON_UNMERGE] = {loy__admit_move, loy__act_move},
    [LOY__ON_REFERRAL] = {loy__admit_referral, loy__act_referral},
    [LOY__ON_HOUSEHOLD] = {loy__admit_household, loy__act_household},
    [LOY__ON_ERASE] = {loy__admit_erase, loy__act_erase},
    [LOY__ON_MESSAGE] = {NULL, loy__act_message},
};

static bool
is_sale(const loy__work *work)
{
    return work->kind == LOY__ON_PURCHASE || work->kind == LOY__ON_EXCHANGE;
}

/* What is asked of a sale before anything is earned on it. */
static int
admit_sale(loy__work *work)
{
    int64_t *taxes;
    int result = LOY_OK;

    if (loy__taxes_together(work->program)) {
        result = loy__taxes_settle(work, NULL, &taxes);
        if (result == LOY_OK)
            result = loy__taxes_settle_list(work, NULL);
    }
    if (result == LOY_OK && work->program->pricing.count > 0) {
        result = loy__facts_fill(work, &work->scene);
        if (result == LOY_OK)
            result = loy__price_basket(work);
    }
    if (result == LOY_OK && work->kind == LOY__ON_PURCHASE &&
        (work->event->item_count > 0 || work->event->receipt_id.size > 0))
        result = loy__admit_payment(work);
    return result;
}

int
loy__admit(loy__work *work)
{
    int result = LOY_OK;

    /* Sales, and what moves points by itself: all can be undone. */
    work->keeps_receipt = is_sale(work) || work->kind == LOY__ON_REDEEM ||
                          work->kind == LOY__ON_CAPTURE || work->kind == LOY__ON_ADJUST ||
                          work->kind == LOY__ON_TRANSFER;
    if (work->state->note_count > 0)
        result = loy__admit_account(work);
    if (result == LOY_OK && !loy__state_has_room(work->state))
        result = loy__admit_full(work);
    if (result == LOY_OK && loy__is_offline(work) && loy__spends(work))
        result = loy__admit_offline(work);
    if (result == LOY_OK && is_sale(work))
        result = admit_sale(work);
    if (result == LOY_OK)
        result = loy__facts_fill(work, &work->scene);
    if (result != LOY_OK || work->kind >= LOY__ON_DECLARED || kinds[work->kind].admit == NULL)
        return result;
    return kinds[work->kind].admit(work);
}

int
loy__act(loy__work *work)
{
    if (work->program->activity != NULL && loy__bit(work->program->activity, work->kind) &&
        !loy__state_erased(work->state)) {
        int result = loy__note_activity(work);

        if (result != LOY_OK)
            return result;
    }
    if (LOY_UNLIKELY(work->told != NULL)) {
        int result = loy__tell_rate(work);

        if (result != LOY_OK)
            return result;
    }
    if (work->kind >= LOY__ON_DECLARED || kinds[work->kind].act == NULL)
        return LOY_OK;
    return kinds[work->kind].act(work);
}

/* By the clocks of now: where the store is, and the customer lives, may be forgotten when
 * it comes back. */
static void
date_by_clocks(loy__work *work)
{
    const loy_program *program = work->program;

    for (uint32_t i = 0; i < program->currency_count; i++) {
        uint32_t clock = program->currencies[i].clock;

        if (clock != LOY__CLOCK_PROGRAM)
            work->sale.days[clock] = loy__clock_ahead(work->state, clock, work->event->time);
    }
}

static void
date_receipt(loy__work *work)
{
    work->sale.day = work->scene.day;
    work->sale.time = work->sale.bought = work->event->time;
    if (LOY_UNLIKELY(work->program->clocks))
        date_by_clocks(work);
}

void
loy__begin_receipt(loy__work *work)
{
    work->keeps_receipt = true;
    date_receipt(work);
}

void
loy__keep_lines(loy__work *work)
{
    uint32_t count = work->event->line_count;

    work->sale.basket = work->event;
    work->sale.amounts = work->amounts;
    work->sale.line_count = count;
    work->sale.words = (count + 63) / 64;
    date_receipt(work);
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
    loy__purchase_add(state, work->event->time, work->scene.day);
    result = loy__credit_ladders(work, LOY__COUNT_SPEND, 0, work->total, work->scene.day);
    if (result == LOY_OK)
        result = loy__credit_ladders(work, LOY__COUNT_PURCHASES, 0, 1, work->scene.day);
    if (result == LOY_OK)
        result = loy__credit_ladders(work, LOY__COUNT_VISITS, 0, 1, work->scene.day);
    if (result == LOY_OK)
        loy__keep_lines(work);
    if (result == LOY_OK && state->note_count > 0)
        result = loy__referral_purchase(work);
    return result == LOY_OK && work->event->time < state->last_purchase &&
                   work->program->returns.stage != LOY__STAGE_KEEP
               ? loy__late_lifecycle(work)
               : result;
}

int
loy__finish(loy__work *work)
{
    switch (work->kind) {
    case LOY__ON_PURCHASE:
        return finish_purchase(work);
    case LOY__ON_EXCHANGE:
        return loy__finish_exchange(work);
    case LOY__ON_RETURN:
    case LOY__ON_VOID:
        return work->unbought ? loy__return_lifecycle(work) : LOY_OK;
    case LOY__ON_REDEEM:
    case LOY__ON_CAPTURE:
    case LOY__ON_ADJUST:
    case LOY__ON_TRANSFER:
        date_receipt(work);
        return LOY_OK;
    case LOY__ON_VISIT:
        work->state->visits++;
        return loy__credit_ladders(work, LOY__COUNT_VISITS, 0, 1, work->scene.day);
    default:
        return LOY_OK;
    }
}
