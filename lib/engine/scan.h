/*
 * scan.h -- looking at the texts of an event once: what they add to its digest,
 * and whether they are printable ASCII, as nearly all are.
 *
 * The digest tells that an event has the content it had before. Each step is
 * one to one in the word it takes in; loy__hash spreads better than that needs.
 */
#ifndef LOY_ENGINE_SCAN_H
#define LOY_ENGINE_SCAN_H

#include "base/macros.h"
#include "base/text.h"
#include "loyalty/loyalty.h"

/* Of 31 bits, which an instruction can hold; turning the words around spreads them. */
#define LOY__SCAN_K1 UINT64_C(0x7F4A7C15)
#define LOY__SCAN_K2 UINT64_C(0x6659FD93)
#define LOY__SCAN_K3 UINT64_C(0x78BD642F)

typedef struct loy__scan {
    uint64_t digest; /* of all that was looked at */
    uint64_t key;    /* of source and id alone */
    uint64_t odd;    /* of texts since it was last 0, as loy__unprintable gives it */
} loy__scan;

/* Whether some text since then was not printable ASCII. */
static inline bool
loy__scan_is_odd(const loy__scan *scan)
{
    return (scan->odd & LOY__EACH_TOP) != 0;
}

static inline void
loy__scan_word(loy__scan *scan, uint64_t word)
{
    uint64_t mixed = (scan->digest ^ word) * LOY__SCAN_K1;

    scan->digest = mixed << 32 | mixed >> 32;
}

/* Two counts, or a kind and a count. */
static inline void
loy__scan_pair(loy__scan *scan, uint32_t high, uint32_t low)
{
    loy__scan_word(scan, (uint64_t)high << 32 | low);
}

/* A text of 8 bytes or more; the last word overlaps the one before. */
static inline uint64_t
loy__scan_long(loy__scan *scan, const unsigned char *data, uint32_t size)
{
    uint64_t last = loy__load64(data + size - 8);
    uint64_t odd = loy__unprintable(last);

    for (uint32_t i = 0; i + 8 < size; i += 8) {
        uint64_t word = loy__load64(data + i);

        odd |= loy__unprintable(word);
        loy__scan_word(scan, word);
    }
    loy__scan_word(scan, last);
    scan->odd |= odd;
    return loy__load64(data);
}

/* A text; gives its first bytes in a word, all of them where it is under 8. */
LOY_INLINE uint64_t
loy__scan_text(loy__scan *scan, loy_text text)
{
    const unsigned char *data = (const unsigned char *)text.data;
    uint64_t word;

    if (text.size == 0) {
        scan->digest += LOY__SCAN_K2;
        return 0;
    }
    scan->digest += text.size * LOY__SCAN_K3;
    if (LOY_UNLIKELY(data == NULL)) {
        scan->odd = LOY__EACH_TOP;
        return 0;
    }
    if (text.size >= 8)
        return loy__scan_long(scan, data, text.size);
    word = loy__load_short(data, text.size);
    scan->odd |= loy__unprintable_short(word, text.size);
    loy__scan_word(scan, word);
    return word;
}

/* digest.c: what tells a key from others, as `key` above. */
uint64_t loy__scan_key(loy_text source, loy_text id);
/* The event's own texts and numbers, and the lists but its lines. */
void loy__scan_head(loy__scan *scan, const loy_event *event);
void loy__scan_lists(loy__scan *scan, const loy_event *event);
/* Tags and attributes of a line. */
void loy__scan_details(loy__scan *scan, const loy_event *event, const loy_line *line);

#endif
