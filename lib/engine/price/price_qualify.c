/*
 * price_qualify.c -- whether a promotion may apply to a basket: its code, its time,
 * its condition, and what must be in the basket.
 */
#include "customer/notes.h"
#include "engine/price/price.h"

static bool
is_shown(const loy_event *event, const loy__promotion *promotion)
{
    for (uint32_t i = 0; i < event->code_count; i++)
        if (loy__text_equal(event->codes[i].data, event->codes[i].size, promotion->code,
                            promotion->code_size))
            return true;
    return false;
}

static int
condition(loy__basket *basket, const loy__promotion *promotion, bool *holds)
{
    loy__cel_value value = loy__cel_bool(true);
    int result = LOY_OK;

    if (promotion->when != NULL)
        result = loy__price_eval(basket, promotion, promotion->when, &value);
    *holds = value.as.integer != 0;
    return result;
}

/* What the chosen lines come to, with or without their tax. */
static int64_t
value_of(const loy__basket *basket, uint32_t tax)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < basket->count; i++) {
        const loy__priced *own = &basket->lines[i];
        const loy_line *line = loy__line_at(basket->work->event, i);
        int64_t value = loy__basket_value(own, basket->pricing->needs_base), part;
        bool on_top = loy__taxed_on_top(basket->work->program, line);

        if (!basket->chosen[i])
            continue;
        sum += value;
        if (tax == LOY__TAX_AS_ENTERED)
            continue;
        part = loy__tax_of(basket->work->program, line, own->amount, value);
        if (tax == LOY__TAX_WITH && on_top)
            sum += part;
        if (tax == LOY__TAX_WITHOUT && !on_top)
            sum -= part;
    }
    return sum;
}

static int
enough(loy__basket *basket, const loy__promotion *promotion, bool *is)
{
    const loy__needs *needs = &promotion->needs;
    int64_t units = 0;
    int result;

    *is = true;
    if (needs->amount == 0 && needs->quantity == 0 && needs->at_most < 0)
        return LOY_OK;
    result =
        loy__basket_choose(basket, promotion, needs->own_lines ? needs->lines : promotion->lines);
    if (result != LOY_OK)
        return result;
    for (uint32_t i = 0; i < basket->count; i++)
        units += basket->chosen[i] ? basket->lines[i].units : 0;
    *is = value_of(basket, needs->tax) >= needs->amount && units >= needs->quantity &&
          (needs->at_most < 0 || units <= needs->at_most);
    return LOY_OK;
}

/* Whether the customer has the voucher that a promotion uses up, if any. */
static bool
has_voucher(const loy__basket *basket, const loy__promotion *promotion)
{
    return promotion->voucher == LOY__NONE ||
           loy__voucher_count(basket->work->state, promotion->voucher) > 0;
}

int
loy__qualify(loy__basket *basket, const loy__promotion *promotion, loy__offer_state *state)
{
    const loy_event *event = basket->work->event;
    bool holds;
    int64_t left;
    int result;

    *state = LOY__OFFER_WITHOUT_CODE;
    if (promotion->code_size > 0 && !is_shown(event, promotion))
        return LOY_OK;
    *state = LOY__OFFER_EARLY;
    if (event->time < promotion->from)
        return LOY_OK;
    *state = LOY__OFFER_LATE;
    if (event->time >= promotion->until)
        return LOY_OK;
    *state = LOY__OFFER_CONDITION;
    result = condition(basket, promotion, &holds);
    if (result != LOY_OK || !holds)
        return result;
    *state = LOY__OFFER_NEEDS;
    result = enough(basket, promotion, &holds);
    if (result != LOY_OK || !holds)
        return result;
    *state = LOY__OFFER_FROZEN;
    if (promotion->voucher != LOY__NONE && loy__is_frozen(basket->work->state))
        return LOY_OK;
    *state = LOY__OFFER_VOUCHER;
    if (!has_voucher(basket, promotion))
        return LOY_OK;
    *state = LOY__OFFER_LIMIT;
    result = loy__usage_left(basket->work, &promotion->limit, basket->work->scene.day, &left);
    if (result == LOY_OK && left > 0)
        *state = LOY__OFFER_UNTRIED;
    return result;
}
