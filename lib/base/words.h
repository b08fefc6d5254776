/*
 * words.h -- little-endian words in memory, whatever the platform's order.
 */
#ifndef LOY_BASE_WORDS_H
#define LOY_BASE_WORDS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Compilers know the answer, and leave a plain load or store of each word. */
static inline bool
loy__is_little_endian(void)
{
    const uint32_t one = 1;
    unsigned char first;

    memcpy(&first, &one, 1);
    return first == 1;
}

/* A word of the platform as a little-endian one, and back. */
static inline uint32_t
loy__swap32(uint32_t word)
{
    if (loy__is_little_endian())
        return word;
    return word >> 24 | (word >> 8 & 0xFF00) | (word << 8 & 0xFF0000) | word << 24;
}

static inline uint64_t
loy__swap64(uint64_t word)
{
    if (loy__is_little_endian())
        return word;
    return (uint64_t)loy__swap32((uint32_t)word) << 32 | loy__swap32((uint32_t)(word >> 32));
}

static inline uint32_t
loy__load32(const unsigned char *p)
{
    uint32_t word;

    memcpy(&word, p, sizeof(word));
    return loy__swap32(word);
}

static inline uint64_t
loy__load64(const unsigned char *p)
{
    uint64_t word;

    memcpy(&word, p, sizeof(word));
    return loy__swap64(word);
}

/* All of 0..7 bytes in one word: texts of one size differ in it if they differ
 * at all. */
static inline uint64_t
loy__load_short(const unsigned char *p, size_t size)
{
    if (size >= 4)
        return (uint64_t)loy__load32(p) << 32 | loy__load32(p + size - 4);
    if (size > 0)
        return (uint64_t)p[0] << 16 | (uint64_t)p[size / 2] << 8 | p[size - 1];
    return 0;
}

/* Whether two texts of one size are the same; nearly all are short. */
static inline bool
loy__same_bytes(const void *a, const void *b, size_t size)
{
    const unsigned char *p = a, *q = b;

    if (size < 8)
        return loy__load_short(p, size) == loy__load_short(q, size);
    if (size <= 16)
        return loy__load64(p) == loy__load64(q) &&
               loy__load64(p + size - 8) == loy__load64(q + size - 8);
    return memcmp(p, q, size) == 0;
}

static inline void
loy__store32(unsigned char *p, uint32_t word)
{
    word = loy__swap32(word);
    memcpy(p, &word, sizeof(word));
}

static inline void
loy__store64(unsigned char *p, uint64_t word)
{
    word = loy__swap64(word);
    memcpy(p, &word, sizeof(word));
}

/* Signed words are stored in two's complement. */
static inline int32_t
loy__load_i32(const unsigned char *p)
{
    uint32_t word = loy__load32(p);
    int32_t value;

    memcpy(&value, &word, sizeof(value));
    return value;
}

static inline int64_t
loy__load_i64(const unsigned char *p)
{
    uint64_t word = loy__load64(p);
    int64_t value;

    memcpy(&value, &word, sizeof(value));
    return value;
}

static inline void
loy__store_i32(unsigned char *p, int32_t value)
{
    loy__store32(p, (uint32_t)value);
}

static inline void
loy__store_i64(unsigned char *p, int64_t value)
{
    loy__store64(p, (uint64_t)value);
}

#endif
