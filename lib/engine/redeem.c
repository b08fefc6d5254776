/*
 * redeem.c -- spending: points as payment within a purchase, rewards for
 * points, and vouchers.
 */
#include "customer/holds.h"
#include "engine/usage.h"

/* ---- Points as payment ---- */

/* How many points a purchase may be paid with, and their money. `asked` is
 * clamped or refused as the currency says. */
static int
payable(loy__work *work, const loy__currency *currency, uint32_t number, int64_t asked,
        int64_t *points, int64_t *money)
{
    int64_t available = loy__spendable(work, number);
    int64_t take = asked < available ? asked : available;
    int64_t left = work->total + work->tax_on_top - work->money_paid;

    if (currency->value > 0 && take > left / currency->value * currency->step)
        take = left / currency->value * currency->step;
    take -= take % currency->step;
    if (take < currency->minimum)
        take = 0;
    if (take != asked && currency->shortage == LOY__SHORT_REFUSE)
        return loy__refuse(work, "insufficient-points", "/pay",
                           "cannot pay with %lld points of %s: %lld are available, they pay in "
                           "steps of %lld from %lld, and not more than the basket",
                           (long long)asked, currency->name.text, (long long)available,
                           (long long)currency->step, (long long)currency->minimum);
    *points = take;
    *money = 0;
    if (!loy__mul_div(take, currency->value, currency->step, LOY__FLOOR, money))
        return loy__refuse(work, "bad-amount", "/pay", "%s", "the points are worth too much");
    return LOY_OK;
}

static const loy__currency *
payment_currency(const loy__work *work, const loy_item *item, uint32_t *number)
{
    *number = loy__program_find(work->program, LOY_PART_CURRENCY, item->name.data, item->name.size);
    return &work->program->currencies[*number];
}

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

int
loy__admit_payment(loy__work *work)
{
    if (work->event->receipt_id.size > 0) {
        int result = loy__find_hold(work);

        if (result != LOY_OK)
            return result;
    }
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        uint32_t number;
        const loy__currency *currency = payment_currency(work, item, &number);
        int64_t points, money;
        int result;

        if (currency->step == 0)
            return loy__refuse(work, "no-payment", "/pay",
                               "%s are not for paying: the currency has no `payment`",
                               currency->name.text);
        if (loy__item_repeated(work->event, i))
            return loy__refuse(work, "wrong-item", "/pay", "%s is named twice",
                               currency->name.text);
        result = payable(work, currency, number, item->amount, &points, &money);
        if (result != LOY_OK)
            return result;
        work->money_paid += money;
    }
    return LOY_OK;
}

/* The lots that a payment took, for the day the sale comes back. */
static int
note_paid(loy__work *work, const loy__currency *currency, size_t first)
{
    loy_engine *engine = work->engine;

    for (size_t i = first; i < work->journal->count; i++) {
        const loy__posting *posting = &work->journal->items[i];
        uint32_t count = work->sale.paid_count;

        if (!loy__reserve(&engine->memory, &engine->paid, &engine->paid_capacity, count + 1u,
                          sizeof(*engine->paid)))
            return LOY_ERR_NOMEM;
        engine->paid[count] = (loy__paid){.points = posting->points,
                                          .expires = posting->expires,
                                          .earned_on = posting->earned_on,
                                          .own = posting->own,
                                          .name = currency->name.text,
                                          .name_size = currency->name.size};
        work->sale.paid = engine->paid;
        work->sale.paid_count = count + 1;
    }
    return LOY_OK;
}

/* Takes points, those first that the hold has. */
static int
take(loy__work *work, uint32_t currency, int64_t points)
{
    int64_t held = work->has_hold ? loy__hold_points(work->state, work->hold, currency) : 0;
    int result = LOY_OK;

    if (held > points)
        held = points;
    if (held > 0)
        result =
            loy__hold_capture(work->state, work->journal, work->hold, currency, held, work->now);
    if (result == LOY_OK && points > held)
        result = loy__spend(work, currency, points - held);
    return result;
}

static int
pay(loy__work *work, const loy_item *item)
{
    uint32_t number;
    const loy__currency *currency = payment_currency(work, item, &number);
    size_t first = work->journal->count;
    int64_t points, money;
    loy_effect *effect;
    int result = payable(work, currency, number, item->amount, &points, &money);

    if (result != LOY_OK)
        return result;
    work->money_paid += money;
    if (points > 0)
        result = take(work, number, points);
    if (result == LOY_OK)
        result = note_paid(work, currency, first);
    if (result != LOY_OK)
        return result;
    effect = loy__outcome_effect(work->outcome);
    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = "payment",
                           .name = currency->name.text,
                           .amount = points,
                           .wanted = item->amount,
                           .money = money,
                           .time = work->now,
                           .kind = LOY_EFFECT_PAY};
    return LOY_OK;
}

