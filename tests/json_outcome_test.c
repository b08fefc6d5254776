/*
 * json_outcome_test.c -- outcomes, explanations, customers and reports as they
 * are written, to the byte.
 */
#include <stdio.h>
#include <string.h>

#include "kit/memory_kit.h"
#include "kit/table_kit.h"
#include "loyalty/json.h"
#include "loyalty/store.h"

/* Whole points and points with decimals, a cap, a counter, a voucher. */
static const char program_text[] =
    "{\"loyalty\":1,\"program\":\"p\",\"version\":3,\"money\":\"EUR\","
    "\"currencies\":{\"stars\":{\"pending\":\"P14D\",\"expires\":{\"after\":\"P12M\"}},"
    "\"gems\":{\"scale\":2}},"
    "\"ladders\":{\"status\":{\"counts\":\"stars earned\",\"tiers\":[{\"id\":\"green\",\"from\":0},"
    "{\"id\":\"gold\",\"from\":50}]}},"
    "\"counters\":{\"card\":{\"every\":2,\"issue\":\"treat\"}},\"vouchers\":{\"treat\":{"
    "\"expires\":\"P30D\"}},"
    "\"caps\":[{\"id\":\"daily\",\"currency\":\"stars\",\"limit\":60,\"per\":\"day\"}],"
    "\"attributes\":{\"customer\":{\"plan\":\"text\",\"vip\":\"boolean\",\"shoe\":\"integer\"}},"
    "\"rules\":[{\"id\":\"base\",\"on\":\"purchase\",\"earn\":{\"stars\":\"total.per(100)\","
    "\"gems\":5},"
    "\"count\":{\"card\":1}},"
    "{\"id\":\"web\",\"on\":\"purchase\",\"when\":\"event.channel == 'web'\",\"notify\":\"hi "
    "\\\"you\\\"\"}]}";

#define HEAD "\"time\":\"2026-03-02T09:15:00+01:00\",\"customer\":\"c\\\"42\","

typedef struct shop {
    loy_program *program;
    loy_store *store;
    loy_engine *engine;
    loy_json_reader *reader;
    loy_outcome *outcome;
} shop;

static void
open_shop_of(shop *s, const char *program)
{
    assert_int_equal(loy_json_program(&s->program, program, strlen(program), NULL, NULL), LOY_OK);
    assert_int_equal(loy_memory_store_open(&s->store, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&s->engine, s->program, s->store, NULL), LOY_OK);
    assert_int_equal(loy_json_reader_new(&s->reader, s->program, NULL), LOY_OK);
    assert_int_equal(loy_outcome_new(&s->outcome, NULL), LOY_OK);
}

static void
open_shop(shop *s)
{
    open_shop_of(s, program_text);
}

static void
close_shop(shop *s)
{
    loy_outcome_free(s->outcome);
    loy_json_reader_free(s->reader);
    loy_engine_free(s->engine);
    loy_store_close(s->store);
    loy_program_free(s->program);
}

/* Applies an event; the outcome is lent by the shop's reader. */
static const char *
apply(shop *s, const char *document)
{
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event;
    const char *text;
    size_t size;
    int rc = loy_json_event(s->reader, document, strlen(document), &event, &error);

    if (rc == LOY_OK)
        rc = loy_engine_apply(s->engine, event, s->outcome, &error);
    assert_string_equal(error.text, "");
    assert_int_equal(rc, LOY_OK);
    assert_int_equal(loy_json_outcome(s->reader, event, s->outcome, &text, &size), LOY_OK);
    assert_int_equal(strlen(text), size);
    return text;
}

static const char profile[] =
    "{\"source\":\"t\",\"id\":\"0\",\"type\":\"enrol\"," HEAD
    "\"attributes\":{\"plan\":\"a/b\",\"vip\":true,\"shoe\":42,\"birthday\":\"1990-02-28\"}}";
static const char first[] = "{\"source\":\"t\",\"id\":\"1\",\"type\":\"purchase\"," HEAD
                            "\"channel\":\"web\",\"lines\":[{\"unit_price\":\"70.00\"}]}";
