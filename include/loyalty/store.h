/*
 * store.h -- what a storage backend implements, and the memory store.
 *
 * A backend keeps records: bytes under a key (kind, id), with a revision that
 * the engine counts. It needs no knowledge of loyalty. Two required calls,
 * load and commit, are optimistic concurrency over atomic multi-record writes;
 * two optional ones list records.
 */
#ifndef LOYALTY_STORE_H
#define LOYALTY_STORE_H

#include "loyalty/loyalty.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Kinds of record. More may come: keep any kind. */
enum {
    LOY_KIND_CUSTOMER = 1, /* id: the customer's id */
    LOY_KIND_EVENT = 2,    /* id: source, a NUL byte, event id; never changes hands */
    LOY_KIND_MESSAGES = 3, /* id: a customer's; what he has sent that has not arrived */
    LOY_KIND_USES = 4      /* id: what is limited; how often all customers have used it */
};

/* The longest id of a record: source, NUL, event id. */
#define LOY_MAX_KEY (2 * LOY_MAX_ID + 1)

/* One record that the engine asks for. */
typedef struct loy_fetch {
    const char *id; /* not NUL-terminated; may hold a NUL */
    void *reply;    /* the engine's; see loy_fetch_give() */
    uint32_t id_size;
    uint32_t kind;
} loy_fetch;

/* One record that the engine wants kept. */
typedef struct loy_write {
    const char *id;
    const void *bytes;
    const char *owner; /* id of the customer it belongs to: what to shard by */
    uint64_t size;
    uint64_t seen; /* the revision it was read at; 0: it did not exist */
    int64_t due;   /* when it wants to be settled; LOY_NEVER */
    uint32_t id_size;
    uint32_t owner_size;
    uint32_t kind;
    uint32_t reserved;
} loy_write;

/* What is kept together or not at all. */
typedef struct loy_batch {
    uint32_t size; /* sizeof(loy_batch) as the engine compiled it */
    uint32_t count;
    const loy_write *writes; /* no key occurs twice */
    void *engine;            /* for loy_batch_columns() */
} loy_batch;

/* Where a walk delivers. */
typedef struct loy_sink loy_sink;

/**
 * A storage backend. Called on the thread that called the engine, with no lock
 * held; must not call that engine. Pointers it is given last for the call.
 * Each call returns LOY_OK, LOY_ERR_CONFLICT (commit only), LOY_ERR_UNKNOWN
 * (commit only: it cannot say whether the batch was kept), LOY_ERR_NOMEM, or
 * LOY_ERR_STORE; any other negative number reaches the host as LOY_ERR_STORE.
 * Before each call the engine takes the result for LOY_ERR_STORE: a binding
 * whose callback raised must return a negative number.
 */
typedef struct loy_store {
    uint32_t size;   /* sizeof(loy_store) */
    uint32_t shared; /* 1: engines on several threads may use it at once */
    void *context;
    /* Required. Calls loy_fetch_give() or loy_fetch_lend() once for each record that exists. All
     * are read at one moment or such that commit notices the difference. */
    int (*load)(void *context, loy_fetch *fetches, uint32_t count);
    /* Required. If every record still has the revision `seen` (0: does not
     * exist), keeps all of them, each with revision seen + 1; otherwise keeps
     * none: LOY_ERR_CONFLICT. What was kept survives what the backend
     * promises to survive when the call returns LOY_OK. What a record was
     * before must not stay readable: a customer who is forgotten is so by
     * records that are written anew without him, his sales among them. */
    int (*commit)(void *context, const loy_batch *batch);
    /* Optional. Delivers all records of a kind, in ascending bytes of their
     * ids, those after `after` (NULL: from the first). Stops when the sink
     * says so. */
    int (*walk)(void *context, uint32_t kind, const char *after, uint32_t after_size,
                loy_sink *sink);
    /* Optional; without it a message between customers whose delivery failed is
     * found only when its event is applied again. Delivers the records of a kind
     * with due <= before, in ascending order of (due, id). LOY_NEVER is never
     * due. */
    int (*due)(void *context, uint32_t kind, int64_t before, loy_sink *sink);
    /* Optional. The words for the last failure of this thread's call; lent
     * until the next call. */
    const char *(*failure)(void *context);
    /* Optional. Called once by loy_store_close(). */
    void (*close)(void *context);
    /* Optional, may be ignored. A record that will be asked for soon: a store in memory
     * brings it into the caches of the processor while the engine does other things. */
    void (*hint)(void *context, uint32_t kind, const char *id, uint32_t id_size);
    /* Optional. With `on` 1: the loads from here to the next commit, or to a call with `on` 0,
     * belong to one group of events and come at once; a store may answer all of them as of one
     * moment. The engine always ends what it began. */
    void (*hold)(void *context, uint32_t on);
} loy_store;

/**
 * Answers a fetch: the record exists, with these bytes, which are copied.
 *
 * @param bytes     `size` of them; NULL when that is 0
 * @param revision  1 or more
 * @return LOY_OK, or LOY_ERR_NOMEM or LOY_ERR_INVALID, which load should return
 * @since 0.1
 */
