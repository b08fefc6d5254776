/*
 * answer.h -- the record of an event, version 1: what was decided, and what a
 * sale keeps for its returns.
 *
 * All words are little-endian. After a head of fixed size (enum below) stand
 * the texts whose sizes the head names, then the items:
 *
 *   balances  flags, name; available, [pending], [held], [debt]
 *   tiers     sizes of the two names
 *   effects   kind, flags, rule, name; amount, [wanted], [money], [time]
 *   entries   kind, flags, balance; points, [time], [matures], [expires], [was]
 *   receipt   time, day, counts, [refunded], [snapshot]; only of a sale
 *   lines     flags; then in columns: amounts, [quantities], [returned], [ids]
 *   awards    kind, flags, name; amount, [taken], [matures], [expires],
 *             [recovered], [mask]
 *   paid      flags, name; points, expires, earned on, [restored], [member]
 *
 * Each starts with 4 bytes of kind and flags, and with 4 for its name (its size,
 * or the number of the balance that has it), and ends with its texts. What is in brackets is
 * left out where it is what it nearly always is, and a flag is set where it is
 * not. Names are written out, so that an answer stays readable and replays to
 * the byte whatever programs come later.
 *
 * The checksum is over all that follows it, seeded with what precedes it.
 */
#ifndef LOY_ENGINE_ANSWER_H
#define LOY_ENGINE_ANSWER_H

#include "base/bytes.h"
#include "engine/answer/outcome.h"

#define LOY__ANSWER_MAGIC UINT32_C(0x0045594C) /* "LYE", before the version */
#define LOY__ANSWER_VERSION 1

/* Where the members of the head stand; sizes are of the texts behind it. */
enum {
    LOY__ANSWER_AT_MAGIC = 0, /* with the version in the last byte */
    LOY__ANSWER_AT_SIZE = 4,
    LOY__ANSWER_AT_CHECKSUM = 8,
    LOY__ANSWER_AT_DIGEST = 16,
    LOY__ANSWER_AT_TIME = 24,
    LOY__ANSWER_AT_PROGRAM = 32,
    LOY__ANSWER_AT_OFFSET = 40,
    LOY__ANSWER_AT_VERDICT = 44, /* and LOY__ANSWER_HAS_RECEIPT */
    LOY__ANSWER_AT_BALANCES = 48,
    LOY__ANSWER_AT_TIERS = 52,
    LOY__ANSWER_AT_EFFECTS = 56,
    LOY__ANSWER_AT_ENTRIES = 60,
    LOY__ANSWER_AT_CUSTOMER = 64,
    LOY__ANSWER_AT_TYPE = 68,
    LOY__ANSWER_AT_STAGE = 72,
    LOY__ANSWER_AT_CODE = 76,
    LOY__ANSWER_AT_TEXT = 80,
    LOY__ANSWER_AT_PATH = 84,
    LOY__ANSWER_HEAD = 88
};

#define LOY__ANSWER_HAS_RECEIPT 0x100u

/* Flags of items; the names of flags are those of what is there. */
enum {
    LOY__ITEM_FIRST = 1u << 8, /* the first, second, third of the brackets */
    LOY__ITEM_SECOND = 1u << 9,
    LOY__ITEM_THIRD = 1u << 10,
    LOY__ITEM_BY_BALANCE = 1u << 11, /* its name is that of a balance */
    LOY__ITEM_MASK = 1u << 12,       /* AWARD: it has a mask */
    LOY__ITEM_SAME_MASK = 1u << 13,  /* AWARD: that of the award before */
    LOY__ITEM_DEBT = 1u << 14,       /* ENTRY */
    LOY__ITEM_FOURTH = 1u << 15
};

#define LOY__ITEM_HEAD 8 /* bytes before the first number of an item */

/* Writes a number that is not what it nearly always is, and flags it. */
static inline unsigned char *
loy__store_unless(unsigned char *at, int64_t value, int64_t usual, uint32_t flag, uint32_t *flags)
{
    if (value == usual)
        return at;
    *flags |= flag;
    loy__store_i64(at, value);
    return at + 8;
}

static inline int64_t
loy__get_unless(loy__source *source, int64_t usual, uint32_t flag, uint32_t flags)
{
    return (flags & flag) != 0 ? loy__get_i64(source) : usual;
}

/* ---- The receipt: what a sale keeps for its returns ---- */

