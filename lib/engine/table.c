/*
 * table.c -- purchases as a table of columns: rows become events in the
 * engine's own arrays, a group at a time, and results go into columns.
 */
#include <string.h>

#include "engine/table.h"

/* The events of one group, their lines, and the numbers of lines as text. */
typedef struct purchases {
    loy_engine *engine;
    loy__feed feeds[LOY__FEEDS];
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

/* ---- Building a group ---- */

static bool
continues(const purchases *table, uint64_t row)
{
    loy_text a = loy__feed_text(&table->feeds[LOY__FEED_ID], row - 1);
    loy_text b = loy__feed_text(&table->feeds[LOY__FEED_ID], row);
    loy_text c = loy__feed_text(&table->feeds[LOY__FEED_SOURCE], row - 1);
    loy_text d = loy__feed_text(&table->feeds[LOY__FEED_SOURCE], row);

    return loy__text_equal(a.data, a.size, b.data, b.size) &&
           loy__text_equal(c.data, c.size, d.data, d.size);
}

static void
fill_event(const purchases *table, uint64_t row, loy_event *event)
{
    const loy__feed *feeds = table->feeds;

    *event = (loy_event)LOY_EVENT_INIT;
    event->source = loy__feed_text(&feeds[LOY__FEED_SOURCE], row);
    event->id = loy__feed_text(&feeds[LOY__FEED_ID], row);
    event->customer = loy__feed_text(&feeds[LOY__FEED_CUSTOMER], row);
    event->type = (loy_text)LOY_TEXT("purchase");
    event->store = loy__feed_text(&feeds[LOY__FEED_STORE], row);
    event->channel = loy__feed_text(&feeds[LOY__FEED_CHANNEL], row);
    event->time = loy__feed_number(&feeds[LOY__FEED_TIME], row);
    event->offset = (int32_t)loy__feed_number(&feeds[LOY__FEED_OFFSET], row);
    event->accepted = loy__feed_number(&feeds[LOY__FEED_ACCEPTED], row);
}

static void
fill_line(const purchases *table, uint64_t row, uint32_t number, loy_line *line)
{
    const loy__feed *feeds = table->feeds;

    *line = (loy_line){.id = loy__feed_text(&feeds[LOY__FEED_LINE], row),
                       .sku = loy__feed_text(&feeds[LOY__FEED_SKU], row),
                       .category = loy__feed_text(&feeds[LOY__FEED_CATEGORY], row),
                       .quantity = loy__feed_number(&feeds[LOY__FEED_QUANTITY], row),
                       .unit_price = loy__feed_number(&feeds[LOY__FEED_PRICE], row),
                       .discount = loy__feed_number(&feeds[LOY__FEED_DISCOUNT], row)};
    if (feeds[LOY__FEED_LINE].column.kind == LOY_COLUMN_NONE)
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
    if (table->feeds[LOY__FEED_LINE].column.kind != LOY_COLUMN_NONE)
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

    if (engine == NULL || columns == NULL || columns->size < LOY__LEAST_COLUMNS || group < 1 ||
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
        result = loy__feeds_open(table.feeds, columns, error);
    if (result == LOY_OK)
        result = apply_rows(&table, results, error);
    close_table(&table);
    return loy__error_close(error, result);
}
