/*
 * load.c -- the second step: in one call, the customer, the event's own key
 * and the receipt that comes back.
 *
 * Records that the group at hand has written are taken from there. An event
 * that was applied before ends here, with its stored answer.
 */
#include "engine/engine.h"

enum { AT_CUSTOMER = 0, AT_EVENT = 1, AT_RECEIPT = 2, AT_OTHER = 3, PLACES = 4 };

uint32_t
loy__event_key(char *key, loy_text source, loy_text id)
{
    unsigned char *end = loy__store_text((unsigned char *)key, source.data, source.size);

    *end++ = '\0';
    return (uint32_t)((char *)loy__store_text(end, id.data, id.size) - key);
}

void
loy__load_ahead(loy__work *work)
{
    const loy_event *event = work->event;

    loy__event_key(work->engine->own_key, event->source, event->id);
    loy__storage_hint(work->engine, LOY_KIND_EVENT, loy__own_key(work));
}

/* What the store is asked for; each answer has its place among the replies. */
typedef struct asking {
    loy_fetch fetches[PLACES];
    uint32_t count;
} asking;

/* Asks the group first, and lists what the store must be asked for. */
static inline void
look(loy_engine *engine, uint32_t place, uint32_t kind, loy_text id, asking *ask)
{
    const loy_write *write = loy__overlay_find(&engine->overlay, kind, id.data, id.size);
    struct loy__reply *reply = &engine->replies[place];

    if (write == NULL) {
        ask->fetches[ask->count++] =
            (loy_fetch){.id = id.data, .id_size = id.size, .kind = kind, .reply = reply};
        return;
    }
    reply->bytes = write->bytes;
    reply->size = write->size;
    reply->revision = write->seen;
}

/* What was found at a place; its bytes are NULL if nothing was. */
static inline loy__stored
found(const loy_engine *engine, uint32_t place)
{
    const struct loy__reply *reply = &engine->replies[place];

    return (loy__stored){reply->bytes, (size_t)reply->size, reply->revision};
}

/* Whether another customer is to be asked. */
static inline bool
names_other(const loy__work *work)
{
    loy_text other = work->event->other;

    return other.size > 0 && other.size <= LOY_MAX_ID && loy__names_customer(work->kind) &&
           !loy__text_equal(other.data, other.size, work->event->customer.data,
                            work->event->customer.size);
}

/* Whether a receipt can be looked for: an event that is refused may hold anything. */
static bool
names_receipt(const loy_event *event)
{
    const loy_text source = loy__receipt_source(event);

    return event->receipt_id.size > 0 && event->receipt_id.size <= LOY_MAX_ID &&
           event->receipt_id.data != NULL && source.size <= LOY_MAX_ID && source.data != NULL;
}

static int
fetch_all(loy__work *work)
{
    loy_engine *engine = work->engine;
    const loy_event *event = work->event;
    asking ask;

    ask.count = 0;
    for (uint32_t i = 0; i < PLACES; i++)
        engine->replies[i].bytes = NULL;
    look(engine, AT_CUSTOMER, LOY_KIND_CUSTOMER, event->customer, &ask);
    if (!work->quoting)
        look(engine, AT_EVENT, LOY_KIND_EVENT, loy__own_key(work), &ask);
    if (names_receipt(event)) {
        loy__event_key(engine->named_key, loy__receipt_source(event), event->receipt_id);
        look(engine, AT_RECEIPT, LOY_KIND_EVENT, loy__named_key(work), &ask);
    }
    if (names_other(work))
        look(engine, AT_OTHER, LOY_KIND_CUSTOMER, event->other, &ask);
    return ask.count > 0 ? loy__storage_load(engine, ask.fetches, ask.count, work->error) : LOY_OK;
}

static int
corrupt(loy__work *work, int result, const char *what)
{
    return loy__fail(work->error, result, "", "the stored record of the %s cannot be read: %s",
                     what, loy_result_text(result));
}

static int
replay(loy__work *work, loy__stored record)
{
    loy__answer_head head;
    bool has_receipt;
    int result = loy__answer_read(record.bytes, record.size, &head, work->outcome, NULL,
                                  &has_receipt, &work->engine->arena);

    if (result < 0)
        return corrupt(work, result, "event");
    if (head.digest != work->digest)
        return loy__fail(work->error, LOY_ERR_MISMATCH, "/id", "%s",
                         "an event with this source and id was applied with other content: give "
                         "a new event a new id, and repeat an old one unchanged");
    if (!loy__text_equal(head.customer, head.customer_size, work->event->customer.data,
                         work->event->customer.size)) {
        const char *id = loy__arena_text(&work->outcome->texts, head.customer, head.customer_size);

        if (id == NULL)
            return LOY_ERR_NOMEM;
        work->outcome->customer = id;
    }
    work->outcome->replayed = 1;
    /* What it sent may still lie there. */
    return loy__sends(work->program, work->kind) && work->message == NULL
               ? loy__mail_note(work->engine, head.customer, head.customer_size)
               : LOY_OK;
}

LOY_INLINE int
read_customer(loy__work *work, loy__stored record)
{
    const loy_text id = work->event->customer;
    int result = LOY_OK;

    if (record.bytes == NULL) {
        loy__state_clear(work->state, id.data, id.size);
        return LOY_OK;
    }
    result = loy__state_decode(work->state, id.data, id.size, record.bytes, record.size);
    if (result < 0)
        return corrupt(work, result, "customer");
    work->state->revision = record.revision;
    work->state->exists = true;
    return LOY_OK;
}

static int
read_receipt(loy__work *work, loy__stored record)
{
    int result;

    if (record.bytes == NULL)
        return LOY_OK;
    result =
        loy__answer_read(record.bytes, record.size, &work->returned_head, work->returned_outcome,
                         &work->returned, &work->has_returned, &work->engine->arena);
    work->returned_revision = record.revision;
    work->returned_bytes = record.bytes;
    work->returned_size = record.size;
    work->has_named = true;
    return result < 0 ? corrupt(work, result, "receipt") : LOY_OK;
}

static int
read_other(loy__work *work, loy__stored record)
{
    const loy_text id = work->event->other;
    loy__state *other = &work->engine->mail.other;
    int result;

    if (record.bytes == NULL)
        return LOY_OK;
    result = loy__state_decode(other, id.data, id.size, record.bytes, record.size);
    if (result < 0)
        return corrupt(work, result, "other customer");
    other->exists = true;
    work->other = other;
    return LOY_OK;
}

int
loy__load_customer(loy__work *work)
{
    loy__stored record;
    int result = loy__storage_find(work->engine, LOY_KIND_CUSTOMER, work->event->customer, &record,
                                   work->error);

    return result == LOY_OK ? read_customer(work, record) : result;
}

int
loy__load(loy__work *work, bool *replayed)
{
    const loy_engine *engine = work->engine;
    int result = fetch_all(work);

    if (result < 0)
        return result;
    *replayed = found(engine, AT_EVENT).bytes != NULL;
    if (*replayed)
        return replay(work, found(engine, AT_EVENT));
    result = read_customer(work, found(engine, AT_CUSTOMER));
    if (result == LOY_OK)
        result = read_receipt(work, found(engine, AT_RECEIPT));
    if (result == LOY_OK && work->state->note_count > 0)
        result = loy__follow(work);
    if (result == LOY_OK)
        result = read_other(work, found(engine, AT_OTHER));
    return result;
}
