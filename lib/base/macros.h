/*
 * macros.h -- the one place for what a compiler offers beyond C11, each with a
 * plain fallback.
 */
#ifndef LOY_BASE_MACROS_H
#define LOY_BASE_MACROS_H

#include <stdbool.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define LOY_LIKELY(x) __builtin_expect(!!(x), 1)
#define LOY_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define LOY_PRINTF(position, first) __attribute__((format(printf, position, first)))
#define LOY_UNUSED __attribute__((unused))
#define LOY_INLINE static inline __attribute__((always_inline)) /* where a call costs as much */
#define LOY_APART __attribute__((noinline)) /* what the quick way past it should not carry */
#else
#define LOY_LIKELY(x) (x)
#define LOY_UNLIKELY(x) (x)
#define LOY_PRINTF(position, first)
#define LOY_UNUSED
#define LOY_INLINE static inline
#define LOY_APART
#endif

/* Two words that are added at once, each by itself, where the machine can. */
typedef struct loy__pair {
#if defined(__GNUC__) || defined(__clang__)
    uint64_t words __attribute__((vector_size(16)));
#else
    uint64_t words[2];
#endif
} loy__pair;

static inline loy__pair
loy__pair_sum(loy__pair a, loy__pair b)
{
#if defined(__GNUC__) || defined(__clang__)
    a.words += b.words;
#else
    a.words[0] += b.words[0];
    a.words[1] += b.words[1];
#endif
    return a;
}

/* Brings the line of memory at an address into the caches, if it can be read. */
static inline void
loy__prefetch(const void *address)
{
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(address);
#else
    (void)address;
#endif
}

/* The number of the lowest bit that is set; there must be one. */
static inline uint32_t
loy__lowest_bit(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return (uint32_t)__builtin_ctzll(bits);
#else
    uint32_t at = 0;

    for (uint32_t half = 32; half > 0; half /= 2)
        if ((bits & ((UINT64_C(1) << half) - 1)) == 0) {
            bits >>= half;
            at += half;
        }
    return at;
#endif
}

/* The number of the highest bit that is set; there must be one. */
static inline uint32_t
loy__highest_bit(uint64_t bits)
{
#if defined(__GNUC__) || defined(__clang__)
    return 63u - (uint32_t)__builtin_clzll(bits);
#else
    uint32_t at = 0;

    while (bits >>= 1)
        at++;
    return at;
#endif
}

/* Whether a sum or a difference does not fit; *out is not to be used then. */
static inline bool
loy__sum_wraps(int64_t a, int64_t b, int64_t *out)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_add_overflow(a, b, out);
#else
    if (b >= 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return true;
    *out = a + b;
    return false;
#endif
}

static inline bool
loy__difference_wraps(int64_t a, int64_t b, int64_t *out)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_sub_overflow(a, b, out);
#else
    if (b >= 0 ? a < INT64_MIN + b : a > INT64_MAX + b)
        return true;
    *out = a - b;
    return false;
#endif
}

#define LOY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Behind the last of so many items; there may be none and no place for them. */
#define LOY_END(items, count) ((count) > 0 ? (items) + (count) : (items))

#endif
