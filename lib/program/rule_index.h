/*
 * rule_index.h -- how the rules of a list are found without trying each: by
 * the values that their conditions ask for.
 *
 * A rule stands under the keys of one access, made of terms that equal one of
 * several constants. It is a candidate when the event has such a key; what
 * else its condition asks is its residual. Rules without such terms are always
 * candidates. An index only ever leaves out rules whose condition is false, or
 * whose one amount is 0.
 *
 * Places are positions in the list: candidates in the order of their places
 * are candidates in the order of the program.
 */
#ifndef LOY_PROGRAM_RULE_INDEX_H
#define LOY_PROGRAM_RULE_INDEX_H

#include "program/program.h"

#define LOY__KEY_PARTS 4
#define LOY__HASH_MULTIPLIER UINT64_C(0x9E3779B97F4A7C15)

/* Where the values of a part come from. */
enum {
    LOY__KEY_SLOT = 0,  /* the slot: one value */
    LOY__KEY_ITEMS = 1, /* the elements of a list */
    LOY__KEY_ROWS = 2   /* a field of every row */
};

/* A value contributes (value - least) << shift to the key; one outside the
 * range that rules name cannot match any. */
typedef struct loy__key_part {
    uint64_t least;
    uint64_t range; /* greatest - least */
    uint32_t slot;
    uint32_t field;
    uint32_t shift;
    uint8_t source; /* LOY__KEY_... */
    bool text;      /* the value is the symbol, else the integer */
    bool under;     /* of the text and of all paths above it */
    bool reserved;
} loy__key_part;

/* 64 places at a time. */
typedef struct loy__place_word {
    uint64_t bits;
    uint32_t word;
    uint32_t reserved;
} loy__place_word;

/* A set of places, in words that ascend. Most sets have one, which stands here. */
typedef struct loy__places {
    uint64_t bits;               /* of the first word */
    uint32_t word;               /* its number */
    uint32_t count;              /* of words; 0 in a bucket: it is free */
    const loy__place_word *more; /* those behind the first */
} loy__places;

typedef struct loy__rule_bucket {
    uint64_t key;
    loy__places places;
} loy__rule_bucket;

/* A hash table with linear probing, at most half full. */
typedef struct loy__access {
    loy__key_part parts[LOY__KEY_PARTS]; /* one that may have many values is last */
    uint32_t part_count;
    bool many;
    uint32_t shift; /* of the product with the multiplier */
    uint32_t mask;
    const loy__rule_bucket *buckets;
} loy__access;

/* What a test looks at. */
enum { LOY__TEST_NUMBER = 0, LOY__TEST_SYMBOL = 1, LOY__TEST_DIFFERENCE = 2 /* to another */ };

/* A term that cannot fail: least <= value <= least + range, or not so. */
typedef struct loy__rule_test {
    uint64_t least;
    uint64_t range;
    uint32_t slot;
    uint32_t other;
    uint8_t value; /* LOY__TEST_... */
    bool outside;
    bool reserved[6];
} loy__rule_test;

enum {
    LOY__REST_NONE = UINT32_MAX,     /* the tests are all there is */
    LOY__REST_WHOLE = UINT32_MAX - 1 /* the whole condition; else the number of a term */
};

/* What must be asked of a rule that was found, beside the lines that it needs. */
enum {
    LOY__ASK_NOTHING = 0,
    LOY__ASK_FIRST = 1, /* the first test */
    LOY__ASK_TESTS = 2, /* all tests */
    LOY__ASK_ALL = 3    /* whether it is in force, all tests, and the rest */
};

/* What is left to ask of a rule once it was found. */
typedef struct loy__residual {
    uint64_t symbols; /* as in a loy__line_need, of all that the rule gives */
    loy__rule_test first;
    const loy__rule_test *more;
    uint32_t rule;
    uint32_t rest;       /* LOY__REST_... */
    uint8_t field;       /* of the symbols */
    uint8_t ask;         /* LOY__ASK_... */
    uint8_t test_count;  /* with the first */
    uint8_t reserved[5]; /* 64 bytes in all */
} loy__residual;

/* The rules that are always candidates, by the time of the event: segment n
 * ends before moments[n], the last one never. */
typedef struct loy__rule_index {
    const loy__access *accesses;
    const loy__residual *residuals; /* by place */
    const int64_t *moments;
    const loy__places *always; /* by segment */
    uint32_t access_count;
    uint32_t moment_count;
    uint32_t words;     /* of a set of places */
    uint32_t summaries; /* words of a set of such words */
} loy__rule_index;

static inline uint32_t
loy__bucket_at(const loy__access *access, uint64_t key)
{
    return (uint32_t)(key * LOY__HASH_MULTIPLIER >> access->shift);
}

/* The rules that are always candidates at a time: the segments before its own end by then. */
static inline const loy__places *
loy__always_at(const loy__rule_index *index, int64_t time)
{
    uint32_t low = 0, high = index->moment_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (index->moments[middle] <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return &index->always[low];
}

#endif
