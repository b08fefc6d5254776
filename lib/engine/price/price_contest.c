/*
 * price_contest.c -- a group of promotions of which on each line the one applies
 * that takes off most of it; of equals the first.
 *
 * A promotion that wins lines uses up its voucher, and money of its budgets. Who comes
 * too late for the last of either loses his lines to the next best.
 */
#include <string.h>

#include "engine/price/price.h"

typedef struct contender {
    const loy__promotion *promotion;
    loy__offer offer;
    bool wins;  /* some line */
    bool holds; /* a voucher for what it wins */
    bool out;   /* there is none left for it */
} contender;

typedef struct contest {
    loy__basket *basket;
    contender *all;
    uint32_t *owners; /* of each line, by number in `all`; LOY__NONE */
    int64_t *given;   /* of each voucher */
    int64_t *claimed; /* of each budget */
    uint32_t count;
} contest;

/* A gift takes off no line: it neither wins nor loses any. */
static bool
wants_lines(const loy__promotion *promotion, uint32_t group)
{
    return promotion->group == group && promotion->off != LOY__OFF_GIFT;
}

static int
open_contest(contest *of, loy__basket *basket, uint32_t from, uint32_t group)
{
    loy__arena *arena = &basket->work->engine->arena;
    const loy__pricing *pricing = basket->pricing;
    size_t vouchers = basket->work->program->voucher_count * sizeof(*of->given);
    size_t budgets = basket->work->program->budget_count * sizeof(*of->claimed);
    uint32_t most = 0;
    int result = LOY_OK;

    for (uint32_t i = from; i < pricing->count; i++)
        most += wants_lines(&pricing->promotions[pricing->order[i]], group);
    *of = (contest){.basket = basket,
                    .all = loy__arena_alloc(arena, (most + 1u) * sizeof(*of->all)),
                    .owners = loy__arena_alloc(arena, (basket->count + 1u) * sizeof(*of->owners)),
                    .given = loy__arena_alloc(arena, vouchers + 1),
                    .claimed = loy__arena_alloc(arena, budgets + 1)};
    if (of->all == NULL || of->owners == NULL || of->given == NULL || of->claimed == NULL)
        return LOY_ERR_NOMEM;
    memset(of->given, 0, vouchers);
    for (uint32_t i = from; i < pricing->count && result == LOY_OK; i++) {
        const loy__promotion *promotion = &pricing->promotions[pricing->order[i]];
        contender *next = &of->all[of->count];

        if (!wants_lines(promotion, group))
            continue;
        *next = (contender){.promotion = promotion};
        result = loy__try_promotion(basket, promotion, &next->offer);
        of->count += loy__gives(basket, promotion);
    }
    return result;
}

/* Who takes off most of each line. */
static void
award_lines(contest *of)
{
    for (uint32_t i = 0; i < of->basket->count; i++)
        of->owners[i] = LOY__NONE;
    for (uint32_t k = 0; k < of->count; k++) {
        const contender *own = &of->all[k];

        for (uint32_t i = 0; i < of->basket->count && !own->out; i++) {
            uint32_t owner = of->owners[i];
            int64_t best = owner == LOY__NONE ? 0 : of->all[owner].offer.taken[i];

            if (own->offer.taken[i] > best)
                of->owners[i] = k;
        }
    }
    for (uint32_t k = 0; k < of->count; k++)
        of->all[k].wins = false;
    for (uint32_t i = 0; i < of->basket->count; i++)
        if (of->owners[i] != LOY__NONE)
            of->all[of->owners[i]].wins = true;
}

static bool
is_used_up(const contest *of, uint32_t voucher)
{
    return of->given[voucher] >= loy__voucher_count(of->basket->work->state, voucher);
}

/* Gives the winners their vouchers, in order. True: some got none and are out, so
 * that their lines are awarded again. Who holds one keeps it: he only wins more. */
static bool
give_vouchers(contest *of)
{
    bool again = false;

    for (uint32_t k = 0; k < of->count; k++) {
        contender *own = &of->all[k];
        uint32_t voucher = own->promotion->voucher;

        if (voucher == LOY__NONE || own->holds || own->out || !own->wins)
            continue;
        own->holds = !is_used_up(of, voucher);
        of->given[voucher] += own->holds;
    }
    for (uint32_t k = 0; k < of->count; k++) {
        contender *own = &of->all[k];
        uint32_t voucher = own->promotion->voucher;

        if (voucher == LOY__NONE || own->holds || own->out || !is_used_up(of, voucher))
            continue;
        own->out = true;
        of->basket->states[own->promotion->number] =
            own->wins ? LOY__OFFER_VOUCHER : LOY__OFFER_BEATEN;
        again = again || own->wins;
    }
    return again;
}

/* What a contender takes off the lines that are his. */
static int64_t
won(const contest *of, uint32_t number)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < of->basket->count; i++)
        if (of->owners[i] == number)
            sum += of->all[number].offer.taken[i];
    return sum;
}

/* Lets the winners claim money of their budgets, in order. *again: for some there was
 * none left, and they are out, so that their lines are awarded again. */
static int
give_money(contest *of, bool *again)
{
    size_t budgets = of->basket->work->program->budget_count;
    int result = LOY_OK;

    *again = false;
    memset(of->claimed, 0, budgets * sizeof(*of->claimed));
    for (uint32_t k = 0; k < of->count && result == LOY_OK; k++) {
        contender *own = &of->all[k];
        int64_t allowed;

        if (own->promotion->budget_count == 0 || !own->wins || own->out)
            continue;
        result = loy__funds_allow(of->basket, own->promotion, of->claimed, won(of, k), &allowed);
        if (result != LOY_OK || allowed > 0)
            continue;
        own->out = *again = true;
        of->basket->states[own->promotion->number] = LOY__OFFER_BUDGET;
        if (own->holds)
            of->given[own->promotion->voucher]--;
        own->holds = false;
    }
    return result;
}

/* Awards the lines until all who win them can pay for what they take off. */
static int
settle_contest(contest *of)
{
    bool again = true;
    int result = LOY_OK;

    while (again && result == LOY_OK) {
        award_lines(of);
        again = give_vouchers(of);
        if (!again)
            result = give_money(of, &again);
    }
    return result;
}

/* Applies what a contender takes off the lines that are his. */
static int
apply_own(contest *of, uint32_t number)
{
    contender *own = &of->all[number];
    loy__offer *offer = &own->offer;
    int result = LOY_OK;

    offer->total = 0;
    for (uint32_t i = 0; i < of->basket->count; i++) {
        if (of->owners[i] != number) {
            offer->taken[i] = offer->used[i] = offer->held[i] = 0;
            if (offer->fractions != NULL)
                offer->fractions[i] = of->basket->lines[i].fraction;
        }
        offer->total += offer->taken[i];
    }
    if (own->promotion->budget_count > 0)
        result = loy__funds_cut(of->basket, own->promotion, offer);
    return result == LOY_OK ? loy__apply_promotion(of->basket, own->promotion, offer) : result;
}

int
loy__apply_best_lines(loy__basket *basket, uint32_t from, uint32_t group)
{
    contest of;
    int result = open_contest(&of, basket, from, group);

    if (result == LOY_OK)
        result = settle_contest(&of);
    for (uint32_t k = 0; k < of.count && result == LOY_OK; k++) {
        const contender *own = &of.all[k];

        if (own->wins && !own->out)
            result = apply_own(&of, k);
        else if (!own->out)
            basket->states[own->promotion->number] = LOY__OFFER_BEATEN;
    }
    return result;
}
