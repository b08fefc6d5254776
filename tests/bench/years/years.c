/*
 * years.c -- loyalty-years: a customer with many years of weekly purchases, and
 * what one more purchase costs him beside a new customer.
 *
 *     loyalty-years PROGRAM WEEKS EVENTS old|new
 *
 * WEEKS purchases of one customer, then EVENTS more, again a week apart: his
 * own (old) or of customers of three purchases each (new). Prints the bytes of
 * his record.
 * Instructions an event are the difference of two runs (years.py).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loyalty/json.h"
#include "loyalty/store.h"

#define WEEK INT64_C(604800000)
#define BEGIN INT64_C(1420279200000) /* 2015-01-03T10:00:00Z */

static loy_program *
read_program(const char *path)
{
    static char text[1 << 20];
    loy_program *program = NULL;
    FILE *file = fopen(path, "rb");
    size_t size = file != NULL ? fread(text, 1, sizeof(text), file) : 0;

    if (file != NULL)
        fclose(file);
    if (loy_json_program(&program, text, size, NULL, NULL) < 0)
        fprintf(stderr, "loyalty-years: %s is not a program\n", path);
    return program;
}

/* A coffee and a cake. */
static int
buy(loy_engine *engine, const char *customer, long number, int64_t time)
{
    static const loy_line lines[] = {{.id = LOY_TEXT("1"),
                                      .sku = LOY_TEXT("LATTE"),
                                      .category = LOY_TEXT("drinks/coffee"),
                                      .quantity = 2000,
                                      .unit_price = 450},
                                     {.id = LOY_TEXT("2"),
                                      .sku = LOY_TEXT("CAKE"),
                                      .category = LOY_TEXT("food/cake"),
                                      .quantity = 1000,
                                      .unit_price = 720}};
    loy_event event = LOY_EVENT_INIT;
    char id[32];

    snprintf(id, sizeof(id), "%ld", number);
    event.source = (loy_text)LOY_TEXT("till-1");
    event.type = (loy_text)LOY_TEXT("purchase");
    event.id = (loy_text){id, (uint32_t)strlen(id), 0};
    event.customer = (loy_text){customer, (uint32_t)strlen(customer), 0};
    event.time = time;
    event.lines = lines;
    event.line_count = 2;
    return loy_engine_apply(engine, &event, NULL, NULL);
}

static int
live(loy_engine *engine, long weeks, long events, int is_new)
{
    int64_t now = BEGIN + weeks * WEEK;
    char name[32];
    int result = LOY_OK;

    for (long i = 0; i < weeks && result == LOY_OK; i++)
        result = buy(engine, "regular", i, BEGIN + i * WEEK);
    for (long i = 0; i < events && result == LOY_OK; i++) {
        snprintf(name, sizeof(name), "n%ld", i / 3);
        result =
            buy(engine, is_new ? name : "regular", weeks + i, now + (is_new ? i % 3 : i) * WEEK);
    }
    return result;
}

int
main(int argc, char **argv)
{
    loy_program *program = argc == 5 ? read_program(argv[1]) : NULL;
    loy_store *store = NULL;
    loy_engine *engine = NULL;
    uint64_t size = 0, revision;
    int result = LOY_ERR_INVALID;

    if (argc != 5)
        fprintf(stderr, "usage: loyalty-years PROGRAM WEEKS EVENTS old|new\n");
    if (program != NULL)
        result = loy_memory_store_open(&store, NULL);
    if (result == LOY_OK)
        result = loy_engine_new(&engine, program, store, NULL);
    if (result == LOY_OK)
        result = live(engine, atol(argv[2]), atol(argv[3]), strcmp(argv[4], "new") == 0);
    if (result == LOY_OK)
        result = loy_store_read(store, LOY_KIND_CUSTOMER, "regular", 7, NULL, 0, &size, &revision);
    if (result == LOY_OK)
        printf("bytes=%llu\n", (unsigned long long)size);
    loy_engine_free(engine);
    loy_store_close(store);
    loy_program_free(program);
    return result == LOY_OK ? 0 : 1;
}
