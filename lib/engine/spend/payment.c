/*
 * payment.c -- points that pay within a purchase, as money or as a discount.
 *
 * How much each currency pays is decided while the purchase is admitted, and
 * done once it is. A discount makes the lines cheaper, so that they earn less;
 * points as tender leave them as they are, but rules see what they paid; points
 * that are money (gift cards, wallets) are as any other money.
 */
#include "engine/engine.h"
#include "engine/taxes.h"

/* What was decided of one item. */
struct loy__payment {
    int64_t points;
    int64_t money;
    uint32_t currency;
    uint32_t reserved;
};

bool
loy__item_repeated(const loy_event *event, uint32_t index)
{
    loy_text name = loy__item_at(event, index)->name;

    for (uint32_t i = 0; i < index; i++) {
        loy_text other = loy__item_at(event, i)->name;

        if (loy__text_equal(name.data, name.size, other.data, other.size))
            return true;
    }
    return false;
}

/* ---- Deciding ---- */

static bool
is_discount(const loy__currency *currency)
{
    return currency->step > 0 && currency->pays_as == LOY__PAY_DISCOUNT;
}

/* The most points that the basket has room for, and the money that they may pay of
 * it: what is left of it, and the share of it that may be paid so. */
static bool
room_in_basket(const loy__work *work, const loy__currency *currency, int64_t paid, int64_t *points,
               int64_t *most)
{
    /* A discount is of what the lines cost; taxes on top come behind it. */
    int64_t basket = work->total + (is_discount(currency) ? 0 : work->tax_on_top);
    int64_t money = basket > paid ? basket - paid : 0;
    int64_t share, steps;

    *points = *most = INT64_MAX;
    if (currency->value == 0)
        return true;
    if (currency->share > 0) {
        if (!loy__mul_div(basket, currency->share, loy__power10(LOY__FACTOR_DIGITS), LOY__FLOOR,
                          &share))
            return false;
        money = share < money ? share : money;
    }
    *most = money;
    steps = money / currency->value;
    if (currency->last_step == LOY__STEP_OVER && money % currency->value != 0)
        steps++;
    if (!loy__mul(steps, currency->step, points))
        *points = INT64_MAX;
    return true;
}

/* How many points pay, and their money; clamped or refused as the currency
 * says. `paid` is what others pay already. */
static int
decide(loy__work *work, const loy__currency *currency, int64_t asked, int64_t paid,
       struct loy__payment *out)
{
    int64_t available = loy__draw_available(work, &currency->draw);
    int64_t take = asked < available ? asked : available;
    int64_t room, most;

    if (!room_in_basket(work, currency, paid, &room, &most))
        return loy__refuse(work, "bad-amount", "/pay", "%s", "the points are worth too much");
    take = take < room ? take : room;
    if (currency->maximum > 0 && take > currency->maximum)
        take = currency->maximum;
    take -= take % currency->step;
    if (take < currency->minimum || available < currency->requires)
        take = 0;
    if (available < currency->requires && asked > 0 && currency->shortage == LOY__SHORT_REFUSE)
        return loy__refuse(work, "below-threshold", "/pay",
                           "%s pay for those who have %lld, and %lld are available",
                           currency->name.text, (long long)currency->requires,
                           (long long)available);
    if (take != asked && currency->shortage == LOY__SHORT_REFUSE)
        return loy__refuse(work, "insufficient-points", "/pay",
                           "cannot pay with %lld points of %s: %lld are available, they pay in "
                           "steps of %lld from %lld, and %lld are the most for this basket",
                           (long long)asked, currency->name.text, (long long)available,
                           (long long)currency->step, (long long)currency->minimum,
                           (long long)take);
    out->points = take;
    if (!loy__mul_div(take, currency->value, currency->step, LOY__FLOOR, &out->money))
        return loy__refuse(work, "bad-amount", "/pay", "%s", "the points are worth too much");
    if (out->money > most)
        out->money = most;
    return LOY_OK;
}

/* Currencies that draw on one another are decided as if each were alone: what
 * they want together is found out when they take it. */
static int
admit_item(loy__work *work, uint32_t index, int64_t *paid)
{
    const loy_item *item = loy__item_at(work->event, index);
    struct loy__payment *own = &work->payments[index];
    const loy__currency *currency = &work->program->currencies[own->currency];
    int result;

    if (currency->step == 0)
        return loy__refuse(work, "no-payment", "/pay",
                           "%s are not for paying: the currency has no `payment`",
                           currency->name.text);
    if (loy__item_repeated(work->event, index))
        return loy__refuse(work, "wrong-item", "/pay", "%s is named twice", currency->name.text);
    result = decide(work, currency, item->amount, *paid, own);
    if (result != LOY_OK)
        return result;
    *paid += own->money;
    if (currency->pays_as == LOY__PAY_TENDER)
        work->money_paid += own->money;
    return LOY_OK;
}

