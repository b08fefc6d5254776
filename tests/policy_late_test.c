/*
 * policy_late_test.c -- events that come late: judged at the present, refused,
 * or in their place, with those behind them judged again.
 */
#include <stdio.h>
#include <string.h>

#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define SHOP                                                                                       \
    "'currencies':{'stars':{'payment':{'step':1,'value':'1.00','short':'clamp'}}},"                \
    "'attributes':{'customer':{'plan':'text'}},'events':['survey'],'transfers':{},"                \
    "'ladders':{'status':{'counts':'stars earned','window':'lifetime','tiers':["                   \
    "{'id':'green','from':0},{'id':'gold','from':20}]}},"                                          \
    "'counters':{'card':{'every':2,'issue':'cup'}},'vouchers':{'cup':{}},"                         \
    "'rewards':[{'id':'coffee','price':{'stars':5}}],"                                             \
    "'stages':{'initial':'a','names':['a','b'],'transitions':[{'from':'a','to':'b','on':'visit',"  \
    "'when':'customer.purchases == 0','reason':'looks'}]},"                                        \
    "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}},"                       \
    "{'id':'hello','on':'purchase','when':'customer.purchases == 0','earn':{'stars':5}},"          \
    "{'id':'twice','on':'purchase','when':'customer.tiers.status == \\'gold\\'',"                  \
    "'multiply':{'stars':'2'}},"                                                                   \
    "{'id':'stamp','on':'survey','count':{'card':1}},"                                             \
    "{'id':'plan','on':'survey','when':'customer.attributes.plan == \\'old\\'',"                   \
    "'earn':{'stars':7}}]"
#define PLACED SHOP ",'late':{'events':'re-evaluate','within':'P7D'}"
#define ON(day) "'time':'2026-03-" day "T10:00:00Z',"
#define EVENT(day, type) ON(day) "'type':'" type "','customer':'c'"
#define BUY(day, price) EVENT(day, "purchase") ",'lines':[{'id':'x','unit_price':'" price "'}]"
#define REDEEM(day) EVENT(day, "redeem") ",'reward':'coffee'"
#define ADJUST(day, points) EVENT(day, "adjust") ",'reason':'x','points':{'stars':" points "}"
#define RETURN(day, id) EVENT(day, "return") ",'receipt':{'id':'" id "'}"
#define FIRST "applied base:earn:stars=10 hello:earn:stars=5"
#define TOO_LATE "too-late /time"

