/*
 * gate.h -- the parts of the gate, by what they look at.
 */
#ifndef LOY_ENGINE_GATE_H
#define LOY_ENGINE_GATE_H

#include "engine/engine.h"
#include "engine/scan.h"

/* Well-formed and without control characters; empty is fine. */
static inline bool
loy__gate_plain(loy_text text)
{
    return text.size == 0 || (text.data != NULL && loy__utf8_plain(text.data, text.size));
}

/* The same, with the refusal. */
int loy__gate_text(loy__work *work, loy_text text, const char *path);
/* gate_shape.c: LOY_ERR_VERSION, LOY_ERR_INVALID; before anything is read. */
int loy__gate_shape(const loy_event *event, loy_error *error);
/* The same of a line that has tags or attributes. */
int loy__gate_line_shape(const loy_line *line, uint32_t index, loy_error *error);
/* gate_lines.c: adds the lines to the digest. If the result so far is LOY_OK,
 * checks them and fills their amounts, their total and their rows of facts. An
 * error goes before a refusal. */
int loy__gate_lines(loy__work *work, loy__scan *scan, int result);
/* gate_ids.c: refuses a line with the id of another. */
int loy__gate_ids(loy__work *work);
/* When the event acts, by the time that it says. */
static inline void
loy__gate_scene(loy__work *work)
{
    const loy_event *event = work->event;

    work->scene = (loy__scene){
        .time = event->time,
        .kind = work->kind,
        .offset = event->offset,
        .local_day = loy__day_of_instant(event->time + (int64_t)event->offset * 60000),
        .day = loy__state_day(work->state, event->time),
        .event = event,
    };
}

/* gate_money.c: whether the money of an event is the program's, or of a currency that may
 * be converted, which is noted. */
int loy__gate_currency(loy__work *work);
/* Converts the money of an event that has passed, and what was filled of it. */
int loy__gate_money(loy__work *work);
/* gate_items.c */
int loy__gate_items(loy__work *work);
/* The declaration of an attribute, or NULL. */
const loy__attribute *loy__find_attribute(const loy__attributes *declared, loy_text name);
int loy__gate_attributes(loy__work *work, const loy_attribute *attributes, uint32_t count,
                         const char *path);

#endif
