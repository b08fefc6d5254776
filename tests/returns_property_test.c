/*
 * returns_property_test.c -- what holds of returns whatever was sold: a sale and
 * its full return, in parts of any kind and order, leave the customer as he
 * was; and parts that come to the same take and give the same.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/engine_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

#define TRIALS 40
#define LINES 5

/* Documents are written with ` for ". */
#define PROGRAM                                                                                    \
    "{`loyalty`:1,`program`:`t`,`version`:1,`money`:`EUR`,`currencies`:{`stars`:{`expires`:{"      \
    "`after`:`P12M`},`payment`:{`step`:3,`value`:`0.50`,`short`:`clamp`}},`hearts`:{`pending`:"    \
    "`P9D`}},`counters`:{`card`:{`every`:7,`issue`:`cup`},`pieces`:{}},`vouchers`:{`cup`:{},"      \
    "`gift`:{}},`ladders`:{`status`:{`counts`:`stars earned`,`window`:{`rolling`:`P6M`},"          \
    "`tiers`:[{`id`:`green`,`from`:0},{`id`:`gold`,`from`:60,`keep_from`:20},{`id`:`black`,"       \
    "`from`:200,`keep_from`:0}]},`money`:{`counts`:`spend`,`window`:`lifetime`,`tiers`:[{`id`:"    \
    "`low`,`from`:0},{`id`:`mid`,`from`:`40.00`,`keep_from`:0},{`id`:`high`,`from`:`90.00`,"       \
    "`keep_from`:`10.00`}]},`bakery`:{`counts`:{`amount`:`spend(lines.filter(l, l.sku != 'A'))`,"  \
    "`on`:`purchase`},`window`:{`calendar`:`month`},`tiers`:[{`id`:`none`,`from`:0},{`id`:`some`," \
    "`from`:2000,`keep_from`:100}]},`visits`:{`counts`:`visits`,`tiers`:[{`id`:`new`,"             \
    "`from`:0},{`id`:`known`,`from`:2}]}},`rules`:["                                               \
    "{`id`:`base`,`on`:`purchase`,`earn`:{`stars`:`spend(lines) * 7 / 1000`}},"                    \
    "{`id`:`a`,`on`:`purchase`,`earn`:{`stars`:`lines.filter(l, l.sku == 'A').map(l, "             \
    "l.quantity).sum() * 3`,`hearts`:`spend(lines.filter(l, l.sku != 'A')).per(money('0.70'))`}}," \
    "{`id`:`visit`,`on`:`purchase`,`earn`:{`stars`:2}},"                                           \
    "{`id`:`twice`,`on`:`purchase`,`when`:`total > 3000`,`multiply`:{`stars`:`1.5`},`issue`:"      \
    "`gift`},"                                                                                     \
    "{`id`:`stamps`,`on`:`purchase`,`count`:{`card`:`lines.map(l, l.quantity).sum()`,`pieces`:"    \
    "`size(lines)`}}],`returns`:{`rewards`:`void`,%s}}"

typedef struct setting {
    const char *name;
    const char *returns;
    bool adds_up; /* parts take what the whole would */
} setting;

static const setting settings[] = {
    {"by line", "`method`:`line`", true},
    {"by proportion", "`method`:`proportion`", true},
    {"by line, each", "`method`:`line`,`refunds`:`each`", false},
    {"by proportion, each", "`method`:`proportion`,`refunds`:`each`", false},
    {"with a share of what paid", "`burns`:`share`", true},
    {"by running the rules again", "`method`:`re-evaluate`", true},
    {"by running them again, each", "`method`:`re-evaluate`,`refunds`:`each`", false},
    {"by the present rules", "`rules`:`current`", true},
    {"by the present rules, in proportion", "`rules`:`current`,`method`:`proportion`", true},
    {"by the present rules, each", "`rules`:`current`,`refunds`:`each`", false},
    {"by the present rules, run again", "`rules`:`current`,`method`:`re-evaluate`", true},
    {"in another order", "`order`:[`pending`,`lot`,`oldest`]", true},
};