LOY_API int loy_fetch_give(loy_fetch *fetch, const void *bytes, uint64_t size, uint64_t revision);

/**
 * As loy_fetch_give(), of bytes that stay where and as they are until the store
 * is next asked to commit or to close: they need not be copied.
 *
 * @return as loy_fetch_give()
 * @since 0.1
 */
LOY_API int loy_fetch_lend(loy_fetch *fetch, const void *bytes, uint64_t size, uint64_t revision);

/**
 * Delivers a record of a walk, as loy_fetch_give(): the bytes are done with when
 * it returns.
 *
 * @return 1 to go on, 0 to stop, or a negative code, which the walk returns
 * @since 0.1
 */
LOY_API int loy_sink_give(loy_sink *sink, const char *id, uint32_t id_size, const void *bytes,
                          uint64_t size, uint64_t revision);

/* Receives one record of a listing: returns 1 to go on, 0 to stop, or a
 * negative code, which ends the listing and is returned by it. What it is
 * given is lent until it returns; it must not call the store. */
typedef int (*loy_record_each)(void *context, const char *id, uint32_t id_size, const void *bytes,
                               uint64_t size, uint64_t revision);

/**
 * Reads one record without an engine: for tests of a backend and for tools.
 *
 * @param bytes     receives the record when it fits; may be NULL with capacity 0
 * @param capacity  bytes that fit
 * @param size      receives the record's size, 0 when absent; when it is more
 *                  than capacity, `bytes` is untouched: call again with room
 * @param revision  receives the record's revision, 0 when it does not exist
 * @return LOY_OK, LOY_ERR_INVALID, LOY_ERR_VERSION (a store table this library
 *         does not know), LOY_ERR_NOMEM, LOY_ERR_STORE; on failure size and
 *         revision are 0
 * @since 0.1
 */
LOY_API int loy_store_read(const loy_store *store, uint32_t kind, const char *id, uint32_t id_size,
                           void *bytes, uint64_t capacity, uint64_t *size, uint64_t *revision);

/**
 * Lists the records of a kind in ascending bytes of their ids, those after
 * `after`, without an engine.
 *
 * @param after  NULL: from the first
 * @return LOY_OK (to the end, or stopped by `each`), the negative code of
 *         `each`, LOY_ERR_INVALID (also when the store cannot walk),
 *         LOY_ERR_VERSION, LOY_ERR_NOMEM, LOY_ERR_STORE
 * @since 0.1
 */
LOY_API int loy_store_walk(const loy_store *store, uint32_t kind, const char *after,
                           uint32_t after_size, loy_record_each each, void *context);

/**
 * Lists the records of a kind with due <= before, in ascending order of
 * (due, id), without an engine. LOY_NEVER is never due.
 *
 * @return as loy_store_walk()
 * @since 0.1
 */
LOY_API int loy_store_due(const loy_store *store, uint32_t kind, int64_t before,
                          loy_record_each each, void *context);

/* A record in readable columns, for backends that keep some beside the bytes.
 * Texts are NUL-terminated, lent until the next call for the same batch;
 * absent ones are "". */
typedef struct loy_record_columns {
    uint32_t size; /* sizeof(loy_record_columns), set by the caller */
    uint32_t kind; /* LOY_KIND_... */
    const char *customer;
    /* A customer: */
    const char *stage;
    const char *tiers;    /* JSON object, ladder: tier */
    const char *balances; /* JSON object, currency: {available, pending, held, debt} */
    int64_t settled;      /* the moment up to which time has been applied */
    /* An event: */
    const char *source;
    const char *event;
    const char *type;
    const char *verdict; /* "applied", "refused" */
    const char *reason;  /* code of the refusal */
    const char *entries; /* JSON array of {kind, currency, points, matures, expires, time}; what
                          * it has none of is left out, and a time that is the event's */
    int64_t time;        /* when it occurred */
    int64_t version;     /* of the program that decided */
} loy_record_columns;

/**
 * Describes the record at an index of a batch that an engine made.
 *
 * @param out  its size is set by the caller, who may know fewer members than this
 *             library: up to it the members are filled on LOY_OK, and nothing beyond
 *             it is touched; at least those up to `customer`
 * @return LOY_OK, LOY_ERR_INVALID (also a batch that no engine made, or a smaller size),
 *         LOY_ERR_NOMEM, LOY_ERR_CORRUPT
 * @since 0.1
 */
LOY_API int loy_batch_columns(const loy_batch *batch, uint32_t index, loy_record_columns *out);

/**
 * A store in memory, gone when it is closed. Shared: engines on several
 * threads may use it at once only when each call is guarded by the host, so
 * its table says shared = 0. Close with loy_store_close().
 *
 * @param memory  NULL for the C library's
 * @return LOY_OK, LOY_ERR_NOMEM
 * @since 0.1
 */
LOY_API int loy_memory_store_open(loy_store **out, const loy_memory *memory);

/** Closes a store that this library opened; NULL is fine. No engine may use it
 * any more. @since 0.1 */
LOY_API void loy_store_close(loy_store *store);

#ifdef __cplusplus
}
#endif
#endif
