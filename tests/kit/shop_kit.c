/*
 * shop_kit.c -- see shop_kit.h.
 */
#include "kit/shop_kit.h"

#include <string.h>

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

const char shop_kit_first[] = "{\"source\":\"t\",\"id\":\"1\",\"type\":\"purchase\"," SHOP_KIT_HEAD
                              "\"channel\":\"web\",\"lines\":[{\"unit_price\":\"70.00\"}]}";

const char shop_kit_later[] = "{\"source\":\"t\",\"id\":\"3\",\"type\":\"purchase\","
                              "\"time\":\"2026-03-20T12:00:00.250Z\",\"customer\":\"c\\\"42\","
                              "\"lines\":[{\"unit_price\":\"0.99\"}]}";

void
shop_kit_open_of(shop_kit *s, const char *program)
{
    assert_int_equal(loy_json_program(&s->program, program, strlen(program), NULL, NULL), LOY_OK);
    assert_int_equal(loy_memory_store_open(&s->store, NULL), LOY_OK);
    assert_int_equal(loy_engine_new(&s->engine, s->program, s->store, NULL), LOY_OK);
    assert_int_equal(loy_json_reader_new(&s->reader, s->program, NULL), LOY_OK);
    assert_int_equal(loy_outcome_new(&s->outcome, NULL), LOY_OK);
}

void
shop_kit_open(shop_kit *s)
{
    shop_kit_open_of(s, program_text);
}

void
shop_kit_close(shop_kit *s)
{
    loy_outcome_free(s->outcome);
    loy_json_reader_free(s->reader);
    loy_engine_free(s->engine);
    loy_store_close(s->store);
    loy_program_free(s->program);
}

const char *
shop_kit_apply(shop_kit *s, const char *document)
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
