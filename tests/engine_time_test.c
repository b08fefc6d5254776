/*
 * engine_time_test.c -- what time alone does: pending and expiry, tiers, stages
 * and timer rules, each at its own moment, seen late or at once.
 */
#include <string.h>

#include "base/time.h"
#include "kit/engine_kit.h"
#include "kit/table_kit.h"

#define HEAD                                                                                       \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"time_zone\":\"CET-1CEST,"  \
    "M3.5.0,M10.5.0/3\","
#define STARS(members) HEAD "\"currencies\":{\"stars\":{" members "}},\"rules\":[" BASE "]}"
#define BASE "{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"}}"
#define LADDER(members)                                                                            \
    HEAD "\"currencies\":{\"stars\":{}},\"ladders\":{\"status\":{" members "}},\"rules\":[" BASE   \
         "]}"
#define BUY(id, time, price)                                                                       \
    "{\"source\":\"till\",\"id\":\"" id "\",\"type\":\"purchase\",\"time\":\"" time                \
    "\",\"customer\":\"c1\",\"lines\":[{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"" price       \
    "\"}]}\n"

typedef struct row {
    const char *name;
    const char *program;
    const char *events;
    const char *before; /* the last moment before the change */
    const char *then;
    const char *after; /* the moment of the change */
    const char *now;
} row;

