/*
 * parked.c -- returns whose sale is not known yet, as tills that were cut off
 * send them: they wait with the customer until the sale arrives, and take back
 * then what it gave, or until their time is over.
 *
 * A parked return is applied at once, with its rules, but takes nothing; the
 * outcome of the sale shows what it takes.
 */
#include <string.h>

#include "customer/parked.h"
#include "engine/returns/returns.h"
#include "engine/returns/snapshot.h"

bool
loy__parks(const loy__work *work)
{
    return work->program->returns.unknown == LOY__UNKNOWN_PARK && !work->has_named &&
           work->event->receipt_id.size > 0 &&
           (work->kind == LOY__ON_RETURN || work->kind == LOY__ON_VOID) &&
           !loy__state_erased(work->state);
}

static int64_t
until(const loy__work *work)
{
    int64_t moment =
        loy__zone_add(&work->program->zone, work->event->time, &work->program->returns.park);

    return moment < LOY__TIME_MAX ? moment : LOY__TIME_MAX;
}

int
loy__admit_parked(loy__work *work)
{
    if (until(work) <= work->now)
        return loy__refuse(work, "unknown-receipt", "/receipt", "%s",
                           "no purchase was applied under this source and id, and the return has "
                           "waited for it long enough");
    if (loy__note_total(work->state, LOY__NOTE_PARKED) >= LOY__PARKED_MOST)
        return loy__refuse(work, "too-many-parked", "/receipt",
                           "%d returns of this customer wait for their sales already",
                           LOY__PARKED_MOST);
    return LOY_OK;
}

