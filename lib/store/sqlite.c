/*
 * sqlite.c -- a store in an SQLite file: load and commit.
 *
 * A commit is one transaction that takes the write lock before it looks, so
 * what it compares cannot change under it. Each record is one row, and an
 * event writes two rows and one entry in the index of event keys.
 */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "store/sqlite_store.h"

static const char *const control_texts[LOY__SQL_CONTROLS] = {
    [LOY__SQL_BEGIN] = "BEGIN",
    [LOY__SQL_WRITE] = "BEGIN IMMEDIATE",
    [LOY__SQL_COMMIT] = "COMMIT",
    [LOY__SQL_ROLLBACK] = "ROLLBACK",
    [LOY__SQL_PAIR] = ("SELECT revision, record, 0 FROM customer_records WHERE id = ?1 UNION ALL"
                       " SELECT revision, record, 1 FROM event_records WHERE key = ?2"),
};

int
loy__sqlite_fail(loy__sqlite *self, int code)
{
    snprintf(self->words, sizeof(self->words), "SQLite: %s (%d)", sqlite3_errmsg(self->database),
             code);
    return (code & 0xff) == SQLITE_NOMEM ? LOY_ERR_NOMEM : LOY_ERR_STORE;
}

uint32_t
loy__sqlite_table(uint32_t kind)
{
    switch (kind) {
    case LOY_KIND_CUSTOMER:
        return LOY__SQL_CUSTOMERS;
    case LOY_KIND_EVENT:
        return LOY__SQL_EVENTS;
    default:
        return LOY__SQL_RECORDS;
    }
}

static int
bind_key(sqlite3_stmt *statement, int index, uint32_t table, const char *id, uint32_t size)
{
    if (id == NULL || size == 0)
        id = "";
    if (table == LOY__SQL_CUSTOMERS)
        return sqlite3_bind_text64(statement, index, id, size, SQLITE_STATIC, SQLITE_UTF8);
    return sqlite3_bind_blob64(statement, index, id, size, SQLITE_STATIC);
}

int
loy__sqlite_bind_id(sqlite3_stmt *statement, uint32_t table, const char *id, uint32_t size)
{
    return bind_key(statement, 1, table, id, size);
}

/* Runs a statement that gives no rows, and makes it ready for the next time. */
static int
run(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

/* ---- Load ------------------------------------------------------------------ */

/* Answers a fetch with the row that a statement stands on. */
static int
give(sqlite3_stmt *statement, loy_fetch *fetch)
{
    const void *bytes = sqlite3_column_blob(statement, 1);
    int size = sqlite3_column_bytes(statement, 1);

    if (bytes == NULL && size > 0)
        return LOY_ERR_NOMEM;
    return loy_fetch_give(fetch, bytes, (uint64_t)size,
                          (uint64_t)sqlite3_column_int64(statement, 0));
}

static int
load_one(loy__sqlite *self, loy_fetch *fetch)
{
    uint32_t table = loy__sqlite_table(fetch->kind);
    sqlite3_stmt *statement = self->statements[table][LOY__SQL_LOAD];
    int code = loy__sqlite_bind_id(statement, table, fetch->id, fetch->id_size);
    int rc = LOY_OK;

    if (code == SQLITE_OK && table == LOY__SQL_RECORDS)
        code = sqlite3_bind_int64(statement, 5, fetch->kind);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        rc = give(statement, fetch);
    else if (code != SQLITE_DONE)
        rc = loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    return rc;
}

/* What nearly every event asks for, its customer and itself, in one statement. */
static int
load_pair(loy__sqlite *self, loy_fetch *fetches)
{
    sqlite3_stmt *statement = self->controls[LOY__SQL_PAIR];
    int rc = LOY_OK, code;

    if ((code = bind_key(statement, 1, LOY__SQL_CUSTOMERS, fetches[0].id, fetches[0].id_size)) ==
            SQLITE_OK &&
        (code = bind_key(statement, 2, LOY__SQL_EVENTS, fetches[1].id, fetches[1].id_size)) ==
            SQLITE_OK)
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW && rc == LOY_OK) {
        rc = give(statement, &fetches[sqlite3_column_int(statement, 2)]);
        code = sqlite3_step(statement);
    }
    if (rc == LOY_OK && code != SQLITE_DONE)
        rc = loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    return rc;
}

/* Several records are read in one transaction: at one moment, and with one
 * lock of the file. */
