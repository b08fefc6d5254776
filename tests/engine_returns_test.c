/*
 * engine_returns_test.c -- returns and voids: what each line earned is taken
 * back with the line, parts of a return equal the whole, and a sale with its
 * full return changes nothing but the log.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

#define PROGRAM(points, rules)                                                                     \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":"  \
    "{" points "}},\"ladders\":{\"status\":{\"counts\":\"stars earned\",\"window\":\"lifetime\","  \
    "\"tiers\":[{\"id\":\"green\",\"from\":0},{\"id\":\"gold\",\"from\":50}]}},"                   \
    "\"rules\":[" rules "]}"
#define BASE                                                                                       \
    "{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines.filter(l, l.category " \
    "!= 'gift-card')).per(money('1.00'))\"}}"
#define VISIT "{\"id\":\"visit\",\"on\":\"purchase\",\"earn\":{\"stars\":5}}"
#define CAKES                                                                                      \
    "{\"id\":\"cakes\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines.filter(l, l.sku == "  \
    "'CAKE')).per(money('1.00')) * 2\"}}"

#define SALE                                                                                       \
    "{\"source\":\"till\",\"id\":\"r1\",\"type\":\"purchase\",\"time\":\"2026-03-02T10:00:00Z\","  \
    "\"customer\":\"c1\",\"lines\":["                                                              \
    "{\"id\":\"1\",\"sku\":\"LATTE\",\"category\":\"drinks\",\"quantity\":3,\"unit_price\":\"5."   \
    "00\"},"                                                                                       \
    "{\"id\":\"2\",\"sku\":\"CAKE\",\"category\":\"food\",\"quantity\":1,\"unit_price\":\"10."     \
    "00\"},"                                                                                       \
    "{\"id\":\"3\",\"sku\":\"GIFT\",\"category\":\"gift-card\",\"quantity\":1,\"unit_price\":"     \
    "\"25.00\"}]}\n"
#define EVENT(id, members)                                                                         \
    "{\"source\":\"till\",\"id\":\"" id                                                            \
    "\",\"time\":\"2026-03-05T10:00:00Z\",\"customer\":\"c1\"," members "}\n"
#define BACK(id, lines)                                                                            \
    EVENT(id,                                                                                      \
          "\"type\":\"return\",\"receipt\":{\"source\":\"till\",\"id\":\"r1\"},\"lines\":[" lines  \
          "]")
#define ALL(id) EVENT(id, "\"type\":\"return\",\"receipt\":{\"source\":\"till\",\"id\":\"r1\"}")
#define VOID(id) EVENT(id, "\"type\":\"void\",\"receipt\":{\"source\":\"till\",\"id\":\"r1\"}")
#define LINE(id, quantity) "{\"id\":\"" id "\",\"quantity\":" quantity "}"

typedef struct row {
    const char *name;
    const char *program;
    const char *events;
    const char *outcome; /* of the last event */
    const char *customer;
} row;

