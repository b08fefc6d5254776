/*
 * story_kit.c -- see story_kit.h.
 */
#include "kit/story_kit.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"

static void
quote(char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\'' || *text == '`')
            *text = *text == '`' ? '\'' : '"';
}

void
story_kit_program(const char *settings, char *out, size_t capacity)
{
    int size = snprintf(out, capacity, "{'loyalty':1,'program':'t','version':1,'money':'EUR',%s}",
                        settings);

    assert_true(size > 0 && (size_t)size < capacity);
    quote(out);
}

void
story_kit_event(const char *members, size_t number, char *out, size_t capacity)
{
    const char *source = strstr(members, "'source'") == NULL ? "'source':'s'," : "";
    const char *time = strstr(members, "'time'") == NULL ? "'time':'2026-01-01T10:00:00Z'," : "";
    char id[32] = "";
    int size;

    if (strncmp(members, "'id'", 4) != 0)
        snprintf(id, sizeof(id), "'id':'%zu',", number);
    size = snprintf(out, capacity, "{%s%s%s%s}", source, id, time, members);
    assert_true(size > 0 && (size_t)size < capacity);
    quote(out);
}

/* All lots of the first currency in spending order. */
static const char *
lots_of(engine_kit *kit, const char *id)
{
    size_t used = 0;

    kit->text[0] = '\0';
    if (loy_engine_customer(kit->engine, id, strlen(id), LOY_TIME_NONE, kit->customer, NULL) < 0)
        return "nobody";
    for (uint32_t i = 0; i < loy_customer_lot_count(kit->customer); i++) {
        const loy_lot *lot = loy_customer_lot(kit->customer, i);
        char until[32] = "never";

        if (lot->expires != LOY_NEVER)
            loy__format_instant(lot->expires, 0, until);
        until[strcspn(until, "T")] = '\0';
        used += (size_t)snprintf(kit->text + used, sizeof(kit->text) - used, "%s%" PRId64 "@%s",
                                 i > 0 ? " " : "", lot->points, until);
    }
    return kit->text;
}

static const char *
customer_of(engine_kit *kit, const char *words)
{
    char id[64];
    const char *at = strchr(words, ' ');

    snprintf(id, sizeof(id), "%.*s", (int)strcspn(words, " "), words);
    return engine_kit_customer(kit, id, at != NULL ? at + 1 : NULL);
}

static const char *
tiers_of(engine_kit *kit, const char *words, bool counted)
{
    size_t used = 0;

    customer_of(kit, words);
    kit->text[0] = '\0';
    for (uint32_t i = 0; loy_customer_tier(kit->customer, i) != NULL; i++) {
        used += (size_t)snprintf(kit->text + used, sizeof(kit->text) - used, "%s%s",
                                 i > 0 ? " " : "", loy_customer_tier(kit->customer, i)->tier);
        if (counted)
            used += (size_t)snprintf(kit->text + used, sizeof(kit->text) - used, " %" PRId64,
                                     loy_customer_progress(kit->customer, i));
    }
    return kit->text;
}

static const char *
settle(engine_kit *kit, const char *until)
{
    int64_t moment;
    int32_t offset;

    assert_true(loy__parse_instant(until, strlen(until), &moment, &offset));
    assert_int_equal(loy_engine_advance(kit->engine, moment, 0, NULL, NULL), LOY_OK);
    return "";
}

static const char *
happen(engine_kit *kit, const char *what, size_t number)
{
    char event[2048];

    switch (what[0]) {
    case '?':
        return customer_of(kit, what + 2);
    case '=':
        return lots_of(kit, what + 2);
    case '^':
    case '#':
        return tiers_of(kit, what + 2, what[0] == '#');
    case '>':
        return settle(kit, what + 2);
    default:
        story_kit_event(what, number, event, sizeof(event));
        assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
        return engine_kit_outcome(kit);
    }
}

void
story_kit_step(engine_kit *kit, const story_step *step, size_t number)
{
    const char *found = happen(kit, step->what, number);
    const char *expect = step->expect;

    if (expect == NULL && strchr("?=^#>", step->what[0]) != NULL)
        return;
    if (expect == NULL) { /* whatever it says behind that */
        expect = "applied";
        found = strncmp(found, expect, strlen(expect)) == 0 ? expect : found;
    }
    if (strcmp(found, expect) != 0)
        print_error("step %zu: %s\n  found    %s\n  expected %s\n", number, step->what, found,
                    expect);
    assert_string_equal(found, expect);
}

void
story_kit_steps(engine_kit *kit, const story_step *steps)
{
    for (size_t i = 0; i < STORY_STEPS && steps[i].what != NULL; i++)
        story_kit_step(kit, &steps[i], i + 1);
}

void
story_kit_run(void **state)
{
    const story *row = *state;
    char program[4096];
    engine_kit kit;

    story_kit_program(row->settings, program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, row->steps);
    engine_kit_close(&kit);
}
