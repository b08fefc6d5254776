/*
 * archive_test.c -- the logs of tests/archive, replayed: what a release decided and stored
 * is decided and stored again, and what it stored can be carried on.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/recording_kit.h"
#include "kit/table_kit.h"

enum { MOST = 16, EVENTS = 128, TEXT = 1 << 20 };

typedef struct archive {
    const char *name; /* of its test: the folder's */
    char folder[64];
} archive;

static archive archives[MOST];
static size_t archive_count;

/* ---- Files ---- */

static FILE *
open_file(const archive *a, const char *name, const char *mode)
{
    const char *source = getenv("LOYALTY_SOURCE");
    char path[4096];
    FILE *file;

    snprintf(path, sizeof(path), "%s/tests/archive/%s/%s", source != NULL ? source : "..",
             a->folder, name);
    file = fopen(path, mode);
    if (file == NULL)
        fail_msg("%s cannot be opened", path);
    return file;
}

/* A whole file, kept until the next call for the same place. */
static char *
read_file(const archive *a, const char *name, char *text)
{
    FILE *file = open_file(a, name, "r");
    size_t size = fread(text, 1, TEXT - 1, file);

    assert_true(size < TEXT - 1);
    text[size] = '\0';
    fclose(file);
    return text;
}

/* ---- A log ---- */

typedef struct replay {
    char program[TEXT], log[TEXT], answers[TEXT];
    char *events[EVENTS];
    size_t count;
} replay;

static void
read_log(const archive *a, replay *r)
{
    read_file(a, "program.json", r->program);
    read_file(a, "events.jsonl", r->log);
    r->count = 0;
    for (char *line = strtok(r->log, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        assert_true(r->count < EVENTS);
        r->events[r->count++] = line;
    }
    assert_true(r->count >= 2);
}

/* Applies a part of the log; the answers stand one a line behind those before. */
static void
apply(engine_kit *kit, replay *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const loy_event *event;
        const char *answer;
        size_t used = strlen(r->answers);

        assert_int_equal(
            loy_json_event(kit->reader, r->events[i], strlen(r->events[i]), &event, NULL), LOY_OK);
        assert_int_equal(loy_engine_apply(kit->engine, event, kit->outcome, NULL), LOY_OK);
        assert_int_equal(loy_json_outcome(kit->reader, event, kit->outcome, &answer, NULL), LOY_OK);
        assert_true(used + strlen(answer) + 2 < TEXT);
        snprintf(r->answers + used, TEXT - used, "%s\n", answer);
    }
}

static char *
dump(const recording_kit *store, char *text)
{
    FILE *file = fmemopen(text, TEXT, "w");

    assert_non_null(file);
    recording_kit_write(store, file);
    fputc('\0', file);
    assert_int_equal(fclose(file), 0);
    return text;
}

