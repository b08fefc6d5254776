/*
 * gate_lines.c -- the lines of an event: ids that are unique, quantities and
 * prices in range, and what each line comes to.
 */
#include <string.h>

#include "engine/gate.h"

#define SMALL 16 /* lines up to which duplicates are found by comparing pairs */

static int
refuse_line(loy__work *work, uint32_t index, const char *field, const char *code, const char *text)
{
    char path[64];

    loy__format(path, sizeof(path), "/lines/%u/%s", index, field);
    return loy__refuse(work, code, path, "%s", text);
}

static bool
plain_tags(const loy_line *line)
{
    bool plain = true;

    for (uint32_t i = 0; i < line->tag_count; i++)
        plain = plain && loy__gate_plain(line->tags[i]);
    return plain;
}

/* The first text that is not plain. */
static int
refuse_text(loy__work *work, const loy_line *line, uint32_t index)
{
    const struct {
        const char *field;
        loy_text text;
    } texts[] = {{"id", line->id}, {"sku", line->sku}, {"category", line->category}};
    char path[64];

    for (size_t i = 0; i < LOY_COUNT(texts); i++) {
        if (loy__gate_plain(texts[i].text))
            continue;
        loy__format(path, sizeof(path), "/lines/%u/%s", index, texts[i].field);
        return loy__gate_text(work, texts[i].text, path);
    }
    for (uint32_t i = 0; i < line->tag_count; i++) {
        if (loy__gate_plain(line->tags[i]))
            continue;
        loy__format(path, sizeof(path), "/lines/%u/tags/%u", index, i);
        return loy__gate_text(work, line->tags[i], path);
    }
    return LOY_OK;
}

/* quantity * unit_price / 1000, half up; both are known to be in range. */
static bool
price_of(const loy_line *line, int64_t *price)
{
    if (LOY_LIKELY(line->quantity <= INT32_MAX && line->unit_price <= INT32_MAX)) {
        *price = (line->quantity * line->unit_price + 500) / 1000;
        return true;
    }
    return loy__mul_div(line->quantity, line->unit_price, 1000, LOY__HALF_UP, price);
}

/* What the line comes to: its price less discount. */
static int
check_amount(loy__work *work, const loy_line *line, uint32_t index)
{
    int64_t price;

    if (line->unit_price < 0 || line->unit_price > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "unit_price", "bad-price",
                           "the unit price is negative or absurdly large: write what one unit "
                           "costs; what comes back is a return event");
    if (!price_of(line, &price) || price > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "unit_price", "bad-price",
                           "quantity times unit price is absurdly large");
    if (line->discount < 0 || line->discount > price)
        return refuse_line(work, index, "discount", "bad-discount",
                           "the discount is negative or more than the line costs: write the money "
                           "off the whole line");
    if (line->tax < 0 || line->tax > price)
        return refuse_line(work, index, "tax", "bad-tax",
                           "the tax is negative or more than the line costs: write the tax that "
                           "the price contains");
    work->amounts[index] = price - line->discount;
    work->total += work->amounts[index];
    if (work->total > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "unit_price", "bad-price",
                           "the basket comes to an absurdly large amount");
    return LOY_OK;
}

static int
check_line(loy__work *work, uint32_t index)
{
    const loy_line *line = loy__line_at(work->event, index);
    char path[64];
    int result;

    if (line->id.size == 0)
        return refuse_line(work, index, "id", "missing-id",
                           "the line has no id: number the lines of the receipt");
    if (!loy__gate_plain(line->id) || !loy__gate_plain(line->sku) ||
        !loy__gate_plain(line->category) || !plain_tags(line))
        return refuse_text(work, line, index);
    if (line->quantity <= 0 || line->quantity > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "quantity", "bad-quantity",
                           "the quantity is not above 0 or absurdly large: what comes back is a "
                           "return event that names the receipt");
    result = check_amount(work, line, index);
    if (result != LOY_OK || line->attribute_count == 0)
        return result;
    loy__format(path, sizeof(path), "/lines/%u/attributes", index);
    return loy__gate_attributes(work, line->attributes, line->attribute_count, path);
}

static int
refuse_duplicate(loy__work *work, uint32_t first, uint32_t second)
{
    char path[64];

    loy__format(path, sizeof(path), "/lines/%u/id", second);
    return loy__refuse(work, "duplicate-line", path,
                       "the line has the id of line %u: give each line its own", first);
}

static bool
same_id(const loy_event *event, uint32_t a, uint32_t b)
{
    loy_text x = loy__line_at(event, a)->id;
    loy_text y = loy__line_at(event, b)->id;

    return x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
}

/* A table of the lines by the hash of their ids, for large baskets. */
static int
check_many_ids(loy__work *work)
{
    const loy_event *event = work->event;
    size_t buckets = 64;
    uint32_t *table;

    while (buckets < (size_t)event->line_count * 2)
        buckets *= 2;
    table = loy__arena_alloc(&work->engine->arena, buckets * sizeof(*table));
    if (table == NULL)
        return LOY_ERR_NOMEM;
    memset(table, 0, buckets * sizeof(*table));
    for (uint32_t i = 0; i < event->line_count; i++) {
        loy_text id = loy__line_at(event, i)->id;
        size_t at = (size_t)loy__hash(id.data, id.size, 0) & (buckets - 1);

        while (table[at] != 0) {
            if (same_id(event, table[at] - 1, i))
                return refuse_duplicate(work, table[at] - 1, i);
            at = (at + 1) & (buckets - 1);
        }
        table[at] = i + 1;
    }
    return LOY_OK;
}

/* A word of an id that differs where short ids do. */
static uint64_t
start_of(loy_text id)
{
    const unsigned char *data = (const unsigned char *)id.data;

    return id.size < 8 ? loy__load_short(data, id.size) : loy__load64(data);
}

static int
check_ids(loy__work *work)
{
    const loy_event *event = work->event;
    uint64_t starts[SMALL];

    if (event->line_count > SMALL)
        return check_many_ids(work);
    for (uint32_t i = 0; i < event->line_count; i++) {
        starts[i] = start_of(loy__line_at(event, i)->id);
        for (uint32_t k = 0; k < i; k++)
            if (starts[k] == starts[i] && same_id(event, k, i))
                return refuse_duplicate(work, k, i);
    }
    return LOY_OK;
}

int
loy__gate_lines(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->line_count == 0)
        return LOY_OK;
    if (event->line_count > LOY_MAX_LINES)
        return loy__refuse(work, "too-many-lines", "/lines", "more than %d lines: split the sale",
                           LOY_MAX_LINES);
    work->amounts =
        loy__arena_alloc(&work->engine->arena, event->line_count * sizeof(*work->amounts));
    if (work->amounts == NULL)
        return LOY_ERR_NOMEM;
    work->mask_words = (event->line_count + 63) / 64;
    for (uint32_t i = 0; i < event->line_count; i++) {
        int result = check_line(work, i);

        if (result != LOY_OK)
            return result;
    }
    return check_ids(work);
}
