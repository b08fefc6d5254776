/*
 * formula.c -- what a rule earns by steps or by a rate: the amount is money (or
 * anything that steps count), and the points are made of it here.
 */
#include "engine/earn/crossing.h"

/* ---- Line by line ---- */

/* What the code gives for a basket of one line; the last call puts everything
 * back with `line` NONE. */
static void
look_at(loy__work *work, loy__cel_value lines, uint32_t line)
{
    loy_engine *engine = work->engine;
    size_t width = work->program->facts.line_field_count;
    bool all = line == LOY__NONE;

    engine->slots[LOY__FACT_LINES] = lines;
    engine->slots[LOY__FACT_TOTAL] = loy__cel_int(all ? work->total : work->amounts[line]);
    if (!all) {
        engine->slots[LOY__FACT_LINES].as.fields = lines.as.fields + line * width;
        engine->slots[LOY__FACT_LINES].size = 1;
    }
    loy__lets_refill(work);
}

/* The amount of each line; one that cannot be computed or is negative is none. Whether
 * they come to the whole. */
static bool
amounts_of_lines(loy__work *work, const loy__cel_code *code, int64_t *amounts, int64_t whole)
{
    loy__cel_value lines = work->engine->slots[LOY__FACT_LINES];
    int64_t sum = 0;
    bool fits = true;

    for (uint32_t i = 0; fits && i < lines.size; i++) {
        loy__cel_value value = loy__cel_int(0);

        look_at(work, lines, i);
        if (loy__facts_eval(work, code, NULL, &value) != LOY__CEL_ERR_NONE)
            value = loy__cel_int(0);
        amounts[i] =
            value.as.integer > 0 && value.as.integer <= LOY_MAX_AMOUNT ? value.as.integer : 0;
        fits = loy__add(sum, amounts[i], &sum);
    }
    look_at(work, lines, LOY__NONE);
    return fits && sum == whole;
}

/* A set of one line. */
static uint64_t *
mask_of(loy__work *work, uint32_t line)
{
    uint64_t *mask = loy__facts_mask(work);

    if (mask != NULL)
        mask[line >> 6] |= UINT64_C(1) << (line & 63);
    return mask;
}

static int
decide_lines(loy__work *work, loy__pass *pass, const loy__decision *whole, int64_t of,
             const loy__cel_code *code, const loy__formula *formula, uint32_t digits)
{
    uint32_t count = work->engine->slots[LOY__FACT_LINES].size;
    int64_t *amounts = loy__arena_alloc(&work->engine->arena, count * sizeof(*amounts));
    int result = LOY_OK;

    if (amounts == NULL)
        return LOY_ERR_NOMEM;
    if (!amounts_of_lines(work, code, amounts, of))
        return loy__fail_rule(work, whole->rule, LOY__CEL_ERR_ARGUMENT,
                              "what earns is not a sum over lines");
    for (uint32_t i = 0; result == LOY_OK && i < count; i++) {
        int64_t amount = loy__crossing_share(work, amounts[i]);
        loy__decision line = *whole;
        loy__exact points;

        if (amount == 0)
            continue;
        /* Less than the whole, which fitted. */
        if (!loy__exact_product(amount, formula->rate, digits, &points))
            return LOY_ERR_INTERNAL;
        line.base = points.whole;
        line.part = points.part;
        line.line = i + 1;
        if (i > 0)
            line.flags |= LOY__DECISION_FOLLOWS;
        line.mask = work->keeps_receipt ? mask_of(work, i) : NULL;
        if (work->keeps_receipt && line.mask == NULL)
            return LOY_ERR_NOMEM;
        result = loy__decision_add(work, pass, &line);
    }
    return result;
}

/* ---- The whole amount ---- */

static int
decide_rate(loy__work *work, loy__pass *pass, const loy__decision *whole, int64_t of,
            const loy__amount *amount)
{
    const loy__formula *formula = amount->formula;
    uint32_t scale = work->program->currencies[amount->target].scale;
    uint32_t digits = work->program->money_digits + LOY__FACTOR_DIGITS - scale;
    loy__decision decision = *whole;
    int64_t share = loy__crossing_share(work, of);
    loy__exact points;

    if (!loy__exact_product(share, formula->rate, digits, &points) || points.whole > LOY_MAX_AMOUNT)
        return loy__fail_rule(work, whole->rule, LOY__CEL_ERR_OVERFLOW, "overflow");
    decision.rounding = (uint8_t)formula->rounding;
    decision.round_at = (uint8_t)formula->round_at;
    if (formula->round_at == LOY__ROUND_AT_LINE && amount->code != NULL &&
        work->engine->slots[LOY__FACT_LINES].size > 0)
        return decide_lines(work, pass, &decision, of, amount->code, formula, digits);
    decision.base = points.whole;
    decision.part = points.part;
    return points.whole == 0 && points.part == 0 ? LOY_OK
                                                 : loy__decision_add(work, pass, &decision);
}

int
loy__decide_formula(loy__work *work, loy__pass *pass, uint32_t rule, const loy__amount *amount,
                    int64_t of, const uint64_t *mask)
{
    const loy__currency *currency = &work->program->currencies[amount->target];
    const loy__formula *formula = amount->formula;
    loy__decision decision = {.mask = mask,
                              .kind = LOY_EFFECT_EARN,
                              .rule = rule,
                              .target = amount->target,
                              .rounding = (uint8_t)currency->rounding,
                              .round_at = (uint8_t)currency->round_at};

    if (formula->step == 0)
        return decide_rate(work, pass, &decision, of, amount);
    if (!loy__mul(of / formula->step, formula->points, &decision.base) ||
        decision.base > LOY_MAX_AMOUNT)
        return loy__fail_rule(work, rule, LOY__CEL_ERR_OVERFLOW, "overflow");
    decision.base = loy__crossing_share(work, decision.base);
    decision.wanted = decision.granted = decision.base;
    return decision.base == 0 ? LOY_OK : loy__decision_add(work, pass, &decision);
}
