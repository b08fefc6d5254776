/*
 * winners.c -- groups of rules of which one wins: the others are excluded, with
 * all that they do.
 *
 * Only rules that fired and give something take part: one that gives nothing
 * neither wins nor loses. Groups are decided in the program's order; who is
 * excluded by one takes no part in the next. A tie goes to the rule that the
 * group names first, of the newest ones to the one written last.
 */
#include <string.h>

#include "engine/engine.h"

/* What a group is about to choose from. */
typedef struct contest {
    loy__work *work;
    loy__pass *pass;
    bool *excluded; /* by position in `fired` */
    int64_t *worth; /* likewise, of the group at hand */
    const loy__group *group;
    uint32_t number; /* of the group */
} contest;

static const loy__rule *
rule_at(const contest *all, uint32_t position)
{
    return &all->work->program->rules[all->pass->fired[position]];
}

static const loy__seat *
seat_of(const loy__rule *rule, uint32_t group)
{
    for (uint32_t i = 0; i < rule->seat_count; i++)
        if (rule->seats[i].group == group)
            return &rule->seats[i];
    return NULL;
}

static bool
takes_part(const contest *all, uint32_t position)
{
    return !all->excluded[position] && seat_of(rule_at(all, position), all->number) != NULL &&
           loy__pass_gives(all->work, all->pass, position);
}

/* ---- What a rule gives by itself ---- */

/* More than can be counted is the most: it is compared, not given. */
static void
add_worth(int64_t *worth, int64_t more)
{
    if (!loy__add(*worth, more, worth))
        *worth = INT64_MAX;
}

/* A multiplier gives what it would add to all that others than the group's
 * rules earn. */
static void
add_factor(const loy__rule *rule, uint32_t currency, int64_t others, int64_t *worth)
{
    for (uint32_t i = 0; i < rule->factor_count; i++) {
        int64_t more;

        if (rule->factors[i].currency != currency)
            continue;
        if (!loy__mul_div(others, rule->factors[i].value - LOY__FACTOR_ONE, LOY__FACTOR_ONE,
                          LOY__FLOOR, &more))
            more = INT64_MAX;
        add_worth(worth, more);
    }
}

static void
weigh(contest *all)
{
    const loy__pass *pass = all->pass;
    int64_t others = 0;

    memset(all->worth, 0, pass->fired_count * sizeof(*all->worth));
    for (size_t i = 0; i < pass->count; i++) {
        const loy__decision *decision = &pass->decisions[i];
        uint32_t position = loy__pass_position(pass, decision->rule);
        bool own = seat_of(rule_at(all, position), all->number) != NULL;

        if (decision->target != all->group->within || all->excluded[position] ||
            (!own && !loy__is_multiplied(all->work->program, decision->rule)))
            continue;
        add_worth(own ? &all->worth[position] : &others, decision->base);
    }
    for (uint32_t i = 0; i < pass->fired_count; i++)
        add_factor(rule_at(all, i), all->group->within, others, &all->worth[i]);
}

/* ---- Who wins ---- */

static bool
beats(const contest *all, uint32_t position, uint32_t best)
{
    const loy__rule *rule = rule_at(all, position), *other = rule_at(all, best);
    uint32_t place = seat_of(rule, all->number)->place;
    uint32_t other_place = seat_of(other, all->number)->place;
    int64_t less, more;

    if (all->group->mode == LOY__GROUP_NEWEST) /* positions ascend */
        return rule->from >= other->from;
    if (all->group->mode == LOY__GROUP_FIRST)
        return place < other_place;
    less = all->worth[best];
    more = all->worth[position];
    if (less == more)
        return place < other_place;
    return (all->group->mode == LOY__GROUP_HIGHEST) == (more > less);
}

static void
exclude(contest *all, uint32_t position, uint32_t winner)
{
    loy__work *work = all->work;
    const loy__rule *rule = rule_at(all, position);

    all->excluded[position] = true;
    loy__why_lost(work, all->pass, rule->number, LOY_WHY_EXCLUDED);
    if (work->why != NULL)
        loy__why_excluded(work, rule->number, all->group->name.text,
                          rule_at(all, winner)->name.text);
}

static void
decide_group(contest *all)
{
    uint32_t best = LOY__NONE;

    if (all->group->mode == LOY__GROUP_ALL)
        return;
    if (all->group->within != LOY__NONE)
        weigh(all);
    for (uint32_t i = 0; i < all->pass->fired_count; i++)
        if (takes_part(all, i) && (best == LOY__NONE || beats(all, i, best)))
            best = i;
    for (uint32_t i = 0; i < all->pass->fired_count; i++)
        if (i != best && takes_part(all, i))
            exclude(all, i, best);
}

/* The first group after `last` in which a rule that fired has a seat. */
static uint32_t
next_group(const contest *all, uint32_t last)
{
    uint32_t next = LOY__NONE;

    for (uint32_t i = 0; i < all->pass->fired_count; i++) {
        const loy__rule *rule = rule_at(all, i);

        for (uint32_t k = 0; k < rule->seat_count; k++)
            if ((last == LOY__NONE || rule->seats[k].group > last) && rule->seats[k].group < next)
                next = rule->seats[k].group;
    }
    return next;
}

int
loy__decide_winners(loy__work *work, loy__pass *pass)
{
    loy__arena *arena = &work->engine->arena;
    contest all = {.work = work, .pass = pass};
    uint32_t number = next_group(&all, LOY__NONE);

    if (number == LOY__NONE)
        return LOY_OK;
    all.excluded = loy__arena_alloc(arena, pass->fired_count * sizeof(*all.excluded));
    all.worth = loy__arena_alloc(arena, pass->fired_count * sizeof(*all.worth));
    if (all.excluded == NULL || all.worth == NULL)
        return LOY_ERR_NOMEM;
    memset(all.excluded, 0, pass->fired_count * sizeof(*all.excluded));
    for (; number != LOY__NONE; number = next_group(&all, number)) {
        all.number = number;
        all.group = &work->program->groups[number];
        decide_group(&all);
    }
    loy__pass_drop(pass, all.excluded);
    return LOY_OK;
}
