/*
 * policy_lazy_test.c -- random histories over everything that time does to
 * points: looking at a customer now and then gives what settling him every six
 * hours gives, event by event. (A late event is posted at the present that the
 * customer has seen, which is not the same in both: there are none here.)
 */
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "kit/history_kit.h"
#include "kit/random_kit.h"

enum { HISTORIES = 60, EVENTS = 40, SIZE = 1024 };

#define LADDER                                                                                     \
    "\"ladders\":{\"status\":{\"counts\":\"visits\",\"window\":{\"rolling\":\"P30D\"},\"tiers\":[" \
    "{\"id\":\"base\",\"from\":0},{\"id\":\"silver\",\"from\":3,\"grace\":\"P3D\"},{\"id\":"       \
    "\"gold\",\"from\":6}]}}"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"time_zone\":\"CET-1CEST,"
    "M3.5.0,M10.5.0/3\",\"holds\":{\"after\":\"P2D\"},\"currencies\":{"
    "\"live\":{\"payment\":{\"step\":1,\"value\":\"0.01\",\"short\":\"clamp\",\"currencies\":["
    "\"promo\"]},\"expires\":{\"after\":\"P20D\",\"from\":\"activity\",\"activity\":[\"purchase\","
    "\"capture\"],\"by_tier\":{\"status\":{\"silver\":\"P40D\",\"gold\":\"never\"}},\"extend\":"
    "\"P5D\",\"reinstate\":\"P15D\",\"lapsed\":{\"grace\":\"P3D\"}}},"
    "\"promo\":{\"pending\":{\"after\":\"P9D\",\"or\":\"activate\"},\"spend_order\":\"oldest\","
    "\"expires\":{\"after\":\"P12D\",\"from\":\"matured\",\"by_tier\":{\"status\":{\"silver\":"
    "\"P25D\"}},\"lapsed\":\"new\"}},"
    "\"slow\":{\"pending\":{\"until\":\"activate\"},\"expires\":{\"after\":\"P15D\",\"since\":"
    "\"2026-02-01\",\"reinstate\":{\"within\":\"P10D\",\"fee\":1}}}}," LADDER ","
    "\"rules\":[{\"id\":\"live\",\"on\":\"purchase\",\"earn\":{\"live\":\"total / 100\"}},"
    "{\"id\":\"own\",\"on\":\"purchase\",\"when\":\"total > 1000\",\"earn\":{\"live\":7},"
    "\"expires\":\"P6D\"},"
    "{\"id\":\"promo\",\"on\":[\"purchase\",\"visit\"],\"earn\":{\"promo\":5}},"
    "{\"id\":\"slow\",\"on\":\"purchase\",\"earn\":{\"slow\":4}}]}";

typedef struct telling {
    uint64_t random;
    int64_t now;
    uint32_t sales[EVENTS], holds[EVENTS];
    uint32_t sale_count, hold_count, number;
    char event[SIZE];
} telling;

static const char *
currency_of(telling *t)
{
    static const char *const names[] = {"live", "promo", "slow"};

    return names[random_kit_below(&t->random, 3)];
}

static uint32_t
one_of(telling *t, const uint32_t *numbers, uint32_t count)
{
    return count == 0 ? 0 : numbers[random_kit_below(&t->random, count)];
}