static const story stories[] = {
    {"late events are judged as of when they occurred",
     SHOP,
     {{BUY("05", "10.00"), FIRST},
      {BUY("01", "10.00"), "applied base:earn:stars=10 status:tier:gold"}}},
    {"said so",
     SHOP ",'late':{'events':'present'}",
     {{BUY("05", "10.00"), FIRST},
      {BUY("01", "10.00"), "applied base:earn:stars=10 status:tier:gold"}}},
    {"or refused",
     SHOP ",'late':{'events':'refuse'}",
     {{BUY("05", "10.00"), FIRST},
      {RETURN("04", "1"), NULL},
      {BUY("04", "10.00"), TOO_LATE},
      {BUY("05", "10.00"), NULL}}},
    {"or refused after a time",
     SHOP ",'late':{'events':'refuse','after':'P7D'}",
     {{BUY("08", "10.00"), FIRST},
      {BUY("01", "1.00"), NULL},
      {BUY("01", "1.00"), NULL},
      {"'time':'2026-02-28T10:00:00Z','type':'purchase','customer':'c'", TOO_LATE}}},
    {"or in their place, with the difference that they make to later ones",
     PLACED,
     {{BUY("05", "10.00"), FIRST},
      {BUY("03", "20.00"), "applied base:earn:stars=20 hello:earn:stars=5 late:late:in-order=1 "
                           "late:adjust:stars=5 status:tier:gold"},
      {"? c", "stars 45 +0 -0; status gold 45; a"},
      {"'id':'1'," BUY("05", "10.00"), FIRST},
      {RETURN("06", "1"), "applied return:clawback:stars=20"},
      {RETURN("06", "2"), "applied return:clawback:stars=25 status:tier:green"},
      {"? c", "stars 0 +0 -0; status green 0; a"}}},
    {"a return that comes late makes the next sale the first",
     PLACED,
     {{BUY("05", "20.00"), "applied base:earn:stars=20 hello:earn:stars=5 status:tier:gold"},
      {BUY("07", "10.00"), "applied base:earn:stars=10 twice:multiply:stars=10"},
      {RETURN("06", "1"), "applied return:clawback:stars=25 late:late:in-order=1 "
                          "late:adjust:stars=-5 status:tier:green"},
      {"? c", "stars 15 +0 -0; status green 15; a"},
      {RETURN("08", "2"), "applied return:clawback:stars=15"}}},
    {"counters, vouchers and stages, too",
     PLACED,
     {{EVENT("03", "survey"), "applied stamp:count:card=1"},
      {EVENT("04", "visit"), "applied looks:stage:b"},
      {EVENT("02", "survey"), "applied stamp:count:card=1 late:late:in-order=2 late:issue:cup=1"},
      {BUY("01", "10.00"), FIRST " late:late:in-order=3 late:stage:a"},
      {EVENT("05", "redeem") ",'voucher':'cup'", NULL}}},
    {"what was known then counts, and what is known now stays",
     PLACED,
     {{EVENT("05", "profile") ",'attributes':{'plan':'new'}", "applied"},
      {EVENT("03", "profile") ",'attributes':{'plan':'old'}", "applied late:late:in-order=1"},
      {EVENT("04", "survey"), "applied plan:earn:stars=7 stamp:count:card=1 late:late:in-order=1"},
      {EVENT("06", "survey"), "applied stamp:count:card=1 card:issue:cup=1"}}},
    {"points that have been spent since are not spent again",
     PLACED,
     {{BUY("03", "1.00"), NULL},
      {REDEEM("05"), NULL},
      {REDEEM("04"), "insufficient-points /reward"},
      {RETURN("04", "1"), "applied return:clawback:stars=6 late:late:refusal=0"},
      {"? c", "stars 0 +0 -5; status green 0; a"}}},
    {"points that were not there yet are not spent",
     PLACED,
     {{BUY("05", "10.00"), FIRST},
      {REDEEM("04"), "unknown-customer /customer"},
      {EVENT("04", "visit"), NULL},
      {REDEEM("04"), "insufficient-points /reward"}}},
    {"what was charged stands",
     PLACED,
     {{EVENT("01", "enrol"), NULL},
      {ADJUST("01", "3"), NULL},
      {BUY("05", "10.00") ",'pay':{'stars':5}", NULL},
      {ADJUST("04", "2"), "applied adjust:adjust:stars=2 late:late:price=0"}}},
    {"who comes too late for it is judged at the present",
     PLACED,
     {{BUY("01", "1.00"), NULL},
      {BUY("09", "1.00"), NULL},
      {BUY("02", "1.00"), "applied base:earn:stars=1 late:late:in-order=1"},
      {BUY("01", "1.00"), "applied base:earn:stars=1 late:late:too-old=0"}}},
    {"nothing takes its place before what others know of",
     PLACED,
     {{BUY("01", "10.00"), FIRST},
      {ON("02") "'type':'enrol','customer':'d'", NULL},
      {EVENT("03", "transfer") ",'to':'d','points':{'stars':2}", NULL},
      {BUY("05", "1.00"), NULL},
      {BUY("02", "1.00"), "applied base:earn:stars=1 late:late:too-old=0"},
      {BUY("04", "1.00"), "applied base:earn:stars=1 late:late:in-order=2"}}},
    {"time that has passed meanwhile is no obstacle",
     "'currencies':{'stars':{'pending':'P1D','expires':{'after':'P3D','edge':'instant'}}},"
     "'late':{'events':'re-evaluate','within':'P7D'},"
     "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
     {{BUY("01", "10.00"), NULL},
      {"> 2026-03-06T00:00:00Z", ""},
      {"? c", "stars 0 +0 -0; first-purchase"},
      {BUY("04", "1.00"), "applied base:earn:stars=1 late:late:in-order=0 late:stage:repeat"},
      {"? c", "stars 1 +0 -0; repeat"},
      {BUY("02", "2.00"), "applied base:earn:stars=2 late:late:in-order=1"},
      {"? c", "stars 1 +0 -0; repeat"}}},
};

