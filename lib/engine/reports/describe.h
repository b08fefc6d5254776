/*
 * describe.h -- what the readable columns of a record say, before they are text.
 *
 * A store that asks for columns asks again with each commit. From its first
 * question on, what they say is noted with the record, of the customer and the
 * answer at hand; a record without a note is read.
 */
#ifndef LOY_ENGINE_DESCRIBE_H
#define LOY_ENGINE_DESCRIBE_H

#include "engine/answer/answer.h"

/* Of a customer. */
typedef struct loy__customer_note {
    const loy__points *points; /* one a currency */
    const uint32_t *tiers;     /* one a ladder */
    int64_t settled;
    uint32_t stage;
} loy__customer_note;

/* Of an event. */
typedef struct loy__event_note {
    loy__answer_head head;
    const loy_entry *entries;
    const char *code; /* of the refusal; "" */
    size_t entry_count;
    uint32_t verdict;
} loy__event_note;

/* All that a note has is in the arena, but for the texts of the head and the names
 * of currencies. NULL without memory. */
const loy__customer_note *loy__customer_note_of(loy__arena *arena, const loy__state *state);
const loy__event_note *loy__event_note_of(loy__arena *arena, const loy__answer_head *head,
                                          const loy_outcome *outcome);

#endif
