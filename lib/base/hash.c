/*
 * hash.c -- the fast hash: eight bytes at a time, in four independent lanes
 * when there are many; and the checksum of records.
 *
 * Every step of the hash is one to one in the word it takes in, for a given state, and
 * multiplies before and behind a shift: a few changed bits become many, so that
 * changes in two words do not cancel out. Changing a constant changes stored
 * checksums.
 */
#include "base/hash.h"

#include "base/macros.h"

#define K1 UINT64_C(0x9E3779B97F4A7C15)
#define K2 UINT64_C(0xD6E8FEB86659FD93)
#define K3 UINT64_C(0xA0761D6478BD642F)

static uint64_t
rotate(uint64_t value, int bits)
{
    return value << bits | value >> (64 - bits);
}

/* What a hash starts from: seeds that differ little start far apart. */
static uint64_t
start(size_t size, uint64_t seed)
{
    return (seed ^ size * K3) * K1;
}

/* Spreads the last words, too, over all bits. */
static uint64_t
finish(uint64_t hash)
{
    hash *= K3;
    return hash ^ hash >> 32;
}

uint64_t
loy__hash(const void *data, size_t size, uint64_t seed)
{
    const unsigned char *p = data;
    uint64_t hash = start(size, seed);
    size_t left = size;

    if (left < 8)
        return finish(loy__hash_word(hash, loy__load_short(data, size)));
    if (left >= 32) {
        uint64_t a = hash, b = hash ^ K1, c = hash ^ K2, d = hash ^ K3;

        for (; left >= 32; left -= 32, p += 32) {
            a = rotate(a ^ loy__load64(p) * K2, 31) * K1;
            b = rotate(b ^ loy__load64(p + 8) * K2, 29) * K1;
            c = rotate(c ^ loy__load64(p + 16) * K2, 33) * K1;
            d = rotate(d ^ loy__load64(p + 24) * K2, 27) * K1;
        }
        hash = loy__hash_word(loy__hash_word(loy__hash_word(a, b), c), d);
    }
    for (; left >= 8; left -= 8, p += 8)
        hash = loy__hash_word(hash, loy__load64(p));
    /* The last word overlaps the one before: no byte is left out. */
    if (left > 0)
        hash = loy__hash_word(hash, loy__load64(p + left - 8));
    return finish(hash);
}

/* The sums so far, each in two lanes. */
typedef struct sums {
    loy__pair words;
    loy__pair places; /* of those sums: they tell where a word stood */
} sums;

static inline sums
sum_pair(sums s, const unsigned char *p)
{
    loy__pair pair;

    memcpy(&pair, p, sizeof(pair));
    if (!loy__is_little_endian()) {
        pair.words[0] = loy__swap64(pair.words[0]);
        pair.words[1] = loy__swap64(pair.words[1]);
    }
    s.words = loy__pair_sum(s.words, pair);
    s.places = loy__pair_sum(s.places, s.words);
    return s;
}

static inline uint64_t
mix(loy__pair pair)
{
    return pair.words[0] + pair.words[1] * K1;
}

static inline uint64_t
close_sums(sums s, size_t size, uint64_t seed)
{
    return loy__hash_word((seed ^ size) + mix(s.words), mix(s.places));
}

/* Of fewer bytes than a pair has, and no record is so short. */
static LOY_APART uint64_t
sum_short(const unsigned char *p, size_t size, uint64_t seed)
{
    unsigned char pair[16] = {0};

    if (size > 0)
        memcpy(pair, p, size);
    return close_sums(sum_pair((sums){0}, pair), size, seed);
}

uint64_t
loy__checksum(const void *data, size_t size, uint64_t seed)
{
    const unsigned char *p = data, *blocks = p + size / 64 * 64, *pairs = p + size / 16 * 16;
    sums s = {0};

    if (size < 16)
        return sum_short(p, size, seed);
    for (; p != blocks; p += 64)
        s = sum_pair(sum_pair(sum_pair(sum_pair(s, p), p + 16), p + 32), p + 48);
    for (; p != pairs; p += 16)
        s = sum_pair(s, p);
    /* The last pair overlaps the one before: no byte is left out. */
    if (size % 16 != 0)
        s = sum_pair(s, p + size % 16 - 16);
    return close_sums(s, size, seed);
}
