/*
 * household_place.c -- the place of an account in a household goes with it when it is
 * merged into another, and comes back when that is undone.
 *
 * Whoever has a place that was another's notes whose, and two members who are one
 * have one place. Into a pool goes what they have, and there it stays: once the
 * merge is undone both are members. Of two households one stays, as the program says;
 * the other one is left, and joined again once the merge is undone.
 */
#include "engine/accounts/household.h"
#include "engine/accounts/parcel.h"

#include "customer/given.h"
#include "customer/moving.h"

static const loy__note *
membership(const loy__state *state)
{
    return loy__note_find(state, LOY__NOTE_HOUSEHOLD, 0);
}

static bool
same_household(const loy__note *a, const loy__note *b)
{
    loy_text one = loy__household_of(a), other = loy__household_of(b);

    return loy__text_equal(one.data, one.size, other.data, other.size);
}

void
loy__leave_household(loy__state *state)
{
    static const uint32_t tags[] = {LOY__NOTE_HOUSEHOLD, LOY__NOTE_PLACE};
    const loy__note *note;

    for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
        while ((note = loy__note_find(state, tags[i], 0)) != NULL)
            loy__note_remove(state, note);
}

/* ---- A merge ---- */

/* One of two households is left. */
static int
admit_both(loy__work *work, const loy__note *own, const loy__note *other)
{
    switch (work->program->accounts.merges.household) {
    case LOY__STAYS_REFUSE:
        return loy__refuse(work, "in-household", "/to", "%s",
                           "both are in households: let one of them leave first");
    case LOY__STAYS_BROUGHT:
        return loy__admit_stay(work, other);
    default:
        return loy__admit_stay(work, own);
    }
}

int
loy__admit_place(loy__work *work)
{
    const loy__note *own = membership(work->state);
    const loy__note *other = membership(work->other);
    int result = LOY_OK;

    if (loy__member_count(work->state) > 0)
        return loy__refuse(work, "is-household", "/customer", "%s",
                           "the account is a household: its members leave it one by one");
    if (own != NULL && loy__member_count(work->other) > 0)
        return loy__refuse(work, "is-household", "/to", "%s",
                           "a member of a household cannot become one: let him leave his first");
    if (own != NULL && other != NULL && !same_household(own, other))
        return admit_both(work, own, other);
    if (!loy__is_pool(work) || (own == NULL) == (other == NULL))
        return LOY_OK;
    if (own == NULL)
        result = loy__admit_pooling(work, work->state, "/customer");
    return result == LOY_OK && other == NULL ? loy__admit_pooling(work, work->other, "/to")
                                             : result;
}

static int
take_over(loy__work *work, const loy__state *from)
{
    const loy_text sender = work->message->sender;
    const loy__note *note = membership(from);
    int result = loy__note_add(work->state, LOY__NOTE_HOUSEHOLD, note->data, note->size);

    for (uint32_t i = 0;
         result == LOY_OK && (note = loy__note_find(from, LOY__NOTE_PLACE, i)) != NULL; i++)
        result = loy__note_add(work->state, LOY__NOTE_PLACE, note->data, note->size);
    return result == LOY_OK ? loy__note_add(work->state, LOY__NOTE_PLACE, sender.data, sender.size)
                            : result;
}

int
loy__pool_lots(loy__work *work)
{
    size_t first = work->journal->count;
    int result;

    if (!loy__is_pool(work) || membership(work->state) == NULL)
        return LOY_OK;
    result = loy__lots_leave(work->state, work->journal, work->now);
    if (result != LOY_OK || work->journal->count == first)
        return result;
    loy__pack_lots(work, loy__mail_body(work), first);
    return loy__mail_send(work, LOY__MAIL_JOIN, loy__household_of(membership(work->state)));
}

static int
move_in(loy__work *work, const loy__state *from, const loy__note *brought)
{
    int result = take_over(work, from);

    return result == LOY_OK ? loy__tell_household(work, LOY__MAIL_RENAME,
                                                  loy__household_of(brought), work->message->sender)
                            : result;
}

/* A household loses its member, who may still undo there what he did in a pool. */
static int
give_up(loy__work *work, const loy__note *place, loy_text member)
{
    const loy_text household = loy__household_of(place);
    int result = loy__note_left(work, household);

    return result == LOY_OK ? loy__tell_household(work, LOY__MAIL_LEAVE, household, member)
                            : result;
}

