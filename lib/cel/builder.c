/*
 * builder.c -- texts that grow in an arena, and values as format() shows them.
 */
#include <string.h>

#include "base/text.h"
#include "cel/format.h"
#include "cel/function.h"

#define FIRST_CAPACITY 64
#define LONGEST (UINT32_C(1) << 30)

static bool
make_room(loy__cel_builder *b, size_t size)
{
    size_t capacity = b->capacity == 0 ? FIRST_CAPACITY : b->capacity;
    char *data;

    if (b->failed || size > LONGEST - b->size)
        b->failed = true;
    if (b->failed || size <= b->capacity - b->size)
        return !b->failed;
    while (capacity - b->size < size)
        capacity *= 2;
    data = loy__arena_alloc(b->arena, capacity);
    if (data == NULL) {
        b->failed = true;
        return false;
    }
    if (b->size > 0)
        memcpy(data, b->data, b->size);
    b->data = data;
    b->capacity = (uint32_t)capacity;
    return true;
}

void
loy__cel_put_bytes(loy__cel_builder *b, const char *data, size_t size)
{
    if (size == 0 || !make_room(b, size))
        return;
    memcpy(b->data + b->size, data, size);
    b->size += (uint32_t)size;
}

void
loy__cel_put_text(loy__cel_builder *b, const char *text)
{
    loy__cel_put_bytes(b, text, strlen(text));
}

void
loy__cel_put_char(loy__cel_builder *b, char c)
{
    loy__cel_put_bytes(b, &c, 1);
}

loy__cel_error
loy__cel_built(const loy__cel_builder *b, loy__cel_value *out)
{
    if (b->failed)
        return LOY__CEL_ERR_MEMORY;
    if (b->size > 0 && !loy__utf8_valid(b->data, b->size))
        return LOY__CEL_ERR_CONVERT;
    *out = loy__cel_string(b->size > 0 ? b->data : "", b->size, 0);
    return LOY__CEL_ERR_NONE;
}

/* ---- Values ---- */

static loy__cel_error
put_list(loy__cel_builder *b, loy__cel_value list)
{
    loy__cel_put_char(b, '[');
    for (uint32_t i = 0; i < list.size; i++) {
        loy__cel_error error;

        if (i > 0)
            loy__cel_put_text(b, ", ");
        error = loy__cel_put_value(b, list.as.items[i]);
        if (error != LOY__CEL_ERR_NONE)
            return error;
    }
    loy__cel_put_char(b, ']');
    return LOY__CEL_ERR_NONE;
}

/* A pair of a map: its key as text, and where it stands. */
typedef struct entry {
    loy__cel_value key;
    uint32_t index;
} entry;

static bool
comes_after(const entry *a, const entry *b)
{
    return loy__text_compare(a->key.as.text, a->key.size, b->key.as.text, b->key.size) > 0;
}

/* Sorts by merging longer and longer runs; equal keys keep their order. */
static entry *
sort(entry *entries, entry *spare, uint32_t count)
{
    for (uint64_t run = 1; run < count; run *= 2) {
        entry *sorted = spare;

        for (uint64_t begin = 0; begin < count; begin += 2 * run) {
            uint64_t middle = begin + run < count ? begin + run : count;
            uint64_t end = middle + run < count ? middle + run : count;
            uint64_t a = begin, b = middle;

            for (uint64_t at = begin; at < end; at++) {
                bool right = b < end && (a == middle || comes_after(&entries[a], &entries[b]));

                sorted[at] = entries[right ? b++ : a++];
            }
        }
        spare = entries;
        entries = sorted;
    }
    return entries;
}

static loy__cel_error
put_entries(loy__cel_builder *b, loy__cel_value map, const entry *entries)
{
    loy__cel_put_char(b, '{');
    for (uint32_t i = 0; i < map.size; i++) {
        loy__cel_error error;

        if (i > 0)
            loy__cel_put_text(b, ", ");
        loy__cel_put_bytes(b, entries[i].key.as.text, entries[i].key.size);
        loy__cel_put_text(b, ": ");
        error = loy__cel_put_value(b, map.as.items[2 * (size_t)entries[i].index + 1]);
        if (error != LOY__CEL_ERR_NONE)
            return error;
    }
    loy__cel_put_char(b, '}');
    return LOY__CEL_ERR_NONE;
}

static loy__cel_error
put_map(loy__cel_builder *b, loy__cel_value map)
{
    entry *entries = loy__arena_alloc(b->arena, 2 * (size_t)map.size * sizeof(*entries));

    if (entries == NULL)
        return LOY__CEL_ERR_MEMORY;
    for (uint32_t i = 0; i < map.size; i++) {
        loy__cel_builder key = {.arena = b->arena};
        loy__cel_error error = loy__cel_put_value(&key, map.as.items[2 * (size_t)i]);

        if (error == LOY__CEL_ERR_NONE)
            error = loy__cel_built(&key, &entries[i].key);
        if (error != LOY__CEL_ERR_NONE)
            return error;
        entries[i].index = i;
    }
    return put_entries(b, map, sort(entries, entries + map.size, map.size));
}

/* What string() makes of a value. */
static loy__cel_error
put_converted(loy__cel_builder *b, loy__cel_value value)
{
    loy__cel_call call = {.arena = b->arena, .args = &value, .count = 1};
    loy__cel_value text;
    loy__cel_error error = loy__cel_to_string(&call, &text);

    if (error == LOY__CEL_ERR_NONE)
        loy__cel_put_bytes(b, text.as.text, text.size);
    return error;
}

loy__cel_error
loy__cel_put_value(loy__cel_builder *b, loy__cel_value value)
{
    switch (loy__cel_kind(value)) {
    case LOY__CEL_NULL:
        loy__cel_put_text(b, "null");
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_DOUBLE:
        loy__cel_put_real(b, value.as.real);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_STRING:
    case LOY__CEL_BYTES:
    case LOY__CEL_TYPE:
        loy__cel_put_bytes(b, value.as.text, value.size);
        return LOY__CEL_ERR_NONE;
    case LOY__CEL_LIST:
        return put_list(b, value);
    case LOY__CEL_MAP:
        return put_map(b, value);
    default:
        return put_converted(b, value);
    }
}
