/*
 * returns_lifecycle_test.c -- a sale that comes back as a whole was none: whatever is
 * bought and brought back, and in which order, the customer stands where another one
 * stands who never bought it.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "kit/engine_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

#define TRIALS 300
#define SALES 12
#define DAY INT64_C(86400000)

/* Documents are written with ` for ". */
#define PROGRAM(members)                                                                           \
    "{`loyalty`:1,`program`:`t`,`version`:1,`money`:`EUR`,`currencies`:{`stars`:{},`beans`:{`"     \
    "expires`:{`after`:`P100D`,`from`:`activity`}}},`vouchers`:{"                                  \
    "`miss`:{},`nudge`:{},`gift`:{}},`returns`:{`rewards`:`void`,`window`:`P20Y`}," members "}"
#define STAGES(transitions)                                                                        \
    "`stages`:{`initial`:`new`,`names`:[`new`,`one`,`more`,`away`,`gone`],`transitions`:"          \
    "[" transitions "]},"

/* A program, by what its stages follow from. */
static const struct program {
    const char *name;
    const char *document;
} programs[] = {
    {"the usual stages", PROGRAM("`rules`:[{`id`:`x`,`on`:`purchase`,`earn`:{`stars`:1}}]")},
    {"rules that move on time",
     PROGRAM("`rules`:[{`id`:`q`,`on`:`timer`,`when`:`customer.days_since_purchase > 60 && "
             "customer.stage == 'repeat'`,`stage`:`at-risk`},"
             "{`id`:`r`,`on`:`timer`,`when`:`customer.days_since_purchase >= 40 && "
             "customer.stage == 'first-purchase'`,`stage`:`lost`}]")},
    {"a rule that moves on purchases",
     PROGRAM("`rules`:[{`id`:`p`,`on`:`purchase`,`when`:`total == 1300`,`stage`:`loyal`}]")},
    {"stages of its own",
     PROGRAM(STAGES(
         "{`from`:`new`,`to`:`one`,`on`:`purchase`},"
         "{`from`:`one`,`to`:`more`,`on`:`purchase`,`when`:`customer.days_since_purchase < 30`},"
         "{`from`:[`away`,`gone`],`to`:`one`,`on`:`purchase`},"
         "{`from`:[`one`,`more`],`to`:`away`,`after`:`P2M`},"
         "{`from`:`away`,`to`:`gone`,`after`:`P50D`,`since`:`stage`},"
         "{`from`:`gone`,`to`:`new`,`after`:`P1Y`,`since`:`stage`}") "`rules`:[]")},
};

typedef struct world {
    engine_kit kit;
    uint64_t random;
} world;

static int
pick(world *w, int most)
{
    return (int)random_kit_below(&w->random, (uint64_t)most);
}

static void
open_world(world *w, const char *program, uint64_t seed)
{
    char text[4096];

    memset(w, 0, sizeof(*w));
    w->random = seed;
    assert_true((size_t)snprintf(text, sizeof(text), "%s", program) < sizeof(text));
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '`' ? '"' : *at;
    engine_kit_open(&w->kit, text);
}

static int64_t
moment(int64_t minutes)
{
    return 19723 * DAY + minutes * 60000; /* days from 1970 to 2024 */
}

/* One event, so many minutes into 2024. */
static void
apply(world *w, const char *customer, const char *id, int64_t minutes, const char *format, ...)
{
    char members[1024], text[2048], time[32];
    va_list args;

    va_start(args, format);
    assert_true((size_t)vsnprintf(members, sizeof(members), format, args) < sizeof(members));
    va_end(args);
    loy__format_instant(moment(minutes), 0, time);
    snprintf(text, sizeof(text), "{`source`:`t`,`id`:`%s-%s`,`customer`:`%s`,`time`:`%s`,%s}",
             customer, id, customer, time, members);
    for (char *at = text; *at != '\0'; at++)
        *at = *at == '`' ? '"' : *at;
    assert_int_equal(engine_kit_apply(&w->kit, text), LOY_OK);
    if (loy_outcome_verdict(w->kit.outcome) != LOY_VERDICT_APPLIED)
        fail_msg("%s: %s", text, loy_outcome_reason_text(w->kit.outcome));
}