/* Two households, of which one stays. The account may have become one itself since. */
static int
choose(loy__work *work, const loy__state *from, const loy__note *brought, const loy__note *own)
{
    const loy_text sender = work->message->sender;
    const loy_text self = {.data = work->state->id, .size = work->state->id_size};
    bool stays = own == NULL || work->program->accounts.merges.household != LOY__STAYS_BROUGHT;
    const loy__note left = stays ? *brought : *own;
    int result = loy__given_add(work->state, sender.data, sender.size, stays ? NULL : &left);

    if (result == LOY_OK)
        result = give_up(work, &left, stays ? sender : self);
    if (result != LOY_OK || stays)
        return result;
    loy__leave_household(work->state);
    return move_in(work, from, brought);
}

int
loy__take_place(loy__work *work, const loy__state *from)
{
    const loy__note *brought = membership(from);
    const loy__note *own = membership(work->state);
    int result = LOY_OK;

    if (brought != NULL && own == NULL && loy__member_count(work->state) == 0)
        result = move_in(work, from, brought);
    else if (brought != NULL && own != NULL && same_household(brought, own))
        /* One place is enough. */
        result = loy__tell_household(work, LOY__MAIL_GONE, loy__household_of(brought),
                                     work->message->sender);
    else if (brought != NULL)
        result = choose(work, from, brought, own);
    return result == LOY_OK ? loy__pool_lots(work) : result;
}

/* ---- Its undoing ---- */

/* Joins again the household that he left when the account came in. */
static int
come_home(loy__work *work, const char *note, uint32_t size)
{
    int result;

    if (size == 0 || membership(work->state) != NULL)
        return LOY_OK;
    result = loy__note_add(work->state, LOY__NOTE_HOUSEHOLD, note, size);
    if (result != LOY_OK)
        return result;
    loy__mail_body(work);
    return loy__mail_send(work, LOY__MAIL_JOIN, loy__household_of(membership(work->state)));
}

/* The account gets the place that it had given, with the customer's word for it. */
static int
hand_over(loy__work *work, loy__state *image)
{
    loy__leave_household(work->state);
    return loy__note_add(image, LOY__NOTE_PLACE, work->state->id, work->state->id_size);
}

int
loy__give_place(loy__work *work, loy__state *image)
{
    const loy_text sender = work->message->sender;
    const loy__note *wanted = membership(image);
    const loy__note *own = membership(work->state);
    const loy__note *place =
        loy__note_equal(work->state, LOY__NOTE_PLACE, sender.data, sender.size);
    const char *former;
    uint32_t former_size;
    const loy__note *given =
        loy__given_find(work->state, sender.data, sender.size, &former, &former_size);

    if (wanted == NULL)
        return LOY_OK;
    if (given != NULL) {
        int result = LOY_OK;

        loy__note_remove(work->state, given);
        if (former_size == 0) /* it joins its household again by itself */
            return LOY_OK;
        if (place != NULL && own != NULL && same_household(own, wanted))
            result = hand_over(work, image);
        else
            loy__leave_household(image);
        return result == LOY_OK ? come_home(work, former, former_size) : result;
    }
    if (own == NULL || !same_household(own, wanted)) {
        loy__leave_household(image); /* it was left meanwhile */
        return LOY_OK;
    }
    if (place == NULL)
        return LOY_OK;
    if (loy__is_pool(work)) {
        loy__note_remove(work->state, place);
        return LOY_OK;
    }
    return hand_over(work, image);
}

int
loy__resume_place(loy__work *work)
{
    const loy_text sender = work->message->sender;
    const loy__note *own = membership(work->state);
    const loy__note *place =
        loy__note_equal(work->state, LOY__NOTE_PLACE, sender.data, sender.size);

    if (own == NULL)
        return LOY_OK;
    if (place == NULL) {
        loy__mail_body(work);
        return loy__mail_send(work, LOY__MAIL_JOIN, loy__household_of(own));
    }
    loy__note_remove(work->state, place);
    return loy__tell_household(work, LOY__MAIL_RENAME, loy__household_of(membership(work->state)),
                               sender);
}
