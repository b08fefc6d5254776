/*
 * household.c -- customers who collect together: a household is a customer
 * itself, who knows its members; each member knows his household.
 *
 * In a pool the points are the household's: what a member does after joining
 * happens to it (follow.c). In a view each keeps his own, and rewards and payments
 * draw on all (household_draw.c).
 */
#include <string.h>

#include "customer/moving.h"
#include "engine/accounts/household.h"
#include "engine/accounts/parcel.h"

#define MOST_LEFT 64 /* pools that an account remembers */

static const loy__households *
settings(const loy__work *work)
{
    return &work->program->accounts.households;
}

bool
loy__is_pool(const loy__work *work)
{
    return settings(work)->kind == LOY__HOUSEHOLD_POOL;
}

uint32_t
loy__member_count(const loy__state *household)
{
    return loy__note_total(household, LOY__NOTE_MEMBER);
}

/* ---- Members come and go: their side ---- */

enum { CREATE, JOIN, LEAVE, NOTHING };

static uint32_t
action_of(const loy__work *work)
{
    static const char *const names[] = {[CREATE] = "create", [JOIN] = "join", [LEAVE] = "leave"};

    return loy__action_of(work->event, names, NOTHING);
}

static int
admit_household(loy__work *work, bool creates)
{
    const loy_text other = work->event->other;

    if (other.size == 0 || other.size > LOY_MAX_ID)
        return loy__refuse(work, "missing-household", "/household", "%s",
                           "name the household: an id like those of customers");
    if (creates && (work->other != NULL ||
                    loy__text_equal(other.data, other.size, work->state->id, work->state->id_size)))
        return loy__refuse(work, "already-enrolled", "/household", "%s",
                           "somebody has this id already: take another one");
    if (creates)
        return LOY_OK;
    if (work->other == NULL || loy__member_count(work->other) == 0)
        return loy__refuse(work, "unknown-household", "/household", "%s",
                           "there is no household of this id: create it first");
    if (loy__member_count(work->other) >= settings(work)->most)
        return loy__refuse(work, "household-full", "/household",
                           "the household has %lld members already",
                           (long long)settings(work)->most);
    return LOY_OK;
}

int
loy__admit_pooling(loy__work *work, const loy__state *state, const char *path)
{
    for (size_t i = 0; i < state->held_count; i++)
        if (state->held[i].lapses > work->now)
            return loy__refuse(work, "open-holds", path, "%s",
                               "points of the account are held: capture or release them first");
    for (uint32_t i = 0; i < work->program->currency_count; i++)
        if (state->purses[i].debt > 0)
            return loy__refuse(work, "in-debt", path, "the customer owes %lld of %s",
                               (long long)state->purses[i].debt,
                               work->program->currencies[i].name.text);
    return LOY_OK;
}

static int
admit_joining(loy__work *work)
{
    const loy__state *state = work->state;

    if (loy__note_find(state, LOY__NOTE_HOUSEHOLD, 0) != NULL)
        return loy__refuse(work, "in-household", "/customer", "%s",
                           "the customer is in a household: let him leave it first");
    if (loy__member_count(state) > 0)
        return loy__refuse(work, "in-household", "/customer", "%s",
                           "the customer is a household himself");
    if (loy__note_find(state, LOY__NOTE_LEFT, MOST_LEFT - 1) != NULL)
        return loy__refuse(work, "too-many-households", "/customer",
                           "the customer has left %d households already", MOST_LEFT);
    return loy__is_pool(work) ? loy__admit_pooling(work, state, "/customer") : LOY_OK;
}

int
loy__admit_stay(loy__work *work, const loy__note *note)
{
    if (settings(work)->has_stay &&
        work->event->time <
            loy__zone_add(&work->program->zone, loy__load_i64(note->data), &settings(work)->stay))
        return loy__refuse(work, "too-soon", "/time", "%s",
                           "the customer has not been a member for long enough to leave: see "
                           "`households.stay`");
    return LOY_OK;
}

