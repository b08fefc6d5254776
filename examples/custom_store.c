/*
 * custom_store.c -- a storage backend of your own.
 *
 * libloyalty asks little of a store: give me the bytes under these keys; keep
 * all of these records if none has changed since, else none. Here that is a
 * log: one file that only grows, each batch appended in one piece behind its
 * size and a checksum. What a power cut leaves half written at the end fails
 * its checksum and is dropped when the log is opened: a batch is kept or not,
 * as a whole. This very file passes the library's conformance kit
 * (tests/store_custom_test.c).
 *
 *     example_custom_store [FILE]
 */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "loyalty/store.h"

/* In the file, in the byte order of this machine: a frame for each batch, and
 * in it for each record an entry, its id and its bytes. */
struct frame {
    uint64_t size, checksum; /* of what follows */
};
struct entry {
    uint64_t size; /* of the bytes */
    int64_t due;
    uint32_t kind, id_size;
};

/* In memory: the whole log, and where the newest entry of each record is, in
 * ascending order of kind and id. */
struct record {
    struct entry entry;
    uint64_t revision; /* how often it was written */
    size_t id;         /* where it is in the log; the bytes follow it */
};
struct log {
    loy_store store;
    unsigned char *bytes;
    struct record *records;
    size_t end, capacity, count, room;
    int file;
};

static uint64_t
fnv1a(const unsigned char *bytes, uint64_t size)
{
    uint64_t sum = 14695981039346656037u;

    while (size-- > 0)
        sum = (sum ^ *bytes++) * 1099511628211u;
    return sum;
}

