/*
 * digest.c -- a hash over everything that an event says, so that the same key
 * with other content is noticed.
 */
#include "base/words.h"
#include "engine/engine.h"

#define K1 UINT64_C(0x9E3779B97F4A7C15)
#define K2 UINT64_C(0xD6E8FEB86659FD93)

/* One to one in the word for a given hash; as quick as noticing a changed
 * event allows, where loy__hash_word spreads better than that needs. */
static inline uint64_t
add_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * K1;
    return hash ^ hash >> 32;
}

static inline uint64_t
add_number(uint64_t hash, int64_t number)
{
    return add_word(hash, (uint64_t)number);
}

/* Two counts, or a kind and a count. */
static inline uint64_t
add_pair(uint64_t hash, uint32_t high, uint32_t low)
{
    return add_word(hash, (uint64_t)high << 32 | low);
}

static inline uint64_t
add_text(uint64_t hash, loy_text text)
{
    const unsigned char *data = (const unsigned char *)text.data;

    if (data == NULL)
        return add_word(hash, K2);
    if (text.size < 8)
        return add_word(hash + (text.size + 1) * K2, loy__load_short(data, text.size));
    return loy__hash(data, text.size, hash);
}

static uint64_t
add_attributes(uint64_t hash, const loy_attribute *attributes, uint32_t size, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const loy_attribute *attribute = loy__attribute_at(attributes, size, i);

        hash = add_text(hash, attribute->name);
        hash = add_word(hash, attribute->kind);
        hash = add_text(hash, attribute->text);
        hash = add_number(hash, attribute->number);
    }
    return hash;
}

static uint64_t
add_line(uint64_t hash, const loy_event *event, const loy_line *line)
{
    hash = add_text(hash, line->id);
    hash = add_text(hash, line->sku);
    hash = add_text(hash, line->category);
    hash = add_number(hash, line->quantity);
    hash = add_number(hash, line->unit_price);
    hash = add_number(hash, line->discount);
    hash = add_number(hash, line->tax);
    hash = add_pair(hash, line->tag_count, line->attribute_count);
    for (uint32_t i = 0; i < line->tag_count; i++)
        hash = add_text(hash, line->tags[i]);
    return add_attributes(hash, line->attributes, event->attribute_size, line->attribute_count);
}

static uint64_t
add_names(uint64_t hash, const loy_event *event)
{
    hash = add_text(hash, event->source);
    hash = add_text(hash, event->id);
    hash = add_text(hash, event->type);
    hash = add_text(hash, event->customer);
    hash = add_text(hash, event->store);
    hash = add_text(hash, event->channel);
    hash = add_text(hash, event->currency);
    hash = add_text(hash, event->receipt_source);
    hash = add_text(hash, event->receipt_id);
    hash = add_text(hash, event->reward);
    hash = add_text(hash, event->voucher);
    return add_text(hash, event->reason);
}

/* Members that few events have. */
static uint64_t
add_rare(uint64_t hash, const loy_event *event)
{
    if ((event->action.size | event->ladder.size | event->tier.size) == 0 &&
        event->until == LOY_TIME_NONE)
        return hash;
    hash = add_text(hash, event->action);
    hash = add_text(hash, event->ladder);
    hash = add_text(hash, event->tier);
    return add_number(hash, event->until);
}

uint64_t
loy__event_digest(const loy_event *event)
{
    uint64_t hash = add_rare(add_names(0, event), event);

    hash = add_number(hash, event->time);
    hash = add_pair(hash, (uint32_t)event->offset, (uint32_t)event->business_day);
    hash = add_pair(hash, event->line_count, event->code_count);
    hash = add_pair(hash, event->item_count, event->attribute_count);
    for (uint32_t i = 0; i < event->line_count; i++)
        hash = add_line(hash, event, loy__line_at(event, i));
    for (uint32_t i = 0; i < event->code_count; i++)
        hash = add_text(hash, event->codes[i]);
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);

        hash = add_text(hash, item->name);
        hash = add_number(hash, item->amount);
        hash = add_number(hash, item->time);
        hash = add_word(hash, item->kind);
    }
    return add_attributes(hash, event->attributes, event->attribute_size, event->attribute_count);
}
