/*
 * tiers_property_test.c -- a tier is decided by what counts for it, the program and the
 * time, and by nothing else: random histories of sales and returns, day by day against sums
 * over a list. Who also redeems, holds, is adjusted, frozen and visits has the tiers of who
 * does not, settled every day or never; who earns more never has a lower one; and within a
 * period no tier is lost but by a return, as the program says.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "kit/random_kit.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define DAYS 75
#define TRIALS 6
#define BEGIN 20454 /* 2026-01-01, in days since 1970 */
#define HOUR INT64_C(3600000)
#define NEVER_BACK (DAYS + 1)

enum { LIFETIME, LAST_TEN_DAYS, TWO_MONTHS, MONTH, LAST_MONTH_TOO };
enum { TIER_NOW, TIER_REVIEW, TIER_NEVER };

typedef struct ladder_row {
    const char *name;
    const char *ladder;
    const char *returns;
    int window;
    int tier; /* after a return */
} ladder_row;

#define REVIEW "'tier':'review'"
#define NEVER "'tier':'never'"
#define CALENDAR "'window':{'calendar':'month'}"
#define ROLLING "'window':{'rolling':'P10D'}"

static const ladder_row rows[] = {
    {"a lifetime", "'window':'lifetime'", "", LIFETIME, TIER_NOW},
    {"the last ten days", ROLLING, "", LAST_TEN_DAYS, TIER_NOW},
    {"the last two months", "'window':{'rolling':'P2M','by':'month'}", "", TWO_MONTHS, TIER_NOW},
    {"a month and the next", CALENDAR, "", LAST_MONTH_TOO, TIER_NOW},
    {"a month", CALENDAR ",'lasts':'period'", "", MONTH, TIER_NOW},
    {"a lifetime, never taken", "'window':'lifetime'", NEVER, LIFETIME, TIER_NEVER},
    {"the last ten days, never taken", ROLLING, NEVER, LAST_TEN_DAYS, TIER_NEVER},
    {"a month and the next, never taken", CALENDAR, NEVER, LAST_MONTH_TOO, TIER_NEVER},
    {"a month and the next, taken at a review", CALENDAR, REVIEW, LAST_MONTH_TOO, TIER_REVIEW},
};

/* ---- What a tier is: sums over a list ---- */

typedef struct posting {
    int day;
    int back; /* the day on which it came back */
    int points;
} posting;

typedef struct history {
    posting sales[DAYS];
    int count;
} history;

static const char *const tiers[] = {"low", "mid", "top"};

static int
level_of(int points)
{
    return (points >= 60) + (points >= 120);
}

static int
month_of(int day)
{
    return day < 31 ? 1 : day < 31 + 28 ? 2 : 3;
}

static bool
is_inside(int window, int day, int today)
{
    switch (window) {
    case LAST_TEN_DAYS:
        return day > today - 10;
    case TWO_MONTHS:
        return month_of(day) >= month_of(today) - 1;
    case MONTH:
    case LAST_MONTH_TOO:
        return month_of(day) == month_of(today);
    default:
        return true;
    }
}

/* What has been counted by the end of a day; `returns`: less what came back by then. */
static int
counted(const history *h, int window, int today, bool returns)
{
    int points = 0;

    for (int i = 0; i < h->count; i++)
        if (h->sales[i].day <= today && is_inside(window, h->sales[i].day, today) &&
            (!returns || h->sales[i].back > today))
            points += h->sales[i].points;
    return points;
}

/* What the month before has counted, seen from today. */
static int
counted_before(const history *h, int today, bool returns)
{
    int points = 0;

    for (int i = 0; i < h->count; i++)
        if (month_of(h->sales[i].day) == month_of(today) - 1 &&
            (!returns || h->sales[i].back > today))
            points += h->sales[i].points;
    return points;
}

static int
tier_at(const history *h, const ladder_row *row, int today, bool returns)
{
    int now = level_of(counted(h, row->window, today, returns));
    int before = row->window == LAST_MONTH_TOO ? level_of(counted_before(h, today, returns)) : 0;

    return now > before ? now : before;
}

