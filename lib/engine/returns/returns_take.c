/*
 * returns_take.c -- taking back what a sale gave, award by award: points from
 * lots, credit from ladders; counts and vouchers are returns_rewards.c's.
 *
 * Awards that went into one lot are taken back together. Points that are gone
 * become debt, are written off, or are kept from the money paid back, as their
 * currency says.
 */
#include "customer/clock.h"
#include "customer/lapses.h"
#include "engine/returns/exchange.h"

/* ---- Points ---- */

/* What the missing points are worth is kept from the refund. Rounded down in
 * all, so that several returns keep what one would. */
static int
recover(loy__work *work, loy__refund *refund, loy__award *award, uint32_t number, int64_t missing)
{
    const loy__currency *currency = &work->program->currencies[number];
    int64_t before, after, money, points;
    loy_effect *effect;

    if (!loy__mul_div(award->recovered, currency->value, currency->step, LOY__FLOOR, &before) ||
        !loy__mul_div(award->recovered + missing, currency->value, currency->step, LOY__FLOOR,
                      &after))
        return LOY_ERR_INTERNAL;
    money = after - before;
    points = missing;
    if (money > refund->owed) {
        money = refund->owed;
        if (!loy__mul_div(money, currency->step, currency->value, LOY__FLOOR, &points))
            return LOY_ERR_INTERNAL;
    }
    refund->owed -= money;
    award->recovered += points;
    effect = loy__outcome_effect(work->outcome);
    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = loy__cause(work),
                           .name = currency->name.text,
                           .amount = points,
                           .wanted = missing,
                           .money = money,
                           .time = work->now,
                           .kind = LOY_EFFECT_RECOVER};
    return LOY_OK;
}

/* The lot that points of an award are of. */
static loy__lot
lot_sold(const loy__work *work, const loy__award *award, uint32_t currency, int64_t points)
{
    const loy__life *life = &work->program->currencies[currency].life;
    loy__lot sold = {.points = points,
                     .currency = currency,
                     .matures = award->matures,
                     .expires = award->expires};

    sold.earned_on = loy__receipt_day(&work->returned, work->program->currencies[currency].clock);
    if (life->from == LOY__LIFE_MATURED && award->matures > work->returned.time &&
        award->matures != LOY_NEVER)
        sold.earned_on = loy__clock_day(work->state, currency, award->matures);
    if (award->expires == LOY_TIME_NONE)
        sold.earned_on = INT32_MIN; /* of no lot of the sale */
    return sold;
}

int
loy__return_reverse(loy__work *work, const loy__award *award, uint32_t currency, int64_t points,
                    int64_t *missing)
{
    const loy__lot sold = lot_sold(work, award, currency, points);

    return loy__reverse(work->state, work->journal, &sold, work->now, missing);
}

/* When the points of the sale were posted: those of a late one came at the customer's
 * present. */
static int64_t
posted_at(const loy__work *work)
{
    const loy_outcome *outcome = work->returned_outcome;

    for (size_t i = 0; i < outcome->effect_count; i++)
        if (outcome->effects[i].told.kind == LOY_EFFECT_EARN)
            return outcome->effects[i].told.time;
    return work->returned.time;
}

/* What a sale gave and nobody has used is not taken of other points, for as long as it
 * is remembered. */
static int64_t
excused(loy__work *work, const loy__award *award, uint32_t currency, int64_t points)
{
    const loy__lot sold = lot_sold(work, award, currency, points);
    int64_t known = 0;

    if (award->kind != LOY__AWARD_POINTS || award->expires == LOY_TIME_NONE)
        return 0;
    if (work->now <= loy__return_until(work))
        known = loy__lapse_excuse(work->state, &sold, work->returned.time);
    /* What had ended when it was given was never his. */
    return sold.expires <= posted_at(work) ? points : known;
}

/* Takes points from lots, of which some stayed where they were already. */
static int
take_lots(loy__work *work, loy__refund *refund, loy__award *award, uint32_t currency,
          int64_t points, int64_t kept)
{
    const char *name = work->program->currencies[currency].name.text;
    int64_t gone = excused(work, award, currency, points - kept);
    int64_t missing = 0;
    int result = LOY_OK;

    if (kept + gone < points)
        result = loy__return_reverse(work, award, currency, points - kept - gone, &missing);
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_CLAWBACK, loy__cause(work), name,
                                 points - gone - missing, points);
    if (result == LOY_OK && missing > 0)
        result = work->program->currencies[currency].floor == LOY__FLOOR_REFUND
                     ? recover(work, refund, award, currency, missing)
                     : loy__effect_add(work, LOY_EFFECT_WRITE_OFF, loy__cause(work), name, missing,
                                       missing);
    return result;
}

int
loy__return_take_points(loy__work *work, loy__refund *refund, loy__award *award, uint32_t currency,
                        int64_t points)
{
    return take_lots(work, refund, award, currency, points, 0);
}

