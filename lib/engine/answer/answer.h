/*
 * answer.h -- the record of an event, version 4: what was decided, and what a
 * sale keeps for its returns.
 *
 * All words are little-endian. After a head of fixed size (a seal, base/seal.h, and
 * what the enum below names) stand the texts whose sizes it has (behind the type, with
 * its size, that of the member where the customer is his pool), then the items:
 *
 *   balances  flags, name; available, [pending], [held], [debt]
 *   tiers     sizes of the two names
 *   effects   kind, flags, rule, name; amount, [wanted], [money], [time]
 *   entries   kind, flags, balance; points, [time], [matures], [expires], [was]
 *   edits     [seal, editions], [claims], see below
 *   receipt   time, day, counts, [refunded], [snapshot], [before]; only of a sale
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
 * Each record has its place in the chain of its customer (customer/chain.h): what that
 * was before the event. A record that a later event wrote again keeps the seal that it
 * had first, which is a link of the chain, and counts its editions. Who wrote it says
 * so, as of all that it wrote beside its own record and the customer's: 24 bytes each,
 * of which record (a hash of kind and id), its kind with the edition, and its seal.
 */
#ifndef LOY_ENGINE_ANSWER_H
#define LOY_ENGINE_ANSWER_H

#include "base/hash.h"
#include "base/seal.h"
#include "customer/chain.h"
#include "engine/answer/receipt.h"

#define LOY__ANSWER_MAGIC UINT32_C(0x0045594C) /* "LYE", before the version */
#define LOY__ANSWER_VERSION 4

/* Where the members of the head stand; sizes are of the texts behind it. */
enum {
    LOY__ANSWER_AT_DIGEST = LOY__SEAL_SIZE,
    LOY__ANSWER_AT_TIME = 24,
    LOY__ANSWER_AT_PROGRAM = 32,
    LOY__ANSWER_AT_OFFSET = 40,
    LOY__ANSWER_AT_VERDICT = 44, /* and LOY__ANSWER_HAS_... */
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
    LOY__ANSWER_AT_CHAIN = 88,
    LOY__ANSWER_HEAD = 96
};

#define LOY__ANSWER_HAS_RECEIPT 0x100u
#define LOY__ANSWER_HAS_MEMBER 0x200u
#define LOY__ANSWER_HAS_EDITIONS 0x400u
#define LOY__ANSWER_HAS_CLAIMS 0x800u

/* What an event says of a record that it wrote. */
typedef struct loy__claim {
    uint64_t record; /* loy__record_name */
    uint64_t edition;
    uint64_t seal;
    uint32_t kind; /* LOY_KIND_... */
    uint32_t reserved;
} loy__claim;

static inline loy__claim
loy__claim_read(const unsigned char *at)
{
    uint64_t edition = loy__load64(at + 8);

    return (loy__claim){.record = loy__load64(at),
                        .edition = edition >> 8,
                        .seal = loy__load64(at + 16),
                        .kind = edition & 0xFF};
}

#define LOY__CLAIM_SIZE 24
#define LOY__EDITIONS_SIZE 16

/* What was written again: the record itself, and others with it. */
typedef struct loy__edits {
    uint64_t first;              /* seal of its first edition, where there are later ones */
    uint64_t editions;           /* behind the first */
    const unsigned char *claims; /* as the record has them */
    uint32_t claim_count;
    uint32_t reserved;
} loy__edits;

static inline uint64_t
loy__record_name(uint32_t kind, const void *id, size_t size)
{
    return loy__hash(id, size, kind);
}

/* What stands before the answer. */
typedef struct loy__answer_head {
    uint64_t digest; /* of the event's content */
    int64_t time;
    int64_t version; /* of the program */
    const char *customer;
    const char *type;
    const char *member; /* of a pool, the customer, to which his event went; NULL: none */
    uint32_t customer_size;
    uint32_t type_size;
    uint32_t member_size;
    int32_t offset;
    loy__chain chain;        /* before the event */
    uint64_t seal;           /* of the record that was read */
    const loy__edits *edits; /* NULL: none */
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