enum {
    LOY__AWARD_POINTS = 1,
    LOY__AWARD_LADDER = 2,
    LOY__AWARD_COUNTER = 3,
    LOY__AWARD_VOUCHER = 4, /* issued by a rule */
    LOY__AWARD_CARD = 5,    /* a voucher issued by a full counter: it goes when the counts go */
    LOY__AWARD_WAITING = 6, /* a change of the fraction that waits: waiting.c */
    LOY__AWARD_USE = 7,     /* of the limit of a rule, or of a budget: limits.c */
    LOY__AWARD_BONUS = 8,   /* points outside the rules: they go with the whole sale */
    LOY__AWARD_SENT = 9,    /* what a message gave to `name`; `expires` is its number */
    LOY__AWARD_USED = 10,   /* a voucher that paid, with its end: it goes back with the whole sale */
    LOY__AWARD_KINDS = 11
};

/* Something that a sale gave, and the lines that earned it. */
typedef struct loy__award {
    int64_t amount;
    int64_t taken;        /* of it, taken back so far */
    int64_t matures;      /* POINTS: of the lot, as at the sale */
    int64_t expires;      /* POINTS: of the lot; LADDER, COUNTER: the day it counted on;
                           * VOUCHER, CARD, USED: of the voucher */
    int64_t recovered;    /* POINTS: of what was taken, kept from money paid back instead */
    const uint64_t *mask; /* lines that earned it; none set: the sale as a whole */
    const char *name;     /* of the currency, ladder, counter or voucher */
    uint32_t name_size;
    uint32_t kind;
} loy__award;

typedef struct loy__sold {
    const char *id;
    int64_t quantity; /* thousandths */
    int64_t amount;
    int64_t returned; /* thousandths */
    uint32_t id_size;
    uint32_t reserved;
} loy__sold;

/* Points that paid for a sale, lot by lot. */
typedef struct loy__paid {
    int64_t points;
    int64_t restored; /* of them, given back */
    int64_t expires;
    const char *name;
    const char *member; /* of the household, who gave them; NULL: the customer */
    uint32_t name_size;
    uint32_t member_size;
    int32_t earned_on;
    uint32_t own; /* of the lot */
} loy__paid;

typedef struct loy__receipt {
    loy__sold *lines;
    loy__award *awards;
    loy__paid *paid;
    uint32_t line_count, award_count, paid_count;
    uint32_t words;                /* of each mask */
    uint32_t state;                /* LOY__RECEIPT_... */
    int32_t day;                   /* of the sale, in the program's zone */
    int64_t time;                  /* of the sale */
    int64_t refunded;              /* money paid back for no line in particular */
    const unsigned char *snapshot; /* snapshot.h; NULL: none is kept */
    uint32_t snapshot_size;
    uint32_t part; /* 1: an exchange beside which the sale goes on, and no purchase of its own */
} loy__receipt;

enum { LOY__RECEIPT_OPEN = 0, LOY__RECEIPT_RETURNED = 1, LOY__RECEIPT_VOID = 2 };

/* Writes at a place in the bytes and gives its end; NULL (also given) without
 * memory. */
unsigned char *loy__receipt_write(const loy__receipt *receipt, const loy_outcome *outcome,
                                  loy__bytes *bytes, unsigned char *at);
/* Texts are borrowed from the source or the outcome, arrays from the arena. */
int loy__receipt_read(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source,
                      loy__arena *arena);

/* ---- The whole ---- */

/* What stands before the answer. */
typedef struct loy__answer_head {
    uint64_t digest; /* of the event's content */
    int64_t time;
    int64_t version; /* of the program */
    const char *customer;
    const char *type;
    uint32_t customer_size;
    uint32_t type_size;
    int32_t offset;
    uint32_t reserved;
} loy__answer_head;

/* Writes into bytes that are empty. `receipt` NULL: none. LOY_OK or
 * LOY_ERR_NOMEM. */
int loy__answer_write(loy__bytes *bytes, const loy__answer_head *head, const loy_outcome *outcome,
                      const loy__receipt *receipt);
/* LOY_OK, LOY_ERR_CORRUPT, LOY_ERR_VERSION, LOY_ERR_NOMEM. The receipt may be
 * NULL when not wanted; texts in it and in the head are borrowed from the data. */
int loy__answer_read(const void *data, size_t size, loy__answer_head *head, loy_outcome *outcome,
                     loy__receipt *receipt, bool *has_receipt, loy__arena *arena);

#endif
