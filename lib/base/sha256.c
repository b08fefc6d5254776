/*
 * sha256.c -- SHA-256 as FIPS 180-4 defines it: the digest of programs.
 */
#include "base/hash.h"

#include <string.h>

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static inline uint32_t
rotate(uint32_t value, int bits)
{
    return value >> bits | value << (32 - bits);
}

static void
schedule(const unsigned char block[64], uint32_t words[64])
{
    int i;

    for (i = 0; i < 16; i++)
        words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
                   (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (i = 16; i < 64; i++) {
        uint32_t near = words[i - 2];
        uint32_t far = words[i - 15];

        words[i] = (rotate(near, 17) ^ rotate(near, 19) ^ near >> 10) + words[i - 7] +
                   (rotate(far, 7) ^ rotate(far, 18) ^ far >> 3) + words[i - 16];
    }
}

/* One round; `in` is its word and constant. What the standard moves from
 * variable to variable, the callers name in turn. */
static inline void
turn(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f, uint32_t g,
     uint32_t *h, uint32_t in)
{
    uint32_t choice = g ^ (e & (f ^ g));
    uint32_t majority = (a & b) | (c & (a | b));
    uint32_t first = *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + in;

    *d += first;
    *h = first + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
}

static void
compress(uint32_t state[8], const unsigned char block[64])
{
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    uint32_t words[64];

    schedule(block, words);
    for (int i = 0; i < 64; i += 8) {
        const uint32_t *w = words + i;
        const uint32_t *k = round_constants + i;

        turn(a, b, c, &d, e, f, g, &h, w[0] + k[0]);
        turn(h, a, b, &c, d, e, f, &g, w[1] + k[1]);
        turn(g, h, a, &b, c, d, e, &f, w[2] + k[2]);
        turn(f, g, h, &a, b, c, d, &e, w[3] + k[3]);
        turn(e, f, g, &h, a, b, c, &d, w[4] + k[4]);
        turn(d, e, f, &g, h, a, b, &c, w[5] + k[5]);
        turn(c, d, e, &f, g, h, a, &b, w[6] + k[6]);
        turn(b, c, d, &e, f, g, h, &a, w[7] + k[7]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void
loy__sha256_init(loy__sha256 *hash)
{
    static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

    memset(hash, 0, sizeof(*hash));
    memcpy(hash->state, initial, sizeof(initial));
}

void
loy__sha256_add(loy__sha256 *hash, const void *data, size_t size)
{
    const unsigned char *p = data;

    while (size > 0) {
        size_t used = (size_t)(hash->size % 64);
        size_t take = size < 64 - used ? size : 64 - used;

        memcpy(hash->block + used, p, take);
        hash->size += take;
        p += take;
        size -= take;
        if (used + take == 64)
            compress(hash->state, hash->block);
    }
}

void
loy__sha256_finish(loy__sha256 *hash, unsigned char digest[32])
{
    static const unsigned char padding[64] = {0x80};
    uint64_t bits = hash->size * 8;
    size_t used = (size_t)(hash->size % 64);
    unsigned char length[8];
    int i;

    for (i = 0; i < 8; i++)
        length[i] = (unsigned char)(bits >> (56 - 8 * i));
    loy__sha256_add(hash, padding, used < 56 ? 56 - used : 120 - used);
    loy__sha256_add(hash, length, sizeof(length));
    for (i = 0; i < 32; i++)
        digest[i] = (unsigned char)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
}
