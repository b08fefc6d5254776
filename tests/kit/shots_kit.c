/*
 * shots_kit.c -- see shots_kit.h.
 */
#include "kit/shots_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct adding {
    shots_kit *shot;
    uint32_t kind;
} adding;

static int
add(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
    uint64_t revision)
{
    const adding *a = context;
    shots_record *record = &a->shot->records[a->shot->count++];

    assert_true(a->shot->count < SHOTS_KIT_RECORDS && id_size <= sizeof(record->id));
    *record =
        (shots_record){.size = size, .revision = revision, .kind = a->kind, .id_size = id_size};
    record->bytes = malloc(size + 1);
    assert_non_null(record->bytes);
    memcpy(record->bytes, bytes, size);
    memcpy(record->id, id, id_size);
    return 1;
}

static int
walk(void *context, uint32_t kind, const char *after, uint32_t after_size, loy_sink *sink)
{
    const shots_kit *shot = context;
    int more = 1;

    (void)after_size;
    assert_null(after);
    for (uint32_t i = 0; more == 1 && i < shot->count; i++) {
        const shots_record *record = &shot->records[i];

        if (record->kind == kind && record->bytes != NULL)
            more = loy_sink_give(sink, record->id, record->id_size, record->bytes, record->size,
                                 record->revision);
    }
    return more < 0 ? more : LOY_OK;
}

static int
no_load(void *context, loy_fetch *fetches, uint32_t count)
{
    (void)context;
    (void)fetches;
    (void)count;
    return LOY_ERR_STORE;
}

static int
no_commit(void *context, const loy_batch *batch)
{
    (void)context;
    (void)batch;
    return LOY_ERR_STORE;
}

void
shots_kit_take(shots_kit *shot, const loy_store *from)
{
    shot->store = (loy_store){.size = sizeof(shot->store),
                              .context = shot,
                              .load = no_load,
                              .commit = no_commit,
                              .walk = walk};
    shot->count = 0;
    for (uint32_t kind = LOY_KIND_CUSTOMER; kind <= LOY_KIND_USES; kind++) {
        adding a = {.shot = shot, .kind = kind};

        assert_int_equal(loy_store_walk(from, kind, NULL, 0, add, &a), LOY_OK);
    }
}

void
shots_kit_free(shots_kit *shot)
{
    for (uint32_t i = 0; i < shot->count; i++)
        free(shot->records[i].bytes);
    shot->count = 0;
}

shots_record *
shots_kit_find(shots_kit *shot, const shots_record *like)
{
    for (uint32_t i = 0; i < shot->count; i++) {
        shots_record *record = &shot->records[i];

        if (record->kind == like->kind && record->id_size == like->id_size &&
            memcmp(record->id, like->id, like->id_size) == 0)
            return record;
    }
    return NULL;
}

void
shots_kit_live(shots_history *h, const story *row)
{
    char program[4096];

    memset(h, 0, sizeof(*h));
    story_kit_program(row->settings, program, sizeof(program));
    engine_kit_open(&h->kit, program);
    for (; h->count < STORY_STEPS && row->steps[h->count].what != NULL; h->count++) {
        story_kit_step(&h->kit, &row->steps[h->count], h->count + 1);
        shots_kit_take(&h->shots[h->count], h->kit.store);
        assert_int_equal(
            loy_engine_new(&h->over[h->count], h->kit.program, &h->shots[h->count].store, NULL),
            LOY_OK);
    }
}

void
shots_kit_end(shots_history *h)
{
    for (size_t i = 0; i < h->count; i++) {
        loy_engine_free(h->over[i]);
        shots_kit_free(&h->shots[i]);
    }
    engine_kit_close(&h->kit);
}
