/*
 * parts.h -- the parts of an event document that have a file of their own.
 *
 * Each appends to the reader's vectors, which event.c has made large enough,
 * and is false after a mistake.
 */
#ifndef LOY_JSON_PARTS_H
#define LOY_JSON_PARTS_H

#include "json/field.h"

/* line.c: the lines of the basket, once type and currency are known. */
bool loy__json_lines(loy_json_reader *reader, const loy__step *at, json_t *value);
/* line.c: a list of texts: tags, codes. */
bool loy__json_texts(loy_json_reader *reader, const loy__step *at, json_t *value,
                     const loy_text **out, uint32_t *count);
/* item.c: maps from a currency to points. */
bool loy__json_amounts(loy_json_reader *reader, const loy__step *at, json_t *value, uint32_t kind);
/* item.c: lines of the sale that an exchange takes back. */
bool loy__json_returned(loy_json_reader *reader, const loy__step *at, json_t *value);
/* item.c: money paid back for no line in particular. */
bool loy__json_refund(loy_json_reader *reader, const loy__step *at, json_t *value);
/* item.c: what an imported customer brings along. */
bool loy__json_opening(loy_json_reader *reader, const loy__step *at, json_t *value);
/* item.c: how many items a document has at most. */
size_t loy__json_item_room(json_t *document);
/* attribute.c: a map of declared attributes. */
bool loy__json_attributes(loy_json_reader *reader, const loy__step *at, json_t *value,
                          const loy_attribute **out, uint32_t *count);

#endif
