/*
 * post_own.c -- points that are earned with an end, or a time to wait, of their own:
 * those of rules that say so, and all points of customers of whom the currency does.
 */
#include "customer/clock.h"
#include "engine/earn/earnings.h"

static int64_t
end_of(const loy__work *work, const loy__scene *scene, const loy__rule *rule, uint32_t currency)
{
    const loy__zone *zone = loy__clock_zone(work->state, currency);

    if (rule->end == LOY__END_AT)
        return rule->ends;
    return loy__expiry_after(&work->program->currencies[currency], zone, &rule->lasts, scene->time);
}

static int
post_one(loy__work *work, const loy__scene *scene, const loy__grant *grant,
         const loy__decision *decision)
{
    int64_t matures, expires;
    int result = loy__earn_grant(work->state, work->journal, grant, &matures, &expires);

    if (result == LOY_OK)
        result = loy__note_award(work, grant->currency, decision, grant->points, matures, expires);
    return result == LOY_OK
               ? loy__credit_earned(work, grant->currency, grant->points, scene->day, matures)
               : result;
}

int
loy__post_own(loy__work *work, const loy__scene *scene, const loy__pass *pass, uint32_t currency,
              int64_t *points)
{
    loy__grant terms = {.earned = scene->time,
                        .at = work->now,
                        .until = LOY_TIME_NONE,
                        .currency = currency,
                        .kind = LOY_ENTRY_EARN};
    int result = loy__grant_terms(work, &terms);
    size_t end;

    *points = 0;
    for (size_t i = 0; result == LOY_OK && i < pass->count; i = end) {
        const loy__decision *decision = &pass->decisions[i];
        const loy__rule *rule;
        loy__grant grant = terms;

        end = loy__earning_lines_end(work, pass, i);
        if (decision->kind != LOY_EFFECT_EARN || decision->target != currency)
            continue;
        rule = &work->program->rules[decision->rule];
        grant.points = loy__earning_granted(pass, i, end);
        if (rule->end != LOY__END_NONE)
            grant.until = end_of(work, scene, rule, currency);
        if (rule->wait != NULL)
            grant.wait = rule->wait;
        if (grant.points == 0 || (grant.until == LOY_TIME_NONE && grant.wait == NULL))
            continue;
        *points += grant.points;
        result = post_one(work, scene, &grant, decision);
    }
    return result;
}
