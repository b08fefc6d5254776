/*
 * sqlite_tail.c -- the newest events of a store file.
 *
 * An index of event keys would cost every event a page of its own. So keys go
 * to event_keys a thousand at a time, in their order, and the events since are
 * the tail: found by hashes kept here, which whoever opens the file reads from
 * the end of event_records. Numbers only grow, and a commit looks behind the
 * last number it has seen, under the write lock, before it adds one: no key is
 * kept twice, whichever process wrote it.
 *
 * The tail may hold events that another process has put into event_keys
 * meanwhile; it never lacks one that is not there.
 */
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "store/sqlite_store.h"

int
loy__sqlite_tail_reserve(loy__sqlite *self, size_t more)
{
    loy__sqlite_tail *tail = &self->tail;

    return loy__reserve(&self->memory, &tail->events, &tail->capacity, tail->count + more,
                        sizeof(*tail->events))
               ? LOY_OK
               : LOY_ERR_NOMEM;
}

static uint32_t *
chain_of(loy__sqlite_tail *tail, uint64_t hash)
{
    return &tail->chains[hash % LOY__SQLITE_CHAINS];
}

void
loy__sqlite_tail_add(loy__sqlite *self, const char *key, uint32_t size, int64_t number)
{
    loy__sqlite_tail *tail = &self->tail;
    uint64_t hash = loy__hash(key, size, 0);
    uint32_t *chain = chain_of(tail, hash);

    tail->events[tail->count++] =
        (loy__sqlite_recent){.hash = hash, .number = number, .next = *chain};
    *chain = (uint32_t)tail->count;
    tail->last = number;
}

/* Where the tail begins. */
static int
read_keyed(loy__sqlite *self)
{
    sqlite3_stmt *statement = self->controls[LOY__SQL_KEYED];
    int code = sqlite3_step(statement);

    if (code == SQLITE_ROW) {
        self->tail.last = sqlite3_column_int64(statement, 0);
        self->tail.known = 1;
    }
    sqlite3_reset(statement);
    return code == SQLITE_ROW ? LOY_OK : loy__sqlite_fail(self, code);
}

int
loy__sqlite_tail_refresh(loy__sqlite *self)
{
    sqlite3_stmt *statement = self->controls[LOY__SQL_SINCE];
    int code, rc = self->tail.known ? LOY_OK : read_keyed(self);

    if (rc < 0)
        return rc;
    if ((code = sqlite3_bind_int64(statement, 1, self->tail.last)) == SQLITE_OK)
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW && (rc = loy__sqlite_tail_reserve(self, 1)) == LOY_OK) {
        loy__sqlite_tail_add(self, sqlite3_column_blob(statement, 1),
                             (uint32_t)sqlite3_column_bytes(statement, 1),
                             sqlite3_column_int64(statement, 0));
        code = sqlite3_step(statement);
    }
    sqlite3_reset(statement);
    return rc < 0 || code == SQLITE_DONE ? rc : loy__sqlite_fail(self, code);
}

/* Two keys may have one hash. */
static int
has_key(loy__sqlite *self, int64_t number, const char *key, uint32_t size)
{
    sqlite3_stmt *statement = self->controls[LOY__SQL_IS];
    int code = sqlite3_bind_int64(statement, 1, number);

    if (code == SQLITE_OK)
        code = loy__sqlite_bind_key(statement, 2, LOY__SQL_EVENTS, key, size);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return loy__sqlite_fail(self, code);
    return code == SQLITE_ROW;
}

int
loy__sqlite_tail_find(loy__sqlite *self, const char *key, uint32_t size, int64_t *number)
{
    loy__sqlite_tail *tail = &self->tail;
    uint64_t hash = loy__hash(key, size, 0);
    uint64_t at = *chain_of(tail, hash);
    int found = 0;

    for (; at != 0 && found == 0; at = tail->events[at - 1].next) {
        *number = tail->events[at - 1].number;
        if (tail->events[at - 1].hash == hash)
            found = has_key(self, *number, key, size);
    }
    if (found == 0)
        *number = 0;
    return found;
}

int
loy__sqlite_tail_settle(loy__sqlite *self)
{
    int code = loy__sqlite_run(self->controls[LOY__SQL_ADD_KEYS]);

    if (code == SQLITE_OK)
        code = loy__sqlite_run(self->controls[LOY__SQL_SET_KEYED]);
    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

void
loy__sqlite_tail_clear(loy__sqlite *self)
{
    loy__sqlite_tail *tail = &self->tail;

    memset(tail->chains, 0, sizeof(tail->chains));
    tail->count = 0;
}

void
loy__sqlite_tail_free(loy__sqlite *self)
{
    loy__sqlite_tail *tail = &self->tail;

    loy__free(&self->memory, tail->events, tail->capacity * sizeof(*tail->events));
}
