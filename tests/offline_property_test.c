/*
 * offline_property_test.c -- tills that spend without a link, from points that a hold took out
 * of the balance for each of them: whatever else is spent meanwhile, in whatever order their
 * events arrive, cut and sent again, what they handed out is paid, nothing is paid twice, and
 * all orders end alike. Where a program lets them spend without a hold, no customer comes
 * deeper into debt than it says.
 */
#include <stdio.h>
#include <string.h>

#include "kit/random_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define TILLS 5
#define HOLDS 4 /* of each till */
#define QUEUE (2 * HOLDS)
#define ORDERS 40

#define SHOP                                                                                       \
    "'currencies':{'stars':{'payment':{'step':1,'value':'0.01'}}},'rewards':[{'id':'tea',"         \
    "'price':{'stars':7}}],'stages':{'initial':'a','names':['a'],'transitions':[]},'rules':[{"     \
    "'id':'base','on':'purchase','when':'paid == 0','earn':{'stars':'total / 100'}}],"

/* ---- What tills do ---- */

typedef enum deed_kind {
    SELL,       /* without points */
    PAY,        /* from the till's hold, some or all of it */
    GIVE_BACK,  /* the hold is not needed */
    OVERSPEND,  /* more than the hold has */
    SPEND_FREE, /* without a hold */
    SPEND_AGAIN /* from a hold that has ended */
} deed_kind;

typedef struct deed {
    deed_kind kind;
    int hold;
    int points;
} deed;

typedef struct till {
    deed queue[QUEUE];
    int count;
    int next; /* to be sent */
} till;

typedef struct world {
    uint64_t random;
    int held[TILLS][HOLDS];
    till tills[TILLS];
    engine_kit kit;
    int64_t held_in_all, paid;
    int answered[TILLS]; /* events that have arrived */
} world;

static int
pick(world *w, int below)
{
    return (int)random_kit_below(&w->random, (uint64_t)below);
}

/* A sale and one use of each hold, honest or not; a hold that has ended may be tried again. */
static void
plan(world *w)
{
    for (int t = 0; t < TILLS; t++) {
        till *own = &w->tills[t];

        own->count = 0;
        for (int h = 0; h < HOLDS; h++) {
            int held = w->held[t][h] = 1 + pick(w, 9);
            deed_kind kind = (deed_kind)(PAY + pick(w, 4));

            own->queue[own->count++] =
                (deed){.kind = kind,
                       .hold = h,
                       .points = kind == OVERSPEND ? held + 1 + pick(w, 5) : 1 + pick(w, held)};
            if (kind == PAY || kind == GIVE_BACK)
                own->queue[own->count++] = (deed){.kind = SPEND_AGAIN, .hold = h, .points = 1};
            else
                own->queue[own->count++] = (deed){.kind = SELL};
        }
    }
}

/* ---- The server ---- */

static void
apply(world *w, const char *members)
{
    char document[1024];

    story_kit_event(members, 0, document, sizeof(document));
    assert_int_equal(engine_kit_apply(&w->kit, document), LOY_OK);
}

/* How many points, on either side. */
static int64_t
stars(world *w, int64_t *held)
{
    const loy_balance *balance = loy_outcome_balance(w->kit.outcome, 0);

    *held = balance->held;
    return balance->available;
}

/* All that tills may spend is taken out beforehand; the customer spends of the rest. */
static void
prepare(world *w)
{
    int64_t held, available, before = 400;

    apply(w, "'id':'0','type':'import','customer':'c','opening':{'points':[{'currency':'stars',"
             "'points':400}]}");
    w->held_in_all = w->paid = 0;
    for (int t = 0; t < TILLS; t++)
        for (int h = 0; h < HOLDS; h++) {
            char members[256];

            snprintf(members, sizeof(members),
                     "'id':'h%d-%d','type':'hold','customer':'c','ttl':'P9D','points':{'stars':%d}",
                     t, h, w->held[t][h]);
            apply(w, members);
            w->held_in_all += w->held[t][h];
        }
    available = stars(w, &held);
    assert_int_equal(held, w->held_in_all);
    assert_int_equal(available, before - held);
    for (int i = 0; available >= 7; i++) {
        char members[128];

        snprintf(members, sizeof(members),
                 "'id':'r%d','type':'redeem','customer':'c','reward':'tea'", i);
        apply(w, members);
        available = stars(w, &held);
    }
    assert_int_equal(held, w->held_in_all);
}

