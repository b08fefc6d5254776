/* custom_store.c -- a storage backend of your own, in one sitting: an append-only file, mapped into
 * memory. A commit appends its batch with a checksum and flushes it; opening reads up to the first
 * batch that is not whole, which a crash may have left behind. Give the store to loy_engine_new().
 */
#define _POSIX_C_SOURCE 200809L

#include <fcntl.h>
#include <loyalty/store.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BYTES = 1 << 30, RECORDS = 65536 }; /* at most */

typedef struct head { /* stands before the id and the bytes of each record */
    uint64_t size, revision;
    uint32_t kind, id_size;
} head;

typedef struct log_file {
    loy_store store;
    char *data; /* the file */
    int file;
    size_t size, count;
    size_t records[RECORDS + 1]; /* where the newest version of each record stands */
} log_file;

static uint64_t
checksum(const char *data, size_t size)
{
    uint64_t sum = UINT64_C(14695981039346656037); /* FNV-1a */

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ (unsigned char)data[i]) * UINT64_C(1099511628211);
    return sum;
}

/* The place of a record, or the count of all when it is new. */
static size_t
find(const log_file *log, uint32_t kind, const char *id, uint32_t id_size, head *found)
{
    for (size_t at = 0; at < log->count; at++) {
        memcpy(found, log->data + log->records[at], sizeof(*found));
        if (found->kind == kind && found->id_size == id_size &&
            memcmp(log->data + log->records[at] + sizeof(*found), id, id_size) == 0)
            return at;
    }
    *found = (head){0};
    return log->count;
}

static int
load(void *context, loy_fetch *fetches, uint32_t count)
{
    const log_file *log = context;

    for (head is; count > 0; fetches++, count--) {
        size_t at = find(log, fetches->kind, fetches->id, fetches->id_size, &is);
        const char *bytes = log->data + log->records[at] + sizeof(is) + is.id_size;

        if (at < log->count && loy_fetch_give(fetches, bytes, is.size, is.revision) < 0)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

/* Takes in the batch behind the data, whose records are `size` bytes. */
static int
enter(log_file *log, size_t size)
{
    size_t from = log->size + 2 * sizeof(uint64_t), to = from + size;

    for (head next, old; from < to; from += sizeof(next) + next.id_size + next.size) {
        memcpy(&next, log->data + from, sizeof(next));
        size_t at = find(log, next.kind, log->data + from + sizeof(next), next.id_size, &old);
        log->records[at] = from;
        log->count += at == log->count;
    }
    log->size = to;
    return LOY_OK;
}

static int
commit(void *context, const loy_batch *batch)
{
    log_file *log = context;
    uint64_t frame[2] = {0}; /* the size of the records that follow, and their checksum */
    size_t at = sizeof(frame);
    ssize_t done = -1;
    char *bytes;

    for (uint32_t i = 0; i < batch->count; i++)
        frame[0] += sizeof(head) + batch->writes[i].id_size + batch->writes[i].size;
    if ((bytes = malloc(sizeof(frame) + frame[0])) == NULL)
        return LOY_ERR_NOMEM;
    for (const loy_write *write = batch->writes; write < batch->writes + batch->count; write++) {
        head is, next = {write->size, write->seen + 1, write->kind, write->id_size};

        find(log, write->kind, write->id, write->id_size, &is);
        if (is.revision != write->seen)
            return free(bytes), LOY_ERR_CONFLICT;
        memcpy(bytes + at, &next, sizeof(next));
        memcpy(bytes + at + sizeof(next), write->id, write->id_size);
        memcpy(bytes + at + sizeof(next) + write->id_size, write->size ? write->bytes : "",
               write->size);
        at += sizeof(next) + write->id_size + write->size;
    }
    frame[1] = checksum(bytes + sizeof(frame), frame[0]);
    memcpy(bytes, frame, sizeof(frame));
    if (log->size + at <= BYTES && log->count + batch->count <= RECORDS)
        done = pwrite(log->file, bytes, at, (off_t)log->size);
    free(bytes);
    if (done != (ssize_t)at)
        return ftruncate(log->file, (off_t)log->size) == 0 ? LOY_ERR_STORE : LOY_ERR_UNKNOWN;
    return fsync(log->file) == 0 ? enter(log, frame[0]) : LOY_ERR_UNKNOWN;
}

static void
close_log(void *context)
{
    log_file *log = context;

    munmap(log->data, BYTES);
    close(log->file);
    free(log);
}

/* Close with loy_store_close(). */
int
custom_store_open(loy_store **out, const char *path)
{
    log_file *log = calloc(1, sizeof(*log));
    int file = open(path, O_RDWR | O_CREAT, 0644);
    void *data = mmap(NULL, BYTES, PROT_READ, MAP_SHARED, file, 0);

    if (log == NULL || file < 0 || data == MAP_FAILED)
        return free(log), close(file), LOY_ERR_STORE;
    log->store = (loy_store){sizeof(loy_store), 0, log, load, commit, 0, 0, 0, close_log, 0, 0};
    log->data = data;
    log->file = file;
    for (uint64_t frame[2], left = (uint64_t)lseek(file, 0, SEEK_END); left >= sizeof(frame);) {
        memcpy(frame, log->data + log->size, sizeof(frame));
        if (frame[0] > (left -= sizeof(frame)) ||
            checksum(log->data + log->size + sizeof(frame), frame[0]) != frame[1])
            break;
        left -= frame[0];
        enter(log, frame[0]);
    }
    return *out = &log->store, ftruncate(file, (off_t)log->size) == 0 ? LOY_OK : LOY_ERR_STORE;
}
