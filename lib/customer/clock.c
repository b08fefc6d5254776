/*
 * clock.c -- by whose clock the days end with which points expire.
 */
#include "customer/clock.h"

#include <string.h>

/* A zone is read again only where the text is another than the one before. */
static const loy__zone *
home_zone(const loy__state *state)
{
    const loy__value *value = &state->attributes[state->program->home];
    loy__home *home = state->home;

    if (value->text == NULL || value->size > LOY__ZONE_TEXT)
        return &state->program->zone;
    if (home->size != value->size || memcmp(home->text, value->text, value->size) != 0) {
        memcpy(home->text, value->text, value->size);
        home->size = value->size;
        home->sound = loy__zone_parse(value->text, value->size, &home->zone);
    }
    return home->sound ? &home->zone : &state->program->zone;
}

static const loy__zone *
zone_of(const loy__state *state, uint32_t clock)
{
    switch (clock) {
    case LOY__CLOCK_STORE:
        return state->store != NULL ? &state->store->zone : &state->program->zone;
    case LOY__CLOCK_CUSTOMER:
        return home_zone(state);
    default:
        return &state->program->zone;
    }
}

const loy__zone *
loy__clock_zone(const loy__state *state, uint32_t currency)
{
    return zone_of(state, state->program->currencies[currency].clock);
}

int32_t
loy__clock_ahead(loy__state *state, uint32_t clock, int64_t instant)
{
    return loy__zone_day(zone_of(state, clock), instant) - loy__state_day(state, instant);
}
