/*
 * reader.h -- what a reader of events and a writer of outcomes holds, shared by
 * the files of this room.
 *
 * All buffers stay from one event to the next, so that reading allocates only
 * while the largest event grows (jansson's tree apart).
 */
#ifndef LOY_JSON_READER_H
#define LOY_JSON_READER_H

#include <jansson.h>

#include "base/text.h"
#include "loyalty/json.h"

#define LOY__JSON_NUMBER 12

/* A currency and the decimals of its points. */
typedef struct loy__json_scale {
    const char *currency;
    uint32_t scale;
} loy__json_scale;

struct loy_json_reader {
    loy_memory memory;
    const loy_program *program;
    uint32_t money_digits;
    uint32_t currency_count;
    loy__json_scale *currencies;
    /* The event that is lent, and what its texts point into. */
    loy_event event;
    json_t *document;
    loy_line *lines;
    char (*numbers)[LOY__JSON_NUMBER]; /* "1", "2", ...: ids of lines without one */
    loy_text *texts;                   /* codes first, then the tags of each line */
    loy_item *items;
    loy_attribute *attributes; /* the event's first, then those of each line */
    size_t line_capacity;
    size_t number_capacity;
    size_t text_capacity;
    size_t item_capacity;
    size_t attribute_capacity;
    size_t text_count;
    size_t item_count;
    size_t attribute_count;
    /* The text that is lent. */
    loy__writer writer;
    /* The mistake in the event that was read last. */
    loy_error mistake;
    bool mistake_at_key; /* it is the member's name */
};

/* Decimals of a currency's points; `unknown` when the program has none such. */
uint32_t loy__json_scale_of(const loy_json_reader *reader, const char *currency, uint32_t unknown);

#endif
