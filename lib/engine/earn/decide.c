/*
 * decide.c -- the fifth step: what the rules that fired give: amounts,
 * multipliers, caps.
 *
 * A pure function of the program, the settled customer, the event and the
 * matches: nothing of the customer changes here.
 */
#include "engine/returns/exchange.h"
#include "engine/earn/crossing.h"

/* One more decision, to be filled, or NULL without memory. */
LOY_INLINE loy__decision *
next(loy__work *work, loy__pass *pass)
{
    if (!loy__reserve(&work->engine->memory, &pass->decisions, &pass->capacity, pass->count + 1,
                      sizeof(*pass->decisions)))
        return NULL;
    return &pass->decisions[pass->count++];
}

LOY_INLINE int
add(loy__work *work, loy__pass *pass, const loy__decision *decision)
{
    loy__decision *own = next(work, pass);

    if (own == NULL)
        return LOY_ERR_NOMEM;
    *own = *decision;
    return LOY_OK;
}

int
loy__decision_add(loy__work *work, loy__pass *pass, const loy__decision *decision)
{
    return add(work, pass, decision);
}

int
loy__fail_rule(loy__work *work, uint32_t rule, loy__cel_error error, const char *text)
{
    loy__why_error(work, rule, error);
    return loy__effect_add(work, LOY_EFFECT_ERROR, work->program->rules[rule].name.text, text, 0,
                           0);
}

LOY_INLINE int
add_value(loy__work *work, loy__pass *pass, uint32_t rule, const loy__amount *amount, uint32_t kind,
          int64_t value, const uint64_t *mask)
{
    return add(work, pass,
               &(loy__decision){.base = value,
                                .wanted = value,
                                .granted = value,
                                .mask = mask,
                                .kind = kind,
                                .rule = rule,
                                .target = amount->target});
}

/* Values that decide nothing, fail, or become another amount. */
static LOY_APART int
decide_unusual(loy__work *work, loy__pass *pass, uint32_t rule, const loy__amount *amount,
               uint32_t kind, int64_t value, const uint64_t *mask)
{
    if (value == 0)
        return LOY_OK;
    if (value < 0)
        return loy__fail_rule(work, rule, LOY__CEL_ERR_ARGUMENT, "the amount is negative");
    if (value > LOY_MAX_AMOUNT)
        return loy__fail_rule(work, rule, LOY__CEL_ERR_OVERFLOW, "overflow");
    if (amount->formula != NULL)
        return loy__decide_formula(work, pass, rule, amount, value, mask);
    if (kind == LOY_EFFECT_EARN)
        value = loy__crossing_share(work, value);
    return add_value(work, pass, rule, amount, kind, value, mask);
}

/* Points that a rule earns, or a count, for the lines in the mask. Zero decides
 * nothing. */
LOY_INLINE int
decide_value(loy__work *work, loy__pass *pass, uint32_t rule, const loy__amount *amount,
             uint32_t kind, int64_t value, const uint64_t *mask)
{
    bool plain = (uint64_t)value - 1 < LOY_MAX_AMOUNT && amount->formula == NULL;

    return LOY_LIKELY(plain && work->crossing == NULL)
               ? add_value(work, pass, rule, amount, kind, value, mask)
               : decide_unusual(work, pass, rule, amount, kind, value, mask);
}

LOY_INLINE int
decide_amount(loy__work *work, loy__pass *pass, const loy__rule *rule, const loy__amount *amount,
              uint32_t kind)
{
    const uint64_t *mask = NULL;
    loy__cel_value value = loy__cel_int(amount->constant);
    loy__cel_error error = LOY__CEL_ERR_NONE;

    if (amount->code != NULL)
        error = loy__facts_count(work, amount->code, &mask, &value);
    if (error != LOY__CEL_ERR_NONE)
        return loy__fail_rule(work, rule->number, error, loy__cel_error_text(error));
    return decide_value(work, pass, rule->number, amount, kind, value.as.integer, mask);
}

/* ---- Earnings ---- */

static inline bool
is_zero(loy__cel_value value)
{
    return value.tag == LOY__CEL_INT && value.as.integer == 0;
}

/* Most rules earn one amount, and most such amounts read one named expression, whose
 * lines are theirs. */
static inline int
decide_sole(loy__work *work, loy__pass *pass, uint32_t rule, const loy__traits *own)
{
    const loy__amount *amount = own->sole;
    const uint64_t *mask = NULL;
    loy__cel_error error = LOY__CEL_ERR_NONE;
    loy__cel_value value;

    if (own->let != LOY__NONE) {
        mask = loy__let_lines(work, own->let);
        error = loy__facts_eval(work, amount->code, NULL, &value);
    } else if ((own->bits & LOY__RULE_LINES) != 0) {
        error = loy__facts_count_lines(work, amount->code, &mask, &value);
    } else if (amount->code != NULL) {
        error = loy__facts_count(work, amount->code, &mask, &value);
    } else {
        value = loy__cel_int(amount->constant);
    }
    if (error != LOY__CEL_ERR_NONE)
        return loy__fail_rule(work, rule, error, loy__cel_error_text(error));
    return decide_value(work, pass, rule, amount, LOY_EFFECT_EARN, value.as.integer, mask);
}

