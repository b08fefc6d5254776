/*
 * bytes.h -- writing and reading binary records: little-endian words and
 * varints, bounds checked.
 *
 * A sink that ran out of memory, or a source that ran out of bytes, is failed
 * and stays so: test once at the end. A failed source reads zeros.
 */
#ifndef LOY_BASE_BYTES_H
#define LOY_BASE_BYTES_H

#include <string.h>

#include "base/memory.h"

typedef struct loy__bytes {
    const loy_memory *memory; /* borrowed */
    unsigned char *data;
    size_t size;
    size_t capacity;
    bool failed;
} loy__bytes;

static inline unsigned char *
loy__bytes_room(loy__bytes *bytes, size_t size)
{
    unsigned char *at;

    if (bytes->capacity - bytes->size < size &&
        !loy__reserve(bytes->memory, &bytes->data, &bytes->capacity, bytes->size + size, 1)) {
        bytes->failed = true;
        return NULL;
    }
    at = bytes->data + bytes->size;
    bytes->size += size;
    return at;
}

static inline void
loy__put(loy__bytes *bytes, const void *data, size_t size)
{
    unsigned char *at = loy__bytes_room(bytes, size);

    if (at != NULL && size > 0)
        memcpy(at, data, size);
}

static inline void
loy__put_u8(loy__bytes *bytes, uint32_t value)
{
    unsigned char *at = loy__bytes_room(bytes, 1);

    if (at != NULL)
        *at = (unsigned char)value;
}

static inline void
loy__put_u64(loy__bytes *bytes, uint64_t value)
{
    unsigned char *at = loy__bytes_room(bytes, 8);

    if (at != NULL)
        for (unsigned i = 0; i < 8; i++)
            at[i] = (unsigned char)(value >> 8 * i);
}

/* 7 bits a byte, low ones first: small numbers are short. */
static inline void
loy__put_var(loy__bytes *bytes, uint64_t value)
{
    while (value >= 128) {
        loy__put_u8(bytes, (uint32_t)(value & 127) | 128);
        value >>= 7;
    }
    loy__put_u8(bytes, (uint32_t)value);
}

/* Signed: zigzag, so that -1 is short, too. */
static inline void
loy__put_int(loy__bytes *bytes, int64_t value)
{
    loy__put_var(bytes, (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0));
}

static inline void
loy__put_text(loy__bytes *bytes, const char *data, size_t size)
{
    loy__put_var(bytes, size);
    loy__put(bytes, data, size);
}

typedef struct loy__source {
    const unsigned char *at;
    const unsigned char *end;
    bool failed;
} loy__source;

static inline const unsigned char *
loy__get(loy__source *source, size_t size)
{
    const unsigned char *at = source->at;

    if (source->failed || (size_t)(source->end - at) < size) {
        source->failed = true;
        return NULL;
    }
    source->at = at + size;
    return at;
}

static inline uint32_t
loy__get_u8(loy__source *source)
{
    const unsigned char *at = loy__get(source, 1);

    return at != NULL ? *at : 0;
}

static inline uint64_t
loy__get_u64(loy__source *source)
{
    const unsigned char *at = loy__get(source, 8);
    uint64_t value = 0;

    if (at != NULL)
        for (unsigned i = 0; i < 8; i++)
            value |= (uint64_t)at[i] << 8 * i;
    return value;
}

static inline uint64_t
loy__get_var(loy__source *source)
{
    uint64_t value = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint32_t byte = loy__get_u8(source);

        value |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return value;
    }
    source->failed = true;
    return 0;
}

static inline int64_t
loy__get_int(loy__source *source)
{
    uint64_t value = loy__get_var(source);

    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* A count of items of at least `least` bytes each: refused when the rest of
 * the source cannot hold them. */
static inline uint32_t
loy__get_count(loy__source *source, size_t least)
{
    uint64_t count = loy__get_var(source);

    if (source->failed || count > (uint64_t)(source->end - source->at) / least) {
        source->failed = true;
        return 0;
    }
    return (uint32_t)count;
}

/* Borrowed from the source. */
static inline const char *
loy__get_text(loy__source *source, uint32_t *size)
{
    uint32_t count = loy__get_count(source, 1);

    *size = count;
    return (const char *)loy__get(source, count);
}

#endif
