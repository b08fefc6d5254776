/*
 * memory_walk.c -- records in ascending bytes of their ids.
 *
 * The order is made when a walk asks for it. Records are never deleted and
 * numbered as they come, so what was sorted stays sorted: only the newcomers
 * are sorted, and merged in.
 */
#include <string.h>

#include "base/text.h"
#include "store/memory_table.h"

/* Merges a[0..split) and a[split..count), both ascending, through `spare`. */
static void
merge(const loy__table *table, uint32_t *a, size_t split, size_t count, uint32_t *spare)
{
    size_t i = 0, j = split, k = 0;

    if (split == 0 || split >= count || loy__table_compare(table, a[split - 1], a[split]) < 0)
        return;
    while (i < split && j < count)
        spare[k++] = loy__table_compare(table, a[i], a[j]) < 0 ? a[i++] : a[j++];
    while (i < split)
        spare[k++] = a[i++];
    memcpy(a, spare, k * sizeof(*a));
}

static void
sort(const loy__table *table, uint32_t *a, size_t count, uint32_t *spare)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at + width < count; at += 2 * width) {
            size_t rest = count - at;

            merge(table, a + at, width, rest < 2 * width ? rest : 2 * width, spare);
        }
    }
}

static bool
bring_in_order(loy__table *table)
{
    size_t old = table->order_count;

    if (old == table->count)
        return true;
    if (!loy__reserve(table->memory, &table->order, &table->order_capacity, table->count,
                      sizeof(*table->order)) ||
        !loy__reserve(table->memory, &table->order_spare, &table->spare_capacity, table->count,
                      sizeof(*table->order_spare)))
        return false;
    for (uint32_t number = (uint32_t)old; number < table->count; number++)
        table->order[number] = number;
    sort(table, table->order + old, table->count - old, table->order_spare);
    merge(table, table->order, old, table->count, table->order_spare);
    table->order_count = table->count;
    return true;
}

/* How many records have ids up to `after`. */
static size_t
place_after(const loy__table *table, const char *after, uint32_t after_size)
{
    size_t low = 0, high = table->order_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const loy__record *record = loy__table_record(table, table->order[middle]);

        if (loy__text_compare(loy__record_id(record), record->id_size, after, after_size) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

int
loy__table_walk(loy__table *table, const char *after, uint32_t after_size, loy_sink *sink)
{
    int rc = 1;

    if (!bring_in_order(table))
        return LOY_ERR_NOMEM;
    for (size_t i = after == NULL ? 0 : place_after(table, after, after_size);
         i < table->order_count && rc > 0; i++)
        rc = loy__table_deliver(table, table->order[i], sink);
    return rc < 0 ? rc : LOY_OK;
}
