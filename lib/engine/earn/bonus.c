/*
 * bonus.c -- what multipliers added, shown by the rules that multiplied: each
 * in proportion to what its factor is above 1. Of an event that is split at a
 * tier, each stretch had multipliers of its own.
 */
#include <string.h>

#include "engine/earn/crossing.h"

/* What has to be shown, by position in `fired`. */
typedef struct parts {
    int64_t *granted;
    int64_t *wanted;
} parts;

/* What multipliers added in a stretch, with caps and without. */
static void
sum_bonus(const loy__pass *pass, uint32_t currency, uint32_t stretch, int64_t *granted,
          int64_t *wanted)
{
    *granted = *wanted = 0;
    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];

        if (decision->kind != LOY_EFFECT_EARN || decision->target != currency ||
            decision->stretch != stretch)
            continue;
        if (decision->granted > decision->base)
            *granted += decision->granted - decision->base;
        if (decision->wanted > decision->base)
            *wanted += decision->wanted - decision->base;
    }
}

/* Adds the shares of a stretch's rules to those of all that fired. */
static int
add_stretch(loy__work *work, const loy__pass *pass, const loy__pass *stretch, uint32_t number,
            uint32_t currency, const parts *all)
{
    size_t room = (stretch->fired_count + 1u) * sizeof(int64_t);
    int64_t *shares = loy__arena_alloc(&work->engine->arena, room);
    int64_t *granted = loy__arena_alloc(&work->engine->arena, room);
    int64_t *wanted = loy__arena_alloc(&work->engine->arena, room);
    int64_t bonus, bonus_wanted;
    uint32_t at = 0;

    if (shares == NULL || granted == NULL || wanted == NULL)
        return LOY_ERR_NOMEM;
    sum_bonus(pass, currency, number, &bonus, &bonus_wanted);
    if (bonus_wanted == 0)
        return LOY_OK;
    loy__factor_shares(work, stretch, currency, shares);
    if (!loy__split(bonus, shares, stretch->fired_count, granted) ||
        !loy__split(bonus_wanted, shares, stretch->fired_count, wanted))
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < stretch->fired_count; i++) {
        while (pass->fired[at] != stretch->fired[i])
            at++;
        all->granted[at] += granted[i];
        all->wanted[at] += wanted[i];
    }
    return LOY_OK;
}

int
loy__post_bonus(loy__work *work, const loy__pass *pass, uint32_t currency)
{
    const loy__crossing *crossing = work->crossing;
    bool split = crossing != NULL && crossing->fired != NULL && pass == &work->engine->passes[0];
    size_t room = (pass->fired_count + 1u) * sizeof(int64_t);
    parts all = {.granted = loy__arena_alloc(&work->engine->arena, room),
                 .wanted = loy__arena_alloc(&work->engine->arena, room)};
    int result = all.granted != NULL && all.wanted != NULL ? LOY_OK : LOY_ERR_NOMEM;

    if (result != LOY_OK)
        return result;
    memset(all.granted, 0, room);
    memset(all.wanted, 0, room);
    if (!split)
        result = add_stretch(work, pass, pass, 0, currency, &all);
    for (uint32_t i = 0; split && result == LOY_OK && i < crossing->count; i++)
        result = add_stretch(work, pass, &crossing->stretches[i], i, currency, &all);
    for (uint32_t i = 0; result == LOY_OK && i < pass->fired_count; i++)
        if (all.wanted[i] > 0)
            result = loy__effect_add(
                work, LOY_EFFECT_MULTIPLY, work->program->rules[pass->fired[i]].name.text,
                work->program->currencies[currency].name.text, all.granted[i], all.wanted[i]);
    return result;
}
