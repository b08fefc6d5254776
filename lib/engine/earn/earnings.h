/*
 * earnings.h -- the decisions of one earning, what a rule gives of a currency in
 * an event: they stand together, line by line where it is rounded so, and on each
 * line stretch by stretch where the event is split at a tier.
 */
#ifndef LOY_ENGINE_EARNINGS_H
#define LOY_ENGINE_EARNINGS_H

#include "engine/engine.h"

static inline bool
loy__earning_same(const loy__decision *a, const loy__decision *b)
{
    return a->kind == LOY_EFFECT_EARN && b->kind == LOY_EFFECT_EARN && a->rule == b->rule &&
           a->target == b->target;
}

/* Behind the last decision of the earning that one begins. */
static inline size_t
loy__earning_end(const loy__pass *pass, size_t first)
{
    size_t end = first + 1;

    while (end < pass->count && loy__earning_same(&pass->decisions[first], &pass->decisions[end]))
        end++;
    return end;
}

/* The same of those of the earning that are for the same lines: what all stretches
 * give for them comes back as one. */
size_t loy__earning_lines_end(const loy__work *work, const loy__pass *pass, size_t first);

/* What so many decisions give together. */
static inline int64_t
loy__earning_granted(const loy__pass *pass, size_t first, size_t end)
{
    int64_t granted = pass->decisions[first].granted;

    /* Amounts are at most LOY_MAX_AMOUNT, and the lines of one sum up to no more. */
    for (size_t i = first + 1; i < end; i++)
        granted += pass->decisions[i].granted;
    return granted;
}

/* Leaves no more than that of it: the last lose first. */
static inline void
loy__earning_cut(loy__pass *pass, size_t first, size_t end, int64_t granted)
{
    for (size_t i = first; i < end; i++) {
        int64_t *own = &pass->decisions[i].granted;

        if (*own > granted)
            *own = granted;
        granted -= *own;
    }
}

/* Brings decisions of several stretches together, the stretches in the order in which
 * they stand. LOY_OK or LOY_ERR_NOMEM. */
int loy__earnings_sort(loy__work *work, loy__pass *pass);

#endif
