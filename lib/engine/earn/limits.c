/*
 * limits.c -- how often rules may be used, and budgets of all customers: a rule
 * that is used up does not fire, and of points there are those that are left.
 *
 * A rule is used by an event when it gives something in it. What a use took is
 * noted in the receipt of a sale, so that its return gives it back.
 */
#include <string.h>

#include "base/macros.h"
#include "engine/earn/earnings.h"
#include "engine/earn/usage.h"

/* ---- Rules that are used up ---- */

/* What is left of a rule's own limit. */
static int
own_left(loy__work *work, const loy__scene *scene, const loy__rule *rule, int64_t *left)
{
    const loy__limit *limit;
    int result;

    *left = 1;
    if (rule->limit == NULL)
        return LOY_OK;
    *left = 0;
    result = loy__limit_now(work, rule, rule->limit, &limit);
    return result == LOY_OK && limit != NULL ? loy__usage_left(work, limit, scene->local_day, left)
                                             : result;
}

/* What a budget leaves a rule that the event at hand fires. */
static int
budget_left(loy__work *work, const loy__rule *rule, const loy__budget *budget, int32_t day,
            int64_t *left)
{
    const loy__limit *limit;
    int result = loy__limit_now(work, rule, &budget->limit, &limit);

    *left = 0;
    return result == LOY_OK ? loy__budget_left(work, budget, limit, day, left) : result;
}

/* Whether a rule may be used, beside what others of the pass have taken of its
 * budgets, which is taken[] (NULL: nobody yet). */
static int
may_use(loy__work *work, const loy__scene *scene, const loy__rule *rule, int64_t *taken, bool *may)
{
    const loy_program *program = work->program;
    int64_t left;
    int result = own_left(work, scene, rule, &left);

    *may = left > 0;
    for (uint32_t i = 0; i < rule->budget_count && result == LOY_OK && *may; i++) {
        uint32_t number = rule->budgets[i];

        if (program->budgets[number].currency != LOY__NONE)
            continue;
        result = budget_left(work, rule, &program->budgets[number], scene->day, &left);
        if (taken != NULL)
            left -= taken[number]++;
        *may = left > 0;
    }
    return result;
}

int
loy__decide_limits(loy__work *work, const loy__scene *scene, loy__pass *pass, bool winners)
{
    loy__arena *arena = &work->engine->arena;
    size_t room = work->program->budget_count * sizeof(int64_t);
    int64_t *taken = winners ? loy__arena_alloc(arena, room + 1) : NULL;
    bool *out = loy__arena_alloc(arena, pass->fired_count * sizeof(*out) + 1);
    bool any = false;

    if (out == NULL || (winners && taken == NULL))
        return LOY_ERR_NOMEM;
    if (winners)
        memset(taken, 0, room);
    for (uint32_t i = 0; i < pass->fired_count; i++) {
        const loy__rule *rule = &work->program->rules[pass->fired[i]];
        bool may = true;
        int result = LOY_OK;

        if ((rule->limit != NULL || rule->budget_count > 0) && loy__pass_gives(work, pass, i))
            result = may_use(work, scene, rule, taken, &may);
        if (result != LOY_OK)
            return result;
        out[i] = !may;
        any = any || !may;
        if (!may)
            loy__why_lost(work, pass, rule->number, LOY_WHY_LIMITED);
    }
    if (any)
        loy__pass_drop(pass, out);
    return LOY_OK;
}

/* ---- Points of budgets ---- */

/* What a rule does not get in the end it has not used of its caps. */
static void
leave_in_caps(loy__work *work, const loy__rule *rule, uint32_t currency, int64_t points)
{
    for (uint32_t i = 0; i < rule->cap_count; i++)
        if (work->program->caps[rule->caps[i]].currency == currency)
            work->engine->capped[rule->caps[i]].used -= points;
}

