/*
 * gate_money.c -- money of other currencies: converted once, at the rate that the event
 * brings, so that nothing behind the gate knows of it.
 *
 * A basket is rounded as a whole, and its lines sum to that: by the largest remainder.
 * So do their discounts and taxes; money of one unit is rounded by itself. What comes
 * back needs no rate: it goes by what was kept of the sale.
 */
#include <string.h>

#include "engine/gate.h"
#include "engine/taxes.h"

/* ---- Whether it may be converted ---- */

int
loy__gate_currency(loy__work *work)
{
    const loy_event *event = work->event;
    const loy_program *program = work->program;
    const loy_text code = event->currency;

    if (code.size == 0 || loy__text_equal(code.data, code.size, program->money, 3))
        return event->rate == 0
                   ? LOY_OK
                   : loy__refuse(work, "needless-rate", "/rate",
                                 "the money of the event is in %s, which is the program's: leave "
                                 "out the rate, or write the currency",
                                 program->money);
    for (uint32_t i = 0; i < program->other_money.count; i++)
        if (loy__text_equal(code.data, code.size, program->other_money.all[i].code, 3)) {
            work->foreign = &program->other_money.all[i];
            return LOY_OK;
        }
    return loy__refuse(work, "other-currency", "/currency",
                       "the money of the event is not in %s%s: convert it before", program->money,
                       program->other_money.count > 0 ? " nor in one of `other_money`" : "");
}

static int
refuse_here(loy__work *work, const char *path, const char *what)
{
    return loy__refuse(work, "other-currency", path, "%s: write it in %s", what,
                       work->program->money);
}

static int
check_rate(loy__work *work)
{
    const char *own = work->program->money, *other = work->foreign->code;
    int64_t rate = work->event->rate;

    if (rate == 0)
        return loy__refuse(work, "missing-rate", "/rate",
                           "the money of the event is in %s: write what one %s is worth in %s, "
                           "e.g. \"0.9213\"",
                           other, other, own);
    if (rate < 0 || rate > LOY_MAX_RATE)
        return loy__refuse(work, "bad-rate", "/rate",
                           "the rate is negative or more than a million: write what one %s is "
                           "worth in %s",
                           other, own);
    return LOY_OK;
}

/* Of what comes back the sale has kept the money. */
static int
check_return(loy__work *work)
{
    if (work->event->rate != 0)
        return loy__refuse(work, "needless-rate", "/rate", "%s",
                           "what comes back goes by the rate of its sale: leave out the rate");
    return work->event->item_count > 0
               ? refuse_here(work, "/amount", "money for no line in particular is not converted")
               : LOY_OK;
}

static int
check_sale(loy__work *work)
{
    const loy_event *event = work->event;

    if (work->kind == LOY__ON_REDEEM || work->kind == LOY__ON_IMPORT)
        return refuse_here(work, "/currency", "money of an event of this kind is not converted");
    if (work->kind == LOY__ON_PURCHASE && event->item_count > 0)
        return refuse_here(work, "/pay", "points do not pay for a sale in other money");
    if (work->kind == LOY__ON_PURCHASE && event->receipt_id.size > 0)
        return refuse_here(work, "/receipt", "points do not pay for a sale in other money");
    return check_rate(work);
}

/* ---- Converting ---- */

/* What an amount of minor units comes to; false where it is absurdly large. */
static bool
convert(const loy__work *work, int64_t amount, int64_t *out)
{
    uint32_t own = work->program->money_digits;
    int64_t by = loy__power10(LOY_RATE_DIGITS + work->foreign->digits - own);

    return loy__mul_div(amount, work->event->rate, by, work->program->other_money.rounding, out) &&
           *out <= LOY_MAX_AMOUNT;
}

/* Converts amounts as a whole: what they come to stands in `parts`, and sums to *sum. */
static bool
convert_all(const loy__work *work, const int64_t *amounts, int64_t *parts, int64_t *sum)
{
    uint32_t count = work->event->line_count;
    int64_t whole = 0;

    for (uint32_t i = 0; i < count; i++)
        if (!loy__add(whole, amounts[i], &whole))
            return false;
    return convert(work, whole, sum) && loy__split(*sum, amounts, count, parts);
}

/* Discounts and taxes of the lines; no line has more tax than it cost. */
static bool
convert_parts(loy__work *work, loy_line *lines, int64_t *scratch)
{
    uint32_t count = work->event->line_count;
    int64_t *parts = scratch + count, sum;

    for (uint32_t i = 0; i < count; i++)
        scratch[i] = lines[i].discount;
    if (!convert_all(work, scratch, parts, &sum))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        lines[i].discount = parts[i];
        scratch[i] = lines[i].tax;
    }
    if (!convert_all(work, scratch, parts, &sum))
        return false;
    for (uint32_t i = 0; i < count; i++)
        lines[i].tax = loy__smaller(parts[i], work->amounts[i] + lines[i].discount);
    return true;
}

static bool
convert_lines(loy__work *work, loy_line *lines, int64_t *scratch)
{
    uint32_t count = work->event->line_count;

    for (uint32_t i = 0; i < count; i++) {
        lines[i] = *loy__line_at(work->event, i);
        scratch[i] = work->amounts[i];
        if (!convert(work, lines[i].unit_price, &lines[i].unit_price) ||
            !convert(work, lines[i].fixed_tax, &lines[i].fixed_tax) ||
            !convert(work, lines[i].minimum_price, &lines[i].minimum_price))
            return false;
    }
    return convert_all(work, scratch, work->amounts, &work->total) &&
           convert_parts(work, lines, scratch);
}

