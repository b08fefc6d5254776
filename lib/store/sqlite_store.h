/*
 * sqlite_store.h -- what the files of the SQLite store share: the open store,
 * its tables and their statements.
 *
 * This is a library of its own over SQLite and the public calls of libloyalty.
 */
#ifndef LOY_STORE_SQLITE_STORE_H
#define LOY_STORE_SQLITE_STORE_H

#include <sqlite3.h>

#include "loyalty/sqlite.h"

/* How long a call waits for other processes. */
#define LOY__SQLITE_WAIT_MS 10000

enum { LOY__SQL_CUSTOMERS, LOY__SQL_EVENTS, LOY__SQL_RECORDS, LOY__SQL_TABLES };

/* Every statement of a table names its parameters alike: ?1 the id, ?2 the
 * revision it was read at, ?3 when it is due, ?4 the bytes, ?5 the number of
 * its row where that is known or the kind of one of the records, ?6 and on the
 * readable columns. */
enum {
    LOY__SQL_LOAD,
    LOY__SQL_INSERT,
    LOY__SQL_UPDATE,
    LOY__SQL_WALK,
    LOY__SQL_DUE,
    LOY__SQL_SOONER,  /* customers only: UPDATE when due is sooner than the index says */
    LOY__SQL_REFRESH, /* customers only: due is later than the index says */
    LOY__SQL_APPEND,  /* events only: INSERT of a key that is not in event_keys */
    LOY__SQL_STATEMENTS
};

enum {
    LOY__SQL_BEGIN,
    LOY__SQL_WRITE,
    LOY__SQL_COMMIT,
    LOY__SQL_ROLLBACK,
    LOY__SQL_PAIR,  /* a customer, ?1, an event, ?2, and what is new behind ?3 */
    LOY__SQL_AGAIN, /* the same in a transaction in which nothing can be new */
    LOY__SQL_GRASP, /* takes the write lock within a transaction that has only read */
    LOY__SQL_SINCE, /* events behind number ?1 */
    LOY__SQL_KEYED, /* up to which number event_keys has all */
    LOY__SQL_IS,    /* whether event number ?1 has the key ?2 */
    LOY__SQL_ADD_KEYS,
    LOY__SQL_SET_KEYED,
    LOY__SQL_CONTROLS
};

/* The newest events, whose keys are not in event_keys yet: see sqlite_tail.c. */
typedef struct loy__sqlite_recent {
    uint64_t hash; /* of its key */
    int64_t number;
    uint64_t next; /* 1 + index of the one before it in its chain; 0: none */
} loy__sqlite_recent;

enum { LOY__SQLITE_CHAINS = 1024 };

typedef struct loy__sqlite_tail {
    loy__sqlite_recent *events;
    size_t capacity;
    size_t count;
    int64_t last;                        /* the greatest number seen */
    int known;                           /* 0: nothing was read yet */
    uint64_t transaction;                /* in which its end was looked at last */
    uint32_t chains[LOY__SQLITE_CHAINS]; /* by hash: 1 + index of the newest */
} loy__sqlite_tail;

/* What the loads of a transaction found: see sqlite_seen.c. */
typedef struct loy__sqlite_found {
    uint64_t hash;  /* of the id */
    int64_t number; /* of the row, or LOY__SQLITE_ABSENT */
    uint64_t transaction;
} loy__sqlite_found;

enum { LOY__SQLITE_FOUND = 1024, LOY__SQLITE_ABSENT = -1 };

typedef struct loy__sqlite {
    loy_store store; /* first: what the caller holds */
    loy_memory memory;
    sqlite3 *database;
    sqlite3_stmt *statements[LOY__SQL_TABLES][LOY__SQL_STATEMENTS];
    sqlite3_stmt *controls[LOY__SQL_CONTROLS];
    loy__sqlite_tail tail;
    unsigned char *bytes; /* a record, packed or unpacked, until the next */
    size_t bytes_capacity;
    sqlite3_vfs vfs; /* registered while the store is open: see sqlite_vfs.c */
    char vfs_name[40];
    loy__sqlite_found found[LOY__SQLITE_FOUND];
    uint64_t transaction; /* counts them */
    uint32_t holding;     /* loads share one transaction until a commit or the end of it */
    uint32_t flags;
    char words[256]; /* of the last failure */
} loy__sqlite;

