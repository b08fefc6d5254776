/*
 * table.c -- purchases as a table of columns: rows become events in the
 * engine's own arrays, a group at a time, and results go into columns.
 */
#include <string.h>

#include "engine/engine.h"

/* A column that has been checked, with the member it feeds. */
typedef struct table_feed {
    const char *name;
    loy_column column;
    int64_t fallback; /* number where the column is absent */
    bool text;
    bool required;
} table_feed;

enum {
    SOURCE,
    ID,
    CUSTOMER,
    TIME,
    OFFSET,
    STORE,
    CHANNEL,
    LINE,
    SKU,
    CATEGORY,
    QUANTITY,
    PRICE,
    DISCOUNT,
    FEEDS
};

/* The events of one group, their lines, and the numbers of lines as text. */
typedef struct purchases {
    loy_engine *engine;
    table_feed feeds[FEEDS];
    loy_event *events;
    const loy_event **pointers;
    loy_outcome **outcomes;
    uint64_t *first_rows;
    loy_line *lines;
    char (*numbers)[8];
    size_t line_capacity, number_capacity;
    uint64_t rows;
    uint32_t group;
} purchases;

static bool
right_kind(const table_feed *feed)
{
    switch (feed->column.kind) {
    case LOY_COLUMN_NONE:
        return !feed->required;
    case LOY_COLUMN_INT64:
    case LOY_COLUMN_INT32:
        return !feed->text && feed->column.data != NULL;
    case LOY_COLUMN_FIXED:
        return feed->text && feed->column.data != NULL && feed->column.width > 0;
    case LOY_COLUMN_OFFSETS:
        return feed->text && feed->column.data != NULL && feed->column.offsets != NULL;
    case LOY_COLUMN_CODES:
        return feed->text && feed->column.data != NULL && feed->column.offsets != NULL &&
               feed->column.bytes != NULL;
    case LOY_COLUMN_CONSTANT:
        return !feed->text || feed->column.data != NULL;
    default:
        return false;
    }
}

static int
open_feeds(purchases *table, const loy_columns *columns, loy_error *error)
{
    const table_feed feeds[FEEDS] = {
        [SOURCE] = {"source", columns->source, 0, true, true},
        [ID] = {"id", columns->id, 0, true, true},
        [CUSTOMER] = {"customer", columns->customer, 0, true, true},
        [TIME] = {"time", columns->time, 0, false, true},
        [OFFSET] = {"offset", columns->offset, 0, false, false},
        [STORE] = {"store", columns->store, 0, true, false},
        [CHANNEL] = {"channel", columns->channel, 0, true, false},
        [LINE] = {"line", columns->line, 0, true, false},
        [SKU] = {"sku", columns->sku, 0, true, false},
        [CATEGORY] = {"category", columns->category, 0, true, false},
        [QUANTITY] = {"quantity", columns->quantity, 1000, false, false},
        [PRICE] = {"unit_price", columns->unit_price, 0, false, true},
        [DISCOUNT] = {"discount", columns->discount, 0, false, false},
    };

    memcpy(table->feeds, feeds, sizeof(feeds));
    for (size_t i = 0; i < FEEDS; i++)
        if (!right_kind(&feeds[i])) {
            char path[32];

            loy__format(path, sizeof(path), "/%s", feeds[i].name);
            return loy__fail(error, LOY_ERR_INVALID, path,
                             "the column %s must hold %s, and %s be absent", feeds[i].name,
                             feeds[i].text ? "text" : "whole numbers",
                             feeds[i].required ? "cannot" : "may");
        }
    return LOY_OK;
}

static int64_t
number_at(const table_feed *feed, uint64_t row)
{
    switch (feed->column.kind) {
    case LOY_COLUMN_INT64:
        return ((const int64_t *)feed->column.data)[row];
    case LOY_COLUMN_INT32:
        return ((const int32_t *)feed->column.data)[row];
    case LOY_COLUMN_CONSTANT:
        return feed->column.number;
    default:
        return feed->fallback;
    }
}

static loy_text
between(const char *bytes, const int32_t *offsets, int64_t index)
{
    int32_t from = offsets[index];
    int32_t to = offsets[index + 1];

    if (from < 0 || to < from)
        return (loy_text){0};
    return (loy_text){.data = bytes + from, .size = (uint32_t)(to - from)};
}

