/*
 * sqlite.c -- a store in an SQLite file: opening and closing, and what the
 * files of this store share.
 */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "store/sqlite_store.h"

#define THE_PAIR                                                                                   \
    "SELECT revision, record, 0, number FROM customer_records WHERE id = ?1"                       \
    " UNION ALL SELECT revision, record, 1, 0 FROM event_records"                                  \
    " WHERE number = (SELECT number FROM event_keys WHERE key = ?2)"

static const char *const control_texts[LOY__SQL_CONTROLS] = {
    [LOY__SQL_BEGIN] = "BEGIN",
    [LOY__SQL_WRITE] = "BEGIN IMMEDIATE",
    [LOY__SQL_COMMIT] = "COMMIT",
    [LOY__SQL_ROLLBACK] = "ROLLBACK",
    [LOY__SQL_PAIR] = (THE_PAIR " UNION ALL SELECT number, key, 2, 0 FROM event_records"
                                " WHERE number > ?3"),
    [LOY__SQL_AGAIN] = THE_PAIR,
    [LOY__SQL_GRASP] = "UPDATE event_keyed SET number = number WHERE 0",
    [LOY__SQL_SINCE] = "SELECT number, key FROM event_records WHERE number > ?1 ORDER BY number",
    [LOY__SQL_KEYED] = "SELECT number FROM event_keyed",
    [LOY__SQL_IS] = "SELECT 1 FROM event_records WHERE number = ?1 AND key = ?2",
    [LOY__SQL_ADD_KEYS] = ("INSERT INTO event_keys SELECT key, number FROM event_records"
                           " WHERE number > (SELECT number FROM event_keyed)"),
    [LOY__SQL_SET_KEYED] = ("UPDATE event_keyed SET number ="
                            " coalesce((SELECT max(number) FROM event_records), number)"),
};

int
loy__sqlite_fail(loy__sqlite *self, int code)
{
    snprintf(self->words, sizeof(self->words), "SQLite: %s (%d)", sqlite3_errmsg(self->database),
             code);
    return (code & 0xff) == SQLITE_NOMEM ? LOY_ERR_NOMEM : LOY_ERR_STORE;
}

int
loy__sqlite_damaged(loy__sqlite *self)
{
    snprintf(self->words, sizeof(self->words), "a record in the file is damaged");
    return LOY_ERR_STORE;
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

int
loy__sqlite_bind_key(sqlite3_stmt *statement, int index, uint32_t table, const char *id,
                     uint32_t size)
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
    return loy__sqlite_bind_key(statement, 1, table, id, size);
}

int
loy__sqlite_run(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);

    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

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
    loy__sqlite_vfs_unregister(self);
    loy__sqlite_tail_free(self);
    loy__free(&memory, self->bytes, self->bytes_capacity);
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
    int code = loy__sqlite_vfs_register(self);
    int rc;

    if (code == SQLITE_OK)
        code = sqlite3_open_v2(path, &self->database, flags, self->vfs_name);
    if (code != SQLITE_OK)
        return loy__sqlite_fail(self, code);
    sqlite3_extended_result_codes(self->database, 1);
    sqlite3_busy_timeout(self->database, LOY__SQLITE_WAIT_MS);
    rc = loy__sqlite_prepare_file(self);
    if (rc == LOY_OK)
        rc = prepare_all(self);
    return rc < 0 ? rc : loy__sqlite_tail_reserve(self, 2 * LOY__SQLITE_TAIL);
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
    *self = (loy__sqlite){.memory = own, .flags = flags, .transaction = 1};
    self->store = (loy_store){.size = sizeof(self->store),
                              .context = self,
                              .load = loy__sqlite_load,
                              .commit = loy__sqlite_commit,
                              .walk = loy__sqlite_walk,
                              .due = loy__sqlite_due,
                              .failure = sqlite_failure,
                              .close = sqlite_close,
                              .hold = loy__sqlite_hold};
    rc = open_file(self, path);
    if (rc < 0) {
        set_error(error, rc, self->words);
        sqlite_close(self);
        return rc;
    }
    *out = &self->store;
    return LOY_OK;
}
