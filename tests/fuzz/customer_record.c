/*
 * customer_record.c -- the stored record of a customer, changed by the input
 * and sealed again so that the checksum lets it pass: it is refused as corrupt,
 * or it is a customer for whom everything that is promised holds.
 */
#include <string.h>

#include "base/memory.h"
#include "customer/customer.h"
#include "fuzz/world.h"

enum { LARGEST = 65536 };

#define EVENT(id, type, time, members)                                                             \
    "{\"source\":\"till\",\"id\":\"" id "\",\"type\":\"" type "\",\"time\":\"" time                \
    "\",\"customer\":\"c1\"" members "}\n"
#define LINES                                                                                      \
    ",\"channel\":\"app\",\"lines\":[{\"id\":\"1\",\"sku\":\"LATTE\",\"category\":\"drinks\","     \
    "\"quantity\":3,\"unit_price\":\"5.00\"},{\"id\":\"2\",\"quantity\":1,\"unit_price\":\"44."    \
    "00\"}]"

static const char history[] =
    EVENT("e", "enrol", "2026-01-01T10:00:00+01:00",
          ",\"attributes\":{\"plan\":\"family\",\"age\":40,\"birthday\":\"1990-02-28\"}")
        EVENT("s1", "purchase", "2026-01-02T10:00:00+01:00",
              LINES) EVENT("v1", "visit", "2026-01-03T10:00:00+01:00", ",\"codes\":[\"SPRING\"]")
            EVENT("s2", "purchase", "2026-01-20T10:00:00+01:00", LINES)
                EVENT("g", "adjust", "2026-01-21T10:00:00+01:00",
                      ",\"points\":{\"stars\":50,\"gems\":\"9.00\",\"miles\":5},\"reason\":\"x\"")
                    EVENT("s3", "purchase", "2026-01-22T10:00:00+01:00", LINES)
                        EVENT("h", "hold", "2026-01-22T11:00:00+01:00",
                              ",\"ttl\":\"P900D\",\"points\":{\"stars\":7}")
                            EVENT("x", "status", "2026-01-22T12:00:00+01:00",
                                  ",\"ladder\":\"status\",\"tier\":\"gold\"")
                                EVENT("f", "freeze", "2026-01-22T13:00:00+01:00",
                                      ",\"reason\":\"stolen\"");

/* Goes on under the other program, by which lots of many days stay packed. */
static void
buy_on(loy_engine *engine)
{
    loy_event event = LOY_EVENT_INIT;

    event.source = event.customer = event.id = (loy_text)LOY_TEXT("c1");
    event.type = (loy_text)LOY_TEXT("unfreeze");
    event.reason = (loy_text)LOY_TEXT("found");
    event.time = INT64_C(1772439300000);
    FUZZ_REQUIRE(loy_engine_apply(engine, &event, NULL, NULL) == LOY_OK);
    event.type = (loy_text)LOY_TEXT("purchase");
    event.reason = (loy_text){0};
    for (uint32_t i = 0; i < 9; i++) {
        static const char ids[] = "abcdefghi";

        event.id = (loy_text){.data = &ids[i], .size = 1};
        event.time += INT64_C(86400000);
        FUZZ_REQUIRE(loy_engine_apply(engine, &event, NULL, NULL) == LOY_OK);
    }
}

/* The customer's record under one of the two programs. */
static const uint8_t *
sample(bool other, size_t *size)
{
    static uint8_t records[2][LARGEST];
    static size_t sizes[2];

    if (sizes[0] == 0) {
        fuzz_world world;
        loy_engine *engine;

        fuzz_world_open(&world, fuzz_program());
        fuzz_apply_lines(&world, history);
        sizes[0] = fuzz_take(world.store, LOY_KIND_CUSTOMER, "c1", 2, records[0], LARGEST);
        FUZZ_REQUIRE(loy_engine_new(&engine, fuzz_other_program(), world.store, NULL) == LOY_OK);
        buy_on(engine);
        sizes[1] = fuzz_take(world.store, LOY_KIND_CUSTOMER, "c1", 2, records[1], LARGEST);
        loy_engine_free(engine);
        fuzz_world_close(&world);
    }
    *size = sizes[other];
    return records[other];
}

/* Half of the inputs change a sample, the others are records by themselves. */
static size_t
make_record(fuzz_input *input, uint8_t *bytes)
{
    uint8_t how = fuzz_byte(input);
    size_t size;
    const uint8_t *from = sample((how & 1) != 0, &size);

    memcpy(bytes, from, size);
    if ((how & 2) == 0) {
        size = fuzz_mutate(input, bytes, size, LARGEST);
    } else {
        size = (size_t)(input->end - input->at);
        size = size < LARGEST - 4 ? size + 4 : LARGEST;
        memcpy(bytes + 4, input->at, size - 4); /* behind magic and version */
    }
    fuzz_seal(bytes, size);
    return size;
}

