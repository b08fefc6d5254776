/*
 * transfer.c -- points from one account to another, gifts too: they leave
 * with their lots and arrive by a message. What may not come in goes back.
 */
#include "customer/clock.h"
#include "customer/lives.h"
#include "customer/notes.h"
#include "engine/accounts/household.h"
#include "engine/accounts/parcel.h"

static const loy__transfers *
settings(const loy__work *work)
{
    return &work->program->accounts.transfers;
}

static int64_t
of_currency(const int64_t *points, uint32_t currency, int64_t otherwise)
{
    return points != NULL && points[currency] >= 0 ? points[currency] : otherwise;
}

/* What an allowance still leaves; INT64_MAX: any number. */
static int64_t
room_in(const loy__state *state, uint32_t tag, const loy__allowance *allowance, uint32_t currency,
        int32_t day)
{
    int64_t most = of_currency(allowance->most, currency, -1);

    if (most < 0)
        return INT64_MAX;
    return allowance->each ? most
                           : most - loy__note_tally(state, tag, currency, allowance->per, day);
}

static int
use_room(loy__state *state, uint32_t tag, const loy__allowance *allowance, uint32_t currency,
         int32_t day, int64_t points)
{
    if (of_currency(allowance->most, currency, -1) < 0 || allowance->each)
        return LOY_OK;
    return loy__note_count(state, tag, currency, allowance->per, day, points);
}

int
loy__free_sent(loy__work *work, uint32_t currency, int32_t day, int64_t points)
{
    return use_room(work->state, LOY__NOTE_SENT, &settings(work)->out, currency, day, -points);
}

int
loy__free_received(loy__work *work, uint32_t currency, int32_t day, int64_t points)
{
    return use_room(work->state, LOY__NOTE_RECEIVED, &settings(work)->in, currency, day, -points);
}

/* ---- Sending ---- */

int
loy__admit_receiver(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->other.size == 0)
        return loy__refuse(work, "missing-receiver", "/to", "%s",
                           "name the customer that it goes to");
    if (loy__text_equal(event->other.data, event->other.size, work->state->id,
                        work->state->id_size))
        return loy__refuse(work, "same-customer", "/to", "%s",
                           "sender and receiver are the same customer");
    if (work->other == NULL)
        return loy__refuse(work, "unknown-receiver", "/to", "%s",
                           "nobody is enrolled under this id: enrol the receiver first");
    if (loy__state_erased(work->other))
        return loy__refuse(work, "erased", "/to", "%s",
                           "this customer asked to be forgotten: nothing can be sent to him");
    if (!loy__state_has_room(work->other))
        return loy__refuse(work, "out-of-range", "/to", "%s",
                           "the account has had more points, or more spend, than can be counted");
    return LOY_OK;
}

static int
admit_item(loy__work *work, const loy_item *item)
{
    const loy__transfers *rules = settings(work);
    uint32_t currency = loy__item_currency(work, item);
    const char *name = work->program->currencies[currency].name.text;
    int64_t available = loy__state_points(work->state, currency).available;
    int64_t least = of_currency(rules->minimum, currency, 1);

    if (rules->currencies != NULL && !loy__bit(rules->currencies, currency))
        return loy__refuse(work, "not-transferable", "/points",
                           "%s cannot be transferred: `transfers.currencies` does not name it",
                           name);
    if (item->amount < least)
        return loy__refuse(work, "below-minimum", "/points", "a transfer of %s moves %lld or more",
                           name, (long long)least);
    if (available - of_currency(rules->fee, currency, 0) < item->amount)
        return loy__refuse(work, "insufficient-points", "/points",
                           "cannot transfer %lld of %s for a fee of %lld: %lld are available",
                           (long long)item->amount, name,
                           (long long)of_currency(rules->fee, currency, 0), (long long)available);
    if (room_in(work->state, LOY__NOTE_SENT, &rules->out, currency, work->scene.day) < item->amount)
        return loy__refuse(work, "over-limit", "/points",
                           "more of %s than an account may send in the period", name);
    if (room_in(work->other, LOY__NOTE_RECEIVED, &rules->in, currency, work->scene.day) <
        item->amount)
        return loy__refuse(work, "over-limit", "/to",
                           "more of %s than an account may receive in the period", name);
    return LOY_OK;
}

