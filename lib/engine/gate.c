/*
 * gate.c -- the first step: an event's shape and ranges. What cannot be kept
 * under a key is an error; everything else that is wrong is a refusal, with
 * the path to the field. What passes is prepared for the steps that follow.
 */
#include <string.h>

#include "engine/gate.h"

/* odd: some text of the event is not printable ASCII. */
static inline bool
names_well(loy_text text, bool odd)
{
    return text.size > 0 && text.size <= LOY_MAX_ID && (!odd || loy__gate_plain(text));
}

static int
refuse_name(loy_text text, const char *path, loy_error *error)
{
    if (text.data == NULL || text.size == 0)
        return loy__fail(error, LOY_ERR_EVENT, path, "%s is missing", path + 1);
    if (text.size > LOY_MAX_ID)
        return loy__fail(error, LOY_ERR_EVENT, path, "%s is longer than %d bytes", path + 1,
                         LOY_MAX_ID);
    return loy__fail(error, LOY_ERR_EVENT, path, "%s is not UTF-8 without control characters",
                     path + 1);
}

/* What names the event must be there and printable, or there is no key. */
static int
check_key(const loy_event *event, bool odd, loy_error *error)
{
    int result = LOY_OK;

    if (!names_well(event->source, odd))
        result = refuse_name(event->source, "/source", error);
    else if (!names_well(event->id, odd))
        result = refuse_name(event->id, "/id", error);
    else if (!names_well(event->customer, odd))
        result = refuse_name(event->customer, "/customer", error);
    if (result != LOY_OK)
        return result;
    if (event->type.data == NULL || event->type.size == 0)
        return loy__fail(error, LOY_ERR_EVENT, "/type", "%s", "type is missing");
    if (event->time == LOY_TIME_NONE)
        return loy__fail(error, LOY_ERR_EVENT, "/time", "%s", "time is missing");
    return LOY_OK;
}

int
loy__gate_text(loy__work *work, loy_text text, const char *path)
{
    if (loy__gate_plain(text))
        return LOY_OK;
    if (text.data == NULL)
        return loy__refuse(work, "bad-text", path, "%s has a size but no bytes", path);
    if (!loy__utf8_valid(text.data, text.size))
        return loy__refuse(work, "bad-utf8", path, "%s is not well-formed UTF-8", path);
    return loy__refuse(work, "bad-text", path, "%s has control characters", path);
}

