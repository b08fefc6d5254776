/*
 * text.h -- UTF-8 text: checking, comparing, and writing into buffers without
 * the C library's locale.
 */
#ifndef LOY_BASE_TEXT_H
#define LOY_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/words.h"

/* Well-formed UTF-8 (no overlong forms, surrogates or code points past
 * U+10FFFF). */
bool loy__utf8_valid(const char *data, size_t size);
/* Bytes of the longest start that is well-formed. */
size_t loy__utf8_prefix(const char *data, size_t size);
/* What loy__utf8_plain says of any text; the one to call is that. */
bool loy__utf8_plain_slow(const char *data, size_t size);

#define LOY__EACH_BYTE UINT64_C(0x0101010101010101)
#define LOY__EACH_TOP (LOY__EACH_BYTE * 0x80)

/* Top bits set where a byte of the word is not printable ASCII, which is 0 to 0x5E
 * above the space; other bits say nothing. A borrow or carry can only come from a
 * byte that is not, so the test for none is exact. `each` has a 1 in every byte
 * that counts; the others are 0. */
static inline uint64_t
loy__unprintable_of(uint64_t word, uint64_t each)
{
    return (word - each * 0x20) | (word + each);
}

static inline uint64_t
loy__unprintable(uint64_t word)
{
    return loy__unprintable_of(word, LOY__EACH_BYTE);
}

/* The same of what loy__load_short gave. */
static inline uint64_t
loy__unprintable_short(uint64_t word, size_t size)
{
    return size < 4 ? loy__unprintable_of(word, LOY__EACH_BYTE & 0xFFFFFF) : loy__unprintable(word);
}

/* Eight bytes at a time; the last eight may overlap those before. */
static inline bool
loy__printable_ascii(const unsigned char *bytes, size_t size)
{
    uint64_t found = 0;

    if (size == 0)
        return true;
    if (size < 8)
        return (loy__unprintable_short(loy__load_short(bytes, size), size) & LOY__EACH_TOP) == 0;
    for (size_t i = 0; i + 8 <= size; i += 8)
        found |= loy__unprintable(loy__load64(bytes + i));
    return ((found | loy__unprintable(loy__load64(bytes + size - 8))) & LOY__EACH_TOP) == 0;
}

/* As loy__utf8_valid, and without control characters (U+0000..U+001F, U+007F). */
static inline bool
loy__utf8_plain(const char *data, size_t size)
{
    return loy__printable_ascii((const unsigned char *)data, size) ||
           loy__utf8_plain_slow(data, size);
}

/* Code points in well-formed UTF-8. */
size_t loy__utf8_count(const char *data, size_t size);
/* Decodes one code point at data[*at] of well-formed text and moves on. */
uint32_t loy__utf8_next(const char *data, size_t size, size_t *at);
/* Writes one code point, 1..4 bytes; returns how many. */
size_t loy__utf8_put(char *out, uint32_t code_point);

static inline bool
loy__text_equal(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && (a_size == 0 || memcmp(a, b, a_size) == 0);
}

/* By bytes, a prefix first: <0, 0, >0. */
int loy__text_compare(const char *a, size_t a_size, const char *b, size_t b_size);

/* Ids of parts and of the program: [A-Za-z0-9._-], 1..64 bytes. */
bool loy__id_valid(const char *data, size_t size);

/* The candidate nearest to a misspelt word (edit distance at most 2 and less
 * than half its length), or NULL: for hints. */
const char *loy__nearest(const char *word, size_t size, const char *const *candidates,
                         size_t count);

/* A growing NUL-terminated text. After a failed allocation it stays as it was
 * and `failed` is true until reset. */
typedef struct loy__writer {
    const loy_memory *memory; /* borrowed */
    char *data;               /* NULL while empty and never grown */
    size_t size;
    size_t capacity;
    bool failed;
} loy__writer;

void loy__writer_init(loy__writer *writer, const loy_memory *memory);
void loy__writer_free(loy__writer *writer);
/* Empties it, keeps its memory, clears `failed`. */
void loy__writer_reset(loy__writer *writer);
void loy__write(loy__writer *writer, const char *data, size_t size);
void loy__write_text(loy__writer *writer, const char *text);
void loy__write_char(loy__writer *writer, char c);
void loy__write_integer(loy__writer *writer, int64_t value);
/* value * 10^-digits, e.g. 450, 2 -> "4.50". */
void loy__write_decimal(loy__writer *writer, int64_t value, uint32_t digits);
/* A JSON string with its quotes. */
void loy__write_json_string(loy__writer *writer, const char *data, size_t size);
/* "" instead of NULL. */
const char *loy__writer_text(const loy__writer *writer);

/* Formats into a fixed array, cut at a character border, always terminated.
 * Knows %s (const char *), %.*s (int, const char *), %d (int), %u (uint32_t),
 * %lld (long long), %llu, %c and %%, nothing else; reads no locale. */
void loy__format(char *out, size_t capacity, const char *format, ...);
void loy__format_list(char *out, size_t capacity, const char *format, va_list list);

#endif
