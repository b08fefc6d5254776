/*
 * tallies.c -- counters and the use of caps, each in its window.
 *
 * A tally never goes back: an event of an earlier window adds to the latest
 * one, so that a late event cannot open a cap again, and what is taken from an
 * earlier window is gone already.
 */
#include "customer/customer.h"

int64_t
loy__tally_value(const loy__tally *tally, loy__period window, int32_t day)
{
    return loy__period_start(day, window) > tally->start ? 0 : tally->value;
}

bool
loy__tally_add(loy__tally *tally, loy__period window, int32_t day, int64_t amount)
{
    int32_t start = loy__period_start(day, window);

    if (start < tally->start && amount < 0)
        return true;
    if (start > tally->start) {
        tally->start = start;
        tally->value = 0;
    }
    return loy__add(tally->value, amount, &tally->value);
}

void
loy__tally_free(loy__tally *tally, loy__period window, int32_t day, int64_t amount)
{
    if (loy__period_start(day, window) == tally->start)
        tally->value -= loy__smaller(amount, tally->value);
}
