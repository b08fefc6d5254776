/*
 * gate_shape.c -- whether an event can be looked at at all: that its structs
 * have sizes of ours, and that its lists are where it says.
 */
#include <stdalign.h>

#include "engine/gate.h"

/* A later version may have larger elements, but aligned as ours. */
static inline bool
is_stride(uint32_t size, size_t least, size_t alignment)
{
    return size >= least && size % alignment == 0;
}

static bool
sizes_hold(const loy_event *event)
{
    return event->size >= sizeof(loy_event) &&
           (event->line_count == 0 ||
            is_stride(event->line_size, sizeof(loy_line), alignof(loy_line))) &&
           (event->item_count == 0 ||
            is_stride(event->item_size, sizeof(loy_item), alignof(loy_item))) &&
           ((event->attribute_count == 0 && event->line_count == 0) ||
            is_stride(event->attribute_size, sizeof(loy_attribute), alignof(loy_attribute)));
}

static int
refuse_list(const char *path, loy_error *error)
{
    return loy__fail(error, LOY_ERR_INVALID, path, "%s",
                     "the event says that there are elements, but points at none: set the count "
                     "to 0 or the pointer");
}

static int
refuse_list_of_line(uint32_t index, const char *name, loy_error *error)
{
    char path[64];

    loy__format(path, sizeof(path), "/lines/%u/%s", index, name);
    return refuse_list(path, error);
}

int
loy__gate_line_shape(const loy_line *line, uint32_t index, loy_error *error)
{
    if (line->tag_count > 0 && line->tags == NULL)
        return refuse_list_of_line(index, "tags", error);
    if (line->attribute_count > 0 && line->attributes == NULL)
        return refuse_list_of_line(index, "attributes", error);
    return LOY_OK;
}

int
loy__gate_shape(const loy_event *event, loy_error *error)
{
    if (!sizes_hold(event))
        return loy__fail(error, LOY_ERR_VERSION, "", "%s",
                         "the event's struct sizes are not those of this version: start from "
                         "LOY_EVENT_INIT");
    if (event->line_count > 0 && event->lines == NULL)
        return refuse_list("/lines", error);
    if (event->code_count > 0 && event->codes == NULL)
        return refuse_list("/codes", error);
    if (event->item_count > 0 && event->items == NULL)
        return refuse_list("/items", error);
    if (event->attribute_count > 0 && event->attributes == NULL)
        return refuse_list("/attributes", error);
    return LOY_OK;
}