static bool
anything_back(const history *h, int today)
{
    for (int i = 0; i < h->count; i++)
        if (h->sales[i].back == today)
            return true;
    return false;
}

/* ---- The library ---- */

typedef struct world {
    engine_kit kit;
    uint64_t random;
} world;

static int
pick(world *w, int below)
{
    return (int)random_kit_below(&w->random, (uint64_t)below);
}

static void
happen(world *w, const char *customer, int day, int hour, const char *what, const char *members)
{
    char text[1024], document[1200], time[32];

    loy__format_instant((BEGIN + day) * 24 * HOUR + hour * HOUR, 0, time);
    snprintf(text, sizeof(text), "'id':'%s-%s-%d','customer':'%s','time':'%s',%s", customer, what,
             day, customer, time, members);
    story_kit_event(text, 0, document, sizeof(document));
    assert_int_equal(engine_kit_apply(&w->kit, document), LOY_OK);
}

static void
sell(world *w, const char *customer, int day, int points)
{
    char members[256];

    snprintf(members, sizeof(members),
             "'type':'purchase','lines':[{'id':'1','unit_price':'%d.00'}]", points);
    happen(w, customer, day, 10, "sale", members);
    assert_int_equal(loy_outcome_verdict(w->kit.outcome), LOY_VERDICT_APPLIED);
}

static void
bring_back(world *w, const char *customer, const posting *sale)
{
    char members[256], what[32];

    snprintf(what, sizeof(what), "back%d", sale->day);
    snprintf(members, sizeof(members), "'type':'return','receipt':{'id':'%s-sale-%d'}", customer,
             sale->day);
    happen(w, customer, sale->back, 11, what, members);
    assert_int_equal(loy_outcome_verdict(w->kit.outcome), LOY_VERDICT_APPLIED);
}

/* Things that are none of a ladder's business, some of them refused. */
static void
be_busy(world *w, int day)
{
    char members[256];

    happen(w, "busy", day, 13, "visit", "'type':'visit'");
    happen(w, "busy", day, 14, "redeem", "'type':'redeem','reward':'tea'");
    if (loy_outcome_verdict(w->kit.outcome) == LOY_VERDICT_APPLIED && pick(w, 3) == 0) {
        snprintf(members, sizeof(members), "'type':'void','receipt':{'id':'busy-redeem-%d'}", day);
        happen(w, "busy", day, 15, "void", members);
    }
    happen(w, "busy", day, 16, "hold", "'type':'hold','ttl':'P2D','points':{'stars':4}");
    if (pick(w, 2) == 0) {
        snprintf(members, sizeof(members), "'type':'%s','receipt':{'id':'busy-hold-%d'}",
                 pick(w, 2) == 0 ? "capture" : "release", day);
        happen(w, "busy", day, 17, "end", members);
    }
    snprintf(members, sizeof(members),
             "'type':'adjust','reason':'x','points':{'stars':%d,'hearts':2}", pick(w, 60) - 20);
    happen(w, "busy", day, 18, "adjust", members);
    if (pick(w, 4) == 0) {
        happen(w, "busy", day, 19, "freeze", "'type':'freeze','reason':'x'");
        happen(w, "busy", day, 20, "redeem2", "'type':'redeem','reward':'tea'");
        happen(w, "busy", day, 21, "unfreeze", "'type':'unfreeze','reason':'x'");
    }
}

/* The tier at noon, and what is counted. */
static int
tier_of(world *w, const char *customer, int day, int64_t *progress)
{
    const loy_customer *view = w->kit.customer;
    int64_t noon = (BEGIN + day) * 24 * HOUR + 12 * HOUR;

    *progress = 0;
    if (loy_engine_customer(w->kit.engine, customer, strlen(customer), noon, w->kit.customer,
                            NULL) == LOY_ERR_NOT_FOUND)
        return 0;
    *progress = loy_customer_progress(view, 0);
    for (int i = 0; i < 3; i++)
        if (strcmp(loy_customer_tier(view, 0)->tier, tiers[i]) == 0)
            return i;
    fail();
    return -1;
}

