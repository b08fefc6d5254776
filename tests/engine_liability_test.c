/*
 * engine_liability_test.c -- what is owed for points by IFRS 15, with the
 * figures of a published example: sales of 100 000 and 10 000 points worth 1
 * each, of which 97 of 100 are expected to be redeemed; 4500 are in the second
 * year, 4000 in the third, when the estimate changes.
 */
#include "base/text.h"
#include "kit/story_kit.h"
#include "kit/table_kit.h"

#define YEAR(n) (INT64_C(1767225600000) + (n)*INT64_C(31536000000)) /* 2026-01-01, -27, -28 */
#define EVERYTHING 3

static const story_step sales[] = {
    {"'type':'purchase','customer':'ann','time':'2026-05-01T10:00:00Z','lines':[{'unit_price':"
     "'100000'}]",
     NULL},
    {"'type':'purchase','customer':'ann','time':'2026-06-01T10:00:00Z','lines':[{'unit_price':"
     "'777'}]",
     NULL},
    {"'type':'return','customer':'ann','time':'2026-06-02T10:00:00Z','receipt':{'id':'2'}", NULL},
    {"'type':'redeem','customer':'ann','time':'2027-05-01T10:00:00Z','reward':'much'", NULL},
    {"'type':'redeem','customer':'ann','time':'2028-05-01T10:00:00Z','reward':'less'", NULL},
    {NULL, NULL}};

/* `digits`: the money has cents, or none. */
static void
open_shop(engine_kit *kit, const char *money)
{
    static const char form[] =
        "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"%s\",\"currencies\":{"
        "\"points\":{},\"others\":{}},\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{"
        "\"points\":\"total.per(money('10'))\"}}],\"rewards\":[{\"id\":\"much\",\"price\":{"
        "\"points\":4500},\"give\":{\"text\":\"x\"}},{\"id\":\"less\",\"price\":{\"points\":4000},"
        "\"give\":{\"text\":\"x\"}}]}";
    char program[1024];

    loy__format(program, sizeof(program), form, money);
    engine_kit_open(kit, program);
    story_kit_steps(kit, sales);
}

typedef struct row {
    const char *name;
    const char *money;
    uint32_t rounding;
    int year; /* 0, 1, 2, or EVERYTHING */
    int64_t closing_estimate;
    loy_liability expect;
} row;

/* Figures of whole money are the published ones. */
static const row rows[] = {
    {"the first year",
     "JPY",
     LOY_SHARE_PERCENT,
     0,
     -1,
     {.sales = 100000, .points = 10000, .expected = 9700, .deferred = 9000, .closing = 9000}},
    {"with the exact share",
     "EUR",
     LOY_SHARE_EXACT,
     0,
     -1,
     {.sales = 10000000, .points = 10000, .expected = 9700, .deferred = 884230, .closing = 884230}},
    {"the second year",
     "JPY",
     LOY_SHARE_PERCENT,
     1,
     -1,
     {.points = 10000,
      .expected = 9700,
      .redeemed = 4500,
      .opening = 9000,
      .recognised = 4175,
      .breakage = 125,
      .closing = 4825}},
    {"the third year, when 9900 are expected",
     "JPY",
     LOY_SHARE_PERCENT,
     2,
     990000,
     {.points = 10000,
      .expected = 9900,
      .redeemed = 8500,
      .opening = 4825,
      .recognised = 3552,
      .breakage = -48,
      .closing = 1273}},
    {"the third year, when 9200 are expected",
     "JPY",
     LOY_SHARE_PERCENT,
     2,
     920000,
     {.points = 10000,
      .expected = 9200,
      .redeemed = 8500,
      .opening = 4825,
      .recognised = 4140,
      .breakage = 540,
      .closing = 685}},
    {"when fewer are expected than are redeemed already",
     "JPY",
     LOY_SHARE_PERCENT,
     2,
     800000,
     {.points = 10000,
      .expected = 8500,
      .redeemed = 8500,
      .opening = 4825,
      .recognised = 4825,
      .breakage = 1225,
      .closing = 0}},
    {"all three at once",
     "JPY",
     LOY_SHARE_PERCENT,
     EVERYTHING,
     990000,
     {.sales = 100000,
      .points = 10000,
      .expected = 9900,
      .redeemed = 8500,
      .deferred = 9000,
      .recognised = 7727,
      .breakage = 77,
      .closing = 1273}},
};

