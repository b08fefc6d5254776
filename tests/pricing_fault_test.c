/*
 * pricing_fault_test.c -- promotions with limits, vouchers and budgets of money: whatever
 * fails, a sale takes off and counts all or nothing, and ends where an untroubled run
 * ends.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/ordeal_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
    "\"vouchers\":{\"five\":{\"expires\":\"P30D\"}},"
    "\"rules\":[{\"id\":\"hi\",\"on\":\"visit\",\"issue\":\"five\"}],"
    "\"pricing\":{\"carry\":\"exact\",\"groups\":{\"g\":\"best-line\"}},"
    "\"promotions\":["
    "{\"id\":\"p\",\"percent\":10,\"limit\":{\"customer\":3,\"all\":4}},"
    "{\"id\":\"q\",\"percent\":20,\"on\":\"lines\",\"group\":\"g\"},"
    "{\"id\":\"r\",\"voucher\":\"five\",\"amount\":\"5.00\",\"on\":\"lines\",\"group\":\"g\"}],"
    "\"budgets\":["
    "{\"id\":\"b\",\"promotions\":[\"p\",\"q\"],\"money\":\"5.00\"},"
    "{\"id\":\"s\",\"promotions\":[\"r\"],\"money\":\"9.00\",\"by\":\"event.store\",\"per\":"
    "\"week\","
    "\"partial\":false}]}";

#define SALE(id, day, members)                                                                     \
    ORDEAL_EVENT(id, "2026-01-" day "T10:00:00Z", "\"type\":\"purchase\"," members ORDEAL_LINES)
#define BACK(id, day, members)                                                                     \
    ORDEAL_EVENT(id, "2026-01-" day "T10:00:00Z", "\"type\":\"return\"," members)

static const char *const events[] = {
    SALE("1", "02", ""),
    SALE("2", "03", "\"store\":\"a\","),
    ORDEAL_EVENT("3", "2026-01-04T10:00:00Z", "\"type\":\"visit\""),
    SALE("4", "05", "\"store\":\"a\",\"codes\":[\"five\"],"),
    BACK("5", "06", "\"receipt\":{\"id\":\"1\"},\"lines\":[{\"id\":\"1\",\"quantity\":1}]"),
    BACK("6", "07", "\"receipt\":{\"id\":\"4\"}"),
    SALE("7", "08", "\"store\":\"a\","),
};

static table_kit tests;
static ordeal history = {program, events, sizeof(events) / sizeof(events[0]), {{0}, 0}, {{0}}};

/* The budget is used up by the second sale, and what came back is taken off again. */
static void
budgets_were_met(void **state)
{
    (void)state;
    assert_non_null(strstr(history.answers[1], "p:discount:1=64/120"));
    assert_non_null(strstr(history.answers[3], "r:discount:1=500"));
    assert_non_null(strstr(history.answers[6], "p:discount:1=120 "));
}

int
main(void)
{
    ordeal_kit_tests(&tests, &history);
    table_kit_test(&tests, "budgets were met", budgets_were_met);
    return table_kit_run(&tests, "pricing_fault");
}