/* The text of a statement, or NULL where a table has none. */
const char *loy__sqlite_text(uint32_t table, uint32_t statement);

/* Keeps the words of SQLite's last failure and gives the result for it. */
int loy__sqlite_fail(loy__sqlite *self, int code);

/* Makes or checks the tables of an open file: LOY_ERR_VERSION, LOY_ERR_STORE. */
int loy__sqlite_prepare_file(loy__sqlite *self);

uint32_t loy__sqlite_table(uint32_t kind);

/* The file system that the store's file is opened by: SQLITE_OK or a failure. */
int loy__sqlite_vfs_register(loy__sqlite *self);
void loy__sqlite_vfs_unregister(loy__sqlite *self);

/* Runs a statement that gives no rows, and makes it ready for the next time:
 * SQLITE_OK or a failure. */
int loy__sqlite_run(sqlite3_stmt *statement);

/* Says that a record cannot be read: LOY_ERR_STORE. */
int loy__sqlite_damaged(loy__sqlite *self);

/* A record without its zeros, and back, in self->bytes: LOY_OK or a failure. */
int loy__sqlite_pack(loy__sqlite *self, const void *bytes, uint64_t size, size_t *packed);
int loy__sqlite_unpack(loy__sqlite *self, const void *bytes, size_t size, uint64_t *unpacked);

/* loy_store.load, loy_store.commit, loy_store.hold. */
int loy__sqlite_load(void *context, loy_fetch *fetches, uint32_t count);
int loy__sqlite_commit(void *context, const loy_batch *batch);
void loy__sqlite_hold(void *context, uint32_t on);

/* loy_store.walk and loy_store.due. */
int loy__sqlite_walk(void *context, uint32_t kind, const char *after, uint32_t after_size,
                     loy_sink *sink);
int loy__sqlite_due(void *context, uint32_t kind, int64_t before, loy_sink *sink);

/* Binding of an id: text for customers, bytes for all others. */
int loy__sqlite_bind_id(sqlite3_stmt *statement, uint32_t table, const char *id, uint32_t size);
int loy__sqlite_bind_key(sqlite3_stmt *statement, int index, uint32_t table, const char *id,
                         uint32_t size);

/* Notes and tells, within one transaction, the number of a customer's row, or that
 * there is no such event; 0: it is not known. */
void loy__sqlite_saw(loy__sqlite *self, const loy_fetch *fetch, int64_t number);
int64_t loy__sqlite_seen(const loy__sqlite *self, const loy_write *write);

/* How many keys wait before they are put into event_keys together. */
#define LOY__SQLITE_TAIL 1000

/* Takes note of the events that other processes added: LOY_OK or a failure. */
int loy__sqlite_tail_refresh(loy__sqlite *self);
/* The number of an event of the tail: 1 found, 0 not, or a failure. */
int loy__sqlite_tail_find(loy__sqlite *self, const char *key, uint32_t size, int64_t *number);
/* Makes room for `more` events. */
int loy__sqlite_tail_reserve(loy__sqlite *self, size_t more);
/* An event behind all others; there is room. */
void loy__sqlite_tail_add(loy__sqlite *self, const char *key, uint32_t size, int64_t number);
/* Within a transaction: puts the keys of the tail into event_keys. When that
 * is committed, the tail may be emptied. */
int loy__sqlite_tail_settle(loy__sqlite *self);
void loy__sqlite_tail_clear(loy__sqlite *self);
void loy__sqlite_tail_free(loy__sqlite *self);

#endif