/* What the budgets leave of what a rule gives of a currency. */
static int
cut(loy__work *work, const loy__scene *scene, loy__pass *pass, size_t first, size_t end,
    int64_t *taken)
{
    loy__decision *decision = &pass->decisions[first];
    int64_t granted = loy__earning_granted(pass, first, end);
    const loy_program *program = work->program;
    const loy__rule *rule = &program->rules[decision->rule];

    for (uint32_t i = 0; i < rule->budget_count && granted > 0; i++) {
        const loy__budget *budget = &program->budgets[rule->budgets[i]];
        int64_t left;
        int result;

        if (budget->currency != decision->target)
            continue;
        result = budget_left(work, rule, budget, scene->day, &left);
        if (result != LOY_OK)
            return result;
        left -= taken[rule->budgets[i]];
        if (granted > left) {
            granted = budget->whole || left < 0 ? 0 : left;
            decision->flags |= LOY__DECISION_SHORT;
        }
    }
    leave_in_caps(work, rule, decision->target, loy__earning_granted(pass, first, end) - granted);
    loy__earning_cut(pass, first, end, granted);
    for (uint32_t i = 0; i < rule->budget_count; i++)
        if (program->budgets[rule->budgets[i]].currency == decision->target)
            taken[rule->budgets[i]] += granted;
    return LOY_OK;
}

int
loy__decide_budgets(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    size_t room = work->program->budget_count * sizeof(int64_t);
    int64_t *taken = loy__arena_alloc(&work->engine->arena, room + 1);
    int result = taken != NULL ? LOY_OK : LOY_ERR_NOMEM;
    size_t end;

    if (result == LOY_OK)
        memset(taken, 0, room);
    for (size_t i = 0; i < pass->count && result == LOY_OK; i = end) {
        end = loy__earning_end(pass, i);
        if (pass->decisions[i].kind == LOY_EFFECT_EARN)
            result = cut(work, scene, pass, i, end, taken);
    }
    return result;
}

/* ---- Uses ---- */

/* Whether points come that a rule has multiplied. */
static bool
has_multiplied(const loy__work *work, const loy__pass *pass, const loy__rule *rule)
{
    for (size_t i = 0; i < pass->count && rule->factor_count > 0; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (decision->kind != LOY_EFFECT_EARN || decision->granted == 0 ||
            !loy__is_multiplied(work->program, decision->rule))
            continue;
        for (uint32_t k = 0; k < rule->factor_count; k++)
            if (rule->factors[k].currency == decision->target)
                return true;
    }
    return false;
}

/* Whether a decision gives something in the end; those before it are posted first. */
static bool
gives(const loy__work *work, const loy__pass *pass, size_t index)
{
    const loy__decision *decision = &pass->decisions[index];
    uint32_t stage = work->state->stage;

    if (decision->kind == LOY_EFFECT_EARN)
        return decision->granted > 0;
    if (decision->kind != LOY_EFFECT_STAGE)
        return true;
    for (size_t i = 0; i < index; i++)
        if (pass->decisions[i].kind == LOY_EFFECT_STAGE)
            stage = pass->decisions[i].target;
    return decision->target != stage;
}

static bool
gave(const loy__work *work, const loy__pass *pass, uint32_t position)
{
    const loy__rule *rule = &work->program->rules[pass->fired[position]];

    for (size_t i = 0; i < pass->count; i++)
        if (pass->decisions[i].rule == rule->number && gives(work, pass, i))
            return true;
    return has_multiplied(work, pass, rule);
}

static int
use_rule(loy__work *work, const loy__scene *scene, const loy__rule *rule)
{
    const loy_program *program = work->program;
    int result = LOY_OK;

    if (rule->limit != NULL) {
        const loy__limit *limit;

        result = loy__limit_now(work, rule, rule->limit, &limit);
        if (result == LOY_OK && limit != NULL)
            result = loy__usage_count(work, limit, 1, scene->local_day);
        if (result == LOY_OK && limit != NULL)
            result = loy__limit_note(work, limit, 1, NULL, scene->local_day);
    }
    for (uint32_t i = 0; i < rule->budget_count && result == LOY_OK; i++) {
        const loy__budget *budget = &program->budgets[rule->budgets[i]];

        if (budget->currency != LOY__NONE)
            continue;
        result = loy__budget_use(work, rule, budget, 1, NULL, scene->day);
    }
    return result;
}

