/*
 * random_kit.c -- reproducible numbers for tests.
 */
#include "kit/random_kit.h"

uint64_t
random_kit_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

uint64_t
random_kit_below(uint64_t *state, uint64_t below)
{
    return random_kit_next(state) % below;
}

int64_t
random_kit_integer(uint64_t *state)
{
    static const int64_t edges[] = {
        0, 1, -1, 2, -2, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, INT64_MAX - 1, 10, 1000};
    uint64_t shift = random_kit_below(state, 64);
    uint64_t value = random_kit_next(state) >> shift;

    if (random_kit_below(state, 8) == 0)
        return edges[random_kit_below(state, sizeof(edges) / sizeof(edges[0]))];
    if (value > INT64_MAX)
        return -(int64_t)(value - INT64_MAX);
    return random_kit_below(state, 2) == 0 ? (int64_t)value : -(int64_t)value;
}
