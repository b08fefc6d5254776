/*
 * returns_give.c -- points that paid for what comes back return to their lots:
 * when everything has come back, in the share of the money that has, or never.
 * What other members of a household gave goes back to them by messages.
 * Vouchers that it used come back with everything, or never.
 */
#include <string.h>

#include "customer/notes.h"
#include "engine/accounts/parcel.h"
#include "engine/returns/returns.h"

int
loy__return_voucher(loy__work *work, const loy__award *award)
{
    uint32_t voucher =
        loy__program_find(work->program, LOY_PART_VOUCHER, award->name, award->name_size);
    bool back;
    int result;

    if (voucher == LOY__NONE ||
        (work->program->returns.vouchers == LOY__VOUCHERS_KEEP && work->kind != LOY__ON_VOID))
        return LOY_OK;
    result = loy__voucher_restore(work->state, voucher, award->expires, work->now, &back);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_REUSE, loy__cause(work),
                                              work->program->vouchers[voucher].name.text, back, 1)
                            : result;
}

/* ---- Points ---- */

static bool
same_currency(const loy__paid *a, const loy__paid *b)
{
    return loy__text_equal(a->name, a->name_size, b->name, b->name_size);
}

/* What of the points of a currency has to be given back in all. */
static int
target_of(const loy__work *work, const loy__refund *refund, const loy__paid *of, int64_t *target)
{
    const loy__receipt *sale = refund->sale;
    int64_t sum = 0;

    *target = 0;
    for (uint32_t i = 0; i < sale->paid_count; i++)
        if (same_currency(&sale->paid[i], of) && !loy__add(sum, sale->paid[i].points, &sum))
            return LOY_ERR_INTERNAL;
    if (refund->complete)
        *target = sum;
    else if (work->program->returns.burns == LOY__BURNS_SHARE && refund->total > 0 &&
             !loy__mul_div(sum, refund->after, refund->total, LOY__FLOOR, target))
        return LOY_ERR_INTERNAL;
    return LOY_OK;
}

/* What points of a currency paid of a sale. */
static bool
worth(const loy__work *work, uint32_t currency, int64_t points, int64_t *money)
{
    const loy__currency *definition = &work->program->currencies[currency];

    *money = 0;
    return definition->step == 0 || !loy__returns_sale(work) ||
           loy__mul_div(points, definition->value, definition->step, LOY__FLOOR, money);
}

static bool
same_member(const loy__paid *a, const loy__paid *b)
{
    return (a->member == NULL) == (b->member == NULL) &&
           loy__text_equal(a->member, a->member_size, b->member, b->member_size);
}

/* ---- How much of each lot ---- */

/* Spreads points over the lots like `of`, or of its member alone. What was taken
 * last comes back first: then the lots are those that paying less would have
 * left. */
static void
spread(const loy__receipt *sale, const loy__paid *of, bool alone, int64_t points, int64_t *parts)
{
    for (uint32_t i = sale->paid_count; points > 0 && i > 0; i--) {
        const loy__paid *paid = &sale->paid[i - 1];
        int64_t left = paid->points - paid->restored;

        if (!same_currency(paid, of) || (alone && !same_member(paid, of)))
            continue;
        parts[i - 1] = left < points ? left : points;
        points -= parts[i - 1];
    }
}

/* Where members give in proportion to what they have, each gets back in proportion
 * to what he gave and has not got. */
static int
share(loy__work *work, const loy__receipt *sale, const loy__paid *of, int64_t points,
      int64_t *parts)
{
    uint32_t count = sale->paid_count;
    loy__arena *arena = &work->engine->arena;
    int64_t *lefts = loy__arena_alloc(arena, count * sizeof(*lefts));
    int64_t *shares = loy__arena_alloc(arena, count * sizeof(*shares));

    if (lefts == NULL || shares == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = 0; /* what a member gave stands at his first lot */

        lefts[i] = 0;
        if (!same_currency(&sale->paid[i], of))
            continue;
        while (!same_currency(&sale->paid[first], of) ||
               !same_member(&sale->paid[first], &sale->paid[i]))
            first++;
        lefts[first] += sale->paid[i].points - sale->paid[i].restored;
    }
    if (!loy__split(points, lefts, count, shares))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < count; i++)
        spread(sale, &sale->paid[i], true, shares[i], parts);
    return LOY_OK;
}

/* ---- Giving ---- */

loy__lot
loy__paid_lot(const loy__paid *paid, uint32_t currency, int64_t points)
{
    return (loy__lot){.points = points,
                      .expires = paid->expires,
                      .earned_on = paid->earned_on,
                      .currency = currency,
                      .own = paid->own};
}

/* Whether points are of a customer who is forgotten: they are not given back, nor
 * is what they had paid. */
static bool
is_forgotten(const loy__work *work, const loy__paid *paid)
{
    return paid->member == NULL && loy__state_erased(work->state);
}

