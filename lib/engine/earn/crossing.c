/*
 * crossing.c -- an event that itself leads the customer into a higher tier: by
 * which tier it earns, as each ladder says.
 *
 * Before: by the tier that he has. After: as if he had the one that the event
 * reaches. Split: up to each threshold by the tier below it, the rest by the
 * one above: rules are judged once for each stretch of the event, and what they
 * give is shared out in proportion to the stretches; all but points is as
 * before.
 */
#include <string.h>

#include "customer/ladders.h"
#include "engine/earn/crossing.h"
#include "engine/earn/earnings.h"

/* ---- What the event will count ---- */

/* What a ladder will count of points: what the event earns by the tiers as
 * they are. */
static int
points_of(loy__work *work, const loy__scene *scene, uint32_t currency, int64_t *credit)
{
    loy__pass *trial = &work->engine->passes[1];
    loy_explanation *why = work->why;
    size_t effects = work->outcome->effect_count;
    int result;

    work->why = NULL;
    result = loy__match(work, scene, &work->program->by_kind[scene->kind], trial);
    if (result == LOY_OK)
        result = loy__decide(work, scene, trial);
    for (size_t i = 0; result == LOY_OK && i < trial->count; i++)
        if (trial->decisions[i].kind == LOY_EFFECT_EARN && trial->decisions[i].target == currency)
            *credit += trial->decisions[i].granted;
    work->why = why;
    work->outcome->effect_count = effects;
    return result;
}

static int
credit_of(loy__work *work, const loy__scene *scene, const loy__ladder *ladder, int64_t *credit)
{
    bool purchase = scene->kind == LOY__ON_PURCHASE;
    loy__cel_value value;

    *credit = 0;
    switch (ladder->counts) {
    case LOY__COUNT_EARNED:
        return points_of(work, scene, ladder->currency, credit);
    case LOY__COUNT_SPEND:
        *credit = purchase ? work->total : 0;
        break;
    case LOY__COUNT_PURCHASES:
        *credit = purchase;
        break;
    case LOY__COUNT_VISITS:
        *credit = purchase || scene->kind == LOY__ON_VISIT;
        break;
    default:
        if (ladder->trigger == scene->kind &&
            loy__facts_eval(work, ladder->amount, NULL, &value) == LOY__CEL_ERR_NONE &&
            value.as.integer > 0 && value.as.integer <= LOY_MAX_AMOUNT)
            *credit = value.as.integer;
    }
    return LOY_OK;
}

/* ---- Where it leads ---- */

/* Cuts the event at the thresholds between two tiers. */
static void
cut(loy__crossing *crossing, const loy__ladder *ladder, uint32_t from, uint32_t to, int64_t value,
    int64_t credit)
{
    int64_t done = 0;

    crossing->count = 0;
    for (uint32_t tier = from; tier <= to; tier++) {
        int64_t end = tier < to ? ladder->tiers[tier + 1].from - value : credit;

        end = end < done ? done : end > credit ? credit : end;
        crossing->lengths[crossing->count] = end - done;
        crossing->tiers[crossing->count++] = tier;
        done = end;
    }
}

/* Credits a copy of the customer, to see which tier he comes to. */
static int
try_ladder(loy__work *work, const loy__scene *scene, uint32_t number, loy__crossing *crossing)
{
    const loy__ladder *ladder = &work->program->ladders[number];
    uint32_t before = work->state->rungs[number].shown, after;
    loy__state *trial = &work->engine->trial;
    int64_t credit = 0, counted;
    int result = loy__state_copy(trial, work->state);

    if (result != LOY_OK)
        return result;
    loy__ladder_review(trial, number, work->now);
    counted = trial->rungs[number].value;
    for (uint32_t i = loy__track_count(ladder); i > 0 && result == LOY_OK; i--) {
        uint32_t track = loy__track(ladder, number, i - 1);

        result = credit_of(work, scene, &work->program->ladders[track], &credit);
        if (result == LOY_OK && credit > 0)
            result = loy__ladder_credit(trial, track, credit, scene->day, work->now);
    }
    if (result != LOY_OK)
        return result;
    loy__ladder_review(trial, number, work->now);
    after = trial->rungs[number].shown;
    if (after <= before)
        return LOY_OK;
    crossing->crosses = true;
    if (ladder->crossing == LOY__CROSSING_AFTER || credit == 0) {
        crossing->shown[number] = after;
    } else {
        crossing->ladder = number;
        cut(crossing, ladder, before, after, counted, credit);
    }
    return LOY_OK;
}

int
loy__crossing_find(loy__work *work, const loy__scene *scene)
{
    const loy_program *program = work->program;
    loy__crossing *crossing = loy__arena_alloc(&work->engine->arena, sizeof(*crossing));
    uint32_t *shown =
        loy__arena_alloc(&work->engine->arena, (program->ladder_count + 1u) * sizeof(*shown));

    if (crossing == NULL || shown == NULL)
        return LOY_ERR_NOMEM;
    *crossing = (loy__crossing){.shown = shown, .ladder = LOY__NONE};
    for (uint32_t i = 0; i < program->ladder_count; i++)
        shown[i] = work->state->rungs[i].shown;
    for (uint32_t i = 0; i < program->ladder_count; i++)
        if (program->ladders[i].crossing != LOY__CROSSING_BEFORE) {
            int result = try_ladder(work, scene, i, crossing);

            if (result != LOY_OK)
                return result;
        }
    if (!crossing->crosses)
        return LOY_OK;
    work->crossing = crossing;
    return loy__crossing_at(work, 0);
}

