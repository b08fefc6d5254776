/*
 * verify_tell.c -- what is wrong, told with names: a second walk over the store looks
 * up those of the records that are concerned.
 */
#include <string.h>

#include "base/sort.h"
#include "engine/verify/verify.h"

/* The name of a record that some fault names. */
typedef struct named {
    uint64_t record;
    loy_text name; /* without data: nobody knows it any more */
} named;

typedef struct naming {
    loy__verify *v;
    loy__arena names;
    named *items;
    size_t count, capacity;
    uint32_t kind; /* of the records at hand */
} naming;

static named *
find(const naming *n, uint64_t record)
{
    return loy__verify_find(n->items, n->count, sizeof(*n->items), record);
}

/* Every name that is wanted, once. */
static int
want(naming *n)
{
    size_t kept = 0;

    if (!loy__reserve(&n->v->engine->memory, &n->items, &n->capacity, 3 * n->v->fault_count,
                      sizeof(*n->items)))
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < n->v->fault_count; i++) {
        const loy__fault *fault = &n->v->faults[i];
        const uint64_t records[] = {fault->record, fault->owner, fault->by};

        for (size_t k = 0; k < LOY_COUNT(records); k++)
            if (records[k] != 0)
                n->items[n->count++] = (named){.record = records[k]};
    }
    loy__sort(n->items, n->count, sizeof(*n->items), loy__verify_is_before);
    for (size_t i = 0; i < n->count; i++)
        if (kept == 0 || n->items[kept - 1].record != n->items[i].record)
            n->items[kept++] = n->items[i];
    n->count = kept;
    return LOY_OK;
}

static int
give_name(naming *n, uint32_t kind, const char *id, uint32_t id_size)
{
    named *item = find(n, loy__record_name(kind, id, id_size));

    if (item == NULL || item->name.data != NULL)
        return 1;
    item->name.data = loy__arena_text(&n->names, id, id_size);
    item->name.size = id_size;
    return item->name.data != NULL ? 1 : LOY_ERR_NOMEM;
}

/* The customer whom an event names: his own record may be gone. */
static int
name_owner(naming *n, const void *bytes, uint64_t size)
{
    loy_engine *engine = n->v->engine;
    loy__answer_head head;
    bool has_receipt;
    int result;

    loy__arena_reset(&engine->arena);
    result = loy__answer_read(bytes, (size_t)size, &head, engine->scratch, NULL, &has_receipt,
                              &engine->arena);
    if (result == LOY_ERR_NOMEM)
        return result;
    return result == LOY_OK ? give_name(n, LOY_KIND_CUSTOMER, head.customer, head.customer_size)
                            : 1;
}

static int
name_record(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
            uint64_t revision)
{
    naming *n = context;
    int result = give_name(n, n->kind, id, id_size);

    (void)revision;
    return result > 0 && n->kind == LOY_KIND_EVENT ? name_owner(n, bytes, size) : result;
}

static int
look_up(naming *n)
{
    static const uint32_t kinds[] = {LOY_KIND_EVENT, LOY_KIND_CUSTOMER, LOY_KIND_MESSAGES,
                                     LOY_KIND_USES};
    loy_sink sink = {.each = name_record, .context = n};
    int result = want(n);

    for (size_t i = 0; result == LOY_OK && i < LOY_COUNT(kinds); i++) {
        n->kind = kinds[i];
        result = loy__storage_walk(n->v->engine, n->kind, &sink, n->v->error);
    }
    return result;
}

/* ---- Words ---- */

static uint32_t
found_of(loy__wrong wrong)
{
    switch (wrong) {
    case LOY__WRONG_GONE:
    case LOY__WRONG_GAP:
        return LOY_FOUND_REMOVED;
    case LOY__WRONG_OLD:
    case LOY__WRONG_EDITION:
        return LOY_FOUND_PUT_BACK;
    default:
        return LOY_FOUND_ALTERED;
    }
}

static void
put_text(const loy__fault *fault, char *out, size_t capacity)
{
    static const char *const texts[] = {
        [LOY__WRONG_BYTES] = "its bytes are not those of a record",
        [LOY__WRONG_PLACE] = "another event is number %u of the customer already",
        [LOY__WRONG_LINK] = "what follows was not written behind this record",
        [LOY__WRONG_END] = "it was not written behind the last of its %u events",
        [LOY__WRONG_VIEW] = "the refusal saw another customer, behind %u events",
        [LOY__WRONG_OLD] = "it knows %u of %u events",
        [LOY__WRONG_GONE] = "it is gone",
        [LOY__WRONG_GAP] = "events %u to %u of the customer are gone, or cannot be read",
        [LOY__WRONG_EDITION] = "it stands as it was before the other event changed it",
        [LOY__WRONG_CONTENT] = "it is not what the other event left",
        [LOY__WRONG_UNWRITTEN] = "no event says that it was changed so often"};

    loy__format(out, capacity, texts[fault->wrong], fault->first, fault->last);
}

static const char *
kind_name(uint32_t kind)
{
    return kind == LOY_KIND_CUSTOMER   ? "customer"
           : kind == LOY_KIND_EVENT    ? "event"
           : kind == LOY_KIND_MESSAGES ? "messages"
                                       : "uses";
}

static loy_text
name_of(const naming *n, uint64_t record)
{
    const named *item = record != 0 ? find(n, record) : NULL;

    return item != NULL && item->name.data != NULL ? item->name : (loy_text){.data = ""};
}

/* The parts of an event's key; names end with NUL. */
static void
split(loy_text key, const char **source, const char **id)
{
    const char *end = key.size > 0 ? memchr(key.data, '\0', key.size) : NULL;

    *source = key.data;
    *id = end != NULL ? end + 1 : "";
}

static int
tell_one(const naming *n, const loy__fault *fault, loy_finding_each each, void *context)
{
    char text[128];
    const loy_text record = name_of(n, fault->record);
    loy_finding finding = {.what = kind_name(fault->kind),
                           .customer = name_of(n, fault->owner).data,
                           .source = "",
                           .event = "",
                           .name = "",
                           .text = text,
                           .found = found_of(fault->wrong)};

    put_text(fault, text, sizeof(text));
    if (fault->kind == LOY_KIND_EVENT)
        split(record, &finding.source, &finding.event);
    else if (fault->kind == LOY_KIND_USES)
        finding.name = record.data;
    else
        finding.customer = record.data;
    split(name_of(n, fault->by), &finding.by_source, &finding.by_event);
    return each(context, &finding);
}

int
loy__verify_tell(loy__verify *v, loy_finding_each each, void *context)
{
    naming n = {.v = v};
    int result;

    if (v->fault_count == 0 || each == NULL)
        return LOY_OK;
    loy__arena_init(&n.names, &v->engine->memory);
    result = look_up(&n);
    for (size_t i = 0; result == LOY_OK && i < v->fault_count; i++) {
        int more = tell_one(&n, &v->faults[i], each, context);

        if (more <= 0) {
            result = more;
            break;
        }
    }
    loy__arena_free(&n.names);
    loy__free(&v->engine->memory, n.items, n.capacity * sizeof(*n.items));
    return result;
}
