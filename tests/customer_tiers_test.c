/*
 * customer_tiers_test.c -- random ladders of every kind: what time does to
 * them in one step equals what it does in many, what is due is later than what
 * has been settled, and a record tells all of it.
 */
#include <string.h>

#include "customer/statuses.h"
#include "kit/customer_kit.h"
#include "kit/random_kit.h"

enum { HISTORIES = 1000, STEPS = 24 };

static uint32_t
below(uint64_t *random, uint32_t end)
{
    return (uint32_t)random_kit_below(random, end);
}

/* ---- A ladder ---- */

static void
choose_window(loy__ladder *ladder, uint64_t *random)
{
    static const struct {
        uint32_t window;
        loy__period period;
        const char *length;
        uint32_t starts, best_of;
    } windows[] = {{LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL, 0, 0},
                   {LOY__WINDOW_CALENDAR, LOY__PERIOD_MONTH, NULL, 0, 0},
                   {LOY__WINDOW_CALENDAR, LOY__PERIOD_MONTH, NULL, 0, 3},
                   {LOY__WINDOW_CALENDAR, LOY__PERIOD_YEAR, NULL, 2 * 32 + 15, 0},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P20D", 0, 0},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_MONTH, "P2M", 0, 0},
                   {LOY__WINDOW_ANNIVERSARY, LOY__PERIOD_LIFETIME, "P1M", 0, 0},
                   {LOY__WINDOW_ANNIVERSARY, LOY__PERIOD_LIFETIME, "P10D", 0, 0},
                   {LOY__WINDOW_SINCE_CHANGE, LOY__PERIOD_LIFETIME, "P1M", 0, 0},
                   {LOY__WINDOW_SINCE_CHANGE, LOY__PERIOD_LIFETIME, "P25D", 0, 0}};
    uint32_t i = below(random, sizeof(windows) / sizeof(windows[0]));

    ladder->window = windows[i].window;
    ladder->period = windows[i].period;
    ladder->length = customer_kit_duration(windows[i].length);
    ladder->starts = windows[i].starts;
    ladder->best_of = windows[i].best_of;
}

static void
choose_standing(loy__ladder *ladder, uint64_t *random)
{
    bool periods = loy__periodic(ladder);

    ladder->up = below(random, periods ? 4 : 3);
    ladder->lasts = below(random, 5);
    if (!periods && (ladder->lasts == LOY__LASTS_PERIOD || ladder->lasts == LOY__LASTS_NEXT_PERIOD))
        ladder->lasts = LOY__LASTS_TERM;
    if (ladder->lasts == LOY__LASTS_TERM)
        ladder->term = customer_kit_duration(below(random, 2) ? "P33D" : "P2M");
    ladder->fall = below(random, 2);
    ladder->guaranteed = below(random, 3) == 0;
    ladder->guarantee = customer_kit_duration("P17D");
    if (ladder->best_of > 1 || ladder->measure_count > 0)
        return;
    if (periods && below(random, 3) == 0)
        ladder->carry = 120;
    ladder->pays = below(random, 4) == 0 && (ladder->lasts == LOY__LASTS_TERM ||
                                             (periods && ladder->lasts != LOY__LASTS_WHILE));
}

/* Two measures: either a lot of the first or some of both. */
static const loy__tier_need silver[] = {{100, 0, 0}, {60, 0, 1}, {20, 1, 0}};
static const loy__tier_need gold[] = {{200, 0, 0}, {120, 0, 1}, {40, 1, 0}};

static void
choose_measures(customer_kit *kit, uint64_t *random)
{
    loy__ladder *ladder = &kit->ladders[0];

    if (below(random, 3) != 0)
        return;
    kit->program.ladder_count = 1;
    kit->program.track_count = 2;
    kit->ladders[1] = *ladder;
    kit->ladders[1].name.key++;
    kit->ladders[1].tier_count = 1;
    kit->ladders[1].measure_of = 1;
    ladder->measured = true;
    ladder->first_measure = 1;
    ladder->measure_count = 1;
    kit->tiers[0][1].enter = kit->tiers[0][1].keep = (loy__tier_needs){.items = silver, .count = 3};
    kit->tiers[0][2].enter = kit->tiers[0][2].keep = (loy__tier_needs){.items = gold, .count = 3};
}

