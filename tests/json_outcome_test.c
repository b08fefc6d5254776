/*
 * json_outcome_test.c -- outcomes and explanations as they are written, to the byte.
 */
#include <stdio.h>
#include <string.h>

#include "kit/memory_kit.h"
#include "kit/shop_kit.h"

static const char second[] =
    "{\"source\":\"t\",\"id\":\"2\",\"type\":\"redeem\"," SHOP_KIT_HEAD "\"reward\":\"tea\"}";

#define CUSTOMER(available, pending, gems)                                                         \
    "\"customer\":{\"id\":\"c\\\"42\",\"balances\":{\"stars\":{\"available\":" available           \
    ",\"pending\":" pending ",\"held\":0,\"debt\":0},\"gems\":{\"available\":\"" gems              \
    "\",\"pending\":\"0.00\",\"held\":\"0.00\",\"debt\":\"0.00\"}},\"tiers\":{\"status\":"         \
    "\"gold\"},"                                                                                   \
    "\"stage\":"

static void
an_applied_purchase(void **state)
{
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    assert_string_equal(
        shop_kit_apply(&s, shop_kit_first),
        "{\"source\":\"t\",\"id\":\"1\",\"verdict\":\"applied\",\"effects\":["
        "{\"rule\":\"base\",\"effect\":\"earn\",\"currency\":\"stars\",\"points\":60,\"wanted\":70}"
        ","
        "{\"rule\":\"base\",\"effect\":\"earn\",\"currency\":\"gems\",\"points\":\"0.05\"},"
        "{\"rule\":\"base\",\"effect\":\"count\",\"counter\":\"card\",\"count\":1},"
        "{\"rule\":\"web\",\"effect\":\"notify\",\"text\":\"hi \\\"you\\\"\"},"
        "{\"rule\":\"status\",\"effect\":\"tier\",\"tier\":\"gold\"},"
        "{\"rule\":\"first purchase\",\"effect\":\"stage\",\"stage\":\"first-purchase\"}],"
        "\"entries\":[{\"kind\":\"earn\",\"currency\":\"stars\",\"points\":60,"
        "\"matures\":\"2026-03-16T09:15:00+01:00\",\"expires\":\"2027-03-03T01:00:00+01:00\"},"
        "{\"kind\":\"earn\",\"currency\":\"gems\",\"points\":\"0.05\"}]," CUSTOMER(
            "0", "60", "0.05") "\"first-purchase\"}}");
    shop_kit_close(&s);
}

/* The price is what all members of a household gave. */
static void
a_reward_of_a_household(void **state)
{
    static const char program[] =
        "{\"loyalty\":1,\"program\":\"p\",\"version\":1,\"money\":\"EUR\",\"currencies\":{"
        "\"stars\":{}},\"households\":{\"kind\":\"view\"},\"rewards\":[{\"id\":\"tea\",\"price\":{"
        "\"stars\":100}}],\"rules\":[{\"id\":\"hi\",\"on\":\"visit\",\"earn\":{\"stars\":60}}]}";
    static const char at[] = "\"time\":\"2026-03-02T09:15:00Z\"";
    static const char *const members[] = {
        "\"id\":\"1\",\"customer\":\"a\",\"type\":\"visit\"",
        "\"id\":\"2\",\"customer\":\"b\",\"type\":\"visit\"",
        "\"id\":\"3\",\"customer\":\"a\",\"type\":\"household\",\"action\":\"create\","
        "\"household\":\"h\"",
        "\"id\":\"4\",\"customer\":\"b\",\"type\":\"household\",\"action\":\"join\","
        "\"household\":\"h\"",
        "\"id\":\"5\",\"customer\":\"b\",\"type\":\"redeem\",\"reward\":\"tea\""};
    const char *text = NULL;
    shop_kit s;

    (void)state;
    shop_kit_open_of(&s, program);
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        char document[256];

        snprintf(document, sizeof(document), "{\"source\":\"t\",%s,%s}", at, members[i]);
        text = shop_kit_apply(&s, document);
    }
    assert_non_null(strstr(text, "{\"rule\":\"tea\",\"effect\":\"reward\",\"reward\":\"tea\","
                                 "\"price\":{\"stars\":100},\"points\":100}"));
    shop_kit_close(&s);
}

