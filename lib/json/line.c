/*
 * line.c -- the lines of a basket.
 *
 * Shapes are checked here; whether amounts make sense is for the engine, so
 * that its refusal is kept under the event's key.
 */
#include "json/parts.h"

#include <string.h>

#include "base/macros.h"

enum {
    ATTRIBUTES,
    CATEGORY,
    DISCOUNT,
    FIXED_TAX,
    ID,
    MINIMUM_PRICE,
    QUANTITY,
    REDUCIBLE,
    SKU,
    TAGS,
    TAX,
    TAX_ON_TOP,
    TAX_PERCENT,
    UNIT_PRICE
};

static const char *const members[] = {
    [ATTRIBUTES] = "attributes",
    [CATEGORY] = "category",
    [DISCOUNT] = "discount",
    [FIXED_TAX] = "fixed_tax",
    [ID] = "id",
    [MINIMUM_PRICE] = "minimum_price",
    [QUANTITY] = "quantity",
    [REDUCIBLE] = "reducible",
    [SKU] = "sku",
    [TAGS] = "tags",
    [TAX] = "tax",
    [TAX_ON_TOP] = "tax_on_top",
    [TAX_PERCENT] = "tax_percent",
    [UNIT_PRICE] = "unit_price",
};

static bool
read_text(loy_json_reader *reader, const loy__step *at, size_t index, json_t *value, void *out)
{
    (void)index;
    (void)out;
    return loy__json_text(reader, at, value, &reader->texts[reader->text_count++]);
}

bool
loy__json_texts(loy_json_reader *reader, const loy__step *at, json_t *value, const loy_text **out,
                uint32_t *count)
{
    *out = reader->texts + reader->text_count;
    *count = (uint32_t)json_array_size(value);
    return loy__json_list(reader, at, value, read_text, NULL);
}

static bool
read_member(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value, void *out)
{
    loy_line *line = out;

    switch (member) {
    case ATTRIBUTES:
        return loy__json_attributes(reader, at, value, &line->attributes, &line->attribute_count);
    case CATEGORY:
        return loy__json_text(reader, at, value, &line->category);
    case DISCOUNT:
        return loy__json_money(reader, at, value, &line->discount);
    case ID:
        return loy__json_text(reader, at, value, &line->id);
    case QUANTITY:
        return loy__json_decimal(reader, at, value, 3, &line->quantity);
    case SKU:
        return loy__json_text(reader, at, value, &line->sku);
    case TAGS:
        return loy__json_texts(reader, at, value, &line->tags, &line->tag_count);
    case TAX:
        return loy__json_money(reader, at, value, &line->tax);
    case TAX_PERCENT:
        return loy__json_decimal(reader, at, value, 4, &line->tax_rate);
    case FIXED_TAX:
        return loy__json_money(reader, at, value, &line->fixed_tax);
    case MINIMUM_PRICE:
        return loy__json_money(reader, at, value, &line->minimum_price);
    case TAX_ON_TOP:
        return loy__json_flag(reader, at, value, true, LOY_LINE_TAX_ON_TOP, &line->flags);
    case REDUCIBLE:
        return loy__json_flag(reader, at, value, false, LOY_LINE_NOT_REDUCED, &line->flags);
    default:
        return loy__json_money(reader, at, value, &line->unit_price);
    }
}

/* The id of a line that has none: its number in the basket. */
static void
number_line(loy_json_reader *reader, loy_line *line, size_t index)
{
    char *number = reader->numbers[index];

    loy__format(number, LOY__JSON_NUMBER, "%u", (uint32_t)(index + 1));
    line->id = (loy_text){number, (uint32_t)strlen(number), 0};
}

static bool
type_is(const loy_json_reader *reader, const char *type)
{
    return loy__text_equal(reader->event.type.data, reader->event.type.size, type, strlen(type));
}

static bool
complete_line(loy_json_reader *reader, const loy__step *at, uint64_t seen, loy_line *line)
{
    bool returned = type_is(reader, "return");

    if (returned && !(seen & UINT64_C(1) << ID))
        return loy__json_missing(reader, at, "id", "\"1\", the id of the line that comes back");
    if (returned && !(seen & UINT64_C(1) << QUANTITY))
        return loy__json_missing(reader, at, "quantity", "1, how much of the line comes back");
    if ((type_is(reader, "purchase") || type_is(reader, "exchange")) &&
        !(seen & UINT64_C(1) << UNIT_PRICE))
        return loy__json_missing(reader, at, "unit_price", "\"4.50\"");
    if (!(seen & UINT64_C(1) << ID))
        number_line(reader, line, at->index);
    if (!(seen & UINT64_C(1) << QUANTITY))
        line->quantity = 1000;
    return true;
}

static bool
read_line(loy_json_reader *reader, const loy__step *at, size_t index, json_t *value, void *out)
{
    loy_line *line = &reader->lines[index];
    uint64_t seen = 0;

    (void)out;
    *line = (loy_line){.quantity = 0};
    return loy__json_map(reader, at, value, members, LOY_COUNT(members), read_member, line,
                         &seen) &&
           complete_line(reader, at, seen, line);
}

bool
loy__json_lines(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    reader->event.lines = reader->lines;
    reader->event.line_count = (uint32_t)json_array_size(value);
    return loy__json_list(reader, at, value, read_line, NULL);
}