static int
use_points(loy__work *work, const loy__scene *scene, const loy__decision *decision)
{
    const loy_program *program = work->program;
    const loy__rule *rule = &program->rules[decision->rule];
    int result = LOY_OK;

    for (uint32_t i = 0; i < rule->budget_count && result == LOY_OK; i++) {
        const loy__budget *budget = &program->budgets[rule->budgets[i]];

        if (budget->currency != decision->target || decision->granted == 0)
            continue;
        result = loy__budget_use(work, rule, budget, decision->granted, decision->mask, scene->day);
    }
    return result;
}

int
loy__post_uses(loy__work *work, const loy__scene *scene, const loy__pass *pass)
{
    int result = LOY_OK;

    for (uint32_t i = 0; i < pass->fired_count && result == LOY_OK; i++) {
        const loy__rule *rule = &work->program->rules[pass->fired[i]];

        if ((rule->limit != NULL || rule->budget_count > 0) && gave(work, pass, i))
            result = use_rule(work, scene, rule);
    }
    for (size_t i = 0; i < pass->count && result == LOY_OK; i++)
        if (pass->decisions[i].kind == LOY_EFFECT_EARN)
            result = use_points(work, scene, &pass->decisions[i]);
    return result;
}

int
loy__post_caps_used(loy__work *work, const loy__scene *scene, const loy__pass *pass)
{
    int result = LOY_OK;

    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];
        const loy__rule *rule;

        if (decision->kind != LOY_EFFECT_EARN || decision->granted == 0)
            continue;
        rule = &work->program->rules[decision->rule];
        for (uint32_t k = 0; k < rule->cap_count && result == LOY_OK; k++) {
            const loy__cap *cap = &work->program->caps[rule->caps[k]];

            if (cap->currency == decision->target)
                result = loy__limit_note(work, &cap->uses, decision->granted, decision->mask,
                                         scene->local_day);
        }
    }
    return result;
}

/* Which rule, budget or cap an award used, by the first letter of its name, and of
 * which text; LOY__NONE: the program has none like it. */
static uint32_t
used_of(const loy_program *program, const loy__award *award, uint64_t *text)
{
    static const struct {
        char kind;
        uint8_t part;
    } parts[] = {{LOY__LIMIT_RULE, LOY_PART_RULE},
                 {LOY__LIMIT_BUDGET, LOY__PART_BUDGET},
                 {LOY__LIMIT_CAP, LOY__PART_CAP}};
    uint32_t number = LOY__NONE;
    loy_text name = {.data = award->name, .size = award->name_size};

    *text = loy__limit_text(&name);
    for (size_t i = 0; i < LOY_COUNT(parts) && name.size > 0; i++)
        if (name.data[0] == parts[i].kind)
            number = loy__program_find(program, parts[i].part, name.data + 1, name.size - 1);
    return number;
}

bool
loy__uses_points(const loy_program *program, const loy__award *award)
{
    uint64_t text;
    uint32_t number = used_of(program, award, &text);

    return number != LOY__NONE &&
           (award->name[0] == LOY__LIMIT_CAP || (award->name[0] == LOY__LIMIT_BUDGET &&
                                                 program->budgets[number].currency != LOY__NONE));
}

int
loy__return_use(loy__work *work, const loy__award *award, int64_t uses)
{
    const loy_program *program = work->program;
    int32_t day = (int32_t)award->expires;
    uint64_t text;
    uint32_t number = used_of(program, award, &text);
    const loy__limit *limit;

    if (number == LOY__NONE)
        return LOY_OK;
    if (award->name[0] == LOY__LIMIT_CAP) {
        loy__tally_free(&work->state->caps[number], program->caps[number].per, day, uses);
        return LOY_OK;
    }
    limit = award->name[0] == LOY__LIMIT_BUDGET ? &program->budgets[number].limit
                                                : program->rules[number].limit;
    if (limit == NULL)
        return LOY_OK;
    limit = loy__limit_kept(work, limit, text);
    if (limit == NULL)
        return LOY_ERR_NOMEM;
    return award->name[0] == LOY__LIMIT_BUDGET
               ? loy__budget_count(work, &program->budgets[number], limit, -uses, day)
               : loy__usage_count(work, limit, -uses, day);
}