static LOY_APART int
decide_each(loy__work *work, loy__pass *pass, const loy__rule *rule)
{
    int result = LOY_OK;

    for (uint32_t i = 0; i < rule->earn_count && result == LOY_OK; i++)
        result = decide_amount(work, pass, rule, &rule->earns[i], LOY_EFFECT_EARN);
    return result;
}

/* What the rules that fired have, seen while their earnings were decided. */
typedef struct sight {
    uint32_t bits;         /* traits of any of them */
    uint32_t others_from;  /* the first and the last that gives other things: */
    uint32_t others_until; /* positions in `fired`, from <= position < until */
} sight;

static int
decide_earnings(loy__work *work, loy__pass *pass, sight *out)
{
    const loy__cel_value *slots = work->engine->slots;
    sight seen = {.others_from = pass->fired_count};
    int result = LOY_OK;

    pass->count = 0;
    for (uint32_t i = 0; i < pass->fired_count; i++) {
        uint32_t rule = pass->fired[i];
        const loy__traits *own = &work->engine->traits[rule];

        seen.bits |= own->bits;
        if ((own->bits & LOY__RULE_OTHERS) != 0) {
            seen.others_from = i < seen.others_from ? i : seen.others_from;
            seen.others_until = i + 1;
        }
        if (own->zero_with != LOY__NONE && is_zero(slots[own->zero_with]))
            continue;
        if (own->sole != NULL)
            result = decide_sole(work, pass, rule, own);
        else if ((own->bits & LOY__RULE_AMOUNTS) != 0)
            result = decide_each(work, pass, &work->program->rules[rule]);
        if (LOY_UNLIKELY(result != LOY_OK))
            break;
    }
    *out = seen;
    return result;
}

/* ---- Multipliers ---- */

static int
decide_multipliers(loy__work *work, loy__pass *pass)
{
    for (size_t i = 0; i < pass->count; i++) {
        loy__decision *decision = &pass->decisions[i];
        int64_t factor;

        if (!loy__is_multiplied(work->program, decision->rule))
            continue;
        if (!loy__factor_of(work, pass, decision->target, &factor) ||
            !loy__mul_div(decision->base, factor, LOY__FACTOR_ONE, LOY__FLOOR, &decision->wanted) ||
            decision->wanted > LOY_MAX_AMOUNT) {
            decision->wanted = decision->granted = decision->base = 0;
            if (loy__fail_rule(work, decision->rule, LOY__CEL_ERR_OVERFLOW, "overflow") != LOY_OK)
                return LOY_ERR_NOMEM;
        }
        decision->granted = decision->wanted;
    }
    return LOY_OK;
}

/* ---- The rest ---- */

static int
decide_others(loy__work *work, loy__pass *pass, const loy__rule *rule)
{
    int result = LOY_OK;

    for (uint32_t k = 0; result == LOY_OK && k < rule->count_count; k++)
        result = decide_amount(work, pass, rule, &rule->counts[k], LOY_EFFECT_COUNT);
    for (uint32_t k = 0; result == LOY_OK && k < rule->issue_count; k++)
        result = loy__decision_add(work, pass,
                                   &(loy__decision){.kind = LOY_EFFECT_ISSUE,
                                                    .rule = rule->number,
                                                    .target = rule->issues[k],
                                                    .wanted = 1,
                                                    .granted = 1});
    if (result == LOY_OK && rule->notify != NULL)
        result = loy__decision_add(
            work, pass, &(loy__decision){.kind = LOY_EFFECT_NOTIFY, .rule = rule->number});
    if (result == LOY_OK && rule->stage != LOY__NONE)
        result = loy__decision_add(work, pass,
                                   &(loy__decision){.kind = LOY_EFFECT_STAGE,
                                                    .rule = rule->number,
                                                    .target = rule->stage});
    return result;
}

/* The new lines of an exchange are bought. */
static bool
is_trigger(const loy__ladder *ladder, uint32_t kind)
{
    return ladder->trigger == kind ||
           (kind == LOY__ON_EXCHANGE && ladder->trigger == LOY__ON_PURCHASE);
}

