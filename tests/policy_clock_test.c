/*
 * policy_clock_test.c -- by whose clock the days end with which points expire:
 * the program's, that of the store they come from, or the customer's.
 *
 * The program is in Berlin (UTC+1 in winter), store s-ny in New York (UTC-5),
 * s-tokyo in Tokyo (UTC+9). All is bought at 23:30 UTC on 1 March: that is the
 * 2nd in Berlin and in Tokyo, and still the 1st in New York.
 */
#include "kit/history_kit.h"

#define BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define NEW_YORK "EST5EDT,M3.2.0,M11.1.0"
#define TOKYO "JST-9"
#define PROGRAM(stars, more)                                                                       \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","                            \
    "\"time_zone\":\"" BERLIN "\",\"stores\":{\"s-ny\":{\"time_zone\":\"" NEW_YORK "\"},"          \
    "\"s-tokyo\":{\"time_zone\":\"" TOKYO "\"}},"                                                  \
    "\"attributes\":{\"customer\":{\"home\":\"time-zone\"}},"                                      \
    "\"currencies\":{\"stars\":{" stars "}},"                                                      \
    "\"ladders\":{\"status\":{\"counts\":\"visits\",\"window\":{\"rolling\":\"P30D\"},"            \
    "\"tiers\":[{\"id\":\"base\",\"from\":0},{\"id\":\"gold\",\"from\":2}]}},"                     \
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"}" more    \
    "}]}"
#define EXPIRES(members) PROGRAM("\"expires\":{\"after\":\"P10D\"" members "}", "")
#define BY_STORE ",\"clock\":\"store\""
#define BY_CUSTOMER ",\"clock\":\"customer\""
#define EVENT(id, time, members)                                                                   \
    "{\"source\":\"till\",\"id\":\"" id "\",\"time\":\"2026-" time                                 \
    "Z\",\"customer\":\"c1\"," members "}\n"
#define LATE "T23:30:00"
#define AT(store) "\"store\":\"" store "\","
#define BUY(id, time, store)                                                                       \
    EVENT(id, time, store "\"type\":\"purchase\",\"lines\":[{\"unit_price\":\"9.00\"}]")
#define LIVES(type, zone)                                                                          \
    EVENT("0", "01-01T12:00:00", "\"type\":\"" type "\",\"attributes\":{\"home\":\"" zone "\"}")
#define MOVES(id, time, zone)                                                                      \
    EVENT(id, time, "\"type\":\"profile\",\"attributes\":{\"home\":\"" zone "\"}")
#define STARS(points) "stars " points " +0 -0; status base 1: "
#define STARS_2(points) "stars " points " +0 -0; status gold 2: "

