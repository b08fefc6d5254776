/*
 * engine_flows_test.c -- the ledger rolled forward, and when points expire: over
 * all customers, with what time has done to those whom nobody has settled.
 */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define DAY INT64_C(86400000)
#define MARCH INT64_C(1772323200000) /* 2026-03-01T00:00:00Z */

#define SETTINGS                                                                                   \
    "'currencies':{'stars':{'expires':{'after':'P30D'},'payment':{'step':1,'value':'0.01'}},"      \
    "'gems':{'pending':'P7D'}},'rules':[{'id':'base','on':'purchase','earn':{'stars':"             \
    "'total.per(100)','gems':1}}]"

static const story_step march[] = {
    {"'type':'purchase','customer':'ann','time':'2026-03-02T10:00:00Z','lines':[{'unit_price':"
     "'100.00'}]",
     NULL},
    {"'type':'purchase','customer':'bob','time':'2026-03-03T10:00:00Z','lines':[{'unit_price':"
     "'50.00'}]",
     NULL},
    {"'type':'purchase','customer':'ann','time':'2026-03-04T10:00:00Z','pay':{'stars':40},"
     "'lines':[{'unit_price':'10.00'}]",
     NULL},
    {"'type':'return','customer':'bob','time':'2026-03-05T10:00:00Z','receipt':{'id':'2'}", NULL},
    {"'type':'adjust','customer':'bob','time':'2026-03-06T10:00:00Z','reason':'x','points':"
     "{'stars':7}",
     NULL},
    {"'type':'hold','customer':'ann','time':'2026-03-06T11:00:00Z','points':{'stars':5},"
     "'ttl':'P60D'",
     NULL},
    {NULL, NULL}};

static void
open_march(engine_kit *kit)
{
    char program[1024];

    story_kit_program(SETTINGS, program, sizeof(program));
    engine_kit_open(kit, program);
    story_kit_steps(kit, march);
}

typedef struct row {
    const char *name;
    int64_t from, to; /* days after 1 March */
    loy_flow stars;
} row;

static const row rows[] = {
    {"before anything", -9, 0, {.opening = 0}},
    {"the first sale", 0, 2, {.issued = 100, .closing = 100}},
    {"a sale that is paid with points",
     2,
     4,
     {.opening = 100, .issued = 60, .redeemed = 40, .closing = 120}},
    {"a return and a correction",
     4,
     9,
     {.opening = 120, .reversed = 50, .adjusted = 7, .closing = 77}},
    {"all of them",
     0,
     9,
     {.issued = 160, .redeemed = 40, .reversed = 50, .adjusted = 7, .closing = 77}},
    {"up to the day on which ann's first points lapse", 9, 31, {.opening = 77, .closing = 77}},
    {"and its end, which belongs to it; what is held stays",
     31,
     32,
     {.opening = 77, .expired = 55, .closing = 22}},
    {"the rest", 32, 60, {.opening = 22, .expired = 17, .closing = 5}},
    {"and what was held, when the hold lapses", 60, 90, {.opening = 5, .expired = 5}},
    {"an empty interval", 5, 5, {.opening = 70, .closing = 70}},
};

static void
rolls_forward(void **state)
{
    const row *r = *state;
    const loy_flow *flow;
    loy_report *report;
    engine_kit kit;

    open_march(&kit);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(
        loy_engine_flows(kit.engine, MARCH + r->from * DAY, MARCH + r->to * DAY, report, NULL),
        LOY_OK);
    flow = loy_report_flow(report, 0);
    assert_string_equal(flow->currency, "stars");
    assert_int_equal(flow->opening, r->stars.opening);
    assert_int_equal(flow->issued, r->stars.issued);
    assert_int_equal(flow->redeemed, r->stars.redeemed);
    assert_int_equal(flow->expired, r->stars.expired);
    assert_int_equal(flow->reversed, r->stars.reversed);
    assert_int_equal(flow->adjusted, r->stars.adjusted);
    assert_int_equal(flow->transferred, 0);
    assert_int_equal(flow->closing, r->stars.closing);
    assert_string_equal(loy_report_flow(report, 1)->currency, "gems");
    assert_null(loy_report_flow(report, 2));
    loy_report_free(report);
    engine_kit_close(&kit);
}

/* A card whose loss is reported late: nobody has its points before they were earned. */
static void
an_account_comes_as_it_stands(void **state)
{
    static const char *const moves[] = {
        "'type':'rekey','customer':'ann','to':'eve','time':'2026-03-02T11:00:00Z'",
        "'type':'merge','customer':'ann','to':'bob','time':'2026-03-03T11:00:00Z'"};
    loy_report *report;
    engine_kit kit;

    (void)state;
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    for (size_t i = 0; i < LOY_COUNT(moves); i++) {
        open_march(&kit);
        story_kit_step(&kit, &(story_step){moves[i], NULL}, 7);
        assert_int_equal(loy_engine_flows(kit.engine, MARCH, MARCH + 4 * DAY, report, NULL),
                         LOY_OK);
        assert_int_equal(loy_report_flow(report, 0)->closing, 120);
        assert_int_equal(loy_report_flow(report, 0)->transferred, 0);
        engine_kit_close(&kit);
    }
    loy_report_free(report);
}

