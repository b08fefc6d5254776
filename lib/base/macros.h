/*
 * macros.h -- the one place for what a compiler offers beyond C11, each with a
 * plain fallback.
 */
#ifndef LOY_BASE_MACROS_H
#define LOY_BASE_MACROS_H

#if defined(__GNUC__) || defined(__clang__)
#define LOY_LIKELY(x) __builtin_expect(!!(x), 1)
#define LOY_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define LOY_PRINTF(position, first) __attribute__((format(printf, position, first)))
#define LOY_UNUSED __attribute__((unused))
#else
#define LOY_LIKELY(x) (x)
#define LOY_UNLIKELY(x) (x)
#define LOY_PRINTF(position, first)
#define LOY_UNUSED
#endif

#define LOY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
