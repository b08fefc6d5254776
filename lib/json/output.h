/*
 * output.h -- writes JSON documents, one member after the other, on one line or
 * on several.
 */
#ifndef LOY_JSON_OUTPUT_H
#define LOY_JSON_OUTPUT_H

#include "json/reader.h"

typedef struct loy__output {
    loy__writer *writer;
    bool lines;  /* a member a line, indented */
    bool follow; /* a member stands before: a comma is due */
    uint32_t depth;
} loy__output;

/* Starts a document in the reader's text. */
loy__output loy__output_start(loy_json_reader *reader, bool lines);
/* Lends the finished text. */
int loy__output_finish(loy__output *output, const char **text, size_t *size);

/* Each writes a member, or an element of a list when key is NULL. Maps open
 * with '{', lists with '['. */
void loy__output_open(loy__output *output, const char *key, char bracket);
void loy__output_close(loy__output *output, char bracket);
void loy__output_text(loy__output *output, const char *key, const char *text);
void loy__output_bytes(loy__output *output, const char *key, const char *text, size_t size);
void loy__output_integer(loy__output *output, const char *key, int64_t value);
void loy__output_boolean(loy__output *output, const char *key, bool value);
/* Points: a whole number where the scale is 0, else a decimal text. */
void loy__output_points(loy__output *output, const char *key, int64_t value, uint32_t scale);
/* Money: always a decimal text. */
void loy__output_money(loy__output *output, const char *key, int64_t value, uint32_t digits);
/* RFC 3339 with an offset in minutes. */
void loy__output_instant(loy__output *output, const char *key, int64_t instant, int32_t offset);
/* When points mature, "activate" where only an event can make them. */
void loy__output_maturity(loy__output *output, int64_t matures, int32_t offset);
void loy__output_day(loy__output *output, const char *key, int32_t day);
/* available, pending, held and debt as members. */
void loy__output_figures(loy__output *output, const loy_balance *balance, uint32_t scale);
/* The same as a map under the currency's name. */
void loy__output_balance(loy__output *output, const loy_balance *balance, uint32_t scale);

/* outlook.c: the member that tells where a customer's tiers lead. */
void loy__output_outlooks(loy__output *output, const loy_customer *customer);

#endif
