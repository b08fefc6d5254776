/*
 * price.c -- promotions: which of them apply to the basket of a purchase, one
 * after the other, and what each takes off.
 *
 * Conditions see the basket as it came. What is left of the lines is what the
 * rules earn on.
 */
#include <string.h>

#include "engine/price/price.h"

/* ---- One promotion ---- */

int
loy__try_promotion(loy__basket *basket, const loy__promotion *promotion, loy__offer *offer)
{
    loy__offer_state state;
    int result = loy__qualify(basket, promotion, &state);

    *offer = (loy__offer){0};
    if (result == LOY_OK && state == LOY__OFFER_UNTRIED) {
        result = loy__take(basket, promotion, offer);
        if (offer->total == 0 && offer->gifts == 0)
            state = LOY__OFFER_NOTHING;
        else if (result == LOY_OK && promotion->budget_count > 0) {
            result = loy__funds_cut(basket, promotion, offer);
            if (offer->total == 0)
                state = LOY__OFFER_BUDGET;
        }
    }
    basket->states[promotion->number] = (uint8_t)state;
    return result;
}

/* What reduces a line as a whole reduces units that are used and others alike. */
static int64_t
held_after(const loy__promotion *promotion, const loy__priced *line, int64_t taken)
{
    int64_t held = line->held;

    if (promotion->on != LOY__ON_UNITS && promotion->set.buy == 0 && line->left > 0)
        loy__mul_div(held, line->left - taken, line->left, LOY__FLOOR, &held);
    return held < line->left - taken ? held : line->left - taken;
}

static int
show_discount(loy__basket *basket, const char *rule, const loy__offer *offer, uint32_t line)
{
    loy__work *work = basket->work;
    int64_t taken = offer->taken[line];
    int result = loy__effect_about(work, LOY_EFFECT_DISCOUNT, rule,
                                   loy__line_at(work->event, line)->id, 0, taken);

    if (result == LOY_OK && offer->wanted != NULL && offer->wanted[line] != taken)
        work->outcome->effects[work->outcome->effect_count - 1].told.wanted = offer->wanted[line];
    return result;
}

static int
use_voucher(loy__basket *basket, const loy__promotion *promotion)
{
    return loy__use_voucher(basket->work, promotion->voucher, promotion->name.text);
}

int
loy__apply_promotion(loy__basket *basket, const loy__promotion *promotion, const loy__offer *offer)
{
    const char *rule = promotion->name.text;
    int result = LOY_OK;

    basket->states[promotion->number] = LOY__OFFER_APPLIED;
    basket->closed = basket->closed || promotion->exclusive == LOY__EXCLUSIVE_LATER;
    for (uint32_t i = 0; i < basket->count && result == LOY_OK; i++) {
        basket->lines[i].held =
            held_after(promotion, &basket->lines[i], offer->taken[i]) + offer->held[i];
        basket->lines[i].left -= offer->taken[i];
        basket->lines[i].used += offer->used[i];
        if (offer->fractions != NULL)
            basket->lines[i].fraction = offer->fractions[i];
        if (promotion->exclusive == LOY__EXCLUSIVE_LINES && offer->taken[i] > 0)
            basket->lines[i].closed = true;
        if (offer->taken[i] > 0)
            result = show_discount(basket, rule, offer, i);
    }
    if (result == LOY_OK)
        result = loy__runs_follow(basket, offer);
    if (result == LOY_OK && promotion->voucher != LOY__NONE)
        result = use_voucher(basket, promotion);
    if (result == LOY_OK)
        result = loy__usage_count(basket->work, &promotion->limit, 1, basket->work->scene.day);
    if (result == LOY_OK && promotion->budget_count > 0)
        result = loy__funds_use(basket, promotion, offer);
    if (result == LOY_OK && offer->gifts > 0)
        result = loy__effect_about(
            basket->work, LOY_EFFECT_GIFT, rule,
            (loy_text){.data = promotion->gift, .size = (uint32_t)strlen(promotion->gift)},
            offer->gifts, 0);
    return result;
}

/* ---- Groups ---- */

