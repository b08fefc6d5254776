/*
 * policy_pending_test.c -- points that wait for a time, for an event, or for
 * whichever comes first, and returns of sales whose points were released.
 */
#include <stdio.h>
#include <string.h>

#include "kit/history_kit.h"

#define PROGRAM(stars)                                                                             \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":"  \
    "{" stars "}},\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":"            \
    "\"spend(lines).per(100)\"}},{\"id\":\"cake\",\"on\":\"purchase\",\"when\":\"total >= 1000\"," \
    "\"earn\":{\"stars\":5}}]}"
#define TIMED PROGRAM("\"pending\":\"P14D\"")
#define EITHER PROGRAM("\"pending\":{\"after\":\"P14D\",\"or\":\"activate\"}")
#define WAITS PROGRAM("\"pending\":{\"until\":\"activate\"}")
#define DAYS PROGRAM("\"pending\":{\"until\":\"activate\"},\"spend_order\":\"oldest\"")
#define LIVES(from)                                                                                \
    PROGRAM(                                                                                       \
        "\"pending\":{\"until\":\"activate\"},\"expires\":{\"after\":\"P10D\",\"from\":\"" from    \
        "\"}")
#define EVENT(id, time, members)                                                                   \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-03-" time                              \
    "T12:00:00Z\",\"customer\":\"c1\"," members "}\n"
#define BUY(id, day)                                                                               \
    EVENT(id, day,                                                                                 \
          "\"type\":\"purchase\",\"lines\":[{\"id\":\"a\",\"unit_price\":\"6.00\"},{\"id\":\"b\"," \
          "\"unit_price\":\"3.00\"}]")
/* Two rules earn on it. */
#define BIG(id, day)                                                                               \
    EVENT(id, day, "\"type\":\"purchase\",\"lines\":[{\"id\":\"a\",\"unit_price\":\"12.00\"}]")
#define NAMES(id, day, type, sale, members)                                                        \
    EVENT(id, day, "\"type\":\"" type "\",\"receipt\":{\"id\":\"" sale "\"}" members)
#define SOME(n) ",\"points\":{\"stars\":" n "}"
#define LINE(id) ",\"lines\":[{\"id\":\"" id "\",\"quantity\":1}]"
/* Nine points of nine pieces that may come back one by one, by the rules run again. */
#define RETURNS(returns)                                                                           \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":"  \
    "{\"pending\":{\"until\":\"activate\"}}},\"returns\":{\"method\":" returns                     \
    "},\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines).per("    \
    "100)\"}}]}"
#define AGAIN(more) RETURNS("\"re-evaluate\"" more)
#define SHARES RETURNS("\"proportion\"")
#define NINE(id, day)                                                                              \
    EVENT(                                                                                         \
        id, day,                                                                                   \
        "\"type\":\"purchase\",\"lines\":[{\"id\":\"a\",\"quantity\":9,\"unit_price\":\"1.00\"}]")
#define PIECES(n) ",\"lines\":[{\"id\":\"a\",\"quantity\":" n "}]"