/* Ladders count what stayed on the day of the exchange, as its own return will
 * find it; those that count what matures go on counting it where it was. */
static int
move_credit(loy__work *work, uint32_t currency, loy__kept kept)
{
    int result = LOY_OK;

    if (kept.ripe > 0)
        result =
            loy__credit_ladders(work, LOY__COUNT_MATURED, currency, -kept.ripe, work->scene.day);
    if (result == LOY_OK && kept.points > 0)
        result = loy__credit_ladders(work, LOY__COUNT_EARNED, currency, -kept.points,
                                     work->returned.day);
    return result;
}

static int
take_points(loy__work *work, loy__refund *refund, loy__award *award, int64_t points)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);
    loy__kept kept = {0};
    int result = LOY_OK;
    size_t first;

    if (currency == LOY__NONE)
        return LOY_OK;
    if (work->kind == LOY__ON_EXCHANGE)
        result = loy__exchange_keep(work, award, currency, points, &kept);
    first = work->journal->count;
    if (result == LOY_OK)
        result = take_lots(work, refund, award, currency, points, kept.points);
    if (result != LOY_OK || work->program->returns.tier == LOY__TIER_NEVER)
        return result;
    result = move_credit(work, currency, kept);
    return result == LOY_OK ? loy__uncredit_earned(work, currency, points - kept.points,
                                                   work->returned.day, award->matures, first)
                            : result;
}

static int
take_given(loy__work *work, loy__refund *refund, loy__award *award, int64_t points)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);

    return currency == LOY__NONE ? LOY_OK : take_lots(work, refund, award, currency, points, 0);
}

/* What made a waiting fraction a point takes the point with it. */
static int
take_waiting(loy__work *work, loy__refund *refund, loy__award *award, int64_t amount)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);
    int64_t more;
    int result;

    if (currency == LOY__NONE)
        return LOY_OK;
    result = loy__return_waiting(work, currency, amount, &more);
    return result == LOY_OK && more > 0 ? take_points(work, refund, award, more) : result;
}

/* ---- Ladders ---- */

static int
take_ladder(loy__work *work, const loy__award *award, int64_t amount)
{
    uint32_t ladder =
        loy__program_find(work->program, LOY_PART_LADDER, award->name, award->name_size);

    if (ladder == LOY__NONE || work->program->returns.tier == LOY__TIER_NEVER)
        return LOY_OK;
    return loy__ladder_credit(work->state, ladder, -amount, (int32_t)award->expires, work->now);
}

/* ---- All ---- */

/* Of a customer who is forgotten nothing moves any more; what all customers
 * share, and what went to others, does. */
static bool
is_forgotten(const loy__work *work, const loy__award *award)
{
    return award->kind != LOY__AWARD_USE && award->kind != LOY__AWARD_SENT &&
           loy__state_erased(work->state);
}

static int
take_back(loy__work *work, loy__refund *refund, loy__award *award, int64_t amount)
{
    if (is_forgotten(work, award))
        return LOY_OK;
    switch (award->kind) {
    case LOY__AWARD_POINTS:
        return take_points(work, refund, award, amount);
    case LOY__AWARD_LADDER:
        return take_ladder(work, award, amount);
    case LOY__AWARD_COUNTER:
        return loy__return_take_count(work, refund, award, amount);
    case LOY__AWARD_BONUS:
        return work->program->accounts.referrals.keep ? LOY_OK
                                                      : take_points(work, refund, award, amount);
    case LOY__AWARD_GIVEN:
        return take_given(work, refund, award, amount);
    case LOY__AWARD_SENT:
        return loy__return_sent(work, award);
    case LOY__AWARD_WAITING:
        return take_waiting(work, refund, award, amount);
    case LOY__AWARD_USE:
        return loy__return_use(work, award, amount);
    case LOY__AWARD_USED:
        return loy__return_voucher(work, award);
    default:
        return loy__return_take_vouchers(work, refund, award, amount);
    }
}

int
loy__return_take(loy__work *work, loy__refund *refund)
{
    loy__receipt *sale = refund->sale;
    const int64_t *targets = refund->targets;

    for (uint32_t i = 0; i < sale->award_count; i++) {
        int64_t sum = 0;
        int result = LOY_OK;

        if (sale->awards[i].kind == LOY__AWARD_CARD ||
            (sale->awards[i].kind == LOY__AWARD_VOUCHER && loy__return_keeps_vouchers(work)))
            continue;
        for (uint32_t k = i; k < sale->award_count; k++) {
            loy__award *award = &sale->awards[k];

            if (k != i &&
                (award->kind != LOY__AWARD_POINTS || !loy__award_same(&sale->awards[i], award)))
                continue;
            if (!loy__add(sum, targets[k] - award->taken, &sum))
                return LOY_ERR_INTERNAL;
            award->taken = targets[k];
        }
        if (sum > 0)
            result = take_back(work, refund, &sale->awards[i], sum);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
