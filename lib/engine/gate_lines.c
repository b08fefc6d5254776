/*
 * gate_lines.c -- the lines of an event, each looked at once: what it adds to
 * the digest, whether its quantities and prices are in range, what it comes to,
 * and the facts that conditions read of it.
 */
#include "engine/gate.h"
#include "engine/taxes.h"

/* Fields that few programs read. */
#define RARE_FIELDS                                                                                \
    (UINT64_C(1) << LOY__LINE_ID | UINT64_C(1) << LOY__LINE_QUANTITY_MILLI |                       \
     UINT64_C(1) << LOY__LINE_UNIT_PRICE | UINT64_C(1) << LOY__LINE_DISCOUNT |                     \
     UINT64_C(1) << LOY__LINE_TAX | UINT64_C(1) << LOY__LINE_LIST_TAX |                            \
     UINT64_C(1) << LOY__LINE_TAX_ON_TOP)
#define MOST_TAX INT64_C(10000000) /* millionths */

static int
refuse_line(loy__work *work, uint32_t index, const char *field, const char *code, const char *text)
{
    char path[64];

    loy__format(path, sizeof(path), "/lines/%u/%s", index, field);
    return loy__refuse(work, code, path, "%s", text);
}

/* The first text that is not plain; there may be none. */
static int
check_texts(loy__work *work, const loy_line *line, uint32_t index)
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

/* What only promotions look at. */
static int
check_pricing(loy__work *work, const loy_line *line, uint32_t index)
{
    if (line->tax_rate < 0 || line->tax_rate > MOST_TAX)
        return refuse_line(work, index, "tax_percent", "bad-tax",
                           "the tax is negative or more than ten times the price: write per cent "
                           "of the price without tax");
    if (line->fixed_tax < 0 || line->fixed_tax > LOY_MAX_AMOUNT / LOY_MAX_LINES)
        return refuse_line(work, index, "fixed_tax", "bad-tax",
                           "the fixed tax is negative or absurdly large: write money a unit");
    if (line->minimum_price < 0 || line->minimum_price > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "minimum_price", "bad-price",
                           "the minimum price is negative or absurdly large: write money a unit");
    if (line->flags > (LOY_LINE_TAX_ON_TOP | LOY_LINE_NOT_REDUCED))
        return refuse_line(work, index, "flags", "bad-flags",
                           "this version does not know the flag: use LOY_LINE_...");
    return LOY_OK;
}

static int
check_deductions(loy__work *work, const loy_line *line, uint32_t index, int64_t price)
{
    if (line->discount < 0 || line->discount > price)
        return refuse_line(work, index, "discount", "bad-discount",
                           "the discount is negative or more than the line costs: write the money "
                           "off the whole line");
    if (line->tax < 0 || line->tax > price)
        return refuse_line(work, index, "tax", "bad-tax",
                           "the tax is negative or more than the line costs: write the tax that "
                           "the price contains");
    return LOY_OK;
}

/* What few lines have: money off, taxes, what promotions look at, attributes. */
static LOY_APART int
check_extras(loy__work *work, const loy_line *line, uint32_t index, int64_t price)
{
    char path[64];
    int result = check_deductions(work, line, index, price);

    if (result == LOY_OK)
        result = check_pricing(work, line, index);
    if (result != LOY_OK || line->attribute_count == 0)
        return result;
    loy__format(path, sizeof(path), "/lines/%u/attributes", index);
    return loy__gate_attributes(work, line->attributes, line->attribute_count, path);
}

static inline bool
is_plain(const loy_line *line)
{
    return (line->discount | line->tax | line->tax_rate | line->fixed_tax | line->minimum_price |
            (line->flags | line->tag_count | line->attribute_count)) == 0;
}

/* What the line comes to: its price less discount. */
static int
check_amount(loy__work *work, const loy_line *line, uint32_t index, bool plain)
{
    int64_t price;

    if (line->unit_price < 0 || line->unit_price > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "unit_price", "bad-price",
                           "the unit price is negative or absurdly large: write what one unit "
                           "costs; what comes back is a return event");
    if (!loy__mul_div(line->quantity, line->unit_price, 1000, LOY__HALF_UP, &price) ||
        price > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "unit_price", "bad-price",
                           "quantity times unit price is absurdly large");
    if (!plain) {
        int result = check_extras(work, line, index, price);

        if (result != LOY_OK)
            return result;
        price -= line->discount;
    }
    work->amounts[index] = price;
    return LOY_OK;
}

