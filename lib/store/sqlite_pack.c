/*
 * sqlite_pack.c -- records without their zeros: what a store file holds of
 * them is about half of what the engine gives.
 *
 * A packed record is its size (seven bits a byte, the least first, the eighth
 * says that more follow), then for every eight bytes one that tells how many of the
 * lower four and, times eight, of the upper four stand up to the last that is not zero,
 * followed by those. Eight zeros are followed by the number of further eights of
 * zeros, up to 255, that are left out with them. The last eight are filled up
 * with zeros.
 */
#include <string.h>

#include "base/bytes.h"
#include "base/macros.h"
#include "store/sqlite_store.h"

enum { WORD = 8 };

/* Bytes of a half word up to the last that is not zero. */
static unsigned
length_of(uint32_t half)
{
    return (loy__highest_bit((uint64_t)half << 1 | 1) + 7) / 8;
}

/* Writes a word that is not zero, and gives its end. Whole halves are written, one
 * over the zeros of the other. */
LOY_INLINE unsigned char *
pack_word(uint64_t word, unsigned char *out)
{
    uint32_t low = (uint32_t)word, high = (uint32_t)(word >> 32);
    unsigned lows = length_of(low), highs = length_of(high);

    *out++ = (unsigned char)(lows | highs << 3);
    loy__store32(out, low);
    loy__store32(out + lows, high);
    return out + lows + highs;
}

/* Writes a word of zeros, and how many more it stands for. */
static inline unsigned char *
pack_zeros(unsigned more, unsigned char *out)
{
    out[0] = 0;
    out[1] = (unsigned char)more;
    return out + 2;
}

static uint64_t
last_word(const unsigned char *bytes, size_t size)
{
    unsigned char filled[WORD] = {0};

    memcpy(filled, bytes, size);
    return loy__load64(filled);
}

/* How many words from here on are zero, up to 255. */
static unsigned
zeros_at(const unsigned char *at, const unsigned char *end)
{
    unsigned count = 0;

    for (; count < 255 && (size_t)(end - at) >= WORD && loy__load64(at) == 0; at += WORD)
        count++;
    return count;
}

static size_t
pack(const unsigned char *bytes, uint64_t size, unsigned char *out)
{
    const unsigned char *end = bytes + size / WORD * WORD;
    unsigned char *at = loy__store_number(out, size);

    while (bytes < end) {
        uint64_t word = loy__load64(bytes);

        bytes += WORD;
        if (word == 0) {
            unsigned more = zeros_at(bytes, end);

            bytes += (size_t)more * WORD;
            at = pack_zeros(more, at);
        } else {
            at = pack_word(word, at);
        }
    }
    if (size % WORD != 0) {
        uint64_t word = last_word(bytes, size % WORD);

        at = word == 0 ? pack_zeros(0, at) : pack_word(word, at);
    }
    return (size_t)(at - out);
}

/* Reads the size, `head` bytes of it; -1 when it cannot be the size of these bytes. */
static int
read_size(const unsigned char *bytes, size_t size, size_t *head, uint64_t *out)
{
    const unsigned char *end = size > 0 ? loy__load_number(bytes, bytes + size, out) : NULL;

    *head = end != NULL ? (size_t)(end - bytes) : 0;
    /* Two bytes stand for at most 256 words. */
    return end != NULL && *out / (128 * WORD) <= size ? 0 : -1;
}

/* The first `length` bytes of four. */
static inline uint64_t
half_of(const unsigned char *bytes, unsigned length)
{
    static const uint32_t masks[] = {0, 0xFF, 0xFFFF, 0xFFFFFF, UINT32_MAX};

    return loy__load32(bytes) & masks[length];
}

/* One word from the bytes at a place before their end; gives where it ends, or NULL
 * when they end before it does. */
LOY_INLINE const unsigned char *
unpack_word(const unsigned char *at, const unsigned char *end, uint64_t *out)
{
    unsigned lows = *at & 7u, highs = *at >> 3;
    const unsigned char *from = at + 1;
    unsigned char last[WORD];
    size_t left = (size_t)(end - from);

    if (lows > 4 || highs > 4 || lows + highs > left)
        return NULL;
    if (left < WORD) {
        memset(last, 0, sizeof(last));
        memcpy(last, from, left);
        from = last;
    }
    *out = half_of(from, lows) | half_of(from + lows, highs) << 32;
    return at + 1 + lows + highs;
}

/* Writes a word, or what of it there is room for, and gives its end. */
static inline unsigned char *
put_word(uint64_t word, unsigned char *out, const unsigned char *end)
{
    unsigned char last[WORD];
    size_t room = (size_t)(end - out);

    if (room >= WORD) {
        loy__store64(out, word);
        return out + WORD;
    }
    loy__store64(last, word);
    memcpy(out, last, room);
    return out + room;
}

static bool
unpack(const unsigned char *at, const unsigned char *end, unsigned char *out, uint64_t out_size)
{
    const unsigned char *out_end = LOY_END(out, (size_t)out_size);

    while (out < out_end) {
        uint64_t word;
        size_t more;

        at = at < end ? unpack_word(at, end, &word) : NULL;
        if (at == NULL)
            return false;
        out = put_word(word, out, out_end);
        if (word != 0)
            continue;
        if (at == end)
            return false;
        more = (size_t)*at++ * WORD;
        if (more > (size_t)(out_end - out))
            return false;
        memset(out, 0, more);
        out += more;
    }
    return at == end;
}

static int
make_room(loy__sqlite *self, size_t size)
{
    return loy__reserve(&self->memory, &self->bytes, &self->bytes_capacity, size, 1)
               ? LOY_OK
               : LOY_ERR_NOMEM;
}

int
loy__sqlite_pack(loy__sqlite *self, const void *bytes, uint64_t size, size_t *packed)
{
    if (size > INT32_MAX || /* SQLite's own limit is lower */
        make_room(self, LOY__LONGEST_NUMBER + (size_t)(size / WORD + 1) * (WORD + 1) + 1) < 0)
        return LOY_ERR_NOMEM;
    *packed = pack(bytes, size, self->bytes);
    return LOY_OK;
}

int
loy__sqlite_unpack(loy__sqlite *self, const void *bytes, size_t size, uint64_t *unpacked)
{
    size_t head;

    if (read_size(bytes, size, &head, unpacked) < 0)
        return loy__sqlite_damaged(self);
    if (*unpacked > SIZE_MAX || make_room(self, (size_t)*unpacked) < 0)
        return LOY_ERR_NOMEM;
    return unpack((const unsigned char *)bytes + head, (const unsigned char *)bytes + size,
                  self->bytes, *unpacked)
               ? LOY_OK
               : loy__sqlite_damaged(self);
}
