/*
 * sqlite_log.c -- gathers what a transaction writes to the write-ahead log, so
 * that it goes out in one call instead of two for each page.
 *
 * SQLite writes a frame of its log in two pieces, header and page; the header
 * of the last frame of a transaction is marked. Pieces are held from the first
 * to the last page of the transaction, then written as they would have been,
 * in the same order and before the flush that makes them durable. Others learn
 * of a frame only after that. Nothing is held between transactions: what
 * a failed one left behind is forgotten with loy__sqlite_log_forget().
 */
#include "store/sqlite_store.h"

#include <string.h>

#include "base/memory.h"

enum {
    LOG_HEADER = 32,   /* of the file */
    FRAME_HEADER = 24, /* before each page */
    AT_MARK = 4,       /* in it: not zero in the last frame of a transaction */
    HELD_BYTES = 65536 /* at most; SQLite's own files take less than 131072 at once */
};

static loy__sqlite_log *
log_of(sqlite3_file *file)
{
    return (loy__sqlite_log *)(void *)(uintptr_t)file->pMethods;
}

/* The methods below us may find their own state by the pointer to them, so
 * they are put back for each call. */
static loy__sqlite_log *
enter(sqlite3_file *file)
{
    loy__sqlite_log *log = log_of(file);

    file->pMethods = log->below;
    return log;
}

static int
leave(sqlite3_file *file, loy__sqlite_log *log, int code)
{
    file->pMethods = &log->methods;
    return code;
}

static int
flush(sqlite3_file *file)
{
    loy__sqlite_log *log = log_of(file);
    int size = log->size;

    if (size == 0)
        return SQLITE_OK;
    log->size = 0;
    (void)enter(file);
    return leave(file, log, log->below->xWrite(file, log->bytes, size, log->at));
}

static int
pass_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    loy__sqlite_log *log;
    int code = flush(file);

    if (code != SQLITE_OK)
        return code;
    log = enter(file);
    return leave(file, log, log->below->xWrite(file, bytes, size, at));
}

/* Whether a piece is the header of a frame (1), its page behind its header (2)
 * or something else (0). */
static int
piece_of(const loy__sqlite_log *log, int size, sqlite3_int64 at)
{
    sqlite3_int64 frame = FRAME_HEADER + log->page_size;
    sqlite3_int64 inside = at < LOG_HEADER ? -1 : (at - LOG_HEADER) % frame;

    if (size == FRAME_HEADER && inside == 0)
        return 1;
    return size == log->page_size && inside == FRAME_HEADER && log->size % frame == FRAME_HEADER &&
                   at == log->at + log->size
               ? 2
               : 0;
}

static int
log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    static const unsigned char unmarked[4] = {0};
    loy__sqlite_log *log = log_of(file);
    int piece = piece_of(log, size, at);
    int code;

    if (piece == 0)
        return pass_write(file, bytes, size, at);
    if (piece == 1) {
        if ((at != log->at + log->size || log->size == log->capacity) &&
            (code = flush(file)) != SQLITE_OK)
            return code;
        if (log->size == 0)
            log->at = at;
        log->ends = memcmp((const char *)bytes + AT_MARK, unmarked, sizeof(unmarked)) != 0;
    }
    memcpy(log->bytes + log->size, bytes, (size_t)size);
    log->size += size;
    return piece == 2 && log->ends ? flush(file) : SQLITE_OK;
}

static int
log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    loy__sqlite_log *log;
    int code = flush(file);

    if (code != SQLITE_OK)
        return code;
    log = enter(file);
    return leave(file, log, log->below->xRead(file, bytes, size, at));
}

static int
log_sync(sqlite3_file *file, int flags)
{
    loy__sqlite_log *log;
    int code = flush(file);

    if (code != SQLITE_OK)
        return code;
    log = enter(file);
    return leave(file, log, log->below->xSync(file, flags));
}

static int
log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    loy__sqlite_log *log;
    int code = flush(file);

    if (code != SQLITE_OK)
        return code;
    log = enter(file);
    return leave(file, log, log->below->xTruncate(file, size));
}

static int
log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    loy__sqlite_log *log;
    int code = flush(file);

    if (code != SQLITE_OK)
        return code;
    log = enter(file);
    return leave(file, log, log->below->xFileSize(file, size));
}

static int
log_control(sqlite3_file *file, int what, void *argument)
{
    loy__sqlite_log *log = enter(file);

    return leave(file, log, log->below->xFileControl(file, what, argument));
}

static int
log_sector(sqlite3_file *file)
{
    loy__sqlite_log *log = enter(file);

    return leave(file, log, log->below->xSectorSize(file));
}

static int
log_abilities(sqlite3_file *file)
{
    loy__sqlite_log *log = enter(file);

    return leave(file, log, log->below->xDeviceCharacteristics(file));
}

/* The last call: the methods below stay. */
static int
log_close(sqlite3_file *file)
{
    return enter(file)->below->xClose(file);
}

int
loy__sqlite_log_open(loy__sqlite *self, int page_size)
{
    loy__sqlite_log *log = &self->log;
    sqlite3_file *file = NULL;
    int code =
        sqlite3_file_control(self->database, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&file);

    if (code != SQLITE_OK || file == NULL || file->pMethods == NULL ||
        FRAME_HEADER + page_size > HELD_BYTES)
        return LOY_OK;
    log->capacity = HELD_BYTES - HELD_BYTES % (FRAME_HEADER + page_size);
    log->bytes = loy__alloc(&self->memory, (size_t)log->capacity);
    if (log->bytes == NULL)
        return LOY_ERR_NOMEM;
    log->page_size = page_size;
    log->below = file->pMethods;
    log->methods = (sqlite3_io_methods){.iVersion = 1,
                                        .xClose = log_close,
                                        .xRead = log_read,
                                        .xWrite = log_write,
                                        .xTruncate = log_truncate,
                                        .xSync = log_sync,
                                        .xFileSize = log_size,
                                        .xFileControl = log_control,
                                        .xSectorSize = log_sector,
                                        .xDeviceCharacteristics = log_abilities};
    /* Nobody locks the log. */
    log->methods.xLock = log->below->xLock;
    log->methods.xUnlock = log->below->xUnlock;
    log->methods.xCheckReservedLock = log->below->xCheckReservedLock;
    file->pMethods = &log->methods;
    return LOY_OK;
}

void
loy__sqlite_log_forget(loy__sqlite *self)
{
    self->log.size = 0;
}

void
loy__sqlite_log_close(loy__sqlite *self)
{
    loy__free(&self->memory, self->log.bytes, (size_t)self->log.capacity);
}
