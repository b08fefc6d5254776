/*
 * earnings.c -- see earnings.h.
 */
#include "engine/earn/earnings.h"

#include <string.h>

size_t
loy__earning_lines_end(const loy__work *work, const loy__pass *pass, size_t first)
{
    const loy__decision *own = &pass->decisions[first], *other = own + 1;
    size_t end = first + 1;

    for (; end < pass->count && loy__earning_same(own, other) && own->line == other->line &&
           loy__mask_same(own->mask, other->mask, work->mask_words);
         end++)
        other++;
    return end;
}

/* ---- Sorting ---- */

static bool
is_before(const loy__decision *a, const loy__decision *b)
{
    if (a->rule != b->rule)
        return a->rule < b->rule;
    return a->target != b->target ? a->target < b->target : a->line < b->line;
}

/* Two sorted parts become one; of equals those of the first come first. */
static void
merge(const loy__decision *from, size_t first, size_t middle, size_t end, loy__decision *to)
{
    size_t left = first, right = middle;

    for (size_t i = first; i < end; i++)
        to[i] = left < middle && (right == end || !is_before(&from[right], &from[left]))
                    ? from[left++]
                    : from[right++];
}

int
loy__earnings_sort(loy__work *work, loy__pass *pass)
{
    size_t count = pass->count;
    loy__decision *other = loy__arena_alloc(&work->engine->arena, (count + 1) * sizeof(*other));
    loy__decision *from = pass->decisions, *to = other;

    if (other == NULL)
        return LOY_ERR_NOMEM;
    for (size_t width = 1; width < count; width *= 2) {
        loy__decision *next = from;

        for (size_t first = 0; first < count; first += 2 * width) {
            size_t middle = first + width < count ? first + width : count;
            size_t end = middle + width < count ? middle + width : count;

            merge(from, first, middle, end, to);
        }
        from = to;
        to = next;
    }
    if (from != pass->decisions)
        memcpy(pass->decisions, from, count * sizeof(*from));
    return LOY_OK;
}