static void
write_deed(int t, int number, const deed *what, char *out, size_t size)
{
    char pay[128] = "";

    if (what->kind == GIVE_BACK) {
        snprintf(out, size,
                 "'id':'t%d-%d','type':'release','customer':'c','receipt':{'id':'h%d-%d'},"
                 "'time':'2026-01-02T1%d:00:00Z'",
                 t, number, t, what->hold, number);
        return;
    }
    if (what->kind == SPEND_FREE)
        snprintf(pay, sizeof(pay), "'pay':{'stars':%d},", what->points);
    else if (what->kind != SELL)
        snprintf(pay, sizeof(pay), "'pay':{'stars':%d},'receipt':{'id':'h%d-%d'},", what->points, t,
                 what->hold);
    snprintf(out, size,
             "'id':'t%d-%d','type':'purchase','customer':'c','offline':true,%s"
             "'time':'2026-01-02T1%d:00:00Z','lines':[{'id':'1','unit_price':'3.00'}]",
             t, number, pay, number);
}

/* One event arrives: honest ones are taken, others refused, and again the same. */
static void
arrive(world *w, int t, int number)
{
    const deed *what = &w->tills[t].queue[number];
    int honest = what->kind == SELL || what->kind == PAY || what->kind == GIVE_BACK;
    char members[512];

    write_deed(t, number, what, members, sizeof(members));
    apply(w, members);
    assert_int_equal(loy_outcome_verdict(w->kit.outcome),
                     honest ? LOY_VERDICT_APPLIED : LOY_VERDICT_REFUSED);
    assert_int_equal(loy_outcome_replayed(w->kit.outcome), number < w->answered[t]);
    assert_int_equal(loy_outcome_balance(w->kit.outcome, 0)->debt, 0);
    if (number < w->answered[t])
        return;
    w->answered[t]++;
    w->paid += what->kind == PAY ? what->points : 0;
    assert_true(w->paid <= w->held_in_all);
}

/* A till sends what it has in its order; when the line is cut, it begins again with what it
 * has no answer to, or from the start. */
static void
send_some(world *w, int t)
{
    till *own = &w->tills[t];
    int count = 1 + pick(w, QUEUE);

    if (pick(w, 3) == 0)
        own->next = 0;
    for (; count > 0 && own->next < own->count; count--)
        arrive(w, t, own->next++);
    if (pick(w, 3) == 0 && own->next > 0)
        own->next--; /* the answer was lost */
}

static void
deliver_all(world *w)
{
    int left;

    memset(w->answered, 0, sizeof(w->answered));
    for (int t = 0; t < TILLS; t++)
        w->tills[t].next = 0;
    do {
        left = 0;
        send_some(w, pick(w, TILLS));
        for (int t = 0; t < TILLS; t++)
            left += w->tills[t].count - w->answered[t];
    } while (left > 0);
}

static void
open_world(world *w, const char *settings)
{
    char program[2048];

    story_kit_program(settings, program, sizeof(program));
    engine_kit_open(&w->kit, program);
}

/* ---- The tests ---- */

static void
allotments_are_paid_once(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        world w = {.random = seed};
        char end[128] = "";

        plan(&w);
        for (int order = 0; order < ORDERS; order++) {
            const char *customer;

            open_world(&w, SHOP "'offline':{'spend':'hold'}");
            prepare(&w);
            deliver_all(&w);
            customer = engine_kit_customer(&w.kit, "c", "2026-02-01T00:00:00Z");
            if (order == 0)
                snprintf(end, sizeof(end), "%s", customer);
            assert_string_equal(customer, end);
            engine_kit_close(&w.kit);
        }
    }
}

/* What is spent without a hold is bounded by the program, whoever spends it where. */
static void
risk_is_bounded(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        world w = {.random = seed};
        int refused = 0;

        open_world(&w, SHOP "'offline':{'spend':'allowance','allowance':{'stars':12}}");
        for (int i = 0; i < 60; i++) {
            const deed what = {.kind = pick(&w, 3) == 0 ? SELL : SPEND_FREE,
                               .points = 1 + pick(&w, 9)};
            int64_t debt = loy_outcome_balance_count(w.kit.outcome) > 0
                               ? loy_outcome_balance(w.kit.outcome, 0)->debt
                               : 0;
            const loy_balance *balance;
            char members[512];

            write_deed(pick(&w, TILLS), 0, &what, members, sizeof(members));
            members[6] = (char)('0' + i / 10); /* another id each time */
            members[8] = (char)('0' + i % 10);
            apply(&w, members);
            balance = loy_outcome_balance(w.kit.outcome, 0);
            if (loy_outcome_verdict(w.kit.outcome) == LOY_VERDICT_REFUSED) {
                refused++;
                assert_int_equal(what.kind, SPEND_FREE);
                if (balance != NULL)
                    assert_int_equal(balance->debt, debt);
                continue;
            }
            assert_true(balance->debt <= 12);
            assert_true(balance->debt == 0 || balance->available == 0);
        }
        assert_true(refused > 0);
        engine_kit_close(&w.kit);
    }
}

int
main(void)
{
    static table_kit tests;

    table_kit_test(&tests, "what was set aside for tills is paid once, in any order",
                   allotments_are_paid_once);
    table_kit_test(&tests, "what tills risk is bounded", risk_is_bounded);
    return table_kit_run(&tests, "offline tills");
}
