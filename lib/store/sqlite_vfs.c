/*
 * sqlite_vfs.c -- how a store writes its write-ahead log: each frame in one
 * call instead of two.
 *
 * SQLite writes the 24 bytes of a frame's head and then, at once, its page. A
 * file system of the store's own, registered under a name of its own in front
 * of the default one, keeps the head back until the page comes and hands both
 * on as one write. Nothing else is kept back: whatever other call comes for the
 * log, the head goes first; a flush flushes, and an error is the error of the
 * call that met it. A head that no page follows is not kept back: SQLite reads a
 * frame and writes its head anew where a page before it has changed within the
 * transaction. All other files are the default file system's.
 */
#include <string.h>

#include "store/sqlite_store.h"

enum {
    LOG_HEAD = 32, /* of the log itself; frames follow */
    FRAME_HEAD = 24,
    LARGEST_PAGE = 4096 /* that is joined with its head */
};

/* The log, in front of the default file system's file. */
typedef struct log_file {
    sqlite3_file base; /* first */
    sqlite3_file *real;
    sqlite3_int64 at;      /* of the head that is kept back */
    sqlite3_int64 read_at; /* where the last read began; 0: none did */
    int held;              /* whether there is a head */
    unsigned char frame[FRAME_HEAD + LARGEST_PAGE];
} log_file;

/* Where the real file stands behind it. */
enum { REAL_AT = (sizeof(log_file) + 15) / 16 * 16 };

static int
write_head(log_file *log)
{
    if (!log->held)
        return SQLITE_OK;
    log->held = 0;
    return log->real->pMethods->xWrite(log->real, log->frame, FRAME_HEAD, log->at);
}

/* The file behind, when what was kept back is written: the caller goes on with
 * it only then. */
static int
settle(sqlite3_file *file, sqlite3_file **real)
{
    log_file *log = (log_file *)file;

    *real = log->real;
    return write_head(log);
}

static int
log_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    log_file *log = (log_file *)file;
    int code;

    if (log->held && at == log->at + FRAME_HEAD && size <= LARGEST_PAGE) {
        memcpy(log->frame + FRAME_HEAD, bytes, (size_t)size);
        log->held = 0;
        return log->real->pMethods->xWrite(log->real, log->frame, FRAME_HEAD + size, log->at);
    }
    code = write_head(log);
    if (code != SQLITE_OK || size != FRAME_HEAD || at < LOG_HEAD || at == log->read_at)
        return code != SQLITE_OK ? code : log->real->pMethods->xWrite(log->real, bytes, size, at);
    memcpy(log->frame, bytes, FRAME_HEAD);
    log->at = at;
    log->held = 1;
    return SQLITE_OK;
}

static int
log_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    ((log_file *)file)->read_at = at;
    return code == SQLITE_OK ? real->pMethods->xRead(real, bytes, size, at) : code;
}

static int
log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    return code == SQLITE_OK ? real->pMethods->xTruncate(real, size) : code;
}

static int
log_sync(sqlite3_file *file, int flags)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    return code == SQLITE_OK ? real->pMethods->xSync(real, flags) : code;
}

static int
log_size(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    return code == SQLITE_OK ? real->pMethods->xFileSize(real, size) : code;
}

static int
log_close(sqlite3_file *file)
{
    sqlite3_file *real;
    int code = settle(file, &real);
    int closed = real->pMethods->xClose(real);

    return code != SQLITE_OK ? code : closed;
}

static int
log_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = ((log_file *)file)->real;

    return real->pMethods->xLock(real, level);
}

static int
log_unlock(sqlite3_file *file, int level)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    return code == SQLITE_OK ? real->pMethods->xUnlock(real, level) : code;
}

static int
log_check_lock(sqlite3_file *file, int *out)
{
    sqlite3_file *real = ((log_file *)file)->real;

    return real->pMethods->xCheckReservedLock(real, out);
}

static int
log_control(sqlite3_file *file, int what, void *argument)
{
    sqlite3_file *real;
    int code = settle(file, &real);

    return code == SQLITE_OK ? real->pMethods->xFileControl(real, what, argument) : code;
}