/* ---- More than one engine, and more than a few events ---- */

#define WORDS 8192

static void
open_shop(engine_kit *kit, const char *settings, int version, const loy_store *store)
{
    static char program[WORDS];
    char *at;

    story_kit_program(settings, program, sizeof(program));
    at = strstr(program, "\"version\":1");
    assert_non_null(at);
    at[strlen("\"version\":")] = (char)('0' + version);
    if (store == NULL)
        engine_kit_open(kit, program);
    else
        engine_kit_open_over(kit, program, store);
}

static void
apply(engine_kit *kit, const char *members, size_t number)
{
    char event[WORDS];

    story_kit_event(members, number, event, sizeof(event));
    assert_int_equal(engine_kit_apply(kit, event), LOY_OK);
}

static void
another_version_begins_anew(void **state)
{
    engine_kit first, second;

    (void)state;
    open_shop(&first, PLACED, 1, NULL);
    apply(&first, BUY("01", "10.00"), 1);
    apply(&first, BUY("03", "10.00"), 2);
    open_shop(&second, PLACED, 2, first.store);
    apply(&second, BUY("02", "1.00"), 3);
    assert_string_equal(engine_kit_outcome(&second),
                        "applied base:earn:stars=1 twice:multiply:stars=1 late:late:too-old=0");
    apply(&second, BUY("05", "1.00"), 4);
    apply(&second, BUY("04", "1.00"), 5);
    assert_string_equal(engine_kit_outcome(&second),
                        "applied base:earn:stars=1 twice:multiply:stars=1 late:late:in-order=1");
    engine_kit_close(&second);
    engine_kit_close(&first);
}

/* Only so many are kept, however close together. */
static void
the_oldest_are_forgotten(void **state)
{
    char event[WORDS];
    engine_kit kit;

    (void)state;
    open_shop(&kit, PLACED, 1, NULL);
    for (int i = 0; i <= 101; i++) {
        snprintf(event, sizeof(event),
                 "'time':'2026-03-01T%02d:%02d:00Z','type':'visit','customer':'c'", 10 + i / 60,
                 i % 60);
        apply(&kit, event, (size_t)i + 1);
    }
    apply(&kit, "'time':'2026-03-01T10:00:30Z','type':'visit','customer':'c'", 200);
    assert_string_equal(engine_kit_outcome(&kit), "applied late:late:too-old=0");
    apply(&kit, "'time':'2026-03-01T10:02:30Z','type':'visit','customer':'c'", 201);
    assert_string_equal(engine_kit_outcome(&kit), "applied late:late:in-order=100");
    engine_kit_close(&kit);
}

/* Also where so many lots are kept that those of years stay packed. */
static void
many_lots_are_compared(void **state)
{
    char event[WORDS];
    engine_kit kit;

    (void)state;
    open_shop(&kit,
              "'currencies':{'stars':{'expires':{'after':'P1Y'}}},"
              "'late':{'events':'re-evaluate','within':'P7D'},"
              "'rules':[{'id':'base','on':'purchase','earn':{'stars':'total / 100'}}]",
              1, NULL);
    for (int i = 0; i < 70; i++) {
        snprintf(event, sizeof(event),
                 "'time':'2026-%02d-%02dT10:00:00Z','type':'purchase','customer':'c',"
                 "'lines':[{'id':'x','unit_price':'1.00'}]",
                 1 + i / 28, 1 + i % 28);
        apply(&kit, event, (size_t)i + 1);
    }
    apply(&kit, BUY("10", "2.00"), 100);
    assert_string_equal(engine_kit_outcome(&kit),
                        "applied base:earn:stars=2 late:late:in-order=4");
    assert_string_equal(engine_kit_entries(&kit), "earn:stars=2");
    engine_kit_close(&kit);
}