static void
set_up(customer_kit *kit, uint64_t seed)
{
    uint64_t random = seed;
    bool lenient = below(&random, 2) != 0;

    customer_kit_init(kit);
    customer_kit_zone(kit, "CET-1CEST,M3.5.0,M10.5.0/3");
    customer_kit_ladder(kit, "status", LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL);
    choose_window(&kit->ladders[0], &random);
    customer_kit_tier(kit, "base", 0, 0, NULL);
    customer_kit_tier(kit, "silver", 100, lenient ? 70 : 100, below(&random, 2) ? "P9D" : NULL);
    customer_kit_tier(kit, "gold", 200, lenient ? 120 : 200, below(&random, 2) ? "P50D" : NULL);
    choose_measures(kit, &random);
    choose_standing(&kit->ladders[0], &random);
    customer_kit_start(kit);
    kit->state.enrolled_on = 30; /* the 31st of January */
    kit->state.settled = customer_kit_day(400);
}

/* ---- Its history ---- */

static void
act(customer_kit *kit, uint64_t *random, int64_t at)
{
    int32_t today = loy__state_day(&kit->state, at);
    uint32_t action = below(random, 16);
    uint32_t tier = below(random, 3);
    int64_t until = at + (int64_t)below(random, 60) * LOY__DAY_MS / 2 + 1;

    if (action == 0)
        assert_int_equal(loy__status_put(&kit->state, 0, LOY__STATUS_FLOOR, tier, until), LOY_OK);
    else if (action == 1)
        assert_int_equal(loy__status_put(&kit->state, 0, LOY__STATUS_SET, tier, until), LOY_OK);
    else if (action == 2)
        loy__status_clear(&kit->state, 0);
    else if (action == 3)
        loy__ladder_enter(&kit->state, 0, tier, at);
    else
        assert_int_equal(loy__ladder_credit(&kit->state, below(random, kit->program.track_count),
                                            (int64_t)below(random, 120) - 20,
                                            today - (int32_t)below(random, 8) / 2, at),
                         LOY_OK);
    loy__ladder_review(&kit->state, 0, at);
}

static void
settle_finely(loy__state *state, int64_t from, int64_t to)
{
    do {
        from += 7 * LOY__DAY_MS / 24;
        if (from > to)
            from = to;
        loy__ladder_settle(state, 0, from);
        state->settled = from;
    } while (from < to);
}

static void
assert_same(customer_kit *kit, customer_kit *fine)
{
    customer_kit_bytes a = customer_kit_encode(kit);
    customer_kit_bytes b = customer_kit_encode(fine);

    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    customer_kit_release(kit, &a);
    customer_kit_release(fine, &b);
    for (uint32_t i = 0; i < kit->program.track_count; i++)
        assert_int_equal(kit->state.rungs[i].value, fine->state.rungs[i].value);
    assert_int_equal(kit->state.rungs[0].shown, fine->state.rungs[0].shown);
}

/* What is read from a record goes on as what was written. */
static void
assert_read(customer_kit *kit)
{
    customer_kit_bytes bytes = customer_kit_encode(kit);
    loy__state read;

    assert_int_equal(loy__state_init(&read, &kit->program, &kit->memory.memory), LOY_OK);
    assert_int_equal(loy__state_decode(&read, "anna", 4, bytes.data, bytes.size), LOY_OK);
    for (uint32_t i = 0; i < kit->program.track_count; i++)
        assert_int_equal(read.rungs[i].value, kit->state.rungs[i].value);
    assert_int_equal(read.rungs[0].tier, kit->state.rungs[0].tier);
    assert_int_equal(read.rungs[0].shown, kit->state.rungs[0].shown);
    assert_int_equal(read.rungs[0].term, kit->state.rungs[0].term);
    assert_true(loy__ladder_next(&read, 0) == loy__ladder_next(&kit->state, 0));
    loy__state_free(&read);
    customer_kit_release(kit, &bytes);
}

static void
one_history(uint64_t seed)
{
    customer_kit kit, fine;
    uint64_t random = seed;
    int64_t at = customer_kit_day(400);

    set_up(&kit, seed);
    set_up(&fine, seed);
    for (int i = 0; i < STEPS; i++) {
        int64_t next = at + (int64_t)below(&random, 70) * LOY__DAY_MS / 2;
        uint64_t same = random;

        loy__ladder_settle(&kit.state, 0, next);
        kit.state.settled = next;
        settle_finely(&fine.state, at, next);
        assert_same(&kit, &fine);
        assert_true(loy__ladder_next(&kit.state, 0) > next);
        act(&kit, &random, next);
        act(&fine, &same, next);
        assert_same(&kit, &fine);
        assert_read(&kit);
        at = next;
    }
    customer_kit_end(&fine);
    customer_kit_end(&kit);
}

static void
one_step_equals_many(void **data)
{
    (void)data;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++)
        one_history(seed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_step_equals_many)};

    return cmocka_run_group_tests_name("customer tiers", tests, NULL, NULL);
}