static void
a_refusal_and_its_replay(void **state)
{
    shop_kit s;
    const char *text;

    (void)state;
    shop_kit_open(&s);
    shop_kit_apply(&s, shop_kit_first);
    text = shop_kit_apply(&s, second);
    assert_non_null(strstr(text,
                           "{\"source\":\"t\",\"id\":\"2\",\"verdict\":\"refused\",\"reason\":"
                           "{\"code\":\"unknown-reward\",\"text\":\""));
    assert_non_null(strstr(text, "\",\"path\":\"/reward\"},\"effects\":[],\"entries\":[]," CUSTOMER(
                                     "0", "60", "0.05") "\"first-purchase\"}}"));
    text = shop_kit_apply(&s, second);
    assert_non_null(strstr(text, "\"verdict\":\"refused\",\"replayed\":true,\"reason\":"));
    shop_kit_close(&s);
}

/* What time alone has done before the event carries its own moment. */
static void
what_time_has_done(void **state)
{
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    shop_kit_apply(&s, shop_kit_first);
    assert_string_equal(
        shop_kit_apply(&s, shop_kit_later),
        "{\"source\":\"t\",\"id\":\"3\",\"verdict\":\"applied\",\"effects\":["
        "{\"rule\":\"base\",\"effect\":\"earn\",\"currency\":\"gems\",\"points\":\"0.05\"},"
        "{\"rule\":\"base\",\"effect\":\"count\",\"counter\":\"card\",\"count\":1},"
        "{\"rule\":\"card\",\"effect\":\"issue\",\"voucher\":\"treat\",\"count\":1},"
        "{\"rule\":\"bought again\",\"effect\":\"stage\",\"stage\":\"repeat\"}],"
        "\"entries\":[{\"kind\":\"mature\",\"currency\":\"stars\",\"points\":60,"
        "\"time\":\"2026-03-16T08:15:00Z\",\"matures\":\"2026-03-16T08:15:00Z\","
        "\"expires\":\"2027-03-03T00:00:00Z\"},"
        "{\"kind\":\"earn\",\"currency\":\"gems\",\"points\":\"0.05\"}]," CUSTOMER(
            "60", "0", "0.10") "\"repeat\"}}");
    shop_kit_close(&s);
}

static void
an_explanation(void **state)
{
    loy_explanation *explanation;
    const loy_event *event;
    const char *text;
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    assert_int_equal(loy_explanation_new(&explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_event(s.reader, shop_kit_later, strlen(shop_kit_later), &event, NULL),
                     LOY_OK);
    assert_int_equal(loy_engine_explain(s.engine, event, NULL, explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_explanation(s.reader, explanation, &text, NULL), LOY_OK);
    assert_int_equal(strncmp(text, "[{\"rule\":\"base\",\"why\":\"", 23), 0);
    assert_non_null(strstr(
        text, "{\"rule\":\"web\",\"why\":\"condition\",\"term\":\"event.channel == 'web'\","));
    loy_explanation_free(explanation);
    shop_kit_close(&s);
}

/* Writing needs memory only to grow, and says so when there is none. */
static void
every_allocation_may_fail(void **state)
{
    memory_kit kit;
    bool failed = true;
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    shop_kit_apply(&s, shop_kit_first);
    memory_kit_init(&kit);
    for (uint64_t n = 1; failed; n++) {
        loy_json_reader *reader;
        const loy_event *event;
        const char *text;
        int rc;

        memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
        rc = loy_json_reader_new(&reader, s.program, &kit.memory);
        if (rc == LOY_OK)
            rc = loy_json_event(reader, shop_kit_first, strlen(shop_kit_first), &event, NULL);
        if (rc == LOY_OK)
            rc = loy_json_outcome(reader, event, s.outcome, &text, NULL);
        failed = memory_kit_failed(&kit);
        assert_int_equal(rc, failed ? LOY_ERR_NOMEM : LOY_OK);
        loy_json_reader_free(reader);
        memory_kit_assert_clean(&kit);
    }
    shop_kit_close(&s);
}

static void
nothing_is_asked_of_null(void **state)
{
    const loy_event event = LOY_EVENT_INIT;
    const char *text;
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    assert_int_equal(loy_json_outcome(s.reader, &event, s.outcome, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_outcome(NULL, &event, s.outcome, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_customer(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_report(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_liability(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_explanation(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_reader_new(NULL, s.program, NULL), LOY_ERR_INVALID);
    loy_json_reader_free(NULL);
    shop_kit_close(&s);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "an applied purchase", an_applied_purchase);
    table_kit_test(&kit, "a reward of a household", a_reward_of_a_household);
    table_kit_test(&kit, "a refusal and its replay", a_refusal_and_its_replay);
    table_kit_test(&kit, "what time has done", what_time_has_done);
    table_kit_test(&kit, "an explanation", an_explanation);
    table_kit_test(&kit, "every allocation may fail", every_allocation_may_fail);
    table_kit_test(&kit, "nothing is asked of NULL", nothing_is_asked_of_null);
    return table_kit_run(&kit, "json_outcome");
}
