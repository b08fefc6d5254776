/*
 * receipt.h -- what a sale keeps for its returns, in memory and in the answer's
 * record (answer.h tells the order of the items).
 */
#ifndef LOY_ENGINE_RECEIPT_H
#define LOY_ENGINE_RECEIPT_H

#include "engine/answer/item.h"
#include "engine/answer/outcome.h"
#include "engine/lines.h"

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
    LOY__AWARD_USED = 10,  /* a voucher that paid, with its end: it goes back with the whole sale */
    LOY__AWARD_GIVEN = 11, /* points by hand: no ladder has counted them */
    LOY__AWARD_BOUGHT = 12, /* the voucher that a reward is */
    LOY__AWARD_KINDS = 13
};

/* What an award differs in from the one before it. */
typedef struct loy__portion {
    int64_t amount;
    const uint64_t *mask;
} loy__portion;

/* Something that a sale gave, and the lines that earned it. */
typedef struct loy__award {
    int64_t amount;
    int64_t taken;        /* of it, taken back so far */
    int64_t matures;      /* POINTS: of the lot, as at the sale */
    int64_t expires;      /* POINTS: of the lot; LADDER, COUNTER: the day it counted on;
                           * VOUCHER, CARD, USED, BOUGHT: of the voucher */
    int64_t recovered;    /* POINTS: of what was taken, kept from money paid back instead */
    const uint64_t *mask; /* lines that earned it; none set: the sale as a whole */
    const char *name;     /* of the currency, ladder, counter or voucher */
    uint32_t name_size;
    uint16_t kind;
    uint16_t part; /* 1: of the award behind it, which was activated in part: what lines have of
                    * them goes by them all */
    /* Awards like this one that stand behind it. Only those that a plain purchase gives while
     * it is posted are told so: who looks at awards finds one each. */
    const loy__portion *more;
    size_t more_count;
} loy__award;

/* Whether what is named is a currency. */
static inline bool
loy__is_of_currency(const loy__award *award)
{
    const uint32_t kinds = 1u << LOY__AWARD_POINTS | 1u << LOY__AWARD_WAITING |
                           1u << LOY__AWARD_BONUS | 1u << LOY__AWARD_GIVEN;

    return (kinds >> award->kind & 1) != 0;
}

typedef struct loy__sold {
    const char *id;
    int64_t quantity; /* thousandths */
    int64_t amount;
    int64_t returned; /* thousandths */
    uint32_t id_size;
    uint32_t reserved;
} loy__sold;

/* Money of so many thousandths of a line: each return of a part has what all
 * parts so far come to more. False on overflow. */
static inline bool
loy__sold_money(const loy__sold *line, int64_t part, int64_t *money)
{
    return loy__mul_div(line->amount, part, line->quantity, LOY__FLOOR, money);
}

/* Points that paid for a sale, were sent, or arrived from another customer, lot by
 * lot. */
typedef struct loy__paid {
    int64_t points;
    int64_t restored; /* of them, given back */
    int64_t expires;
    const char *name;
    const char *member; /* of the household, who gave them, or to whom they were sent; NULL:
                         * the customer */
    uint32_t name_size;
    uint32_t member_size;
    int32_t earned_on;
    uint32_t own; /* of the lot */
} loy__paid;

typedef struct loy__receipt {
    loy__sold *lines;        /* NULL: those of the basket, none of which came back */
    const loy_event *basket; /* of a sale that was just made; NULL: it was read */
    const int64_t *amounts;  /* of the basket's lines */
    loy__award *awards;
    loy__paid *paid;
    uint32_t line_count, award_count, paid_count;
    uint32_t words;   /* of each mask */
    uint32_t state;   /* LOY__RECEIPT_... */
    int32_t day;      /* of the sale, in the program's zone */
    int32_t days[3];  /* by clock (LOY__CLOCK_...), after that one: -2 to 2 */
    int64_t time;     /* of the sale */
    int64_t bought;   /* of the purchase that it stands for: an exchange's is the sale's before */
    int64_t refunded; /* money paid back for no line in particular */
    const unsigned char *snapshot; /* snapshot.h; NULL: none is kept */
    const char *before; /* the key of the sale before that kept one: trail.h; NULL: none did */
    uint32_t before_size;
    uint32_t snapshot_size;
    uint32_t part; /* 1: an exchange beside which the sale goes on, and no purchase of its own */
    uint32_t more_count; /* of all awards */
} loy__receipt;

static inline loy__sold
loy__sold_at(const loy__receipt *receipt, uint32_t index)
{
    const loy_line *line;

    if (receipt->basket == NULL)
        return receipt->lines[index];
    line = loy__line_at(receipt->basket, index);
    return (loy__sold){.id = line->id.data,
                       .id_size = line->id.size,
                       .quantity = line->quantity,
                       .amount = receipt->amounts[index]};
}

/* The day of the sale by a clock (LOY__CLOCK_...). */
static inline int32_t
loy__receipt_day(const loy__receipt *receipt, uint32_t clock)
{
    return receipt->day + receipt->days[clock];
}

enum {
    LOY__RECEIPT_OPEN = 0,
    LOY__RECEIPT_RETURNED = 1,
    LOY__RECEIPT_VOID = 2,
    LOY__RECEIPT_DECLINED = 3 /* a transfer that its receiver could not take */
};

/* Writes at a place in the bytes and gives its end; NULL (also given) without
 * memory. */
unsigned char *loy__receipt_write(const loy__receipt *receipt, const loy_outcome *outcome,
                                  loy__bytes *bytes, unsigned char *at);
/* Texts are borrowed from the source or the outcome, arrays from the arena. */
int loy__receipt_read(loy__receipt *receipt, const loy_outcome *outcome, loy__source *source,
                      loy__arena *arena);

/* ---- In the record ---- */

/* Where the numbers of a receipt stand before its items. */
enum {
    LOY__RECEIPT_AT_TIME = 0,
    LOY__RECEIPT_AT_DAY = 8,
    LOY__RECEIPT_AT_STATE = 12,
    LOY__RECEIPT_AT_LINES = 16,
    LOY__RECEIPT_AT_AWARDS = 20,
    LOY__RECEIPT_AT_PAID = 24,
    LOY__RECEIPT_HEAD = 28
};

/* Columns of the lines beside their amounts. */
#define LOY__RECEIPT_HAS_QUANTITIES 1u /* some are not of one unit */
#define LOY__RECEIPT_HAS_RETURNED 2u
#define LOY__RECEIPT_HAS_IDS 4u /* they are not the numbers from 1 on */

/* Beside the state. */
#define LOY__RECEIPT_HAS_REFUNDED 0x100u
#define LOY__RECEIPT_HAS_SNAPSHOT 0x200u
#define LOY__RECEIPT_IS_PART 0x400u
#define LOY__RECEIPT_HAS_BEFORE 0x800u
#define LOY__RECEIPT_HAS_BOUGHT 0x1000u
/* Three bits each of the days of the store's clock and of the customer's. */
#define LOY__RECEIPT_AT_DAYS 13
#define LOY__RECEIPT_FLAGS 0x7FF00u

#endif
