/*
 * json_outlook_test.c -- where tiers lead and what was given by hand, as the
 * customer's document and the public calls tell it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/story_kit.h"

static const char settings[] = "'memberships':{'club':{'lasts':'P1Y'}},"
                               "'ladders':{'level':{'measures':{'spend':'spend','visits':'visits'},"
                               "'window':{'calendar':'month'},'up':'next-day','tiers':[{'id':'a'},"
                               "{'id':'b','needs':{'spend':'100'}},"
                               "{'id':'c','needs':[{'spend':'300'},{'spend':'200','visits':3}]}]},"
                               "'plain':{'counts':'visits','tiers':[{'id':'one','from':0}]}}";

static const story_step steps[STORY_STEPS] = {
    {"'type':'purchase','customer':'c','time':'2026-01-10T10:00:00Z',"
     "'lines':[{'unit_price':'120'}]",
     NULL},
};

static const char before[] = "  \"outlook\": {\n"
                             "    \"level\": {\n"
                             "      \"next\": \"b\",\n"
                             "      \"to_next\": 0,\n"
                             "      \"enters\": \"2026-01-11T00:00:00Z\",\n"
                             "      \"measures\": {\n"
                             "        \"spend\": {\n"
                             "          \"counted\": 12000,\n"
                             "          \"to_next\": 0\n"
                             "        },\n"
                             "        \"visits\": {\n"
                             "          \"counted\": 1,\n"
                             "          \"to_next\": 0\n"
                             "        }\n"
                             "      }\n"
                             "    },\n"
                             "    \"plain\": {}\n"
                             "  },\n";

static const char after[] = "  \"outlook\": {\n"
                            "    \"level\": {\n"
                            "      \"next\": \"c\",\n"
                            "      \"to_next\": 18000,\n"
                            "      \"lost\": \"2026-03-01T00:00:00Z\",\n"
                            "      \"then\": \"a\",\n"
                            "      \"to_keep\": 10000,\n"
                            "      \"keep_by\": \"2026-03-01T00:00:00Z\",\n"
                            "      \"measures\": {\n"
                            "        \"spend\": {\n"
                            "          \"counted\": 12000,\n"
                            "          \"to_next\": 18000,\n"
                            "          \"to_keep\": 10000\n"
                            "        },\n"
                            "        \"visits\": {\n"
                            "          \"counted\": 1,\n"
                            "          \"to_next\": 0,\n"
                            "          \"to_keep\": 0\n"
                            "        }\n"
                            "      }\n"
                            "    },\n"
                            "    \"plain\": {}\n"
                            "  },\n";

static void
open_story(engine_kit *kit)
{
    char program[1024];

    story_kit_program(settings, program, sizeof(program));
    engine_kit_open(kit, program);
    story_kit_steps(kit, steps);
}

static void
documents_tell_the_outlook(void **state)
{
    const char *text;
    engine_kit kit;

    (void)state;
    open_story(&kit);
    engine_kit_customer(&kit, "c", "2026-01-10T10:00:00Z");
    assert_int_equal(loy_json_customer(kit.reader, kit.customer, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, before));
    engine_kit_customer(&kit, "c", "2026-01-11T10:00:00Z");
    assert_int_equal(loy_json_customer(kit.reader, kit.customer, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, after));
    engine_kit_close(&kit);
}

static const char given[] = "  \"statuses\": [\n"
                            "    {\n"
                            "      \"ladder\": \"level\",\n"
                            "      \"tier\": \"c\",\n"
                            "      \"mode\": \"floor\"\n"
                            "    },\n"
                            "    {\n"
                            "      \"ladder\": \"level\",\n"
                            "      \"tier\": \"b\",\n"
                            "      \"mode\": \"set\",\n"
                            "      \"until\": \"2026-02-01T00:00:00Z\"\n"
                            "    }\n"
                            "  ],\n"
                            "  \"memberships\": [\n"
                            "    {\n"
                            "      \"plan\": \"club\",\n"
                            "      \"since\": \"2026-01-10T10:00:00Z\",\n"
                            "      \"until\": \"2027-01-10T10:00:00Z\",\n"
                            "      \"cancelled\": false\n"
                            "    }\n"
                            "  ],\n";

static const story_step gifts[STORY_STEPS] = {
    {"'id':'x','type':'status','customer':'c','time':'2026-01-10T10:00:00Z','ladder':'level',"
     "'tier':'c'",
     "applied level:tier:c"},
    {"'id':'y','type':'status','customer':'c','time':'2026-01-10T10:00:00Z','ladder':'level',"
     "'tier':'b','action':'set','until':'2026-02-01T00:00:00Z'",
     "applied level:tier:b"},
    {"'id':'z','type':'membership','customer':'c','time':'2026-01-10T10:00:00Z',"
     "'plan':'club','action':'start','fee':'9.90'",
     "applied club:membership:start=0"},
};

static void
documents_tell_what_was_given(void **state)
{
    const char *text;
    engine_kit kit;

    (void)state;
    open_story(&kit);
    story_kit_steps(&kit, gifts);
    engine_kit_customer(&kit, "c", NULL);
    assert_int_equal(loy_json_customer(kit.reader, kit.customer, &text, NULL), LOY_OK);
    assert_non_null(strstr(text, given));
    assert_int_equal(loy_customer_status_count(kit.customer), 2);
    assert_int_equal(loy_customer_status(kit.customer, 0)->mode, LOY_STATUS_FLOOR);
    assert_true(loy_customer_status(kit.customer, 0)->until == LOY_NEVER);
    assert_null(loy_customer_status(kit.customer, 2));
    assert_int_equal(loy_customer_membership_count(kit.customer), 1);
    assert_null(loy_customer_membership(kit.customer, 1));
    assert_int_equal(loy_customer_status_count(NULL), 0);
    assert_int_equal(loy_customer_membership_count(NULL), 0);
    engine_kit_close(&kit);
}

static void
calls_tell_the_outlook(void **state)
{
    const loy_outlook *outlook;
    engine_kit kit;

    (void)state;
    open_story(&kit);
    engine_kit_customer(&kit, "c", "2026-01-11T10:00:00Z");
    outlook = loy_customer_outlook(kit.customer, 0);
    assert_string_equal(outlook->ladder, "level");
    assert_string_equal(outlook->tier, "b");
    assert_string_equal(outlook->then, "a");
    assert_int_equal(outlook->counted, 12000);
    assert_true(outlook->enters == LOY_NEVER);
    assert_int_equal(loy_customer_measure_count(kit.customer, 0), 2);
    assert_string_equal(loy_customer_measure(kit.customer, 0, 1)->measure, "visits");
    assert_null(loy_customer_measure(kit.customer, 0, 2));
    assert_int_equal(loy_customer_measure_count(kit.customer, 1), 0);
    assert_null(loy_customer_outlook(kit.customer, 1)->next);
    assert_null(loy_customer_outlook(kit.customer, 2));
    assert_null(loy_customer_outlook(NULL, 0));
    assert_int_equal(loy_customer_measure_count(kit.customer, 2), 0);
    engine_kit_close(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_tell_the_outlook),
        cmocka_unit_test(documents_tell_what_was_given),
        cmocka_unit_test(calls_tell_the_outlook),
    };

    return cmocka_run_group_tests_name("json outlook", tests, NULL, NULL);
}
