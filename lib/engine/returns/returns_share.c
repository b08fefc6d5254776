/*
 * returns_share.c -- how much of what a sale gave has to be taken back in all,
 * now that something of it has come back.
 *
 * By line, the share of a line in an award is fixed by the sale: in proportion
 * to the amounts of the lines that earned it, largest remainders first. Of a
 * line of which r of q have come back in all, floor(share * r / q) is taken
 * back in all; what no line earned is taken back when everything has come back.
 * By proportion, it is the share of the money come back in that of the sale, of
 * all that went into one lot. Where each return counts by itself, the same is
 * reckoned for what comes back now. Nothing that was taken is ever given back,
 * and when everything has come back, everything is taken. What was activated in
 * part goes as it would have as a whole. Rules that are run again
 * (returns_again.c) put their own targets in the place of these.
 */
#include "engine/returns/returns.h"

static bool
is_each(const loy__work *work)
{
    return work->program->returns.refunds == LOY__REFUNDS_EACH;
}

int64_t
loy__target_of(const loy__work *work, int64_t amount, int64_t taken, int64_t part)
{
    int64_t target = is_each(work) ? taken + part : part;

    if (target < taken)
        target = taken;
    return target < amount ? target : amount;
}

bool
loy__award_same(const loy__award *a, const loy__award *b)
{
    return a->kind == b->kind && a->matures == b->matures && a->expires == b->expires &&
           loy__text_equal(a->name, a->name_size, b->name, b->name_size);
}

/* ---- Parts of what was activated ---- */

/* The award that is one with those of its parts that were activated, which stand before it. */
static const loy__award *
whole_of(const loy__award *award)
{
    while (award->part != 0)
        award++;
    return award;
}

static bool
are_of_one(const loy__award *a, const loy__award *b)
{
    return whole_of(a) == whole_of(b);
}

static bool
are_of_one_lot(const loy__award *a, const loy__award *b)
{
    return loy__award_same(whole_of(a), whole_of(b));
}

/* Of a sale that was activated in part, some points wait and some do not: those go
 * first where a return looks first. */
static bool
takes_pending_first(const loy_program *program)
{
    return program->returns.order[0] == LOY__TAKE_PENDING ||
           program->returns.order[0] == LOY__TAKE_NEWEST;
}

static bool
is_pending(const loy__work *work, const loy__award *award)
{
    return award->kind == LOY__AWARD_POINTS && award->matures > work->now;
}

void
loy__targets_fill(const loy__work *work, loy__refund *refund, uint32_t first, uint32_t end,
                  int64_t sum, bool (*alike)(const loy__award *a, const loy__award *b))
{
    const loy__receipt *sale = refund->sale;
    const loy__award *like = &sale->awards[first];
    bool pending = takes_pending_first(work->program);

    for (uint32_t i = first; i < end; i++)
        if (alike(&sale->awards[i], like)) {
            refund->targets[i] = sale->awards[i].taken;
            sum -= refund->targets[i];
        }
    for (int turn = 0; turn < 2; turn++, pending = !pending)
        for (uint32_t i = first; i < end; i++) {
            const loy__award *award = &sale->awards[i];
            int64_t part = loy__smaller(award->amount - award->taken, sum);

            if (!alike(award, like) || is_pending(work, award) != pending)
                continue;
            refund->targets[i] += part;
            sum -= part;
        }
}

/* ---- By line ---- */

/* What each line has of an award; *shared is false where no line earned it. */
static int
share_out(loy__work *work, const loy__receipt *sale, const loy__award *award, int64_t *shares,
          bool *shared)
{
    int64_t *weights =
        loy__arena_alloc(&work->engine->arena, (sale->line_count + 1u) * sizeof(*weights));

    *shared = false;
    if (weights == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        weights[i] = award->mask != NULL && loy__bit(award->mask, i) ? sale->lines[i].amount : 0;
        *shared = *shared || weights[i] > 0;
    }
    if (*shared && !loy__split(award->amount, weights, sale->line_count, shares))
        return LOY_ERR_INTERNAL;
    return LOY_OK;
}

/* Money for no line in particular takes from each award in proportion. */
static int
part_of_amount(const loy__work *work, const loy__refund *refund, int64_t amount, int64_t *part)
{
    int64_t money = is_each(work) ? refund->amount : refund->sale->refunded;

    *part = 0;
    if (money == 0)
        return LOY_OK;
    return loy__mul_div(amount, money, refund->total, LOY__FLOOR, part) ? LOY_OK : LOY_ERR_INTERNAL;
}

