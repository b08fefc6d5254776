/*
 * redeem.c -- rewards for points, and vouchers.
 */
#include "engine/earn/usage.h"

/* What a price is taken from. */
static loy__draw
draw_of(const loy__reward *reward, const loy__price *price)
{
    return reward->draw.count > 0 ? reward->draw
                                  : (loy__draw){.currencies = &price->currency, .count = 1};
}

/* Whether the discount of a reward is more than the basket of the event. */
static bool
exceeds_basket(const loy__work *work, const loy__reward *reward)
{
    return reward->give == LOY__GIVE_DISCOUNT && work->event->line_count > 0 &&
           work->total < reward->discount;
}

/* The points of a price; of a discount that keeps its remainder, so many as the
 * basket needs. */
static int64_t
points_of(const loy__work *work, const loy__reward *reward, const loy__price *price)
{
    int64_t points;

    if (reward->remainder == LOY__REMAINDER_KEEP && exceeds_basket(work, reward) &&
        loy__mul_div(price->points, work->total, reward->discount, LOY__CEIL, &points))
        return points;
    return price->points;
}

static int
admit_price(loy__work *work, const loy__reward *reward, const loy__price *price)
{
    loy__draw draw = draw_of(reward, price);
    int64_t available = loy__draw_available(work, &draw);
    int64_t points = points_of(work, reward, price);

    if (available < points)
        return loy__refuse(work, "insufficient-points", "/reward",
                           "%s costs %lld %s and %lld are available", reward->name.text,
                           (long long)points, work->program->currencies[price->currency].name.text,
                           (long long)available);
    return LOY_OK;
}

/* What the customer must have beside the price. */
static int
admit_required(loy__work *work, const loy__reward *reward)
{
    for (uint32_t i = 0; i < reward->require_count; i++) {
        const loy__price *required = &reward->requires[i];
        int64_t available = loy__state_points(work->state, required->currency).available;

        if (available < required->points)
            return loy__refuse(work, "below-threshold", "/reward",
                               "%s is for those who have %lld %s, and %lld are available",
                               reward->name.text, (long long)required->points,
                               work->program->currencies[required->currency].name.text,
                               (long long)available);
    }
    if (reward->remainder == LOY__REMAINDER_REFUSE && exceeds_basket(work, reward))
        return loy__refuse(work, "reward-too-large", "/reward",
                           "%s takes off more than the basket costs", reward->name.text);
    return LOY_OK;
}

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
    if (work->event->time < reward->from || work->event->time >= reward->until)
        return loy__refuse(work, "not-on-offer", "/reward", "%s %s", reward->name.text,
                           work->event->time < reward->from ? "is not on offer yet"
                                                            : "is not on offer any more");
    result = loy__usage_left(work, &reward->limit, work->scene.day, &left);
    if (result == LOY_OK && left == 0)
        result = loy__refuse(work, "usage-limit-reached", "/reward",
                             "%s was taken as often as it may be", reward->name.text);
    if (result == LOY_OK)
        result = admit_required(work, reward);
    for (uint32_t i = 0; result == LOY_OK && i < reward->price_count; i++)
        result = admit_price(work, reward, &reward->prices[i]);
    return result;
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

/* What the customer has of a reward: that it was given, and the voucher that it gives. */
static int
give(loy__work *work, const char *cause, const loy__reward *reward, int64_t points)
{
    int result = loy__effect_add(work, LOY_EFFECT_REWARD, cause, reward->name.text, points, points);
    loy__award award = {.amount = 1, .kind = LOY__AWARD_BOUGHT};
    const loy__name *voucher;

    if (result != LOY_OK || reward->voucher == LOY__NONE)
        return result;
    voucher = &work->program->vouchers[reward->voucher].name;
    award.name = voucher->text;
    award.name_size = voucher->size;
    result = loy__voucher_issue(work->state, reward->voucher, 1, work->now, &award.expires);
    if (result == LOY_OK)
        result = loy__award_note(work, &award);
    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_ISSUE, reward->name.text, voucher->text, 1, 1)
               : result;
}

int
loy__use_voucher(loy__work *work, uint32_t voucher, const char *rule)
{
    const loy__name *name = &work->program->vouchers[voucher].name;
    loy__award used = {
        .amount = 1, .name = name->text, .name_size = name->size, .kind = LOY__AWARD_USED};
    int result;

    if (!loy__voucher_use(work->state, voucher, &used.expires))
        return LOY_ERR_INTERNAL;
    result = loy__award_note(work, &used);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_USE, rule, name->text, 1, 1)
                            : result;
}

static int
use_voucher(loy__work *work)
{
    const loy_text id = work->event->voucher;
    uint32_t number = loy__program_find(work->program, LOY_PART_VOUCHER, id.data, id.size);
    const loy__voucher *voucher = &work->program->vouchers[number];
    int result = loy__use_voucher(work, number, voucher->name.text);

    if (result != LOY_OK || voucher->reward == LOY__NONE)
        return result;
    return give(work, voucher->name.text, &work->program->rewards[voucher->reward], 0);
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

        loy__draw draw = draw_of(reward, price);
        int64_t part = points_of(work, reward, price);

        points += part;
        result = loy__draw_take(work, &draw, part);
    }
    if (result == LOY_OK)
        result = loy__usage_count(work, &reward->limit, 1, work->scene.day);
    if (result == LOY_OK)
        result = give(work, reward->name.text, reward, points);
    if (result == LOY_OK && reward->give == LOY__GIVE_DISCOUNT && work->event->line_count > 0)
        work->outcome->effects[work->outcome->effect_count - 1].told.money =
            exceeds_basket(work, reward) ? work->total : reward->discount;
    return result;
}
