/*
 * strings.c -- functions on texts. Texts are well-formed UTF-8; positions and
 * sizes count code points, and only ASCII letters have cases.
 */
#include "base/text.h"

#include <string.h>

#include "cel/function.h"
#include "cel/value.h"

static bool
are_texts(const loy__cel_value *args, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (loy__cel_kind(args[i]) != LOY__CEL_STRING)
            return false;
    return true;
}

static bool
is_at(loy__cel_value text, loy__cel_value part, uint32_t at)
{
    return part.size == 0 || memcmp(text.as.text + at, part.as.text, part.size) == 0;
}

loy__cel_error
loy__cel_contains(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    bool found = false;

    if (!are_texts(args, call->count))
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t at = 0; !found && at + (uint64_t)args[1].size <= args[0].size; at++)
        found = is_at(args[0], args[1], at);
    *out = loy__cel_bool(found);
    return LOY__CEL_ERR_NONE;
}

/* startsWith, or endsWith when data is LOY__FN_AT_END. */
loy__cel_error
loy__cel_has_affix(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    uint32_t at = 0;

    if (!are_texts(args, call->count))
        return LOY__CEL_ERR_OVERLOAD;
    if (call->data == LOY__FN_AT_END && args[1].size <= args[0].size)
        at = args[0].size - args[1].size;
    *out = loy__cel_bool(args[1].size <= args[0].size && is_at(args[0], args[1], at));
    return LOY__CEL_ERR_NONE;
}

/* lowerAscii, or upperAscii when data is LOY__FN_UPPER. */
loy__cel_error
loy__cel_change_case(const loy__cel_call *call, loy__cel_value *out)
{
    bool upper = call->data == LOY__FN_UPPER;
    char first = upper ? 'a' : 'A';
    loy__cel_value text = call->args[0];
    char *data;

    if (!are_texts(&text, 1))
        return LOY__CEL_ERR_OVERLOAD;
    data = loy__arena_alloc(call->arena, (size_t)text.size + 1);
    if (data == NULL)
        return LOY__CEL_ERR_MEMORY;
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.as.text[i];

        data[i] = c >= first && c < first + 26 ? (char)(c + (upper ? 'A' - 'a' : 'a' - 'A')) : c;
    }
    *out = loy__cel_string(data, text.size, 0);
    return LOY__CEL_ERR_NONE;
}

/* Unicode's White_Space. */
static bool
is_blank(uint32_t code)
{
    return (code >= 0x09 && code <= 0x0d) || code == 0x20 || code == 0x85 || code == 0xa0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
           code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000;
}

loy__cel_error
loy__cel_trim(const loy__cel_call *call, loy__cel_value *out)
{
    const loy__cel_value *args = call->args;
    loy__cel_value text = args[0];
    size_t begin = SIZE_MAX, end = 0;

    if (!are_texts(args, call->count))
        return LOY__CEL_ERR_OVERLOAD;
    for (size_t at = 0; at < text.size;) {
        size_t here = at;

        if (is_blank(loy__utf8_next(text.as.text, text.size, &at)))
            continue;
        if (begin == SIZE_MAX)
            begin = here;
        end = at;
    }
    *out = begin == SIZE_MAX ? loy__cel_string("", 0, 0)
                             : loy__cel_string(text.as.text + begin, (uint32_t)(end - begin), 0);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_concatenate(loy__arena *arena, loy__cel_value a, loy__cel_value b, loy__cel_value *out)
{
    uint32_t kind = loy__cel_kind(a);
    size_t unit = kind == LOY__CEL_LIST ? sizeof(loy__cel_value) : 1;
    char *data;

    if (kind != LOY__CEL_STRING && kind != LOY__CEL_BYTES && kind != LOY__CEL_LIST)
        return LOY__CEL_ERR_OVERLOAD;
    if (a.size > UINT32_MAX - b.size)
        return LOY__CEL_ERR_OVERFLOW;
    data = loy__arena_alloc(arena, ((size_t)a.size + b.size + 1) * unit);
    if (data == NULL)
        return LOY__CEL_ERR_MEMORY;
    if (a.size != 0)
        memcpy(data, kind == LOY__CEL_LIST ? (const void *)a.as.items : a.as.text, a.size * unit);
    if (b.size != 0)
        memcpy(data + a.size * unit, kind == LOY__CEL_LIST ? (const void *)b.as.items : b.as.text,
               b.size * unit);
    *out = (loy__cel_value){.size = a.size + b.size, .tag = kind};
    if (kind == LOY__CEL_LIST)
        out->as.items = (const loy__cel_value *)(const void *)data;
    else
        out->as.text = data;
    return LOY__CEL_ERR_NONE;
}