static void
write_file(const archive *a, const char *name, const char *text)
{
    FILE *file = open_file(a, name, "w");

    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Where two texts differ first. */
static void
assert_same(const char *what, const char *found, const char *expected)
{
    size_t line = 1;

    if (strcmp(found, expected) == 0)
        return;
    for (size_t i = 0; found[i] == expected[i]; i++)
        line += found[i] == '\n';
    fail_msg("line %zu of %s is another one now: see tests/archive/README.md", line, what);
}

/* The first bytes of the first record of a kind, as digits; NULL: there is none. */
static const char *
first_of(const char *text, char kind)
{
    const char *at = text;

    while (*at != kind) {
        at = strchr(at, '\n');
        if (at == NULL)
            return NULL;
        at++;
    }
    for (int word = 0; word < 4; word++)
        at = strchr(at, ' ') + 1;
    return at;
}

/* Whether the formats of records are those that are written now: by the first word of
 * each kind, of those that both have. */
static bool
same_formats(const char *found, const char *expected)
{
    for (char kind = '1'; kind <= '4'; kind++) {
        const char *a = first_of(found, kind), *b = first_of(expected, kind);

        if (a != NULL && b != NULL && memcmp(a, b, 8) != 0)
            return false;
    }
    return true;
}

/* ---- Tests ---- */

static replay log_at_hand;
static char found[TEXT], expected[TEXT];

static void
open_log(engine_kit *kit, recording_kit *store, const archive *a)
{
    read_log(a, &log_at_hand);
    log_at_hand.answers[0] = '\0';
    recording_kit_open(store);
    engine_kit_open_over(kit, log_at_hand.program, &store->store);
}

static void
close_log(engine_kit *kit, recording_kit *store)
{
    engine_kit_verify(kit);
    engine_kit_close(kit);
    recording_kit_close(store);
}

static void
check_records(const archive *a, const char *name, const recording_kit *store)
{
    dump(store, found);
    read_file(a, name, expected);
    if (same_formats(found, expected))
        assert_same(name, found, expected);
}

static void
a_log_is_replayed(void **state)
{
    static recording_kit store;
    engine_kit kit;
    size_t half;

    open_log(&kit, &store, *state);
    half = log_at_hand.count / 2;
    apply(&kit, &log_at_hand, 0, half);
    check_records(*state, "half.txt", &store);
    apply(&kit, &log_at_hand, half, log_at_hand.count);
    check_records(*state, "store.txt", &store);
    assert_same("outcomes.jsonl", log_at_hand.answers,
                read_file(*state, "outcomes.jsonl", expected));
    close_log(&kit, &store);
}

/* From what that release had stored. */
static void
a_log_is_carried_on(void **state)
{
    static recording_kit store;
    const archive *a = *state;
    engine_kit kit;
    FILE *file = open_file(a, "half.txt", "r");
    char *second;

    open_log(&kit, &store, a);
    recording_kit_read(&store, file);
    fclose(file);
    apply(&kit, &log_at_hand, log_at_hand.count / 2, log_at_hand.count);
    check_records(a, "store.txt", &store);
    second = read_file(a, "outcomes.jsonl", expected);
    for (size_t i = 0; i < log_at_hand.count / 2; i++)
        second = strchr(second, '\n') + 1;
    assert_same("the second half of outcomes.jsonl", log_at_hand.answers, second);
    close_log(&kit, &store);
}

/* ---- The archives ---- */

static int
by_name(const void *left, const void *right)
{
    return strcmp(((const archive *)left)->folder, ((const archive *)right)->folder);
}

static void
find_archives(void)
{
    const char *source = getenv("LOYALTY_SOURCE");
    char path[4096];
    struct dirent *entry;
    DIR *folder;

    snprintf(path, sizeof(path), "%s/tests/archive", source != NULL ? source : "..");
    folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL && archive_count < MOST)
        if (strchr(entry->d_name, '.') != entry->d_name && strcmp(entry->d_name, "README.md") != 0)
            snprintf(archives[archive_count++].folder, sizeof(archives[0].folder), "%.63s",
                     entry->d_name);
    if (folder != NULL)
        closedir(folder);
    qsort(archives, archive_count, sizeof(archives[0]), by_name);
    for (size_t i = 0; i < archive_count; i++)
        archives[i].name = archives[i].folder;
}

/* The archive of the release that is being made. */
static void
write_next(void **state)
{
    static const archive next = {.folder = "next"};
    static recording_kit store;
    engine_kit kit;

    (void)state;
    open_log(&kit, &store, &next);
    apply(&kit, &log_at_hand, 0, log_at_hand.count / 2);
    write_file(&next, "half.txt", dump(&store, found));
    apply(&kit, &log_at_hand, log_at_hand.count / 2, log_at_hand.count);
    write_file(&next, "store.txt", dump(&store, found));
    write_file(&next, "outcomes.jsonl", log_at_hand.answers);
    close_log(&kit, &store);
}

static void
there_are_archives(void **state)
{
    (void)state;
    assert_true(archive_count > 0);
}

int
main(void)
{
    static table_kit table;

    if (getenv("LOYALTY_ARCHIVE_WRITE") != NULL)
        table_kit_test(&table, "writing", write_next);
    find_archives();
    table_kit_rows(&table, a_log_is_replayed, archives, archive_count, sizeof(archives[0]));
    table_kit_rows(&table, a_log_is_carried_on, archives, archive_count, sizeof(archives[0]));
    table_kit_test(&table, "there are archives", there_are_archives);
    return table_kit_run(&table, "archived logs");
}
