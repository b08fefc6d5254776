/*
 * journal.c -- the list of postings that a piece of work leaves behind.
 */
#include "customer/lots.h"

bool
loy__journal_add(loy__journal *journal, const loy__posting *posting)
{
    if (!loy__reserve(journal->memory, &journal->items, &journal->capacity, journal->count + 1,
                      sizeof(*journal->items)))
        return false;
    journal->items[journal->count++] = *posting;
    return true;
}

void
loy__journal_free(loy__journal *journal)
{
    loy__free(journal->memory, journal->items, journal->capacity * sizeof(*journal->items));
    journal->items = NULL;
    journal->count = 0;
    journal->capacity = 0;
}

bool
loy__journal_lot(loy__journal *journal, const loy__lot *lot, uint32_t kind, uint32_t debt,
                 int64_t at)
{
    if (!loy__reserve(journal->memory, &journal->items, &journal->capacity, journal->count + 1,
                      sizeof(*journal->items)))
        return false;
    journal->items[journal->count++] = (loy__posting){.points = lot->points,
                                                      .time = at,
                                                      .matures = lot->matures,
                                                      .expires = lot->expires,
                                                      .currency = lot->currency,
                                                      .kind = kind,
                                                      .debt = debt,
                                                      .earned_on = lot->earned_on,
                                                      .own = lot->own};
    return true;
}
