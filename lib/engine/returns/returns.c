/*
 * returns.c -- goods that come back: what of the receipt they are, and what
 * follows: what the sale gave is taken back, what paid for it is given back.
 */
#include <string.h>

#include "engine/returns/returns.h"
#include "engine/earn/usage.h"

/* ---- Admission ---- */

static uint32_t
find_line(const loy__receipt *receipt, loy_text id)
{
    for (uint32_t i = 0; i < receipt->line_count; i++)
        if (loy__text_equal(receipt->lines[i].id, receipt->lines[i].id_size, id.data, id.size))
            return i;
    return LOY__NONE;
}

/* So many thousandths of a line come back, as an element of a list says. */
static int
admit_line(loy__work *work, loy_text id, int64_t quantity, const char *list, uint32_t index)
{
    const loy__receipt *sale = &work->returned;
    uint32_t at = find_line(sale, id);
    int64_t left;
    char path[64];

    if (at == LOY__NONE) {
        loy__format(path, sizeof(path), "%s/%u/id", list, index);
        return loy__refuse(work, "unknown-line", path, "%s",
                           "the receipt has no such line: write the id it had in the sale");
    }
    left = sale->lines[at].quantity - sale->lines[at].returned - work->back[at];
    if (quantity > left) {
        loy__format(path, sizeof(path), "%s/%u/quantity", list, index);
        return loy__refuse(work, "return-too-much", path,
                           "more comes back than is left of the line: %lld thousandths are left",
                           (long long)left);
    }
    work->back[at] += quantity;
    return LOY_OK;
}

/* Money of the receipt that is not paid back yet. */
static int
money_left(const loy__receipt *sale, int64_t *left)
{
    *left = -sale->refunded;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t back;

        if (!loy__sold_money(line, line->returned, &back))
            return LOY_ERR_INTERNAL;
        *left += line->amount - back;
    }
    return LOY_OK;
}

/* An amount of money for no line in particular. */
static int
admit_amount(loy__work *work)
{
    const loy_event *event = work->event;
    int64_t left;
    int result = money_left(&work->returned, &left);

    if (result != LOY_OK)
        return result;
    if (event->line_count > 0 || event->item_count > 1)
        return loy__refuse(work, "wrong-item", "/amount", "%s",
                           "name either the lines that come back or one amount of money");
    work->back_amount = loy__item_at(event, 0)->amount;
    if (work->back_amount > left)
        return loy__refuse(work, "return-too-much", "/amount",
                           "more is paid back than is left of the sale: %lld are left",
                           (long long)(left > 0 ? left : 0));
    return LOY_OK;
}

static void
back_all(loy__work *work)
{
    const loy__receipt *sale = &work->returned;

    for (uint32_t i = 0; i < sale->line_count; i++)
        work->back[i] = sale->lines[i].quantity - sale->lines[i].returned;
}

static int
admit_lines(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->event->line_count; i++) {
        const loy_line *line = loy__line_at(work->event, i);

        result = admit_line(work, line->id, line->quantity, "/lines", i);
    }
    return result;
}

static int
admit_exchange(loy__work *work)
{
    const loy__receipt *sale = &work->returned;
    int result = LOY_OK;

    if (work->event->line_count == 0)
        return loy__refuse(work, "missing-lines", "/lines", "%s",
                           "name the lines that the customer gets instead, or send a return");
    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);

        result = admit_line(work, item->name, item->amount, "/returned", i);
    }
    if (result == LOY_OK && work->event->item_count == 0)
        back_all(work);
    work->exchange_part = sale->part != 0;
    for (uint32_t i = 0; i < sale->line_count; i++)
        work->exchange_part = work->exchange_part ||
                              sale->lines[i].returned + work->back[i] < sale->lines[i].quantity;
    return result;
}

static int
admit_parts(loy__work *work)
{
    const loy__receipt *sale = &work->returned;
    size_t room = (sale->line_count + 1u) * sizeof(*work->back);

    work->back = loy__arena_alloc(&work->engine->arena, room);
    if (work->back == NULL)
        return LOY_ERR_NOMEM;
    memset(work->back, 0, room);
    if (sale->state == LOY__RECEIPT_DECLINED)
        return loy__refuse(work, "transfer-declined", "/receipt", "%s",
                           "the receiver could not take it: what was sent has come back already");
    if (sale->state != LOY__RECEIPT_OPEN)
        return loy__refuse(work, "return-too-much", "/receipt", "%s",
                           "everything of this receipt has come back already");
    if (work->kind == LOY__ON_EXCHANGE)
        return admit_exchange(work);
    if (work->event->item_count > 0)
        return admit_amount(work);
    if (work->event->line_count > 0 && work->kind != LOY__ON_VOID)
        return admit_lines(work);
    back_all(work);
    return LOY_OK;
}

/* Nobody gets points back for a voucher that he bought with them and has used or let lapse. */
static int
admit_undoing(loy__work *work)
{
    const loy__receipt *receipt = &work->returned;

    if (work->kind != LOY__ON_VOID)
        return loy__refuse(work, "no-sale", "/receipt", "%s",
                           "this was no sale, and has no lines that come back: undo it with a "
                           "void");
    for (uint32_t i = 0; receipt->state == LOY__RECEIPT_OPEN && i < receipt->award_count; i++) {
        const loy__award *award = &receipt->awards[i];
        uint32_t voucher =
            loy__program_find(work->program, LOY_PART_VOUCHER, award->name, award->name_size);

        if (award->kind == LOY__AWARD_BOUGHT && voucher != LOY__NONE &&
            (award->expires <= work->now ||
             loy__voucher_count(work->state, voucher) < award->amount))
            return loy__refuse(work, "no-voucher", "/receipt",
                               "the customer has no %s any more that he got for it",
                               work->program->vouchers[voucher].name.text);
    }
    return LOY_OK;
}

