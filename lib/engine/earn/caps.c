/*
 * caps.c -- what the caps leave of the earnings that were decided.
 *
 * Changes the decisions alone, and notes what is used of each cap in this pass:
 * it is counted when the earnings are posted.
 */
#include "base/macros.h"
#include "engine/earn/earnings.h"

/* What the cap's window has room for before this pass. */
static inline int64_t
room_in(const loy__work *work, const loy__scene *scene, uint32_t cap)
{
    const loy__cap *limit = &work->program->caps[cap];
    int64_t room = limit->limit;

    if (!limit->each)
        room -= loy__tally_value(&work->state->caps[cap], limit->per, scene->local_day);
    return room > 0 ? room : 0;
}

/* What the caps leave of what a rule gives of a currency. */
static void
cap_earning(const loy__work *work, loy__pass *pass, size_t first, size_t end)
{
    const loy__cap *caps = work->program->caps;
    uint32_t target = pass->decisions[first].target;
    const loy__rule *rule = &work->program->rules[pass->decisions[first].rule];
    const uint32_t *own = rule->caps, *behind = LOY_END(own, rule->cap_count);
    loy__capped *capped = work->engine->capped;
    int64_t granted;

    if (own == behind)
        return;
    granted = loy__earning_granted(pass, first, end);
    for (const uint32_t *cap = own; cap < behind; cap++)
        if (caps[*cap].currency == target) {
            int64_t room = capped[*cap].room - capped[*cap].used;

            if (granted > room)
                granted = caps[*cap].whole ? 0 : room;
        }
    loy__earning_cut(pass, first, end, granted);
    for (const uint32_t *cap = own; cap < behind; cap++)
        if (caps[*cap].currency == target)
            capped[*cap].used += granted;
}

/* Nothing is used so far. */
static void
open_caps(const loy__work *work, const loy__scene *scene)
{
    for (uint32_t i = 0; i < work->program->cap_count; i++)
        work->engine->capped[i] = (loy__capped){.room = room_in(work, scene, i)};
}

/* Counts what an earning uses of the caps of its rule; false: more than can be counted. */
static bool
count_each(const loy__work *work, const loy__decision *earning)
{
    const loy__cap *caps = work->program->caps;
    const loy__rule *rule = &work->program->rules[earning->rule];

    for (uint32_t i = 0; i < rule->cap_count; i++) {
        int64_t *used = &work->engine->capped[rule->caps[i]].used;

        if (caps[rule->caps[i]].currency == earning->target &&
            !loy__add(*used, earning->granted, used))
            return false;
    }
    return true;
}

/* Counts what all earnings use as they are; false: some cap has no room for it. */
static bool
caps_suffice(const loy__work *work, const loy__scene *scene, const loy__pass *pass)
{
    const loy__traits *traits = work->engine->traits;
    loy__capped *capped = work->engine->capped;
    const loy__decision *earning = pass->decisions, *behind = LOY_END(earning, pass->count);

    for (uint32_t i = 0; i < work->program->cap_count; i++)
        capped[i].used = 0;
    for (; earning < behind; earning++) {
        uint32_t cap = traits[earning->rule].cap;

        if (cap < LOY__SEVERAL) {
            if (!loy__add(capped[cap].used, earning->granted, &capped[cap].used))
                return false;
        } else if (cap == LOY__SEVERAL && !count_each(work, earning)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < work->program->cap_count; i++)
        if (capped[i].used > 0 && capped[i].used > room_in(work, scene, i))
            return false;
    return true;
}

/* Most events reach no cap; where one does, the last that use it lose first. */
void
loy__decide_caps(const loy__work *work, const loy__scene *scene, loy__pass *pass)
{
    size_t end;

    if (work->program->cap_count == 0)
        return;
    if (caps_suffice(work, scene, pass))
        return;
    open_caps(work, scene);
    for (size_t i = 0; i < pass->count; i = end) {
        end = loy__earning_end(pass, i);
        if (pass->decisions[i].kind == LOY_EFFECT_EARN)
            cap_earning(work, pass, i, end);
    }
}
