/*
 * digest.c -- a hash over everything that an event says, so that the same key
 * with other content is noticed. Lines are added where they are checked.
 */
#include "engine/engine.h"
#include "engine/scan.h"

static void
scan_attributes(loy__scan *scan, const loy_attribute *attributes, uint32_t size, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const loy_attribute *attribute = loy__attribute_at(attributes, size, i);

        loy__scan_text(scan, attribute->name);
        loy__scan_word(scan, attribute->kind);
        loy__scan_text(scan, attribute->text);
        loy__scan_word(scan, (uint64_t)attribute->number);
    }
}

/* Members that few events have. */
static void
scan_rare(loy__scan *scan, const loy_event *event)
{
    loy__scan_text(scan, event->receipt_source);
    loy__scan_text(scan, event->receipt_id);
    loy__scan_text(scan, event->reward);
    loy__scan_text(scan, event->voucher);
    loy__scan_text(scan, event->reason);
    loy__scan_text(scan, event->action);
    loy__scan_text(scan, event->ladder);
    loy__scan_text(scan, event->tier);
    loy__scan_word(scan, (uint64_t)event->until);
    loy__scan_word(scan, (uint64_t)event->ttl);
    loy__scan_text(scan, event->other);
    loy__scan_word(scan, event->flags);
    loy__scan_text(scan, event->plan);
    loy__scan_word(scan, (uint64_t)event->fee);
    if (event->approver.size != 0)
        loy__scan_text(scan, event->approver);
    if (event->rate != 0)
        loy__scan_word(scan, (uint64_t)event->rate);
}

uint64_t
loy__scan_key(loy_text source, loy_text id)
{
    loy__scan scan = {0};

    loy__scan_text(&scan, source);
    loy__scan_text(&scan, id);
    return scan.digest;
}

void
loy__scan_head(loy__scan *out, const loy_event *event)
{
    loy__scan scan = {0};

    loy__scan_text(&scan, event->source);
    loy__scan_text(&scan, event->id);
    scan.key = scan.digest;
    loy__scan_text(&scan, event->type);
    loy__scan_text(&scan, event->customer);
    loy__scan_text(&scan, event->store);
    loy__scan_text(&scan, event->channel);
    loy__scan_text(&scan, event->currency);
    loy__scan_word(&scan, (uint64_t)event->time);
    loy__scan_pair(&scan, (uint32_t)event->offset, (uint32_t)event->business_day);
    loy__scan_pair(&scan, event->line_count, event->code_count);
    loy__scan_pair(&scan, event->item_count, event->attribute_count);
    *out = scan;
    if ((event->receipt_source.size | event->receipt_id.size | event->reward.size |
         event->voucher.size | event->reason.size | event->action.size | event->ladder.size |
         event->tier.size | event->other.size | event->plan.size | event->approver.size |
         event->flags) != 0 ||
        (event->ttl | event->fee | event->rate) != 0 || event->until != LOY_TIME_NONE)
        scan_rare(out, event);
}

void
loy__scan_details(loy__scan *scan, const loy_event *event, const loy_line *line)
{
    loy__scan_pair(scan, line->tag_count, line->attribute_count);
    if (loy__line_is_priced(line)) {
        loy__scan_word(scan, (uint64_t)line->tax_rate);
        loy__scan_word(scan, (uint64_t)line->fixed_tax);
        loy__scan_word(scan, (uint64_t)line->minimum_price);
        loy__scan_word(scan, line->flags);
    }
    for (uint32_t i = 0; i < line->tag_count; i++)
        loy__scan_text(scan, line->tags[i]);
    scan_attributes(scan, line->attributes, event->attribute_size, line->attribute_count);
}

void
loy__scan_lists(loy__scan *scan, const loy_event *event)
{
    for (uint32_t i = 0; i < event->code_count; i++)
        loy__scan_text(scan, event->codes[i]);
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);

        loy__scan_text(scan, item->name);
        loy__scan_word(scan, (uint64_t)item->amount);
        loy__scan_word(scan, (uint64_t)item->time);
        loy__scan_word(scan, item->kind);
        if (item->until != 0)
            loy__scan_word(scan, (uint64_t)item->until);
    }
    scan_attributes(scan, event->attributes, event->attribute_size, event->attribute_count);
}
