/*
 * table.h -- the columns of a table of purchases: checked once, read row by row.
 */
#ifndef LOY_ENGINE_TABLE_H
#define LOY_ENGINE_TABLE_H

#include <stddef.h>

#include "engine/engine.h"

/* A column that has been checked, with the member it feeds. */
typedef struct loy__feed {
    const char *name;
    loy_column column;
    int64_t fallback; /* number where the column is absent */
    bool text;
    bool required;
} loy__feed;

enum {
    LOY__FEED_SOURCE,
    LOY__FEED_ID,
    LOY__FEED_CUSTOMER,
    LOY__FEED_TIME,
    LOY__FEED_OFFSET,
    LOY__FEED_STORE,
    LOY__FEED_CHANNEL,
    LOY__FEED_LINE,
    LOY__FEED_SKU,
    LOY__FEED_CATEGORY,
    LOY__FEED_QUANTITY,
    LOY__FEED_PRICE,
    LOY__FEED_DISCOUNT,
    LOY__FEED_ACCEPTED,
    LOY__FEEDS
};

/* Checks the columns; those that the caller does not know are absent. */
int loy__feeds_open(loy__feed *feeds, const loy_columns *columns, loy_error *error);
/* What a column has in a row; its fallback, or nothing, where it is absent. */
int64_t loy__feed_number(const loy__feed *feed, uint64_t row);
loy_text loy__feed_text(const loy__feed *feed, uint64_t row);

/* The smallest table that callers were compiled with. */
#define LOY__LEAST_COLUMNS offsetof(loy_columns, accepted)

#endif
