/*
 * late.c -- events that occurred before what the customer has seen since, where
 * the program refuses them.
 */
#include "engine/engine.h"

/* What corrects the books may always come late. */
bool
loy__late_judged(uint32_t kind)
{
    return kind == LOY__ON_PURCHASE || kind == LOY__ON_VISIT || kind == LOY__ON_REDEEM ||
           kind == LOY__ON_HOLD || kind == LOY__ON_TRANSFER || kind >= LOY__ON_DECLARED;
}

int
loy__admit_late(loy__work *work, int64_t seen)
{
    const loy__late *late = &work->program->accounts.late;

    if (late->events != LOY__LATE_REFUSE || seen == LOY_TIME_NONE || work->event->time >= seen ||
        !loy__late_judged(work->kind) ||
        loy__zone_add(&work->program->zone, work->event->time, &late->after) >= seen)
        return LOY_OK;
    return loy__refuse(work, "too-late", "/time", "%s",
                       "the event occurred before what the customer has seen since, and the "
                       "program takes no events that late");
}
