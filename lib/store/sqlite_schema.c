/*
 * sqlite_schema.c -- the tables of a store file, and the statements on them.
 *
 * Customers and events have readable columns; what else the engine may come to
 * keep goes to `records`. The columns source, event and the times as text are
 * computed when read and take no room.
 *
 * Events stand in the order of their arrival. The keys of all up to
 * event_keyed.number are in event_keys, too; see sqlite_tail.c.
 *
 * customer_records.room rounds the size of a row up, so that most purchases
 * leave it where it is.
 *
 * customers.wake is never later than customers.due and is what the index
 * holds. A purchase moves a deadline later, and then only the row is written;
 * a listing that meets an outdated wake corrects it.
 */
#include <stdio.h>

#include "store/sqlite_store.h"

enum {
    APPLICATION_ID = 1819244849, /* "loy1" */
    SCHEMA_VERSION = 1,
    CACHE_KIB = 16384,
    PAGE_SIZE = 2048, /* a commit writes two pages: small ones, as rows are */
    WAL_PAGES = 8000  /* a checkpoint after so many */
};

static const char schema[] =
    "CREATE TABLE customer_records ("
    " number INTEGER PRIMARY KEY,"
    " id TEXT NOT NULL UNIQUE,"
    " revision INTEGER NOT NULL,"
    " due INTEGER,"
    " wake INTEGER,"
    " settled INTEGER,"
    " stage TEXT,"
    " tiers TEXT,"
    " balances TEXT,"
    " record BLOB NOT NULL,"
    " room BLOB);"
    "CREATE INDEX customers_due ON customer_records (wake, id) WHERE wake IS NOT NULL;"
    "CREATE TABLE event_records ("
    " number INTEGER PRIMARY KEY,"
    " key BLOB NOT NULL,"
    " revision INTEGER NOT NULL,"
    " due INTEGER,"
    " at INTEGER,"
    " version INTEGER,"
    " customer TEXT,"
    " type TEXT,"
    " verdict TEXT,"
    " reason TEXT,"
    " entries TEXT,"
    " record BLOB NOT NULL);"
    "CREATE TABLE event_keys (key BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE event_keyed (number INTEGER NOT NULL);"
    "INSERT INTO event_keyed VALUES (0);"
    "CREATE TABLE records ("
    " kind INTEGER NOT NULL,"
    " id BLOB NOT NULL,"
    " revision INTEGER NOT NULL,"
    " due INTEGER,"
    " record BLOB NOT NULL,"
    " PRIMARY KEY (kind, id)) WITHOUT ROWID;"
    "CREATE INDEX records_due ON records (kind, due, id) WHERE due IS NOT NULL;"
    "CREATE VIEW customers AS SELECT"
    " id, revision, stage, tiers, balances, settled,"
    " strftime('%Y-%m-%dT%H:%M:%fZ', settled / 1000.0, 'unixepoch') AS settled_time,"
    " due FROM customer_records;"
    "CREATE VIEW events AS SELECT"
    " CAST(substr(key, 1, instr(key, x'00') - 1) AS TEXT) AS source,"
    " CAST(substr(key, instr(key, x'00') + 1) AS TEXT) AS event,"
    " revision, customer, type, at,"
    " strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS time,"
    " verdict, reason, version, entries FROM event_records;"
    "CREATE VIEW entries AS SELECT"
    " e.source, e.event, e.customer, j.key AS position,"
    " json_extract(j.value, '$.kind') AS kind,"
    " json_extract(j.value, '$.currency') AS currency,"
    " json_extract(j.value, '$.points') AS points,"
    " coalesce(json_extract(j.value, '$.time'), strftime("
    "CASE e.at % 1000 WHEN 0 THEN '%Y-%m-%dT%H:%M:%SZ' ELSE '%Y-%m-%dT%H:%M:%fZ' END,"
    " e.at / 1000.0, 'unixepoch')) AS time,"
    " json_extract(j.value, '$.matures') AS matures,"
    " json_extract(j.value, '$.expires') AS expires"
    " FROM events e, json_each(e.entries) j WHERE e.entries <> '';";

/* A customer, by his number where that is known. */
#define WHERE_IT_STANDS                                                                            \
    " WHERE number = coalesce(?5, (SELECT number FROM customer_records WHERE id = ?1))"            \
    " AND +id = ?1 AND revision = ?2"