static int
log_sector(sqlite3_file *file)
{
    sqlite3_file *real = ((log_file *)file)->real;

    return real->pMethods->xSectorSize(real);
}

static int
log_device(sqlite3_file *file)
{
    sqlite3_file *real = ((log_file *)file)->real;

    return real->pMethods->xDeviceCharacteristics(real);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1, /* the later ones are of the database file alone */
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_device,
};

/* ---- The file system --------------------------------------------------------- */

static sqlite3_vfs *
behind(const sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    sqlite3_vfs *real = behind(vfs);
    log_file *log = (log_file *)file;
    int code;

    if ((flags & SQLITE_OPEN_WAL) == 0)
        return real->xOpen(real, name, file, flags, out);
    *log = (log_file){.real = (sqlite3_file *)(void *)((unsigned char *)file + REAL_AT)};
    log->real->pMethods = NULL;
    code = real->xOpen(real, name, log->real, flags, out);
    if (log->real->pMethods != NULL)
        log->base.pMethods = &log_methods; /* closed also when opening failed */
    return code;
}

static int
delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    return behind(vfs)->xDelete(behind(vfs), name, sync);
}

static int
access_file(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    return behind(vfs)->xAccess(behind(vfs), name, flags, out);
}

static int
full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    return behind(vfs)->xFullPathname(behind(vfs), name, size, out);
}

static int
randomness(sqlite3_vfs *vfs, int size, char *out)
{
    return behind(vfs)->xRandomness(behind(vfs), size, out);
}

static int
sleep_for(sqlite3_vfs *vfs, int microseconds)
{
    return behind(vfs)->xSleep(behind(vfs), microseconds);
}

static int
current_time(sqlite3_vfs *vfs, double *out)
{
    return behind(vfs)->xCurrentTime(behind(vfs), out);
}

static int
current_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    return behind(vfs)->xCurrentTimeInt64(behind(vfs), out);
}

static int
last_error(sqlite3_vfs *vfs, int size, char *out)
{
    sqlite3_vfs *real = behind(vfs);

    return real->xGetLastError != NULL ? real->xGetLastError(real, size, out) : 0;
}

/* No extensions are loaded into a store. */
static void *
no_library(sqlite3_vfs *vfs, const char *name)
{
    (void)vfs;
    (void)name;
    return NULL;
}

static void
no_library_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    sqlite3_snprintf(size, out, "a store loads no extensions");
}

static void (*no_symbol(sqlite3_vfs *vfs, void *library, const char *name))(void)
{
    (void)vfs;
    (void)library;
    (void)name;
    return NULL;
}

static void
close_library(sqlite3_vfs *vfs, void *library)
{
    (void)vfs;
    (void)library;
}

int
loy__sqlite_vfs_register(loy__sqlite *self)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    int precise = real != NULL && real->iVersion >= 2 && real->xCurrentTimeInt64 != NULL;

    if (real == NULL)
        return SQLITE_ERROR;
    sqlite3_snprintf((int)sizeof(self->vfs_name), self->vfs_name, "loyalty-%p", (void *)self);
    self->vfs = (sqlite3_vfs){
        .iVersion = precise ? 2 : 1,
        .szOsFile = REAL_AT + real->szOsFile,
        .mxPathname = real->mxPathname,
        .zName = self->vfs_name,
        .pAppData = real,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_name,
        .xDlOpen = no_library,
        .xDlError = no_library_error,
        .xDlSym = no_symbol,
        .xDlClose = close_library,
        .xRandomness = randomness,
        .xSleep = sleep_for,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
        .xCurrentTimeInt64 = precise ? current_milliseconds : NULL,
    };
    return sqlite3_vfs_register(&self->vfs, 0);
}

void
loy__sqlite_vfs_unregister(loy__sqlite *self)
{
    if (self->vfs.zName != NULL)
        sqlite3_vfs_unregister(&self->vfs);
}