static int
admit_leaving(loy__work *work)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);

    return note != NULL ? loy__admit_stay(work, note)
                        : loy__refuse(work, "no-household", "/customer", "%s",
                                      "the customer is in no household");
}

bool
loy__spends_for_all(const loy__work *work, const loy__state *household, const char *id,
                    uint32_t size)
{
    const loy__note *head = loy__note_find(household, LOY__NOTE_MEMBER, 0);

    return settings(work)->spend != LOY__SPEND_HEAD ||
           (head != NULL && loy__text_equal((const char *)head->data, head->size, id, size));
}

int
loy__admit_household(loy__work *work)
{
    uint32_t action = action_of(work);
    int result;

    if (settings(work)->kind == 0)
        return loy__refuse(work, "no-households", "/type", "%s",
                           "the program has no `households`: everybody collects for himself");
    if (action == NOTHING)
        return loy__refuse(work, "unknown-action", "/action", "%s",
                           "write \"create\", \"join\" or \"leave\"");
    if (action == LEAVE)
        return admit_leaving(work);
    result = admit_joining(work);
    return result == LOY_OK ? admit_household(work, action == CREATE) : result;
}

static int
join(loy__work *work)
{
    const loy_text household = work->event->other;
    size_t first = work->journal->count;
    unsigned char note[LOY__HOUSEHOLD_HEAD + LOY_MAX_ID];
    int result;

    loy__store_i64(note, work->event->time);
    memcpy(note + LOY__HOUSEHOLD_HEAD, household.data, household.size);
    result = loy__note_add(work->state, LOY__NOTE_HOUSEHOLD, note,
                           LOY__HOUSEHOLD_HEAD + (size_t)household.size);
    if (result == LOY_OK && loy__is_pool(work))
        result = loy__lots_leave(work->state, work->journal, work->now);
    if (result != LOY_OK)
        return result;
    loy__pack_lots(work, loy__mail_body(work), first);
    return loy__mail_send(work, LOY__MAIL_JOIN, household);
}

int
loy__note_left(loy__work *work, loy_text household)
{
    return loy__is_pool(work) && loy__note_equal(work->state, LOY__NOTE_LEFT, household.data,
                                                 household.size) == NULL
               ? loy__note_add(work->state, LOY__NOTE_LEFT, household.data, household.size)
               : LOY_OK;
}

/* He is a member no more. */
static int
part(loy__work *work)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);
    int result = loy__note_left(work, loy__household_of(note));

    loy__leave_household(work->state);
    return result;
}

static int
leave(loy__work *work)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);
    const loy_text household = loy__household_of(note);
    int result;

    result = loy__tell_household(work, LOY__MAIL_LEAVE, household,
                                 (loy_text){.data = work->state->id, .size = work->state->id_size});
    return result == LOY_OK ? part(work) : result;
}

int
loy__act_household(loy__work *work)
{
    return action_of(work) == LEAVE ? leave(work) : join(work);
}

/* ---- The side of the household ---- */

static int
take_in(loy__work *work)
{
    const loy_text sender = work->message->sender;
    int result;

    if (loy__note_equal(work->state, LOY__NOTE_MEMBER, sender.data, sender.size) != NULL)
        return loy__receive_points(work);
    if (loy__member_count(work->state) < settings(work)->most && !loy__state_erased(work->state)) {
        result = loy__note_add(work->state, LOY__NOTE_MEMBER, sender.data, sender.size);
        return result == LOY_OK ? loy__receive_points(work) : result;
    }
    /* Others were quicker, or it is no more: he goes back with what he brought. */
    result = loy__mail_copy(work);
    return result == LOY_OK ? loy__mail_send(work, LOY__MAIL_LET_GO, sender) : result;
}