static const char second[] =
    "{\"source\":\"t\",\"id\":\"2\",\"type\":\"redeem\"," HEAD "\"reward\":\"tea\"}";
static const char third[] = "{\"source\":\"t\",\"id\":\"3\",\"type\":\"purchase\","
                            "\"time\":\"2026-03-20T12:00:00.250Z\",\"customer\":\"c\\\"42\","
                            "\"lines\":[{\"unit_price\":\"0.99\"}]}";

#define CUSTOMER(available, pending, gems)                                                         \
    "\"customer\":{\"id\":\"c\\\"42\",\"balances\":{\"stars\":{\"available\":" available           \
    ",\"pending\":" pending ",\"held\":0,\"debt\":0},\"gems\":{\"available\":\"" gems              \
    "\",\"pending\":\"0.00\",\"held\":\"0.00\",\"debt\":\"0.00\"}},\"tiers\":{\"status\":"         \
    "\"gold\"},"                                                                                   \
    "\"stage\":"

static void
an_applied_purchase(void **state)
{
    shop s;

    (void)state;
    open_shop(&s);
    assert_string_equal(
        apply(&s, first),
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
    close_shop(&s);
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
    shop s;

    (void)state;
    open_shop_of(&s, program);
    for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
        char document[256];

        snprintf(document, sizeof(document), "{\"source\":\"t\",%s,%s}", at, members[i]);
        text = apply(&s, document);
    }
    assert_non_null(strstr(text, "{\"rule\":\"tea\",\"effect\":\"reward\",\"reward\":\"tea\","
                                 "\"price\":{\"stars\":100},\"points\":100}"));
    close_shop(&s);
}

static void
a_refusal_and_its_replay(void **state)
{
    shop s;
    const char *text;

    (void)state;
    open_shop(&s);
    apply(&s, first);
    text = apply(&s, second);
    assert_non_null(strstr(text,
                           "{\"source\":\"t\",\"id\":\"2\",\"verdict\":\"refused\",\"reason\":"
                           "{\"code\":\"unknown-reward\",\"text\":\""));
    assert_non_null(strstr(text, "\",\"path\":\"/reward\"},\"effects\":[],\"entries\":[]," CUSTOMER(
                                     "0", "60", "0.05") "\"first-purchase\"}}"));
    text = apply(&s, second);
    assert_non_null(strstr(text, "\"verdict\":\"refused\",\"replayed\":true,\"reason\":"));
    close_shop(&s);
}