/* The first text that is not plain; there may be none. */
static int
check_own_texts(loy__work *work)
{
    const loy_event *event = work->event;
    const struct {
        const char *path;
        loy_text text;
    } texts[] = {{"/type", event->type},
                 {"/store", event->store},
                 {"/channel", event->channel},
                 {"/currency", event->currency},
                 {"/receipt/source", event->receipt_source},
                 {"/receipt/id", event->receipt_id},
                 {"/reward", event->reward},
                 {"/voucher", event->voucher},
                 {"/reason", event->reason},
                 {"/action", event->action},
                 {"/ladder", event->ladder},
                 {"/tier", event->tier},
                 {"/to", event->other},
                 {"/plan", event->plan},
                 {"/approver", event->approver}};

    for (size_t i = 0; i < LOY_COUNT(texts); i++) {
        int result = loy__gate_text(work, texts[i].text, texts[i].path);

        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

static int
check_texts(loy__work *work, bool odd)
{
    const loy_event *event = work->event;
    int result = odd ? check_own_texts(work) : LOY_OK;

    if (result != LOY_OK)
        return result;
    for (uint32_t i = 0; i < event->code_count; i++) {
        char path[32];

        if (loy__gate_plain(event->codes[i]))
            continue;
        loy__format(path, sizeof(path), "/codes/%u", i);
        return loy__gate_text(work, event->codes[i], path);
    }
    return LOY_OK;
}

static int
check_time(loy__work *work)
{
    const loy_event *event = work->event;

    if (!loy__in_calendar(event->time))
        return loy__refuse(work, "bad-time", "/time", "%s",
                           "the time is outside the years 1 to 9999: write when it occurred");
    if (event->offset < -1439 || event->offset > 1439)
        return loy__refuse(work, "bad-offset", "/time", "%s",
                           "the offset from UTC is not between -23:59 and +23:59");
    return LOY_OK;
}

static inline int
check_currency(loy__work *work)
{
    const loy_text currency = work->event->currency;
    const char *money = work->program->money;
    bool own = currency.size == 0 || loy__text_equal(currency.data, currency.size, money, 3);

    return own && work->event->rate == 0 ? LOY_OK : loy__gate_currency(work);
}

/* What messages become has sources that hosts cannot use. */
static inline bool
is_reserved(loy_text source)
{
    const size_t prefix = sizeof(LOY__MAIL_SOURCE) - 1;

    return source.size > prefix && memcmp(source.data, LOY__MAIL_SOURCE, prefix) == 0;
}

static int
refuse_source(loy_error *error)
{
    return loy__fail(error, LOY_ERR_EVENT, "/source", "%s",
                     "sources that begin with \"message:\" are the library's own: choose another");
}

/* LOY_OK, or a refusal of a kind that the program does not know. */
static int
find_kind(loy__work *work)
{
    const loy_text type = work->event->type;
    const loy__name *last = &work->program->kinds[work->engine->last_kind];

    if (work->message != NULL) {
        work->kind = LOY__ON_MESSAGE;
        return LOY_OK;
    }
    /* Most events are of the kind of the one before. */
    if (last->size == type.size && loy__same_bytes(last->text, type.data, type.size))
        work->kind = work->engine->last_kind;
    else
        work->kind = loy__program_kind(work->program, type.data, type.size);
    if (work->kind == LOY__NONE)
        return loy__refuse(work, "unknown-type", "/type",
                           "\"%.*s\" is not a kind of event of this program: declare it under "
                           "`events`",
                           (int)(type.size < 64 ? type.size : 64), type.data);
    work->engine->last_kind = work->kind;
    return LOY_OK;
}

static int
check_flags(loy__work *work)
{
    uint32_t flags = work->event->flags;

    if (flags > (LOY_EVENT_OFFLINE | LOY_EVENT_OVERDRAW))
        return loy__refuse(work, "bad-flags", "/flags", "%s",
                           "this version does not know the flag: use LOY_EVENT_...");
    if ((flags & LOY_EVENT_OVERDRAW) != 0 && work->kind != LOY__ON_ADJUST)
        return loy__refuse(work, "bad-flags", "/overdraw", "%s",
                           "only an adjustment may take more than is available: see `offline` for "
                           "what a till may");
    return LOY_OK;
}

static int
check_event(loy__work *work, bool odd)
{
    int result = check_time(work);

    if (result != LOY_OK)
        return result;
    loy__gate_scene(work);
    result = check_texts(work, odd);
    if (result == LOY_OK)
        result = check_currency(work);
    if (result == LOY_OK)
        result = find_kind(work);
    if (result == LOY_OK)
        result = check_flags(work);
    work->scene.kind = work->kind;
    return result;
}

static int
check_lists(loy__work *work)
{
    const loy_event *event = work->event;
    int result = loy__gate_items(work);

    return result == LOY_OK ? loy__gate_attributes(work, event->attributes, event->attribute_count,
                                                   "/attributes")
                            : result;
}

int
loy__gate(loy__work *work)
{
    const loy_event *event = work->event;
    bool lists = (event->code_count | event->item_count | event->attribute_count) != 0;
    loy__scan scan;
    int result = loy__gate_shape(event, work->error);

    if (result != LOY_OK)
        return result;
    loy__scan_head(&scan, event);
    result = check_key(event, loy__scan_is_odd(&scan), work->error);
    if (result != LOY_OK)
        return result;
    if (work->message == NULL && is_reserved(event->source))
        return refuse_source(work->error);
    work->engine->own_mark = scan.key;
    loy__load_ahead(work);
    result = check_event(work, loy__scan_is_odd(&scan));
    result = loy__gate_lines(work, &scan, result);
    if (result < 0)
        return result;
    if (lists)
        loy__scan_lists(&scan, event);
    if (work->message != NULL)
        loy__scan_text(&scan, loy__mail_text(work->message));
    work->digest = scan.digest;
    if (LOY_UNLIKELY(work->foreign != NULL) && result == LOY_OK)
        result = loy__gate_money(work);
    return result == LOY_OK && lists ? check_lists(work) : result;
}
