/*
 * conversions.c -- see conversions.h. Periods end with the program's days.
 */
#include "customer/conversions.h"

#include "customer/lots.h"
#include "customer/notes.h"

static const loy__conversion *
conversion_of(const loy__state *state, uint32_t currency)
{
    return &state->program->currencies[currency].convert;
}

int64_t
loy__conversion_next(const loy__state *state)
{
    const loy__zone *zone = &state->program->zone;
    int64_t next = LOY_NEVER;

    if (state->settled == LOY_TIME_NONE || loy__is_frozen(state))
        return LOY_NEVER;
    for (uint32_t i = 0; i < state->program->currency_count; i++) {
        const loy__conversion *conversion = conversion_of(state, i);
        int64_t end;

        if (conversion->when != LOY__CONVERT_PERIOD ||
            loy__state_points(state, i).available < conversion->points)
            continue;
        end = loy__zone_midnight(
            zone, loy__period_next(loy__zone_day(zone, state->settled), conversion->per));
        if (end < next && end <= LOY__TIME_MAX)
            next = end;
    }
    return next;
}

/* Whether a period ends with a moment. */
static bool
ends_with(const loy__state *state, loy__period period, int64_t moment)
{
    int32_t day = loy__zone_day(&state->program->zone, moment);

    return loy__period_start(day, period) == day &&
           loy__zone_midnight(&state->program->zone, day) == moment;
}

static int64_t
expiring(loy__state *state, uint32_t currency, int64_t moment)
{
    loy__span span = loy__lots_of(state, currency);
    int64_t points = 0;

    for (size_t i = span.first; i < span.pending; i++)
        if (state->lots[i].expires <= moment)
            points += state->lots[i].points;
    return points;
}

int64_t
loy__conversion_due(loy__state *state, uint32_t currency, int64_t moment)
{
    const loy__conversion *conversion = conversion_of(state, currency);
    int64_t points;

    if (conversion->when == LOY__CONVERT_NOT || loy__is_frozen(state) ||
        (conversion->when == LOY__CONVERT_PERIOD && !ends_with(state, conversion->per, moment)))
        return 0;
    points = conversion->when == LOY__CONVERT_EXPIRY ? expiring(state, currency, moment)
                                                     : loy__state_points(state, currency).available;
    return points - points % conversion->points;
}

/* In spending order of what expires by a moment. */
static int
take_expiring(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
              int64_t moment, int64_t at)
{
    loy__span span = loy__lots_of(state, currency);
    loy__purse *purse = &state->purses[currency];
    int64_t left = points;

    for (size_t i = span.first; i < span.pending && left > 0; i++) {
        loy__lot part = state->lots[i];

        if (part.expires > moment)
            continue;
        if (part.points > left)
            part.points = left;
        state->lots[i].points -= part.points;
        left -= part.points;
        if (!loy__journal_lot(journal, &part, LOY_ENTRY_BURN, 0, at))
            return LOY_ERR_NOMEM;
    }
    loy__lots_sweep(state, span.first, span.pending);
    return left == 0 && loy__add(purse->spent, points, &purse->spent) ? LOY_OK : LOY_ERR_INTERNAL;
}

int
loy__conversion_take(loy__state *state, loy__journal *journal, uint32_t currency, int64_t points,
                     int64_t moment, int64_t at)
{
    return conversion_of(state, currency)->when == LOY__CONVERT_EXPIRY
               ? take_expiring(state, journal, currency, points, moment, at)
               : loy__burn(state, journal, currency, points, at, LOY_ENTRY_BURN);
}
