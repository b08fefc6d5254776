/*
 * history_kit.c -- histories told as documents, run lazily and eagerly.
 */
#include "kit/history_kit.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"

enum { MOST = 2048 };

static void
tell_lot(char *out, size_t size, const loy_lot *lot)
{
    char when[32];
    size_t used = strlen(out);

    used += (size_t)snprintf(out + used, size - used, " %lld", (long long)lot->points);
    if (lot->matures != 0) {
        loy__format_instant(lot->matures, 0, when);
        used += (size_t)snprintf(out + used, size - used, "~%s",
                                 lot->matures == LOY_NEVER ? "never" : when);
    }
    if (lot->expires != LOY_NEVER) {
        loy__format_instant(lot->expires, 0, when);
        snprintf(out + used, size - used, "<%s", when);
    }
}

const char *
history_kit_customer(engine_kit *kit, const char *at)
{
    static char told[MOST];
    const char *last = "";
    char *stage;

    snprintf(told, sizeof(told), "%s", engine_kit_customer(kit, "c1", at));
    stage = strrchr(told, ';');
    if (stage == NULL)
        return told;
    *stage = ':';
    stage[1] = '\0';
    for (uint32_t i = 0; i < loy_customer_lot_count(kit->customer); i++) {
        const loy_lot *lot = loy_customer_lot(kit->customer, i);

        if (strcmp(lot->currency, last) != 0 && i > 0)
            strcat(told, " |");
        last = lot->currency;
        tell_lot(told, sizeof(told), lot);
    }
    return told;
}

/* The moment of an event document; LOY_TIME_NONE when it says none. */
static int64_t
time_of(const char *event, size_t size)
{
    static const char key[] = "\"time\":\"";
    const char *at = strstr(event, key);
    int64_t moment = LOY_TIME_NONE;
    int32_t offset;

    if (at != NULL && at < event + size) {
        at += sizeof(key) - 1;
        assert_true(loy__parse_instant(at, strcspn(at, "\""), &moment, &offset));
    }
    return moment;
}

static void
advance(engine_kit *kit, int64_t *clock, int64_t until)
{
    int64_t step = LOY__DAY_MS / 4;

    if (*clock == LOY_TIME_NONE || *clock > until)
        *clock = until;
    /* Long silences by the month, so that they take no longer than they must. */
    while (*clock + step < until) {
        *clock += until - *clock > 400 * LOY__DAY_MS ? 30 * LOY__DAY_MS : step;
        assert_int_equal(loy_engine_advance(kit->engine, *clock, 0, NULL, NULL), LOY_OK);
    }
}

static void
apply_line(engine_kit *kit, const char *events, size_t size)
{
    char line[4096];

    assert_true(size < sizeof(line));
    memcpy(line, events, size);
    line[size] = '\0';
    engine_kit_apply_all(kit, line);
}

/* Settles everybody again and again between the events, and up to a moment. */
static void
apply_eagerly(engine_kit *kit, const char *events, const char *at)
{
    int64_t clock = LOY_TIME_NONE;
    int64_t end = LOY_TIME_NONE;
    int32_t offset;

    while (*events != '\0') {
        size_t size = strcspn(events, "\n");
        int64_t moment = time_of(events, size);

        if (moment != LOY_TIME_NONE)
            advance(kit, &clock, moment);
        apply_line(kit, events, size);
        events += size;
        events += *events == '\n';
    }
    if (at == NULL)
        return;
    assert_true(loy__parse_instant(at, strlen(at), &end, &offset));
    advance(kit, &clock, end);
    assert_int_equal(loy_engine_advance(kit->engine, end, 0, NULL, NULL), LOY_OK);
}

/* The moment of the view, and where the history says none, that of its last event. */
static const char *
moment_of(const history *s, char *last, size_t size)
{
    static const char key[] = "\"time\":\"";
    const char *found = NULL;

    for (const char *p = s->events; (p = strstr(p, key)) != NULL;)
        found = p += sizeof(key) - 1;
    if (s->at != NULL || found == NULL)
        return s->at;
    snprintf(last, size, "%.*s", (int)strcspn(found, "\""), found);
    return last;
}

void
history_kit_run(void **state)
{
    const history *s = *state;
    engine_kit lazy, eager;
    char seen[MOST];
    char last[64];
    const char *at = moment_of(s, last, sizeof(last));

    engine_kit_open(&lazy, s->program);
    engine_kit_apply_all(&lazy, s->events);
    if (s->outcome != NULL)
        assert_string_equal(engine_kit_outcome(&lazy), s->outcome);
    if (s->entries != NULL)
        assert_string_equal(engine_kit_entries(&lazy), s->entries);
    strcpy(seen, history_kit_customer(&lazy, at));
    if (s->customer != NULL)
        assert_string_equal(seen, s->customer);
    engine_kit_open(&eager, s->program);
    apply_eagerly(&eager, s->events, at);
    assert_string_equal(history_kit_customer(&eager, at), seen);
    engine_kit_close(&eager);
    engine_kit_close(&lazy);
}