static void
is_owed(void **state)
{
    const row *r = *state;
    bool all = r->year == EVERYTHING;
    loy_assumption assume = {.size = sizeof(assume),
                             .rounding = r->rounding,
                             .per = 1,
                             .expected = 970000,
                             .opening = -1,
                             .closing = r->closing_estimate};
    loy_liability found;
    loy_report *report;
    engine_kit kit;

    open_shop(&kit, r->money);
    assume.value = loy_program_money_digits(kit.program) == 0 ? 1 : 100;
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_flows(kit.engine, YEAR(all ? 0 : r->year),
                                      YEAR(all ? EVERYTHING : r->year + 1), report, NULL),
                     LOY_OK);
    assert_int_equal(loy_report_liability(report, 0, &assume, &found), LOY_OK);
    assert_string_equal(found.currency, "points");
    assert_int_equal(found.sales, r->expect.sales);
    assert_int_equal(found.points, r->expect.points);
    assert_int_equal(found.expected, r->expect.expected);
    assert_int_equal(found.redeemed, r->expect.redeemed);
    assert_int_equal(found.opening, r->expect.opening);
    assert_int_equal(found.deferred, r->expect.deferred);
    assert_int_equal(found.recognised, r->expect.recognised);
    assert_int_equal(found.breakage, r->expect.breakage);
    assert_int_equal(found.closing, r->expect.closing);
    loy_report_free(report);
    engine_kit_close(&kit);
}

/* Nobody has points, and nothing is owed. */
static void
owes_nothing(void **state)
{
    loy_assumption assume = {.size = sizeof(assume),
                             .value = 1,
                             .per = 1,
                             .expected = 970000,
                             .opening = -1,
                             .closing = -1};
    loy_assumption wrong = assume;
    loy_liability found;
    loy_report *report;
    engine_kit kit;

    (void)state;
    open_shop(&kit, "JPY");
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_report_liability(report, 0, &assume, &found), LOY_ERR_INVALID);
    assert_int_equal(loy_engine_flows(kit.engine, YEAR(0), YEAR(3), report, NULL), LOY_OK);
    assert_int_equal(loy_report_liability(report, 1, &assume, &found), LOY_OK);
    assert_int_equal(found.closing, 0);
    assert_int_equal(loy_report_liability(report, 2, &assume, &found), LOY_ERR_INVALID);
    assert_int_equal(loy_report_liability(report, 0, &assume, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_report_liability(report, 0, NULL, &found), LOY_ERR_INVALID);
    wrong.per = 0;
    assert_int_equal(loy_report_liability(report, 0, &wrong, &found), LOY_ERR_INVALID);
    wrong = assume;
    wrong.expected = 1000001;
    assert_int_equal(loy_report_liability(report, 0, &wrong, &found), LOY_ERR_INVALID);
    wrong = assume;
    wrong.rounding = 2;
    assert_int_equal(loy_report_liability(report, 0, &wrong, &found), LOY_ERR_INVALID);
    loy_report_free(report);
    engine_kit_close(&kit);
}

/* What points paid was not charged, whether it was money or money off. */
static void
points_are_not_charged(void **state)
{
    static const char form[] =
        "'currencies':{'points':{'payment':{'step':1,'value':'0.01','as':'%s'}}},'promotions':["
        "{'id':'payment','amount':'5.00'}]";
    static const char *const ways[] = {"tender", "discount"};
    static const story_step steps[] = {
        {"'type':'import','customer':'c','opening':{'points':[{'currency':'points','points':"
         "1000}]}",
         NULL},
        {"'type':'purchase','customer':'c','pay':{'points':1000},'lines':[{'unit_price':'105'}]",
         NULL},
        {NULL, NULL}};
    loy_assumption assume = {.size = sizeof(assume), .per = 1, .opening = -1, .closing = -1};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char settings[256], program[1024];
        loy_liability found;
        loy_report *report;
        engine_kit kit;

        loy__format(settings, sizeof(settings), form, ways[i]);
        story_kit_program(settings, program, sizeof(program));
        engine_kit_open(&kit, program);
        story_kit_steps(&kit, steps);
        assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
        assert_int_equal(loy_engine_flows(kit.engine, YEAR(0), YEAR(1), report, NULL), LOY_OK);
        assert_int_equal(loy_report_liability(report, 0, &assume, &found), LOY_OK);
        assert_int_equal(found.sales, 9000);
        loy_report_free(report);
        engine_kit_close(&kit);
    }
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, is_owed, rows);
    table_kit_test(&tests, "points that pay", points_are_not_charged);
    table_kit_test(&tests, "nothing, and what is refused", owes_nothing);
    return table_kit_run(&tests, "engine_liability");
}
