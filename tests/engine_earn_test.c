/*
 * engine_earn_test.c -- what one purchase earns: amounts, conditions,
 * multipliers, caps, counters, and how it is reported.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

#define PROGRAM(parts)                                                                             \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","                            \
    "\"currencies\":{\"stars\":{}},\"stages\":{\"initial\":\"one\",\"names\":[\"one\"],"           \
    "\"transitions\":[]}," parts "}"
#define SALE(id, lines)                                                                            \
    "{\"source\":\"till\",\"id\":\"" id "\",\"type\":\"purchase\","                                \
    "\"time\":\"2026-03-02T09:15:00+01:00\",\"customer\":\"c1\",\"store\":\"s1\","                 \
    "\"channel\":\"store\",\"lines\":[" lines "]}"
#define COFFEE                                                                                     \
    "{\"id\":\"1\",\"sku\":\"LATTE\",\"category\":\"drinks/"                                       \
    "coffee\",\"quantity\":2,\"unit_price\":\"4.50\",\"tags\":[\"hot\"]}"
#define CAKE                                                                                       \
    "{\"id\":\"2\",\"sku\":\"CAKE\",\"category\":\"food\",\"quantity\":1,\"unit_price\":\"3.25\"}"
#define CARD                                                                                       \
    "{\"id\":\"3\",\"sku\":\"GIFT\",\"category\":\"gift-card\",\"quantity\":1,\"unit_price\":"     \
    "\"25.00\"}"

typedef struct row {
    const char *name;
    const char *program;
    const char *event;
    const char *outcome;
} row;

static const row rows[] = {
    {"an amount earns by step",
     PROGRAM("\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines)."
             "per(money('1.00'))\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=9"},
    {"lines can be left out",
     PROGRAM("\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines."
             "filter(l, l.category != 'gift-card')).per(money('1.00'))\"}}]"),
     SALE("1", COFFEE "," CARD), "applied base:earn:stars=9"},
    {"a category tree",
     PROGRAM("\"rules\":[{\"id\":\"d\",\"on\":\"purchase\",\"earn\":{\"stars\":\"spend(lines."
             "filter(l, l.category.under('drinks')))\"}}]"),
     SALE("1", COFFEE "," CAKE), "applied d:earn:stars=900"},
    {"quantity",
     PROGRAM("\"rules\":[{\"id\":\"q\",\"on\":\"purchase\",\"earn\":{\"stars\":\"lines.filter(l, "
             "l.sku == 'LATTE').map(l, l.quantity).sum() * 5\"}}]"),
     SALE("1", COFFEE "," CAKE), "applied q:earn:stars=10"},
    {"a constant for the visit",
     PROGRAM("\"rules\":[{\"id\":\"v\",\"on\":\"purchase\",\"earn\":{\"stars\":3}}]"),
     SALE("1", CAKE), "applied v:earn:stars=3"},
    {"a tag, a store, a channel",
     PROGRAM("\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"when\":\"event.store == 's1' && "
             "event.channel in ['store','app'] && lines.exists(l, 'hot' in "
             "l.tags)\",\"earn\":{\"stars\":1}},"
             "{\"id\":\"b\",\"on\":\"purchase\",\"when\":\"event.store == "
             "'s2'\",\"earn\":{\"stars\":1}}]"),
     SALE("1", COFFEE), "applied a:earn:stars=1"},
    {"the till's own hour and weekday decide",
     PROGRAM("\"rules\":[{\"id\":\"h\",\"on\":\"purchase\",\"when\":\"event.local.hour == 9 && "
             "event.local.weekday == 1 && event.local.day == 2 && event.local.month == "
             "3\",\"earn\":{\"stars\":1}}]"),
     SALE("1", COFFEE), "applied h:earn:stars=1"},
    {"the first purchase",
     PROGRAM("\"rules\":[{\"id\":\"f\",\"on\":\"purchase\",\"when\":\"customer.purchases == "
             "0\",\"earn\":{\"stars\":100}}]"),
     SALE("1", COFFEE), "applied f:earn:stars=100"},
    {"another kind of event does not answer",
     PROGRAM("\"rules\":[{\"id\":\"v\",\"on\":\"visit\",\"earn\":{\"stars\":1}}]"),
     SALE("1", COFFEE), "applied"},
    {"a multiplier adds to what was earned",
     PROGRAM("\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / "
             "100\"}},{\"id\":\"double\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"2\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=9 double:multiply:stars=9"},
    {"multipliers add up by default",
     PROGRAM("\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":10}},{\"id\":"
             "\"x2\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"2\"}},{\"id\":\"x3\",\"on\":"
             "\"purchase\",\"multiply\":{\"stars\":\"3\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=10 x2:multiply:stars=10 x3:multiply:stars=20"},
    {"or multiply each other",
     PROGRAM("\"multipliers\":\"product\",\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":"
             "{\"stars\":10}},{\"id\":\"x2\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"2\"}},{"
             "\"id\":\"x3\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"3\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=10 x2:multiply:stars=17 x3:multiply:stars=33"},
    {"or the largest counts",
     PROGRAM("\"multipliers\":\"max\",\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{"
             "\"stars\":10}},{\"id\":\"x2\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"2\"}},{"
             "\"id\":\"x3\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"3\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=10 x2:multiply:stars=7 x3:multiply:stars=13"},
    {"fractions of a multiplier are dropped",
     PROGRAM("\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":9}},{\"id\":"
             "\"x\",\"on\":\"purchase\",\"multiply\":{\"stars\":\"1.25\"}}]"),
     SALE("1", COFFEE), "applied base:earn:stars=9 x:multiply:stars=2"},
    {"a cap grants what is left and says what was wanted",
     PROGRAM("\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":12,\"per\":\"day\"}],"
             "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"earn\":{\"stars\":10}},{\"id\":\"b\","
             "\"on\":\"purchase\",\"earn\":{\"stars\":5}},{\"id\":\"c\",\"on\":\"purchase\","
             "\"earn\":{\"stars\":1}}]"),
     SALE("1", COFFEE), "applied a:earn:stars=10 b:earn:stars=2/5 c:earn:stars=0/1"},
    {"a cap over some rules leaves the others",
     PROGRAM("\"caps\":[{\"id\":\"some\",\"currency\":\"stars\",\"limit\":3,\"per\":\"lifetime\","
             "\"rules\":[\"b\"]}],\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"earn\":{\"stars\":"
             "10}},{\"id\":\"b\",\"on\":\"purchase\",\"earn\":{\"stars\":5}}]"),
     SALE("1", COFFEE), "applied a:earn:stars=10 b:earn:stars=3/5"},
    {"a full stamp card becomes a voucher, the rest stays",
     PROGRAM("\"vouchers\":{\"free\":{}},\"counters\":{\"card\":{\"every\":2,\"issue\":\"free\"}},"
             "\"rules\":[{\"id\":\"s\",\"on\":\"purchase\",\"count\":{\"card\":\"lines.map(l, "
             "l.quantity).sum()\"}}]"),
     SALE("1", COFFEE "," CAKE), "applied s:count:card=3 card:issue:free=1"},
    {"named expressions are shared",
     PROGRAM("\"let\":{\"drinks\":\"spend(lines.filter(l, "
             "l.category.under('drinks')))\",\"half\":\"drinks / "
             "2\"},\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"when\":\"drinks > "
             "0\",\"earn\":{\"stars\":\"half\"}}]"),
     SALE("1", COFFEE), "applied a:earn:stars=450"},
    {"a rule that overflows is reported and the others go on",
     PROGRAM(
         "\"rules\":[{\"id\":\"bad\",\"on\":\"purchase\",\"earn\":{\"stars\":\"9223372036854775807 "
         "+ total\"}},{\"id\":\"good\",\"on\":\"purchase\",\"earn\":{\"stars\":1}}]"),
     SALE("1", COFFEE), "applied bad:error:overflow=0 good:earn:stars=1"},
    {"a negative amount is reported",
     PROGRAM("\"rules\":[{\"id\":\"bad\",\"on\":\"purchase\",\"earn\":{\"stars\":\"0 - total\"}}]"),
     SALE("1", COFFEE), "applied bad:error:the amount is negative=0"},
    {"a failed named expression is reported where it is used",
     PROGRAM(
         "\"let\":{\"bad\":\"100 / (total - "
         "900)\"},\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"when\":\"bad > "
         "0\",\"earn\":{\"stars\":1}},{\"id\":\"b\",\"on\":\"purchase\",\"earn\":{\"stars\":2}}]"),
     SALE("1", COFFEE), "applied a:error:division by zero=0 b:earn:stars=2"},
    {"a rule outside its dates does not fire",
     PROGRAM("\"rules\":[{\"id\":\"old\",\"on\":\"purchase\",\"until\":\"2026-03-02\",\"earn\":{"
             "\"stars\":1}},{\"id\":\"now\",\"on\":\"purchase\",\"from\":\"2026-03-02\",\"until\":"
             "\"2026-03-03\",\"earn\":{\"stars\":2}}]"),
     SALE("1", COFFEE), "applied now:earn:stars=2"},
    {"a message",
     PROGRAM("\"rules\":[{\"id\":\"hello\",\"on\":\"purchase\",\"notify\":\"thank you\"}]"),
     SALE("1", COFFEE), "applied hello:notify:thank you=0"},
};

static void
outcome_is(void **state)
{
    const row *r = *state;
    engine_kit kit;

    engine_kit_open(&kit, r->program);
    assert_int_equal(engine_kit_apply(&kit, r->event), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), r->outcome);
    engine_kit_close(&kit);
}

/* The cap is of the local day: the next day starts anew. */
static void
cap_restarts(void **state)
{
    engine_kit kit;

    (void)state;
    engine_kit_open(
        &kit,
        PROGRAM("\"caps\":[{\"id\":\"day\",\"currency\":\"stars\",\"limit\":12,\"per\":\"day\"}],"
                "\"rules\":[{\"id\":\"a\",\"on\":\"purchase\",\"earn\":{\"stars\":10}}]"));
    engine_kit_apply_all(&kit, SALE("1", COFFEE) "\n" SALE("2", COFFEE) "\n" SALE("3", COFFEE));
    assert_string_equal(engine_kit_outcome(&kit), "applied a:earn:stars=0/10");
    engine_kit_apply_all(&kit, "{\"source\":\"till\",\"id\":\"4\",\"type\":\"purchase\",\"time\":"
                               "\"2026-03-03T00:00:00+01:00\",\"customer\":\"c1\",\"lines\":[]}");
    assert_string_equal(engine_kit_outcome(&kit), "applied a:earn:stars=10");
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), "stars 22 +0 -0; one");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, outcome_is, rows);
    table_kit_test(&tests, "a daily cap restarts at local midnight", cap_restarts);
    return table_kit_run(&tests, "engine_earn");
}
