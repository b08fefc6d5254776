/*
 * program_json.c -- any bytes as a program document: refused with its problems,
 * or loaded, the same each time, and then run over a few fixed events.
 */
#include <string.h>

#include "fuzz/world.h"

static loy_program *
load(const uint8_t *data, size_t size)
{
    loy_problems *problems = NULL;
    loy_program *program = NULL;
    uint32_t errors;
    int result;

    FUZZ_REQUIRE(loy_problems_new(&problems, fuzz_memory()) == LOY_OK);
    result = loy_json_program(&program, (const char *)data, size, problems, fuzz_memory());
    errors = loy_problems_count(problems, LOY_SEVERITY_ERROR);
    FUZZ_REQUIRE(result == LOY_OK || result == LOY_ERR_PROGRAM || result == LOY_ERR_INVALID);
    FUZZ_REQUIRE((result == LOY_OK) == (program != NULL));
    FUZZ_REQUIRE((result == LOY_ERR_PROGRAM) == (errors > 0));
    for (uint32_t i = 0; i < loy_problems_count(problems, 0); i++) {
        const loy_problem *problem = loy_problems_at(problems, i);

        FUZZ_REQUIRE(problem->code[0] != '\0' && problem->text[0] != '\0');
        FUZZ_REQUIRE(problem->path != NULL && problem->hint != NULL);
        FUZZ_REQUIRE(problem->line > 0 && problem->column > 0);
    }
    loy_problems_free(problems);
    return program;
}

static loy_event
make_event(const char *id, const char *type, int64_t time)
{
    loy_event event = LOY_EVENT_INIT;

    event.source = (loy_text)LOY_TEXT("till");
    event.id = (loy_text){id, (uint32_t)strlen(id), 0};
    event.type = (loy_text){type, (uint32_t)strlen(type), 0};
    event.customer = (loy_text)LOY_TEXT("c1");
    event.channel = (loy_text)LOY_TEXT("app");
    event.time = time;
    return event;
}

/* The first currency, if there is one, is given, paid with and taken back. */
static void
run(fuzz_world *world)
{
    static const loy_text codes[] = {LOY_TEXT("SPRING")};
    static const loy_line lines[] = {{.id = LOY_TEXT("1"),
                                      .sku = LOY_TEXT("LATTE"),
                                      .category = LOY_TEXT("drinks/coffee"),
                                      .quantity = 2000,
                                      .unit_price = 450},
                                     {.id = LOY_TEXT("2"),
                                      .sku = LOY_TEXT("CAKE"),
                                      .category = LOY_TEXT("food"),
                                      .quantity = 1000,
                                      .unit_price = 12345,
                                      .discount = 5}};
    static const int64_t day = 86400000, start = INT64_C(1772439300000);
    const char *currency = loy_program_name(world->program, LOY_PART_CURRENCY, 0);
    loy_item item = {.amount = 100, .time = LOY_TIME_NONE, .kind = LOY_ITEM_POINTS};
    loy_event event = make_event("e", "enrol", start);
    static const char *const later[] = {"visit", "review", "redeem", "profile"};

    fuzz_apply(world, &event);
    if (currency != NULL) {
        item.name = (loy_text){currency, (uint32_t)strlen(currency), 0};
        event = make_event("g", "adjust", start + 1);
        event.items = &item;
        event.item_count = 1;
        event.reason = codes[0];
        fuzz_apply(world, &event);
    }
    for (int i = 0; i < 3; i++) {
        char id[2] = {(char)('1' + i), '\0'};

        event = make_event(id, "purchase", start + i * 20 * day);
        event.lines = lines;
        event.line_count = 2;
        event.codes = codes;
        event.code_count = 1;
        fuzz_apply(world, &event);
    }
    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        event = make_event(later[i], later[i], start + 50 * day);
        fuzz_apply(world, &event);
    }
    event = make_event("r", "return", start + 51 * day);
    event.receipt_id = (loy_text)LOY_TEXT("1");
    event.lines = lines;
    event.line_count = 1;
    fuzz_apply(world, &event);
    FUZZ_REQUIRE(loy_engine_advance(world->engine, start + 800 * day, 0, NULL, NULL) !=
                 LOY_ERR_INVALID);
    fuzz_require_totals(world, LOY_TIME_NONE);
    fuzz_require_totals(world, start + 1000 * day);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    loy_program *program = load(data, size), *again;
    fuzz_world world;

    if (program == NULL)
        return 0;
    again = load(data, size);
    FUZZ_REQUIRE(strcmp(loy_program_digest(program), loy_program_digest(again)) == 0);
    loy_program_free(again);
    fuzz_world_open(&world, program);
    run(&world);
    fuzz_world_close(&world);
    loy_program_free(program);
    return 0;
}
