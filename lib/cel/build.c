/*
 * build.c -- lists, maps and optionals made while code runs, in the arena.
 */
#include "cel/build.h"

#include "cel/value.h"

/* The items of a collection under construction are ours to write. */
static loy__cel_value *
items_of(const loy__cel_value *collection)
{
    return (loy__cel_value *)(uintptr_t)collection->as.items;
}

static loy__cel_error
room_for(loy__arena *arena, size_t count, uint32_t kind, loy__cel_value *out)
{
    loy__cel_value *items = NULL;

    if (count != 0) {
        items = loy__arena_alloc(arena, count * sizeof(*items));
        if (items == NULL)
            return LOY__CEL_ERR_MEMORY;
    }
    *out = (loy__cel_value){.as.items = items, .tag = kind};
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_build_list(loy__arena *arena, uint32_t room, loy__cel_value *out)
{
    return room_for(arena, room, LOY__CEL_LIST, out);
}

loy__cel_error
loy__cel_build_map(loy__arena *arena, uint32_t room, loy__cel_value *out)
{
    return room_for(arena, (size_t)room * 2, LOY__CEL_MAP, out);
}

void
loy__cel_push(loy__cel_value *list, loy__cel_value value)
{
    items_of(list)[list->size++] = value;
}

loy__cel_error
loy__cel_put(loy__cel_value *map, loy__cel_value key, loy__cel_value value)
{
    loy__cel_value *pair = items_of(map) + (size_t)map->size * 2;

    if (!loy__cel_is_key(key))
        return LOY__CEL_ERR_OVERLOAD;
    if (loy__cel_map_find(*map, key) != NULL)
        return LOY__CEL_ERR_ARGUMENT;
    pair[0] = key;
    pair[1] = value;
    map->size++;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_push_maybe(loy__cel_value *list, loy__cel_value optional)
{
    if (loy__cel_kind(optional) != LOY__CEL_OPTIONAL)
        return LOY__CEL_ERR_OVERLOAD;
    if (optional.size != 0)
        loy__cel_push(list, optional.as.items[0]);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_put_maybe(loy__cel_value *map, loy__cel_value key, loy__cel_value optional)
{
    if (loy__cel_kind(optional) != LOY__CEL_OPTIONAL)
        return LOY__CEL_ERR_OVERLOAD;
    return optional.size != 0 ? loy__cel_put(map, key, optional.as.items[0]) : LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_put_entry(loy__cel_value *map, loy__cel_value entry)
{
    if (loy__cel_kind(entry) != LOY__CEL_MAP)
        return LOY__CEL_ERR_OVERLOAD;
    if (entry.size > 1)
        return LOY__CEL_ERR_ARGUMENT;
    if (entry.size == 0)
        return LOY__CEL_ERR_NONE;
    return loy__cel_put(map, entry.as.items[0], entry.as.items[1]);
}

loy__cel_error
loy__cel_make_optional(loy__arena *arena, const loy__cel_value *value, loy__cel_value *out)
{
    loy__cel_value optional;
    loy__cel_error error = room_for(arena, value != NULL, LOY__CEL_OPTIONAL, &optional);

    if (error != LOY__CEL_ERR_NONE)
        return error;
    if (value != NULL)
        loy__cel_push(&optional, *value);
    *out = optional;
    return LOY__CEL_ERR_NONE;
}

/* Looks into an optional: none stays none, a missing key becomes none. */
static loy__cel_error
look_into(loy__arena *arena, loy__cel_value optional, loy__cel_value key, loy__cel_value *out)
{
    loy__cel_value value;
    loy__cel_error error;

    if (optional.size == 0)
        return loy__cel_make_optional(arena, NULL, out);
    error = loy__cel_index(optional.as.items[0], key, &value);
    if (error == LOY__CEL_ERR_KEY || error == LOY__CEL_ERR_INDEX)
        return loy__cel_make_optional(arena, NULL, out);
    return error == LOY__CEL_ERR_NONE ? loy__cel_make_optional(arena, &value, out) : error;
}

loy__cel_error
loy__cel_member_value(loy__arena *arena, loy__cel_value base, loy__cel_value key,
                      loy__cel_value *out)
{
    if (loy__cel_kind(base) == LOY__CEL_OPTIONAL)
        return look_into(arena, base, key, out);
    return loy__cel_index(base, key, out);
}

loy__cel_error
loy__cel_maybe_value(loy__arena *arena, loy__cel_value base, loy__cel_value key,
                     loy__cel_value *out)
{
    loy__cel_value optional = {.as.items = &base, .size = 1, .tag = LOY__CEL_OPTIONAL};

    if (loy__cel_kind(base) == LOY__CEL_OPTIONAL)
        optional = base;
    return look_into(arena, optional, key, out);
}

loy__cel_error
loy__cel_select_value(loy__arena *arena, loy__cel_value base, loy__cel_value name,
                      loy__cel_value *out)
{
    uint32_t kind = loy__cel_kind(base);

    if (kind != LOY__CEL_MAP && kind != LOY__CEL_OPTIONAL)
        return LOY__CEL_ERR_OVERLOAD;
    return loy__cel_member_value(arena, base, name, out);
}

loy__cel_error
loy__cel_has_value(loy__cel_value base, loy__cel_value name, loy__cel_value *out)
{
    if (loy__cel_kind(base) == LOY__CEL_OPTIONAL) {
        if (base.size == 0) {
            *out = loy__cel_bool(false);
            return LOY__CEL_ERR_NONE;
        }
        base = base.as.items[0];
    }
    if (loy__cel_kind(base) != LOY__CEL_MAP)
        return LOY__CEL_ERR_OVERLOAD;
    *out = loy__cel_bool(loy__cel_map_find(base, name) != NULL);
    return LOY__CEL_ERR_NONE;
}
