/*
 * digest.c -- a hash over everything that an event says, so that the same key
 * with other content is noticed.
 */
#include "engine/engine.h"

static uint64_t
add_text(uint64_t hash, loy_text text)
{
    return loy__hash(text.data, text.size, loy__hash_word(hash, text.data == NULL));
}

static uint64_t
add_attributes(uint64_t hash, const loy_attribute *attributes, uint32_t size, uint32_t count)
{
    hash = loy__hash_word(hash, count);
    for (uint32_t i = 0; i < count; i++) {
        const loy_attribute *attribute = loy__attribute_at(attributes, size, i);

        hash = add_text(hash, attribute->name);
        hash = loy__hash_word(hash, attribute->kind);
        hash = add_text(hash, attribute->text);
        hash = loy__hash_word(hash, (uint64_t)attribute->number);
    }
    return hash;
}

static uint64_t
add_line(uint64_t hash, const loy_event *event, const loy_line *line)
{
    hash = add_text(hash, line->id);
    hash = add_text(hash, line->sku);
    hash = add_text(hash, line->category);
    hash = loy__hash_word(hash, (uint64_t)line->quantity);
    hash = loy__hash_word(hash, (uint64_t)line->unit_price);
    hash = loy__hash_word(hash, (uint64_t)line->discount);
    hash = loy__hash_word(hash, (uint64_t)line->tax);
    hash = loy__hash_word(hash, line->tag_count);
    for (uint32_t i = 0; i < line->tag_count; i++)
        hash = add_text(hash, line->tags[i]);
    return add_attributes(hash, line->attributes, event->attribute_size, line->attribute_count);
}

uint64_t
loy__event_digest(const loy_event *event)
{
    const loy_text texts[] = {event->source,     event->id,      event->type,
                              event->customer,   event->store,   event->channel,
                              event->currency,   event->reward,  event->receipt_source,
                              event->receipt_id, event->voucher, event->reason};
    uint64_t hash = 0;

    for (size_t i = 0; i < LOY_COUNT(texts); i++)
        hash = add_text(hash, texts[i]);
    hash = loy__hash_word(hash, (uint64_t)event->time);
    hash = loy__hash_word(hash, (uint64_t)(int64_t)event->offset);
    hash = loy__hash_word(hash, (uint64_t)(int64_t)event->business_day);
    hash = loy__hash_word(hash, event->line_count);
    for (uint32_t i = 0; i < event->line_count; i++)
        hash = add_line(hash, event, loy__line_at(event, i));
    hash = loy__hash_word(hash, event->code_count);
    for (uint32_t i = 0; i < event->code_count; i++)
        hash = add_text(hash, event->codes[i]);
    hash = loy__hash_word(hash, event->item_count);
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);

        hash = add_text(hash, item->name);
        hash = loy__hash_word(hash, (uint64_t)item->amount);
        hash = loy__hash_word(hash, (uint64_t)item->time);
        hash = loy__hash_word(hash, item->kind);
    }
    return add_attributes(hash, event->attributes, event->attribute_size, event->attribute_count);
}
