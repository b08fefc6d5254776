/*
 * format.h -- texts that are put together while code runs.
 */
#ifndef LOY_CEL_FORMAT_H
#define LOY_CEL_FORMAT_H

#include "cel/cel.h"

/* A text that grows in an arena. Once memory ran out it grows no more. */
typedef struct loy__cel_builder {
    loy__arena *arena;
    char *data;
    uint32_t size, capacity;
    bool failed;
} loy__cel_builder;

void loy__cel_put_bytes(loy__cel_builder *b, const char *data, size_t size);
void loy__cel_put_text(loy__cel_builder *b, const char *text);
void loy__cel_put_char(loy__cel_builder *b, char c);
/* A double without an exponent, by the fewest digits that read back (format.c). */
void loy__cel_put_real(loy__cel_builder *b, double value);
/* Any value as %s shows it: maps by the order of their keys' texts. */
loy__cel_error loy__cel_put_value(loy__cel_builder *b, loy__cel_value value);

/* The text; LOY__CEL_ERR_MEMORY when it could not be built, and
 * LOY__CEL_ERR_CONVERT when bytes in it are not UTF-8. */
loy__cel_error loy__cel_built(const loy__cel_builder *b, loy__cel_value *out);

#endif