typedef struct basket {
    int count;
    int quantity[LINES]; /* thousandths */
    int price[LINES];
    int sold[LINES];
    int pay;
} basket;

typedef struct world {
    engine_kit kit;
    uint64_t random;
    basket basket;
    int next; /* number of the next event */
} world;

static int
pick(world *w, int most)
{
    return (int)random_kit_below(&w->random, (uint64_t)most);
}

/* One event of a customer at a moment of March 2026. */
static void
apply(world *w, const char *customer, int day, const char *format, ...)
{
    char members[2048], text[4096];
    va_list args;
    int size;

    va_start(args, format);
    size = vsnprintf(members, sizeof(members), format, args);
    va_end(args);
    assert_true(size > 0 && (size_t)size < sizeof(members));
    size =
        snprintf(text, sizeof(text),
                 "{`source`:`t`,`id`:`%s-%d`,`customer`:`%s`,`time`:`2026-03-%02dT10:00:00Z`,%s}",
                 customer, w->next++, customer, day, members);
    assert_true(size > 0 && (size_t)size < sizeof(text));
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '`' ? '"' : *at;
    assert_int_equal(engine_kit_apply(&w->kit, text), LOY_OK);
    if (loy_outcome_verdict(w->kit.outcome) != LOY_VERDICT_APPLIED)
        fail_msg("%s: %s", text, loy_outcome_reason_text(w->kit.outcome));
}

static void
deal(world *w)
{
    basket *b = &w->basket;

    b->count = 1 + pick(w, LINES);
    for (int i = 0; i < b->count; i++) {
        b->quantity[i] = 1000 * (1 + pick(w, 4)) + (pick(w, 3) == 0 ? 250 * pick(w, 4) : 0);
        b->price[i] = pick(w, 2500);
        b->sold[i] = pick(w, 3);
    }
    b->pay = pick(w, 2) * pick(w, 20) * 3;
}

static void
sell(world *w, const char *customer)
{
    const basket *b = &w->basket;
    char lines[1500];
    char pay[64] = "";
    size_t used = 0;
    int before = w->next;

    for (int i = 0; i < b->count; i++)
        used += (size_t)snprintf(lines + used, sizeof(lines) - used,
                                 "%s{`id`:`l%d`,`sku`:`%c`,`quantity`:`%d.%03d`,`unit_price`:"
                                 "`%d.%02d`}",
                                 i > 0 ? "," : "", i, 'A' + b->sold[i], b->quantity[i] / 1000,
                                 b->quantity[i] % 1000, b->price[i] / 100, b->price[i] % 100);
    if (b->pay > 0)
        snprintf(pay, sizeof(pay), "`pay`:{`stars`:%d},", b->pay);
    w->next = 0;
    apply(w, customer, 10, "`type`:`purchase`,%s`lines`:[%s]", pay, lines);
    w->next = before;
}