static int
looks_for_plan(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
               uint64_t revision)
{
    int *found = context;

    (void)id;
    (void)id_size;
    (void)revision;
    for (uint64_t i = 0; i + 6 <= size; i++)
        *found += memcmp((const char *)bytes + i, "secret", 6) == 0;
    return 1;
}

/* What is kept for late events is known of the customer, too. */
static void
who_is_forgotten_has_no_history(void **state)
{
    engine_kit kit;
    int found = 0;

    (void)state;
    open_shop(&kit, PLACED, 1, NULL);
    apply(&kit, EVENT("01", "profile") ",'attributes':{'plan':'secret'}", 1);
    apply(&kit, BUY("02", "10.00"), 2);
    loy_store_walk(kit.store, LOY_KIND_CUSTOMER, NULL, 0, looks_for_plan, &found);
    assert_true(found > 0);
    apply(&kit, EVENT("03", "erase"), 3);
    found = 0;
    loy_store_walk(kit.store, LOY_KIND_CUSTOMER, NULL, 0, looks_for_plan, &found);
    assert_int_equal(found, 0);
    engine_kit_close(&kit);
}

/* The outcome of a quote, and why its rules fired, are those of the event. */
static void
quotes_foretell(void **state)
{
    static const char late[] = BUY("03", "20.00");
    char document[WORDS], quoted[WORDS];
    loy_explanation *why = NULL;
    const loy_event *event = NULL;
    engine_kit kit;

    (void)state;
    open_shop(&kit, PLACED, 1, NULL);
    apply(&kit, BUY("05", "10.00"), 1);
    story_kit_event(late, 2, document, sizeof(document));
    assert_int_equal(loy_json_event(kit.reader, document, strlen(document), &event, NULL), LOY_OK);
    assert_int_equal(loy_explanation_new(&why, NULL), LOY_OK);
    assert_int_equal(loy_engine_explain(kit.engine, event, kit.outcome, why, NULL), LOY_OK);
    assert_string_equal(loy_explanation_at(why, 1)->rule, "hello");
    assert_int_equal(loy_explanation_at(why, 1)->why, LOY_WHY_FIRED);
    assert_int_equal(loy_engine_quote(kit.engine, event, kit.outcome, NULL), LOY_OK);
    strcpy(quoted, engine_kit_outcome(&kit));
    assert_string_equal(engine_kit_entries(&kit), "earn:stars=25 adjust:stars=5");
    assert_string_equal(engine_kit_customer(&kit, "c", NULL), "stars 15 +0 -0; status green 15; a");
    apply(&kit, late, 2);
    assert_string_equal(engine_kit_outcome(&kit), quoted);
    assert_string_equal(engine_kit_entries(&kit), "earn:stars=25 adjust:stars=5");
    loy_explanation_free(why);
    engine_kit_close(&kit);
}

int
main(void)
{
    static table_kit table;

    TABLE_KIT_ROWS(&table, story_kit_run, stories);
    table_kit_test(&table, "another version begins anew", another_version_begins_anew);
    table_kit_test(&table, "the oldest are forgotten", the_oldest_are_forgotten);
    table_kit_test(&table, "many lots are compared", many_lots_are_compared);
    table_kit_test(&table, "who is forgotten has no history", who_is_forgotten_has_no_history);
    table_kit_test(&table, "quotes foretell", quotes_foretell);
    return table_kit_run(&table, "late");
}