int
loy__act_payment(loy__work *work)
{
    int result = LOY_OK;

    work->money_paid = 0;
    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++)
        result = pay(work, loy__item_at(work->event, i));
    if (result == LOY_OK && work->has_hold)
        result = loy__release_rest(work, work->hold, "payment");
    return result;
}

/* ---- Rewards and vouchers ---- */

static int
admit_reward(loy__work *work)
{
    const loy_text id = work->event->reward;
    uint32_t number = loy__program_find(work->program, LOY_PART_REWARD, id.data, id.size);
    const loy__reward *reward;
    loy__cel_value value = {0};
    int64_t left;
    int result;

    if (number == LOY__NONE)
        return loy__refuse(work, "unknown-reward", "/reward", "%s",
                           "the program has no such reward");
    reward = &work->program->rewards[number];
    if (reward->when != NULL &&
        (loy__facts_eval(work, reward->when, NULL, &value) != LOY__CEL_ERR_NONE ||
         value.as.integer == 0))
        return loy__refuse(work, "not-eligible", "/reward",
                           "%s is not for this customer now: its condition does not hold",
                           reward->name.text);
    if (reward->price_count == 0)
        return loy__refuse(work, "not-eligible", "/reward",
                           "%s has no price in points: redeem a voucher for it", reward->name.text);
    result = loy__usage_left(work, &reward->limit, work->scene.day, &left);
    if (result != LOY_OK)
        return result;
    if (left == 0)
        return loy__refuse(work, "usage-limit-reached", "/reward",
                           "%s was taken as often as it may be", reward->name.text);
    for (uint32_t i = 0; i < reward->price_count; i++) {
        const loy__price *price = &reward->prices[i];
        int64_t available = loy__spendable(work, price->currency);

        if (available < price->points)
            return loy__refuse(
                work, "insufficient-points", "/reward", "%s costs %lld %s and %lld are available",
                reward->name.text, (long long)price->points,
                work->program->currencies[price->currency].name.text, (long long)available);
    }
    return LOY_OK;
}

int
loy__admit_redeem(loy__work *work)
{
    const loy_event *event = work->event;
    uint32_t voucher;

    if ((event->reward.size > 0) == (event->voucher.size > 0))
        return loy__refuse(work, "missing-reward", "/reward", "%s",
                           "name either the reward to buy with points or the voucher to use");
    if (event->reward.size > 0)
        return admit_reward(work);
    voucher = loy__program_find(work->program, LOY_PART_VOUCHER, event->voucher.data,
                                event->voucher.size);
    if (voucher == LOY__NONE)
        return loy__refuse(work, "unknown-voucher", "/voucher", "%s",
                           "the program has no such voucher");
    if (loy__voucher_count(work->state, voucher) == 0)
        return loy__refuse(work, "no-voucher", "/voucher", "the customer holds no unused %s",
                           work->program->vouchers[voucher].name.text);
    return LOY_OK;
}

static int
use_voucher(loy__work *work)
{
    const loy_text id = work->event->voucher;
    uint32_t number = loy__program_find(work->program, LOY_PART_VOUCHER, id.data, id.size);
    const loy__voucher *voucher = &work->program->vouchers[number];
    const loy__reward *reward;
    int result;

    if (!loy__voucher_use(work->state, number))
        return LOY_ERR_INTERNAL;
    result = loy__effect_add(work, LOY_EFFECT_USE, voucher->name.text, voucher->name.text, 1, 1);
    if (result != LOY_OK || voucher->reward == LOY__NONE)
        return result;
    reward = &work->program->rewards[voucher->reward];
    return loy__effect_add(work, LOY_EFFECT_REWARD, voucher->name.text, reward->name.text, 0, 0);
}

int
loy__act_redeem(loy__work *work)
{
    const loy_text id = work->event->reward;
    const loy__reward *reward;
    int64_t points = 0;
    int result = LOY_OK;

    if (id.size == 0)
        return use_voucher(work);
    reward = &work->program
                  ->rewards[loy__program_find(work->program, LOY_PART_REWARD, id.data, id.size)];
    for (uint32_t i = 0; result == LOY_OK && i < reward->price_count; i++) {
        const loy__price *price = &reward->prices[i];

        if (price->points == 0)
            continue;
        result = loy__spend(work, price->currency, price->points);
        points += price->points;
    }
    if (result == LOY_OK)
        result = loy__usage_count(work, &reward->limit, 1, work->scene.day);
    if (result != LOY_OK)
        return result;
    return loy__effect_add(work, LOY_EFFECT_REWARD, reward->name.text, reward->name.text, points,
                           points);
}
