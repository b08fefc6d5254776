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

#include "base/macros.h"
#include "base/memory.h"
#include "base/words.h"
#include "store/sqlite_store.h"

enum { WORD = 8, LONGEST_SIZE = 10 };

/* Bytes of a half word up to the last that is not zero. */
static unsigned
length_of(uint32_t half)
{
    return (loy__highest_bit((uint64_t)half << 1 | 1) + 7) / 8;
}

/* Whole halves are written, one over the zeros of the other. */
static size_t
pack_word(uint64_t word, unsigned char *out)
{
    uint32_t low = (uint32_t)word, high = (uint32_t)(word >> 32);
    unsigned lows = length_of(low), highs = length_of(high);

    out[0] = (unsigned char)(lows | highs << 3);
    loy__store32(out + 1, low);
    loy__store32(out + 1 + lows, high);
    return 1 + lows + highs;
}

static size_t
pack_size(uint64_t size, unsigned char *out)
{
    size_t used = 0;

    for (; size > 127; size >>= 7)
        out[used++] = (unsigned char)(128 | (size & 127));
    out[used++] = (unsigned char)size;
    return used;
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
    size_t used = pack_size(size, out);

    while (bytes < end) {
        uint64_t word = loy__load64(bytes);

        bytes += WORD;
        used += pack_word(word, out + used);
        if (word == 0) {
            unsigned more = zeros_at(bytes, end);

            bytes += (size_t)more * WORD;
            out[used++] = (unsigned char)more;
        }
    }
    if (size % WORD != 0) {
        uint64_t word = last_word(bytes, size % WORD);

        used += pack_word(word, out + used);
        if (word == 0)
            out[used++] = 0;
    }
    return used;
}

/* Reads the size, `head` bytes of it; -1 when it cannot be the size of these bytes. */
static int
read_size(const unsigned char *bytes, size_t size, size_t *head, uint64_t *out)
{
    uint64_t value = 0;

    *head = 0;
    for (size_t i = 0; i < size && i < LONGEST_SIZE; i++) {
        value |= (uint64_t)(bytes[i] & 127) << 7 * i;
        if (bytes[i] < 128) {
            *head = i + 1;
            *out = value;
            /* Two bytes stand for at most 256 words. */
            return value / (128 * WORD) <= size ? 0 : -1;
        }
    }
    return -1;
}

/* The first `length` bytes of four. */
static uint64_t
half_of(const unsigned char *bytes, unsigned length)
{
    return loy__load32(bytes) & ((UINT64_C(1) << 8 * length) - 1);
}

/* One word from the bytes at `*at`; false when they end before it does. */
static bool
unpack_word(const unsigned char *bytes, size_t size, size_t *at, uint64_t *out)
{
    unsigned lows = bytes[*at] & 7u, highs = bytes[*at] >> 3;
    const unsigned char *from = bytes + *at + 1;
    size_t left = size - *at - 1;
    unsigned char last[WORD] = {0};

    if (lows > 4 || highs > 4 || lows + highs > left)
        return false;
    if (left < WORD) {
        memcpy(last, from, left);
        from = last;
    }
    *out = half_of(from, lows) | half_of(from + lows, highs) << 32;
    *at += 1 + lows + highs;
    return true;
}

static bool
unpack(const unsigned char *bytes, size_t size, size_t at, unsigned char *out, uint64_t out_size)
{
    uint64_t done = 0;

    while (done < out_size) {
        uint64_t left = out_size - done;
        uint64_t word, more;
        unsigned char last[WORD];

        if (at >= size || !unpack_word(bytes, size, &at, &word))
            return false;
        loy__store64(left < WORD ? last : out + done, word);
        if (left < WORD)
            memcpy(out + done, last, (size_t)left);
        done += left < WORD ? left : WORD;
        if (word != 0)
            continue;
        more = at < size ? (uint64_t)bytes[at++] * WORD : UINT64_MAX;
        if (more > out_size - done)
            return false;
        memset(out + done, 0, (size_t)more);
        done += more;
    }
    return at == size;
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
        make_room(self, LONGEST_SIZE + (size_t)(size / WORD + 1) * (WORD + 1) + 1) < 0)
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
    return unpack(bytes, size, head, self->bytes, *unpacked) ? LOY_OK : loy__sqlite_damaged(self);
}
