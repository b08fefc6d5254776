/*
 * sort.c -- see sort.h: a heap, largest on top, from which the items are taken.
 */
#include "base/sort.h"

#include <string.h>

typedef struct heap {
    unsigned char *items;
    size_t size;
    loy__before before;
} heap;

static unsigned char *
item_at(const heap *h, size_t index)
{
    return h->items + index * h->size;
}

static void
swap(const heap *h, size_t a, size_t b)
{
    unsigned char kept[LOY__MOST_SORTED];

    memcpy(kept, item_at(h, a), h->size);
    memcpy(item_at(h, a), item_at(h, b), h->size);
    memcpy(item_at(h, b), kept, h->size);
}

/* Lets an item sink in the heap of the first `count`. Items are compared where they
 * stand: elsewhere they might not be aligned. */
static void
sink(const heap *h, size_t at, size_t count)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && h->before(item_at(h, child), item_at(h, child + 1)))
            child++;
        if (!h->before(item_at(h, at), item_at(h, child)))
            break;
        swap(h, at, child);
    }
}

void
loy__sort(void *items, size_t count, size_t size, loy__before before)
{
    const heap h = {.items = items, .size = size, .before = before};

    for (size_t i = count / 2; i > 0; i--)
        sink(&h, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        swap(&h, 0, end - 1);
        sink(&h, 0, end - 1);
    }
}