int
loy__admit_transfer(loy__work *work)
{
    const loy__transfers *rules = settings(work);
    int32_t since = work->state->enrolled_on;
    int result;

    if (!rules->allowed)
        return loy__refuse(work, "no-transfers", "/type", "%s",
                           "the program has no `transfers`: points stay where they are");
    result = loy__admit_receiver(work);
    if (result != LOY_OK)
        return result;
    if (since != LOY_DAY_NONE && loy__add_to_day(since, &rules->age) > work->scene.day)
        return loy__refuse(work, "account-too-young", "/customer", "%s",
                           "the account is too young to transfer points: see `transfers.age`");
    if (work->event->item_count == 0)
        return loy__refuse(work, "missing-points", "/points", "%s",
                           "a transfer needs points: name the currency and how many");
    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++)
        result = admit_item(work, loy__item_at(work->event, i));
    return result;
}

static int
send_item(loy__work *work, const loy_item *item)
{
    const loy__transfers *rules = settings(work);
    uint32_t currency = loy__item_currency(work, item);
    const char *name = work->program->currencies[currency].name.text;
    int64_t fee = of_currency(rules->fee, currency, 0);
    size_t first = work->journal->count;
    int result = admit_item(work, item); /* the same currency may be named twice */

    if (result == LOY_OK)
        result = loy__burn(work->state, work->journal, currency, item->amount, work->now,
                           LOY_ENTRY_TRANSFER);
    if (result == LOY_OK)
        result = loy__note_sent(work, first, work->event->other);
    if (result == LOY_OK)
        result = use_room(work->state, LOY__NOTE_SENT, &rules->out, currency, work->scene.day,
                          item->amount);
    if (result == LOY_OK)
        result =
            loy__effect_add(work, LOY_EFFECT_SEND, "transfer", name, item->amount, item->amount);
    if (result != LOY_OK || fee == 0)
        return result;
    first = work->journal->count;
    result = loy__burn(work->state, work->journal, currency, fee, work->now, LOY_ENTRY_BURN);
    if (result == LOY_OK)
        result = loy__note_paid(work, first);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_FEE, "transfer", name, fee, fee)
                            : result;
}

int
loy__act_transfer(loy__work *work)
{
    const loy_event *event = work->event;
    size_t first = work->journal->count;
    loy__bytes *body;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < event->item_count; i++)
        result = send_item(work, loy__item_at(event, i));
    if (result != LOY_OK)
        return result;
    body = loy__mail_body(work);
    loy__put_text(body, event->source.data, event->source.size);
    loy__put_text(body, event->id.data, event->id.size);
    loy__pack_lots(work, body, first);
    return loy__mail_send(work, LOY__MAIL_POINTS, event->other);
}

/* ---- Arriving ---- */

/* Whether all of it may come in. */
static bool
fits(const loy__work *work)
{
    const loy__allowance *in = &settings(work)->in;
    loy__source body = loy__parcels_of(work);
    loy__parcel next;

    while (loy__parcel_next(work, &body, &next)) {
        loy__source rest = loy__parcels_of(work);
        loy__parcel other;
        int64_t sum = 0;

        if (next.name == NULL)
            return false;
        while (loy__parcel_next(work, &rest, &other))
            if (other.lot.currency == next.lot.currency && !loy__add(sum, other.lot.points, &sum))
                return false;
        if (room_in(work->state, LOY__NOTE_RECEIVED, in, next.lot.currency, work->scene.day) < sum)
            return false;
    }
    return true;
}

/* What came back, or came without a transfer, is counted in no limit. What came by a
 * transfer is known lot by lot, should the sender want it back. */