/* What happens, beside who, when and its number. */
static void
tell_members(telling *t, char *out, size_t size)
{
    unsigned some = 1 + (unsigned)random_kit_below(&t->random, 12);

    switch (random_kit_below(&t->random, 12)) {
    case 0:
    case 1:
    case 2:
        t->sales[t->sale_count++] = t->number;
        snprintf(out, size,
                 "\"type\":\"purchase\",\"pay\":{\"live\":%u},\"lines\":[{\"id\":\"a\","
                 "\"unit_price\":\"%u.50\"},{\"id\":\"b\",\"unit_price\":\"2.10\"}]",
                 some, some);
        break;
    case 3:
        snprintf(out, size, "\"type\":\"visit\"");
        break;
    case 4:
        t->holds[t->hold_count++] = t->number;
        snprintf(out, size, "\"type\":\"hold\",\"points\":{\"%s\":%u}", currency_of(t), some);
        break;
    case 5:
        snprintf(out, size, "\"type\":\"%s\",\"receipt\":{\"id\":\"%u\"}",
                 some % 3 == 0 ? "release" : "capture", one_of(t, t->holds, t->hold_count));
        break;
    case 6:
        snprintf(out, size, "\"type\":\"activate\",\"receipt\":{\"id\":\"%u\"}%s",
                 one_of(t, t->sales, t->sale_count), some % 2 ? "" : ",\"points\":{\"promo\":2}");
        break;
    case 7:
        snprintf(out, size, "\"type\":\"return\",\"receipt\":{\"id\":\"%u\"}%s",
                 one_of(t, t->sales, t->sale_count),
                 some % 2 ? "" : ",\"lines\":[{\"id\":\"a\",\"quantity\":1}]");
        break;
    case 8:
        snprintf(out, size, "\"type\":\"extend\",\"points\":{\"%s\":%u}%s", currency_of(t), some,
                 some % 2 ? "" : ",\"ttl\":\"P4D\"");
        break;
    case 9:
    case 10:
        snprintf(out, size, "\"type\":\"reinstate\",\"points\":{\"%s\":%u}",
                 some % 2 ? "live" : "slow", some);
        break;
    default:
        snprintf(out, size, "\"type\":\"adjust\",\"reason\":\"x\",\"points\":{\"%s\":%u}",
                 currency_of(t), some);
        break;
    }
}

static void
tell_event(telling *t)
{
    char time[32];
    char members[SIZE / 2];

    t->number++;
    t->now += (int64_t)random_kit_below(&t->random, 8) * LOY__DAY_MS / 2 + 1000;
    loy__format_instant(t->now, 60, time);
    tell_members(t, members, sizeof(members));
    snprintf(t->event, sizeof(t->event),
             "{\"source\":\"till\",\"id\":\"%u\",\"time\":\"%s\",\"customer\":\"c1\",%s}",
             t->number, time, t->number == 1 ? "\"type\":\"visit\"" : members);
}

static void
settle_often(engine_kit *kit, int64_t *clock, int64_t until)
{
    while (*clock < until) {
        *clock += LOY__DAY_MS / 4;
        if (*clock > until)
            *clock = until;
        assert_int_equal(loy_engine_advance(kit->engine, *clock, 0, NULL, NULL), LOY_OK);
    }
}

/* All that is seen of a customer: what he has, by lots and by when it lapses. */
static void
look(engine_kit *kit, int64_t at, char *out, size_t size)
{
    char time[32];
    const loy_expiring *item;

    loy__format_instant(at, 0, time);
    snprintf(out, size, "%s", history_kit_customer(kit, time));
    for (uint32_t i = 0; (item = loy_customer_expiring(kit->customer, i)) != NULL; i++) {
        size_t used = strlen(out);

        snprintf(out + used, size - used, " %s %lld@%lld", item->currency, (long long)item->points,
                 (long long)item->expires);
    }
}

static void
one_history(uint64_t seed)
{
    telling t = {.random = seed, .now = INT64_C(1767268800000)}; /* 2026-01-01 */
    int64_t clock = t.now;
    engine_kit lazy, eager;
    char seen[4096], also[4096];

    engine_kit_open(&lazy, program);
    engine_kit_open(&eager, program);
    for (int i = 0; i < EVENTS; i++) {
        tell_event(&t);
        settle_often(&eager, &clock, t.now);
        assert_int_equal(engine_kit_apply(&lazy, t.event), LOY_OK);
        assert_int_equal(engine_kit_apply(&eager, t.event), LOY_OK);
        assert_string_equal(loy_outcome_reason(lazy.outcome), loy_outcome_reason(eager.outcome));
        look(&lazy, t.now, seen, sizeof(seen));
        look(&eager, t.now, also, sizeof(also));
        assert_string_equal(also, seen);
    }
    settle_often(&eager, &clock, t.now + 100 * LOY__DAY_MS);
    look(&lazy, clock, seen, sizeof(seen));
    look(&eager, clock, also, sizeof(also));
    assert_string_equal(also, seen);
    engine_kit_close(&eager);
    engine_kit_close(&lazy);
}

static void
lazy_equals_eager(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++)
        one_history(seed);
}

static table_kit tests;

int
main(void)
{
    table_kit_test(&tests, "lazy equals eager", lazy_equals_eager);
    return table_kit_run(&tests, "policy_lazy");
}