/* A discount is money off all lines, in proportion to what they cost. */
static int
take_off(loy__work *work)
{
    uint32_t count = work->amounts != NULL ? work->event->line_count : 0;

    work->lines_off = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(int64_t));
    if (work->lines_off == NULL)
        return LOY_ERR_NOMEM;
    if (count == 0 || !loy__split(work->money_off, work->amounts, count, work->lines_off))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < count; i++)
        loy__line_reduce(work, i, work->lines_off[i]);
    work->total -= work->money_off;
    return LOY_OK;
}

/* The items that pay as a discount, or those that do not. */
static int
admit_items(loy__work *work, bool discounts, int64_t *paid)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++) {
        struct loy__payment *own = &work->payments[i];

        own->currency = loy__item_currency(work, loy__item_at(work->event, i));
        if (is_discount(&work->program->currencies[own->currency]) == discounts)
            result = admit_item(work, i, paid);
    }
    return result;
}

/* Discounts first: the others pay what is left, and the taxes on top of that. */
static int
admit_all(loy__work *work)
{
    int64_t paid = 0;
    int64_t *taxes;
    int result = admit_items(work, true, &work->money_off);

    if (result == LOY_OK && work->money_off > 0)
        result = take_off(work);
    if (result == LOY_OK && work->amounts != NULL)
        result = loy__taxes_settle(work, NULL, &taxes);
    return result == LOY_OK ? admit_items(work, false, &paid) : result;
}

int
loy__admit_payment(loy__work *work)
{
    uint32_t count = work->event->item_count;
    int result = LOY_OK;

    if (work->event->receipt_id.size > 0)
        result = loy__find_hold(work);
    if (result != LOY_OK)
        return result;
    work->payments = loy__arena_alloc(&work->engine->arena, (count + 1u) * sizeof(*work->payments));
    if (work->payments == NULL)
        return LOY_ERR_NOMEM;
    return result == LOY_OK ? admit_all(work) : result;
}

/* ---- Paying ---- */

static int
note_lot(loy__work *work, const loy__paid *paid, uint32_t currency)
{
    const loy__name *name = &work->program->currencies[currency].name;
    loy_engine *engine = work->engine;
    uint32_t count = work->sale.paid_count;

    if (!loy__reserve(&engine->memory, &engine->paid, &engine->paid_capacity, count + 1u,
                      sizeof(*engine->paid)))
        return LOY_ERR_NOMEM;
    engine->paid[count] = *paid;
    engine->paid[count].name = name->text;
    engine->paid[count].name_size = name->size;
    work->sale.paid = engine->paid;
    work->sale.paid_count = count + 1;
    return LOY_OK;
}

int
loy__note_paid(loy__work *work, size_t first)
{
    int result = LOY_OK;

    for (size_t i = first; work->keeps_receipt && result == LOY_OK && i < work->journal->count;
         i++) {
        const loy__posting *posting = &work->journal->items[i];
        const loy__paid paid = {.points = posting->points < 0 ? -posting->points : posting->points,
                                .expires = posting->expires,
                                .earned_on = posting->earned_on,
                                .own = posting->own};

        result = note_lot(work, &paid, posting->currency);
    }
    return result;
}

int
loy__note_sent(loy__work *work, size_t first, loy_text receiver)
{
    uint32_t i = work->sale.paid_count;
    int result = loy__note_paid(work, first);

    for (; i < work->sale.paid_count; i++) {
        work->sale.paid[i].member = receiver.data;
        work->sale.paid[i].member_size = receiver.size;
    }
    return result;
}

int
loy__note_paid_by(loy__work *work, const loy__lot *lot, loy_text member)
{
    const loy__paid paid = {.points = lot->points,
                            .expires = lot->expires,
                            .earned_on = lot->earned_on,
                            .own = lot->own,
                            .member = member.data,
                            .member_size = member.size};

    return work->keeps_receipt ? note_lot(work, &paid, lot->currency) : LOY_OK;
}

static int
pay(loy__work *work, uint32_t index)
{
    const struct loy__payment *own = &work->payments[index];
    const loy__currency *currency = &work->program->currencies[own->currency];
    loy_effect *effect;
    int result;

    if (loy__draw_available(work, &currency->draw) < own->points)
        return loy__refuse(work, "insufficient-points", "/pay",
                           "%s and others that pay draw on the same points, which are too few",
                           currency->name.text);
    result = loy__draw_take(work, &currency->draw, own->points);
    if (result != LOY_OK)
        return result;
    effect = loy__outcome_effect(work->outcome);
    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = "payment",
                           .name = currency->name.text,
                           .amount = own->points,
                           .wanted = loy__item_at(work->event, index)->amount,
                           .money = own->money,
                           .time = work->now,
                           .kind = LOY_EFFECT_PAY};
    return LOY_OK;
}

/* What the till takes off each line. */
static int
show_discount(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && work->lines_off != NULL && i < work->event->line_count;
         i++)
        if (work->lines_off[i] != 0)
            result = loy__effect_about(work, LOY_EFFECT_DISCOUNT, "payment",
                                       loy__line_at(work->event, i)->id, 0, work->lines_off[i]);
    return result;
}

int
loy__act_payment(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++)
        result = pay(work, i);
    if (result == LOY_OK)
        result = show_discount(work);
    if (result == LOY_OK && work->has_hold)
        result = loy__held_release(work, "payment");
    return result;
}