/* What time alone has done before the event carries its own moment. */
static void
what_time_has_done(void **state)
{
    shop s;

    (void)state;
    open_shop(&s);
    apply(&s, first);
    assert_string_equal(
        apply(&s, third),
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
    close_shop(&s);
}

static const char customer_document[] = "{\n"
                                        "  \"id\": \"c\\\"42\",\n"
                                        "  \"balances\": {\n"
                                        "    \"stars\": {\n"
                                        "      \"available\": 60,\n"
                                        "      \"pending\": 0,\n"
                                        "      \"held\": 0,\n"
                                        "      \"debt\": 0\n"
                                        "    },\n"
                                        "    \"gems\": {\n"
                                        "      \"available\": \"0.10\",\n"
                                        "      \"pending\": \"0.00\",\n"
                                        "      \"held\": \"0.00\",\n"
                                        "      \"debt\": \"0.00\"\n"
                                        "    }\n"
                                        "  },\n"
                                        "  \"tiers\": {\n"
                                        "    \"status\": \"gold\"\n"
                                        "  },\n"
                                        "  \"progress\": {\n"
                                        "    \"status\": 60\n"
                                        "  },\n"
                                        "  \"outlook\": {\n"
                                        "    \"status\": {}\n"
                                        "  },\n"
                                        "  \"stage\": \"repeat\",\n"
                                        "  \"stage_since\": \"2026-03-20T12:00:00.250Z\",\n"
                                        "  \"enrolled\": \"2026-03-02\",\n"
                                        "  \"first_purchase\": \"2026-03-02\",\n"
                                        "  \"last_purchase\": \"2026-03-20\",\n"
                                        "  \"purchases\": 2,\n"
                                        "  \"visits\": 2,\n"
                                        "  \"spend\": \"70.99\",\n"
                                        "  \"counters\": {\n"
                                        "    \"card\": 0\n"
                                        "  },\n"
                                        "  \"vouchers\": [\n"
                                        "    {\n"
                                        "      \"voucher\": \"treat\",\n"
                                        "      \"count\": 1,\n"
                                        "      \"expires\": \"2026-04-19T12:00:00.250Z\"\n"
                                        "    }\n"
                                        "  ],\n"
                                        "  \"lots\": [\n"
                                        "    {\n"
                                        "      \"currency\": \"stars\",\n"
                                        "      \"points\": 60,\n"
                                        "      \"earned\": \"2026-03-02\",\n"
                                        "      \"expires\": \"2027-03-03T00:00:00Z\"\n"
                                        "    },\n"
                                        "    {\n"
                                        "      \"currency\": \"gems\",\n"
                                        "      \"points\": \"0.10\",\n"
                                        "      \"earned\": \"2026-03-02\"\n"
                                        "    }\n"
                                        "  ],\n"
                                        "  \"expiring\": {\n"
                                        "    \"stars\": [\n"
                                        "      {\n"
                                        "        \"expires\": \"2027-03-03T00:00:00Z\",\n"
                                        "        \"points\": 60\n"
                                        "      }\n"
                                        "    ],\n"
                                        "    \"gems\": [\n"
                                        "      {\n"
                                        "        \"points\": \"0.10\"\n"
                                        "      }\n"
                                        "    ]\n"
                                        "  },\n"
                                        "  \"attributes\": {\n"
                                        "    \"birthday\": \"1990-02-28\",\n"
                                        "    \"plan\": \"a/b\",\n"
                                        "    \"vip\": true,\n"
                                        "    \"shoe\": 42\n"
                                        "  },\n"
                                        "  \"due\": \"2026-04-19T12:00:00.250Z\"\n"
                                        "}";

static void
a_customer_as_a_document(void **state)
{
    loy_customer *customer;
    const char *text;
    shop s;

    (void)state;
    open_shop(&s);
    apply(&s, profile);
    apply(&s, first);
    apply(&s, third);
    assert_int_equal(loy_customer_new(&customer, NULL), LOY_OK);
    assert_int_equal(loy_engine_customer(s.engine, "c\"42", 4, LOY_TIME_NONE, customer, NULL),
                     LOY_OK);
    assert_int_equal(loy_json_customer(s.reader, customer, &text, NULL), LOY_OK);
    assert_string_equal(text, customer_document);
    loy_customer_free(customer);
    close_shop(&s);
}

static void
a_report_as_a_document(void **state)
{
    loy_report *report;
    const char *text;
    shop s;

    (void)state;
    open_shop(&s);
    apply(&s, first);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_report(s.engine, INT64_C(1772500000000), report, NULL), LOY_OK);
    assert_int_equal(loy_json_report(s.reader, report, &text, NULL), LOY_OK);
    assert_non_null(strstr(text,
                           "{\n  \"program\": \"p\",\n  \"version\": 3,\n  \"customers\": 1,\n"
                           "  \"stages\": {\n    \"prospect\": 0,\n    \"first-purchase\": 1,\n"));
    assert_non_null(strstr(text, "  \"tiers\": {\n    \"status\": {\n      \"green\": 0,\n"
                                 "      \"gold\": 1\n    }\n  },\n"));
    assert_non_null(
        strstr(text, "    \"gems\": {\n      \"issued\": \"0.05\",\n      \"spent\": \"0.00\",\n"
                     "      \"expired\": \"0.00\",\n      \"reversed\": \"0.00\",\n"
                     "      \"available\": \"0.05\",\n      \"pending\": \"0.00\",\n"
                     "      \"held\": \"0.00\",\n      \"debt\": \"0.00\",\n"
                     "      \"outstanding\": \"0.05\"\n    }\n  },\n"
                     "  \"vouchers\": {\n    \"treat\": 0\n  },\n"));
    assert_non_null(strstr(text, "  \"expiring\": {\n"));
    assert_null(strstr(text, "\"flows\""));
    assert_int_equal(
        loy_engine_flows(s.engine, INT64_C(1772000000000), INT64_C(1772500000000), report, NULL),
        LOY_OK);
    assert_int_equal(loy_json_report(s.reader, report, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, "    \"gems\": {\n      \"opening\": \"0.00\",\n"
                                 "      \"issued\": \"0.05\",\n      \"redeemed\": \"0.00\",\n"
                                 "      \"expired\": \"0.00\",\n      \"reversed\": \"0.00\",\n"
                                 "      \"adjusted\": \"0.00\",\n"
                                 "      \"transferred\": \"0.00\",\n"
                                 "      \"closing\": \"0.05\"\n    }\n  }\n}"));
    loy_report_free(report);
    close_shop(&s);
}