/* Lots, vouchers, counters, tiers, ladders, purchases, visits, spend, and the lifecycle. */
static void
tell(world *w, const char *customer, char *out, size_t capacity)
{
    loy_behaviour behaviour = {.size = sizeof(behaviour)};
    const loy_customer *view = w->kit.customer;
    size_t used = 0;

    assert_int_equal(loy_engine_customer(w->kit.engine, customer, strlen(customer), LOY_TIME_NONE,
                                         w->kit.customer, NULL),
                     LOY_OK);
    for (uint32_t i = 0; i < loy_customer_lot_count(view); i++) {
        const loy_lot *lot = loy_customer_lot(view, i);

        used += (size_t)snprintf(out + used, capacity - used,
                                 "%s %" PRId64 " @%" PRId64 " %" PRId64 "; ", lot->currency,
                                 lot->points, lot->matures, lot->expires);
    }
    for (uint32_t i = 0; loy_customer_balance(view, i) != NULL; i++)
        used += (size_t)snprintf(out + used, capacity - used, "-%" PRId64 " ",
                                 loy_customer_balance(view, i)->debt);
    for (uint32_t i = 0; i < loy_customer_voucher_count(view); i++)
        used += (size_t)snprintf(out + used, capacity - used, "%s %" PRId64 "; ",
                                 loy_customer_voucher(view, i)->voucher,
                                 loy_customer_voucher(view, i)->count);
    for (uint32_t i = 0; i < 2; i++)
        used += (size_t)snprintf(out + used, capacity - used, "%" PRId64 " ",
                                 loy_customer_counter(view, i));
    for (uint32_t i = 0; i < 4; i++)
        used += (size_t)snprintf(out + used, capacity - used, "%s %" PRId64 " ",
                                 loy_customer_tier(view, i)->tier, loy_customer_progress(view, i));
    assert_int_equal(loy_customer_behaviour(view, &behaviour), LOY_OK);
    used += (size_t)snprintf(
        out + used, capacity - used,
        "%" PRId64 " %" PRId64 " %" PRId64 "; %" PRId32 " %" PRId32 " %s since %" PRId64,
        behaviour.purchases, behaviour.visits, behaviour.spend, behaviour.first_purchase_on,
        behaviour.last_purchase_on, loy_customer_stage(view), behaviour.stage_since);
    assert_true(used < capacity);
}

/* Somebody who has bought before. */
static void
begin(world *w, const char *customer, int points)
{
    w->next = 1;
    apply(w, customer, 1, "`type`:`enrol`");
    apply(w, customer, 2, "`type`:`adjust`,`reason`:`x`,`points`:{`stars`:%d,`hearts`:3}", points);
    apply(w, customer, 3,
          "`type`:`purchase`,`lines`:[{`id`:`1`,`sku`:`A`,`quantity`:5,`unit_price`:`2.10`}]");
}

/* Brings back so much of each line, in parts: of random lines and sizes. */
static void
bring_back(world *w, const char *customer, const int *wanted)
{
    const basket *b = &w->basket;
    int left[LINES];
    int lines = 0;

    for (int i = 0; i < b->count; i++) {
        left[i] = wanted[i];
        lines += left[i] > 0;
    }
    while (lines > 0) {
        char text[1024];
        size_t used = 0;

        text[0] = '\0';
        for (int i = 0; i < b->count; i++) {
            int part = pick(w, 2) == 0 ? left[i] : left[i] / 250 / 2 * 250;

            if (part == 0 || pick(w, 3) == 0)
                continue;
            used += (size_t)snprintf(text + used, sizeof(text) - used,
                                     "%s{`id`:`l%d`,`quantity`:`%d.%03d`}", used > 0 ? "," : "", i,
                                     part / 1000, part % 1000);
            left[i] -= part;
            lines -= left[i] == 0;
        }
        if (used > 0)
            apply(w, customer, 20, "`type`:`return`,`receipt`:{`id`:`%s-0`},`lines`:[%s]", customer,
                  text);
    }
}

static void
open_world(world *w, const setting *s, uint64_t seed)
{
    char program[4096];

    memset(w, 0, sizeof(*w));
    snprintf(program, sizeof(program), PROGRAM, s->returns);
    for (char *at = program; *at != '\0'; at++)
        *at = *at == '`' ? '"' : *at;
    engine_kit_open(&w->kit, program);
    w->random = seed;
}

static void
full_return_changes_nothing(void **state)
{
    const setting *s = *state;
    world w;

    open_world(&w, s, 11);
    for (int trial = 0; trial < TRIALS; trial++) {
        char customer[16], before[2048], after[2048];

        snprintf(customer, sizeof(customer), "c%d", trial);
        begin(&w, customer, 1 + pick(&w, 100));
        deal(&w);
        tell(&w, customer, before, sizeof(before));
        sell(&w, customer);
        if (pick(&w, 4) == 0) {
            apply(&w, customer, 20, "`type`:`void`,`receipt`:{`id`:`%s-0`}", customer);
        } else {
            if (w.basket.price[0] > 0 && pick(&w, 2) == 0)
                apply(&w, customer, 20, "`type`:`return`,`receipt`:{`id`:`%s-0`},`amount`:`0.01`",
                      customer);
            bring_back(&w, customer, w.basket.quantity);
        }
        tell(&w, customer, after, sizeof(after));
        assert_string_equal(after, before);
    }
    engine_kit_close(&w.kit);
}

