/*
 * item.c -- amounts of something named: points to adjust or to pay with, and
 * what an imported customer brings along.
 */
#include "json/parts.h"

#include <string.h>

#include "base/macros.h"

static loy_item *
next_item(loy_json_reader *reader, uint32_t kind)
{
    loy_item *item = &reader->items[reader->item_count++];

    *item = (loy_item){.kind = kind, .time = LOY_TIME_NONE};
    return item;
}

/* ---- Maps from a name to an amount ---- */

static bool
read_amount(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value, void *out)
{
    loy_item *item = next_item(reader, *(const uint32_t *)out);

    (void)member;
    item->name = (loy_text){at->key, (uint32_t)strlen(at->key), 0};
    if (item->kind == LOY_ITEM_COUNTER)
        return loy__json_whole(reader, at, value, &item->amount);
    return loy__json_points(reader, at, value, at->key, &item->amount);
}

bool
loy__json_amounts(loy_json_reader *reader, const loy__step *at, json_t *value, uint32_t kind)
{
    return loy__json_map(reader, at, value, NULL, 0, read_amount, &kind, NULL);
}

bool
loy__json_refund(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_money(reader, at, value, &next_item(reader, LOY_ITEM_REFUND)->amount);
}

enum { RETURNED_ID, RETURNED_QUANTITY };

static bool
read_returned_member(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value,
                     void *out)
{
    loy_item *item = out;

    if (member == RETURNED_ID)
        return loy__json_text(reader, at, value, &item->name);
    return loy__json_decimal(reader, at, value, 3, &item->amount);
}

static bool
read_returned(loy_json_reader *reader, const loy__step *at, size_t index, json_t *value, void *out)
{
    static const char *const names[] = {[RETURNED_ID] = "id", [RETURNED_QUANTITY] = "quantity"};
    loy_item *item = next_item(reader, LOY_ITEM_RETURNED);
    uint64_t seen = 0;

    (void)index;
    (void)out;
    if (!loy__json_map(reader, at, value, names, LOY_COUNT(names), read_returned_member, item,
                       &seen))
        return false;
    if (!(seen & UINT64_C(1) << RETURNED_ID))
        return loy__json_missing(reader, at, "id", "\"1\", the id of the line that comes back");
    if (!(seen & UINT64_C(1) << RETURNED_QUANTITY))
        return loy__json_missing(reader, at, "quantity", "1, how much of the line comes back");
    return true;
}

bool
loy__json_returned(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_list(reader, at, value, read_returned, NULL);
}

/* ---- What an imported customer brings along ---- */

/* What the members of a map that becomes an item are. */
enum { ITEM_AMOUNT, ITEM_NAME, ITEM_TIME, ITEM_UNTIL, ITEM_FIRST, ITEM_SPEND };

typedef struct item_form {
    uint32_t kind;
    size_t count;
    const char *names[4]; /* of the members, in the order of their letters */
    uint32_t members[4];  /* what each of them is */
    const char *example;  /* of its name; NULL: it has none */
} item_form;

static const item_form points_form = {
    LOY_ITEM_POINTS,
    4,
    {"currency", "points", "time", "until"},
    {ITEM_NAME, ITEM_AMOUNT, ITEM_TIME, ITEM_UNTIL},
    "\"stars\"",
};
static const item_form ladder_form = {
    LOY_ITEM_LADDER, 3, {"amount", "ladder", "time"}, {ITEM_AMOUNT, ITEM_NAME, ITEM_TIME},
    "\"status\"",
};
static const item_form voucher_form = {
    LOY_ITEM_VOUCHER,  3, {"count", "until", "voucher"}, {ITEM_AMOUNT, ITEM_UNTIL, ITEM_NAME},
    "\"free-coffee\"",
};
static const item_form purchases_form = {
    LOY_ITEM_PURCHASES,
    4,
    {"count", "first", "last", "spend"},
    {ITEM_AMOUNT, ITEM_FIRST, ITEM_TIME, ITEM_SPEND},
    NULL,
};
static const item_form stage_form = {
    LOY_ITEM_STAGE, 2, {"name", "since"}, {ITEM_NAME, ITEM_TIME}, "\"repeat\"",
};

/* Such a map as it is read. */
typedef struct item_map {
    const item_form *form;
    loy_item *item;
    json_t *amount; /* read when the name is known: its decimals depend on it */
    json_t *spend;
    int64_t first;
} item_map;

