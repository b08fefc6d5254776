/*
 * field.c -- single values of an event document: texts, decimals, times, and
 * the words for a value that is not what its member wants.
 */
#include "json/field.h"

#include <string.h>

#include "base/number.h"
#include "base/time.h"
#include "json/document.h"

/* Writes a name as JSON pointers do, as far as there is room. */
static size_t
put_name(char *out, size_t used, size_t capacity, const char *name)
{
    for (; *name != '\0' && used + 3 < capacity; name++) {
        bool special = *name == '~' || *name == '/';
        out[used++] = special ? '~' : *name;
        if (special)
            out[used++] = *name == '~' ? '0' : '1';
    }
    return used;
}

static size_t
put_step(char *out, size_t capacity, const loy__step *at)
{
    char digits[24];
    size_t used;

    if (at == NULL)
        return 0;
    used = put_step(out, capacity, at->parent);
    if (used + 2 >= capacity)
        return used;
    out[used++] = '/';
    loy__format(digits, sizeof(digits), "%llu", (unsigned long long)at->index);
    return put_name(out, used, capacity, at->key != NULL ? at->key : digits);
}

bool
loy__json_wrong(loy_json_reader *reader, const loy__step *at, const char *text, const char *hint)
{
    char path[sizeof(reader->mistake.path)];

    path[put_step(path, sizeof(path), at)] = '\0';
    loy__format(reader->mistake.path, sizeof(reader->mistake.path), "%s", path);
    loy__format(reader->mistake.text, sizeof(reader->mistake.text), "%s", text);
    loy__format(reader->mistake.hint, sizeof(reader->mistake.hint), "%s", hint);
    return false;
}

bool
loy__json_missing(loy_json_reader *reader, const loy__step *at, const char *name,
                  const char *example)
{
    loy__step step = {at, name, 0};
    char hint[192];

    loy__format(hint, sizeof(hint), "write e.g. \"%s\": %s", name, example);
    return loy__json_wrong(reader, &step, "is missing", hint);
}

static bool
unknown_member(loy_json_reader *reader, const loy__step *at, const char *const *names, size_t count)
{
    const char *near = loy__nearest(at->key, strlen(at->key), names, count);
    char text[256];
    char hint[256] = "";
    size_t used = 0;

    loy__format(text, sizeof(text), "there is no member \"%s\" here", at->key);
    if (near != NULL) {
        loy__format(hint, sizeof(hint), "did you mean \"%s\"?", near);
    } else {
        for (size_t i = 0; i < count && used < sizeof(hint); i++) {
            loy__format(hint + used, sizeof(hint) - used, "%s%s", i == 0 ? "known are: " : ", ",
                        names[i]);
            used += strlen(hint + used);
        }
    }
    reader->mistake_at_key = true;
    return loy__json_wrong(reader, at, text, hint);
}

/* The position of the name that `at` ends with. */
static bool
find_member(loy_json_reader *reader, const loy__step *at, const char *const *names, size_t count,
            size_t *index)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(at->key, names[middle]);
        if (order == 0) {
            *index = middle;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return unknown_member(reader, at, names, count);
}

/* A value of the wrong kind. */
static bool
wrong_kind(loy_json_reader *reader, const loy__step *at, const json_t *value, const char *wanted,
           const char *hint)
{
    char text[128];

    loy__format(text, sizeof(text), "must be %s, is %s", wanted, loy__json_kind(value));
    return loy__json_wrong(reader, at, text, hint);
}

bool
loy__json_map(loy_json_reader *reader, const loy__step *at, json_t *value, const char *const *names,
              size_t count, loy__json_read read, void *out, uint64_t *seen)
{
    const char *name;
    json_t *member;
    uint64_t found = 0;

    if (!json_is_object(value))
        return wrong_kind(reader, at, value, "a map { }", "");
    json_object_foreach(value, name, member)
    {
        loy__step step = {at, name, 0};
        size_t index = 0;

        if (names != NULL && !find_member(reader, &step, names, count, &index))
            return false;
        if (!read(reader, &step, index, member, out))
            return false;
        found |= UINT64_C(1) << index;
    }
    if (seen != NULL)
        *seen = found;
    return true;
}

bool
loy__json_list(loy_json_reader *reader, const loy__step *at, json_t *value, loy__json_read read,
               void *out)
{
    json_t *element;
    size_t i;

    if (!json_is_array(value))
        return wrong_kind(reader, at, value, "a list [ ]", "");
    json_array_foreach(value, i, element)
    {
        loy__step step = {at, NULL, i};
        if (!read(reader, &step, i, element, out))
            return false;
    }
    return true;
}

