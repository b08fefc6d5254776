/*
 * taxes.c -- see taxes.h.
 *
 * A tax is reckoned anew from what its line costs, whoever took something off, so that
 * it is rounded once. A fixed tax of a unit (a deposit) is never reduced, and conditions
 * do not see it.
 */
#include "engine/taxes.h"

#include <string.h>

#include "engine/engine.h"

/* Fields that nobody reads are not filled. */
#define FIELDS                                                                                     \
    (UINT64_C(1) << LOY__LINE_TAX | UINT64_C(1) << LOY__LINE_LIST_TAX |                            \
     UINT64_C(1) << LOY__LINE_TAX_ON_TOP)

/* ---- One line ---- */

/* What it came to. */
static int64_t
given_of(const loy_line *line)
{
    int64_t price = 0;

    loy__mul_div(line->quantity, line->unit_price, 1000, LOY__HALF_UP, &price);
    return price - line->discount;
}

int64_t
loy__fixed_tax(const loy_line *line)
{
    int64_t tax = 0;

    if (line->fixed_tax != 0)
        loy__mul_div(line->fixed_tax, line->quantity, 1000, LOY__HALF_UP, &tax);
    return tax;
}

int64_t
loy__tax_of(const loy_program *program, const loy_line *line, int64_t given, int64_t amount)
{
    bool on_top = loy__taxed_on_top(program, line);
    int64_t tax = line->tax;

    if (line->tax_rate != 0)
        loy__mul_div(amount, line->tax_rate, on_top ? LOY__WHOLE : LOY__WHOLE + line->tax_rate,
                     LOY__HALF_UP, &tax);
    else if (given > 0)
        loy__mul_div(line->tax, amount, given, LOY__HALF_UP, &tax);
    return on_top || tax < amount ? tax : amount;
}

void
loy__taxes_fill(const loy_program *program, const loy_line *line, loy__cel_value *row)
{
    int64_t given = row[LOY__LINE_AMOUNT].as.integer;

    if ((program->facts.line_fields & FIELDS) == 0)
        return;
    row[LOY__LINE_TAX] = loy__cel_int(loy__tax_of(program, line, given, given));
    row[LOY__LINE_LIST_TAX] =
        loy__cel_int(loy__tax_of(program, line, given, given + line->discount));
    row[LOY__LINE_TAX_ON_TOP] = loy__cel_bool(loy__taxed_on_top(program, line));
}

/* ---- All lines ---- */

bool
loy__taxes_together(const loy_program *program)
{
    return program->pricing.tax == LOY__TAX_BY_ORDER && (program->facts.line_fields & FIELDS) != 0;
}

static bool
alike(const loy_program *program, const loy_line *a, const loy_line *b)
{
    return a->tax_rate == b->tax_rate &&
           loy__taxed_on_top(program, a) == loy__taxed_on_top(program, b);
}

/* The tax of all lines with the rate of one, split among them, unless an earlier line
 * has done it. */
static bool
tax_by_rate(const loy__work *work, uint32_t first, const int64_t *amounts, int64_t *weights,
            int64_t *taxes)
{
    const loy_line *like = loy__line_at(work->event, first);
    uint32_t count = work->event->line_count;
    int64_t *parts = weights + count, sum = 0;

    for (uint32_t i = 0; i < count; i++) {
        bool same = alike(work->program, like, loy__line_at(work->event, i));

        if (same && i < first)
            return true;
        weights[i] = same ? amounts[i] : 0;
        sum += weights[i];
    }
    if (!loy__split(loy__tax_of(work->program, like, sum, sum), weights, count, parts))
        return false;
    for (uint32_t i = 0; i < count; i++)
        taxes[i] += parts[i];
    return true;
}

/* Of all lines at these amounts, in memory of the arena. */
static int
compute(const loy__work *work, const loy_line *const *origins, const int64_t *amounts,
        int64_t **out)
{
    uint32_t count = work->event->line_count;
    int64_t *taxes =
        loy__arena_alloc(&work->engine->arena, (3 * (size_t)count + 1) * sizeof(*taxes));

    *out = taxes;
    if (taxes == NULL)
        return LOY_ERR_NOMEM;
    memset(taxes, 0, count * sizeof(*taxes));
    for (uint32_t i = 0; i < count; i++) {
        const loy_line *line = loy__line_at(work->event, i);
        const loy_line *origin = origins != NULL ? origins[i] : line;

        if ((origin->tax | origin->tax_rate | line->tax_rate) == 0)
            continue;
        if (line->tax_rate == 0 || work->program->pricing.tax != LOY__TAX_BY_ORDER)
            taxes[i] = loy__tax_of(work->program, origin, given_of(origin), amounts[i]);
        else if (!tax_by_rate(work, i, amounts, taxes + count, taxes))
            return LOY_ERR_INTERNAL;
    }
    return LOY_OK;
}

int
loy__taxes_settle(loy__work *work, const loy_line *const *origins, int64_t **taxes)
{
    bool seen = (work->program->facts.line_fields & FIELDS) != 0;
    int result = compute(work, origins, work->amounts, taxes);

    work->tax_on_top = 0;
    for (uint32_t i = 0; result == LOY_OK && i < work->event->line_count; i++) {
        const loy_line *line = loy__line_at(work->event, i);

        work->tax_on_top += loy__fixed_tax(line);
        if (loy__taxed_on_top(work->program, line))
            work->tax_on_top += (*taxes)[i];
        if (seen)
            loy__line_row(work, i)[LOY__LINE_TAX] = loy__cel_int((*taxes)[i]);
    }
    return result;
}

int
loy__taxes_settle_list(loy__work *work, const loy_line *const *origins)
{
    uint32_t count = work->event->line_count;
    int64_t *amounts, *taxes;
    int result;

    if ((work->program->facts.line_fields & FIELDS) == 0)
        return LOY_OK;
    amounts = loy__arena_alloc(&work->engine->arena, ((size_t)count + 1) * sizeof(*amounts));
    if (amounts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        amounts[i] = work->amounts[i] + loy__line_at(work->event, i)->discount;
    result = compute(work, origins, amounts, &taxes);
    for (uint32_t i = 0; result == LOY_OK && i < count; i++)
        loy__line_row(work, i)[LOY__LINE_LIST_TAX] = loy__cel_int(taxes[i]);
    return result;
}
