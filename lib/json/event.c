/*
 * event.c -- one event document to a loy_event.
 *
 * The event's texts point into jansson's tree, which is kept until the next
 * event is read; its lines and lists are the reader's own vectors.
 */
#include "json/parts.h"

#include <string.h>

#include "base/macros.h"
#include "json/document.h"
#include "json/place.h"

typedef bool (*read_part)(loy_json_reader *reader, const loy__step *at, json_t *value);

static bool
read_attributes(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_attributes(reader, at, value, &reader->event.attributes,
                                &reader->event.attribute_count);
}

static bool
read_codes(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_texts(reader, at, value, &reader->event.codes, &reader->event.code_count);
}

static bool
read_accepted(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_instant(reader, at, value, &reader->event.accepted, NULL);
}

static bool
read_day(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_day(reader, at, value, &reader->event.business_day);
}

static bool
read_offline(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_flag(reader, at, value, true, LOY_EVENT_OFFLINE, &reader->event.flags);
}

static bool
read_overdraw(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_flag(reader, at, value, true, LOY_EVENT_OVERDRAW, &reader->event.flags);
}

static bool
read_pay(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_amounts(reader, at, value, LOY_ITEM_PAY);
}

static bool
read_points(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_amounts(reader, at, value, LOY_ITEM_POINTS);
}

static bool
read_rate(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_decimal(reader, at, value, LOY_RATE_DIGITS, &reader->event.rate);
}

static bool
read_receipt_member(loy_json_reader *reader, const loy__step *at, size_t member, json_t *value,
                    void *out)
{
    (void)out;
    return loy__json_text(reader, at, value,
                          member == 0 ? &reader->event.receipt_id : &reader->event.receipt_source);
}

static bool
read_receipt(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    static const char *const members[] = {"id", "source"};

    if (!loy__json_map(reader, at, value, members, LOY_COUNT(members), read_receipt_member, NULL,
                       NULL))
        return false;
    if (reader->event.receipt_id.data == NULL)
        return loy__json_missing(reader, at, "id", "\"r-1001\", the id of the sale");
    return true;
}

static bool
read_fee(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_money(reader, at, value, &reader->event.fee);
}

static bool
read_until(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_instant(reader, at, value, &reader->event.until, NULL);
}

static bool
read_time(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_instant(reader, at, value, &reader->event.time, &reader->event.offset);
}

static bool
read_ttl(loy_json_reader *reader, const loy__step *at, json_t *value)
{
    return loy__json_span(reader, at, value, &reader->event.ttl);
}

/* The members of an event, sorted by name: a text at an offset, or a part. The
 * lines have neither: they are read last, when type and currency are known. */
static const char *const names[] = {
    "accepted", "action",   "amount",   "approver", "attributes", "business_day",
    "channel",  "codes",    "currency", "customer", "fee",        "household",
    "id",       "ladder",   "lines",    "offline",  "opening",    "overdraw",
    "pay",      "plan",     "points",   "rate",     "reason",     "receipt",
    "referrer", "returned", "reward",   "source",   "store",      "tier",
    "time",     "to",       "ttl",      "type",     "until",      "voucher",
};

#define TEXT(member)                                                                               \
    {                                                                                              \
        offsetof(loy_event, member), NULL                                                          \
    }
#define PART(function)                                                                             \
    {                                                                                              \
        0, function                                                                                \
    }

static const struct event_member {
    size_t offset;
    read_part read;
} event_members[LOY_COUNT(names)] = {
    PART(read_accepted),
    TEXT(action),
    PART(loy__json_refund),
    TEXT(approver),
    PART(read_attributes),
    PART(read_day),
    TEXT(channel),
    PART(read_codes),
    TEXT(currency),
    TEXT(customer),
    PART(read_fee),
    TEXT(other),
    TEXT(id),
    TEXT(ladder),
    {0, NULL},
    PART(read_offline),
    PART(loy__json_opening),
    PART(read_overdraw),
    PART(read_pay),
    TEXT(plan),
    PART(read_points),
    PART(read_rate),
    TEXT(reason),
    PART(read_receipt),
    TEXT(other),
    PART(loy__json_returned),
    TEXT(reward),
    TEXT(source),
    TEXT(store),
    TEXT(tier),
    PART(read_time),
    TEXT(other),
    PART(read_ttl),
    TEXT(type),
    PART(read_until),
    TEXT(voucher),
};

static bool
read_member(loy_json_reader *reader, const loy__step *at, size_t index, json_t *value, void *out)
{
    const struct event_member *member = &event_members[index];

    if (member->read != NULL)
        return member->read(reader, at, value);
    if (member->offset == 0) {
        *(json_t **)out = value; /* the lines */
        return true;
    }
    if (member->offset == offsetof(loy_event, other) && reader->event.other.data != NULL)
        return loy__json_wrong(reader, at, "the event names another customer already",
                               "write one of \"household\", \"referrer\" and \"to\"");
    return loy__json_text(reader, at, value,
                          (loy_text *)(void *)((char *)&reader->event + member->offset));
}