/* odd: some text of the line is not printable ASCII. */
static LOY_APART int
check_line(loy__work *work, const loy_line *line, uint32_t index, bool odd, bool plain)
{
    int result = LOY_OK;

    if (line->id.size == 0)
        return refuse_line(work, index, "id", "missing-id",
                           "the line has no id: number the lines of the receipt");
    if (odd)
        result = check_texts(work, line, index);
    if (result != LOY_OK)
        return result;
    if (line->quantity <= 0 || line->quantity > LOY_MAX_AMOUNT)
        return refuse_line(work, index, "quantity", "bad-quantity",
                           "the quantity is not above 0 or absurdly large: what comes back is a "
                           "return event that names the receipt");
    return check_amount(work, line, index, plain);
}

/* What most lines are: there is nothing to be looked at. */
static inline bool
is_ordinary(const loy_line *line)
{
    return is_plain(line) && line->id.size != 0 && (uint64_t)line->quantity - 1 < INT32_MAX &&
           (uint64_t)line->unit_price <= INT32_MAX;
}

/* quantity * unit_price / 1000, half up, of such a line. */
static inline int64_t
ordinary_price(const loy_line *line)
{
    if (LOY_LIKELY(line->quantity == 1000))
        return line->unit_price;
    return (int64_t)(((uint64_t)line->quantity * (uint64_t)line->unit_price + 500) / 1000);
}

static int
refuse_total(loy__work *work, uint32_t index)
{
    return refuse_line(work, index, "unit_price", "bad-price",
                       "the basket comes to an absurdly large amount");
}

static int
prepare(loy__work *work)
{
    loy_engine *engine = work->engine;
    uint32_t count = work->event->line_count;

    if (count > LOY_MAX_LINES)
        return loy__refuse(work, "too-many-lines", "/lines", "more than %d lines: split the sale",
                           LOY_MAX_LINES);
    work->amounts = loy__arena_alloc(&engine->arena, count * sizeof(*work->amounts));
    work->mask_words = (count + 63) / 64;
    engine->slots[LOY__FACT_LINES].size = 0; /* those of the event before may move away */
    if (work->amounts == NULL ||
        !loy__reserve(&engine->memory, &engine->rows, &engine->row_capacity,
                      (size_t)count * work->program->facts.line_field_count, sizeof(*engine->rows)))
        return LOY_ERR_NOMEM;
    return LOY_OK;
}

/* What few lines have, beside their texts and their price: its lists must be there. */
static LOY_APART int
scan_extras(loy__work *work, loy__scan *scan, const loy_line *line, uint32_t index)
{
    int result = loy__gate_line_shape(line, index, work->error);

    if (result != LOY_OK)
        return result;
    if ((line->discount | line->tax) != 0)
        loy__scan_word(scan, (uint64_t)line->discount * LOY__SCAN_K2 + (uint64_t)line->tax);
    if ((line->tag_count | line->attribute_count) != 0 || loy__line_is_priced(line))
        loy__scan_details(scan, work->event, line);
    return LOY_OK;
}

LOY_INLINE void
scan_price(loy__scan *scan, const loy_line *line)
{
    loy__scan_word(scan, (uint64_t)line->quantity * LOY__SCAN_K2 + (uint64_t)line->unit_price);
}

/* Adds a text to the scan; gives it with its symbol. */
LOY_INLINE loy__cel_value
scan_symbol(loy__scan *scan, const loy_program *program, loy_text text)
{
    uint64_t word = loy__scan_text(scan, text);

    if (LOY_UNLIKELY(text.data == NULL)) /* its line is refused, if it has a size */
        text.size = 0;
    return loy__facts_word(program, text, word);
}

/* Fills a text of a line with its symbol, and adds what the symbol says of the lines.
 * One that the program does not read is only looked at. */
LOY_INLINE void
take_text(loy__scan *scan, const loy_program *program, uint64_t used, uint32_t field, loy_text text,
          loy__cel_value *row, uint64_t present[LOY__NEED_FIELDS])
{
    if ((used >> field & 1) == 0) {
        loy__scan_text(scan, text);
        return;
    }
    row[field] = scan_symbol(scan, program, text);
    present[field] |= loy__symbol_bit(loy__cel_symbol(row[field]));
}

