/*
 * returns.h -- what the files about returns share: what comes back of a sale,
 * and the steps of taking back what it gave and giving back what paid for it.
 */
#ifndef LOY_ENGINE_RETURNS_H
#define LOY_ENGINE_RETURNS_H

#include "engine/engine.h"

/* What comes back of a receipt, and how much of it has come back in all. */
typedef struct loy__refund {
    loy__receipt *sale;
    int64_t *targets; /* per award: what of it is to be taken back in all */
    int64_t total;    /* money that the sale came to */
    int64_t before;   /* of it, come back before */
    int64_t after;    /* and with this */
    int64_t amount;   /* paid back now for no line in particular */
    int64_t owed;     /* of what is paid back now, not kept yet for missing points */
    bool complete;    /* nothing is left of the sale */
} loy__refund;

/* Whether what comes back was a sale, and not what was redeemed or captured. */
static inline bool
loy__returns_sale(const loy__work *work)
{
    const loy__answer_head *head = &work->returned_head;

    return loy__text_equal(head->type, head->type_size, "purchase", 8) ||
           loy__text_equal(head->type, head->type_size, "exchange", 8);
}

/* Whether an award is taken back only when nothing of the sale is left. */
static inline bool
loy__award_of_whole(const loy__award *award)
{
    return award->kind == LOY__AWARD_WAITING || award->kind == LOY__AWARD_BONUS ||
           award->kind == LOY__AWARD_SENT || award->kind == LOY__AWARD_USED ||
           award->kind == LOY__AWARD_GIVEN;
}

/* Whether the customer keeps vouchers that a sale gave him: not where it never was. */
static inline bool
loy__return_keeps_vouchers(const loy__work *work)
{
    return work->program->returns.rewards == LOY__REWARDS_KEEP && work->kind != LOY__ON_VOID &&
           loy__returns_sale(work);
}

/* The end of the receipt's window. */
static inline int64_t
loy__return_until(const loy__work *work)
{
    return loy__zone_add(&work->program->zone, work->returned.time,
                         &work->program->returns.window);
}

/* returns_share.c: whether awards are of the same thing, points of one lot. */
bool loy__award_same(const loy__award *a, const loy__award *b);
/* Fills, from one award up to another, the targets of those that are like the first, up to a
 * sum that is no less than what was taken of them. */
void loy__targets_fill(const loy__work *work, loy__refund *refund, uint32_t first, uint32_t end,
                       int64_t sum, bool (*alike)(const loy__award *a, const loy__award *b));
/* What is to be taken in all of an amount, by what this return, or all returns,
 * account for. */
int64_t loy__target_of(const loy__work *work, int64_t amount, int64_t taken, int64_t part);
/* By the method that looks at the receipt alone. */
int loy__targets_recorded(loy__work *work, loy__refund *refund);
/* returns_again.c: by running the rules again. LOY__REFUSED: that cannot be. */
int loy__targets_again(loy__work *work, loy__refund *refund);
/* Fills the targets. */
int loy__return_targets(loy__work *work, loy__refund *refund);
/* returns_take.c: takes back what is missing to the targets. */
int loy__return_take(loy__work *work, loy__refund *refund);
/* Takes points that an award of the receipt at hand gave out of the lots. */
int loy__return_reverse(loy__work *work, const loy__award *award, uint32_t currency, int64_t points,
                        int64_t *missing);
/* Points of a lot, or any; what is missing is for the floor of the currency. */
int loy__return_take_points(loy__work *work, loy__refund *refund, loy__award *award,
                            uint32_t currency, int64_t points);
/* returns_rewards.c: counts, with the vouchers that they were exchanged for. */
int loy__return_take_count(loy__work *work, loy__refund *refund, const loy__award *award,
                           int64_t amount);
int loy__return_take_vouchers(loy__work *work, loy__refund *refund, const loy__award *award,
                              int64_t count);
/* returns_give.c: gives back a voucher that the sale used. */
int loy__return_voucher(loy__work *work, const loy__award *award);
/* The lot that points which paid are of. */
loy__lot loy__paid_lot(const loy__paid *paid, uint32_t currency, int64_t points);
/* Gives the customer back all that is left of one lot, for a reason. */
int loy__return_lot(loy__work *work, loy__paid *paid, const char *cause);
/* Gives back points that paid for the sale. */
int loy__return_give(loy__work *work, const loy__refund *refund);

/* returns_stage.c: the lifecycle as if the sale that came back had never been. */
int loy__return_lifecycle(loy__work *work);
/* A purchase has come late: what is remembered is as if all had come in order, while
 * the stage stays. */
int loy__late_lifecycle(loy__work *work);
/* What time did by the last purchase that has come back it does not do again by the one
 * before: whether it took a transition, and ran a rule; the stage alone follows. */
bool loy__return_had_next(const loy__work *work, uint32_t transition);
bool loy__return_had_rule(const loy__work *work, uint32_t rule);
int loy__return_stage(loy__work *work, uint32_t stage, int64_t moment);
int loy__return_rule(loy__work *work, const loy__scene *scene, uint32_t rule);

/* returns_tiers.c: takes credit from the ladders, unless they keep it. */
int loy__return_credit(loy__work *work, uint32_t counts, uint32_t currency, int64_t amount);
/* When time would judge each ladder, before anything is taken; NULL in *moments
 * where that does not matter. */
int loy__return_judged(loy__work *work, int64_t **moments);
/* Judges all ladders after something came back: the tiers that only it had earned
 * are lost at once, if the program says so. */
int loy__return_review(loy__work *work);
/* Keeps tiers until those moments. */
int loy__return_hold(loy__work *work, const int64_t *moments);

#endif