/* The first or the best of a group; the others are beaten. */
static int
apply_one_of(loy__basket *basket, uint32_t from, uint32_t group)
{
    const loy__pricing *pricing = basket->pricing;
    const loy__promotion *chosen = NULL;
    loy__offer best = {0}, offer;
    bool first = pricing->groups[group].mode == LOY__TOGETHER_FIRST;
    int result = LOY_OK;

    for (uint32_t i = from; i < pricing->count && result == LOY_OK; i++) {
        const loy__promotion *promotion = &pricing->promotions[pricing->order[i]];

        if (promotion->group != group)
            continue;
        result = loy__try_promotion(basket, promotion, &offer);
        if (result != LOY_OK || !loy__gives(basket, promotion))
            continue;
        basket->states[promotion->number] = LOY__OFFER_BEATEN;
        if (chosen == NULL || (!first && offer.total > best.total)) {
            chosen = promotion;
            best = offer;
        }
    }
    return result == LOY_OK && chosen != NULL ? loy__apply_promotion(basket, chosen, &best)
                                              : result;
}

static int
apply_group(loy__basket *basket, uint32_t from, uint32_t group)
{
    return basket->pricing->groups[group].mode == LOY__TOGETHER_BEST_LINE
               ? loy__apply_best_lines(basket, from, group)
               : apply_one_of(basket, from, group);
}

/* ---- All of them ---- */

/* The first exclusive one that gives something keeps all others out. */
static int
apply_exclusive(loy__basket *basket, bool *done)
{
    const loy__pricing *pricing = basket->pricing;
    int result = LOY_OK;

    *done = false;
    for (uint32_t i = 0; i < pricing->count && result == LOY_OK && !*done; i++) {
        const loy__promotion *promotion = &pricing->promotions[pricing->order[i]];
        loy__offer offer;

        if (promotion->exclusive != LOY__EXCLUSIVE_ALL)
            continue;
        result = loy__try_promotion(basket, promotion, &offer);
        if (result != LOY_OK || !loy__gives(basket, promotion))
            continue;
        *done = true;
        for (uint32_t k = 0; k < pricing->count; k++)
            basket->states[k] = LOY__OFFER_BEATEN;
        result = loy__apply_promotion(basket, promotion, &offer);
    }
    return result;
}

static bool
stands_alone(const loy__pricing *pricing, const loy__promotion *promotion)
{
    uint32_t mode;

    if (promotion->group == LOY__NONE)
        return true;
    mode = pricing->groups[promotion->group].mode;
    return mode == LOY__TOGETHER_ALL ||
           (mode == LOY__TOGETHER_BEST_LINE && promotion->off == LOY__OFF_GIFT);
}

static int
apply_all(loy__basket *basket)
{
    const loy__pricing *pricing = basket->pricing;
    uint64_t seen[LOY__MAX_PRICE_GROUPS / 64] = {0};
    bool done;
    int result = apply_exclusive(basket, &done);

    for (uint32_t i = 0; i < pricing->count && result == LOY_OK && !done; i++) {
        const loy__promotion *promotion = &pricing->promotions[pricing->order[i]];
        loy__offer offer;

        if (promotion->exclusive == LOY__EXCLUSIVE_ALL)
            continue;
        if (basket->closed) {
            if (loy__gives(basket, promotion))
                basket->states[promotion->number] = LOY__OFFER_BEATEN;
            continue;
        }
        if (!stands_alone(pricing, promotion)) {
            if (!loy__bit(seen, promotion->group))
                result = apply_group(basket, i, promotion->group);
            seen[promotion->group >> 6] |= UINT64_C(1) << (promotion->group & 63);
            continue;
        }
        result = loy__try_promotion(basket, promotion, &offer);
        if (result == LOY_OK && loy__gives(basket, promotion))
            result = loy__apply_promotion(basket, promotion, &offer);
    }
    return result;
}

int
loy__price_basket(loy__work *work)
{
    loy__basket basket;
    int result = loy__basket_open(work, &basket);

    if (result == LOY_OK)
        result = apply_all(&basket);
    if (result == LOY_OK && basket.pricing->coded)
        result = loy__price_codes(&basket);
    if (result != LOY_OK)
        return result;
    work->total = 0;
    for (uint32_t i = 0; i < basket.count; i++) {
        loy__line_reduce(work, i, work->amounts[i] - basket.lines[i].left);
        work->total += basket.lines[i].left;
    }
    return loy__price_totals(&basket);
}