static int
target_by_line(loy__work *work, const loy__refund *refund, const loy__award *award, int64_t *target)
{
    const loy__receipt *sale = refund->sale;
    int64_t *shares =
        loy__arena_alloc(&work->engine->arena, (sale->line_count + 1u) * sizeof(*shares));
    int64_t sum;
    bool shared;
    int result;

    *target = award->taken;
    if (shares == NULL)
        return LOY_ERR_NOMEM;
    result = share_out(work, sale, award, shares, &shared);
    if (result == LOY_OK && shared)
        result = part_of_amount(work, refund, award->amount, &sum);
    if (result != LOY_OK || !shared)
        return result;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t part;

        if (!loy__mul_div(shares[i], is_each(work) ? work->back[i] : line->returned, line->quantity,
                          LOY__FLOOR, &part))
            return LOY_ERR_INTERNAL;
        sum += part;
    }
    *target = loy__target_of(work, award->amount, award->taken, sum);
    return LOY_OK;
}

static int
target_with_parts(loy__work *work, loy__refund *refund, uint32_t first, uint32_t end)
{
    loy__award whole = refund->sale->awards[end - 1];
    int64_t target;
    int result;

    for (uint32_t i = first; i < end - 1; i++)
        if (!loy__add(whole.amount, refund->sale->awards[i].amount, &whole.amount) ||
            !loy__add(whole.taken, refund->sale->awards[i].taken, &whole.taken))
            return LOY_ERR_INTERNAL;
    result = target_by_line(work, refund, &whole, &target);
    if (result == LOY_OK)
        loy__targets_fill(work, refund, first, end, target, are_of_one);
    return result;
}

static int
targets_by_line(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;
    int result = LOY_OK;

    for (uint32_t i = 0, end; result == LOY_OK && i < sale->award_count; i = end) {
        end = (uint32_t)(whole_of(&sale->awards[i]) - sale->awards) + 1;
        result = end == i + 1 ? target_by_line(work, refund, &sale->awards[i], &refund->targets[i])
                              : target_with_parts(work, refund, i, end);
    }
    return result;
}

/* ---- By proportion ---- */

/* No part of the money has a voucher. */
static bool
goes_with_whole(const loy__award *award)
{
    return loy__award_of_whole(award) || award->kind == LOY__AWARD_VOUCHER;
}

static bool
is_first(const loy__receipt *sale, uint32_t index)
{
    for (uint32_t i = 0; i < index; i++)
        if (are_of_one_lot(&sale->awards[i], &sale->awards[index]))
            return false;
    return true;
}

static int
targets_by_proportion(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;
    int64_t money = refund->after - (is_each(work) ? refund->before : 0);

    for (uint32_t i = 0; i < sale->award_count; i++) {
        int64_t amount = 0;
        int64_t taken = 0;
        int64_t part = 0;

        if (goes_with_whole(&sale->awards[i]))
            refund->targets[i] = sale->awards[i].taken;
        if (goes_with_whole(&sale->awards[i]) || !is_first(sale, i))
            continue;
        for (uint32_t k = i; k < sale->award_count; k++)
            if (are_of_one_lot(&sale->awards[k], &sale->awards[i])) {
                taken += sale->awards[k].taken;
                if (!loy__add(amount, sale->awards[k].amount, &amount))
                    return LOY_ERR_INTERNAL;
            }
        if (refund->total > 0 && !loy__mul_div(amount, money, refund->total, LOY__FLOOR, &part))
            return LOY_ERR_INTERNAL;
        loy__targets_fill(work, refund, i, sale->award_count,
                          loy__target_of(work, amount, taken, part), are_of_one_lot);
    }
    return LOY_OK;
}

/* ---- Either ---- */

int
loy__targets_recorded(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;

    refund->targets =
        loy__arena_alloc(&work->engine->arena, (sale->award_count + 1u) * sizeof(*refund->targets));
    if (refund->targets == NULL)
        return LOY_ERR_NOMEM;
    if (refund->complete) {
        for (uint32_t i = 0; i < sale->award_count; i++)
            refund->targets[i] = sale->awards[i].amount;
        return LOY_OK;
    }
    return work->program->returns.method == LOY__METHOD_PROPORTION
               ? targets_by_proportion(work, refund)
               : targets_by_line(work, refund);
}

int
loy__return_targets(loy__work *work, loy__refund *refund)
{
    int result = loy__targets_recorded(work, refund);

    if (result == LOY_OK && work->program->returns.snapshot && work->kind != LOY__ON_VOID)
        result = loy__targets_again(work, refund);
    return result == LOY__REFUSED ? LOY_OK : result;
}
