/*
 * returns_periods_property_test.c -- a sale that comes back as a whole, also in the period after
 * its own, leaves a customer's tiers and their ends as if it had not been: now, and whatever
 * follows.
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

#include "base/time.h"
#include "kit/engine_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

#define TRIALS 60

/* Documents are written with ` for ". */
#define TIERS                                                                                      \
    "`tiers`:[{`id`:`a`,`from`:0},{`id`:`b`,`from`:`50.00`},{`id`:`c`,`from`:`100.00`},"           \
    "{`id`:`d`,`from`:`200.00`}]"
#define LADDER(id, members) "`" id "`:{`counts`:`spend`," members "," TIERS "}"
#define BOTH(one, other) one "," other
#define MONTH "`window`:{`calendar`:`month`}"
#define PROGRAM(ladders)                                                                           \
    "{`loyalty`:1,`program`:`t`,`version`:1,`money`:`EUR`,`currencies`:{`stars`:{}},`ladders`:"    \
    "{" ladders "},`rules`:[{`id`:`r`,`on`:`purchase`,`earn`:{`stars`:1}}]}"

typedef struct setting {
    const char *name;
    const char *program;
    bool alone; /* nothing else is sold until it comes back, and time judges nothing meanwhile */
} setting;

static const setting settings[] = {
    {"calendars",
     PROGRAM(
         BOTH(BOTH(LADDER("m", MONTH), LADDER("q", "`window`:{`calendar`:`quarter`},`fall`:`one`")),
              BOTH(LADDER("best", "`window`:{`calendar`:`month`,`best_of`:3}"),
                   LADDER("while", MONTH ",`lasts`:`while`")))),
     false},
    {"periods of one's own",
     PROGRAM(BOTH(LADDER("m", "`window`:{`anniversary`:`P1M`}"),
                  LADDER("d", "`window`:{`anniversary`:`P20D`},`lasts`:`period`"))),
     false},
    {"tiers of the next period",
     PROGRAM(BOTH(LADDER("m", MONTH ",`up`:`next-period`"),
                  LADDER("two", "`window`:{`calendar`:`month`,`best_of`:2},`up`:`next-period`"))),
     false},
    {"a surplus", PROGRAM(LADDER("m", MONTH ",`surplus`:{`carry`:true}")), false},
    {"windows that roll, and none",
     PROGRAM(BOTH(BOTH(LADDER("r", "`window`:{`rolling`:`P1M`}"),
                       LADDER("m", "`window`:{`rolling`:`P2M`,`by`:`month`}")),
                  LADDER("l", "`window`:`lifetime`"))),
     false},
    {"since the last change", PROGRAM(LADDER("c", "`window`:{`since_change`:`P3M`}")), true},
    {"as long as it lasts",
     PROGRAM(BOTH(BOTH(LADDER("m", MONTH ",`lasts`:`P3M`"),
                       LADDER("c", "`window`:{`since_change`:true},`lasts`:`P3M`")),
                  LADDER("r", "`window`:{`rolling`:`P2M`},`lasts`:`P50D`"))),
     true},
};

typedef struct world {
    engine_kit kit;
    uint64_t random;
    int next; /* number of the next event */
    int day;  /* since 1 January 2026 */
} world;

static void
moment(const world *w, char out[32])
{
    const int64_t hour = INT64_C(3600000), year = 20454; /* its first day, since 1970 */

    loy__format_instant((year + w->day) * 24 * hour + 10 * hour, 0, out);
}

static void
apply(world *w, const char *customer, const char *id, const char *members)
{
    char text[1024], time[32];

    moment(w, time);
    (void)snprintf(text, sizeof(text), "{`source`:`t`,`id`:`%s-%s`,`customer`:`%s`,`time`:`%s`,%s}",
                   customer, id, customer, time, members);
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '`' ? '"' : *at;
    assert_int_equal(engine_kit_apply(&w->kit, text), LOY_OK);
    if (loy_outcome_verdict(w->kit.outcome) != LOY_VERDICT_APPLIED)
        fail_msg("%s: %s", text, loy_outcome_reason_text(w->kit.outcome));
}