static int
sqlite_load(void *context, loy_fetch *fetches, uint32_t count)
{
    loy__sqlite *self = context;
    int rc = LOY_OK, code;

    if (count == 2 && fetches[0].kind == LOY_KIND_CUSTOMER && fetches[1].kind == LOY_KIND_EVENT)
        return load_pair(self, fetches);
    if (count > 1 && (code = run(self->controls[LOY__SQL_BEGIN])) != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    for (uint32_t i = 0; i < count && rc == LOY_OK; i++)
        rc = load_one(self, &fetches[i]);
    if (count > 1 && (code = run(self->controls[LOY__SQL_COMMIT])) != SQLITE_OK) {
        (void)run(self->controls[LOY__SQL_ROLLBACK]);
        return rc < 0 ? rc : loy__sqlite_fail(self, code);
    }
    return rc;
}

/* ---- Commit ---------------------------------------------------------------- */

static int
bind_text(sqlite3_stmt *statement, int index, const char *text)
{
    if (text == NULL || *text == '\0')
        return sqlite3_bind_null(statement, index);
    return sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

static int
bind_customer(sqlite3_stmt *statement, const loy_record_columns *columns)
{
    int code;

    if ((code = bind_text(statement, 6, columns->stage)) != SQLITE_OK ||
        (code = bind_text(statement, 7, columns->tiers)) != SQLITE_OK ||
        (code = bind_text(statement, 8, columns->balances)) != SQLITE_OK)
        return code;
    return sqlite3_bind_int64(statement, 9, columns->settled);
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
             uint32_t index)
{
    loy_record_columns columns = {.size = sizeof(columns)};
    int rc, code;

    if (table == LOY__SQL_RECORDS || (self->flags & LOY_SQLITE_NO_COLUMNS) != 0 ||
        batch->engine == NULL)
        return LOY_OK;
    rc = loy_batch_columns(batch, index, &columns);
    if (rc < 0)
        return rc;
    code = table == LOY__SQL_CUSTOMERS ? bind_customer(statement, &columns)
                                       : bind_event(statement, &columns);
    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

static int
bind_record(sqlite3_stmt *statement, uint32_t table, const loy_write *write)
{
    const void *bytes = write->size == 0 ? "" : write->bytes;
    int code;

    if ((code = loy__sqlite_bind_id(statement, table, write->id, write->id_size)) != SQLITE_OK ||
        (code = sqlite3_bind_int64(statement, 2, (int64_t)write->seen)) != SQLITE_OK ||
        (code = sqlite3_bind_blob64(statement, 4, bytes, write->size, SQLITE_STATIC)) != SQLITE_OK)
        return code;
    if (table == LOY__SQL_RECORDS &&
        (code = sqlite3_bind_int64(statement, 5, write->kind)) != SQLITE_OK)
        return code;
    return write->due == LOY_NEVER ? sqlite3_bind_null(statement, 3)
                                   : sqlite3_bind_int64(statement, 3, write->due);
}

/* Runs a statement that keeps a record: LOY_ERR_CONFLICT when it found none of
 * that revision. */
static int
keep_by(loy__sqlite *self, uint32_t table, uint32_t which, const loy_batch *batch, uint32_t index)
{
    sqlite3_stmt *statement = self->statements[table][which];
    int rc, code;

    if (batch->engine == NULL)
        sqlite3_clear_bindings(statement); /* texts of another batch are gone */
    code = bind_record(statement, table, &batch->writes[index]);
    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    rc = bind_columns(self, statement, table, batch, index);
    if (rc < 0)
        return rc;
    code = run(statement);
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        return LOY_ERR_CONFLICT;
    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    return sqlite3_changes(self->database) == 0 ? LOY_ERR_CONFLICT : LOY_OK;
}

/* A customer who is due sooner than his index says is found by the second
 * statement, which writes the index, too. */
static int
keep(loy__sqlite *self, const loy_batch *batch, uint32_t index)
{
    const loy_write *write = &batch->writes[index];
    uint32_t table = loy__sqlite_table(write->kind);
    int rc;

    if (write->seen >= INT64_MAX)
        return LOY_ERR_CONFLICT;
    if (write->seen == 0)
        return keep_by(self, table, LOY__SQL_INSERT, batch, index);
    rc = keep_by(self, table, LOY__SQL_UPDATE, batch, index);
    if (rc == LOY_ERR_CONFLICT && table == LOY__SQL_CUSTOMERS && write->due != LOY_NEVER)
        rc = keep_by(self, table, LOY__SQL_SOONER, batch, index);
    return rc;
}

/* What a failed COMMIT means. When the file could not be written, the frames
 * of the log lack their end and count for nobody; but when it was written and
 * then could not be flushed, a recovery may find it whole. */
static int
commit_failed(loy__sqlite *self, int code)
{
    int rc = loy__sqlite_fail(self, code);
    int kept_open = sqlite3_get_autocommit(self->database) == 0;

    if (kept_open && run(self->controls[LOY__SQL_ROLLBACK]) != SQLITE_OK)
        return LOY_ERR_UNKNOWN;
    if (kept_open || (code & 0xff) != SQLITE_IOERR || code == SQLITE_IOERR_WRITE)
        return rc;
    return LOY_ERR_UNKNOWN;
}

static int
sqlite_commit(void *context, const loy_batch *batch)
{
    loy__sqlite *self = context;
    int rc = LOY_OK, code = run(self->controls[LOY__SQL_WRITE]);

    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    for (uint32_t i = 0; i < batch->count && rc == LOY_OK; i++)
        rc = keep(self, batch, i);
    if (rc < 0) {
        if (sqlite3_get_autocommit(self->database) == 0)
            (void)run(self->controls[LOY__SQL_ROLLBACK]);
        return rc;
    }
    code = run(self->controls[LOY__SQL_COMMIT]);
    return code == SQLITE_OK ? LOY_OK : commit_failed(self, code);
}

/* ---- Open and close ----------------------------------------------------------- */

static const char *
sqlite_failure(void *context)
{
    return ((loy__sqlite *)context)->words;
}

static void
sqlite_close(void *context)
{
    loy__sqlite *self = context;
    loy_memory memory = self->memory;

    for (uint32_t table = 0; table < LOY__SQL_TABLES; table++) {
        for (uint32_t i = 0; i < LOY__SQL_STATEMENTS; i++)
            sqlite3_finalize(self->statements[table][i]);
    }
    for (uint32_t i = 0; i < LOY__SQL_CONTROLS; i++)
        sqlite3_finalize(self->controls[i]);
    sqlite3_close(self->database);
    loy__free(&memory, self, sizeof(*self));
}

static int
prepare(loy__sqlite *self, const char *text, sqlite3_stmt **out)
{
    int code = sqlite3_prepare_v3(self->database, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

static int
prepare_all(loy__sqlite *self)
{
    int rc = LOY_OK;

    for (uint32_t i = 0; i < LOY__SQL_CONTROLS && rc == LOY_OK; i++)
        rc = prepare(self, control_texts[i], &self->controls[i]);
    for (uint32_t table = 0; table < LOY__SQL_TABLES; table++) {
        for (uint32_t i = 0; i < LOY__SQL_STATEMENTS && rc == LOY_OK; i++) {
            const char *text = loy__sqlite_text(table, i);

            if (text != NULL)
                rc = prepare(self, text, &self->statements[table][i]);
        }
    }
    return rc;
}

static int
open_file(loy__sqlite *self, const char *path)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(path, &self->database, flags, NULL);
    int rc;

    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    sqlite3_extended_result_codes(self->database, 1);
    sqlite3_busy_timeout(self->database, LOY__SQLITE_WAIT_MS);
    rc = loy__sqlite_prepare_file(self);
    return rc < 0 ? rc : prepare_all(self);
}

static void
set_error(loy_error *error, int code, const char *words)
{
    if (error == NULL || error->size < sizeof(*error))
        return;
    *error = (loy_error){.size = error->size, .code = code};
    snprintf(error->text, sizeof(error->text), "%s", words);
}

int
loy_sqlite_open(loy_store **out, const char *path, uint32_t flags, const loy_memory *memory,
                loy_error *error)
{
    const uint32_t known = LOY_SQLITE_NORMAL | LOY_SQLITE_NO_COLUMNS;
    loy__sqlite *self;
    loy_memory own;
    int rc;

    if (out == NULL)
        return LOY_ERR_INVALID;
    *out = NULL;
    if (path == NULL || (flags & ~known) != 0 || loy__memory_init(&own, memory) < 0) {
        set_error(error, LOY_ERR_INVALID, "loy_sqlite_open: no path, unknown flags or bad memory");
        return LOY_ERR_INVALID;
    }
    self = loy__alloc(&own, sizeof(*self));
    if (self == NULL) {
        set_error(error, LOY_ERR_NOMEM, "out of memory");
        return LOY_ERR_NOMEM;
    }
    *self = (loy__sqlite){.memory = own, .flags = flags};
    self->store = (loy_store){.size = sizeof(self->store),
                              .context = self,
                              .load = sqlite_load,
                              .commit = sqlite_commit,
                              .walk = loy__sqlite_walk,
                              .due = loy__sqlite_due,
                              .failure = sqlite_failure,
                              .close = sqlite_close};
    rc = open_file(self, path);
    if (rc < 0) {
        set_error(error, rc, self->words);
        sqlite_close(self);
        return rc;
    }
    *out = &self->store;
    return LOY_OK;
}