static loy_text
text_at(const table_feed *feed, uint64_t row)
{
    const loy_column *column = &feed->column;
    const char *data = column->data;
    uint32_t size = 0;
    int32_t code;

    switch (column->kind) {
    case LOY_COLUMN_FIXED:
        data += row * column->width;
        while (size < column->width && data[size] != '\0')
            size++;
        return (loy_text){.data = data, .size = size};
    case LOY_COLUMN_OFFSETS:
        return between(data, column->offsets, (int64_t)row);
    case LOY_COLUMN_CODES:
        code = ((const int32_t *)column->data)[row];
        if (code < 0 || code >= column->number)
            return (loy_text){0};
        return between(column->bytes, column->offsets, code);
    case LOY_COLUMN_CONSTANT:
        return (loy_text){.data = data, .size = column->width};
    default:
        return (loy_text){0};
    }
}

/* ---- Building a group ---- */

static bool
continues(const purchases *table, uint64_t row)
{
    loy_text a = text_at(&table->feeds[ID], row - 1);
    loy_text b = text_at(&table->feeds[ID], row);
    loy_text c = text_at(&table->feeds[SOURCE], row - 1);
    loy_text d = text_at(&table->feeds[SOURCE], row);

    return loy__text_equal(a.data, a.size, b.data, b.size) &&
           loy__text_equal(c.data, c.size, d.data, d.size);
}

static void
fill_event(const purchases *table, uint64_t row, loy_event *event)
{
    const table_feed *feeds = table->feeds;

    *event = (loy_event)LOY_EVENT_INIT;
    event->source = text_at(&feeds[SOURCE], row);
    event->id = text_at(&feeds[ID], row);
    event->customer = text_at(&feeds[CUSTOMER], row);
    event->type = (loy_text)LOY_TEXT("purchase");
    event->store = text_at(&feeds[STORE], row);
    event->channel = text_at(&feeds[CHANNEL], row);
    event->time = number_at(&feeds[TIME], row);
    event->offset = (int32_t)number_at(&feeds[OFFSET], row);
}

static void
fill_line(const purchases *table, uint64_t row, uint32_t number, loy_line *line)
{
    const table_feed *feeds = table->feeds;

    *line = (loy_line){.id = text_at(&feeds[LINE], row),
                       .sku = text_at(&feeds[SKU], row),
                       .category = text_at(&feeds[CATEGORY], row),
                       .quantity = number_at(&feeds[QUANTITY], row),
                       .unit_price = number_at(&feeds[PRICE], row),
                       .discount = number_at(&feeds[DISCOUNT], row)};
    if (feeds[LINE].column.kind == LOY_COLUMN_NONE)
        line->id = (loy_text){.data = table->numbers[number],
                              .size = (uint32_t)strlen(table->numbers[number])};
}

/* Room for one more line of a basket, with its number as text. */
static bool
reserve_line(purchases *table, size_t lines, size_t number)
{
    const loy_memory *memory = &table->engine->memory;
    size_t known = table->number_capacity;

    if (!loy__reserve(memory, &table->lines, &table->line_capacity, lines + 1, sizeof(loy_line)) ||
        !loy__reserve(memory, &table->numbers, &table->number_capacity, number + 1,
                      sizeof(*table->numbers)))
        return false;
    for (size_t i = known; i < table->number_capacity; i++)
        loy__format(table->numbers[i], sizeof(table->numbers[i]), "%u", (uint32_t)i + 1);
    return true;
}

/* Fills the events of a group from a row on; gives the row after it. */
static int
build(purchases *table, uint64_t row, uint64_t *next, uint32_t *count)
{
    size_t lines = 0;
    size_t first = 0;

    for (*count = 0; row < table->rows; row++) {
        bool more = *count > 0 && continues(table, row);
        uint32_t number;

        if (!more && *count == table->group)
            break;
        if (!more) {
            fill_event(table, row, &table->events[*count]);
            table->first_rows[*count] = row;
            first = lines;
            (*count)++;
        }
        number = (uint32_t)(lines - first);
        if (number > LOY_MAX_LINES) /* refused by the gate; the rest is not needed */
            continue;
        if (!reserve_line(table, lines, number))
            return LOY_ERR_NOMEM;
        fill_line(table, row, number, &table->lines[lines++]);
        table->events[*count - 1].line_count = number + 1;
    }
    *next = row;
    lines = 0;
    for (uint32_t i = 0; i < *count; i++) { /* the vectors stand still now */
        table->events[i].lines = table->lines + lines;
        lines += table->events[i].line_count;
        table->pointers[i] = &table->events[i];
    }
    return LOY_OK;
}

/* Ids of lines point at numbers, which may have moved while they grew. */
static void
number_lines(purchases *table, uint32_t count)
{
    if (table->feeds[LINE].column.kind != LOY_COLUMN_NONE)
        return;
    for (uint32_t i = 0; i < count; i++) {
        loy_line *lines = table->lines + (table->events[i].lines - table->lines);

        for (uint32_t k = 0; k < table->events[i].line_count; k++)
            lines[k].id.data = table->numbers[k];
    }
}