/* The index of the first record that is not before a kind and id. */
static size_t
find(const struct log *log, uint32_t kind, const void *id, uint32_t id_size, int *found)
{
    size_t low = 0, high = log->count;

    for (*found = 0; low < high;) {
        size_t middle = (low + high) / 2;
        const struct record *record = &log->records[middle];
        uint32_t size = record->entry.id_size;
        int order = (record->entry.kind > kind) - (record->entry.kind < kind);

        if (order == 0)
            order = memcmp(log->bytes + record->id, id, size < id_size ? size : id_size);
        if (order == 0)
            order = (size > id_size) - (size < id_size);
        *found |= order == 0;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Room in an array, at least twice as much when it grows; NULL without memory. */
static void *
grow(void *array, size_t *room, size_t need, size_t each)
{
    void *grown = need > *room ? realloc(array, 2 * need * each) : array;

    if (need > *room && grown != NULL)
        *room = 2 * need;
    return grown;
}

/* Before anything is written, so that nothing can fail after. */
static int
reserve(struct log *log, size_t size, size_t records)
{
    void *bytes = grow(log->bytes, &log->capacity, log->end + size + 1, 1);
    void *index;

    if (bytes == NULL)
        return LOY_ERR_NOMEM;
    log->bytes = bytes;
    index = grow(log->records, &log->room, log->count + records + 1, sizeof(*log->records));
    if (index == NULL)
        return LOY_ERR_NOMEM;
    log->records = index;
    return LOY_OK;
}

/* A batch is safe in the log: its entries enter the index. */
static void
enter(struct log *log, size_t at, size_t size)
{
    for (log->end = at + size; at < log->end;) {
        struct entry entry;
        size_t i, id = at + sizeof(entry);
        int found;

        memcpy(&entry, log->bytes + at, sizeof(entry));
        i = find(log, entry.kind, log->bytes + id, entry.id_size, &found);
        if (!found) {
            memmove(&log->records[i + 1], &log->records[i],
                    (log->count++ - i) * sizeof(*log->records));
            log->records[i].revision = 0;
        }
        log->records[i] = (struct record){entry, log->records[i].revision + 1, id};
        at = id + entry.id_size + entry.size;
    }
}

static int
load(void *context, loy_fetch *fetches, uint32_t count)
{
    const struct log *log = context;
    int found, rc = LOY_OK;

    for (uint32_t i = 0; i < count && rc == LOY_OK; i++) {
        size_t at = find(log, fetches[i].kind, fetches[i].id, fetches[i].id_size, &found);
        const struct record *record = &log->records[at];

        if (found)
            rc = loy_fetch_give(&fetches[i], log->bytes + record->id + record->entry.id_size,
                                record->entry.size, record->revision);
    }
    return rc;
}

static unsigned char *
append(unsigned char *to, const void *bytes, size_t size)
{
    if (size > 0)
        memcpy(to, bytes, size);
    return to + size;
}

/* Checks every revision, writes the batch behind the last one, has the disk
 * confirm it. A write that failed is simply written over by the next. */
static int
commit(void *context, const loy_batch *batch)
{
    struct log *log = context;
    struct frame frame = {0, 0};
    unsigned char *to;
    int found;

    for (uint32_t i = 0; i < batch->count; i++) {
        const loy_write *write = &batch->writes[i];
        size_t at = find(log, write->kind, write->id, write->id_size, &found);

        if (write->seen != (found ? log->records[at].revision : 0))
            return LOY_ERR_CONFLICT;
        frame.size += sizeof(struct entry) + write->id_size + write->size;
    }
    if (reserve(log, sizeof(frame) + frame.size, batch->count) < 0)
        return LOY_ERR_NOMEM;
    to = log->bytes + log->end + sizeof(frame);
    for (uint32_t i = 0; i < batch->count; i++) {
        const loy_write *write = &batch->writes[i];
        struct entry entry = {write->size, write->due, write->kind, write->id_size};

        to = append(to, &entry, sizeof(entry));
        to = append(to, write->id, write->id_size);
        to = append(to, write->bytes, write->size);
    }
    frame.checksum = fnv1a(to - frame.size, frame.size);
    memcpy(log->bytes + log->end, &frame, sizeof(frame));
    if (pwrite(log->file, log->bytes + log->end, sizeof(frame) + frame.size, (off_t)log->end) !=
        (ssize_t)(sizeof(frame) + frame.size))
        return LOY_ERR_STORE;
    if (fsync(log->file) != 0)
        return LOY_ERR_UNKNOWN; /* it may yet reach the disk */
    enter(log, log->end + sizeof(frame), frame.size);
    return LOY_OK;
}

static int
deliver(const struct log *log, const struct record *record, loy_sink *sink)
{
    const unsigned char *id = log->bytes + record->id;

    return loy_sink_give(sink, (const char *)id, record->entry.id_size, id + record->entry.id_size,
                         record->entry.size, record->revision);
}

static int
walk(void *context, uint32_t kind, const char *after, uint32_t after_size, loy_sink *sink)
{
    const struct log *log = context;
    int found = 0, rc = 1;
    size_t i = find(log, kind, after, after == NULL ? 0 : after_size, &found);

    for (i += after != NULL && found; i < log->count && log->records[i].entry.kind == kind; i++) {
        if ((rc = deliver(log, &log->records[i], sink)) <= 0)
            return rc;
    }
    return LOY_OK;
}

/* Again and again the soonest behind the last: a store for many customers
 * would keep an index. */
static int
due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    const struct log *log = context;
    const struct record *last = NULL, *next;
    int rc = 1;

    while (rc > 0) {
        next = NULL;
        for (const struct record *r = log->records; r < log->records + log->count; r++) {
            int behind = last == NULL || r->entry.due > last->entry.due ||
                         (r->entry.due == last->entry.due && r > last);

            if (r->entry.kind == kind && r->entry.due != LOY_NEVER && r->entry.due <= before &&
                behind && (next == NULL || r->entry.due < next->entry.due))
                next = r;
        }
        if (next == NULL)
            return LOY_OK;
        rc = deliver(log, last = next, sink);
    }
    return rc;
}

static void
close_log(void *context)
{
    struct log *log = context;

    close(log->file);
    free(log->records);
    free(log->bytes);
    free(log);
}

/* Reads the log batch by batch, up to the first that is not whole. */
static int
replay(struct log *log)
{
    off_t size = lseek(log->file, 0, SEEK_END);
    struct frame frame;

    if (size < 0 || reserve(log, (size_t)size, 0) < 0 ||
        pread(log->file, log->bytes, (size_t)size, 0) != size)
        return LOY_ERR_STORE;
    while ((size_t)size - log->end >= sizeof(frame)) {
        size_t at = log->end + sizeof(frame);

        memcpy(&frame, log->bytes + log->end, sizeof(frame));
        if (frame.size == 0 || frame.size > (size_t)size - at ||
            fnv1a(log->bytes + at, frame.size) != frame.checksum)
            break;
        if (reserve(log, frame.size, frame.size / sizeof(struct entry)) < 0)
            return LOY_ERR_NOMEM;
        enter(log, at, frame.size);
    }
    return ftruncate(log->file, (off_t)log->end) == 0 ? LOY_OK : LOY_ERR_STORE;
}

/* Opens a log; one process at a time may. */
static int
open_log(loy_store **out, const char *path)
{
    struct log *log = calloc(1, sizeof(*log));
    int rc;

    *out = NULL;
    if (log == NULL)
        return LOY_ERR_NOMEM;
    log->store = (loy_store){.size = sizeof(log->store),
                             .context = log,
                             .load = load,
                             .commit = commit,
                             .walk = walk,
                             .due = due,
                             .close = close_log};
    log->file = open(path, O_RDWR | O_CREAT, 0644);
    rc = log->file < 0 || lockf(log->file, F_TLOCK, 0) != 0 ? LOY_ERR_STORE : replay(log);
    if (rc < 0)
        close_log(log);
    else
        *out = &log->store;
    return rc;
}

/* A purchase, applied twice, as after a crash; then the shop closes, opens
 * again, and asks for the balance. */
static int
buy_coffee(loy_engine *engine, loy_outcome *outcome)
{
    loy_line line = {.id = LOY_TEXT("1"), .quantity = 2000, .unit_price = 450};
    loy_event event = LOY_EVENT_INIT;

    event.source = (loy_text)LOY_TEXT("till-3");
    event.id = (loy_text)LOY_TEXT("r-1001");
    event.type = (loy_text)LOY_TEXT("purchase");
    event.customer = (loy_text)LOY_TEXT("c42");
    event.time = 1772439300000;
    event.lines = &line;
    event.line_count = 1;
    return loy_engine_apply(engine, &event, outcome, NULL);
}

static int
one_day(const loy_program *program, const char *path)
{
    loy_store *store = NULL;
    loy_engine *engine = NULL;
    loy_outcome *outcome = NULL;
    int rc;

    if ((rc = open_log(&store, path)) == LOY_OK &&
        (rc = loy_engine_new(&engine, program, store, NULL)) == LOY_OK &&
        (rc = loy_outcome_new(&outcome, NULL)) == LOY_OK &&
        (rc = buy_coffee(engine, outcome)) == LOY_OK)
        printf("%s: %lld stars\n", loy_outcome_replayed(outcome) ? "known already" : "applied",
               (long long)loy_outcome_balance(outcome, 0)->available);
    loy_outcome_free(outcome);
    loy_engine_free(engine);
    loy_store_close(store);
    return rc;
}

int
main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "custom_store.log";
    loy_draft *draft = NULL;
    loy_program *program = NULL;
    int rc = loy_draft_new(&draft, NULL);

    loy_draft_identify(draft, "corner-cafe", 1, "EUR");
    loy_draft_currency(draft, "stars");
    loy_rule_earn(loy_draft_rule(draft, "base", "purchase"), "stars", "total.per(money('1.00'))");
    if (rc == LOY_OK && (rc = loy_program_new(&program, draft, NULL)) == LOY_OK &&
        (rc = one_day(program, path)) == LOY_OK)
        rc = one_day(program, path);
    if (rc < 0)
        fprintf(stderr, "custom_store: %s\n", loy_result_text(rc));
    loy_program_free(program);
    loy_draft_free(draft);
    if (argc == 1)
        remove(path);
    return rc < 0 ? 1 : 0;
}
