/*
 * store_columns_test.c -- the readable columns of a batch: what was noted while a
 * record was written, and what its bytes say, are the same.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/shop_kit.h"

enum { MOST_WRITES = 8, MOST_TEXT = 2048 };

/* A store that looks at the columns of each commit before another keeps it. */
typedef struct watcher {
    loy_store table;
    const loy_store *inner;
    uint32_t looked_at; /* records */
} watcher;

static void
tell(const loy_batch *batch, uint32_t index, char out[MOST_TEXT])
{
    loy_record_columns c = {.size = sizeof(c)};

    assert_int_equal(loy_batch_columns(batch, index, &c), LOY_OK);
    snprintf(out, MOST_TEXT, "%u %s|%s %s %s %lld|%s %s %s %s %s %s %lld %lld", (unsigned)c.kind,
             c.customer, c.stage, c.tiers, c.balances, (long long)c.settled, c.source, c.event,
             c.type, c.verdict, c.reason, c.entries, (long long)c.time, (long long)c.version);
}

/* Who was compiled when there were fewer members gets those, and keeps what is behind. */
static void
tell_less(const loy_batch *batch, uint32_t index)
{
    static const size_t sizes[] = {
        offsetof(loy_record_columns, stage), offsetof(loy_record_columns, settled),
        offsetof(loy_record_columns, source), offsetof(loy_record_columns, version)};
    loy_record_columns all = {.size = sizeof(all)};

    assert_int_equal(loy_batch_columns(batch, index, &all), LOY_OK);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        loy_record_columns *less = malloc(sizes[i]);

        assert_non_null(less);
        less->size = (uint32_t)sizes[i];
        assert_int_equal(loy_batch_columns(batch, index, less), LOY_OK);
        assert_int_equal(less->size, sizes[i]);
        assert_int_equal(less->kind, all.kind);
        assert_string_equal(less->customer, all.customer);
        free(less);
    }
    all.size = (uint32_t)sizes[0] - 1;
    assert_int_equal(loy_batch_columns(batch, index, &all), LOY_ERR_INVALID);
}

static int
watch(void *context, const loy_batch *batch)
{
    watcher *self = context;
    loy_write writes[MOST_WRITES];
    loy_batch read = *batch;
    char noted[MOST_TEXT], other[MOST_TEXT];

    assert_true(batch->count <= MOST_WRITES);
    memcpy(writes, batch->writes, batch->count * sizeof(*writes));
    read.writes = writes; /* nothing is noted of these: their bytes are read */
    for (uint32_t i = 0; i < batch->count; i++) {
        tell(batch, i, noted);
        tell(&read, i, other);
        assert_string_equal(noted, other);
        tell_less(batch, i);
        self->looked_at++;
    }
    return self->inner->commit(self->inner->context, batch);
}

static int
look_up(void *context, loy_fetch *fetches, uint32_t count)
{
    watcher *self = context;

    return self->inner->load(self->inner->context, fetches, count);
}

static void
open_watched(shop_kit *s, watcher *self)
{
    shop_kit_open(s);
    *self = (watcher){.inner = s->store};
    self->table =
        (loy_store){.size = sizeof(self->table), .context = self, .load = look_up, .commit = watch};
    loy_engine_free(s->engine);
    assert_int_equal(loy_engine_new(&s->engine, s->program, &self->table, NULL), LOY_OK);
}

#define EVENT(id, members) "{\"source\":\"t\",\"id\":\"" id "\"," SHOP_KIT_HEAD members "}"

static void
notes_say_what_the_bytes_say(void **state)
{
    static const char *const events[] = {
        shop_kit_first,
        shop_kit_later,
        EVENT("4", "\"type\":\"adjust\",\"points\":{\"gems\":\"1.25\"},\"reason\":\"goodwill\""),
        EVENT("5", "\"type\":\"redeem\",\"reward\":\"none\""),
        EVENT("6", "\"type\":\"return\",\"receipt\":{\"source\":\"t\",\"id\":\"1\"},"
                   "\"lines\":[{\"id\":\"1\",\"quantity\":1}]"),
    };
    shop_kit s;
    watcher self;

    (void)state;
    open_watched(&s, &self);
    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
        shop_kit_apply(&s, events[i]);
    /* An event and its customer, but for the refusal; the receipt that came back. */
    assert_int_equal(self.looked_at, 10);
    shop_kit_close(&s);
}

/* A customer whom two events of a group change is described as he is at its end. */
static void
the_last_of_a_group_counts(void **state)
{
    const char *const documents[] = {
        EVENT("7", "\"type\":\"adjust\",\"points\":{\"gems\":\"2.00\"},\"reason\":\"a\""),
        EVENT("8", "\"type\":\"adjust\",\"points\":{\"gems\":\"0.50\"},\"reason\":\"b\""),
    };
    const loy_event *events[2];
    loy_json_reader *readers[2];
    shop_kit s;
    watcher self;

    (void)state;
    open_watched(&s, &self);
    shop_kit_apply(&s, shop_kit_first); /* from here on columns are noted */
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(loy_json_reader_new(&readers[i], s.program, NULL), LOY_OK);
        assert_int_equal(
            loy_json_event(readers[i], documents[i], strlen(documents[i]), &events[i], NULL),
            LOY_OK);
    }
    self.looked_at = 0;
    assert_int_equal(loy_engine_apply_batch(s.engine, events, 2, 2, NULL, NULL, NULL), LOY_OK);
    assert_int_equal(self.looked_at, 3);
    for (size_t i = 0; i < 2; i++)
        loy_json_reader_free(readers[i]);
    shop_kit_close(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_say_what_the_bytes_say),
        cmocka_unit_test(the_last_of_a_group_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
