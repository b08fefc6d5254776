/*
 * build.h -- lists, maps and optionals made while code runs.
 */
#ifndef LOY_CEL_BUILD_H
#define LOY_CEL_BUILD_H

#include "cel/cel.h"

/* An empty list or map with room for `room` elements or pairs. What it must
 * never be given is more than that. */
loy__cel_error loy__cel_build_list(loy__arena *arena, uint32_t room, loy__cel_value *out);
loy__cel_error loy__cel_build_map(loy__arena *arena, uint32_t room, loy__cel_value *out);

void loy__cel_push(loy__cel_value *list, loy__cel_value value);
/* LOY__CEL_ERR_ARGUMENT for a key that is there already. */
loy__cel_error loy__cel_put(loy__cel_value *map, loy__cel_value key, loy__cel_value value);
/* The value of an optional; nothing when it is empty. */
loy__cel_error loy__cel_push_maybe(loy__cel_value *list, loy__cel_value optional);
loy__cel_error loy__cel_put_maybe(loy__cel_value *map, loy__cel_value key, loy__cel_value optional);
/* The one pair of another map. */
loy__cel_error loy__cel_put_entry(loy__cel_value *map, loy__cel_value entry);

/* An optional with a value, or none for NULL. */
loy__cel_error loy__cel_make_optional(loy__arena *arena, const loy__cel_value *value,
                                      loy__cel_value *out);

/* base[key], base.name, has(base.name); of an optional they give optionals. */
loy__cel_error loy__cel_member_value(loy__arena *arena, loy__cel_value base, loy__cel_value key,
                                     loy__cel_value *out);
loy__cel_error loy__cel_select_value(loy__arena *arena, loy__cel_value base, loy__cel_value name,
                                     loy__cel_value *out);
loy__cel_error loy__cel_has_value(loy__cel_value base, loy__cel_value name, loy__cel_value *out);
/* base[?key] and base.?name. */
loy__cel_error loy__cel_maybe_value(loy__arena *arena, loy__cel_value base, loy__cel_value key,
                                    loy__cel_value *out);

#endif
