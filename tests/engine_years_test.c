/*
 * engine_years_test.c -- a customer with ten years of weekly purchases stays
 * small: his record has no more than what a few windows and expiries hold.
 */
#include <string.h>

#include "base/text.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define WEEKS 522
#define MOST_BYTES 8192

typedef struct row {
    const char *name;
    const char *currency;
    uint32_t most_lots;
} row;

static const row rows[] = {
    {"a year, to the end of the month",
     "'pending':'P14D','expires':{'after':'P12M','round_up':"
     "'month'}",
     16},
    {"a year, by day", "'expires':{'after':'P12M'}", 54},
    {"three years, by day", "'expires':{'after':'P3Y'}", 158},
    {"points that never expire", "", 1},
    {"a year, the oldest first", "'expires':{'after':'P12M'},'spend_order':'oldest'", 54},
    {"never, the oldest first", "'spend_order':'oldest'", 55},
};

static void
stays_small(void **state)
{
    const row *r = *state;
    char settings[1024], text[1024];
    engine_kit kit;
    uint64_t size, revision;

    loy__format(settings, sizeof(settings),
                "'currencies':{'stars':{%s}},'ladders':{'status':{'counts':'stars earned','window':"
                "{'rolling':'P12M'},'tiers':[{'id':'green','from':0},{'id':'gold','from':500}]}},"
                "'counters':{'card':{'every':10}},'rules':[{'id':'base','on':'purchase','earn':{"
                "'stars':'total.per(100)'}},{'id':'stamp','on':'purchase','count':{'card':1}}]",
                r->currency);
    story_kit_program(settings, text, sizeof(text));
    engine_kit_open(&kit, text);
    for (unsigned i = 0; i < WEEKS; i++) {
        loy_line coffee = {.id = LOY_TEXT("1"), .quantity = 1000, .unit_price = 1620};
        loy_event event = LOY_EVENT_INIT;
        char id[16];

        loy__format(id, sizeof(id), "%u", i);
        event.source = (loy_text)LOY_TEXT("till");
        event.id = (loy_text){id, (uint32_t)strlen(id), 0};
        event.type = (loy_text)LOY_TEXT("purchase");
        event.customer = (loy_text)LOY_TEXT("ann");
        event.time = INT64_C(1420279200000) + i * INT64_C(604800000);
        event.lines = &coffee;
        event.line_count = 1;
        assert_int_equal(loy_engine_apply(kit.engine, &event, kit.outcome, NULL), LOY_OK);
        assert_int_equal(loy_outcome_verdict(kit.outcome), LOY_VERDICT_APPLIED);
    }
    assert_int_equal(
        loy_store_read(kit.store, LOY_KIND_CUSTOMER, "ann", 3, NULL, 0, &size, &revision), LOY_OK);
    assert_in_range(size, 1, MOST_BYTES);
    assert_int_equal(loy_engine_customer(kit.engine, "ann", 3, LOY_TIME_NONE, kit.customer, NULL),
                     LOY_OK);
    assert_in_range(loy_customer_lot_count(kit.customer), 1, r->most_lots);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, stays_small, rows);
    return table_kit_run(&tests, "engine_years");
}
