/*
 * liability.c -- what is owed for points by IFRS 15: of what customers paid, the
 * part that paid for points is deferred, and becomes revenue as they redeem.
 *
 * All sales up to a moment are one portfolio. The part of points is fixed by
 * the stand-alone prices at the sale, with the redemption expected then; what
 * has become revenue follows the points redeemed, of those now expected to be.
 */
#include "engine/reports/report.h"

#define MILLION INT64_C(1000000)

/* The portfolio at a moment. */
typedef struct portfolio {
    int64_t sales;
    int64_t points;
    int64_t redeemed;
    int64_t expected;   /* points */
    int64_t deferred;   /* of the sales, for all points ever */
    int64_t recognised; /* of that */
    int64_t unbroken;   /* what would be, were every point redeemed some day */
} portfolio;

static bool
share_of(int64_t amount, int64_t part, int64_t whole, int64_t *out)
{
    *out = 0;
    return whole <= 0 || loy__mul_div(amount, part, whole, LOY__HALF_UP, out);
}

/* Allocates the sales to goods and points by their stand-alone prices. */
static bool
allocate(const loy_assumption *assume, portfolio *p)
{
    int64_t expected, price, whole, percent;

    if (!loy__mul_div(p->points, assume->expected, MILLION, LOY__HALF_UP, &expected) ||
        !loy__mul_div(expected, assume->value, assume->per, LOY__HALF_UP, &price) ||
        !loy__add(p->sales, price, &whole))
        return false;
    if (assume->rounding == LOY_SHARE_EXACT)
        return share_of(p->sales, price, whole, &p->deferred);
    return share_of(100, price, whole, &percent) &&
           loy__mul_div(p->sales, percent, 100, LOY__HALF_UP, &p->deferred);
}

/* Revenue follows the points that are redeemed, of those that ever will be. */
static bool
recognise(int64_t estimate, portfolio *p)
{
    if (!loy__mul_div(p->points, estimate, MILLION, LOY__HALF_UP, &p->expected))
        return false;
    if (p->expected < p->redeemed)
        p->expected = p->redeemed;
    return share_of(p->deferred, p->redeemed, p->expected, &p->recognised) &&
           share_of(p->deferred, p->redeemed, p->points > p->redeemed ? p->points : p->redeemed,
                    &p->unbroken);
}

static bool
reckon(const loy_assumption *assume, int64_t estimate, int64_t sales, const loy_flow *flow,
       portfolio *p)
{
    *p = (portfolio){.sales = sales, .redeemed = flow->redeemed > 0 ? flow->redeemed : 0};
    if (!loy__sub(flow->issued, flow->reversed, &p->points))
        return false;
    if (p->points < 0)
        p->points = 0;
    return allocate(assume, p) && recognise(estimate, p);
}

static bool
sane(const loy_assumption *assume)
{
    return assume != NULL && assume->size >= sizeof(*assume) && assume->value >= 0 &&
           assume->per > 0 && assume->expected >= 0 && assume->expected <= MILLION &&
           assume->opening <= MILLION && assume->closing <= MILLION &&
           assume->rounding <= LOY_SHARE_PERCENT;
}

/* What a moment of its own was not estimated for is as it was at the sales. */
static int64_t
estimate_of(const loy_assumption *assume, int64_t own)
{
    return own >= 0 ? own : assume->expected;
}

int
loy_report_liability(const loy_report *report, uint32_t currency, const loy_assumption *assume,
                     loy_liability *out)
{
    portfolio opening, closing;
    loy_flow whole;

    if (report == NULL || out == NULL || loy_report_flow(report, currency) == NULL || !sane(assume))
        return LOY_ERR_INVALID;
    whole = report->earlier[currency];
    if (!loy__add(whole.issued, report->flows[currency].issued, &whole.issued) ||
        !loy__add(whole.reversed, report->flows[currency].reversed, &whole.reversed) ||
        !loy__add(whole.redeemed, report->flows[currency].redeemed, &whole.redeemed) ||
        !reckon(assume, estimate_of(assume, assume->opening), report->sales_before,
                &report->earlier[currency], &opening) ||
        !reckon(assume, estimate_of(assume, assume->closing), report->sales, &whole, &closing))
        return LOY_ERR_INTERNAL;
    *out = (loy_liability){.currency = whole.currency,
                           .sales = closing.sales - opening.sales,
                           .points = closing.points,
                           .expected = closing.expected,
                           .redeemed = closing.redeemed,
                           .opening = opening.deferred - opening.recognised,
                           .deferred = closing.deferred - opening.deferred,
                           .recognised = closing.recognised - opening.recognised,
                           .breakage = closing.recognised - closing.unbroken -
                                       (opening.recognised - opening.unbroken),
                           .closing = closing.deferred - closing.recognised};
    return LOY_OK;
}

/* What points paid of what the lines came to. Where they were a discount, which is
 * shown line by line behind the payment, the lines came to less already. */
static int64_t
paid_with_points(const loy_outcome *outcome)
{
    int64_t paid = 0, off = 0;
    bool behind = false;

    for (uint32_t i = 0; i < outcome->effect_count; i++) {
        const loy_effect *effect = &outcome->effects[i].told;

        behind = behind || effect->kind == LOY_EFFECT_PAY;
        if (effect->kind == LOY_EFFECT_PAY)
            paid += effect->money;
        else if (behind && effect->kind == LOY_EFFECT_DISCOUNT)
            off += effect->money;
    }
    return paid - off;
}

/* What was charged for a sale in money, less what has come back of it. */
static bool
price_of(const loy__receipt *sale, const loy_outcome *outcome, int64_t *price)
{
    int64_t total = 0, back = sale->refunded, paid = paid_with_points(outcome);

    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t returned;

        if (!loy__sold_money(line, line->returned, &returned) ||
            !loy__add(total, line->amount, &total) || !loy__add(back, returned, &back))
            return false;
    }
    *price = total > back ? total - back : 0;
    *price = *price > paid ? *price - paid : 0;
    return true;
}

int
loy__liability_sale(loy_report *report, const loy__receipt *sale, const loy_outcome *outcome,
                    bool before)
{
    int64_t price;

    if (!price_of(sale, outcome, &price) || !loy__add(report->sales, price, &report->sales) ||
        (before && !loy__add(report->sales_before, price, &report->sales_before)))
        return LOY_ERR_INTERNAL;
    return LOY_OK;
}