/* ---- Comparing ---- */

static void
deal(world *w, history *h)
{
    h->count = 0;
    for (int day = 0; day < DAYS; day++)
        if (pick(w, 3) == 0)
            h->sales[h->count++] =
                (posting){.day = day,
                          .points = 1 + pick(w, 50),
                          .back = pick(w, 4) == 0 ? day + pick(w, 20) : NEVER_BACK};
}

/* By the sums; where a return waits for a review, between those with it and without. */
static void
expect_tier(world *w, const ladder_row *row, const history *h, const char *customer, int day)
{
    bool returns = row->tier != TIER_NEVER;
    int64_t progress;
    int tier = tier_of(w, customer, day, &progress);

    assert_int_equal(progress, counted(h, row->window, day, returns));
    if (row->tier != TIER_REVIEW) {
        assert_int_equal(tier, tier_at(h, row, day, returns));
    } else {
        assert_true(tier >= tier_at(h, row, day, true));
        assert_true(tier <= tier_at(h, row, day, false));
    }
}

/* From one day to the next. */
static void
expect_kept(const ladder_row *row, const history *h, int before, int tier, int day)
{
    if ((row->window != MONTH && row->window != LAST_MONTH_TOO) || day == 0 ||
        month_of(day) != month_of(day - 1))
        return;
    assert_true(tier >= before || (row->tier == TIER_NOW && anything_back(h, day)));
}

/* One day of all customers. The busy one does as the plain one, and more; the rich one
 * buys for more and keeps it. */
static void
live(world *w, const history *h, int day, bool eager)
{
    for (int i = 0; i < h->count; i++) {
        const posting *sale = &h->sales[i];

        if (sale->day == day) {
            sell(w, "plain", day, sale->points);
            sell(w, "busy", day, sale->points);
            sell(w, "rich", day, sale->points + day % 7);
        }
        if (sale->back == day) {
            bring_back(w, "plain", sale);
            bring_back(w, "busy", sale);
        }
    }
    be_busy(w, day);
    if (eager)
        assert_int_equal(
            loy_engine_advance(w->kit.engine, (BEGIN + day + 1) * 24 * HOUR - 1, 0, NULL, NULL),
            LOY_OK);
}

static void
run(const ladder_row *row, const char *program, uint64_t seed, bool eager)
{
    world w = {.random = seed};
    history h;
    int before = 0;

    engine_kit_open(&w.kit, program);
    deal(&w, &h);
    for (int day = 0; day < DAYS; day++) {
        int64_t progress;
        int tier;

        live(&w, &h, day, eager);
        tier = tier_of(&w, "plain", day, &progress);
        expect_tier(&w, row, &h, "plain", day);
        expect_kept(row, &h, before, tier, day);
        assert_int_equal(tier_of(&w, "busy", day, &progress), tier);
        expect_tier(&w, row, &h, "busy", day);
        assert_true(tier_of(&w, "rich", day, &progress) >= tier);
        before = tier;
    }
    engine_kit_close(&w.kit);
}

static void
decided_by_what_counts(void **state)
{
    const ladder_row *row = *state;
    char settings[1200], program[1300];

    snprintf(settings, sizeof(settings),
             "'currencies':{'stars':{'expires':{'after':'P6D'}},'hearts':{}},'ladders':{'status':{"
             "'counts':'stars earned',%s,'tiers':[{'id':'low','from':0},{'id':'mid','from':60},"
             "{'id':'top','from':120}]}},'returns':{%s},'rewards':[{'id':'tea','price':{'stars':"
             "9}}],'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
             row->ladder, row->returns);
    story_kit_program(settings, program, sizeof(program));
    for (uint64_t seed = 1; seed <= TRIALS; seed++)
        run(row, program, seed, seed % 2 == 0);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, decided_by_what_counts, rows);
    return table_kit_run(&tests, "what decides a tier");
}
