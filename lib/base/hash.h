/*
 * hash.h -- hashes that are the same on every platform: a fast 64-bit one for
 * tables, event digests and record checksums, and SHA-256 for programs.
 */
#ifndef LOY_BASE_HASH_H
#define LOY_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/words.h"

/* Not for adversaries. Little-endian words whatever the platform; quick for
 * short texts as for records. Under 8 bytes, two texts of one size never have
 * the same hash. */
uint64_t loy__hash(const void *data, size_t size, uint64_t seed);

/* Tells whether a record is still the bytes that were written: Fletcher's sum
 * and sum of sums, of words in two lanes, for half the work of a hash. Any change
 * of one word shows, and whatever else happens to bytes by accident. */
uint64_t loy__checksum(const void *data, size_t size, uint64_t seed);

/* One word mixed into a hash. */
static inline uint64_t
loy__hash_word(uint64_t hash, uint64_t word)
{
    uint64_t mixed = ((hash << 23 | hash >> 41) ^ word) + UINT64_C(0xA0761D6478BD642F);

    mixed *= UINT64_C(0x9E3779B97F4A7C15);
    mixed = (mixed ^ mixed >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return mixed ^ mixed >> 32;
}

typedef struct loy__sha256 {
    uint32_t state[8];
    uint64_t size;
    unsigned char block[64];
} loy__sha256;

/* FIPS 180-4. */
void loy__sha256_init(loy__sha256 *hash);
void loy__sha256_add(loy__sha256 *hash, const void *data, size_t size);
void loy__sha256_finish(loy__sha256 *hash, unsigned char digest[32]);

#endif
