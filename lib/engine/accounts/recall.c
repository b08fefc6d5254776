/*
 * recall.c -- a transfer that is undone by a void: the receiver is asked for what
 * was sent to him, by a message, and sends what he gives back.
 *
 * He gives back what he has of it, then other points, as far as the floor of the
 * currency lets a return go; what he owes instead comes back too, and what is
 * written off does not. So no point is made or lost on the way.
 */
#include "engine/accounts/parcel.h"
#include "engine/returns/returns.h"

/* Messages of a transfer before the one with its points. */
#define BEFORE_POINTS 0

bool
loy__undoes_transfer(const loy__work *work)
{
    const loy__answer_head *head = &work->returned_head;

    return loy__text_equal(head->type, head->type_size, "transfer", 8);
}

/* ---- The sender ---- */

/* Names the event that the transfer became where it arrived. */
static void
pack_arrival(const loy__work *work, loy__bytes *body)
{
    char source[2 * LOY_MAX_ID], id[2 * LOY_MAX_ID];
    size_t source_size = loy__mail_source(source, loy__receipt_source(work->event));
    size_t id_size = loy__mail_id(id, work->event->receipt_id, BEFORE_POINTS);

    loy__put_text(body, source, (uint32_t)source_size);
    loy__put_text(body, id, (uint32_t)id_size);
}

static int
ask_for(loy__work *work, loy__bytes *body, loy__paid *sent)
{
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, sent->name, sent->name_size);
    const loy__lot lot = loy__paid_lot(sent, currency, sent->points);
    int result;

    sent->restored = sent->points;
    if (currency == LOY__NONE)
        return LOY_OK;
    loy__pack_lot(work, body, &lot);
    result = loy__free_sent(work, currency, work->returned.day, lot.points);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_RECALL, loy__cause(work),
                                              work->program->currencies[currency].name.text,
                                              lot.points, lot.points)
                            : result;
}

int
loy__recall(loy__work *work)
{
    loy__receipt *transfer = &work->returned;
    loy__bytes *body = loy__mail_body(work);
    loy_text receiver = {0};
    int result = LOY_OK;

    pack_arrival(work, body);
    /* What went last comes back first. */
    for (uint32_t i = transfer->paid_count; result == LOY_OK && i > 0; i--) {
        loy__paid *sent = &transfer->paid[i - 1];

        if (sent->member == NULL)
            continue;
        receiver = (loy_text){.data = sent->member, .size = sent->member_size};
        result = ask_for(work, body, sent);
    }
    return result == LOY_OK && receiver.size > 0 ? loy__mail_send(work, LOY__MAIL_RECALL, receiver)
                                                 : result;
}

int
loy__decline_transfer(loy__work *work)
{
    loy__receipt *transfer = &work->returned;
    int result = LOY_OK;

    if (!work->has_returned || transfer->state != LOY__RECEIPT_OPEN)
        return LOY_OK; /* it was undone while it was on its way */
    for (uint32_t i = 0; result == LOY_OK && i < transfer->paid_count; i++)
        if (transfer->paid[i].member == NULL)
            result = loy__return_lot(work, &transfer->paid[i], "returned");
    transfer->state = LOY__RECEIPT_DECLINED;
    work->returned_changed = true;
    return result;
}

/* ---- The receiver ---- */

/* Takes back what came of a currency; *missing: what he neither had nor owes now. */
static int
give_up(loy__work *work, uint32_t currency, int64_t *missing)
{
    const loy__name *name = &work->program->currencies[currency].name;
    loy__receipt *arrival = &work->returned;
    int result = LOY_OK;

    *missing = 0;
    for (uint32_t i = arrival->paid_count; result == LOY_OK && i > 0; i--) {
        loy__paid *came = &arrival->paid[i - 1];
        const loy__lot lot = loy__paid_lot(came, currency, came->points);
        int64_t left;

        if (!loy__text_equal(came->name, came->name_size, name->text, name->size))
            continue;
        came->restored = came->points;
        result = loy__recall_lot(work->state, work->journal, &lot, work->now, &left);
        *missing += left;
    }
    return result;
}

static int
show(loy__work *work, uint32_t currency, int64_t points, int64_t missing)
{
    const char *name = work->program->currencies[currency].name.text;
    int result =
        loy__effect_add(work, LOY_EFFECT_CLAWBACK, "transfer", name, points - missing, points);

    return result == LOY_OK && missing > 0
               ? loy__effect_add(work, LOY_EFFECT_WRITE_OFF, "transfer", name, missing, missing)
               : result;
}

/* What the sender wants of a currency. */
static int64_t
wanted_of(const loy__work *work, uint32_t currency)
{
    loy__source body = loy__parcels_of(work);
    loy__parcel next;
    int64_t sum = 0;

    while (loy__parcel_next(work, &body, &next))
        if (next.lot.currency == currency && !loy__add(sum, next.lot.points, &sum))
            return 0;
    return sum;
}

/* So many of his lots go back to him. */
static void
pack_back(const loy__work *work, loy__bytes *out, uint32_t currency, int64_t points)
{
    loy__source body = loy__parcels_of(work);
    loy__parcel next;

    while (points > 0 && loy__parcel_next(work, &body, &next)) {
        if (next.lot.currency != currency)
            continue;
        next.lot.points = loy__smaller(next.lot.points, points);
        points -= next.lot.points;
        loy__pack_lot(work, out, &next.lot);
    }
}

static int
give_back(loy__work *work, loy__bytes *body, uint32_t currency)
{
    bool forgotten = loy__state_erased(work->state);
    int64_t points = wanted_of(work, currency);
    int64_t missing = points;
    int result = LOY_OK;

    if (points == 0)
        return LOY_OK;
    if (!forgotten)
        result = give_up(work, currency, &missing);
    if (result == LOY_OK)
        result = show(work, currency, points, missing);
    if (result == LOY_OK)
        result = loy__free_received(work, currency, work->returned.day, points);
    pack_back(work, body, currency, points - missing);
    return result;
}

/* It comes from another account than the points, which had an earlier owner, and
 * is there before them: later it finds them. */
static int
wait_for_points(loy__work *work)
{
    return loy__fail(work->error, LOY_ERR_CONFLICT, "", "%s",
                     "a transfer is undone before it has arrived: try again");
}

int
loy__receive_recall(loy__work *work)
{
    loy__bytes *body = loy__mail_body(work);
    int64_t *judged;
    int result;

    if (!work->has_named)
        return wait_for_points(work);
    if (!work->has_returned || work->returned.state != LOY__RECEIPT_OPEN)
        return LOY_OK; /* he could not take it, and it is on its way back */
    result = loy__return_judged(work, &judged);
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        result = give_back(work, body, i);
    if (result != LOY_OK)
        return result;
    work->returned.state = LOY__RECEIPT_VOID;
    work->returned_changed = true;
    result = loy__return_hold(work, judged);
    if (result != LOY_OK)
        return result;
    return body->size > 0 || body->failed
               ? loy__mail_send(work, LOY__MAIL_RECALLED, work->message->sender)
               : LOY_OK;
}
