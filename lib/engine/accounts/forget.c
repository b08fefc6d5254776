/*
 * forget.c -- the receipts of a customer who is forgotten lose the copy of him and
 * of his baskets that they keep for rules that are run again. They are written
 * anew in the commit that forgets him; the books in them stay.
 *
 * What he did as a member of a pool stands in the receipts of the household: a
 * message tells it, and it forgets those of its sales that were his.
 */
#include "customer/parked.h"
#include "customer/trail.h"
#include "engine/accounts/household.h"

bool
loy__forgets(const loy__work *work)
{
    return work->kind == LOY__ON_ERASE ||
           (work->message != NULL && work->message->kind == LOY__MAIL_ERASED);
}

/* Whether an event that happened to the customer is to be forgotten: all are his
 * own, or those that the message says. */
static bool
is_his(const loy__work *work, const loy__answer_head *head)
{
    loy__source ids;
    uint32_t size;

    if (work->message == NULL)
        return true;
    ids =
        (loy__source){.at = work->message->body, .end = work->message->body + work->message->size};
    while (ids.at < ids.end && !ids.failed) {
        const char *id = loy__get_text(&ids, &size);

        if (!ids.failed && loy__text_equal(head->member, head->member_size, id, size))
            return true;
    }
    return false;
}

static int
read_event(loy__work *work, loy_text key, loy__stored *record, loy__answer_head *head,
           loy__receipt *sale, bool *has_receipt)
{
    int result = loy__storage_find(work->engine, LOY_KIND_EVENT, key, record, work->error);

    *has_receipt = false;
    if (result != LOY_OK || record->bytes == NULL)
        return result;
    result = loy__answer_read(record->bytes, record->size, head, work->engine->sale_outcome, sale,
                              has_receipt, &work->engine->arena);
    return result < 0 ? loy__fail(work->error, result, "", "a stored event cannot be read: %s",
                                  loy_result_text(result))
                      : LOY_OK;
}

/* Goes on to the sale before; its key is a copy. Where the customer is forgotten
 * himself, nobody needs the way any more. */
static int
forget_sale(loy__work *work, loy_text *key)
{
    loy__arena *arena = &work->engine->arena;
    loy__receipt sale = {0};
    loy__answer_head head = {0};
    loy_text before = {0};
    bool has_receipt;
    loy__stored record;
    int result = read_event(work, *key, &record, &head, &sale, &has_receipt);

    if (result == LOY_OK && sale.before != NULL) {
        before = (loy_text){.data = loy__arena_text(arena, sale.before, sale.before_size),
                            .size = sale.before_size};
        if (before.data == NULL)
            return LOY_ERR_NOMEM;
    }
    if (result == LOY_OK && has_receipt && is_his(work, &head)) {
        sale.snapshot = NULL;
        if (work->message == NULL)
            sale.before = NULL;
        result = loy__commit_again(work, &head, work->engine->sale_outcome, &sale, *key,
                                   record.revision);
    }
    *key = before;
    return result;
}

int
loy__forget_sales(loy__work *work)
{
    loy_text key;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && (key = loy__trail_end(work->state, i)).size > 0; i++)
        while (result == LOY_OK && key.size > 0)
            result = forget_sale(work, &key);
    if (work->message == NULL)
        loy__trail_forget(work->state);
    return result;
}

/* ---- A member of a pool ---- */

/* The ids under which he may have done something. */
static int
write_ids(loy__work *work)
{
    loy__bytes *body = loy__mail_body(work);
    const loy__note *came;

    loy__put_text(body, work->state->id, work->state->id_size);
    for (uint32_t i = 0; (came = loy__note_find(work->state, LOY__NOTE_CAME, i)) != NULL; i++)
        loy__put_text(body, (const char *)came->data, came->size);
    return body->failed ? LOY_ERR_NOMEM : LOY_OK;
}

static int
tell(loy__work *work, loy_text household)
{
    int result = write_ids(work);

    return result == LOY_OK ? loy__mail_send(work, LOY__MAIL_ERASED, household) : result;
}

int
loy__tell_households(loy__work *work)
{
    loy__state *state = work->state;
    const loy__note *note = loy__note_find(state, LOY__NOTE_HOUSEHOLD, 0);
    int result = note == NULL ? LOY_OK : tell(work, loy__household_of(note));

    loy__leave_household(state);
    while (result == LOY_OK && (note = loy__note_find(state, LOY__NOTE_LEFT, 0)) != NULL) {
        result = tell(work, (loy_text){.data = (const char *)note->data, .size = note->size});
        loy__note_remove(state, note);
    }
    return result;
}

/* Returns of his that wait with the household. */
static int
forget_parked(loy__work *work)
{
    uint32_t i = 0;
    const loy__note *note;

    while ((note = loy__note_find(work->state, LOY__NOTE_PARKED, i)) != NULL) {
        char bytes[LOY_MAX_KEY];
        loy_text key = {.data = bytes};
        loy__stored record;
        loy__answer_head head = {0};
        bool has_receipt;
        int result = loy__parked_key(work, note, bytes, &key.size);

        if (result == LOY_OK)
            result = read_event(work, key, &record, &head, NULL, &has_receipt);
        if (result == LOY_OK && !is_his(work, &head))
            i++;
        else if (result == LOY_OK)
            result = loy__parked_drop(work, note);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

int
loy__receive_forgotten(loy__work *work)
{
    const loy_text sender = work->message->sender;
    int result = forget_parked(work);
    const loy__note *member =
        loy__note_equal(work->state, LOY__NOTE_MEMBER, sender.data, sender.size);

    if (result != LOY_OK || member == NULL)
        return result;
    loy__note_remove(work->state, member);
    if (!loy__is_pool(work) || loy__member_count(work->state) > 0 ||
        work->program->accounts.erasure != LOY__ERASE_FORFEIT)
        return LOY_OK;
    return loy__forfeit_all(work);
}
