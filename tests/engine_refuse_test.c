/*
 * engine_refuse_test.c -- what is refused, with which code and path, that a
 * refusal is kept, and that nothing else changes.
 */
#include <string.h>

#include "kit/engine_kit.h"
#include "kit/table_kit.h"

static const char program[] =
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"events\":[\"review\"],"
    "\"attributes\":{\"customer\":{\"plan\":\"text\"},\"event\":{\"score\":\"integer\"}},"
    "\"currencies\":{\"stars\":{\"payment\":{\"step\":10,\"value\":\"1.00\"}},\"miles\":{}},"
    "\"vouchers\":{\"free\":{}},"
    "\"rewards\":[{\"id\":\"coffee\",\"price\":{\"stars\":10}},"
    "{\"id\":\"gold-only\",\"when\":\"customer.purchases > 99\",\"price\":{\"stars\":1}}],"
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total / 100\"}}]}";

#define EVENT(members)                                                                             \
    "{\"source\":\"till\",\"id\":\"x\",\"time\":\"2026-03-02T10:00:00Z\"," members "}"
#define BUY(line) EVENT("\"type\":\"purchase\",\"customer\":\"c1\",\"lines\":[" line "]")

typedef struct row {
    const char *name;
    const char *event;
    const char *reason; /* code and path */
} row;

static const row rows[] = {
    {"an unknown kind", EVENT("\"type\":\"party\",\"customer\":\"c1\""), "unknown-type /type"},
    {"a quantity of zero", BUY("{\"id\":\"1\",\"quantity\":0,\"unit_price\":\"1.00\"}"),
     "bad-quantity /lines/0/quantity"},
    {"a negative quantity", BUY("{\"id\":\"1\",\"quantity\":-5,\"unit_price\":\"1.00\"}"),
     "bad-quantity /lines/0/quantity"},
    {"a negative price", BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"-1.00\"}"),
     "bad-price /lines/0/unit_price"},
    {"an absurd price",
     BUY("{\"id\":\"1\",\"quantity\":9000000000000,\"unit_price\":\"90000000000.00\"}"),
     "bad-price /lines/0/unit_price"},
    {"a discount above the price",
     BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"1.00\",\"discount\":\"1.01\"}"),
     "bad-discount /lines/0/discount"},
    {"a tax above the price",
     BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"1.00\",\"tax\":\"1.01\"}"),
     "bad-tax /lines/0/tax"},
    {"two lines of one id",
     BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"1.00\"},{\"id\":\"1\",\"quantity\":1,"
         "\"unit_price\":\"1.00\"}"),
     "duplicate-line /lines/1/id"},
    {"another currency",
     EVENT("\"type\":\"purchase\",\"customer\":\"c1\",\"currency\":\"USD\",\"lines\":[]"),
     "other-currency /currency"},
    {"an undeclared attribute",
     EVENT("\"type\":\"review\",\"customer\":\"c1\",\"attributes\":{\"stars\":5}"),
     "unknown-attribute /attributes/stars"},
    {"an attribute of the wrong kind",
     EVENT("\"type\":\"review\",\"customer\":\"c1\",\"attributes\":{\"score\":\"five\"}"),
     "wrong-kind /attributes/score"},
    {"a stranger redeems",
     EVENT("\"type\":\"redeem\",\"customer\":\"nobody\",\"reward\":\"coffee\""),
     "unknown-customer /customer"},
    {"a stranger is adjusted",
     EVENT("\"type\":\"adjust\",\"customer\":\"nobody\",\"points\":{\"stars\":1},\"reason\":\"x\""),
     "unknown-customer /customer"},
    {"an unknown reward", EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"reward\":\"tea\""),
     "unknown-reward /reward"},
    {"too few points", EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"reward\":\"coffee\""),
     "insufficient-points /reward"},
    {"a reward for others",
     EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"reward\":\"gold-only\""),
     "not-eligible /reward"},
    {"neither reward nor voucher", EVENT("\"type\":\"redeem\",\"customer\":\"c1\""),
     "missing-reward /reward"},
    {"a voucher that he does not hold",
     EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"voucher\":\"free\""), "no-voucher /voucher"},
    {"an unknown voucher", EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"voucher\":\"gold\""),
     "unknown-voucher /voucher"},
    {"taking more than there is",
     EVENT("\"type\":\"adjust\",\"customer\":\"c1\",\"points\":{\"stars\":-10},\"reason\":\"x\""),
     "insufficient-points /points"},
    {"an adjustment without a reason",
     EVENT("\"type\":\"adjust\",\"customer\":\"c1\",\"points\":{\"stars\":1}"),
     "missing-reason /reason"},
    {"paying with too few points",
     EVENT("\"type\":\"purchase\",\"customer\":\"c1\",\"lines\":[],\"pay\":{\"stars\":500}"),
     "insufficient-points /pay"},
    {"paying with a currency that does not pay",
     EVENT("\"type\":\"purchase\",\"customer\":\"c1\",\"lines\":[],\"pay\":{\"miles\":5}"),
     "no-payment /pay"},
    {"an unknown receipt",
     EVENT("\"type\":\"return\",\"customer\":\"c1\",\"receipt\":{\"source\":\"till\",\"id\":"
           "\"never\"}"),
     "unknown-receipt /receipt"},
    {"a receipt that was no sale",
     EVENT("\"type\":\"return\",\"customer\":\"c1\",\"receipt\":{\"source\":\"till\",\"id\":"
           "\"hello\"}"),
     "unknown-receipt /receipt"},
    {"enrolled twice", EVENT("\"type\":\"enrol\",\"customer\":\"c1\""),
     "already-enrolled /customer"},
    {"importing over a history",
     EVENT("\"type\":\"import\",\"customer\":\"c1\",\"opening\":{\"points\":[{\"currency\":"
           "\"stars\",\"points\":5}]}"),
     "not-empty /customer"},
};