static const row rows[] = {
    {"pending points mature to the second", STARS("\"pending\":\"P14D\""),
     BUY("1", "2026-03-02T10:00:00+01:00", "9.00"), "2026-03-16T09:59:59+01:00",
     "stars 0 +9 -0; first-purchase", "2026-03-16T10:00:00+01:00", "stars 9 +0 -0; first-purchase"},
    {"across the change to summer time", STARS("\"pending\":\"P14D\""),
     BUY("1", "2026-03-20T10:00:00+01:00", "9.00"), "2026-04-03T09:59:59+02:00",
     "stars 0 +9 -0; first-purchase", "2026-04-03T10:00:00+02:00", "stars 9 +0 -0; first-purchase"},
    {"usable through the anniversary", STARS("\"expires\":{\"after\":\"P1M\"}"),
     BUY("1", "2026-01-25T10:00:00+01:00", "9.00"), "2026-02-25T23:59:59+01:00",
     "stars 9 +0 -0; first-purchase", "2026-02-26T00:00:00+01:00", "stars 0 +0 -0; first-purchase"},
    {"a month clamps to its end", STARS("\"expires\":{\"after\":\"P1M\"}"),
     BUY("1", "2026-01-31T10:00:00+01:00", "9.00"), "2026-02-28T23:59:59+01:00",
     "stars 9 +0 -0; first-purchase", "2026-03-01T00:00:00+01:00", "stars 0 +0 -0; first-purchase"},
    {"and in a leap year to the 29th", STARS("\"expires\":{\"after\":\"P1M\"}"),
     BUY("1", "2028-01-31T10:00:00+01:00", "9.00"), "2028-02-29T23:59:59+01:00",
     "stars 9 +0 -0; first-purchase", "2028-03-01T00:00:00+01:00", "stars 0 +0 -0; first-purchase"},
    {"no months: through the same day", STARS("\"expires\":{\"after\":\"P0M\"}"),
     BUY("1", "2026-01-01T10:00:00+01:00", "9.00"), "2026-01-01T23:59:59+01:00",
     "stars 9 +0 -0; first-purchase", "2026-01-02T00:00:00+01:00", "stars 0 +0 -0; first-purchase"},
    {"rounded up to the quarter", STARS("\"expires\":{\"after\":\"P1M\",\"round_up\":\"quarter\"}"),
     BUY("1", "2026-01-31T10:00:00+01:00", "9.00"), "2026-03-31T23:59:59+02:00",
     "stars 9 +0 -0; first-purchase", "2026-04-01T00:00:00+02:00", "stars 0 +0 -0; first-purchase"},
    {"rounded up to the year", STARS("\"expires\":{\"after\":\"P1M\",\"round_up\":\"year\"}"),
     BUY("1", "2026-01-31T10:00:00+01:00", "9.00"), "2026-12-31T23:59:59+01:00",
     "stars 9 +0 -0; lost", "2027-01-01T00:00:00+01:00", "stars 0 +0 -0; lost"},
    {"to the instant", STARS("\"expires\":{\"after\":\"P1M\",\"edge\":\"instant\"}"),
     BUY("1", "2026-01-31T10:00:00+01:00", "9.00"), "2026-02-28T09:59:59+01:00",
     "stars 9 +0 -0; first-purchase", "2026-02-28T10:00:00+01:00", "stars 0 +0 -0; first-purchase"},
    {"spent points are not missed when their lot lapses", STARS("\"expires\":{\"after\":\"P3M\"}"),
     BUY("1", "2026-03-01T10:00:00+01:00",
         "100.00") "{\"source\":\"o\",\"id\":\"s\",\"type\":\"adjust\",\"time\":\"2026-03-02T10:00:"
                   "00+01:00\",\"customer\":\"c1\",\"points\":{\"stars\":-80},\"reason\":\"x\"}"
                   "\n" BUY("2", "2026-05-01T10:00:00+02:00", "50.00"),
     "2026-06-01T23:59:59+02:00", "stars 70 +0 -0; repeat", "2026-06-02T00:00:00+02:00",
     "stars 50 +0 -0; repeat"},
    {"a rolling window lets a day go",
     LADDER("\"counts\":\"spend\",\"window\":{\"rolling\":\"P12M\"},\"tiers\":[{\"id\":\"green\","
            "\"from\":0},{\"id\":\"gold\",\"from\":\"100.00\"}]"),
     BUY("1", "2025-03-10T10:00:00+01:00", "100.00") BUY("2", "2026-02-10T10:00:00+01:00", "50.00"),
     "2026-03-09T23:59:59+01:00", "stars 150 +0 -0; status gold 15000; won-back",
     "2026-03-10T00:00:00+01:00", "stars 150 +0 -0; status green 5000; won-back"},
    {"or a month",
     LADDER("\"counts\":\"spend\",\"window\":{\"rolling\":\"P12M\",\"by\":\"month\"},\"tiers\":[{"
            "\"id\":\"green\",\"from\":0},{\"id\":\"gold\",\"from\":\"100.00\"}]"),
     BUY("1", "2025-03-10T10:00:00+01:00", "100.00") BUY("2", "2026-02-10T10:00:00+01:00", "50.00"),
     "2026-02-28T23:59:59+01:00", "stars 150 +0 -0; status gold 15000; won-back",
     "2026-03-01T00:00:00+01:00", "stars 150 +0 -0; status green 5000; won-back"},
    {"keeping a tier may ask for less",
     LADDER("\"counts\":\"spend\",\"window\":{\"rolling\":\"P12M\"},\"tiers\":[{\"id\":\"green\","
            "\"from\":0},{\"id\":\"gold\",\"from\":\"100.00\",\"keep_from\":\"50.00\"}]"),
     BUY("1", "2025-03-10T10:00:00+01:00", "100.00") BUY("2", "2026-02-10T10:00:00+01:00", "50.00"),
     "2027-02-09T23:59:59+01:00", "stars 150 +0 -0; status gold 5000; lost",
     "2027-02-10T00:00:00+01:00", "stars 150 +0 -0; status green 0; lost"},
    {"grace puts the drop off",
     LADDER("\"counts\":\"spend\",\"window\":{\"rolling\":\"P12M\"},\"tiers\":[{\"id\":\"green\","
            "\"from\":0},{\"id\":\"gold\",\"from\":\"100.00\",\"grace\":\"P3M\"}]"),
     BUY("1", "2025-03-10T10:00:00+01:00", "100.00"), "2026-06-09T23:59:59+02:00",
     "stars 100 +0 -0; status gold 0; lost", "2026-06-10T00:00:00+02:00",
     "stars 100 +0 -0; status green 0; lost"},
    {"a tier of a calendar year holds through the next",
     LADDER("\"counts\":\"spend\",\"window\":{\"calendar\":\"year\"},\"tiers\":[{\"id\":"
            "\"insider\",\"from\":0},{\"id\":\"vib\",\"from\":\"350.00\"}]"),
     BUY("1", "2025-03-10T10:00:00+01:00", "400.00")
         BUY("2", "2026-01-05T10:00:00+01:00", "100.00"),
     "2026-12-31T23:59:59+01:00", "stars 500 +0 -0; status vib 10000; lost",
     "2027-01-01T00:00:00+01:00", "stars 500 +0 -0; status insider 0; lost"},
    {"at risk when the moment comes", STARS(""), BUY("1", "2026-03-02T10:00:00+01:00", "9.00"),
     "2026-05-31T09:59:59+02:00", "stars 9 +0 -0; first-purchase", "2026-05-31T10:00:00+02:00",
     "stars 9 +0 -0; at-risk"},
    {"lost later", STARS(""), BUY("1", "2026-03-02T10:00:00+01:00", "9.00"),
     "2026-08-29T09:59:59+02:00", "stars 9 +0 -0; at-risk", "2026-08-29T10:00:00+02:00",
     "stars 9 +0 -0; lost"},
    {"a timer rule has its own day",
     HEAD "\"currencies\":{\"stars\":{}},\"rules\":[{\"id\":\"quiet\",\"on\":\"timer\",\"when\":"
          "\"customer.days_since_purchase > 60 && customer.stage == "
          "'first-purchase'\",\"earn\":{\"stars\":7}}]}",
     BUY("1", "2026-03-02T10:00:00+01:00", "9.00"), "2026-05-01T23:59:59+02:00",
     "stars 0 +0 -0; first-purchase", "2026-05-02T00:00:00+02:00", "stars 7 +0 -0; first-purchase"},
    {"a rule on entering a stage",
     HEAD "\"currencies\":{\"stars\":{}},\"rules\":[{\"id\":\"win-back\",\"on\":\"enter:at-risk\","
          "\"earn\":{\"stars\":50}}]}",
     BUY("1", "2026-03-02T10:00:00+01:00", "9.00"), "2026-05-31T09:59:59+02:00",
     "stars 0 +0 -0; first-purchase", "2026-05-31T10:00:00+02:00", "stars 50 +0 -0; at-risk"},
};

