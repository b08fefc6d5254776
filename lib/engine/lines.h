/*
 * lines.h -- the lists of an event, whose items have the size that the host was
 * compiled with, sets of its lines, and the event that it names.
 */
#ifndef LOY_ENGINE_LINES_H
#define LOY_ENGINE_LINES_H

#include <stdbool.h>

#include "loyalty/loyalty.h"

static inline const loy_line *
loy__line_at(const loy_event *event, uint32_t index)
{
    const void *at = (const char *)event->lines + (size_t)index * event->line_size;

    return at;
}

/* Whether a line has what only promotions look at. */
static inline bool
loy__line_is_priced(const loy_line *line)
{
    return (line->tax_rate | line->fixed_tax | line->minimum_price | line->flags) != 0;
}

/* Of the event that an event names. */
static inline loy_text
loy__receipt_source(const loy_event *event)
{
    return event->receipt_source.size > 0 ? event->receipt_source : event->source;
}

static inline const loy_item *
loy__item_at(const loy_event *event, uint32_t index)
{
    const void *at = (const char *)event->items + (size_t)index * event->item_size;

    return at;
}

static inline const loy_attribute *
loy__attribute_at(const loy_attribute *attributes, uint32_t size, uint32_t index)
{
    const void *at = (const char *)attributes + (size_t)index * size;

    return at;
}

/* Sets of lines have one word or more, and nearly always one. */
static inline void
loy__mask_clear(uint64_t *mask, uint32_t words)
{
    mask[0] = 0;
    for (uint32_t w = 1; w < words; w++)
        mask[w] = 0;
}

/* Whether two sets are one; NULL is none, which is not the empty set. */
static inline bool
loy__mask_same(const uint64_t *a, const uint64_t *b, uint32_t words)
{
    if (a == b)
        return true;
    if (a == NULL || b == NULL || a[0] != b[0])
        return false;
    for (uint32_t w = 1; w < words; w++)
        if (a[w] != b[w])
            return false;
    return true;
}

#endif
