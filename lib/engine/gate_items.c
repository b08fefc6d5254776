/*
 * gate_items.c -- the named amounts and the attributes of an event: that the
 * program knows their names, and that they are of the right kind and range.
 */
#include "engine/gate.h"

/* Which kinds of item an event of a kind may carry: bit n for LOY_ITEM n. */
static uint32_t
allowed_items(uint32_t kind)
{
    switch (kind) {
    case LOY__ON_ADJUST:
    case LOY__ON_HOLD:
    case LOY__ON_CAPTURE:
    case LOY__ON_TRANSFER:
    case LOY__ON_EXTEND:
    case LOY__ON_REINSTATE:
    case LOY__ON_ACTIVATE:
        return 1u << LOY_ITEM_POINTS;
    case LOY__ON_PURCHASE:
        return 1u << LOY_ITEM_PAY;
    case LOY__ON_RETURN:
        return 1u << LOY_ITEM_REFUND;
    case LOY__ON_EXCHANGE:
        return 1u << LOY_ITEM_RETURNED;
    case LOY__ON_IMPORT:
        return 1u << LOY_ITEM_POINTS | 1u << LOY_ITEM_LADDER | 1u << LOY_ITEM_COUNTER |
               1u << LOY_ITEM_PURCHASES | 1u << LOY_ITEM_ENROLLED | 1u << LOY_ITEM_STAGE |
               1u << LOY_ITEM_SPEND | 1u << LOY_ITEM_VOUCHER;
    default:
        return 0;
    }
}

/* The part of the program that an item names, or 0 where it names none. */
static uint32_t
part_of(uint32_t item)
{
    switch (item) {
    case LOY_ITEM_LADDER:
        return LOY_PART_LADDER;
    case LOY_ITEM_COUNTER:
        return LOY_PART_COUNTER;
    case LOY_ITEM_STAGE:
        return LOY_PART_STAGE;
    case LOY_ITEM_VOUCHER:
        return LOY_PART_VOUCHER;
    case LOY_ITEM_PURCHASES:
    case LOY_ITEM_REFUND:
    case LOY_ITEM_RETURNED:
    case LOY_ITEM_ENROLLED:
    case LOY_ITEM_SPEND:
        return 0;
    default:
        return LOY_PART_CURRENCY;
    }
}

static int
check_name(loy__work *work, const loy_item *item, const char *path)
{
    static const struct {
        uint32_t part;
        const char *code;
        const char *what;
    } parts[] = {{LOY_PART_CURRENCY, "unknown-currency", "currency"},
                 {LOY_PART_LADDER, "unknown-ladder", "ladder"},
                 {LOY_PART_COUNTER, "unknown-counter", "counter"},
                 {LOY_PART_STAGE, "unknown-stage", "stage"},
                 {LOY_PART_VOUCHER, "unknown-voucher", "voucher"}};
    uint32_t part = part_of(item->kind);

    if (part == 0 ||
        loy__program_find(work->program, part, item->name.data, item->name.size) != LOY__NONE)
        return LOY_OK;
    for (size_t i = 0; i < LOY_COUNT(parts); i++)
        if (parts[i].part == part)
            return loy__refuse(work, parts[i].code, path, "\"%.*s\" is not a %s of this program",
                               (int)(item->name.size < 64 ? item->name.size : 64),
                               item->name.data != NULL ? item->name.data : "", parts[i].what);
    return LOY_OK;
}

/* Amounts that may be nothing, or mean nothing. */
static bool
may_be_zero(uint32_t item)
{
    return item == LOY_ITEM_COUNTER || item == LOY_ITEM_LADDER || item == LOY_ITEM_ENROLLED ||
           item == LOY_ITEM_STAGE || item == LOY_ITEM_SPEND;
}

static int
check_moments(loy__work *work, const loy_item *item, const char *path)
{
    bool ends = work->kind == LOY__ON_IMPORT &&
                (item->kind == LOY_ITEM_POINTS || item->kind == LOY_ITEM_VOUCHER);

    if ((item->time != LOY_TIME_NONE && !loy__in_calendar(item->time)) ||
        !loy__in_calendar(item->until))
        return loy__refuse(work, "bad-time", path, "%s", "the time is outside the years 1 to 9999");
    if (item->until != 0 && !ends)
        return loy__refuse(work, "bad-time", path, "%s",
                           "only points and vouchers of an import have an end of their own");
    return LOY_OK;
}

