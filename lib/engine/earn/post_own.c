/*
 * post_own.c -- points that are earned with an end of their own: those of rules
 * that say so, and all points of customers who are exempt from expiry.
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
post_one(loy__work *work, const loy__scene *scene, uint32_t currency, int64_t until,
         const loy__decision *decision, int64_t points)
{
    const loy__grant grant = {.points = points,
                              .earned = scene->time,
                              .at = work->now,
                              .until = until,
                              .currency = currency,
                              .kind = LOY_ENTRY_EARN};
    int64_t matures, expires;
    int result = loy__earn_grant(work->state, work->journal, &grant, &matures, &expires);

    return result == LOY_OK ? loy__note_award(work, currency, decision, points, matures, expires)
                            : result;
}

int
loy__post_own(loy__work *work, const loy__scene *scene, const loy__pass *pass, uint32_t currency,
              int64_t *points)
{
    bool exempt;
    int result = loy__is_exempt(work, currency, &exempt);
    size_t end;

    *points = 0;
    for (size_t i = 0; result == LOY_OK && i < pass->count; i = end) {
        const loy__decision *decision = &pass->decisions[i];
        const loy__rule *rule;
        int64_t until = LOY_NEVER;
        int64_t earned;

        end = loy__earning_lines_end(work, pass, i);
        if (decision->kind != LOY_EFFECT_EARN || decision->target != currency)
            continue;
        earned = loy__earning_granted(pass, i, end);
        if (earned == 0)
            continue;
        rule = &work->program->rules[decision->rule];
        if (rule->end == LOY__END_NONE && !exempt)
            continue;
        if (rule->end != LOY__END_NONE)
            until = end_of(work, scene, rule, currency);
        *points += earned;
        result = post_one(work, scene, currency, until, decision, earned);
    }
    return result;
}
