/*
 * move.c -- accounts that go into others: a lost card is re-keyed, a duplicate
 * is merged, and a merge is undone.
 *
 * The account leaves as a whole, as a message with its record; what it brought
 * is kept with the empty account, so that the merge can be undone.
 */
#include "customer/moving.h"
#include "engine/accounts/household.h"

/* ---- Leaving ---- */

static int
refuse_moved(loy__work *work)
{
    loy__moved moved;

    if (!loy__moved_to(work->other, &moved))
        return LOY_OK;
    return loy__refuse(work, "moved", "/to", "the account went into another itself: name %.*s",
                       (int)(moved.id_size < 128 ? moved.id_size : 128), moved.id);
}

static int
admit_merge(loy__work *work)
{
    const loy__state *state = work->state;
    int result = loy__admit_receiver(work);

    if (result == LOY_OK)
        result = refuse_moved(work);
    if (result == LOY_OK)
        result = loy__admit_place(work);
    if (result != LOY_OK)
        return result;
    if (state->foreign_size > 0)
        return loy__refuse(work, "foreign-parts", "/customer", "%s",
                           "the account has parts that this version of the program does not know");
    return LOY_OK;
}

static int
admit_rekey(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->other.size == 0)
        return loy__refuse(work, "missing-receiver", "/to", "%s", "name the new id of the account");
    if (event->other.size > LOY_MAX_ID)
        return loy__refuse(work, "bad-text", "/to", "an id has at most %d bytes", LOY_MAX_ID);
    if (work->other != NULL || loy__text_equal(event->other.data, event->other.size,
                                               work->state->id, work->state->id_size))
        return loy__refuse(work, "already-enrolled", "/to", "%s",
                           "somebody has this id already: merge the accounts, or take another id");
    return LOY_OK;
}

static int
admit_unmerge(loy__work *work)
{
    loy__moved moved;

    if (!loy__moved_to(work->state, &moved) || moved.how != LOY__MOVED_MERGE)
        return loy__refuse(work, "not-merged", "/customer", "%s",
                           "the account did not go into another");
    if (loy__note_find(work->state, LOY__NOTE_IMAGE, 0) == NULL)
        return loy__refuse(work, "not-merged", "/customer", "%s",
                           "the account is on its way back already, or was forgotten");
    return LOY_OK;
}

int
loy__admit_move(loy__work *work)
{
    switch (work->kind) {
    case LOY__ON_REKEY:
        return admit_rekey(work);
    case LOY__ON_MERGE:
        return admit_merge(work);
    default:
        return admit_unmerge(work);
    }
}

/* An effect for each currency of which the account has any points. */
static int
show_points(loy__work *work, uint32_t effect, const char *rule, const loy__state *state)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        loy__points points = loy__state_points(state, i);
        int64_t sum = points.available + points.pending + points.held - points.debt;

        if (sum != 0)
            result = loy__effect_add(work, effect, rule, work->program->currencies[i].name.text,
                                     sum, sum);
    }
    return result;
}

static int
pack(loy__work *work, const loy__state *state)
{
    return loy__state_encode(state, loy__state_due(state), loy__mail_body(work));
}

static int
leave(loy__work *work)
{
    const loy__bytes *body = &work->engine->mail.body;
    bool merges = work->kind == LOY__ON_MERGE;
    loy_text to = work->event->other;
    const loy__moved moved = {.time = work->event->time,
                              .id = to.data,
                              .id_size = to.size,
                              .how = merges ? LOY__MOVED_MERGE : LOY__MOVED_REKEY};
    int result = pack(work, work->state);

    if (result == LOY_OK)
        result = show_points(work, LOY_EFFECT_SEND, merges ? "merge" : "rekey", work->state);
    if (result == LOY_OK)
        result = loy__state_leave(work->state, work->journal, &moved, work->now);
    if (result == LOY_OK && merges)
        result = loy__note_add(work->state, LOY__NOTE_IMAGE, body->data, body->size);
    if (result != LOY_OK)
        return result;
    return loy__mail_send(work, merges ? LOY__MAIL_MERGE : LOY__MAIL_REKEY, to);
}

