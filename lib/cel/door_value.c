/*
 * door_value.c -- values of the host: checked and copied on the way in, lent on
 * the way out.
 *
 * The machine trusts the types of variables, so that nothing gets in that is
 * not of its variable's type.
 */
#include "cel/door.h"
#include "base/text.h"
#include "cel/value.h"

#include <string.h>

#define MAX_DEPTH 32
#define MAX_COUNT (UINT32_C(1) << 30)
#define FIRST_SECOND INT64_C(-62135596800) /* 0001-01-01T00:00:00Z */
#define LAST_SECOND INT64_C(253402300799)  /* 9999-12-31T23:59:59Z */

/* ---- Shapes ---- */

size_t
loy__cel_shape(const loy__cel_typed *type, uint8_t *out)
{
    size_t size = 1;

    type = loy__cel_type_known(type);
    out[0] = (uint8_t)type->kind;
    for (uint32_t i = 0; i < 2 && type->kind != LOY__T_TYPE && type->params[i] != NULL; i++)
        size += loy__cel_shape(type->params[i], out + size);
    return size;
}

static const uint8_t *
after(const uint8_t *shape)
{
    uint32_t kind = *shape++;

    if (kind == LOY__T_LIST || kind == LOY__T_OPTIONAL || kind == LOY__T_MAP)
        shape = after(shape);
    return kind == LOY__T_MAP ? after(shape) : shape;
}

static bool
is_of_kind(uint32_t type, uint32_t kind)
{
    static const uint8_t kinds[] = {
        [LOY__T_NULL] = LOY_CEL_NULL,         [LOY__T_BOOL] = LOY_CEL_BOOL,
        [LOY__T_INT] = LOY_CEL_INT,           [LOY__T_UINT] = LOY_CEL_UINT,
        [LOY__T_DOUBLE] = LOY_CEL_DOUBLE,     [LOY__T_STRING] = LOY_CEL_STRING,
        [LOY__T_BYTES] = LOY_CEL_BYTES,       [LOY__T_TIMESTAMP] = LOY_CEL_TIMESTAMP,
        [LOY__T_DURATION] = LOY_CEL_DURATION, [LOY__T_LIST] = LOY_CEL_LIST,
        [LOY__T_MAP] = LOY_CEL_MAP,           [LOY__T_TYPE] = LOY_CEL_TYPE,
        [LOY__T_OPTIONAL] = LOY_CEL_OPTIONAL,
    };

    return type == LOY__T_DYN || (type < sizeof(kinds) && kinds[type] == kind);
}

/* ---- In ---- */

static bool
add(size_t *total, size_t size)
{
    size = (size + 7) / 8 * 8;
    if (size > SIZE_MAX / 2 - *total)
        return false;
    *total += size;
    return true;
}

static bool measure(size_t *total, const uint8_t *shape, const loy_cel_value *value,
                    uint32_t depth);

static bool
is_key(uint32_t kind)
{
    return kind == LOY_CEL_BOOL || kind == LOY_CEL_INT || kind == LOY_CEL_UINT ||
           kind == LOY_CEL_STRING;
}

static bool
measure_items(size_t *total, const uint8_t *shape, const loy_cel_value *value, uint32_t depth)
{
    static const uint8_t any[] = {LOY__T_DYN, LOY__T_DYN, LOY__T_DYN};
    const uint8_t *inner = *shape == LOY__T_DYN ? any + 1 : shape + 1, *other = inner;
    bool map = value->kind == LOY_CEL_MAP;
    uint32_t count = map ? 2 * value->size : value->size;

    if (value->size > MAX_COUNT || (count > 0 && value->as.items == NULL) || depth == MAX_DEPTH ||
        (value->kind == LOY_CEL_OPTIONAL && count > 1) ||
        !add(total, count * sizeof(loy__cel_value)))
        return false;
    if (map)
        other = after(inner);
    for (uint32_t i = 0; i < count; i++) {
        const loy_cel_value *item = &value->as.items[i];

        if (map && i % 2 == 0 && !is_key(item->kind))
            return false;
        if (!measure(total, map && i % 2 == 1 ? other : inner, item, depth + 1))
            return false;
    }
    return true;
}

