/*
 * activate.c -- the pending points of a sale become spendable: all of them, or so
 * many of a currency. The sale's receipt remembers it for its returns: an award
 * that is released in part is two awards from then on.
 */
#include <string.h>

#include "customer/lots.h"
#include "engine/returns/returns.h"

/* What an award has that is still pending; its lot may have less, when others
 * took from it, and what it has is of the awards before it first. */
static int64_t
pending_of(const loy__work *work, uint32_t index, loy__lot *key)
{
    const loy__award *awards = work->returned.awards, *award = &awards[index];
    uint32_t currency =
        loy__program_find(work->program, LOY_PART_CURRENCY, award->name, award->name_size);
    int64_t left = award->amount - award->taken;
    int64_t there;

    if (award->kind != LOY__AWARD_POINTS || currency == LOY__NONE || award->matures == 0 ||
        !work->program->currencies[currency].activates)
        return 0;
    *key = (loy__lot){
        .matures = award->matures,
        .expires = award->expires,
        .earned_on = loy__receipt_day(&work->returned, work->program->currencies[currency].clock),
        .currency = currency};
    there = loy__pending_points(work->state, key);
    for (uint32_t i = 0; i < index && there > 0; i++)
        if (loy__award_same(&awards[i], award))
            there -= awards[i].amount - awards[i].taken;
    return left < there ? left : there > 0 ? there : 0;
}

/* Pending points of the sale, of all currencies or of one. */
static int64_t
pending_in(const loy__work *work, uint32_t currency)
{
    const loy__receipt *sale = &work->returned;
    int64_t sum = 0;

    for (uint32_t i = 0; i < sale->award_count; i++) {
        loy__lot key;
        int64_t points = pending_of(work, i, &key);

        if (points > 0 && (currency == LOY__NONE || key.currency == currency))
            sum += points;
    }
    return sum;
}

static int
admit_points(loy__work *work, uint32_t index)
{
    const loy_item *item = loy__item_at(work->event, index);
    uint32_t currency = loy__item_currency(work, item);
    int64_t pending = pending_in(work, currency);

    if (loy__item_repeated(work->event, index))
        return loy__refuse(work, "wrong-item", "/points", "%s", "a currency is named twice");
    if (item->amount > pending)
        return loy__refuse(work, "insufficient-points", "/points",
                           "cannot activate %lld of %s: %lld of the sale are pending",
                           (long long)item->amount, work->program->currencies[currency].name.text,
                           (long long)pending);
    return LOY_OK;
}

int
loy__admit_activate(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__answer_head *head = &work->returned_head;
    int result = LOY_OK;

    if (event->receipt_id.size == 0)
        return loy__refuse(work, "missing-receipt", "/receipt", "%s",
                           "name the sale whose points are activated: its source and id");
    if (!work->has_returned)
        return loy__refuse(work, "unknown-receipt", "/receipt", "%s",
                           "no purchase was applied under this source and id");
    if (!loy__is_own(work, head))
        return loy__refuse(work, "wrong-customer", "/customer", "%s",
                           "the receipt belongs to another customer");
    if (pending_in(work, LOY__NONE) == 0)
        return loy__refuse(work, "nothing-pending", "/receipt", "%s",
                           "no points of this sale are pending");
    for (uint32_t i = 0; result == LOY_OK && i < event->item_count; i++)
        result = admit_points(work, i);
    return result;
}

/* How many points of a currency the event wants: all where it names none. */
static int64_t
wanted_of(const loy__work *work, uint32_t currency)
{
    const loy_event *event = work->event;

    if (event->item_count == 0)
        return INT64_MAX;
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);

        if (loy__item_currency(work, item) == currency)
            return item->amount;
    }
    return 0;
}

/* Of the award at an index, what was activated becomes an award of its own, which
 * stands before what is left. */
static void
split_award(loy__receipt *sale, uint32_t index, int64_t points, int64_t expires)
{
    loy__award *award = &sale->awards[index];

    if (points < award->amount) {
        memmove(award + 1, award, (sale->award_count - index) * sizeof(*award));
        sale->award_count++;
        award[1].amount -= points;
        award->amount = points;
        award->taken = 0;
        award->recovered = 0;
        award->part = 1;
    }
    award->matures = 0;
    award->expires = expires;
}

/* Room for a second part of each award. */
static int
make_room(loy__work *work)
{
    loy__receipt *sale = &work->returned;
    size_t size = sale->award_count * sizeof(*sale->awards);
    loy__award *awards = loy__arena_alloc(&work->engine->arena, 2 * size + sizeof(*awards));

    if (awards == NULL)
        return LOY_ERR_NOMEM;
    if (size > 0)
        memcpy(awards, sale->awards, size);
    sale->awards = awards;
    return LOY_OK;
}

static int
activate_currency(loy__work *work, uint32_t currency)
{
    loy__receipt *sale = &work->returned;
    int64_t wanted = wanted_of(work, currency);
    int64_t sum = 0;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && wanted > sum && i < sale->award_count; i++) {
        loy__lot key = {.currency = LOY__NONE};
        int64_t points = pending_of(work, i, &key);
        int64_t expires = LOY_NEVER;

        if (points == 0 || key.currency != currency)
            continue;
        key.points = points < wanted - sum ? points : wanted - sum;
        sum += key.points;
        result = loy__pending_activate(work->state, work->journal, &key, work->now, &expires);
        if (result == LOY_OK)
            split_award(sale, i, key.points, expires);
    }
    if (result != LOY_OK || sum == 0)
        return result;
    return loy__effect_add(work, LOY_EFFECT_ACTIVATE, "activate",
                           work->program->currencies[currency].name.text, sum, sum);
}

int
loy__act_activate(loy__work *work)
{
    size_t first = work->journal->count;
    int result = make_room(work);

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        result = activate_currency(work, i);
    work->returned_changed = true;
    return result == LOY_OK ? loy__credit_matured(work, first) : result;
}
