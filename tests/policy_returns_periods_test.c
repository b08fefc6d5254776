/*
 * policy_returns_periods_test.c -- the tier that a period gave, when the sale that earned it
 * comes back in a later one.
 */
#include <stdio.h>

#include "kit/periods_kit.h"
#include "kit/table_kit.h"

#define MONTH(members) LADDER("'window':{'calendar':'month'}," members)

/* ---- Each window, each setting, each age of the sale ---- */

#define CALENDAR "'window':{'calendar':'month'}"
#define OWN "'window':{'anniversary':'P1M'}"
#define BEST "'window':{'calendar':'month','best_of':2}"
#define NEXT "'window':{'calendar':'month'},'up':'next-period'"
#define DAY "'window':{'calendar':'month'},'up':'next-day'"
#define WHILE "'window':{'calendar':'month'},'lasts':'while'"
#define ONLY "'window':{'calendar':'month'},'lasts':'period'"
#define ROLLING "'window':{'rolling':'P2M','by':'month'}"
#define LIFETIME "'window':'lifetime'"

/* 20 in February, 60 in March and 20 in April; one of them comes back on 6 April. What the
 * customer has then, at the end of April, and in May. */
typedef struct window_row {
    const char *name;
    const char *window;
    const char *tier; /* returns.tier */
    const char *sale;
    const char *after, *last, *next;
} window_row;

static const window_row window_rows[] = {
    {"calendar, now: of this period", CALENDAR, "now", "4", "gold", "gold", "green"},
    {"calendar, now: of the one before", CALENDAR, "now", "3", "green", "green", "green"},
    {"calendar, now: older", CALENDAR, "now", "2", "gold", "gold", "green"},
    {"calendar, review: of the one before", CALENDAR, "review", "3", "gold", "gold", "green"},
    {"calendar, never: of the one before", CALENDAR, "never", "3", "gold", "gold", "green"},
    {"anniversary, now: of this period", OWN, "now", "4", "gold", "gold", "green"},
    {"anniversary, now: of the one before", OWN, "now", "3", "green", "green", "green"},
    {"anniversary, now: older", OWN, "now", "2", "gold", "gold", "green"},
    {"anniversary, review: of the one before", OWN, "review", "3", "gold", "gold", "green"},
    {"anniversary, never: of the one before", OWN, "never", "3", "gold", "gold", "green"},
    {"best of two, now: of this period", BEST, "now", "4", "gold", "gold", "gold"},
    {"best of two, now: of the one before", BEST, "now", "3", "green", "green", "green"},
    {"best of two, now: older", BEST, "now", "2", "gold", "gold", "gold"},
    {"best of two, review: of the one before", BEST, "review", "3", "gold", "gold", "green"},
    {"best of two, never: of the one before", BEST, "never", "3", "gold", "gold", "gold"},
    {"up next period, now: of this period", NEXT, "now", "4", "gold", "gold", "green"},
    {"up next period, now: of the one before", NEXT, "now", "3", "green", "green", "green"},
    {"up next period, now: older", NEXT, "now", "2", "gold", "gold", "green"},
    {"up next period, review: of the one before", NEXT, "review", "3", "gold", "gold", "green"},
    {"up next period, never: of the one before", NEXT, "never", "3", "gold", "gold", "green"},
    {"up next day, now: of the one before", DAY, "now", "3", "green", "green", "green"},
    {"up next day, review: of the one before", DAY, "review", "3", "gold", "gold", "green"},
    {"lasts while, now: of the one before", WHILE, "now", "3", "green", "green", "green"},
    {"lasts a period, now: of the one before", ONLY, "now", "3", "green", "green", "green"},
    {"rolling, now: of this month", ROLLING, "now", "4", "gold", "gold", "green"},
    {"rolling, now: of the one before", ROLLING, "now", "3", "green", "green", "green"},
    {"rolling, now: older", ROLLING, "now", "2", "gold", "gold", "green"},
    {"rolling, review: of the one before", ROLLING, "review", "3", "gold", "gold", "green"},
    {"rolling, never: of the one before", ROLLING, "never", "3", "gold", "gold", "green"},
    {"lifetime, now: older", LIFETIME, "now", "2", "gold", "gold", "gold"},
    {"lifetime, now", LIFETIME, "now", "3", "green", "green", "green"},
    {"lifetime, review", LIFETIME, "review", "3", "black", "black", "black"},
    {"lifetime, never", LIFETIME, "never", "3", "black", "black", "black"},
};

