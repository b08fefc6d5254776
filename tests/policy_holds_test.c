/*
 * policy_holds_test.c -- points set aside while a customer pays: capture of all
 * or less, release, and what happens when the time of a hold is over.
 */
#include "kit/history_kit.h"

#define PROGRAM(settings, stars)                                                                   \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\"," settings                   \
    "\"currencies\":{\"stars\":{" stars "},\"miles\":{}}}"
#define PLAIN PROGRAM("", "")
#define PAYS PROGRAM("", "\"payment\":{\"step\":1,\"value\":\"0.01\"}")
#define EVENT(id, time, members)                                                                   \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-03-" time                              \
    "Z\",\"customer\":\"c1\"," members "}\n"
#define GIVE(id, time, points)                                                                     \
    EVENT(id, time, "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{" points "}")
#define HOLD(id, time, points) EVENT(id, time, "\"type\":\"hold\",\"points\":{" points "}")
#define NAMES(id, time, type, hold)                                                                \
    EVENT(id, time, "\"type\":\"" type "\",\"receipt\":{\"id\":\"" hold "\"}")
#define CAPTURE(id, time, points)                                                                  \
    EVENT(id, time, "\"type\":\"capture\",\"receipt\":{\"id\":\"h\"},\"points\":{" points "}")
#define ENROL EVENT("e", "01T09:00:00", "\"type\":\"visit\"")
#define HUNDRED ENROL GIVE("g", "01T10:00:00", "\"stars\":100")
#define SALE(id, time, members)                                                                    \
    EVENT(id, time,                                                                                \
          "\"type\":\"purchase\",\"lines\":[{\"id\":\"1\",\"unit_price\":\"10.00\"}]" members)