/* An event without these cannot be kept under a key. */
static bool
check_required(loy_json_reader *reader)
{
    const loy_event *event = &reader->event;
    const struct required {
        const char *name;
        const loy_text *text;
        const char *example;
    } required[] = {
        {"source", &event->source, "\"till-3\""},
        {"id", &event->id, "\"r-1001\""},
        {"type", &event->type, "\"purchase\""},
        {"customer", &event->customer, "\"c42\""},
    };

    for (size_t i = 0; i < LOY_COUNT(required); i++) {
        loy__step step = {NULL, required[i].name, 0};
        if (required[i].text->data == NULL)
            return loy__json_missing(reader, NULL, required[i].name, required[i].example);
        if (required[i].text->size == 0)
            return loy__json_wrong(reader, &step, "must not be empty", "");
        if (required[i].text->size > LOY_MAX_ID)
            return loy__json_wrong(reader, &step, "is longer than 255 bytes", "");
    }
    if (event->time == LOY_TIME_NONE)
        return loy__json_missing(reader, NULL, "time", "\"2026-03-02T09:15:00+01:00\"");
    return true;
}

/* Room in the vectors for all that the document can hold, so that reading it
 * never moves what was read. */
static bool
make_room(loy_json_reader *reader, json_t *document)
{
    const loy_memory *memory = &reader->memory;
    json_t *lines = json_object_get(document, "lines");
    size_t line_count = json_array_size(lines);
    size_t texts = json_array_size(json_object_get(document, "codes"));
    size_t attributes = json_object_size(json_object_get(document, "attributes"));
    json_t *line;
    size_t i;

    json_array_foreach(lines, i, line)
    {
        texts += json_array_size(json_object_get(line, "tags"));
        attributes += json_object_size(json_object_get(line, "attributes"));
    }
    return loy__reserve(memory, &reader->lines, &reader->line_capacity, line_count,
                        sizeof(*reader->lines)) &&
           loy__reserve(memory, &reader->numbers, &reader->number_capacity, line_count,
                        sizeof(*reader->numbers)) &&
           loy__reserve(memory, &reader->texts, &reader->text_capacity, texts,
                        sizeof(*reader->texts)) &&
           loy__reserve(memory, &reader->attributes, &reader->attribute_capacity, attributes,
                        sizeof(*reader->attributes)) &&
           loy__reserve(memory, &reader->items, &reader->item_capacity,
                        loy__json_item_room(document), sizeof(*reader->items));
}

/* Money has the decimals of its currency, wherever that stands. */
static void
learn_currency(loy_json_reader *reader, json_t *document)
{
    json_t *currency = json_object_get(document, "currency");

    if (json_is_string(currency))
        reader->event.currency =
            (loy_text){json_string_value(currency), (uint32_t)json_string_length(currency), 0};
}

static bool
read_event(loy_json_reader *reader, json_t *document)
{
    loy__step step = {NULL, "lines", 0};
    json_t *lines = NULL;

    reader->text_count = reader->item_count = reader->attribute_count = 0;
    learn_currency(reader, document);
    if (!loy__json_map(reader, NULL, document, names, LOY_COUNT(names), read_member, &lines,
                       NULL) ||
        !check_required(reader))
        return false;
    reader->event.items = reader->items;
    reader->event.item_count = (uint32_t)reader->item_count;
    if (lines == NULL)
        return true;
    return loy__json_lines(reader, &step, lines);
}

/* Gives a mistake to the caller, as much as his structure has room for. */
static int
report(const loy_error *mistake, int code, loy_error *error)
{
    loy_error told = *mistake;

    if (error == NULL)
        return code;
    told.size = error->size;
    told.code = code;
    memcpy(error, &told, told.size < sizeof(told) ? told.size : sizeof(told));
    return code;
}

/* A failure that is no mistake in the document. */
static int
report_failure(int code, loy_error *error)
{
    loy_error failure = LOY_ERROR_INIT;

    loy__format(failure.text, sizeof(failure.text), "%s", loy_result_text(code));
    return report(&failure, code, error);
}

static int
report_place(loy_json_reader *reader, const char *text, size_t size, loy_error *error)
{
    loy__place place = {.pointer = reader->mistake.path, .key = reader->mistake_at_key};

    if (!loy__json_places(&place, 1, text, size, &reader->memory))
        return report_failure(LOY_ERR_NOMEM, error);
    reader->mistake.line = place.line;
    reader->mistake.column = place.column;
    return report(&reader->mistake, LOY_ERR_DOCUMENT, error);
}

static int
report_fault(loy_json_reader *reader, const loy__json_fault *fault, loy_error *error)
{
    loy__json_wrong(reader, NULL, fault->text, fault->hint);
    reader->mistake.line = fault->line;
    reader->mistake.column = fault->column;
    return report(&reader->mistake, LOY_ERR_DOCUMENT, error);
}

int
loy_json_event(loy_json_reader *reader, const char *text, size_t size, const loy_event **event,
               loy_error *error)
{
    loy__json_fault fault;
    int rc;

    if (reader == NULL || text == NULL || event == NULL || size > INT32_MAX)
        return report_failure(LOY_ERR_INVALID, error);
    *event = NULL;
    json_decref(reader->document);
    reader->document = NULL;
    reader->event = (loy_event)LOY_EVENT_INIT;
    reader->mistake = (loy_error)LOY_ERROR_INIT;
    reader->mistake_at_key = false;
    rc = loy__json_load(&reader->document, text, size, &fault);
    if (rc == LOY_ERR_DOCUMENT)
        return report_fault(reader, &fault, error);
    if (rc < 0 || !make_room(reader, reader->document))
        return report_failure(LOY_ERR_NOMEM, error);
    if (!read_event(reader, reader->document))
        return report_place(reader, text, size, error);
    *event = &reader->event;
    return LOY_OK;
}