/* Where a customer stands, so many minutes into 2024. */
static void
tell(world *w, const char *customer, int64_t minutes, char *out, size_t capacity)
{
    loy_behaviour behaviour = {.size = sizeof(behaviour)};
    const loy_customer *view = w->kit.customer;
    size_t used;

    assert_int_equal(loy_engine_customer(w->kit.engine, customer, strlen(customer), moment(minutes),
                                         w->kit.customer, NULL),
                     LOY_OK);
    assert_int_equal(loy_customer_behaviour(view, &behaviour), LOY_OK);
    used = (size_t)snprintf(out, capacity,
                            "%s since %" PRId64 "; %" PRId32 " to %" PRId32 "; %" PRId64
                            " bought, %" PRId64 " visits; stars %" PRId64 "; due %" PRId64,
                            loy_customer_stage(view), behaviour.stage_since,
                            behaviour.first_purchase_on, behaviour.last_purchase_on,
                            behaviour.purchases, behaviour.visits,
                            loy_customer_balance(view, 0)->available, loy_customer_due(view));
    for (uint32_t i = 0; i < loy_customer_voucher_count(view); i++)
        used += (size_t)snprintf(out + used, capacity - used, "; %s %" PRId64,
                                 loy_customer_voucher(view, i)->voucher,
                                 loy_customer_voucher(view, i)->count);
    for (uint32_t i = 0; i < loy_customer_lot_count(view); i++)
        used +=
            (size_t)snprintf(out + used, capacity - used, "; %s %" PRId64 " to %" PRId64,
                             loy_customer_lot(view, i)->currency, loy_customer_lot(view, i)->points,
                             loy_customer_lot(view, i)->expires);
    assert_true(used < capacity);
}

/* ---- Any sales come back, in any order ---- */

/* What happens at a moment, to whom. */
typedef struct deed {
    int64_t minutes;
    int sale;
    int back; /* 0: it is sold; 1: a part comes back; 2: the rest; 3: it is void */
    int price;
    bool kept; /* never comes back */
} deed;

/* Sales, and for some of them when they come back, in the order of their moments. */
static int
plan(world *w, deed *deeds)
{
    int64_t minutes = 100;
    int sales = 1 + pick(w, SALES);
    int count = 0;

    for (int i = 0; i < sales; i++) {
        static const int days[] = {0, 1, 20, 45, 70, 130, 200};
        deed sale = {.minutes = minutes, .sale = i, .kept = pick(w, 2) == 0};
        int64_t back = minutes + (int64_t)pick(w, 400 * 1440);

        sale.price = sale.kept || pick(w, 2) == 0 ? 1 : 5;
        deeds[count++] = sale;
        if (!sale.kept && pick(w, 2) == 0)
            deeds[count++] = (deed){.minutes = back, .sale = i, .back = 3};
        else if (!sale.kept) {
            deeds[count++] = (deed){.minutes = back, .sale = i, .back = 1};
            deeds[count++] = (deed){.minutes = back + pick(w, 100 * 1440), .sale = i, .back = 2};
        }
        minutes += (int64_t)days[pick(w, 7)] * 1440 + pick(w, 1440);
    }
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && deeds[k - 1].minutes > deeds[k].minutes; k--) {
            deed other = deeds[k];

            deeds[k] = deeds[k - 1];
            deeds[k - 1] = other;
        }
    return count;
}

