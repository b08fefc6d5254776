/*
 * returns_rewards.c -- stamps and vouchers that a sale gave: they stay, are
 * void while unused, or are charged when used, as the program says.
 *
 * Vouchers of a kind are alike: where the very one is used, another goes in its
 * place. One that has lapsed is not asked for. One that was bought goes with what
 * bought it.
 */
#include "engine/returns/returns.h"

/* ---- Vouchers ---- */

/* The price of the reward in points: not those of the sale, so any. */
static int
charge_points(loy__work *work, loy__refund *refund, const loy__reward *reward, int64_t count)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < reward->price_count; i++) {
        loy__award any = {.matures = LOY_NEVER, .expires = LOY_TIME_NONE};
        int64_t points;

        if (!loy__mul_div(reward->prices[i].points, count, 1, LOY__FLOOR, &points))
            return LOY_ERR_INTERNAL;
        if (points > 0)
            result =
                loy__return_take_points(work, refund, &any, reward->prices[i].currency, points);
    }
    return result;
}

/* Charges for used vouchers; the money of it, if any. */
static int
charge(loy__work *work, loy__refund *refund, uint32_t voucher, int64_t count, int64_t *money)
{
    uint32_t number = work->program->vouchers[voucher].reward;
    const loy__reward *reward;

    *money = 0;
    if (count == 0 || number == LOY__NONE || work->program->returns.rewards != LOY__REWARDS_RECOVER)
        return LOY_OK;
    reward = &work->program->rewards[number];
    if (reward->price_count > 0)
        return charge_points(work, refund, reward, count);
    if (reward->give != LOY__GIVE_DISCOUNT)
        return LOY_OK;
    if (!loy__mul_div(reward->discount, count, 1, LOY__FLOOR, money))
        return LOY_ERR_INTERNAL;
    if (*money > refund->owed)
        *money = refund->owed;
    refund->owed -= *money;
    return LOY_OK;
}

/* Takes away or charges vouchers; *settled: how many are done with. */
static int
take_vouchers(loy__work *work, loy__refund *refund, uint32_t voucher, int64_t expires,
              int64_t count, int64_t *settled)
{
    int64_t taken = loy__voucher_take(work->state, voucher, expires, count);
    loy_effect *effect;
    int64_t money;
    int result = charge(work, refund, voucher, count - taken, &money);

    *settled = work->program->returns.rewards == LOY__REWARDS_RECOVER ? count : taken;
    if (result != LOY_OK)
        return result;
    effect = loy__outcome_effect(work->outcome);
    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = loy__cause(work),
                           .name = work->program->vouchers[voucher].name.text,
                           .amount = taken,
                           .wanted = count,
                           .money = money,
                           .time = work->now,
                           .kind = LOY_EFFECT_VOID};
    return LOY_OK;
}

static bool
has_lapsed(const loy__work *work, const loy__award *award)
{
    return award->expires <= work->now && award->expires != LOY_NEVER;
}

int
loy__return_take_vouchers(loy__work *work, loy__refund *refund, const loy__award *award,
                          int64_t count)
{
    uint32_t voucher =
        loy__program_find(work->program, LOY_PART_VOUCHER, award->name, award->name_size);
    int64_t settled;

    if (voucher == LOY__NONE || has_lapsed(work, award))
        return LOY_OK;
    return take_vouchers(work, refund, voucher, award->expires, count, &settled);
}

/* ---- Counters ---- */

/* Of vouchers that the customer has not, those that lapsed unused. They are not asked
 * for, each once. */
static int
forgive_lapsed(loy__work *work, uint32_t voucher, int64_t *count, int64_t *settled)
{
    int64_t unused = loy__smaller(*count, loy__voucher_count(work->state, voucher));
    int64_t lapsed = loy__smaller(*count - unused, loy__vouchers_lapsed(work->state, voucher));

    *count -= lapsed;
    *settled += lapsed;
    return loy__vouchers_forget(work->state, voucher, lapsed);
}

/* Vouchers that a counter issued and that its counts do not cover any more:
 * those of the sale first. *settled: how many are done with. */
static int
take_cards(loy__work *work, loy__refund *refund, uint32_t voucher, int64_t count, int64_t *settled)
{
    const loy__name *name = &work->program->vouchers[voucher].name;
    loy__receipt *sale = refund->sale;
    int64_t part, done;
    int result = LOY_OK;

    *settled = 0;
    for (uint32_t i = 0; result == LOY_OK && i < sale->award_count && count > 0; i++) {
        loy__award *card = &sale->awards[i];

        if (card->kind != LOY__AWARD_CARD || card->taken == card->amount ||
            !loy__text_equal(card->name, card->name_size, name->text, name->size))
            continue;
        part = card->amount - card->taken < count ? card->amount - card->taken : count;
        done = part;
        if (has_lapsed(work, card))
            result = loy__vouchers_forget(work->state, voucher, part);
        else
            result = take_vouchers(work, refund, voucher, card->expires, part, &done);
        card->taken += part;
        count -= part;
        *settled += done;
    }
    if (result == LOY_OK)
        result = forgive_lapsed(work, voucher, &count, settled);
    if (result != LOY_OK || count == 0)
        return result;
    result = take_vouchers(work, refund, voucher, LOY_NEVER, count, &done);
    *settled += done;
    return result;
}

/* How many full cards are none any more, so much is missing. Those that gave nothing were
 * but numbers. */
static int
unfill(loy__work *work, loy__refund *refund, const loy__counter *counter, int64_t missing,
       int64_t *settled)
{
    int64_t count = (missing - 1) / counter->every + 1;

    *settled = 0;
    if (counter->issue == LOY__NONE) {
        *settled = count;
        return LOY_OK;
    }
    return loy__return_keeps_vouchers(work)
               ? LOY_OK
               : take_cards(work, refund, counter->issue, count, settled);
}

/* Only in the window in which it counted. What is less than nothing was
 * exchanged for vouchers; where those stay, it is nothing. */
int
loy__return_take_count(loy__work *work, loy__refund *refund, const loy__award *award,
                       int64_t amount)
{
    uint32_t number =
        loy__program_find(work->program, LOY_PART_COUNTER, award->name, award->name_size);
    int32_t day = work->scene.local_day;
    const loy__counter *counter;
    int64_t value, left;
    int64_t settled = 0;
    int result = LOY_OK;

    if (number == LOY__NONE)
        return LOY_OK;
    counter = &work->program->counters[number];
    if (loy__period_start((int32_t)award->expires, counter->window) !=
        loy__period_start(day, counter->window))
        return LOY_OK;
    value = loy__tally_value(&work->state->counters[number], counter->window, day);
    left = value - amount;
    if (left < 0 && counter->every > 0)
        result = unfill(work, refund, counter, -left, &settled);
    left += settled * counter->every;
    if (left < 0)
        left = 0;
    amount = value + settled * counter->every - left;
    if (result == LOY_OK &&
        !loy__tally_add(&work->state->counters[number], counter->window, day, left - value))
        result = LOY_ERR_INTERNAL;
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_COUNT, loy__cause(work),
                                              counter->name.text, -amount, -amount)
                            : result;
}