/* *before: points of the currency given back so far, whose money adds up. */
static int
show(loy__work *work, uint32_t currency, const loy__paid *paid, int64_t points, int64_t *before)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);
    int64_t money, more;

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    if (!worth(work, currency, *before, &money) || !worth(work, currency, *before + points, &more))
        return LOY_ERR_INTERNAL;
    *effect = (loy_effect){.rule = loy__cause(work),
                           .name = work->program->currencies[currency].name.text,
                           .amount = is_forgotten(work, paid) ? 0 : points,
                           .wanted = points,
                           .money = more - money,
                           .time = work->now,
                           .kind = LOY_EFFECT_RESTORE};
    *before += points;
    if (paid->member == NULL)
        return LOY_OK;
    effect->rule = loy__arena_text(&work->outcome->texts, paid->member, paid->member_size);
    if (effect->rule != NULL)
        return LOY_OK;
    effect->rule = "";
    return LOY_ERR_NOMEM;
}

/* Gives a member, or the customer, his parts. */
static int
give_member(loy__work *work, const loy__receipt *sale, uint32_t currency, uint32_t first,
            int64_t *parts, int64_t *before)
{
    const loy__paid *of = &sale->paid[first];
    loy__bytes *body = loy__mail_body(work);
    int result = LOY_OK;

    for (uint32_t i = sale->paid_count; result == LOY_OK && i > first; i--) {
        loy__paid *paid = &sale->paid[i - 1];
        const loy__lot lot = loy__paid_lot(paid, currency, parts[i - 1]);

        if (lot.points == 0 || !same_member(paid, of))
            continue;
        result = show(work, currency, paid, lot.points, before);
        if (result == LOY_OK && of->member == NULL && !is_forgotten(work, paid))
            result =
                loy__undoes_adjust(work)
                    ? loy__regain_lot(work->state, work->journal, &lot, LOY_ENTRY_ADJUST, work->now)
                    : loy__restore_lot(work->state, work->journal, &lot, work->now);
        else if (result == LOY_OK && of->member != NULL)
            loy__pack_lot(work, body, &lot);
        paid->restored += lot.points;
        parts[i - 1] = 0;
    }
    return result == LOY_OK && of->member != NULL
               ? loy__mail_send(work, LOY__MAIL_RESTORE,
                                (loy_text){.data = of->member, .size = of->member_size})
               : result;
}

int
loy__return_lot(loy__work *work, loy__paid *paid, const char *cause)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, paid->name, paid->name_size);
    int64_t points = paid->points - paid->restored;
    const loy__lot lot = loy__paid_lot(paid, currency, points);
    bool forgotten = is_forgotten(work, paid);
    int result = LOY_OK;

    if (currency == LOY__NONE || points == 0)
        return LOY_OK;
    paid->restored = paid->points;
    if (!forgotten)
        result = loy__restore_lot(work->state, work->journal, &lot, work->now);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_RESTORE, cause,
                                              work->program->currencies[currency].name.text,
                                              forgotten ? 0 : points, points)
                            : result;
}

static int64_t
restored_of(const loy__receipt *sale, const loy__paid *of)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < sale->paid_count; i++)
        if (same_currency(&sale->paid[i], of))
            sum += sale->paid[i].restored;
    return sum;
}

static int
give_currency(loy__work *work, const loy__refund *refund, uint32_t first)
{
    const loy__receipt *sale = refund->sale;
    const loy__paid *of = &sale->paid[first];
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, of->name, of->name_size);
    int64_t before = restored_of(sale, of);
    int64_t *parts = loy__arena_alloc(&work->engine->arena, sale->paid_count * sizeof(*parts));
    int64_t target;
    int result = target_of(work, refund, of, &target);

    if (currency == LOY__NONE || result != LOY_OK || target <= before)
        return result;
    if (parts == NULL)
        return LOY_ERR_NOMEM;
    memset(parts, 0, sale->paid_count * sizeof(*parts));
    if (work->program->accounts.households.draw == LOY__DRAW_PRO_RATA)
        result = share(work, sale, of, target - before, parts);
    else
        spread(sale, of, false, target - before, parts);
    for (uint32_t i = first; result == LOY_OK && i < sale->paid_count; i++)
        if (parts[i] > 0)
            result = give_member(work, sale, currency, i, parts, &before);
    return result;
}

static bool
is_first(const loy__receipt *sale, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (same_currency(&sale->paid[i], &sale->paid[index]))
            return false;
    return true;
}

/* A sale from before the customer joined a pool comes back to the pool, but he paid
 * for it alone; what was taken by hand was not spent by anybody. */
static void
name_payer(const loy__work *work, loy__receipt *sale)
{
    const loy__answer_head *head = &work->returned_head;

    if (loy__undoes_adjust(work) ||
        loy__note_equal(work->state, LOY__NOTE_MEMBER, head->customer, head->customer_size) == NULL)
        return;
    for (uint32_t i = 0; i < sale->paid_count; i++)
        if (sale->paid[i].member == NULL) {
            sale->paid[i].member = head->customer;
            sale->paid[i].member_size = head->customer_size;
        }
}

int
loy__return_give(loy__work *work, const loy__refund *refund)
{
    uint32_t burns = work->program->returns.burns;
    int result = LOY_OK;

    name_payer(work, refund->sale);

    /* A void says that the sale never was. */
    if (burns == LOY__BURNS_NEVER && work->kind != LOY__ON_VOID)
        return LOY_OK;
    if (burns != LOY__BURNS_SHARE && !refund->complete)
        return LOY_OK;
    for (uint32_t i = 0; result == LOY_OK && i < refund->sale->paid_count; i++)
        if (is_first(refund->sale, i))
            result = give_currency(work, refund, i);
    return result;
}
