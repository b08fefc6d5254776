/*
 * household_place.c -- the place of an account in a household goes with it when it is
 * merged into another, and comes back when that is undone.
 *
 * Whoever has a place that was another's notes whose, and two members who are one
 * have one place. Into a pool goes what they have, and there it stays: once the
 * merge is undone both are members.
 */
#include "engine/accounts/household.h"
#include "engine/accounts/parcel.h"

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
        return loy__refuse(work, "in-household", "/to", "%s",
                           "both are in households: let one of them leave first");
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

int
loy__take_place(loy__work *work, const loy__state *from)
{
    const loy_text sender = work->message->sender;
    const loy__note *brought = membership(from);
    const loy__note *own = membership(work->state);
    int result = LOY_OK;

    if (brought != NULL && own == NULL && loy__member_count(work->state) == 0) {
        result = take_over(work, from);
        if (result == LOY_OK)
            result =
                loy__tell_household(work, LOY__MAIL_RENAME, loy__household_of(brought), sender);
    } else if (brought != NULL) {
        /* One place is enough; the account may have joined another household since. */
        result = loy__tell_household(work, LOY__MAIL_GONE, loy__household_of(brought), sender);
    }
    return result == LOY_OK ? loy__pool_lots(work) : result;
}

/* ---- Its undoing ---- */

int
loy__give_place(loy__work *work, loy__state *image)
{
    const loy_text sender = work->message->sender;
    const loy__note *wanted = membership(image);
    const loy__note *own = membership(work->state);
    const loy__note *place =
        loy__note_equal(work->state, LOY__NOTE_PLACE, sender.data, sender.size);

    if (wanted == NULL)
        return LOY_OK;
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
    loy__leave_household(work->state);
    return loy__note_add(image, LOY__NOTE_PLACE, work->state->id, work->state->id_size);
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