/* Takes the nth of equal shares of what there is, and sends it along. */
static int
share_out(loy__work *work, uint32_t nth, uint32_t count)
{
    loy__arena *arena = &work->engine->arena;
    int64_t *weights = loy__arena_alloc(arena, count * sizeof(*weights));
    int64_t *shares = loy__arena_alloc(arena, count * sizeof(*shares));
    int result = LOY_OK;

    if (weights == NULL || shares == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < count; i++)
        weights[i] = 1;
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        int64_t points = loy__state_points(work->state, i).available;

        if (!loy__split(points, weights, count, shares))
            return LOY_ERR_INTERNAL;
        if (shares[nth] == 0)
            continue;
        result =
            loy__burn(work->state, work->journal, i, shares[nth], work->now, LOY_ENTRY_TRANSFER);
        if (result == LOY_OK)
            result =
                loy__effect_add(work, LOY_EFFECT_SEND, "household",
                                work->program->currencies[i].name.text, shares[nth], shares[nth]);
    }
    return result;
}

/* The last one gets all, what is pending too. */
static int
hand_over(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        loy__points points = loy__state_points(work->state, i);
        int64_t all = points.available + points.pending;

        if (all > 0)
            result = loy__effect_add(work, LOY_EFFECT_SEND, "household",
                                     work->program->currencies[i].name.text, all, all);
    }
    return result == LOY_OK ? loy__lots_leave(work->state, work->journal, work->now) : result;
}

static int
let_leave(loy__work *work)
{
    const loy__note *member =
        loy__note_equal(work->state, LOY__NOTE_MEMBER, work->message->body, work->message->size);
    size_t first = work->journal->count;
    uint32_t count = loy__member_count(work->state);
    uint32_t nth = 0;
    int result;

    if (member == NULL)
        return LOY_OK;
    while (loy__note_find(work->state, LOY__NOTE_MEMBER, nth) != member)
        nth++;
    loy__note_remove(work->state, member);
    if (!loy__is_pool(work) || (settings(work)->leave == LOY__LEAVE_KEEP && count > 1))
        return LOY_OK;
    result = count > 1 ? share_out(work, nth, count) : hand_over(work);
    if (result != LOY_OK || work->journal->count == first)
        return result;
    loy__pack_lots(work, loy__mail_body(work), first);
    return loy__mail_send(work, LOY__MAIL_SHARE, work->message->sender);
}

/* A member has another id, or his place is not needed any more. */
static int
rename_member(loy__work *work)
{
    const loy_text sender = work->message->sender;
    const loy__note *member =
        loy__note_equal(work->state, LOY__NOTE_MEMBER, work->message->body, work->message->size);
    unsigned char *copy;

    if (member == NULL)
        return LOY_OK;
    if (work->message->kind == LOY__MAIL_GONE) {
        loy__note_remove(work->state, member);
        return LOY_OK;
    }
    copy = (unsigned char *)loy__arena_text(&work->state->arena, sender.data, sender.size);
    if (copy == NULL)
        return LOY_ERR_NOMEM;
    work->state->notes[member - work->state->notes].data = copy;
    work->state->notes[member - work->state->notes].size = sender.size;
    return LOY_OK;
}

/* ---- The side of the member again ---- */

static int
be_let_go(loy__work *work)
{
    int result = LOY_OK;

    if (loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0) != NULL)
        result = part(work);
    return result == LOY_OK ? loy__receive_points(work) : result;
}

int
loy__tell_household(loy__work *work, uint32_t kind, loy_text household, loy_text before)
{
    int result = loy__mail_begin(work, before.data, before.size);

    return result == LOY_OK ? loy__mail_send(work, kind, household) : result;
}

int
loy__receive_household(loy__work *work)
{
    switch (work->message->kind) {
    case LOY__MAIL_JOIN:
        return take_in(work);
    case LOY__MAIL_LEAVE:
        return let_leave(work);
    case LOY__MAIL_RENAME:
    case LOY__MAIL_GONE:
        return rename_member(work);
    default:
        return be_let_go(work);
    }
}
