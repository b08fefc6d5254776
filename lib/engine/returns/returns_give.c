/*
 * returns_give.c -- points that paid for what comes back return to their lots:
 * when everything has come back, in the share of the money that has, or never.
 */
#include "engine/returns/returns.h"

/* What of the points of a currency has to be given back in all. */
static int
target_of(const loy__work *work, const loy__refund *refund, const loy__paid *of, int64_t *target)
{
    const loy__receipt *sale = refund->sale;
    int64_t sum = 0;

    *target = 0;
    for (uint32_t i = 0; i < sale->paid_count; i++)
        if (loy__text_equal(sale->paid[i].name, sale->paid[i].name_size, of->name, of->name_size) &&
            !loy__add(sum, sale->paid[i].points, &sum))
            return LOY_ERR_INTERNAL;
    if (refund->complete)
        *target = sum;
    else if (work->program->returns.burns == LOY__BURNS_SHARE && refund->total > 0 &&
             !loy__mul_div(sum, refund->after, refund->total, LOY__FLOOR, target))
        return LOY_ERR_INTERNAL;
    return LOY_OK;
}

/* What points of a currency pay. */
static bool
worth(const loy__work *work, uint32_t currency, int64_t points, int64_t *money)
{
    const loy__currency *definition = &work->program->currencies[currency];

    *money = 0;
    return definition->step == 0 ||
           loy__mul_div(points, definition->value, definition->step, LOY__FLOOR, money);
}

/* *before: points of the currency given back so far, whose money adds up. */
static int
give(loy__work *work, uint32_t currency, loy__paid *paid, int64_t points, int64_t *before)
{
    const loy__lot lot = {.points = points,
                          .expires = paid->expires,
                          .earned_on = paid->earned_on,
                          .currency = currency,
                          .own = paid->own};
    loy_effect *effect = loy__outcome_effect(work->outcome);
    int64_t money, more;
    int result;

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    if (!worth(work, currency, *before, &money) || !worth(work, currency, *before + points, &more))
        return LOY_ERR_INTERNAL;
    *effect = (loy_effect){.rule = loy__return_cause(work),
                           .name = work->program->currencies[currency].name.text,
                           .amount = points,
                           .wanted = points,
                           .money = more - money,
                           .time = work->now,
                           .kind = LOY_EFFECT_RESTORE};
    result = loy__restore_lot(work->state, work->journal, &lot, work->now);
    paid->restored += points;
    *before += points;
    return result;
}

static int64_t
restored_of(const loy__receipt *sale, const loy__paid *of)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < sale->paid_count; i++)
        if (loy__text_equal(sale->paid[i].name, sale->paid[i].name_size, of->name, of->name_size))
            sum += sale->paid[i].restored;
    return sum;
}

/* What was taken last comes back first: then the lots are those that paying
 * less would have left. */
static int
give_currency(loy__work *work, const loy__refund *refund, uint32_t first)
{
    loy__receipt *sale = refund->sale;
    const loy__paid *of = &sale->paid[first];
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, of->name, of->name_size);
    int64_t before = restored_of(sale, of);
    int64_t target;
    int result = target_of(work, refund, of, &target);

    if (currency == LOY__NONE)
        return LOY_OK;
    for (uint32_t i = sale->paid_count; result == LOY_OK && i > first; i--) {
        loy__paid *paid = &sale->paid[i - 1];
        int64_t part = paid->points < target ? paid->points : target;

        if (!loy__text_equal(paid->name, paid->name_size, of->name, of->name_size))
            continue;
        target -= part;
        if (part > paid->restored)
            result = give(work, currency, paid, part - paid->restored, &before);
    }
    return result;
}

static bool
is_first(const loy__receipt *sale, uint32_t index)
{
    const loy__paid *paid = &sale->paid[index];

    for (uint32_t i = 0; i < index; i++)
        if (loy__text_equal(sale->paid[i].name, sale->paid[i].name_size, paid->name,
                            paid->name_size))
            return false;
    return true;
}

int
loy__return_give(loy__work *work, const loy__refund *refund)
{
    uint32_t burns = work->program->returns.burns;
    int result = LOY_OK;

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
