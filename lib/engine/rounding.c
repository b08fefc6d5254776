/*
 * rounding.c -- where exact amounts become whole points: of each rule or line
 * by itself, of all that an event earns of a currency, or of all that the
 * customer ever earns, a fraction waiting for the next.
 *
 * Of a sum that is rounded once, the rules share the points so that they come
 * to it: each what it has whole, then one each to the largest fractions, ties
 * by order.
 */
#include "customer/fractions.h"
#include "engine/engine.h"

static loy__exact
exact_of(const loy__decision *decision, int64_t whole)
{
    return (loy__exact){.whole = whole, .part = decision->part};
}

/* ---- One by one ---- */

/* Multiplies one earning. What is rounded by itself is whole then; of the
 * others `wanted` is the whole part. False on overflow. */
static bool
multiply(loy__decision *decision, int64_t factor)
{
    loy__rounding rounding = (loy__rounding)decision->rounding;
    loy__exact before = exact_of(decision, decision->base), after;

    if (!loy__exact_times(before, factor, &after) || after.whole >= LOY_MAX_AMOUNT ||
        !loy__exact_round(before, rounding, &decision->base))
        return false;
    decision->wanted = after.whole;
    decision->part = after.part;
    if (decision->round_at <= LOY__ROUND_AT_LINE) {
        loy__exact_round(after, rounding, &decision->wanted);
        decision->part = 0;
    }
    return true;
}

static int
multiply_all(loy__work *work, loy__pass *pass)
{
    for (size_t i = 0; i < pass->count; i++) {
        loy__decision *decision = &pass->decisions[i];
        const loy__currency *currency = &work->program->currencies[decision->target];
        bool multiplied = loy__is_multiplied(work->program, decision->rule);
        int64_t factor = LOY__FACTOR_ONE;

        if (decision->rounding == 0) { /* a plain amount */
            decision->rounding = (uint16_t)currency->rounding;
            decision->round_at = (uint8_t)currency->round_at;
        }
        if ((multiplied && !loy__factor_of(work, pass, decision->target, &factor)) ||
            !multiply(decision, factor)) {
            uint32_t rule = decision->rule;

            *decision =
                (loy__decision){.kind = decision->kind, .rule = rule, .target = decision->target};
            if (loy__fail_rule(work, rule, LOY__CEL_ERR_OVERFLOW, "overflow") != LOY_OK)
                return LOY_ERR_NOMEM;
        }
        decision->plain = factor == LOY__FACTOR_ONE;
    }
    return LOY_OK;
}

/* ---- Sums that are rounded once ---- */

static bool
belongs(const loy__decision *decision, uint32_t currency, uint32_t round_at)
{
    return decision->kind == LOY_EFFECT_EARN && decision->target == currency &&
           decision->round_at == round_at;
}

/* Gives one point each to the largest fractions. */
static void
hand_out(loy__pass *pass, uint32_t currency, uint32_t round_at, int64_t units)
{
    while (units > 0) {
        loy__decision *best = NULL, *first = NULL;

        for (size_t i = 0; i < pass->count; i++) {
            loy__decision *decision = &pass->decisions[i];

            if (!belongs(decision, currency, round_at))
                continue;
            first = first == NULL ? decision : first;
            if (decision->part >= 0 && (best == NULL || decision->part > best->part))
                best = decision;
        }
        if (best == NULL) { /* more waited than one each */
            first->wanted += units;
            return;
        }
        best->part = -1;
        best->wanted++;
        units--;
    }
}

/* Sums the fractions of a currency: the whole points in them, and what is left
 * beside *wholes. False: nobody earns. */
static bool
sum_up(const loy__pass *pass, uint32_t currency, uint32_t round_at, loy__exact *sum,
       int64_t *wholes)
{
    bool any = false;

    *wholes = 0;
    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (!belongs(decision, currency, round_at))
            continue;
        any = true;
        *wholes += decision->wanted & 1;
        sum->part += decision->part;
        if (sum->part >= LOY__EXACT_ONE) {
            sum->part -= LOY__EXACT_ONE;
            sum->whole++;
        }
    }
    return any;
}

static void
round_event(const loy__work *work, loy__pass *pass, uint32_t currency)
{
    loy__exact sum = {0};
    int64_t wholes, rounded;

    if (!sum_up(pass, currency, LOY__ROUND_AT_EVENT, &sum, &wholes))
        return;
    /* Half to even looks at the whole sum: its last bit is enough. */
    sum.whole += wholes;
    loy__exact_round(sum, work->program->currencies[currency].rounding, &rounded);
    hand_out(pass, currency, LOY__ROUND_AT_EVENT, rounded - wholes);
}

static int
round_ledger(loy__work *work, loy__pass *pass, uint32_t currency)
{
    int64_t waits = loy__fraction(work->state, currency), wholes;
    loy__exact sum = {.whole = waits / LOY__EXACT_ONE, .part = waits % LOY__EXACT_ONE};

    if (!sum_up(pass, currency, LOY__ROUND_AT_LEDGER, &sum, &wholes))
        return LOY_OK;
    if (pass->waiting == NULL) {
        size_t count = work->program->currency_count;

        pass->waiting = loy__arena_alloc(&work->engine->arena, count * sizeof(*pass->waiting));
        if (pass->waiting == NULL)
            return LOY_ERR_NOMEM;
        for (size_t i = 0; i < count; i++)
            pass->waiting[i] = -1;
    }
    pass->waiting[currency] = sum.part;
    hand_out(pass, currency, LOY__ROUND_AT_LEDGER, sum.whole);
    return LOY_OK;
}

int
loy__decide_rounding(loy__work *work, loy__pass *pass)
{
    int result = multiply_all(work, pass);

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        round_event(work, pass, i);
        result = round_ledger(work, pass, i);
    }
    for (size_t i = 0; i < pass->count; i++) {
        loy__decision *decision = &pass->decisions[i];

        /* Without a multiplier nothing is a bonus, and a fraction that only a
         * multiplier makes whole is not one either. */
        if (decision->plain != 0 || decision->base == 0)
            decision->base = decision->wanted;
        decision->granted = decision->wanted;
    }
    return result;
}