int
loy__admit_return(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__answer_head *head = &work->returned_head;
    int result;

    if (event->receipt_id.size == 0)
        return loy__refuse(work, "missing-receipt", "/receipt", "%s",
                           "name the sale that comes back: its source and id");
    if (!work->has_returned && loy__parks(work))
        return loy__admit_parked(work);
    if (!work->has_returned || loy__text_equal(head->type, head->type_size, "message", 7) ||
        loy__text_equal(head->type, head->type_size, "hold", 4))
        return loy__refuse(work, "unknown-receipt", "/receipt", "%s",
                           "nothing that can come back was applied under this source and id");
    if (!loy__is_own(work, head))
        return loy__refuse(work, "wrong-customer", "/customer", "%s",
                           "the receipt belongs to another customer");
    result = loy__admit_currency_back(work);
    if (result != LOY_OK)
        return result;
    if (!loy__returns_sale(work)) {
        result = admit_undoing(work);

        return result == LOY_OK ? admit_parts(work) : result;
    }
    if (work->kind != LOY__ON_VOID && event->time > loy__return_until(work))
        return loy__refuse(work, "return-too-late", "/time", "%s",
                           "the return window of the receipt is over");
    return admit_parts(work);
}

/* ---- The whole ---- */

/* Marks what has come back, and reckons its money. Lines may come back of which
 * some was paid back before: never more than the sale came to. */
static int
mark_parts(loy__work *work, loy__refund *refund)
{
    loy__receipt *sale = &work->returned;
    bool all = true;

    *refund = (loy__refund){.sale = sale, .amount = work->back_amount, .before = sale->refunded};
    sale->refunded += work->back_amount;
    refund->after = sale->refunded;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        loy__sold *line = &sale->lines[i];
        int64_t before, after;

        if (!loy__sold_money(line, line->returned, &before))
            return LOY_ERR_INTERNAL;
        line->returned += work->back[i];
        if (!loy__sold_money(line, line->returned, &after))
            return LOY_ERR_INTERNAL;
        refund->total += line->amount;
        refund->before += before;
        refund->after += after;
        all = all && line->returned == line->quantity;
    }
    refund->before = loy__smaller(refund->before, refund->total);
    refund->after = loy__smaller(refund->after, refund->total);
    refund->complete = all || (refund->total > 0 && refund->after == refund->total);
    refund->owed = refund->after - refund->before;
    return LOY_OK;
}

/* What an exchange leaves nothing of goes on as its receipt. */
static int
take_purchase(loy__work *work)
{
    int result;

    if (work->returned.part != 0 || !loy__returns_sale(work))
        return LOY_OK;
    if (work->kind != LOY__ON_EXCHANGE) {
        work->state->purchases -= work->state->purchases > 0;
        work->state->visits -= work->state->visits > 0;
        work->unbought = work->program->returns.stage != LOY__STAGE_KEEP;
    }
    result = loy__return_credit(work, LOY__COUNT_PURCHASES, 0, 1);
    return result == LOY_OK ? loy__return_credit(work, LOY__COUNT_VISITS, 0, 1) : result;
}

static int
take_spend(loy__work *work, int64_t money)
{
    if (!loy__sub(work->state->spend, money, &work->state->spend))
        return LOY_ERR_INTERNAL;
    return loy__return_credit(work, LOY__COUNT_SPEND, 0, money);
}

int
loy__act_return(loy__work *work)
{
    loy__receipt *sale = &work->returned;
    loy__refund refund;
    int64_t *judged;
    int result;

    if (!work->has_returned)
        return loy__act_parked(work);
    work->state->sold = sale->time;
    result = loy__return_judged(work, &judged);
    if (result == LOY_OK)
        result = mark_parts(work, &refund);
    if (result == LOY_OK)
        result = loy__tell_rate_back(work, loy__cause(work), refund.after - refund.before);
    if (result == LOY_OK && work->kind == LOY__ON_EXCHANGE)
        refund.owed = refund.owed > work->total ? refund.owed - work->total : 0;
    if (result == LOY_OK)
        result = loy__return_targets(work, &refund);
    if (result == LOY_OK)
        result = loy__return_take(work, &refund);
    if (result == LOY_OK)
        result = take_spend(work, refund.after - refund.before);
    if (result == LOY_OK && refund.complete)
        result = take_purchase(work);
    if (result == LOY_OK && refund.complete)
        result = loy__usage_free(work);
    if (result == LOY_OK && loy__undoes_adjust(work))
        result = loy__free_adjust(work);
    if (result == LOY_OK && loy__undoes_transfer(work))
        result = loy__recall(work);
    if (result == LOY_OK)
        result = loy__return_give(work, &refund);
    if (result == LOY_OK)
        result = loy__return_hold(work, judged);
    work->state->sold = LOY_TIME_NONE;
    if (result != LOY_OK)
        return result;
    if (refund.complete)
        sale->snapshot = NULL;
    sale->state = work->kind == LOY__ON_VOID ? LOY__RECEIPT_VOID
                  : refund.complete          ? LOY__RECEIPT_RETURNED
                                             : LOY__RECEIPT_OPEN;
    work->returned_changed = true;
    return LOY_OK;
}
