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
#include "engine/earn/earnings.h"

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
            decision->base = decision->wanted = decision->granted = decision->part = 0;
            if (decision->round_at > LOY__ROUND_AT_LINE)
                decision->round_at = LOY__ROUND_AT_RULE; /* it takes no part in sums */
            if (loy__fail_rule(work, decision->rule, LOY__CEL_ERR_OVERFLOW, "overflow") != LOY_OK)
                return LOY_ERR_NOMEM;
        }
        if (factor == LOY__FACTOR_ONE)
            decision->flags |= LOY__DECISION_PLAIN;
    }
    return LOY_OK;
}

/* ---- Sums that are rounded once ---- */

/* Decisions of a part of the pass that are rounded together: those of a currency
 * that say so. */
typedef struct sum {
    loy__pass *pass;
    size_t first, end;
    uint32_t target;
    uint32_t round_at;
} sum;

static inline loy__decision *
member(const sum *of, size_t i)
{
    loy__decision *decision = &of->pass->decisions[of->first + i];

    return decision->target == of->target && decision->round_at == of->round_at ? decision : NULL;
}

static int64_t
part_at(const void *of, size_t i)
{
    const loy__decision *decision = member(of, i);

    return decision != NULL ? decision->part : -1;
}

/* Gives one point each to the largest fractions. */
static void
hand_out(const sum *of, int64_t units)
{
    size_t all = of->end - of->first;
    loy__decision *first = NULL;
    int64_t count = 0, least;

    for (size_t i = 0; i < all; i++)
        if (member(of, i) != NULL) {
            first = first == NULL ? member(of, i) : first;
            count++;
        }
    if (units <= 0 || first == NULL)
        return;
    if (units > count) { /* more waited than one each */
        first->wanted += units - count;
        units = count;
    }
    least = loy__nth_largest(of, part_at, all, (size_t)units, LOY__EXACT_ONE);
    for (size_t i = 0; i < all; i++)
        if (part_at(of, i) > least) {
            member(of, i)->wanted++;
            units--;
        }
    for (size_t i = 0; i < all && units > 0; i++)
        if (part_at(of, i) == least) {
            member(of, i)->wanted++;
            units--;
        }
}

/* Sums up the fractions, and in *wholes the last bits of the rest: rounding to
 * even looks at them. */
static void
sum_up(const sum *of, loy__exact *out, int64_t *wholes)
{
    *wholes = 0;
    for (size_t i = 0; i < of->end - of->first; i++) {
        const loy__decision *decision = member(of, i);

        if (decision == NULL)
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
round_sum(const sum *of, loy__rounding rounding)
{
    loy__exact total = {0};
    int64_t wholes, rounded;

    sum_up(of, &total, &wholes);
    total.whole += wholes;
    loy__exact_round(total, rounding, &rounded);
    hand_out(of, rounded - wholes);
}

/* The fraction that will wait after this event. */
static int
round_ledger(loy__work *work, const sum *of)
{
    loy__pass *pass = of->pass;
    int64_t waits = loy__fraction(work->state, of->target), wholes;
    loy__exact total = {.whole = waits / LOY__EXACT_ONE, .part = waits % LOY__EXACT_ONE};

    sum_up(of, &total, &wholes);
    if (pass->waiting == NULL) {
        size_t count = work->program->currency_count;

        pass->waiting = loy__arena_alloc(&work->engine->arena, count * sizeof(*pass->waiting));
        if (pass->waiting == NULL)
            return LOY_ERR_NOMEM;
        for (size_t i = 0; i < count; i++)
            pass->waiting[i] = -1;
    }
    pass->waiting[of->target] = total.part;
    hand_out(of, total.whole);
    return LOY_OK;
}

/* ---- All ---- */

/* Makes whole what a rule, or a line of it, gives by itself: where the event is split
 * at a tier, that of all stretches. Behind the last decision. */
static size_t
round_alone(loy__work *work, loy__pass *pass, size_t at)
{
    loy__decision *decision = &pass->decisions[at];
    loy__rounding rounding = (loy__rounding)decision->rounding;
    sum of = {.pass = pass, .first = at, .target = decision->target};

    if (work->crossing == NULL) {
        loy__exact value = {.whole = decision->wanted, .part = decision->part};

        loy__exact_round(value, rounding, &decision->wanted);
        return at + 1;
    }
    of.round_at = decision->round_at;
    of.end = decision->round_at == LOY__ROUND_AT_RULE ? loy__earning_end(pass, at)
                                                      : loy__earning_lines_end(work, pass, at);
    round_sum(&of, rounding);
    return of.end;
}

/* What a rule gives in all stretches of an event is one amount: what their fractions
 * have whole is theirs, and the rest of them stands with the first one. */
static void
unite_stretches(loy__work *work, loy__pass *pass, uint32_t round_at)
{
    size_t end;

    for (size_t i = 0; i < pass->count; i = end) {
        sum of = {.pass = pass, .first = i, .target = pass->decisions[i].target};
        loy__exact total = {0};
        int64_t wholes;

        of.end = end = loy__earning_lines_end(work, pass, i);
        of.round_at = pass->decisions[i].round_at;
        if (of.round_at != round_at)
            continue;
        sum_up(&of, &total, &wholes);
        hand_out(&of, total.whole);
        for (size_t k = i + 1; k < end; k++)
            pass->decisions[k].part = 0;
        pass->decisions[i].part = total.part;
    }
}

/* Makes whole what all rules give together of each currency. */
static int
round_together(loy__work *work, loy__pass *pass, uint32_t round_at)
{
    sum of = {.pass = pass, .end = pass->count, .round_at = round_at};
    bool *has = loy__arena_alloc(&work->engine->arena, work->program->currency_count + 1u);
    int result = has != NULL ? LOY_OK : LOY_ERR_NOMEM;

    if (work->crossing != NULL)
        unite_stretches(work, pass, round_at);
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        has[i] = false;
    for (size_t i = 0; result == LOY_OK && i < pass->count; i++)
        if (pass->decisions[i].round_at == round_at)
            has[pass->decisions[i].target] = true;
    for (; result == LOY_OK && of.target < work->program->currency_count; of.target++) {
        if (!has[of.target])
            continue;
        if (round_at == LOY__ROUND_AT_LEDGER)
            result = round_ledger(work, &of);
        else
            round_sum(&of, work->program->currencies[of.target].rounding);
    }
    return result;
}

int
loy__decide_rounding(loy__work *work, loy__pass *pass)
{
    bool event = false, ledger = false;
    int result = LOY_OK;

    for (size_t i = 0; i < pass->count;) {
        event = event || pass->decisions[i].round_at == LOY__ROUND_AT_EVENT;
        ledger = ledger || pass->decisions[i].round_at == LOY__ROUND_AT_LEDGER;
        i = pass->decisions[i].round_at <= LOY__ROUND_AT_LINE ? round_alone(work, pass, i) : i + 1;
    }
    if (event)
        result = round_together(work, pass, LOY__ROUND_AT_EVENT);
    if (result == LOY_OK && ledger)
        result = round_together(work, pass, LOY__ROUND_AT_LEDGER);
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
