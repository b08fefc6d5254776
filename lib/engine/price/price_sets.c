/*
 * price_sets.c -- so many bought give so many: which units count as bought and which
 * are given.
 *
 * A unit is bought or given once: what a set took up is not there for the next
 * promotion. Units bought are those that are not given, and among units that
 * could be either the ones that are picked last.
 */
#include <string.h>

#include "engine/price/price.h"

#define PLENTY (INT64_MAX / 4)

/* Units that are not used yet, by what they can be. */
typedef struct pools {
    const bool *buys; /* of each line */
    int64_t only_buy, both, only_get;
} pools;

/* What remains to be given when so many sets are bought. */
static int64_t
givable(const pools *p, const loy__set *set, int64_t sets)
{
    int64_t bought = set->buy * sets - p->only_buy;

    return p->only_get + p->both - (bought > 0 && !set->shared ? bought : 0);
}

static int64_t
given(const pools *p, const loy__set *set, int64_t sets)
{
    return loy__smaller(loy__times(set->get, sets, PLENTY), givable(p, set, sets));
}

/* How many sets give most: what they give grows with their number until too
 * few units are left to be given. */
static int64_t
best_sets(const pools *p, const loy__set *set)
{
    int64_t most = (p->only_buy + p->both) / set->buy;
    int64_t low = 0, high;

    if (!set->repeat && most > 1)
        most = 1;
    for (high = most; low < high;) {
        int64_t middle = high - (high - low) / 2;

        if (loy__times(set->get, middle, PLENTY) <= givable(p, set, middle))
            low = middle;
        else
            high = middle - 1;
    }
    return low < most && given(p, set, low + 1) > given(p, set, low) ? low + 1 : low;
}

/* ---- Taking units up ---- */

static void
take_bought(loy__basket *basket, const loy__promotion *promotion, const pools *p, int64_t left,
            loy__offer *out)
{
    uint32_t count;

    for (uint32_t i = 0; i < basket->run_count; i++)
        if (p->buys[basket->runs[i].line] && !basket->chosen[basket->runs[i].line])
            left -= loy__take_up(basket, out, i, left);
    count = loy__basket_order(basket, promotion, promotion->set.pick);
    while (count > 0)
        if (p->buys[basket->runs[basket->order[--count]].line])
            left -= loy__take_up(basket, out, basket->order[count], left);
}

static void
take_given(loy__basket *basket, const loy__promotion *promotion, int64_t amount, int64_t left,
           loy__offer *out)
{
    uint32_t count = loy__basket_order(basket, promotion, promotion->set.pick);

    for (uint32_t i = 0; i < count && left > 0; i++) {
        const loy__run *run = &basket->runs[basket->order[i]];
        int64_t units = loy__take_up(basket, out, basket->order[i], left);
        int64_t off;

        if (units == 0)
            continue;
        left -= units;
        off = loy__take_units(basket, promotion, run, amount, units);
        out->held[run->line] -= loy__give(basket, promotion, run->line, off, out);
    }
}

/* ---- A set ---- */

/* Chooses what is given, after keeping what is bought. */
static int
fill_pools(loy__basket *basket, const loy__promotion *promotion, pools *p)
{
    const loy__set *set = &promotion->set;
    const loy__cel_code *buys = set->buy_lines != NULL ? set->buy_lines : promotion->lines;
    bool *kept = loy__arena_alloc(&basket->work->engine->arena, basket->count + 1u);
    int result = kept != NULL ? loy__basket_choose(basket, promotion, buys) : LOY_ERR_NOMEM;

    if (result != LOY_OK)
        return result;
    memcpy(kept, basket->chosen, basket->count * sizeof(*kept));
    *p = (pools){.buys = kept};
    if (set->get_lines != NULL)
        result = loy__basket_choose(basket, promotion, set->get_lines);
    loy__basket_leave_closed(basket);
    for (uint32_t i = 0; i < basket->count; i++) {
        int64_t units = loy__unused(&basket->lines[i]);

        if (kept[i])
            *(basket->chosen[i] ? &p->both : &p->only_buy) += units;
        else if (basket->chosen[i])
            p->only_get += units;
    }
    return result;
}

int
loy__take_set(loy__basket *basket, const loy__promotion *promotion, int64_t amount, loy__offer *out)
{
    const loy__set *set = &promotion->set;
    pools p;
    int64_t sets, gives, bought;
    int result = fill_pools(basket, promotion, &p);

    if (result != LOY_OK)
        return result;
    sets = best_sets(&p, set);
    gives = given(&p, set, sets);
    if (set->most >= 0 && gives > set->most) {
        gives = set->most;
        sets = (gives + set->get - 1) / set->get; /* others would give nothing */
    }
    bought = set->buy * sets;
    if (!set->shared)
        take_bought(basket, promotion, &p, bought, out);
    take_given(basket, promotion, amount, gives, out);
    if (set->shared && bought > gives)
        take_bought(basket, promotion, &p, bought - gives, out);
    return LOY_OK;
}

int
loy__count_gifts(loy__basket *basket, const loy__promotion *promotion, int64_t *gifts)
{
    const loy__set *set = &promotion->set;
    int64_t units = 0, sets = 1;
    int result = LOY_OK;

    if (set->buy > 0) {
        result = loy__basket_choose(basket, promotion,
                                    set->buy_lines != NULL ? set->buy_lines : promotion->lines);
        for (uint32_t i = 0; i < basket->count; i++)
            units += basket->chosen[i] ? loy__unused(&basket->lines[i]) : 0;
        sets = units / set->buy;
        if (!set->repeat && sets > 1)
            sets = 1;
    }
    *gifts = loy__times(promotion->gift_units, sets, LOY_MAX_AMOUNT / 1000);
    if (set->most >= 0)
        *gifts = loy__smaller(*gifts, set->most);
    return result;
}
