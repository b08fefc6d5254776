/*
 * substrings.c -- the functions of CEL's strings extension that take texts
 * apart and put them together. Positions count code points.
 */
#include "base/text.h"

#include <string.h>

#include "cel/build.h"
#include "cel/function.h"

static bool
are(const loy__cel_call *call, uint32_t first, uint32_t count, uint32_t kind)
{
    for (uint32_t i = first; i < first + count && i < call->count; i++)
        if (loy__cel_kind(call->args[i]) != kind)
            return false;
    return true;
}

/* The byte where a code point begins; false when there are fewer. */
static bool
byte_of(loy__cel_value text, int64_t position, size_t *out)
{
    size_t at = 0;

    if (position < 0)
        return false;
    for (; position > 0 && at < text.size; position--)
        loy__utf8_next(text.as.text, text.size, &at);
    *out = at;
    return position == 0;
}

static loy__cel_value
part(loy__cel_value text, size_t begin, size_t end)
{
    return loy__cel_string(text.as.text + begin, (uint32_t)(end - begin), 0);
}

static bool
is_at(loy__cel_value text, loy__cel_value sought, size_t at)
{
    return sought.size <= text.size - at &&
           (sought.size == 0 || memcmp(text.as.text + at, sought.as.text, sought.size) == 0);
}

loy__cel_error
loy__cel_char_at(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0];
    size_t begin, end;

    if (!are(call, 0, 1, LOY__CEL_STRING) || !are(call, 1, 1, LOY__CEL_INT))
        return LOY__CEL_ERR_OVERLOAD;
    if (!byte_of(text, call->args[1].as.integer, &begin))
        return LOY__CEL_ERR_INDEX;
    end = begin;
    if (begin < text.size)
        loy__utf8_next(text.as.text, text.size, &end);
    *out = part(text, begin, end);
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_substring(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0];
    size_t begin, end = text.size;

    if (!are(call, 0, 1, LOY__CEL_STRING) || !are(call, 1, 2, LOY__CEL_INT))
        return LOY__CEL_ERR_OVERLOAD;
    if (!byte_of(text, call->args[1].as.integer, &begin) ||
        (call->count == 3 && !byte_of(text, call->args[2].as.integer, &end)) || begin > end)
        return LOY__CEL_ERR_INDEX;
    *out = part(text, begin, end);
    return LOY__CEL_ERR_NONE;
}

/* indexOf, or lastIndexOf when data is LOY__FN_AT_END. */
loy__cel_error
loy__cel_index_of(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0], sought = call->args[1];
    bool last = call->data == LOY__FN_AT_END;
    size_t from = 0, limit = text.size;
    int64_t position = 0, found = -1;

    if (!are(call, 0, 2, LOY__CEL_STRING) || !are(call, 2, 1, LOY__CEL_INT))
        return LOY__CEL_ERR_OVERLOAD;
    if (call->count == 3 && !byte_of(text, call->args[2].as.integer, last ? &limit : &from))
        return LOY__CEL_ERR_INDEX;
    for (size_t at = 0; at <= limit; position++) {
        if (at >= from && is_at(text, sought, at)) {
            found = position;
            if (!last)
                break;
        }
        if (at >= text.size)
            break;
        loy__utf8_next(text.as.text, text.size, &at);
    }
    *out = loy__cel_int(found);
    return LOY__CEL_ERR_NONE;
}

/* Copies texts one after the other. */
typedef struct joined {
    char *data;
    size_t size;
} joined;

static void
append(joined *to, loy__cel_value text)
{
    if (to->data != NULL && text.size != 0)
        memcpy(to->data + to->size, text.as.text, text.size);
    to->size += text.size;
}

static loy__cel_error
finish(const joined *made, loy__cel_value *out)
{
    *out = loy__cel_string(made->data, (uint32_t)made->size, 0);
    return LOY__CEL_ERR_NONE;
}

/* Memory for what a first walk has measured. */
static loy__cel_error
reserve(loy__arena *arena, joined *to)
{
    if (to->size > UINT32_MAX)
        return LOY__CEL_ERR_OVERFLOW;
    to->data = loy__arena_alloc(arena, to->size + 1);
    to->size = 0;
    return to->data != NULL ? LOY__CEL_ERR_NONE : LOY__CEL_ERR_MEMORY;
}

static void
put_joined(joined *to, loy__cel_value list, loy__cel_value separator)
{
    for (uint32_t i = 0; i < list.size; i++) {
        if (i != 0)
            append(to, separator);
        append(to, list.as.items[i]);
    }
}

loy__cel_error
loy__cel_join_texts(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value list = call->args[0];
    loy__cel_value separator = call->count == 2 ? call->args[1] : loy__cel_string("", 0, 0);
    joined to = {NULL, 0};
    loy__cel_error error;

    if (!are(call, 0, 1, LOY__CEL_LIST) || !are(call, 1, 1, LOY__CEL_STRING))
        return LOY__CEL_ERR_OVERLOAD;
    for (uint32_t i = 0; i < list.size; i++)
        if (loy__cel_kind(list.as.items[i]) != LOY__CEL_STRING)
            return LOY__CEL_ERR_OVERLOAD;
    put_joined(&to, list, separator);
    error = reserve(call->arena, &to);
    if (error != LOY__CEL_ERR_NONE)
        return error;
    put_joined(&to, list, separator);
    return finish(&to, out);
}

