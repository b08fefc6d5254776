/*
 * extend.c -- points get another end by hand: a date, or so much later than the
 * one they have. Those that expire first come first.
 */
#include "customer/clock.h"
#include "customer/lives.h"
#include "customer/lots.h"
#include "engine/engine.h"

int
loy__admit_end(loy__work *work)
{
    int64_t until = work->event->until;

    if (until == LOY_TIME_NONE || until == LOY_NEVER)
        return LOY_OK;
    if (!loy__in_calendar(until) || until < work->event->time)
        return loy__refuse(work, "bad-time", "/until", "%s",
                           "points cannot expire before the event, nor after the year 9999");
    return LOY_OK;
}

/* The points that the event asks for; 0 of a currency that it does not name. */
static int64_t
asked(const loy__work *work, uint32_t currency)
{
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);

        if (loy__item_currency(work, item) == currency)
            return item->amount;
    }
    return 0;
}

static int64_t
points_in_lots(const loy__state *state, uint32_t currency)
{
    loy__points points = loy__state_points(state, currency);

    return points.available + points.pending;
}

/* Whether the event says how long, or the currency does. */
static bool
knows_end(const loy__work *work, uint32_t currency)
{
    return work->event->until != LOY_TIME_NONE || work->event->ttl > 0 ||
           work->program->currencies[currency].life.extends;
}

static int
admit_points(loy__work *work, uint32_t currency)
{
    const char *name = work->program->currencies[currency].name.text;
    int64_t points = asked(work, currency);
    int64_t held = points_in_lots(work->state, currency);

    if (points == 0)
        return LOY_OK;
    if (!knows_end(work, currency))
        return loy__refuse(work, "missing-until", "/until",
                           "say until when, or by how much (`ttl`): %s have no `extend`", name);
    if (points > held)
        return loy__refuse(work, "insufficient-points", "/points",
                           "cannot extend %lld of %s: there are %lld", (long long)points, name,
                           (long long)held);
    return LOY_OK;
}

int
loy__admit_extend(loy__work *work)
{
    const loy_event *event = work->event;
    int result = loy__admit_end(work);

    if (result == LOY_OK && (event->ttl < 0 || event->ttl > LOY_MAX_AMOUNT))
        result =
            loy__refuse(work, "bad-ttl", "/ttl", "%s", "the time is negative or absurdly long");
    if (result == LOY_OK && event->item_count == 0)
        result = loy__refuse(work, "missing-points", "/points", "%s",
                             "name the currency and how many points");
    for (uint32_t i = 0; result == LOY_OK && i < event->item_count; i++)
        if (loy__item_repeated(event, i))
            result = loy__refuse(work, "wrong-item", "/points", "%s", "a currency is named twice");
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++)
        result = admit_points(work, i);
    return result;
}

static int64_t
new_end(const loy__work *work, const loy__lot *lot)
{
    const loy__duration *extend = &work->program->currencies[lot->currency].life.extend;
    const loy__duration by = {.ms = work->event->ttl};

    if (work->event->until != LOY_TIME_NONE)
        return work->event->until;
    if (lot->expires == LOY_NEVER)
        return LOY_NEVER;
    return loy__zone_add(loy__clock_zone(work->state, lot->currency), lot->expires,
                         by.ms > 0 ? &by : extend);
}

/* The lot that expires first of those that still have points to extend: their
 * ends were found before any was moved, so that none is moved twice. */
static size_t
first_of(const loy__lot *lots, size_t count)
{
    size_t first = count;

    for (size_t i = 0; i < count; i++)
        if (lots[i].points > 0 && (first == count || lots[i].expires < lots[first].expires))
            first = i;
    return first;
}

/* Lots of one key are one lot, unless the oldest points are spent first. */
static bool
same_lot(const loy_program *program, const loy__lot *a, const loy__lot *b)
{
    bool by_day = program->currencies[a->currency].spend_order == LOY__SPEND_OLDEST;

    return a->expires == b->expires && a->matures == b->matures && a->own == b->own &&
           (!by_day || a->earned_on == b->earned_on);
}

static int
extend_lot(loy__work *work, const loy__lot *wanted, int64_t points)
{
    loy__span span = loy__lots_of(work->state, wanted->currency);
    size_t i = span.first;

    if (new_end(work, wanted) == wanted->expires)
        return LOY_OK;
    while (i < span.end && !same_lot(work->program, &work->state->lots[i], wanted))
        i++;
    if (i == span.end || work->state->lots[i].points < points)
        return LOY_ERR_INTERNAL;
    return loy__lot_extend(work->state, work->journal, i, points, new_end(work, wanted), work->now);
}

static int
extend_currency(loy__work *work, uint32_t currency, int64_t points)
{
    loy__span span = loy__lots_of(work->state, currency);
    size_t count = span.end - span.first;
    loy__lot *lots = loy__arena_alloc(&work->engine->arena, (count + 1) * sizeof(*lots));
    int64_t left = points;
    int result = lots != NULL ? LOY_OK : LOY_ERR_NOMEM;

    for (size_t i = 0; result == LOY_OK && i < count; i++)
        lots[i] = work->state->lots[span.first + i];
    while (result == LOY_OK && left > 0) {
        loy__lot *lot = &lots[first_of(lots, count)];
        int64_t part = lot->points < left ? lot->points : left;

        result = extend_lot(work, lot, part);
        lot->points = 0;
        left -= part;
    }
    if (result == LOY_OK)
        result = loy__effect_add(work, LOY_EFFECT_EXTEND, "extend",
                                 work->program->currencies[currency].name.text, points, points);
    return result;
}

int
loy__act_extend(loy__work *work)
{
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        int64_t points = asked(work, i);

        if (points > 0)
            result = extend_currency(work, i, points);
    }
    /* Points may be made to expire now. */
    return result == LOY_OK ? loy__lots_settle(work->state, work->journal, work->now) : result;
}