/* Ladders that count an amount of their own on events of this kind. */
static int
decide_ladders(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    for (uint32_t i = 0; i < work->program->track_count; i++) {
        const loy__ladder *ladder = &work->program->ladders[i];
        const uint64_t *mask;
        loy__cel_value value;
        loy__cel_error error;
        int result = LOY_OK;

        if (ladder->counts != LOY__COUNT_AMOUNT || !is_trigger(ladder, scene->kind))
            continue;
        error = loy__facts_count(work, ladder->amount, &mask, &value);
        if (error != LOY__CEL_ERR_NONE)
            result = loy__effect_add(work, LOY_EFFECT_ERROR, ladder->name.text,
                                     loy__cel_error_text(error), 0, 0);
        else if (value.as.integer > 0 && value.as.integer <= LOY_MAX_AMOUNT)
            result = add(work, pass,
                         &(loy__decision){.kind = LOY__DECIDE_LADDER,
                                          .rule = LOY__NONE,
                                          .target = i,
                                          .mask = mask,
                                          .granted = value.as.integer});
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

static void
explain_one(loy__work *work, const loy__decision *decision)
{
    loy__why_granted(work, decision->rule, decision->granted, decision->wanted);
    if ((decision->flags & LOY__DECISION_SHORT) != 0)
        loy__why_rule(work, decision->rule, LOY_WHY_BUDGET, 0);
}

static void
explain(loy__work *work, const loy__pass *pass)
{
    for (size_t i = 0; work->why != NULL && i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (decision->rule != LOY__NONE && decision->kind == LOY_EFFECT_EARN)
            explain_one(work, decision);
    }
}

/* Takes out what is used up, and what loses to others. */
static int
select_rules(loy__work *work, const loy__scene *scene, loy__pass *pass, sight *seen)
{
    const loy_program *program = work->program;
    int result = program->limits ? loy__decide_limits(work, scene, pass, false) : LOY_OK;

    if (result == LOY_OK && program->group_count > 0)
        result = loy__decide_winners(work, pass);
    if (result == LOY_OK && program->budget_count > 0)
        result = loy__decide_limits(work, scene, pass, true);
    seen->others_from = 0;
    seen->others_until = pass->fired_count;
    return result;
}

/* The earnings of the rules that are left. Of a split event, rules are chosen by
 * what they give to the whole of it. */
static int
decide_selected(loy__work *work, const loy__scene *scene, loy__pass *pass, sight *seen)
{
    struct loy__crossing *crossing = work->crossing;
    size_t effects = work->outcome->effect_count;
    int result;

    work->crossing = NULL;
    result = decide_earnings(work, pass, seen);
    if (result == LOY_OK)
        result = select_rules(work, scene, pass, seen);
    work->crossing = crossing;
    if (result != LOY_OK || crossing == NULL)
        return result;
    work->outcome->effect_count = effects;
    result = decide_earnings(work, pass, seen);
    seen->others_from = 0;
    seen->others_until = pass->fired_count;
    return result;
}

/* Earnings with their multipliers; where the program rounds, they are exact. */
LOY_INLINE int
decide_amounts(loy__work *work, const loy__scene *scene, loy__pass *pass, sight *seen)
{
    int result;

    pass->waiting = NULL;
    if (work->program->selects)
        result = decide_selected(work, scene, pass, seen);
    else
        result = decide_earnings(work, pass, seen);
    if (result == LOY_OK && work->program->rounds)
        result = loy__decide_multiplied(work, pass);
    else if (result == LOY_OK && (seen->bits & LOY__RULE_FACTORS) != 0)
        result = decide_multipliers(work, pass);
    return result;
}

int
loy__decide_amounts(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    sight seen;

    return decide_amounts(work, scene, pass, &seen);
}

int
loy__decide(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    bool crosses = work->crossing != NULL;
    sight seen;
    int result = decide_amounts(work, scene, pass, &seen);

    if (result == LOY_OK && crosses && work->crossing->ladder != LOY__NONE)
        result = loy__decide_stretches(work, scene, pass);
    if (work->exchange_part)
        loy__exchange_filter(pass, work->mask_words);
    if (result == LOY_OK && work->program->rounds)
        result = loy__decide_rounding(work, pass);
    if (result != LOY_OK)
        return result;
    loy__decide_caps(work, scene, pass);
    pass->earnings = pass->count;
    if (work->program->budget_count > 0)
        result = loy__decide_budgets(work, scene, pass);
    for (uint32_t i = seen.others_from; result == LOY_OK && i < seen.others_until; i++)
        result = decide_others(work, pass, &work->program->rules[pass->fired[i]]);
    if (result == LOY_OK && scene->kind != LOY__ON_ENTER && scene->kind != LOY__ON_TIMER)
        result = decide_ladders(work, scene, pass);
    if (work->exchange_part)
        loy__exchange_filter(pass, work->mask_words);
    if (crosses)
        loy__crossing_unite(work, pass);
    explain(work, pass);
    return result;
}
