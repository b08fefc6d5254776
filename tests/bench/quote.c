/*
 * quote.c -- quotes of baskets that are long, under rules that are many.
 */
#define _POSIX_C_SOURCE 200809L

#include "quote.h"

#include <stdio.h>
#include <string.h>

#include "clock.h"

enum { KINDS = 5, LONGEST = 1000, TEXT = 12 };

typedef struct basket {
    loy_line lines[LONGEST];
    char ids[LONGEST][TEXT];
    char skus[LONGEST][TEXT];
    char categories[LONGEST][TEXT];
} basket;

static void
define_promotion(loy_draft *draft, unsigned number)
{
    unsigned n = number / KINDS;
    char id[16], when[160] = "", points[128];

    snprintf(id, sizeof(id), "Q%u", number);
    switch (number % KINDS) {
    case 0:
        snprintf(points, sizeof(points),
                 "lines.filter(l, l.sku == '%u').map(l, l.quantity).sum() * 3", n * 7 % 2000);
        break;
    case 1:
        snprintf(when, sizeof(when), "event.local.weekday == %u", n % 7 + 1);
        snprintf(points, sizeof(points), "spend(lines.filter(l, l.category == 'c%u')) / 50",
                 n * 3 % 50);
        break;
    case 2:
        snprintf(when, sizeof(when),
                 "lines.exists(l, l.sku == '%u') && lines.exists(l, l.category == 'c%u')",
                 n * 11 % 2000, n % 50);
        snprintf(points, sizeof(points), "50");
        break;
    case 3:
        snprintf(when, sizeof(when), "total >= %u && customer.tiers.status == 't%u'",
                 1000 + n * 100, n % 3);
        snprintf(points, sizeof(points), "total / 1000");
        break;
    default:
        snprintf(when, sizeof(when),
                 "event.store == 's%u' && "
                 "lines.filter(l, l.category == 'c%u').map(l, l.quantity).sum() >= 3",
                 n % 20, n * 13 % 50);
        snprintf(points, sizeof(points), "20");
    }
    define_rule(draft, id, when[0] != '\0' ? when : NULL, points);
}

loy_draft *
quote_draft(uint32_t rules)
{
    loy_draft *draft = chain_draft("quotes");

    for (uint32_t i = 0; draft != NULL && i < rules; i++)
        define_promotion(draft, i);
    return draft;
}

static loy_text
text(char out[TEXT], const char *form, unsigned number)
{
    int size = snprintf(out, TEXT, form, number);

    return (loy_text){.data = out, .size = (uint32_t)size};
}

static void
fill(basket *made, uint32_t lines, uint64_t *state)
{
    for (uint32_t i = 0; i < lines; i++) {
        uint32_t sku = workload_draw(state, WORKLOAD_SKUS);

        made->lines[i] = (loy_line){.id = text(made->ids[i], "%u", i + 1),
                                    .sku = text(made->skus[i], "%u", sku),
                                    .category = text(made->categories[i], "c%u", sku % 50),
                                    .quantity = INT64_C(1000) * (1 + workload_draw(state, 3)),
                                    .unit_price = INT64_C(50) + workload_draw(state, 2000)};
    }
}

double
quote_baskets(loy_engine *engine, uint32_t count, uint32_t lines, int64_t *points)
{
    static basket made;
    char store[TEXT], customer[TEXT], number[TEXT];
    uint64_t state = 5;
    loy_outcome *outcome = NULL;
    double spent = 0;
    int result = loy_outcome_new(&outcome, NULL);

    *points = 0;
    lines = lines < LONGEST ? lines : LONGEST;
    for (uint32_t i = 0; result == LOY_OK && i < count; i++) {
        loy_event event = LOY_EVENT_INIT;
        double begin;

        fill(&made, lines, &state);
        event.source = (loy_text)LOY_TEXT("till");
        event.id = text(number, "q%u", i);
        event.type = (loy_text)LOY_TEXT("purchase");
        event.customer = text(customer, "c%u", workload_draw(&state, WORKLOAD_MEMBERS));
        event.store = text(store, "s%u", workload_draw(&state, WORKLOAD_STORES));
        event.time = WORKLOAD_START + workload_draw(&state, 365 * 24) * (WORKLOAD_DAY / 24);
        event.lines = made.lines;
        event.line_count = lines;
        begin = read_clock(CLOCK_PROCESS_CPUTIME_ID);
        result = loy_engine_quote(engine, &event, outcome, NULL);
        spent += read_clock(CLOCK_PROCESS_CPUTIME_ID) - begin;
        for (uint32_t k = 0; result == LOY_OK && k < loy_outcome_entry_count(outcome); k++)
            *points += loy_outcome_entry(outcome, k)->points;
    }
    loy_outcome_free(outcome);
    return result == LOY_OK ? spent / count : result;
}
