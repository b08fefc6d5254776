/*
 * exchange.c -- an exchange is the return of some lines and the purchase of
 * others in one event. Its own receipt has the new lines; the sale's goes on
 * with what is kept of it.
 *
 * Points that what came back had earned and the new lines earn again stay in
 * their lot, with their own date: only the difference is posted. An exchange is
 * neither a purchase nor a visit more; when nothing of the sale is left, its
 * receipt stands for the purchase.
 */
#include <string.h>

#include "engine/returns/exchange.h"

static bool
has_lines(const loy__decision *decision, uint32_t words)
{
    for (uint32_t w = 0; decision->mask != NULL && w < words; w++)
        if (decision->mask[w] != 0)
            return true;
    return false;
}

void
loy__exchange_filter(loy__pass *pass, uint32_t words)
{
    size_t kept = 0;

    for (size_t i = 0; i < pass->count; i++)
        if (pass->decisions[i].kind == LOY_EFFECT_NOTIFY || has_lines(&pass->decisions[i], words))
            pass->decisions[kept++] = pass->decisions[i];
    pass->count = kept;
}

/* ---- Points that stay ---- */

/* One more award, like another, of the points that stay in the sale's lot. */
static int
split_award(loy__work *work, uint32_t index, int64_t points, const loy__award *lot)
{
    loy__award part = work->sale.awards[index];

    work->sale.awards[index].amount -= points;
    part.amount = points;
    part.matures = lot->matures;
    part.expires = lot->expires;
    return loy__award_note(work, &part);
}

int
loy__exchange_keep(loy__work *work, const loy__award *award, uint32_t currency, int64_t points,
                   loy__kept *kept)
{
    uint32_t count = work->sale.award_count;
    int result = LOY_OK;

    *kept = (loy__kept){0};
    for (uint32_t i = 0; result == LOY_OK && i < count && kept->points < points; i++) {
        loy__award *own = &work->sale.awards[i];
        int64_t part = own->amount < points - kept->points ? own->amount : points - kept->points;

        if (own->kind != LOY__AWARD_POINTS ||
            !loy__text_equal(own->name, own->name_size, award->name, award->name_size) ||
            (own->matures == award->matures && own->expires == award->expires))
            continue;
        part = loy__unearn(work->state, work->journal, currency, part, own->matures, own->expires);
        if (own->matures <= work->now)
            kept->ripe += part;
        if (part == own->amount) {
            own->matures = award->matures;
            own->expires = award->expires;
        } else if (part > 0) {
            result = split_award(work, i, part, award);
        }
        kept->points += part;
    }
    return result;
}

/* ---- What goes on ---- */

/* Who got a message of the sale, and the sale: the message is named after it. */
static int
name_sent(loy__work *work, loy__award *award)
{
    const loy_event *event = work->event;
    const loy_text source = loy__receipt_source(event);
    size_t size = (size_t)award->name_size + 1 + source.size + 1 + event->receipt_id.size;
    char *name, *at;

    if (memchr(award->name, '\0', award->name_size) != NULL)
        return LOY_OK; /* it has come from an exchange before */
    name = loy__arena_alloc(&work->engine->arena, size);
    if (name == NULL)
        return LOY_ERR_NOMEM;
    memcpy(name, award->name, award->name_size);
    at = name + award->name_size;
    *at++ = '\0';
    memcpy(at, source.data, source.size);
    at += source.size;
    *at++ = '\0';
    memcpy(at, event->receipt_id.data, event->receipt_id.size);
    award->name = name;
    award->name_size = (uint32_t)size;
    return LOY_OK;
}

/* What was given because the customer bought at all, not for what he bought,
 * goes with the receipt that stands for the purchase now. */
static int
move_bonuses(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->returned.award_count; i++) {
        loy__award *award = &work->returned.awards[i];
        loy__award own = *award;

        if ((award->kind != LOY__AWARD_BONUS && award->kind != LOY__AWARD_SENT) ||
            award->taken == award->amount)
            continue;
        own.amount -= own.taken;
        own.taken = own.recovered = 0;
        award->taken = award->amount;
        if (own.kind == LOY__AWARD_SENT)
            result = name_sent(work, &own);
        if (result == LOY_OK)
            result = loy__award_note(work, &own);
    }
    return result;
}

/* ---- The whole ---- */

int
loy__finish_exchange(loy__work *work)
{
    int result;

    loy__keep_lines(work);
    work->sale.part = work->exchange_part;
    if (!work->exchange_part && work->has_returned)
        work->sale.bought = work->returned.bought;
    if (!loy__add(work->state->spend, work->total, &work->state->spend))
        return LOY_ERR_INTERNAL;
    result = loy__credit_ladders(work, LOY__COUNT_SPEND, 0, work->total, work->scene.day);
    /* Rules that are run again run without the sale. */
    if (result == LOY_OK && work->has_returned && !work->exchange_part)
        result = move_bonuses(work);
    if (result == LOY_OK && work->has_returned)
        result = loy__act_return(work);
    if (work->has_returned && !work->exchange_part) {
        if (result == LOY_OK)
            result = loy__credit_ladders(work, LOY__COUNT_PURCHASES, 0, 1, work->scene.day);
        if (result == LOY_OK)
            result = loy__credit_ladders(work, LOY__COUNT_VISITS, 0, 1, work->scene.day);
    }
    return result;
}