static void
an_explanation(void **state)
{
    loy_explanation *explanation;
    const loy_event *event;
    const char *text;
    shop s;

    (void)state;
    open_shop(&s);
    assert_int_equal(loy_explanation_new(&explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_event(s.reader, third, strlen(third), &event, NULL), LOY_OK);
    assert_int_equal(loy_engine_explain(s.engine, event, NULL, explanation, NULL), LOY_OK);
    assert_int_equal(loy_json_explanation(s.reader, explanation, &text, NULL), LOY_OK);
    assert_int_equal(strncmp(text, "[{\"rule\":\"base\",\"why\":\"", 23), 0);
    assert_non_null(strstr(
        text, "{\"rule\":\"web\",\"why\":\"condition\",\"term\":\"event.channel == 'web'\","));
    loy_explanation_free(explanation);
    close_shop(&s);
}

/* Writing needs memory only to grow, and says so when there is none. */
static void
every_allocation_may_fail(void **state)
{
    memory_kit kit;
    bool failed = true;
    shop s;

    (void)state;
    open_shop(&s);
    apply(&s, first);
    memory_kit_init(&kit);
    for (uint64_t n = 1; failed; n++) {
        loy_json_reader *reader;
        const loy_event *event;
        const char *text;
        int rc;

        memory_kit_fail(&kit, n, MEMORY_KIT_ONCE);
        rc = loy_json_reader_new(&reader, s.program, &kit.memory);
        if (rc == LOY_OK)
            rc = loy_json_event(reader, first, strlen(first), &event, NULL);
        if (rc == LOY_OK)
            rc = loy_json_outcome(reader, event, s.outcome, &text, NULL);
        failed = memory_kit_failed(&kit);
        assert_int_equal(rc, failed ? LOY_ERR_NOMEM : LOY_OK);
        loy_json_reader_free(reader);
        memory_kit_assert_clean(&kit);
    }
    close_shop(&s);
}

static void
nothing_is_asked_of_null(void **state)
{
    const loy_event event = LOY_EVENT_INIT;
    const char *text;
    shop s;

    (void)state;
    open_shop(&s);
    assert_int_equal(loy_json_outcome(s.reader, &event, s.outcome, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_outcome(NULL, &event, s.outcome, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_customer(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_report(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_liability(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_explanation(s.reader, NULL, &text, NULL), LOY_ERR_INVALID);
    assert_int_equal(loy_json_reader_new(NULL, s.program, NULL), LOY_ERR_INVALID);
    loy_json_reader_free(NULL);
    close_shop(&s);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "an applied purchase", an_applied_purchase);
    table_kit_test(&kit, "a reward of a household", a_reward_of_a_household);
    table_kit_test(&kit, "a refusal and its replay", a_refusal_and_its_replay);
    table_kit_test(&kit, "what time has done", what_time_has_done);
    table_kit_test(&kit, "a customer as a document", a_customer_as_a_document);
    table_kit_test(&kit, "a report as a document", a_report_as_a_document);
    table_kit_test(&kit, "an explanation", an_explanation);
    table_kit_test(&kit, "every allocation may fail", every_allocation_may_fail);
    table_kit_test(&kit, "nothing is asked of NULL", nothing_is_asked_of_null);
    return table_kit_run(&kit, "json_outcome");
}