static const row rows[] = {
    {"one unit of three", PROGRAM("", BASE), SALE BACK("b1", LINE("1", "1")),
     "applied return:clawback:stars=5", "stars 20 +0 -0; status green 20; first-purchase"},
    {"a line that earned nothing", PROGRAM("", BASE), SALE BACK("b1", LINE("3", "1")), "applied",
     "stars 25 +0 -0; status green 25; first-purchase"},
    {"two lines at once", PROGRAM("", BASE), SALE BACK("b1", LINE("1", "3") "," LINE("2", "1")),
     "applied return:clawback:stars=25", "stars 0 +0 -0; status green 0; first-purchase"},
    {"a bonus goes with its own line", PROGRAM("", BASE "," CAKES), SALE BACK("b1", LINE("2", "1")),
     "applied return:clawback:stars=30", "stars 15 +0 -0; status green 15; first-purchase"},
    {"what no line earned stays until everything is back", PROGRAM("", BASE "," VISIT),
     SALE BACK("b1", LINE("1", "3") "," LINE("2", "1")), "applied return:clawback:stars=25",
     "stars 5 +0 -0; status green 5; first-purchase"},
    {"and goes with the last line", PROGRAM("", BASE "," VISIT),
     SALE BACK("b1", LINE("1", "3") "," LINE("2", "1")) BACK("b2", LINE("3", "1")),
     "applied return:clawback:stars=5 return:stage:prospect",
     "stars 0 +0 -0; status green 0; prospect"},
    {"a return without lines is of everything", PROGRAM("", BASE "," VISIT), SALE ALL("b1"),
     "applied return:clawback:stars=30 return:stage:prospect",
     "stars 0 +0 -0; status green 0; prospect"},
    {"and of what is left", PROGRAM("", BASE), SALE BACK("b1", LINE("1", "2")) ALL("b2"),
     "applied return:clawback:stars=15 return:stage:prospect",
     "stars 0 +0 -0; status green 0; prospect"},
    {"pending points are cancelled", PROGRAM("\"pending\":\"P14D\"", BASE),
     SALE BACK("b1", LINE("2", "1")), "applied return:clawback:stars=10",
     "stars 0 +15 -0; status green 15; first-purchase"},
    {"what was spent becomes debt", PROGRAM("", BASE),
     SALE EVENT("s", "\"type\":\"adjust\",\"points\":{\"stars\":-20},\"reason\":\"x\"") ALL("b1"),
     "applied return:clawback:stars=25 return:stage:prospect",
     "stars 0 +0 -20; status green 0; prospect"},
    {"or is written off, visibly", PROGRAM("\"floor\":\"zero\"", BASE),
     SALE EVENT("s", "\"type\":\"adjust\",\"points\":{\"stars\":-20},\"reason\":\"x\"") ALL("b1"),
     "applied return:clawback:stars=5/25 return:write-off:stars=20 return:stage:prospect",
     "stars 0 +0 -0; status green 0; prospect"},
    {"debt is filled by what is earned next", PROGRAM("", BASE),
     SALE EVENT("s", "\"type\":\"adjust\",\"points\":{\"stars\":-20},\"reason\":\"x\"") ALL("b1")
         EVENT("g", "\"type\":\"adjust\",\"points\":{\"stars\":30},\"reason\":\"y\""),
     "applied adjust:adjust:stars=30", "stars 10 +0 -0; status green 0; prospect"},
    {"a void takes everything", PROGRAM("", BASE "," VISIT), SALE VOID("v"),
     "applied void:clawback:stars=30 void:stage:prospect",
     "stars 0 +0 -0; status green 0; prospect"},
    {"more than was sold", PROGRAM("", BASE), SALE BACK("b1", LINE("1", "4")),
     "return-too-much /lines/0/quantity", "stars 25 +0 -0; status green 25; first-purchase"},
    {"more than is left", PROGRAM("", BASE),
     SALE BACK("b1", LINE("1", "2")) BACK("b2", LINE("1", "2")),
     "return-too-much /lines/0/quantity", "stars 15 +0 -0; status green 15; first-purchase"},
    {"twice everything", PROGRAM("", BASE), SALE ALL("b1") ALL("b2"), "return-too-much /receipt",
     "stars 0 +0 -0; status green 0; prospect"},
    {"a voided receipt", PROGRAM("", BASE), SALE VOID("v") BACK("b", LINE("1", "1")),
     "return-too-much /receipt", "stars 0 +0 -0; status green 0; prospect"},
    {"a line that was not sold", PROGRAM("", BASE), SALE BACK("b1", LINE("9", "1")),
     "unknown-line /lines/0/id", "stars 25 +0 -0; status green 25; first-purchase"},
    {"too late", PROGRAM("", BASE),
     SALE "{\"source\":\"till\",\"id\":\"b\",\"time\":\"2027-03-02T10:00:01Z\",\"customer\":\"c1\","
          "\"type\":\"return\",\"receipt\":{\"id\":\"r1\"}}",
     "return-too-late /time", "stars 25 +0 -0; status green 25; first-purchase"},
    {"another customer's receipt", PROGRAM("", BASE),
     SALE "{\"source\":\"till\",\"id\":\"h\",\"time\":\"2026-03-02T10:00:01Z\",\"customer\":\"c2\","
          "\"type\":\"visit\"}\n"
          "{\"source\":\"till\",\"id\":\"b\",\"time\":\"2026-03-02T10:00:01Z\",\"customer\":\"c2\","
          "\"type\":\"return\",\"receipt\":{\"id\":\"r1\"}}",
     "wrong-customer /customer", "stars 25 +0 -0; status green 25; first-purchase"},
};

