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
count_from(const void *of, loy__amount_at *at, size_t count, int64_t least)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (at(of, i) >= least)
            found++;
    return found;
}

int64_t
loy__nth_largest(const void *of, loy__amount_at *at, size_t count, size_t nth, int64_t most)
{
    int64_t low = 0;
    int64_t high = most;

    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;

        if (count_from(of, at, count, middle) >= nth)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Floors of a split, as far as it is done. */
typedef struct shares {
    const int64_t *weights;
    int64_t *parts;
    int64_t total, sum;
} shares;

static int64_t
remainder_at(const void *of, size_t i)
{
    const shares *own = of;

    return remainder_of(own->total, own->weights[i], own->sum, own->parts[i]);
}

/* Gives one unit each to the `units` largest remainders. */
static void
hand_out(const shares *of, size_t count, size_t units)
{
    int64_t least = loy__nth_largest(of, remainder_at, count, units, of->sum);

    for (size_t i = 0; i < count; i++)
        if (remainder_at(of, i) > least) {
            of->parts[i]++;
            units--;
        }
    for (size_t i = 0; i < count && units > 0; i++)
        if (remainder_at(of, i) == least) {
            of->parts[i]++;
            units--;
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
        hand_out(&(shares){.weights = weights, .parts = parts, .total = total, .sum = sum}, count,
                 (size_t)left);
    return true;
}