/* An effect about a receipt or a parked return. */
static int
say(loy__work *work, uint32_t kind, loy_text name, int64_t amount, int64_t time)
{
    loy_effect *effect = loy__outcome_effect(work->outcome);
    const char *text = loy__arena_text(&work->outcome->texts, name.data, name.size);

    if (effect == NULL)
        return LOY_ERR_NOMEM;
    *effect = (loy_effect){.rule = "returns",
                           .name = text != NULL ? text : "",
                           .amount = amount,
                           .wanted = 1,
                           .time = time,
                           .kind = kind};
    return text != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

int
loy__act_parked(loy__work *work)
{
    loy__bytes bytes = loy__bytes_in(&work->engine->arena);
    unsigned char *at = loy__bytes_open(&bytes, LOY__PARKED_HEAD);
    int result;

    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store_i64(at, until(work));
    loy__store32(at + 8, work->kind);
    loy__bytes_close(&bytes, at + LOY__PARKED_HEAD);
    loy__event_write(work->event, &bytes);
    if (bytes.failed)
        return LOY_ERR_NOMEM;
    result = loy__note_add(work->state, LOY__NOTE_PARKED, bytes.data, bytes.size);
    return result == LOY_OK ? say(work, LOY_EFFECT_PARK, work->event->receipt_id, 1, until(work))
                            : result;
}

static int
read_parked(loy__work *work, const loy__note *note, loy_event *event, uint32_t *kind)
{
    loy__source source = {.at = note->data, .end = note->data + note->size};

    loy__get_i64(&source);
    *kind = loy__get32(&source);
    if (*kind != LOY__ON_RETURN && *kind != LOY__ON_VOID)
        source.failed = true;
    return loy__event_read(event, &source, &work->engine->arena);
}

int
loy__parked_key(loy__work *work, const loy__note *note, char *key, uint32_t *size)
{
    loy_event event;
    uint32_t kind;
    int result = read_parked(work, note, &event, &kind);

    if (result == LOY_OK)
        *size = loy__event_key(key, event.source, event.id);
    return result;
}

int
loy__parked_drop(loy__work *work, const loy__note *note)
{
    loy_event event;
    uint32_t kind;
    int result = read_parked(work, note, &event, &kind);

    if (result == LOY_OK)
        result = say(work, LOY_EFFECT_UNPARK, event.id, 0, work->now);
    if (result == LOY_OK)
        loy__note_remove(work->state, note);
    return result;
}

int
loy__lapse_parked(loy__work *work, int64_t moment)
{
    while (loy__parked_next(work->state) <= moment) {
        const loy__note *note = loy__note_find(work->state, LOY__NOTE_PARKED, 0);
        int result;

        for (uint32_t i = 1; loy__parked_until(note) > moment; i++)
            note = loy__note_find(work->state, LOY__NOTE_PARKED, i);
        result = loy__parked_drop(work, note);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- When the sale arrives ---- */

static bool
is_of(const loy_event *parked, const loy_event *sale)
{
    const loy_text source = loy__receipt_source(parked);

    return loy__text_equal(source.data, source.size, sale->source.data, sale->source.size) &&
           loy__text_equal(parked->receipt_id.data, parked->receipt_id.size, sale->id.data,
                           sale->id.size);
}

/* What the sale would refuse now does not count: the sale does. */
static int
drop(loy__work *work, const loy_event *parked)
{
    loy_outcome *outcome = work->outcome;
    const char *code = loy__arena_text(&outcome->texts, outcome->code, strlen(outcome->code));
    int result = code == NULL ? LOY_ERR_NOMEM
                              : loy__effect_add(work, LOY_EFFECT_ERROR, "returns", code, 0, 0);

    outcome->verdict = LOY_VERDICT_NONE;
    outcome->code[0] = outcome->text[0] = outcome->path[0] = '\0';
    return result == LOY_OK ? say(work, LOY_EFFECT_UNPARK, parked->id, 0, work->now) : result;
}

/* What comes back is told line by line. */
static int
list_lines(loy__work *work)
{
    loy__receipt *sale = &work->sale;
    loy__sold *lines =
        loy__arena_alloc(&work->engine->arena, (sale->line_count + 1u) * sizeof(*lines));

    if (lines == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < sale->line_count; i++)
        lines[i] = loy__sold_at(sale, i);
    sale->lines = lines;
    sale->basket = NULL;
    return LOY_OK;
}

/* The return, as if it came now, of the receipt that the sale is making. */
static int
come_back(loy__work *work, const loy_event *parked, uint32_t kind)
{
    int result = list_lines(work);
    loy__work own = *work;

    if (result != LOY_OK)
        return result;
    own.event = parked;
    own.kind = own.scene.kind = kind;
    own.scene.time = parked->time;
    own.scene.local_day = loy__day_of_instant(parked->time + (int64_t)parked->offset * 60000);
    own.scene.event = parked;
    own.keeps_receipt = false;
    own.returned = work->sale;
    own.returned_outcome = work->outcome;
    own.has_returned = own.has_named = true;
    own.back_amount = 0;
    own.returned_head.customer = work->state->id;
    own.returned_head.customer_size = work->state->id_size;
    own.returned_head.type = work->event->type.data;
    own.returned_head.type_size = work->event->type.size;
    result = loy__admit_return(&own);
    if (result == LOY__REFUSED)
        return drop(work, parked);
    if (result == LOY_OK)
        result = say(work, LOY_EFFECT_UNPARK, parked->id, 1, work->now);
    if (result == LOY_OK)
        result = loy__act_return(&own);
    if (result == LOY_OK && own.unbought)
        result = loy__return_lifecycle(&own);
    if (result == LOY_OK)
        result = loy__return_review(work);
    work->sale = own.returned;
    work->totals = own.totals;
    work->sent = own.sent;
    work->along = own.along;
    work->unbought = own.unbought;
    work->returned.bought = own.returned.bought;
    return result;
}

int
loy__unpark(loy__work *work)
{
    uint32_t i = 0;
    const loy__note *note;

    while ((note = loy__note_find(work->state, LOY__NOTE_PARKED, i)) != NULL) {
        loy_event parked;
        uint32_t kind;
        int result = read_parked(work, note, &parked, &kind);

        if (result != LOY_OK)
            return result;
        if (!is_of(&parked, work->event)) {
            i++;
            continue;
        }
        loy__note_remove(work->state, note);
        result = come_back(work, &parked, kind);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}