static const history histories[] = {
    {"what is held is not available", PLAIN, HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"),
     "applied hold:hold:stars=60", "hold:stars=60", NULL, "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"more than there is", PLAIN, HUNDRED HOLD("h", "02T10:00:00", "\"stars\":101"),
     "insufficient-points /points", "", NULL, "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"more than is left by another hold", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") HOLD("i", "02T10:01:00", "\"stars\":41"),
     "insufficient-points /points", "", NULL, "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"a hold of nothing", PLAIN, HUNDRED EVENT("h", "02T10:00:00", "\"type\":\"hold\""),
     "missing-points /points", "", NULL, NULL},
    {"of somebody unknown", PLAIN, HOLD("h", "02T10:00:00", "\"stars\":60"),
     "unknown-customer /customer", "", NULL, NULL},
    {"a capture of all", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") NAMES("k", "02T10:05:00", "capture", "h"),
     "applied capture:capture:stars=60", "capture:stars=60", NULL,
     "stars 40 +0 -0; miles 0 +0 -0: 40"},
    {"a capture of less gives the rest back", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") CAPTURE("k", "02T10:05:00", "\"stars\":25"),
     "applied capture:capture:stars=25 capture:release:stars=35",
     "capture:stars=25 release:stars=35", NULL, "stars 75 +0 -0; miles 0 +0 -0: 75"},
    {"a capture of more", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") CAPTURE("k", "02T10:05:00", "\"stars\":61"),
     "capture-too-much /points", "", NULL, "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"two currencies, one of them captured", PLAIN,
     HUNDRED GIVE("m", "01T10:00:00", "\"miles\":8") HOLD(
         "h", "02T10:00:00", "\"stars\":60,\"miles\":5") CAPTURE("k", "02T10:05:00", "\"miles\":5"),
     "applied capture:capture:miles=5 capture:release:stars=60", "capture:miles=5 release:stars=60",
     NULL, "stars 100 +0 -0; miles 3 +0 -0: 100 | 3"},
    {"a release", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") NAMES("k", "02T10:05:00", "release", "h"),
     "applied release:release:stars=60", "release:stars=60", NULL,
     "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"twice", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") NAMES("k", "02T10:05:00", "capture", "h")
         NAMES("l", "02T10:06:00", "capture", "h"),
     "hold-over /receipt", "", NULL, "stars 40 +0 -0; miles 0 +0 -0: 40"},
    {"of a hold that was refused", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":600") NAMES("k", "02T10:05:00", "capture", "h"),
     "hold-over /receipt", "", NULL, NULL},
    {"of a hold that never was", PLAIN, HUNDRED NAMES("k", "02T10:05:00", "capture", "h"),
     "unknown-hold /receipt", "", NULL, NULL},
    {"of something else", PLAIN, HUNDRED NAMES("k", "02T10:05:00", "release", "g"),
     "unknown-hold /receipt", "", NULL, NULL},
    {"of no name", PLAIN, HUNDRED EVENT("k", "02T10:05:00", "\"type\":\"release\""),
     "missing-receipt /receipt", "", NULL, NULL},
    {"of somebody else", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00",
                  "\"stars\":60") "{\"source\":\"till\",\"id\":\"v\",\"time\":\"2026-03-02T10:01:"
                                  "00Z\",\"customer\":\"c2\","
                                  "\"type\":\"visit\"}\n"
                                  "{\"source\":\"till\",\"id\":\"k\",\"time\":\"2026-03-02T10:02:"
                                  "00Z\",\"customer\":\"c2\","
                                  "\"type\":\"capture\",\"receipt\":{\"id\":\"h\"}}\n",
     "wrong-customer /customer", "", NULL, "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"a quarter of an hour holds to the end", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"), NULL, NULL, "2026-03-02T10:14:59Z",
     "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"and not longer", PLAIN, HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"), NULL, NULL,
     "2026-03-02T10:15:00Z", "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"holds.after: another time", PROGRAM("\"holds\":{\"after\":\"PT1H\"},", ""),
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"), NULL, NULL, "2026-03-02T10:59:59Z",
     "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"holds.after: another time, over", PROGRAM("\"holds\":{\"after\":\"PT1H\"},", ""),
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"), NULL, NULL, "2026-03-02T11:00:00Z",
     "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"holds.after: never", PROGRAM("\"holds\":{\"after\":\"never\"},", ""),
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60"), NULL, NULL, "2026-05-02T10:00:00Z",
     "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"ttl of the event", PLAIN,
     HUNDRED EVENT("h", "02T10:00:00",
                   "\"type\":\"hold\",\"ttl\":\"P1DT1M\",\"points\":{\"stars\":60}"),
     NULL, NULL, "2026-03-03T10:00:59Z", "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"ttl of the event, over", PLAIN,
     HUNDRED EVENT("h", "02T10:00:00",
                   "\"type\":\"hold\",\"ttl\":\"P1DT1M\",\"points\":{\"stars\":60}"),
     NULL, NULL, "2026-03-03T10:01:00Z", "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"ttl is time that passes, also where the clock goes back",
     PROGRAM("\"time_zone\":\"CET-1CEST,M3.5.0,M10.5.0/3\",", ""),
     HUNDRED "{\"source\":\"till\",\"id\":\"h\",\"time\":\"2026-10-25T00:50:00Z\",\"customer\":"
             "\"c1\",\"type\":\"hold\",\"ttl\":\"PT15M\",\"points\":{\"stars\":60}}",
     NULL, NULL, "2026-10-25T01:05:00Z", "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"what has lapsed says so in the next answer", PLAIN,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60") NAMES("k", "02T10:15:00", "capture", "h"),
     "hold-over /receipt", "", NULL, "stars 100 +0 -0; miles 0 +0 -0: 100"},
    {"what is held outlives its lot and can be captured",
     PROGRAM("", "\"expires\":{\"after\":\"P1D\"}"),
     HUNDRED EVENT("h", "02T23:55:00",
                   "\"type\":\"hold\",\"ttl\":\"PT1H\",\"points\":{\"stars\":60}")
         NAMES("k", "03T00:10:00", "capture", "h"),
     "applied capture:capture:stars=60", "expire:stars=40 capture:stars=60", NULL,
     "stars 0 +0 -0; miles 0 +0 -0:"},
    {"but what comes back to it has expired", PROGRAM("", "\"expires\":{\"after\":\"P1D\"}"),
     HUNDRED EVENT("h", "02T23:55:00",
                   "\"type\":\"hold\",\"ttl\":\"PT1H\",\"points\":{\"stars\":60}")
         CAPTURE("k", "03T00:10:00", "\"stars\":50"),
     "applied capture:capture:stars=50 capture:release:stars=10",
     "expire:stars=40 capture:stars=50 release:stars=10 expire:stars=10", NULL,
     "stars 0 +0 -0; miles 0 +0 -0:"},
    {"they come back to their own lots", PROGRAM("", "\"expires\":{\"after\":\"P10D\"}"),
     HUNDRED GIVE("f", "02T10:00:00", "\"stars\":30") HOLD("h", "03T10:00:00", "\"stars\":110")
         CAPTURE("k", "03T10:05:00", "\"stars\":105"),
     "applied capture:capture:stars=105 capture:release:stars=5",
     "capture:stars=100 capture:stars=5 release:stars=5", NULL,
     "stars 25 +0 -0; miles 0 +0 -0: 25<2026-03-13T00:00:00Z"},
    {"a purchase that the hold pays", PAYS,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60")
         SALE("s", "02T10:05:00", ",\"receipt\":{\"id\":\"h\"},\"pay\":{\"stars\":55}"),
     "applied payment:pay:stars=55 payment:release:stars=5 first purchase:stage:first-purchase",
     "capture:stars=55 release:stars=5", NULL, "stars 45 +0 -0; miles 0 +0 -0: 45"},
    {"a purchase that the hold does not pay wholly", PAYS,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60")
         SALE("s", "02T10:05:00", ",\"receipt\":{\"id\":\"h\"},\"pay\":{\"stars\":90}"),
     "applied payment:pay:stars=90 first purchase:stage:first-purchase",
     "capture:stars=60 burn:stars=30", NULL, "stars 10 +0 -0; miles 0 +0 -0: 10"},
    {"more than held and available", PAYS,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60")
         SALE("s", "02T10:05:00", ",\"receipt\":{\"id\":\"h\"},\"pay\":{\"stars\":101}"),
     "insufficient-points /pay", "", NULL, "stars 40 +0 -0 =60; miles 0 +0 -0: 40"},
    {"that sale comes back, and its points", PAYS,
     HUNDRED HOLD("h", "02T10:00:00", "\"stars\":60")
         SALE("s", "02T10:05:00", ",\"receipt\":{\"id\":\"h\"},\"pay\":{\"stars\":60}")
             NAMES("b", "03T10:00:00", "return", "s"),
     "applied return:restore:stars=60 return:stage:prospect", "restore:stars=60", NULL,
     "stars 100 +0 -0; miles 0 +0 -0: 100"},
};

/* A release fills debt that a return has left meanwhile. */
static void
debt_is_filled(void **state)
{
    static const char program[] = "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":"
                                  "\"EUR\",\"currencies\":{\"stars\":"
                                  "{}},\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{"
                                  "\"stars\":\"total / 10\"}}]}";
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, program);
    engine_kit_apply_all(&kit, SALE("s", "01T10:00:00", "") HOLD("h", "02T10:00:00", "\"stars\":60")
                                   NAMES("b", "02T10:01:00", "return", "s"));
    assert_string_equal(history_kit_customer(&kit, NULL), "stars 0 +0 -60 =60:");
    assert_string_equal(history_kit_customer(&kit, "2026-03-02T10:15:00Z"), "stars 0 +0 -0:");
    engine_kit_apply_all(&kit, NAMES("k", "02T10:05:00", "capture", "h"));
    assert_string_equal(history_kit_customer(&kit, NULL), "stars 0 +0 -60:");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, history_kit_run, histories);
    table_kit_test(&tests, "a release fills debt", debt_is_filled);
    return table_kit_run(&tests, "policy_holds");
}