static void
require_state(const loy__state *state)
{
    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        const loy__purse *purse = &state->purses[i];
        loy__points points = loy__state_points(state, i);

        FUZZ_REQUIRE((uint64_t)purse->issued - (uint64_t)purse->spent - (uint64_t)purse->expired -
                         (uint64_t)purse->reversed ==
                     (uint64_t)points.available + (uint64_t)points.pending + (uint64_t)points.held -
                         (uint64_t)points.debt);
        FUZZ_REQUIRE(points.debt >= 0 && points.available >= 0 && points.pending >= 0);
        FUZZ_REQUIRE(points.debt == 0 || points.available == 0);
    }
    for (size_t i = 0; i < state->lot_count; i++)
        FUZZ_REQUIRE(state->lots[i].points > 0 &&
                     (i == 0 || state->lots[i - 1].currency <= state->lots[i].currency));
    for (size_t i = 0; i < state->bucket_count; i++)
        FUZZ_REQUIRE(state->buckets[i].amount > 0);
    for (size_t i = 0; i < state->holding_count; i++)
        FUZZ_REQUIRE(state->holdings[i].count > 0);
}

/* What was read is written, read and written: the bytes are the same. */
static void
require_round_trip(loy__state *state, const loy_memory *memory)
{
    loy__bytes first = {.memory = memory}, second = {.memory = memory};

    FUZZ_REQUIRE(loy__state_encode(state, loy__state_due(state), &first) == LOY_OK);
    FUZZ_REQUIRE(loy__state_decode(state, "c1", 2, first.data, first.size) == LOY_OK);
    require_state(state);
    loy__lots_unpack(state); /* what stays packed is written as what does not */
    FUZZ_REQUIRE(loy__state_encode(state, loy__state_due(state), &second) == LOY_OK);
    FUZZ_REQUIRE(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
    loy__free(memory, first.data, first.capacity);
    loy__free(memory, second.data, second.capacity);
}

static bool
decode(const loy_program *program, const uint8_t *bytes, size_t size)
{
    loy_memory memory;
    loy__state state;
    int result;

    FUZZ_REQUIRE(loy__memory_init(&memory, fuzz_memory()) == LOY_OK);
    FUZZ_REQUIRE(loy__state_init(&state, program, &memory) == LOY_OK);
    result = loy__state_decode(&state, "c1", 2, bytes, size);
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_CORRUPT || result == LOY_ERR_VERSION);
    if (result == LOY_OK) {
        require_state(&state);
        (void)loy__state_due(&state);
        require_round_trip(&state, &memory);
        require_state(&state);
    }
    loy__state_free(&state);
    return result == LOY_OK;
}

/* The customer goes on as any other does. */
static void
live_on(const loy_program *program, const uint8_t *bytes, size_t size)
{
    static const loy_line line = {
        .id = LOY_TEXT("1"), .sku = LOY_TEXT("LATTE"), .quantity = 1000, .unit_price = 5000};
    static const char *const types[] = {"purchase", "visit", "redeem", "review"};
    loy_event event = LOY_EVENT_INIT;
    fuzz_world world;

    fuzz_world_open(&world, program);
    fuzz_plant(world.store, LOY_KIND_CUSTOMER, "c1", 2, bytes, size, 0);
    event.source = event.customer = (loy_text)LOY_TEXT("c1");
    event.reward = (loy_text)LOY_TEXT("coffee");
    event.lines = &line;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        event.id = event.type = (loy_text){types[i], (uint32_t)strlen(types[i]), 0};
        event.time = INT64_C(1770000000000) + (int64_t)i * INT64_C(3000000000);
        event.line_count = i == 0;
        fuzz_apply(&world, &event);
    }
    event.id = (loy_text)LOY_TEXT("late");
    event.type = (loy_text)LOY_TEXT("visit");
    event.time = INT64_C(1778900000000);
    fuzz_apply(&world, &event);
    (void)loy_engine_advance(world.engine, INT64_C(1870000000000), 0, NULL, NULL);
    fuzz_require_balances(&world, "c1", 2, INT64_C(1970000000000));
    fuzz_require_totals(&world, LOY_TIME_NONE);
    fuzz_world_close(&world);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = {data, data + size};
    const loy_program *program = fuzz_byte(&input) % 3 == 0 ? fuzz_other_program() : fuzz_program();
    uint8_t bytes[LARGEST];
    size_t record = make_record(&input, bytes);

    if (decode(program, bytes, record))
        live_on(program, bytes, record);
    return 0;
}