static void
sell(world *w, const char *customer, const char *id, int cents)
{
    char members[256];

    (void)snprintf(members, sizeof(members),
                   "`type`:`purchase`,`lines`:[{`id`:`1`,`unit_price`:`%d.%02d`}]", cents / 100,
                   cents % 100);
    apply(w, customer, id, members);
}

/* The same to both. */
static void
sell_both(world *w)
{
    int cents = 100 * (int)random_kit_below(&w->random, 130);
    char id[16];

    (void)snprintf(id, sizeof(id), "%d", w->next++);
    sell(w, "with", id, cents);
    sell(w, "without", id, cents);
}

/* Tiers, their ends, and what they lead to. */
static void
tell(world *w, const char *customer, char *out, size_t capacity)
{
    char time[32];
    size_t used = 0;

    moment(w, time);
    (void)engine_kit_customer(&w->kit, customer, time);
    for (uint32_t i = 0; loy_customer_outlook(w->kit.customer, i) != NULL; i++) {
        const loy_outlook *o = loy_customer_outlook(w->kit.customer, i);

        used += (size_t)snprintf(out + used, capacity - used,
                                 "%s: %s %" PRId64 " next %" PRId64 " keep %" PRId64 " by %" PRId64
                                 " lost %" PRId64 " to %s; ",
                                 o->ladder, o->tier, o->counted, o->to_next, o->to_keep, o->keep_by,
                                 o->lost, o->then != NULL ? o->then : "-");
        assert_true(used < capacity);
    }
}

static void
same(world *w, const char *when)
{
    char with[2048], without[2048];

    tell(w, "with", with, sizeof(with));
    tell(w, "without", without, sizeof(without));
    if (strcmp(with, without) != 0) {
        print_error("%s, day %d\n  with it and back: %s\n  without it:       %s\n", when, w->day,
                    with, without);
        fail();
    }
}

/* Whether his tiers and their ends are those that were told. */
static bool
stood(world *w, const char *told)
{
    char now[2048];

    tell(w, "without", now, sizeof(now));
    return strcmp(now, told) == 0;
}

static void
wait(world *w, int most)
{
    w->day += (int)random_kit_below(&w->random, (uint64_t)most);
}

/* Some sales, the one that comes back, some more, and what follows; whether it came back. */
static bool
live(world *w, const setting *s)
{
    char told[2048];
    int sold, cents = 100 * (1 + (int)random_kit_below(&w->random, 130));

    for (int i = (int)random_kit_below(&w->random, 6); i > 0; i--) {
        sell_both(w);
        wait(w, 25);
    }
    if (w->next == 0)
        sell_both(w);
    w->day++; /* which of two sales of one moment came first, nothing tells */
    tell(w, "without", told, sizeof(told));
    sold = w->day;
    sell(w, "with", "back", cents);
    for (int i = s->alone ? 0 : (int)random_kit_below(&w->random, 4); i > 0; i--) {
        wait(w, 8);
        sell_both(w);
    }
    wait(w, s->alone ? 40 : 8);
    if (w->day - sold >= 28 && !s->alone)
        w->day = sold + 27;
    if (s->alone && !stood(w, told))
        return false;
    apply(w, "with", "r", "`type`:`return`,`receipt`:{`id`:`with-back`}");
    same(w, "when it came back");
    for (int i = 0; i < 4; i++) {
        wait(w, 40);
        same(w, "some time later");
        sell_both(w);
        same(w, "after another sale");
    }
    return true;
}

static void
nothing_has_been(void **state)
{
    const setting *s = *state;
    char program[4096];
    size_t size = strlen(s->program);
    int lived = 0;

    assert_true(size < sizeof(program));
    for (size_t i = 0; i <= size; i++)
        program[i] = s->program[i] == '`' ? '"' : s->program[i];
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        world w = {.random = trial};

        engine_kit_open(&w.kit, program);
        lived += live(&w, s);
        engine_kit_close(&w.kit);
    }
    assert_true(lived >= TRIALS / 3);
}

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, nothing_has_been, settings);
    return table_kit_run(&tests, "returns periods property");
}
