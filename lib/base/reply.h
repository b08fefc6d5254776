/*
 * reply.h -- where a store's answers go: the engine's side of loy_fetch.reply
 * and of loy_sink.
 *
 * A reply keeps its buffer from one load to the next, so that loading does not
 * allocate once the largest record has been seen.
 */
#ifndef LOY_BASE_REPLY_H
#define LOY_BASE_REPLY_H

#include <stddef.h>

#include "loyalty/store.h"

struct loy__reply {
    const unsigned char *bytes; /* in the buffer, or lent by the store; NULL: no record */
    unsigned char *buffer;
    uint64_t size;     /* of the record */
    uint64_t capacity; /* of the buffer */
    uint64_t revision; /* 0: the record does not exist */
    /* Where the buffer grows; NULL: it is the caller's, and a record that is
     * larger than it leaves only its size and revision. */
    const loy_memory *memory;
    int borrows; /* 1: done with before the next commit, so bytes may be lent */
    int failed;  /* memory ran out, whatever the store then made of it */
};

struct loy_sink {
    loy_record_each each;
    void *context;
    int result; /* what `each` returned last */
};

/* Makes an empty reply that grows in a memory, which must outlive it. It copies;
 * set `borrows` where that need not be. */
void loy__reply_init(struct loy__reply *reply, const loy_memory *memory);

/* Forgets the record and keeps the buffer: before each load. */
static inline void
loy__reply_reset(struct loy__reply *reply)
{
    reply->bytes = NULL;
    reply->size = 0;
    reply->revision = 0;
    reply->failed = 0;
}

/* Frees the buffer. */
void loy__reply_free(struct loy__reply *reply);

/* What a result of a store's callback means to the host: the codes that
 * store.h names, and LOY_ERR_STORE for any other number. */
int loy__store_error(int result);

static inline int
loy__store_result(int result)
{
    return result == LOY_OK ? LOY_OK : loy__store_error(result);
}

/* LOY_OK when this library knows the table and it has the required calls;
 * LOY_ERR_VERSION, LOY_ERR_INVALID. */
int loy__store_check(const loy_store *store);

#endif
