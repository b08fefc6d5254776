/*
 * sort.h -- putting items in order, in place, without memory or recursion.
 */
#ifndef LOY_BASE_SORT_H
#define LOY_BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>

#define LOY__MOST_SORTED 64 /* bytes of an item */

/* Whether one item stands before another. */
typedef bool (*loy__before)(const void *a, const void *b);

/* Items of a size up to LOY__MOST_SORTED; which of two equal ones comes first is the
 * same for the same items, and else not said. */
void loy__sort(void *items, size_t count, size_t size, loy__before before);

#endif
