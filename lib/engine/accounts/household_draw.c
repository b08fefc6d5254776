/*
 * household_draw.c -- what each member of a household gives when one of them spends, or
 * holds points: in proportion, in their order, or what lapses first. Parts sum up
 * exactly; the members' own events are kept together with the event that draws on them.
 */
#include "engine/accounts/household.h"

static int64_t
available(const loy__relative *member, uint32_t currency)
{
    int64_t points = 0;

    for (size_t i = 0; i < member->lot_count; i++)
        if (member->lots[i].currency == currency)
            points += member->lots[i].points;
    return points;
}

int64_t
loy__family_points(const loy__family *family, uint32_t currency)
{
    int64_t sum = 0;

    for (uint32_t i = 0; i < family->count; i++)
        if (!loy__add(sum, available(&family->members[i], currency), &sum))
            return INT64_MAX;
    return sum;
}

/* ---- Who gives what ---- */

static int
split_pro_rata(loy__work *work, const loy__family *family, uint32_t currency, int64_t points,
               int64_t *parts)
{
    int64_t *weights =
        loy__arena_alloc(&work->engine->arena, (family->count + 1u) * sizeof(*weights));

    if (weights == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < family->count; i++)
        weights[i] = available(&family->members[i], currency);
    return loy__split(points, weights, family->count, parts) ? LOY_OK : LOY_ERR_INTERNAL;
}

static void
split_in_order(const loy__family *family, uint32_t currency, int64_t points, int64_t *parts)
{
    for (uint32_t i = 0; i < family->count; i++) {
        int64_t has = available(&family->members[i], currency);

        parts[i] = has < points ? has : points;
        points -= parts[i];
    }
}

/* Of all lots that end together the first member's goes first. */
static void
split_by_expiry(const loy__family *family, uint32_t currency, int64_t points, int64_t *parts)
{
    int64_t after = INT64_MIN;

    for (uint32_t i = 0; i < family->count; i++)
        parts[i] = 0;
    while (points > 0) {
        int64_t next = INT64_MAX;
        bool any = false;

        for (uint32_t i = 0; i < family->count; i++)
            for (size_t k = 0; k < family->members[i].lot_count; k++) {
                const loy__lot *lot = &family->members[i].lots[k];

                if (lot->currency == currency && lot->expires > after && lot->expires <= next) {
                    next = lot->expires;
                    any = true;
                }
            }
        for (uint32_t i = 0; any && i < family->count; i++)
            for (size_t k = 0; k < family->members[i].lot_count; k++) {
                const loy__lot *lot = &family->members[i].lots[k];
                int64_t part = lot->points < points ? lot->points : points;

                if (lot->currency != currency || lot->expires != next)
                    continue;
                parts[i] += part;
                points -= part;
            }
        if (!any)
            return;
        after = next;
    }
}

/* ---- Taking it ---- */

static int
show_part(loy__work *work, const loy__relative *member, uint32_t currency, int64_t points)
{
    const char *id = loy__arena_text(&work->outcome->texts, member->id, member->id_size);

    return id == NULL
               ? LOY_ERR_NOMEM
               : loy__effect_add(work, LOY_EFFECT_DRAW, id,
                                 work->program->currencies[currency].name.text, points, points);
}

/* What is drawn cannot be drawn again by the same event. Others' lots are noted as
 * they are seen from here, where the event keeps a receipt. */
static int
use_lots(loy__work *work, loy__relative *member, uint32_t currency, int64_t points)
{
    const loy_text who = {.data = member->id, .size = member->id_size};
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && points > 0 && i < member->lot_count; i++) {
        loy__lot *lot = &member->lots[i];
        loy__lot part = *lot;

        if (part.points > points)
            part.points = points;
        if (lot->currency != currency || part.points == 0)
            continue;
        lot->points -= part.points;
        points -= part.points;
        if (!member->self)
            result = loy__note_paid_by(work, &part, who);
    }
    return result;
}

static int
draw_on(loy__work *work, const loy__relative *member, uint32_t currency, int64_t points)
{
    const loy__name *name = &work->program->currencies[currency].name;
    size_t first = work->journal->count;
    loy__bytes *body;
    unsigned char *at;
    int result;

    if (member->self) {
        result = loy__burn(work->state, work->journal, currency, points, work->now, LOY_ENTRY_BURN);
        return result == LOY_OK ? loy__note_paid(work, first) : result;
    }
    body = loy__mail_body(work);
    at = loy__bytes_open(body, 8);
    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store_i64(at, points);
    loy__bytes_close(body, at + 8);
    loy__put_text(body, name->text, name->size);
    return loy__mail_with(work, LOY__MAIL_DRAW,
                          (loy_text){.data = member->id, .size = member->id_size});
}

int
loy__family_take(loy__work *work, const loy__family *family, uint32_t currency, int64_t points,
                 int (*take)(loy__work *work, const loy__relative *member, uint32_t currency,
                             int64_t points))
{
    int64_t *parts = loy__arena_alloc(&work->engine->arena, (family->count + 1u) * sizeof(*parts));
    int result = LOY_OK;

    if (parts == NULL)
        return LOY_ERR_NOMEM;
    switch (work->program->accounts.households.draw) {
    case LOY__DRAW_PRO_RATA:
        result = split_pro_rata(work, family, currency, points, parts);
        break;
    case LOY__DRAW_HEAD_FIRST:
        split_in_order(family, currency, points, parts);
        break;
    default:
        split_by_expiry(family, currency, points, parts);
        break;
    }
    for (uint32_t i = 0; result == LOY_OK && i < family->count; i++) {
        if (parts[i] == 0)
            continue;
        result = use_lots(work, &family->members[i], currency, parts[i]);
        if (result == LOY_OK)
            result = take(work, &family->members[i], currency, parts[i]);
        if (result == LOY_OK)
            result = show_part(work, &family->members[i], currency, parts[i]);
    }
    return result;
}

int
loy__family_spend(loy__work *work, uint32_t currency, int64_t points)
{
    return loy__family_take(work, work->family, currency, points, draw_on);
}

/* ---- A member is drawn on ---- */

int
loy__family_changed(loy__work *work)
{
    return loy__fail(work->error, LOY_ERR_CONFLICT, "", "%s",
                     "a member of the household spent at the same time: try again");
}

int
loy__receive_draw(loy__work *work)
{
    loy__source body = {.at = work->message->body,
                        .end = work->message->body + work->message->size};
    int64_t points = loy__get_i64(&body);
    uint32_t size, currency;
    const char *name = loy__get_text(&body, &size);
    int result;

    if (body.failed || points <= 0)
        return LOY_ERR_CORRUPT;
    currency = loy__program_find(work->program, LOY_PART_CURRENCY, name, size);
    if (currency == LOY__NONE || loy__state_points(work->state, currency).available < points)
        return loy__family_changed(work);
    result = loy__burn(work->state, work->journal, currency, points, work->now, LOY_ENTRY_BURN);
    return result == LOY_OK
               ? loy__effect_add(work, LOY_EFFECT_DRAW, "household",
                                 work->program->currencies[currency].name.text, points, points)
               : result;
}
