/*
 * w2.c -- the promotions of workload W2 as rules of a program.
 */
#include "w2.h"

#include <stdio.h>
#include <stdlib.h>

static void
define_article(loy_draft *draft, const char *id, unsigned sku, unsigned points, bool is_long)
{
    char when[96];
    char amount[128];

    snprintf(when, sizeof(when), "lines.exists(l, l.sku == '%u' && l.category != 'c49')", sku);

    snprintf(amount, sizeof(amount),
             "lines.filter(l, l.sku == '%u' && l.category != 'c49').map(l, l.quantity).sum() * %u",
             sku, points);
    define_rule(draft, id, is_long ? when : NULL, amount);
}

static void
define_store(loy_draft *draft, const char *id, const workload_promotion *promotion, unsigned store,
             bool is_long)
{
    char lines[64] = "";
    char when[192];
    char amount[96];

    if (is_long)
        snprintf(lines, sizeof(lines), " && lines.exists(l, l.category == 'c%u')",
                 promotion->category + 0u);
    snprintf(when, sizeof(when),
             "event.store == 's%u' && event.local.weekday == %u && event.local.hour >= %u && "
             "event.local.hour < %u%s",
             store, promotion->weekday + 1u, promotion->begin + 0u, promotion->end + 0u, lines);
    snprintf(amount, sizeof(amount), "spend(lines.filter(l, l.category == 'c%u')) * %u / 10000",
             promotion->category + 0u, promotion->percent + 0u);
    define_rule(draft, id, when, amount);
}

loy_draft *
w2_draft(uint32_t promotions, bool is_long)
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
            define_article(draft, id, promotion->sku + copy * WORKLOAD_SKUS, promotion->points,
                           is_long);
        else
            define_store(draft, id, promotion, promotion->store + copy * WORKLOAD_STORES, is_long);
    }
    free(drawn);
    return draft;
}
