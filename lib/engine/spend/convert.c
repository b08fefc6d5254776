/*
 * convert.c -- points turn into vouchers, or into points of another currency, when
 * their time has come or there are enough of them.
 *
 * What they turned into stays: a return of what had earned them is for the currency's
 * floor.
 */
#include "customer/conversions.h"
#include "engine/engine.h"

#define CAUSE "convert"

static int
issue(loy__work *work, uint32_t voucher, int64_t count)
{
    int64_t expires;
    int result = loy__voucher_issue(work->state, voucher, count, work->now, &expires);

    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_ISSUE, CAUSE,
                                 work->program->vouchers[voucher].name.text, count, count)
               : result;
}

/* As if they were earned now. */
static int
give(loy__work *work, const loy__scene *scene, uint32_t currency, int64_t points)
{
    const loy__currency *into = &work->program->currencies[currency];
    loy__grant grant = {.points = points,
                        .earned = work->now,
                        .at = work->now,
                        .until = LOY_TIME_NONE,
                        .currency = currency,
                        .kind = LOY_ENTRY_EARN};
    int64_t matures;
    int result = LOY_OK;

    if (into->life.exempt != NULL || into->case_count > 0)
        result = loy__facts_fill(work, scene);
    if (result == LOY_OK)
        result = loy__grant_terms(work, &grant);
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_EARN, CAUSE, into->name.text, points, points);
    if (result == LOY_OK)
        result = loy__earn_grant(work->state, work->journal, &grant, &matures, NULL);
    return result == LOY_OK ? loy__credit_earned(work, currency, points,
                                                 loy__state_day(work->state, work->now), matures)
                            : result;
}

/* More than can be given stays as it is. */
static int
convert(loy__work *work, const loy__scene *scene, uint32_t currency, int64_t points)
{
    const loy__conversion *conversion = &work->program->currencies[currency].convert;
    int64_t steps = points / conversion->points, given = 0;
    int result;

    if (conversion->voucher == LOY__NONE &&
        (!loy__mul(steps, conversion->gives, &given) || given > LOY_MAX_AMOUNT))
        return LOY_OK;
    result =
        loy__conversion_take(work->state, work->journal, currency, points, scene->time, work->now);
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_CONVERT, CAUSE,
                                 work->program->currencies[currency].name.text, points, points);
    if (result != LOY_OK)
        return result;
    return conversion->voucher != LOY__NONE ? issue(work, conversion->voucher, steps)
                                            : give(work, scene, conversion->currency, given);
}

int
loy__convert(loy__work *work, const loy__scene *scene, uint32_t which, bool *any)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        int64_t points;

        if ((which >> work->program->currencies[i].convert.when & 1) == 0)
            continue;
        points = loy__conversion_due(work->state, i, scene->time);
        if (points == 0)
            continue;
        *any = true;
        result = convert(work, scene, i, points);
    }
    return result;
}
