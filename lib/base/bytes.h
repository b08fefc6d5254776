/*
 * bytes.h -- writing and reading binary records: little-endian words and
 * texts, bounds checked.
 *
 * A sink that ran out of memory, or a source that ran out of bytes, is failed
 * and stays so: test once at the end. A failed source reads zeros.
 */
#ifndef LOY_BASE_BYTES_H
#define LOY_BASE_BYTES_H

#include "base/memory.h"
#include "base/words.h"

typedef struct loy__bytes {
    const loy_memory *memory; /* borrowed; NULL: they are in the arena */
    loy__arena *arena;        /* borrowed */
    unsigned char *data;
    size_t size;
    size_t capacity;
    bool failed;
} loy__bytes;

/* bytes.c: as loy__bytes_room, when there is too little. */
unsigned char *loy__bytes_more(loy__bytes *bytes, unsigned char *at, size_t most);

/* What is written into the free space of an arena, until loy__bytes_take. */
static inline loy__bytes
loy__bytes_in(loy__arena *arena)
{
    return (loy__bytes){.arena = arena, .data = arena->next, .capacity = arena->left};
}

/* Room for `most` bytes at the end of what was written, or NULL: then it is
 * failed. `at` NULL stays so. */
static inline unsigned char *
loy__bytes_room(loy__bytes *bytes, unsigned char *at, size_t most)
{
    if (at == NULL || (size_t)(bytes->data + bytes->capacity - at) >= most)
        return at;
    return loy__bytes_more(bytes, at, most);
}

/* Room for `most` bytes behind what is there, or NULL. Write some of them, then
 * say with loy__bytes_close where they end. */
static inline unsigned char *
loy__bytes_open(loy__bytes *bytes, size_t most)
{
    unsigned char *at = bytes->data != NULL ? bytes->data + bytes->size : NULL;

    if (at != NULL && bytes->capacity - bytes->size >= most)
        return at;
    return loy__bytes_more(bytes, at, most);
}

static inline void
loy__bytes_close(loy__bytes *bytes, const unsigned char *end)
{
    bytes->size = (size_t)(end - bytes->data);
}

#define LOY__LONGEST_NUMBER 10

/* Writes a number in as few bytes as it needs, seven bits each, the lowest first,
 * and gives its end. */
static inline unsigned char *
loy__store_number(unsigned char *at, uint64_t number)
{
    for (; number > 127; number >>= 7)
        *at++ = (unsigned char)(128 | (number & 127));
    *at++ = (unsigned char)number;
    return at;
}

/* Reads such a number and gives its end; NULL where none ends before `end`. */
static inline const unsigned char *
loy__load_number(const unsigned char *at, const unsigned char *end, uint64_t *number)
{
    *number = 0;
    for (unsigned shift = 0; shift < 64 && at < end; shift += 7) {
        unsigned char byte = *at++;

        *number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return at;
    }
    return NULL;
}

/* Copies a text, of which nearly all are short, and gives its end. */
static inline unsigned char *
loy__store_text(unsigned char *at, const char *text, size_t size)
{
    if (size < 4) {
        uint16_t last;

        if (size >= 2) {
            memcpy(&last, text + size - 2, 2);
            memcpy(at, text, 2);
            memcpy(at + size - 2, &last, 2);
        } else if (size == 1) {
            at[0] = (unsigned char)text[0];
        }
    } else if (size < 8) {
        uint32_t last;

        memcpy(&last, text + size - 4, 4);
        memcpy(at, text, 4);
        memcpy(at + size - 4, &last, 4);
    } else if (size <= 16) {
        uint64_t last;

        memcpy(&last, text + size - 8, 8);
        memcpy(at, text, 8);
        memcpy(at + size - 8, &last, 8);
    } else {
        memcpy(at, text, size);
    }
    return at + size;
}

/* A text behind its size. */
static inline void
loy__put_text(loy__bytes *bytes, const char *text, uint32_t size)
{
    unsigned char *at = loy__bytes_open(bytes, 4 + (size_t)size);

    if (at == NULL)
        return;
    loy__store32(at, size);
    loy__bytes_close(bytes, loy__store_text(at + 4, text, size));
}

typedef struct loy__source {
    const unsigned char *at;
    const unsigned char *end;
    bool failed;
} loy__source;

/* The next bytes, borrowed from the source, or NULL. */
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
loy__get32(loy__source *source)
{
    const unsigned char *at = loy__get(source, 4);

    return at != NULL ? loy__load32(at) : 0;
}

static inline uint64_t
loy__get64(loy__source *source)
{
    const unsigned char *at = loy__get(source, 8);

    return at != NULL ? loy__load64(at) : 0;
}

static inline int64_t
loy__get_i64(loy__source *source)
{
    const unsigned char *at = loy__get(source, 8);

    return at != NULL ? loy__load_i64(at) : 0;
}

/* Whether the rest can hold so many items of at least `least` bytes each: a
 * count is tested before memory is asked for. */
static inline bool
loy__get_room(loy__source *source, uint32_t count, size_t least)
{
    if (source->failed || count > (size_t)(source->end - source->at) / least)
        source->failed = true;
    return !source->failed;
}

/* What loy__put_text wrote, borrowed from the source. */
static inline const char *
loy__get_text(loy__source *source, uint32_t *size)
{
    *size = loy__get32(source);
    return (const char *)loy__get(source, *size);
}

#endif