static int
count_received(loy__work *work, const loy__lot *lot)
{
    const loy__transfers *rules = settings(work);
    int result;

    switch (work->message->kind) {
    case LOY__MAIL_POINTS:
        result = loy__note_paid_by(work, lot, (loy_text){0});
        return result == LOY_OK ? use_room(work->state, LOY__NOTE_RECEIVED, &rules->in,
                                           lot->currency, work->scene.day, lot->points)
                                : result;
    case LOY__MAIL_BACK:
        return loy__free_sent(work, lot->currency, work->scene.day, lot->points);
    default:
        return LOY_OK;
    }
}

static const char *
cause(const loy__work *work)
{
    switch (work->message->kind) {
    case LOY__MAIL_POINTS:
    case LOY__MAIL_RECALLED:
        return "transfer";
    case LOY__MAIL_BACK:
        return "returned";
    default:
        return "household";
    }
}

/* To its lot, unless the customer is forgotten. */
static int
give_back(loy__work *work, const loy__parcel *next)
{
    const loy__lot *lot = &next->lot;
    bool forgotten = loy__state_erased(work->state);
    int result = forgotten ? LOY_OK : loy__restore_lot(work->state, work->journal, lot, work->now);

    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_RESTORE, cause(work), next->name->text,
                                 forgotten ? 0 : lot->points, lot->points)
               : result;
}

/* What was sent is with the sender again: in its lots, or what has lapsed of them as
 * of anything that is undone. */
static int
take_again(loy__work *work, const loy__parcel *next)
{
    const loy__lot *lot = &next->lot;
    int result = loy__regain_lot(work->state, work->journal, lot, LOY_ENTRY_TRANSFER, work->now);

    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_RESTORE, cause(work),
                                              next->name->text, lot->points, lot->points)
                            : result;
}

static int
receive(loy__work *work, loy__parcel *next)
{
    const loy__transfers *rules = settings(work);
    loy__lot *lot = &next->lot;
    int result;

    if (work->message->kind == LOY__MAIL_POINTS && rules->expiry == LOY__TRANSFER_NEW) {
        lot->earned_on = loy__clock_day(work->state, lot->currency, work->event->time);
        lot->own = 0;
        loy__life_begin(work->state, lot, work->event->time, work->now);
    }
    if (lot->matures <= work->now)
        lot->matures = 0;
    if (work->message->kind == LOY__MAIL_RESTORE)
        return give_back(work, next);
    if (work->message->kind == LOY__MAIL_RECALLED)
        return take_again(work, next);
    result = loy__lot_arrive(work->state, work->journal, lot, work->now);
    if (result == LOY_OK)
        result = count_received(work, lot);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_RECEIVE, cause(work),
                                              next->name->text, lot->points, lot->points)
                            : result;
}

/* Whether what comes may find its customer in a pool, where it belongs. */
static bool
goes_on(uint32_t kind)
{
    return kind == LOY__MAIL_RESTORE || kind == LOY__MAIL_RECALLED || kind == LOY__MAIL_SHARE;
}

int
loy__receive_points(loy__work *work)
{
    uint32_t kind = work->message->kind;
    loy__source body = loy__parcels_of(work);
    loy__parcel next;
    int result = LOY_OK;

    if (kind == LOY__MAIL_POINTS && (loy__state_erased(work->state) || !fits(work))) {
        result = loy__mail_copy(work);
        return result == LOY_OK ? loy__mail_send(work, LOY__MAIL_BACK, work->message->sender)
                                : result;
    }
    if (kind == LOY__MAIL_POINTS)
        loy__begin_receipt(work);
    while (result == LOY_OK && loy__parcel_next(work, &body, &next))
        if (next.name != NULL)
            result = receive(work, &next);
    if (result == LOY_OK && kind == LOY__MAIL_BACK)
        result = loy__decline_transfer(work);
    if (result == LOY_OK && goes_on(kind))
        result = loy__pool_lots(work);
    return body.failed ? LOY_ERR_CORRUPT : result;
}