static const history histories[] = {
    {"a time", TIMED, BUY("s", "01"), NULL, "earn:stars=9", NULL,
     "stars 0 +9 -0: 9~2026-03-15T12:00:00Z"},
    {"no event shortens it", TIMED, BUY("s", "01") NAMES("a", "02", "activate", "s", ""),
     "nothing-pending /receipt", "", NULL, NULL},
    {"unless the program says so", EITHER, BUY("s", "01") NAMES("a", "02", "activate", "s", ""),
     "applied activate:activate:stars=9", "mature:stars=9", NULL, "stars 9 +0 -0: 9"},
    {"which comes first", EITHER, BUY("s", "01") NAMES("a", "20", "activate", "s", ""),
     "nothing-pending /receipt", "", NULL, "stars 9 +0 -0: 9"},
    {"until an event", WAITS, BUY("s", "01"), NULL, NULL, "2036-03-01T12:00:00Z",
     "stars 0 +9 -0: 9~never"},
    {"all of the sale", WAITS, BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", ""),
     "applied activate:activate:stars=9", "mature:stars=9", NULL, "stars 9 +9 -0: 9 9~never"},
    {"some of it", WAITS, BUY("s", "01") NAMES("a", "02", "activate", "s", SOME("4")),
     "applied activate:activate:stars=4", "mature:stars=4", NULL, "stars 4 +5 -0: 4 5~never"},
    {"and the rest", WAITS,
     BUY("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "activate", "s", ""),
     "applied activate:activate:stars=5", "mature:stars=5", NULL, "stars 9 +0 -0: 9"},
    {"but not twice", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", "")
         NAMES("b", "03", "activate", "s", ""),
     "nothing-pending /receipt", "", NULL, "stars 9 +9 -0: 9 9~never"},
    {"nor more than there is", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", SOME("10")),
     "insufficient-points /points", "", NULL, NULL},
    {"of a sale that never was", WAITS, BUY("s", "01") NAMES("a", "02", "activate", "x", ""),
     "unknown-receipt /receipt", "", NULL, NULL},
    {"of no sale", WAITS, BUY("s", "01") EVENT("a", "02", "\"type\":\"activate\""),
     "missing-receipt /receipt", "", NULL, NULL},
    {"of a later day than others that wait: its own", DAYS,
     BUY("s", "01") BIG("t", "02") NAMES("a", "03", "activate", "t", SOME("9")), NULL,
     "mature:stars=9", NULL, "stars 9 +17 -0: 9 9~never 8~never"},
    {"a return before takes the waiting points", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("b", "02", "return", "s", ""),
     "applied return:clawback:stars=9 return:stage:first-purchase", NULL, NULL,
     "stars 0 +9 -0: 9~never"},
    {"after it there is nothing to activate", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("b", "02", "return", "s", "")
         NAMES("a", "03", "activate", "s", ""),
     "nothing-pending /receipt", "", NULL, NULL},
    {"after a return of a part, the rest", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("b", "02", "return", "s", LINE("a"))
         NAMES("a", "03", "activate", "s", ""),
     "applied activate:activate:stars=3", NULL, NULL, "stars 3 +9 -0: 3 9~never"},
    {"a return afterwards takes the released points, not another sale's", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", "")
         NAMES("b", "03", "return", "s", LINE("a")),
     "applied return:clawback:stars=6", "reverse:stars=6", NULL, "stars 3 +9 -0: 3 9~never"},
    {"a return of all, released in part", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", ""),
     "applied return:clawback:stars=4 return:clawback:stars=5 return:stage:first-purchase",
     "reverse:stars=4 reverse:stars=5", NULL, "stars 0 +9 -0: 9~never"},
    {"by parts", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("b", "02", "return", "s", LINE("b"))
         NAMES("a", "02", "activate", "s", SOME("4")) NAMES("c", "03", "return", "s", ""),
     NULL, "reverse:stars=4 reverse:stars=2", NULL, "stars 0 +9 -0: 9~never"},
    {"by rules run again, what waits goes before what was released", AGAIN(""),
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")),
     "applied return:clawback:stars=3", "reverse:stars=3", NULL, "stars 4 +2 -0: 4 2~never"},
    {"and that when nothing waits", AGAIN(""),
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")) NAMES("c", "04", "return", "s", PIECES("3")),
     "applied return:clawback:stars=1 return:clawback:stars=2", NULL, NULL, "stars 3 +0 -0: 3"},
    {"line by line, too", WAITS,
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")),
     "applied return:clawback:stars=3", "reverse:stars=3", NULL, "stars 4 +2 -0: 4 2~never"},
    {"by what the lines had before it was released", WAITS,
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("x", "02", "activate", "s", SOME("2")) NAMES("b", "03", "return", "s", PIECES("1"))
             NAMES("c", "04", "return", "s", PIECES("4")),
     "applied return:clawback:stars=2 return:clawback:stars=2", NULL, NULL, "stars 4 +0 -0: 4"},
    {"and when all has come back nothing is left", WAITS,
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("7")) NAMES("c", "04", "return", "s", PIECES("2")),
     "applied return:clawback:stars=2 return:stage:prospect", NULL, NULL, "stars 0 +0 -0:"},
    {"line by line, what came back before the release is not taken again", WAITS,
     NINE("s", "01") NAMES("b", "02", "return", "s", PIECES("3"))
         NAMES("a", "03", "activate", "s", SOME("4")) NAMES("c", "04", "return", "s", PIECES("3")),
     "applied return:clawback:stars=1 return:clawback:stars=2", NULL, NULL, "stars 3 +0 -0: 3"},
    {"in proportion, too", SHARES,
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")),
     "applied return:clawback:stars=3", "reverse:stars=3", NULL, "stars 4 +2 -0: 4 2~never"},
    {"in proportion of what the sale gave, not of what is left of it", SHARES,
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")) NAMES("c", "04", "return", "s", PIECES("3")),
     "applied return:clawback:stars=1 return:clawback:stars=2", NULL, NULL, "stars 3 +0 -0: 3"},
    {"or first, as the program says", AGAIN(",\"order\":[\"lot\",\"pending\"]"),
     NINE("s", "01") NAMES("a", "02", "activate", "s", SOME("4"))
         NAMES("b", "03", "return", "s", PIECES("3")),
     "applied return:clawback:stars=3", "reverse:stars=3", NULL, "stars 1 +5 -0: 1 5~never"},
    {"what came back before the release is not taken again after it", AGAIN(""),
     NINE("s", "01") NAMES("b", "02", "return", "s", PIECES("3"))
         NAMES("a", "03", "activate", "s", SOME("4")) NAMES("c", "04", "return", "s", PIECES("3")),
     "applied return:clawback:stars=1 return:clawback:stars=2", NULL, NULL, "stars 3 +0 -0: 3"},
    {"nor where what was released goes first", AGAIN(",\"order\":[\"lot\",\"pending\"]"),
     NINE("s", "01") NAMES("b", "02", "return", "s", PIECES("3"))
         NAMES("a", "03", "activate", "s", SOME("4")) NAMES("c", "04", "return", "s", PIECES("3")),
     "applied return:clawback:stars=3", NULL, NULL, "stars 1 +2 -0: 1 2~never"},
    {"the life from earning goes on while they wait", LIVES("earned"), BUY("s", "01"), NULL, NULL,
     "2026-03-12T00:00:00Z", "stars 0 +0 -0:"},
    {"the life from maturity begins with the event", LIVES("matured"),
     BUY("s", "01") NAMES("a", "20", "activate", "s", ""), NULL, "extend:stars=9 mature:stars=9",
     NULL, "stars 9 +0 -0: 9<2026-03-31T00:00:00Z"},
    {"their end may have moved with activity", LIVES("activity"),
     BUY("s", "01") BUY("t", "05") NAMES("a", "06", "activate", "s", ""), NULL, "mature:stars=9",
     NULL, "stars 9 +9 -0: 9<2026-03-16T00:00:00Z 9~never<2026-03-16T00:00:00Z"},
    {"or by hand", LIVES("earned"),
     BUY("s", "01") EVENT("x", "02", "\"type\":\"extend\",\"points\":{\"stars\":9},\"ttl\":\"P9D\"")
         NAMES("a", "15", "activate", "s", ""),
     NULL, "mature:stars=9", NULL, "stars 9 +0 -0: 9<2026-03-21T00:00:00Z"},
    {"what has expired is not found in a later sale", LIVES("earned"),
     BUY("s", "01") BUY("t", "05") NAMES("a", "13", "activate", "s", ""),
     "nothing-pending /receipt", NULL, NULL, "stars 0 +9 -0: 9~never<2026-03-16T00:00:00Z"},
    {"what comes back of a sale is what waits, where its end has moved",
     PROGRAM("\"pending\":\"P14D\",\"expires\":{\"after\":\"P10D\",\"from\":\"activity\"}"),
     BUY("s", "01") BUY("t", "05") NAMES("b", "06", "return", "s", ""),
     "applied return:clawback:stars=9 return:stage:first-purchase", "reverse:stars=9", NULL,
     "stars 0 +9 -0: 9~2026-03-19T12:00:00Z<2026-03-16T00:00:00Z"},
    {"also where it waits for an event", LIVES("activity"),
     BUY("s", "01") BUY("t", "05") NAMES("a", "06", "activate", "t", "")
         NAMES("b", "07", "return", "s", ""),
     "applied return:clawback:stars=9 return:stage:first-purchase", "reverse:stars=9", NULL,
     "stars 9 +0 -0: 9<2026-03-16T00:00:00Z"},
    {"no more than the lot has when two rules put points there", WAITS,
     BIG("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "t", "")
         EVENT("g", "03", "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"stars\":-9}")
             NAMES("b", "04", "return", "t", "") NAMES("d", "05", "activate", "s", SOME("9")),
     "insufficient-points /points", NULL, NULL, "stars 0 +8 -0: 8~never"},
    {"they fill a debt", WAITS,
     BUY("s", "01") BUY("t", "01") NAMES("a", "02", "activate", "s", "")
         EVENT("g", "03", "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"stars\":-9}")
             NAMES("v", "03", "void", "s", "") NAMES("b", "04", "activate", "t", SOME("9")),
     NULL, NULL, NULL, NULL},
};

/* What the schedule of the last view says, with its sum. */
static void
assert_schedule(engine_kit *kit, const char *expected, int64_t sum)
{
    char told[256] = "";
    const loy_expiring *item;

    for (uint32_t i = 0; (item = loy_customer_expiring(kit->customer, i)) != NULL; i++) {
        size_t used = strlen(told);

        snprintf(told + used, sizeof(told) - used, "%s%s %d@%d", i > 0 ? ", " : "", item->currency,
                 (int)item->points,
                 item->expires == LOY_NEVER ? 0 : (int)(item->expires / 86400000 - 20512));
        sum -= item->points;
    }
    assert_string_equal(told, expected);
    assert_int_equal(sum, 0);
}

/* All that a customer has, by when he loses it: pending and held points, too. */
static void
schedule(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
                          "\"currencies\":{\"stars\":{\"pending\":\"P2D\",\"expires\":{\"after\":"
                          "\"P10D\"}},\"gems\":{}},\"rules\":[{\"id\":\"base\",\"on\":\"purchase\","
                          "\"earn\":{\"stars\":\"total / 100\",\"gems\":1}}]}");
    engine_kit_apply_all(
        &kit, BUY("s", "01") BUY("t", "02") BUY("u", "08")
                  EVENT("g", "08", "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"stars\":2}")
                      EVENT("h", "08", "\"type\":\"hold\",\"points\":{\"stars\":11,\"gems\":1}"));
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                        "stars 9 +9 -0 =11; gems 2 +0 -0 =1; repeat");
    assert_schedule(&kit, "stars 9@12, stars 9@13, stars 11@19, gems 3@0", 32);
    engine_kit_customer(&kit, "c1", "2026-03-13T12:00:00Z");
    assert_schedule(&kit, "stars 11@19, gems 3@0", 14);
    assert_true(loy_customer_expiring(kit.customer, 2) == NULL);
    assert_int_equal(loy_customer_expiring_count(NULL), 0);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, history_kit_run, histories);
    table_kit_test(&tests, "the schedule sums to the balance", schedule);
    return table_kit_run(&tests, "policy_pending");
}