static void
window_row_holds(void **state)
{
    const window_row *r = *state;
    char settings[1024], back[256], program[4096];
    const story_step steps[STORY_STEPS] = {SALE("02-01", "2", "20.00"), SALE("03-05", "3", "60.00"),
                                           SALE("04-05", "4", "20.00"), {back, NULL},
                                           TIER("04-06", r->after),     TIER("04-30", r->last),
                                           TIER("05-01", r->next)};
    engine_kit kit;

    (void)snprintf(settings, sizeof(settings), LADDER("%s," TIERS) ",'returns':{'tier':'%s'}",
                   r->window, r->tier);
    (void)snprintf(back, sizeof(back),
                   "'id':'b','type':'return','receipt':{'id':'%s'},'customer':'c',"
                   "'time':'2026-04-06T09:00:00Z'",
                   r->sale);
    story_kit_program(settings, program, sizeof(program));
    engine_kit_open(&kit, program);
    story_kit_steps(&kit, steps);
    engine_kit_close(&kit);
}

/* ---- What else decides ---- */

#define GRACE                                                                                      \
    "'tiers':[{'id':'green','from':0},{'id':'gold','from':'50','grace':'P20D'},"                   \
    "{'id':'black','from':'100','grace':'P20D'}]"
#define MEASURES                                                                                   \
    "'ladders':{'l':{'window':{'calendar':'month'},'measures':{'money':'spend',"                   \
    "'times':'purchases'},'tiers':[{'id':'green'},"                                                \
    "{'id':'gold','needs':{'money':'50','times':2}}]}}"

