/*
 * verify_gather.c -- the walk over all records of a store: each is read as it would be
 * for its customer's next event, and what it says of others is put down.
 */
#include <string.h>

#include "engine/earn/usage.h"
#include "engine/scan.h"
#include "engine/verify/verify.h"

/* What says that a store is the one it was. */
static void
count_record(loy__verify *v, uint64_t record, uint64_t seal)
{
    v->counts.digest += loy__hash_word(record, seal);
}

/* A record that cannot be read is told; everything else stops the walk. */
static int
unreadable(loy__verify *v, int result, uint32_t kind, uint64_t record)
{
    if (result != LOY_ERR_CORRUPT && result != LOY_ERR_VERSION)
        return result;
    result = loy__verify_note(
        v, &(loy__fault){.record = record, .kind = kind, .wrong = LOY__WRONG_BYTES});
    return result == LOY_OK ? 1 : result;
}

static uint64_t
mark_of(const char *id, uint32_t id_size)
{
    const char *end = memchr(id, '\0', id_size);
    uint32_t size = end != NULL ? (uint32_t)(end - id) : id_size;
    uint32_t rest = end != NULL ? id_size - size - 1 : 0;

    return loy__scan_key((loy_text){.data = id, .size = size},
                         (loy_text){.data = id + id_size - rest, .size = rest});
}

static int
put_claims(loy__verify *v, const loy__answer_head *head, uint64_t by)
{
    uint32_t count = head->edits != NULL ? head->edits->claim_count : 0;

    for (uint32_t i = 0; i < count; i++) {
        loy__said *said = LOY__VERIFY_NEXT(v, claim);

        if (said == NULL)
            return LOY_ERR_NOMEM;
        *said = (loy__said){loy__claim_read(head->edits->claims + (size_t)i * LOY__CLAIM_SIZE), by};
    }
    return LOY_OK;
}

static int
put_link(loy__verify *v, const loy__answer_head *head, uint64_t record, uint64_t mark)
{
    bool again = head->edits != NULL && head->edits->editions > 0;
    bool applied = v->engine->scratch->verdict == LOY_VERDICT_APPLIED;
    loy__link *link = LOY__VERIFY_NEXT(v, link);

    if (link == NULL)
        return LOY_ERR_NOMEM;
    *link = (loy__link){
        .owner = loy__record_name(LOY_KIND_CUSTOMER, head->customer, head->customer_size),
        .record = record,
        .before = head->chain,
        .after = loy__chain_next(head->chain, again ? head->edits->first : head->seal, mark),
        .seal = head->seal,
        .editions = again ? head->edits->editions : 0,
        .applied = applied};
    v->counts.events += applied;
    v->counts.refusals += !applied;
    return LOY_OK;
}

static int
visit_event(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
            uint64_t revision)
{
    loy__verify *v = context;
    loy__arena *arena = &v->engine->arena;
    uint64_t record = loy__record_name(LOY_KIND_EVENT, id, id_size);
    loy__receipt sale;
    loy__answer_head head;
    bool has_receipt;
    int result;

    (void)revision;
    loy__arena_reset(arena);
    result = loy__answer_read(bytes, (size_t)size, &head, v->engine->scratch, &sale, &has_receipt,
                              arena);
    if (result < 0)
        return unreadable(v, result, LOY_KIND_EVENT, record);
    count_record(v, record, head.seal);
    result = put_link(v, &head, record, mark_of(id, id_size));
    if (result == LOY_OK)
        result = put_claims(v, &head, record);
    return result == LOY_OK ? 1 : result;
}

static int
visit_customer(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
               uint64_t revision)
{
    loy__verify *v = context;
    loy__state *state = &v->engine->state;
    uint64_t record = loy__record_name(LOY_KIND_CUSTOMER, id, id_size);
    loy__standing_record *end = LOY__VERIFY_NEXT(v, end);
    int result = LOY_ERR_CORRUPT;

    (void)revision;
    if (end == NULL)
        return LOY_ERR_NOMEM;
    *end = (loy__standing_record){.record = record, .kind = LOY_KIND_CUSTOMER};
    if (id_size <= LOY_MAX_ID)
        result = loy__state_decode(state, id, id_size, bytes, (size_t)size);
    if (result < 0) {
        end->told = 1;
        return unreadable(v, result, LOY_KIND_CUSTOMER, record);
    }
    end->value = state->chain;
    v->counts.customers++;
    count_record(v, record, loy__seal_of(bytes));
    return 1;
}

/* A record of a kind that is written again and again: result and edition are of reading
 * it. */
static int
put_other(loy__verify *v, uint32_t kind, uint64_t record, const void *bytes, uint64_t edition,
          int result)
{
    loy__standing_record *other = LOY__VERIFY_NEXT(v, other);

    if (other == NULL)
        return LOY_ERR_NOMEM;
    *other = (loy__standing_record){.record = record, .kind = kind, .edition = edition};
    if (result < 0) {
        other->told = 1;
        return unreadable(v, result, kind, record);
    }
    other->value = loy__seal_of(bytes);
    count_record(v, record, other->value);
    return 1;
}

static int
visit_messages(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
               uint64_t revision)
{
    uint64_t edition;
    int result = loy__mail_check(bytes, size, &edition);

    (void)revision;
    return put_other(context, LOY_KIND_MESSAGES, loy__record_name(LOY_KIND_MESSAGES, id, id_size),
                     bytes, edition, result);
}

static int
visit_uses(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
           uint64_t revision)
{
    uint64_t edition = 0;
    int64_t uses;
    int result = loy__usage_read(bytes, size, &uses, &edition);

    (void)revision;
    return put_other(context, LOY_KIND_USES, loy__record_name(LOY_KIND_USES, id, id_size), bytes,
                     edition, result);
}

int
loy__verify_gather(loy__verify *v)
{
    static const struct {
        uint32_t kind;
        loy_record_each each;
    } walks[] = {{LOY_KIND_EVENT, visit_event},
                 {LOY_KIND_CUSTOMER, visit_customer},
                 {LOY_KIND_MESSAGES, visit_messages},
                 {LOY_KIND_USES, visit_uses}};
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < LOY_COUNT(walks); i++) {
        loy_sink sink = {.each = walks[i].each, .context = v};

        result = loy__storage_walk(v->engine, walks[i].kind, &sink, v->error);
    }
    return result;
}