/* What conditions read of the lines. */
static void
fill_rows(loy__work *work, const loy_line *lines)
{
    for (uint32_t i = 0; i < work->event->line_count; i++) {
        loy__cel_value *row = loy__line_row(work, i);

        row[LOY__LINE_AMOUNT] = loy__cel_int(work->amounts[i]);
        row[LOY__LINE_UNIT_PRICE] = loy__cel_int(lines[i].unit_price);
        row[LOY__LINE_DISCOUNT] = loy__cel_int(lines[i].discount);
        loy__taxes_fill(work->program, &lines[i], row);
    }
}

/* Whoever reckons from a line again must find that its units cost what it came to and
 * what was taken off. So many units seldom do, to the cent: the next price above does
 * with a little more taken off. */
static bool
agree(const loy__work *work, loy_line *lines)
{
    for (uint32_t i = 0; i < work->event->line_count; i++) {
        loy_line *line = &lines[i];
        int64_t price;

        if (!loy__mul_div(work->amounts[i] + line->discount, 1000, line->quantity, LOY__CEIL,
                          &line->unit_price) ||
            line->unit_price > LOY_MAX_AMOUNT ||
            !loy__mul_div(line->quantity, line->unit_price, 1000, LOY__HALF_UP, &price))
            return false;
        line->discount = price - work->amounts[i];
    }
    return true;
}

static bool
convert_event(loy__work *work, loy_event *event, loy_line *lines, int64_t *scratch)
{
    if (event->fee > 0 && !convert(work, event->fee, &event->fee))
        return false;
    if (event->line_count == 0)
        return true;
    if (!convert_lines(work, lines, scratch))
        return false;
    fill_rows(work, lines);
    return agree(work, lines);
}

int
loy__gate_money(loy__work *work)
{
    loy__arena *arena = &work->engine->arena;
    uint32_t count = work->event->line_count;
    bool back = work->kind == LOY__ON_RETURN || work->kind == LOY__ON_VOID;
    int result = back ? check_return(work) : check_sale(work);
    loy_event *event;
    loy_line *lines;
    int64_t *scratch;

    if (result != LOY_OK || back)
        return result;
    event = loy__arena_alloc(arena, sizeof(*event));
    lines = loy__arena_alloc(arena, (count + 1u) * sizeof(*lines));
    scratch = loy__arena_alloc(arena, (count + 1u) * 2 * sizeof(*scratch));
    if (event == NULL || lines == NULL || scratch == NULL)
        return LOY_ERR_NOMEM;
    *event = *work->event;
    if (!convert_event(work, event, lines, scratch))
        return loy__refuse(work, "bad-rate", "/rate", "%s",
                           "at this rate the event has absurdly large amounts");
    event->lines = lines;
    event->line_size = sizeof(*lines);
    event->currency = (loy_text){0};
    event->rate = 0;
    work->told = work->event;
    work->event = work->scene.event = event;
    return LOY_OK;
}

loy_event
loy__event_told(const loy__work *work)
{
    loy_event event = *work->event;

    event.time += work->skew;
    if (work->told == NULL)
        return event;
    event.lines = work->told->lines;
    event.line_size = work->told->line_size;
    event.currency = work->told->currency;
    event.rate = work->told->rate;
    event.fee = work->told->fee;
    return event;
}

/* ---- The answer ---- */

static int
tell(loy__work *work, const char *rule, const char *currency, int64_t rate, int64_t money)
{
    return loy__effect_about(work, LOY_EFFECT_RATE, rule,
                             (loy_text){.data = currency, .size = (uint32_t)strlen(currency)}, rate,
                             money);
}

int
loy__tell_rate(loy__work *work)
{
    int64_t fee = work->event->fee > 0 ? work->event->fee : 0;

    return work->told == NULL
               ? LOY_OK
               : tell(work, "rate", work->foreign->code, work->told->rate, work->total + fee);
}

/* The effect of a sale that tells its rate, or NULL. */
static const loy_effect *
rate_of(const loy_outcome *sale)
{
    for (size_t i = 0; i < sale->effect_count; i++)
        if (sale->effects[i].told.kind == LOY_EFFECT_RATE &&
            strcmp(sale->effects[i].told.rule, "rate") == 0)
            return &sale->effects[i].told;
    return NULL;
}

int
loy__admit_currency_back(loy__work *work)
{
    const loy_effect *rate;

    if (work->foreign == NULL || work->told != NULL)
        return LOY_OK;
    rate = rate_of(work->returned_outcome);
    return rate != NULL && strcmp(rate->name, work->foreign->code) == 0
               ? LOY_OK
               : loy__refuse(work, "other-currency", "/currency",
                             "the sale that comes back was in %s",
                             rate != NULL ? rate->name : work->program->money);
}

int
loy__tell_rate_back(loy__work *work, const char *rule, int64_t money)
{
    const loy_effect *rate = rate_of(work->returned_outcome);

    return rate == NULL ? LOY_OK : tell(work, rule, rate->name, rate->amount, money);
}
