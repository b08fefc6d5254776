/*
 * sqlite_commit.c -- loy_store.commit over SQLite.
 *
 * A commit is one transaction that takes the write lock before it looks, so
 * what it compares cannot change under it. Each record is one row, and an
 * event writes two rows: the customer's, where it stands, and its own, behind
 * the last.
 */
#include <string.h>

#include "store/sqlite_store.h"

enum { ROOM = 64 /* the sizes of customers' rows are multiples of it */ };

static int
bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text == NULL || *text == '\0')
        return sqlite3_bind_null(statement, index);
    return sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

/* Bytes of an integer in a row: SQLite's serial types. */
static uint32_t
integer_size(int64_t value)
{
    static const uint32_t sizes[] = {1, 2, 3, 4, 6};
    int64_t bound = 128;

    if (value == 0 || value == 1)
        return 0;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        bound = (int64_t)1 << (8 * sizes[i] - 1);
        if (value >= -bound && value < bound)
            return sizes[i];
    }
    return 8;
}

/* Bytes of a text or of bytes in a row, with what its head says of it. */
static uint64_t
text_size(uint64_t size)
{
    return size + (size <= 57 ? 1 : size <= 8185 ? 2 : 3);
}

static uint64_t
column_size(const char *text)
{
    return text_size(text == NULL ? 0 : strlen(text));
}

/* What rounds a customer's row up: a row that keeps its size is overwritten
 * where it stands. */
static int
bind_room(sqlite3_stmt *statement, const loy_write *write, size_t packed,
          const loy_record_columns *columns)
{
    uint64_t size = 2 + text_size(write->id_size) + text_size(packed) +
                    column_size(columns->stage) + column_size(columns->tiers) +
                    column_size(columns->balances) + 1 + integer_size((int64_t)write->seen + 1) +
                    2 + (write->due == LOY_NEVER ? 0 : 2 * integer_size(write->due)) + 1 +
                    integer_size(columns->settled);
    uint64_t room = ROOM - size % ROOM;

    return sqlite3_bind_zeroblob(statement, 10, (int)(room - (room <= 58 ? 1 : 2)));
}

static int
bind_customer(sqlite3_stmt *statement, const loy_write *write, size_t packed,
              const loy_record_columns *columns)
{
    int code;

    if ((code = bind_text(statement, 6, columns->stage)) != SQLITE_OK ||
        (code = bind_text(statement, 7, columns->tiers)) != SQLITE_OK ||
        (code = bind_text(statement, 8, columns->balances)) != SQLITE_OK ||
        (code = sqlite3_bind_int64(statement, 9, columns->settled)) != SQLITE_OK)
        return code;
    return bind_room(statement, write, packed, columns);
}

static int
bind_event(sqlite3_stmt *statement, const loy_record_columns *columns)
{
    int code;

    if ((code = bind_text(statement, 6, columns->customer)) != SQLITE_OK ||
        (code = bind_text(statement, 7, columns->type)) != SQLITE_OK ||
        (code = sqlite3_bind_int64(statement, 8, columns->time)) != SQLITE_OK ||
        (code = bind_text(statement, 9, columns->verdict)) != SQLITE_OK ||
        (code = bind_text(statement, 10, columns->reason)) != SQLITE_OK ||
        (code = sqlite3_bind_int64(statement, 11, columns->version)) != SQLITE_OK)
        return code;
    return bind_text(statement, 12, columns->entries);
}

