/*
 * engine_table_test.c -- a table of purchases is its events one by one, also where the program
 * holds their times against when they were accepted, and for callers who know fewer columns.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define EVENTS 6
#define ROWS 8
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define JANUARY INT64_C(1767225600000) /* 2026 */

/* Twice the points on the second of a month. */
#define SHOP                                                                                       \
    "'currencies':{'stars':{}},'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / "    \
    "100'}},{'id':'day','on':'purchase','when':'event.local.day == 2','multiply':{'stars':'2'}}]"

typedef struct table_row {
    const char *name;
    const char *settings;
    uint32_t kind;  /* of the column `accepted` */
    int64_t points; /* that all have in the end */
} table_row;

static const table_row tables[] = {
    {"times as they are", SHOP, LOY_COLUMN_NONE, 110},
    {"no bounds: when they were accepted is nothing", SHOP, LOY_COLUMN_INT64, 110},
    {"held against when they were accepted", SHOP ",'clock':{}", LOY_COLUMN_INT64, 90},
    {"all at once", SHOP ",'clock':{'behind':'P1D'}", LOY_COLUMN_CONSTANT, 80},
    {"refused where they stand off", SHOP ",'clock':{'beyond':'refuse'}", LOY_COLUMN_INT64, 60},
    {"refused where nobody says when", SHOP ",'clock':{}", LOY_COLUMN_NONE, 0},
};

/* One row a line; the third and the fifth event have two. */
static const char ids[] = "aabbccccddeeeeff";
static const int number_of[ROWS] = {0, 1, 2, 2, 3, 4, 4, 5};
static const int64_t days[EVENTS] = {0, 1, 1, 20, 2, 3};       /* as the till says */
static const int64_t accepted_on[EVENTS] = {0, 1, 9, 3, 2, 3}; /* as it was */

static void
fill_event(int number, loy_line *lines, uint32_t count, loy_event *event)
{
    *event = (loy_event)LOY_EVENT_INIT;
    event->source = (loy_text)LOY_TEXT("till");
    event->type = (loy_text)LOY_TEXT("purchase");
    event->customer = (loy_text)LOY_TEXT("c");
    event->time = JANUARY + days[number] * DAY;
    event->lines = lines;
    event->line_count = count;
}

static loy_text
id_at(int row)
{
    return (loy_text){.data = ids + 2 * row, .size = 2};
}

/* The moment for all rows, or the event's own. */
static int64_t
accepted_of(const table_row *row, int number)
{
    if (row->kind == LOY_COLUMN_NONE)
        return LOY_TIME_NONE;
    return JANUARY + (row->kind == LOY_COLUMN_CONSTANT ? 3 : accepted_on[number]) * DAY;
}

/* Gives what the customer has in the end, event by event. */
static void
apply_events(const table_row *row, engine_kit *kit, uint32_t *verdicts, int64_t *available)
{
    for (int first = 0, next; first < ROWS; first = next) {
        loy_line lines[2] = {{.id = LOY_TEXT("1")}, {.id = LOY_TEXT("2")}};
        int number = number_of[first];
        loy_event event;

        for (next = first; next < ROWS && number_of[next] == number; next++) {
            lines[next - first].quantity = 1000;
            lines[next - first].unit_price = 1000;
        }
        fill_event(number, lines, (uint32_t)(next - first), &event);
        event.id = id_at(first);
        event.accepted = accepted_of(row, number);
        assert_int_equal(loy_engine_apply(kit->engine, &event, kit->outcome, NULL), LOY_OK);
        verdicts[number] = loy_outcome_verdict(kit->outcome);
        available[number] = loy_outcome_balance(kit->outcome, 0)->available;
    }
}

static loy_columns
columns_of(const table_row *row, int64_t *times, int64_t *accepted)
{
    static const int64_t prices[ROWS] = {1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};

    for (int i = 0; i < ROWS; i++) {
        times[i] = JANUARY + days[number_of[i]] * DAY;
        accepted[i] = accepted_of(row, number_of[i]);
    }
    return (loy_columns){
        .size = sizeof(loy_columns),
        .rows = ROWS,
        .source = {.kind = LOY_COLUMN_CONSTANT, .data = "till", .width = 4},
        .id = {.kind = LOY_COLUMN_FIXED, .data = ids, .width = 2},
        .customer = {.kind = LOY_COLUMN_CONSTANT, .data = "c", .width = 1},
        .time = {.kind = LOY_COLUMN_INT64, .data = times},
        .unit_price = {.kind = LOY_COLUMN_INT64, .data = prices},
        .accepted = {.kind = row->kind, .data = accepted, .number = accepted[0]},
    };
}

static void
open_kit(engine_kit *kit, const char *settings)
{
    char program[2048];

    story_kit_program(settings, program, sizeof(program));
    engine_kit_open(kit, program);
}

static void
is_its_events(void **state)
{
    const table_row *row = *state;
    uint32_t expected[EVENTS], found[ROWS];
    int64_t had[EVENTS], has[ROWS], times[ROWS], accepted[ROWS];
    loy_column_results results = {.size = sizeof(results), .verdict = found, .available = has};
    const loy_columns columns = columns_of(row, times, accepted);
    engine_kit one, all;

    open_kit(&one, row->settings);
    open_kit(&all, row->settings);
    apply_events(row, &one, expected, had);
    assert_int_equal(loy_engine_apply_columns(all.engine, &columns, 4, &results, NULL), LOY_OK);
    assert_int_equal(results.events, EVENTS);
    for (int i = 0; i < EVENTS; i++) {
        assert_int_equal(found[i], expected[i]);
        assert_int_equal(has[i], had[i]);
    }
    assert_int_equal(has[EVENTS - 1], row->points);
    engine_kit_close(&one);
    engine_kit_close(&all);
}

/* Whoever was compiled without the last columns has none of them, and one byte less is too
 * little. */
static void
knows_fewer_columns(void **state)
{
    const size_t size = offsetof(loy_columns, accepted);
    int64_t times[ROWS], accepted[ROWS];
    loy_columns whole = columns_of(&tables[0], times, accepted);
    loy_columns *less = malloc(size);
    engine_kit kit;

    (void)state;
    assert_non_null(less);
    memcpy(less, &whole, size);
    less->size = (uint32_t)size;
    open_kit(&kit, SHOP);
    assert_int_equal(loy_engine_apply_columns(kit.engine, less, 4, NULL, NULL), LOY_OK);
    assert_string_equal(engine_kit_customer(&kit, "c", NULL), "stars 110 +0 -0; loyal");
    less->size--;
    assert_int_equal(loy_engine_apply_columns(kit.engine, less, 4, NULL, NULL), LOY_ERR_INVALID);
    engine_kit_close(&kit);
    free(less);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, is_its_events, tables);
    table_kit_test(&tests, "a caller who knows fewer columns", knows_fewer_columns);
    return table_kit_run(&tests, "tables");
}
