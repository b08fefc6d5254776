/*
 * commit.c -- the seventh step: the records of one event, encoded and put into
 * the group that is committed as one: the answer under the event's key always,
 * the customer, a returned receipt and those of a customer who is forgotten
 * unless the event was refused.
 */
#include "engine/earn/usage.h"
#include "engine/late/late.h"
#include "engine/reports/describe.h"

/* Where the group's next record is written. */
static loy__bytes
open_record(loy__work *work)
{
    return loy__bytes_in(&work->engine->overlay.arena);
}

/* Keeps a record that was just written, its key and its owner, which are copied
 * or stand in the record itself; and what is noted with it. */
static int
keep(loy__work *work, const loy__bytes *record, loy_write *write, const void *note)
{
    loy__overlay *overlay = &work->engine->overlay;

    write->bytes = record->data;
    write->size = record->size;
    return loy__overlay_keep(overlay, write, note) ? LOY_OK : LOY_ERR_NOMEM;
}

int
loy__commit_customer(loy__work *work)
{
    const loy__state *state = work->state;
    const loy__customer_note *note = NULL;
    int64_t due = loy__state_due(state);
    loy__bytes record = open_record(work);
    int result = loy__state_encode(state, due, &record);
    loy_write write = {.seen = state->revision,
                       .due = due,
                       .id_size = state->id_size,
                       .owner_size = state->id_size,
                       .kind = LOY_KIND_CUSTOMER};

    if (result != LOY_OK)
        return result;
    loy__arena_take(record.arena, record.size);
    /* The id ends the record. */
    write.id = write.owner = (const char *)record.data + record.size - state->id_size;
    if (work->engine->overlay.noting && (note = loy__customer_note_of(record.arena, state)) == NULL)
        return LOY_ERR_NOMEM;
    return keep(work, &record, &write, note);
}

/* What is noted with an answer; its head's texts stand in the record. */
static LOY_APART int
note_answer(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
            loy_write *write, const loy__bytes *record)
{
    loy__answer_head kept = *head;
    const loy__event_note *note;

    kept.customer = write->owner;
    kept.type = kept.customer + head->customer_size;
    kept.member = NULL; /* no column tells him */
    kept.member_size = 0;
    note = loy__event_note_of(&work->engine->overlay.arena, &kept, outcome);
    return note != NULL ? keep(work, record, write, note) : LOY_ERR_NOMEM;
}

/* *seal: that of the record. */
LOY_INLINE int
write_answer(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
             const loy__receipt *receipt, loy_text key, uint64_t seen, uint64_t *seal)
{
    loy__bytes record = open_record(work);
    int result = loy__answer_write(&record, head, outcome, receipt);
    loy_write write = {.seen = seen,
                       .due = LOY_NEVER,
                       .id_size = key.size,
                       .owner_size = head->customer_size,
                       .kind = LOY_KIND_EVENT};
    unsigned char *end;

    if (result != LOY_OK)
        return result;
    end = loy__bytes_open(&record, key.size);
    if (end == NULL)
        return LOY_ERR_NOMEM;
    loy__store_text(end, key.data, key.size);
    loy__arena_take(record.arena, record.size + key.size);
    *seal = loy__seal_of(record.data);
    write.id = (const char *)end;
    write.owner = (const char *)record.data + LOY__ANSWER_HEAD;
    /* Entries of the event at hand have names of the program; others are read. */
    if (work->engine->overlay.noting && outcome == work->outcome)
        return note_answer(work, head, outcome, &write, &record);
    return keep(work, &record, &write, NULL);
}

int
loy__claim_add(loy__work *work, uint32_t kind, loy_text id, uint64_t edition, uint64_t seal)
{
    loy__bytes *claims = &work->engine->claims;
    unsigned char *at;

    claims->failed = false;
    at = loy__bytes_open(claims, LOY__CLAIM_SIZE);
    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store64(at, loy__record_name(kind, id.data, id.size));
    loy__store64(at + 8, edition << 8 | kind);
    loy__store64(at + 16, seal);
    loy__bytes_close(claims, at + LOY__CLAIM_SIZE);
    return LOY_OK;
}

int
loy__commit_again(loy__work *work, const loy__answer_head *head, const loy_outcome *outcome,
                  const loy__receipt *receipt, loy_text key, uint64_t seen)
{
    loy__edits edits = {0};
    loy__answer_head next = *head;
    uint64_t seal = 0;
    int result;

    if (head->edits != NULL)
        edits = *head->edits;
    if (edits.editions == 0)
        edits.first = head->seal;
    edits.editions++;
    next.edits = &edits;
    result = write_answer(work, &next, outcome, receipt, key, seen, &seal);
    return result == LOY_OK ? loy__claim_add(work, LOY_KIND_EVENT, key, edits.editions, seal)
                            : result;
}

/* What the event wrote beside its own record and the customer's; NULL: nothing. */
static inline const loy__edits *
claimed(const loy__work *work, loy__edits *out)
{
    const loy__bytes *claims = &work->engine->claims;

    if (LOY_LIKELY(claims->size == 0))
        return NULL;
    *out = (loy__edits){.claims = claims->data,
                        .claim_count = (uint32_t)(claims->size / LOY__CLAIM_SIZE)};
    return out;
}

/* The answer, with what was written beside it, and the customer's next link. */
static int
put_event(loy__work *work, bool applied)
{
    const loy_event *event = work->event;
    loy__edits edits; /* filled where there are any */
    const loy__answer_head head = {.digest = work->digest,
                                   .time = event->time,
                                   .version = work->program->version,
                                   .customer = event->customer.data,
                                   .customer_size = event->customer.size,
                                   .type = event->type.data,
                                   .type_size = event->type.size,
                                   .member = work->member.data,
                                   .member_size = work->member.size,
                                   .offset = event->offset,
                                   .chain = work->state->chain,
                                   .edits = claimed(work, &edits)};
    uint64_t seal = 0;
    int result = write_answer(work, &head, work->outcome,
                              applied && work->keeps_receipt ? &work->sale : NULL,
                              loy__own_key(work), 0, &seal);

    if (applied)
        work->state->chain = loy__chain_next(head.chain, seal, work->engine->own_mark);
    return result;
}

/* What the event changes beside its own record and the customer's. */
static int
put_others(loy__work *work)
{
    int result = LOY_OK;

    if (work->history != NULL)
        result = loy__history_keep(work);
    if (result == LOY_OK && work->sent > 0)
        result = loy__mail_keep(work);
    if (result == LOY_OK && (work->kind == LOY__ON_ERASE || work->message != NULL) &&
        loy__forgets(work))
        result = loy__forget_sales(work);
    if (result == LOY_OK && work->totals != NULL)
        result = loy__usage_commit(work);
    if (result == LOY_OK && work->returned_changed)
        result = loy__commit_again(work, &work->returned_head, work->returned_outcome,
                                   &work->returned, loy__named_key(work), work->returned_revision);
    return result;
}

int
loy__commit_work(loy__work *work)
{
    bool applied = work->outcome->verdict == LOY_VERDICT_APPLIED;
    int result = work->rerun != NULL ? loy__late_commit(work) : LOY_OK;

    if (result == LOY_OK && applied)
        result = put_others(work);
    if (result == LOY_OK)
        result = put_event(work, applied);
    return result == LOY_OK && applied ? loy__commit_customer(work) : result;
}