bool
loy__json_text(loy_json_reader *reader, const loy__step *at, json_t *value, loy_text *out)
{
    if (!json_is_string(value))
        return wrong_kind(reader, at, value, "a text", "write it in double quotes");
    *out = (loy_text){json_string_value(value), (uint32_t)json_string_length(value), 0};
    return true;
}

bool
loy__json_whole(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out)
{
    if (!json_is_integer(value))
        return wrong_kind(reader, at, value, "a whole number", "write digits only, e.g. 5");
    *out = (int64_t)json_integer_value(value);
    return true;
}

static bool
wrong_decimal(loy_json_reader *reader, const loy__step *at, uint32_t digits)
{
    static const char zeros[] = "4.500000000000000000";
    char text[128];
    char hint[128];
    int size = digits == 0 ? 1 : (int)digits + 2;

    loy__format(text, sizeof(text), "is not a decimal number with at most %u decimals", digits);
    loy__format(hint, sizeof(hint), "write e.g. \"%.*s\"", size, zeros);
    return loy__json_wrong(reader, at, text, hint);
}

bool
loy__json_decimal(loy_json_reader *reader, const loy__step *at, json_t *value, uint32_t digits,
                  int64_t *out)
{
    if (json_is_integer(value)) {
        if (loy__mul((int64_t)json_integer_value(value), loy__power10(digits), out))
            return true;
        return loy__json_wrong(reader, at, "the number is too large", "");
    }
    if (!json_is_string(value))
        return wrong_kind(reader, at, value, "a whole number or a decimal in a text",
                          "write it as text, e.g. \"0.5\"");
    if (loy__parse_decimal(json_string_value(value), json_string_length(value), digits, out))
        return true;
    return wrong_decimal(reader, at, digits);
}

bool
loy__json_flag(loy_json_reader *reader, const loy__step *at, json_t *value, bool when,
               uint32_t flag, uint32_t *flags)
{
    if (!json_is_boolean(value))
        return loy__json_wrong(reader, at, "this is not true or false", "write true or false");
    if (json_is_true(value) == when)
        *flags |= flag;
    return true;
}

bool
loy__json_money(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out)
{
    const loy_text *currency = &reader->event.currency;
    uint32_t digits = reader->money_digits;

    /* Money of a currency that the program does not take is for the engine to
     * refuse, with up to the four decimals that ISO 4217 knows. */
    if (currency->size > 0) {
        int32_t own = loy_program_digits_of(reader->program, currency->data, currency->size);

        digits = own < 0 ? 4 : (uint32_t)own;
    }
    return loy__json_decimal(reader, at, value, digits, out);
}

bool
loy__json_points(loy_json_reader *reader, const loy__step *at, json_t *value, const char *currency,
                 int64_t *out)
{
    /* A currency that is unknown is for the engine to refuse; six decimals are
     * the most that any can have. */
    return loy__json_decimal(reader, at, value, loy__json_scale_of(reader, currency, 6), out);
}

bool
loy__json_instant(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out,
                  int32_t *offset)
{
    int32_t unused;

    if (offset == NULL)
        offset = &unused;
    if (json_is_string(value) &&
        loy__parse_instant(json_string_value(value), json_string_length(value), out, offset))
        return true;
    return loy__json_wrong(reader, at, "is not an RFC 3339 time with an offset from UTC",
                           "write e.g. \"2026-03-02T09:15:00+01:00\"");
}

bool
loy__json_day(loy_json_reader *reader, const loy__step *at, json_t *value, int32_t *out)
{
    if (json_is_string(value) &&
        loy__parse_date(json_string_value(value), json_string_length(value), out))
        return true;
    return loy__json_wrong(reader, at, "is not a date", "write e.g. \"2026-03-02\"");
}

bool
loy__json_span(loy_json_reader *reader, const loy__step *at, json_t *value, int64_t *out)
{
    loy__duration span;

    if (json_is_string(value) &&
        loy__parse_duration(json_string_value(value), json_string_length(value), &span) &&
        span.months == 0 && loy__add(span.days * LOY__DAY_MS, span.ms, out))
        return true;
    return loy__json_wrong(reader, at, "is not an ISO 8601 duration without months",
                           "write e.g. \"PT15M\" or \"P1D\"");
}
