/*
 * hello.c -- a sale in, points out: the smallest whole program.
 */
#include <loyalty/store.h>
#include <stdio.h>

int
main(void)
{
    loy_draft *draft;
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_outcome *outcome;
    loy_line coffee = {.id = LOY_TEXT("1"), .quantity = 2000, .unit_price = 450};
    loy_event sale = LOY_EVENT_INIT;

    loy_draft_new(&draft, NULL);
    loy_draft_identify(draft, "corner-cafe", 1, "EUR");
    loy_draft_currency(draft, "stars");
    loy_rule_earn(loy_draft_rule(draft, "base", "purchase"), "stars", "total.per(money('1.00'))");
    if (loy_program_new(&program, draft, NULL) < 0 || loy_memory_store_open(&store, NULL) < 0 ||
        loy_engine_new(&engine, program, store, NULL) < 0 || loy_outcome_new(&outcome, NULL) < 0)
        return 1;

    sale.source = (loy_text)LOY_TEXT("till-3");
    sale.id = (loy_text)LOY_TEXT("r-1001");
    sale.type = (loy_text)LOY_TEXT("purchase");
    sale.customer = (loy_text)LOY_TEXT("c42");
    sale.time = INT64_C(1772439300000); /* 2026-03-02T08:15:00Z */
    sale.lines = &coffee;
    sale.line_count = 1;
    if (loy_engine_apply(engine, &sale, outcome, NULL) < 0)
        return 1;
    printf("%lld stars\n", (long long)loy_outcome_balance(outcome, 0)->available);

    loy_outcome_free(outcome);
    loy_engine_free(engine);
    loy_store_close(store);
    loy_program_free(program);
    loy_draft_free(draft);
    return 0;
}
