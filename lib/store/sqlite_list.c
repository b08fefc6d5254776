/*
 * sqlite_list.c -- the listings of the SQLite store: by id, and by when a
 * record is due.
 *
 * A listing of due customers reads their index by `wake`. A row whose true
 * deadline is later is not delivered there: the listing corrects the index for
 * it and its neighbours, and goes on behind what it delivered last.
 */
#include <string.h>

#include "base/memory.h"
#include "store/sqlite_store.h"

enum { END = 0, OUTDATED = 2 };

/* Where a listing stands: behind what it delivered last. */
struct position {
    char *id;
    int64_t due;
    uint32_t size;
    int begun;
    loy__sqlite *self;
    size_t capacity;
};

static int
deliver(loy__sqlite *self, sqlite3_stmt *statement, loy_sink *sink)
{
    const char *id = sqlite3_column_blob(statement, 0);
    int id_size = sqlite3_column_bytes(statement, 0);
    const void *packed = sqlite3_column_blob(statement, 1);
    int packed_size = sqlite3_column_bytes(statement, 1);
    uint64_t size;
    int rc;

    if ((id == NULL && id_size > 0) || (packed == NULL && packed_size > 0))
        return LOY_ERR_NOMEM;
    rc = loy__sqlite_unpack(self, packed, (size_t)packed_size, &size);
    if (rc < 0)
        return rc;
    return loy_sink_give(sink, id == NULL ? "" : id, (uint32_t)id_size, self->bytes, size,
                         (uint64_t)sqlite3_column_int64(statement, 2));
}

static int
is_id(sqlite3_stmt *statement, const char *id, uint32_t size)
{
    const void *found = sqlite3_column_blob(statement, 0);

    return (uint32_t)sqlite3_column_bytes(statement, 0) == size &&
           (size == 0 || (found != NULL && memcmp(found, id, size) == 0));
}

static int
bind_kind(sqlite3_stmt *statement, uint32_t table, uint32_t kind)
{
    return table == LOY__SQL_RECORDS ? sqlite3_bind_int64(statement, 5, kind) : SQLITE_OK;
}

int
loy__sqlite_walk(void *context, uint32_t kind, const char *after, uint32_t after_size,
                 loy_sink *sink)
{
    loy__sqlite *self = context;
    uint32_t table = loy__sqlite_table(kind);
    sqlite3_stmt *statement = self->statements[table][LOY__SQL_WALK];
    int code = loy__sqlite_bind_id(statement, table, after, after == NULL ? 0 : after_size);
    int rc = 1;

    if (code == SQLITE_OK)
        code = bind_kind(statement, table, kind);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW && after != NULL && is_id(statement, after, after_size))
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW && (rc = deliver(self, statement, sink)) > 0)
        code = sqlite3_step(statement);
    if (rc > 0)
        rc = code == SQLITE_DONE ? LOY_OK : loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    return rc;
}

static int
remember(struct position *at, sqlite3_stmt *statement)
{
    const void *id = sqlite3_column_blob(statement, 0);
    uint32_t size = (uint32_t)sqlite3_column_bytes(statement, 0);

    if (!loy__reserve(&at->self->memory, &at->id, &at->capacity, size, 1))
        return LOY_ERR_NOMEM;
    if (size > 0 && id != NULL)
        memcpy(at->id, id, size);
    at->size = size;
    at->due = sqlite3_column_int64(statement, 3);
    at->begun = 1;
    return LOY_OK;
}

static int
bind_position(sqlite3_stmt *statement, uint32_t table, const struct position *at, int64_t before)
{
    int code = loy__sqlite_bind_id(statement, table, at->id, at->size);

    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 2, at->begun ? at->due : INT64_MIN);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 3, before);
    return code;
}

static int
is_outdated(sqlite3_stmt *statement)
{
    return sqlite3_column_type(statement, 4) == SQLITE_NULL ||
           sqlite3_column_int64(statement, 4) != sqlite3_column_int64(statement, 3);
}

/* Delivers what is due behind a position: END, OUTDATED, or a failure. */
static int
deliver_due(loy__sqlite *self, uint32_t table, uint32_t kind, int64_t before, struct position *at,
            loy_sink *sink)
{
    sqlite3_stmt *statement = self->statements[table][LOY__SQL_DUE];
    int code = bind_position(statement, table, at, before);
    int rc = 1;

    if (code == SQLITE_OK)
        code = bind_kind(statement, table, kind);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW && at->begun && sqlite3_column_int64(statement, 3) == at->due &&
        is_id(statement, at->id, at->size))
        code = sqlite3_step(statement);
    while (code == SQLITE_ROW) {
        if (is_outdated(statement)) {
            sqlite3_reset(statement);
            return OUTDATED;
        }
        rc = table == LOY__SQL_CUSTOMERS ? remember(at, statement) : LOY_OK;
        if (rc < 0 || (rc = deliver(self, statement, sink)) <= 0)
            break;
        code = sqlite3_step(statement);
    }
    if (rc > 0)
        rc = code == SQLITE_DONE ? END : loy__sqlite_fail(self, code);
    sqlite3_reset(statement);
    return rc;
}

/* Corrects the index behind a position, for some rows at a time. */
static int
refresh(loy__sqlite *self, const struct position *at, int64_t before)
{
    sqlite3_stmt *statement = self->statements[LOY__SQL_CUSTOMERS][LOY__SQL_REFRESH];
    int code = bind_position(statement, LOY__SQL_CUSTOMERS, at, before);

    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    return code == SQLITE_DONE || code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

int
loy__sqlite_due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    loy__sqlite *self = context;
    struct position at = {.self = self};
    uint32_t table = loy__sqlite_table(kind);
    int rc;

    while ((rc = deliver_due(self, table, kind, before, &at, sink)) == OUTDATED) {
        rc = refresh(self, &at, before);
        if (rc < 0)
            break;
    }
    loy__free(&self->memory, at.id, at.capacity);
    return rc;
}
