/*
 * field.h -- single values of an event document: texts, decimals, times, and
 * the words for a value that is not what its member wants.
 */
#ifndef LOY_JSON_FIELD_H
#define LOY_JSON_FIELD_H

#include "json/reader.h"

/* The way from the document to a value, turned into a JSON pointer only when
 * there is a mistake to report. */
typedef struct loy__step {
    const struct loy__step *parent; /* NULL: the document */
    const char *key;                /* NULL: an element of a list */
    size_t index;
} loy__step;

/* Each of these is false after a mistake, which the reader then holds. */

/* Notes a mistake at a place; always false. */
bool loy__json_wrong(loy_json_reader *reader, const loy__step *at, const char *text,
                     const char *hint);
/* Notes that a member is missing from the map at a place; always false. */
bool loy__json_missing(loy_json_reader *reader, const loy__step *at, const char *name,
                       const char *example);
/* Reads a value in a map or a list: `member` is the position of its name among
 * those known, or of the element in its list. */
typedef bool (*loy__json_read)(loy_json_reader *reader, const loy__step *at, size_t member,
                               json_t *value, void *out);

/* Reads each member of a map. `names` is sorted by bytes; NULL: any name. `seen`
 * receives a bit for each member that is there; may be NULL. */
bool loy__json_map(loy_json_reader *reader, const loy__step *at, json_t *value,
                   const char *const *names, size_t count, loy__json_read read, void *out,
                   uint64_t *seen);
/* Reads each element of a list. */
bool loy__json_list(loy_json_reader *reader, const loy__step *at, json_t *value,
                    loy__json_read read, void *out);

bool loy__json_text(loy_json_reader *reader, const loy__step *at, json_t *value, loy_text *out);
bool loy__json_whole(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out);
/* A whole number of units, or a decimal text with at most `digits` decimals. */
bool loy__json_decimal(loy_json_reader *reader, const loy__step *at, json_t *value, uint32_t digits,
                       int64_t *out);
/* Sets a flag where the value is `when`. */
bool loy__json_flag(loy_json_reader *reader, const loy__step *at, json_t *value, bool when,
                    uint32_t flag, uint32_t *flags);
/* An amount of money of the event that is being read. */
bool loy__json_money(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out);
/* Points of a currency, which the program may not know. */
bool loy__json_points(loy_json_reader *reader, const loy__step *at, json_t *value,
                      const char *currency, int64_t *out);
bool loy__json_instant(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out,
                       int32_t *offset);
/* An ISO 8601 duration of days, hours and less, in milliseconds. */
bool loy__json_span(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out);
bool loy__json_day(loy_json_reader *reader, const loy__step *at, json_t *value, int32_t *out);

#endif
