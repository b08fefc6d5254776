/*
 * record_kit.c -- see record_kit.h.
 */
#include "kit/record_kit.h"

#include <stdio.h>

#include "customer/holds.h"
#include "customer/lapses.h"
#include "customer/lives.h"
#include "customer/reviews.h"

void
record_kit_init(customer_kit *kit, int variant)
{
    static const char *const names[2] = {"one", "two"};

    customer_kit_init(kit);
    for (int i = 0; i < (variant == RECORD_KIT_WITHOUT_SECOND ? 1 : 2); i++) {
        int part = variant == RECORD_KIT_SWAPPED ? 1 - i : i;
        const char *name = names[part];

        customer_kit_currency(kit, name, "P3D", "P30D");
        customer_kit_ladder(kit, name, LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P30D");
        customer_kit_tier(kit, "base", 0, 0, NULL);
        if (variant != RECORD_KIT_WITHOUT_SECOND)
            customer_kit_tier(kit, "silver", 10, 10, NULL);
        customer_kit_tier(kit, "gold", 20, 20, "P5D");
        customer_kit_counter(kit, name);
        customer_kit_cap(kit, name);
        customer_kit_voucher(kit, name, part == 0 ? "P50D" : NULL);
        customer_kit_attribute(kit, name, part == 0 ? LOY_VALUE_TEXT : LOY_VALUE_DATE);
    }
    if (variant != RECORD_KIT_WITHOUT_SECOND)
        customer_kit_stage(kit, "loyal");
    snprintf(kit->program.digest, sizeof(kit->program.digest), "%d", variant);
    customer_kit_start(kit);
}

static void
fill_points(customer_kit *kit, uint32_t part, int64_t points)
{
    loy__state *state = &kit->state;
    int64_t at = customer_kit_day(3);
    int64_t written_off;

    for (int32_t day = 1; day <= 6; day++)
        assert_int_equal(loy__earn(state, &kit->journal, part, points, customer_kit_day(day),
                                   customer_kit_day(6), LOY_ENTRY_EARN, NULL, NULL),
                         LOY_OK);
    assert_int_equal(loy__burn(state, &kit->journal, part, points + 1, at, LOY_ENTRY_BURN), LOY_OK);
    assert_int_equal(loy__reverse(state, &kit->journal, &(loy__lot){.points = 2, .currency = part},
                                  at, &written_off),
                     LOY_OK);
}

/* Two holds that take turns, of several lots each. */
static void
fill_holds(customer_kit *kit, uint32_t part, int64_t points)
{
    loy__held wanted = {
        .points = points, .lapses = customer_kit_day(9), .hold = 77 + part, .currency = part};

    for (int i = 0; i < 3; i++) {
        wanted.hold ^= 1;
        assert_int_equal(loy__hold_take(&kit->state, &kit->journal, &wanted, customer_kit_day(6)),
                         LOY_OK);
    }
}

/* A lot with an end of its own, which is held in part; the last activity; and
 * points that may be brought back. */
static void
fill_lives(customer_kit *kit, uint32_t part, int64_t points)
{
    const loy__grant grant = {.points = points,
                              .earned = customer_kit_day(6),
                              .at = customer_kit_day(6),
                              .until = customer_kit_day(500),
                              .currency = part,
                              .kind = LOY_ENTRY_EARN};

    assert_int_equal(loy__earn_grant(&kit->state, &kit->journal, &grant, NULL, NULL), LOY_OK);
    assert_int_equal(
        loy__active_at(&kit->state, part, customer_kit_day(5) + part, customer_kit_day(4)), LOY_OK);
    kit->state.purses[part].expired += 9;
    kit->state.purses[part].issued += 9;
    assert_int_equal(loy__lapse_put(&kit->state, part, 4, customer_kit_day(4)), LOY_OK);
    assert_int_equal(loy__lapse_put(&kit->state, part, 5, customer_kit_day(3)), LOY_OK);
}

/* All of the part with an index, by its amounts. */
static void
fill(customer_kit *kit, uint32_t part, int64_t amount)
{
    loy__state *state = &kit->state;
    int64_t at = customer_kit_day(3);

    fill_points(kit, part, amount);
    fill_lives(kit, part, amount);
    fill_holds(kit, part, amount / 2);
    assert_int_equal(loy__ladder_credit(state, part, amount, 1, at), LOY_OK);
    assert_int_equal(loy__ladder_credit(state, part, 1, 2, at), LOY_OK);
    loy__ladder_review(state, part, at);
    assert_true(loy__tally_add(&state->counters[part], LOY__PERIOD_DAY, 3, amount + 3));
    assert_true(loy__tally_add(&state->caps[part], LOY__PERIOD_MONTH, 3, amount + 4));
    assert_int_equal(loy__voucher_issue(state, part, amount, at, NULL), LOY_OK);
}

void
record_kit_fill(customer_kit *kit)
{
    loy__state *state = &kit->state;
    char *text = loy__arena_text(&state->arena, "caf\xc3\xa9", 5);

    fill(kit, 0, 10);
    fill(kit, 1, 20);
    state->reviews[1] = (loy__review){.amount = 8,
                                      .carried = 3,
                                      .drop = customer_kit_day(9),
                                      .since = customer_kit_day(1),
                                      .period = 1,
                                      .tier = 1,
                                      .how = LOY__REVIEW_END};
    state->review_count = 1;
    assert_non_null(text);
    state->attributes[0] = (loy__value){.text = text, .size = 5, .kind = LOY_VALUE_TEXT};
    state->attributes[1] = (loy__value){.number = -77, .kind = LOY_VALUE_DATE};
    state->exists = true;
    state->settled = customer_kit_day(3);
    state->timers_from = customer_kit_day(2);
    state->stage_since = customer_kit_day(1);
    state->stage = 1;
    state->steps[0] = (loy__step){.since = customer_kit_day(1), .stage = 0, .told = true};
    state->bought[0] = state->bought[1] = customer_kit_day(2);
    state->recalled = 2 * LOY__ONE_BOUGHT + LOY__ONE_STEP;
    state->last_purchase = customer_kit_day(3) + 5;
    state->purchases = 4;
    state->visits = 5;
    state->spend = -6;
    state->enrolled_on = 1;
    state->first_purchase_on = 2;
    state->last_purchase_on = 3;
    state->birthday = -5000;
}

void
record_kit_pair(record_pair *p, int variant)
{
    record_kit_init(&p->kit, RECORD_KIT_EVERYTHING);
    record_kit_init(&p->other, variant);
    record_kit_fill(&p->kit);
    p->bytes = customer_kit_encode(&p->kit);
}

void
record_kit_end(record_pair *p)
{
    customer_kit_release(&p->kit, &p->bytes);
    customer_kit_end(&p->other);
    customer_kit_end(&p->kit);
}

int
record_kit_decode(customer_kit *kit, const customer_kit_bytes *bytes)
{
    return loy__state_decode(&kit->state, "anna", 4, bytes->data, bytes->size);
}

void
record_kit_same(customer_kit *kit, const customer_kit_bytes *bytes)
{
    customer_kit_bytes again = customer_kit_encode(kit);

    assert_int_equal(again.size, bytes->size);
    assert_memory_equal(again.data, bytes->data, bytes->size);
    customer_kit_release(kit, &again);
}