static const char *const statements[LOY__SQL_TABLES][LOY__SQL_STATEMENTS] = {
    [LOY__SQL_CUSTOMERS] =
        {
            [LOY__SQL_LOAD] = "SELECT revision, record FROM customer_records WHERE id = ?1",
            [LOY__SQL_INSERT] =
                "INSERT INTO customer_records (id, revision, due, wake, record, stage,"
                " tiers, balances, settled, room)"
                " VALUES (?1, ?2 + 1, ?3, ?3, ?4, ?6, ?7, ?8, ?9, ?10)",
            [LOY__SQL_UPDATE] =
                "UPDATE customer_records SET revision = ?2 + 1, due = ?3, record = ?4,"
                " stage = ?6, tiers = ?7, balances = ?8, settled = ?9, room = ?10" WHERE_IT_STANDS
                " AND (?3 IS NULL OR wake <= ?3)",
            [LOY__SQL_WALK] = "SELECT id, record, revision FROM customer_records"
                              " WHERE id >= ?1 ORDER BY id",
            [LOY__SQL_DUE] = "SELECT id, record, revision, wake, due FROM customer_records"
                             " WHERE wake <= ?3 AND (wake, id) >= (?2, ?1) ORDER BY wake, id",
            [LOY__SQL_SOONER] =
                "UPDATE customer_records SET revision = ?2 + 1, due = ?3, wake = ?3,"
                " record = ?4, stage = ?6, tiers = ?7, balances = ?8, settled = ?9, room = "
                "?10" WHERE_IT_STANDS,
            [LOY__SQL_REFRESH] =
                "UPDATE customer_records SET wake = due WHERE due IS NOT wake AND number IN"
                " (SELECT number FROM customer_records WHERE wake <= ?3 AND (wake, id) >= (?2, ?1)"
                " ORDER BY wake, id LIMIT 256)",
        },
    [LOY__SQL_EVENTS] =
        {
            [LOY__SQL_LOAD] = "SELECT revision, record FROM event_records WHERE number ="
                              " coalesce(?5, (SELECT number FROM event_keys WHERE key = ?1))",
            [LOY__SQL_INSERT] =
                "INSERT INTO event_records (number, key, revision, due, record, customer, type,"
                " at, verdict, reason, version, entries)"
                " SELECT ?5, ?1, ?2 + 1, ?3, ?4, ?6, ?7, ?8, ?9, ?10, ?11, ?12"
                " WHERE NOT EXISTS (SELECT 1 FROM event_keys WHERE key = ?1)",
            [LOY__SQL_APPEND] =
                "INSERT INTO event_records (number, key, revision, due, record, customer, type,"
                " at, verdict, reason, version, entries)"
                " VALUES (?5, ?1, ?2 + 1, ?3, ?4, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            [LOY__SQL_UPDATE] = "UPDATE event_records SET revision = ?2 + 1, due = ?3, record = ?4,"
                                " customer = ?6, type = ?7, at = ?8, verdict = ?9, reason = ?10,"
                                " version = ?11, entries = ?12 WHERE revision = ?2 AND number ="
                                " coalesce(?5, (SELECT number FROM event_keys WHERE key = ?1))",
            [LOY__SQL_WALK] =
                "SELECT k.key, e.record, e.revision FROM event_keys k CROSS JOIN event_records e"
                " ON e.number = k.number WHERE k.key >= ?1 UNION ALL"
                " SELECT key, record, revision FROM event_records"
                " WHERE number > (SELECT number FROM event_keyed) AND key >= ?1 ORDER BY 1",
            [LOY__SQL_DUE] =
                "SELECT key, record, revision, due, due FROM event_records"
                " WHERE due <= ?3 AND (due, key) >= (?2, ?1) ORDER BY due, key", /* rare */
        },
    [LOY__SQL_RECORDS] =
        {
            [LOY__SQL_LOAD] = "SELECT revision, record FROM records WHERE kind = ?5 AND id = ?1",
            [LOY__SQL_INSERT] = "INSERT INTO records (kind, id, revision, due, record)"
                                " VALUES (?5, ?1, ?2 + 1, ?3, ?4)",
            [LOY__SQL_UPDATE] = "UPDATE records SET revision = ?2 + 1, due = ?3, record = ?4"
                                " WHERE kind = ?5 AND id = ?1 AND revision = ?2",
            [LOY__SQL_WALK] = "SELECT id, record, revision FROM records"
                              " WHERE kind = ?5 AND id >= ?1 ORDER BY id",
            [LOY__SQL_DUE] = "SELECT id, record, revision, due, due FROM records WHERE kind = ?5"
                             " AND due <= ?3 AND (due, id) >= (?2, ?1) ORDER BY due, id",
        },
};