static int
check_item(loy__work *work, uint32_t index)
{
    const loy_item *item = loy__item_at(work->event, index);
    bool is_signed = work->kind == LOY__ON_ADJUST;
    char place[32];
    const char *path = place;
    int result;

    loy__format(place, sizeof(place), "/items/%u", index);
    if (item->kind == LOY_ITEM_REFUND)
        path = "/amount";
    if (item->kind == LOY_ITEM_RETURNED)
        loy__format(place, sizeof(place), "/returned/%u", index);
    if (item->kind > 31 || (allowed_items(work->kind) >> item->kind & 1) == 0)
        return loy__refuse(work, "wrong-item", path, "%s",
                           "an event of this kind does not carry such an amount");
    result = loy__gate_text(work, item->name, path);
    if (result == LOY_OK)
        result = check_name(work, item, path);
    if (result != LOY_OK)
        return result;
    if (item->amount > LOY_MAX_AMOUNT || item->amount < (is_signed ? -LOY_MAX_AMOUNT : 0) ||
        (item->amount == 0 && !may_be_zero(item->kind)))
        return loy__refuse(work, "bad-amount", path, "%s",
                           is_signed ? "the points are 0 or absurdly many"
                                     : "the amount is not above 0 or absurdly large");
    return check_moments(work, item, path);
}

int
loy__gate_items(loy__work *work)
{
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        int result = check_item(work, i);

        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- Attributes ---- */

const loy__attribute *
loy__find_attribute(const loy__attributes *declared, loy_text name)
{
    for (uint32_t i = 0; i < declared->count; i++) {
        const loy__name *own = &declared->items[i].name;

        if (loy__text_equal(own->text, own->size, name.data, name.size))
            return &declared->items[i];
    }
    return NULL;
}

/* A date may stand for a declared text, since documents write both as text. */
static bool
fits(uint32_t declared, const loy_attribute *attribute)
{
    if (attribute->kind == declared)
        return true;
    return declared == LOY_VALUE_TEXT && attribute->kind == LOY_VALUE_DATE &&
           attribute->text.data != NULL;
}

static bool
in_range(const loy_attribute *attribute)
{
    switch (attribute->kind) {
    case LOY_VALUE_BOOLEAN:
        return attribute->number == 0 || attribute->number == 1;
    case LOY_VALUE_DATE:
        return attribute->number >= LOY__TIME_MIN / LOY__DAY_MS &&
               attribute->number <= LOY__TIME_MAX / LOY__DAY_MS;
    case LOY_VALUE_INTEGER:
        return attribute->number >= -LOY_MAX_AMOUNT && attribute->number <= LOY_MAX_AMOUNT;
    default:
        return attribute->kind == LOY_VALUE_TEXT;
    }
}

static const loy__attributes *
declared_for(const loy__work *work, bool of_line)
{
    if (of_line)
        return &work->program->line_attributes;
    if (work->kind == LOY__ON_PROFILE || work->kind == LOY__ON_ENROL ||
        work->kind == LOY__ON_IMPORT)
        return &work->program->customer_attributes;
    return &work->program->event_attributes;
}

/* Whether an attribute says by which clock a customer lives. */
static bool
is_home(const loy__work *work, const loy__attribute *declared)
{
    const loy_program *program = work->program;

    return program->home != 0 && declared == &program->customer_attributes.items[program->home];
}

static int
check_zone(loy__work *work, loy_text text, const char *path)
{
    loy__zone zone;

    if (text.size == 0 || loy__zone_parse(text.data, text.size, &zone))
        return LOY_OK;
    return loy__refuse(work, "bad-zone", path, "%s",
                       "this is no POSIX TZ string: write for example CET-1CEST,M3.5.0,M10.5.0/3 "
                       "for Berlin, or nothing where it is not known");
}

static int
check_attribute(loy__work *work, const loy_attribute *attribute, bool of_line, const char *path)
{
    const loy__attribute *declared =
        loy__find_attribute(declared_for(work, of_line), attribute->name);
    uint32_t kind;
    int result;

    if (declared == NULL)
        return loy__refuse(work, "unknown-attribute", path,
                           "the program does not declare it: add it to `attributes` of the %s",
                           of_line ? "line"
                           : declared_for(work, false) == &work->program->event_attributes
                               ? "event"
                               : "customer");
    kind = declared->kind;
    if (!fits(kind, attribute))
        return loy__refuse(work, "wrong-kind", path, "the program declares it as %s",
                           kind == LOY_VALUE_TEXT      ? "text"
                           : kind == LOY_VALUE_INTEGER ? "integer"
                           : kind == LOY_VALUE_BOOLEAN ? "boolean"
                                                       : "date (YYYY-MM-DD)");
    if (!in_range(attribute))
        return loy__refuse(work, "out-of-range", path, "%s", "the value is out of range");
    result = loy__gate_text(work, attribute->text, path);
    return result == LOY_OK && is_home(work, declared) ? check_zone(work, attribute->text, path)
                                                       : result;
}

int
loy__gate_attributes(loy__work *work, const loy_attribute *attributes, uint32_t count,
                     const char *path)
{
    bool of_line = path[1] == 'l';

    for (uint32_t i = 0; i < count; i++) {
        const loy_attribute *attribute =
            loy__attribute_at(attributes, work->event->attribute_size, i);
        char where[160];
        int result = loy__gate_text(work, attribute->name, path);

        if (result != LOY_OK)
            return result;
        loy__format(where, sizeof(where), "%s/%.*s", path,
                    (int)(attribute->name.size < 64 ? attribute->name.size : 64),
                    attribute->name.data != NULL ? attribute->name.data : "");
        result = check_attribute(work, attribute, of_line, where);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
