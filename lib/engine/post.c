/*
 * post.c -- the sixth step: decisions become ledger entries, effects and the
 * customer's next state.
 *
 * All that a pass earns of one currency is posted as one earning: the awards of
 * a sale share their lot. What a return will need is noted on the way.
 */
#include "engine/earn/earnings.h"

static const char *
rule_name(const loy__work *work, const loy__decision *decision)
{
    return work->program->rules[decision->rule].name.text;
}

/* The effect of what a rule gave of something. */
LOY_INLINE void
fill_effect(loy__effect *out, const loy__work *work, uint32_t kind, const loy__decision *decision,
            const loy__name *of, int64_t amount, int64_t wanted)
{
    const loy__name *rule = &work->program->rules[decision->rule].name;

    *out = (loy__effect){.told = {.rule = rule->text,
                                  .name = of->text,
                                  .amount = amount,
                                  .wanted = wanted,
                                  .time = work->now,
                                  .kind = kind},
                         .rule_size = rule->size,
                         .name_size = of->size};
}

/* Whether the receipt says what was given. */
static inline bool
keeps_awards(const loy__work *work)
{
    return work->keeps_receipt && !work->settling;
}

/* Where the next awards of the receipt are written, so many at most; NULL without
 * memory, and where none are kept. */
static inline loy__award *
reserve_awards(loy__work *work, size_t most)
{
    loy_engine *engine = work->engine;
    uint32_t count = work->sale.award_count;

    if (!keeps_awards(work) ||
        !loy__reserve(&engine->memory, &engine->awards, &engine->award_capacity, count + most,
                      sizeof(*engine->awards)))
        return NULL;
    work->sale.awards = engine->awards;
    return &engine->awards[count];
}

/* Where the next one is written. */
static inline loy__award *
next_award(loy__work *work)
{
    loy__award *next = reserve_awards(work, 1);

    if (next != NULL)
        work->sale.award_count++;
    return next;
}

int
loy__award_note(loy__work *work, const loy__award *award)
{
    loy__award *next;

    if (!keeps_awards(work) || award->amount <= 0)
        return LOY_OK;
    next = next_award(work);
    if (next == NULL)
        return LOY_ERR_NOMEM;
    *next = *award;
    return LOY_OK;
}

static inline int
add_award(loy__work *work, uint32_t kind, const loy__name *name, int64_t amount,
          const uint64_t *mask, int64_t matures, int64_t expires)
{
    loy__award *award;

    if (!keeps_awards(work) || amount <= 0)
        return LOY_OK;
    award = next_award(work);
    if (award == NULL)
        return LOY_ERR_NOMEM;
    *award = (loy__award){.amount = amount,
                          .matures = matures,
                          .expires = expires,
                          .mask = mask,
                          .name = name->text,
                          .name_size = name->size,
                          .kind = (uint16_t)kind};
    return LOY_OK;
}

/* ---- Earnings ---- */

/* Whether an earning is shown in the effect of the one before: lines and
 * stretches of what one rule gives are one effect. */
static bool
is_shown(const loy__pass *pass, const loy__decision *earning)
{
    for (; (earning->flags & LOY__DECISION_FOLLOWS) != 0 && earning > pass->decisions &&
           earning[-1].rule == earning->rule && earning[-1].target == earning->target;
         earning--)
        if (earning[-1].base != 0)
            return true;
    return false;
}

/* Sums per currency and an effect for each award; multipliers show what they
 * added apart. */
static int
sum_earnings(loy__work *work, const loy__pass *pass)
{
    loy__earned *earnings = work->engine->earned;
    const loy__currency *currencies = work->program->currencies;
    const loy__decision *decision = pass->decisions, *end = LOY_END(decision, pass->earnings);
    loy__effect *effect = loy__outcome_room(work->outcome, pass->earnings);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < work->program->currency_count; i++)
        earnings[i] = (loy__earned){0};
    for (; decision < end; decision++) {
        int64_t granted = decision->granted, wanted = decision->wanted;
        loy__earned *earned = &earnings[decision->target];

        if (decision->base == 0)
            continue;
        if (!loy__add(earned->granted, granted, &earned->granted))
            return LOY_ERR_INTERNAL;
        if (wanted > decision->base) {
            granted = loy__smaller(granted, decision->base);
            wanted = decision->base;
            earned->bonus += decision->granted - granted;
            earned->bonus_wanted += decision->wanted - wanted;
        }
        if (is_shown(pass, decision)) {
            effect[-1].told.amount += granted;
            effect[-1].told.wanted += wanted;
        } else {
            fill_effect(effect++, work, LOY_EFFECT_EARN, decision,
                        &currencies[decision->target].name, granted, wanted);
        }
    }
    work->outcome->effect_count = (size_t)(effect - work->outcome->effects);
    return LOY_OK;
}

