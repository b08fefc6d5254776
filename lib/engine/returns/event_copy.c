/*
 * event_copy.c -- an event as bytes, as much of it as rules and returns read, or
 * all of it: texts behind their sizes, counts, then lists. Equal events give
 * equal bytes.
 */
#include "engine/returns/snapshot.h"

/* Who adds a member to an event adds it here. */
_Static_assert(sizeof(void *) != 8 || (sizeof(loy_event) == 416 && sizeof(loy_line) == 136 &&
                                       sizeof(loy_item) == 48 && sizeof(loy_attribute) == 48),
               "an event is copied with all that it says");

/* ---- Writing ---- */

static void
put64(loy__bytes *bytes, int64_t number)
{
    unsigned char *at = loy__bytes_open(bytes, 8);

    if (at == NULL)
        return;
    loy__store_i64(at, number);
    loy__bytes_close(bytes, at + 8);
}

static void
put32(loy__bytes *bytes, uint32_t number)
{
    unsigned char *at = loy__bytes_open(bytes, 4);

    if (at == NULL)
        return;
    loy__store32(at, number);
    loy__bytes_close(bytes, at + 4);
}

static void
put_text(loy__bytes *bytes, loy_text text)
{
    loy__put_text(bytes, text.data != NULL ? text.data : "", text.data != NULL ? text.size : 0);
}

static void
put_attributes(loy__bytes *bytes, const loy_attribute *attributes, uint32_t size, uint32_t count)
{
    put32(bytes, count);
    for (uint32_t i = 0; i < count; i++) {
        const loy_attribute *attribute = loy__attribute_at(attributes, size, i);

        put_text(bytes, attribute->name);
        put_text(bytes, attribute->text);
        put64(bytes, attribute->number);
        put32(bytes, attribute->kind);
    }
}

static void
put_texts(loy__bytes *bytes, const loy_text *texts, uint32_t count)
{
    put32(bytes, count);
    for (uint32_t i = 0; i < count; i++)
        put_text(bytes, texts[i]);
}

static void
put_line(loy__bytes *bytes, const loy_event *event, const loy_line *line)
{
    put_text(bytes, line->id);
    put_text(bytes, line->sku);
    put_text(bytes, line->category);
    put64(bytes, line->quantity);
    put64(bytes, line->unit_price);
    put64(bytes, line->discount);
    put64(bytes, line->tax);
    put64(bytes, line->tax_rate);
    put64(bytes, line->fixed_tax);
    put64(bytes, line->minimum_price);
    put32(bytes, line->flags);
    put_texts(bytes, line->tags, line->tag_count);
    put_attributes(bytes, line->attributes, event->attribute_size, line->attribute_count);
}

void
loy__event_write(const loy_event *event, loy__bytes *bytes)
{
    const loy_text texts[] = {event->source,         event->id,        event->type,
                              event->customer,       event->store,     event->channel,
                              event->receipt_source, event->receipt_id};

    for (size_t i = 0; i < LOY_COUNT(texts); i++)
        put_text(bytes, texts[i]);
    put64(bytes, event->time);
    put32(bytes, (uint32_t)event->offset);
    put32(bytes, (uint32_t)event->business_day);
    put32(bytes, event->line_count);
    for (uint32_t i = 0; i < event->line_count; i++)
        put_line(bytes, event, loy__line_at(event, i));
    put_texts(bytes, event->codes, event->code_count);
    put_attributes(bytes, event->attributes, event->attribute_size, event->attribute_count);
    put32(bytes, event->item_count);
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);

        put_text(bytes, item->name);
        put64(bytes, item->amount);
        put64(bytes, item->time);
        put64(bytes, item->until);
        put32(bytes, item->kind);
    }
}

#define HAS_ACCEPTED UINT32_C(0x80000000) /* beside the flags */

/* Who, what and when in words, beside what rules read. */
#define OTHER_TEXTS(event)                                                                         \
    {                                                                                              \
        &(event)->currency, &(event)->reward, &(event)->voucher, &(event)->reason,                 \
            &(event)->action, &(event)->ladder, &(event)->tier, &(event)->other, &(event)->plan    \
    }

void
loy__event_write_whole(const loy_event *event, loy__bytes *bytes)
{
    const loy_text *const texts[] = OTHER_TEXTS(event);

    loy__event_write(event, bytes);
    for (size_t i = 0; i < LOY_COUNT(texts); i++)
        put_text(bytes, *texts[i]);
    put64(bytes, event->until);
    put64(bytes, event->ttl);
    put64(bytes, event->fee);
    put32(bytes, event->flags | (event->accepted != LOY_TIME_NONE ? HAS_ACCEPTED : 0));
    if (event->accepted != LOY_TIME_NONE)
        put64(bytes, event->accepted);
    if (event->approver.size == 0 && event->rate == 0)
        return;
    put_text(bytes, event->approver);
    put64(bytes, event->rate);
}

/* ---- Reading ---- */

