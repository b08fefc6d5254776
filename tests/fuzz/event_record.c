/*
 * event_record.c -- the stored record of a sale, changed by the input and
 * sealed again: it is refused as corrupt, or it is an answer that replays, and
 * a receipt whose goods can come back without breaking what is promised.
 */
#include <string.h>

#include "engine/answer/answer.h"
#include "fuzz/world.h"

enum { LARGEST = 8192, KEY = 7 };

static const char key[] = "till\0s2";

static const char history[] =
    "{\"source\":\"till\",\"id\":\"g\",\"type\":\"adjust\",\"time\":\"2026-01-02T10:00:00Z\","
    "\"customer\":\"c1\",\"points\":{\"stars\":50,\"gems\":\"9.00\"},\"reason\":\"x\"}\n";
static const char enrolment[] =
    "{\"source\":\"till\",\"id\":\"e\",\"type\":\"enrol\",\"time\":\"2026-01-01T10:00:00Z\","
    "\"customer\":\"c1\"}\n";
static const char sale[] =
    "{\"source\":\"till\",\"id\":\"s2\",\"type\":\"purchase\",\"time\":\"2026-01-03T10:00:00Z\","
    "\"customer\":\"c1\",\"channel\":\"app\",\"pay\":{\"stars\":20,\"gems\":\"3.00\"},\"lines\":["
    "{\"id\":\"1\",\"sku\":\"LATTE\",\"category\":\"drinks\",\"quantity\":3,\"unit_price\":\"5."
    "00\","
    "\"attributes\":{\"color\":\"red\"}},"
    "{\"id\":\"2\",\"quantity\":\"1.500\",\"unit_price\":\"45.50\"}]}\n";

/* The records after the sale. */
typedef struct sample {
    uint8_t customer[LARGEST], event[LARGEST];
    size_t customer_size, event_size;
} sample;

static const sample *
take_sample(void)
{
    static sample taken;

    if (taken.event_size == 0) {
        fuzz_world world;

        fuzz_world_open(&world, fuzz_program());
        fuzz_apply_lines(&world, enrolment);
        fuzz_apply_lines(&world, history);
        fuzz_apply_lines(&world, sale);
        taken.customer_size =
            fuzz_take(world.store, LOY_KIND_CUSTOMER, "c1", 2, taken.customer, LARGEST);
        taken.event_size = fuzz_take(world.store, LOY_KIND_EVENT, key, KEY, taken.event, LARGEST);
        fuzz_world_close(&world);
    }
    return &taken;
}

static size_t
make_record(fuzz_input *input, uint8_t *bytes)
{
    const sample *from = take_sample();
    size_t size = from->event_size;

    memcpy(bytes, from->event, size);
    if (fuzz_byte(input) % 2 == 0) {
        size = fuzz_mutate(input, bytes, size, LARGEST);
    } else {
        size = (size_t)(input->end - input->at);
        size = size < LARGEST - 4 ? size + 4 : LARGEST;
        memcpy(bytes + 4, input->at, size - 4);
    }
    fuzz_seal(bytes, size);
    return size;
}

/* What was read is written, read and written: the bytes are the same. */
static void
require_round_trip(loy__answer_head *head, loy_outcome *outcome, loy__receipt *receipt,
                   bool has_receipt, loy__arena *arena)
{
    loy__bytes first = {.memory = arena->memory}, second = {.memory = arena->memory};
    loy_outcome *again;
    bool still;

    FUZZ_REQUIRE(loy_outcome_new(&again, arena->memory) == LOY_OK);
    FUZZ_REQUIRE(loy__answer_write(&first, head, outcome, has_receipt ? receipt : NULL) == LOY_OK);
    FUZZ_REQUIRE(loy__answer_read(first.data, first.size, head, again, receipt, &still, arena) ==
                 LOY_OK);
    FUZZ_REQUIRE(still == has_receipt);
    FUZZ_REQUIRE(fuzz_outcome_digest(outcome) == fuzz_outcome_digest(again));
    FUZZ_REQUIRE(loy__answer_write(&second, head, again, has_receipt ? receipt : NULL) == LOY_OK);
    FUZZ_REQUIRE(first.size == second.size && memcmp(first.data, second.data, first.size) == 0);
    loy_outcome_free(again);
    loy__free(arena->memory, first.data, first.capacity);
    loy__free(arena->memory, second.data, second.capacity);
}