int
loy__note_award(loy__work *work, uint32_t currency, const loy__decision *decision, int64_t points,
                int64_t matures, int64_t expires)
{
    return add_award(work, LOY__AWARD_POINTS, &work->program->currencies[currency].name, points,
                     decision->mask, matures, expires);
}

/* Notes each award, which may differ in more than lines and be of lines together. */
static int
note_each(loy__work *work, const loy__pass *pass, uint32_t currency, int64_t matures,
          int64_t expires)
{
    const loy_program *program = work->program;
    int result = LOY_OK;
    size_t end;

    for (size_t i = 0; result == LOY_OK && i < pass->earnings; i = end) {
        const loy__decision *decision = &pass->decisions[i];

        end = work->crossing != NULL ? loy__earning_lines_end(work, pass, i) : i + 1;
        if (decision->target == currency &&
            !(program->own_lots && loy__rule_is_own(&program->rules[decision->rule])))
            result = loy__note_award(work, currency, decision, loy__earning_granted(pass, i, end),
                                     matures, expires);
    }
    return result;
}

/* Whether nobody looks at the awards before they are written. */
static inline bool
is_plain(const loy__work *work)
{
    return work->kind == LOY__ON_PURCHASE && !work->again && work->state->note_count == 0 &&
           work->crossing == NULL && !work->program->own_lots;
}

static int
note_awards(loy__work *work, const loy__pass *pass, uint32_t currency, int64_t matures,
            int64_t expires)
{
    const loy__name *name = &work->program->currencies[currency].name;
    const loy__decision *decision = pass->decisions, *end = LOY_END(decision, pass->earnings);
    loy__portion *first, *next;
    loy__award *award;

    if (!keeps_awards(work))
        return LOY_OK;
    if (!is_plain(work))
        return note_each(work, pass, currency, matures, expires);
    first = next = loy__arena_alloc(&work->engine->arena, pass->earnings * sizeof(*first));
    award = first != NULL ? reserve_awards(work, 1) : NULL;
    if (award == NULL)
        return LOY_ERR_NOMEM;
    for (; decision < end; decision++)
        if (decision->target == currency && decision->granted > 0)
            *next++ = (loy__portion){.amount = decision->granted, .mask = decision->mask};
    if (next == first)
        return LOY_OK;
    *award = (loy__award){.amount = first->amount,
                          .matures = matures,
                          .expires = expires,
                          .mask = first->mask,
                          .name = name->text,
                          .name_size = name->size,
                          .kind = LOY__AWARD_POINTS,
                          .more = next - first > 1 ? first + 1 : NULL,
                          .more_count = (size_t)(next - first) - 1};
    work->sale.award_count++;
    work->sale.more_count += (uint32_t)(next - first) - 1;
    return LOY_OK;
}

static int
post_currency(loy__work *work, const loy__scene *scene, const loy__pass *pass, uint32_t currency)
{
    int64_t points = work->engine->earned[currency].granted;
    int64_t own = 0;
    int64_t matures = 0, expires = LOY_NEVER;
    int result = LOY_OK;

    if (work->engine->earned[currency].bonus_wanted > 0)
        result = loy__post_bonus(work, pass, currency);
    if (result == LOY_OK && pass->waiting != NULL && points == 0)
        result = loy__post_waiting(work, pass, currency, matures, expires);
    if (result != LOY_OK || points == 0)
        return result;
    if (work->program->own_lots)
        result = loy__post_own(work, scene, pass, currency, &own);
    if (result == LOY_OK && points > own) {
        result = loy__earn(work->state, work->journal, currency, points - own, scene->time,
                           work->now, LOY_ENTRY_EARN, &matures, &expires);
        if (result == LOY_OK)
            result = note_awards(work, pass, currency, matures, expires);
        if (result == LOY_OK)
            result = loy__credit_earned(work, currency, points - own, scene->day, matures);
    }
    if (result == LOY_OK && pass->waiting != NULL)
        result = loy__post_waiting(work, pass, currency, matures, expires);
    return result;
}