static bool
read_item_member(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value,
                 void *out)
{
    item_map *map = out;

    switch (map->form->members[member]) {
    case ITEM_NAME:
        return loy__json_text(reader, at, value, &map->item->name);
    case ITEM_TIME:
        return loy__json_instant(reader, at, value, &map->item->time, NULL);
    case ITEM_UNTIL:
        return loy__json_instant(reader, at, value, &map->item->until, NULL);
    case ITEM_FIRST:
        return loy__json_instant(reader, at, value, &map->first, NULL);
    case ITEM_SPEND:
        map->spend = value;
        return true;
    default:
        map->amount = value;
        return true;
    }
}

static const char *
name_of(const item_form *form, uint32_t member)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->members[i] == member)
            return form->names[i];
    return NULL;
}

static bool
finish_item(loy_json_reader *reader, const loy__step *at, const item_map *map)
{
    const item_form *form = map->form;
    loy__step step = {at, name_of(form, ITEM_AMOUNT), 0};
    loy_item *item = map->item;

    if (form->example != NULL && item->name.data == NULL)
        return loy__json_missing(reader, at, name_of(form, ITEM_NAME), form->example);
    if (step.key == NULL)
        return true;
    if (map->amount == NULL)
        return loy__json_missing(reader, at, step.key, "50");
    if (item->kind == LOY_ITEM_POINTS)
        return loy__json_points(reader, &step, map->amount, item->name.data, &item->amount);
    return loy__json_whole(reader, &step, map->amount, &item->amount);
}

static bool
read_item(loy_json_reader *reader, const loy__step *at, json_t *value, const item_form *form,
          item_map *map)
{
    *map = (item_map){.form = form, .item = next_item(reader, form->kind), .first = LOY_TIME_NONE};
    return loy__json_map(reader, at, value, form->names, form->count, read_item_member, map,
                         NULL) &&
           finish_item(reader, at, map);
}

static bool
read_listed(loy_json_reader *reader, const loy__step *at, size_t index, json_t *value, void *out)
{
    const item_form *const *form = out;
    item_map map;

    (void)index;
    return read_item(reader, at, value, *form, &map);
}

static bool
read_list(loy_json_reader *reader, const loy__step *at, json_t *value, const item_form *form)
{
    return loy__json_list(reader, at, value, read_listed, &form);
}

/* What they came to, and when the first was, is an item of its own. */
static bool
read_purchases(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    loy__step spend = {at, "spend", 0};
    item_map map;
    loy_item *item;

    if (!read_item(reader, at, value, &purchases_form, &map))
        return false;
    if (map.spend == NULL && map.first == LOY_TIME_NONE)
        return true;
    item = next_item(reader, LOY_ITEM_SPEND);
    item->time = map.first;
    return map.spend == NULL || loy__json_money(reader, &spend, map.spend, &item->amount);
}

enum { COUNTERS, ENROLLED, LADDERS, POINTS, PURCHASES, STAGE, VOUCHERS };

static bool
read_opening_member(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value,
                    void *out)
{
    item_map map;

    (void)out;
    switch (member) {
    case COUNTERS:
        return loy__json_amounts(reader, at, value, LOY_ITEM_COUNTER);
    case ENROLLED:
        return loy__json_instant(reader, at, value, &next_item(reader, LOY_ITEM_ENROLLED)->time,
                                 NULL);
    case LADDERS:
        return read_list(reader, at, value, &ladder_form);
    case POINTS:
        return read_list(reader, at, value, &points_form);
    case STAGE:
        return read_item(reader, at, value, &stage_form, &map);
    case VOUCHERS:
        return read_list(reader, at, value, &voucher_form);
    default:
        return read_purchases(reader, at, value);
    }
}

bool
loy__json_opening(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    static const char *const names[] = {
        [COUNTERS] = "counters", [ENROLLED] = "enrolled",   [LADDERS] = "ladders",
        [POINTS] = "points",     [PURCHASES] = "purchases", [STAGE] = "stage",
        [VOUCHERS] = "vouchers"};

    return loy__json_map(reader, at, value, names, LOY_COUNT(names), read_opening_member, NULL,
                         NULL);
}

/* Elements of a list or members of a map; jansson counts 0 for the other. */
static size_t
size_of(json_t *value)
{
    return json_array_size(value) + json_object_size(value);
}

size_t
loy__json_item_room(json_t *document)
{
    json_t *opening = json_object_get(document, "opening");
    size_t room = size_of(json_object_get(document, "points")) +
                  size_of(json_object_get(document, "pay")) + 1 +
                  size_of(json_object_get(document, "returned"));

    if (opening == NULL)
        return room;
    /* And when he enrolled, his purchases, what they came to, his stage. */
    return room + 4 + size_of(json_object_get(opening, "points")) +
           size_of(json_object_get(opening, "ladders")) +
           size_of(json_object_get(opening, "counters")) +
           size_of(json_object_get(opening, "vouchers"));
}