/* ---- Results ---- */

static int64_t
earned(const loy_outcome *outcome, const char *currency)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < loy_outcome_effect_count(outcome); i++) {
        const loy_effect *effect = loy_outcome_effect(outcome, i);

        if ((effect->kind == LOY_EFFECT_EARN || effect->kind == LOY_EFFECT_MULTIPLY) &&
            strcmp(effect->name, currency) == 0)
            sum += effect->amount;
    }
    return sum;
}

static int64_t
available(const loy_outcome *outcome, const char *currency)
{
    for (uint32_t i = 0; i < loy_outcome_balance_count(outcome); i++) {
        const loy_balance *balance = loy_outcome_balance(outcome, i);

        if (strcmp(balance->currency, currency) == 0)
            return balance->available;
    }
    return 0;
}

static void
deliver(const purchases *table, loy_column_results *results, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        const loy_outcome *outcome = table->outcomes[i];
        uint64_t at = results->events + i;

        if (results->verdict != NULL)
            results->verdict[at] = outcome->verdict;
        if (results->earned != NULL)
            results->earned[at] =
                results->currency != NULL ? earned(outcome, results->currency) : 0;
        if (results->available != NULL)
            results->available[at] =
                results->currency != NULL ? available(outcome, results->currency) : 0;
        if (results->first_row != NULL)
            results->first_row[at] = table->first_rows[i];
    }
    results->events += count;
}

/* ---- The whole ---- */

static int
open_table(purchases *table, loy_engine *engine, const loy_columns *columns, uint32_t group)
{
    const loy_memory *memory = &engine->memory;

    *table = (purchases){.engine = engine, .rows = columns->rows, .group = group};
    table->events = loy__alloc_array(memory, group, sizeof(loy_event));
    table->pointers = loy__alloc_array(memory, group, sizeof(loy_event *));
    table->first_rows = loy__alloc_array(memory, group, sizeof(uint64_t));
    table->outcomes = loy__alloc_zero(memory, group * sizeof(loy_outcome *));
    if (table->events == NULL || table->pointers == NULL || table->first_rows == NULL ||
        table->outcomes == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < group; i++)
        if (loy_outcome_new(&table->outcomes[i], memory) != LOY_OK)
            return LOY_ERR_NOMEM;
    return LOY_OK;
}

static void
close_table(purchases *table)
{
    const loy_memory *memory = &table->engine->memory;

    for (uint32_t i = 0; table->outcomes != NULL && i < table->group; i++)
        loy_outcome_free(table->outcomes[i]);
    loy__free(memory, table->events, table->group * sizeof(loy_event));
    loy__free(memory, table->pointers, table->group * sizeof(loy_event *));
    loy__free(memory, table->first_rows, table->group * sizeof(uint64_t));
    loy__free(memory, table->outcomes, table->group * sizeof(loy_outcome *));
    loy__free(memory, table->lines, table->line_capacity * sizeof(loy_line));
    loy__free(memory, table->numbers, table->number_capacity * sizeof(*table->numbers));
}

static int
apply_rows(purchases *table, loy_column_results *results, loy_error *error)
{
    uint64_t row = 0;
    int result = LOY_OK;

    while (result == LOY_OK && row < table->rows) {
        uint64_t done = 0;
        uint32_t count;

        result = build(table, row, &row, &count);
        if (result < 0)
            break;
        number_lines(table, count);
        result = loy_engine_apply_batch(table->engine, table->pointers, count, table->group,
                                        table->outcomes, &done, error);
        deliver(table, results, done);
    }
    return result;
}

int
loy_engine_apply_columns(loy_engine *engine, const loy_columns *columns, uint32_t group,
                         loy_column_results *results, loy_error *error)
{
    loy_column_results none = {.size = sizeof(none)};
    purchases table;
    int result;

    if (engine == NULL || columns == NULL || columns->size < sizeof(*columns) || group < 1 ||
        group > 10000 || (results != NULL && results->size < sizeof(*results)))
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine or the columns are NULL, a struct is too small, or the group "
                         "is not 1 to 10000");
    if (results == NULL)
        results = &none;
    results->events = 0;
    if (results->currency == NULL)
        results->currency = loy_program_name(engine->program, LOY_PART_CURRENCY, 0);
    loy__error_open(error);
    result = open_table(&table, engine, columns, group);
    if (result == LOY_OK)
        result = open_feeds(&table, columns, error);
    if (result == LOY_OK)
        result = apply_rows(&table, results, error);
    close_table(&table);
    return loy__error_close(error, result);
}
