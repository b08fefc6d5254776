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

/* ---- Multipliers ---- */

/* Multiplies one earning; `wanted` is the whole part. False on overflow. */
static bool
multiply(loy__decision *decision, int64_t factor)
{
    loy__exact before = {.whole = decision->base, .part = decision->part}, after;

    if (!loy__exact_times(before, factor, &after) || after.whole >= LOY_MAX_AMOUNT ||
        !loy__exact_round(before, (loy__rounding)decision->rounding, &decision->base))
        return false;
    decision->wanted = after.whole;
    decision->part = after.part;
    return true;
}

int
loy__decide_multiplied(loy__work *work, loy__pass *pass)
{
    for (size_t i = 0; i < pass->count; i++) {
        loy__decision *decision = &pass->decisions[i];
        const loy__currency *currency = &work->program->currencies[decision->target];
        bool multiplied = loy__is_multiplied(work->program, decision->rule);
        int64_t factor = LOY__FACTOR_ONE;

        if (decision->rounding == 0) { /* a plain amount */
            decision->rounding = (uint8_t)currency->rounding;
            decision->round_at = (uint8_t)currency->round_at;
        }
        if ((multiplied && !loy__factor_of(work, pass, decision->target, &factor)) ||
            !multiply(decision, factor)) {
            uint32_t rule = decision->rule;

            *decision = (loy__decision){.kind = decision->kind,
                                        .rule = rule,
                                        .target = decision->target,
                                        .rounding = LOY__FLOOR,
                                        .round_at = LOY__ROUND_AT_RULE};
            if (loy__fail_rule(work, rule, LOY__CEL_ERR_OVERFLOW, "overflow") != LOY_OK)
                return LOY_ERR_NOMEM;
        }
        if (factor == LOY__FACTOR_ONE)
            decision->flags |= LOY__DECISION_PLAIN;
    }
    return LOY_OK;
}

/* ---- Sums that are rounded once ---- */

/* What is rounded together: as one of them says. */
typedef struct sum {
    const loy__decision *like;
    uint32_t words; /* of its lines; 0: whatever they are */
    bool rule;      /* of the same rule only */
} sum;

static bool
belongs(const sum *of, const loy__decision *decision)
{
    return decision->kind == LOY_EFFECT_EARN && decision->target == of->like->target &&
           decision->round_at == of->like->round_at &&
           (!of->rule || decision->rule == of->like->rule) &&
           loy__mask_same(decision->mask, of->like->mask, of->words);
}

/* Gives one point each to the largest fractions. */
static void
hand_out(loy__pass *pass, const sum *of, int64_t units)
{
    while (units > 0) {
        loy__decision *best = NULL, *first = NULL;

        for (size_t i = 0; i < pass->count; i++) {
            loy__decision *decision = &pass->decisions[i];

            if (!belongs(of, decision))
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

/* Sums up the fractions, and in *wholes the last bits of the rest: rounding to
 * even looks at them. */
static void
sum_up(const loy__pass *pass, const sum *of, loy__exact *out, int64_t *wholes)
{
    *wholes = 0;
    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (!belongs(of, decision))
            continue;
        *wholes += decision->wanted & 1;
        out->part += decision->part;
        if (out->part >= LOY__EXACT_ONE) {
            out->part -= LOY__EXACT_ONE;
            out->whole++;
        }
    }
}

static void
round_sum(loy__pass *pass, const sum *of, loy__rounding rounding)
{
    loy__exact total = {0};
    int64_t wholes, rounded;

    sum_up(pass, of, &total, &wholes);
    total.whole += wholes;
    loy__exact_round(total, rounding, &rounded);
    hand_out(pass, of, rounded - wholes);
}

/* The fraction that will wait after this event. */
static int
round_ledger(loy__work *work, loy__pass *pass, const sum *of)
{
    uint32_t currency = of->like->target;
    int64_t waits = loy__fraction(work->state, currency), wholes;
    loy__exact total = {.whole = waits / LOY__EXACT_ONE, .part = waits % LOY__EXACT_ONE};

    sum_up(pass, of, &total, &wholes);
    if (pass->waiting == NULL) {
        size_t count = work->program->currency_count;

        pass->waiting = loy__arena_alloc(&work->engine->arena, count * sizeof(*pass->waiting));
        if (pass->waiting == NULL)
            return LOY_ERR_NOMEM;
        for (size_t i = 0; i < count; i++)
            pass->waiting[i] = -1;
    }
    pass->waiting[currency] = total.part;
    hand_out(pass, of, total.whole);
    return LOY_OK;
}

/* ---- All ---- */

/* Whether the sum that a decision is the first of has been rounded. */
static bool
is_first(const loy__pass *pass, size_t at, const sum *of)
{
    for (size_t i = 0; i < at; i++)
        if (belongs(of, &pass->decisions[i]))
            return false;
    return true;
}

/* Makes a decision whole, or all of the sum that it begins. */
static int
make_whole(loy__work *work, loy__pass *pass, size_t at)
{
    loy__decision *decision = &pass->decisions[at];
    bool alone = decision->round_at <= LOY__ROUND_AT_LINE;
    loy__rounding rounding = (loy__rounding)decision->rounding;
    sum of = {.like = decision, .rule = alone};

    if (alone && work->crossing == NULL) {
        loy__exact value = {.whole = decision->wanted, .part = decision->part};

        loy__exact_round(value, rounding, &decision->wanted);
        return LOY_OK;
    }
    if (decision->round_at == LOY__ROUND_AT_LINE)
        of.words = work->mask_words;
    if (!is_first(pass, at, &of))
        return LOY_OK;
    if (decision->round_at == LOY__ROUND_AT_LEDGER)
        return round_ledger(work, pass, &of);
    if (decision->round_at == LOY__ROUND_AT_EVENT)
        rounding = work->program->currencies[decision->target].rounding;
    round_sum(pass, &of, rounding);
    return LOY_OK;
}

int
loy__decide_rounding(loy__work *work, loy__pass *pass)
{
    int result = LOY_OK;

    for (size_t i = 0; i < pass->count && result == LOY_OK; i++)
        result = make_whole(work, pass, i);
    for (size_t i = 0; i < pass->count; i++) {
        loy__decision *decision = &pass->decisions[i];

        /* Without a multiplier nothing is a bonus, and a fraction that only a
         * multiplier makes whole is not one either. */
        if ((decision->flags & LOY__DECISION_PLAIN) != 0 || decision->base == 0)
            decision->base = decision->wanted;
        decision->granted = decision->wanted;
    }
    return result;
}