static void
comes_back(void **state)
{
    const row *r = *state;
    engine_kit kit;

    engine_kit_open(&kit, r->program);
    engine_kit_apply_all(&kit, r->events);
    assert_string_equal(engine_kit_outcome(&kit), r->outcome);
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), r->customer);
    engine_kit_close(&kit);
}

/* Three units one by one, in any order with the cake, end where all at once do. */
static void
parts_equal_the_whole(void **state)
{
    static const char *const orders[] = {
        SALE BACK("a", LINE("1", "1")) BACK("b", LINE("1", "1")) BACK("c", LINE("1", "1"))
            BACK("d", LINE("2", "1")),
        SALE BACK("a", LINE("2", "1")) BACK("b", LINE("1", "2")) BACK("c", LINE("1", "1")),
        SALE BACK("a", LINE("1", "3") "," LINE("2", "1")),
    };

    (void)state;
    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        engine_kit kit;

        engine_kit_open(&kit, PROGRAM("", "{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{"
                                          "\"stars\":\"spend(lines) * 7 / 1000\"}}"));
        engine_kit_apply_all(&kit, orders[i]);
        /* 5000 * 7 / 1000 = 35, split 11, 7 and 17 over 15.00, 10.00 and 25.00
         * (10.5, 7, 17.5: the tie goes to the first line). */
        assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                            "stars 17 +0 -0; status green 17; first-purchase");
        engine_kit_close(&kit);
    }
}

/* Points that paid for the sale return to their lots when all of it is back. */
static void
payment_comes_back(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(
        &kit,
        PROGRAM("\"expires\":{\"after\":\"P1Y\"},\"payment\":{\"step\":10,\"value\":\"1.00\"}",
                BASE));
    engine_kit_apply_all(&kit,
                         EVENT("e", "\"type\":\"enrol\"")
                             EVENT("g", "\"type\":\"adjust\",\"points\":{\"stars\":100},\"reason\":"
                                        "\"gift\"") "{\"source\":\"till\",\"id\":\"r1\",\"type\":"
                                                    "\"purchase\",\"time\":\"2026-03-06T10:00:"
                                                    "00Z\",\"customer\":\"c1\",\"pay\":{\"stars\":"
                                                    "30},\"lines\":[{\"id\":\"1\",\"quantity\":2,"
                                                    "\"unit_price\":\"10.00\"}]}");
    assert_string_equal(
        engine_kit_outcome(&kit),
        "applied payment:pay:stars=30 base:earn:stars=20 first purchase:stage:first-purchase");
    assert_string_equal(engine_kit_entries(&kit), "burn:stars=30 earn:stars=20");
    engine_kit_apply_all(&kit, "{\"source\":\"till\",\"id\":\"b1\",\"type\":\"return\",\"time\":"
                               "\"2026-03-07T10:00:00Z\",\"customer\":\"c1\",\"receipt\":{\"id\":"
                               "\"r1\"},\"lines\":[{\"id\":\"1\",\"quantity\":1}]}");
    assert_string_equal(engine_kit_entries(&kit), "reverse:stars=10");
    engine_kit_apply_all(&kit,
                         "{\"source\":\"till\",\"id\":\"b2\",\"type\":\"return\",\"time\":\"2026-"
                         "03-07T10:00:00Z\",\"customer\":\"c1\",\"receipt\":{\"id\":\"r1\"}}");
    assert_string_equal(engine_kit_entries(&kit), "reverse:stars=10 restore:stars=30");
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                        "stars 100 +0 -0; status green 0; prospect");
    assert_int_equal(loy_customer_lot_count(kit.customer), 1);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, comes_back, rows);
    table_kit_test(&tests, "parts of a return equal the whole", parts_equal_the_whole);
    table_kit_test(&tests, "points that paid come back to their lots", payment_comes_back);
    return table_kit_run(&tests, "engine_returns");
}
