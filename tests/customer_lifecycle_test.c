/*
 * customer_lifecycle_test.c -- the purchases and stages that a customer remembers, and
 * what becomes of them when one of the purchases never was.
 */
#include "base/seal.h"
#include "customer/lifecycle.h"
#include "customer/record.h"
#include "kit/record_kit.h"

enum { NEW, ONE, MORE };

static void
set_up(customer_kit *kit)
{
    customer_kit_init(kit);
    customer_kit_stage(kit, "one");
    customer_kit_stage(kit, "more");
    customer_kit_start(kit);
    kit->state.exists = true;
    kit->state.stage_since = customer_kit_day(0);
}

static void
buy(loy__state *state, int32_t day)
{
    state->purchases++;
    loy__purchase_add(state, customer_kit_day(day), day);
}

static bool
bring_back(loy__state *state, int32_t day)
{
    state->purchases--;
    return loy__purchase_take(state, customer_kit_day(day));
}

static void
the_days_follow_the_purchases_that_are_left(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;

    (void)data;
    set_up(&kit);
    buy(state, 5);
    buy(state, 9);
    buy(state, 2); /* late */
    buy(state, 9);
    assert_int_equal(state->first_purchase_on, 2);
    assert_int_equal(state->last_purchase_on, 9);
    assert_true(bring_back(state, 9));
    assert_int_equal(state->last_purchase_on, 9); /* there are two */
    assert_true(bring_back(state, 2));
    assert_int_equal(state->first_purchase_on, 5);
    assert_true(bring_back(state, 9));
    assert_int_equal(state->last_purchase_on, 5);
    assert_true(state->last_purchase == customer_kit_day(5));
    assert_false(bring_back(state, 4));
    state->purchases++;
    assert_true(bring_back(state, 5));
    assert_int_equal(state->first_purchase_on, LOY_DAY_NONE);
    assert_int_equal(state->last_purchase_on, LOY_DAY_NONE);
    assert_true(state->last_purchase == LOY_TIME_NONE);
    customer_kit_end(&kit);
}

/* Beyond what is remembered the first day is that of the first purchase ever. */
static void
sixteen_before_the_last_are_remembered(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;

    (void)data;
    set_up(&kit);
    for (int32_t day = 1; day <= LOY__BOUGHT + 2; day++)
        buy(state, day);
    assert_false(bring_back(state, 1));
    assert_int_equal(state->first_purchase_on, 1);
    for (int32_t day = LOY__BOUGHT + 2; day > 2; day--) {
        assert_int_equal(state->last_purchase_on, day);
        assert_true(bring_back(state, day));
    }
    assert_int_equal(state->first_purchase_on, 2); /* all that are left are known again */
    assert_int_equal(state->last_purchase_on, 2);
    assert_true(bring_back(state, 2));
    assert_int_equal(state->last_purchase_on, LOY_DAY_NONE);
    customer_kit_end(&kit);
}

static void
nothing_is_remembered_where_the_stage_is_kept(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;

    (void)data;
    set_up(&kit);
    kit.program.returns.stage = LOY__STAGE_KEEP;
    buy(state, 5);
    loy__stage_enter(state, ONE, customer_kit_day(5), true);
    buy(state, 9);
    assert_int_equal(state->recalled, 0);
    assert_int_equal(state->first_purchase_on, 5);
    assert_int_equal(state->last_purchase_on, 9);
    customer_kit_end(&kit);
}

static void
check_stage(const loy__state *state, uint32_t stage, int32_t since)
{
    assert_int_equal(state->stage, stage);
    assert_true(state->stage_since == customer_kit_day(since));
}

static void
stages_go_back_and_those_told_later_are_given(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;
    loy__told told;

    (void)data;
    set_up(&kit);
    loy__stage_enter(state, ONE, customer_kit_day(3), false);
    loy__stage_enter(state, ONE, customer_kit_day(4), false); /* where he is already */
    check_stage(state, ONE, 3);
    loy__stage_enter(state, MORE, customer_kit_day(5), true);
    loy__stage_enter(state, ONE, customer_kit_day(7), false);
    loy__stage_rewind(state, customer_kit_day(9), LOY_TIME_NONE, &told);
    check_stage(state, ONE, 7); /* nothing has happened since */
    assert_int_equal(told.count, 0);
    loy__stage_rewind(state, customer_kit_day(4), LOY_TIME_NONE, &told);
    check_stage(state, ONE, 3);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.steps[0].stage, MORE);
    assert_true(told.steps[0].since == customer_kit_day(5));
    loy__stage_rewind(state, customer_kit_day(1), LOY_TIME_NONE, &told);
    check_stage(state, NEW, 0);
    assert_int_equal(state->recalled, 0);
    customer_kit_end(&kit);
}

/* What the purchase itself told, then or later, it tells no more. */
static void
what_the_purchase_told_goes_with_it(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;
    loy__told told;

    (void)data;
    set_up(&kit);
    loy__stage_enter(state, ONE, customer_kit_day(0), true); /* with the customer himself */
    loy__stage_rewind(state, customer_kit_day(0), LOY_TIME_NONE, &told);
    check_stage(state, NEW, 0);
    assert_int_equal(told.count, 0);
    loy__stage_enter(state, MORE, customer_kit_day(8), true);
    loy__stage_rewind(state, customer_kit_day(2), customer_kit_day(8), &told);
    check_stage(state, NEW, 0);
    assert_int_equal(told.count, 0);
    customer_kit_end(&kit);
}