static void
open_with_customer(engine_kit *kit)
{
    engine_kit_open(kit, program);
    engine_kit_apply_all(kit, "{\"source\":\"till\",\"id\":\"hello\",\"type\":\"visit\",\"time\":"
                              "\"2026-03-01T10:00:00Z\",\"customer\":\"c1\"}\n"
                              "{\"source\":\"till\",\"id\":\"first\",\"type\":\"purchase\","
                              "\"time\":\"2026-03-01T10:00:00Z\",\"customer\":\"c1\",\"lines\":[{"
                              "\"id\":\"1\",\"quantity\":1,\"unit_price\":\"5.00\"}]}");
}

static void
is_refused(void **state)
{
    const row *r = *state;
    engine_kit kit;
    char before[256];
    char first[256];

    open_with_customer(&kit);
    strcpy(before, engine_kit_customer(&kit, "c1", NULL));
    assert_int_equal(engine_kit_apply(&kit, r->event), LOY_OK);
    strcpy(first, engine_kit_outcome(&kit));
    assert_string_equal(first, r->reason);
    assert_true(strlen(loy_outcome_reason_text(kit.outcome)) > 10);
    assert_int_equal(loy_outcome_replayed(kit.outcome), 0);
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL), before);
    assert_int_equal(engine_kit_apply(&kit, r->event), LOY_OK);
    assert_int_equal(loy_outcome_replayed(kit.outcome), 1);
    assert_string_equal(engine_kit_outcome(&kit), first);
    engine_kit_close(&kit);
}

/* A no stays a no, even when the points have come meanwhile. */
static void
refusal_is_kept(void **state)
{
    const char *redeem = EVENT("\"type\":\"redeem\",\"customer\":\"c1\",\"reward\":\"coffee\"");
    engine_kit kit;

    (void)state;
    open_with_customer(&kit);
    assert_int_equal(engine_kit_apply(&kit, redeem), LOY_OK);
    engine_kit_apply_all(
        &kit, "{\"source\":\"till\",\"id\":\"g\",\"type\":\"adjust\",\"time\":\"2026-03-02T10:00:"
              "00Z\",\"customer\":\"c1\",\"points\":{\"stars\":100},\"reason\":\"gift\"}");
    assert_int_equal(engine_kit_apply(&kit, redeem), LOY_OK);
    assert_string_equal(engine_kit_outcome(&kit), "insufficient-points /reward");
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                        "stars 105 +0 -0; miles 0 +0 -0; first-purchase");
    engine_kit_close(&kit);
}

static void
other_content_is_an_error(void **state)
{
    engine_kit kit;

    (void)state;
    open_with_customer(&kit);
    assert_int_equal(
        engine_kit_apply(&kit, BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"1.00\"}")),
        LOY_OK);
    assert_int_equal(
        engine_kit_apply(&kit, BUY("{\"id\":\"1\",\"quantity\":1,\"unit_price\":\"1.01\"}")),
        LOY_ERR_MISMATCH);
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                        "stars 6 +0 -0; miles 0 +0 -0; repeat");
    engine_kit_close(&kit);
}