/* The other fields that the program reads; facts.c adds lists and attributes. */
static inline void
fill_row(const loy_program *program, uint64_t used, const loy_line *line, int64_t amount,
         uint64_t id, loy__cel_value *row)
{
    if (used >> LOY__LINE_QUANTITY & 1)
        row[LOY__LINE_QUANTITY] = loy__cel_int(
            LOY_LIKELY(line->quantity == 1000) ? 1 : (int64_t)((uint64_t)line->quantity / 1000));
    row[LOY__LINE_AMOUNT] = loy__cel_int(amount);
    if ((used & RARE_FIELDS) == 0)
        return;
    row[LOY__LINE_ID] = loy__facts_word(program, line->id, id);
    row[LOY__LINE_QUANTITY_MILLI] = loy__cel_int(line->quantity);
    row[LOY__LINE_UNIT_PRICE] = loy__cel_int(line->unit_price);
    row[LOY__LINE_DISCOUNT] = loy__cel_int(line->discount);
    loy__taxes_fill(program, line, row);
}

/* What an event says counts also behind the line for which it is refused. */
static LOY_APART int
scan_rest(loy__work *work, loy__scan *scan, uint32_t first, int result)
{
    const loy_event *event = work->event;

    for (uint32_t i = first; i < event->line_count; i++) {
        const loy_line *line = loy__line_at(event, i);
        int shape = LOY_OK;

        loy__scan_text(scan, line->id);
        loy__scan_text(scan, line->sku);
        loy__scan_text(scan, line->category);
        scan_price(scan, line);
        if (!is_plain(line))
            shape = scan_extras(work, scan, line, i);
        if (shape != LOY_OK)
            return shape;
    }
    return result;
}

/* A line that is not ordinary. */
static LOY_APART int
take_unusual(loy__work *work, loy__scan *scan, const loy_line *line, uint32_t index)
{
    bool plain = is_plain(line);
    int result = plain ? LOY_OK : scan_extras(work, scan, line, index);

    work->amounts[index] = 0;
    return result == LOY_OK ? check_line(work, line, index, loy__scan_is_odd(scan), plain) : result;
}

/* One line after the other, up to one that is refused; *next: the one behind it. */
static int
take_lines(loy__work *work, loy__scan *given, uint32_t *next)
{
    const loy_event *event = work->event;
    const loy_program *program = work->program;
    const uint64_t used = program->facts.line_fields;
    const uint32_t count = event->line_count, width = program->facts.line_field_count;
    loy__cel_value *row = work->engine->rows;
    uint64_t last = 0; /* the id before; more than any once one does not rise */
    loy__scan scan = *given;
    int result = LOY_OK;
    uint32_t i = 0;

    for (; i < count; i++, row += width) {
        const loy_line *line = loy__line_at(event, i);
        int64_t amount;
        uint64_t id;

        scan.odd = 0;
        id = loy__scan_text(&scan, line->id);
        take_text(&scan, program, used, LOY__LINE_SKU, line->sku, row, work->present);
        take_text(&scan, program, used, LOY__LINE_CATEGORY, line->category, row, work->present);
        scan_price(&scan, line);
        if (LOY_LIKELY(is_ordinary(line) && !loy__scan_is_odd(&scan))) {
            work->amounts[i] = amount = ordinary_price(line);
        } else {
            loy__scan own = scan; /* so that the scan itself stays in registers */

            result = take_unusual(work, &own, line, i);
            amount = work->amounts[i];
            scan = own;
        }
        work->total += amount;
        if (LOY_UNLIKELY(work->total > LOY_MAX_AMOUNT))
            result = refuse_total(work, i);
        if (LOY_UNLIKELY(result != LOY_OK))
            break;
        last = id > last ? id : UINT64_MAX;
        fill_row(program, used, line, amount, id, row);
    }
    *given = scan;
    *next = i + 1;
    return result == LOY_OK && last == UINT64_MAX ? loy__gate_ids(work) : result;
}

int
loy__gate_lines(loy__work *work, loy__scan *scan, int result)
{
    uint32_t next = 0;

    if (work->event->line_count == 0)
        return result;
    if (result == LOY_OK)
        result = prepare(work);
    if (result == LOY_OK)
        result = take_lines(work, scan, &next);
    return result > LOY_OK ? scan_rest(work, scan, next, result) : result;
}
