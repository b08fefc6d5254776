/*
 * late_fault_test.c -- whatever fails while a late event takes its place, it is
 * kept wholly or not at all, with what it changes of the sales behind it.
 */
#include <string.h>

#include "kit/ordeal_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
    "\"currencies\":{\"stars\":{\"pending\":\"P1D\",\"payment\":{\"step\":1,\"value\":\"0.10\"}}},"
    "\"ladders\":{\"status\":{\"counts\":\"stars earned\",\"window\":\"lifetime\",\"tiers\":["
    "{\"id\":\"a\",\"from\":0},{\"id\":\"b\",\"from\":20}]}},"
    "\"vouchers\":{\"free\":{}},\"counters\":{\"card\":{\"every\":3,\"issue\":\"free\"}},"
    "\"returns\":{\"method\":\"re-evaluate\",\"rewards\":\"void\"},"
    "\"late\":{\"events\":\"re-evaluate\",\"within\":\"P20D\"},"
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"},"
    "\"count\":{\"card\":1}},{\"id\":\"x2\",\"on\":\"purchase\",\"when\":\"customer.tiers.status "
    "== "
    "'b'\",\"multiply\":{\"stars\":\"2\"}}]}";

static const char *const events[] = {
    ORDEAL_EVENT("1", "2026-01-02T10:00:00Z", "\"type\":\"purchase\"," ORDEAL_LINES),
    ORDEAL_EVENT("2", "2026-01-06T10:00:00Z",
                 "\"type\":\"purchase\",\"pay\":{\"stars\":5}," ORDEAL_LINES),
    ORDEAL_EVENT(
        "3", "2026-01-08T10:00:00Z",
        "\"type\":\"return\",\"receipt\":{\"id\":\"1\"},\"lines\":[{\"id\":\"2\",\"quantity\":1}]"),
    ORDEAL_EVENT("4", "2026-01-01T10:00:00Z", "\"type\":\"purchase\"," ORDEAL_LINES),
    ORDEAL_EVENT("5", "2026-01-05T10:00:00Z", "\"type\":\"redeem\",\"voucher\":\"free\""),
    ORDEAL_EVENT(
        "6", "2026-01-07T10:00:00Z",
        "\"type\":\"return\",\"receipt\":{\"id\":\"1\"},\"lines\":[{\"id\":\"1\",\"quantity\":1}]"),
    ORDEAL_EVENT("7", "2026-01-20T10:00:00Z", "\"type\":\"void\",\"receipt\":{\"id\":\"2\"}"),
    ORDEAL_EVENT("8", "2026-01-19T10:00:00Z", "\"type\":\"visit\""),
};

static table_kit tests;
static ordeal history = {program, events, sizeof(events) / sizeof(events[0]), {{0}, 0}, {{0}}};

int
main(void)
{
    ordeal_kit_tests(&tests, &history);
    assert_non_null(strstr(history.answers[3], "late:late:in-order=3"));
    assert_non_null(strstr(history.answers[5], "late:late:in-order=1"));
    return table_kit_run(&tests, "late_fault");
}