static void
act(world *w, const char *customer, const deed *d)
{
    char id[32];

    snprintf(id, sizeof(id), "%d%s", d->sale, d->back == 0 ? "" : d->back == 1 ? "a" : "b");
    if (d->back == 0)
        apply(w, customer, id, d->minutes,
              "`type`:`purchase`,`lines`:[{`id`:`1`,`quantity`:2,`unit_price`:`%d.00`},{`id`:`2`,"
              "`unit_price`:`3.00`}]",
              d->price);
    else if (d->back == 3)
        apply(w, customer, id, d->minutes, "`type`:`void`,`receipt`:{`id`:`%s-%d`}", customer,
              d->sale);
    else
        apply(w, customer, id, d->minutes, "`type`:`return`,`receipt`:{`id`:`%s-%d`}%s", customer,
              d->sale,
              d->back == 1 ? ",`lines`:[{`id`:`1`,`quantity`:1},{`id`:`2`,`quantity`:1}]" : "");
}

static void
what_came_back_never_was(void **state)
{
    const struct program *program = *state;
    world w;

    open_world(&w, program->document, 5);
    for (int trial = 0; trial < TRIALS; trial++) {
        deed deeds[3 * SALES];
        int count = plan(&w, deeds);
        int64_t end = deeds[count - 1].minutes + pick(&w, 300 * 1440);
        char names[2][16], ends[2][512];

        snprintf(names[0], sizeof(names[0]), "a%d", trial);
        snprintf(names[1], sizeof(names[1]), "b%d", trial);
        for (int i = 0; i < 2; i++)
            apply(&w, names[i], "enrol", 1, "`type`:`enrol`");
        for (int i = 0; i < count; i++) {
            act(&w, names[0], &deeds[i]);
            if (deeds[i].kept)
                act(&w, names[1], &deeds[i]);
        }
        for (int i = 0; i < 2; i++)
            tell(&w, names[i], end, ends[i], sizeof(ends[i]));
        assert_string_equal(ends[0], ends[1]);
    }
    engine_kit_close(&w.kit);
}

/* ---- Whatever time does meanwhile ---- */

/* Rules that answer stages and time give what they would have given, once. */
static void
time_is_made_up_for(void **state)
{
    world w;

    (void)state;
    open_world(&w,
               PROGRAM("`rules`:[{`id`:`m`,`on`:`enter:at-risk`,`issue`:`miss`},"
                       "{`id`:`l`,`on`:`enter:lost`,`earn`:{`stars`:5}},"
                       "{`id`:`n`,`on`:`timer`,`when`:`customer.days_since_purchase > 60`,"
                       "`issue`:`nudge`},{`id`:`g`,`on`:`enter:repeat`,`issue`:`gift`}]"),
               9);
    for (int trial = 0; trial < TRIALS; trial++) {
        int64_t sold = 1440 * (1 + pick(&w, 59)) + pick(&w, 1440);
        int64_t back = sold + 1440 * (pick(&w, 300)) + pick(&w, 1440);
        int64_t end = back + 1440 * pick(&w, 200);
        char names[2][16], ends[2][512];

        snprintf(names[0], sizeof(names[0]), "a%d", trial);
        snprintf(names[1], sizeof(names[1]), "b%d", trial);
        for (int i = 0; i < 2; i++) {
            apply(&w, names[i], "first", 3,
                  "`type`:`purchase`,`lines`:[{`id`:`1`,`unit_price`:`1.00`}]");
            apply(&w, names[i], "beans", 4, "`type`:`adjust`,`reason`:`x`,`points`:{`beans`:7}");
            if (i == 0) {
                apply(&w, names[i], "s", sold,
                      "`type`:`purchase`,`lines`:[{`id`:`1`,`unit_price`:`1.00`}]");
                apply(&w, names[i], "b", back, "`type`:`return`,`receipt`:{`id`:`%s-s`}", names[i]);
            }
            tell(&w, names[i], end, ends[i], sizeof(ends[i]));
        }
        if (strcmp(ends[0], ends[1]) != 0)
            fail_msg("sold after %d days, back after %d, seen after %d: %s, and without %s",
                     (int)(sold / 1440), (int)(back / 1440), (int)(end / 1440), ends[0], ends[1]);
    }
    engine_kit_close(&w.kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, what_came_back_never_was, programs);
    table_kit_test(&tests, "time is made up for", time_is_made_up_for);
    return table_kit_run(&tests, "returns_lifecycle");
}
