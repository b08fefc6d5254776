/*
 * follow.c -- events for an account that went into another: they follow it, or
 * are refused, as the program says. What occurred before always follows. So do
 * events of the members of a pool, once they have joined; what they did as members
 * they undo there also when they have left.
 */
#include <string.h>

#include "base/words.h"
#include "customer/moving.h"
#include "engine/accounts/household.h"

static bool
follows(const loy__work *work, const loy__moved *moved)
{
    const loy__accounts *accounts = &work->program->accounts;

    if (work->kind == LOY__NONE || work->kind == LOY__ON_REKEY || work->kind == LOY__ON_MERGE ||
        work->kind == LOY__ON_UNMERGE)
        return false; /* it is about this very account */
    if (work->message != NULL)
        return work->message->kind != LOY__MAIL_HANDBACK && work->message->kind != LOY__MAIL_FORGET;
    if (work->event->time < moved->time || work->member.size > 0) /* he names himself */
        return true;
    return moved->how == LOY__MOVED_REKEY ? accounts->rekeys.follow : accounts->merges.follow;
}

/* Whether what happens to a member of a pool happens to the pool. */
static bool
goes_to_pool(const loy__work *work)
{
    if (work->message != NULL)
        return work->message->kind == LOY__MAIL_POINTS || work->message->kind == LOY__MAIL_REWARD ||
               work->message->kind == LOY__MAIL_REVOKE || work->message->kind == LOY__MAIL_RECALL;
    switch (work->kind) {
    case LOY__NONE:
    case LOY__ON_ENROL:
    case LOY__ON_PROFILE:
    case LOY__ON_IMPORT:
    case LOY__ON_FREEZE:
    case LOY__ON_UNFREEZE:
    case LOY__ON_REKEY:
    case LOY__ON_MERGE:
    case LOY__ON_UNMERGE:
    case LOY__ON_REFERRAL:
    case LOY__ON_HOUSEHOLD:
    case LOY__ON_ERASE:
        return false; /* it is about the member himself */
    default:
        return true;
    }
}

/* A frozen account, of which nothing is spent. */
static bool
is_stopped(const loy__work *work)
{
    return loy__debits(work) && loy__is_frozen(work->state);
}

/* What occurred before he joined stays with the member, and of a frozen one
 * nothing is spent. */
static bool
pools(const loy__work *work, loy_text *household)
{
    const loy__note *note = loy__note_find(work->state, LOY__NOTE_HOUSEHOLD, 0);

    if (note == NULL || work->program->accounts.households.kind != LOY__HOUSEHOLD_POOL ||
        !goes_to_pool(work) || work->event->time < loy__load_i64(note->data) || is_stopped(work))
        return false;
    *household = loy__household_of(note);
    return true;
}

/* Whether what the event names happened to a pool, and the customer did it. */
static bool
undoes_pooled(const loy__work *work, loy_text *household)
{
    const loy__answer_head *head = &work->returned_head;
    const loy__state *state = work->state;
    bool recalls = work->message != NULL && work->message->kind == LOY__MAIL_RECALL;

    if ((work->message != NULL && !recalls) || work->member.size > 0 || !work->has_named ||
        head->member_size == 0 || is_stopped(work))
        return false;
    if (work->kind != LOY__ON_RETURN && work->kind != LOY__ON_VOID && !recalls &&
        (loy__state_erased(state) ||
         (work->kind != LOY__ON_EXCHANGE && work->kind != LOY__ON_CAPTURE &&
          work->kind != LOY__ON_RELEASE && work->kind != LOY__ON_ACTIVATE)))
        return false;
    *household = (loy_text){.data = head->customer, .size = head->customer_size};
    return loy__text_equal(head->member, head->member_size, state->id, state->id_size) ||
           loy__note_equal(state, LOY__NOTE_CAME, head->member, head->member_size) != NULL;
}

/* Where the event goes on to. */
static bool
next_account(loy__work *work, loy_text *out)
{
    const loy__state *state = work->state;
    loy__moved moved;

    if (loy__moved_to(state, &moved)) {
        *out = (loy_text){.data = moved.id, .size = moved.id_size};
        return follows(work, &moved);
    }
    if (!undoes_pooled(work, out) && !pools(work, out))
        return false;
    work->member =
        (loy_text){.data = loy__arena_text(&work->engine->arena, state->id, state->id_size),
                   .size = state->id_size};
    return true;
}

/* The event, of another customer; its copy lives as long as the work. Who named
 * himself beside it (and was not asked for twice) names that other, too. */
static int
redirect(loy__work *work, loy_event *event, loy_text to, bool himself)
{
    const char *id = loy__arena_text(&work->engine->arena, to.data, to.size);
    const char *shown = loy__arena_text(&work->outcome->texts, to.data, to.size);

    if (id == NULL || shown == NULL)
        return LOY_ERR_NOMEM;
    event->customer = (loy_text){.data = id, .size = to.size};
    if (himself)
        event->other = event->customer;
    work->event = event;
    work->scene.event = event;
    work->outcome->customer = shown;
    return loy__load_customer(work);
}

int
loy__follow(loy__work *work)
{
    const loy_text other = work->event->other, customer = work->event->customer;
    bool himself = work->message == NULL &&
                   loy__text_equal(other.data, other.size, customer.data, customer.size);
    loy_event *event = NULL;
    loy_text to;

    for (int step = 0; next_account(work, &to); step++) {
        int result;

        if (step >= LOY__MOST_MOVES)
            return loy__fail(work->error, LOY_ERR_CORRUPT, "/customer", "%s",
                             "the account went from one to the other without end");
        if (event == NULL) {
            event = loy__arena_alloc(&work->engine->arena, sizeof(*event));
            if (event == NULL)
                return LOY_ERR_NOMEM;
            memcpy(event, work->event, sizeof(*event));
        }
        result = redirect(work, event, to, himself);
        if (result != LOY_OK)
            return result;
        if (work->member.size > 0 && work->member.data == NULL)
            return LOY_ERR_NOMEM;
    }
    return LOY_OK;
}

int
loy__refuse_moved(loy__work *work)
{
    loy__moved moved;

    if (!loy__moved_to(work->state, &moved) || work->kind == LOY__ON_UNMERGE ||
        work->message != NULL)
        return LOY_OK;
    return loy__refuse(work, "moved", "/customer", "the account is %.*s now",
                       (int)(moved.id_size < 128 ? moved.id_size : 128), moved.id);
}

bool
loy__is_own(const loy__work *work, const loy__answer_head *head)
{
    const loy_text customer = work->event->customer;

    return loy__text_equal(head->customer, head->customer_size, customer.data, customer.size) ||
           loy__note_equal(work->state, LOY__NOTE_CAME, head->customer, head->customer_size) !=
               NULL ||
           loy__note_equal(work->state, LOY__NOTE_MEMBER, head->customer, head->customer_size) !=
               NULL;
}