/* The stage of a new customer goes without saying where he leaves it at once. */
static void
the_first_purchase_of_all_takes_no_room(void **data)
{
    customer_kit kit;
    loy__state *state = &kit.state;
    loy__told told;

    (void)data;
    set_up(&kit);
    buy(state, 0);
    loy__stage_enter(state, ONE, customer_kit_day(0), false);
    assert_int_equal(state->recalled, 0);
    buy(state, 4);
    loy__stage_enter(state, MORE, customer_kit_day(4), false);
    loy__stage_rewind(state, customer_kit_day(0), LOY_TIME_NONE, &told);
    check_stage(state, NEW, 0);
    customer_kit_end(&kit);
}

static void
accounts_that_part_take_their_purchases_along(void **data)
{
    customer_kit kit, other;
    loy__state *state = &kit.state;

    (void)data;
    set_up(&kit);
    set_up(&other);
    buy(state, 4);
    buy(state, 6);
    buy(&other.state, 2);
    buy(&other.state, 5);
    buy(&other.state, 9);
    loy__lifecycle_absorb(state, &other.state);
    state->purchases += 3;
    assert_int_equal(state->last_purchase_on, 9);
    assert_true(bring_back(state, 5));
    assert_int_equal(loy__bought_count(state->recalled), 3);
    state->purchases -= 2;
    loy__lifecycle_part(state, &other.state);
    assert_int_equal(state->first_purchase_on, 4);
    assert_int_equal(state->last_purchase_on, 6);
    assert_int_equal(loy__bought_count(state->recalled), 1);
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

/* A stage that a later program does not have any more was that of new customers. */
static void
stages_that_are_gone_are_the_first_one(void **data)
{
    record_pair p;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    p.kit.state.steps[0].stage = 1;
    bytes = customer_kit_encode(&p.kit);
    assert_int_equal(record_kit_decode(&p.other, &bytes), LOY_OK);
    assert_int_equal(p.other.state.recalled, p.kit.state.recalled);
    assert_int_equal(p.other.state.steps[0].stage, 0);
    assert_true(p.other.state.steps[0].told);
    assert_true(p.other.state.bought[1] == customer_kit_day(2));
    customer_kit_release(&p.kit, &bytes);
    record_kit_end(&p);
}

/* Bytes that cannot be what a customer remembers. */
static const struct damage {
    const char *name;
    int64_t first, second; /* moments of purchases; 0: as they are */
    uint32_t stage;
    uint32_t recalled;
} damages[] = {
    {"purchases in disorder", 3, 2, 0, 0},
    {"one after the last", 1, 4, 0, 0},
    {"a moment beyond the calendar", -4000000, 2, 0, 0},
    {"a stage that there is not", 0, 0, 9, 0},
    {"too many purchases", 0, 0, 0, 17 * LOY__ONE_BOUGHT},
    {"too many stages", 0, 0, 0, 17 * LOY__ONE_STEP},
};

static void
damage_is_found(void **data)
{
    const struct damage *d = *data;
    customer_kit kit;
    customer_kit_bytes bytes;

    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    record_kit_fill(&kit);
    if (d->first != 0) {
        kit.state.bought[0] = customer_kit_day(1) * d->first;
        kit.state.bought[1] = customer_kit_day(1) * d->second;
    }
    if (d->stage != 0)
        kit.state.steps[0].stage = d->stage;
    bytes = customer_kit_encode(&kit);
    if (d->recalled != 0) {
        loy__store32(bytes.data + LOY__AT_STAGE, 1 | d->recalled);
        loy__seal(bytes.data, (uint32_t)bytes.size, LOY__RECORD_MAGIC, LOY__RECORD_VERSION);
    }
    assert_int_equal(record_kit_decode(&kit, &bytes), LOY_ERR_CORRUPT);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

int
main(void)
{
    static table_kit tests;

    table_kit_test(&tests, "the days follow", the_days_follow_the_purchases_that_are_left);
    table_kit_test(&tests, "sixteen before the last", sixteen_before_the_last_are_remembered);
    table_kit_test(&tests, "where the stage is kept",
                   nothing_is_remembered_where_the_stage_is_kept);
    table_kit_test(&tests, "stages go back", stages_go_back_and_those_told_later_are_given);
    table_kit_test(&tests, "what the purchase told", what_the_purchase_told_goes_with_it);
    table_kit_test(&tests, "the first purchase of all", the_first_purchase_of_all_takes_no_room);
    table_kit_test(&tests, "accounts that part", accounts_that_part_take_their_purchases_along);
    table_kit_test(&tests, "stages that are gone", stages_that_are_gone_are_the_first_one);
    TABLE_KIT_ROWS(&tests, damage_is_found, damages);
    return table_kit_run(&tests, "customer_lifecycle");
}
