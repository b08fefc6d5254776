/*
 * returns_share.c -- how much of what a sale gave has to be taken back in all,
 * now that something of it has come back.
 *
 * Of an award, the share of a line is fixed by the sale: in proportion to the
 * amounts of the lines that earned it, largest remainders first. Of a line of
 * which r of q have come back in all, floor(share * r / q) is taken back in
 * all; what no line earned is taken back when everything has come back.
 */
#include "engine/returns.h"

/* What each line has of an award; false where no line earned it. */
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

static int
target_by_line(loy__work *work, const loy__receipt *sale, const loy__award *award, int64_t *target)
{
    int64_t *shares =
        loy__arena_alloc(&work->engine->arena, (sale->line_count + 1u) * sizeof(*shares));
    bool shared;
    int result;

    *target = 0;
    if (shares == NULL)
        return LOY_ERR_NOMEM;
    result = share_out(work, sale, award, shares, &shared);
    if (result != LOY_OK || !shared)
        return result;
    for (uint32_t i = 0; i < sale->line_count; i++) {
        const loy__sold *line = &sale->lines[i];
        int64_t part;

        if (!loy__mul_div(shares[i], line->returned, line->quantity, LOY__FLOOR, &part))
            return LOY_ERR_INTERNAL;
        *target += part;
    }
    return LOY_OK;
}

int
loy__return_targets(loy__work *work, loy__refund *refund)
{
    const loy__receipt *sale = refund->sale;

    refund->targets =
        loy__arena_alloc(&work->engine->arena, (sale->award_count + 1u) * sizeof(*refund->targets));
    if (refund->targets == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < sale->award_count; i++) {
        int result = LOY_OK;

        if (refund->complete)
            refund->targets[i] = sale->awards[i].amount;
        else if (sale->awards[i].kind == LOY__AWARD_WAITING)
            refund->targets[i] = 0;
        else
            result = target_by_line(work, sale, &sale->awards[i], &refund->targets[i]);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
