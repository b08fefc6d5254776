/*
 * sqlite_load.c -- loy_store.load over SQLite.
 *
 * The customer and the event that nearly every event asks for come from one
 * statement; so does the news of what other processes added to the tail. While
 * the engine holds a group, its loads share one transaction, which the commit
 * goes on with.
 */
#include "store/sqlite_store.h"

/* Answers a fetch with the row that a statement stands on. */
static int
give(loy__sqlite *self, sqlite3_stmt *statement, loy_fetch *fetch)
{
    const void *packed = sqlite3_column_blob(statement, 1);
    int packed_size = sqlite3_column_bytes(statement, 1);
    uint64_t size;
    int rc;

    if (packed == NULL && packed_size > 0)
        return LOY_ERR_NOMEM;
    rc = loy__sqlite_unpack(self, packed, (size_t)packed_size, &size);
    if (rc < 0)
        return rc;
    return loy_fetch_give(fetch, self->bytes, size, (uint64_t)sqlite3_column_int64(statement, 0));
}

/* The number of an event in the tail, or NULL. */
static int
bind_event_number(loy__sqlite *self, sqlite3_stmt *statement, const loy_fetch *fetch)
{
    int64_t number;
    int found = loy__sqlite_tail_find(self, fetch->id, fetch->id_size, &number);

    if (found < 0)
        return found;
    if (found)
        sqlite3_bind_int64(statement, 5, number);
    else
        sqlite3_bind_null(statement, 5);
    return LOY_OK;
}

static int
load_one(loy__sqlite *self, loy_fetch *fetch)
{
    uint32_t table = loy__sqlite_table(fetch->kind);
    sqlite3_stmt *statement = self->statements[table][LOY__SQL_LOAD];
    int code, rc = LOY_OK;

    if (table == LOY__SQL_EVENTS)
        rc = bind_event_number(self, statement, fetch);
    else if (table == LOY__SQL_RECORDS)
        sqlite3_bind_int64(statement, 5, fetch->kind);
    if (rc < 0)
        return rc;
    code = loy__sqlite_bind_id(statement, table, fetch->id, fetch->id_size);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        rc = give(self, statement, fetch);
    else if (code != SQLITE_DONE)
        rc = loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    return rc;
}

/* Binds what nearly every event asks for, its customer and itself. */
static int
bind_pair(const loy__sqlite *self, sqlite3_stmt *statement, const loy_fetch *fetches, int again)
{
    int code;

    if ((code = loy__sqlite_bind_key(statement, 1, LOY__SQL_CUSTOMERS, fetches[0].id,
                                     fetches[0].id_size)) != SQLITE_OK ||
        (code = loy__sqlite_bind_key(statement, 2, LOY__SQL_EVENTS, fetches[1].id,
                                     fetches[1].id_size)) != SQLITE_OK)
        return code;
    return again ? SQLITE_OK : sqlite3_bind_int64(statement, 3, self->tail.last);
}

/* A row of the pair: an answer, or an event that another process added. */
static int
take_row(loy__sqlite *self, sqlite3_stmt *statement, loy_fetch *fetches, int *added)
{
    int which = sqlite3_column_int(statement, 2);
    int rc;

    if (which < 2) {
        loy__sqlite_saw(self, &fetches[which], sqlite3_column_int64(statement, 3));
        return give(self, statement, &fetches[which]);
    }
    rc = loy__sqlite_tail_reserve(self, 1);
    if (rc == LOY_OK)
        loy__sqlite_tail_add(self, sqlite3_column_blob(statement, 1),
                             (uint32_t)sqlite3_column_bytes(statement, 1),
                             sqlite3_column_int64(statement, 0));
    *added = 1;
    return rc;
}

/* A customer and an event that is not in the tail as far as it is known, at
 * one moment. `added` becomes 1 when the tail turned out to be longer. */
static int
load_pair(loy__sqlite *self, loy_fetch *fetches, int *added)
{
    int again = self->holding && self->tail.transaction == self->transaction;
    sqlite3_stmt *statement = self->controls[again ? LOY__SQL_AGAIN : LOY__SQL_PAIR];
    int rc = LOY_OK, code = bind_pair(self, statement, fetches, again);

    loy__sqlite_saw(self, &fetches[1], LOY__SQLITE_ABSENT); /* unless a row follows */
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW && (rc = take_row(self, statement, fetches, added)) == LOY_OK)
        code = sqlite3_step(statement);
    if (rc == LOY_OK && code != SQLITE_DONE)
        rc = loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    if (rc == LOY_OK && self->holding)
        self->tail.transaction = self->transaction;
    return rc;
}

/* The pair in one statement: 1 done, 0 the event is known to be of the tail,
 * or a failure. */
static int
try_pair(loy__sqlite *self, loy_fetch *fetches)
{
    const char *key = fetches[1].id;
    uint32_t size = fetches[1].id_size;
    int64_t number;
    int added = 0, rc = loy__sqlite_tail_find(self, key, size, &number);

    if (rc != 0)
        return rc < 0 ? rc : 0;
    rc = load_pair(self, fetches, &added);
    if (rc == LOY_OK && added && (rc = loy__sqlite_tail_find(self, key, size, &number)) > 0)
        rc = load_one(self, &fetches[1]);
    return rc < 0 ? rc : 1;
}

static int
in_transaction(const loy__sqlite *self)
{
    return sqlite3_get_autocommit(self->database) == 0;
}

/* Several records are read in one transaction: at one moment, and with one
 * lock of the file. */
static int
load_each(loy__sqlite *self, loy_fetch *fetches, uint32_t count)
{
    int held = in_transaction(self);
    int rc, code;

    if (!held && (code = loy__sqlite_run(self->controls[LOY__SQL_BEGIN])) != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    rc = loy__sqlite_tail_refresh(self);
    for (uint32_t i = 0; i < count && rc == LOY_OK; i++)
        rc = load_one(self, &fetches[i]);
    if (!held && (code = loy__sqlite_run(self->controls[LOY__SQL_COMMIT])) != SQLITE_OK) {
        (void)loy__sqlite_run(self->controls[LOY__SQL_ROLLBACK]);
        return rc < 0 ? rc : loy__sqlite_fail(self, code);
    }
    return rc;
}

int
loy__sqlite_load(void *context, loy_fetch *fetches, uint32_t count)
{
    loy__sqlite *self = context;
    int rc = LOY_OK, code;

    if (self->holding && !in_transaction(self)) {
        self->transaction++;
        if ((code = loy__sqlite_run(self->controls[LOY__SQL_BEGIN])) != SQLITE_OK)
            return loy__sqlite_fail(self, code);
    }
    if (count == 1 && fetches[0].kind != LOY_KIND_EVENT)
        return load_one(self, &fetches[0]);
    if (self->tail.known && count == 2 && fetches[0].kind == LOY_KIND_CUSTOMER &&
        fetches[1].kind == LOY_KIND_EVENT && (rc = try_pair(self, fetches)) != 0)
        return rc < 0 ? rc : LOY_OK;
    return load_each(self, fetches, count);
}

void
loy__sqlite_hold(void *context, uint32_t on)
{
    loy__sqlite *self = context;

    if (in_transaction(self) && loy__sqlite_run(self->controls[LOY__SQL_COMMIT]) != SQLITE_OK)
        (void)loy__sqlite_run(self->controls[LOY__SQL_ROLLBACK]);
    self->holding = on;
}