static loy_text
get_text(loy__source *source)
{
    loy_text text = {0};

    text.data = loy__get_text(source, &text.size);
    if (text.data == NULL)
        text.size = 0;
    return text;
}

/* Room for a list, or NULL where memory or the source runs out. */
static void *
get_list(loy__source *source, loy__arena *arena, uint32_t *count, size_t size, bool *nomem)
{
    void *list;

    *count = loy__get32(source);
    if (!loy__get_room(source, *count, 4)) {
        *count = 0;
        return NULL;
    }
    list = loy__arena_alloc(arena, (*count + 1u) * size);
    if (list == NULL) {
        *nomem = true;
        *count = 0;
    }
    return list;
}

static const loy_text *
get_texts(loy__source *source, loy__arena *arena, uint32_t *count, bool *nomem)
{
    loy_text *texts = get_list(source, arena, count, sizeof(*texts), nomem);

    for (uint32_t i = 0; i < *count; i++)
        texts[i] = get_text(source);
    return texts;
}

static const loy_attribute *
get_attributes(loy__source *source, loy__arena *arena, uint32_t *count, bool *nomem)
{
    loy_attribute *attributes = get_list(source, arena, count, sizeof(*attributes), nomem);

    for (uint32_t i = 0; i < *count; i++) {
        attributes[i] = (loy_attribute){.name = get_text(source)};
        attributes[i].text = get_text(source);
        attributes[i].number = loy__get_i64(source);
        attributes[i].kind = loy__get32(source);
    }
    return attributes;
}

static void
get_line(loy__source *source, loy__arena *arena, loy_line *line, bool *nomem)
{
    *line = (loy_line){.id = get_text(source)};
    line->sku = get_text(source);
    line->category = get_text(source);
    line->quantity = loy__get_i64(source);
    line->unit_price = loy__get_i64(source);
    line->discount = loy__get_i64(source);
    line->tax = loy__get_i64(source);
    line->tax_rate = loy__get_i64(source);
    line->fixed_tax = loy__get_i64(source);
    line->minimum_price = loy__get_i64(source);
    line->flags = loy__get32(source);
    line->tags = get_texts(source, arena, &line->tag_count, nomem);
    line->attributes = get_attributes(source, arena, &line->attribute_count, nomem);
}

static const loy_line *
get_lines(loy__source *source, loy__arena *arena, uint32_t *count, bool *nomem)
{
    loy_line *lines = get_list(source, arena, count, sizeof(*lines), nomem);

    for (uint32_t i = 0; i < *count; i++)
        get_line(source, arena, &lines[i], nomem);
    return lines;
}

static const loy_item *
get_items(loy__source *source, loy__arena *arena, uint32_t *count, bool *nomem)
{
    loy_item *items = get_list(source, arena, count, sizeof(*items), nomem);

    for (uint32_t i = 0; i < *count; i++) {
        items[i] = (loy_item){.name = get_text(source)};
        items[i].amount = loy__get_i64(source);
        items[i].time = loy__get_i64(source);
        items[i].until = loy__get_i64(source);
        items[i].kind = loy__get32(source);
    }
    return items;
}

int
loy__event_read(loy_event *out, loy__source *source, loy__arena *arena)
{
    loy_text *texts[] = {&out->source, &out->id,      &out->type,           &out->customer,
                         &out->store,  &out->channel, &out->receipt_source, &out->receipt_id};
    bool nomem = false;

    *out = (loy_event)LOY_EVENT_INIT;
    for (size_t i = 0; i < LOY_COUNT(texts); i++)
        *texts[i] = get_text(source);
    out->time = loy__get_i64(source);
    out->offset = (int32_t)loy__get32(source);
    out->business_day = (int32_t)loy__get32(source);
    out->lines = get_lines(source, arena, &out->line_count, &nomem);
    out->codes = get_texts(source, arena, &out->code_count, &nomem);
    out->attributes = get_attributes(source, arena, &out->attribute_count, &nomem);
    out->items = get_items(source, arena, &out->item_count, &nomem);
    return nomem ? LOY_ERR_NOMEM : source->failed ? LOY_ERR_CORRUPT : LOY_OK;
}

int
loy__event_read_whole(loy_event *out, loy__source *source, loy__arena *arena)
{
    loy_text *const texts[] = OTHER_TEXTS(out);
    int result = loy__event_read(out, source, arena);

    if (result != LOY_OK)
        return result;
    for (size_t i = 0; i < LOY_COUNT(texts); i++)
        *texts[i] = get_text(source);
    out->until = loy__get_i64(source);
    out->ttl = loy__get_i64(source);
    out->fee = loy__get_i64(source);
    out->flags = loy__get32(source);
    if ((out->flags & HAS_ACCEPTED) != 0)
        out->accepted = loy__get_i64(source);
    out->flags &= ~HAS_ACCEPTED;
    if (source->at < source->end) {
        out->approver = get_text(source);
        out->rate = loy__get_i64(source);
    }
    return source->failed ? LOY_ERR_CORRUPT : LOY_OK;
}
