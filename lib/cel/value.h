/*
 * value.h -- operations on values of any kind, as operators and functions need
 * them when types are not known before.
 */
#ifndef LOY_CEL_VALUE_H
#define LOY_CEL_VALUE_H

#include "cel/cel.h"

/* loy__cel_order results. */
enum { LOY__LESS = -1, LOY__SAME = 0, LOY__MORE = 1, LOY__UNORDERED = 2 };

/* The order of two numbers on one number line, or of two values of one kind;
 * LOY__CEL_ERR_OVERLOAD when they have none. */
loy__cel_error loy__cel_order(loy__cel_value a, loy__cel_value b, int *out);

/* `op` is a LOY__OP_ of arithmetic. */
loy__cel_error loy__cel_arithmetic(loy__arena *arena, uint32_t op, loy__cel_value a,
                                   loy__cel_value b, loy__cel_value *out);
/* LOY__OP_DIV or LOY__OP_MOD on ints. */
loy__cel_error loy__cel_divide(uint32_t op, int64_t a, int64_t b, int64_t *out);
/* How many whole units an amount has, toward minus infinity; the unit must be
 * above 0. */
loy__cel_error loy__cel_whole_units(int64_t amount, int64_t unit, int64_t *out);
loy__cel_error loy__cel_negate(loy__cel_value a, loy__cel_value *out);

/* Sums and differences with a timestamp or duration on the left or right. */
loy__cel_error loy__cel_time_arithmetic(uint32_t op, loy__cel_value a, loy__cel_value b,
                                        loy__cel_value *out);

/* value in list or map. */
loy__cel_error loy__cel_member(loy__cel_value value, loy__cel_value container, bool *out);
/* The value of a key, or NULL. */
const loy__cel_value *loy__cel_map_find(loy__cel_value map, loy__cel_value key);
/* list[int] and map[key]. */
loy__cel_error loy__cel_index(loy__cel_value base, loy__cel_value key, loy__cel_value *out);
/* Whether a value may be a key of a map. */
bool loy__cel_is_key(loy__cel_value key);

/* Two lists, strings or bytes in a row. */
loy__cel_error loy__cel_concatenate(loy__arena *arena, loy__cel_value a, loy__cel_value b,
                                    loy__cel_value *out);

bool loy__cel_same_text(loy__cel_value a, loy__cel_value b);
/* `path` is `prefix` or a category below it. */
bool loy__cel_is_under(loy__cel_value path, loy__cel_value prefix);

#endif
