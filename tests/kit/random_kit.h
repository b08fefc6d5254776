/*
 * random_kit.h -- numbers for tests that look random and are the same in every
 * run: SplitMix64 (Steele, Lea and Flood 2014).
 */
#ifndef LOY_TESTS_RANDOM_KIT_H
#define LOY_TESTS_RANDOM_KIT_H

#include <stdint.h>

/* The next number of the sequence that `state` stands in. */
uint64_t random_kit_next(uint64_t *state);
/* 0 .. below - 1. */
uint64_t random_kit_below(uint64_t *state, uint64_t below);
/* Any int64, small and extreme ones more often than their share. */
int64_t random_kit_integer(uint64_t *state);

#endif