/* ---- Stretch by stretch ---- */

int
loy__crossing_at(loy__work *work, uint32_t stretch)
{
    const loy_program *program = work->program;
    loy__crossing *crossing = work->crossing;

    crossing->at = stretch;
    if (crossing->ladder != LOY__NONE)
        crossing->shown[crossing->ladder] = crossing->tiers[stretch];
    for (uint32_t i = 0; i < program->ladder_count; i++) {
        const loy__name *name = &program->ladders[i].tiers[crossing->shown[i]].name;

        work->engine->slots[program->facts.tiers + i] =
            loy__facts_text(program, (loy_text){.data = name->text, .size = name->size});
    }
    return loy__lets_fill(work);
}

int64_t
loy__crossing_share(const loy__work *work, int64_t amount)
{
    const loy__crossing *crossing = work->crossing;
    int64_t parts[LOY__MAX_TIERS];

    if (crossing == NULL || crossing->ladder == LOY__NONE)
        return amount;
    /* The lengths sum up to what the event counts, so this cannot fail. */
    if (!loy__split(amount, crossing->lengths, crossing->count, parts))
        return 0;
    return parts[crossing->at];
}

/* Adds what fired in a stretch to all that did, in their order, and keeps it
 * by itself. */
static int
unite(loy__work *work, const loy__pass *stretch, uint32_t number)
{
    loy__crossing *crossing = work->crossing;
    const uint32_t *all = crossing->fired, *own = stretch->fired;
    uint32_t left = crossing->fired_count, right = stretch->fired_count;
    size_t room = (right + 1u) * sizeof(*own);
    loy__pass *kept = &crossing->stretches[number];
    uint32_t *united = loy__arena_alloc(&work->engine->arena, left * sizeof(*united) + room);

    *kept =
        (loy__pass){.fired = loy__arena_alloc(&work->engine->arena, room), .fired_count = right};
    if (kept->fired == NULL || united == NULL)
        return LOY_ERR_NOMEM;
    if (right > 0)
        memcpy(kept->fired, own, right * sizeof(*own));
    crossing->fired = united;
    crossing->fired_count = 0;
    while (left > 0 || right > 0) {
        uint32_t rule = right == 0 || (left > 0 && *all <= *own) ? *all : *own;

        if (left > 0 && *all == rule) {
            all++;
            left--;
        }
        if (right > 0 && *own == rule) {
            own++;
            right--;
        }
        united[crossing->fired_count++] = rule;
    }
    return LOY_OK;
}

static int
append(loy__work *work, loy__pass *pass, const loy__pass *stretch, uint32_t number)
{
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < stretch->count; i++) {
        loy__decision decision = stretch->decisions[i];

        decision.stretch = (uint8_t)number;
        result = loy__decision_add(work, pass, &decision);
    }
    return result;
}

/* The rules of one stretch after the first, judged and weighed by themselves. */
static int
decide_stretch(loy__work *work, const loy__scene *scene, loy__pass *stretch, uint32_t number)
{
    loy_explanation *why = work->why;
    int result = loy__crossing_at(work, number);

    work->why = NULL;
    if (result == LOY_OK)
        result = loy__match(work, scene, &work->program->by_kind[scene->kind], stretch);
    if (result == LOY_OK)
        result = loy__decide_amounts(work, scene, stretch);
    work->why = why;
    for (uint32_t i = 0; result == LOY_OK && i < stretch->fired_count; i++)
        loy__why_rule(work, stretch->fired[i], LOY_WHY_FIRED, 0);
    return result;
}

int
loy__decide_stretches(loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    loy__pass *stretch = &work->engine->passes[1];
    int result = unite(work, pass, 0);

    for (uint32_t i = 1; result == LOY_OK && i < work->crossing->count; i++) {
        result = decide_stretch(work, scene, stretch, i);
        if (result == LOY_OK)
            result = append(work, pass, stretch, i);
        if (result == LOY_OK)
            result = unite(work, stretch, i);
    }
    if (result == LOY_OK)
        result = loy__earnings_sort(work, pass);
    if (result != LOY_OK)
        return result;
    for (size_t i = 1; i < pass->count; i++)
        if (loy__earning_same(&pass->decisions[i - 1], &pass->decisions[i]))
            pass->decisions[i].flags |= LOY__DECISION_FOLLOWS;
    return loy__crossing_at(work, 0);
}

/* All that fired in any stretch, once the rest is decided. */
void
loy__crossing_unite(const loy__work *work, loy__pass *pass)
{
    const loy__crossing *crossing = work->crossing;

    if (crossing->fired == NULL)
        return;
    if (crossing->fired_count > 0)
        memcpy(pass->fired, crossing->fired, crossing->fired_count * sizeof(*pass->fired));
    pass->fired_count = crossing->fired_count;
}
