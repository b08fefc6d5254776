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

/* Lets an item sink in the heap of the first `count`. */
static void
sink(const heap *h, size_t at, size_t count)
{
    unsigned char item[LOY__MOST_SORTED];
    size_t child;

    memcpy(item, item_at(h, at), h->size);
    for (; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && h->before(item_at(h, child), item_at(h, child + 1)))
            child++;
        if (!h->before(item, item_at(h, child)))
            break;
        memcpy(item_at(h, at), item_at(h, child), h->size);
    }
    memcpy(item_at(h, at), item, h->size);
}

void
loy__sort(void *items, size_t count, size_t size, loy__before before)
{
    const heap h = {.items = items, .size = size, .before = before};

    for (size_t i = count / 2; i > 0; i--)
        sink(&h, i - 1, count);
    for (size_t end = count; end > 1; end--) {
        unsigned char last[LOY__MOST_SORTED];

        memcpy(last, item_at(&h, end - 1), size);
        memcpy(item_at(&h, end - 1), h.items, size);
        memcpy(h.items, last, size);
        sink(&h, 0, end - 1);
    }
}
