/*
 * sale.h -- the facts of one small sale, as the tests of the expression
 * language see them.
 *
 * Three lines: two lattes, a croissant, a gift card. Texts that are interned
 * carry symbols; the category of the croissant does not, on purpose.
 */
#ifndef LOY_TESTS_CEL_SALE_H
#define LOY_TESTS_CEL_SALE_H

#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "cel/cel.h"

enum {
    SLOT_STORE,
    SLOT_HOUR,
    SLOT_TOTAL,
    SLOT_PURCHASES,
    SLOT_STARS,
    SLOT_BIRTHDAY,
    SLOT_CODES,
    SLOT_LINES,
    SLOT_TIME,
    SLOT_HUGE,
    SLOT_ZERO,
    SLOT_NONE, /* an empty list of lines */
    SLOT_COUNT
};

enum {
    FIELD_ID,
    FIELD_SKU,
    FIELD_CATEGORY,
    FIELD_QUANTITY,
    FIELD_AMOUNT,
    FIELD_TAGS,
    FIELD_COLOR,
    FIELD_COUNT
};

typedef struct sale {
    loy_memory memory;
    loy__cel_env *env;
    loy__arena arena;
    loy__cel_value slots[SLOT_COUNT];
    loy__cel_value rows[3 * FIELD_COUNT];
    loy__cel_value codes[2], tags[2];
    uint32_t line; /* number of the object type */
} sale;

static const char *const sale_symbols[] = {"s7",     "latte", "croissant", "drinks/coffee",
                                           "SPRING", "hot",   "red"};

static inline uint32_t
sale_intern(void *context, const char *text, size_t size)
{
    (void)context;
    for (uint32_t i = 0; i < LOY_COUNT(sale_symbols); i++)
        if (strlen(sale_symbols[i]) == size && memcmp(sale_symbols[i], text, size) == 0)
            return i + 1;
    return 0;
}

static inline loy__cel_value
sale_text(const char *text)
{
    return loy__cel_string(text, (uint32_t)strlen(text), sale_intern(NULL, text, strlen(text)));
}

static inline void
sale_line(sale *s, uint32_t index, const char *sku, const char *category, int64_t quantity,
          int64_t amount, uint32_t tags)
{
    static const char *const ids[] = {"1", "2", "3"};
    loy__cel_value *row = s->rows + index * FIELD_COUNT;

    row[FIELD_ID] = sale_text(ids[index]);
    row[FIELD_SKU] = sale_text(sku);
    row[FIELD_CATEGORY] = sale_text(category);
    row[FIELD_QUANTITY] = loy__cel_int(quantity);
    row[FIELD_AMOUNT] = loy__cel_int(amount);
    row[FIELD_TAGS] = (loy__cel_value){.as.items = s->tags, .size = tags, .tag = LOY__CEL_LIST};
    row[FIELD_COLOR] = sale_text(index == 0 ? "red" : "");
}

static inline void
sale_fill(sale *s)
{
    uint32_t rows = LOY__CEL_ROWS | s->line << 8;

    s->tags[0] = sale_text("hot");
    s->tags[1] = sale_text("oat milk");
    s->codes[0] = sale_text("SPRING");
    s->codes[1] = sale_text("X-9");
    sale_line(s, 0, "latte", "drinks/coffee", 2, 900, 2);
    sale_line(s, 1, "croissant", "food/pastry", 1, 250, 0);
    sale_line(s, 2, "gift", "gift-card", 1, 2000, 0);
    s->slots[SLOT_STORE] = sale_text("s7");
    s->slots[SLOT_HOUR] = loy__cel_int(15);
    s->slots[SLOT_TOTAL] = loy__cel_int(3150);
    s->slots[SLOT_PURCHASES] = loy__cel_int(4);
    s->slots[SLOT_STARS] = loy__cel_int(120);
    s->slots[SLOT_BIRTHDAY] = loy__cel_bool(false);
    s->slots[SLOT_CODES] = (loy__cel_value){.as.items = s->codes, .size = 2, .tag = LOY__CEL_LIST};
    s->slots[SLOT_LINES] = (loy__cel_value){.as.fields = s->rows, .size = 3, .tag = rows};
    /* 2026-03-02T08:15:00.5Z */
    s->slots[SLOT_TIME] = (loy__cel_value){
        .as.integer = INT64_C(1772439300), .size = 500000000, .tag = LOY__CEL_TIMESTAMP};
    s->slots[SLOT_HUGE] = loy__cel_int(INT64_MAX);
    s->slots[SLOT_ZERO] = loy__cel_int(0);
    s->slots[SLOT_NONE] = (loy__cel_value){.as.fields = s->rows, .size = 0, .tag = rows};
}

static inline int
sale_declare(sale *s)
{
    static const loy__cel_field fields[] = {
        {"id", "string", 0, 0},
        {"sku", "string", 0, 0},
        {"category", "string", 0, 0},
        {"quantity", "int", LOY__CEL_UNIT_COUNT, 0},
        {"amount", "int", LOY__CEL_UNIT_MONEY, 0},
        {"tags", "list(string)", 0, 0},
        {"attributes.color", "string", 0, 0},
    };
    static const struct {
        const char *name, *type;
        uint32_t unit, slot;
    } variables[] = {
        {"event.store", "string", 0, SLOT_STORE},
        {"event.local.hour", "int", 0, SLOT_HOUR},
        {"total", "int", LOY__CEL_UNIT_MONEY, SLOT_TOTAL},
        {"customer.purchases", "int", LOY__CEL_UNIT_COUNT, SLOT_PURCHASES},
        {"customer.points.stars", "int", LOY__CEL_UNIT_POINTS, SLOT_STARS},
        {"customer.is_birthday", "bool", 0, SLOT_BIRTHDAY},
        {"event.codes", "list(string)", 0, SLOT_CODES},
        {"lines", "list(line)", 0, SLOT_LINES},
        {"event.time", "timestamp", 0, SLOT_TIME},
        {"huge", "int", 0, SLOT_HUGE},
        {"zero", "int", 0, SLOT_ZERO},
        {"none", "list(line)", 0, SLOT_NONE},
    };
    int result = loy__cel_env_object(s->env, "line", fields, LOY_COUNT(fields), &s->line);

    for (size_t i = 0; result == LOY_OK && i < LOY_COUNT(variables); i++)
        result = loy__cel_env_variable(s->env, variables[i].name, variables[i].type,
                                       variables[i].unit, variables[i].slot);
    return result;
}

/* Opens the sale in an allocator of the caller's, or the C library's for NULL. */
static inline int
sale_open(sale *s, const loy_memory *given, uint64_t budget)
{
    loy__cel_options options = {.rules = true,
                                .money_digits = 2,
                                .budget = budget,
                                .max_items = 500,
                                .intern = sale_intern};
    int result;

    memset(s, 0, sizeof(*s));
    result = loy__memory_init(&s->memory, given);
    if (result != LOY_OK)
        return result;
    loy__arena_init(&s->arena, &s->memory);
    result = loy__cel_env_new(&s->env, &options, &s->memory);
    if (result == LOY_OK)
        result = sale_declare(s);
    sale_fill(s);
    return result;
}

static inline void
sale_close(sale *s)
{
    loy__cel_env_free(s->env);
    loy__arena_free(&s->arena);
}

static inline int
sale_compile(sale *s, const char *text, const char *want, loy__cel_code **code,
             loy__cel_fault *fault, loy__cel_fault *warning)
{
    return loy__cel_compile(code, s->env, text, strlen(text), want, fault, warning);
}

#endif