/* Changes parts of lines, or all, for another basket; true when all. */
static bool
swap(world *w, const char *customer)
{
    const basket *b = &w->basket;
    char text[1024];
    size_t used = 0;
    bool all = true;
    int number;

    text[0] = '\0';
    for (int i = 0; i < b->count; i++) {
        int part = pick(w, 3) == 0 ? b->quantity[i] / 250 * pick(w, 4) / 4 * 250 : b->quantity[i];

        all = all && part == b->quantity[i];
        if (part > 0)
            used += (size_t)snprintf(text + used, sizeof(text) - used,
                                     "%s{`id`:`l%d`,`quantity`:`%d.%03d`}", used > 0 ? "," : "", i,
                                     part / 1000, part % 1000);
    }
    all = all || used == 0; /* naming none changes all */
    number = w->next;
    w->next = 500;
    apply(w, customer, 12,
          "`type`:`exchange`,`receipt`:{`id`:`%s-0`},`returned`:[%s],`lines`:[{`id`:`1`,`sku`:`B`,"
          "`quantity`:%d,`unit_price`:`%d.%02d`},{`id`:`2`,`sku`:`A`,`unit_price`:`1.00`}]",
          customer, text, 1 + pick(w, 3), pick(w, 30), pick(w, 100));
    w->next = number;
    return all;
}

/* Goods that were changed come back, and so does what was kept. */
static void
exchange_and_return_change_nothing(void **state)
{
    const setting *s = *state;
    world w;

    open_world(&w, s, 13);
    for (int trial = 0; trial < TRIALS; trial++) {
        char customer[16], before[2048], after[2048];
        bool all;

        snprintf(customer, sizeof(customer), "c%d", trial);
        begin(&w, customer, 1 + pick(&w, 100));
        deal(&w);
        w.basket.pay = 0; /* what paid for it comes back before the exchange does */
        tell(&w, customer, before, sizeof(before));
        sell(&w, customer);
        all = swap(&w, customer);
        if (!all && pick(&w, 2) == 0) {
            apply(&w, customer, 20, "`type`:`return`,`receipt`:{`id`:`%s-0`}", customer);
            all = true;
        }
        apply(&w, customer, 20, "`type`:`return`,`receipt`:{`id`:`%s-500`}", customer);
        if (!all)
            apply(&w, customer, 20, "`type`:`return`,`receipt`:{`id`:`%s-0`}", customer);
        tell(&w, customer, after, sizeof(after));
        assert_string_equal(after, before);
    }
    engine_kit_close(&w.kit);
}

static void
parts_come_to_the_same(void **state)
{
    const setting *s = *state;
    world w;

    if (!s->adds_up)
        return;
    open_world(&w, s, 12);
    for (int trial = 0; trial < TRIALS; trial++) {
        char names[2][16], ends[2][2048];
        int points = 1 + pick(&w, 100);
        int wanted[LINES];

        deal(&w);
        for (int i = 0; i < w.basket.count; i++)
            wanted[i] = w.basket.quantity[i] / 250 * pick(&w, 4) / 4 * 250;
        for (int i = 0; i < 2; i++) {
            snprintf(names[i], sizeof(names[i]), "%c%d", 'a' + i, trial);
            begin(&w, names[i], points);
            sell(&w, names[i]);
            bring_back(&w, names[i], wanted);
            tell(&w, names[i], ends[i], sizeof(ends[i]));
        }
        assert_string_equal(ends[0], ends[1]);
    }
    engine_kit_close(&w.kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, full_return_changes_nothing, settings);
    TABLE_KIT_ROWS(&tests, parts_come_to_the_same, settings);
    TABLE_KIT_ROWS(&tests, exchange_and_return_change_nothing, settings);
    return table_kit_run(&tests, "returns_property");
}
