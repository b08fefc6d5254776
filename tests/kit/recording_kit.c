/*
 * recording_kit.c -- see recording_kit.h.
 */
#include "kit/recording_kit.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE = 1 << 17 };

static int
compare(const void *left, const void *right)
{
    const recording_kit_record *a = left, *b = right;
    uint32_t size = a->id_size < b->id_size ? a->id_size : b->id_size;
    int order = memcmp(a->id, b->id, size);

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return order != 0 ? order : (a->id_size > b->id_size) - (a->id_size < b->id_size);
}

static recording_kit_record *
find(recording_kit *kit, const loy_write *write)
{
    for (size_t i = 0; i < kit->count; i++) {
        recording_kit_record *record = &kit->records[i];

        if (record->kind == write->kind && record->id_size == write->id_size &&
            memcmp(record->id, write->id, write->id_size) == 0)
            return record;
    }
    assert_true(kit->count < RECORDING_KIT_MOST);
    return &kit->records[kit->count++];
}

static void
note(recording_kit *kit, const loy_write *write)
{
    recording_kit_record *record = find(kit, write);

    free(record->bytes);
    *record = (recording_kit_record){.size = write->size,
                                     .revision = write->seen + 1,
                                     .due = write->due,
                                     .kind = write->kind,
                                     .id_size = write->id_size};
    record->bytes = malloc(write->size + 1);
    assert_non_null(record->bytes);
    memcpy(record->bytes, write->bytes, write->size);
    memcpy(record->id, write->id, write->id_size);
}

static int
record_load(void *context, loy_fetch *fetches, uint32_t count)
{
    const recording_kit *kit = context;

    return kit->inner->load(kit->inner->context, fetches, count);
}

static int
record_commit(void *context, const loy_batch *batch)
{
    recording_kit *kit = context;
    int result = kit->inner->commit(kit->inner->context, batch);

    for (uint32_t i = 0; result == LOY_OK && i < batch->count; i++)
        note(kit, &batch->writes[i]);
    return result;
}

static int
record_walk(void *context, uint32_t kind, const char *after, uint32_t after_size, loy_sink *sink)
{
    const recording_kit *kit = context;

    return kit->inner->walk(kit->inner->context, kind, after, after_size, sink);
}

static int
record_due(void *context, uint32_t kind, int64_t before, loy_sink *sink)
{
    const recording_kit *kit = context;

    return kit->inner->due(kit->inner->context, kind, before, sink);
}

void
recording_kit_open(recording_kit *kit)
{
    memset(kit, 0, sizeof(*kit));
    assert_int_equal(loy_memory_store_open(&kit->inner, NULL), LOY_OK);
    kit->store = (loy_store){.size = sizeof(kit->store),
                             .context = kit,
                             .load = record_load,
                             .commit = record_commit,
                             .walk = record_walk,
                             .due = record_due};
}

void
recording_kit_close(recording_kit *kit)
{
    for (size_t i = 0; i < kit->count; i++)
        free(kit->records[i].bytes);
    loy_store_close(kit->inner);
}

/* ---- As text ---- */

static void
write_hex(const unsigned char *bytes, uint64_t size, FILE *out)
{
    for (uint64_t i = 0; i < size; i++)
        fprintf(out, "%02x", bytes[i]);
}

void
recording_kit_write(const recording_kit *kit, FILE *out)
{
    static recording_kit_record sorted[RECORDING_KIT_MOST];

    memcpy(sorted, kit->records, kit->count * sizeof(*sorted));
    qsort(sorted, kit->count, sizeof(*sorted), compare);
    for (size_t i = 0; i < kit->count; i++) {
        fprintf(out, "%" PRIu32 " ", sorted[i].kind);
        write_hex(sorted[i].id, sorted[i].id_size, out);
        fprintf(out, " %" PRIu64 " %" PRId64 " ", sorted[i].revision, sorted[i].due);
        write_hex(sorted[i].bytes, sorted[i].size, out);
        fputc('\n', out);
    }
}

/* The bytes of digits, in their place; how many. */
static uint32_t
read_hex(char *text)
{
    uint32_t size = 0;

    for (; text[2 * size] != '\0' && text[2 * size] != '\n'; size++) {
        unsigned byte;

        assert_int_equal(sscanf(text + 2 * size, "%2x", &byte), 1);
        text[size] = (char)byte;
    }
    return size;
}

/* A record has the revision that it had once it has been written so often. */
static void
keep(recording_kit *kit, loy_write *write, uint64_t revision)
{
    const loy_batch batch = {.size = sizeof(batch), .count = 1, .writes = write};

    for (write->seen = 0; write->seen < revision; write->seen++)
        assert_int_equal(kit->store.commit(kit->store.context, &batch), LOY_OK);
}

void
recording_kit_read(recording_kit *kit, FILE *in)
{
    char *line = malloc(LINE);

    assert_non_null(line);
    while (fgets(line, LINE, in) != NULL) {
        loy_write write = {.owner = ""};
        char *kind = strtok(line, " "), *id = strtok(NULL, " "), *revision = strtok(NULL, " "),
             *due = strtok(NULL, " "), *bytes = strtok(NULL, " ");

        assert_non_null(bytes);
        write.kind = (uint32_t)strtoul(kind, NULL, 10);
        write.id = id;
        write.id_size = read_hex(id);
        write.due = strtoll(due, NULL, 10);
        write.bytes = bytes;
        write.size = read_hex(bytes);
        keep(kit, &write, strtoull(revision, NULL, 10));
    }
    free(line);
}
