/*
 * rules_kit_events.c -- random purchases; see rules_kit.h.
 */
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "kit/random_kit.h"
#include "kit/rules_kit.h"

#define DAY INT64_C(86400000)
#define NEW_YEAR INT64_C(1767225600000) /* 2026-01-01T00:00Z */

static loy_text
text(const char *data)
{
    return (loy_text){.data = data, .size = (uint32_t)strlen(data)};
}

#define ONE_OF(words, state) text(words[random_kit_below(state, LOY_COUNT(words))])

static void
draw_lines(random_event *out, uint64_t *state)
{
    static const char *const ids[] = {"0", "1", "2", "3", "4"};
    static const char *const skus[] = {"k0", "k1", "k2", "k3", "k4", "k7", "k8", "k9", "other", ""};
    static const char *const paths[] = {"d0",   "d1",    "d2/x",     "d3", "d1/x1",
                                        "d10",  "/d1",   "d1/x2/y",  "",   "other",
                                        "d4//", "d1/x1", "d3/other", "d4", "d2/"};

    out->event.line_count = (uint32_t)random_kit_below(state, 6);
    for (uint32_t i = 0; i < out->event.line_count; i++) {
        out->organic[i] = (loy_attribute){.name = LOY_TEXT("organic"),
                                          .kind = LOY_VALUE_BOOLEAN,
                                          .number = random_kit_below(state, 4) == 0};
        out->lines[i] = (loy_line){.id = text(ids[i]),
                                   .sku = ONE_OF(skus, state),
                                   .category = ONE_OF(paths, state),
                                   .quantity = 1000 * (1 + (int64_t)random_kit_below(state, 4)),
                                   .unit_price = 50 * (int64_t)random_kit_below(state, 4),
                                   .attributes = &out->organic[i],
                                   .attribute_count = (uint32_t)random_kit_below(state, 2)};
    }
    out->event.lines = out->lines;
}

static void
draw_attributes(random_event *out, uint64_t *state)
{
    static const char *const colors[] = {"k0", "k1", "k2", "red", ""};

    out->attributes[0] = (loy_attribute){
        .name = LOY_TEXT("color"), .kind = LOY_VALUE_TEXT, .text = ONE_OF(colors, state)};
    out->attributes[1] = (loy_attribute){.name = LOY_TEXT("size"),
                                         .kind = LOY_VALUE_INTEGER,
                                         .number = (int64_t)random_kit_below(state, 40) - 20};
    out->attributes[3] = (loy_attribute){
        .name = LOY_TEXT("weight"), .kind = LOY_VALUE_INTEGER, .number = random_kit_integer(state)};
    out->attributes[2] = (loy_attribute){.name = LOY_TEXT("gift"),
                                         .kind = LOY_VALUE_BOOLEAN,
                                         .number = (int64_t)random_kit_below(state, 2)};
    out->event.attributes = out->attributes;
    out->event.attribute_count = (uint32_t)random_kit_below(state, 5);
}

void
rules_kit_event(random_event *out, uint32_t number, uint64_t *state)
{
    static const char *const customers[] = {"ann", "bob", "eve"};
    static const char *const stores[] = {"s0",     "s1",  "s2",    "s3", "s4",
                                         "s1/a/b", "s2/", "other", ""};
    static const char *const channels[] = {"ch0", "ch1", "ch2", ""};
    static const char *const codes[] = {"code0", "code1", "code2", "code3", "none"};

    memset(out, 0, sizeof(*out));
    snprintf(out->id, sizeof(out->id), "e%u", (unsigned)number);
    out->event = (loy_event)LOY_EVENT_INIT;
    out->event.source = text("till");
    out->event.id = text(out->id);
    out->event.type = text("purchase");
    out->event.customer = ONE_OF(customers, state);
    out->event.store = ONE_OF(stores, state);
    out->event.channel = ONE_OF(channels, state);
    out->event.time = NEW_YEAR + (int64_t)random_kit_below(state, (uint64_t)(60 * DAY));
    out->event.offset = 60 * (int32_t)random_kit_below(state, 3);
    out->event.code_count = (uint32_t)random_kit_below(state, 4);
    for (uint32_t i = 0; i < out->event.code_count; i++)
        out->codes[i] = ONE_OF(codes, state);
    out->event.codes = out->codes;
    draw_lines(out, state);
    draw_attributes(out, state);
}
