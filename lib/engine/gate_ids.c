/*
 * gate_ids.c -- that each line of an event has an id of its own. Asked only where
 * ids are not each above the one before, as tills number their lines.
 */
#include <string.h>

#include "engine/gate.h"

#define SMALL 16 /* lines up to which duplicates are found by comparing pairs */

static int
refuse_duplicate(loy__work *work, uint32_t first, uint32_t second)
{
    char path[64];

    loy__format(path, sizeof(path), "/lines/%u/id", second);
    return loy__refuse(work, "duplicate-line", path,
                       "the line has the id of line %u: give each line its own", first);
}

static bool
same_id(const loy_event *event, uint32_t a, uint32_t b)
{
    loy_text x = loy__line_at(event, a)->id;
    loy_text y = loy__line_at(event, b)->id;

    return x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
}

/* A table of the lines by the hash of their ids, for large baskets. */
static int
check_many_ids(loy__work *work)
{
    const loy_event *event = work->event;
    size_t buckets = 64;
    uint32_t *table;

    while (buckets < (size_t)event->line_count * 2)
        buckets *= 2;
    table = loy__arena_alloc(&work->engine->arena, buckets * sizeof(*table));
    if (table == NULL)
        return LOY_ERR_NOMEM;
    memset(table, 0, buckets * sizeof(*table));
    for (uint32_t i = 0; i < event->line_count; i++) {
        loy_text id = loy__line_at(event, i)->id;
        size_t at = (size_t)loy__hash(id.data, id.size, 0) & (buckets - 1);

        while (table[at] != 0) {
            if (same_id(event, table[at] - 1, i))
                return refuse_duplicate(work, table[at] - 1, i);
            at = (at + 1) & (buckets - 1);
        }
        table[at] = i + 1;
    }
    return LOY_OK;
}

int
loy__gate_ids(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->line_count > SMALL)
        return check_many_ids(work);
    for (uint32_t i = 1; i < event->line_count; i++)
        for (uint32_t k = 0; k < i; k++)
            if (same_id(event, k, i))
                return refuse_duplicate(work, k, i);
    return LOY_OK;
}
