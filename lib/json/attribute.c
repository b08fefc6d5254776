/*
 * attribute.c -- attributes of an event, of its customer or of a line.
 *
 * A text that is a date is passed on as both, for the engine to take what the
 * program declares.
 */
#include "json/parts.h"

#include <string.h>

#include "base/time.h"

static bool
read_value(loy_json_reader *reader, const loy__step *at, json_t *value, loy_attribute *out)
{
    int32_t day;

    if (json_is_boolean(value)) {
        out->kind = LOY_VALUE_BOOLEAN;
        out->number = json_is_true(value);
        return true;
    }
    if (json_is_integer(value)) {
        out->kind = LOY_VALUE_INTEGER;
        out->number = (int64_t)json_integer_value(value);
        return true;
    }
    if (!json_is_string(value))
        return loy__json_wrong(reader, at, "must be a text, a whole number, true or false",
                               "write a fraction as text, e.g. \"0.5\"");
    out->kind = LOY_VALUE_TEXT;
    if (!loy__json_text(reader, at, value, &out->text))
        return false;
    if (loy__parse_date(out->text.data, out->text.size, &day)) {
        out->kind = LOY_VALUE_DATE;
        out->number = day;
    }
    return true;
}

static bool
read_attribute(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value,
               void *out)
{
    loy_attribute *attribute = &reader->attributes[reader->attribute_count++];

    (void)member;
    (void)out;
    *attribute = (loy_attribute){.name = {at->key, (uint32_t)strlen(at->key), 0}};
    return read_value(reader, at, value, attribute);
}

bool
loy__json_attributes(loy_json_reader *reader, const loy__step *at, json_t *value,
                     const loy_attribute **out, uint32_t *count)
{
    *out = reader->attributes + reader->attribute_count;
    *count = (uint32_t)json_object_size(value);
    return loy__json_map(reader, at, value, NULL, 0, read_attribute, NULL, NULL);
}