/* Reading writes nothing, and a report holds figures and flows side by side. */
static void
beside_the_figures(void **state)
{
    loy_error error = LOY_ERROR_INIT;
    loy_report *report;
    engine_kit kit;

    (void)state;
    open_march(&kit);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_null(loy_report_flow(report, 0));
    assert_int_equal(loy_engine_report(kit.engine, MARCH + 60 * DAY, report, NULL), LOY_OK);
    assert_int_equal(loy_engine_flows(kit.engine, MARCH, MARCH + 60 * DAY, report, NULL), LOY_OK);
    assert_int_equal(loy_report_totals(report, 0)->held, 5);
    assert_int_equal(loy_report_flow(report, 0)->closing, 5);
    assert_int_equal(loy_engine_report(kit.engine, MARCH + 9 * DAY, report, NULL), LOY_OK);
    assert_null(loy_report_flow(report, 0));
    assert_int_equal(loy_engine_flows(kit.engine, 1, 0, report, &error), LOY_ERR_INVALID);
    assert_int_equal(loy_engine_flows(NULL, 0, 1, report, &error), LOY_ERR_INVALID);
    assert_int_equal(loy_engine_flows(kit.engine, 0, 1, NULL, &error), LOY_ERR_INVALID);
    assert_string_equal(engine_kit_customer(&kit, "ann", NULL),
                        "stars 65 +0 -0 =5; gems 0 +2 -0; repeat");
    loy_report_free(report);
    engine_kit_close(&kit);
}

static void
expires_when(const loy_report *report, uint64_t index, const char *currency, int64_t points,
             int64_t expires)
{
    loy_expiring item;

    assert_int_equal(loy_report_expiring(report, index, &item), LOY_OK);
    assert_string_equal(item.currency, currency);
    assert_int_equal(item.points, points);
    assert_int_equal(item.expires, expires);
}

static void
tells_when_points_expire(void **state)
{
    loy_expiring item;
    loy_report *report;
    engine_kit kit;

    (void)state;
    open_march(&kit);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_report_expiring_count(report), 0);
    assert_int_equal(loy_engine_report(kit.engine, MARCH + 9 * DAY, report, NULL), LOY_OK);
    assert_int_equal(loy_report_expiring_count(report), 4);
    expires_when(report, 0, "stars", 60, MARCH + 32 * DAY);
    expires_when(report, 1, "stars", 10, MARCH + 34 * DAY);
    expires_when(report, 2, "stars", 7, MARCH + 36 * DAY);
    expires_when(report, 3, "gems", 2, LOY_NEVER);
    assert_int_equal(loy_report_expiring(report, 4, &item), LOY_ERR_INVALID);
    assert_int_equal(loy_report_expiring(report, 0, NULL), LOY_ERR_INVALID);
    loy_report_free(report);
    engine_kit_close(&kit);
}

/* Moments come from many customers in no order, more than once each. */
static void
puts_many_moments_in_order(void **state)
{
    enum { CUSTOMERS = 700, MOMENTS = 199 };
    loy_expiring item;
    loy_report *report;
    char text[256];
    engine_kit kit;
    int64_t before = 0, sum = 0;

    (void)state;
    engine_kit_open(&kit, "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\","
                          "\"currencies\":{\"stars\":{\"expires\":{\"after\":\"P1Y\",\"edge\":"
                          "\"instant\"}}},\"rules\":[{\"id\":\"r\",\"on\":\"visit\",\"earn\":{"
                          "\"stars\":3}}]}");
    for (unsigned i = 0; i < CUSTOMERS; i++) {
        loy__format(text, sizeof(text),
                    "{\"source\":\"s\",\"id\":\"%u\",\"customer\":\"c%u\",\"type\":\"visit\","
                    "\"time\":\"2026-01-01T10:%u%u:%u%uZ\"}",
                    i, i, i * 71 % MOMENTS / 60 % 6, i * 71 % MOMENTS / 6 % 10,
                    i * 71 % MOMENTS % 6, i * 71 % MOMENTS % 10);
        engine_kit_apply_all(&kit, text);
    }
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(kit.engine, LOY_TIME_NONE, report, NULL), LOY_OK);
    assert_true(loy_report_expiring_count(report) > 100);
    for (uint64_t i = 0; loy_report_expiring(report, i, &item) == LOY_OK; i++) {
        assert_true(item.expires > before);
        before = item.expires;
        sum += item.points;
    }
    assert_int_equal(sum, 3 * CUSTOMERS);
    loy_report_free(report);
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, rolls_forward, rows);
    table_kit_test(&tests, "whole accounts", an_account_comes_as_it_stands);
    table_kit_test(&tests, "flows beside figures", beside_the_figures);
    table_kit_test(&tests, "when points expire", tells_when_points_expire);
    table_kit_test(&tests, "many moments", puts_many_moments_in_order);
    return table_kit_run(&tests, "engine_flows");
}
