/*
 * price.h -- a basket while promotions are taken off it.
 *
 * What always holds: floor <= left <= amount on every line, so no line is ever
 * sold for less than nothing or than its minimum price.
 */
#ifndef LOY_ENGINE_PRICE_H
#define LOY_ENGINE_PRICE_H

#include "engine/earn/usage.h"
#include "engine/taxes.h"

/* Units of a line that are not used and cost alike. */
typedef struct loy__run {
    int64_t units;
    int64_t left; /* what they cost together */
    uint32_t line;
    uint32_t reserved;
} loy__run;

typedef struct loy__priced {
    int64_t amount;   /* as it came, less its own discount */
    int64_t left;     /* after the promotions so far */
    int64_t floor;    /* what its minimum price comes to */
    int64_t units;    /* whole ones; goods by weight are one unit */
    int64_t used;     /* of them, bought for or given by a set */
    int64_t held;     /* of what is left, for units that are used */
    int64_t fraction; /* millionths by which what is left was more before rounding */
    bool open;        /* may be reduced */
    bool closed;      /* a promotion keeps those after it out */
} loy__priced;

/* What one promotion would do to a run. */
typedef struct loy__cut {
    int64_t used;    /* units that a set takes up */
    int64_t cost;    /* of them */
    int64_t reduced; /* units that cost less from now on */
    int64_t off;     /* together */
} loy__cut;

/* What one promotion would do to the lines. */
typedef struct loy__offer {
    int64_t *taken;     /* money off each line */
    loy__cut *cuts;     /* of each run */
    int64_t *used;      /* units of each line that a set takes up */
    int64_t *held;      /* what is left of them */
    int64_t *fractions; /* of each line from now on */
    int64_t *wanted;    /* money off each line before a budget cut it; NULL: none did */
    int64_t total;
    int64_t counted; /* the same with or without tax, as the promotion counts */
    int64_t gifts;   /* units on top */
    uint32_t cut_count;
    uint32_t reserved;
} loy__offer;

/* Why a promotion applies, or does not. */
typedef enum loy__offer_state {
    LOY__OFFER_UNTRIED,
    LOY__OFFER_APPLIED,
    LOY__OFFER_WITHOUT_CODE,
    LOY__OFFER_EARLY,
    LOY__OFFER_LATE,
    LOY__OFFER_CONDITION, /* `when` is false */
    LOY__OFFER_NEEDS,     /* too little in the basket */
    LOY__OFFER_FROZEN,    /* it would use up a voucher of a frozen account */
    LOY__OFFER_VOUCHER,   /* the customer has none of its vouchers */
    LOY__OFFER_LIMIT,     /* it was used as often as may be */
    LOY__OFFER_BUDGET,    /* a budget has no money left for it */
    LOY__OFFER_NOTHING,   /* there is nothing that it takes off */
    LOY__OFFER_BEATEN     /* another one keeps it out */
} loy__offer_state;

typedef struct loy__basket {
    loy__work *work;
    const loy__pricing *pricing;
    loy__priced *lines;
    loy__run *runs;   /* of all lines: the first of each line stands where the line does */
    bool *chosen;     /* scratch: lines that some code picks */
    int64_t *weights; /* scratch, one a line */
    int64_t *room;    /* scratch, one a line */
    int64_t *part;    /* scratch, one a line */
    uint32_t *order;  /* scratch: numbers of runs */
    uint8_t *states;  /* of each promotion: LOY__OFFER_... */
    uint32_t count;
    uint32_t run_count;
    bool closed; /* a promotion keeps all after it out */
} loy__basket;

/* price_basket.c */
int loy__basket_open(loy__work *work, loy__basket *basket);
/* An offer of nothing, or LOY_ERR_NOMEM. */
int loy__offer_new(const loy__basket *basket, loy__offer *out);
/* Runs code for a promotion. LOY_OK with what it gives, or LOY_ERR_NOMEM; code that fails
 * is reported, and gives 0. */
int loy__price_eval(loy__basket *basket, const loy__promotion *promotion, const loy__cel_code *code,
                    loy__cel_value *out);
/* Marks the open lines that pass; NULL: all. LOY_OK, or LOY_ERR_NOMEM; a test
 * that fails passes no line and is reported. */
int loy__basket_choose(loy__basket *basket, const loy__promotion *promotion,
                       const loy__cel_code *lines);
static inline int64_t
loy__unused(const loy__priced *line)
{
    return line->units - line->used;
}

/* The money that percentages and thresholds are of. */
static inline int64_t
loy__basket_value(const loy__priced *line, uint32_t base)
{
    return base == LOY__BASE_ORIGINAL ? line->amount : line->left;
}
/* Puts the runs of the chosen lines in order of what a unit costs, ties as their lines
 * stand; gives how many have units. */