static const history clocks[] = {
    {"clock: program", EXPIRES(",\"clock\":\"program\""), BUY("1", "03-01" LATE, AT("s-ny")), NULL,
     NULL, NULL, STARS("9") "9<2026-03-12T23:00:00Z"},
    {"no clock: the program's", EXPIRES(""), BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, NULL,
     STARS("9") "9<2026-03-12T23:00:00Z"},
    {"clock: store", EXPIRES(BY_STORE), BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, NULL,
     STARS("9") "9<2026-03-12T04:00:00Z"},
    {"clock: store, each by its own", EXPIRES(BY_STORE),
     BUY("1", "03-01" LATE, AT("s-ny")) BUY("2", "03-01" LATE, AT("s-tokyo")), NULL, NULL, NULL,
     STARS_2("18") "9<2026-03-12T04:00:00Z 9<2026-03-12T15:00:00Z"},
    {"clock: store, one that is not known has the program's", EXPIRES(BY_STORE),
     BUY("1", "03-01" LATE, AT("s-rome")), NULL, NULL, NULL, STARS("9") "9<2026-03-12T23:00:00Z"},
    {"clock: store, and so has none", EXPIRES(BY_STORE), BUY("1", "03-01" LATE, ""), NULL, NULL,
     NULL, STARS("9") "9<2026-03-12T23:00:00Z"},
    {"clock: store, they are gone when its day is over", EXPIRES(BY_STORE),
     BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, "2026-03-12T04:00:00Z", "stars 0 +0 -0; status base 1:"},
    {"clock: store, rounded up by its calendar", EXPIRES(BY_STORE ",\"round_up\":\"month\""),
     BUY("1", "03-21T03:30:00", AT("s-ny")), NULL, NULL, NULL, STARS("9") "9<2026-04-01T04:00:00Z"},
    {"clock: program, rounded up a month later", EXPIRES(",\"round_up\":\"month\""),
     BUY("1", "03-21T23:30:00", AT("s-ny")), NULL, NULL, NULL, STARS("9") "9<2026-04-30T22:00:00Z"},
    {"clock: store, an end of the rule's own",
     PROGRAM("\"expires\":{\"after\":\"P1Y\"" BY_STORE "}", ",\"expires\":\"P10D\""),
     BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, NULL, STARS("9") "9<2026-03-12T04:00:00Z"},
    {"clock: store, to the very moment by its daylight time",
     PROGRAM("\"expires\":{\"after\":\"P10D\",\"edge\":\"instant\"" BY_STORE "}", ""),
     BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, NULL, STARS("9") "9<2026-03-11T22:30:00Z"},
    {"clock: store, what has lapsed is not found in what waits of the day after",
     PROGRAM("\"pending\":{\"until\":\"activate\"},\"expires\":{\"after\":\"PT5H\","
             "\"edge\":\"instant\"" BY_STORE "}",
             ""),
     BUY("1", "03-02T12:00:00", "") BUY("2", "03-01T12:00:00", "") EVENT(
         "3", "03-02T12:00:00", "\"type\":\"activate\",\"receipt\":{\"id\":\"2\"}"),
     "nothing-pending /receipt", "", NULL, NULL},
    {"clock: customer", EXPIRES(BY_CUSTOMER),
     LIVES("enrol", NEW_YORK) BUY("1", "03-01" LATE, AT("s-tokyo")), NULL, NULL, NULL,
     STARS("9") "9<2026-03-12T04:00:00Z"},
    {"clock: customer, who has said nothing", EXPIRES(BY_CUSTOMER),
     BUY("1", "03-01" LATE, AT("s-ny")), NULL, NULL, NULL, STARS("9") "9<2026-03-12T23:00:00Z"},
    {"clock: customer, who moves: points that he has keep their end", EXPIRES(BY_CUSTOMER),
     LIVES("enrol", NEW_YORK) BUY("1", "03-01" LATE, "") MOVES("2", "03-01T23:40:00", TOKYO)
         BUY("3", "03-01T23:50:00", ""),
     NULL, NULL, NULL, STARS_2("18") "9<2026-03-12T04:00:00Z 9<2026-03-12T15:00:00Z"},
    {"clock: customer, prolonged by activity", EXPIRES(BY_CUSTOMER ",\"from\":\"activity\""),
     LIVES("enrol", NEW_YORK) BUY("1", "03-01" LATE, "") BUY("2", "03-03" LATE, ""), NULL, NULL,
     NULL, STARS_2("18") "18<2026-03-14T04:00:00Z"},
    {"clock: customer, since they matured",
     PROGRAM("\"pending\":\"P1D\",\"expires\":{\"after\":\"P10D\",\"from\":\"matured\"" BY_CUSTOMER
             "}",
             ""),
     LIVES("enrol", NEW_YORK) BUY("1", "03-01" LATE, ""), NULL, NULL, "2026-03-03T00:00:00Z",
     STARS("9") "9<2026-03-13T04:00:00Z"},
    {"clock: customer, by tier and back: the end that they had",
     EXPIRES(BY_CUSTOMER ",\"by_tier\":{\"status\":{\"gold\":\"P10D\"}}"),
     LIVES("enrol", NEW_YORK) BUY("1", "03-01" LATE, "") BUY("2", "03-02" LATE, ""), NULL,
     "earn:stars=9", NULL, STARS_2("18") "9<2026-03-12T04:00:00Z 9<2026-03-13T04:00:00Z"},
    {"clock: customer, extended by his calendar", EXPIRES(BY_CUSTOMER ",\"extend\":\"P30D\""),
     LIVES("enrol", NEW_YORK) BUY("1", "02-20T12:00:00", "")
         EVENT("2", "02-21T12:00:00", "\"type\":\"extend\",\"points\":{\"stars\":9}"),
     NULL, "extend:stars=9", NULL, STARS("9") "9<2026-04-02T04:00:00Z"},
};

/* What is wrong is refused where it is said, and nothing is kept of it. */
static void
bad_home(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(&kit, EXPIRES(BY_CUSTOMER));
    engine_kit_apply_all(&kit, LIVES("enrol", "America/New_York"));
    assert_string_equal(engine_kit_outcome(&kit), "bad-zone /attributes/home");
    engine_kit_apply_all(&kit, BUY("1", "03-01" LATE, "") MOVES("2", "03-02" LATE, NEW_YORK)
                                   MOVES("3", "03-02" LATE, "EST5EDT") BUY("4", "03-02" LATE, ""));
    assert_string_equal(history_kit_customer(&kit, NULL),
                        STARS_2("18") "9<2026-03-12T23:00:00Z 9<2026-03-13T04:00:00Z");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, history_kit_run, clocks);
    table_kit_test(&tests, "a home that is no zone", bad_home);
    return table_kit_run(&tests, "policy_clock");
}
