/*
 * record_extras.c -- the sections of a record that few customers have: written
 * only where there is something in them.
 */
#include "base/words.h"
#include "customer/holds.h"
#include "customer/ladders.h"
#include "customer/lapses.h"
#include "customer/lives.h"
#include "customer/record.h"
#include "customer/reviews.h"

/* Bytes of so many items of a tag. */
static uint64_t
section_size(uint32_t tag, size_t count)
{
    return count == 0 ? 0
                      : LOY__EXTRA_HEAD + (uint64_t)count * (loy__item_payload(tag) + UINT64_C(4));
}

uint64_t
loy__extras_measure(const loy__state *state)
{
    return section_size(LOY__TAG_HELD, state->held_count) +
           section_size(LOY__TAG_ACTIVE, state->active_count) +
           section_size(LOY__TAG_LAPSED, state->lapsed_count) +
           section_size(LOY__TAG_REVIEW, state->review_count);
}

/* Opens a section; false when it stays away. */
static bool
open_section(unsigned char **p, uint32_t tag, size_t count)
{
    if (count == 0)
        return false;
    loy__store32(*p, LOY__EXTRA | tag);
    loy__store32(*p + 4, (uint32_t)(section_size(tag, count) - LOY__EXTRA_HEAD));
    *p += LOY__EXTRA_HEAD;
    return true;
}

static unsigned char *
put_held(const loy__state *state, unsigned char *p)
{
    if (!open_section(&p, LOY__TAG_HELD, state->held_count))
        return p;
    for (size_t i = 0; i < state->held_count; i++, p += LOY__HELD_SIZE) {
        const loy__held *held = &state->held[i];

        loy__store_i64(p, held->own ? -held->points : held->points);
        loy__store_i64(p + 8, held->expires);
        loy__store_i64(p + 16, held->lapses);
        loy__store64(p + 24, held->hold);
        loy__store_i32(p + 32, held->earned_on);
        loy__store32(p + 36, held->currency);
    }
    return p;
}

static unsigned char *
put_actives(const loy__state *state, unsigned char *p)
{
    if (!open_section(&p, LOY__TAG_ACTIVE, state->active_count))
        return p;
    for (size_t i = 0; i < state->active_count; i++, p += LOY__ACTIVE_SIZE) {
        loy__store_i64(p, state->actives[i].moment);
        loy__store_i64(p + 8, state->actives[i].other);
        loy__store32(p + 16, state->actives[i].currency);
    }
    return p;
}

static unsigned char *
put_lapsed(const loy__state *state, unsigned char *p)
{
    if (!open_section(&p, LOY__TAG_LAPSED, state->lapsed_count))
        return p;
    for (size_t i = 0; i < state->lapsed_count; i++, p += LOY__LAPSED_SIZE) {
        loy__store_i64(p, state->lapsed[i].points);
        loy__store_i64(p + 8, state->lapsed[i].expired);
        loy__store32(p + 16, state->lapsed[i].currency);
    }
    return p;
}

static uint32_t
key_of(const loy__state *state, uint32_t track, uint32_t tier)
{
    return state->program->ladders[loy__track_ladder(state, track)].tiers[tier].name.key;
}

static unsigned char *
put_reviews(const loy__state *state, unsigned char *p)
{
    if (!open_section(&p, LOY__TAG_REVIEW, state->review_count))
        return p;
    for (uint32_t i = 0; i < state->program->track_count; i++) {
        const loy__review *review = &state->reviews[i];

        if (review->how == 0)
            continue;
        loy__store_i64(p, review->amount);
        loy__store_i64(p + 8, review->carried);
        loy__store_i64(p + 16, review->drop);
        loy__store_i64(p + 24, review->since);
        loy__store_i64(p + 32, review->at);
        loy__store_i32(p + 40, review->period);
        loy__store32(p + 44, key_of(state, i, review->tier));
        loy__store32(p + 48, key_of(state, i, review->base));
        loy__store32(p + 52, review->how | (review->term ? LOY__RUNG_TERM : 0));
        loy__store32(p + 56, i);
        p += LOY__REVIEW_SIZE;
    }
    return p;
}

unsigned char *
loy__extras_put(const loy__state *state, unsigned char *p)
{
    return put_reviews(state, put_lapsed(state, put_actives(state, put_held(state, p))));
}

static int
read_held(loy__state *state, uint32_t currency, const unsigned char *p)
{
    loy__held held = {.points = loy__load_i64(p),
                      .expires = loy__load_i64(p + 8),
                      .lapses = loy__load_i64(p + 16),
                      .hold = loy__load64(p + 24),
                      .earned_on = loy__load_i32(p + 32),
                      .currency = currency};

    held.own = held.points < 0;
    if (held.own && held.points >= -INT64_MAX)
        held.points = -held.points;
    if (held.points <= 0 || !loy__day_known(held.earned_on))
        return LOY_ERR_CORRUPT;
    return loy__held_put(state, &held);
}

/* What a tier that is gone gave is not judged again. */
static int
read_review(loy__state *state, uint32_t track, const unsigned char *p)
{
    const loy__ladder *ladder = &state->program->ladders[loy__track_ladder(state, track)];
    loy__review review = {.amount = loy__load_i64(p),
                          .carried = loy__load_i64(p + 8),
                          .drop = loy__load_i64(p + 16),
                          .since = loy__load_i64(p + 24),
                          .at = loy__load_i64(p + 32),
                          .period = loy__load_i32(p + 40),
                          .tier = loy__tier_of(ladder, loy__load32(p + 44)),
                          .base = loy__tier_of(ladder, loy__load32(p + 48)),
                          .how = loy__load32(p + 52) & ~LOY__RUNG_TERM,
                          .term = (loy__load32(p + 52) & LOY__RUNG_TERM) != 0};

    if ((review.amount | review.carried) < 0 || !loy__day_known(review.period) ||
        !loy__in_calendar(review.at) || review.how == 0 || review.how > LOY__REVIEW_LAST ||
        state->reviews[track].how != 0)
        return LOY_ERR_CORRUPT;
    if (review.tier == LOY__NONE || review.base == LOY__NONE)
        return LOY_OK;
    review.base = review.base < review.tier ? review.base : review.tier;
    if (review.tier == 0 || review.drop == LOY_NEVER) {
        review.drop = LOY_NEVER;
        review.term = false;
    }
    state->reviews[track] = review;
    state->review_count++;
    return LOY_OK;
}

static int
read_active(loy__state *state, uint32_t currency, const unsigned char *p)
{
    int64_t moment = loy__load_i64(p);
    int64_t other = loy__load_i64(p + 8);

    if (!loy__in_calendar(moment) || other > moment ||
        (other != LOY_TIME_NONE && !loy__in_calendar(other)))
        return LOY_ERR_CORRUPT;
    return loy__active_at(state, currency, moment, other);
}

int
loy__extra_read(loy__state *state, uint32_t tag, uint32_t index, const unsigned char *payload)
{
    if (tag == LOY__TAG_REVIEW)
        return read_review(state, index, payload);
    if (tag == LOY__TAG_HELD)
        return read_held(state, index, payload);
    if (tag == LOY__TAG_ACTIVE)
        return read_active(state, index, payload);
    if (loy__load_i64(payload) <= 0 || !loy__in_calendar(loy__load_i64(payload + 8)))
        return LOY_ERR_CORRUPT;
    return loy__lapse_put(state, index, loy__load_i64(payload), loy__load_i64(payload + 8));
}
