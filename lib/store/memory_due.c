/*
 * memory_due.c -- records by (due, id): a binary heap in which each record
 * knows its place.
 *
 * A listing does not sort what is due: it follows the heap from its top with a
 * small heap of candidates, so its cost is that of what it delivers. The heap
 * exists only once a listing was asked for; programs without time pay nothing.
 */
#include "store/memory_table.h"

static bool
before(const loy__table *table, const loy__due_item *a, const loy__due_item *b)
{
    if (a->due != b->due)
        return a->due < b->due;
    return loy__table_compare(table, a->number, b->number) < 0;
}

static void
put_item(loy__table *table, size_t at, loy__due_item item)
{
    table->heap[at] = item;
    loy__table_record(table, item.number)->place = (uint32_t)at + 1;
}

static void
sift_up(loy__table *table, size_t at, loy__due_item item)
{
    while (at > 0 && before(table, &item, &table->heap[(at - 1) / 2])) {
        put_item(table, at, table->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put_item(table, at, item);
}

static void
sift_down(loy__table *table, size_t at, loy__due_item item)
{
    for (;;) {
        size_t child = 2 * at + 1;

        if (child >= table->heap_count)
            break;
        if (child + 1 < table->heap_count &&
            before(table, &table->heap[child + 1], &table->heap[child]))
            child++;
        if (!before(table, &table->heap[child], &item))
            break;
        put_item(table, at, table->heap[child]);
        at = child;
    }
    put_item(table, at, item);
}

/* Puts an item where the heap has a hole. */
static void
settle_item(loy__table *table, size_t at, loy__due_item item)
{
    if (at > 0 && before(table, &item, &table->heap[(at - 1) / 2]))
        sift_up(table, at, item);
    else
        sift_down(table, at, item);
}

static void
remove_item(loy__table *table, loy__record *record)
{
    size_t at = record->place - 1;
    loy__due_item last = table->heap[--table->heap_count];

    record->place = 0;
    if (at < table->heap_count)
        settle_item(table, at, last);
}

void
loy__table_move_due(loy__table *table, loy__record *record, int64_t due)
{
    uint32_t number = record->number;
    int64_t old = record->due;

    record->due = due;
    if (record->place != 0 && old == due)
        return;
    if (due == LOY_NEVER) {
        if (record->place != 0)
            remove_item(table, record);
        return;
    }
    if (record->place == 0)
        sift_up(table, table->heap_count++, (loy__due_item){.due = due, .number = number});
    else
        settle_item(table, record->place - 1, (loy__due_item){.due = due, .number = number});
}

static bool
make_heap(loy__table *table)
{
    if (table->has_heap)
        return true;
    if (!loy__reserve(table->memory, &table->heap, &table->heap_capacity, table->room,
                      sizeof(*table->heap)))
        return false;
    table->has_heap = true;
    for (uint32_t number = 0; number < table->count; number++) {
        loy__record *record = loy__table_record(table, number);

        loy__table_move_due(table, record, record->due);
    }
    return true;
}

/* The candidates: places of the heap, the soonest item first. */
static bool
front_before(const loy__table *table, size_t a, size_t b)
{
    return before(table, &table->heap[table->front[a]], &table->heap[table->front[b]]);
}

static void
swap_front(loy__table *table, size_t a, size_t b)
{
    uint32_t place = table->front[a];

    table->front[a] = table->front[b];
    table->front[b] = place;
}

static void
push_front(loy__table *table, size_t *count, size_t place)
{
    size_t at = (*count)++;

    table->front[at] = (uint32_t)place;
    for (; at > 0 && front_before(table, at, (at - 1) / 2); at = (at - 1) / 2)
        swap_front(table, at, (at - 1) / 2);
}

static size_t
pop_front(loy__table *table, size_t *count)
{
    size_t place = table->front[0], at = 0;

    table->front[0] = table->front[--*count];
    for (size_t child = 1; child < *count; child = 2 * at + 1) {
        if (child + 1 < *count && front_before(table, child + 1, child))
            child++;
        if (!front_before(table, child, at))
            break;
        swap_front(table, child, at);
        at = child;
    }
    return place;
}

int
loy__table_due(loy__table *table, int64_t limit, loy_sink *sink)
{
    size_t count = 0;
    int rc = 1;

    if (!make_heap(table))
        return LOY_ERR_NOMEM;
    if (table->heap_count > 0 &&
        !loy__reserve(table->memory, &table->front, &table->front_capacity, 2, sizeof(uint32_t)))
        return LOY_ERR_NOMEM;
    if (table->heap_count > 0)
        push_front(table, &count, 0);
    while (count > 0 && table->heap[table->front[0]].due <= limit && rc > 0) {
        size_t place = pop_front(table, &count);

        if (!loy__reserve(table->memory, &table->front, &table->front_capacity, count + 2,
                          sizeof(uint32_t)))
            return LOY_ERR_NOMEM;
        rc = loy__table_deliver(table, table->heap[place].number, sink);
        for (size_t child = 2 * place + 1; child <= 2 * place + 2; child++) {
            if (child < table->heap_count)
                push_front(table, &count, child);
        }
    }
    return rc < 0 ? rc : LOY_OK;
}
