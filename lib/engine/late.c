/*
 * late.c -- events that occurred before what the customer has seen since: they
 * are judged as of when they occurred and posted now, or refused.
 */
#include "engine/engine.h"

/* What corrects the books may always come late. */
static bool
is_judged(uint32_t kind)
{
    return kind == LOY__ON_PURCHASE || kind == LOY__ON_VISIT || kind == LOY__ON_REDEEM ||
           kind == LOY__ON_HOLD || kind == LOY__ON_TRANSFER || kind >= LOY__ON_DECLARED;
}

int
loy__admit_late(loy__work *work, int64_t seen)
{
    const loy__late *late = &work->program->accounts.late;

    if (!late->refused || seen == LOY_TIME_NONE || work->event->time >= seen ||
        !is_judged(work->kind) ||
        loy__zone_add(&work->program->zone, work->event->time, &late->after) >= seen)
        return LOY_OK;
    return loy__refuse(work, "too-late", "/time", "%s",
                       "the event occurred before what the customer has seen since, and the "
                       "program takes no events that late");
}