/* The readable columns; a batch that no engine made has none. */
static int
bind_columns(loy__sqlite *self, sqlite3_stmt *statement, uint32_t table, const loy_batch *batch,
             uint32_t index, size_t packed)
{
    loy_record_columns columns = {.size = sizeof(columns)};
    int rc, code;

    if (table == LOY__SQL_RECORDS || (self->flags & LOY_SQLITE_NO_COLUMNS) != 0 ||
        batch->engine == NULL)
        return LOY_OK;
    rc = loy_batch_columns(batch, index, &columns);
    if (rc < 0)
        return rc;
    code = table == LOY__SQL_CUSTOMERS
               ? bind_customer(statement, &batch->writes[index], packed, &columns)
               : bind_event(statement, &columns);
    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

/* `number`: of its row, 0 when that is looked up; or the kind. */
static int
bind_record(loy__sqlite *self, sqlite3_stmt *statement, uint32_t table, const loy_write *write,
            size_t packed, int64_t number)
{
    int code;

    if ((code = loy__sqlite_bind_id(statement, table, write->id, write->id_size)) != SQLITE_OK ||
        (code = sqlite3_bind_int64(statement, 2, (int64_t)write->seen)) != SQLITE_OK ||
        (code = sqlite3_bind_blob64(statement, 4, self->bytes, packed, SQLITE_STATIC)) != SQLITE_OK)
        return code;
    if ((table != LOY__SQL_CUSTOMERS || write->seen > 0) &&
        (code = number != 0 ? sqlite3_bind_int64(statement, 5, number)
                            : sqlite3_bind_null(statement, 5)) != SQLITE_OK)
        return code;
    return write->due == LOY_NEVER ? sqlite3_bind_null(statement, 3)
                                   : sqlite3_bind_int64(statement, 3, write->due);
}

/* Runs a statement that keeps a record: LOY_ERR_CONFLICT when it found none of
 * that revision. */
static int
keep_by(loy__sqlite *self, uint32_t table, uint32_t which, const loy_batch *batch, uint32_t index,
        int64_t number)
{
    sqlite3_stmt *statement = self->statements[table][which];
    size_t packed;
    int rc = loy__sqlite_pack(self, batch->writes[index].bytes, batch->writes[index].size, &packed);
    int code;

    if (rc < 0)
        return rc;
    if (batch->engine == NULL)
        sqlite3_clear_bindings(statement); /* texts of another batch are gone */
    code = bind_record(self, statement, table, &batch->writes[index], packed, number);
    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    rc = bind_columns(self, statement, table, batch, index, packed);
    if (rc < 0)
        return rc;
    code = loy__sqlite_run(statement);
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        return LOY_ERR_CONFLICT;
    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    return sqlite3_changes(self->database) == 0 ? LOY_ERR_CONFLICT : LOY_OK;
}

/* A new event goes behind the last; `added` counts those of this batch. What its
 * load did not find in this transaction is not looked for again. */
static int
keep_event(loy__sqlite *self, const loy_batch *batch, uint32_t index, uint32_t *added)
{
    const loy_write *write = &batch->writes[index];
    uint32_t how =
        loy__sqlite_seen(self, write) == LOY__SQLITE_ABSENT ? LOY__SQL_APPEND : LOY__SQL_INSERT;
    int64_t number = 0;
    int found = loy__sqlite_tail_find(self, write->id, write->id_size, &number);

    if (found < 0)
        return found;
    if (write->seen > 0)
        return keep_by(self, LOY__SQL_EVENTS, LOY__SQL_UPDATE, batch, index, number);
    if (found)
        return LOY_ERR_CONFLICT;
    *added += 1;
    return keep_by(self, LOY__SQL_EVENTS, how, batch, index, self->tail.last + *added);
}

/* A customer who is due sooner than his index says is found by the second
 * statement, which writes the index, too. */
static int
keep_customer(loy__sqlite *self, const loy_batch *batch, uint32_t index, int64_t number)
{
    int rc = keep_by(self, LOY__SQL_CUSTOMERS, LOY__SQL_UPDATE, batch, index, number);

    if (rc == LOY_ERR_CONFLICT && batch->writes[index].due != LOY_NEVER)
        rc = keep_by(self, LOY__SQL_CUSTOMERS, LOY__SQL_SOONER, batch, index, number);
    return rc;
}

static int
keep(loy__sqlite *self, const loy_batch *batch, uint32_t index, uint32_t *added)
{
    const loy_write *write = &batch->writes[index];
    uint32_t table = loy__sqlite_table(write->kind);
    int64_t number;
    int rc;

    if (write->seen >= INT64_MAX)
        return LOY_ERR_CONFLICT;
    if (table == LOY__SQL_EVENTS)
        return keep_event(self, batch, index, added);
    if (write->seen == 0)
        return keep_by(self, table, LOY__SQL_INSERT, batch, index,
                       table == LOY__SQL_RECORDS ? write->kind : 0);
    if (table == LOY__SQL_RECORDS)
        return keep_by(self, table, LOY__SQL_UPDATE, batch, index, write->kind);
    number = loy__sqlite_seen(self, write);
    rc = keep_customer(self, batch, index, number);
    /* Two ids may have one hash. */
    return rc == LOY_ERR_CONFLICT && number != 0 ? keep_customer(self, batch, index, 0) : rc;
}

/* What a failed COMMIT means. When the file could not be written, the frames
 * of the log lack their end and count for nobody; but when it was written and
 * then could not be flushed, a recovery may find it whole. */
static int
commit_failed(loy__sqlite *self, int code)
{
    int rc = loy__sqlite_fail(self, code);
    int kept_open = sqlite3_get_autocommit(self->database) == 0;

    if (kept_open && loy__sqlite_run(self->controls[LOY__SQL_ROLLBACK]) != SQLITE_OK)
        return LOY_ERR_UNKNOWN;
    if (kept_open || (code & 0xff) != SQLITE_IOERR || code == SQLITE_IOERR_WRITE)
        return rc;
    return LOY_ERR_UNKNOWN;
}

/* Within the transaction: the records. `settled` becomes 1 when the keys of the
 * tail were put where they belong. */
static int
keep_all(loy__sqlite *self, const loy_batch *batch, int *settled)
{
    uint32_t added = 0;
    /* A transaction that goes on has looked. */
    int rc = self->tail.transaction == self->transaction ? LOY_OK : loy__sqlite_tail_refresh(self);

    if (rc == LOY_OK)
        rc = loy__sqlite_tail_reserve(self, batch->count);
    if (rc == LOY_OK && self->tail.count >= LOY__SQLITE_TAIL) {
        rc = loy__sqlite_tail_settle(self);
        *settled = 1;
    }
    for (uint32_t i = 0; i < batch->count && rc == LOY_OK; i++)
        rc = keep(self, batch, i, &added);
    return rc;
}

/* What was committed, in the tail. */
static void
note_events(loy__sqlite *self, const loy_batch *batch, int settled)
{
    if (settled)
        loy__sqlite_tail_clear(self);
    for (uint32_t i = 0; i < batch->count; i++) {
        const loy_write *write = &batch->writes[i];

        if (write->kind == LOY_KIND_EVENT && write->seen == 0)
            loy__sqlite_tail_add(self, write->id, write->id_size, self->tail.last + 1);
    }
}

/* Begins to write. A transaction that has read goes on when nobody else wrote
 * since it began; otherwise a new one looks again. */
static int
begin(loy__sqlite *self)
{
    if (sqlite3_get_autocommit(self->database) == 0) {
        if (loy__sqlite_run(self->controls[LOY__SQL_GRASP]) == SQLITE_OK)
            return SQLITE_OK;
        (void)loy__sqlite_run(self->controls[LOY__SQL_ROLLBACK]);
    }
    self->transaction++;
    return loy__sqlite_run(self->controls[LOY__SQL_WRITE]);
}

int
loy__sqlite_commit(void *context, const loy_batch *batch)
{
    loy__sqlite *self = context;
    int settled = 0, rc, code = begin(self);

    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    rc = keep_all(self, batch, &settled);
    if (rc < 0) {
        if (sqlite3_get_autocommit(self->database) == 0)
            (void)loy__sqlite_run(self->controls[LOY__SQL_ROLLBACK]);
        return rc;
    }
    code = loy__sqlite_run(self->controls[LOY__SQL_COMMIT]);
    if (code != SQLITE_OK)
        return commit_failed(self, code);
    note_events(self, batch, settled);
    return LOY_OK;
}