const char *
loy__sqlite_text(uint32_t table, uint32_t statement)
{
    return statements[table][statement];
}

static int
run(loy__sqlite *self, const char *text)
{
    int code = sqlite3_exec(self->database, text, NULL, NULL, NULL);

    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

/* The number that a pragma or a query of one number gives. */
static int
number_of(loy__sqlite *self, const char *text, int64_t *out)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(self->database, text, -1, &statement, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    *out = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        (void)loy__sqlite_fail(self, code);
    sqlite3_finalize(statement);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return LOY_OK;
    return code == SQLITE_NOMEM ? LOY_ERR_NOMEM : LOY_ERR_STORE;
}

static int
say(loy__sqlite *self, int result, const char *words)
{
    snprintf(self->words, sizeof(self->words), "%s", words);
    return result;
}

/* Whether the file is a store already; refuses one that is something else. */
static int
inspect(loy__sqlite *self, int *made)
{
    int64_t application, version, objects;
    int rc;

    *made = 0;
    if ((rc = number_of(self, "PRAGMA application_id", &application)) < 0 ||
        (rc = number_of(self, "PRAGMA user_version", &version)) < 0 ||
        (rc = number_of(self, "SELECT count(*) FROM sqlite_master", &objects)) < 0)
        return rc;
    if (application == APPLICATION_ID) {
        *made = 1;
        if (version > SCHEMA_VERSION)
            return say(self, LOY_ERR_VERSION, "the file was written by a later version");
        return LOY_OK;
    }
    if (application != 0 || version != 0 || objects != 0)
        return say(self, LOY_ERR_STORE, "the file is an SQLite database, but not a loyalty store");
    return LOY_OK;
}

/* Inside a write transaction: nobody else makes the tables meanwhile. */
static int
make_tables(loy__sqlite *self)
{
    char text[96];
    int made, rc = inspect(self, &made);

    if (rc < 0 || made)
        return rc;
    snprintf(text, sizeof(text), "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, SCHEMA_VERSION);
    rc = run(self, schema);
    return rc < 0 ? rc : run(self, text);
}

/* Changing to WAL needs the file for itself, and SQLite does not wait for it
 * as it waits for other locks. */
static int
use_wal(loy__sqlite *self)
{
    int code, waited = 0;

    for (;;) {
        code = sqlite3_exec(self->database, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if ((code & 0xff) != SQLITE_BUSY || waited >= LOY__SQLITE_WAIT_MS)
            break;
        waited += sqlite3_sleep(10);
    }
    return code == SQLITE_OK ? LOY_OK : loy__sqlite_fail(self, code);
}

/* The same as of one moment: another process may be making the tables. */
static int
inspect_at_once(loy__sqlite *self, int *made)
{
    int rc = run(self, "BEGIN");

    if (rc < 0)
        return rc;
    rc = inspect(self, made);
    (void)sqlite3_exec(self->database, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}

/* Of a file that is empty yet. */
static int
set_page_size(loy__sqlite *self)
{
    char text[40];

    snprintf(text, sizeof(text), "PRAGMA page_size = %d", PAGE_SIZE);
    return run(self, text);
}

int
loy__sqlite_prepare_file(loy__sqlite *self)
{
    char text[160];
    int made, rc = inspect_at_once(self, &made); /* before anything in it is changed */

    snprintf(text, sizeof(text),
             "PRAGMA synchronous = %s; PRAGMA cache_size = -%d; PRAGMA wal_autocheckpoint = %d; "
             "PRAGMA secure_delete = ON",
             (self->flags & LOY_SQLITE_NORMAL) != 0 ? "NORMAL" : "FULL", CACHE_KIB, WAL_PAGES);
    if (rc == LOY_OK && !made)
        rc = set_page_size(self);
    if (rc < 0 || (rc = use_wal(self)) < 0 || (rc = run(self, text)) < 0 || made)
        return rc;
    if ((rc = run(self, "BEGIN IMMEDIATE")) < 0)
        return rc;
    rc = make_tables(self);
    if (rc == LOY_OK && (rc = run(self, "COMMIT")) == LOY_OK)
        return LOY_OK;
    (void)sqlite3_exec(self->database, "ROLLBACK", NULL, NULL, NULL);
    return rc;
}
