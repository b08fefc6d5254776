/*
 * event_json.c -- any bytes as an event document: refused with words, or read;
 * what is read is applied, answered, and the same when it is replayed.
 */
#include <string.h>

#include "fuzz/world.h"

static const char history[] =
    "{\"source\":\"till\",\"id\":\"s1\",\"type\":\"purchase\",\"time\":\"2026-03-02T10:00:00Z\","
    "\"customer\":\"c1\",\"channel\":\"app\",\"lines\":["
    "{\"id\":\"1\",\"sku\":\"LATTE\",\"category\":\"drinks\",\"quantity\":3,\"unit_price\":\"5."
    "00\"},"
    "{\"id\":\"2\",\"sku\":\"CAKE\",\"category\":\"food\",\"quantity\":1,\"unit_price\":\"45.50\"}]"
    "}\n"
    "{\"source\":\"till\",\"id\":\"g1\",\"type\":\"adjust\",\"time\":\"2026-03-02T10:00:00Z\","
    "\"customer\":\"c1\",\"points\":{\"stars\":100,\"gems\":\"9.00\",\"miles\":5},\"reason\":"
    "\"x\"}\n"
    "{\"source\":\"till\",\"id\":\"other\",\"type\":\"enrol\",\"time\":\"2026-03-02T10:00:00Z\","
    "\"customer\":\"c2\"}\n"
    "{\"source\":\"till\",\"id\":\"hold\",\"type\":\"hold\",\"ttl\":\"P9D\",\"time\":"
    "\"2026-03-02T11:00:00Z\",\"customer\":\"c1\",\"points\":{\"stars\":5}}";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event = NULL;
    fuzz_world world;
    int result;

    fuzz_world_open(&world, fuzz_program());
    fuzz_apply_lines(&world, history);
    result = loy_json_event(world.reader, (const char *)data, size, &event, &error);
    fuzz_require_error(&error, result);
    FUZZ_REQUIRE((result == LOY_OK) == (event != NULL));
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_DOCUMENT || result == LOY_ERR_INVALID);
    if (result == LOY_OK) {
        result = fuzz_apply(&world, event);
        FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_EVENT || result == LOY_ERR_MISMATCH);
    } else if (result == LOY_ERR_DOCUMENT) {
        FUZZ_REQUIRE(error.text[0] != '\0' && error.line > 0 && error.column > 0);
    }
    fuzz_world_close(&world);
    return 0;
}