/* What cannot be kept under a key is an error with the path to the field. */
static void
no_key_is_an_error(void **state)
{
    static const loy_text bad_utf8 = LOY_TEXT("c\xff");
    loy_error error = LOY_ERROR_INIT;
    loy_event event = LOY_EVENT_INIT;
    engine_kit kit;

    (void)state;
    open_with_customer(&kit);
    assert_int_equal(loy_engine_apply(kit.engine, &event, NULL, &error), LOY_ERR_EVENT);
    assert_string_equal(error.path, "/source");
    event.source = event.id = event.type = (loy_text)LOY_TEXT("visit");
    event.customer = bad_utf8;
    event.time = 0;
    assert_int_equal(loy_engine_apply(kit.engine, &event, NULL, &error), LOY_ERR_EVENT);
    assert_string_equal(error.path, "/customer");
    event.size = 8;
    assert_int_equal(loy_engine_apply(kit.engine, &event, NULL, &error), LOY_ERR_VERSION);
    assert_int_equal(loy_engine_apply(NULL, &event, NULL, &error), LOY_ERR_INVALID);
    engine_kit_close(&kit);
}

/* What a document cannot say, a struct can. */
static void
bad_structs_are_refused(void **state)
{
    const struct {
        loy_event event;
        const char *reason;
    } cases[] = {
        {{.store = LOY_TEXT("\xc0\x80")}, "bad-utf8 /store"},
        {{.store = LOY_TEXT("a\nb")}, "bad-text /store"},
        {{.time = INT64_MAX}, "bad-time /time"},
        {{.offset = 1440}, "bad-offset /time"},
    };
    engine_kit kit;

    (void)state;
    open_with_customer(&kit);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        loy_event event = LOY_EVENT_INIT;

        event.source = event.type = (loy_text)LOY_TEXT("visit");
        event.id = (loy_text){.data = &"abcdef"[i], .size = 1};
        event.customer = (loy_text)LOY_TEXT("c1");
        event.store = cases[i].event.store;
        event.time = cases[i].event.time;
        event.offset = cases[i].event.offset;
        assert_int_equal(loy_engine_apply(kit.engine, &event, kit.outcome, NULL), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit), cases[i].reason);
    }
    engine_kit_close(&kit);
}

/* ---- Refused once it had begun ---- */

#define TWO_KINDS(promo, members)                                                                  \
    "{\"loyalty\":1,\"program\":\"t\",\"version\":1,\"money\":\"EUR\",\"currencies\":{\"stars\":"  \
    "{\"payment\":{\"step\":1,\"value\":\"0.01\"}},\"promo\":{" promo "}}," members                \
    "\"rules\":[{\"id\":\"visit\",\"on\":\"visit\",\"earn\":{\"stars\":100}}]}"

typedef struct begun {
    const char *name;
    const char *program;
    const char *event;
    const char *reason;
} begun;

static const begun begun_rows[] = {
    {"a payment that another one left too little",
     TWO_KINDS("\"payment\":{\"step\":1,\"value\":\"0.01\",\"currencies\":[\"promo\",\"stars\"]}",
               ""),
     EVENT("\"type\":\"purchase\",\"customer\":\"c1\",\"pay\":{\"stars\":80,\"promo\":80},"
           "\"lines\":[{\"id\":\"1\",\"unit_price\":\"10.00\"}]"),
     "insufficient-points /pay"},
    {"an adjustment of which a part is too much",
     TWO_KINDS("", "\"adjusts\":{\"most\":{\"promo\":10},\"per\":\"day\"},"),
     EVENT("\"type\":\"adjust\",\"customer\":\"c1\",\"reason\":\"x\",\"points\":{\"stars\":-30,"
           "\"promo\":11}"),
     "over-limit /points"},
};

/* The answer shows the customer as he stood, the first time and again. */
static void
stands_as_before(void **state)
{
    const begun *r = *state;
    engine_kit kit;

    engine_kit_open(&kit, r->program);
    engine_kit_apply_all(&kit, "{\"source\":\"till\",\"id\":\"v\",\"type\":\"visit\",\"time\":"
                               "\"2026-03-01T10:00:00Z\",\"customer\":\"c1\"}\n");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(engine_kit_apply(&kit, r->event), LOY_OK);
        assert_string_equal(engine_kit_outcome(&kit), r->reason);
        assert_string_equal(engine_kit_entries(&kit), "");
        assert_true(loy_outcome_balance(kit.outcome, 0)->available == 100);
        assert_string_equal(loy_outcome_stage(kit.outcome), "prospect");
    }
    assert_string_equal(engine_kit_customer(&kit, "c1", NULL),
                        "stars 100 +0 -0; promo 0 +0 -0; prospect");
    engine_kit_close(&kit);
}

static table_kit tests;

int
main(void)
{
    TABLE_KIT_ROWS(&tests, is_refused, rows);
    TABLE_KIT_ROWS(&tests, stands_as_before, begun_rows);
    table_kit_test(&tests, "a refusal is kept", refusal_is_kept);
    table_kit_test(&tests, "the same key with other content", other_content_is_an_error);
    table_kit_test(&tests, "an event without a key", no_key_is_an_error);
    table_kit_test(&tests, "malformed structs", bad_structs_are_refused);
    return table_kit_run(&tests, "engine_refuse");
}
