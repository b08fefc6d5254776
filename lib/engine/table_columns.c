/*
 * table_columns.c -- the columns of a table: of which kind each may be, and what stands
 * in a row of it.
 */
#include <string.h>

#include "engine/table.h"

static bool
right_kind(const loy__feed *feed)
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

/* The columns that the caller knows. */
static loy_columns
known_columns(const loy_columns *columns)
{
    loy_columns out = {0};
    size_t size = columns->size < sizeof(out) ? columns->size : sizeof(out);

    memcpy(&out, columns, size);
    return out;
}

int
loy__feeds_open(loy__feed *feeds, const loy_columns *columns, loy_error *error)
{
    const loy_columns known = known_columns(columns);
    const loy__feed all[LOY__FEEDS] = {
        [LOY__FEED_SOURCE] = {"source", known.source, 0, true, true},
        [LOY__FEED_ID] = {"id", known.id, 0, true, true},
        [LOY__FEED_CUSTOMER] = {"customer", known.customer, 0, true, true},
        [LOY__FEED_TIME] = {"time", known.time, 0, false, true},
        [LOY__FEED_OFFSET] = {"offset", known.offset, 0, false, false},
        [LOY__FEED_STORE] = {"store", known.store, 0, true, false},
        [LOY__FEED_CHANNEL] = {"channel", known.channel, 0, true, false},
        [LOY__FEED_LINE] = {"line", known.line, 0, true, false},
        [LOY__FEED_SKU] = {"sku", known.sku, 0, true, false},
        [LOY__FEED_CATEGORY] = {"category", known.category, 0, true, false},
        [LOY__FEED_QUANTITY] = {"quantity", known.quantity, 1000, false, false},
        [LOY__FEED_PRICE] = {"unit_price", known.unit_price, 0, false, true},
        [LOY__FEED_DISCOUNT] = {"discount", known.discount, 0, false, false},
        [LOY__FEED_ACCEPTED] = {"accepted", known.accepted, LOY_TIME_NONE, false, false},
    };

    memcpy(feeds, all, sizeof(all));
    for (size_t i = 0; i < LOY__FEEDS; i++)
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

int64_t
loy__feed_number(const loy__feed *feed, uint64_t row)
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

loy_text
loy__feed_text(const loy__feed *feed, uint64_t row)
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
