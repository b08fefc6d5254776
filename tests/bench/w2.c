/*
 * w2.c -- the promotions of workload W2 as rules of a program.
 */
#include "w2.h"

#include <stdio.h>
#include <stdlib.h>

static void
define_article(loy_draft *draft, const char *id, unsigned sku, unsigned points)
{
    char amount[128];

    snprintf(amount, sizeof(amount),
             "lines.filter(l, l.sku == '%u' && l.category != 'c49').map(l, l.quantity).sum() * %u",
             sku, points);
    define_rule(draft, id, NULL, amount);
}

static void
define_store(loy_draft *draft, const char *id, const workload_promotion *promotion, unsigned store)
{
    char when[128];
    char amount[96];

    snprintf(when, sizeof(when),
             "event.store == 's%u' && event.local.weekday == %u && event.local.hour >= %u && "
             "event.local.hour < %u",
             store, promotion->weekday + 1u, promotion->begin + 0u, promotion->end + 0u);
    snprintf(amount, sizeof(amount), "spend(lines.filter(l, l.category == 'c%u')) * %u / 10000",
             promotion->category + 0u, promotion->percent + 0u);
    define_rule(draft, id, when, amount);
}

loy_draft *
w2_draft(uint32_t promotions)
{
    workload_promotion *drawn = calloc(WORKLOAD_PROMOTIONS, sizeof(*drawn));
    loy_draft *draft = drawn != NULL ? chain_draft("w2") : NULL;

    if (draft != NULL)
        workload_promotions(drawn);
    for (uint32_t i = 0; draft != NULL && i < promotions; i++) {
        const workload_promotion *promotion = &drawn[i % WORKLOAD_PROMOTIONS];
        unsigned copy = (unsigned)(i / WORKLOAD_PROMOTIONS);
        char id[16];

        snprintf(id, sizeof(id), "P%u", (unsigned)i);
        if (i % WORKLOAD_PROMOTIONS < WORKLOAD_SKU_PROMOTIONS)
            define_article(draft, id, promotion->sku + copy * WORKLOAD_SKUS, promotion->points);
        else
            define_store(draft, id, promotion, promotion->store + copy * WORKLOAD_STORES);
    }
    free(drawn);
    return draft;
}