static int
ask_back(loy__work *work)
{
    const loy__note *image = loy__note_find(work->state, LOY__NOTE_IMAGE, 0);
    loy__moved moved;
    int result = loy__mail_begin(work, image->data, image->size);

    if (result != LOY_OK)
        return result;
    if (!loy__moved_to(work->state, &moved))
        return LOY_ERR_INTERNAL;
    loy__note_remove(work->state, image);
    return loy__mail_send(work, LOY__MAIL_UNMERGE,
                          (loy_text){.data = moved.id, .size = moved.id_size});
}

int
loy__act_move(loy__work *work)
{
    return work->kind == LOY__ON_UNMERGE ? ask_back(work) : leave(work);
}

/* ---- Arriving ---- */

/* The account that a message carries, of the sender or of the receiver. */
static int
unpack(loy__work *work, const char *id, uint32_t id_size)
{
    loy__state *other = &work->engine->mail.other;
    int result;

    result = loy__state_decode(other, id, id_size, work->message->body, work->message->size);
    if (result < 0)
        return loy__fail(work->error, result, "", "the account that moves cannot be read: %s",
                         loy_result_text(result));
    other->exists = true;
    return LOY_OK;
}

/* The household of an account that was re-keyed learns its new id. */
static int
tell_household(loy__work *work)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);

    return note == NULL ? LOY_OK
                        : loy__tell_household(work, LOY__MAIL_RENAME, loy__household_of(note),
                                              work->message->sender);
}

static int
come_in(loy__work *work)
{
    const loy_text sender = work->message->sender;
    loy__state *state = work->state;
    loy__state *other = &work->engine->mail.other;
    bool merges = work->message->kind == LOY__MAIL_MERGE;
    int result = unpack(work, sender.data, sender.size);

    if (result == LOY_OK && work->joined)
        result = loy__state_become(state, work->journal, other, work->now);
    else if (result == LOY_OK)
        result = loy__state_absorb(state, work->journal, other, work->now);
    if (result == LOY_OK)
        result = loy__note_add(state, LOY__NOTE_CAME, sender.data, sender.size);
    if (result == LOY_OK)
        result = show_points(work, LOY_EFFECT_RECEIVE, merges ? "merge" : "rekey", other);
    if (result == LOY_OK)
        result = merges ? loy__take_place(work, other) : tell_household(work);
    return result;
}

/* What a merged account brought goes back to it. */
static int
let_go(loy__work *work)
{
    const loy_text sender = work->message->sender;
    loy__state *image = &work->engine->mail.other;
    const loy__note *came;
    int result = unpack(work, sender.data, sender.size);

    if (result == LOY_OK)
        result = loy__state_part(work->state, work->journal, image, work->now);
    if (result == LOY_OK)
        result = show_points(work, LOY_EFFECT_SEND, "unmerge", image);
    if (result != LOY_OK)
        return result;
    came = loy__note_equal(work->state, LOY__NOTE_CAME, sender.data, sender.size);
    if (came != NULL)
        loy__note_remove(work->state, came);
    result = loy__give_place(work, image);
    if (result == LOY_OK)
        result = pack(work, image);
    return result == LOY_OK ? loy__mail_send(work, LOY__MAIL_HANDBACK, sender) : result;
}

static int
come_back(loy__work *work)
{
    int64_t now = work->now;
    int result = unpack(work, work->state->id, work->state->id_size);

    if (result == LOY_OK)
        result = loy__state_become(work->state, work->journal, &work->engine->mail.other, now);
    if (result == LOY_OK)
        result = show_points(work, LOY_EFFECT_RECEIVE, "unmerge", work->state);
    if (result == LOY_OK) /* what time would have done meanwhile */
        result = loy__settle(work, now);
    work->now = work->state->settled;
    return result == LOY_OK ? loy__resume_place(work) : result;
}

/* Nothing is left of what the account brought. */
static int
forget(loy__work *work)
{
    const loy__note *image = loy__note_find(work->state, LOY__NOTE_IMAGE, 0);

    if (image != NULL)
        loy__note_remove(work->state, image);
    return LOY_OK;
}

int
loy__receive_account(loy__work *work)
{
    switch (work->message->kind) {
    case LOY__MAIL_FORGET:
        return forget(work);
    case LOY__MAIL_UNMERGE:
        return let_go(work);
    case LOY__MAIL_HANDBACK:
        return come_back(work);
    default:
        return come_in(work);
    }
}