static void
changes_at_its_moment(void **state)
{
    const row *r = *state;
    engine_kit kit;

    engine_kit_open(&kit, r->program);
    engine_kit_apply_all(&kit, r->events);
    assert_string_equal(engine_kit_customer(&kit, "c1", r->before), r->then);
    assert_string_equal(engine_kit_customer(&kit, "c1", r->after), r->now);
    engine_kit_close(&kit);
}

/* Settling everybody by the clock, day by day, equals looking once at the end. */
static void
eager_equals_lazy(void **state)
{
    const row *r = *state;
    engine_kit lazy, eager;
    char seen[256];
    int64_t end, at;
    int32_t offset;

    assert_true(loy__parse_instant(r->after, strlen(r->after), &end, &offset));
    engine_kit_open(&lazy, r->program);
    engine_kit_apply_all(&lazy, r->events);
    strcpy(seen, engine_kit_customer(&lazy, "c1", r->after));
    engine_kit_open(&eager, r->program);
    engine_kit_apply_all(&eager, r->events);
    for (at = end - 400 * LOY__DAY_MS; at <= end; at += LOY__DAY_MS)
        assert_int_equal(loy_engine_advance(eager.engine, at, 0, NULL, NULL), LOY_OK);
    assert_string_equal(engine_kit_customer(&eager, "c1", NULL), seen);
    engine_kit_close(&lazy);
    engine_kit_close(&eager);
}

/* A sale that arrives after the clock went on is posted at the present. */
static void
late_sale(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, STARS("\"expires\":{\"after\":\"P1M\"}"));
    engine_kit_apply_all(&kit, BUY("1", "2026-03-02T10:00:00+01:00", "9.00")
                                   BUY("3", "2026-03-20T10:00:00+01:00", "5.00")
                                       BUY("2", "2026-03-05T10:00:00+01:00", "4.00")
                                           BUY("0", "2026-01-05T10:00:00+01:00", "8.00"));
    assert_string_equal(engine_kit_entries(&kit), "earn:stars=8 expire:stars=8");
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), "stars 18 +0 -0; repeat");
    assert_string_equal(engine_kit_customer(&kit, "c1", "2026-04-06T00:00:00+02:00"),
                        "stars 5 +0 -0; repeat");
    assert_string_equal(engine_kit_customer(&kit, "c1", "2026-06-18T11:00:00+02:00"),
                        "stars 0 +0 -0; at-risk");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, changes_at_its_moment, rows);
    TABLE_KIT_ROWS(&tests, eager_equals_lazy, rows);
    table_kit_test(&tests, "a late sale is posted at the present", late_sale);
    return table_kit_run(&tests, "engine_time");
}
