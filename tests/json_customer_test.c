/*
 * json_customer_test.c -- customers and reports as documents.
 */
#include <string.h>

#include "kit/shop_kit.h"

static const char profile[] =
    "{\"source\":\"t\",\"id\":\"0\",\"type\":\"enrol\"," SHOP_KIT_HEAD
    "\"attributes\":{\"plan\":\"a/b\",\"vip\":true,\"shoe\":42,\"birthday\":\"1990-02-28\"}}";

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
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    shop_kit_apply(&s, profile);
    shop_kit_apply(&s, shop_kit_first);
    shop_kit_apply(&s, shop_kit_later);
    assert_int_equal(loy_customer_new(&customer, NULL), LOY_OK);
    assert_int_equal(loy_engine_customer(s.engine, "c\"42", 4, LOY_TIME_NONE, customer, NULL),
                     LOY_OK);
    assert_int_equal(loy_json_customer(s.reader, customer, &text, NULL), LOY_OK);
    assert_string_equal(text, customer_document);
    loy_customer_free(customer);
    shop_kit_close(&s);
}

static void
a_report_as_a_document(void **state)
{
    loy_report *report;
    const char *text;
    shop_kit s;

    (void)state;
    shop_kit_open(&s);
    shop_kit_apply(&s, shop_kit_first);
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
    shop_kit_close(&s);
}

/* A report of a program with fewer currencies than the writer's is written as
 * far as it goes. */
static void
a_report_of_another_program(void **state)
{
    static const char fewer[] = "{\"loyalty\":1,\"program\":\"q\",\"version\":1,\"money\":\"EUR\","
                                "\"currencies\":{\"stars\":{}}}";
    loy_report *report;
    const char *text;
    shop_kit s;
    shop_kit other;

    (void)state;
    shop_kit_open(&s);
    shop_kit_open_of(&other, fewer);
    assert_int_equal(loy_report_new(&report, NULL), LOY_OK);
    assert_int_equal(loy_engine_flows(other.engine, 0, 1, report, NULL), LOY_OK);
    assert_int_equal(loy_json_report(s.reader, report, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, "\"stars\": {\n      \"opening\": 0,\n"));
    assert_null(strstr(text, "\"gems\""));
    loy_report_free(report);
    shop_kit_close(&other);
    shop_kit_close(&s);
}

int
main(void)
{
    static table_kit kit;

    table_kit_test(&kit, "a customer as a document", a_customer_as_a_document);
    table_kit_test(&kit, "a report as a document", a_report_as_a_document);
    table_kit_test(&kit, "a report of another program", a_report_of_another_program);
    return table_kit_run(&kit, "json_customer");
}
