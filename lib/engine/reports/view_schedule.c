/*
 * view_schedule.c -- when the points of a customer expire: by currency and
 * moment, so that their sum is what he has.
 */
#include "engine/reports/view.h"

/* Adds points in their place among the `count` that are there. */
static size_t
add(loy_expiring *items, size_t first, size_t count, const loy_expiring *item)
{
    size_t at = count;

    while (at > first && items[at - 1].expires > item->expires)
        at--;
    if (at > first && items[at - 1].expires == item->expires) {
        items[at - 1].points += item->points;
        return count;
    }
    for (size_t i = count; i > at; i--)
        items[i] = items[i - 1];
    items[at] = *item;
    return count + 1;
}

bool
loy__view_schedule(loy_customer *customer, const loy__state *state)
{
    size_t most = state->lot_count + state->held_count;
    loy_expiring *items = loy__arena_alloc(&customer->arena, (most + 1) * sizeof(*items));
    size_t count = 0;

    if (items == NULL)
        return false;
    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        loy_expiring item = {.currency = state->program->currencies[i].name.text};
        size_t first = count;

        for (size_t k = 0; k < state->lot_count; k++) {
            item.points = state->lots[k].points;
            item.expires = state->lots[k].expires;
            if (state->lots[k].currency == i)
                count = add(items, first, count, &item);
        }
        for (size_t k = 0; k < state->held_count; k++) {
            item.points = state->held[k].points;
            item.expires = state->held[k].expires;
            if (state->held[k].currency == i)
                count = add(items, first, count, &item);
        }
    }
    customer->expiring = items;
    customer->expiring_count = (uint32_t)count;
    return true;
}

uint32_t
loy_customer_expiring_count(const loy_customer *customer)
{
    return customer != NULL ? customer->expiring_count : 0;
}

const loy_expiring *
loy_customer_expiring(const loy_customer *customer, uint32_t index)
{
    return customer != NULL && index < customer->expiring_count ? &customer->expiring[index] : NULL;
}