static bool
measure(size_t *total, const uint8_t *shape, const loy_cel_value *value, uint32_t depth)
{
    if (!is_of_kind(*shape, value->kind))
        return false;
    switch (value->kind) {
    case LOY_CEL_BOOL:
        return value->as.integer == 0 || value->as.integer == 1;
    case LOY_CEL_NULL:
    case LOY_CEL_INT:
    case LOY_CEL_UINT:
    case LOY_CEL_DOUBLE:
    case LOY_CEL_DURATION:
        return true;
    case LOY_CEL_TIMESTAMP:
        return value->as.integer >= FIRST_SECOND && value->as.integer <= LAST_SECOND &&
               value->size < 1000000000;
    case LOY_CEL_STRING:
    case LOY_CEL_BYTES:
    case LOY_CEL_TYPE:
        if (value->size > 0 && value->as.text == NULL)
            return false;
        return (value->kind == LOY_CEL_BYTES || loy__utf8_valid(value->as.text, value->size)) &&
               add(total, value->size);
    case LOY_CEL_LIST:
    case LOY_CEL_MAP:
    case LOY_CEL_OPTIONAL:
        return measure_items(total, shape, value, depth);
    default:
        return false;
    }
}

size_t
loy__cel_measure(const uint8_t *shape, const loy_cel_value *value)
{
    size_t total = 0;

    return measure(&total, shape, value, 0) ? total : SIZE_MAX;
}

static void *
next_bytes(unsigned char **at, size_t size)
{
    void *bytes = *at;

    *at += (size + 7) / 8 * 8;
    return bytes;
}

static bool
has_items(uint32_t kind)
{
    return kind == LOY_CEL_LIST || kind == LOY_CEL_MAP || kind == LOY_CEL_OPTIONAL;
}

static loy__cel_value
take(const loy_cel_value *value, unsigned char **at)
{
    loy__cel_value copy = {.as.natural = value->as.natural, .tag = value->kind};

    if (value->kind == LOY_CEL_STRING || value->kind == LOY_CEL_BYTES ||
        value->kind == LOY_CEL_TYPE) {
        char *text = next_bytes(at, value->size);

        if (value->size > 0)
            memcpy(text, value->as.text, value->size);
        copy.as.text = text;
        copy.size = value->size;
    } else if (has_items(value->kind)) {
        uint32_t count = value->kind == LOY_CEL_MAP ? 2 * value->size : value->size;
        loy__cel_value *items = next_bytes(at, count * sizeof(*items));

        for (uint32_t i = 0; i < count; i++)
            items[i] = take(&value->as.items[i], at);
        copy.as.items = items;
        copy.size = value->size;
    } else if (value->kind == LOY_CEL_TIMESTAMP) {
        copy.size = value->size;
    }
    return copy;
}

loy__cel_value
loy__cel_take(const loy_cel_value *value, void *bytes)
{
    unsigned char *at = bytes;

    return take(value, &at);
}

/* ---- Out ---- */

bool
loy__cel_give(loy__arena *arena, loy__cel_value value, loy_cel_value *out)
{
    uint32_t kind = loy__cel_kind(value);
    uint32_t count = kind == LOY_CEL_MAP ? 2 * value.size : value.size;
    loy_cel_value *items;

    *out = (loy_cel_value){.as.natural = value.as.natural, .size = value.size, .kind = kind};
    if (kind == LOY_CEL_STRING || kind == LOY_CEL_BYTES || kind == LOY_CEL_TYPE) {
        out->as.text = value.as.text;
        return true;
    }
    if (!has_items(kind))
        return true;
    items = loy__arena_alloc(arena, count * sizeof(*items));
    if (items == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!loy__cel_give(arena, value.as.items[i], &items[i]))
            return false;
    out->as.items = items;
    return true;
}

/* ---- What the host asks of a value ---- */

const loy_cel_value *
loy_cel_at(const loy_cel_value *value, uint32_t index)
{
    if (value == NULL || !has_items(value->kind) || index >= value->size)
        return NULL;
    return &value->as.items[value->kind == LOY_CEL_MAP ? 2 * (size_t)index + 1 : index];
}

const loy_cel_value *
loy_cel_key_at(const loy_cel_value *map, uint32_t index)
{
    if (map == NULL || map->kind != LOY_CEL_MAP || index >= map->size)
        return NULL;
    return &map->as.items[2 * (size_t)index];
}

/* A value without parts. */
static loy__cel_value
plain(const loy_cel_value *value)
{
    loy__cel_value copy = {.as.natural = value->as.natural, .tag = value->kind};

    if (value->kind == LOY_CEL_STRING) {
        copy.as.text = value->as.text;
        copy.size = value->size;
    }
    return copy;
}

const loy_cel_value *
loy_cel_find(const loy_cel_value *map, const loy_cel_value *key)
{
    if (map == NULL || key == NULL || map->kind != LOY_CEL_MAP ||
        (!is_key(key->kind) && key->kind != LOY_CEL_DOUBLE))
        return NULL;
    for (uint32_t i = 0; i < map->size; i++) {
        const loy_cel_value *pair = &map->as.items[2 * (size_t)i];

        if (is_key(pair->kind) && loy__cel_equal(plain(pair), plain(key)))
            return pair + 1;
    }
    return NULL;
}
