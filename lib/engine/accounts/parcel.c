/*
 * parcel.c -- lots in the body of a message: what leaves one account and arrives
 * in another as it was.
 */
#include "engine/accounts/parcel.h"

#include "customer/record.h"

void
loy__pack_lot(const loy__work *work, loy__bytes *body, const loy__lot *lot)
{
    const loy__name *name = &work->program->currencies[lot->currency].name;
    unsigned char *at = loy__bytes_open(body, 28);

    if (at == NULL)
        return;
    loy__store_i64(at, lot->own ? -lot->points : lot->points);
    loy__store_i64(at + 8, lot->expires);
    loy__store_i64(at + 16, lot->matures);
    loy__store_i32(at + 24, lot->earned_on);
    loy__bytes_close(body, at + 28);
    loy__put_text(body, name->text, name->size);
}

void
loy__pack_lots(const loy__work *work, loy__bytes *body, size_t first)
{
    for (size_t i = first; i < work->journal->count; i++) {
        const loy__posting *posting = &work->journal->items[i];
        const loy__lot lot = {.points = -posting->points,
                              .expires = posting->expires,
                              .matures = posting->matures,
                              .earned_on = posting->earned_on,
                              .own = posting->own,
                              .currency = posting->currency};

        if (posting->kind == LOY_ENTRY_TRANSFER)
            loy__pack_lot(work, body, &lot);
    }
}

bool
loy__parcel_next(const loy__work *work, loy__source *body, loy__parcel *out)
{
    uint32_t size;
    const char *name;

    if (body->failed || body->at == body->end)
        return false;
    *out = (loy__parcel){.lot = {.points = loy__get_i64(body)}};
    out->lot.own = out->lot.points < 0; /* with an end of its own */
    if (out->lot.own && out->lot.points >= -INT64_MAX)
        out->lot.points = -out->lot.points;
    out->lot.expires = loy__get_i64(body);
    out->lot.matures = loy__get_i64(body);
    out->lot.earned_on = (int32_t)loy__get32(body);
    name = loy__get_text(body, &size);
    if (body->failed || out->lot.points <= 0 || out->lot.matures < 0 ||
        !loy__day_known(out->lot.earned_on)) {
        body->failed = true;
        return false;
    }
    out->lot.currency = loy__program_find(work->program, LOY_PART_CURRENCY, name, size);
    if (out->lot.currency != LOY__NONE)
        out->name = &work->program->currencies[out->lot.currency].name;
    return true;
}

loy__source
loy__parcels_of(const loy__work *work)
{
    const loy__message *message = work->message;
    loy__source body = {.at = message->body, .end = message->body + message->size};
    uint32_t size;

    if (loy__mail_names_event(message->kind)) {
        loy__get_text(&body, &size);
        loy__get_text(&body, &size);
    }
    return body;
}
