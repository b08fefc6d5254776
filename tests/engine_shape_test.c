/*
 * engine_shape_test.c -- events that a host has put together wrongly: lists
 * that are not there, structs of other sizes. Nothing is read through them.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

static const char program[] = "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
                              "\"currencies\":{\"stars\":{}}}";

/* What is set to NULL or to another size, in an event with one of each. */
typedef struct row {
    const char *name;
    int result;
    const char *path;
    enum { LINES, CODES, ITEMS, ATTRIBUTES, LINE_TAGS, LINE_ATTRIBUTES, SIZE } what;
    uint32_t size, line_size, item_size, attribute_size; /* SIZE; 0: as it is */
} row;

static const row rows[] = {
    {"no lines", LOY_ERR_INVALID, "/lines", LINES, 0, 0, 0, 0},
    {"no codes", LOY_ERR_INVALID, "/codes", CODES, 0, 0, 0, 0},
    {"no items", LOY_ERR_INVALID, "/items", ITEMS, 0, 0, 0, 0},
    {"no attributes", LOY_ERR_INVALID, "/attributes", ATTRIBUTES, 0, 0, 0, 0},
    {"no tags", LOY_ERR_INVALID, "/lines/1/tags", LINE_TAGS, 0, 0, 0, 0},
    {"no attributes of a line", LOY_ERR_INVALID, "/lines/1/attributes", LINE_ATTRIBUTES, 0, 0, 0,
     0},
    {"an event of size 0", LOY_ERR_VERSION, "", SIZE, 1, 0, 0, 0},
    {"a smaller event", LOY_ERR_VERSION, "", SIZE, sizeof(loy_event) - 1, 0, 0, 0},
    {"smaller lines", LOY_ERR_VERSION, "", SIZE, 0, sizeof(loy_line) - 8, 0, 0},
    {"lines at odd places", LOY_ERR_VERSION, "", SIZE, 0, sizeof(loy_line) + 1, 0, 0},
    {"smaller items", LOY_ERR_VERSION, "", SIZE, 0, 0, sizeof(loy_item) - 8, 0},
    {"items at odd places", LOY_ERR_VERSION, "", SIZE, 0, 0, sizeof(loy_item) + 1, 0},
    {"smaller attributes", LOY_ERR_VERSION, "", SIZE, 0, 0, 0, sizeof(loy_attribute) - 8},
    {"attributes at odd places", LOY_ERR_VERSION, "", SIZE, 0, 0, 0, sizeof(loy_attribute) + 1},
};

static void
change_sizes(loy_event *event, const row *r)
{
    if (r->size > 0)
        event->size = r->size;
    if (r->line_size > 0)
        event->line_size = r->line_size;
    if (r->item_size > 0)
        event->item_size = r->item_size;
    if (r->attribute_size > 0)
        event->attribute_size = r->attribute_size;
}

static void
change(loy_event *event, loy_line *line, const row *r)
{
    switch (r->what) {
    case LINES:
        event->lines = NULL;
        break;
    case CODES:
        event->codes = NULL;
        break;
    case ITEMS:
        event->items = NULL;
        break;
    case ATTRIBUTES:
        event->attributes = NULL;
        break;
    case LINE_TAGS:
        line->tag_count = 1;
        break;
    case LINE_ATTRIBUTES:
        line->attribute_count = 1;
        break;
    default:
        change_sizes(event, r);
        break;
    }
}

static void
is_not_looked_at(void **state)
{
    const row *r = *state;
    const loy_text code = LOY_TEXT("SPRING");
    const loy_item item = {.name = LOY_TEXT("stars"), .amount = 1, .kind = LOY_ITEM_PAY};
    const loy_attribute attribute = {.name = LOY_TEXT("a"), .kind = LOY_VALUE_INTEGER};
    loy_line lines[] = {{.id = LOY_TEXT("1"), .quantity = 1000},
                        {.id = LOY_TEXT("2"), .quantity = 1000}};
    loy_event event = LOY_EVENT_INIT;
    loy_error error = LOY_ERROR_INIT;
    engine_kit kit;

    event.source = event.id = event.customer = (loy_text)LOY_TEXT("c1");
    event.type = (loy_text)LOY_TEXT("purchase");
    event.time = 0;
    event.lines = lines;
    event.line_count = 2;
    event.codes = &code;
    event.items = &item;
    event.attributes = &attribute;
    event.code_count = event.item_count = event.attribute_count = 1;
    change(&event, &lines[1], r);
    engine_kit_open(&kit, program);
    assert_int_equal(loy_engine_apply(kit.engine, &event, kit.outcome, &error), r->result);
    assert_string_equal(error.path, r->path);
    assert_true(error.text[0] != '\0');
    assert_int_equal(loy_engine_quote(kit.engine, &event, kit.outcome, NULL), r->result);
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), "not found");
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, is_not_looked_at, rows);
    return table_kit_run(&kit, "engine shape");
}
