/*
 * engine_bounds_test.c -- amounts at the ends of what may be written: they are applied or
 * refused, never wrapped, and the refusal is kept like any other answer.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"JPY\",\"currencies\":{\"stars\":{"
    "\"payment\":{\"step\":1,\"value\":1,\"short\":\"clamp\"}}},\"holds\":{\"after\":\"never\"},"
    "\"transfers\":{},\"rules\":[{\"id\":\"r\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total\"}}]"
    "}";

#define MOST LOY_MAX_AMOUNT
#define HAS 90 /* points of the customer */

/* What an event of one kind may have, and what is written before and behind it. */
typedef struct row {
    const char *name;
    const char *before, *behind;
    int64_t least, most;
} row;

static const row rows[] = {
    {"a quantity", "'type':'purchase','lines':[{'unit_price':0,'quantity':", "}]", 1, MOST / 1000},
    {"a price", "'type':'purchase','lines':[{'unit_price':", "}]", 0, MOST},
    {"a discount", "'type':'purchase','lines':[{'unit_price':9,'discount':", "}]", 0, 9},
    {"a tax", "'type':'purchase','lines':[{'unit_price':9,'tax':", "}]", 0, 9},
    {"points by hand", "'type':'adjust','reason':'x','points':{'stars':", "}", -HAS, MOST},
    {"points set aside", "'type':'hold','points':{'stars':", "}", 1, HAS},
    {"points sent", "'type':'transfer','to':'b','points':{'stars':", "}", 1, HAS},
    {"points that pay", "'type':'purchase','lines':[{'unit_price':5}],'pay':{'stars':", "}", 1,
     MOST},
};

static const int64_t bounds[] = {
    INT64_MIN,
    INT64_MIN + 1,
    -MOST - 1,
    -MOST,
    -HAS - 1,
    -HAS,
    -1,
    0,
    1,
    9,
    10,
    HAS,
    HAS + 1,
    MOST / 1000,
    MOST - 1,
    MOST,
    MOST / 1000 + 1,
    MOST + 1,
    INT64_MAX - 1,
    INT64_MAX,
};

static int
apply(engine_kit *kit, const char *id, const char *customer, const char *members)
{
    char event[1024];

    snprintf(event, sizeof(event),
             "{'source':'s','id':'%s','time':'2026-01-01T00:00:00Z','customer':'%s',%s}", id,
             customer, members);
    for (char *at = event; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    return engine_kit_apply(kit, event);
}

static void
give(engine_kit *kit, const char *id, const char *customer, int64_t points)
{
    char members[128];

    snprintf(members, sizeof(members),
             "'type':'adjust','reason':'x','points':{'stars':%" PRId64 "}", points);
    assert_int_equal(apply(kit, id, customer, members), LOY_OK);
}

/* All that the customer has, none of it below nothing. */
static int64_t
sum_of(engine_kit *kit)
{
    const loy_balance *balance = loy_outcome_balance(kit->outcome, 0);

    assert_true(balance->available >= 0 && balance->held >= 0 && balance->debt >= 0);
    return balance->available + balance->held - balance->debt;
}

static void
open_with_points(engine_kit *kit)
{
    engine_kit_open(kit, program);
    assert_int_equal(apply(kit, "b", "b", "'type':'enrol'"), LOY_OK);
    assert_int_equal(apply(kit, "a", "a", "'type':'enrol'"), LOY_OK);
    give(kit, "g", "a", HAS);
}

static void
is_applied_or_refused(void **state)
{
    const row *r = *state;

    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
        bool may = bounds[i] >= r->least && bounds[i] <= r->most;
        char members[256];
        engine_kit kit;

        if (bounds[i] == 0 && r->least < 0)
            continue; /* nothing is moved by hand: neither */
        open_with_points(&kit);
        snprintf(members, sizeof(members), "%s%" PRId64 "%s", r->before, bounds[i], r->behind);
        if (apply(&kit, "x", "a", members) == LOY_OK) {
            if ((loy_outcome_verdict(kit.outcome) == LOY_VERDICT_APPLIED) != may)
                fail_msg("%" PRId64 ": %s", bounds[i], loy_outcome_reason_text(kit.outcome));
            assert_true(sum_of(&kit) >= 0);
            if (!may)
                assert_int_equal(sum_of(&kit), HAS);
            assert_int_equal(apply(&kit, "x", "a", members), LOY_OK);
            assert_true(loy_outcome_replayed(kit.outcome));
        } else {
            assert_false(may); /* it does not even fit a document */
        }
        engine_kit_close(&kit);
    }
}

/* More than can be counted is refused, and so is sending it to somebody who has it. */
static void
a_full_account_takes_no_more(void **state)
{
    engine_kit kit;
    int count = 0;
    char id[16];

    (void)state;
    open_with_points(&kit);
    do {
        snprintf(id, sizeof(id), "%d", count++);
        give(&kit, id, "a", MOST);
        assert_true(sum_of(&kit) > 0);
    } while (loy_outcome_verdict(kit.outcome) == LOY_VERDICT_APPLIED && count < 2000);
    assert_string_equal(engine_kit_outcome(&kit), "out-of-range /customer");
    give(&kit, "h", "b", 5);
    apply(&kit, "t", "b", "'type':'transfer','to':'a','points':{'stars':5}");
    assert_string_equal(engine_kit_outcome(&kit), "out-of-range /to");
    apply(&kit, "s", "a", "'type':'purchase','lines':[{'unit_price':1}]");
    assert_string_equal(engine_kit_outcome(&kit), "out-of-range /customer");
    apply(&kit, "v", "a", "'type':'void','receipt':{'id':'0'}");
    assert_int_equal(loy_outcome_verdict(kit.outcome), LOY_VERDICT_APPLIED);
    assert_int_equal(sum_of(&kit), (count - 2) * MOST + HAS);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, is_applied_or_refused, rows);
    table_kit_test(&table, "a full account takes no more", a_full_account_takes_no_more);
    return table_kit_run(&table, "engine bounds");
}