static void
put_replaced(joined *to, const loy__cel_value *args, int64_t times)
{
    loy__cel_value text = args[0];
    size_t begin = 0, at = 0;

    while (times != 0 && at <= text.size) {
        if (is_at(text, args[1], at)) {
            append(to, part(text, begin, at));
            append(to, args[2]);
            times--;
            at += args[1].size;
            begin = at;
            if (args[1].size != 0)
                continue;
        }
        if (at >= text.size)
            break;
        loy__utf8_next(text.as.text, text.size, &at);
    }
    append(to, part(text, begin, text.size));
}

loy__cel_error
loy__cel_replace(const loy__cel_call *call, loy__cel_value *out)
{
    int64_t times = call->count == 4 ? call->args[3].as.integer : -1;
    joined to = {NULL, 0};
    loy__cel_error error;

    if (!are(call, 0, 3, LOY__CEL_STRING) || !are(call, 3, 1, LOY__CEL_INT))
        return LOY__CEL_ERR_OVERLOAD;
    put_replaced(&to, call->args, times);
    error = reserve(call->arena, &to);
    if (error != LOY__CEL_ERR_NONE)
        return error;
    put_replaced(&to, call->args, times);
    return finish(&to, out);
}

/* The end of the part that begins at a place, text.size at the last. */
static size_t
part_end(loy__cel_value text, loy__cel_value separator, size_t begin)
{
    size_t at = begin;

    if (separator.size == 0) {
        if (at < text.size)
            loy__utf8_next(text.as.text, text.size, &at);
        return at;
    }
    for (; at < text.size; loy__utf8_next(text.as.text, text.size, &at))
        if (is_at(text, separator, at))
            return at;
    return text.size;
}

/* Walks over the parts; pushes them when there is a list. */
static uint32_t
walk_parts(loy__cel_value text, loy__cel_value separator, int64_t most, loy__cel_value *list)
{
    size_t begin = 0, end;
    uint32_t count = 0;
    bool more = most != 0 && (separator.size != 0 || text.size != 0);

    while (more) {
        end = most > 0 && (int64_t)count + 1 == most ? text.size : part_end(text, separator, begin);
        if (list != NULL)
            loy__cel_push(list, part(text, begin, end));
        count++;
        more = end < text.size;
        begin = end + separator.size;
        if (more && separator.size != 0 && begin == text.size) {
            /* A separator at the very end leaves an empty last part. */
            if (list != NULL)
                loy__cel_push(list, part(text, begin, begin));
            return count + 1;
        }
    }
    return count;
}

loy__cel_error
loy__cel_split(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0], separator = call->args[1], list;
    int64_t most = call->count == 3 ? call->args[2].as.integer : -1;
    loy__cel_error error;

    if (!are(call, 0, 2, LOY__CEL_STRING) || !are(call, 2, 1, LOY__CEL_INT))
        return LOY__CEL_ERR_OVERLOAD;
    error = loy__cel_build_list(call->arena, walk_parts(text, separator, most, NULL), &list);
    if (error != LOY__CEL_ERR_NONE)
        return error;
    walk_parts(text, separator, most, &list);
    *out = list;
    return LOY__CEL_ERR_NONE;
}

loy__cel_error
loy__cel_reverse_text(const loy__cel_call *call, loy__cel_value *out)
{
    loy__cel_value text = call->args[0];
    char *data;

    if (!are(call, 0, 1, LOY__CEL_STRING))
        return LOY__CEL_ERR_OVERLOAD;
    data = loy__arena_alloc(call->arena, (size_t)text.size + 1);
    if (data == NULL)
        return LOY__CEL_ERR_MEMORY;
    for (size_t at = 0, begin; at < text.size;) {
        begin = at;
        loy__utf8_next(text.as.text, text.size, &at);
        memcpy(data + text.size - at, text.as.text + begin, at - begin);
    }
    *out = loy__cel_string(data, text.size, 0);
    return LOY__CEL_ERR_NONE;
}

/* In double quotes, with the escapes of CEL. */
static void
put_quoted(joined *to, loy__cel_value text)
{
    static const char plain[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";

    append(to, loy__cel_string("\"", 1, 0));
    for (uint32_t i = 0; i < text.size; i++) {
        char c = text.as.text[i];
        const char *found = c != '\0' ? strchr(plain, c) : NULL;

        if (found != NULL) {
            append(to, loy__cel_string("\\", 1, 0));
            append(to, loy__cel_string(letters + (found - plain), 1, 0));
        } else {
            append(to, part(text, i, (size_t)i + 1));
        }
    }
    append(to, loy__cel_string("\"", 1, 0));
}

loy__cel_error
loy__cel_quote(const loy__cel_call *call, loy__cel_value *out)
{
    joined to = {NULL, 0};
    loy__cel_error error;

    if (!are(call, 0, 1, LOY__CEL_STRING))
        return LOY__CEL_ERR_OVERLOAD;
    put_quoted(&to, call->args[0]);
    error = reserve(call->arena, &to);
    if (error != LOY__CEL_ERR_NONE)
        return error;
    put_quoted(&to, call->args[0]);
    return finish(&to, out);
}