static const story stories[] = {
    {"a part of it still reaches a tier",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "50.00"), TIER("04-02", "black"),
      BACK("04-02", "b"), TIER("04-03", "gold"), BACK("04-04", "a"), TIER("04-05", "green")}},
    {"what is left is enough",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "30.00"), BACK("04-02", "b"),
      TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"what the running period reaches stays",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("04-02", "b", "110.00"), BACK("04-03", "a"),
      TIER("05-31", "black"), TIER("06-01", "green")}},
    {"what it reaches of it stays",
     MONTH(TIERS),
     {SALE("03-01", "a", "120.00"), SALE("04-02", "b", "70.00"), BACK("04-03", "a"),
      COUNT("04-03", "gold 7000"), TIER("05-31", "gold"), TIER("06-01", "green")}},
    {"both come back",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("04-02", "b", "110.00"), BACK("04-03", "a"),
      BACK("04-04", "b"), TIER("04-04", "green")}},
    {"both, the other way round",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("04-02", "b", "110.00"), BACK("04-03", "b"),
      TIER("04-03", "gold"), BACK("04-04", "a"), TIER("04-04", "green")}},
    {"the period before it had given the tier, and it would have kept it",
     MONTH(TIERS),
     {SALE("02-01", "a", "60.00"), SALE("03-02", "b", "60.00"), SALE("03-03", "c", "60.00"),
      TIER("04-02", "black"), BACK("04-02", "b"), TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"it had given the tier, and would not have kept it",
     MONTH(TIERS),
     {SALE("02-01", "a", "60.00"), SALE("03-02", "b", "60.00"), BACK("04-02", "b"),
      TIER("04-02", "green")}},
    {"of two periods before, nothing is left that could be lost",
     MONTH(TIERS),
     {SALE("02-01", "a", "60.00"), SALE("03-02", "b", "60.00"), BACK("04-02", "a"),
      COUNT("04-02", "gold 0"), TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"fall one: by one below what the period before had given",
     MONTH("'fall':'one'," TIERS),
     {SALE("02-01", "a", "120.00"), SALE("03-02", "b", "120.00"), BACK("04-02", "b"),
      TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"fall one: what the sale alone had given goes as a whole",
     MONTH("'fall':'one'," TIERS),
     {SALE("03-02", "b", "120.00"), BACK("04-02", "b"), TIER("04-02", "green")}},
    {"grace: from the end of that period",
     MONTH(GRACE),
     {SALE("03-01", "a", "120.00"), BACK("04-02", "a"), TIER("04-20", "black"),
      TIER("04-21", "green")}},
    {"grace: and falls to what is left then",
     MONTH(GRACE),
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "60.00"), BACK("04-02", "a"),
      TIER("04-20", "black"), TIER("04-30", "gold"), TIER("05-20", "gold"),
      TIER("05-21", "green")}},
    {"grace: made up for",
     MONTH(GRACE),
     {SALE("03-01", "a", "60.00"), BACK("04-02", "a"), SALE("04-05", "b", "60.00"),
      TIER("05-31", "gold"), TIER("06-20", "gold"), TIER("06-21", "green")}},
    {"grace: over when it comes back",
     MONTH(GRACE),
     {SALE("03-01", "a", "60.00"), BACK("04-25", "a"), TIER("04-25", "green")}},
    {"grace: of a tier that was lost to what comes back then",
     MONTH(GRACE),
     {SALE("02-01", "a", "120.00"), SALE("03-02", "b", "60.00"), BACK("04-02", "b"),
      TIER("04-20", "black"), TIER("04-21", "green")}},
    {"review: grace falls to what is left then",
     MONTH(GRACE) ",'returns':{'tier':'review'}",
     {SALE("02-01", "a", "120.00"), SALE("03-02", "b", "60.00"), BACK("04-02", "b"),
      TIER("04-20", "black"), TIER("04-21", "green")}},
    {"grace, while: of a tier that the period before had given",
     MONTH("'up':'next-period','lasts':'while'," GRACE),
     {SALE("03-01", "a", "60.00"), TIER("03-31", "green"), TIER("04-01", "gold"),
      BACK("04-02", "a"), TIER("04-02", "green")}},
    {"guarantee: not before",
     MONTH("'guarantee':'P1M'," TIERS),
     {SALE("03-20", "a", "60.00"), BACK("04-02", "a"), TIER("04-19", "gold"),
      TIER("04-20", "green")}},
    {"guarantee: over",
     MONTH("'guarantee':'P1M'," TIERS),
     {SALE("03-01", "a", "60.00"), BACK("04-02", "a"), TIER("04-02", "green")}},
    {"surplus: what was carried goes with it",
     MONTH("'surplus':{'carry':true}," TIERS),
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "30.00"), COUNT("04-01", "gold 4000"),
      BACK("04-02", "b"), COUNT("04-02", "gold 1000"), SALE("04-03", "c", "35.00"),
      COUNT("04-04", "gold 4500"), BACK("04-05", "a"), COUNT("04-05", "green 3500")}},
    {"surplus: of a lower tier",
     MONTH("'surplus':{'carry':true,'most':'45'}," TIERS),
     {SALE("03-01", "a", "90.00"), SALE("03-02", "b", "30.00"), COUNT("04-01", "black 2000"),
      BACK("04-02", "b"), COUNT("04-02", "gold 4000")}},
    {"surplus, review: it goes, the tier stays",
     MONTH("'surplus':{'carry':true}," TIERS) ",'returns':{'tier':'review'}",
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "30.00"), SALE("04-01", "c", "5.00"),
      COUNT("04-01", "gold 4500"), BACK("04-02", "a"), COUNT("04-02", "gold 500"),
      TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"surplus, review: nor does it come of a lower tier",
     MONTH("'surplus':{'carry':true}," TIERS) ",'returns':{'tier':'review'}",
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "40.00"), BACK("04-02", "b"),
      COUNT("04-02", "black 0"), SALE("04-03", "d", "7.00"), BACK("04-04", "a"),
      COUNT("04-04", "black 700")}},
    {"surplus, never: it stays",
     MONTH("'surplus':{'carry':true}," TIERS) ",'returns':{'tier':'never'}",
     {SALE("03-01", "a", "60.00"), SALE("03-02", "b", "30.00"), BACK("04-02", "a"),
      COUNT("04-02", "gold 4000")}},
    {"best of three: any of the three that decided",
     LADDER("'window':{'calendar':'month','best_of':3}," TIERS),
     {SALE("01-05", "a", "60.00"), TIER("04-30", "gold"), BACK("03-31", "a"),
      TIER("03-31", "green")}},
    {"best of three: the oldest of them, in the last period that it decided about",
     LADDER("'window':{'calendar':'month','best_of':3}," TIERS),
     {SALE("01-05", "a", "60.00"), SALE("02-05", "b", "20.00"), BACK("04-02", "a"),
      TIER("04-02", "green")}},
    {"best of three: the second best holds",
     LADDER("'window':{'calendar':'month','best_of':3}," TIERS),
     {SALE("01-05", "a", "120.00"), SALE("02-05", "b", "60.00"), BACK("04-02", "a"),
      TIER("04-02", "gold"), TIER("04-30", "gold"), TIER("05-01", "gold"), TIER("06-01", "green")}},
    {"best of three: it counts no more at the next review either",
     LADDER("'window':{'calendar':'month','best_of':3}," TIERS),
     {SALE("02-05", "a", "60.00"), SALE("04-02", "b", "60.00"), BACK("04-03", "a"),
      TIER("04-30", "gold"), BACK("05-03", "b"), TIER("05-03", "green")}},
    {"best of three: without a tier, what comes back counts no more",
     LADDER("'window':{'calendar':'month','best_of':3},'up':'next-period'," TIERS),
     {SALE("03-30", "a", "40.00"), SALE("03-30", "b", "20.00"), BACK("03-31", "a"),
      TIER("04-01", "green")}},
    {"several measures: each of them",
     MEASURES,
     {SALE("03-01", "a", "10.00"), SALE("03-02", "b", "60.00"), TIER("04-02", "gold"),
      BACK("04-02", "a"), TIER("04-02", "green")}},
    {"entered by hand, it stays",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"),
      ON("04-02", "'type':'status','action':'enter','ladder':'l','tier':'gold'"),
      BACK("04-03", "a"), TIER("04-30", "gold"), TIER("05-01", "green")}},
    {"given by hand, it is not fallen below",
     MONTH(TIERS),
     {SALE("03-01", "a", "120.00"),
      ON("04-02", "'type':'status','action':'floor','ladder':'l','tier':'gold'"),
      BACK("04-03", "a"), TIER("05-01", "gold")}},
    {"a sale that comes late and goes again takes nothing along",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("04-02", "b", "5.00"), SALE("03-03", "c", "30.00"),
      COUNT("04-02", "gold 500"), BACK("04-03", "c"), TIER("04-30", "gold")}},
    {"anniversary: what is older than the first period has not counted",
     LADDER("'window':{'anniversary':'P1M'}," TIERS),
     {SALE("03-10", "a", "60.00"), SALE("02-20", "b", "30.00"), COUNT("03-10", "gold 6000"),
      BACK("04-12", "b"), TIER("05-09", "gold"), TIER("05-10", "green")}},
    {"many periods later",
     MONTH(TIERS),
     {SALE("03-01", "a", "60.00"), SALE("04-01", "b", "60.00"), SALE("05-01", "c", "60.00"),
      BACK("06-02", "a"), BACK("06-03", "b"), TIER("06-03", "gold"), BACK("06-04", "c"),
      TIER("06-04", "green")}},
    {"in parts",
     MONTH(TIERS),
     {ON("03-01", "'id':'a','type':'purchase','lines':[{'id':'1','unit_price':'40.00'},"
                  "{'id':'2','unit_price':'40.00'},{'id':'3','unit_price':'40.00'}]"),
      ON("04-02", "'type':'return','receipt':{'id':'a'},'lines':[{'id':'2','quantity':1}]"),
      TIER("04-02", "gold"),
      ON("04-03", "'type':'return','receipt':{'id':'a'},'lines':[{'id':'3','quantity':1}]"),
      TIER("04-03", "green")}},
};