uint32_t loy__basket_order(loy__basket *basket, const loy__promotion *promotion, uint32_t pick);
/* a * b, or `most` where that is less. All are 0 or more. */
int64_t loy__times(int64_t a, int64_t b, int64_t most);
/* Takes out of the chosen lines those that a promotion has closed. */
static inline void
loy__basket_leave_closed(loy__basket *basket)
{
    for (uint32_t i = 0; i < basket->count; i++)
        basket->chosen[i] = basket->chosen[i] && !basket->lines[i].closed;
}

/* price.c: what a promotion would give as the basket stands: nothing, or it gives
 * something and stays UNTRIED; and giving it. */
int loy__try_promotion(loy__basket *basket, const loy__promotion *promotion, loy__offer *offer);
int loy__apply_promotion(loy__basket *basket, const loy__promotion *promotion,
                         const loy__offer *offer);
static inline bool
loy__gives(const loy__basket *basket, const loy__promotion *promotion)
{
    return basket->states[promotion->number] == LOY__OFFER_UNTRIED;
}

/* price_contest.c: of the promotions of a group, from one in the order on, on each
 * line the one that takes off most of it. */
int loy__apply_best_lines(loy__basket *basket, uint32_t from, uint32_t group);

/* price_qualify.c: whether a promotion may apply: LOY_OK with *state, or an error. */
int loy__qualify(loy__basket *basket, const loy__promotion *promotion, loy__offer_state *state);

/* price_take.c: what a promotion takes off, as the basket stands. */
int loy__take(loy__basket *basket, const loy__promotion *promotion, loy__offer *out);
/* Money off some units of a run. */
int64_t loy__take_units(const loy__basket *basket, const loy__promotion *promotion,
                        const loy__run *run, int64_t amount, int64_t units);
/* Takes an amount off a line, or so much of it as the line and the promotion
 * have room for; gives how much. */
int64_t loy__give(const loy__basket *basket, const loy__promotion *promotion, uint32_t line,
                  int64_t amount, loy__offer *out);

/* price_runs.c: which units of a line cost alike. All do at first. */
int loy__runs_open(loy__basket *basket);
/* What a run costs, which has units: a percentage is of what the program says, everything
 * else of what is left. */
int64_t loy__run_value(const loy__basket *basket, const loy__promotion *promotion,
                       const loy__run *run);
/* What is left of some of its units. */
int64_t loy__cost_of(const loy__run *run, int64_t units);
/* Takes up so many units of a run for a set; gives how many. */
int64_t loy__take_up(const loy__basket *basket, loy__offer *out, uint32_t run, int64_t units);
/* Follows an offer that was taken off the lines. LOY_OK or LOY_ERR_NOMEM. */
int loy__runs_follow(loy__basket *basket, const loy__offer *offer);

/* price_basis.c: money of a line's price as it is entered, as the promotion counts
 * it, with or without tax; and back. */
int64_t loy__basis_of(const loy__basket *basket, const loy__promotion *promotion, uint32_t line,
                      int64_t amount);
int64_t loy__basis_entered(const loy__basket *basket, const loy__promotion *promotion,
                           uint32_t line, int64_t amount);

/* price_carry.c: a percentage of an amount that was so many millionths more before it
 * was rounded; and what it leaves of a line, where the program carries that. One
 * that was not taken as a whole leaves what it leaves. */
int64_t loy__carry_percent(const loy__basket *basket, int64_t amount, int64_t fraction,
                           int64_t percent);
void loy__carry_note(const loy__basket *basket, uint32_t line, int64_t percent, bool whole,
                     loy__offer *offer);

/* price_sets.c: so many bought give so many. */
int loy__take_set(loy__basket *basket, const loy__promotion *promotion, int64_t amount,
                  loy__offer *out);
/* price_bundle.c: so many bought cost so much together. */
int loy__take_bundles(loy__basket *basket, const loy__promotion *promotion, loy__offer *out);
/* How many gifts a promotion brings. */
int loy__count_gifts(loy__basket *basket, const loy__promotion *promotion, int64_t *gifts);

/* price_share.c: spreads money over lines in proportion, no line above its room;
 * gives how much found room. Weights and room are used up; `part` is scratch. */
int64_t loy__share(int64_t total, int64_t *weights, int64_t *room, uint32_t count, uint32_t how,
                   int64_t *part, int64_t *parts);

/* price_budgets.c: what the budgets of a promotion allow of so much money, beside what
 * others have claimed of each (NULL: nothing), and claiming it; cutting an offer to
 * that; and counting what it takes off, which a sale that comes back may give back. */
int loy__funds_allow(loy__basket *basket, const loy__promotion *promotion, int64_t *claimed,
                     int64_t wanted, int64_t *allowed);
int loy__funds_cut(loy__basket *basket, const loy__promotion *promotion, loy__offer *offer);
int loy__funds_use(loy__basket *basket, const loy__promotion *promotion, const loy__offer *offer);

/* price_codes.c: codes that did nothing. */
int loy__price_codes(loy__basket *basket);

/* price_totals.c: taxes and totals of what is left, as effects; the lines cost that. */
int loy__price_totals(loy__basket *basket);

#endif