static bool
decode(const uint8_t *bytes, size_t size)
{
    loy__answer_head head;
    loy__receipt receipt = {0};
    loy_outcome *outcome;
    bool has_receipt;
    loy_memory memory;
    loy__arena arena;
    int result;

    FUZZ_REQUIRE(loy__memory_init(&memory, fuzz_memory()) == LOY_OK);
    loy__arena_init(&arena, &memory);
    FUZZ_REQUIRE(loy_outcome_new(&outcome, &memory) == LOY_OK);
    result = loy__answer_read(bytes, size, &head, outcome, &receipt, &has_receipt, &arena);
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_CORRUPT || result == LOY_ERR_VERSION);
    if (result == LOY_OK)
        require_round_trip(&head, outcome, &receipt, has_receipt, &arena);
    loy_outcome_free(outcome);
    loy__arena_free(&arena);
    return result == LOY_OK;
}

/* A line comes back, then the rest, or the sale is undone. */
static void
bring_back(fuzz_world *world, bool undo)
{
    static const loy_line line = {.id = LOY_TEXT("1"), .quantity = 1000};
    loy_event event = LOY_EVENT_INIT;

    event.source = (loy_text)LOY_TEXT("till");
    event.customer = (loy_text)LOY_TEXT("c1");
    event.receipt_id = (loy_text)LOY_TEXT("s2");
    event.type = (loy_text)LOY_TEXT("return");
    event.id = (loy_text)LOY_TEXT("r1");
    event.time = INT64_C(1767600000000);
    event.lines = &line;
    event.line_count = 1;
    fuzz_apply(world, &event);
    event.id = (loy_text)LOY_TEXT("r2");
    event.line_count = 0;
    if (undo)
        event.type = (loy_text)LOY_TEXT("void");
    fuzz_apply(world, &event);
    event.id = (loy_text)LOY_TEXT("r3");
    fuzz_apply(world, &event);
}

static void
live_on(const uint8_t *bytes, size_t size, bool undo)
{
    const sample *from = take_sample();
    loy_error error = LOY_ERROR_INIT;
    const loy_event *event;
    fuzz_world world;
    int result;

    fuzz_world_open(&world, fuzz_program());
    fuzz_plant(world.store, LOY_KIND_CUSTOMER, "c1", 2, from->customer, from->customer_size, 0);
    fuzz_plant(world.store, LOY_KIND_EVENT, key, KEY, bytes, size, 0);
    FUZZ_REQUIRE(loy_json_event(world.reader, sale, sizeof(sale) - 1, &event, NULL) == LOY_OK);
    result = loy_engine_apply(world.engine, event, world.outcome, &error);
    fuzz_require_error(&error, result);
    FUZZ_REQUIRE(result == LOY_ERR_MISMATCH || result == LOY_ERR_CORRUPT ||
                 (result == LOY_OK && loy_outcome_replayed(world.outcome)));
    bring_back(&world, undo);
    (void)loy_engine_advance(world.engine, INT64_C(1870000000000), 0, NULL, NULL);
    fuzz_require_balances(&world, "c1", 2, LOY_TIME_NONE);
    fuzz_require_totals(&world, LOY_TIME_NONE);
    fuzz_world_close(&world);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_input input = {data, data + size};
    bool undo = fuzz_byte(&input) % 2 == 1;
    uint8_t bytes[LARGEST];
    size_t record = make_record(&input, bytes);

    if (decode(bytes, record))
        live_on(bytes, record, undo);
    return 0;
}
