/*
 * adjust.c -- points given or taken by hand, with a reason.
 */
#include "engine/engine.h"

int
loy__admit_adjust(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->reason.size == 0)
        return loy__refuse(work, "missing-reason", "/reason", "%s",
                           "an adjustment needs a reason: write why");
    if (event->item_count == 0)
        return loy__refuse(work, "missing-points", "/points", "%s",
                           "an adjustment needs points: name the currency and how many");
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);
        uint32_t currency =
            loy__program_find(work->program, LOY_PART_CURRENCY, item->name.data, item->name.size);
        int64_t available = loy__state_points(work->state, currency).available;

        if (item->amount < 0 && available < -item->amount)
            return loy__refuse(work, "insufficient-points", "/points",
                               "cannot take %lld of %s: %lld are available",
                               (long long)-item->amount,
                               work->program->currencies[currency].name.text, (long long)available);
    }
    return LOY_OK;
}

int
loy__act_adjust(loy__work *work)
{
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        uint32_t currency =
            loy__program_find(work->program, LOY_PART_CURRENCY, item->name.data, item->name.size);
        int result;

        if (item->amount > 0)
            result = loy__earn(work->state, work->journal, currency, item->amount,
                               work->event->time, work->now, LOY_ENTRY_ADJUST, NULL, NULL);
        else if (loy__state_points(work->state, currency).available < -item->amount)
            return loy__refuse(work, "insufficient-points", "/points",
                               "cannot take that many of %s altogether",
                               work->program->currencies[currency].name.text);
        else
            result = loy__burn(work->state, work->journal, currency, -item->amount, work->now,
                               LOY_ENTRY_ADJUST);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_ADJUST, "adjust",
                                     work->program->currencies[currency].name.text, item->amount,
                                     item->amount);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