/* ---- Two accounts ---- */

static const story merges[] = {
    {"merged: what both had counted then",
     MONTH(TIERS) ",'merges':{'tiers':'sum'}",
     {OF("c", "03-01", "a", "60.00"), OF("d", "03-01", "b", "60.00"), MERGE("04-02"),
      BACK("04-03", "a"), TIER("04-03", "gold"), BACK("04-04", "b"), TIER("04-04", "green")}},
    {"merged: the other one's alone",
     MONTH(TIERS) ",'merges':{'tiers':'sum'}",
     {OF("c", "03-01", "a", "20.00"), OF("d", "03-01", "b", "60.00"), MERGE("04-02"),
      TIER("04-02", "gold"), BACK("04-04", "b"), TIER("04-04", "green")}},
    {"merged, best: of whoever stood higher",
     MONTH(TIERS) ",'merges':{'tiers':'best'}",
     {OF("c", "03-01", "a", "60.00"), OF("d", "03-01", "b", "110.00"), MERGE("04-02"),
      TIER("04-02", "black"), BACK("04-04", "b"), TIER("04-04", "green")}},
    {"merged and parted: what the other one brought goes with him",
     MONTH(TIERS) ",'merges':{'tiers':'sum'}",
     {OF("c", "03-01", "a", "60.00"),
      OF("d", "03-01", "b", "60.00"),
      MERGE("04-02"),
      {"'type':'unmerge','customer':'d','time':'2026-04-03T10:00:00Z'", NULL},
      BACK("04-04", "a"),
      TIER("04-04", "green"),
      {"^ d 2026-04-30T10:00:00Z", "gold"},
      {"'type':'return','customer':'d','receipt':{'id':'b'},'time':'2026-05-01T10:00:00Z'", NULL},
      {"^ d 2026-05-01T10:00:00Z", "green"}}},
};

int
main(void)
{
    static table_kit tests;

    TABLE_KIT_ROWS(&tests, window_row_holds, window_rows);
    TABLE_KIT_ROWS(&tests, story_kit_run, stories);
    TABLE_KIT_ROWS(&tests, story_kit_run, merges);
    return table_kit_run(&tests, "policy returns periods");
}
