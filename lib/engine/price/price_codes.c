/*
 * price_codes.c -- why a code that was shown did nothing.
 */
#include "engine/price/price.h"

static const char *
reason_of(uint8_t state)
{
    switch (state) {
    case LOY__OFFER_EARLY:
        return "code-not-valid";
    case LOY__OFFER_LATE:
        return "code-expired";
    case LOY__OFFER_CONDITION:
        return "not-eligible";
    case LOY__OFFER_NEEDS:
        return "minimum-not-met";
    case LOY__OFFER_FROZEN:
        return "frozen";
    case LOY__OFFER_VOUCHER:
        return "no-voucher";
    case LOY__OFFER_LIMIT:
        return "usage-limit-reached";
    case LOY__OFFER_BUDGET:
        return "budget-spent";
    case LOY__OFFER_BEATEN:
        return "better-discount-present";
    default:
        return "no-effect";
    }
}

/* NULL: the code did what it is for, or is none of the promotions' but named by
 * some rule. */
static const char *
why_declined(const loy__basket *basket, loy_text code)
{
    const loy__pricing *pricing = basket->pricing;
    const char *reason = "code-unknown";

    for (uint32_t i = 0; i < pricing->count; i++) {
        const loy__promotion *promotion = &pricing->promotions[i];

        if (!loy__text_equal(code.data, code.size, promotion->code, promotion->code_size))
            continue;
        if (basket->states[i] == LOY__OFFER_APPLIED)
            return NULL;
        reason = reason_of(basket->states[i]);
    }
    if (loy__cel_symbol(loy__facts_text(basket->work->program, code)) != 0)
        return NULL;
    return reason;
}

static bool
is_repeated(const loy_event *event, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (loy__text_equal(event->codes[i].data, event->codes[i].size, event->codes[index].data,
                            event->codes[index].size))
            return true;
    return false;
}

int
loy__price_codes(loy__basket *basket)
{
    const loy_event *event = basket->work->event;
    int result = LOY_OK;

    for (uint32_t i = 0; i < event->code_count && result == LOY_OK; i++) {
        const char *reason = is_repeated(event, i) ? NULL : why_declined(basket, event->codes[i]);

        if (reason != NULL)
            result =
                loy__effect_about(basket->work, LOY_EFFECT_DECLINE, reason, event->codes[i], 0, 0);
    }
    return result;
}
