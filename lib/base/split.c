/*
 * split.c -- sharing a total in proportion to weights so that the parts sum to
 * it exactly: the method of the largest remainder.
 */
#include "base/number.h"

/* What total * weight / sum leaves beside `part`: below 0 once the part was
 * rounded up. Modulo 2^64 it is exact, since it is between -sum and sum. */
static int64_t
remainder_of(int64_t total, int64_t weight, int64_t sum, int64_t part)
{
    uint64_t left = (uint64_t)total * (uint64_t)weight - (uint64_t)part * (uint64_t)sum;

    return left >> 63 == 0 ? (int64_t)left : -(int64_t)(~left) - 1;
}

static size_t
count_from(int64_t total, const int64_t *weights, size_t count, int64_t sum, const int64_t *parts,
           int64_t least)
{
    size_t found = 0;
    size_t i;

    for (i = 0; i < count; i++)
        if (remainder_of(total, weights[i], sum, parts[i]) >= least)
            found++;
    return found;
}

/* Gives one unit each to the `units` largest remainders. The smallest of them
 * is found by halving, so that many lines with many units cost no square. */
static void
hand_out(int64_t total, const int64_t *weights, size_t count, int64_t sum, int64_t *parts,
         size_t units)
{
    int64_t low = 0;
    int64_t high = sum;
    size_t i;

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (count_from(total, weights, count, sum, parts, middle) >= units)
            low = middle;
        else
            high = middle;
    }
    /* Now `low` is that smallest remainder: all above it get a unit. */
    for (i = 0; i < count; i++) {
        if (remainder_of(total, weights[i], sum, parts[i]) > low) {
            parts[i]++;
            units--;
        }
    }
    for (i = 0; i < count && units > 0; i++) {
        if (remainder_of(total, weights[i], sum, parts[i]) == low) {
            parts[i]++;
            units--;
        }
    }
}

bool
loy__split(int64_t total, const int64_t *weights, size_t count, int64_t *parts)
{
    int64_t sum = 0;
    int64_t left = total;
    size_t i;

    if (count == 0 || total < 0)
        return false;
    for (i = 0; i < count; i++)
        if (weights[i] < 0 || !loy__add(sum, weights[i], &sum))
            return false;
    for (i = 0; i < count; i++) {
        parts[i] = 0;
        if (sum > 0 && !loy__mul_div(total, weights[i], sum, LOY__FLOOR, &parts[i]))
            return false;
        left -= parts[i];
    }
    if (sum == 0)
        parts[0] = total;
    else if (left > 0)
        hand_out(total, weights, count, sum, parts, (size_t)left);
    return true;
}