static int
post_caps(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;

    for (uint32_t i = 0; i < program->cap_count; i++)
        if (work->engine->capped[i].used > 0 && !program->caps[i].each &&
            !loy__tally_add(&work->state->caps[i], program->caps[i].per, scene->local_day,
                            work->engine->capped[i].used))
            return LOY_ERR_INTERNAL;
    return LOY_OK;
}

static int
post_earnings(loy__work *work, const loy__scene *scene, const loy__pass *pass)
{
    int result;

    if (pass->earnings == 0)
        return LOY_OK;
    result = sum_earnings(work, pass);
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        result = post_currency(work, scene, pass, i);
    if (result == LOY_OK && work->program->caps_freed)
        result = loy__post_caps_used(work, scene, pass);
    return result == LOY_OK ? post_caps(work, scene) : result;
}

/* ---- Counters and vouchers ---- */

static int
issue(loy__work *work, const char *rule, uint32_t voucher, int64_t count, uint32_t award)
{
    const loy__name *name = &work->program->vouchers[voucher].name;
    int64_t expires;
    int result = loy__voucher_issue(work->state, voucher, count, work->now, &expires);

    if (result == LOY_OK)
        result = add_award(work, award, name, count, NULL, 0, expires);
    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_ISSUE, rule, name->text, count, count)
               : result;
}

/* A full card is exchanged at once; what is over stands on the next one. */
static int
post_count(loy__work *work, const loy__scene *scene, const loy__decision *decision)
{
    const loy__counter *counter = &work->program->counters[decision->target];
    loy__tally *tally = &work->state->counters[decision->target];
    loy__effect *effect;
    int64_t full;
    int result;

    if (!loy__tally_add(tally, counter->window, scene->local_day, decision->granted))
        return loy__fail_rule(work, decision->rule, LOY__CEL_ERR_OVERFLOW, "overflow");
    effect = loy__outcome_next(work->outcome);
    if (effect == NULL)
        return LOY_ERR_NOMEM;
    fill_effect(effect, work, LOY_EFFECT_COUNT, decision, &counter->name, decision->granted,
                decision->wanted);
    result = add_award(work, LOY__AWARD_COUNTER, &counter->name, decision->granted, decision->mask,
                       0, scene->local_day);
    if (result != LOY_OK || counter->every == 0 || tally->value < counter->every)
        return result;
    full = tally->value / counter->every;
    tally->value %= counter->every;
    return counter->issue == LOY__NONE
               ? LOY_OK
               : issue(work, counter->name.text, counter->issue, full, LOY__AWARD_CARD);
}

static int
post_ladder(loy__work *work, const loy__scene *scene, const loy__decision *decision)
{
    int result =
        loy__ladder_credit(work->state, decision->target, decision->granted, scene->day, work->now);

    if (result != LOY_OK)
        return result;
    return add_award(work, LOY__AWARD_LADDER, &work->program->ladders[decision->target].name,
                     decision->granted, decision->mask, 0, scene->day);
}

static int
post_other(loy__work *work, const loy__scene *scene, const loy__decision *decision, uint32_t depth)
{
    switch (decision->kind) {
    case LOY_EFFECT_COUNT:
        return post_count(work, scene, decision);
    case LOY_EFFECT_ISSUE:
        return issue(work, rule_name(work, decision), decision->target, decision->granted,
                     LOY__AWARD_VOUCHER);
    case LOY_EFFECT_NOTIFY:
        return loy__effect_add(work, LOY_EFFECT_NOTIFY, rule_name(work, decision),
                               work->program->rules[decision->rule].notify, 0, 0);
    case LOY_EFFECT_STAGE:
        return loy__enter_stage(work, scene, decision->target, rule_name(work, decision), depth);
    case LOY__DECIDE_LADDER:
        return post_ladder(work, scene, decision);
    default:
        return LOY_OK;
    }
}

int
loy__post(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    int result = post_earnings(work, scene, pass);

    if (result == LOY_OK && work->program->limits)
        result = loy__post_uses(work, scene, pass);
    for (size_t i = pass->earnings; result == LOY_OK && i < pass->count; i++)
        result = post_other(work, scene, &pass->decisions[i], pass->depth);
    return result;
}
